"""A straight line through points by least squares, with the band in which the mean lies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean
from typing import Final

from dxlib.errors import DataError

# The note under a picture names this level (LEVEL in dxlib/evidence/listing.py).
LEVEL_PCT: Final = 95
# Any two points have a line without residuals, and no degree of freedom is left for the band.
_FEWEST: Final = 3
_STEPS: Final = 200  # halvings; far more than the digits of a float


@dataclass(frozen=True, slots=True)
class LineFit:
    """A fitted line.

    Parameters
    ----------
    slope, intercept
        Of ``y = intercept + slope * x``.
    mean_x, spread_x
        Mean of the x, and the sum of the squares of their distances from it.
    residual
        Standard deviation of the points around the line, with ``count - 2`` degrees of freedom.
    count
        How many points there are.
    """

    slope: float
    intercept: float
    mean_x: float
    spread_x: float
    residual: float
    count: int

    def locate(self, x: float) -> float:
        """Give the line at x."""
        return self.intercept + self.slope * x

    def measure_half_band(self, x: float) -> float:
        """Give how far the band reaches over and under the line at x."""
        # The variance of the line at x, in that of the residuals: least at the mean, so the band is narrowest there.
        share = 1 / self.count + (x - self.mean_x) ** 2 / self.spread_x
        # Two-sided: of 95 per cent half lies on either side of the middle, which is the quantile of 97.5.
        return find_t_quantile(0.5 + LEVEL_PCT / 200, self.count - 2) * self.residual * math.sqrt(share)

    def trace_band(self, low: float, high: float, *, corners: int) -> tuple[list[float], list[float], list[float]]:
        """Give the places of as many corners of the band, evenly from x to x, and its lower and its upper edge there.

        Examples
        --------
        >>> fit_line([1, 2, 3], [2, 4, 6]).trace_band(1, 3, corners=3)
        ([1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [2.0, 4.0, 6.0])
        """
        places = [low + (high - low) * step / (corners - 1) for step in range(corners)]
        middles, halves = [self.locate(x) for x in places], [self.measure_half_band(x) for x in places]
        lower = [middle - half for middle, half in zip(middles, halves, strict=True)]
        upper = [middle + half for middle, half in zip(middles, halves, strict=True)]
        return places, lower, upper


def fit_line(xs: Sequence[float], ys: Sequence[float]) -> LineFit:
    """Fit a line by ordinary least squares.

    Parameters
    ----------
    xs, ys
        Places of the points, one a pair; at least three, and not all at one x.

    Returns
    -------
    LineFit
        With the band that holds the mean of y at each x in 95 of 100 samples.

    Raises
    ------
    DataError
        For fewer than three points, and for points that all have one x: show the points alone.

    Notes
    -----
    Closed form: ``slope = Sxy / Sxx``; half width of the band ``t * s * sqrt(1/n + (x - mean)**2 / Sxx)`` with ``t`` of
    ``n - 2`` degrees of freedom (Draper and Smith, Applied Regression Analysis, section 1.4). No random numbers.

    Examples
    --------
    >>> fit = fit_line([1, 2, 3, 4], [2, 4, 5, 8])
    >>> round(fit.slope, 9), round(fit.intercept, 9), round(fit.measure_half_band(2.5), 4)
    (1.9, 0.0, 1.2727)
    """
    if len(xs) < _FEWEST or len(set(xs)) == 1:
        raise DataError(
            f"No line through {len(xs)} points{' of one x' if len(xs) >= _FEWEST else ''}.",
            fix="give at least three rows with different values, or leave out the line.",
        )
    # From distances to the means: sums of squares of years (some 4,000,000 each) would cancel and lose digits.
    mean_x, mean_y = fmean(xs), fmean(ys)
    spread = math.fsum((x - mean_x) ** 2 for x in xs)
    slope = math.fsum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread
    intercept = mean_y - slope * mean_x
    squares = math.fsum((y - intercept - slope * x) ** 2 for x, y in zip(xs, ys, strict=True))
    return LineFit(slope, intercept, mean_x, spread, math.sqrt(squares / (len(xs) - 2)), len(xs))


# A band asks for the same quantile at each of its places.
@lru_cache(maxsize=64)
def find_t_quantile(share: float, freedom: int) -> float:
    """Give the value below which a share of Student's t lies.

    Parameters
    ----------
    share
        Between 0.5 and 1.
    freedom
        Degrees of freedom, a whole number from 1.

    Notes
    -----
    The distribution function has a finite series for whole degrees of freedom (Abramowitz and Stegun, Handbook of
    Mathematical Functions, 26.7.3 and 26.7.4); it is halved until it gives the share.

    Examples
    --------
    >>> [round(find_t_quantile(0.975, freedom), 3) for freedom in (1, 2, 14, 100)]
    [12.706, 4.303, 2.145, 1.984]
    """
    # No fixed upper end would do: with one degree of freedom the quantile of 0.9995 is 636.6.
    low, high = 0.0, 1.0
    while _compute_t_share(high, freedom) < share:
        high *= 2
    for _ in range(_STEPS):
        middle = (low + high) / 2
        # Two neighbouring floats have none between them, so that halving ends before _STEPS.
        if middle in (low, high):
            break
        low, high = (middle, high) if _compute_t_share(middle, freedom) < share else (low, middle)
    return (low + high) / 2


def _compute_t_share(value: float, freedom: int) -> float:
    """Give the share of Student's t below a value that is not negative."""
    angle = math.atan2(value, math.sqrt(freedom))
    square = math.cos(angle) ** 2
    term = math.cos(angle) if freedom % 2 else 1.0
    series = 0.0
    for step in range(2 + freedom % 2, freedom + 1, 2):  # of one degree of freedom the series is empty
        series += term
        term *= square * (step - 1) / step
    within = math.sin(angle) * series
    # 26.7.3 (odd degrees) and 26.7.4 (even ones) give the share between -t and t; half of that lies above zero.
    return 0.5 + (within if freedom % 2 == 0 else 2 / math.pi * (angle + within)) / 2
