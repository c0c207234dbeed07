"""A matplotlib figure as a canvas: laid out for a width, drawn in the page's font and colours."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from matplotlib.figure import Figure

from dxlib.charts.backend.layout import narrow, resize
from dxlib.charts.backend.legibility import (
    choose_labels_to_leave_out,
    keep_lines_legible,
    keep_texts_legible,
    tell_lines_apart,
)
from dxlib.charts.backend.renderer import CanvasRenderer
from dxlib.charts.backend.roles import Cast, cast_roles, list_tick_marks
from dxlib.charts.canvas import Canvas
from dxlib.charts.paints import Foreign

_AIR: Final = 1.0
_MOST_BEYOND: Final = 0.7  # of the width: more would leave no room for the plot


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
    with resize(figure, width) as (width_px, height_px), cast_roles(figure) as cast:
        canvas = _draw(figure, width_px, height_px, cast)
        beyond = _measure_beyond(canvas) if figure.legends else 0.0  # others are part of the layout
        if beyond > _AIR:
            narrow(figure, width_px, height_px, beyond)
            canvas = _draw(figure, width_px, height_px, cast)
    tell_lines_apart(canvas)
    keep_lines_legible(canvas)
    keep_texts_legible(canvas)
    return canvas


def _draw(figure: Figure, width: int, height: int, cast: Cast) -> Canvas:
    renderer = CanvasRenderer(width, height, cast)
    figure.draw(renderer)
    canvas, axes = renderer.canvas, list_tick_marks(figure)
    # Letters of formulas belong to no artist, and have 0 here.
    places = {label: at for at, label in enumerate(renderer.labels) if label}
    left_out: set[int] = set()
    for marks in axes:
        shown = {places[label]: mark for label, mark in marks.items() if label in places}
        for at, mark in shown.items():
            canvas.texts[at] = replace(canvas.texts[at], mark=mark)
        left_out |= choose_labels_to_leave_out(canvas, [*shown])
    canvas.texts[:] = [text for at, text in enumerate(canvas.texts) if at not in left_out]
    return canvas


def _measure_beyond(canvas: Canvas) -> float:
    """Give how far texts reach over the right side, where ``seaborn.objects`` puts its legends."""
    ends = (text.ends[1] for text in canvas.texts if not text.angle)
    return min(max(ends, default=0.0) - canvas.width, _MOST_BEYOND * canvas.width)


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
    paints = [paint.light for paint in canvas.list_paints() if isinstance(paint, Foreign)]
    return tuple(dict.fromkeys([*paints, *("image" for _ in canvas.pictures)]))
