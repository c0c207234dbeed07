"""What is stated of a change, held against the levels that it compares."""

from __future__ import annotations

import pytest

from dxlib.audit.contradictions import of_levels
from dxlib.data.schema import Row
from tests.audit.contradictions.stating import GROWTH, MOVED, assert_seen, find, make_id, name_shortly, state


@pytest.mark.parametrize(
    ("value", "more", "found"),
    [
        (26, {}, True),
        (29, {}, True),
        (30, {}, False),
        (31, {}, False),
        (32, {}, True),
        (29, {"QUALIFIER": "~"}, False),
        (20, {"QUALIFIER": ">"}, False),
        (32, {"QUALIFIER": ">"}, True),
        (29, {"QUALIFIER": "<"}, True),
        (20, {"UPPER_VALUE": 29}, True),
        (20, {"UPPER_VALUE": 30}, False),
    ],
)
def test_growth_is_found_unless_it_rounds_to_what_two_levels_give(
    value: int, more: dict[str, object], *, found: bool
) -> None:
    rows = [state("growth", "2025", value, **more), state("level", "2025", 198), state("level", "2024", 152)]
    expected = ["growth: growth 2025, level 2025, level 2024"] if found else []
    assert name_shortly(find(rows, **GROWTH)) == expected


def test_one_pair_of_levels_of_any_sources_is_enough_and_the_nearest_is_shown() -> None:
    rows = [state("growth", "2025", 26), state("level", "2025", 198), state("level", "2024", 140)]
    near, right = (state("level", "2024", value, source="un") for value in (152, 157))
    ((_, _, figures),) = find([*rows, near], **GROWTH)
    assert figures[2] == make_id(near)
    assert find([*rows, right], **GROWTH) == []


@pytest.mark.parametrize(
    ("day", "number"), [("2024-12-31", 1), ("2025-01-01", 0), ("2025-12-31", 0), ("2026-01-01", 1)]
)
def test_growth_is_not_asked_across_a_break(day: str, number: int) -> None:
    rows = [state("growth", "2025", 26), state("level", "2025", 198), state("level", "2024", 10)]
    assert len(find(rows, breaks=[day], **GROWTH)) == number


@pytest.mark.parametrize(("year", "number"), [("2023", 1), ("2024", 1), ("2025", 0)])
@pytest.mark.parametrize("source", ["mic-2024", "un"])
def test_growth_is_not_asked_across_a_figure_that_any_source_marks_as_a_break(
    year: str, number: int, source: str
) -> None:
    rows = [state("level", "2025", 198), state("level", "2024", 10)]
    marked = state("level", year, 150, source=source, OBS_STATUS="B")
    others = [row for row in rows if (row["TIME_PERIOD"], row["SOURCE"]) != (year, source)]
    assert len(find([state("growth", "2025", 26), *others, marked], **GROWTH)) == number


def test_growth_of_a_part_of_a_year_is_held_against_the_same_part() -> None:
    rows = [
        state("growth", "2024-01/2024-11", 50), state("level", "2024-01/2024-11", 150),
        state("level", "2023-01/2023-11", 50), state("level", "2023", 100),
    ]  # fmt: skip
    assert find(rows[:2] + rows[3:], **GROWTH) == []
    assert [names[2][:21] for _, _, names in find(rows, **GROWTH)] == ["level/VNM/2023-01/202"]


def test_a_multiple_is_held_against_later_over_earlier() -> None:
    rows = [state("times", "2024", "2.5"), state("level", "2024", 45)]
    relation = {"multiple": {"times": "level"}}
    assert find([*rows, state("level", "2023", 18)], **relation) == []
    found = find([*rows, state("level", "2023", 40)], **relation)
    assert name_shortly(found) == ["multiple: times 2024, level 2024, level 2023"]


@pytest.mark.parametrize(("value", "found"), [(2000, False), (3000, False), (9000, True)])
def test_a_change_and_its_levels_are_compared_in_whole_units(value: int, *, found: bool) -> None:
    levels = [state("level", year, number, UNIT_MULT=3) for year, number in (("2024", 5), ("2023", 3))]
    assert bool(find([*levels, state("more", "2024", value)], change={"more": "level"})) is found


def test_places_gained_are_earlier_less_later_and_come_after_other_changes() -> None:
    ranks = [state("rank", "2022", 86), state("rank", "2024", 71)]
    assert find([*ranks, state("moved", "2024", 15)], **MOVED) == []
    assert len(find([*ranks, state("moved", "2024", -15)], **MOVED)) == 1
    levels = [state("level", "2023", 5), state("level", "2024", 9), state("more", "2024", 8)]
    found = find([*ranks, state("moved", "2024", 18), *levels], change={"moved": "rank", "more": "level"})
    assert name_shortly(found) == [
        "change: more 2024, level 2024, level 2023", "change: moved 2024, rank 2024, rank 2022",
    ]  # fmt: skip


def state_twice(growth: object, level: int = 28) -> list[Row]:
    return [
        state("level", "2024", 25, source="a"), state("growth", "2024", 20, source="a"),
        state("level", "2024", level, source="b"), state("growth", "2024", growth, source="b"),
    ]  # fmt: skip


@pytest.mark.parametrize(("growth", "weight"), [(36, "explanation"), (10, "contradiction"), (-100, "contradiction")])
def test_two_levels_are_explained_where_their_growth_leads_to_one_base(growth: int, weight: str) -> None:
    ((rule, found, figures),) = find(state_twice(growth), **GROWTH)
    assert (rule, found) == ("bases", weight)
    assert [figure.partition("/")[0] + figure[-1] for figure in figures] == ["levela", "levelb", "growtha", "growthb"]


def test_growth_that_leaves_nothing_implies_no_base() -> None:
    rows = [*state_twice(36)[:3], state("growth", "2024", -100, source="b", QUALIFIER="<=")]
    assert [weight for _, weight, _ in find(rows, **GROWTH)] == ["explanation"]


def test_levels_that_agree_and_growth_of_another_source_explain_nothing() -> None:
    assert find(state_twice(36, level=25), **GROWTH) == []
    assert find(state_twice(36)[:3], **GROWTH) == []


@pytest.mark.parametrize(("before", "years", "number"), [("2021", 2, 1), ("2020", 4, 0)])
def test_a_ranking_is_looked_for_three_years_back(
    monkeypatch: pytest.MonkeyPatch, before: str, years: int, number: int
) -> None:
    rows = [state("rank", before, 86), state("rank", "2024", 71), state("moved", "2024", 17)]
    assert_seen(monkeypatch, (of_levels, "YEARS_BETWEEN_RANKINGS", years), rows, number, **MOVED)
