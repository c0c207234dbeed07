"""The drawing of what charts share: an empty plot, its grid, its lines, its labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from operator import itemgetter
from typing import Final

from dxlib.charts import marks
from dxlib.charts.axes import Tick, TimeAxis, compute_time_axis, thin_labels
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
from dxlib.charts.theme import BASELINE, ROW_HEIGHT, Color, Width, measure_text
from dxlib.data.quantities import Quantity
from dxlib.language import Sentence, Speaker, sentence

TOP: Final = 22.0
BOTTOM: Final = 26.0
END_GAP: Final = 13.0
MARKER_RADIUS: Final = 3.3
_RIGHT: Final = 15.0
_LEFT_GAP: Final = 12.0
_WORD_GAP: Final = 6.0  # pixels between words over breaks
_MOVED: Final = 3.0  # pixels: a label that is so near to its line's end needs no leader
_EDGE: Final = 2.0
_MOST_MARKERS: Final = 24  # of a line: more run into each other
BREAK_WORDS: Final[Sentence] = sentence("definition changed")
LENGTH_WORDS: Final[Sentence] = sentence("other length of period")


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

    @property
    def last(self) -> float:
        """The place in time at which the last line ends."""
        return max(self.placement.locate(line.points[-1].period) for line in self.lines)


def plan_lines(lines: tuple[Line, ...], figures: Iterable[Quantity], speaker: Speaker, unit_mult: int = 0) -> LinePlan:
    """Find where the figures of lines stand, and others that are drawn with them."""
    shown = list(figures)
    placement = choose_placement(figure.period for figure in shown)
    axis = compute_time_axis((figure.period for figure in shown), placement)
    return LinePlan(
        lines, tuple(scale_value(figure, unit_mult) for figure in shown), placement, axis, speaker, unit_mult
    )


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
    plan
        What is drawn.
    across, up
        Where the data's values stand.
    placer
        Knows what labels must not cover.
    """

    canvas: Canvas
    width: Width
    plot: Box
    plan: LinePlan
    across: Scale
    up: Scale
    placer: Placer

    def locate(self, figure: Quantity) -> tuple[float, float]:
        """Give the place of a figure in CSS pixels, y upwards."""
        time, value = self.plan.placement.locate(figure.period), scale_value(figure, self.plan.unit_mult)
        return self.across.locate(time), self.up.locate(value)

    def draw_segments(self, segments: Iterable[Segment], pen: Pen, *, layer: float = 1.0, role: str = "rule") -> None:
        """Draw straight lines given in CSS pixels."""
        self.canvas.strokes += [Stroke(segment, pen, layer, role) for segment in segments]

    def draw_blocks(self, requests: Iterable[Request]) -> None:
        """Write labels one after the other where there is room; one that is not needed may find none."""
        for request in requests:
            placed = self.placer.place(request)
            if placed:
                draw_block(self.canvas, placed, halo=True)


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
        canvas.strokes.append(Stroke(placed.leader, Pen(Color.MUTED, 0.8), 3, "leader"))
    for index, row in enumerate(block.rows):
        y = box.y1 - ROW_HEIGHT * (index + 1) + BASELINE
        if align == "center" and len(row) == 1:
            draw_piece(canvas, row[0], (box.x0 + box.x1) / 2, y, align="center", halo=halo)
        else:
            draw_row(canvas, row, box.x0, y, halo=halo)


def make_scene(width: Width, plot: Box, plan: LinePlan, limits: tuple[float, float]) -> Scene:
    """Give an empty plot; ``limits`` are the values at its bottom and its top."""
    across = Scale(plan.axis.start, plan.axis.end, plot.x0, plot.x1)
    placer = Placer(Box(0, BOTTOM, width, width.height))
    return Scene(Canvas(width, width.height), width, plot, plan, across, Scale(*limits, plot.y0, plot.y1), placer)


