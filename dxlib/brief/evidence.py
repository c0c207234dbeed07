"""The evidence format: what a page carries so that its figures can be checked.

This module is all that the audit shares with the code that writes pages.

What a text is follows from a mark, or from the element and where it stands:

- ``<a href="#e-KEY">`` is the figure of that key; with ``data-q`` it is the figure named there.
- ``<time>`` is a period, coded in ``datetime``; a note's or source's own year needs no code.
- Within a note (``<li id="e-KEY">``) ``<b>`` is the note's own figure, ``<q>`` what the source wrote and ``<small>``
  the place in the source; ``data-flag`` without a value is the flag of the note's figure.
- Within an element with ``data-then`` figures are those known on that day, before the page's own.
- At the head of a source (``<section id="s-NAME">``) ``<cite>`` is its title and ``<a class="url">`` its address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict

FIGURE_ATTRIBUTE = "data-q"
FORM_ATTRIBUTE = "data-form"
VERDICT_ATTRIBUTE = "data-verdict"
PERIOD_ATTRIBUTE = "data-period"
TICK_ATTRIBUTE = "data-tick"
QUOTE_ATTRIBUTE = "data-quote"
THEN_ATTRIBUTE = "data-then"
FLAG_ATTRIBUTE = "data-flag"
DIRECTION_ATTRIBUTE = "data-direction"
DIRECTION_OF_ATTRIBUTE = "data-of"
EVIDENCE_ELEMENT = "dxlib-evidence"
NOTE_PREFIX = "e-"
SOURCE_PREFIX = "s-"
TARGET_SIGN: Final = "!"
TOTAL_SIGN: Final = "0"  # no key holds it: keys are of the letters a to z and the digits 2 to 7


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
    values
        Key of a stated figure to its value, in single units.
    totals
        Key of the N of "n of N" to the key of the figure that it stands beside.
    computed
        Key of a figure to how it was computed.
    verdicts
        Key of a conclusion to what it rests on.
    earlier
        Key of a figure that is shown as known on an earlier day to that day.
    """

    page: Page | None = None
    stated: Mapping[str, str] = {}
    values: Mapping[str, str] = {}
    totals: Mapping[str, str] = {}
    computed: Mapping[str, FigureRecord] = {}
    verdicts: Mapping[str, VerdictRecord] = {}
    earlier: Mapping[str, str] = {}


def merge_evidence(parts: Iterable[Evidence]) -> Evidence:
    """Put the evidence of fragments together, sorted, so that equal pages have equal bytes."""
    page: Page | None = None
    stated: dict[str, str] = {}
    values: dict[str, str] = {}
    totals: dict[str, str] = {}
    computed: dict[str, FigureRecord] = {}
    verdicts: dict[str, VerdictRecord] = {}
    earlier: dict[str, str] = {}
    for part in parts:
        page = part.page or page
        stated.update(part.stated)
        values.update(part.values)
        totals.update(part.totals)
        computed.update(part.computed)
        verdicts.update(part.verdicts)
        earlier.update(part.earlier)
    return Evidence(
        page=page,
        stated=dict(sorted(stated.items())),
        values=dict(sorted(values.items())),
        totals=dict(sorted(totals.items())),
        computed=dict(sorted(computed.items())),
        verdicts=dict(sorted(verdicts.items())),
        earlier=dict(sorted(earlier.items())),
    )


class _Written(_Record):
    """Evidence as it stands on a page: every name once, tables as texts.

    Parameters
    ----------
    units
        By the code of a unit the indicators that are stated in it, separated by blanks.
    sources
        Name of a source on the page to its id.
    stated
        By a source's name and an indicator: areas, each followed by ``key:period=value`` for each figure, separated by
        blanks; the period of a target ends with ``!``; values in single units, with ``e9`` for a power of ten.
    totals
        The figures beside which an N stands, separated by blanks; the key of the N is the figure's and a ``0``.
    computed
        Formula, value, unit, power of ten, decimals, keys of the inputs separated by blanks, options.
    verdicts
        Status, target, latest, first, direction; the day is the page's.
    earlier
        By a day the figures that are shown as known then, separated by blanks.
    """

    page: Page
    units: Mapping[str, str] = {}
    sources: Mapping[str, str] = {}
    stated: Mapping[str, Mapping[str, str]] = {}
    totals: str = ""
    computed: Mapping[str, tuple[str, str, str, int, int, str, Mapping[str, str]]] = {}
    verdicts: Mapping[str, tuple[str, str, str, str, str]] = {}
    earlier: Mapping[str, str] = {}


