"""A stated change held against the two levels that it compares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from dxlib.data.observations import Observation
from dxlib.data.schema import last_day_of, shift_years
from dxlib.figures.findings import FigureFinding, Statements, Weight, show_figure, show_number
from dxlib.figures.intervals import Interval, read_interval

Compute = Callable[[Interval, Interval], Interval]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A later and an earlier level, what they imply, and how far that is from what is stated."""

    later: Observation
    earlier: Observation
    implied: Interval
    gap: float


def compare_with_levels(
    statements: Statements, rule: str, pairs: Mapping[str, str], compute: Compute, *, longest_gap_years: int = 1
) -> Iterator[FigureFinding]:
    """Find stated changes that no two levels of any sources bear out.

    Parameters
    ----------
    statements
        What all sources state.
    rule
        The name of the rule.
    pairs
        Indicator of the change, and of its level.
    compute
        The change that a later and an earlier level imply, in the unit of the change.
    longest_gap_years
        How far back the earlier level may lie where the years between have none.
    """
    for indicator, area, periods in statements.walk(pairs):
        levels, breaks = statements.read(pairs[indicator], area), statements.list_breaks(pairs[indicator], area)
        for period, stated in periods.items():
            earlier = _find_before(period, levels, longest_gap_years)
            # Across a break the two levels measure different things, and no change follows from them.
            if period not in levels or not earlier or crosses_break(breaks, period, earlier):
                continue
            for row in stated:
                pair = _find_nearest(row, levels[period], levels[earlier], compute)
                if pair.gap:
                    yield _make_finding(rule, row, pair)


def _find_before(period: str, levels: Mapping[str, object], longest_gap_years: int) -> str:
    """Give the same part of the last year before that has a level; empty for none."""
    candidates = (shift_years(period, -years) for years in range(1, longest_gap_years + 1))
    return next((candidate for candidate in candidates if candidate in levels), "")


def crosses_break(breaks: Iterable[str], later: str, earlier: str) -> bool:
    """Say whether a break lies between two periods."""
    start, end = last_day_of(earlier), last_day_of(later)
    return any(start < day <= end for day in breaks)


def _find_nearest(row: Observation, later: list[Observation], earlier: list[Observation], compute: Compute) -> _Pair:
    stated, unit = read_interval(row, 0), 10.0**-row.unit_mult
    found = []
    for one, other in product(later, earlier):
        # In single units, as each of the three may be stated in another power of ten.
        implied = compute(read_interval(one, 0), read_interval(other, 0))
        found.append(_Pair(one, other, implied.scale(unit), stated.measure_gap(implied) * unit))
    # Sources may be combined in any way, and one pair that fits is enough: the finding shows the pair that fits best.
    return min(found, key=lambda pair: pair.gap)


def _make_finding(rule: str, row: Observation, pair: _Pair) -> FigureFinding:
    message = (
        f"{row.indicator} of {row.area} is stated as {show_figure(row)}, but {show_figure(pair.later)} and "
        f"{show_figure(pair.earlier)} give {show_number(pair.implied.low)} to {show_number(pair.implied.high)}"
    )
    figures = (row, pair.later, pair.earlier)
    return FigureFinding(rule, Weight.CONTRADICTION, figures, pair.gap, row.unit, message)
