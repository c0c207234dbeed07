"""What may be compared: one definition, one unit, one area, no forecast, no break in between."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from dxlib.data.catalogue import GROWTH
from dxlib.data.observations import Observation
from dxlib.data.quantities import Quantity
from dxlib.data.schema import BOUNDS, LOWER_BOUNDS, UPPER_BOUNDS, ObsStatus, end_of_period, is_before, start_of_period
from dxlib.errors import DataError
from dxlib.language.numbers import find_shown

# A share of nine months and one of a year are stated alike: neither grows with the time that it is of. A growth
# is that of its period: of nine months on the same nine months, or of a year on a year.
_WITHOUT_LENGTH: Final = ("PERCENT", "POINTS", "RANK", "PLACES")
_DIFFERENCES: Final = {"PERCENT": "POINTS", GROWTH: "POINTS", "RANK": "PLACES"}
_MOST_DAYS_APART: Final = 3  # the same months of two years differ by a day, and months by three
Point = TypeVar("Point")


def check_comparable(later: Quantity, earlier: Quantity, *, breaks: Sequence[str]) -> None:
    """Refuse two quantities that may not be compared.

    Parameters
    ----------
    later, earlier
        Two figures of one series.
    breaks
        ISO dates at which the meaning of the indicator changed.

    Raises
    ------
    DataError
        Which says why: compare two figures on the same side of the break, with one unit and definition.
    """
    refuse_bounds(later, earlier)
    reason = _find_obstacle(later, earlier, breaks)
    if reason:
        raise DataError(
            f"{later.first_observation.id} and {earlier.first_observation.id} may not be compared: {reason}.",
            fix="compare two figures of one series on the same side of every break.",
        )


def are_comparable(later: Quantity, earlier: Quantity, *, breaks: Sequence[str]) -> bool:
    """Say whether two quantities may be compared; see :func:`check_comparable`."""
    # Bounds are no obstacle: they may stand in one series. Only what computes with them refuses them (refuse_bounds).
    return not _find_obstacle(later, earlier, breaks)


def _find_obstacle(later: Quantity, earlier: Quantity, breaks: Sequence[str]) -> str:
    return next(list_obstacles(later, earlier, breaks), "")


def list_obstacles(later: Quantity, earlier: Quantity, breaks: Sequence[str]) -> Iterator[str]:
    """Give every reason for which two quantities may not be compared; none where they may."""
    one, other = later.first_observation, earlier.first_observation
    if (later.unit, later.unit_mult) != (earlier.unit, earlier.unit_mult):
        yield f"their units differ ({later.unit} and {earlier.unit})"
    if one.indicator != other.indicator:
        yield f"their definitions differ ({one.indicator} and {other.indicator})"
    if get_territory(one) != get_territory(other):
        yield f"they speak of two areas ({one.area} and {other.area})"
    # Growth on a forecast compares with what somebody expected; the day of the forecast says how long ago.
    for forecast in (row for row in (one, other) if row.status is ObsStatus.FORECAST):
        yield f"{forecast.id} is a forecast{f' of {forecast.published}' if forecast.published else ''}"
    # An undated target lies on neither side of a break, so there is nothing left to ask.
    if not (later.period and earlier.period):
        yield "one of them has no date"
        return
    if differ_in_length(later, earlier):
        yield f"their periods are of different lengths ({later.period} and {earlier.period})"
    for day in breaks:
        if find_side(earlier.period, day) != find_side(later.period, day):
            yield f"the meaning of {one.indicator} changed on {day}"


def differ_in_length(one: Quantity, other: Quantity) -> bool:
    """Say whether two figures with dates are counts, or growth, of different lengths of time: nine months, a year."""
    if one.unit in _WITHOUT_LENGTH:
        return False
    # Nothing grows at a moment: that of a quarter is not that of its year, however its period is written.
    return not _are_of_one_length(one.period, other.period, are_intervals=one.unit == GROWTH)


def split_runs(points: Iterable[Point], are_parted: Callable[[Point, Point], bool]) -> list[list[Point]]:
    """Split a series into the runs that a line may join.

    Parameters
    ----------
    points
        In the order of time.
    are_parted
        Says whether an earlier and a later point may not be joined.

    Returns
    -------
    list of list
        No run is empty, and no two points of a run are parted.

    Examples
    --------
    >>> split_runs([1, 2, 5, 6], lambda earlier, later: later - earlier > 3)
    [[1, 2], [5, 6]]
    """
    runs: list[list[Point]] = []
    for point in points:
        # Of the whole run, not its last point alone: a month as a moment compares with a year and with an interval of
        # a month, which do not compare with each other.
        if runs and not any(are_parted(earlier, point) for earlier in runs[-1]):
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _are_of_one_length(one: str, other: str, *, are_intervals: bool) -> bool:
    """Say whether two periods are as long as one another, where either is an interval such as nine months.

    What an interval states was counted over all of it: twelve decrees of two months are no fewer than fourteen of a
    year. A year or a month may also stand for the moment at its end, and compares with others of any length.
    """
    if not are_intervals and "/" not in one + other:
        return True
    first, second = ((end_of_period(period) - start_of_period(period)).days for period in (one, other))
    return abs(first - second) <= _MOST_DAYS_APART


def find_nesting(one: Quantity, other: Quantity) -> str:
    """Say that the period of one figure holds that of the other; empty where neither does, or it is one period.

    Notes
    -----
    No obstacle of :func:`list_obstacles`: the best figure so far is also better than those of parts of its own time,
    and a page says how a figure of a month differs from the one of its year.
    """
    # Also of one period there is no change, but what lies between two sources is a difference.
    if one.first_observation.kind is not other.first_observation.kind or one.period == other.period:
        return ""
    if not (one.period and other.period) or is_before(one.period, other.period) or is_before(other.period, one.period):
        return ""
    return f"one of their periods holds the other ({one.period} and {other.period})"


def refuse_nesting(one: Quantity, other: Quantity) -> None:
    """Refuse two figures of one kind where the period of one holds that of the other.

    Raises
    ------
    DataError
        Which names both figures and both periods.
    """
    if reason := find_nesting(one, other):
        raise DataError(
            f"{one.first_observation.id} and {other.first_observation.id} may not be compared: {reason}.",
            fix="compare two figures of which one lies before the other.",
        )


def get_territory(row: Observation) -> str:
    """Give the area that an observation speaks of, whatever its key was then."""
    # An area that kept its borders when the map changed may have a new key; its earlier figures are still its own.
    return row.territory or row.area


def read_as_shown(quantity: Quantity) -> Decimal:
    """Give the number that a reader sees of a quantity, so that what is subtracted agrees with what is printed."""
    return find_shown(quantity.value, quantity.unit_mult, quantity.decimals, quantity.unit)


def look_alike(one: Quantity, other: Quantity) -> bool:
    """Say whether a reader sees one and the same number of two figures, whatever hedges it."""
    return read_as_shown(one).scaleb(one.unit_mult) == read_as_shown(other).scaleb(other.unit_mult)


def state_the_same(one: Quantity, other: Quantity) -> bool:
    """Say whether a reader sees one and the same statement in two figures, with what hedges it."""
    return one.qualifier == other.qualifier and look_alike(one, other)


def lies_between(quantity: Quantity, low: float, high: float) -> bool | None:
    """Say whether a figure lies between two numbers, both included; None where a bound of its source leaves it open.

    Parameters
    ----------
    low, high
        In the figure's unit; either may be infinite.
    """
    least: Decimal | float = quantity.value
    most: Decimal | float = quantity.value
    if quantity.qualifier in LOWER_BOUNDS:
        most = math.inf
    elif quantity.qualifier in UPPER_BOUNDS:
        least = -math.inf
    if low <= least and most <= high:
        return True
    return False if most < low or least > high else None


def is_bound(quantity: Quantity) -> bool:
    """Say whether a source gives only a bound ("more than"), from which nothing can be subtracted."""
    return quantity.qualifier in BOUNDS


def says_less(bound: Quantity, earlier: Quantity) -> bool:
    """Say whether a bound tells nothing that an earlier figure does not tell: "more than 80" after 84.

    Parameters
    ----------
    bound
        A figure of which :func:`is_bound` holds.
    earlier
        A comparable figure that is no bound.
    """
    # No growth tells of the growth of another time.
    if bound.unit == GROWTH:
        return False
    # Equal counts as less: "more than 80" a month after exactly 80 tells nothing new.
    if bound.qualifier in LOWER_BOUNDS:
        return earlier.scaled >= bound.scaled
    return earlier.scaled <= bound.scaled


def refuse_bounds(*quantities: Quantity) -> None:
    """Refuse to compute with bounds.

    Raises
    ------
    DataError
        Naming the bound: show it as it is, or use a figure that is stated exactly.
    """
    for quantity in quantities:
        if is_bound(quantity):
            raise DataError(
                f"{quantity.first_observation.id} is only a bound ({quantity.qualifier} {quantity.value}): "
                "nothing can be computed from it.",
                fix="show the bound as it is, or use a figure that is stated exactly.",
            )


def find_side(period: str, day: str) -> bool:
    """Say whether a period lies on the new side of a break; one that straddles it counts as new.

    Examples
    --------
    >>> find_side("2021", "2022-06-24"), find_side("2022", "2022-06-24"), find_side("2022-03", "2022-06-24")
    (False, True, False)
    """
    # Not ">": where a source marks a figure as a break, the day of the break is the end of that figure's period.
    return end_of_period(period) >= date.fromisoformat(day)


def count_years(later: str, earlier: str) -> float:
    """Give the time between the ends of two periods, in years.

    Between ends of months it is whole months over twelve, so that two years ends lie exactly a year
    apart; else days over 365.25.

    Examples
    --------
    >>> count_years("2024", "2022"), count_years("2025-06", "2024")
    (2.0, 0.5)
    """
    end, start = end_of_period(later), end_of_period(earlier)
    # In days, the two years from 2022 to 2024 would be 2.0014, since one of them has a leap day.
    if all(day.day == monthrange(day.year, day.month)[1] for day in (end, start)):
        return ((end.year - start.year) * 12 + end.month - start.month) / 12
    # 365.25 is the mean length of a year with its share of a leap day.
    return (end - start).days / 365.25


def get_difference_unit(unit: str) -> str:
    """Give the unit of a difference: points for percentages, places for ranks, else the unit itself.

    Examples
    --------
    >>> get_difference_unit("PERCENT"), get_difference_unit("RANK"), get_difference_unit("USD")
    ('POINTS', 'PLACES', 'USD')
    """
    return _DIFFERENCES.get(unit, unit)


def overlaps(one: str, other: str) -> bool:
    """Say whether two periods share a day."""
    return start_of_period(one) <= end_of_period(other) and start_of_period(other) <= end_of_period(one)
