"""The index as the audit composes it: the library's own bytes, for pages of every sort."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from dxlib.audit.edition.release_index import compose_indexes
from dxlib.audit.edition.told import KeyFigure, Told
from dxlib.data.catalogue import Catalogue
from dxlib.data.catalogue_files import read_catalogue
from dxlib.evidence.own_parameters import Own
from dxlib.export.assets import read_index_assets
from dxlib.export.entry import IndexEntry
from dxlib.export.index import render_indexes
from dxlib.language import Speaker
from dxlib.paths import Project
from tests.building import ROOT


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(Project(ROOT))


def make_page(
    catalogue: Catalogue,
    area: str,
    *,
    edition: str = "2025",
    language: str = "en",
    brief: str = "07-y",
    value: str = "",
    own: tuple[Own, ...] = (),
) -> Told:
    name = catalogue.areas[area].name[language]
    figure = KeyFigure("abc", f"{value} <points>", "PAPI & more", "2024", Decimal(value)) if value else None
    values = "".join(f"/{one.value}" for one in own)
    address = f"{edition}/{language}/{brief}" + ("" if brief == "01-x" else f"/{area}") + f"{values}.html"
    some = sum(map(ord, area)) % 3  # pages of a brief differ in their topics, and may have none
    topics = ("Services", "R&D")[:some] if int(edition) % 2 else ()
    answer = 'It is "1" & <more>.' if brief == "01-x" else ""
    return Told(
        address,
        edition,
        language,
        brief,
        area,
        f"{edition}-12-31",
        f"How is it in {brief}?",
        answer,
        name,
        topics,
        figure,
        " · ".join([name, *(one.shown for one in own)]) if own else "",
        own,
    )


def make_entry(page: Told, catalogue: Catalogue) -> IndexEntry:
    area, figure = catalogue.areas[page.area], page.figure
    entry = IndexEntry(
        page.address, page.edition, page.language, page.brief, page.area, title=page.title, area_name=page.area_name,
        answer=page.answer, as_of=page.as_of, alone="yes" if page.stands_alone else "", topics=";".join(page.topics),
        short=area.short[page.language] if area.short else "", tile=" ".join(map(str, area.tile or ())),
        until=area.exists.until, told_by=page.told_by, own=page.own,
    )  # fmt: skip
    if figure is None:
        return entry
    return replace(
        entry, figure=figure.text, figure_key=figure.key, figure_of=figure.of, figure_period=figure.period,
        value=str(figure.rank_by),
    )  # fmt: skip


def compose(pages: list[Told], catalogue: Catalogue) -> dict[str, str]:
    composed = compose_indexes(pages, catalogue, read_index_assets())
    return {name: "".join(section.html for section in sections) for name, sections in composed.items()}


def hold(pages: list[Told], catalogue: Catalogue) -> dict[str, str]:
    """Compose the indexes of some pages, and see that they are the library's."""
    composed = compose(pages, catalogue)
    assert composed == render_indexes([make_entry(page, catalogue) for page in pages], catalogue)
    return composed


def test_briefs_of_one_and_of_many_areas_editions_and_languages_are_listed_as_the_library_does(
    catalogue: Catalogue,
) -> None:
    places = [("2025", "en"), ("2024", "en"), ("2025", "fr"), ("2024", "vi")]
    pages = [
        make_page(catalogue, area, edition=edition, language=language, brief=brief)
        for edition, language in places
        for brief, area in (("07-y", "VN63-44"), ("07-y", "VN63-01"), ("07-y", "VN34-44"), ("01-x", "VNM"))
    ]
    composed = hold(pages, catalogue)
    assert set(composed) == {"index.html", "index.en.html", "index.fr.html", "index.vi.html"}
    assert "<small>until 2025</small>" in composed["index.en.html"]
    assert "<p>It is &#34;1&#34; &amp; &lt;more&gt;.</p>" in composed["index.en.html"]


