from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from dxlib.charts.canvas import Canvas, CanvasText
from dxlib.charts.ranking_change import RankingChart, draw_ranking_change
from dxlib.charts.series import Line
from dxlib.charts.svg import render_css, render_direction_css
from dxlib.charts.theme import DARK, LIGHT, Color, Width
from dxlib.charts.trend import TrendChart, draw_trend
from dxlib.language import Speaker
from tests.rendering import draw_svg

SVG = "{http://www.w3.org/2000/svg}"
BUDGET = 4_500


@pytest.fixture
def svgs(
    commerce: TrendChart, signatures: TrendChart, index: TrendChart, broken: TrendChart, ranking: RankingChart
) -> list[str]:
    """Every chart in both widths, as on one page."""
    charts = [draw_trend(chart, width) for chart in (commerce, signatures, index, broken) for width in Width]
    charts += [draw_ranking_change(ranking, width) for width in Width]
    return [draw_svg(figure, name=f"c{number}", title="A title") for number, figure in enumerate(charts)]


def test_no_chart_has_a_style_or_a_link_or_a_script(svgs: list[str]) -> None:
    for svg in svgs:
        tree = etree.fromstring(svg)
        assert {element.tag.removeprefix(SVG) for element in tree.iter()} <= {
            "svg",
            "title",
            "g",
            "path",
            "text",
        }
        for element in tree.iter():
            assert not {"style", "href", "tabindex", "onclick", "width", "height"} & set(element.attrib)


def test_every_numeral_in_a_chart_says_what_it_is(svgs: list[str], read: Any) -> None:
    assert [read.list_unmarked_numerals(svg) for svg in svgs] == [[]] * len(svgs)


def test_a_text_says_one_thing_only(svgs: list[str]) -> None:
    for text in (text for svg in svgs for text in etree.fromstring(svg).iter(f"{SVG}text")):
        assert sum(name.startswith("data-") for name in text.attrib) <= 1


def test_ids_are_unique_on_a_page_and_begin_with_the_name(svgs: list[str]) -> None:
    ids = [found for svg in svgs for found in re.findall(r' id="([^"]+)"', svg)]
    assert ids == [f"c{number}-t" for number in range(len(svgs))]


def test_every_class_has_a_rule(svgs: list[str]) -> None:
    rules = set(re.findall(r"\.chart-svg \.([\w-]+)\{", render_css()))
    used = {name for svg in svgs for names in re.findall(r'class="([^"]+)"', svg) for name in names.split()}
    assert used - {"chart-svg"} <= rules
    assert {"s-1", "f-1", "f-ink", "f-muted", "s-grid", "f-target", "s-paper"} <= used


def test_no_chart_is_larger_than_its_budget(svgs: list[str]) -> None:
    assert [len(svg.encode()) for svg in svgs if len(svg.encode()) > BUDGET] == []


def test_the_same_chart_gives_the_same_bytes(commerce: TrendChart) -> None:
    once, again = (draw_svg(draw_trend(commerce, Width.NARROW)) for _ in range(2))
    assert once == again


def test_coordinates_have_one_decimal_at_most(svgs: list[str]) -> None:
    assert [svg for svg in svgs if re.search(r'="[^"]*\d\.\d\d', svg)] == []


@pytest.mark.parametrize("width", Width)
def test_a_user_unit_is_a_css_pixel(commerce: TrendChart, width: Width) -> None:
    svg = draw_svg(draw_trend(commerce, width))
    assert svg.startswith('<svg class="chart-svg"')
    assert f'viewBox="0 0 {width.value} {width.height}"' in svg


def test_the_title_names_the_picture_and_is_escaped(commerce: TrendChart) -> None:
    tree = etree.fromstring(draw_svg(draw_trend(commerce, Width.WIDE), name="a", title="R&D <b>"))
    assert (tree.get("role"), tree.get("aria-labelledby")) == ("img", "a-t")
    assert (tree[0].tag, tree[0].get("id"), tree[0].text) == (f"{SVG}title", "a-t", "R&D <b>")


def test_vietnamese_stays_text(vietnamese: Speaker, make_series: Callable[..., Any]) -> None:
    lines = tuple(
        Line(name, make_series({"2020": 5, "2024": 9 + n}, area=name), emphasis=n == 0)
        for n, name in enumerate(("Đồng bằng sông Cửu Long", "Việt Nam"))
    )
    svg = draw_svg(draw_trend(TrendChart(lines, (), vietnamese, "PERCENT"), Width.WIDE))
    texts = [text.text for text in etree.fromstring(svg).iter(f"{SVG}text")]
    assert {"Đồng bằng sông Cửu Long", "Việt Nam"} <= set(texts)


def test_a_drawing_shows_itself_in_a_notebook(commerce: TrendChart) -> None:
    assert draw_trend(commerce, Width.WIDE)._repr_svg_().startswith('<svg class="chart-svg" xmlns=')


def test_the_style_sheet_gives_each_colour_for_light_dark_and_print() -> None:
    light, dark, paper = (line for line in render_css().splitlines() if "--c-paper:" in line)
    assert all(f"--c-{color}:{value}" in light and f"--c-{color}:{value}" in paper for color, value in LIGHT.items())
    assert all(f"--c-{color}:{value}" in dark for color, value in DARK.items())
    assert dark.startswith("@media (prefers-color-scheme:dark){")
    assert paper.startswith("@media print{")


def test_only_a_drawing_with_letters_that_run_to_the_left_has_a_rule_for_them() -> None:
    canvas = Canvas(330, 290)
    canvas.texts.append(CanvasText("日本 60%", 0, 10, Color.INK))
    assert render_direction_css(canvas) == ()
    canvas.texts.append(CanvasText("5.25 مليون", 0, 10, Color.INK))
    assert render_direction_css(canvas) == (".chart-svg text{unicode-bidi:plaintext}",)
