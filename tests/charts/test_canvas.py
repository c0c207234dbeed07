"""The canvas: shapes and texts, and the SVG that becomes of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from lxml import etree

from dxlib.charts import marks
from dxlib.charts.canvas import Align, Canvas, CanvasText, Fill, Hatch, Marker, Pen, Stroke
from dxlib.charts.labels import Box
from dxlib.charts.theme import Color, measure_text
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
    # They lean by 45 degrees, stand at equal distances, and reach from side to side.
    assert {round((x1 - x0) - (y1 - y0), 6) for (x0, y0), (x1, y1) in lines} == {0}
    steps = [x - y for (x, y), _ in lines]
    assert {round(other - one, 6) for one, other in pairwise(steps)} == {5}
    assert all(x0 == 10 or y0 == 20 for (x0, y0), _ in lines)
    assert all(x1 == 40 or y1 == 36 for _, (x1, y1) in lines)
    assert steps[0] - 5 <= 10 - 36 < steps[0]
    assert steps[-1] < 40 - 20 <= steps[-1] + 5
    (frame,) = (stroke for stroke in canvas.strokes if stroke.role == "hatching")
    assert (min(frame.points), max(frame.points)) == ((10.5, 20.5), (39.5, 35.5))
    assert {stroke.pen.color for stroke in canvas.strokes} == {Color.FAINT}


def test_a_frame_goes_round_its_box_and_is_closed() -> None:
    canvas = Canvas(100, 100)
    canvas.add_frame(Box(1, 2, 3, 4), Pen(Color.INK, 2), layer=4, role="own", name="a")
    (frame,) = canvas.strokes
    assert frame.points == ((1, 2), (3, 2), (3, 4), (1, 4), (1, 2))
    assert (frame.pen, frame.layer, frame.role, frame.name) == (Pen(Color.INK, 2), 4, "own", "a")


@pytest.mark.parametrize(("align", "left"), [("left", 50), ("center", 37), ("right", 24)])
def test_a_text_has_its_ends_where_it_is_aligned(align: Align, left: float) -> None:
    ends = CanvasText("2024", 50, 10, Color.INK, align=align).ends
    assert ends[1] - ends[0] == pytest.approx(measure_text("2024"))
    assert ends[0] == pytest.approx(left, abs=0.5)


def test_paints_are_those_that_are_seen() -> None:
    canvas = Canvas(100, 100)
    square, hatch = ((0.0, 0.0), (9.0, 9.0)), Hatch(9, ((0, 0), (9, 9)), "ML", Pen(Color.MUTED))
    canvas.fills += [Fill(square, Color.PALE, opacity=0, hatch=hatch), Fill(square, Color.GRID)]
    canvas.strokes.append(Stroke(square, Pen(Color.INK)))
    rim = Pen(Color.TARGET)
    canvas.markers += [
        Marker(0, 0, "o", 3, Color.FIRST),
        Marker(0, 0, "o", 3, Color.SECOND, hollow=True),
        Marker(0, 0, "o", 3, Color.THIRD, hollow=True, rim=rim),
        Marker(0, 0, "o", 3, Color.FOURTH, rim=rim),
    ]
    canvas.texts.append(CanvasText("a", 0, 0, Color.FAINT))
    assert list(canvas.list_paints()) == [
        Color.MUTED, Color.GRID, Color.INK, Color.FIRST, Color.SECOND, Color.TARGET, Color.FOURTH, Color.TARGET,
        Color.FAINT,
    ]  # fmt: skip


def test_a_rectangle_of_two_corners_has_four_in_its_outline() -> None:
    triangle = ((0.0, 0.0), (9.0, 0.0), (5.0, 9.0))
    assert Fill(((1, 2), (3, 4)), Color.INK).outline == ((1, 2), (3, 2), (3, 4), (1, 4))
    assert Fill(triangle, Color.INK).outline == triangle
