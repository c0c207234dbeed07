"""The drawing of what charts share: an empty plot, its grid, its lines, its labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

from dxlib.charts import marks
from dxlib.charts.axes import TimeAxis, thin_labels
from dxlib.charts.labels import Block, Box, Piece, Placed, Placer, Segment, make_box, spread
from dxlib.charts.series import Line, Placement
from dxlib.charts.theme import ROW_HEIGHT, SERIES, Color, Width, get_font, make_figure, measure_text
from dxlib.data.quantities import Quantity
from dxlib.language import Sentence, Speaker, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TOP: Final = 22.0
BOTTOM: Final = 26.0
END_GAP: Final = 13.0
MARKER_RADIUS: Final = 3.3
_RIGHT: Final = 15.0
_LEFT_GAP: Final = 12.0
_BASELINE: Final = 4.0
_MOVED: Final = 3.0
_EDGE: Final = 2.0
_MOST_MARKERS: Final = 24
_MARKS: Final = ("o", "s", "^", "v")
_DASHES: Final = ("-", (0, (7, 2.5)), (0, (2.5, 2)), (0, (8, 2, 2, 2)))
BREAK_WORDS: Final[Sentence] = sentence("definition changed")


@dataclass(frozen=True, slots=True)
class Style:
    """How one line looks; never told apart by colour alone."""

    color: Color
    text_color: Color
    width: float
    dash: Any
    marker: str
    zorder: float


def choose_styles(lines: Iterable[Line]) -> tuple[Style, ...]:
    """Give each emphasised line a colour, a dash and a marker of its own; the others stand back."""
    styles, count = [], 0
    for line in lines:
        if line.emphasis:
            index = count % len(SERIES)
            styles.append(Style(SERIES[index], SERIES[index], 2.4, _DASHES[index], _MARKS[index], 4 - count / 10))
            count += 1
        else:
            styles.append(Style(Color.FAINT, Color.MUTED, 1.3, "-", "o", 2))
    return tuple(styles)


@dataclass(frozen=True, slots=True)
class Scene:
    """An empty plot to draw on, and what stands on it already.

    Parameters
    ----------
    axes
        Of matplotlib, without frame.
    width
        Of the chart.
    plot
        Where the data stand, in CSS pixels.
    placer
        Knows what labels must not cover.
    """

    axes: Axes
    width: Width
    plot: Box
    placer: Placer

    @property
    def figure(self) -> Figure:
        """The figure that is drawn."""
        figure: Figure = self.axes.figure  # type: ignore[assignment]
        return figure

    def locate(self, x: float, y: float) -> tuple[float, float]:
        """Give the place of a point of the data in CSS pixels, y upwards."""
        across, up = self.axes.transData.transform((x, y))
        return float(across), float(up)

    def draw_segments(self, segments: Iterable[Segment], color: Color, *, width: float = 1.0, **look: Any) -> None:
        """Draw straight lines given in CSS pixels; ``look`` is what matplotlib's lines take."""
        from matplotlib.lines import Line2D  # noqa: PLC0415
        from matplotlib.transforms import IdentityTransform  # noqa: PLC0415

        options: dict[str, Any] = {"zorder": 1, "clip_on": False, "solid_capstyle": "butt", "dash_capstyle": "butt"}
        options |= {"gid": "rule"} | look
        for x0, y0, x1, y1 in segments:
            line = Line2D([x0, x1], [y0, y1], color=color.light, linewidth=width, **options)
            line.set_transform(IdentityTransform())
            self.axes.add_artist(line)

    def draw_text(
        self, piece: Piece, x: float, y: float, *, align: Literal["left", "center"] = "left", halo: bool = True
    ) -> None:
        """Write a piece with its baseline at a point given in CSS pixels."""
        from matplotlib.transforms import IdentityTransform  # noqa: PLC0415

        text = self.axes.text(
            x, y, piece.text.strip(), color=piece.color.light, fontproperties=get_font(bold=piece.bold),
            ha=align, va="baseline", transform=IdentityTransform(), clip_on=False, zorder=6, parse_math=False,
        )  # fmt: skip
        marks.note(text, piece.mark, halo=halo)

    def draw_block(self, placed: Placed, *, align: Literal["left", "center"] = "center") -> None:
        """Write a label in its box."""
        block, box = placed.block, placed.box
        if placed.leader:
            self.draw_segments([placed.leader], Color.MUTED, width=0.8, zorder=3)
        for index, row in enumerate(block.rows):
            y = box.y1 - ROW_HEIGHT * (index + 1) + _BASELINE
            if align == "center" and len(row) == 1:
                self.draw_text(row[0], (box.x0 + box.x1) / 2, y, align="center")
                continue
            x = box.x0
            for piece in row:
                indent = measure_text(piece.text[: len(piece.text) - len(piece.text.lstrip())])
                if not piece.text.isspace():
                    self.draw_text(piece, x + indent, y)
                x += piece.width


def make_scene(width: Width, plot: Box, axis: TimeAxis, limits: tuple[float, float]) -> Scene:
    """Give an empty plot; ``limits`` are the values at its bottom and its top."""
    figure = make_figure(width, width.height)
    place = (plot.x0 / width, plot.y0 / width.height, (plot.x1 - plot.x0) / width, (plot.y1 - plot.y0) / width.height)
    axes = figure.add_axes(place)
    axes.set_axis_off()
    axes.set_xlim(axis.start, axis.end)
    axes.set_ylim(*limits)
    return Scene(axes, width, plot, Placer(Box(0, BOTTOM, width, width.height)))


def lay_out_plot(width: Width, axis: TimeAxis, ticks: Sequence[str], ends: Sequence[Block], last: float) -> Box:
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
        x1 = min(x1, x0 + (room - x0) / share)
    return Box(x0, BOTTOM, x1, width.height - TOP)


