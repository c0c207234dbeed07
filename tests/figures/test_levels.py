"""Stated changes held against the two levels that they compare, here those of growth."""

import pytest

from dxlib.data.schema import ObsStatus, Qualifier
from dxlib.figures.findings import Weight

GROWTH = {"growth": {"growth": "level"}}


def test_growth_that_two_levels_do_not_give_is_found_with_how_far_off(state, find):
    rows = [state("growth", "2025", 26), state("level", "2025", 198), state("level", "2024", 152)]
    (finding,) = find("growth", rows, **GROWTH)
    assert finding.weight is Weight.CONTRADICTION
    assert finding.figures == tuple(rows)
    assert finding.off == pytest.approx((197.5 / 152.5 - 1) * 100 - 26.5)
    assert finding.message == (
        "growth of VNM is stated as 26 PERCENT_CHANGE in 2025 [mic-2024], but 198 COUNT in 2025 [mic-2024] and "
        "152 COUNT in 2024 [mic-2024] give 29.508 to 31.023"
    )


@pytest.mark.parametrize(
    ("stated", "more"),
    [(30, {}), (31, {}), (20, {"qualifier": Qualifier.MORE_THAN}), (26, {"status": ObsStatus.UNRELIABLE})],
)
def test_growth_that_rounds_to_what_the_levels_give_passes_and_the_unreliable_is_not_asked(state, find, stated, more):
    rows = [state("growth", "2025", stated, **more), state("level", "2025", 198), state("level", "2024", 152)]
    assert find("growth", rows, **GROWTH) == ()


def test_one_pair_of_levels_of_any_sources_is_enough(state, find):
    rows = [
        state("growth", "2025", 26), state("level", "2025", 198), state("level", "2024", 152),
        state("level", "2024", 157, source="un-2024"),
    ]  # fmt: skip
    assert find("growth", rows, **GROWTH) == ()


def test_growth_is_only_held_against_the_year_before_and_not_across_a_break(state, find):
    rows = [state("growth", "2025", 26), state("level", "2025", 198), state("level", "2023", 10)]
    assert find("growth", rows, **GROWTH) == ()
    rows = [state("growth", "2025", 26), state("level", "2025", 198), state("level", "2024", 10)]
    assert find("growth", rows, breaks=["2025-01-01"], **GROWTH) == ()
    assert len(find("growth", rows, **GROWTH)) == 1


def test_growth_of_a_part_of_a_year_is_held_against_the_same_part(state, find):
    rows = [
        state("growth", "2024-01/2024-11", 50), state("level", "2024-01/2024-11", 150),
        state("level", "2023-01/2023-11", 50), state("level", "2023", 100),
    ]  # fmt: skip
    assert [finding.figures[2].period for finding in find("growth", rows, **GROWTH)] == ["2023-01/2023-11"]


def test_of_several_levels_those_are_shown_that_fit_best(state, find):
    rows = [
        state("growth", "2025", 26), state("level", "2025", 198), state("level", "2024", 140),
        state("level", "2024", 152, source="un-2024"),
    ]  # fmt: skip
    assert [finding.figures[2].source for finding in find("growth", rows, **GROWTH)] == ["un-2024"]


@pytest.mark.parametrize(
    ("day", "number"), [("2024-12-31", 1), ("2025-01-01", 0), ("2025-12-31", 0), ("2026-01-01", 1)]
)
def test_a_break_lies_between_two_levels_after_the_earlier_and_until_the_later_one_ends(state, find, day, number):
    rows = [state("growth", "2025", 26), state("level", "2025", 198), state("level", "2024", 10)]
    assert len(find("growth", rows, breaks=[day], **GROWTH)) == number


@pytest.mark.parametrize(("unit_mult", "number"), [(3, 0), (0, 1)])
def test_a_difference_is_compared_in_the_power_of_ten_of_its_levels(state, find, unit_mult, number):
    levels = [state("level", "2023", 40, unit_mult=3), state("level", "2024", 45, unit_mult=3)]
    stated = state("moved", "2024", 5, unit="COUNT", unit_mult=unit_mult)
    assert len(find("change", [*levels, stated], change={"moved": "level"})) == number
    in_ones = state("moved", "2024", 5000, unit="COUNT")
    assert find("change", [*levels, in_ones], change={"moved": "level"}) == ()
