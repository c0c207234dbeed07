"""Round values for axes and classes, chosen a second time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

# Decimals: multiples of 0.1 as floats would not be the values that ticks say.
_STEPS: Final = tuple(map(Decimal, ("1", "2", "2.5", "5")))
_RANK_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100)
_MOST_BOUNDS: Final = 4
# Of the values at either end, so that a few far off do not put all others into one class.
_ASIDE: Final = 0.05
# By how many classes there are, which of the five colours stand for them.
_COLORS: Final = {
    1: ("k3",), 2: ("k2", "k4"), 3: ("k1", "k3", "k5"), 4: ("k1", "k2", "k4", "k5"), 5: ("k1", "k2", "k3", "k4", "k5"),
}  # fmt: skip


def round_values(low: float, high: float, *, zero: bool, limit: int = 5) -> tuple[float, ...]:
    """Give the fewest-stepped round values of equal distance, at most ``limit``, that enclose two values.

    Examples
    --------
    >>> round_values(4, 35, zero=True), round_values(0.338, 0.771, zero=False)
    ((0.0, 10.0, 20.0, 30.0, 40.0), (0.2, 0.4, 0.6, 0.8))
    """
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    # One value has no span: half of it on either side gives an axis with the value in its middle.
    if low == high:
        low, high = (low - abs(low) / 2, high + abs(high) / 2) if low else (0.0, 1.0)
    least, most = Decimal(repr(low)), Decimal(repr(high))
    power = math.floor(math.log10(high - low)) - 1
    for step in (one.scaleb(power + more) for more in range(4) for one in _STEPS):
        first, last = math.floor(least / step), math.ceil(most / step)
        if last - first < limit:
            return tuple(float(step * index) for index in range(first, last + 1))
    return (low, high)


def round_ranks(best: float, worst: float) -> tuple[float, ...]:
    """Give at most five round ranks between two, with the first place where it is near.

    Examples
    --------
    >>> round_ranks(3, 112), round_ranks(71, 112)
    ((1.0, 25.0, 50.0, 75.0, 100.0), (80.0, 90.0, 100.0, 110.0))
    """
    fitting = (step for step in _RANK_STEPS if worst // step - (best - 1) // step <= _MOST_BOUNDS)
    step = next(fitting, _RANK_STEPS[-1])
    ranks = [float(rank) for rank in range(step, int(worst) + 1, step) if rank >= best]
    with_first = best <= 1 + step / 5 and step > 1
    return tuple([1.0] * with_first + ranks) or (best,)


def enclose_ranks(worst: float) -> tuple[float, ...]:
    """Give round ranks from the first place to beyond the worst."""
    ranks = round_ranks(1, max(worst, 2.0))
    return ranks if ranks[-1] >= worst else (*ranks, 2 * ranks[-1] - ranks[-2])


def choose_classes(values: Sequence[float], *, is_lower_better: bool) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """Give round bounds between classes of values, and the colours of the classes; the better, the stronger."""
    ordered = sorted(values)
    aside = int(len(ordered) * _ASIDE)
    low, high = ordered[aside], ordered[-1 - aside]
    bounds: tuple[float, ...] = ()
    # Ticks beyond the values bound no class, so more are tried than there may be bounds.
    for limit in range(_MOST_BOUNDS + 2, 1, -1):
        ticks = round_values(low, high, zero=False, limit=limit)
        bounds = tuple(tick for tick in ticks if ordered[0] < tick <= ordered[-1])
        if len(bounds) <= _MOST_BOUNDS:
            break
    colors = _COLORS[len(bounds) + 1]
    return bounds, colors[::-1] if is_lower_better else colors
