"""The multi-year trend: one or more lines over time, with targets, disagreeing sources, and breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from dxlib.charts.axes import compute_value_ticks, write_ticks
from dxlib.charts.canvas import Canvas, Marker, Pen
from dxlib.charts.labels import LabelBlock, Piece, Request, compose, make_box, wrap
from dxlib.charts.pieces import show_figure
from dxlib.charts.scene import (
    Scene,
    draw_breaks,
    draw_end_labels,
    draw_line,
    draw_time_axis,
    draw_value_axis,
    lay_out_plot,
    make_scene,
    plan_lines,
)
from dxlib.charts.series import (
    Line,
    compare,
    describe_doubts,
    describe_line,
    find_extremes,
    validate_lines,
)
from dxlib.charts.theme import Color, Width
from dxlib.data.quantities import Quantity
from dxlib.data.schema import LOWER_BOUNDS, UPPER_BOUNDS
from dxlib.evidence.parts import Part
from dxlib.language import Sentence, Speaker, sentence

TARGET_WORDS: Final[Sentence] = sentence("target {value}")
_MOST_VALUED: Final = 4  # lines with a value at their end: more values than that find no room on a phone
_NAME_WIDTHS: Final = {Width.WIDE: 170, Width.NARROW: 96}
_CAP_WIDTH: Final = 4.5
_WORDS: Final = {
    "up": sentence("{name} rose from {first} ({first_when}) to {last} ({last_when})."),
    "down": sentence("{name} fell from {first} ({first_when}) to {last} ({last_when})."),
    "same": sentence("{name}: {last} ({last_when}), the same as at the start ({first_when})."),
    "open": sentence(
        "{name}: {first} ({first_when}), then {last} ({last_when}); "
        "the sources give a bound only, so the size of the change is unknown."
    ),
    "only": sentence("{name}: {only} ({only_when})."),
    "changed": sentence(
        "What is measured changed between {before_when} and {after_when}: the line has a gap there, "
        "and figures on its two sides cannot be compared."
    ),
    "changed within": sentence(
        "What is measured is not the same in both periods ({before_when}, {after_when}): the line has a gap there, and "
        "figures on its two sides cannot be compared."
    ),
    "other length": sentence(
        "The periods differ in length ({before_when}, {after_when}): the line has a gap there, and figures on its two "
        "sides cannot be compared."
    ),
    "high": sentence("{name}: highest at {high} ({high_when})."),
    "low": sentence("{name}: lowest at {low} ({low_when})."),
}
_DIAMOND_RADIUS: Final = 5.0
_CARET: Final = (3.5, 7.0, 10.5)  # half its width, and where it begins and ends above the point


@dataclass(frozen=True, slots=True)
class TrendChart:
    """What a trend shows.

    Parameters
    ----------
    lines
        Emphasised ones in the order of importance, and those they are compared with.
    targets
        Values to reach; the period of each is its deadline.
    speaker
        The language of the page.
    unit, unit_mult
        Of the value axis; all figures have this unit.
    zero
        Whether the value axis starts at zero.
    """

    lines: tuple[Line, ...]
    targets: tuple[Quantity, ...]
    speaker: Speaker
    unit: str
    unit_mult: int = 0
    zero: bool = True

    @property
    def figures(self) -> tuple[Quantity, ...]:
        """All figures that are drawn."""
        points = (figure for line in self.lines for figure in (*line.points, *line.rivals))
        return (*points, *self.targets)


def draw_trend(chart: TrendChart, width: Width) -> Canvas:
    """Draw a trend.

    Raises
    ------
    DataError
        When there is no figure, or one in another unit: give lines of one unit to one chart.
    """
    validate_lines(chart.lines, chart.unit, others=chart.targets)
    plan = plan_lines(chart.lines, chart.figures, chart.speaker, chart.unit_mult)
    # Names of several lines, with the last value unless there are many; a single line needs no name.
    is_single = len(chart.lines) == 1
    ends = [] if is_single else [_make_end_block(chart, width, line) for line in chart.lines]
    ticks = compute_value_ticks(min(plan.values), max(plan.values), zero=chart.zero)
    texts = write_ticks(chart.speaker, ticks, chart.unit, chart.unit_mult)
    scene = make_scene(width, lay_out_plot(width, plan, texts, ends), plan, (ticks[0], ticks[-1]))
    draw_value_axis(scene, ticks, texts, base=0.0 if 0.0 in ticks else None)
    draw_time_axis(scene)
    _draw_data(scene, chart.targets)
    # What has only one place is drawn first; labels of points find theirs around it.
    draw_end_labels(scene, ends)
    draw_breaks(scene)
    scene.draw_blocks(_list_requests(scene, chart))
    return scene.canvas


def _make_end_block(chart: TrendChart, width: Width, line: Line) -> LabelBlock:
    bold = line.emphasis
    rows = [(Piece(row, line.text_color, bold),) for row in wrap(line.name, _NAME_WIDTHS[width], bold=bold)]
    if (line.emphasis or len(chart.lines) <= _MOST_VALUED) and _fits_at_end(chart, line, width):
        rows.append((show_figure(chart.speaker, line.points[-1], line.text_color, bold=bold),))
    return LabelBlock(tuple(rows))


def _fits_at_end(chart: TrendChart, line: Line, width: Width) -> bool:
    """Say whether the last value stands under the line's name; one with a long unit stands beside its point.

    A doubtful one stands at neither: the hollow marker shows it, the table and the words say what it is.
    """
    last = line.points[-1]
    if len(chart.lines) == 1 or last.key in line.doubtful:
        return False
    return show_figure(chart.speaker, last, Color.INK).width <= _NAME_WIDTHS[width]


def _draw_data(scene: Scene, targets: Iterable[Quantity]) -> None:
    for line in scene.plan.lines:
        draw_line(scene, line)
        # Lines that stand back have no markers, so that a sign at one of their points would stand on nothing.
        for point in line.points if line.emphasis else ():
            _draw_caret(scene, point, _find_open_side(line, point))
        for rival in line.rivals:
            _draw_rival(scene, line, rival)
    for target in targets:
        x, y = scene.locate(target)
        scene.canvas.markers.append(Marker(x, y, "D", _DIAMOND_RADIUS, Color.TARGET, role="target"))
        scene.placer.boxes.append(make_box(x, y, _DIAMOND_RADIUS))


def _draw_caret(scene: Scene, point: Quantity, side: int) -> None:
    """Draw the side to which a bound is open."""
    if not side:
        return
    half, near, far = _CARET
    x, y = scene.locate(point)
    foot, tip = y + side * near, y + side * far
    arms = [((x - half, foot), (x, tip)), ((x, tip), (x + half, foot))]
    scene.draw_segments(arms, Pen(Color.FIRST, 1.6), layer=5, role="bound")
    scene.placer.boxes.append(make_box(x, tip, half))


def _find_open_side(line: Line, point: Quantity) -> int:
    """Give 1 where a source says more than its figure, -1 where it says less, else 0.

    Also 0 where a rival stands: the tie to it is where the caret would be, and the label says the bound.
    """
    if any(rival.period == point.period for rival in line.rivals):
        return 0
    return (point.qualifier in LOWER_BOUNDS) - (point.qualifier in UPPER_BOUNDS)


def _draw_rival(scene: Scene, line: Line, rival: Quantity) -> None:
    """Draw another source's figure as a short bar, tied to the headline by a thin upright line."""
    x, y = scene.locate(rival)
    for point in line.points:
        if point.period == rival.period:
            tie = (scene.locate(point), (x, y))
            scene.draw_segments([tie], Pen(Color.INK), layer=3, role="tie")
            scene.placer.lines.append(tie)
    scene.draw_segments([((x - _CAP_WIDTH, y), (x + _CAP_WIDTH, y))], Pen(Color.INK, 2), layer=3, role="rival")
    scene.placer.boxes.append(make_box(x, y, 3))


