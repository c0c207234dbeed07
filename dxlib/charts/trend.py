"""The multi-year trend: one or more lines over time, with targets, disagreeing sources, and breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from dxlib.charts.axes import TimeAxis, compute_time_axis, compute_value_ticks, write_ticks
from dxlib.charts.canvas import Canvas, Marker, Pen
from dxlib.charts.labels import LabelBlock, Piece, Request, compose, make_box, wrap
from dxlib.charts.pieces import show_figure
from dxlib.charts.scene import (
    EndLabel,
    Scene,
    Style,
    choose_styles,
    draw_breaks,
    draw_end_labels,
    draw_line,
    draw_time_axis,
    draw_value_axis,
    lay_out_plot,
    make_scene,
)
from dxlib.charts.series import (
    Line,
    Movement,
    Placement,
    choose_placement,
    compare,
    describe_doubts,
    find_extremes,
    scale_value,
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
    span
        First and last period that the time axis holds at least.
    """

    lines: tuple[Line, ...]
    targets: tuple[Quantity, ...]
    speaker: Speaker
    unit: str
    unit_mult: int = 0
    zero: bool = True
    span: tuple[str, str] | None = None

    @property
    def figures(self) -> tuple[Quantity, ...]:
        """All figures that are drawn."""
        points = (figure for line in self.lines for figure in (*line.points, *line.rivals))
        return (*points, *self.targets)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where a chart's figures stand in the data."""

    chart: TrendChart
    placement: Placement
    axis: TimeAxis
    ticks: tuple[float, ...]

    def locate(self, figure: Quantity) -> tuple[float, float]:
        return self.placement.locate(figure.period), scale_value(figure, self.chart.unit_mult)

    @property
    def last(self) -> float:
        return max(self.placement.locate(line.points[-1].period) for line in self.chart.lines if line.points)


def draw_trend(chart: TrendChart, width: Width) -> Canvas:
    """Draw a trend.

    Raises
    ------
    DataError
        When there is no figure, or one in another unit: give lines of one unit to one chart.
    """
    validate_lines(chart.lines, chart.unit, others=chart.targets)
    plan = _plan(chart)
    styles = choose_styles(chart.lines)
    ends = _list_end_labels(plan, styles, width)
    texts = write_ticks(chart.speaker, plan.ticks, chart.unit, chart.unit_mult)
    plot = lay_out_plot(width, plan.axis, texts, [end.block for end in ends], plan.last)
    scene = make_scene(width, plot, plan.axis, (plan.ticks[0], plan.ticks[-1]))
    draw_value_axis(scene, plan.ticks, texts, base=0.0 if 0.0 in plan.ticks else None)
    draw_time_axis(scene, plan.axis, chart.speaker)
    _draw_data(scene, plan, styles)
    # What has only one place is drawn first; labels of points find theirs around it.
    draw_end_labels(scene, ends)
    draw_breaks(scene, chart.lines, chart.speaker, plan.placement)
    scene.draw_blocks(_list_requests(scene, plan, styles))
    return scene.canvas


def _plan(chart: TrendChart) -> _Plan:
    periods = [figure.period for figure in chart.figures]
    placement = choose_placement(periods)
    values = [scale_value(figure, chart.unit_mult) for figure in chart.figures]
    ticks = compute_value_ticks(min(values), max(values), zero=chart.zero)
    return _Plan(chart, placement, compute_time_axis(periods, placement, span=chart.span), ticks)


def _list_end_labels(plan: _Plan, styles: Iterable[Style], width: Width) -> list[EndLabel]:
    """Give the names of several lines, with the last value unless there are many; a single line needs no name."""
    if len(plan.chart.lines) == 1:
        return []
    labels = []
    for line, style in zip(plan.chart.lines, styles, strict=True):
        if line.points:
            block = _make_end_block(plan.chart, line, style, width)
            labels.append(EndLabel(block, *plan.locate(line.points[-1]), style.color))
    return labels


def _make_end_block(chart: TrendChart, line: Line, style: Style, width: Width) -> LabelBlock:
    bold = line.emphasis
    rows = [(Piece(row, style.text_color, bold),) for row in wrap(line.get_name(width), _NAME_WIDTHS[width], bold=bold)]
    if (line.emphasis or len(chart.lines) <= _MOST_VALUED) and _fits_at_end(chart, line, width):
        rows.append((show_figure(chart.speaker, line.points[-1], style.text_color, bold=bold),))
    return LabelBlock(tuple(rows))


