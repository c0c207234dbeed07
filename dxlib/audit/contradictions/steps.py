"""Figures over time: steps beyond all before, and counts that fell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal, Inexact, InvalidOperation, localcontext
from fractions import Fraction
from itertools import groupby
from typing import Final, NamedTuple

from dxlib.audit.contradictions.spans import read_span, read_value
from dxlib.audit.contradictions.stated import (
    CONTRADICTION,
    RANK,
    SUSPICION,
    Contradiction,
    Periods,
    Stated,
    count_passed,
)
from dxlib.data import schema
from dxlib.data.schema import Row

STEPS_BEFORE: Final = 4
TIMES: Final = 3
LEAST_PART: Final = 4  # a step counts from a quarter of the value on
LEAST_PLACES: Final = 10  # and one of ranks from ten places on
_YEAR: Final = 4  # letters of a period that is a year
_EXACT: Final = Context(prec=999, traps=[Inexact, InvalidOperation])  # complains instead of rounding
# From a bound no step can be measured.
_SURE: Final = ("", schema.Qualifier.ABOUT.value, schema.Qualifier.NEARLY.value)


def find_cumulative(stated: Stated) -> Iterator[Contradiction]:
    """Find counts that can only grow and are lower than the highest of the periods since the last break."""
    for indicator, area, periods in stated.walk(stated.relations.cumulative):
        breaks = stated.list_breaks(indicator, area)
        highest: Row | None = None
        for period, rows in periods.items():
            if highest and count_passed(breaks, highest[schema.TIME_PERIOD]) != count_passed(breaks, period):
                highest = None
            for row in rows:
                if highest is not None and read_span(row).high < read_span(highest).low:
                    yield Contradiction("cumulative", CONTRADICTION, (row, highest))
            highest = max([*([highest] if highest else []), *rows], key=lambda row: read_span(row).low)


class _Step(NamedTuple):
    """A step, how many years it took, and the values between which it leads."""

    length: Decimal
    years: int
    earlier: Decimal
    later: Decimal

    def is_far_longer(self, other: _Step) -> bool:
        """Say whether it is longer, in a year, than three times another one."""
        # Multiplied instead of divided by the years, so that Decimals stay exact.
        return self.length * other.years > TIMES * other.length * self.years

    def grows_more(self, other: _Step) -> bool:
        """Say whether the value is multiplied, in a year, by more; more than anything where a value is not above zero.

        ``a ** (1 / years) > b ** (1 / other.years)``, without roots.
        """
        own, others = self._compute_factor(), other._compute_factor()
        # A step from or to nothing multiplies by more than any factor; no step multiplies by more than it.
        return others is not None and (own is None or own**other.years > others**self.years)

    def _compute_factor(self) -> Fraction | None:
        if not self.length:  # also of nothing: years at zero must not hide the first step from there
            return Fraction(1)
        low, high = sorted((self.earlier, self.later))
        return Fraction(high) / Fraction(low) if low > 0 else None


def find_jumps(stated: Stated) -> Iterator[Contradiction]:
    """Find steps over three times as long, in a year, as any of at least four before, on one side of all breaks.

    Such a step must also multiply the value by more than any before. Of values a step counts beyond a quarter of the
    value, of ranks beyond ten places. Where sources disagree, the value nearest to that of the year before stands.
    """
    for indicator, unit in stated.units.items():
        for _, area, periods in stated.walk([indicator]):
            # Five steps need six years, so that most series are passed over at once.
            if len(periods) <= STEPS_BEFORE + 1:
                continue
            for years in _split(periods, stated.list_breaks(indicator, area)):
                if len(years) > STEPS_BEFORE + 1:
                    yield from _list_jumps(years, is_rank=unit == RANK)


def _split(periods: Periods, breaks: tuple[str, ...]) -> list[list[list[Row]]]:
    """Give the rows of each year, without bounds, in parts between breaks."""
    years = [
        sure
        for period, rows in periods.items()
        if len(period) == _YEAR and (sure := [row for row in rows if row[schema.QUALIFIER] in _SURE])
    ]
    # Most indicators have none, and need no count for each year.
    if not breaks:
        return [years]
    return [list(part) for _, part in groupby(years, lambda rows: count_passed(breaks, rows[0][schema.TIME_PERIOD]))]


def _list_jumps(years: list[list[Row]], *, is_rank: bool) -> list[Contradiction]:
    # Comparisons decide on a finding, so a rounded one must be an error.
    with localcontext(_EXACT):
        rows, steps = _list_steps(years)
        found = [
            place
            for place, step in enumerate(steps)
            if place >= STEPS_BEFORE and _counts(step, is_rank=is_rank) and _is_jump(step, steps[:place])
        ]
    return [Contradiction("jumps", SUSPICION, (rows[place + 1], rows[place])) for place in found]


def _list_steps(years: list[list[Row]]) -> tuple[list[Row], list[_Step]]:
    """Give one row of each year, and the steps between them.

    Of the first year it is the first source's, of others the one whose value is nearest to the year before.
    """
    rows = [years[0][0]]
    steps: list[_Step] = []
    before, start = read_value(rows[0]), int(rows[0][schema.TIME_PERIOD])
    for stated in years[1:]:
        row = stated[0] if len(stated) == 1 else _find_nearest(stated, before)
        value, year = read_value(row), int(row[schema.TIME_PERIOD])
        steps.append(_Step(abs(value - before), year - start, before, value))
        rows.append(row)
        before, start = value, year
    return rows, steps


def _find_nearest(rows: list[Row], value: Decimal) -> Row:
    return min(rows, key=lambda row: abs(read_value(row) - value))


def _counts(step: _Step, *, is_rank: bool) -> bool:
    if is_rank:
        # A step over several years counts by the year.
        return step.length > LEAST_PLACES * step.years
    return LEAST_PART * step.length > abs(step.earlier) * step.years


def _is_jump(step: _Step, before: list[_Step]) -> bool:
    return all(step.is_far_longer(other) for other in before) and all(step.grows_more(other) for other in before)
