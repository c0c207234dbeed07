"""Figures over time: steps beyond all before, and counts that fell."""

from __future__ import annotations

import pytest

from dxlib.audit.contradictions import steps
from dxlib.data.schema import Row
from tests.audit.contradictions.stating import assert_seen, find, make_id, name_shortly, state, state_years

JUMP = state_years("level", (40, 50, 55, 65, 70, 101))


STEADY = (100, 101, 102, 103, 104)


EVEN = (50, 51, 50, 51, 50)


@pytest.mark.parametrize(
    ("values", "found"),
    [((70, 60, 80), [("2016", "2015")]), ((70, 69), []), (("65.4", "65.3"), []), (("2.5", "2.4"), []),
     ((70, 68), [("2016", "2015")]), ((50, 70, 60, 65), [("2017", "2016"), ("2018", "2016")]), ((70, 70), [])],
)  # fmt: skip
def test_a_count_that_can_only_grow_is_not_below_the_highest_before(
    values: tuple[object, ...], found: list[tuple[str, str]]
) -> None:
    rows = state_years("level", values)
    assert name_shortly(find(rows, cumulative=["level"])) == [f"cumulative: level {a}, level {b}" for a, b in found]
    assert find(rows) == []


@pytest.mark.parametrize(("status", "found"), [("A", ["2023", "2024"]), ("B", ["2024"])])
def test_a_count_begins_anew_after_a_break(status: str, found: list[str]) -> None:
    rows = [state("level", "2022", 70), state("level", "2023", 60, OBS_STATUS=status), state("level", "2024", 55)]
    assert [figures[0].split("/")[2] for _, _, figures in find(rows, cumulative=["level"])] == found
    plain = [{**row, "OBS_STATUS": "A"} for row in rows]
    assert name_shortly(find(plain, breaks=["2023-07-01"], cumulative=["level"])) == [
        "cumulative: level 2024, level 2023"
    ]


def test_the_highest_is_the_one_that_is_at_least_the_most() -> None:
    rows = [state("level", "2023", 70, source="b"), state("level", "2024", "69.2")]
    about = state("level", "2023", 70, source="a", QUALIFIER="~")
    ((_, _, figures),) = find([*rows, about], cumulative=["level"])
    assert figures == (make_id(rows[1]), make_id(rows[0]))


def test_periods_follow_each_other_by_their_ends() -> None:
    rows = [state("level", "2020/2024", 60), state("level", "2021", 70)]
    assert name_shortly(find(rows, cumulative=["level"])) == ["cumulative: level 2020, level 2021"]


def test_more_than_a_number_may_well_be_more_than_an_earlier_one() -> None:
    rows = [state("level", "2023", 70), state("level", "2024", 60, QUALIFIER=">")]
    assert find(rows, cumulative=["level"]) == []


def test_values_that_touch_are_not_apart() -> None:
    """In floating point 65.4 - 0.05 is above 65.3 + 0.05, and 349.7 - 116.6 above three times 137.7 - 60."""
    assert 65.4 - 0.05 > 65.3 + 0.05
    assert find(state_years("level", ("65.4", "65.3")), cumulative=["level"]) == []
    assert 349.7 - 116.6 > 3 * (137.7 - 60)
    assert find(state_years("score", ("60", "137.7", "120", "118", "116.6", "349.7"))) == []


def test_a_step_beyond_all_before_is_suspicious() -> None:
    assert find(JUMP) == [("jumps", "suspicion", (make_id(JUMP[5]), make_id(JUMP[4])))]
    assert find([*JUMP[:5], state("level", "2020", 100)]) == []  # no more than three times the longest


@pytest.mark.parametrize(
    ("day", "number"), [("2019-12-31", 0), ("2020-01-01", 0), ("2021-01-01", 1), ("2015-12-31", 1)]
)
def test_a_step_across_a_break_counts_for_nothing(day: str, number: int) -> None:
    assert len(find(JUMP, breaks=[day])) == number


