"""The evidence format: what a page carries so that its figures can be checked.

This module is all that the audit shares with the code that writes pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict

FIGURE_ATTRIBUTE = "data-q"
FORM_ATTRIBUTE = "data-form"
VERDICT_ATTRIBUTE = "data-verdict"
PERIOD_ATTRIBUTE = "data-period"
TICK_ATTRIBUTE = "data-tick"
QUOTE_ATTRIBUTE = "data-quote"
FLAG_ATTRIBUTE = "data-flag"
DIRECTION_ATTRIBUTE = "data-direction"
DIRECTION_OF_ATTRIBUTE = "data-of"
EVIDENCE_ELEMENT = "dxlib-evidence"
NOTE_PREFIX = "e-"


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FigureRecord(_Record):
    """A figure that was computed: its value, and the formula and figures it follows from."""

    value: str
    unit: str
    unit_mult: int = 0
    decimals: int = 0
    formula: str
    inputs: tuple[str, ...]
    options: Mapping[str, str] = {}


class VerdictRecord(_Record):
    """A conclusion on a target: its status, and the figures it rests on."""

    status: str
    target: str
    latest: str
    first: str = ""
    direction: str
    as_of: str


class Page(_Record):
    """What a page is: set once, by the notebook's set-up cell."""

    brief: str
    area: str
    edition: str
    language: str
    as_of: str


class Evidence(_Record):
    """All evidence of a page, or of one fragment of it.

    Parameters
    ----------
    page
        What the page is.
    stated
        Key of a figure to the id of the row of ``data/clean`` that states it.
    totals
        Key of the N of "n of N" to the key of the figure that it stands beside.
    computed
        Key of a figure to how it was computed.
    verdicts
        Key of a conclusion to what it rests on.
    """

    page: Page | None = None
    stated: Mapping[str, str] = {}
    totals: Mapping[str, str] = {}
    computed: Mapping[str, FigureRecord] = {}
    verdicts: Mapping[str, VerdictRecord] = {}


def merge_evidence(parts: Iterable[Evidence]) -> Evidence:
    """Put the evidence of fragments together, sorted, so that equal pages have equal bytes."""
    page: Page | None = None
    stated: dict[str, str] = {}
    totals: dict[str, str] = {}
    computed: dict[str, FigureRecord] = {}
    verdicts: dict[str, VerdictRecord] = {}
    for part in parts:
        page = part.page or page
        stated.update(part.stated)
        totals.update(part.totals)
        computed.update(part.computed)
        verdicts.update(part.verdicts)
    return Evidence(
        page=page,
        stated=dict(sorted(stated.items())),
        totals=dict(sorted(totals.items())),
        computed=dict(sorted(computed.items())),
        verdicts=dict(sorted(verdicts.items())),
    )
