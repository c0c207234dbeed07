"""Folded evidence in a real Chromium: short pages, few tab stops, and every figure's source within reach."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from dxlib.paths import Project
from tests.browser.test_kinds import BRIEFS
from tests.browser.test_pages import NOTE_FOCUS, OPEN_ALL
from tests.building import ROOT, get_page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
PROFILES = ("07-province-profile", "08-country-profile")
MOST_STOPS = 150
MOST_BYTES = 330_000
# What Tab reaches, in the order of the page; a test presses it.
IS_STOP = """(node => node.tabIndex >= 0 && node.getClientRects().length
  && node.checkVisibility({ visibilityProperty: true }) && !node.closest('details:not([open]) > :not(summary)'))"""
STOPS = f"""() => [...document.querySelectorAll('a[href], button, summary, input, select, [tabindex="0"]')]
  .filter({IS_STOP})"""
# Links within a line of text are as high as the line (WCAG 2.2, 2.5.8); all else must be as large as a fingertip.
SMALL = (
    f"() => ({STOPS})()"
    """.filter(node => {
      const block = node.closest('p, li, dd, h1, h2, h3, caption, figcaption');
      const text = node.textContent.trim().length;
      const inText = node.tagName === 'A' && block && block.textContent.trim().length > text;
      const box = node.getBoundingClientRect();
      return !inText && (box.height < 24 || box.width < 24);
    }).map(node => node.outerHTML.slice(0, 100))"""
)


def open_still(open_page: OpenPage, path: Path, **options: object) -> Page:
    page = open_page(path, reduced_motion="reduce", **options)
    page.wait_for_function("!document.documentElement.classList.contains('loading')")
    return page


@pytest.mark.parametrize("brief", BRIEFS)
def test_a_page_is_as_high_as_a_reader_has_time_for_and_what_is_tapped_as_large_as_a_fingertip(
    kinds: dict[str, Path], open_page: OpenPage, brief: str
) -> None:
    page = open_still(open_page, kinds[brief])
    for width, overview, profile in ((1280, 8000, 5000), (360, 18000, 10000)):
        page.set_viewport_size({"width": width, "height": 900})
        height = page.evaluate("document.documentElement.scrollHeight")
        assert height <= (profile if brief in PROFILES else overview)
    assert page.evaluate(SMALL) == []
    page.evaluate(OPEN_ALL)
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("brief", BRIEFS)
def test_tab_stops_are_few_and_all_of_them_are_reached_and_seen(
    kinds: dict[str, Path], open_page: OpenPage, brief: str
) -> None:
    page = open_still(open_page, kinds[brief])
    expected = page.evaluate(f"(window.stops = ({STOPS})()).length")
    assert expected <= MOST_STOPS
    page.evaluate(NOTE_FOCUS)
    page.evaluate("window.reached = []; addEventListener('focusin', one => reached.push(stops.indexOf(one.target)))")
    for _ in range(expected):
        page.keyboard.press("Tab")
    assert set(page.evaluate("reached")) == set(range(expected))
    assert {tuple(outline) for outline in page.evaluate("outlines")} == {("solid", "3px")}
    unreachable = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, summary, [tabindex="0"]')]
          .filter(node => node.checkVisibility({ contentVisibilityAuto: true }))
          .filter(node => { node.focus({ preventScroll: true });
            return document.activeElement !== node || node.tabIndex < 0 }).map(node => node.outerHTML.slice(0, 80))"""
    )
    assert unreachable == []
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_a_small_button_would_be_found(built: Project, open_page: OpenPage) -> None:
    page = open_still(open_page, get_page(built, "en"), width=360)
    page.evaluate("document.querySelector('summary').style.cssText = 'min-height: 0; padding: 0; font-size: 9px'")
    assert [line[:9] for line in page.evaluate(SMALL)] == ["<summary "]


@pytest.mark.parametrize("brief", BRIEFS)
def test_the_evidence_of_every_figure_is_reached_by_keyboard(
    kinds: dict[str, Path], open_page: OpenPage, brief: str
) -> None:
    page = open_still(open_page, kinds[brief])
    closed = f"[...document.querySelectorAll('details:not([open]) > summary')].find({IS_STOP})"
    while page.evaluate(f"(one => {{ one?.focus(); return Boolean(one) }})({closed})"):  # what opens holds more of them
        page.keyboard.press("Enter")
    assert page.locator("details:not([open])").count() == 0
    hidden = page.evaluate(
        """() => { const evidence = JSON.parse(document.getElementById('dxlib-evidence').textContent);
          const texts = Object.values(evidence.stated).flatMap(one => Object.values(one));
          const stated = texts.flatMap(one => one.match(/\\S+(?=:)/g)).filter(Boolean);
          return [...stated, ...Object.keys(evidence.computed)].filter(key => {
            const note = document.getElementById(`e-${key}`);
            return !note || !note.checkVisibility({ contentVisibilityAuto: true }) }) }"""
    )
    assert hidden == []


