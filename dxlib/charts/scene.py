"""The drawing of what charts share: an empty plot, its grid, its lines, its labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from dxlib.charts import marks
from dxlib.charts.axes import TimeAxis, compute_time_axis, thin_labels
from dxlib.charts.canvas import Align, Canvas, CanvasText, Marker, Pen, Stroke
from dxlib.charts.labels import (
    Box,
    LabelBlock,
    Piece,
    PieceRow,
    PlacedLabel,
    Placer,
    Request,
    Segment,
    make_box,
    spread,
)
from dxlib.charts.series import Line, Placement, choose_placement, scale_value
from dxlib.charts.theme import ROW_HEIGHT, SERIES, Color, Width, measure_text
from dxlib.data.quantities import Quantity
from dxlib.language import Sentence, Speaker, sentence

TOP: Final = 22.0
BOTTOM: Final = 26.0
END_GAP: Final = 13.0
MARKER_RADIUS: Final = 3.3
_RIGHT: Final = 15.0
_LEFT_GAP: Final = 12.0
_BASELINE: Final = 4.0
_MOVED: Final = 3.0  # pixels: a label that is so near to its line's end needs no leader
_EDGE: Final = 2.0
_MOST_MARKERS: Final = 24  # of a line: more run into each other
_MARKS: Final = ("o", "s", "^", "v")
# Gaps are at least twice as long as the line is wide, 2.4 pixels; shorter ones do not look like gaps.
DASHES: Final[tuple[tuple[float, ...], ...]] = ((), (17, 6), (6, 4.8), (19, 4.8, 4.8, 4.8))
BREAK_WORDS: Final[Sentence] = sentence("definition changed")


@dataclass(frozen=True, slots=True)
class LinePlan:
    """Where figures of lines stand in the data.

    Parameters
    ----------
    lines
        What is drawn.
    values
        Of all figures, in the unit of the value axis.
    placement, axis
        Where their periods stand.
    speaker
        The language of the page.
    unit_mult
        Power of ten of the value axis.
    """

    lines: tuple[Line, ...]
    values: tuple[float, ...]
    placement: Placement
    axis: TimeAxis
    speaker: Speaker
    unit_mult: int

    def locate(self, figure: Quantity) -> tuple[float, float]:
        """Give the place of a figure in time, and its value."""
        return self.placement.locate(figure.period), scale_value(figure, self.unit_mult)

    @property
    def last(self) -> float:
        """The place in time at which the last line ends."""
        return max(self.placement.locate(line.points[-1].period) for line in self.lines if line.points)


def plan_lines(lines: tuple[Line, ...], figures: Iterable[Quantity], speaker: Speaker, unit_mult: int = 0) -> LinePlan:
    """Find where the figures of lines stand, and others that are drawn with them."""
    shown = list(figures)
    placement = choose_placement(figure.period for figure in shown)
    axis = compute_time_axis((figure.period for figure in shown), placement)
    return LinePlan(
        lines, tuple(scale_value(figure, unit_mult) for figure in shown), placement, axis, speaker, unit_mult
    )


@dataclass(frozen=True, slots=True)
class Style:
    """How one line looks; never told apart by colour alone."""

    color: Color
    text_color: Color
    width: float
    dash: tuple[float, ...]
    marker: str
    layer: float


def choose_styles(lines: Iterable[Line]) -> tuple[Style, ...]:
    """Give each emphasised line a colour, a dash and a marker of its own; the others stand back."""
    styles, count = [], 0
    for line in lines:
        if line.emphasis:
            index = count % len(SERIES)
            # Earlier lines, which are the more important, lie on top of later ones.
            styles.append(Style(SERIES[index], SERIES[index], 2.4, DASHES[index], _MARKS[index], 4 - count / 10))
            count += 1
        else:
            styles.append(Style(Color.FAINT, Color.MUTED, 1.3, (), "o", 2))
    return tuple(styles)


@dataclass(frozen=True, slots=True)
class Scale:
    """Where values stand: ``low`` and ``high`` of the data at ``start`` and ``end`` in CSS pixels."""

    low: float
    high: float
    start: float
    end: float

    def locate(self, value: float) -> float:
        """Give the place of a value in CSS pixels."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Scene:
    """An empty plot to draw on, and what stands on it already.

    Parameters
    ----------
    canvas
        What is drawn.
    width
        Of the chart.
    plot
        Where the data stand, in CSS pixels.
    across, up
        Where the data's values stand.
    placer
        Knows what labels must not cover.
    """

    canvas: Canvas
    width: Width
    plot: Box
    across: Scale
    up: Scale
    placer: Placer

    def locate(self, x: float, y: float) -> tuple[float, float]:
        """Give the place of a point of the data in CSS pixels, y upwards."""
        return self.across.locate(x), self.up.locate(y)

    def draw_segments(self, segments: Iterable[Segment], pen: Pen, *, layer: float = 1.0, role: str = "rule") -> None:
        """Draw straight lines given in CSS pixels."""
        self.canvas.strokes += [Stroke(((x0, y0), (x1, y1)), pen, layer, role) for x0, y0, x1, y1 in segments]

    def draw_text(self, piece: Piece, x: float, y: float, *, align: Align = "left", halo: bool = True) -> None:
        """Write a piece with its baseline at a point given in CSS pixels."""
        draw_piece(self.canvas, piece, x, y, align=align, halo=halo)

    def draw_block(self, placed: PlacedLabel, *, align: Align = "center") -> None:
        """Write a label in its box, with the page's colour kept clear around it."""
        draw_block(self.canvas, placed, align=align, halo=True)

    def draw_blocks(self, requests: Iterable[Request]) -> None:
        """Write labels one after the other where there is room; one that is not needed may find none."""
        for request in requests:
            placed = self.placer.place(request)
            if placed:
                self.draw_block(placed)


