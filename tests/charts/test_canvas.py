"""The canvas: shapes and texts, and the SVG that becomes of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from dxlib.charts import marks
from dxlib.charts.canvas import Canvas, CanvasText, Marker, Pen, Stroke
from dxlib.charts.labels import Box
from dxlib.charts.theme import Color
from tests.rendering import draw_svg

SVG = "{http://www.w3.org/2000/svg}"


def test_marks_become_attributes(make_quantity: Callable[..., Any]) -> None:
    canvas = Canvas(100, 50)
    quantity = make_quantity("2024", 5)
    given = (marks.for_figure(quantity), marks.for_period("2024-Q1"), marks.for_tick(0.5), None)
    canvas.texts += [CanvasText(str(n), 0, 10 * n, Color.INK, mark=mark) for n, mark in enumerate(given)]
    found = [dict(text.attrib) for text in etree.fromstring(draw_svg(canvas)).iter(f"{SVG}text")]
    written = [{name: value for name, value in attributes.items() if name.startswith("data-")} for attributes in found]
    assert written == [{"data-q": quantity.key}, {"data-period": "2024-Q1"}, {"data-tick": "0.5"}, {}]


def test_what_looks_the_same_becomes_one_path() -> None:
    canvas = Canvas(100, 100)
    for y in (20, 40):
        canvas.strokes.append(Stroke(((0, y), (100, y)), Pen(Color.GRID)))
        canvas.markers.append(Marker(10, y, "o", 3, Color.FIRST))
    svg = draw_svg(canvas)
    assert svg.count("<path") == 2
    assert f'<path class="s-grid" stroke="{Color.GRID.light}" d="M0 80H100M0 60H100"/>' in svg
    assert 'stroke-width="6" stroke-linecap="round" d="M10 80h.01M10 60h.01"' in svg


def test_a_higher_layer_is_drawn_later() -> None:
    canvas = Canvas(100, 100)
    for layer, color in ((3, Color.FIRST), (1, Color.SECOND), (2, Color.THIRD)):
        canvas.add_box(Box(0, 0, 10, 10), color, layer=layer)
    assert re.findall(r'class="s-(\w+)"', draw_svg(canvas)) == ["2", "3", "1"]


def test_a_hollow_marker_shows_the_page_within_its_rim() -> None:
    canvas = Canvas(100, 100)
    canvas.markers.append(Marker(10, 10, "o", 3, Color.FIRST, hollow=True))
    rim, inside = re.findall(r'<path class="s-(\w+)"[^>]* stroke-width="([\d.]+)"', draw_svg(canvas))
    assert (rim, inside) == (("1", "7.6"), ("paper", "4.4"))


def test_what_is_not_known_is_hatched_within_its_bounds() -> None:
    canvas = Canvas(100, 100)
    canvas.add_hatching(Box(10, 20, 40, 36))
    lines = [stroke.points for stroke in canvas.strokes if stroke.role == "hatch"]
    assert len(lines) > 5
    assert all(10 <= x <= 40 and 20 <= y <= 36 for line in lines for x, y in line)
