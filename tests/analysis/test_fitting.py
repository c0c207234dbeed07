import math

import pytest

from dxlib.analysis.fitting import find_t_quantile, fit_line
from dxlib.errors import DataError

# Table of the t distribution, two-sided 5 per cent (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2).
PUBLISHED = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 10: 2.228, 15: 2.131, 30: 2.042, 100: 1.984}


@pytest.mark.parametrize(("freedom", "quantile"), PUBLISHED.items())
def test_quantiles_are_those_of_the_published_table(freedom: int, quantile: float) -> None:
    assert find_t_quantile(0.975, freedom) == pytest.approx(quantile, abs=0.0005)


def test_one_degree_of_freedom_is_the_tangent() -> None:
    assert find_t_quantile(0.9, 1) == pytest.approx(math.tan(math.pi * 0.4), rel=1e-12)


def test_a_line_through_points_on_a_line_is_that_line_and_has_no_band() -> None:
    fit = fit_line([1.0, 2.0, 5.0], [5.0, 7.0, 13.0])
    assert (fit.slope, fit.intercept) == pytest.approx((2.0, 3.0))
    assert fit.locate(4.0) == pytest.approx(11.0)
    assert fit.measure_half_band(4.0) == pytest.approx(0.0, abs=1e-9)


def test_the_band_is_narrowest_at_the_mean() -> None:
    fit = fit_line([1.0, 2.0, 3.0, 6.0], [1.0, 3.0, 2.0, 7.0])
    at_mean, beside, far = (fit.measure_half_band(x) for x in (3.0, 4.0, 6.0))
    assert at_mean < beside < far


def test_longley_like_values_do_not_lose_digits() -> None:
    fit = fit_line([1e9, 1e9 + 1, 1e9 + 2], [1.0, 2.0, 4.0])
    assert fit.slope == pytest.approx(1.5, rel=1e-9)


@pytest.mark.parametrize(("xs", "ys"), [([1.0, 2.0], [1.0, 2.0]), ([3.0, 3.0, 3.0], [1.0, 2.0, 3.0])])
def test_no_line_goes_through_two_points_or_one_x(xs: list[float], ys: list[float]) -> None:
    with pytest.raises(DataError, match="No line through"):
        fit_line(xs, ys)