@pytest.mark.parametrize(("place", "number"), [(0, 1), (1, 0), (4, 0), (5, 0)])
def test_no_step_leads_to_a_figure_that_its_source_marks_as_a_break(place: int, number: int) -> None:
    rows = [{**row, "OBS_STATUS": "B" if row is JUMP[place] else "A"} for row in JUMP]
    assert len(find(rows)) == number
    elsewhere = [{**row, "REF_AREA": "SGP", "OBS_STATUS": "B"} for row in JUMP]
    assert len(find([*elsewhere, *JUMP])) == 1  # the break of one area is none of another


def test_a_step_over_several_years_counts_by_the_year() -> None:
    assert find([*JUMP[:5], state("level", "2021", 130)]) == []
    assert len(find([*JUMP[:5], state("level", "2021", 131)])) == 1


def test_what_is_no_year_or_only_a_bound_is_no_step() -> None:
    assert find([*JUMP[:5], state("level", "2020-06", 101)]) == []
    assert find([*JUMP[:5], state("level", "2020", 101, QUALIFIER=">")]) == []
    assert len(find([*JUMP[:5], state("level", "2020", 101, QUALIFIER="~")])) == 1


@pytest.mark.parametrize(("last", "number"), [("2.2", 0), ("2.4", 0), ("2.5", 1)])
def test_what_spreads_by_a_share_of_itself_does_not_jump(last: str, number: int) -> None:
    """The first step multiplies by four, and so does a last one to 2.4: equal is not more."""
    assert len(find(state_years("share", ("0.1", "0.4", "0.5", "0.55", "0.6", last)))) == number


def test_a_step_from_nothing_is_more_than_any_share_and_none_is_more_than_it() -> None:
    assert len(find(state_years("share", (5, 4, 3, 2, 1, 0, 60)))) == 0  # the step to nothing is such a one too
    assert len(find(state_years("share", (0, 1, 2, 3, 4, 60)))) == 0
    assert len(find(state_years("score", (3, 2, 1, 2, 1, -40)))) == 1


@pytest.mark.parametrize("before", [0, -7])
def test_years_without_a_step_hide_none_that_comes_after_them(before: int) -> None:
    assert name_shortly(find(state_years("score", (*[before] * 5, 9)))) == ["jumps: score 2020, score 2019"]
    assert find(state_years("score", [before] * 6)) == []


def test_where_sources_disagree_the_value_nearest_to_the_year_before_stands() -> None:
    other = state("level", "2020", 75, source="un")
    assert find([*JUMP, other]) == []
    assert len(find([*JUMP, {**other, "OBS_VALUE": "120"}])) == 1


@pytest.mark.parametrize(
    ("name", "value", "rows", "number"),
    [
        ("TIMES", 4, JUMP, 1),
        ("TIMES", 2, [*JUMP[:5], state("level", "2020", 100)], 0),
        ("STEPS_BEFORE", 5, JUMP, 1),
        ("STEPS_BEFORE", 3, JUMP[1:], 0),
        ("LEAST_PART", 3, state_years("level", (*STEADY, 131)), 1),
        ("LEAST_PART", 5, state_years("level", (*STEADY, 130)), 0),
        ("LEAST_PLACES", 9, state_years("rank", (*EVEN, 60)), 0),
        ("LEAST_PLACES", 11, state_years("rank", (*EVEN, 61)), 1),
    ],
)
def test_a_threshold_that_is_off_by_one_would_be_seen(
    monkeypatch: pytest.MonkeyPatch, name: str, value: int, rows: list[Row], number: int
) -> None:
    assert_seen(monkeypatch, (steps, name, value), rows, number)


def test_thousands_and_ones_are_compared_in_single_units() -> None:
    assert find([*JUMP[:5], state("level", "2020", "0.075", UNIT_MULT=3)]) == []
    assert len(find([*JUMP[:5], state("level", "2020", "0.101", UNIT_MULT=3)])) == 1
