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
    """A level and a growth rate of one source."""

    level: Observation
    growth: Observation

    def imply_base(self, power: int) -> Interval:
        """Give the level of the year before that follows, in a power of ten."""
        return read_interval(self.level, power) / read_interval(self.growth, 0).scale(0.01, 1)


def find(statements: Statements) -> Iterator[FigureFinding]:
    """Find pairs of disagreeing levels, and say whether ``level / (1 + growth)`` agrees."""
    for growth, area, periods in statements.walk(statements.relations.growth):
        for rates in periods.values():
            # A rate of another source belongs to another level, and says nothing of the base of this one.
            levels = [statements.find_beside(rate, statements.relations.growth[growth]) for rate in rates]
            claims = [_Claim(level, rate) for level, rate in zip(levels, rates, strict=True) if level]
            for one, other in combinations(claims, 2):
                yield from _compare(area, one, other)


def _compare(area: str, one: _Claim, other: _Claim) -> Iterator[FigureFinding]:
    power = one.level.unit_mult
    gap = read_interval(one.level).measure_gap(read_interval(other.level, power))
    if not gap:
        return
    bases = one.imply_base(power), other.imply_base(power)
    apart = bases[0].measure_gap(bases[1])
    before = shift_years(one.level.period, -1)
    if apart:
        said = f"{_show(bases[0])} and {_show(bases[1])}, so they disagree on that year too"
    else:
        common = Interval(max(base.low for base in bases), min(base.high for base in bases))
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
