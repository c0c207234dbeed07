"""Parts of a whole, multiples, and averages."""

from __future__ import annotations

from collections.abc import Sequence

from dxlib.analysis.comparability import (
    check_comparable,
    get_territory,
    overlaps,
    refuse_bounds,
    refuse_nesting,
)
from dxlib.data.quantities import Formula, Quantity
from dxlib.errors import DataError


def compute_share(part: Quantity, whole: Quantity) -> Quantity:
    """Give ``part / whole * 100`` in per cent, of two figures in one unit whose periods overlap.

    Raises
    ------
    DataError
        When units differ, one of them is a target without a deadline, periods have no day in common, the whole is
        not above zero, or the part is larger than the whole.
    """
    refuse_bounds(part, whole)
    place = f"{part.first_observation.id} of {whole.first_observation.id}"
    if (part.unit, part.unit_mult) != (whole.unit, whole.unit_mult):
        raise DataError(f"No share: {place} mixes {part.unit} and {whole.unit}.", fix="use figures in one unit.")
    if not (part.period and whole.period):
        raise DataError(
            f"No share: {place} has a target without a deadline.",
            fix="use a target with a deadline, or figures of periods.",
        )
    # Not the same period: a part of June may be of a total that is stated for the year.
    if not overlaps(part.period, whole.period):
        raise DataError(f"No share: {place} speaks of two times.", fix="use figures of overlapping periods.")
    if whole.value <= 0 or not 0 <= part.value <= whole.value:
        raise DataError(f"No share: {place} is {part.value} of {whole.value}.", fix="check which is the whole.")
    return Quantity(part.value / whole.value * 100, "PERCENT", 0, 1, Formula.SHARE, inputs=(part, whole))


def compute_ratio(later: Quantity, earlier: Quantity, *, breaks: Sequence[str] = ()) -> Quantity:
    """Give how many times ``earlier`` goes into ``later``, of two figures in one unit.

    Raises
    ------
    DataError
        When units differ, the divisor is not above zero, or two periods of one series may not be compared: their
        ratio says what their growth says (:func:`check_comparable`).
    """
    refuse_bounds(later, earlier)
    one, other = later.first_observation, earlier.first_observation
    if (later.unit, later.unit_mult) != (earlier.unit, earlier.unit_mult) or earlier.value <= 0:
        raise DataError(
            f"No multiple of {other.id} ({earlier.value} {earlier.unit}) in {one.id} ({later.value} {later.unit}).",
            fix="use two figures in one unit, the divisor above zero.",
        )
    is_series = (one.indicator, get_territory(one), one.kind) == (other.indicator, get_territory(other), other.kind)
    if is_series and later.period != earlier.period:
        check_comparable(later, earlier, breaks=breaks)
        refuse_nesting(later, earlier)
    return Quantity(later.value / earlier.value, "TIMES", 0, 1, Formula.RATIO, inputs=(later, earlier))


def compute_median(parts: Sequence[Quantity]) -> Quantity:
    """Give the median of figures in one unit that are not ranks.

    Raises
    ------
    DataError
        For no figures, mixed units, or ranks (an average of ranks has no meaning).
    """
    first = _check_average(parts)
    values = sorted(part.value for part in parts)
    middle = len(values) // 2
    value = values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
    return Quantity(value, first.unit, first.unit_mult, first.decimals, Formula.MEDIAN, inputs=tuple(parts))


def _check_average(parts: Sequence[Quantity]) -> Quantity:
    refuse_bounds(*parts)
    units = sorted({f"{part.unit} (ten to the {part.unit_mult})" for part in parts})
    if len(units) != 1:
        raise DataError(f"No average of {' and '.join(units) or 'nothing'}.", fix="give figures in one unit.")
    if parts[0].unit == "RANK":
        raise DataError("No average of ranks: places are not quantities.", fix="average the scores instead.")
    return parts[0]
