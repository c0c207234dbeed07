"""What a stated number can mean: an interval, by how it was rounded and hedged."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from dxlib.data.observations import Observation
from dxlib.data.schema import Qualifier
from dxlib.data.source_agreement import find_half_unit

# 65.3 and 65.4 may both be 65.35, but as floats the ends of their intervals lie 1e-14 apart.
_SLACK = 1e-9
_INFINITE = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from ``low`` to ``high``; bounds that no source states are infinite."""

    low: float
    high: float

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __truediv__(self, other: Interval) -> Interval:
        """Divide by those values that are above zero; where there is none, the result may be anything."""
        if other.high <= 0:
            return Interval(-math.inf, math.inf)
        # Zero is no divisor itself, but values just above it make a result as large as one likes.
        least = max(other.low, 0.0)
        return Interval(
            _divide(self.low, least if self.low < 0 else other.high),
            _divide(self.high, other.high if self.high < 0 else least),
        )

    def scale(self, factor: float, shift: float = 0.0) -> Interval:
        """Give ``factor * x + shift``, the factor above zero."""
        return Interval(self.low * factor + shift, self.high * factor + shift)

    def measure_above(self, other: Interval) -> float:
        """Give how far all values lie above all values of another interval; zero when not all do."""
        gap = self.low - other.high
        # Relative to the size of the ends: a float of some billions is off by more than one of some units.
        return gap if gap > _SLACK * max(1.0, abs(self.low), abs(other.high)) else 0.0

    def measure_gap(self, other: Interval) -> float:
        """Give how far apart two intervals lie; zero when they share a value."""
        return self.measure_above(other) or other.measure_above(self)


def _divide(end: float, divisor: float) -> float:
    """Divide an end by one from zero on: by zero it is infinite, unless it is zero itself; by infinity, zero."""
    # Asked before the division: zero by zero and infinity by infinity would be no numbers.
    if not end or math.isinf(divisor):
        return 0.0
    return end / divisor if divisor else math.copysign(math.inf, end)


def read_interval(observation: Observation, power: int | None = None) -> Interval:
    """Give what an observation's number can mean, in its unit.

    Parameters
    ----------
    observation
        A figure with a value.
    power
        Of ten, in which the ends are given: what is compared must have one. The observation's own when left out.

    Raises
    ------
    ValueError
        For an observation without a value: leave it out first.

    Notes
    -----
    A number stands for all that round to it: half a unit of its last digit either way, of a whole number
    from a thousand on its last digit that is not zero. "About" doubles that, and "nearly" is
    the lower half of "about". A bound has one end only.

    Examples
    --------
    45.2 is 45.15 to 45.25; "more than 62 million" is 62 million and more.
    """
    shift = 0 if power is None else observation.unit_mult - power
    # Before they become floats, of which 0.007 - 0.0005, times a thousand, is above 7 - 0.5.
    return Interval(*(float(end.scaleb(shift)) for end in _read_ends(observation)))


def _read_ends(observation: Observation) -> tuple[Decimal, Decimal]:
    if observation.value is None:
        raise ValueError(observation.id)
    # The last digit is the last that is not zero: publishers pad, and 0.65120 would claim a digit that nobody measured.
    value, half = observation.value, find_half_unit(observation.value)
    if observation.upper is not None:
        return value, observation.upper
    match observation.qualifier:
        case Qualifier.MORE_THAN | Qualifier.AT_LEAST:
            return value, _INFINITE
        case Qualifier.LESS_THAN | Qualifier.AT_MOST:
            return -_INFINITE, value
        # The same reach as read_range of dxlib/data/source_agreement.py gives to hedged numbers.
        case Qualifier.ABOUT:
            half *= 2
        case Qualifier.NEARLY:
            return value - 2 * half, value
        case _:
            pass
    return value - half, value + half
