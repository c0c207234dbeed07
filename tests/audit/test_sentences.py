"""Sentences composed again: which variant is said, and when nothing is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import make_row

Compose = Callable[..., list[str]]
RANKS = [make_row(OUT_OF="193"), make_row(TIME_PERIOD="2022", OBS_VALUE="86")]
CHANGE = (
    "r = brief.latest('egdi_rank')\n"
    "brief.say_change(brief.rank_change(r, brief.before(r)), rise='up {change:size}', fall='down {change:size}', "
    "same='still {r}', otherwise='only {r}', r=r)"
)


@pytest.mark.parametrize(("before", "said"), [("86", "up"), ("60", "down"), ("71", "still"), ("", "only")])
def test_the_variant_follows_from_the_change(compose: Compose, before: str, said: str) -> None:
    rows = [RANKS[0], *([make_row(TIME_PERIOD="2022", OBS_VALUE=before)] if before else [])]
    (text,) = compose(rows, CHANGE)
    assert f">{said} " in text


def test_a_sentence_whose_figure_is_missing_says_so_once_a_page(compose: Compose) -> None:
    say = "brief.say('{x} of all', x=brief.latest('online_share'))"
    first, second = compose(RANKS, say, say)
    assert "For Viet Nam, no figure on “share name” that would support this statement was known by" in first
    assert second == ""


def test_what_only_some_areas_have_is_left_out_in_silence(compose: Compose) -> None:
    assert compose(RANKS, "brief.mention('{x} of all', x=brief.latest('online_share'))") == [""]


def test_words_that_rest_on_something_are_said_only_where_it_holds(compose: Compose) -> None:
    cell = (
        "r = brief.latest('egdi_rank')\nbrief.say('Far: {r}', otherwise='Rank {r}', given=brief.holds(r, low=%s), r=r)"
    )
    assert ">Far: " in compose(RANKS, cell % 50)[0]
    assert ">Rank " in compose(RANKS, cell % 90)[0]


def test_a_sentence_about_an_area_that_still_exists_is_none(compose: Compose) -> None:
    assert compose(RANKS, "brief.lifetime()") == [""]


def test_the_plural_follows_from_the_count(compose: Compose) -> None:
    cell = "r = brief.latest('egdi_rank')\nbrief.say('one {count}', plural='many {count}', count=brief.count([r%s]))"
    assert ">one " in compose(RANKS, cell % "")[0]
    assert ">many " in compose(RANKS, cell % ", brief.before(r)")[0]