def _fits_at_end(chart: TrendChart, line: Line, width: Width) -> bool:
    """Say whether the last value stands under the line's name; one with a long unit stands beside its point.

    A doubtful one stands at neither: the hollow marker shows it, the table and the words say what it is.
    """
    last = line.points[-1]
    if len(chart.lines) == 1 or last.key in line.doubtful:
        return False
    return show_figure(chart.speaker, last, Color.INK).width <= _NAME_WIDTHS[width]


def _draw_data(scene: Scene, plan: _Plan, styles: Iterable[Style]) -> None:
    for line, style in zip(plan.chart.lines, styles, strict=True):
        draw_line(scene, line, style, [(point, *plan.locate(point)) for point in line.points])
        # Lines that stand back have no markers, so that a sign at one of their points would stand on nothing.
        for point in line.points if line.emphasis else ():
            _draw_caret(scene, plan, point, _find_open_side(line, point), style)
        for rival in line.rivals:
            _draw_rival(scene, plan, line, rival)
    for target in plan.chart.targets:
        _draw_target(scene, plan, target)


def _draw_caret(scene: Scene, plan: _Plan, point: Quantity, side: int, style: Style) -> None:
    """Draw the side to which a bound is open."""
    if not side:
        return
    half, near, far = _CARET
    x, y = scene.locate(*plan.locate(point))
    foot, tip = y + side * near, y + side * far
    arms = [(x - half, foot, x, tip), (x, tip, x + half, foot)]
    scene.draw_segments(arms, Pen(style.color, 1.6), layer=style.layer + 1, role="bound")
    scene.placer.boxes.append(make_box(x, tip, half))


def _find_open_side(line: Line, point: Quantity) -> int:
    """Give 1 where a source says more than its figure, -1 where it says less, else 0.

    Also 0 where a rival stands: the tie to it is where the caret would be, and the label says the bound.
    """
    if any(rival.period == point.period for rival in line.rivals):
        return 0
    return (point.qualifier in LOWER_BOUNDS) - (point.qualifier in UPPER_BOUNDS)


def _draw_rival(scene: Scene, plan: _Plan, line: Line, rival: Quantity) -> None:
    """Draw another source's figure as a short bar, tied to the headline by a thin upright line."""
    x, y = scene.locate(*plan.locate(rival))
    for point in line.points:
        if point.period == rival.period:
            headline = scene.locate(*plan.locate(point))[1]
            scene.draw_segments([(x, headline, x, y)], Pen(Color.INK), layer=3, role="tie")
            scene.placer.lines.append((x, headline, x, y))
    scene.draw_segments([(x - _CAP_WIDTH, y, x + _CAP_WIDTH, y)], Pen(Color.INK, 2), layer=3, role="rival")
    scene.placer.boxes.append(make_box(x, y, 3))


def _draw_target(scene: Scene, plan: _Plan, target: Quantity) -> None:
    x, y = scene.locate(*plan.locate(target))
    scene.canvas.markers.append(Marker(x, y, "D", _DIAMOND_RADIUS, Color.TARGET, role="target"))
    scene.placer.boxes.append(make_box(x, y, _DIAMOND_RADIUS))


def _list_requests(scene: Scene, plan: _Plan, styles: Iterable[Style]) -> Iterator[Request]:
    """Give the labels beside points, the most needed first."""
    chart = plan.chart
    for line in chart.lines:
        for rival in line.rivals:
            yield _ask_rival(scene, plan, line, rival)
    for line, style in zip(chart.lines, styles, strict=True):
        if line.emphasis and line.last_sure and not _fits_at_end(chart, line, scene.width):
            yield _ask(scene, plan, line, line.last_sure, style)
    words = chart.speaker.translate(TARGET_WORDS.text)
    for target in chart.targets:
        value = show_figure(chart.speaker, target, Color.TARGET)
        row = compose(words, {"value": value}, like=Piece("", Color.TARGET), direction=chart.speaker.direction)
        yield Request(LabelBlock((row,)), *scene.locate(*plan.locate(target)))
    for line, style in zip(chart.lines, styles, strict=True):
        if line.emphasis and line.points:
            yield from _ask_points(scene, plan, line, style)


