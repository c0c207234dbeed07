"""How figures moved, by examples and by laws that hold for all of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.analysis import (
    compute_change,
    compute_compound_growth,
    compute_difference,
    compute_growth,
    compute_rank_change,
)
from dxlib.data.quantities import Formula
from dxlib.errors import DataError

POSITIVE = st.decimals(Decimal("0.1"), Decimal(100000), places=1, allow_nan=False)
ALL = (compute_change, compute_growth, compute_compound_growth, compute_rank_change)


def test_a_change_of_percentages_is_in_percentage_points(figure):
    later, earlier = figure("45.2"), figure("17.6", "2023")
    result = compute_change(later, earlier, breaks=[])
    assert (result.value, result.unit, result.formula) == (Decimal("27.6"), "POINTS", Formula.CHANGE)
    assert result.inputs == (later, earlier)


def test_a_change_of_other_units_keeps_them_and_the_finer_decimals(figure):
    later, earlier = figure(25, unit="USD", unit_mult=9, decimals=0), figure("20.5", "2023", unit="USD", unit_mult=9)
    result = compute_change(later, earlier, breaks=[])
    assert (result.value, result.unit, result.unit_mult, result.decimals) == (Decimal("4.5"), "USD", 9, 1)


def test_a_change_of_ranks_is_in_places(figure):
    result = compute_change(figure(71, unit="RANK"), figure(86, "2022", unit="RANK"), breaks=[])
    assert (result.value, result.unit) == (-15, "PLACES")


@given(POSITIVE, POSITIVE)
def test_a_change_added_to_the_earlier_figure_gives_the_later(figure, later, earlier):
    assert compute_change(figure(later), figure(earlier, "2023"), breaks=[]).value + earlier == later


@pytest.mark.parametrize(
    ("later", "earlier", "change"),
    [("84.15", "71.2", "13"), ("84.14", "71.2", "12.9"), ("45.24", "45.21", "0"), ("0.043", "0.021", "0.022"),
     ("100", "99.97", "0.03")],
)  # fmt: skip
def test_a_change_is_the_difference_of_the_figures_as_they_are_shown(figure, later, earlier, change):
    assert compute_change(figure(later), figure(earlier, "2023"), breaks=[]).value == Decimal(change)


def test_a_change_of_large_numbers_is_that_of_the_words_a_reader_sees(figure):
    later, earlier = (
        figure(value, period, unit="COUNT") for value, period in ((55_254_999, "2024"), (1_404_100, "2023"))
    )
    assert compute_change(later, earlier, breaks=[]).value == 53_850_000  # 55.25 million less 1.4 million


def test_places_gained_are_positive_when_the_rank_got_better(figure):
    result = compute_rank_change(figure(71, unit="RANK"), figure(86, "2022", unit="RANK"), breaks=[])
    assert (result.value, result.unit, result.decimals) == (15, "PLACES", 0)


def test_places_lost_are_negative(figure):
    assert compute_rank_change(figure(99, unit="RANK"), figure(83, "2012", unit="RANK"), breaks=[]).value == -16


def test_a_change_of_rank_of_what_is_no_rank_is_refused(figure):
    with pytest.raises(DataError) as caught:
        compute_rank_change(figure(45), figure(17, "2023"), breaks=[])
    assert str(caught.value) == (
        "online_share/VNM/2024/actual@mic-2024 is no rank (its unit is PERCENT).\nAllowed: 'RANK'.\n"
        "Fix: use compute_change for values that are not ranks."
    )


def test_growth_is_in_per_cent_of_the_earlier_figure(figure):
    result = compute_growth(figure(150), figure(120, "2023"), breaks=[])
    assert (result.value, result.unit, result.decimals) == (25, "PERCENT_CHANGE", 1)


@given(POSITIVE)
def test_growth_of_a_constant_series_is_zero(figure, value):
    assert compute_growth(figure(value), figure(value, "2020"), breaks=[]).value == 0
    assert compute_compound_growth(figure(value), figure(value, "2020"), breaks=[]).value == 0


@given(POSITIVE)
def test_growth_of_what_doubles_is_a_hundred_per_cent(figure, value):
    assert compute_growth(figure(2 * value), figure(value, "2020"), breaks=[]).value == 100


@pytest.mark.parametrize(("later", "earlier"), [("2023", "2022"), ("2024", "2023"), ("2024-06", "2023-06")])
def test_compound_growth_of_what_doubles_in_one_year_is_a_hundred_per_cent(figure, later, earlier):
    result = compute_compound_growth(figure(2, later), figure(1, earlier), breaks=[])
    assert float(result.value) == pytest.approx(100, abs=1e-6)


def test_compound_growth_of_what_doubles_every_year_for_four_years_is_a_hundred_per_cent(figure):
    result = compute_compound_growth(figure(16, "2024"), figure(1, "2020"), breaks=[])
    assert (result.value, result.unit, result.formula) == (100, "PERCENT_CHANGE", Formula.COMPOUND_GROWTH)


@given(POSITIVE, POSITIVE)
def test_compound_growth_has_the_sign_of_growth(figure, later, earlier):
    one = compute_compound_growth(figure(later), figure(earlier, "2020"), breaks=[]).value
    other = compute_growth(figure(later), figure(earlier, "2020"), breaks=[]).value
    assert (one > 0, one < 0) == (other > 0, other < 0) or abs(other) < Decimal("0.00001")


def test_compound_growth_over_less_than_a_year_is_refused(figure):
    with pytest.raises(DataError) as caught:
        compute_compound_growth(figure(2, "2024-06"), figure(1, "2023-12"), breaks=[])
    assert str(caught.value) == (
        "2023-12 and 2024-06 are less than a year apart: no annual growth.\n"
        "Fix: use compute_growth, or periods that are a year or more apart."
    )


@pytest.mark.parametrize("base", ["0", "-3"])
@pytest.mark.parametrize("compute", [compute_growth, compute_compound_growth])
def test_growth_from_a_base_that_is_not_above_zero_is_refused(figure, compute, base):
    with pytest.raises(DataError) as caught:
        compute(figure(5), figure(base, "2020"), breaks=[])
    assert str(caught.value) == (
        f"No growth from online_share/VNM/2020/actual@mic-2024: its value is {base}, not above zero.\n"
        "Fix: show the change in units instead (compute_change)."
    )


def test_compound_growth_to_zero_is_refused(figure):
    with pytest.raises(DataError, match=r"^No growth from online_share/VNM/2024/actual@mic-2024: its value is 0,"):
        compute_compound_growth(figure(0), figure(5, "2020"), breaks=[])


@pytest.mark.parametrize("compute", ALL, ids=lambda compute: compute.__name__)
def test_every_comparison_refuses_a_break_and_a_bound(figure, compute):
    later, earlier = figure(45, unit="RANK"), figure(30, "2021", unit="RANK")
    with pytest.raises(DataError, match="the meaning of online_share changed on 2022-06-24"):
        compute(later, earlier, breaks=["2022-06-24"])
    with pytest.raises(DataError, match="is only a bound"):
        compute(figure(45, unit="RANK", qualifier="<="), earlier, breaks=[])


def test_a_difference_lies_between_figures_of_one_period_as_they_are_shown(figure):
    result = compute_difference(figure("84.15"), figure("71.2"))
    assert (result.value, result.unit, result.formula) == (Decimal("13.0"), "POINTS", Formula.DIFFERENCE)
    assert compute_difference(figure(71, unit="RANK"), figure(3, unit="RANK")).unit == "PLACES"


def test_what_has_no_difference_is_refused_with_every_reason(figure):
    with pytest.raises(DataError) as caught:
        compute_difference(figure(45), figure(17, "2023", unit="RANK"))
    assert str(caught.value) == (
        "online_share/VNM/2024/actual@mic-2024 and online_share/VNM/2023/actual@mic-2024 have no difference: "
        "their units differ (PERCENT x 10^0 and RANK x 10^0); their periods differ (2024 and 2023).\n"
        "Fix: subtract two figures of one indicator, of one area or of one period."
    )
