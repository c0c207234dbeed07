"""Values that jump beyond what their series ever did."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from dxlib.data.observations import Observation
from dxlib.data.schema import Qualifier, last_day_of
from dxlib.figures.findings import FigureFinding, Statements, Weight, show_figure, show_number

# A measure of spread, such as a z-score, would need more years than most series have.
_STEPS_BEFORE = 4
_TIMES = 3
# Smaller steps count for nothing, however small those before were: 50.0, 50.1, 50.2, 50.3, 50.4, 51.4 is no jump.
_LEAST_PART = 4
_LEAST_PLACES = 10
# Of two equal ratios none is longer, and as floats a third of log(125) is above log(5).
_SLACK = 1e-12
_YEAR = 4  # the length of a period that is a year


def find(statements: Statements) -> Iterator[FigureFinding]:
    """Find yearly steps over three times as long as any of at least four steps before, on one side of all breaks.

    The step must also be the longest as a share of the value: what spreads, spreads faster and faster. From or to
    nothing, the share is without end; between equal values there is none. Of values a step counts from a quarter of
    the value on, of ranks from ten places on. Where sources disagree, the value nearest to the year before stands.
    """
    for indicator, area, periods in statements.walk(statements.indicators):
        breaks = statements.list_breaks(indicator, area)
        is_rank = statements.get_entry(indicator).unit == "RANK"
        for series in _split(periods, breaks):
            # A fifth step is the first that may be a jump: most series are shorter.
            if len(series) > _STEPS_BEFORE + 1:
                yield from _find_jumps(area, _choose(series), is_rank=is_rank)


def _split(periods: Mapping[str, list[Observation]], breaks: Sequence[str]) -> Iterator[list[list[Observation]]]:
    """Give the years of a series, in parts between its breaks, without bounds."""
    parts: dict[int, list[list[Observation]]] = {}
    for period, stated in periods.items():
        # From a bound to a number no step can be measured.
        exact = [row for row in stated if row.qualifier in (Qualifier.EXACT, Qualifier.ABOUT, Qualifier.NEARLY)]
        if len(period) == _YEAR and exact:
            side = sum(last_day_of(period) >= day for day in breaks)
            parts.setdefault(side, []).append(exact)
    yield from parts.values()


def _choose(years: list[list[Observation]]) -> list[Observation]:
    chosen: list[Observation] = []
    for stated in years:
        if len(stated) == 1:
            chosen += stated
            continue
        # What disagrees is left to other rules: no jump may come from taking another source's value.
        before = _get_value(chosen[-1] if chosen else stated[0])
        distances = [abs(_get_value(row) - before) for row in stated]
        chosen.append(stated[distances.index(min(distances))])
    return chosen


def _get_value(row: Observation) -> Fraction:
    """Give the value in single units: the years of a series may be stated in several powers of ten."""
    # Exact: as floats 349.7 - 116.6 is longer than three times 137.7 - 60.
    return Fraction(row.value or 0) * Fraction(10) ** row.unit_mult


def _find_jumps(area: str, series: list[Observation], *, is_rank: bool) -> Iterator[FigureFinding]:
    longest, steepest = Fraction(0), 0.0
    pairs = pairwise((row, _get_value(row)) for row in series)
    for number, ((earlier, one), (later, other)) in enumerate(pairs):
        years = int(later.period) - int(earlier.period)
        # Surveys skip years, so a step counts by the year.
        step = abs(other - one) / years
        ratio = _compute_ratio(one, other) / years
        least = _LEAST_PLACES if is_rank else abs(one) / _LEAST_PART
        is_long = number >= _STEPS_BEFORE and step > max(least, _TIMES * longest)
        # The difference of two that are without end is no number, and so not above anything.
        if is_long and ratio - steepest > _SLACK:
            unit = Fraction(10) ** later.unit_mult
            own, before, off = (float(length / unit) for length in (step, longest, step - longest))
            message = (
                f"{later.indicator} of {area} goes from {show_figure(earlier)} to {show_figure(later)}, "
                f"{show_number(own)} a year; no step before was longer than {show_number(before)}"
            )
            yield FigureFinding("jumps", Weight.SUSPICION, (later, earlier), off, later.unit, message)
        # A jump counts as a step too: the series has seen it, and a second one of its size is none.
        longest, steepest = max(longest, step), max(steepest, ratio)


def _compute_ratio(one: Fraction, other: Fraction) -> float:
    """Give the step as a logarithm: what spreads grows by a share of itself, and early steps are small."""
    if one == other:
        return 0.0
    return abs(math.log(other / one)) if one > 0 and other > 0 else math.inf