def _list_requests(scene: Scene, chart: TrendChart) -> Iterator[Request]:
    """Give the labels beside points, the most needed first."""
    for line in chart.lines:
        for rival in line.rivals:
            yield _ask_rival(scene, line, rival)
    for line in chart.lines:
        if line.emphasis and line.last_sure and not _fits_at_end(chart, line, scene.width):
            yield _ask(scene, line, line.last_sure)
    words = chart.speaker.translate(TARGET_WORDS.text)
    for target in chart.targets:
        value = show_figure(chart.speaker, target, Color.TARGET)
        row = compose(words, {"value": value}, like=Piece("", Color.TARGET), direction=chart.speaker.direction)
        yield Request(LabelBlock((row,)), *scene.locate(target))
    for line in chart.lines:
        if line.emphasis:
            yield from _ask_points(scene, line)


def _ask_rival(scene: Scene, line: Line, rival: Quantity) -> Request:
    block = LabelBlock(((show_figure(scene.plan.speaker, rival, Color.INK, bold=False),),))
    headline = [point for point in line.points if point.period == rival.period]
    # Away from the headline: between the two it could be read as the label of either.
    below = bool(headline) and headline[0].scaled > rival.scaled
    return Request(block, *scene.locate(rival), below=below)


def _ask_points(scene: Scene, line: Line) -> Iterator[Request]:
    """Ask for the labels of ends, bounds and extremes; what the reader can do without comes last."""
    # Each segment begins anew after a break, so that a reader needs its first figure.
    needed = {segment[0].key: segment[0] for segment in line.segments}
    needed |= {point.key: point for point in line.points if point.qualifier in (*LOWER_BOUNDS, *UPPER_BOUNDS)}
    wanted: dict[str, Quantity] = {}
    for segment in line.segments:
        ends_and_extremes = (segment[0], segment[-1], *find_extremes(segment))
        wanted |= {point.key: point for point in ends_and_extremes if point is not None}
    last = {line.points[-1].key, *((line.last_sure.key,) if line.last_sure else ())}
    for key, point in {**needed, **wanted}.items():
        if key not in last:
            yield _ask(scene, line, point, needed=key in needed)


