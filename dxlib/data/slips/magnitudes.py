"""Figures that are a hundred or a thousand times another of the same thing: a unit or a decimal mark was mistaken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from dxlib.data import schema
from dxlib.data.schema import Row

TIMES: Final = 30  # so far from another source of the period, or from the periods on both sides
TIMES_AT_END: Final = 95  # so far from the only period beside it: what spreads grows fast, but not a hundredfold
# Over a longer gap, what spreads may well grow a hundredfold.
_NEAR_DAYS: Final = 3 * 366
_PAIR: Final = 2


class Leap(NamedTuple):
    """Two figures of one thing that lie too far apart, the one that is judged first."""

    row: Row
    other: Row
    times: Decimal

    def tell(self) -> str:
        """Say how far apart they are."""
        row, other = self.row, self.other
        far = f"{self.times:.0f} times" if self.times >= 1 else f"1/{1 / self.times:.0f} of"
        when = f" in {other[schema.TIME_PERIOD]}" if other[schema.TIME_PERIOD] != row[schema.TIME_PERIOD] else ""
        return f"{row[schema.OBS_VALUE]} is {far} the {other[schema.OBS_VALUE]}{when} of {other[schema.SOURCE]}"


def find_leaps(rows: Iterable[Row]) -> Iterator[Leap]:
    """Give the figures that lie too far from those of the same indicator, area and kind.

    Parameters
    ----------
    rows
        Of ledgers and of all vintages of feeds.

    Notes
    -----
    Of one period a figure is held against each other source, the row that is given first counting as right; of a
    vintage against the vintages before. A figure is also held against the periods beside it, if it lies far from both,
    or at an end of the series, within three years, very far from the one.
    """
    series: dict[tuple[str, ...], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        # Zero is left out, as nothing is a multiple of it.
        if row[schema.OBS_VALUE] and Decimal(row[schema.OBS_VALUE]) and row[schema.TIME_PERIOD]:
            key = (row[schema.INDICATOR], row[schema.REF_AREA], row[schema.KIND])
            series[key][row[schema.TIME_PERIOD]].append(row)
    for periods in series.values():
        ordered = [periods[period] for period in sorted(periods, key=schema.end_of_period)]
        within = [leap for stated in ordered for leap in _compare_sources(stated)]
        yield from within
        known = {id(leap.row) for leap in within}
        # Targets of different deadlines may lie far apart.
        if ordered[0][0][schema.KIND] == schema.Kind.ACTUAL:
            yield from (leap for leap in _compare_periods(ordered) if id(leap.row) not in known)


def _compare_sources(stated: list[Row]) -> Iterator[Leap]:
    for place, row in enumerate(stated):
        for other in stated[:place]:
            times = _divide(row, other)
            if _is_far(times, TIMES):
                yield Leap(row, other, times)
                break


def _compare_periods(ordered: list[list[Row]]) -> Iterator[Leap]:
    """Judge the periods inside a series by both sides; then the ends, by what is left beside them."""
    rest: list[list[Row]] = []
    for place, stated in enumerate(ordered):
        inside = 0 < place < len(ordered) - 1
        found = list(_compare_inside(stated, ordered[place - 1][0], ordered[place + 1][0])) if inside else []
        yield from found
        # A figure that is wrong itself is no measure for the ends of its series.
        rest += [] if found else [stated]
    if len(rest) > 1:
        yield from _compare_end(rest[-1], rest[-2][0])
    if len(rest) > _PAIR:  # of two alone the later one is judged
        yield from _compare_end(rest[0], rest[1][0])


def _compare_inside(stated: list[Row], before: Row, after: Row) -> Iterator[Leap]:
    for row in stated:
        one, other = _divide(row, before), _divide(row, after)
        # On the same side of both: what lies far above one and far below the other belongs to a steep series.
        if _is_far(one, TIMES) and _is_far(other, TIMES) and (one > 1) == (other > 1):
            yield Leap(row, before, one)


def _compare_end(stated: list[Row], beside: Row) -> Iterator[Leap]:
    for row in stated:
        times = _divide(row, beside)
        if _is_near(row, beside) and _is_far(times, TIMES_AT_END):
            yield Leap(row, beside, times)


def _divide(row: Row, other: Row) -> Decimal:
    return abs(Decimal(row[schema.OBS_VALUE]) / Decimal(other[schema.OBS_VALUE]))


def _is_far(times: Decimal, limit: int) -> bool:
    return times >= limit or times * limit <= 1


def _is_near(row: Row, other: Row) -> bool:
    ends = [schema.end_of_period(one[schema.TIME_PERIOD]) for one in (row, other)]
    return abs((ends[0] - ends[1]).days) <= _NEAR_DAYS
