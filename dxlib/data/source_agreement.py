"""Whether two sources that state the same figure contradict each other: numbers, bounds, ranges and hedges."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from dxlib.data.observations import Observation
from dxlib.data.schema import BOUNDS, LOWER_BOUNDS, Qualifier

_SMALLEST_ROUNDED: Final = 1000  # 510000 may be rounded to thousands; 120 is counted
_INFINITE: Final = Decimal("Infinity")


class Range(NamedTuple):
    """All values from ``low`` to ``high``, without an end that is open."""

    low: Decimal
    high: Decimal
    open_low: bool = False
    open_high: bool = False

    def meets(self, other: Range) -> bool:
        """Say whether two ranges share a value."""
        return self._begins_before_end(other) and other._begins_before_end(self)

    def _begins_before_end(self, other: Range) -> bool:
        return self.low < other.high or (self.low == other.high and not self.open_low and not other.open_high)


def values_agree(one: Observation, other: Observation) -> bool:
    """Say whether what two observations state can both be true.

    Notes
    -----
    Hedged in the same way, their numbers must agree (see :func:`numbers_agree`): "more than 55 million" and "more than
    60 million" are two statements. Hedged differently, they must share a value: 57 lies within "more than 50", 45
    does not; "nearly 18" and "more than 18" share none.
    """
    if one.value is None or other.value is None:
        return one.value is other.value
    if _get_side(one) == _get_side(other):
        return numbers_agree(one.value, other.value) and numbers_agree(one.upper, other.upper)
    return read_range(one).meets(read_range(other))


def _get_side(row: Observation) -> tuple[object, bool]:
    """Give the way in which an observation is hedged; "more than" and "at least" are one way."""
    bound = row.qualifier in BOUNDS
    return (row.qualifier in LOWER_BOUNDS if bound else row.qualifier.value), row.upper is not None


def read_range(row: Observation) -> Range:
    """Give all that an observation's number can stand for, as its source hedges it.

    Raises
    ------
    ValueError
        For an observation without a value: leave it out first.
    """
    if row.value is None:
        raise ValueError(row.id)
    if row.upper is not None:
        # Both ends belong to a range: "57 to 60 million" agrees with 60 million.
        return Range(row.value, row.upper)
    half = find_half_unit(row.value)
    match row.qualifier:
        case Qualifier.MORE_THAN | Qualifier.AT_LEAST:
            return Range(row.value, _INFINITE, open_low=row.qualifier is Qualifier.MORE_THAN)
        case Qualifier.LESS_THAN | Qualifier.AT_MOST:
            return Range(-_INFINITE, row.value, open_high=row.qualifier is Qualifier.LESS_THAN)
        # One unit of the last digit that counts (docs/decisions/0003): 9.6 is nearly 10, and 2 is only less than 10.
        case Qualifier.NEARLY:
            return Range(row.value - 2 * half, row.value, open_high=True)
        case Qualifier.ABOUT:
            return Range(row.value - 2 * half, row.value + 2 * half)
        case _:
            return Range(row.value - half, row.value + half)


def find_half_unit(value: Decimal) -> Decimal:
    """Give half a unit of a number's last digit; of a whole number from a thousand on, of the last that is not zero.

    Examples
    --------
    >>> find_half_unit(Decimal("45.2")), find_half_unit(Decimal(120)), find_half_unit(Decimal(510000))
    (Decimal('0.05'), Decimal('0.5'), Decimal('5E+3'))
    """
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    is_rounded = exponent < 0 or abs(value) >= _SMALLEST_ROUNDED
    return Decimal("0.5").scaleb(exponent if is_rounded else 0)


def numbers_agree(one: Decimal | None, other: Decimal | None) -> bool:
    """Say whether two numbers agree: equal, or one is the other's rounding.

    Examples
    --------
    >>> numbers_agree(Decimal("0.77092"), Decimal("0.7709")), numbers_agree(Decimal(25), Decimal(28))
    (True, False)
    """
    if one is None or other is None:
        return one is other
    step = Decimal(1).scaleb(-min(count_decimals(one), count_decimals(other)))
    # Offices round halves up; the default of Python rounds 0.125 to 0.12.
    return one.quantize(step, ROUND_HALF_UP) == other.quantize(step, ROUND_HALF_UP)


def count_decimals(value: Decimal | None) -> int:
    """Give how many decimals a number has, without zeros at its end; none has none."""
    exponent = value.normalize().as_tuple().exponent if value is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0
