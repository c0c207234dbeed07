"""Sentences of a brief: what is said of figures, and when."""

from __future__ import annotations

import re

import pytest

import dxlib as dx
from dxlib.data.quantities import Missing
from dxlib.errors import ConfigError, DataError
from tests.brief.opened import open_overview, open_profile
from tests.rendering import read_text, render


@pytest.fixture(scope="module")
def brief() -> dx.Brief:
    return open_overview()


def test_a_sentence_leads_to_evidence(brief: dx.Brief) -> None:
    rank = brief.latest("egdi_rank")
    fragment = brief.say("Rank {rank} of {rank_of} in {rank_when}.", rank=rank)
    text = read_text(fragment)
    assert text == "Rank 71 of 193 in 2024."
    assert fragment.evidence.stated == {rank.key: str(rank.observation.id)}
    assert fragment.evidence.totals == (rank.key,)


def test_the_sentence_is_chosen_by_the_sign_of_the_change(brief: dx.Brief) -> None:
    words = {"rise": "better", "fall": "worse", "same": "equal"}
    better = brief.rank_change(brief.at("egdi_rank", "2024"), brief.at("egdi_rank", "2022"))
    worse = brief.rank_change(brief.at("egdi_rank", "2014"), brief.at("egdi_rank", "2012"))
    equal = brief.rank_change(brief.at("egdi_rank", "2022"), brief.at("egdi_rank", "2020"))
    said = [brief.say_change(change, **words) for change in (better, worse, equal)]
    assert [read_text(fragment) for fragment in said] == ["better", "worse", "equal"]
    assert [re.search(r'data-direction="(\w+)"', render(fragment))[1] for fragment in said] == ["rise", "fall", "same"]


def test_a_hedge_begins_a_sentence_with_a_capital(brief: dx.Brief) -> None:
    said = brief.say("{accounts} accounts.", accounts=brief.latest("vneid_accounts_activated"))
    assert read_text(said) == "More than 65\u00a0million accounts."


def test_text_is_escaped(brief: dx.Brief) -> None:
    assert "&lt;b&gt; &amp; {x}" in render(brief.say("<b> & {name}", name="{x}"))


def test_a_place_that_nothing_fills_is_refused(brief: dx.Brief) -> None:
    with pytest.raises(ConfigError, match=r"Nothing fills '\{rnak\}' in 'Rank \{rnak\}'\. Did you mean 'rank'\?"):
        brief.say("Rank {rnak}", rank=brief.latest("egdi_rank"))


def test_what_was_not_known_yet_is_said_once_and_never_shown() -> None:
    brief = open_overview(as_of="2024-12-31")
    retail = brief.at("ecommerce_retail_revenue", "2024")
    assert isinstance(retail, Missing)
    first = brief.say("Retail was {retail}.", retail=retail)
    assert read_text(first) == (
        "What was known by 31 December 2024 of “Retail e-commerce revenue” for Viet Nam is not enough "
        "for a statement here."
    )
    assert brief.say("Again {retail}.", retail=retail).kind == "empty"


def test_another_sentence_is_said_when_a_figure_is_missing() -> None:
    brief = open_overview(as_of="2024-12-31")
    missing = brief.at("ecommerce_retail_revenue", "2024")
    fragment = brief.headline("{x} and {y}", otherwise="Only {y}.", x=missing, y=brief.latest("egdi_rank"))
    assert read_text(fragment) == "Only 71."


def test_a_plural_follows_its_count(brief: dx.Brief) -> None:
    one = brief.count([brief.latest("egdi_rank")])
    two = brief.count([brief.latest("egdi_rank"), brief.latest("gii_rank")])
    said = [brief.say("{count} index", plural="{count} indices", count=count) for count in (one, two)]
    assert [read_text(fragment) for fragment in said] == ["1 index", "2 indices"]


def test_what_is_said_otherwise_has_no_plural(brief: dx.Brief) -> None:
    rank = brief.latest("egdi_rank")
    two = brief.count([rank, brief.latest("gii_rank")])
    texts = {"plural": "{count} are far apart.", "otherwise": "They are close."}
    said = [brief.say("One is far apart.", count=two, given=brief.holds(rank, high=high), **texts) for high in (10, 99)]
    assert [read_text(one) for one in said] == ["They are close.", "2 are far apart."]


@pytest.mark.parametrize("plural", ["Several.", "{count} areas.", "{old} before."])
def test_a_plural_whose_figures_are_not_known_is_not_said(brief: dx.Brief, plural: str) -> None:
    gap, two = brief.at("egdi_rank", 1999), brief.count([brief.latest("egdi_rank"), brief.latest("gii_rank")])
    count = two if "old" in plural else gap
    assert read_text(brief.say("One.", plural=plural, count=count, old=gap, otherwise="None.")) == "None."


def test_what_only_some_areas_have_is_mentioned_or_passed_over_in_silence() -> None:
    text = "The economy is put at {share}."
    known, unknown = open_profile("VN63-26"), open_profile("VN63-44")
    mentioned = known.mention(text, share=known.at("digital_economy_share_grdp", "2022"))
    assert read_text(mentioned) == "The economy is put at 22.87%."
    silent = unknown.mention(text, share=unknown.at("digital_economy_share_grdp", "2022"))
    assert (silent.kind, silent.content, silent.evidence.stated) == ("empty", "", {})


def test_a_province_that_ended_by_the_briefs_day_says_what_became_of_it() -> None:
    said = open_profile("VN63-44").lifetime()
    assert render(said) == "<p>Quang Binh no longer exists by itself: it has become part of Quang Tri.</p>"
    assert open_profile("VN63-44", edition=2024).lifetime().kind == "empty"
    assert render(open_profile("VN34-44").lifetime()) == (
        '<p>Quang Tri was formed from Quang Binh and Quang Tri on <time datetime="2025-07-01">1 July 2025</time>.</p>'
    )
    assert open_overview().lifetime().kind == "empty"


def test_a_check_that_does_not_hold_names_claim_and_figure(brief: dx.Brief) -> None:
    with pytest.raises(DataError, match="The claim 'rank is below ten' does not hold: egdi_rank/VNM/2024/"):
        brief.check("rank is below ten", brief.latest("egdi_rank"), high=10)


def test_an_area_is_named_in_the_language_of_the_page_and_an_unknown_one_is_refused(brief: dx.Brief) -> None:
    assert [brief.name(area) for area in ("SGP", "")] == ["Singapore", ""]
    with pytest.raises(ConfigError, match=r"^Unknown area 'SPG'\. Did you mean 'SGP'\?"):
        brief.name("SPG")
