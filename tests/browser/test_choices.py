"""What readers choose by besides area and edition: the parameters that briefs add."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from dxlib.export.entry import IndexEntry
from dxlib.export.index import render_indexes
from tests.browser.axe import describe_violations
from tests.browser.test_tools import download
from tests.build.dimensioned import write_house
from tests.export.test_index import CATALOGUE, make_entries
from tests.rendering import make_plain_catalogue

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with briefs for systems, and for areas and topics."""
    house = write_house(tmp_path_factory.mktemp("choices"))
    assert house.build().exit_code == 0
    return house.project.reports


def list_options(page: Page, name: str) -> list[str]:
    return page.locator(f"select[name='{name}'] option").all_inner_texts()


def list_found(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".list li:visible a").all_inner_texts()]


def test_the_index_finds_pages_by_each_parameter_that_briefs_add(reports: Path, open_page: OpenPage) -> None:
    page = open_page(reports / "index.en.html")
    assert list_options(page, "own-system") == ["All", "Identity", "Portal"]
    assert list_options(page, "own-topic") == ["All", "Rankings", "Services"]
    assert list_options(page, "area") == ["All", "Singapore", "Viet Nam"]
    page.get_by_label("System").select_option("Portal")
    assert list_found(page) == ["Portal"]
    assert page.url.endswith("#own-system=portal")
    page.get_by_label("System").select_option("Identity")
    assert list_found(page) == ["Identity", "Identity"]  # of both editions
    page.get_by_label("System").select_option("All")
    page.locator("select[name=own-topic]").select_option("rankings")
    page.get_by_label("Area").select_option("Singapore")
    assert list_found(page) == ["Singapore · Rankings"]
    page.locator("a", has_text="Singapore · Rankings").click()
    assert page.url.endswith("/2024/en/03-matrix/SGP/rankings.html")
    assert page.messages == []


def test_words_find_the_names_of_values(reports: Path, open_page: OpenPage) -> None:
    page = open_page(reports / "index.vi.html")
    page.get_by_role("searchbox").fill("portal TIENG viet")
    assert list_found(page) == ["Portal (tiếng Việt)"]
    assert page.get_by_label("Hệ thống").is_visible()


def test_a_name_with_vowel_signs_is_found_alone(tmp_path: Path, open_page: OpenPage) -> None:
    names = ("टोंगा", "टोगो", "Đắk Lắk")  # Tonga and Togo in Hindi
    entries = [
        IndexEntry(f"2025/en/x/{n}.html", "2025", "en", "x", str(n), area_name=name) for n, name in enumerate(names)
    ]
    (tmp_path / "index.html").write_text(render_indexes(entries, CATALOGUE)["index.html"])
    page = open_page(tmp_path / "index.html")
    for typed, found in (("टोंगा", names[0]), ("टोगो", names[1]), ("dak lak", names[2]), ("ĐẮK LẮK", names[2])):
        page.get_by_role("searchbox").fill(typed)
        assert list_found(page) == [found]


def test_letters_that_a_keyboard_lacks_are_found_by_plain_ones(tmp_path: Path, open_page: OpenPage) -> None:
    names = ("Łódź", "Iğdır", "Straßburg", "Tromsø")
    entries = [
        IndexEntry(f"2025/en/x/{n}.html", "2025", "en", "x", str(n), area_name=name) for n, name in enumerate(names)
    ]
    (tmp_path / "index.html").write_text(render_indexes(entries, CATALOGUE)["index.html"])
    page = open_page(tmp_path / "index.html")
    asked = {"lodz": names[0], "łódź": names[0], "ığdır": names[1], "igdir": names[1], "strassburg": names[2]}
    for typed, found in {**asked, "tromso": names[3], "TROMSØ": names[3]}.items():
        page.get_by_role("searchbox").fill(typed)
        assert list_found(page) == [found]


def test_a_topic_finds_the_pages_of_a_brief_that_have_it(tmp_path: Path, open_page: OpenPage) -> None:
    topics = {"Denmark": "Rankings", "Viet Nam": "Rankings;Identity", "Laos": ""}
    entries = [
        IndexEntry(f"2025/en/x/{name}.html", "2025", "en", "x", name, area_name=name, topics=topics[name])
        for name in topics
    ]
    (tmp_path / "index.html").write_text(render_indexes(entries, CATALOGUE)["index.html"])
    page = open_page(tmp_path / "index.html")
    page.get_by_role("searchbox").fill("identity")
    assert list_found(page) == ["Viet Nam"]
    page.get_by_role("searchbox").fill("")
    page.get_by_label("Topic").select_option("Rankings")
    assert list_found(page) == ["Denmark", "Viet Nam"]


