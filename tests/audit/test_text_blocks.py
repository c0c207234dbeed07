"""Sentences composed again: which variant is said, and when nothing is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

import dxlib as dx
from dxlib.audit.compose import Calls
from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.gathering import Collector
from dxlib.audit.known import Known
from dxlib.evidence.format import Page
from dxlib.evidence.render import strip_tags
from tests.conftest import Toy, make_row, make_words
from tests.rendering import read_text

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
    assert "of “share name” for Viet Nam is not enough" in first
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


def test_what_is_said_otherwise_has_no_plural(compose: Compose) -> None:
    cell = (
        "r = brief.latest('egdi_rank')\nbrief.say('one {count}', plural='many {count}', otherwise='none', "
        "count=brief.count([r, brief.before(r)]), given=brief.holds(r, low=%s))"
    )
    assert ">many " in compose(RANKS, cell % 50)[0]
    assert ">none" in compose(RANKS, cell % 90)[0]


@pytest.mark.parametrize("plural", ["several", "{count} areas", "{old} before"])
def test_a_plural_whose_figures_are_not_known_is_not_said(compose: Compose, plural: str) -> None:
    count = "brief.count([brief.latest('egdi_rank')])" if "old" in plural else "brief.latest('online_share')"
    cell = f"brief.say('one', plural={plural!r}, count={count}, old=brief.latest('online_share'), otherwise='none')"
    assert ">none" in compose(RANKS, cell)[0]


@pytest.mark.parametrize("call", ["answer", "headline", "say"])
def test_the_second_text_is_said_only_where_the_first_cannot_be(compose: Compose, call: str) -> None:
    cell = f"brief.{call}('First {{x}}', otherwise='Second {{r}}', x=brief.latest('%s'), r=brief.latest('egdi_rank'))"
    assert ">First " in compose(RANKS, cell % "egdi_rank")[0]
    assert ">Second " in compose(RANKS, cell % "online_share")[0]


@pytest.mark.parametrize("call", ["answer", "headline", "say"])
def test_the_second_text_is_said_where_it_is_not_known_whether_the_first_holds(compose: Compose, call: str) -> None:
    given = "brief.holds(brief.latest('online_share'), low=1)"
    cell = f"brief.{call}('First {{r}}', otherwise='Second {{r}}', given={given}, r=brief.latest('egdi_rank'))"
    assert ">Second " in compose(RANKS, cell)[0]


def test_only_a_text_that_rests_on_something_notes_it_down(open_known: Callable[..., Known]) -> None:
    known = open_known(RANKS)
    page = Page(brief="01-toy", area="VNM", edition="2025", language="en", as_of="2025-12-31")
    for low, given in ((90, set()), (50, {'holds(latest("egdi_rank", "VNM"), low=50)'})):
        collector = Collector(known.catalogue, "en")
        calls = Calls(FigureCalls(known, "VNM"), page, collector)
        rank = calls.latest("egdi_rank")
        calls.say("First {r}", otherwise="Second {r}", given=calls.holds(rank, low=low), r=rank)
        assert collector.given == given


def test_of_an_indicator_that_the_page_shows_no_figure_is_said_to_be_missing(compose: Compose) -> None:
    cells = "brief.say('Rank {x}', x=brief.%s)"
    shown, missing = compose(RANKS, cells % "latest('egdi_rank')", cells % "at('egdi_rank', '2010')")
    assert ">Rank " in shown
    assert missing == ""


@pytest.mark.parametrize("until", ["2025-12-31", "2025-12", "2025"])
@pytest.mark.parametrize(("day", "said"), [("2025-12-31", ""), ("2026-01-01", "Viet Nam no longer exists.")])
def test_an_area_exists_through_its_last_day(
    toy: Toy, compose: Compose, catalogue_files: Callable[[], dict[str, dict[str, Any]]],
    until: str, day: str, said: str,
) -> None:  # fmt: skip
    areas = catalogue_files()["areas.yaml"]
    areas["VNM"]["exists"] = {"until": until}
    toy.write_catalogue("areas.yaml", areas)
    assert said in compose(RANKS, "brief.lifetime()", day=day)[0]
    assert bool(compose(RANKS, "brief.lifetime()", day=day)[0]) is bool(said)


@pytest.mark.parametrize(
    ("language", "since", "said"),
    [
        ("en", "2025", "Viet Nam was formed from North and South in 2025."),
        ("en", "2025-07", "Viet Nam was formed from North and South in July 2025."),
        ("en", "2025-07-01", "Viet Nam was formed from North and South on 1 July 2025."),
        ("vi", "2025", "Từ năm 2025, Viet Nam được thành lập trên cơ sở hợp nhất North và South."),
        ("fr", "2025", "Depuis 2025, Viet Nam réunit North et South."),
        ("fr", "2025-07", "Depuis juillet 2025, Viet Nam réunit North et South."),
    ],
)
def test_an_area_is_formed_in_a_year_or_a_month_or_on_a_day(
    toy: Toy, compose: Compose, catalogue_files: Callable[[], dict[str, dict[str, Any]]],
    language: str, since: str, said: str,
) -> None:  # fmt: skip
    areas = catalogue_files()["areas.yaml"]
    areas["VNM"]["exists"] = {"from": since}
    for name in ("North", "South"):
        old = {"name": make_words(name), "kind": "country", "exists": {"until": "2024"}, "successor": "VNM"}
        areas[name.upper()] = old
    toy.write_catalogue("areas.yaml", areas)
    (composed,) = compose(RANKS, "brief.lifetime()", language=language)
    brief = dx.open_brief(
        "01-toy", area="VNM", edition=2025, language=language, as_of="2025-12-31", root=toy.project.root
    )  # fmt: skip
    # Names of the small project say in which language they are.
    texts = {re.sub(r" \(.*?\)", "", text) for text in (read_text(brief.lifetime()), strip_tags(composed))}
    assert texts == {said}


def test_minus_one_is_one(compose: Compose) -> None:
    rows = [make_row(OBS_VALUE="87"), RANKS[1]]
    cell = (
        "r = brief.latest('egdi_rank')\n"
        "brief.say('one {count:size}', plural='many {count:size}', count=brief.rank_change(r, brief.before(r)))"
    )
    assert ">one " in compose(rows, cell)[0]


DOUBTFUL = [make_row(OUT_OF="193", TIME_PERIOD="2022"), make_row(OBS_VALUE="60", OBS_STATUS="E")]


def test_a_doubtful_figure_is_no_headline(compose: Compose) -> None:
    cell = "brief.%s('now {x}', otherwise='before {y}', x=brief.at('egdi_rank', '2024'), y=brief.latest('egdi_rank'))"
    for call in ("answer", "headline"):
        assert ">before " in compose(DOUBTFUL, cell % call)[0]
        assert ">now " in compose([DOUBTFUL[0], make_row(OBS_VALUE="60")], cell % call)[0]
    assert ">now " in compose(DOUBTFUL, cell % "say")[0]


def test_what_is_computed_from_a_doubtful_figure_is_no_headline_but_a_count_or_place_is(compose: Compose) -> None:
    rows = [make_row(OUT_OF="193"), make_row(OBS_VALUE="60", REF_AREA="SGP", OBS_STATUS="E")]
    other = "brief.at('egdi_rank', '2024', area='SGP')"
    cell = "brief.headline('it is {x}', otherwise='nothing', x=%s)"
    for computed, said in (
        ("brief.place(brief.latest('egdi_rank'), 'asean')", "it is "),
        (f"brief.count([{other}])", "it is "),
        (f"brief.place({other}, 'asean')", "nothing"),
        (f"brief.ratio({other}, brief.latest('egdi_rank'))", "nothing"),
    ):
        assert f">{said}" in compose(rows, cell % computed)[0], computed


def test_a_title_is_a_headline_too(compose: Compose) -> None:
    cell = "brief.ranking('egdi_rank', title='now {x}', x=brief.at('egdi_rank', '2024'))"
    (gap,) = compose(DOUBTFUL, cell)
    assert "is not enough for a statement here" in gap
    assert "now " in compose([DOUBTFUL[0], make_row(OBS_VALUE="60")], cell)[0]
