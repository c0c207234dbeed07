"""The audit's own median, line and band agree with those that are drawn, and with published ones."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from dxlib.analysis.fitting import find_t_quantile, fit_line
from dxlib.audit.facts import Facts
from dxlib.audit.fitted import find_median, find_upper_t, fit


@pytest.mark.parametrize("freedom", [1, 2, 3, 7, 14, 61, 250])
def test_both_ways_give_the_same_quantile(freedom: int) -> None:
    assert find_upper_t(freedom) == pytest.approx(find_t_quantile(0.975, freedom), rel=2e-5)


@pytest.mark.parametrize("seed", range(10))
def test_both_ways_give_the_same_line_and_band(seed: int) -> None:
    chance = random.Random(seed)
    points = [(Fraction(chance.randint(0, 999), 1000), Fraction(chance.randint(0, 999), 100)) for _ in range(3 + seed)]
    mine = fit(points)
    drawn = fit_line([float(x) for x, _ in points], [float(y) for _, y in points])
    for x in (-0.5, 0.0, 0.3, 2.0):
        assert mine.locate(x) == pytest.approx(drawn.locate(x), rel=1e-9)
        assert mine.reach(x) == pytest.approx(drawn.measure_half_band(x), rel=2e-5)


def test_a_median_lies_in_the_middle_or_between_the_two_there(facts: Facts) -> None:
    figures = [one for area in ("VN63-01", "VN63-31", "VN63-33") for one in
               facts.known_on("2025-12-31").read_line("papi_dim8_e_governance", area).figures]  # fmt: skip
    values = sorted(one.value for one in figures[:4])
    assert find_median(figures[:3]) == sorted(one.value for one in figures[:3])[1]
    assert find_median(figures[:4]) == (values[1] + values[2]) / 2
