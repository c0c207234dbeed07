"""The slope: areas at two periods, joined by lines, named at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.charts import marks
from dxlib.charts.canvas import Canvas, Marker, Pen, Stroke
from dxlib.charts.labels import Block, Box, Piece, Placed, spread, wrap
from dxlib.charts.pieces import show_figure
from dxlib.charts.scene import MARKER_RADIUS, Scale, Style, choose_styles, draw_block, draw_piece
from dxlib.charts.series import Direction, Line, compare, scale_value, validate_lines
from dxlib.charts.theme import FONT_SIZE, ROW_HEIGHT, Color, Width, measure_text
from dxlib.data.quantities import Quantity
from dxlib.errors import DataError
from dxlib.language import Sentence, Speaker, sentence

_HEAD: Final = 24.0
_FOOT: Final = 8.0
_LEAST: Final = {Width.WIDE: 300.0, Width.NARROW: 260.0}
_LEADING: Final = 4.0
_GAP: Final = 10.0
_NAME_WIDTHS: Final = {Width.WIDE: 200.0, Width.NARROW: 104.0}
_MOVED: Final = 3.0
_LEAST_ROOM: Final = 64.0
_SMALL: Final = 11
_ENDS: Final = 2


@dataclass(frozen=True, slots=True)
class SlopeChart:
    """What a slope shows.

    Parameters
    ----------
    lines
        Areas, each with its figures of the first and of the last period, in this order.
    speaker
        The language of the page.
    unit, unit_mult
        Of the figures; ranks stand with the best at the top.
    """

    lines: tuple[Line, ...]
    speaker: Speaker
    unit: str
    unit_mult: int = 0

    @property
    def figures(self) -> tuple[Quantity, ...]:
        """All figures that are drawn."""
        return tuple(point for line in self.lines for point in line.points)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the two columns and the values stand, in CSS pixels."""

    left: float
    right: float
    up: Scale


def draw_slope(chart: SlopeChart, width: Width) -> Canvas:
    """Draw a slope.

    Raises
    ------
    DataError
        When there is no figure, one in another unit, or a line that does not have the two periods of the others.
    """
    _validate(chart)
    styles = choose_styles(chart.lines)
    left, right = _make_blocks(chart, styles, width, tight=False)
    if _measure_room(left, right, width) < _LEAST_ROOM:
        left, right = _make_blocks(chart, styles, width, tight=True)
    height = max(_LEAST[width], sum(block.height + _LEADING for block in right) + _HEAD + _FOOT)
    canvas = Canvas(width, round(height))
    layout = _lay_out(chart, canvas, left, right)
    _draw_columns(canvas, chart, layout)
    for line, style in zip(chart.lines, styles, strict=True):
        _draw_line(canvas, chart, line, style, layout)
    _draw_labels(canvas, chart, left, layout, end=0)
    _draw_labels(canvas, chart, right, layout, end=1)
    return canvas


def _validate(chart: SlopeChart) -> None:
    validate_lines(chart.lines, chart.unit)
    periods = {tuple(point.period for point in line.points) for line in chart.lines}
    if len(periods) != 1 or len(next(iter(periods))) != _ENDS:
        raise DataError("A slope was given lines of other than the same two periods.", fix="give each line both.")


def _make_blocks(
    chart: SlopeChart, styles: Sequence[Style], width: Width, *, tight: bool
) -> tuple[list[Block], list[Block]]:  # fmt: skip
    """Give the labels at the left and at the right; ``tight`` ones are small, with the name under the value."""
    size = _SMALL if tight else FONT_SIZE
    left, right = [], []
    for line, style in zip(chart.lines, styles, strict=True):
        bold, color = line.emphasis, style.text_color
        first, last = (show_figure(chart.speaker, point, color, bold=bold, size=size) for point in line.points)
        left.append(Block(((first,),)))
        room = last.width if tight else _NAME_WIDTHS[width] - last.width
        names = wrap(line.get_name(width), room * FONT_SIZE / size, bold=bold)
        rows = [(Piece(name, color, bold, size=size),) for name in names]
        head = [(last,)] if tight else [(last, Piece(f" {names[0]}", color, bold))]
        right.append(Block((*head, *(rows if tight else rows[1:]))))
    return left, right


def _measure_room(left: Sequence[Block], right: Sequence[Block], width: Width) -> float:
    """Give how far the two columns stand apart."""
    margins = 2 * (_GAP + MARKER_RADIUS)
    return width - max(block.width for block in left) - max(block.width for block in right) - margins