def test_a_figure_and_its_card_are_reached_and_left_by_keyboard_alone(built: Project, open_page: OpenPage) -> None:
    page = open_still(open_page, get_page(built, "en"))
    while not page.evaluate("document.activeElement.matches('.answer a[href^=\"#e-\"]')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    card = page.locator(".evidence-card")
    assert card.is_visible()
    assert card.locator(".subject").inner_text() == "United Nations"
    assert card.locator(".about").inner_text().startswith("UN E-Government Survey 2024")
    assert "figures" not in card.inner_text()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.answer a')")


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}])
def test_the_name_of_a_publisher_opens_its_source(
    built: Project, open_page: OpenPage, options: dict[str, bool]
) -> None:
    page = open_page(get_page(built, "en"), reduced_motion="reduce", **options)
    link = page.locator("figure.chart .source-line a:visible").first
    target = link.get_attribute("href").removeprefix("#")
    link.click()
    listed = page.locator(f"[id='{target}']")
    assert listed.is_visible()
    summary = listed.locator("xpath=../summary").bounding_box()
    assert 0 <= summary["y"] <= 900


def test_a_note_that_an_address_names_is_open_when_the_page_is(built: Project, open_page: OpenPage) -> None:
    path = get_page(built, "en")
    page = open_page(path)
    target = page.locator(".answer a[href^='#e-']").first.get_attribute("href")
    page.goto("about:blank")
    page.goto(path.as_uri() + target)
    assert page.locator(f"li[id='{target[1:]}']").is_visible()
    assert page.locator(".sources > details[open]").count() == 1


PRINTED = """() => ({
  lines: [...document.querySelectorAll('.sources summary')].filter(one => one.checkVisibility()).length,
  addresses: [...document.querySelectorAll('.sources p .url')].filter(one => one.checkVisibility()).length,
  notes: [...document.querySelectorAll('.sources li[id]')].filter(one => one.checkVisibility()).length,
  tables: [...document.querySelectorAll('main table')].filter(one => one.checkVisibility()).length,
  all: document.querySelectorAll('.sources summary').length,
  within: document.querySelectorAll('.sources p .url').length,
})"""


def test_on_paper_a_folded_source_keeps_name_and_address_and_nothing_opens_by_itself(
    built: Project, open_page: OpenPage
) -> None:
    page = open_still(open_page, get_page(built, "en"))
    page.emulate_media(media="print")
    printed = page.evaluate(PRINTED)
    assert printed["lines"] == printed["all"] > 10
    assert printed["addresses"] == printed["within"] > 10
    assert (printed["notes"], printed["tables"]) == (0, 0)
    page.emulate_media(media="screen")
    page.evaluate("[document.querySelector('details:has(.sources)'), document.querySelector('.sources details')]"
                  ".forEach(one => { one.open = true })")  # fmt: skip
    page.emulate_media(media="print")
    assert page.evaluate(PRINTED)["notes"] == page.locator(".sources details").first.locator("li[id]").count() > 0


def test_on_paper_the_number_beside_a_figure_is_that_of_its_source(built: Project, open_page: OpenPage) -> None:
    page = open_still(open_page, get_page(built, "en"))
    figure = page.locator(".answer a[href^='#e-']").first
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    note = page.locator(f"li[id='{figure.get_attribute('href')[1:]}']")
    source = note.locator("xpath=ancestor::details[1]")
    assert figure.get_attribute("data-note") == source.locator("summary").get_attribute("data-note")
    source.evaluate("one => { one.open = true }")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    number = figure.get_attribute("data-note")
    assert number == note.get_attribute("data-note")
    assert number.startswith(source.locator("summary").get_attribute("data-note") + ".")


def test_no_page_is_larger_than_330_kb(kinds: dict[str, Path]) -> None:
    sizes = {brief: path.stat().st_size for brief, path in kinds.items()}
    assert max(sizes.values()) <= MOST_BYTES, sizes


def test_the_pages_measured_are_all_that_are_declared(kinds: dict[str, Path]) -> None:
    assert set(BRIEFS) == set(kinds)
    assert {path.stem for path in (ROOT / "notebooks").glob("*.ipynb") if path.stem > "01"} == set(kinds)
