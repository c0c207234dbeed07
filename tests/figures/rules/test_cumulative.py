"""Counts that can only grow."""

from dxlib.data.schema import Qualifier


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
