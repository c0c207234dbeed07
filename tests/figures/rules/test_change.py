"""Stated differences against their levels, and places gained against two rankings."""

import pytest


def test_places_gained_are_held_against_the_ranking_before_even_years_ago(state, find):
    ranks = [state("rank", "2022", 86), state("rank", "2024", 71)]
    relation = {"change": {"moved": "rank"}}
    assert find("change", [*ranks, state("moved", "2024", 15)], **relation) == ()
    (finding,) = find("change", [*ranks, state("moved", "2024", 17)], **relation)
    assert finding.message.endswith("give 14.000 to 16.000")


def test_a_difference_of_shares_is_held_against_the_year_before(state, find):
    shares = [state("share", "2023", "17.6"), state("share", "2024", "45.2")]
    relation = {"change": {"points": "share"}}
    assert find("change", [*shares, state("points", "2024", "27.6")], **relation) == ()
    assert len(find("change", [*shares, state("points", "2024", "30.0")], **relation)) == 1


def test_shares_are_held_against_the_year_before_only_and_ranks_against_three_years_at_most(state, find):
    shares = [state("share", "2022", "17.6"), state("share", "2024", "45.2"), state("points", "2024", "90.0")]
    assert find("change", shares, change={"points": "share"}) == ()
    moved = state("moved", "2024", 90)
    for year, number in (("2021", 1), ("2020", 0)):
        rows = [state("rank", year, 86), state("rank", "2024", 71), moved]
        assert len(find("change", rows, change={"moved": "rank"})) == number


@pytest.mark.parametrize(("value", "number"), [("0.101", 0), ("0.301", 1)])
def test_a_change_of_levels_in_several_powers_of_ten_is_that_of_what_they_stand_for(state, find, value, number):
    rows = [state("score", "2023", 100), state("score", "2024", "0.201", unit_mult=3)]
    found = find("change", [*rows, state("level", "2024", value, unit_mult=3)], change={"level": "score"})
    assert [one.off for one in found] == pytest.approx([0.1985] * number)
