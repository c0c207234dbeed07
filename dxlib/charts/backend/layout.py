"""The size of a figure while it is drawn, and its layout in that size; both are taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.figure import Figure
from matplotlib.layout_engine import PlaceHolderLayoutEngine, TightLayoutEngine

from dxlib.charts.backend.renderer import CanvasRenderer
from dxlib.charts.backend.roles import Cast

DPI: Final = 96
_FLATTER: Final = 0.22  # of a width that is halved, the height stays six sevenths: 680 by 340, 330 by 290
_ANCHOR: Final = 0.95  # a legend stands at a part of the width, and so moves less than the side does
_SIDES: Final = ("left", "bottom", "right", "top", "wspace", "hspace")


class MeasuringCanvas(FigureCanvasBase):
    """The canvas of a figure while it is laid out and drawn: texts are measured in the page's font."""

    def get_renderer(self) -> CanvasRenderer:
        """Give a renderer that measures; what it draws is not kept."""
        width, height = self.figure.get_size_inches() * DPI
        return CanvasRenderer(round(width), round(height), Cast())


@contextmanager
def resize(figure: Figure, width: int | None) -> Iterator[tuple[int, int]]:
    """Give a figure another size, and texts measured in the page's font, and take both back.

    Parameters
    ----------
    figure
        It has its own size, resolution, canvas and margins again afterwards.
    width
        In CSS pixels, or None for its own.

    Yields
    ------
    tuple of int
        Width and height in CSS pixels.
    """
    (own_width, height), dpi, canvas = figure.get_size_inches() * DPI, figure.dpi, figure.canvas
    size = (own_width / DPI, height / DPI)
    margins = {side: getattr(figure.subplotpars, side) for side in _SIDES}
    if width is not None:
        height *= (width / own_width) ** _FLATTER
    pixels = round(own_width if width is None else width), round(height)
    try:
        figure.dpi = DPI
        # forward=False leaves the window of the figure alone, if it has one.
        figure.set_size_inches(pixels[0] / DPI, pixels[1] / DPI, forward=False)
        # A canvas puts itself into its figure; the own one comes back at the end.
        MeasuringCanvas(figure)
        if pixels[0] != round(own_width):
            _make_room(figure)
        yield pixels
    finally:
        figure.set_canvas(canvas)
        figure.dpi = dpi
        figure.set_size_inches(size, forward=False)
        # Only where they were moved: subplots_adjust() warns of figures with a layout engine.
        if any(getattr(figure.subplotpars, side) != value for side, value in margins.items()):
            figure.subplots_adjust(**margins)


def narrow(figure: Figure, width: int, height: int, beyond: float) -> None:
    """Make a figure narrower by what reaches over its right side."""
    figure.set_size_inches((width - beyond / _ANCHOR) / DPI, height / DPI, forward=False)
    _make_room(figure)


def _make_room(figure: Figure) -> None:
    """Lay out anew what was laid out for another size, as seaborn's grids are; legends at the right stay there."""
    engine = figure.get_layout_engine()
    # seaborn lays its grids out once, for the size that they have then, and leaves a placeholder behind.
    is_fixed = engine is None or isinstance(engine, PlaceHolderLayoutEngine)
    if not is_fixed or not figure.axes or any(axes.get_subplotspec() is None for axes in figure.axes):
        return
    width = figure.get_size_inches()[0] * DPI
    ends = [legend.get_window_extent(MeasuringCanvas(figure).get_renderer()).x0 / width for legend in figure.legends]
    right = min((end for end in ends if 0.5 < end < 1), default=1.0)  # noqa: PLR2004  (in the right half)
    TightLayoutEngine(rect=(0, 0, right, 1)).execute(figure)