@pytest.mark.parametrize("kind", ["VN63", "VN34", ""])
def test_rankings_with_and_without_a_map_are_those_of_the_library(catalogue: Catalogue, kind: str) -> None:
    areas = [area for area in catalogue.areas if area.rpartition("-")[0] == kind]
    pages = [make_page(catalogue, area, value=str(n * 7 % 11)) for n, area in enumerate(areas)]
    older = [make_page(catalogue, area, edition="2024", value="5") for area in areas]
    composed = hold([*older, *pages], catalogue)
    assert ('<ul class="tiles">' in composed["index.en.html"]) == bool(kind)
    assert composed["index.en.html"].count("PAPI &amp; more, 2024</h2>") == 1


def test_a_ranking_is_named_with_the_comma_of_the_language(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    translate = Speaker.translate
    monkeypatch.setattr(Speaker, "translate", lambda self, text: "、" if text == ", " else translate(self, text))
    areas = [area for area in catalogue.areas if area.startswith("VN34-")]
    composed = hold([make_page(catalogue, area, value="5") for area in areas], catalogue)
    assert composed["index.en.html"].count("PAPI &amp; more、2024</") == 2


def list_topics(language: str = "en") -> list[tuple[Own, ...]]:
    pairs = [("x", '"X" & <y>'), ("a", "A")]
    return [
        (Own("topic", f"Topic & {language}", key, text, text), Own("n", "N", 5, "5", "N: 5")) for key, text in pairs
    ]


def test_pages_of_added_parameters_are_listed_and_offered_as_the_library_does(catalogue: Catalogue) -> None:
    places = [("2025", "en"), ("2024", "en"), ("2025", "fr")]
    pages = [
        make_page(catalogue, area, edition=edition, language=language, own=own)
        for edition, language in places
        for area in ("VN63-44", "VN63-01")
        for own in list_topics(language)
    ]
    index = hold([*pages, make_page(catalogue, "VNM", brief="01-x")], catalogue)["index.en.html"]
    assert '<label>Topic &amp; en <select name="own-topic">' in index
    assert "own-n" not in index
    name = catalogue.areas["VN63-44"].name["en"]
    assert f">{name} · A · N: 5</a>" in index
    assert f">{name} · &#34;X&#34; &amp; &lt;y&gt; · N: 5</a>" in index


def test_pages_of_added_parameters_are_ranked_apart(catalogue: Catalogue) -> None:
    areas = [area for area in catalogue.areas if area.startswith("VN34")][:14]
    pages = [
        make_page(catalogue, area, value=str(n * 7 % 11 + at), own=own)
        for n, area in enumerate(areas)
        for at, own in enumerate(list_topics())
    ]
    index = hold(pages, catalogue)["index.en.html"]
    assert index.count("PAPI &amp; more · A · N: 5, 2024</h2>") == 1
    assert index.count("<td>1<") == 2


def test_rankings_of_several_kinds_of_areas_are_numbered(catalogue: Catalogue) -> None:
    pages = [make_page(catalogue, area, value="5") for area in catalogue.areas if area.startswith("VN")]
    index = hold(pages, catalogue)["index.en.html"]
    assert [index.count(f'<h2 id="ranking-{number}">') for number in (1, 2, 3)] == [1, 1, 0]


def test_without_english_pages_another_language_is_the_default_and_without_pages_there_is_an_empty_index(
    catalogue: Catalogue,
) -> None:
    french = hold([make_page(catalogue, "VNM", language="fr")], catalogue)
    assert french["index.html"] == french["index.fr.html"]
    assert set(hold([], catalogue)) == {"index.html"}


def test_each_piece_has_the_place_that_findings_name(catalogue: Catalogue) -> None:
    pages = [
        make_page(catalogue, "VNM", brief="01-x"),
        make_page(catalogue, "VN63-01"),
        make_page(catalogue, "VN63-44"),
    ]
    places = [section.place for section in compose_indexes(pages, catalogue, read_index_assets())["index.en.html"]]
    assert places == [
        "head", "head", "edition 2025", "2025/en/01-x.html", "2025 07-y", "2025/en/07-y/VN63-01.html",
        "2025/en/07-y/VN63-44.html", "2025 07-y", "edition 2025", "list", "foot",
    ]  # fmt: skip