def _ask_rival(scene: Scene, plan: _Plan, line: Line, rival: Quantity) -> Request:
    block = LabelBlock(((show_figure(plan.chart.speaker, rival, Color.INK, bold=False),),))
    headline = [point for point in line.points if point.period == rival.period]
    # Away from the headline: between the two it could be read as the label of either.
    below = bool(headline) and headline[0].scaled > rival.scaled
    return Request(block, *scene.locate(*plan.locate(rival)), below=below)


def _ask_points(scene: Scene, plan: _Plan, line: Line, style: Style) -> Iterator[Request]:
    """Ask for the labels of ends, bounds and extremes; what the reader can do without comes last."""
    # Each segment begins anew after a break, so that a reader needs its first figure.
    needed = {segment[0].key: segment[0] for segment in line.segments}
    wanted: dict[str, Quantity] = {}
    for segment in line.segments:
        ends_and_extremes = (segment[0], segment[-1], *find_extremes(segment))
        wanted |= {point.key: point for point in ends_and_extremes if point is not None}
    needed |= {point.key: point for point in line.points if point.qualifier in (*LOWER_BOUNDS, *UPPER_BOUNDS)}
    last = {line.points[-1].key, *((line.last_sure.key,) if line.last_sure else ())}
    for key, point in needed.items():
        if key not in last:
            yield _ask(scene, plan, line, point, style)
    for key, point in wanted.items():
        if key not in needed and key not in last:
            yield _ask(scene, plan, line, point, style, needed=False)


def _ask(scene: Scene, plan: _Plan, line: Line, point: Quantity, style: Style, *, needed: bool = True) -> Request:
    block = LabelBlock(((show_figure(plan.chart.speaker, point, style.color),),))
    x, y = scene.locate(*plan.locate(point))
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
    """Give in words what a line shows, each comparable segment apart."""
    if len(line.points) == 1:
        yield sentence("Only one figure is known of {name}: {only} ({only_when}).", name=name, only=line.points[0])
        return
    segments = line.segments
    for index, segment in enumerate(segments):
        if index:
            yield sentence(
                "What is measured changed between {before_when} and {after_when}: the line has a gap there, "
                "and figures on its two sides cannot be compared.",
                before=segments[index - 1][-1],
                after=segment[0],
            )
        sure = line.keep_sure(segment)
        yield _describe_segment(name, sure)
        if line.emphasis:
            yield from _describe_extremes(name, sure)


def _describe_segment(name: Part, segment: tuple[Quantity, ...]) -> Sentence:
    first, last = segment[0], segment[-1]
    if len(segment) == 1:
        return sentence("{name}: {only} ({only_when}).", name=name, only=first)
    values = {"name": name, "first": first, "last": last}
    direction = compare(first, last)
    if direction is Movement.UP:
        return sentence("{name} rose from {first} ({first_when}) to {last} ({last_when}).", **values)
    if direction is Movement.DOWN:
        return sentence("{name} fell from {first} ({first_when}) to {last} ({last_when}).", **values)
    if direction is Movement.SAME:
        return sentence("{name}: {last} ({last_when}), the same as at the start ({first_when}).", **values)
    return sentence(
        "{name}: {first} ({first_when}), then {last} ({last_when}); "
        "the sources give a bound only, so the size of the change is unknown.",
        **values,
    )


def _describe_extremes(name: Part, segment: tuple[Quantity, ...]) -> Iterator[Sentence]:
    highest, lowest = find_extremes(segment)
    if highest:
        yield sentence("{name}: highest at {high} ({high_when}).", name=name, high=highest)
    if lowest:
        yield sentence("{name}: lowest at {low} ({low_when}).", name=name, low=lowest)


def _describe_rivals(line: Line) -> Iterator[Sentence]:
    points = {point.period: point for point in line.points}
    for rival in line.rivals:
        if rival.period in points:
            yield sentence(
                "Sources disagree ({headline_when}): the line shows {headline}, another source states {rival}.",
                headline=points[rival.period],
                rival=rival,
            )
