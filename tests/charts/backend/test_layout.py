"""A figure is laid out for a width, and has its own size and margins again afterwards."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from dxlib.charts.backend.layout import MeasuringCanvas, narrow, resize
from dxlib.charts.theme import Width, measure_text


def read_margins(figure: Figure) -> tuple[float, ...]:
    return tuple(getattr(figure.subplotpars, side) for side in ("left", "right", "bottom", "top", "wspace", "hspace"))


@pytest.mark.parametrize("width", Width)
def test_heights_of_the_house_follow_from_its_widths(width: Width) -> None:
    with resize(Figure((680 / 96, 340 / 96)), width) as pixels:
        assert pixels == (width, width.height)


def test_a_figure_without_a_width_keeps_its_own_at_96_pixels_an_inch() -> None:
    figure = Figure((5, 2), dpi=200)
    with resize(figure, None) as pixels:
        assert pixels == (480, 192)
        assert figure.dpi == 96
    assert figure.dpi == 200


def test_a_figure_that_was_laid_out_once_is_laid_out_anew_and_has_its_margins_again() -> None:
    figure = Figure((680 / 96, 340 / 96))
    axes = figure.add_subplot()
    axes.set_yticks([0, 1], ["a rather long name", "b"])
    before = read_margins(figure)
    with resize(figure, 330):
        renderer = MeasuringCanvas(figure).get_renderer()
        labels = [label.get_window_extent(renderer).x0 for label in axes.get_yticklabels()]
        assert min(labels) >= 0
        assert read_margins(figure) != before
    assert read_margins(figure) == before


def test_axes_at_a_place_of_their_own_stay_there() -> None:
    figure = Figure((680 / 96, 340 / 96))
    axes = figure.add_axes((0.1, 0.2, 0.3, 0.4))
    with resize(figure, 330):
        assert axes.get_position().bounds == pytest.approx((0.1, 0.2, 0.3, 0.4))


def test_texts_are_measured_in_the_font_of_the_page() -> None:
    figure = Figure()
    label = figure.text(0, 0, "Đồng bằng", fontsize=9.75)
    assert label.get_window_extent(MeasuringCanvas(figure).get_renderer()).width == pytest.approx(
        measure_text("Đồng bằng"), abs=0.01
    )


def test_a_legend_at_the_right_side_has_room_beside_the_axes() -> None:
    figure = Figure((680 / 96, 340 / 96))
    axes = figure.add_subplot()
    axes.plot([1, 2], label="a line")
    legend = figure.legend(loc="center right")
    left = figure.legend(loc="center left")
    with resize(figure, 330):
        renderer = MeasuringCanvas(figure).get_renderer()
        right = axes.get_window_extent(renderer).x1
        assert 165 < right <= legend.get_window_extent(renderer).x0
        assert left.get_window_extent(renderer).x0 < 165  # which takes no room


def test_a_figure_of_its_own_layout_is_not_laid_out_twice() -> None:
    figure = Figure((680 / 96, 340 / 96), layout="constrained")
    figure.add_subplot()
    before = read_margins(figure)
    with resize(figure, 330):
        assert read_margins(figure) == before
    plain = Figure((680 / 96, 340 / 96))
    plain.add_subplot()
    with resize(plain, 680):
        assert read_margins(plain) == read_margins(Figure())


def test_a_narrower_figure_leaves_room_for_what_reaches_over_its_side() -> None:
    figure = Figure((680 / 96, 340 / 96))
    figure.add_subplot()
    narrow(figure, 680, 340, 95)
    width, height = figure.get_size_inches() * 96
    assert height == pytest.approx(340)
    # The legend moves by a part of what the figure loses.
    assert 680 - 110 < width < 680 - 95
