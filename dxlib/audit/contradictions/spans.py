"""Everything that a written number can mean, in exact arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from dxlib.data import schema
from dxlib.data.schema import Row

End = Fraction | float  # a fraction, or infinity where no source states an end

LEAST_ROUNDED: Final = 1000  # a whole number from here on may be rounded: 510000 to ten thousands, 120 is counted
PARTS: Final = 2  # a rounded number is off by at most one half of the unit of its last digit
# How many halves of that unit a hedged number may lie below and above what is written.
_OFF: Final = {schema.Qualifier.ABOUT.value: (2, 2), schema.Qualifier.NEARLY.value: (2, 0)}
_OPEN_ABOVE: Final = (schema.Qualifier.MORE_THAN.value, schema.Qualifier.AT_LEAST.value)
_OPEN_BELOW: Final = (schema.Qualifier.LESS_THAN.value, schema.Qualifier.AT_MOST.value)


@dataclass(frozen=True, slots=True)
class Span:
    """All values from ``low`` to ``high``, both included."""

    low: End
    high: End

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Span) -> Span:
        return Span(self.low - other.high, self.high - other.low)

    def __truediv__(self, other: Span) -> Span:
        """Divide by what may only be above zero; where no divisor is, the quotient may be anything."""
        # No divisor is above zero, so nothing is contradicted.
        if other.high <= 0:
            return Span(-math.inf, math.inf)
        # Zero itself is no divisor, but what is just above it gives quotients of any size.
        nearest = max(other.low, Fraction())
        return Span(
            _divide(self.low, nearest if self.low < 0 else other.high),
            _divide(self.high, other.high if self.high < 0 else nearest),
        )

    def scale(self, factor: Fraction) -> Span:
        """Give ``factor`` times all values, the factor above zero."""
        return Span(self.low * factor, self.high * factor)

    def meets(self, other: Span) -> bool:
        """Say whether two spans share a value."""
        return self.low <= other.high and other.low <= self.high

    def measure_distance(self, other: Span) -> End:
        """Give how far two spans lie apart; zero where they share a value."""
        return max(self.low - other.high, other.low - self.high, Fraction())


def _divide(value: End, divisor: End) -> End:
    """Divide an end by one that is not below zero: by zero it is infinite unless it is zero, by infinity it is zero."""
    # Before the division: zero by zero and infinity by infinity have no value of their own.
    if not value or math.isinf(divisor):
        return Fraction()
    return value / divisor if divisor else math.copysign(math.inf, value)


def read_span(row: Row) -> Span:
    """Give what the number of a row can mean, in whole units.

    Notes
    -----
    A number stands for all that round to it: half a unit of the last digit that is not zero, either way; of a whole
    number below a thousand, half. "About" doubles that; "nearly" is at most what is written. A bound
    has one end, and a range has the two that are stated.
    """
    return _read_span(row[schema.OBS_VALUE], row[schema.UPPER_VALUE], row[schema.QUALIFIER], int(row[schema.UNIT_MULT]))


def read_value(row: Row) -> Decimal:
    """Give the number of a row as it is written, in whole units."""
    value, power = Decimal(row[schema.OBS_VALUE]), int(row[schema.UNIT_MULT])
    return value.scaleb(power) if power else value


# Each number is asked for by several rules, and in pairs with many others.
@lru_cache(maxsize=16384)
def _read_span(value: str, upper: str, qualifier: str, power: int) -> Span:
    if upper:
        return Span(_read_number(value, power), _read_number(upper, power))
    if qualifier in _OPEN_ABOVE:
        return Span(_read_number(value, power), math.inf)
    if qualifier in _OPEN_BELOW:
        return Span(-math.inf, _read_number(value, power))
    number, last = _read_digits(value)
    below, above = _OFF.get(qualifier, (1, 1))
    # In halves of the last unit, so that only whole numbers are added.
    return Span(*(_make_end(PARTS * number + shift, last + power, PARTS) for shift in (-below, above)))


def _read_number(text: str, power: int) -> Fraction:
    number, last = _read_digits(text)
    return _make_end(number, last + power, 1)


def _make_end(parts: int, power: int, of: int) -> Fraction:
    """Give some parts of a power of ten."""
    return Fraction(parts * 10**power, of) if power >= 0 else Fraction(parts, of * 10**-power)


def _read_digits(text: str) -> tuple[int, int]:
    """Give a number as a whole number of the unit of its last digit that counts, and that unit's power of ten."""
    whole, _, part = f"{Decimal(text):f}".partition(".")
    if part := part.rstrip("0"):
        return int(whole + part), -len(part)
    number = int(whole)
    zeros = len(whole) - len(whole.rstrip("0")) if abs(number) >= LEAST_ROUNDED else 0
    return number // 10**zeros, zeros
