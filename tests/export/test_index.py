"""The index: every page without a script, ranks that are those of the pages, small with thousands of pages."""

from __future__ import annotations

from dataclasses import replace

from lxml import html

from dxlib.data.catalogue import Catalogue
from dxlib.export.entry import IndexEntry
from dxlib.export.index import _list_briefs as list_briefs
from dxlib.export.index import rank_areas, render_indexes, simplify
from tests.rendering import PLAIN, make_plain_catalogue

CATALOGUE = Catalogue.model_construct(project=PLAIN, units={}, locales=None)
ENTRY = IndexEntry(
    "2025/en/07-profile/VN63-01.html", "2025", "en", "07-profile", "VN63-01", title="How does it fare?",
    area_name="Ha Noi", as_of="2025-12-31", topics="Services;Rankings", figure="43.80", figure_key="abc",
    figure_of="PAPI", figure_period="2024", value="43.8", tile="1 1",
)  # fmt: skip


def make_entries(count: int, **more: str) -> list[IndexEntry]:
    return [
        replace(
            ENTRY, address=f"2025/en/07-profile/VN63-{n:02}.html", area=f"VN63-{n:02}", area_name=f"Area {n:02}",
            value=str(50 - n // 2), tile=f"{n} 1", **more,
        )
        for n in range(1, count + 1)
    ]  # fmt: skip


def test_each_language_has_an_index_and_the_english_one_is_the_default() -> None:
    pages = render_indexes([ENTRY, replace(ENTRY, address="2025/vi/07-profile/VN63-01.html", language="vi")], CATALOGUE)
    assert set(pages) == {"index.html", "index.en.html", "index.vi.html"}
    assert pages["index.html"] == pages["index.en.html"]
    vietnamese = html.document_fromstring(pages["index.vi.html"])
    assert vietnamese.get("lang") == "vi"
    assert vietnamese.xpath("//div[@class='list']//a/@href") == ["2025/vi/07-profile/VN63-01.html"]
    assert vietnamese.xpath("//link[@rel='alternate' and @hreflang]/@href") == ["index.en.html"]


def test_without_an_english_page_the_first_language_is_the_default_and_without_any_there_is_an_empty_index() -> None:
    french = replace(ENTRY, language="fr")
    assert render_indexes([french], CATALOGUE)["index.html"] == render_indexes([french], CATALOGUE)["index.fr.html"]
    assert html.document_fromstring(render_indexes([], CATALOGUE)["index.html"]).xpath("//div[@class='list']//a") == []


def test_editions_stand_latest_first_and_areas_by_name_without_accents() -> None:
    names = ["Đà Nẵng", "Cần Thơ", "An Giang", "Ea Kar"]
    entries = [replace(ENTRY, address=f"2025/vi/x/{n}.html", area_name=name) for n, name in enumerate(names)]
    old = replace(ENTRY, address="2012/vi/x/1.html", edition="2012")
    tree = html.document_fromstring(render_indexes([old, *entries], CATALOGUE)["index.en.html"])
    assert tree.xpath("//section/@data-edition") == ["2025", "2012"]
    assert tree.xpath("//section[@data-edition='2025']//li/a/text()") == ["An Giang", "Cần Thơ", "Đà Nẵng", "Ea Kar"]
    assert simplify("Thừa Thiên – Huế, Đắk Lắk") == "thua thien – hue, dak lak"


def test_areas_whose_letters_have_a_stroke_stand_among_those_of_the_plain_letter() -> None:
    names = ["Zachodniopomorskie", "Łódzkie", "Mazowieckie", "Małopolskie", "Lubuskie"]
    entries = [replace(ENTRY, address=f"2025/pl/x/{n}.html", area_name=name) for n, name in enumerate(names)]
    tree = html.document_fromstring(render_indexes(entries, CATALOGUE)["index.en.html"])
    assert tree.xpath("//li/a/text()") == ["Łódzkie", "Lubuskie", "Małopolskie", "Mazowieckie", "Zachodniopomorskie"]


def test_a_brief_of_one_area_shows_its_answer() -> None:
    alone = replace(ENTRY, address="2025/en/01-x.html", brief="01-x", area="VNM", alone="yes", answer="It ranks 71.")
    tree = html.document_fromstring(render_indexes([alone], CATALOGUE)["index.en.html"])
    assert [node.text_content() for node in tree.xpath("//article/p")] == ["It ranks 71."]


def test_a_page_without_all_topics_of_its_brief_says_which_it_has() -> None:
    topics = ["Services;Rankings", "Rankings", ""]
    entries = [replace(ENTRY, address=f"2025/en/x/{n}.html", topics=some) for n, some in enumerate(topics)]
    tree = html.document_fromstring(render_indexes(entries, CATALOGUE)["index.en.html"])
    assert tree.xpath("//details/@data-topics") == ["Services;Rankings"]
    assert [link.get("data-topic") for link in tree.xpath("//details//a")] == [None, "1", ""]


def test_areas_with_the_same_figure_share_a_place() -> None:
    (brief,) = list_briefs(make_entries(12))
    (ranking,) = rank_areas(brief)
    assert [(one.entry.area, one.place) for one in ranking.places][:4] == [
        ("VN63-01", 1), ("VN63-02", 2), ("VN63-03", 2), ("VN63-04", 4),
    ]  # fmt: skip
    assert [one.third for one in ranking.places] == sorted(one.third for one in ranking.places)
    assert ranking.has_map


def test_a_higher_figure_has_the_better_place_in_whichever_order_the_pages_stand() -> None:
    (brief,) = list_briefs([replace(entry, value=str(n)) for n, entry in enumerate(make_entries(12))])
    (ranking,) = rank_areas(brief)
    assert [(one.entry.value, one.place) for one in ranking.places] == [(str(12 - n), n) for n in range(1, 13)]


def test_areas_of_two_maps_are_ranked_apart_also_where_their_pages_stand_mixed() -> None:
    old = make_entries(12)
    new = [replace(entry, address=f"new/{entry.area}", area=entry.area.replace("63", "34")) for entry in old]
    (brief,) = list_briefs([entry for pair in zip(old, new, strict=True) for entry in pair])
    areas = [{one.entry.area[:4] for one in ranking.places} for ranking in rank_areas(brief)]
    assert sorted(areas, key=sorted) == [{"VN34"}, {"VN63"}]


def test_only_figures_of_one_kind_and_period_are_ranked_and_of_a_few_areas_none() -> None:
    odd = make_entries(20, figure_period="2023")[14:]
    (brief,) = list_briefs([*make_entries(14), *odd])
    (ranking,) = rank_areas(brief)
    assert {one.entry.figure_period for one in ranking.places} == {"2024"}
    assert len(ranking.places) == 14
    assert rank_areas(list_briefs(make_entries(11))[0]) == []


def test_ranks_lead_to_the_profile_and_figures_to_their_notes() -> None:
    tree = html.document_fromstring(render_indexes(make_entries(12), CATALOGUE)["index.en.html"])
    (first, *_) = tree.xpath("//table/tbody/tr")
    assert first.xpath(".//a/@href") == ["2025/en/07-profile/VN63-01.html", "2025/en/07-profile/VN63-01.html#e-abc"]
    assert len(tree.xpath("//ul[@class='tiles']/li")) == 12


def test_four_thousand_pages_make_an_index_of_at_most_400_kb() -> None:
    entries = [
        replace(entry, edition=str(year), address=f"{year}/en/07-province-profile/{entry.area}.html")
        for year in range(1960, 2026)
        for entry in make_entries(62)
    ]
    assert len(entries) > 4000
    assert len(render_indexes(entries, CATALOGUE)["index.html"].encode()) <= 400_000


def test_a_ranking_is_named_with_the_comma_of_the_language() -> None:
    heads, catalogue = {}, make_plain_catalogue(title={"en": "Briefs", "ar": "Briefs"})
    for language in ("en", "ar"):
        pages = render_indexes(make_entries(12, language=language), catalogue)
        heads[language] = html.document_fromstring(pages[f"index.{language}.html"]).xpath(
            "//caption | //h2[starts-with(@id, 'ranking')]"
        )
    assert {code: {one.text for one in found} for code, found in heads.items()} == {
        "en": {"PAPI, 2024"}, "ar": {"PAPI، 2024"}
    }  # fmt: skip
