"""Stated growth rates against their levels, above and below zero."""

from decimal import Decimal

import pytest

GROWTH = {"growth": {"growth": "level"}}


@pytest.mark.parametrize(("stated", "number"), [("-150", 0), ("-146", 0), ("-156", 0), ("-160", 1), ("-140", 1)])
def test_growth_to_a_level_below_zero_is_held_against_all_that_it_can_be(state, find, stated, number):
    rows = [state("level", "2023", 10), state("level", "2024", -5), state("growth", "2024", stated)]
    assert len(find("growth", rows, **GROWTH)) == number


def test_growth_from_levels_that_are_not_above_zero_contradicts_nothing(state, find):
    rows = [state("level", "2023", -5, upper=Decimal(0)), state("level", "2024", 10), state("growth", "2024", 50)]
    assert find("growth", rows, **GROWTH) == ()


@pytest.mark.parametrize(("stated", "off"), [(50, 0), (51, 1), ("-50", 100)])
def test_growth_in_per_cent_is_how_far_the_later_level_lies_above_the_earlier_one(state, find, stated, off):
    def exactly(indicator, period, value):
        return state(indicator, period, value, upper=Decimal(value))

    rows = [exactly("level", "2023", 100), exactly("level", "2024", 150), exactly("growth", "2024", stated)]
    assert [finding.off for finding in find("growth", rows, **GROWTH)] == ([pytest.approx(off)] if off else [])
