"""Figures of matplotlib as canvases: what becomes of their artists, and that they stay as they are."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dxlib.charts.backend import list_foreign_colors, render_figure
from dxlib.charts.canvas import Canvas
from dxlib.charts.theme import Color, Width
from tests.rendering import draw_svg

BLUE = Color.FIRST.light


@pytest.fixture
def axes() -> Axes:
    """An empty plot of the size of a wide chart."""
    return Figure((680 / 96, 340 / 96), layout="constrained").add_subplot()


def draw(axes: Axes, width: int | None = None) -> Canvas:
    figure = axes.figure
    assert isinstance(figure, Figure)
    return render_figure(figure, width=width)


def read_marks(canvas: Canvas) -> dict[str, tuple[str, str]]:
    return {text.text: (text.mark.attribute, text.mark.value) for text in canvas.texts if text.mark}


def test_a_line_keeps_its_points_its_colour_and_its_name(axes: Axes) -> None:
    axes.plot([2020, 2021, 2022], [10, 30, 20], color=BLUE, label="Việt Nam")
    (line,) = (stroke for stroke in draw(axes).strokes if stroke.role == "line")
    assert (line.name, line.pen.color, len(line.points), line.codes) == ("Việt Nam", Color.FIRST, 3, "")
    xs, ys = zip(*line.points, strict=True)
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=0.01)
    assert ys[1] - ys[0] == pytest.approx(2 * (ys[1] - ys[2]), abs=0.01)


def test_a_line_with_a_gap_is_two_lines(axes: Axes) -> None:
    axes.plot([1, 2, 3, 4, 5], [1, 2, np.nan, 2, 1], color=BLUE)
    assert [len(stroke.points) for stroke in draw(axes).strokes if stroke.role == "line"] == [2, 2]


def test_what_lies_outside_of_the_axes_is_cut_off(axes: Axes) -> None:
    axes.plot([0, 1, 2], [0, 100, 0], "o-", color=BLUE, label="a")
    axes.fill_between([0, 1, 2], [0, 100, 0], color=BLUE)
    axes.set_ylim(0, 50)
    canvas = draw(axes)
    top = max(y for stroke in canvas.strokes if stroke.role == "rule" for _, y in stroke.points)
    heights = [
        y for shape in (*canvas.strokes, *canvas.fills) for _, y in shape.points if shape.role in ("line", "area")
    ]
    assert max(heights) == pytest.approx(top, abs=0.1)
    assert len(canvas.markers) == 2


def test_points_of_a_scatter_stand_where_matplotlib_has_them(axes: Axes) -> None:
    axes.scatter([1, 2, 4], [3, 5, 4], color=BLUE, label="provinces")
    canvas = draw(axes)
    assert [(marker.role, marker.name, marker.shape) for marker in canvas.markers] == [("point", "provinces", "o")] * 3
    axes.figure.set_dpi(96)
    axes.figure.draw_without_rendering()
    xs = [marker.x for marker in canvas.markers]
    assert (xs[2] - xs[1]) / (xs[1] - xs[0]) == pytest.approx(2, abs=0.01)


def test_bars_have_their_role_and_stay_upright(axes: Axes) -> None:
    axes.bar(["a", "b"], [1, 2], color=BLUE, label="share")
    bars = [fill for fill in draw(axes).fills if fill.role == "bar"]
    assert [(bar.is_upright, bar.color) for bar in bars] == [(True, Color.FIRST)] * 2
    low, high = (bar.points[1][1] - bar.points[0][1] for bar in bars)
    assert high == pytest.approx(2 * low, abs=0.01)


def test_what_stands_in_a_legend_is_no_data(axes: Axes) -> None:
    axes.plot([1, 2], [1, 2], "o-", color=BLUE, label="line")
    axes.scatter([1, 2], [2, 1], color=BLUE, label="points")
    axes.legend()
    canvas = draw(axes)
    assert sorted(marker.role for marker in canvas.markers) == ["key", "key", *["point"] * 4]
    assert [stroke.role for stroke in canvas.strokes].count("line") == 1


def test_ticks_carry_their_values_and_periods_their_codes(axes: Axes) -> None:
    axes.plot([2020, 2021, 2022], [0, 1500, 3000], color=BLUE)
    axes.set_xticks([2020, 2021, 2022])
    axes.set_yticks([0, 1000, 2000, 3000])
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f} %")
    assert read_marks(draw(axes)) == {
        "2020": ("data-period", "2020"), "2021": ("data-period", "2021"), "2022": ("data-period", "2022"),
        "0 %": ("data-tick", "0"), "1,000 %": ("data-tick", "1000"), "2,000 %": ("data-tick", "2000"),
        "3,000 %": ("data-tick", "3000"),
    }  # fmt: skip


def test_categories_are_no_values_whatever_digits_they_hold(axes: Axes) -> None:
    axes.bar(["Top 10", "G7"], [1, 2], color=BLUE)
    axes.set_yticks([])
    assert read_marks(draw(axes)) == {}


def test_quarters_on_an_axis_of_names_are_periods(axes: Axes) -> None:
    axes.bar(["2024-Q1", "2024-Q2"], [1, 2], color=BLUE)
    axes.set_yticks([0, 1, 2], ["none", "1 %", "2 of 3"])
    assert read_marks(draw(axes)) == {
        "2024-Q1": ("data-period", "2024-Q1"), "2024-Q2": ("data-period", "2024-Q2"), "1 %": ("data-tick", "1"),
    }  # fmt: skip


def test_an_outline_around_a_text_becomes_the_halo_and_stays_with_the_artist(axes: Axes) -> None:
    effect = patheffects.withStroke(linewidth=3, foreground="white")
    label = axes.text(0.5, 0.5, "Đồng bằng", path_effects=[effect])
    (text,) = (text for text in draw(axes).texts if text.text == "Đồng bằng")
    assert text.halo
    assert label.get_path_effects() == [effect]


def test_a_figure_stays_as_it_is(axes: Axes) -> None:
    (line,) = axes.plot([1, 2], [1, 2], gid="own")
    figure = axes.figure
    canvas, dpi, size = figure.canvas, figure.dpi, tuple(figure.get_size_inches())
    draw(axes, 330)
    assert (figure.canvas, figure.dpi, tuple(figure.get_size_inches()), line.get_gid()) == (canvas, dpi, size, "own")


def test_a_figure_stays_as_it_is_when_drawing_fails(axes: Axes, monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = axes.plot([1, 2], [1, 2], gid="own")
    label = axes.text(0, 0, "a", path_effects=[patheffects.Normal()])

    def fail(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(line, "draw", fail)
    with pytest.raises(ZeroDivisionError):
        draw(axes, 330)
    assert (line.get_gid(), len(label.get_path_effects()), axes.figure.dpi) == ("own", 1, 100)


@pytest.mark.parametrize("width", Width)
def test_a_figure_is_laid_out_for_each_width_with_texts_of_the_same_size(axes: Axes, width: Width) -> None:
    axes.set_title("A title", fontsize=12)
    canvas = draw(axes, width)
    assert (canvas.width, canvas.height) == (width.value, width.height)
    assert [text.size for text in canvas.texts if text.text == "A title"] == [16]


def test_texts_are_turned_and_aligned_as_asked(axes: Axes) -> None:
    axes.set_ylabel("per cent")
    (label,) = (text for text in draw(axes).texts if text.text == "per cent")
    assert (label.angle, label.align) == (90, "center")
    assert f'transform="rotate(-90 {label.x:.1f}' in draw_svg(draw(axes))


def test_colours_of_the_theme_become_classes_and_others_are_listed(axes: Axes) -> None:
    axes.plot([1, 2], [1, 2], color=Color.SECOND.light)
    assert list_foreign_colors(draw(axes)) == ()
    axes.plot([1, 2], [2, 1], color="tomato")
    axes.imshow(np.eye(2), extent=(1, 2, 1, 2), aspect="auto")
    canvas = draw(axes)
    assert list_foreign_colors(canvas) == ("#ff6347", "image")
    assert 'class="s-2" stroke="#a85100"' in draw_svg(canvas)


def test_a_formula_is_text_in_the_font_and_other_signs_are_outlines(axes: Axes) -> None:
    axes.set_title(r"$\sqrt{x^2}$")
    canvas = draw(axes)
    letters = {text.text: text for text in canvas.texts if text.text in "x2"}
    assert letters["2"].size < letters["x"].size
    assert letters["2"].y > letters["x"].y
    assert [fill.role for fill in canvas.fills].count("sign") == 2


def test_hatches_and_clip_paths_are_defined_under_the_name_of_the_drawing(axes: Axes) -> None:
    axes.bar([1], [1], color=BLUE, hatch="//")
    svg = draw_svg(draw(axes), name="c7")
    assert re.findall(r'<pattern id="([^"]+)"', svg) == ["c7-d0"]
    assert 'fill="url(#c7-d0)"' in svg


def test_a_figure_gives_the_same_bytes_each_time(axes: Axes) -> None:
    axes.scatter([1, 2], [1, 2], color=BLUE, alpha=0.5)
    assert draw_svg(draw(axes)) == draw_svg(draw(axes))


def test_numbers_over_classes_of_values_read_well_on_dark_pages(axes: Axes) -> None:
    for at, color in enumerate((Color.STEP_1, Color.STEP_5)):
        axes.add_patch(Rectangle((at, 0), 1, 1, color=color.light))
        axes.text(at + 0.5, 0.5, f"n{at}", ha="center")
    axes.set_xlim(0, 2)
    colors = {text.text: text.color for text in draw(axes).texts if text.text[0] == "n"}
    assert colors == {"n0": Color.INK, "n1": Color.PAPER}


def test_a_legend_that_reaches_over_the_side_makes_the_figure_narrower() -> None:
    figure = Figure((680 / 96, 340 / 96))
    figure.add_subplot().plot([1, 2, 3], label="a line with a long name")
    figure.legend(loc="center left", bbox_to_anchor=(0.98, 0.55))  # as seaborn.objects does
    canvas = render_figure(figure, width=330)
    (name,) = [text for text in canvas.texts if text.text == "a line with a long name"]
    assert name.ends[1] <= 331
    assert canvas.width == 330