def draw_piece(
    canvas: Canvas, piece: Piece, x: float, y: float, *, align: Align = "left", halo: bool = False
) -> None:  # fmt: skip
    """Write a piece with its baseline at a point."""
    # SVG drops spaces at the ends of a text; rows of pieces leave room for them instead.
    text = CanvasText(piece.text.strip(), x, y, piece.color, piece.bold, align, piece.mark, halo, piece.size)
    canvas.texts.append(text)


def draw_row(canvas: Canvas, row: PieceRow, x: float, y: float, *, halo: bool = False) -> None:
    """Write pieces beside each other, the first with the left end of its baseline at a point."""
    for piece in row:
        indent = measure_text(piece.text[: len(piece.text) - len(piece.text.lstrip())], size=piece.size)
        if not piece.text.isspace():
            draw_piece(canvas, piece, x + indent, y, halo=halo)
        x += piece.width


def draw_block(canvas: Canvas, placed: PlacedLabel, *, align: Align = "center", halo: bool = False) -> None:
    """Write a label in its box, with a thin line to its point where it stands apart."""
    block, box = placed.block, placed.box
    if placed.leader:
        x0, y0, x1, y1 = placed.leader
        canvas.strokes.append(Stroke(((x0, y0), (x1, y1)), Pen(Color.MUTED, 0.8), 3, "leader"))
    for index, row in enumerate(block.rows):
        y = box.y1 - ROW_HEIGHT * (index + 1) + _BASELINE
        if align == "center" and len(row) == 1:
            draw_piece(canvas, row[0], (box.x0 + box.x1) / 2, y, align="center", halo=halo)
        else:
            draw_row(canvas, row, box.x0, y, halo=halo)


def make_scene(width: Width, plot: Box, axis: TimeAxis, limits: tuple[float, float]) -> Scene:
    """Give an empty plot; ``limits`` are the values at its bottom and its top."""
    return Scene(
        Canvas(width, width.height),
        width,
        plot,
        Scale(axis.start, axis.end, plot.x0, plot.x1),
        Scale(*limits, plot.y0, plot.y1),
        Placer(Box(0, BOTTOM, width, width.height)),
    )