def write_evidence(evidence: Evidence, source_names: Mapping[str, str], units: Mapping[str, str]) -> str:
    """Write a page's evidence as JSON.

    Parameters
    ----------
    evidence
        With the page; each N is named as its figure, with :data:`TOTAL_SIGN`.
    source_names
        Id of a source to its name on the page.
    units
        Id of an indicator to the code of its unit, for those who take the figures from the page.
    """
    assert evidence.page is not None
    stated: dict[str, dict[str, list[str]]] = {}
    for key, observation in sorted(evidence.stated.items(), key=lambda entry: entry[1]):
        name, _, source = observation.partition("@")
        indicator, area, rest = name.split("/", maxsplit=2)
        period, _, kind = rest.rpartition("/")
        words = stated.setdefault(source_names[source], {}).setdefault(indicator, [])
        if area not in words:  # sorted: the figures of an area stand together
            words.append(area)
        words.append(f"{key}:{period}{TARGET_SIGN if kind == 'target' else ''}={evidence.values.get(key, '')}")
    stating = {indicator for by_indicator in stated.values() for indicator in by_indicator}
    written = _Written(
        page=evidence.page,
        units={
            unit: " ".join(name for name in sorted(stating) if units[name] == unit)
            for unit in sorted({units[name] for name in stating})
        },
        sources={name: source for source, name in source_names.items() if name in stated},
        stated={source: {name: " ".join(words) for name, words in by.items()} for source, by in stated.items()},
        totals=" ".join(evidence.totals.values()),
        computed={
            key: (one.formula, one.value, one.unit, one.unit_mult, one.decimals, " ".join(one.inputs), one.options)
            for key, one in evidence.computed.items()
        },
        verdicts={
            key: (one.status, one.target, one.latest, one.first, one.direction)
            for key, one in evidence.verdicts.items()
        },
        earlier={
            day: " ".join(key for key, own in evidence.earlier.items() if own == day)
            for day in sorted(set(evidence.earlier.values()))
        },
    )
    return json.dumps(written.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))


def read_evidence(text: str) -> tuple[Evidence, Mapping[str, str]]:
    """Read a page's evidence; give it, and the id of each source by its name on the page.

    Raises
    ------
    ValueError
        For a text of another form.
    """
    written = _Written.model_validate_json(text)
    if unknown := written.stated.keys() - written.sources.keys():
        raise ValueError(f"sources without a name: {sorted(unknown)}")
    stated = {}
    values = {}
    for source, by_indicator in written.stated.items():
        for indicator, figures in by_indicator.items():
            area = ""
            for word in figures.split(" "):
                key, colon, rest = word.partition(":")
                if not colon:
                    area = word
                    continue
                period, _, values[key] = rest.partition("=")
                stated[key] = _name_observation(f"{indicator}/{area}", period, written.sources[source])
    evidence = Evidence(
        page=written.page,
        stated=stated,
        values=values,
        totals={f"{key}{TOTAL_SIGN}": key for key in written.totals.split()},
        computed={key: _read_figure(*cells) for key, cells in written.computed.items()},
        verdicts={
            key: VerdictRecord(
                status=status, target=target, latest=latest, first=first, direction=direction, as_of=written.page.as_of
            )
            for key, (status, target, latest, first, direction) in written.verdicts.items()
        },
        earlier={key: day for day, keys in written.earlier.items() for key in keys.split()},
    )
    return evidence, written.sources


def _name_observation(series: str, period: str, source: str) -> str:
    kind = "target" if period.endswith(TARGET_SIGN) else "actual"
    return f"{series}/{period.removesuffix(TARGET_SIGN)}/{kind}@{source}"


def _read_figure(
    formula: str, value: str, unit: str, unit_mult: int, decimals: int, inputs: str, options: Mapping[str, str]
) -> FigureRecord:
    return FigureRecord(
        value=value, unit=unit, unit_mult=unit_mult, decimals=decimals, formula=formula,
        inputs=tuple(inputs.split()), options=options,
    )  # fmt: skip
