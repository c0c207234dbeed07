"""The house's charts as ordinary figures: an artist for every shape, in its place and its colour."""

from __future__ import annotations

import io
from collections import Counter

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from PIL import Image

from dxlib.charts.as_figures import draw_as_figure
from dxlib.charts.backend import render_figure
from dxlib.charts.canvas import Canvas, CanvasText, Clip, Fill, Hatch, Marker, Pen, Raster, Stroke
from dxlib.charts.theme import Color, Width
from dxlib.charts.trend import TrendChart, draw_trend


def read_pixels(canvas: Canvas) -> np.ndarray:
    buffer = io.BytesIO()
    draw_as_figure(canvas).savefig(buffer, format="png", dpi=96)
    return np.asarray(Image.open(buffer).convert("RGB"))


@pytest.mark.parametrize("width", Width)
def test_every_shape_of_a_trend_is_an_artist(commerce: TrendChart, width: Width) -> None:
    canvas = draw_trend(commerce, width)
    figure = draw_as_figure(canvas)
    (axes,) = figure.axes
    assert tuple(figure.get_size_inches() * 96) == (canvas.width, canvas.height)
    roles = Counter(artist.get_gid() for artist in axes.get_children() if artist.get_gid())
    assert roles == Counter(shape.role for shape in (*canvas.fills, *canvas.strokes, *canvas.markers))
    assert [text.get_text() for text in axes.texts] == [text.text for text in canvas.texts]
    assert {text.get_fontproperties().get_name() for text in axes.texts} == {"Source Sans Pro"}


def test_a_house_chart_survives_the_way_to_a_figure_and_back(commerce: TrendChart) -> None:
    canvas = draw_trend(commerce, Width.WIDE)
    again = render_figure(draw_as_figure(canvas))
    places = {
        (text.text, text.align, round(text.x), round(text.y), text.color, text.bold, text.halo) for text in again.texts
    }
    assert places == {
        (text.text, text.align, round(text.x), round(text.y), text.color, text.bold, text.halo) for text in canvas.texts
    }
    lines = [stroke for stroke in canvas.strokes if stroke.role == "line"]
    for line in lines:
        assert any(
            stroke.pen.color == line.pen.color and len(stroke.points) == len(line.points)
            and np.allclose(stroke.points, line.points, atol=0.05)
            for stroke in again.strokes
        )  # fmt: skip


def test_shapes_have_their_place_and_their_colour_in_pixels() -> None:
    canvas = Canvas(100, 60)
    canvas.fills.append(Fill(((10, 10), (40, 30)), Color.FIRST))
    canvas.fills.append(Fill(((50, 10), (90, 10), (90, 50), (50, 50)), Color.SECOND, codes="MLLLZ"))
    canvas.markers.append(Marker(25, 45, "o", 8, Color.THIRD))
    canvas.strokes.append(Stroke(((0, 2), (100, 2)), Pen(Color.TARGET, 4)))
    pixels = read_pixels(canvas)
    assert pixels.shape == (60, 100, 3)
    found = [to_hex(pixels[60 - y, x] / 255) for x, y in ((20, 20), (70, 30), (25, 45), (50, 2), (45, 40))]
    assert found == [color.light for color in (Color.FIRST, Color.SECOND, Color.THIRD, Color.TARGET, Color.PAPER)]


def test_a_clip_a_hatch_and_an_image_are_kept() -> None:
    canvas = Canvas(100, 100)
    clip = Clip(((0, 0), (50, 0), (50, 100), (0, 100)), "MLLLZ")
    hatch = Hatch(10, ((0, 5), (10, 5)), "ML", Pen(Color.TARGET, 4))
    canvas.fills.append(Fill(((0, 60), (100, 100)), Color.FIRST, hatch=hatch, clip=clip))
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2), "#ff0000").save(buffer, format="PNG")
    canvas.pictures.append(Raster(0, 0, 20, 20, buffer.getvalue()))
    pixels = read_pixels(canvas)
    found = [to_hex(pixels[100 - y, x] / 255) for x, y in ((10, 10), (25, 91), (25, 95), (75, 91))]
    assert found == ["#ff0000", Color.FIRST.light, Color.TARGET.light, Color.PAPER.light]


