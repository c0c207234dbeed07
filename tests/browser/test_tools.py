"""What readers do with a page: take its data and pictures, cite it, read charts by key and pointer; find it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from lxml import etree
from playwright.sync_api import Page

from dxlib.paths import Project
from tests.browser.axe import describe_violations
from tests.building import BRIEF, LANGUAGES, get_page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def download(page: Page, kind: str, chart: int = 0) -> tuple[str, str]:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    with page.expect_download() as info:
        page.locator("figure.chart").nth(chart).locator(f"[data-do={kind}]").click()
    return info.value.suggested_filename, info.value.path().read_bytes().decode("utf-8-sig")


def list_outside(alone: Page) -> list[str]:
    """Give the texts of a picture that reach over its edge."""
    found: list[str] = alone.evaluate(
        """() => { const frame = document.querySelector('svg').getBoundingClientRect();
          return [...document.querySelectorAll('text')].filter(text => { const box = text.getBoundingClientRect();
            return box.left < frame.left || box.right > frame.right || box.top < frame.top
              || box.bottom > frame.bottom }).map(text => text.textContent) }"""
    )
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_data_of_a_chart_are_those_of_its_table_with_exact_values_and_sources(
    built: Project, open_page: OpenPage, language: str
) -> None:
    page = open_page(get_page(built, language))
    name, text = download(page, "csv")
    assert name == f"reports-2025-{language}-{BRIEF}-1.csv"
    rows = list(csv.reader(io.StringIO(text)))
    start = rows.index([])
    about, head, data = rows[:start], rows[start + 1], rows[start + 2 :]
    assert head == [
        "series",
        "indicator",
        "area",
        "period",
        "kind",
        "value",
        "unit",
        "out_of",
        "shown",
        "flag",
        "source",
    ]
    chart = page.locator("figure.chart").first
    assert about[0] == [" ".join(chart.locator("h3").inner_text().split())]
    assert any(f"2025/{language}/{BRIEF}.html" in line[0] for line in about)
    assert any("Apache License 2.0" in line[0] for line in about)
    assert len(data) == chart.locator("table.twin a[href^='#e-']").count()
    for row in map(dict, (zip(head, cells, strict=True) for cells in data)):
        lines = csv.DictReader((built.clean / f"{row['indicator']}.csv").read_text("utf-8").splitlines())
        (line,) = [
            line
            for line in lines
            if (line["REF_AREA"], line["TIME_PERIOD"], line["KIND"], line["SOURCE"])
            == (row["area"], row["period"], row["kind"], row["source"])
        ]
        assert Decimal(row["value"]) == Decimal(line["OBS_VALUE"]).scaleb(int(line["UNIT_MULT"]))
        assert row["unit"] == line["UNIT_MEASURE"]


def test_an_n_of_n_has_a_column_and_nothing_can_become_a_formula(built: Project, open_page: OpenPage) -> None:
    page = open_page(get_page(built, "en"))
    count = page.locator("figure.chart").count()
    texts = [download(page, "csv", chart)[1] for chart in range(count)]
    rows = [row for text in texts for row in csv.reader(io.StringIO(text))]
    assert ["71", "193"] in [[row[5], row[7]] for row in rows if len(row) == 11]
    assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@", "\t")] == []


def test_the_picture_of_a_chart_stands_alone_with_title_source_and_light_colours(
    built: Project, open_page: OpenPage
) -> None:
    page = open_page(get_page(built, "vi"), color_scheme="dark")
    name, text = download(page, "svg", 2)
    assert name.endswith("-3.svg")
    root = etree.fromstring(text.encode())
    said = " ".join(" ".join(root.itertext()).split())
    chart = page.locator("figure.chart").nth(2)
    assert " ".join(chart.locator("h3").inner_text().split()).split(" (")[0] in said
    assert "Nguồn:" in said
    assert f"2025/vi/{BRIEF}.html" in said
    assert "var(--paper)" not in text
    assert re.findall(r'(?:href|src)="http', text) == []
    alone = page.context.new_page()
    alone.set_content(f"<body style='margin:0'>{text}</body>")
    ink = alone.evaluate("getComputedStyle(document.querySelector('.f-muted')).fill")
    assert ink == "rgb(89, 100, 110)"
    outside = list_outside(alone)
    alone.close()
    assert outside == []


@pytest.mark.parametrize(("language", "words"), [("ja", "数字で見る国、"), ("th", "ข้อความทดสอบ")])
def test_words_without_spaces_are_cut_at_the_edge_of_a_picture(
    built: Project, open_page: OpenPage, language: str, words: str
) -> None:
    page = open_page(get_page(built, "en"))
    page.evaluate(
        """([language, text]) => { document.documentElement.lang = language;
          document.querySelectorAll('figure.chart h3, .citation').forEach(one => { one.textContent = text }) }""",
        [language, words * 20],
    )
    _, text = download(page, "svg")
    alone = page.context.new_page()
    alone.set_content(f"<body style='margin:0'>{text}</body>")
    outside, said = list_outside(alone), "".join(alone.locator("text").all_text_contents())
    alone.close()
    page.reload()
    assert outside == []
    assert said.count(words * 20) == 2


def test_arrow_keys_step_through_the_figures_of_a_chart_and_say_them(built: Project, open_page: OpenPage) -> None:
    page = open_page(get_page(built, "en"))
    chart = page.locator("figure.chart").first
    slider = chart.get_by_role("slider")
    assert slider.get_attribute("aria-valuetext") == "Arrow keys step through the figures"
    slider.focus()
    said = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown", "End", "Home"):
        page.keyboard.press(key)
        said.append(slider.get_attribute("aria-valuetext"))
        assert chart.locator("output").inner_text() == said[-1]
    series = page.evaluate("[...document.querySelector('table.twin').tHead.rows[0].cells].map(one => one.textContent)")
    assert said[0].startswith(f"{series[1]}, first half of 2024: 42%")
    assert said[3].startswith(f"{series[2]}, ")
    assert len(set(said)) >= 5
    assert chart.locator("svg:visible .here circle").count() == 1
    page.keyboard.press("Escape")
    assert chart.locator(".here").count() == 0
    assert describe_violations(page) == []


def test_enter_opens_the_evidence_of_the_figure_that_was_stepped_to(built: Project, open_page: OpenPage) -> None:
    page = open_page(get_page(built, "en"))
    page.locator("figure.chart").first.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert "42%" in page.locator(".evidence-card").inner_text()


def test_a_pointer_near_a_point_shows_its_figure(built: Project, open_page: OpenPage) -> None:
    page = open_page(get_page(built, "en"))
    chart = page.locator("figure.chart").first
    chart.scroll_into_view_if_needed()
    x, y = page.evaluate(
        """() => { const svg = document.querySelector('.wide svg'); const box = svg.getBoundingClientRect();
          const [, x, y] = svg.dataset.at.split(' ')[0].split(',').map(Number);
          return [box.left + x * box.width / 680, box.top + y * box.width / 680] }"""
    )
    page.mouse.move(x + 4, y - 3)
    assert "42%" in chart.locator("output").inner_text()
    assert chart.locator("svg:visible .here text").text_content() == "42%"
    page.mouse.move(5, 5)
    assert chart.locator(".here").count() == 0


def test_without_a_script_there_are_table_and_notes_and_no_dead_buttons(built: Project, open_page: OpenPage) -> None:
    page = open_page(get_page(built, "en"), java_script_enabled=False)
    assert page.locator("button").count() == 0
    assert page.locator("[role=slider]").count() == 0
    assert page.locator("figure.chart details table").count() == page.locator("figure.chart").count()
    assert page.locator(".citation").is_visible()


def test_the_citation_can_be_copied(built: Project, open_page: OpenPage) -> None:
    page = open_page(get_page(built, "fr"))
    page.locator("button.copy").click()
    page.wait_for_function(
        "document.querySelector('.copy').textContent === 'Copié' || getSelection().toString().length > 20"
    )
    cited = " ".join(page.locator(".citation").inner_text().split())
    assert "Viet Nam. Synthèses sur la transformation numérique, édition 2025" in cited
    assert cited.endswith(f"2025/fr/{BRIEF}.html")


def test_the_index_is_searched_without_accents_and_by_address(built: Project, open_page: OpenPage) -> None:
    index = built.reports / "index.vi.html"
    page = open_page(index)
    found = page.locator(".list article:visible")
    assert found.count() == 1
    page.get_by_role("searchbox").fill("CHUYEN doi so cua viet nam")
    assert found.count() == 1
    assert page.locator(".found").inner_text() == "Số báo cáo tìm thấy: 1"
    page.get_by_role("searchbox").fill("không có gì")
    assert found.count() == 0
    assert page.locator(".found").inner_text() == "Không có báo cáo phù hợp."
    page.goto(f"{index.as_uri()}#brief={BRIEF}&edition=2025")
    assert found.count() == 1
    assert page.locator("select[name=brief]").input_value() == BRIEF
    assert page.messages == []
    assert [url for url in page.requests if not url.startswith(("data:", "file:"))] == []


def test_without_a_script_the_index_lists_every_page(built: Project, open_page: OpenPage) -> None:
    page = open_page(built.reports / "index.html", java_script_enabled=False)
    assert page.locator("form").is_hidden()
    page.locator(".list a").first.click()
    assert page.url.endswith(f"2025/en/{BRIEF}.html")


def test_a_page_leads_to_the_index_of_its_language(built: Project, open_page: OpenPage) -> None:
    page = open_page(get_page(built, "fr"))
    page.locator(".others a").click()
    assert page.url.endswith(f"/reports/index.fr.html#brief={BRIEF}")
    assert page.locator(".list article:visible").count() == 1
