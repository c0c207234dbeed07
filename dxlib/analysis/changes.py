"""How a figure moved between two periods."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dxlib.analysis.comparability import (
    check_comparable,
    count_years,
    get_difference_unit,
    read_as_shown,
    refuse_bounds,
)
from dxlib.data.catalogue import GROWTH
from dxlib.data.quantities import Formula, Quantity
from dxlib.data.schema import ObsStatus
from dxlib.errors import DataError


def compute_change(later: Quantity, earlier: Quantity, *, breaks: Sequence[str]) -> Quantity:
    """Give ``later - earlier``, each as a reader sees it; percentages give percentage points.

    84.15 and 71.2 are printed as 84.2 and 71.2, and their difference as 13, so that a reader's own subtraction holds.

    Raises
    ------
    DataError
        Across a break, or with mixed units or definitions; see :func:`check_comparable`.
    """
    check_comparable(later, earlier, breaks=breaks)
    unit = get_difference_unit(later.unit)
    # The finer of the two: with the coarser one, 12.25 less 7 would be printed as 5, not as a reader subtracts.
    decimals = max(later.decimals, earlier.decimals)
    value = read_as_shown(later) - read_as_shown(earlier)
    return Quantity(value, unit, later.unit_mult, decimals, Formula.CHANGE, inputs=(later, earlier))


def compute_difference(one: Quantity, other: Quantity) -> Quantity:
    """Give ``one - other`` of two figures of one indicator, each as a reader sees it.

    They are of two areas or sources in one period, or a target and a figure of one area.

    Raises
    ------
    DataError
        For two indicators, units or periods, a bound, or a forecast.
    """
    refuse_bounds(one, other)
    mine, theirs = one.first_observation, other.first_observation
    pairs = {
        "indicators": (mine.indicator, theirs.indicator),
        "units": (f"{one.unit} x 10^{one.unit_mult}", f"{other.unit} x 10^{other.unit_mult}"),
        # A target and the figure beside it are of two periods by nature, so these share an area instead of a period.
        **(
            {"periods": (one.period, other.period)} if mine.kind is theirs.kind else {"areas": (mine.area, theirs.area)}
        ),
    }
    unlike = [f"their {what} differ ({a} and {b})" for what, (a, b) in pairs.items() if a != b]
    unlike += [f"{row.id} is a forecast" for row in (mine, theirs) if row.status is ObsStatus.FORECAST]
    if unlike:
        raise DataError(
            f"{mine.id} and {theirs.id} have no difference: {'; '.join(unlike)}.",
            fix="subtract two figures of one indicator, of one area or of one period.",
        )
    value = read_as_shown(one) - read_as_shown(other)
    decimals = max(one.decimals, other.decimals)
    return Quantity(value, get_difference_unit(one.unit), one.unit_mult, decimals, Formula.DIFFERENCE, (one, other))


def compute_rank_change(later: Quantity, earlier: Quantity, *, breaks: Sequence[str]) -> Quantity:
    """Give the places gained: ``earlier - later``, positive when the rank got better.

    Raises
    ------
    DataError
        When a figure is no rank, or the two may not be compared.
    """
    if later.unit != "RANK":
        raise DataError(
            f"{later.first_observation.id} is no rank (its unit is {later.unit}).",
            allowed=["RANK"],
            fix="use compute_change for values that are not ranks.",
        )
    check_comparable(later, earlier, breaks=breaks)
    # Ranks are whole numbers and are printed as they are, so nothing has to be read as shown first.
    return Quantity(earlier.value - later.value, "PLACES", 0, 0, Formula.RANK_CHANGE, inputs=(later, earlier))


def compute_growth(later: Quantity, earlier: Quantity, *, breaks: Sequence[str]) -> Quantity:
    """Give the growth in per cent: ``(later / earlier - 1) * 100``.

    Raises
    ------
    DataError
        When the earlier value is not above zero, or the two may not be compared.
    """
    check_comparable(later, earlier, breaks=breaks)
    _refuse_base_not_positive(earlier)
    # Of the exact values, unlike a change: 2.4 and 2.6, shown as 2 and 3, would grow by 50 % instead of 8.3 %.
    value = (later.value / earlier.value - 1) * 100
    return Quantity(value, GROWTH, 0, 1, Formula.GROWTH, inputs=(later, earlier))


def compute_compound_growth(later: Quantity, earlier: Quantity, *, breaks: Sequence[str]) -> Quantity:
    """Give the compound annual growth in per cent between the ends of two periods.

    Raises
    ------
    DataError
        When the periods are less than a year apart, a value is not above zero, or the two may not be
        compared.

    Notes
    -----
    ``((later / earlier) ** (1 / years) - 1) * 100``, years counted by
    :func:`dxlib.analysis.comparability.count_years`.
    """
    check_comparable(later, earlier, breaks=breaks)
    _refuse_base_not_positive(earlier)
    _refuse_base_not_positive(later)
    years = count_years(later.period, earlier.period)
    # Over half a year the exponent would be two: 5 % in six months would become 10.25 % a year, which nobody observed.
    if years < 1:
        raise DataError(
            f"{earlier.period} and {later.period} are less than a year apart: no annual growth.",
            fix="use compute_growth, or periods that are a year or more apart.",
        )
    # Six decimals are what evidence writes; the last bits of a float power may differ between machines.
    value = (float(later.value / earlier.value) ** (1 / years) - 1) * 100
    return Quantity(Decimal(repr(round(value, 6))), GROWTH, 0, 1, Formula.COMPOUND_GROWTH, inputs=(later, earlier))


def _refuse_base_not_positive(base: Quantity) -> None:
    # From zero growth is infinite, and a negative base turns its sign: from -2 to 1 would be -150 %.
    if base.value <= 0:
        raise DataError(
            f"No growth from {base.first_observation.id}: its value is {base.value}, not above zero.",
            fix="show the change in units instead (compute_change).",
        )
