"""Stated growth rates against their levels, above and below zero."""

from decimal import Decimal

import pytest

from dxlib.data.schema import ObsStatus

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


@pytest.mark.parametrize(("year", "number"), [("2023", 1), ("2024", 1), ("2025", 0)])
@pytest.mark.parametrize("source", ["mic-2024", "un-2024"])
def test_growth_is_not_asked_across_a_figure_that_any_source_marks_as_a_break(state, find, year, number, source):
    rows = [state("growth", "2025", 26), state("level", "2025", 198), state("level", "2024", 10)]
    marked = state("level", year, 150, source=source, status=ObsStatus.BREAK)
    rows = [row for row in rows if (row.period, row.source) != (year, source) or row.indicator == "growth"]
    assert len(find("growth", sorted([*rows, marked], key=lambda row: row.period), **GROWTH)) == number


@pytest.mark.parametrize(("stated", "number"), [("100", 0), ("90", 1)])
@pytest.mark.parametrize("powers", [(0, 3), (3, 0)])
def test_growth_of_levels_in_ones_and_in_thousands_is_that_of_what_they_stand_for(state, find, powers, stated, number):
    rows = [
        state("level", year, Decimal(value).scaleb(-power), unit_mult=power)
        for year, value, power in zip(("2023", "2024"), (101, 202), powers, strict=True)
    ]
    assert len(find("growth", [*rows, state("growth", "2024", stated)], **GROWTH)) == number