def lay_out_plot(width: Width, plan: LinePlan, ticks: Sequence[str], ends: Sequence[LabelBlock]) -> Box:
    """Find the plot that leaves room for the ticks at its left and for the labels at the lines' ends.

    Parameters
    ----------
    width, plan
        Of the chart.
    ticks
        Texts of the value axis; the last, which holds the unit, may reach into the plot's head.
    ends
        Labels that stand to the right of the last points.
    """
    x0 = min(max(measure_text(text) for text in (ticks[:-1] or ticks)), width / 5) + _LEFT_GAP
    x1 = float(width) - _RIGHT
    share = (plan.last - plan.axis.start) / (plan.axis.end - plan.axis.start)
    if ends and share > 0:
        room = width - END_GAP - _EDGE - max(block.width for block in ends)
        # The last point need not be at the end of the axis: a target may lie further on.
        x1 = min(x1, x0 + (room - x0) / share)
    return Box(x0, BOTTOM, x1, width.height - TOP)


def draw_value_axis(scene: Scene, ticks: Sequence[float], texts: Sequence[str], *, base: float | None) -> None:
    """Draw few horizontal lines, each with its value on it at the left; ``base`` is drawn darker."""
    right = scene.plot.x1 + (_RIGHT if scene.plot.x1 + _RIGHT >= scene.width else MARKER_RADIUS + 1)
    for tick, text in zip(ticks, texts, strict=True):
        y = scene.up.locate(tick)
        is_base = tick == base
        scene.draw_segments([((0, y), (right, y))], Pen(Color.MUTED if is_base else Color.GRID), layer=1 + is_base / 4)
        draw_piece(scene.canvas, Piece(text, Color.MUTED, mark=marks.for_tick(tick)), 0, y + BASELINE)
        scene.placer.boxes.append(Box(0, y, measure_text(text) + 2, y + ROW_HEIGHT))


def draw_time_axis(scene: Scene, *, ruled: bool = False) -> None:
    """Draw the marks of the time axis, and under them as many periods as fit; ``ruled`` draws its line too."""
    bottom, axis = scene.plot.y0, scene.plan.axis
    if ruled:
        scene.draw_segments([((0, bottom), (scene.plot.x1 + MARKER_RADIUS + 1, bottom))], Pen(Color.MUTED))
    places = map(scene.across.locate, axis.marks)
    scene.draw_segments([((x, bottom), (x, bottom - 5)) for x in places], Pen(Color.MUTED))
    speaker = scene.plan.speaker
    ticks = [Tick(place, speaker.format_period(period), marks.for_period(period)) for place, period in axis.labels]
    write_under_axis(scene.canvas, scene.across, ticks, bottom - 19)


def write_under_axis(canvas: Canvas, scale: Scale, ticks: Sequence[Tick], y: float) -> int:
    """Write as many ticks under their places as fit beside each other within the canvas; give how many."""
    widths = [measure_text(tick.text) for tick in ticks]
    middles = [
        min(max(scale.locate(tick.place), width / 2), canvas.width - width / 2)
        for tick, width in zip(ticks, widths, strict=True)
    ]
    shown = thin_labels(middles, widths)
    for index in shown:
        piece = Piece(ticks[index].text, Color.MUTED, mark=ticks[index].mark)
        draw_piece(canvas, piece, middles[index], y, align="center")
    return len(shown)


def draw_line(scene: Scene, line: Line) -> None:
    """Draw a line, cut at its breaks, with a marker at each of its points when it is emphasised.

    Other lines, and lines of many points, have markers only where a point would otherwise not be seen, or is doubtful.
    """
    places = {point.key: scene.locate(point) for point in line.points}
    scene.canvas.spots |= places
    width, layer, radius = (2.4, 4.0, MARKER_RADIUS) if line.emphasis else (1.3, 2.0, MARKER_RADIUS - 1)
    for segment in line.segments:
        run = tuple(places[point.key] for point in segment)
        scene.canvas.strokes.append(Stroke(run, Pen(line.color, width, cap="round"), layer, "line", line.name))
        # Labels may cover a line that stands back, rather than the one that the chart is about.
        lines = scene.placer.lines if line.emphasis else scene.placer.faint_lines
        lines += pairwise(run)
        scene.placer.data_lines += pairwise(run) if line.emphasis else ()
    # A point between two breaks has no line, and would not be seen without a marker.
    seen = line.doubtful | {segment[0].key for segment in line.segments if len(segment) == 1}
    if line.emphasis and len(places) <= _MOST_MARKERS:
        seen |= places.keys()
    for key, (x, y) in places.items():
        if key in seen:
            is_hollow = key in line.doubtful
            marker = Marker(x, y, "o", radius, line.color, hollow=is_hollow, layer=layer + 1, name=line.name)
            scene.canvas.markers.append(marker)
            scene.placer.boxes.append(make_box(x, y, radius + 1))


