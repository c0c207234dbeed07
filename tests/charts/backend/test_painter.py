"""Shapes share a layer unless one drawn between them would come to lie elsewhere."""

from __future__ import annotations

from dxlib.charts.backend.outlines import MarkerShape, Run
from dxlib.charts.backend.painter import Painter
from dxlib.charts.backend.roles import Role
from dxlib.charts.canvas import Canvas, Pen
from dxlib.charts.labels import Box
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


def test_signs_share_a_layer_until_their_rims_lie_on_each_other() -> None:
    for distance, is_shared in ((8.5, True), (7.5, False)):
        painter = Painter(Canvas(100, 100))
        for at, color in enumerate((Color.FIRST, Color.SECOND, Color.FIRST)):
            painter.add_markers(DISC, [(distance * at, 5)], (color, 1), Pen(Color.INK, 2), POINT)
        layers = [marker.layer for marker in painter.canvas.markers]
        assert (layers[0] == layers[2]) == is_shared


def test_lines_share_a_layer_until_they_cross_another() -> None:
    for height, is_shared in ((2.5, True), (1.5, False)):
        painter = Painter(Canvas(100, 100))
        for at, color in enumerate((Color.FIRST, Color.SECOND, Color.FIRST)):
            run = Run(((0.0, height * at), (50.0, height * at)), "ML")
            painter.add_lines([run], Pen(color, 2), Role("line"))
        layers = [stroke.layer for stroke in painter.canvas.strokes]
        assert (layers[0] == layers[2]) == is_shared


def test_rectangles_of_another_height_and_images_have_layers_of_their_own() -> None:
    painter = Painter(Canvas(100, 100))
    for x, side in ((0, 10), (20, 10), (40, 12)):
        painter.add_area(make_square(x, 0, side), (Color.FIRST, 1), Role("bar"), None, None)
    first, second, third = (fill.layer for fill in painter.canvas.fills)
    assert first == second != third
    for x in (0, 50):
        painter.add_picture(Box(x, 50, x + 10, 60), b"png", Role("picture"), None)
    one, other = painter.canvas.pictures
    assert one.layer != other.layer
    assert (one.x0, one.y0, one.x1, one.y1, one.png) == (0, 50, 10, 60, b"png")


def test_an_area_of_several_pieces_keeps_its_letters_and_one_of_straight_sides_needs_none() -> None:
    painter = Painter(Canvas(100, 100))
    triangle = Run(((0.0, 0.0), (9.0, 0.0), (5.0, 9.0)), "MLLZ")
    painter.add_area([triangle], (Color.FIRST, 1), Role("area"), None, None)
    painter.add_area([triangle, triangle], (Color.FIRST, 1), Role("area"), None, None)
    assert [fill.codes for fill in painter.canvas.fills] == ["", "MLLZMLLZ"]


def test_a_disc_keeps_a_rim_that_looks_otherwise() -> None:
    painter = Painter(Canvas(100, 100))
    for opacity, color, rim_opacity in ((1, Color.FIRST, 0.5), (0.5, Color.FIRST, 1), (1, Color.INK, 1)):
        painter.add_markers(DISC, [(5, 5)], (Color.FIRST, opacity), Pen(color, 1, opacity=rim_opacity), POINT)
    assert [(marker.radius, marker.rim is not None) for marker in painter.canvas.markers] == [(3, True)] * 3


def test_a_square_with_a_rim_of_its_own_colour_keeps_its_corners() -> None:
    painter = Painter(Canvas(100, 100))
    painter.add_markers(MarkerShape("s", 3), [(5, 5)], (Color.FIRST, 1), Pen(Color.FIRST, 1), POINT)
    assert [(marker.radius, marker.rim) for marker in painter.canvas.markers] == [(3, Pen(Color.FIRST, 1))]
