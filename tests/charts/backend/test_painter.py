"""Shapes share a layer unless one drawn between them would come to lie elsewhere."""

from __future__ import annotations

from dxlib.charts.backend.outlines import MarkerShape, Run
from dxlib.charts.backend.painter import Painter
from dxlib.charts.backend.roles import Role
from dxlib.charts.canvas import Canvas, Pen
from dxlib.charts.theme import Color

DISC = MarkerShape("o", 3)
POINT = Role("point", "a")


def make_square(x: float, y: float, side: float = 10) -> list[Run]:
    return [Run(((x, y), (x + side, y), (x + side, y + side), (x, y + side)), "MLLLZ")]


def test_shapes_apart_from_each_other_share_a_layer() -> None:
    painter = Painter(Canvas(100, 100))
    for x, color in ((0, Color.FIRST), (20, Color.SECOND), (40, Color.FIRST)):
        painter.add_area(make_square(x, 0), (color, 1), Role("bar"), None, None)
    first, second, third = painter.canvas.fills
    assert first.layer == third.layer != second.layer


def test_a_shape_over_another_one_comes_later() -> None:
    painter = Painter(Canvas(100, 100))
    for x, color in ((0, Color.FIRST), (5, Color.SECOND), (10, Color.FIRST)):
        painter.add_area(make_square(x, 0), (color, 1), Role("bar"), None, None)
    layers = [fill.layer for fill in painter.canvas.fills]
    assert layers == sorted(set(layers))


def test_a_disc_with_a_rim_of_its_own_colour_is_a_larger_disc() -> None:
    painter = Painter(Canvas(100, 100))
    painter.add_markers(DISC, [(5, 5)], (Color.FIRST, 1), Pen(Color.FIRST, 1), POINT)
    (marker,) = painter.canvas.markers
    assert (marker.radius, marker.rim, marker.role, marker.name) == (3.5, None, "point", "a")


def test_a_sign_without_an_inside_is_hollow_and_one_that_nobody_sees_is_left_out() -> None:
    painter = Painter(Canvas(100, 100))
    painter.add_markers(DISC, [(5, 5)], None, Pen(Color.INK), POINT)
    painter.add_markers(DISC, [(5, 5)], None, None, POINT)
    (marker,) = painter.canvas.markers
    assert (marker.hollow, marker.rim) == (True, Pen(Color.INK))


def test_points_over_each_other_keep_their_order() -> None:
    painter = Painter(Canvas(100, 100))
    for color in (Color.FIRST, Color.SECOND, Color.FIRST):
        painter.add_markers(DISC, [(5, 5)], (color, 1), None, POINT)
    assert [marker.layer for marker in painter.canvas.markers] == [0, 1, 2]


def test_cells_of_a_mesh_lie_on_one_layer_and_keep_to_whole_pixels() -> None:
    painter = Painter(Canvas(100, 100))
    for x, color in ((0, Color.STEP_1), (10, Color.STEP_2), (20, Color.STEP_1)):
        painter.add_area(make_square(x, 0), (color, 1), Role("cell", is_mesh=True), None, None)
    assert [(fill.layer, fill.crisp, fill.is_upright) for fill in painter.canvas.fills] == [(0, True, True)] * 3


def test_a_closed_outline_stays_closed_and_an_open_one_is_points_only() -> None:
    painter = Painter(Canvas(100, 100))
    painter.add_lines([*make_square(0, 0), Run(((0, 0), (5, 5)), "ML")], Pen(Color.INK), Role("line"))
    assert [stroke.codes for stroke in painter.canvas.strokes] == ["MLLLZ", ""]