def draw_breaks(scene: Scene) -> None:
    """Draw a thin upright mark in each gap of a line, with words over it that say why where there is room."""
    top = scene.plot.y1 + 3
    for day, why in _find_breaks(scene.plan):
        across = scene.across.locate(day)
        word = LabelBlock(((Piece(scene.plan.speaker.translate(why.text), Color.MUTED),),))
        mark = ((across, scene.plot.y0), (across, top))
        scene.draw_segments([mark], Pen(Color.MUTED, dash=(2, 2.5)), layer=1.5, role="break")
        scene.placer.lines.append(mark)
        left = min(max(across - word.width / 2, 0), scene.width - word.width)
        box = Box(left, top, left + word.width, top + ROW_HEIGHT)
        # The unit at the last tick reaches into the head, and so may the word of the break before: this one makes room.
        close = Box(left - _WORD_GAP, top, box.x1, box.y1)
        taken = [other.x1 for other in scene.placer.boxes if other.overlaps(close)]
        if taken:
            left = max(taken) + _WORD_GAP
            box = Box(left, top, left + word.width, top + ROW_HEIGHT)
        if box.x0 <= across <= box.x1 and box.x1 <= scene.width:
            scene.placer.boxes.append(box)
            draw_block(scene.canvas, PlacedLabel(word, box), halo=True)


def _find_breaks(plan: LinePlan) -> list[tuple[float, Sentence]]:
    """Give where lines have gaps, and why: on the day of a break when that lies between its points, else midway."""
    found: dict[float, Sentence] = {}
    for line in plan.lines:
        for before, after in pairwise(line.segments):
            left, right = plan.placement.locate(before[-1].period), plan.placement.locate(after[0].period)
            place, day = (left + right) / 2, line.find_break(before[-1], after[0])
            if not day:
                found.setdefault(place, LENGTH_WORDS)
                continue
            at = float(date.fromisoformat(day).toordinal())
            found[at if left < at < right else place] = BREAK_WORDS
    return sorted(found.items(), key=itemgetter(0))


def draw_end_labels(scene: Scene, labels: Sequence[LabelBlock]) -> None:
    """Write a label for each line in one column to the right of their ends, moved apart where they would overlap."""
    if not labels:
        return
    points = [scene.locate(line.points[-1]) for line in scene.plan.lines]
    column = max(x for x, _ in points) + END_GAP
    # A long unit at the last tick may reach as far as the labels, which then stay below the head.
    is_head_taken = any(box.y0 >= scene.plot.y1 - 1 and box.x1 > column for box in scene.placer.boxes)
    high = scene.plot.y1 if is_head_taken else scene.width.height - 2.0
    heights = [label.height for label in labels]
    wanted = [_find_clear(scene, column, y, label) for (_, y), label in zip(points, labels, strict=True)]
    middles = spread(wanted, heights, low=scene.plot.y0 - 4, high=high)
    for line, label, (x, y), middle in zip(scene.plan.lines, labels, points, middles, strict=True):
        half = label.height / 2
        box = Box(column, middle - half, column + label.width, middle + half)
        scene.placer.reserve(box)
        if abs(middle - y) > _MOVED or column - x > END_GAP + 1:
            leader = ((x + MARKER_RADIUS + 1, y), (column - 3, middle))
            scene.draw_segments([leader], Pen(line.color, 0.8), layer=1.8, role="leader")
        draw_block(scene.canvas, PlacedLabel(label, box), align="left", halo=True)


def _find_clear(scene: Scene, column: float, y: float, label: LabelBlock) -> float:
    """Give where the middle of a label stands that covers no sign beyond the lines' ends, such as that of a target."""
    half = label.height / 2
    box = Box(column, y - half, column + label.width, y + half)
    covered = [other for other in scene.placer.boxes if other.overlaps(box)]
    beside = [middle for other in covered for middle in (other.y1 + half, other.y0 - half)]
    for middle in sorted(beside, key=lambda middle: abs(middle - y)):
        moved = Box(box.x0, middle - half, box.x1, middle + half)
        if not any(other.overlaps(moved) for other in scene.placer.boxes):
            return middle
    return y