def _lay_out(chart: SlopeChart, canvas: Canvas, left: Sequence[Block], right: Sequence[Block]) -> _Layout:
    values = [scale_value(figure, chart.unit_mult) for figure in chart.figures]
    low, high = min(values), max(values)
    low, high = (low, high) if high > low else (low - 1, high + 1)
    bottom, top = _FOOT + ROW_HEIGHT / 2, canvas.height - _HEAD - ROW_HEIGHT / 2
    up = Scale(high, low, bottom, top) if chart.unit == "RANK" else Scale(low, high, bottom, top)
    margin = _GAP + MARKER_RADIUS
    return _Layout(
        max(block.width for block in left) + margin,
        canvas.width - max(block.width for block in right) - margin,
        up,
    )


def _draw_columns(canvas: Canvas, chart: SlopeChart, layout: _Layout) -> None:
    """Draw the two columns with their periods over them, outwards where the columns stand close to each other."""
    foot, head = _FOOT, canvas.height - _HEAD
    texts = [chart.speaker.format_period(point.period) for point in chart.lines[0].points]
    is_close = sum(map(measure_text, texts)) / 2 + _GAP > layout.right - layout.left
    for x, text, point, side in zip((layout.left, layout.right), texts, chart.lines[0].points, (-1, 1), strict=True):
        canvas.strokes.append(Stroke(((x, foot), (x, head + 4)), Pen(Color.GRID), 1, "column"))
        half = measure_text(text) / 2
        middle = min(max(x + side * half * is_close, half), canvas.width - half)
        piece = Piece(text, Color.MUTED, mark=marks.for_period(point.period))
        draw_piece(canvas, piece, middle, head + 10, align="center")


def _draw_line(canvas: Canvas, chart: SlopeChart, line: Line, style: Style, layout: _Layout) -> None:
    """Draw a line, or its two points only where they cannot be compared."""
    ends = [
        (x, layout.up.locate(scale_value(point, chart.unit_mult)))
        for x, point in zip((layout.left, layout.right), line.points, strict=True)
    ]
    if len(line.segments) == 1:
        pen = Pen(style.color, style.width, style.dash, "" if style.dash else "round")
        canvas.strokes.append(Stroke(tuple(ends), pen, style.layer, "line", line.name))
    for (x, y), point in zip(ends, line.points, strict=True):
        hollow = point.key in line.doubtful
        canvas.spots[point.key] = (x, y)
        canvas.markers.append(
            Marker(x, y, style.marker, MARKER_RADIUS, style.color, hollow, style.layer + 1, name=line.name)
        )


def _draw_labels(canvas: Canvas, chart: SlopeChart, blocks: Sequence[Block], layout: _Layout, *, end: int) -> None:
    """Write the labels of one end, moved apart, each tied to its point where it had to move."""
    points = [layout.up.locate(scale_value(line.points[-end], chart.unit_mult)) for line in chart.lines]
    heights = [block.height for block in blocks]
    middles = spread(points, heights, low=0, high=canvas.height - _HEAD + 2)
    for block, y, middle in zip(blocks, points, middles, strict=True):
        reach = MARKER_RADIUS + _GAP
        x = layout.right + reach if end else layout.left - reach - block.width
        if abs(middle - y) > _MOVED:
            near = layout.right + MARKER_RADIUS + 1 if end else layout.left - MARKER_RADIUS - 1
            far = x - 2 if end else x + block.width + 2
            canvas.strokes.append(Stroke(((near, y), (far, middle)), Pen(Color.FAINT, 0.8), 1.5, "leader"))
        box = Box(x, middle - block.height / 2, x + block.width, middle + block.height / 2)
        draw_block(canvas, Placed(block, box), align="left")


def describe_slope(chart: SlopeChart, *, name: str) -> tuple[Sentence, ...]:
    """Give the slope's alternative in words; ``name`` is that of what is shown."""
    first, last = chart.lines[0].points
    what = sentence(
        "The chart compares areas at two periods, {first_when} and {last_when}: {name}.",
        name=name, first=first, last=last,
    )  # fmt: skip
    return (what, *(said for line in chart.lines for said in _describe_line(line)))


def _describe_line(line: Line) -> Iterator[Sentence]:
    first, last = line.points
    values = {"name": line.name, "first": first, "last": last}
    direction = compare(first, last)
    if len(line.segments) > 1:
        yield sentence(
            "{name}: {first}, then {last}; what is measured changed between, so they are not joined.", **values
        )
    elif first.unit == "RANK" or direction is Direction.OPEN:
        yield sentence("{name}: {first}, then {last}.", **values)
    elif direction is Direction.UP:
        yield sentence("{name} rose from {first} to {last}.", **values)
    elif direction is Direction.DOWN:
        yield sentence("{name} fell from {first} to {last}.", **values)
    else:
        yield sentence("{name} stayed at {last}.", **values)
