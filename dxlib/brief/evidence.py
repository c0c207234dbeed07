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
DIRECTION_ATTRIBUTE = "data-direction"
DIRECTION_OF_ATTRIBUTE = "data-of"
EVIDENCE_ELEMENT = "dxlib-evidence"
NOTE_PREFIX = "e-"
SOURCE_PREFIX = "s-"


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ObservationRecord(_Record):
    """A row of ``data/clean`` that a page rests on; its id says which, the fields what it held."""

    value: str = ""
    unit: str
    unit_mult: int = 0
    status: str = "A"
    qualifier: str = ""
    upper: str = ""
    out_of: str = ""
    known_since: str


class FigureRecord(_Record):
    """A figure of a page: its value, and what it follows from (keys of figures, id of an observation)."""

    value: str
    unit: str
    unit_mult: int = 0
    decimals: int = 0
    qualifier: str = ""
    formula: str = "observed"
    inputs: tuple[str, ...] = ()
    observation: str = ""
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
    """All evidence of a page, or of one fragment of it, by key or id."""

    page: Page | None = None
    observations: Mapping[str, ObservationRecord] = {}
    figures: Mapping[str, FigureRecord] = {}
    verdicts: Mapping[str, VerdictRecord] = {}


def merge_evidence(parts: Iterable[Evidence]) -> Evidence:
    """Put the evidence of fragments together, sorted, so that equal pages have equal bytes."""
    page: Page | None = None
    observations: dict[str, ObservationRecord] = {}
    figures: dict[str, FigureRecord] = {}
    verdicts: dict[str, VerdictRecord] = {}
    for part in parts:
        page = part.page or page
        observations.update(part.observations)
        figures.update(part.figures)
        verdicts.update(part.verdicts)
    return Evidence(
        page=page,
        observations=dict(sorted(observations.items())),
        figures=dict(sorted(figures.items())),
        verdicts=dict(sorted(verdicts.items())),
    )
