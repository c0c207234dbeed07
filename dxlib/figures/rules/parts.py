"""An index against the mean, or the sum, of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import add

from dxlib.data.observations import Observation
from dxlib.figures.findings import Finding, Statements, Weight, show_figure, show_number
from dxlib.figures.intervals import Interval, read_interval


def find(statements: Statements) -> Iterator[Finding]:
    """Find indices that the parts of the same source do not give."""
    yield from _find(statements, statements.relations.mean, "mean")
    yield from _find(statements, statements.relations.total, "sum")


def _find(statements: Statements, wholes: Mapping[str, tuple[str, ...]], word: str) -> Iterator[Finding]:
    for indicator, area, periods in statements.walk(wholes):
        series = [statements.read(part, area) for part in wholes[indicator]]
        for period, stated in periods.items():
            for row in stated:
                parts = [_find_same_source(row, one.get(period, [])) for one in series]
                known = [part for part in parts if part is not None]
                if len(known) == len(parts):
                    yield from _compare(row, known, word)


def _find_same_source(row: Observation, others: list[Observation]) -> Observation | None:
    return next((other for other in others if other.source == row.source), None)


def _compare(row: Observation, parts: list[Observation], word: str) -> Iterator[Finding]:
    total: Interval = reduce(add, (read_interval(part) for part in parts))
    implied = total.scale(1 / len(parts)) if word == "mean" else total
    gap = read_interval(row).measure_gap(implied)
    if gap:
        names = ", ".join(part.indicator for part in parts)
        message = (
            f"{row.indicator} of {row.area} is {show_figure(row)}, but the {word} of {names} is "
            f"{show_number(implied.low)} to {show_number(implied.high)}"
        )
        yield Finding("parts", Weight.CONTRADICTION, (row, *parts), gap, row.unit, message)
