"""Ranks within their number of areas, one area each, in the order of the scores."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dxlib.figures.findings import Weight


@pytest.mark.parametrize(
    ("value", "out_of", "end"),
    [
        (0, None, ": no place"),
        ("2.5", None, ": no place"),
        (47, 32, ", among only 32"),
        (32, 32, ""),
        (1, None, ""),
        ("1" * 40, 32, ", among only 32"),
    ],
)
def test_a_rank_is_a_whole_number_from_one_to_n(state, find, value, out_of, end):
    found = find("ranks", [state("rank", "2024", value, out_of=Decimal(out_of) if out_of else None)])
    expected = [f"rank of VNM is {value} RANK in 2024 [mic-2024]{end}"] if end else []
    assert [one.message for one in found] == expected


def test_a_rank_against_the_order_of_the_scores_is_found_and_a_tie_passes(state, find):
    def rank_two(rank, score):
        first = [state("rank", "2024", 4), state("score", "2024", "63.6")]
        second = [state("rank", "2024", rank, area="CHL"), state("score", "2024", score, area="CHL")]
        return find("ranks", [*first, *second], rank={"rank": "score"})

    (finding,) = rank_two(4, "32.6")
    assert finding.message == (
        "rank: CHL is 4 RANK in 2024 [mic-2024] and VNM is 4 RANK in 2024 [mic-2024], "
        "but their scores are 32.6 and 63.6"
    )
    assert len(rank_two(3, "32.6")) == 1
    assert rank_two(51, "32.6") == rank_two(4, "63.6") == ()


def test_scores_whose_roundings_touch_contradict_no_rank(state, find):
    scores = [state("score", "2024", "2.4"), state("score", "2024", "2.5", area="SGP")]
    ranks = [state("rank", "2024", 3), state("rank", "2024", 4, area="SGP")]
    assert find("ranks", [*ranks, *scores], rank={"rank": "score"}) == ()


def test_a_rank_that_two_areas_share_without_scores_is_suspicious(state, find):
    (finding,) = find("ranks", [state("rank", "2024", 15), state("rank", "2024", 15, area="SGP")])
    assert (finding.weight, finding.off) == (Weight.SUSPICION, 0)
    other = [state("rank", "2024", 15), state("rank", "2024", 15, area="SGP", source="un-2024")]
    assert find("ranks", other) == ()


def test_scores_of_another_source_or_period_decide_nothing(state, find):
    ranks = [state("rank", "2024", 4), state("rank", "2024", 5, area="SGP")]
    first, second = state("score", "2024", "10"), state("score", "2024", "90", area="SGP")
    assert len(find("ranks", [*ranks, first, second], rank={"rank": "score"})) == 1
    elsewhere = (replace(second, source="un-2024"), replace(second, period="2023"))
    assert [find("ranks", [*ranks, first, other], rank={"rank": "score"}) for other in elsewhere] == [(), ()]


def test_a_rank_says_how_far_it_lies_beyond_its_ends(state, find):
    rows = [state("rank", "2024", -2), state("rank", "2022", 40, out_of=Decimal(32))]
    assert [finding.off for finding in find("ranks", rows)] == [3, 8]


def test_scores_in_two_powers_of_ten_are_compared_in_one(state, find):
    ranks = [state("rank", "2024", 3), state("rank", "2024", 4, area="SGP")]
    scores = [state("score", "2024", 63), state("score", "2024", "0.032", area="SGP", unit_mult=3)]
    assert find("ranks", [*ranks, *scores], rank={"rank": "score"}) == ()
    other = state("score", "2024", "0.066", area="SGP", unit_mult=3)
    assert len(find("ranks", [*ranks, scores[0], other], rank={"rank": "score"})) == 1
