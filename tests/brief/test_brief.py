"""What a notebook's calls give: figures that carry evidence, sentences that stay true, gaps that are named."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lxml import html

import dxlib as dx
from dxlib.brief.fragments import MIME_TYPE, read_fragment
from dxlib.data.quantities import Missing, Quantity
from dxlib.errors import ConfigError, DataError
from tests.building import ROOT
from tests.rendering import read_text, render


def open_overview(*, language: str = "en", as_of: str = "2025-12-31") -> dx.Brief:
    return dx.open_brief("01-national-overview", area="VNM", edition=2025, language=language, as_of=as_of, root=ROOT)


def open_profile(area: str, *, language: str = "en", edition: int = 2025) -> dx.Brief:
    return dx.open_brief("07-province-profile", area=area, edition=edition, language=language, root=ROOT)


@pytest.fixture(scope="module")
def brief() -> dx.Brief:
    return open_overview()


def test_a_figure_carries_its_observation(brief: dx.Brief) -> None:
    rank = brief.latest("egdi_rank")
    assert isinstance(rank, Quantity)
    assert (rank.value, rank.period, rank.unit) == (71, "2024", "RANK")
    assert str(rank.observation.id) == "egdi_rank/VNM/2024/actual@un-egovkb-2024"


def test_a_sentence_leads_to_evidence(brief: dx.Brief) -> None:
    rank = brief.latest("egdi_rank")
    fragment = brief.say("Rank {rank} of {rank_of} in {rank_when}.", rank=rank)
    text = read_text(fragment)
    assert text == "Rank 71 of 193 in 2024."
    assert fragment.evidence.stated == {rank.key: str(rank.observation.id)}
    assert fragment.evidence.totals == (rank.key,)


def test_a_fragment_survives_the_notebook(brief: dx.Brief) -> None:
    fragment = brief.say("Rank {rank}.", rank=brief.latest("egdi_rank"))
    bundle = fragment._repr_mimebundle_()
    assert read_fragment(bundle[MIME_TYPE]) == fragment
    shown = html.fragment_fromstring(bundle["text/html"])
    assert shown.find("p").text_content() == html.fragment_fromstring(render(fragment)).text_content()


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


def test_the_furthest_rival_is_given(brief: dx.Brief) -> None:
    accounts = brief.at("vneid_accounts_activated", "2024")
    rival = brief.rival(accounts)
    assert (accounts.value, rival.value) == (55250000, 60000000)
    assert rival.observation.source == "baotainguyenmoitruong-2025-02"


def test_growth_is_not_computed_across_a_break(brief: dx.Brief) -> None:
    later, earlier = brief.at("online_dossier_share", "2022"), brief.at("online_dossier_share", "2021")
    assert isinstance(later, Quantity)
    with pytest.raises(DataError, match="the meaning of online_dossier_share changed on 2022-06-24"):
        brief.change(later, earlier)


def test_nothing_is_computed_from_a_bound(brief: dx.Brief) -> None:
    accounts = brief.latest("vneid_accounts_activated")
    change = brief.change(accounts, brief.before(accounts))
    assert isinstance(change, Missing)
    assert change.reason == "the source gives only a bound"


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


def test_a_brief_as_of_an_earlier_day_shows_the_vintage_of_that_day() -> None:
    now, then = open_overview(), open_overview(as_of="2024-06-30")
    assert float(now.at("digital_economy_share_gdp_gso", "2022").value) == 12.83
    assert float(then.at("digital_economy_share_gdp_gso", "2022").value) == 12.63


@pytest.mark.parametrize("period", ["end 2024", "2024Q1", "2025-02-31", ""])
def test_a_text_that_is_no_period_is_refused_with_those_that_are(brief: dx.Brief, period: str) -> None:
    with pytest.raises(ConfigError, match=f"^period='{period}' is not a period") as caught:
        brief.at("egdi_rank", period)
    assert "2022-Q1" in str(caught.value)
    with pytest.raises(ConfigError, match="deadline='soon' is not a period"):
        brief.target("egdi_rank", "soon")


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


def test_of_a_place_is_counted_among_how_many_it_was_computed() -> None:
    brief = open_profile("VN63-26")
    place = brief.place(brief.latest("papi_total"), "provinces_63")
    said = brief.say("Place {place} among {provinces}.", place=place, provinces=brief.count(place))
    assert read_text(said) == "Place 16 among 61."
    early = open_profile("VN63-26", edition=2012)
    nowhere = early.place(early.latest("papi_dim8_e_governance"), "provinces_63")
    assert isinstance(early.count(nowhere), Missing)


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


def test_a_rank_is_not_drawn_as_a_trend(brief: dx.Brief) -> None:
    with pytest.raises(ConfigError, match="'egdi_rank' is a rank"):
        brief.trend("egdi_rank", title="x y")


def test_a_check_that_does_not_hold_names_claim_and_figure(brief: dx.Brief) -> None:
    with pytest.raises(DataError, match="The claim 'rank is below ten' does not hold: egdi_rank/VNM/2024/"):
        brief.check("rank is below ten", brief.latest("egdi_rank"), high=10)


def test_an_unknown_area_or_language_is_refused_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"Unknown area 'VMN'. Did you mean 'VNM'\?"):
        dx.open_brief("01-national-overview", area="VMN", edition=2025, language="en", root=ROOT)
    with pytest.raises(ConfigError, match=r"Unknown language 'vn'. Did you mean 'vi'\?"):
        dx.open_brief("01-national-overview", area="VNM", edition=2025, language="vn", root=ROOT)


def test_a_brief_that_does_not_exist_is_refused_with_the_nearest_and_with_all_else_that_is_wrong() -> None:
    with pytest.raises(ConfigError, match=r"No brief '01-national'\. Did you mean '.*'\? Unknown area 'VMN'"):
        dx.open_brief("01-national", area="VMN", edition=2025, language="en", root=ROOT)


def test_an_area_or_a_group_that_does_not_exist_is_an_error_never_a_gap(brief: dx.Brief) -> None:
    for area in ("Singapore", "SGA"):
        with pytest.raises(ConfigError, match=rf"Unknown area '{area}'\. Did you mean 'SGP'"):
            brief.latest("egdi_rank", area=area)
        with pytest.raises(ConfigError, match=rf"Unknown area '{area}'\. Did you mean 'SGP'"):
            brief.ranking("egdi_rank", areas=area, title="Ranks")
    with pytest.raises(ConfigError, match="Did you mean 'asean'"):
        brief.trend("egdi_value", areas="asaen", title="Values")


def test_a_year_may_be_a_number_and_a_group_stands_for_its_areas(brief: dx.Brief) -> None:
    assert brief.at("egdi_rank", 2022) == brief.at("egdi_rank", "2022")
    by_group = brief.ranking("egdi_rank", areas="asean_six", title="Ranks")
    assert by_group == brief.ranking("egdi_rank", areas=brief.areas("asean_six"), title="Ranks")
    by_year = brief.dots("egdi_value", areas=["asean_six", "KOR"], period=2022, title="Values")
    assert by_year == brief.dots("egdi_value", areas=(*brief.areas("asean_six"), "KOR"), period="2022", title="Values")


@pytest.mark.parametrize("language", ["vi", "fr"])
def test_no_text_of_the_library_lacks_a_translation(language: str) -> None:
    brief = open_overview(language=language)
    shown = [
        brief.key_figures("egdi_rank", "digital_signature_adult_share", "vneid_accounts_activated"),
        brief.targets("digital_signature_adult_share", "vneid_accounts_activated"),
        brief.disagreements("vneid_accounts_activated"),
        brief.ranking("egdi_rank", title="{area}", areas=brief.areas("asean_six")),
        brief.evidence(),
    ]
    assert all(render(fragment) for fragment in shown)
    assert brief._writer.speaker.untranslated == {"{area}"}


def test_a_figure_that_nobody_confirms_is_no_headline(open_toy: Callable[..., dx.Brief]) -> None:
    brief = open_toy()
    values = {"x": brief.at("online_share", "2022"), "y": brief.latest("online_share")}
    assert isinstance(values["x"], Quantity)
    for call in (brief.answer, brief.headline):
        assert read_text(call("Then {x}.", otherwise="Now {y}.", **values)).startswith("Now ")
    assert read_text(brief.say("Then {x}.", otherwise="Now {y}.", **values)).startswith("Then ")
    assert brief.trend("online_share", title="Then {x}", **values).kind == "empty"
    assert brief.trend("online_share", title="Now {y}", **values).kind == "chart"
    ratio = brief.ratio(values["y"], values["x"])
    assert brief.headline("Times {x}.", x=ratio).kind == "empty"
    assert read_text(brief.headline("Known: {x}.", x=brief.count([values["x"]]))) == "Known: 1."
