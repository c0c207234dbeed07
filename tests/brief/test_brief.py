"""What a notebook's calls give: figures that carry evidence, sentences that stay true, gaps that are named."""

from __future__ import annotations

import pytest
from lxml import html

import dxlib as dx
from dxlib.brief.fragments import MIME_TYPE, read_fragment
from dxlib.data.quantities import Missing, Quantity
from dxlib.errors import ConfigError, DataError
from tests.brief.opened import open_overview, open_profile
from tests.building import ROOT
from tests.rendering import read_text, render


@pytest.fixture(scope="module")
def brief() -> dx.Brief:
    return open_overview()


def test_a_fragment_survives_the_notebook(brief: dx.Brief) -> None:
    fragment = brief.say("Rank {rank}.", rank=brief.latest("egdi_rank"))
    bundle = fragment._repr_mimebundle_()
    assert read_fragment(bundle[MIME_TYPE]) == fragment
    shown = html.fragment_fromstring(bundle["text/html"])
    assert shown.find("p").text_content() == html.fragment_fromstring(render(fragment)).text_content()


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


def test_of_a_place_is_counted_among_how_many_it_was_computed() -> None:
    brief = open_profile("VN63-26")
    place = brief.place(brief.latest("papi_total"), "provinces_63")
    said = brief.say("Place {place} among {provinces}.", place=place, provinces=brief.count(place))
    assert read_text(said) == "Place 16 among 61."
    early = open_profile("VN63-26", edition=2012)
    nowhere = early.place(early.latest("papi_dim8_e_governance"), "provinces_63")
    assert isinstance(early.count(nowhere), Missing)


def test_a_rank_is_not_drawn_as_a_trend(brief: dx.Brief) -> None:
    with pytest.raises(ConfigError, match="'egdi_rank' is a rank"):
        brief.trend("egdi_rank", title="x y")


def test_an_unknown_area_or_language_is_refused_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"Unknown area 'VMN'. Did you mean 'VNM'\?"):
        dx.open_brief("01-national-overview", area="VMN", edition=2025, language="en", root=ROOT)
    with pytest.raises(ConfigError, match=r"Unknown language 'vn'. Did you mean 'vi'\?"):
        dx.open_brief("01-national-overview", area="VNM", edition=2025, language="vn", root=ROOT)


def test_a_brief_that_does_not_exist_is_refused_with_the_nearest_and_with_all_else_that_is_wrong() -> None:
    with pytest.raises(ConfigError, match=r"No brief '01-national'\. Did you mean '.*'\? Unknown area 'VMN'"):
        dx.open_brief("01-national", area="VMN", edition=2025, language="en", root=ROOT)


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
