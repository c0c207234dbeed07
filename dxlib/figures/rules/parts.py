"""An index against the mean, as its publisher weighted it, or the sum of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import add

from dxlib.data.observations import Observation
from dxlib.figures.findings import FigureFinding, Statements, Weight, show_figure, show_number
from dxlib.figures.intervals import Interval, read_interval


def find(statements: Statements) -> Iterator[FigureFinding]:
    """Find indices that the parts of the same source do not give."""
    relations = statements.relations
    for row, parts in _find_wholes(statements, relations.mean):
        # Publishers weight unevenly: in 2010 the UN took 0.34, 0.33 and 0.33 of the three parts of its index.
        weights = relations.weights.get(row.indicator, {}).get(row.period, ())
        within = relations.within.get(row.indicator, {}).get(row.period, 0)
        word = "weighted mean" if weights else "mean"
        yield from _compare(row, parts, [float(weight) for weight in weights] or [1 / len(parts)] * len(parts), word,
                            float(within))  # fmt: skip
    for row, parts in _find_wholes(statements, relations.total):
        yield from _compare(row, parts, [1] * len(parts), "sum")


def _find_wholes(
    statements: Statements, wholes: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[Observation, list[Observation]]]:
    """Give each figure of which its source states all parts too, with them."""
    for row in statements.walk_rows(wholes):
        parts = [statements.find_beside(row, part) for part in wholes[row.indicator]]
        known = [part for part in parts if part is not None]
        # An index is made of its own source's parts, so a part of another source decides nothing.
        if len(known) == len(parts):
            yield row, known


def _compare(
    row: Observation, parts: list[Observation], factors: Sequence[float], word: str, within: float = 0.0
) -> Iterator[FigureFinding]:
    # In the power of ten of the whole: a total may be in billions, and its parts in millions.
    shares = [read_interval(part, row.unit_mult).scale(factor) for part, factor in zip(parts, factors, strict=True)]
    implied: Interval = reduce(add, shares)
    gap = read_interval(row).measure_gap(implied)
    if gap > within:
        names = ", ".join(part.indicator for part in parts)
        message = (
            f"{row.indicator} of {row.area} is {show_figure(row)}, but the {word} of {names} is "
            f"{show_number(implied.low)} to {show_number(implied.high)}"
        )
        yield FigureFinding("parts", Weight.CONTRADICTION, (row, *parts), gap, row.unit, message)
