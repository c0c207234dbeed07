"""Ranks: whole numbers within N, one area each, in the order of the scores."""

from __future__ import annotations

import pytest

from tests.audit.contradictions.stating import find, make_id, name_shortly, state


@pytest.mark.parametrize(
    ("value", "last", "found"),
    [
        (0, "", True),
        (-1, "", True),
        ("2.5", "", True),
        (33, 32, True),
        ("1" * 40, 32, True),
        (32, 32, False),
        (1, "", False),
    ],
)
def test_a_rank_is_a_whole_number_from_one_to_n(value: object, last: object, *, found: bool) -> None:
    assert name_shortly(find([state("rank", "2024", value, OUT_OF=last)])) == (["ranks: rank 2024"] if found else [])


@pytest.mark.parametrize(
    ("score", "places", "scores", "found"),
    [
        ("score", (3, 4), ("32.6", "63.6"), True),
        ("score", (3, 4), ("63.6", "32.6"), False),
        ("score", (4, 4), ("63.6", "32.6"), True),
        ("score", (4, 4), ("63.6", "63.6"), False),
        ("score", (3, 4), ("63.5", "63.6"), False),
        ("score", (3, 4), ("74.3", "74.4"), False),
        ("score", (3, 4), ("2.4", "2.5"), False),
        ("score", (3, 4), ("63.4", "63.6"), True),
        ("wait", (3, 4), ("63.6", "32.6"), True),
        ("wait", (3, 4), ("32.6", "63.6"), False),
        ("wait", (3, 4), ("63.6", "63.5"), False),
    ],
)
def test_ranks_are_held_against_the_order_of_the_scores(
    score: str, places: tuple[int, int], scores: tuple[str, str], *, found: bool
) -> None:
    ranks = [state("rank", "2024", place, area=area) for place, area in zip(places, ("CHL", "VNM"), strict=True)]
    scored = [state(score, "2024", value, area=area) for value, area in zip(scores, ("CHL", "VNM"), strict=True)]
    expected = [
        ("ranks", "contradiction", tuple(make_id(row) for row in (*ranks, *scored))),
    ] if found else []  # fmt: skip
    assert find([*ranks, *scored], rank={"rank": score}) == expected


def test_every_pair_of_a_ranking_is_compared_in_order_of_places_and_areas() -> None:
    stated = [("A", 2, 30), ("B", 1, 10), ("C", 3, 20), ("D", 3, 40), ("E", 5, 31)]  # 30 and 31 may both be 30.5
    ranks = [state("rank", "2024", place, area=area) for area, place, _ in stated]
    scores = [state("score", "2024", score, area=area) for area, _, score in stated]
    found = find([*ranks, *scores], rank={"rank": "score"})
    assert [[name.split("/")[1] for name in names[:2]] for _, _, names in found] == [
        ["B", "A"], ["B", "C"], ["B", "D"], ["B", "E"], ["A", "D"], ["C", "D"], ["C", "E"],
    ]  # fmt: skip


def test_a_score_that_may_be_nearly_anything_hides_no_other() -> None:
    ranks = [state("rank", "2024", place, area=area) for place, area in enumerate("ABC", 1)]
    scores = [state("score", "2024", value, area=area) for value, area in ((10, "A"), (8, "B"), (20, "C"))]
    wide = scores[1] | {"UPPER_VALUE": "30"}
    found = find([*ranks, scores[0], wide, scores[2]], rank={"rank": "score"})
    assert [[name.split("/")[1] for name in names] for _, _, names in found] == [["A", "C", "A", "C"]]


def test_a_rank_that_two_areas_share_without_scores_is_suspicious() -> None:
    ranks = [state("rank", "2024", 15, area=area) for area in ("SGP", "VNM")]
    assert [found[:2] for found in find(ranks)] == [("ranks", "suspicion")]
    assert find([ranks[0], state("rank", "2024", 15, source="un")]) == []
    assert find([ranks[0], state("rank", "2024", 16)]) == []


def test_ranks_are_compared_within_one_period_and_one_source_only() -> None:
    ranks = [state("rank", "2024", 15, area="SGP"), state("rank", "2023", 15), state("rank", "2024", 15, source="un")]
    assert find(ranks) == []


def test_a_score_of_another_source_says_nothing_of_a_rank() -> None:
    ranks = [state("rank", "2024", place, area=area) for place, area in ((1, "CHL"), (2, "VNM"))]
    scores = [state("score", "2024", value, area=area) for value, area in ((10, "CHL"), (90, "VNM"))]
    assert len(find([*ranks, *scores], rank={"rank": "score"})) == 1
    assert find([*ranks, scores[0], scores[1] | {"SOURCE": "un"}], rank={"rank": "score"}) == []
