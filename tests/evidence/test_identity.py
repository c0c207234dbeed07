"""What a page is: where it lies, who its sisters are, how it is cited, what machines are told."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dxlib.data.catalogue import Catalogue
from dxlib.evidence.format import Evidence, Page
from dxlib.evidence.identity import (
    Identity,
    Sister,
    find_index,
    name_language,
    shorten,
    write_linked_data,
    write_margins,
)
from dxlib.evidence.identity import _quote as quote_css
from dxlib.evidence.render import make_speaker
from dxlib.language import Speaker
from tests.conftest import Toy
from tests.rendering import ARABIC

STATED = {
    "aaa": "egdi_rank/VNM/2024/actual@un-2024",
    "bbb": "egdi_rank/VNM/2018-Q1/actual@un-2024",
    "ccc": "online_share/VNM/2030/target@mic-2024",
}


def make_identity(catalogue: Catalogue, *, language: str = "en", alone: bool = False, area: str = "VNM") -> Identity:
    page = Page(brief="01-toy", area=area, edition="2024", language=language, as_of="2024-12-31")
    return Identity(
        "Where & how?", "It ranks 71.", Evidence(page=page, stated=STATED), make_speaker(language, catalogue),
        catalogue, ("vi", "en"), (), () if alone else ("area",),
    )  # fmt: skip


@pytest.fixture
def identity(toy_shared: Toy) -> Identity:
    return make_identity(toy_shared.catalogue)


@pytest.fixture
def alone(toy_shared: Toy) -> Identity:
    return make_identity(toy_shared.catalogue, alone=True)


def test_the_address_names_edition_language_brief_and_area(identity: Identity) -> None:
    assert identity.address == "2024/en/01-toy/VNM.html"
    assert identity.index == "../../../index.en.html"
    assert identity.others == [("../../../index.en.html#brief=01-toy", "Other areas and editions")]


def test_the_address_of_a_brief_of_one_area_does_not_name_it(alone: Identity) -> None:
    assert alone.address == "2024/en/01-toy.html"
    assert alone.index == "../../index.en.html"
    assert [sister.address for sister in alone.sisters] == ["../en/01-toy.html", "../vi/01-toy.html"]


@pytest.fixture
def own(toy_shared: Toy) -> Identity:
    identity = make_identity(toy_shared.catalogue)
    page = Page(**{**identity.page.model_dump(), "parameters": {"topic": "rankings", "count": 5}})
    evidence = identity.evidence.model_copy(update={"page": page})
    return replace(identity, evidence=evidence, opened=("area", "topic"), labels={"topic": "Topic", "count": "System"})


def test_what_a_brief_adds_is_in_the_address_where_it_has_several_values(own: Identity) -> None:
    assert own.address == "2024/en/01-toy/VNM/rankings.html"
    assert own.index == "../../../../index.en.html"
    assert [sister.address for sister in own.sisters] == [
        "../../../en/01-toy/VNM/rankings.html", "../../../vi/01-toy/VNM/rankings.html",
    ]  # fmt: skip
    assert replace(own, opened=("count",)).address == "2024/en/01-toy/5.html"
    assert replace(own, opened=()).address == "2024/en/01-toy.html"


def test_what_a_brief_adds_is_said_in_head_citation_margins_and_to_machines(own: Identity) -> None:
    assert own.subject == "Viet Nam, Rankings, System: 5"
    assert own.citation.startswith("“Where &amp; how?” Viet Nam, Rankings, System: 5. Toy")
    assert '@top-left{content:"Where & how? – Viet Nam, Rankings, System: 5"}' in write_margins(own)
    assert own.told_by == "Viet Nam · Rankings"
    assert json.loads(write_linked_data(own))["@graph"][0]["about"] == [
        {"@type": "Country", "name": "Viet Nam"},
        {"@type": "DefinedTerm", "name": "Rankings", "inDefinedTermSet": "Topic"},
        {"@type": "DefinedTerm", "name": "5", "inDefinedTermSet": "System"},
    ]


def test_a_page_leads_to_the_same_values_of_other_editions_and_to_the_pages_beside_it(own: Identity) -> None:
    index = "../../../../index.en.html#brief=01-toy"
    assert own.others == [
        (f"{index}&area=VNM&own-topic=rankings", "Other editions"),
        (f"{index}&edition=2024", "Other pages of this brief"),
    ]
    assert replace(own, opened=("count",)).others[0][0].endswith("#brief=01-toy&own-count=5")


def test_sisters_are_the_languages_of_the_brief_and_the_pages_own(toy_shared: Toy) -> None:
    assert make_identity(toy_shared.catalogue, language="fr").sisters == [
        Sister("en", "English", False, "../../en/01-toy/VNM.html"),
        Sister("fr", "Français", True, "../../fr/01-toy/VNM.html"),
        Sister("vi", "Tiếng Việt", False, "../../vi/01-toy/VNM.html"),
    ]


def test_a_language_is_named_in_itself_with_a_capital() -> None:
    assert [name_language(code) for code in ("en", "vi", "fr")] == ["English", "Tiếng Việt", "Français"]
    assert find_index("vi") == "index.vi.html"


def test_a_page_is_described_by_its_answer_and_without_one_by_its_title(identity: Identity) -> None:
    assert identity.description == "It ranks 71."
    assert replace(identity, answer="").description == "Where & how?"


def test_a_citation_says_title_area_edition_day_and_address(identity: Identity) -> None:
    assert identity.citation == (
        "“Where &amp; how?” Viet Nam. Toy briefs, edition "
        '<time datetime="2024">2024</time>, figures known by <time datetime="2024-12-31">31 December 2024</time>. '
        '<span data-quote="address">2024/en/01-toy/VNM.html</span>'
    )


def test_terms_are_named_with_their_address(identity: Identity) -> None:
    assert identity.licence == (
        'Text, charts and arrangement: <a href="https://example.org/licence" rel="license">'
        "Free Licence</a>. Each figure keeps the terms of its source."
    )


def test_the_margins_on_paper_name_page_edition_day_and_number(toy_shared: Toy) -> None:
    assert write_margins(make_identity(toy_shared.catalogue, language="fr")) == (
        '@page{@top-left{content:"Where & how? – Viet Nam (français)"}@top-right{content:"Édition 2024"}'
        '@bottom-left{content:"2024/fr/01-toy/VNM.html · Données arrêtées au 31 décembre 2024"}'
        '@bottom-right{content:counter(page)" / "counter(pages)}}'
    )


def test_an_address_in_the_margins_runs_to_the_right_among_words_that_do_not(identity: Identity) -> None:
    arabic = replace(identity, speaker=Speaker("ar", {}, ARABIC))
    assert '@bottom-left{content:"\u20662024/en/01-toy/VNM.html\u2069 · ' in write_margins(arabic)


def test_a_text_in_the_margins_cannot_end_its_string_or_the_style(identity: Identity) -> None:
    assert quote_css('a "b" \\ </style>\n') == '"a \\22 b\\22  \\5c  \\3c /style>\\a "'
    written = write_margins(replace(identity, title='"} </style><script>'))
    assert "</style" not in written
    assert '""}' not in written


def test_machines_are_told_of_the_page_and_of_its_figures(identity: Identity) -> None:
    graph = json.loads(write_linked_data(identity))
    report, dataset = graph["@graph"]
    place = {"@type": "Country", "name": "Viet Nam"}
    common = {"inLanguage": "en", "version": "2024", "isAccessibleForFree": True}
    assert graph["@context"] == "https://schema.org"
    assert report == {
        "@type": "Report", "@id": "2024/en/01-toy/VNM.html", "headline": "Where & how?", "abstract": "It ranks 71.",
        "about": place, "isBasedOn": {"@id": "2024/en/01-toy/VNM.html#dxlib-evidence"},
        "license": "https://example.org/licence", **common,
    }  # fmt: skip
    assert dataset == {
        "@type": "Dataset", "@id": "2024/en/01-toy/VNM.html#dxlib-evidence", "name": "Where & how?",
        "description": "The figures of this brief, each with its source, period and the day by which it was known.",
        "spatialCoverage": place, "temporalCoverage": "2018/2024", **common,
        "variableMeasured": ["rank name"],
    }  # fmt: skip


def test_targets_are_of_no_time_yet_and_without_figures_there_is_none(identity: Identity) -> None:
    def find_time(stated: dict[str, str]) -> str:
        evidence = identity.evidence.model_copy(update={"stated": stated})
        return str(json.loads(write_linked_data(replace(identity, evidence=evidence)))["@graph"][1]["temporalCoverage"])

    assert find_time({"aaa": STATED["aaa"]}) == "2024/2024"
    assert find_time({"ccc": STATED["ccc"]}) == ""
    span = {
        name: STATED["aaa"].replace("/2024/", f"/{period}/") for name, period in (("a", "2021/2025"), ("b", "2024"))
    }
    assert find_time(span) == "2021/2025"


PUBLISHED = """\
title: {en: Toy briefs, vi: Báo cáo thử, fr: Notes d’essai}
languages: [en, vi, fr]
publisher: {name: {en: R&D Office, vi: Cơ quan, fr: Bureau}, url: "https://office.example.org"}
contact: %s
address: https://example.org/briefs/
releases: {2024: 2025-03-31, 2025: 2026-03}
"""


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("ask@example.org", '<a href="mailto:ask@example.org">ask@example.org</a>'),
        ("https://example.org/ask", '<a href="https://example.org/ask">https://example.org/ask</a>'),
        ("Room <4>", "Room &lt;4&gt;"),
    ],
)
def test_a_project_says_who_publishes_where_to_ask_and_when_releases_are(toy: Toy, contact: str, shown: str) -> None:
    toy.write("dxlib.yaml", PUBLISHED % contact)
    identity = make_identity(toy.catalogue)
    assert identity.imprint == (
        f'Published by <a href="https://office.example.org">R&amp;D Office</a>. Contact: {shown}.'
    )
    assert identity.release == [
        "R&amp;D Office", 'Released: <time datetime="2025-03-31">31 March 2025</time>',
        'Next release: <time datetime="2026-03">March 2026</time>',
    ]  # fmt: skip
    assert identity.canonical == "https://example.org/briefs/2024/en/01-toy/VNM.html"
    assert f'<span data-quote="address">{identity.canonical}</span>' in identity.citation


def test_a_project_that_says_nothing_of_it_shows_nothing(toy: Toy) -> None:
    toy.write("dxlib.yaml", "title: {en: Toy, vi: Thử, fr: Essai}\nlanguages: [en, vi, fr]\n")
    identity = make_identity(toy.catalogue)
    assert (identity.imprint, identity.canonical) == ("", "")
    assert identity.release == ["Next release: to be announced"]
    assert "licence" not in identity.licence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 159, "x" * 159),
        (f"Rank 71 (2024)\u00a0; {'word ' * 40}", "Rank 71 (2024)."),
        (f"It ranks 71. It has {'word ' * 40}", "It ranks 71."),
        (f"12.5% in 2024, {'word ' * 40}", f"12.5% in 2024, {'word ' * 27}word…"),
        (f"A, {'x' * 150}, more words", f"A, {'x' * 150}…"),
        ("越南排名第七十一位" * 30, f"{'越南排名第七十一位' * 17}越南排名第…"),
        (f"VNeID 越南{'排名' * 100}", f"VNeID 越南{'排名' * 75}…"),
        (f"越南排名第71位（2024年）。{'更多' * 100}", "越南排名第71位（2024年）。"),
        (f"越南排名第71位；{'更多' * 100}", "越南排名第71位。"),
        (f"المرتبة 71 (2024)؛ {'كلمة ' * 40}", "المرتبة 71 (2024)."),
    ],
)
def test_a_description_ends_with_a_clause_or_else_a_word(text: str, said: str) -> None:
    assert shorten(text) == said
    assert len(shorten(text)) < 160


def test_area_values_and_edition_are_listed_with_the_comma_of_the_language(own: Identity) -> None:
    assert own.subject_of_edition == "Viet Nam, Rankings, System: 5, 2024"
    arabic = replace(own, speaker=Speaker("ar", {}, ARABIC))
    assert arabic.subject_of_edition == f"{arabic.subject}، 2024"
    assert arabic.subject.startswith("Viet Nam، Rankings، ")