def lay_out_plot(width: Width, axis: TimeAxis, ticks: Sequence[str], ends: Sequence[LabelBlock], last: float) -> Box:
    """Find the plot that leaves room for the ticks at its left and for the labels at the lines' ends.

    Parameters
    ----------
    width, axis
        Of the chart, and what its axis of time spans.
    ticks
        Texts of the value axis; the last, which holds the unit, may reach into the plot's head.
    ends
        Labels that stand to the right of the last points.
    last
        Where the last points are in time.
    """
    x0 = min(max(measure_text(text) for text in (ticks[:-1] or ticks)), width / 5) + _LEFT_GAP
    x1 = float(width) - _RIGHT
    share = (last - axis.start) / (axis.end - axis.start)
    if ends and share > 0:
        room = width - END_GAP - _EDGE - max(block.width for block in ends)
        # The last point need not be at the end of the axis: a target may lie further on.
        x1 = min(x1, x0 + (room - x0) / share)
    return Box(x0, BOTTOM, x1, width.height - TOP)


def draw_value_axis(scene: Scene, ticks: Sequence[float], texts: Sequence[str], *, base: float | None) -> None:
    """Draw few horizontal lines, each with its value on it at the left; ``base`` is drawn darker."""
    right = scene.plot.x1 + (_RIGHT if scene.plot.x1 + _RIGHT >= scene.width else MARKER_RADIUS + 1)
    for tick, text in zip(ticks, texts, strict=True):
        y = scene.locate(0, tick)[1]
        is_base = tick == base
        scene.draw_segments([(0, y, right, y)], Pen(Color.MUTED if is_base else Color.GRID), layer=1 + is_base / 4)
        scene.draw_text(Piece(text, Color.MUTED, mark=marks.for_tick(tick)), 0, y + _BASELINE, halo=False)
        scene.placer.boxes.append(Box(0, y, measure_text(text) + 2, y + ROW_HEIGHT))


def draw_time_axis(scene: Scene, axis: TimeAxis, speaker: Speaker, *, ruled: bool = False) -> None:
    """Draw the marks of the time axis, and under them as many periods as fit; ``ruled`` draws its line too."""
    bottom = scene.plot.y0
    if ruled:
        scene.draw_segments([(0, bottom, scene.plot.x1 + MARKER_RADIUS + 1, bottom)], Pen(Color.MUTED))
    places = [scene.locate(mark, 0)[0] for mark in axis.marks]
    scene.draw_segments([(x, bottom, x, bottom - 5) for x in places], Pen(Color.MUTED))
    texts = [speaker.format_period(period) for _, period in axis.labels]
    widths = [measure_text(text) for text in texts]
    middles = [
        min(max(scene.locate(place, 0)[0], width / 2), scene.width - width / 2)
        for (place, _), width in zip(axis.labels, widths, strict=True)
    ]
    for index in thin_labels(middles, widths):
        piece = Piece(texts[index], Color.MUTED, mark=marks.for_period(axis.labels[index][1]))
        scene.draw_text(piece, middles[index], bottom - 19, align="center", halo=False)


def draw_line(scene: Scene, line: Line, style: Style, points: Sequence[tuple[Quantity, float, float]]) -> None:
    """Draw a line, cut at its breaks, with a marker at each of its points when it is emphasised.

    Other lines, and lines of many points, have markers only where a point would otherwise not be seen, or is doubtful.

    Parameters
    ----------
    scene, line, style
        Where, what and how.
    points
        Each point of the line with its place in the data: time and value.
    """
    places = {point.key: scene.locate(x, y) for point, x, y in points}
    scene.canvas.spots |= places
    pen = Pen(style.color, style.width, style.dash, "" if style.dash else "round")
    for segment in line.segments:
        run = tuple(places[point.key] for point in segment)
        scene.canvas.strokes.append(Stroke(run, pen, style.layer, "line", line.name))
        # Labels may cover a line that stands back, rather than the one that the chart is about.
        lines = scene.placer.lines if line.emphasis else scene.placer.faint_lines
        lines += [(*start, *end) for start, end in pairwise(run)]
    # A point between two breaks has no line, and would not be seen without a marker.
    seen = line.doubtful | {segment[0].key for segment in line.segments if len(segment) == 1}
    if line.emphasis and len(points) <= _MOST_MARKERS:
        seen |= places.keys()
    for key, place in places.items():
        if key in seen:
            _draw_marker(scene, style, place, line.name, hollow=key in line.doubtful)


