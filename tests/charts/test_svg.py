from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import unescape

import pytest
from lxml import etree
from matplotlib.figure import Figure

from dxlib.charts.ranking_change import RankingChart, draw_ranking_change
from dxlib.charts.series import Line
from dxlib.charts.svg import mark_figure, mark_period, mark_tick, render_css, render_svg
from dxlib.charts.theme import DARK, LIGHT, Color, Width, make_figure
from dxlib.charts.trend import TrendChart, draw_trend
from dxlib.language import Speaker

SVG = "{http://www.w3.org/2000/svg}"
BUDGET = 7_000


@pytest.fixture
def svgs(
    commerce: TrendChart, signatures: TrendChart, index: TrendChart, broken: TrendChart, ranking: RankingChart
) -> list[str]:
    """Every chart in both widths, as on one page."""
    charts = [draw_trend(chart, width) for chart in (commerce, signatures, index, broken) for width in Width]
    charts += [draw_ranking_change(ranking, width) for width in Width]
    return [render_svg(figure, name=f"c{number}", title="A title") for number, figure in enumerate(charts)]


def test_no_chart_has_a_style_or_a_link_or_a_script(svgs: list[str]) -> None:
    for svg in svgs:
        tree = etree.fromstring(svg)
        assert {element.tag.removeprefix(SVG) for element in tree.iter()} <= {
            "svg",
            "title",
            "g",
            "path",
            "circle",
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
    once, again = (render_svg(draw_trend(commerce, Width.NARROW), name="a", title="t") for _ in range(2))
    assert once == again


def test_coordinates_have_one_decimal_at_most(svgs: list[str]) -> None:
    assert [svg for svg in svgs if re.search(r'="[^"]*\d\.\d\d', svg)] == []


@pytest.mark.parametrize("width", Width)
def test_a_user_unit_is_a_css_pixel(commerce: TrendChart, width: Width) -> None:
    svg = render_svg(draw_trend(commerce, width), name="a", title="t")
    assert svg.startswith('<svg class="chart-svg"')
    assert f'viewBox="0 0 {width.value} {width.height}"' in svg


def test_the_title_names_the_picture_and_is_escaped(commerce: TrendChart) -> None:
    tree = etree.fromstring(render_svg(draw_trend(commerce, Width.WIDE), name="a", title="R&D <b>"))
    assert (tree.get("role"), tree.get("aria-labelledby")) == ("img", "a-t")
    assert (tree[0].tag, tree[0].get("id"), tree[0].text) == (f"{SVG}title", "a-t", "R&D <b>")


def test_vietnamese_stays_text(vietnamese: Speaker, make_series: Callable[..., Any]) -> None:
    lines = tuple(
        Line(name, make_series({"2020": 5, "2024": 9 + n}, area=name), emphasis=n == 0)
        for n, name in enumerate(("Đồng bằng sông Cửu Long", "Việt Nam"))
    )
    svg = render_svg(draw_trend(TrendChart(lines, (), vietnamese, "PERCENT"), Width.WIDE), name="a", title="t")
    texts = [text.text for text in etree.fromstring(svg).iter(f"{SVG}text")]
    assert {"Đồng bằng sông Cửu Long", "Việt Nam"} <= set(texts)


def test_marks_become_attributes(make_quantity: Callable[..., Any]) -> None:
    figure = make_figure(100, 50)
    quantity = make_quantity("2024", 5)
    texts = [figure.text(0.1, 0.1 * n, str(n)) for n in range(4)]
    mark_figure(texts[0], quantity)
    mark_period(texts[1], "2024-Q1")
    mark_tick(texts[2], 0.5)
    found = [dict(text.attrib) for text in etree.fromstring(render_svg(figure, name="a", title="t")).iter(f"{SVG}text")]
    marks = [{name: value for name, value in attributes.items() if name.startswith("data-")} for attributes in found]
    assert marks == [{"data-q": quantity.key}, {"data-period": "2024-Q1"}, {"data-tick": "0.5"}, {}]


def test_a_figure_drawn_elsewhere_is_rendered_and_left_as_it_was() -> None:
    figure = Figure(figsize=(4, 3), dpi=100)
    axes = figure.add_subplot()
    axes.plot([1, 2, 3], [1, 4, 9], color="red", alpha=0.5, label="a < b")
    axes.set_xlim(1.5, 2.5)
    axes.legend()
    svg = render_svg(figure, name="mine", title="t")
    tree = etree.fromstring(svg)
    assert figure.dpi == 100
    assert svg.count('stroke-opacity="0.5"') == 2
    assert "a < b" in {unescape(text.text) for text in tree.iter(f"{SVG}text")}
    assert [element.get("id") for element in tree.iter(f"{SVG}clipPath")] == ["mine-c0"]
    assert "url(#mine-c0)" in svg


def test_lines_that_look_the_same_become_one_path() -> None:
    figure = make_figure(100, 100)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_ylim(0, 1)
    axes.hlines([0.2, 0.4], 0, 1, color=Color.GRID.light, linewidth=1)
    svg = render_svg(figure, name="a", title="t")
    assert svg.count("<path") == 1
    assert f'class="s-grid" stroke="{Color.GRID.light}"' in svg
    assert re.search(r'd="M[\d.]+ 80H[\d.]+M[\d.]+ 60H[\d.]+"', svg)


def test_the_style_sheet_gives_each_colour_for_light_dark_and_print() -> None:
    light, dark, paper = (line for line in render_css().splitlines() if "--c-paper:" in line)
    assert all(f"--c-{color}:{value}" in light and f"--c-{color}:{value}" in paper for color, value in LIGHT.items())
    assert all(f"--c-{color}:{value}" in dark for color, value in DARK.items())
    assert dark.startswith("@media (prefers-color-scheme:dark){")
    assert paper.startswith("@media print{")