def draw_value_axis(scene: Scene, ticks: Sequence[float], texts: Sequence[str], *, base: float | None) -> None:
    """Draw few horizontal lines, each with its value on it at the left; ``base`` is drawn darker."""
    right = scene.plot.x1 + (_RIGHT if scene.plot.x1 + _RIGHT >= scene.width else MARKER_RADIUS + 1)
    scene.axes.set_yticks(list(ticks), labels=list(texts))
    for tick, text in zip(ticks, texts, strict=True):
        y = scene.locate(0, tick)[1]
        scene.draw_segments(
            [(0, y, right, y)], Color.MUTED if tick == base else Color.GRID, zorder=1 + (tick == base) / 4
        )
        scene.draw_text(Piece(text, Color.MUTED, mark=marks.for_tick(tick)), 0, y + _BASELINE, halo=False)
        scene.placer.boxes.append(Box(0, y, measure_text(text) + 2, y + ROW_HEIGHT))


def draw_time_axis(scene: Scene, axis: TimeAxis, speaker: Speaker, *, ruled: bool = False) -> None:
    """Draw the marks of the time axis, and under them as many periods as fit; ``ruled`` draws its line too."""
    bottom = scene.plot.y0
    if ruled:
        scene.draw_segments([(0, bottom, scene.plot.x1 + MARKER_RADIUS + 1, bottom)], Color.MUTED)
    places = [scene.locate(mark, 0)[0] for mark in axis.marks]
    scene.draw_segments([(x, bottom, x, bottom - 5) for x in places], Color.MUTED)
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
    places = {point.key: (x, y) for point, x, y in points}
    for segment in line.segments:
        run = [places[point.key] for point in segment]
        xs, ys = [x for x, _ in run], [y for _, y in run]
        scene.axes.plot(
            xs, ys, color=style.color.light, linewidth=style.width, linestyle=style.dash, zorder=style.zorder,
            clip_on=False, solid_capstyle="round", solid_joinstyle="round", label=line.name,
        )  # fmt: skip
        pixels = [scene.locate(x, y) for x, y in run]
        lines = scene.placer.lines if line.emphasis else scene.placer.faint_lines
        lines += [(*start, *end) for start, end in pairwise(pixels)]
    seen = line.doubtful | {segment[0].key for segment in line.segments if len(segment) == 1}
    if line.emphasis and len(points) <= _MOST_MARKERS:
        seen |= places.keys()
    for point, x, y in points:
        if point.key in seen:
            _draw_marker(scene, style, (x, y), hollow=point.key in line.doubtful)


def _draw_marker(scene: Scene, style: Style, place: tuple[float, float], *, hollow: bool) -> None:
    radius = MARKER_RADIUS if style.color is not Color.FAINT else MARKER_RADIUS - 1
    fill = Color.PAPER.light if hollow else style.color.light
    scene.axes.plot(
        [place[0]], [place[1]], linestyle="none", marker=style.marker, markersize=2 * radius,
        markeredgecolor=style.color.light, markerfacecolor=fill, markeredgewidth=1.6 if hollow else 0,
        zorder=style.zorder + 1, clip_on=False,
    )  # fmt: skip
    scene.placer.boxes.append(make_box(*scene.locate(*place), radius + 1))


def draw_breaks(scene: Scene, lines: Iterable[Line], speaker: Speaker, placement: Placement) -> None:
    """Draw a thin upright mark where meaning breaks, with a word over it where there is room."""
    word = Block(((Piece(speaker.translate(BREAK_WORDS.text), Color.MUTED),),))
    top = scene.plot.y1 + 3
    for x in _find_breaks(lines, placement):
        across = scene.locate(x, 0)[0]
        scene.draw_segments(
            [(across, scene.plot.y0, across, top)], Color.MUTED, linestyle=(0, (2, 2.5)), zorder=1.5, gid="break"
        )
        scene.placer.lines.append((across, scene.plot.y0, across, top))
        left = min(max(across - word.width / 2, 0), scene.width - word.width)
        box = Box(left, top, left + word.width, top + ROW_HEIGHT)
        taken = [other.x1 for other in scene.placer.boxes if other.overlaps(box)]
        if taken:
            left = max(taken) + 6
            box = Box(left, top, left + word.width, top + ROW_HEIGHT)
        if box.x0 <= across <= box.x1 and box.x1 <= scene.width:
            scene.placer.boxes.append(box)
            scene.draw_block(Placed(word, box))


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

    block: Block
    x: float
    y: float
    color: Color = Color.MUTED


def draw_end_labels(scene: Scene, labels: Sequence[EndLabel]) -> None:
    """Write labels in one column to the right of the lines' ends, moved apart where they would overlap."""
    if not labels:
        return
    points = [scene.locate(label.x, label.y) for label in labels]
    column = max(x for x, _ in points) + END_GAP
    is_head_taken = any(box.y0 >= scene.plot.y1 - 1 and box.x1 > column for box in scene.placer.boxes)
    high = scene.plot.y1 if is_head_taken else scene.width.height - 2.0
    heights = [label.block.height for label in labels]
    middles = spread([y for _, y in points], heights, low=scene.plot.y0 - 4, high=high)
    for label, (x, y), middle in zip(labels, points, middles, strict=True):
        half = label.block.height / 2
        box = Box(column, middle - half, column + label.block.width, middle + half)
        scene.placer.reserve(box)
        if abs(middle - y) > _MOVED or column - x > END_GAP + 1:
            scene.draw_segments([(x + MARKER_RADIUS + 1, y, column - 3, middle)], label.color, width=0.8, zorder=1.8)
        scene.draw_block(Placed(label.block, box), align="left")
