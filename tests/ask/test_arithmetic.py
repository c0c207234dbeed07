"""What figures compute: a difference keeps its evidence, everything else is a plain number."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import dxlib as dx
from dxlib.data.quantities import Formula
from dxlib.errors import DataError
from tests.conftest import Toy, make_row, make_share

here = pytest.mark.usefixtures("here")


@here
def test_a_difference_over_time_is_a_change_that_keeps_its_evidence() -> None:
    later, earlier = dx.at("egdi_rank", 2024, area="VNM"), dx.at("egdi_rank", 2022, area="VNM")
    change = later - earlier
    assert (change.formula, change.unit, change.value, change.inputs) == (
        Formula.CHANGE, "PLACES", -15, (later, earlier),
    )  # fmt: skip
    assert float(change) == float(later) - float(earlier)
    assert len(list(change.walk_observations())) == 2


@pytest.mark.parametrize("indicator", ["egdi_rank", "egdi_value", "internet_users_share", "gdp_current_usd"])
@here
def test_the_number_of_a_difference_is_exactly_the_difference_of_the_numbers(indicator: str) -> None:
    figures = [dx.at(indicator, year, area="VNM") for year in range(2004, 2025)]
    known = [one for one in figures if isinstance(one, dx.Quantity)]
    assert len(known) > 5
    for later, earlier in zip(known[1:], known, strict=False):
        assert float(later - earlier) == float(later) - float(earlier)


@here
def test_a_difference_between_areas_of_one_period_is_no_change() -> None:
    difference = dx.at("egdi_value", 2024, area="VNM") - dx.at("egdi_value", 2024, area="SGP")
    assert (difference.formula, difference.unit) == (Formula.DIFFERENCE, "INDEX")
    assert float(difference) < 0


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (("egdi_rank", 2024, "VNM"), ("egdi_osi", 2024, "VNM"), r"their indicators differ \(egdi_rank and egdi_osi\)"),
        (("egdi_rank", 2024, "VNM"), ("egdi_rank", 2022, "SGP"), r"they speak of two areas \(VNM and SGP\)"),
        (("egdi_rank", 2024, "VNM"), ("gii_rank", 2022, "VNM"), r"their definitions differ \(egdi_rank and gii_rank\)"),
        (("ecommerce_retail_revenue", 2024, "VNM"), ("ecommerce_retail_revenue", 2023, "VNM"), "is a forecast"),
        (("digital_signature_adult_share", "2025-06", "VNM"), ("digital_signature_adult_share", 2024, "VNM"),
         "changed on 2025-01-01"),
        (("digital_signature_adult_share", "2024-11", "VNM"), ("digital_signature_adult_share", "2024-07", "VNM"),
         "only a bound"),
        (("egdi_rank", 2024, "VNM"), ("egdi_rank", 2023, "VNM"), "nothing known by then for 2023"),
    ],
)  # fmt: skip
@here
def test_a_difference_that_means_nothing_is_refused_with_the_reason(
    one: tuple[str, str | int, str], other: tuple[str, str | int, str], why: str
) -> None:
    first, second = (dx.at(name, period, area=area) for name, period, area in (one, other))
    with pytest.raises(DataError, match=why):
        first - second


def test_a_difference_of_two_forecasts_is_refused(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share("2024", "50", OBS_STATUS="F"), make_share("2024", "40", OBS_STATUS="F", REF_AREA="SGP")])
    with pytest.raises(DataError, match="is a forecast"):
        dx.at("online_share", 2024, area="VNM") - dx.at("online_share", 2024, area="SGP")


def test_everything_else_is_a_plain_number_in_single_units(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([
        make_share("2023", "17.6"), make_share("2024", "45.2"),
    ])  # fmt: skip
    a, b = dx.at("online_share", 2024, area="VNM"), dx.at("online_share", 2023, area="VNM")
    numbers = [
        sum([a, b]),
        np.mean([a, b]),
        np.sqrt(a),
        a + 1,
        1 - a,
        a - 1,
        2 * a,
        a / b,
        a**2,
        1 / a,
        a // 2,
        a % b,
        +a,
        round(a, 1),
        -a,
    ]
    assert [isinstance(one, float) for one in numbers] == [True] * len(numbers)
    assert numbers[:2] == [45.2 + 17.6, np.mean([45.2, 17.6])]
    assert (int(a), abs(a), f"{a:.2f}", round(a)) == (45, 45.2, "45.20", 45)
    assert np.array([a, b]).dtype == np.float64
    assert pd.Series([a, b]).astype(float).to_list() == [45.2, 17.6]


@here
def test_numbers_are_single_units_whatever_the_power_of_ten_in_the_data() -> None:
    revenue = dx.at("ecommerce_retail_revenue", 2024)
    assert (revenue.unit_mult, float(revenue), int(revenue)) == (9, 25e9, 25_000_000_000)


def test_figures_of_one_unit_are_ordered_and_others_are_not(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share("2023", "17.6"), make_share("2024", "45.2"), make_row()])
    a, b, rank = dx.at("online_share", 2024), dx.at("online_share", 2023), dx.latest("egdi_rank", area="VNM")
    assert sorted([a, b]) == [b, a]
    assert (a > b, a >= 45.2, b < 20, b <= 17.6) == (True, True, True, True)
    with pytest.raises(DataError, match="PERCENT cannot be compared with RANK"):
        _ = a < rank


def test_a_figure_that_is_not_known_says_why_when_it_is_computed_with(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share("2024", "45.2")])
    known, missing = dx.at("online_share", 2024), dx.at("online_share", 2020)
    for compute in (
        lambda: known - missing, lambda: missing - known, lambda: float(missing), lambda: 1 - missing,
        lambda: known + missing, lambda: sum([known, missing]), lambda: np.mean([known, missing]),
        lambda: max(known, missing), lambda: sorted([missing, known]), lambda: missing < 3, lambda: 2 * missing,
        lambda: missing / known, lambda: known**missing, lambda: -missing, lambda: abs(missing),
        lambda: round(missing, 1), lambda: int(missing), lambda: f"{missing:.1f}",
        lambda: pd.Series([known, missing]).sum(),
    ):  # fmt: skip
        with pytest.raises(DataError, match=r"online_share of VNM is not known: nothing known by then for 2020\."):
            compute()
    assert f"{missing}" == str(missing)


def test_a_figure_made_by_hand_has_no_series_to_subtract_within(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share("2024", "45.2")])
    known = dx.at("online_share", 2024)
    bare = dx.Quantity(known.value, known.unit, 0, 1, Formula.OBSERVED, observation=known.observation)
    with pytest.raises(DataError, match="Nothing is known of the series"):
        bare - bare
    assert repr(bare) == "Quantity(45.2 PERCENT: online_share/VNM/2024/actual@mic-2024)"


def test_a_figure_equals_its_number_and_a_figure_that_is_the_same(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share("2023", "17.6"), make_share("2024", "45.2"), make_share("2024", "45.2", REF_AREA="SGP")])
    a, other = dx.at("online_share", 2024, area="VNM"), dx.at("online_share", 2024, area="SGP")
    assert a == 45.2
    assert a != 45
    assert a == dx.latest("online_share", area="VNM")
    assert a != other
    assert a != "45.2"
    assert len({a, dx.latest("online_share", area="VNM"), other}) == 2


@here
def test_a_difference_of_what_was_computed_is_refused() -> None:
    a, b, c = (dx.at("egdi_rank", year, area="VNM") for year in (2024, 2022, 2020))
    with pytest.raises(DataError, match="was computed, and a difference of it has no name"):
        (a - b) - (b - c)
    assert float(a - b) - float(b - c) == -15.0
