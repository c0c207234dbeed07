"""Shares within 0 to 100, and "x of y" against a stated share."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dxlib.data.observations import Observation
from dxlib.figures.findings import FigureFinding, Statements, Weight, show_figure, show_number
from dxlib.figures.intervals import read_interval

_ALL = 100


def find(statements: Statements) -> Iterator[FigureFinding]:
    """Find shares that are none, parts larger than their whole, and shares that "x of y" does not give."""
    relations = statements.relations
    # A growth rate is in per cent and no share: it may be below 0 or over 100.
    free = {*relations.growth, *relations.unbounded}
    for indicator, _, periods in statements.walk(statements.indicators):
        rows = [row for stated in periods.values() for row in stated]
        if statements.get_entry(indicator).unit == "PERCENT" and indicator not in free:
            yield from (_complain(row) for row in rows if not 0 <= _get_value(row) <= _ALL)
        elif statements.get_entry(indicator).unit == "COUNT":
            yield from (_complain(row) for row in rows if row.out_of is not None and _get_value(row) > row.out_of)
    for share, area, periods in statements.walk(relations.share):
        counts = statements.read(relations.share[share], area)
        for period, stated in periods.items():
            for row in stated:
                yield from _compare(row, [count for count in counts.get(period, []) if count.out_of])


def _get_value(row: Observation) -> Decimal:
    """Give the value in single units, as OUT_OF is stated."""
    return (row.value or Decimal()).scaleb(row.unit_mult)


def _complain(row: Observation) -> FigureFinding:
    limit = row.out_of if row.out_of is not None else _ALL
    # Of the two ends the one that is passed: the other distance is negative.
    off = max(_get_value(row) - limit, -_get_value(row)).scaleb(-row.unit_mult)
    message = f"{row.indicator} of {row.area} is {show_figure(row)}, which is not between 0 and {limit}"
    return FigureFinding("shares", Weight.CONTRADICTION, (row,), float(off), row.unit, message)


def _compare(row: Observation, counts: list[Observation]) -> Iterator[FigureFinding]:
    gaps = []
    for count in counts:
        implied = read_interval(count, 0).scale(100 / float(count.out_of or 1))
        gaps.append((read_interval(row, 0).measure_gap(implied), count, implied))
    # Without a count there is nothing to hold the share against, and the gap is zero.
    gap, count, implied = min(gaps, key=lambda entry: entry[0], default=(0.0, row, read_interval(row)))
    if gap:
        message = (
            f"{row.indicator} of {row.area} is stated as {show_figure(row)}, but {_get_value(count):f} of "
            f"{count.out_of} [{count.source}] is {show_number(implied.low)} to {show_number(implied.high)}"
        )
        yield FigureFinding("shares", Weight.CONTRADICTION, (row, count), gap, row.unit, message)
