"""Rows made by hand, and what is found in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from dxlib.audit.contradictions import Contradiction, find_contradictions, spans
from dxlib.audit.contradictions.stated import Stated
from dxlib.data.catalogue import Catalogue, Indicator
from dxlib.data.ids import ObservationId
from dxlib.data.relations import Relations
from dxlib.data.schema import CLEAN_COLUMNS, Row
from dxlib.data.words import Words

UNITS = {
    "level": "COUNT", "growth": "PERCENT_CHANGE", "share": "PERCENT", "rank": "RANK", "score": "SCORE", "wait": "SCORE",
    "moved": "PLACES", "whole": "INDEX", "one": "INDEX", "other": "INDEX", "times": "TIMES", "more": "COUNT",
}  # fmt: skip


GROWTH = {"growth": {"growth": "level"}}


MOVED = {"change": {"moved": "rank"}}


Key = tuple[str, str, tuple[str, ...]]


def state(
    indicator: str, period: str, value: object, *, area: str = "VNM", source: str = "mic-2024", **more: object
) -> Row:
    """Give a clean row."""
    stated = {"INDICATOR": indicator, "TIME_PERIOD": period, "OBS_VALUE": value, "REF_AREA": area, "SOURCE": source}
    fixed = {"UNIT_MEASURE": UNITS[indicator], "UNIT_MULT": 0, "OBS_STATUS": "A", "KIND": "actual"}
    return dict.fromkeys(CLEAN_COLUMNS, "") | {name: str(cell) for name, cell in (fixed | stated | more).items()}


def state_years(indicator: str, values: Iterable[object], first: int = 2015) -> list[Row]:
    """Give a row for each year."""
    return [state(indicator, str(first + place), value) for place, value in enumerate(values)]


def make_catalogue(breaks: Sequence[str] = ()) -> Catalogue:
    """Give a catalogue of all indicators, whose meaning changed on some days."""
    words = Words(en="x", vi="x", fr="x")
    lower = ("rank", "wait")
    entries = {
        name: Indicator(
            name=words, label=words, definition=words, topic="t", unit=unit, decimals=1, publishers=("MIC",),
            direction="lower_is_better" if name in lower else "higher_is_better",
            breaks=[{"at": day, "why": words} for day in breaks],
        )
        for name, unit in UNITS.items()
    }  # fmt: skip
    return Catalogue.model_construct(indicators=entries)


def read(rows: Sequence[Row], breaks: Sequence[str] = (), **relations: object) -> Stated:
    """Give what some rows state."""
    return Stated(rows, make_catalogue(breaks), Relations.model_validate(relations))


def find(rows: Sequence[Row], breaks: Sequence[str] = (), **relations: object) -> list[Key]:
    """Give what is found in some rows: rule, weight and what each figure is of, as one text a figure."""
    return name_all(find_contradictions(rows, make_catalogue(breaks), Relations.model_validate(relations)))


def name_all(found: Iterable[Contradiction]) -> list[Key]:
    return [(one.rule, one.weight, tuple(make_id(row) for row in one.figures)) for one in found]


def make_id(row: Row) -> str:
    """Give the id of a row as text."""
    return str(ObservationId.of(row))


def name_shortly(found: Iterable[Key]) -> list[str]:
    """Name rule and figures without kind, area and source, which most small tables have but one of."""
    return [f"{rule}: " + ", ".join(name.replace("/VNM/", " ").partition("/")[0] for name in names)
            for rule, _, names in found]  # fmt: skip


def assert_seen(
    monkeypatch: pytest.MonkeyPatch,
    threshold: tuple[object, str, int],
    rows: list[Row],
    number: int,
    **relation: object,
) -> None:
    """See that so much is found (one or nothing), and the other with another threshold."""
    assert len(find(rows, **relation)) == number
    spans._read_span.cache_clear()
    monkeypatch.setattr(*threshold)
    assert len(find(rows, **relation)) == 1 - number
