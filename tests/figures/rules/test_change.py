"""Stated differences against their levels, and places gained against two rankings."""


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
