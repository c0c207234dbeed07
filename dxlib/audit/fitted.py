"""Medians and fitted lines, by rules of the audit's own."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from dxlib.audit.figure import Fig

# Two-sided 95 per cent: the level that LEVEL of dxlib/evidence/listing.py names to readers.
_UPPER: Final = 0.975
_PIECES: Final = 4096  # of Simpson's rule; t is right to five digits, a hundredth of a pixel


class Fitted(NamedTuple):
    """A line by least squares: its value at a place, and how far its band reaches there."""

    locate: Callable[[float], float]
    reach: Callable[[float], float]


def find_median(figures: Sequence[Fig]) -> Fraction:
    """Give the median of figures."""
    values = sorted(one.value for one in figures)
    half, odd = divmod(len(values), 2)
    return values[half] if odd else sum(values[half - 1 : half + 1], Fraction()) / 2


def fit(points: Sequence[tuple[Fraction, Fraction]]) -> Fitted:
    """Fit a line through at least three points that are not all above each other, with exact sums.

    Notes
    -----
    The normal equations, ``n Sxy - Sx Sy`` over ``n Sxx - Sx**2``, without means; the residuals from
    ``Syy - intercept * Sy - slope * Sxy``.
    """
    count = len(points)
    sx, sy = (sum((one[at] for one in points), Fraction()) for at in (0, 1))
    sxx, sxy, syy = (sum((one[a] * one[b] for one in points), Fraction()) for a, b in ((0, 0), (0, 1), (1, 1)))
    # In fractions these differences of large sums lose nothing; in floats years would leave few digits.
    within = count * sxx - sx * sx
    slope = (count * sxy - sx * sy) / within
    start = (sy - slope * sx) / count
    squares = max(syy - start * sy - slope * sxy, Fraction())
    spread, reach = float(within / count), find_upper_t(count - 2) * math.sqrt(squares / (count - 2))
    middle = float(sx / count)
    return Fitted(
        lambda x: float(start) + float(slope) * x,
        lambda x: reach * math.sqrt(1 / count + (x - middle) ** 2 / spread),
    )


@lru_cache(maxsize=64)
def find_upper_t(freedom: int) -> float:
    """Give the value over which one fortieth of Student's t lies, from the integral of its density.

    Notes
    -----
    With ``x = sqrt(n) tan(a)`` the density becomes ``cos(a)**(n - 1)`` times a constant, on a finite stretch.

    Examples
    --------
    >>> [round(find_upper_t(freedom), 3) for freedom in (1, 2, 14)]
    [12.706, 4.303, 2.145]
    """
    step = math.pi / 2 / _PIECES
    # The constant of the density is left out: shares are taken of the whole area.
    heights = [math.cos(at * step) ** (freedom - 1) for at in range(_PIECES + 1)]
    areas = [0.0]
    for at in range(0, _PIECES, 2):
        areas.append(areas[-1] + (heights[at] + 4 * heights[at + 1] + heights[at + 2]) * step / 3)
    wanted = (2 * _UPPER - 1) * areas[-1]
    at = next(index for index, area in enumerate(areas) if area >= wanted)
    # Straight between two of 2,048 places: the error is far below what a picture shows.
    share = (wanted - areas[at - 1]) / (areas[at] - areas[at - 1])
    return math.sqrt(freedom) * math.tan((at - 1 + share) * 2 * step)
