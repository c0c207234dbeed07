"""Counts that can only grow."""

import pytest

from dxlib.data.schema import ObsStatus, Qualifier


def test_a_count_that_can_only_grow_and_fell_is_found(state, find):
    rows = [state("level", "2023", 70), state("level", "2024", 60), state("level", "2025", 80)]
    (finding,) = find("cumulative", rows, cumulative=["level"])
    assert (finding.subject.period, finding.figures[1].period, finding.off) == ("2024", "2023", 9)
    assert find("cumulative", rows) == ()


def test_counts_whose_roundings_touch_contradict_nothing(state, find):
    # As floats 2.5 - 0.05 is above 2.4 + 0.05.
    rows = [state("level", "2023", "2.5"), state("level", "2024", "2.4")]
    assert find("cumulative", rows, cumulative=["level"]) == ()


def test_a_bound_is_above_a_number_that_is_below_all_of_it(state, find):
    rows = [state("level", "2023", 70, qualifier=Qualifier.MORE_THAN), state("level", "2024", 60)]
    (finding,) = find("cumulative", rows, cumulative=["level"])
    assert finding.off == 9.5


def test_more_than_a_number_may_well_be_more_than_an_earlier_one(state, find):
    rows = [state("level", "2023", 70), state("level", "2024", 60, qualifier=Qualifier.MORE_THAN)]
    assert find("cumulative", rows, cumulative=["level"]) == ()


def test_a_count_is_held_against_the_highest_before_it_of_any_source(state, find):
    rows = [
        state("level", "2021", 90), state("level", "2021", 70, source="un-2024"), state("level", "2022", 95),
        state("level", "2023", 80), state("level", "2024", 85),
    ]  # fmt: skip
    found = find("cumulative", rows, cumulative=["level"])
    assert [[row.period for row in finding.figures] for finding in found] == [["2023", "2022"], ["2024", "2022"]]
    assert found[0].message == (
        "level of VNM can only grow, but is 95 COUNT in 2022 [mic-2024] and later 80 COUNT in 2023 [mic-2024]"
    )


@pytest.mark.parametrize(("status", "number"), [(ObsStatus.NORMAL, 2), (ObsStatus.BREAK, 1)])
def test_a_count_begins_anew_after_a_break(state, find, status, number):
    rows = [state("level", "2022", 70), state("level", "2023", 60, status=status), state("level", "2024", 55)]
    assert len(find("cumulative", rows, cumulative=["level"])) == number
    plain = [state("level", "2022", 70), state("level", "2023", 60), state("level", "2024", 55)]
    found = find("cumulative", plain, breaks=["2023-07-01"], cumulative=["level"])
    assert [[row.period for row in one.figures] for one in found] == [["2024", "2023"]]


@pytest.mark.parametrize(("value", "off"), [("0.14", [3.5]), ("0.05", [0.0745])])
def test_counts_in_ones_and_in_thousands_are_compared_in_one_power_of_ten(state, find, value, off):
    rows = [state("level", "2023", 130), state("level", "2024", value, unit_mult=3), state("level", "2025", 131)]
    assert [one.off for one in find("cumulative", rows, cumulative=["level"])] == pytest.approx(off)


def test_of_equal_counts_in_two_powers_of_ten_the_earlier_one_is_named(state, find):
    """In floating point 0.007 - 0.0005, times a thousand, is above 7 - 0.5."""
    rows = [state("level", "2022", 7), state("level", "2023", "0.007", unit_mult=3), state("level", "2024", 5)]
    (finding,) = find("cumulative", rows, cumulative=["level"])
    assert [row.period for row in finding.figures] == ["2024", "2022"]
