"""The renderer: what matplotlib draws with it lies on the canvas, in CSS pixels, with what it stands for."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, IdentityTransform
from PIL import Image

from dxlib.charts.backend.renderer import CanvasRenderer
from dxlib.charts.backend.roles import BACKGROUND, POINT, Cast, Role
from dxlib.charts.theme import FONT_SIZE, Color, measure_text

SQUARE = Path([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)], closed=True)
LINE = Path([(0, 0), (10, 10)])


@pytest.fixture
def gc() -> GraphicsContextBase:
    """A context that draws in the first colour."""
    gc = GraphicsContextBase()
    gc.set_foreground(Color.FIRST.light)
    gc.set_linewidth(0.75)
    return gc


@pytest.fixture
def renderer() -> CanvasRenderer:
    """A renderer for a figure with points, a line and a background, each by the name of its group."""
    roles = {"p": Role(POINT, "scores"), "l": Role("line", "share"), "b": Role(BACKGROUND)}
    return CanvasRenderer(200, 100, Cast(roles))


def draw(renderer: CanvasRenderer, gc: GraphicsContextBase, path: Path, *groups: tuple[str, str], **more: Any) -> None:
    for name, gid in groups:
        renderer.open_group(name, gid)
    renderer.draw_path(gc, path, more.pop("transform", IdentityTransform()), **more)
    for name, _ in groups:
        renderer.close_group(name)


def test_sizes_are_those_of_the_page(renderer: CanvasRenderer) -> None:
    assert renderer.get_canvas_width_height() == (200, 100)
    assert renderer.points_to_pixels(9) == 12
    assert not renderer.flipy()
    assert renderer.option_image_nocomposite()


def test_an_area_and_its_outline_are_two_shapes(renderer: CanvasRenderer, gc: GraphicsContextBase) -> None:
    draw(renderer, gc, SQUARE, rgbFace=(1.0, 0.0, 0.0))
    (fill,), (stroke,) = renderer.canvas.fills, renderer.canvas.strokes
    assert set(fill.points) == {(0, 0), (10, 10)}  # a rectangle is told by two corners
    assert stroke.pen.color is Color.FIRST
    assert (fill.role, stroke.role) == ("rule", "rule")


def test_a_white_background_is_not_drawn_and_a_coloured_one_is(
    renderer: CanvasRenderer, gc: GraphicsContextBase
) -> None:
    gc.set_linewidth(0)
    draw(renderer, gc, SQUARE, ("patch", "b"), rgbFace=(1.0, 1.0, 1.0))
    assert renderer.canvas.fills == []
    draw(renderer, gc, SQUARE, ("patch", "b"), rgbFace=(1.0, 0.0, 0.0))
    draw(renderer, gc, SQUARE, rgbFace=(1.0, 1.0, 1.0))
    assert len(renderer.canvas.fills) == 2


def test_the_innermost_group_that_means_something_says_what_is_drawn(
    renderer: CanvasRenderer, gc: GraphicsContextBase
) -> None:
    draw(renderer, gc, LINE, ("axes", "a"), ("line2d", "l"), ("unknown", "x"))
    draw(renderer, gc, LINE, ("xtick", "t"))
    draw(renderer, gc, LINE)
    assert [(one.role, one.name) for one in renderer.canvas.strokes] == [("line", "share"), ("grid", ""), ("rule", "")]
    draw(renderer, gc, SQUARE, ("legend", ""), ("line2d", "l"), rgbFace=(1.0, 0.0, 0.0))
    assert renderer.canvas.fills[-1].role == "key"


def test_points_lie_where_they_are_moved_to_and_share_one_outline(
    renderer: CanvasRenderer, gc: GraphicsContextBase
) -> None:
    for x in (20, 50):
        moved = Affine2D().translate(x, 30)
        draw(renderer, gc, Path.unit_circle(), ("collection", "p"), transform=moved, rgbFace=(1.0, 0.0, 0.0))
    one, other = renderer.canvas.markers
    assert [(one.x, one.y), (other.x, other.y)] == [(20, 30), (50, 30)]
    assert (one.shape, one.radius, one.role, one.name) == (other.shape, other.radius, POINT, "scores")
    assert len(renderer._signs) == 1


def test_markers_outside_of_what_is_shown_and_those_without_a_place_are_left_out(
    renderer: CanvasRenderer, gc: GraphicsContextBase
) -> None:
    gc.set_clip_rectangle(Bbox([(0, 0), (100, 100)]))
    places = Path([(50, 50), (150, 50), (np.nan, 50), (100.5, 50)])
    renderer.open_group("line2d", "l")
    renderer.draw_markers(gc, Path.unit_circle(), IdentityTransform(), places, IdentityTransform(), (1.0, 0.0, 0.0))
    assert [one.x for one in renderer.canvas.markers] == [50, 100.5]
    assert {(one.role, one.name) for one in renderer.canvas.markers} == {(POINT, "share")}


def test_ticks_are_lines_and_a_sign_that_stands_for_nothing_is_an_area(
    renderer: CanvasRenderer, gc: GraphicsContextBase
) -> None:
    places = Path([(20, 0), (40, 0)])
    renderer.open_group("xtick", "")
    renderer.draw_markers(gc, Path([(0, 0), (0, -4)]), IdentityTransform(), places, IdentityTransform())
    renderer.close_group("xtick")
    assert renderer.canvas.markers == []
    assert [one.role for one in renderer.canvas.strokes] == ["tick"] * len(renderer.canvas.strokes)
    gc.set_linewidth(0)
    renderer.draw_markers(gc, SQUARE, IdentityTransform(), places, IdentityTransform(), (1.0, 0.0, 0.0))
    assert [min(x for x, _ in one.points) for one in renderer.canvas.fills] == [20, 40]


def test_an_image_stands_upright_and_has_two_pixels_for_one(renderer: CanvasRenderer, gc: GraphicsContextBase) -> None:
    image = np.zeros((4, 8, 4), np.uint8)
    image[0] = (255, 0, 0, 255)  # the lowest row, as y grows upwards
    renderer.draw_image(gc, 10, 20, image)
    (picture,) = renderer.canvas.pictures
    assert (picture.x0, picture.y0, picture.x1, picture.y1) == (10, 20, 14, 22)
    shown = np.asarray(Image.open(io.BytesIO(picture.png)))
    assert shown[-1, 0].tolist() == [255, 0, 0, 255]
    assert shown[0, 0].tolist() == [0, 0, 0, 0]
    renderer.draw_image(gc, 0, 0, image, Affine2D().scale(30, 40))
    assert (renderer.canvas.pictures[1].x1, renderer.canvas.pictures[1].y1) == (30, 40)


def test_triangles_have_the_mean_of_their_corners_colours(renderer: CanvasRenderer, gc: GraphicsContextBase) -> None:
    colors = [[(0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0, 1.0)]]
    renderer.draw_gouraud_triangles(gc, [[(0, 0), (10, 0), (5, 10)]], colors, IdentityTransform())
    (fill,) = renderer.canvas.fills
    assert fill.color is Color.INK
    assert set(fill.points) == {(0, 0), (10, 0), (5, 10)}
    assert renderer.canvas.strokes == []


def test_a_text_keeps_the_end_that_was_aligned(renderer: CanvasRenderer, gc: GraphicsContextBase) -> None:
    font = FontProperties(size=FONT_SIZE * 0.75)
    width = measure_text("Hà Nội")
    for align, shift in (("left", 0.0), ("center", width / 2), ("right", width)):
        label = Text(0, 0, "Hà Nội", ha=align)
        renderer.draw_text(gc, 20, 30, "Hà Nội", font, 0, mtext=label)
        text = renderer.canvas.texts[-1]
        assert (text.align, text.y, text.halo) == (align, 30, False)
        assert text.x == pytest.approx(20 + shift)
        assert renderer.labels[-1] == id(label)
    renderer.draw_text(gc, 20, 30, "Hà Nội", font, 90, mtext=Text(0, 0, "Hà Nội", ha="right"))
    assert (renderer.canvas.texts[-1].x, renderer.canvas.texts[-1].y) == pytest.approx((20, 30 + width))


def test_blank_texts_and_those_outside_are_left_out_and_halos_are_kept(gc: GraphicsContextBase) -> None:
    label, font = Text(0, 0, "a"), FontProperties(size=9)
    renderer = CanvasRenderer(200, 100, Cast({}, {id(label)}))
    gc.set_clip_rectangle(Bbox([(0, 0), (100, 100)]))
    for x, words in ((10, "  "), (150, "out"), (10, "in")):
        renderer.draw_text(gc, x, 10, words, font, 0, mtext=label)
    assert [(one.text, one.halo) for one in renderer.canvas.texts] == [("in", True)]


def test_a_formula_is_texts_and_areas_of_its_own(renderer: CanvasRenderer, gc: GraphicsContextBase) -> None:
    font = FontProperties(size=12)
    renderer.draw_text(gc, 20, 30, r"$\sqrt{R^2}$", font, 0, ismath=True)
    letters = [one.text for one in renderer.canvas.texts]
    assert letters == ["R", "2"]
    assert renderer.canvas.texts[1].y > renderer.canvas.texts[0].y
    assert renderer.labels == [0, 0]
    assert [one.role for one in renderer.canvas.fills] == ["sign"] * len(renderer.canvas.fills) != []


def test_texts_are_measured_as_the_page_sets_them(renderer: CanvasRenderer) -> None:
    font = FontProperties(size=FONT_SIZE * 0.75)
    width, height, descent = renderer.get_text_width_height_descent("Quảng Trị", font, ismath=False)
    assert width == measure_text("Quảng Trị")
    assert 0 < descent < height / 3
    plain = renderer.get_text_width_height_descent("x", font, ismath=False)
    formula = renderer.get_text_width_height_descent(r"$\frac{1}{2}$", font, ismath=True)
    assert formula[1] > plain[1]
    assert formula[2] > plain[2]
    # A formula without anything high is as high as the words beside it.
    assert renderer.get_text_width_height_descent("$x$", font, ismath=True)[1:] == plain[1:]


def test_an_area_of_which_only_the_hatching_is_seen_is_drawn(renderer: CanvasRenderer, gc: GraphicsContextBase) -> None:
    gc.set_hatch("/")
    gc.set_hatch_color(Color.SECOND.light)
    gc.set_linewidth(0)
    draw(renderer, gc, SQUARE)
    (fill,) = renderer.canvas.fills
    assert (fill.opacity, fill.hatch is not None) == (0, True)


def test_the_ground_of_a_figure_is_drawn_only_where_it_is_not_that_of_the_page(
    renderer: CanvasRenderer, gc: GraphicsContextBase
) -> None:
    gc.set_linewidth(0)
    draw(renderer, gc, SQUARE, ("patch", "b"), rgbFace=(1.0, 1.0, 1.0))
    assert renderer.canvas.fills == []
    draw(renderer, gc, SQUARE, rgbFace=(1.0, 1.0, 1.0))
    draw(renderer, gc, SQUARE, ("patch", "b"), rgbFace=(1.0, 0.0, 0.0))
    assert [fill.role for fill in renderer.canvas.fills] == ["rule", BACKGROUND]
