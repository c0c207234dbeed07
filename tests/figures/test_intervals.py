"""What a stated number can mean, and what follows from two of them."""

import math
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.data.schema import Qualifier
from dxlib.figures.intervals import Interval, read_interval

FINITE = st.floats(1, 1e6)


@pytest.mark.parametrize(
    ("value", "more", "low", "high"),
    [
        ("45.2", {}, 45.15, 45.25),
        ("120", {}, 119.5, 120.5),
        ("510000", {}, 505_000, 515_000),
        ("40", {"qualifier": Qualifier.ABOUT}, 39, 41),
        ("40", {"qualifier": Qualifier.NEARLY}, 39, 40),
        ("62", {"qualifier": Qualifier.MORE_THAN}, 62, math.inf),
        ("10", {"qualifier": Qualifier.LESS_THAN}, -math.inf, 10),
        ("8", {"upper": Decimal(10)}, 8, 10),
    ],
)
def test_a_number_means_all_that_round_to_it(state, value, more, low, high):
    found = read_interval(state("level", "2024", value, **more))
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


@given(FINITE, FINITE, FINITE, FINITE)
def test_an_interval_holds_what_its_members_give(a, b, c, d):
    one, other = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    for result, value in (((one + other), a + c), ((one - other), a - c), ((one / other), a / c)):
        assert result.measure_gap(Interval(value, value)) == 0


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((4, 6), (2, 3), 4 / 3, 3),
        ((0.5, 1), (1, 2), 0.25, 1),
        ((4, 6), (0.25, 0.5), 8, 24),
        ((-6, 6), (2, 3), -3, 3),
        ((-6, -4), (2, 3), -3, -4 / 3),
        ((4, 6), (-1, 2), 2, math.inf),
        ((-6, 6), (0, 2), -math.inf, math.inf),
        ((4, 6), (-5, 0), -math.inf, math.inf),
        ((0, 0), (0, 2), 0, 0),
        ((4, 6), (2, math.inf), 0, 3),
        ((-math.inf, 0), (-1, 2), -math.inf, 0),
        ((4, math.inf), (2, 3), 4 / 3, math.inf),
    ],
)
def test_a_quotient_holds_what_divisors_above_zero_give(one, other, low, high):
    assert Interval(*one) / Interval(*other) == Interval(low, high)


def test_sums_and_differences_end_where_their_ends_do():
    one, other = Interval(4, 6), Interval(1, 3)
    assert one + other == Interval(5, 9)
    assert one - other == Interval(1, 5)
    assert one.scale(100, -100) == Interval(300, 500)


@pytest.mark.parametrize(("low", "high", "gap"), [(7, 9, 1), (6, 9, 0), (1, 3, 1), (1, 9, 0), (6.0000000001, 9, 0)])
def test_two_intervals_are_apart_by_what_lies_between_them_and_share_what_rounding_keeps_apart(low, high, gap):
    one, other = Interval(4, 6), Interval(low, high)
    assert one.measure_gap(other) == other.measure_gap(one) == gap


@pytest.mark.parametrize(("apart", "is_seen"), [(1, False), (100, True)])
def test_large_numbers_are_told_apart_by_their_own_size(apart, is_seen):
    assert (Interval(5e9 + apart, 6e9).measure_above(Interval(4e9, 5e9)) > 0) is is_seen


def test_only_what_lies_wholly_above_is_above():
    one, other = Interval(7, 9), Interval(4, 6)
    assert (one.measure_above(other), other.measure_above(one)) == (1, 0)


def test_an_open_end_is_above_or_below_by_its_other_end():
    more, less = (Interval(60, math.inf), Interval(-math.inf, 50))
    assert more.measure_gap(less) == less.measure_gap(more) == more.measure_above(less) == 10
    assert less.measure_above(more) == more.measure_above(more) == 0


def test_an_observation_without_a_value_means_nothing(state):
    row = replace(state("level", "2024", 1), value=None)
    with pytest.raises(ValueError, match="level/VNM/2024"):
        read_interval(row)
