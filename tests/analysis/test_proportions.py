"""Shares, multiples and averages."""

import statistics
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.analysis import compute_median, compute_ratio, compute_share
from dxlib.data.quantities import Formula
from dxlib.errors import DataError

NUMBERS = st.lists(st.decimals(Decimal(-1000), Decimal(1000), places=2, allow_nan=False), min_size=1, max_size=9)
ID = "online_share/VNM/{}/actual@mic-2024"


def test_a_share_is_in_per_cent_of_the_whole(figure):
    result = compute_share(figure(23, unit="PERSON"), figure(92, unit="PERSON"))
    assert (result.value, result.unit, result.decimals, result.formula) == (25, "PERCENT", 1, Formula.SHARE)


@pytest.mark.parametrize(("part", "share"), [(0, 0), (92, 100)])
def test_nothing_and_everything_are_shares(figure, part, share):
    assert compute_share(figure(part), figure(92)).value == share


def test_a_share_of_another_unit_is_refused(figure):
    with pytest.raises(DataError) as caught:
        compute_share(figure(23, unit="PERSON"), figure(92))
    place = f"{ID.format(2024)} of {ID.format(2024)}"
    assert str(caught.value) == f"No share: {place} mixes PERSON and PERCENT.\nFix: use figures in one unit."


def test_a_share_of_another_time_is_refused(figure):
    with pytest.raises(DataError) as caught:
        compute_share(figure(23), figure(92, "2023"))
    place = f"{ID.format(2024)} of {ID.format(2023)}"
    assert str(caught.value) == f"No share: {place} speaks of two times.\nFix: use figures of overlapping periods."


@pytest.mark.parametrize("is_part", [True, False])
def test_a_share_of_a_target_without_a_deadline_is_refused(figure, is_part):
    pair = (figure(23, "", kind="target"), figure(92)) if is_part else (figure(23), figure(92, "", kind="target"))
    with pytest.raises(DataError) as caught:
        compute_share(*pair)
    place = " of ".join(str(one.first_observation.id) for one in pair)
    assert str(caught.value) == (
        f"No share: {place} has a target without a deadline.\nFix: use a target with a deadline, or figures of periods."
    )


def test_a_share_of_overlapping_times_is_allowed(figure):
    assert compute_share(figure(23, "2024-06"), figure(92, "2024")).value == 25


@pytest.mark.parametrize(("part", "whole"), [(93, 92), (1, 0), (-1, 92)])
def test_a_share_that_cannot_be_is_refused(figure, part, whole):
    with pytest.raises(DataError) as caught:
        compute_share(figure(part), figure(whole))
    place = f"{ID.format(2024)} of {ID.format(2024)}"
    assert str(caught.value) == f"No share: {place} is {part} of {whole}.\nFix: check which is the whole."


def test_a_ratio_says_how_many_times(figure):
    result = compute_ratio(figure(45), figure(18, "2023"))
    assert (result.value, result.unit, result.formula) == (Decimal("2.5"), "TIMES", Formula.RATIO)


def test_a_ratio_of_two_indicators_may_be_of_two_periods(figure):
    earlier = figure(18, "2024-06", indicator="accounts")
    assert compute_ratio(figure(45), earlier, breaks=["2024-08-01"]).value == Decimal("2.5")


@pytest.mark.parametrize("divisor", [{"value": "0"}, {"value": "-1"}, {"value": "18", "unit": "PERSON"}])
def test_a_ratio_to_zero_or_of_two_units_is_refused(figure, divisor):
    divisor = {"unit": "PERCENT", **divisor}
    with pytest.raises(DataError) as caught:
        compute_ratio(figure(45), figure(period="2023", **divisor))
    assert str(caught.value) == (
        f"No multiple of {ID.format(2023)} ({divisor['value']} {divisor['unit']}) in {ID.format(2024)} (45 PERCENT).\n"
        "Fix: use two figures in one unit, the divisor above zero."
    )


def test_a_median_keeps_the_unit(figure):
    parts = [figure(2, unit_mult=6), figure(3, unit_mult=6), figure(7, unit_mult=6)]
    result = compute_median(parts)
    assert (result.value, result.unit, result.unit_mult, result.inputs) == (3, "PERCENT", 6, tuple(parts))


@given(NUMBERS)
def test_the_median_is_that_of_the_standard_library(figure, values):
    assert compute_median([figure(value) for value in values]).value == statistics.median(values)


def test_an_average_of_ranks_is_refused(figure):
    with pytest.raises(DataError) as caught:
        compute_median([figure(71, unit="RANK"), figure(86, unit="RANK")])
    assert str(caught.value) == ("No average of ranks: places are not quantities.\nFix: average the scores instead.")


def test_an_average_of_mixed_units_is_refused(figure):
    with pytest.raises(DataError) as caught:
        compute_median([figure(1), figure(2, unit="PERSON", unit_mult=6)])
    assert str(caught.value) == (
        "No average of PERCENT (ten to the 0) and PERSON (ten to the 6).\nFix: give figures in one unit."
    )


def test_an_average_of_nothing_is_refused():
    with pytest.raises(DataError) as caught:
        compute_median([])
    assert str(caught.value) == "No average of nothing.\nFix: give figures in one unit."


def test_shares_ratios_and_averages_refuse_bounds(figure):
    bound, exact = figure(18, qualifier=">"), figure(45)
    for compute in (compute_share, compute_ratio):
        for pair in ((bound, exact), (exact, bound)):
            with pytest.raises(DataError, match="is only a bound"):
                compute(*pair)
    with pytest.raises(DataError, match="is only a bound"):
        compute_median([exact, bound])