def _draw_marker(scene: Scene, style: Style, place: tuple[float, float], name: str, *, hollow: bool) -> None:
    radius = MARKER_RADIUS if style.color is not Color.FAINT else MARKER_RADIUS - 1
    scene.canvas.markers.append(
        Marker(*place, style.marker, radius, style.color, hollow=hollow, layer=style.layer + 1, name=name)
    )
    scene.placer.boxes.append(make_box(*place, radius + 1))


def draw_breaks(scene: Scene, lines: Iterable[Line], speaker: Speaker, placement: Placement) -> None:
    """Draw a thin upright mark where meaning breaks, with a word over it where there is room."""
    word = LabelBlock(((Piece(speaker.translate(BREAK_WORDS.text), Color.MUTED),),))
    top = scene.plot.y1 + 3
    for x in _find_breaks(lines, placement):
        across = scene.locate(x, 0)[0]
        pen = Pen(Color.MUTED, dash=(2, 2.5))
        scene.draw_segments([(across, scene.plot.y0, across, top)], pen, layer=1.5, role="break")
        scene.placer.lines.append((across, scene.plot.y0, across, top))
        left = min(max(across - word.width / 2, 0), scene.width - word.width)
        box = Box(left, top, left + word.width, top + ROW_HEIGHT)
        # The unit at the last tick reaches into the head; the word makes room for it.
        taken = [other.x1 for other in scene.placer.boxes if other.overlaps(box)]
        if taken:
            left = max(taken) + 6
            box = Box(left, top, left + word.width, top + ROW_HEIGHT)
        if box.x0 <= across <= box.x1 and box.x1 <= scene.width:
            scene.placer.boxes.append(box)
            scene.draw_block(PlacedLabel(word, box))


def _find_breaks(lines: Iterable[Line], placement: Placement) -> list[float]:
    """Give where breaks are in time: on their day when that lies between their points, else midway."""
    found = set()
    for line in lines:
        for before, after in zip(line.segments, line.segments[1:], strict=False):
            left, right = placement.locate(before[-1].period), placement.locate(after[0].period)
            day = float(date.fromisoformat(line.find_break(before[-1], after[0])).toordinal())
            found.add(day if left < day < right else (left + right) / 2)
    return sorted(found)


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A label at a line's end.

    Parameters
    ----------
    block
        The label.
    x, y
        The line's last point in the data.
    color
        Of the thin line that leads to it when it had to move.
    """

    block: LabelBlock
    x: float
    y: float
    color: Color = Color.MUTED


def list_end_labels(
    plan: LinePlan, styles: Iterable[Style], make_block: Callable[[Line, Style], LabelBlock]
) -> list[EndLabel]:
    """Give what stands at the ends of lines."""
    return [
        EndLabel(make_block(line, style), *plan.locate(line.points[-1]), style.color)
        for line, style in zip(plan.lines, styles, strict=True)
        if line.points
    ]


def draw_end_labels(scene: Scene, labels: Sequence[EndLabel]) -> None:
    """Write labels in one column to the right of the lines' ends, moved apart where they would overlap."""
    if not labels:
        return
    points = [scene.locate(label.x, label.y) for label in labels]
    column = max(x for x, _ in points) + END_GAP
    # A long unit at the last tick may reach as far as the labels, which then stay below the head.
    is_head_taken = any(box.y0 >= scene.plot.y1 - 1 and box.x1 > column for box in scene.placer.boxes)
    high = scene.plot.y1 if is_head_taken else scene.width.height - 2.0
    heights = [label.block.height for label in labels]
    middles = spread([y for _, y in points], heights, low=scene.plot.y0 - 4, high=high)
    for label, (x, y), middle in zip(labels, points, middles, strict=True):
        half = label.block.height / 2
        box = Box(column, middle - half, column + label.block.width, middle + half)
        scene.placer.reserve(box)
        if abs(middle - y) > _MOVED or column - x > END_GAP + 1:
            leader = (x + MARKER_RADIUS + 1, y, column - 3, middle)
            scene.draw_segments([leader], Pen(label.color, 0.8), layer=1.8, role="leader")
        scene.draw_block(PlacedLabel(label.block, box), align="left")
