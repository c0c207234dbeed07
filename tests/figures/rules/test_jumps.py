"""Values that jump beyond what their series ever did."""

import math
from dataclasses import replace

import pytest

from dxlib.data.schema import ObsStatus
from dxlib.figures.findings import Weight


def test_a_step_beyond_all_steps_before_is_suspicious(state, find):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 110, 115, 125, 130, 200))]
    (finding,) = find("jumps", rows)
    assert (finding.weight, finding.subject.period, finding.off) == (Weight.SUSPICION, "2020", 60)
    assert find("jumps", rows[:-2] + rows[-1:]) == ()  # of three steps before, none says what is usual
    assert find("jumps", rows, breaks=["2020-06-30"]) == ()
    assert find("jumps", [*rows[:-1], state("level", "2020", 155)]) == ()  # under a quarter of the value


@pytest.mark.parametrize(("value", "number"), [(175, 0), (176, 1)])
def test_a_step_jumps_beyond_three_times_the_longest_before(state, find, value, number):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 115, 110, 125, 130, value))]
    assert len(find("jumps", rows)) == number


def test_what_spreads_by_a_share_of_itself_does_not_jump(state, find):
    values = (0.1, 0.4, 0.5, 0.55, 0.6, 2.2)
    rows = [state("share", str(2015 + year), value) for year, value in enumerate(values)]
    assert find("jumps", rows) == ()
    assert len(find("jumps", [*rows[:-1], state("share", "2020", 2.5)])) == 1


def test_where_sources_disagree_the_value_nearest_to_the_year_before_stands(state, find):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 110, 115, 125, 130, 200))]
    assert find("jumps", [*rows, state("level", "2020", 140, source="un-2024")]) == ()


def test_a_step_of_ranks_counts_from_ten_places_on(state, find):
    ranks = [state("rank", str(2015 + year), value) for year, value in enumerate((50, 51, 50, 51, 50))]
    assert find("jumps", [*ranks, state("rank", "2020", 60)]) == ()
    assert len(find("jumps", [*ranks, state("rank", "2020", 61)])) == 1


def test_a_step_over_years_without_a_figure_counts_by_the_year_and_parts_of_a_year_do_not_count(state, find):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 110, 115, 125, 130))]
    assert len(find("jumps", [*rows, state("level", "2021", 230)])) == 1
    assert find("jumps", [*rows, state("level", "2022", 190)]) == ()
    assert find("jumps", [*rows, state("level", "2020-Q1", 900)]) == ()


def test_a_jump_that_the_series_has_seen_before_is_none(state, find):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 110, 115, 125, 130, 200))]
    assert [one.subject.period for one in find("jumps", [*rows, state("level", "2021", 290)])] == ["2020"]


def test_a_fall_to_nothing_is_a_jump(state, find):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 110, 115, 125, 130, 0))]
    assert [one.subject.period for one in find("jumps", rows)] == ["2020"]


@pytest.mark.parametrize(("year", "number"), [(2015, 1), (2016, 0), (2019, 0), (2020, 0)])
def test_no_step_leads_to_a_figure_that_its_source_marks_as_a_break(state, find, year, number):
    rows = [state("level", str(2015 + years), value) for years, value in enumerate((100, 110, 115, 125, 130, 200))]
    marked = [replace(row, status=ObsStatus.BREAK) if row.period == str(year) else row for row in rows]
    assert len(find("jumps", marked)) == number
    elsewhere = [replace(row, area="SGP", status=ObsStatus.BREAK) for row in rows]
    assert len(find("jumps", [*elsewhere, *rows])) == 1  # the break of one area is none of another


@pytest.mark.parametrize(
    ("values", "number"),
    [
        ((0, 0, 0, 0, 0, 9), 1),
        ((-7, -7, -7, -7, -7, 9), 1),
        ((0, 0, 0, 0, 0, 0), 0),
        ((7, 7, 7, 7, 7, 0), 1),
        # The step from or to nothing is the longest share that there is.
        ((0, 1, 2, 3, 4, 60), 0),
        ((5, 4, 3, 2, 1, 0, 60), 0),
        ((3, 2, 1, 2, 1, -40), 1),
    ],
)
def test_a_step_from_nothing_is_more_than_any_share_and_years_without_a_step_are_none(state, find, values, number):
    found = find("jumps", [state("score", str(2015 + year), value) for year, value in enumerate(values)])
    assert len(found) == number
    if values[:2] == (0, 0) and number:
        assert found[0].message == (
            "score of VNM goes from 0 SCORE in 2019 [mic-2024] to 9 SCORE in 2020 [mic-2024], 9.0000 a year; "
            "no step before was longer than 0"
        )


@pytest.mark.parametrize(
    ("indicator", "values"),
    [
        ("score", ("60", "137.7", "120", "118", "116.6", "349.7")),
        ("share", ("0.1", "0.4", "0.5", "0.55", "0.6", "2.4")),
        ("share", ("0.1", "0.3", "0.4", "0.5", "0.7", "2.1")),
    ],
)
def test_equal_steps_and_shares_are_no_longer_ones(state, find, indicator, values):
    """In floating point 349.7 - 116.6 is above three times 137.7 - 60, and 2.1 / 0.7 above 0.3 / 0.1."""
    assert (349.7 - 116.6 > 3 * (137.7 - 60), 2.1 / 0.7 > 0.3 / 0.1) == (True, True)
    assert find("jumps", [state(indicator, str(2015 + year), value) for year, value in enumerate(values)]) == ()


def test_a_share_over_three_years_is_compared_by_the_year(state, find):
    """Five times in a year is 125 times in three; in floating point a third of log(125) is above log(5)."""
    assert math.log(125) / 3 > math.log(5)
    rows = [state("score", str(2014 + year), value) for year, value in enumerate((1, 5, 5, 5, 6))]
    assert [len(find("jumps", [*rows, state("score", "2021", value)])) for value in (750, 751)] == [0, 1]


@pytest.mark.parametrize(("value", "number"), [("0.14", 0), ("0.2", 1)])
def test_steps_of_years_in_ones_and_in_thousands_are_compared_in_one_power_of_ten(state, find, value, number):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 110, 115, 125, 130))]
    found = find("jumps", [*rows, state("level", "2020", value, unit_mult=3)])
    said = "0.070000 a year; no step before was longer than 0.010000"
    assert [(one.off, one.message.rpartition(", ")[2]) for one in found] == [(0.06, said)] * number


@pytest.mark.parametrize(("day", "number"), [("2020-01-01", 0), ("2020-12-31", 0), ("2021-01-01", 1)])
def test_a_year_in_which_the_meaning_changed_begins_a_series(state, find, day, number):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 110, 115, 125, 130, 200))]
    assert len(find("jumps", rows, breaks=[day])) == number