def test_a_hatch_ends_where_its_area_does() -> None:
    canvas = Canvas(100, 100)
    hatch = Hatch(10, ((0, 5), (10, 5)), "ML", Pen(Color.TARGET, 4))
    canvas.fills.append(Fill(((23, 20), (47, 80)), Color.FIRST, hatch=hatch))
    row = read_pixels(canvas)[100 - 45]
    found = [to_hex(row[x] / 255) for x in (21, 30, 45, 49)]
    assert found == [Color.PAPER.light, Color.TARGET.light, Color.TARGET.light, Color.PAPER.light]


def test_a_text_with_a_halo_has_an_outline_and_lies_on_top() -> None:
    canvas = Canvas(100, 60)
    canvas.texts += [CanvasText("a", 10, 10, Color.INK, halo=True), CanvasText("b", 10, 10, Color.INK)]
    plain, clear = sorted(draw_as_figure(canvas).axes[0].texts, key=lambda text: text.get_zorder())
    assert (plain.get_text(), clear.get_text()) == ("b", "a")
    assert clear.get_path_effects()


def test_settings_of_the_notebook_do_not_move_anything() -> None:
    import matplotlib as mpl

    with mpl.rc_context({"figure.constrained_layout.use": True, "figure.dpi": 72}):
        figure = draw_as_figure(Canvas(330, 290))
        figure.draw_without_rendering()
    assert isinstance(figure, Figure)
    assert figure.axes[0].get_position().bounds == (0, 0, 1, 1)


def test_a_curved_line_stays_open_and_a_clipped_one_ends_at_its_clip() -> None:
    canvas = Canvas(100, 100)
    # From the lower left over the top to the lower right; nothing is drawn along the foot.
    canvas.strokes.append(Stroke(((10, 10), (10, 90), (90, 90), (90, 10)), Pen(Color.TARGET, 4), codes="MCCC"))
    clip = Clip(((0, 0), (50, 0), (50, 100), (0, 100)), "MLLLZ")
    canvas.strokes.append(Stroke(((5, 95), (95, 95)), Pen(Color.FIRST, 4), clip=clip))
    canvas.strokes.append(Stroke(((5, 30), (30, 50), (45, 30)), Pen(Color.FIRST, 4), clip=clip))
    pixels = read_pixels(canvas)
    assert to_hex(pixels[100 - 30, 25] / 255) == Color.PAPER.light
    found = [to_hex(pixels[100 - y, x] / 255) for x, y in ((50, 70), (50, 10), (20, 95), (80, 95))]
    assert found == [Color.TARGET.light, Color.PAPER.light, Color.FIRST.light, Color.PAPER.light]


def test_markers_have_their_size_and_hollow_ones_the_page_within_their_rim() -> None:
    canvas = Canvas(100, 100)
    canvas.markers += [
        Marker(20, 20, "o", 10, Color.FIRST, hollow=True),
        Marker(60, 20, "D", 10, Color.SECOND),
        Marker(20, 70, "s", 10, Color.THIRD),
        Marker(60, 70, "o", 10, Color.FOURTH, rim=Pen(Color.TARGET, 4)),
    ]
    pixels = read_pixels(canvas)

    def list_colors(*places: tuple[int, int]) -> list[str]:
        return [to_hex(pixels[99 - y, x] / 255) for x, y in places]

    paper = Color.PAPER.light
    assert list_colors((20, 20), (26, 20), (32, 20)) == [paper] * 3
    assert list_colors((29, 20)) != [paper]
    assert list_colors((60, 20), (67, 20), (67, 27)) == [Color.SECOND.light, Color.SECOND.light, paper]
    assert list_colors((20, 70), (27, 77), (31, 70)) == [Color.THIRD.light, Color.THIRD.light, paper]
    assert list_colors((60, 70), (69, 70), (73, 70)) == [Color.FOURTH.light, Color.TARGET.light, paper]


def test_dashes_are_as_long_as_on_the_page_whatever_the_width_of_their_line() -> None:
    for width in (2, 4):
        canvas = Canvas(100, 20)
        canvas.strokes.append(Stroke(((10, 10), (90, 10)), Pen(Color.INK, width, dash=(20, 10))))
        row = read_pixels(canvas)[10]
        dark = [x for x in range(100) if row[x].sum() < 380]
        assert dark == [*range(10, 30), *range(40, 60), *range(70, 90)]


def test_texts_lie_over_each_other_in_the_order_drawn() -> None:
    canvas = Canvas(100, 60)
    canvas.texts += [CanvasText(word, 10, 10, Color.INK) for word in ("a", "b", "c")]
    texts = sorted(draw_as_figure(canvas).axes[0].texts, key=lambda text: text.get_zorder())
    assert [text.get_text() for text in texts] == ["a", "b", "c"]
