"""A matplotlib figure as a canvas: laid out for a width, drawn in the page's font and colours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.figure import Figure

from dxlib.charts.backend.colors import choose_text_paint
from dxlib.charts.backend.renderer import CanvasRenderer
from dxlib.charts.backend.roles import Cast, cast_roles, list_tick_marks
from dxlib.charts.canvas import Canvas, Fill, Text
from dxlib.charts.paints import Foreign, Mix, Paint
from dxlib.charts.theme import STEPS

DPI: Final = 96
_FLATTER: Final = 0.22  # of a width that is halved, the height stays six sevenths: 680 by 340, 330 by 290


class MeasuringCanvas(FigureCanvasBase):
    """The canvas of a figure while it is laid out and drawn: texts are measured in the page's font."""

    def get_renderer(self) -> CanvasRenderer:
        """Give a renderer that measures; what it draws is not kept."""
        width, height = self.figure.get_size_inches() * DPI
        return CanvasRenderer(round(width), round(height), Cast())


def render_figure(figure: Figure, *, width: int | None = None) -> Canvas:
    """Draw a matplotlib figure, also one of seaborn, on a canvas.

    Parameters
    ----------
    figure
        Stays as it is.
    width
        In CSS pixels, for which it is laid out anew: texts keep their size, and the height shrinks less than the width.
        None draws it in its own size, at 96 pixels an inch.

    Returns
    -------
    Canvas
        Its texts are texts in the page's font; colours of the theme follow dark pages. Points of scatters, markers of
        lines and lone points have the role ``point``, bars ``bar``, lines ``line``, bands and other areas ``area``,
        cells of a mesh ``cell``, and what stands in legends and colour bars ``key``. Tick labels carry the mark of
        their value or period.

    Notes
    -----
    Outlines around texts (matplotlib's path effects) become the halo of the canvas. Text lies over all shapes.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> figure = Figure()
    >>> _ = figure.add_subplot().plot([2020, 2021, 2022], [10, 30, 20], color="#0f5499")
    >>> canvas = render_figure(figure, width=330)
    >>> [(stroke.role, stroke.pen.color, len(stroke.points)) for stroke in canvas.strokes if stroke.role == "line"]
    [('line', <Color.FIRST: '1'>, 3)]
    """
    with _resize(figure, width) as (width_px, height_px), cast_roles(figure) as cast:
        renderer = CanvasRenderer(width_px, height_px, cast)
        figure.draw(renderer)
        canvas = renderer.canvas
        marks = list_tick_marks(figure)
    texts = zip(canvas.texts, renderer.labels, strict=True)
    canvas.texts[:] = [replace(text, mark=marks[label]) if label in marks else text for text, label in texts]
    _keep_legible(canvas)
    return canvas


@contextmanager
def _resize(figure: Figure, width: int | None) -> Iterator[tuple[int, int]]:
    """Give a figure another size, and texts measured in the page's font, and take both back."""
    (own_width, height), dpi, canvas = figure.get_size_inches() * DPI, figure.dpi, figure.canvas
    size = (own_width / DPI, height / DPI)
    if width is not None and own_width:
        height *= (width / own_width) ** _FLATTER
    pixels = round(own_width if width is None else width), round(height)
    try:
        figure.dpi = DPI
        figure.set_size_inches(pixels[0] / DPI, pixels[1] / DPI, forward=False)
        MeasuringCanvas(figure)
        yield pixels
    finally:
        figure.set_canvas(canvas)
        figure.dpi = dpi
        figure.set_size_inches(size, forward=False)


def list_foreign_colors(canvas: Canvas) -> tuple[str, ...]:
    """Give the colours that the theme does not know, in their order; these stay as they are on dark pages.

    Parameters
    ----------
    canvas
        Drawn by :func:`render_figure`. An image counts as the colour ``image``.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> figure = Figure()
    >>> _ = figure.add_subplot().plot([1, 2], color="tomato")
    >>> list_foreign_colors(render_figure(figure))
    ('#ff6347',)
    """
    paints = [paint.light for paint in _list_paints(canvas) if isinstance(paint, Foreign)]
    return tuple(dict.fromkeys([*paints, *("image" for _ in canvas.pictures)]))


def _list_paints(canvas: Canvas) -> Iterator[Paint]:
    for fill in canvas.fills:
        yield from (fill.color,) if fill.opacity else ()
        yield from (fill.hatch.pen.color,) if fill.hatch else ()
    yield from (stroke.pen.color for stroke in canvas.strokes)
    for marker in canvas.markers:
        yield from () if marker.hollow and marker.rim else (marker.color,)
        yield from (marker.rim.color,) if marker.rim else ()
    yield from (text.color for text in canvas.texts)


def _keep_legible(canvas: Canvas) -> None:
    """Write texts over classes of values in ink or paper, whichever reads better: seaborn knows light pages only."""
    cells = [fill for fill in canvas.fills if fill.is_upright and _is_step(fill.color)]
    if cells:
        canvas.texts[:] = [_write_over(text, cells) for text in canvas.texts]


def _is_step(paint: Paint) -> bool:
    return paint in STEPS or (isinstance(paint, Mix) and paint.color in STEPS and paint.other in STEPS)


def _write_over(text: Text, cells: list[Fill]) -> Text:
    if isinstance(text.color, Foreign) or text.halo:
        return text
    y = text.y + text.size / 3
    for cell in reversed(cells):
        (x0, y0), (x1, y1) = cell.points
        if x0 <= text.x <= x1 and y0 <= y <= y1:
            return replace(text, color=choose_text_paint(cell.color))
    return text
