"""Shares within 0 to 100, and "x of y" against a stated share."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dxlib.data.catalogue import GROWTH, PER_CENT
from dxlib.data.observations import Observation
from dxlib.figures.findings import FigureFinding, Statements, Weight, show_figure, show_number
from dxlib.figures.intervals import read_interval

_ALL = 100


def find(statements: Statements) -> Iterator[FigureFinding]:
    """Find shares that are none, parts larger than their whole, and shares that "x of y" does not give."""
    relations = statements.relations
    for row in statements.walk_rows(statements.indicators):
        unit, value = statements.get_entry(row.indicator).unit, _get_value(row)
        is_odd_share = unit == PER_CENT and not 0 <= value <= _ALL
        if is_odd_share or (unit == "COUNT" and row.out_of is not None and value > row.out_of):
            yield _complain(row)
    for row in statements.walk_rows(relations.share):
        counts = statements.read(relations.share[row.indicator], row.area).get(row.period, [])
        yield from _compare(row, [count for count in counts if count.out_of])


def _get_value(row: Observation) -> Decimal:
    """Give the value in single units, as OUT_OF is stated."""
    return (row.value or Decimal()).scaleb(row.unit_mult)


def _complain(row: Observation) -> FigureFinding:
    limit = row.out_of if row.out_of is not None else _ALL
    # Of the two ends the one that is passed: the other distance is negative.
    off = max(_get_value(row) - limit, -_get_value(row)).scaleb(-row.unit_mult)
    message = f"{row.indicator} of {row.area} is {show_figure(row)}, which is not between 0 and {limit}"
    if row.unit == PER_CENT:
        message += f" (a growth has the unit {GROWTH})"
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
