"""A figure is laid out for a width, and has its own size and margins again afterwards."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from dxlib.charts.backend.layout import MeasuringCanvas, resize
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
