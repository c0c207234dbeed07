"""What only the matplotlib backend draws, as elements of SVG."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dxlib.charts.canvas import Canvas, CanvasText, Clip, Fill, Hatch, Marker, Pen, Raster, Stroke
from dxlib.charts.paints import Mix
from dxlib.charts.theme import Color
from tests.rendering import draw_svg

TRIANGLE = ((10.0, 10.0), (50.0, 10.0), (30.0, 40.0))


def draw(*shapes: Any) -> str:
    canvas = Canvas(100, 100)
    homes = {
        Fill: canvas.fills,
        Stroke: canvas.strokes,
        Marker: canvas.markers,
        CanvasText: canvas.texts,
        Raster: canvas.pictures,
    }
    for shape in shapes:
        homes[type(shape)].append(shape)
    return draw_svg(canvas, name="c")


def test_curves_are_written_by_their_letters() -> None:
    stroke = Stroke(((0, 0), (10, 0), (10, 10), (0, 10), (5, 5), (0, 0)), Pen(Color.INK), codes="MQQCCCZ")
    assert 'd="M0 100Q10 100 10 90C0 90 5 95 0 100Z"' in draw(stroke)


def test_a_mixture_has_no_class() -> None:
    mix = Mix(Color.FIRST, 30, Color.PAPER)
    assert f'<path fill="{mix.css}" d=' in draw(Fill(TRIANGLE, mix))


def test_what_is_seen_through_stands_apart_so_that_overlaps_are_darker() -> None:
    fills = [Fill(tuple((x + at, y) for x, y in TRIANGLE), Color.FIRST, opacity=0.5) for at in (0, 10)]
    assert re.search(r'<g class="f-1" fill="#0f5499" fill-opacity=".5">(<path d="[^"]+"/>){2}</g>', draw(*fills))
    opaque = [Fill(fill.points, Color.FIRST) for fill in fills]
    assert draw(*opaque).count("<path") == 1


def test_lines_that_are_seen_through_stand_apart_too() -> None:
    pen = Pen(Color.FIRST, opacity=0.5)
    svg = draw(*(Stroke(((0, at), (90, 90 - at)), pen) for at in (10, 80)))
    assert re.search(r'<g class="s-1" stroke="#0f5499" stroke-opacity=".5">(<path d="[^"]+"/>){2}</g>', svg)


def test_a_marker_with_a_rim_is_a_circle_with_both_classes() -> None:
    marker = Marker(20, 30, "o", 3.25, Color.FIRST, rim=Pen(Color.PAPER, 0.5))
    expected = (
        '<circle class="f-1 s-paper" fill="#0f5499" stroke="#ffffff" stroke-width="0.5" cx="20" cy="70" r="3.25"/>'
    )
    assert expected in draw(marker)


def test_a_hollow_marker_with_a_rim_shows_what_is_under_it() -> None:
    svg = draw(Marker(20, 30, "o", 3, Color.FIRST, hollow=True, rim=Pen(Color.FIRST)))
    assert '<circle class="s-1" stroke="#0f5499" cx=' in svg


def test_a_sign_of_another_shape_stands_around_its_point() -> None:
    assert 'd="M18 70H22"' in draw(
        Marker(20, 30, "", 2, Color.INK, True, rim=Pen(Color.INK), outline=((-2, 0), (2, 0)), codes="ML")
    )


def test_a_hatch_is_a_pattern_and_the_area_under_it_may_be_missing() -> None:
    hatch = Hatch(10, ((0, 0), (10, 10)), "ML", Pen(Color.MUTED))
    svg = draw(Fill(TRIANGLE, Color.FIRST, opacity=0, hatch=hatch))
    pattern = '<pattern id="c-d0" width="10" height="10" patternUnits="userSpaceOnUse">'
    assert f'<defs>{pattern}<path class="s-muted" stroke="#59646e" d="M0 10L10 0"/></pattern></defs>' in svg
    assert svg.count('fill="url(#c-d0)"') == 1
    assert "f-1" not in svg


def test_a_clip_path_is_defined_once() -> None:
    clip = Clip(((0, 0), (50, 0), (50, 50)), "MLLZ")
    svg = draw(*(Stroke(((0, at), (90, at)), Pen(Color.INK), clip=clip) for at in (10, 20)))
    assert svg.count('<clipPath id="c-d0"><path d="M0 100H50V50Z"/></clipPath>') == 1
    assert 'clip-path="url(#c-d0)" d="M0 90H90M0 80H90"' in svg


def test_an_image_is_inside_as_png() -> None:
    svg = draw(Raster(10, 20, 40, 60, b"\x89PNG"))
    assert (
        '<image x="10" y="40" width="30" height="40" preserveAspectRatio="none" href="data:image/png;base64,iVBORw=="/>'
        in svg
    )


def test_a_cell_keeps_to_whole_pixels() -> None:
    assert 'shape-rendering="crispEdges"' in draw(Fill(((0, 0), (10, 10)), Color.STEP_1, crisp=True))


@pytest.mark.parametrize(("angle", "written"), [(90, "rotate(-90 20 70)"), (30.0, "rotate(-30 20 70)")])
def test_a_text_is_turned_around_its_point(angle: float, written: str) -> None:
    assert f'transform="{written}"' in draw(CanvasText("a", 20, 30, Color.INK, angle=angle))


def test_a_hollow_marker_has_its_inside_over_its_rim_and_under_what_comes_next() -> None:
    markers = [
        Marker(10, 10, shape, 3, color, hollow=True, layer=layer)
        for shape, color, layer in (("o", Color.FIRST, 5.0), ("D", Color.SECOND, 5.5))
    ]
    assert re.findall(r'class="[sf]-(\w+)"', draw(*markers)) == ["1", "paper", "2", "paper"]


def test_a_hollow_diamond_is_two_areas_and_a_square_about_as_large_as_a_disc() -> None:
    rim, inside = re.findall(r'd="M10 ([\d.]+)L', draw(Marker(10, 10, "D", 3, Color.FIRST, hollow=True)))
    assert (float(rim) - float(inside)) == pytest.approx(1.6, abs=0.11)
    svg = draw(Marker(10, 10, "s", 5, Color.FIRST), Marker(40, 10, "o", 5, Color.SECOND))
    (square, cap), (disc, other) = re.findall(r'stroke-width="([\d.]+)" stroke-linecap="(\w+)"', svg)
    assert (cap, other) == ("square", "round")
    assert float(square) ** 2 == pytest.approx(3.1416 * (float(disc) / 2) ** 2, rel=0.04)


def test_a_sign_that_is_seen_through_is_so_inside_only() -> None:
    svg = draw(Marker(20, 30, "o", 3, Color.FIRST, rim=Pen(Color.INK), opacity=0.5))
    assert 'fill-opacity=".5"' in svg
    assert "stroke-opacity" not in svg
    hollow = draw(Marker(20, 30, "o", 3, Color.FIRST, hollow=True, rim=Pen(Color.INK, opacity=0.5), opacity=0.5))
    assert "fill-opacity" not in hollow
    assert 'stroke-opacity=".5"' in hollow


@pytest.mark.parametrize(
    ("points", "written"),
    [
        (((0, 0), (10, 0), (10, 20), (30, 40)), "M0 100H10V80L30 60"),
        (((5, 5), (5, 50), (60, 50)), "M5 95V50H60"),
        (((5, 5.04), (50, 4.96)), "M5 95H50"),
    ],
)
def test_lines_along_the_axes_have_short_forms(points: tuple[tuple[float, float], ...], written: str) -> None:
    assert f'd="{written}"' in draw(Stroke(points, Pen(Color.INK)))
    codes = "M" + "L" * (len(points) - 1)
    assert f'd="{written}"' in draw(Stroke(points, Pen(Color.INK), codes=codes))


def test_a_rectangle_is_a_line_as_thick_as_it_is_high() -> None:
    svg = draw(Fill(((10, 20), (40, 60)), Color.FIRST))
    assert 'stroke-width="40" d="M10 60H40"' in svg
    hatch = Hatch(10, ((0, 0), (10, 10)), "ML", Pen(Color.MUTED))
    assert 'd="M10 80H40V40H10z"' in draw(Fill(((10, 20), (40, 60)), Color.FIRST, hatch=hatch))


def test_areas_lie_under_lines_of_their_layer_and_these_under_markers() -> None:
    svg = draw(
        Marker(5, 5, "o", 3, Color.THIRD, layer=1.0),
        Stroke(((0, 0), (9, 9)), Pen(Color.SECOND)),
        Fill(TRIANGLE, Color.FIRST),
    )
    assert re.findall(r'class="[sf]-(\w+)"', svg) == ["1", "2", "3"]


def test_each_of_several_closed_pieces_begins_anew() -> None:
    points = ((0, 0), (9, 0), (9, 9), (20, 0), (29, 0), (29, 9))
    assert 'd="M0 100H9V91ZM20 100H29V91Z"' in draw(Fill(points, Color.FIRST, codes="MLLZMLLZ"))