def test_west_is_left_on_the_map_of_an_index_that_runs_from_right_to_left(tmp_path: Path, open_page: OpenPage) -> None:
    entries = [replace(entry, tile=f"1 {n}") for n, entry in enumerate(make_entries(12, language="ar"), start=1)]
    catalogue = make_plain_catalogue(title={"en": "Briefs", "ar": "موجزات"})
    (tmp_path / "index.html").write_text(render_indexes(entries, catalogue)["index.ar.html"])
    page = open_page(tmp_path / "index.html")
    lefts = [
        page.locator(f".tiles .c{column}").evaluate("tile => tile.getBoundingClientRect().left") for column in (1, 2)
    ]
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert lefts == sorted(lefts)


def test_a_name_is_found_that_is_typed_as_one_word(tmp_path: Path, open_page: OpenPage) -> None:
    entries = [
        IndexEntry(f"2025/en/x/{n}.html", "2025", "en", "x", str(n), area_name=name)
        for n, name in enumerate(("Ha Noi", "Da Nang", "Viet Nam"))
    ]
    (tmp_path / "index.html").write_text(render_indexes(entries, CATALOGUE)["index.html"])
    page = open_page(tmp_path / "index.html")
    for typed, found in (("hanoi", ["Ha Noi"]), ("Vietnam", ["Viet Nam"]), ("danang 2025", ["Da Nang"]), ("hano", [])):
        page.get_by_role("searchbox").fill(typed)
        assert list_found(page) == found


def test_a_choice_stays_when_the_language_of_the_index_changes(reports: Path, open_page: OpenPage) -> None:
    page = open_page(reports / "index.en.html")
    page.get_by_label("System").select_option("Portal")
    page.locator(".languages a").click()
    assert page.url.endswith("/index.vi.html#own-system=portal")
    assert list_found(page) == ["Portal (tiếng Việt)"]


def test_a_page_leads_to_its_value_in_other_editions_languages_and_to_the_pages_beside_it(
    reports: Path, open_page: OpenPage
) -> None:
    page = open_page(reports / "2024/en/02-systems/vneid.html")
    page.locator(".others a").first.click()
    assert page.url.endswith("/index.en.html#brief=02-systems&own-system=vneid")
    links = page.locator(".list li:visible a")
    assert [link.get_attribute("href") for link in links.all()] == [
        "2024/en/02-systems/vneid.html", "2023/en/02-systems/vneid.html",
    ]  # fmt: skip
    page = open_page(reports / "2024/en/03-matrix/SGP/rankings.html")
    page.locator(".others a").first.click()
    assert list_found(page) == ["Singapore · Rankings"]
    assert page.locator("select[name=area]").input_value() == "Singapore"
    page = open_page(reports / "2024/en/03-matrix/SGP/rankings.html")
    page.locator(".others a").last.click()
    assert list_found(page) == [
        f"{area} · {topic}" for area in ("Singapore", "Viet Nam") for topic in ("Rankings", "Services")
    ]
    page = open_page(reports / "2024/en/02-systems/portal.html")
    page.locator(".languages a").click()
    assert page.url.endswith("/2024/vi/02-systems/portal.html")


def test_axe_finds_nothing_on_an_index_with_further_choices(reports: Path, open_page: OpenPage) -> None:
    for name in ("index.en.html", "index.vi.html"):
        assert describe_violations(open_page(reports / name)) == []


def test_downloads_are_named_after_the_whole_address_and_say_the_value(reports: Path, open_page: OpenPage) -> None:
    name, text = download(open_page(reports / "2024/en/03-matrix/SGP/rankings.html"), "csv")
    assert name == "2024-en-03-matrix-SGP-rankings-1.csv"
    assert "Singapore, Rankings. Toy briefs, edition 2024" in text


def test_without_a_script_every_page_is_listed_by_what_tells_it_apart(reports: Path, open_page: OpenPage) -> None:
    page = open_page(reports / "index.html", java_script_enabled=False)
    page.locator("details[data-brief='03-matrix'] summary").click()
    assert list_found(page) == [
        f"{area} · {topic}" for area in ("Singapore", "Viet Nam") for topic in ("Rankings", "Services")
    ]
