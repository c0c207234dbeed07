"""What makes a drawing easier to read than matplotlib and seaborn leave it: dashes, and texts over dark areas."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from typing import Final

from matplotlib.path import Path

from dxlib.charts.canvas import Canvas, CanvasText, Fill, Pen, Point, Stroke
from dxlib.charts.labels import Box
from dxlib.charts.paints import Mix, Paint, list_values, measure_contrast
from dxlib.charts.theme import SERIES, Color

# By the colours of series. Gaps are at least twice as long as a line is wide; shorter ones do not look like gaps.
DASHES: Final[tuple[tuple[float, ...], ...]] = ((), (17, 6), (6, 4.8), (19, 4.8, 4.8, 4.8))
_LEAST_CONTRAST: Final = 4.5  # of texts, by WCAG 2 (1.4.3)
_LEAST_LINE_CONTRAST: Final = 3.0  # of lines and signs, by WCAG 2 (1.4.11)
_LEAST_POINTS: Final = 3
_FULL_WIDTH_PX: Final = 2.4  # of a line of the house, for which its dashes are made
_GAP_PX: Final = 3.0
_REACH_PX: Final = 0.8  # of letters beyond what they are taken to be
_OPAQUE: Final = 0.7  # what is less opaque lets the page through, and needs no other text


def tell_lines_apart(canvas: Canvas) -> None:
    """Give solid lines of the second, third and fourth colour dashes of their own, and their keys.

    Only where lines of several colours would else be told apart by colour alone. Lines of two points, such as whiskers,
    stay solid.
    """
    solid = {stroke.pen.color for stroke in canvas.strokes if _is_solid_line(stroke)}
    dashes = {color: dash for color, dash in zip(SERIES, DASHES, strict=True) if color in solid and dash}
    if len(solid & set(SERIES)) > 1:
        canvas.strokes[:] = [_dash(stroke, dashes) for stroke in canvas.strokes]


def _is_solid_line(stroke: Stroke) -> bool:
    return stroke.role == "line" and not stroke.pen.dash and len(stroke.points) >= _LEAST_POINTS


def _dash(stroke: Stroke, dashes: dict[Color, tuple[float, ...]]) -> Stroke:
    """Give a line the dash of its colour, shorter for a thinner one."""
    pen = stroke.pen
    is_meant = _is_solid_line(stroke) or (stroke.role == "key" and not pen.dash and not stroke.codes)
    if not is_meant or not isinstance(pen.color, Color) or pen.color not in dashes:
        return stroke
    # Dashes of the full length would make a thin line look like separate strokes.
    scale = min(max(pen.width / _FULL_WIDTH_PX, 0.6), 1.0)
    dash = tuple(round(length * scale, 1) for length in dashes[pen.color])
    return replace(stroke, pen=Pen(pen.color, pen.width, dash, "", pen.opacity))


def choose_labels_to_leave_out(canvas: Canvas, places: list[int]) -> set[int]:
    """Choose tick labels of one axis that stand in each other's way on a narrow drawing: every second, third ...

    Parameters
    ----------
    canvas
        What is drawn.
    places
        Where the labels of an axis are among its texts, each with a value or a period: what is left out can be told.
    """
    labels = [(at, canvas.texts[at]) for at in places if not canvas.texts[at].angle]
    if len({round(text.y) for _, text in labels}) != 1:
        return set()  # they stand over each other
    ends = [(at, *text.ends) for at, text in sorted(labels, key=lambda label: label[1].x)]
    for step in range(1, len(ends)):
        kept = ends[::step]
        if all(one[2] + _GAP_PX <= other[1] for one, other in pairwise(kept)):
            return {at for at, *_ in ends} - {at for at, *_ in kept}
    return {at for at, *_ in ends[1:]}


def list_unreadable_texts(canvas: Canvas) -> tuple[str, ...]:
    """Give the upright texts that reach out of a drawing or lie on another one, in their order.

    Parameters
    ----------
    canvas
        Drawn by :func:`dxlib.charts.backend.render_figure`. Wide legends and long names of categories, for instance, do
        not fit into a narrow drawing: whoever drew the figure must wrap, turn or shorten them.

    Examples
    --------
    >>> from dxlib.charts.canvas import Canvas, CanvasText
    >>> canvas = Canvas(330, 290, texts=[CanvasText("one", 10, 10, Color.INK), CanvasText("two", 12, 10, Color.INK)])
    >>> list_unreadable_texts(canvas)
    ('one', 'two')
    """
    boxes = [(text.text, _find_box(text)) for text in canvas.texts if not text.angle]
    frame = Box(-_REACH_PX, -_REACH_PX, canvas.width + _REACH_PX, canvas.height + _REACH_PX)
    bad = {at for at, (_, box) in enumerate(boxes) if not frame.contains(box)}
    for (at, (_, one)), (other_at, (_, other)) in combinations(enumerate(boxes), 2):
        bad |= {at, other_at} if one.inset(_REACH_PX).overlaps(other.inset(_REACH_PX)) else set()
    return tuple(boxes[at][0] for at in sorted(bad))


def _find_box(text: CanvasText) -> Box:
    """Give the box of the letters of a text that have no accents: these may touch."""
    left, right = text.ends
    return Box(left, text.y, right, text.y + 0.66 * text.size)


def keep_texts_legible(canvas: Canvas) -> None:
    """Write a text over an area in ink or paper where its own colour would not be read on light or on dark pages."""
    areas = [fill for fill in canvas.fills if fill.opacity >= _OPAQUE]
    if areas:
        canvas.texts[:] = [_write_over(text, areas) for text in canvas.texts]


def keep_lines_legible(canvas: Canvas) -> None:
    """Draw grey lines within an area, such as the median of a box, in ink or paper where they would not be seen."""
    areas = [fill for fill in canvas.fills if fill.opacity >= _OPAQUE and fill.role in ("area", "bar")]
    if areas:
        canvas.strokes[:] = [_draw_over(stroke, areas) for stroke in canvas.strokes]


def _draw_over(stroke: Stroke, areas: list[Fill]) -> Stroke:
    color = stroke.pen.color
    is_grey = color is Color.INK or (isinstance(color, Mix) and (color.color, color.other) == (Color.INK, Color.PAPER))
    if not is_grey or stroke.role not in ("line", "rule") or len(stroke.points) != 2 or stroke.codes:  # noqa: PLR2004
        return stroke
    (x0, y0), (x1, y1) = stroke.points
    # Not at the very ends, which lie on the rim of the area.
    inner = [(x0 + part * (x1 - x0), y0 + part * (y1 - y0)) for part in (0.1, 0.5, 0.9)]
    ground = next((area.color for area in reversed(areas) if all(_holds(area, point) for point in inner)), None)
    if ground is None or _measure_least_contrast(color, ground) >= _LEAST_LINE_CONTRAST:
        return stroke
    return replace(stroke, pen=replace(stroke.pen, color=choose_text_paint(ground)))


def choose_text_paint(ground: Paint) -> Paint:
    """Give ink or paper, whichever reads better over a paint on light and on dark pages.

    Examples
    --------
    >>> choose_text_paint(Color.STEP_1), choose_text_paint(Color.STEP_5)
    (<Color.INK: 'ink'>, <Color.PAPER: 'paper'>)
    """
    return max((Color.INK, Color.PAPER), key=lambda paint: _measure_least_contrast(paint, ground))


def _measure_least_contrast(paint: Paint, ground: Paint) -> float:
    """Give the contrast of two paints on light or on dark pages, whichever is less."""
    return min(measure_contrast(*pair) for pair in zip(list_values(paint), list_values(ground), strict=True))


def _write_over(text: CanvasText, areas: list[Fill]) -> CanvasText:
    """Give a text in a colour that reads over the last area drawn under it."""
    # About the middle of the small letters.
    point = (text.x, text.y + text.size / 3)
    ground = next((area.color for area in reversed(areas) if not text.halo and _holds(area, point)), None)
    # The analyst's own colour stays wherever it can be read.
    if ground is None or _measure_least_contrast(text.color, ground) >= _LEAST_CONTRAST:
        return text
    return replace(text, color=choose_text_paint(ground))


def _holds(area: Fill, point: Point) -> bool:
    xs, ys = zip(*area.points, strict=True)
    if not (min(xs) <= point[0] <= max(xs) and min(ys) <= point[1] <= max(ys)):
        return False
    return area.is_upright or bool(Path(area.points).contains_point(point))
