"""Ranks that contradict their scores: only the one that is out of place is named."""

from decimal import Decimal

from dxlib.data.ingest.rank_checks import RankedArea, find_contradictions


def make(*members):
    return [RankedArea(area, rank, Decimal(score)) for area, rank, score in members]


def test_ranks_that_follow_the_scores_are_in_order():
    assert find_contradictions(make(("A", 1, "60"), ("B", 2, "50"), ("C", 3, "50.0"), ("D", 4, "40"))) == {}


def test_a_rank_shared_by_equal_scores_is_a_tie():
    assert find_contradictions(make(("A", 1, "60"), ("B", 2, "50"), ("C", 2, "50.0"), ("D", 4, "40"))) == {}


def test_of_two_with_one_rank_the_one_whose_score_gives_it_another_place_is_wrong():
    said = find_contradictions(make(("A", 1, "60"), ("B", 2, "50"), ("C", 3, "45"), ("D", 2, "40")))
    assert said == {"D": "rank 2 is also B's, and by its score of 40 D is in place 4 of 4"}


def test_where_no_score_fits_the_rank_all_are_wrong():
    said = find_contradictions(make(("A", 1, "60"), ("B", 9, "50"), ("C", 9, "45")))
    assert said == {
        "B": "rank 9 is also C's, and by its score of 50 B is in place 2 of 3",
        "C": "rank 9 is also B's, and by its score of 45 C is in place 3 of 3",
    }
