"""Two sources that disagree on a level: what each one's own growth rate says of the year before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from dxlib.data.observations import Observation
from dxlib.data.schema import shift_years
from dxlib.figures.findings import FigureFinding, Statements, Weight, show_figure, show_number
from dxlib.figures.intervals import Interval, read_interval


@dataclass(frozen=True, slots=True)
class _Claim:
    """A level and a growth rate of one source, and the level of the year before that follows."""

    level: Observation
    growth: Observation
    base: Interval


def find(statements: Statements) -> Iterator[FigureFinding]:
    """Find pairs of disagreeing levels, and say whether ``level / (1 + growth)`` agrees."""
    for growth, area, periods in statements.walk(statements.relations.growth):
        levels = statements.read(statements.relations.growth[growth], area)
        for period, rates in periods.items():
            claims = [
                _Claim(level, rate, read_interval(level) / read_interval(rate).scale(0.01, 1))
                for level in levels.get(period, [])
                for rate in rates
                # A rate of another source belongs to another level, and says nothing of the base of this one.
                if level.source == rate.source
            ]
            for one, other in combinations(claims, 2):
                yield from _compare(area, one, other)


def _compare(area: str, one: _Claim, other: _Claim) -> Iterator[FigureFinding]:
    gap = read_interval(one.level).measure_gap(read_interval(other.level))
    if not gap:
        return
    apart = one.base.measure_gap(other.base)
    before = shift_years(one.level.period, -1)
    if apart:
        said = f"{_show(one.base)} and {_show(other.base)}, so they disagree on that year too"
    else:
        common = Interval(max(one.base.low, other.base.low), min(one.base.high, other.base.high))
        said = f"about {show_number((common.low + common.high) / 2)} in both, so they disagree on the last step only"
    message = (
        f"{one.level.indicator} of {area} is {show_figure(one.level)} and {show_figure(other.level)}; with the growth "
        f"each states ({one.growth.value} % and {other.growth.value} %), {before} was {said}"
    )
    # One base for both explains the disagreement: the sources differ in the last year only.
    weight = Weight.CONTRADICTION if apart else Weight.EXPLANATION
    figures = (one.level, other.level, one.growth, other.growth)
    yield FigureFinding("bases", weight, figures, apart or gap, one.level.unit, message)


def _show(base: Interval) -> str:
    return f"{show_number(base.low)} to {show_number(base.high)}"