def _ask(scene: Scene, line: Line, point: Quantity, *, needed: bool = True) -> Request:
    block = LabelBlock(((show_figure(scene.plan.speaker, point, Color.FIRST),),))
    x, y = scene.locate(point)
    side = _find_open_side(line, point)
    below = side < 0 if side else _is_low(line, point)
    # Beyond the caret of a bound, which stands where the label of an exact figure would be.
    return Request(block, x, y + side * _CARET[-1], below=below, needed=needed)


def _is_low(line: Line, point: Quantity) -> bool:
    """Say whether a label is clear below its point: what stands next to it, or over it, is higher."""
    rivals = [rival for rival in line.rivals if rival.period == point.period]
    place = line.points.index(point)
    others = rivals or (*line.points[max(place - 1, 0) : place], *line.points[place + 1 : place + 2])
    return bool(others) and all(other.scaled > point.scaled for other in others)


def describe_trend(chart: TrendChart, *, name: Part) -> tuple[Sentence, ...]:
    """Give the chart's alternative in words.

    Parameters
    ----------
    chart
        What is drawn.
    name
        Of what is shown, in the language of the page.

    Returns
    -------
    tuple of Sentence
        What is shown, then for each line its first and last figure beyond doubt, its extremes and its breaks, then
        disagreements, doubts and targets. Figures fill the places as quantities.
    """
    sentences = [sentence("The chart shows over time: {name}.", name=name)]
    for line in chart.lines:
        sentences += _describe_line(line, name if len(chart.lines) == 1 else line.name)
    for line in chart.lines:
        sentences += _describe_rivals(line)
    for line in chart.lines:
        sentences += describe_doubts(line)
    sentences += [sentence("Target: {target} ({target_when}).", target=target) for target in chart.targets]
    return tuple(sentences)


def _describe_line(line: Line, name: Part) -> Iterator[Sentence]:
    if len(line.points) == 1:
        yield sentence("Only one figure is known of {name}: {only} ({only_when}).", name=name, only=line.points[0])
        return
    yield from describe_line(line, name, _WORDS, _find_way, extremes=(("high", 0), ("low", 1)))


def _find_way(segment: tuple[Quantity, ...]) -> str:
    return "only" if len(segment) == 1 else compare(segment[0], segment[-1]).value


def _describe_rivals(line: Line) -> Iterator[Sentence]:
    points = {point.period: point for point in line.points}
    for rival in line.rivals:
        if rival.period in points:
            yield sentence(
                "Sources disagree ({headline_when}): the line shows {headline}, another source states {rival}.",
                headline=points[rival.period],
                rival=rival,
            )
