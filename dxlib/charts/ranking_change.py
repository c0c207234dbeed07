"""Ranks of areas over the editions of an index: the best at the top, one area emphasised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from dxlib.charts.axes import TimeAxis, compute_rank_ticks, compute_time_axis
from dxlib.charts.canvas import Canvas
from dxlib.charts.labels import LabelBlock, Piece, PieceRow, Request, wrap
from dxlib.charts.pieces import show_figure, show_out_of
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
    Placement,
    choose_placement,
    describe_doubts,
    find_extremes,
    scale_value,
    validate_lines,
)
from dxlib.charts.theme import Width
from dxlib.data.quantities import Quantity, read_out_of
from dxlib.language import Sentence, Speaker, sentence

_NAME_WIDTHS: Final = {Width.WIDE: 170, Width.NARROW: 84}
_PAD: Final = 0.11  # room for a label under the worst rank


@dataclass(frozen=True, slots=True)
class RankingChart:
    """What a chart of ranks shows.

    Parameters
    ----------
    lines
        Ranks of areas, one emphasised; as many others as stay legible.
    speaker
        The language of the page.
    """

    lines: tuple[Line, ...]
    speaker: Speaker

    @property
    def figures(self) -> tuple[Quantity, ...]:
        """All ranks that are drawn."""
        return tuple(point for line in self.lines for point in line.points)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where ranks stand in the data."""

    chart: RankingChart
    placement: Placement
    axis: TimeAxis
    best: float
    worst: float

    def locate(self, figure: Quantity) -> tuple[float, float]:
        return self.placement.locate(figure.period), scale_value(figure)

    @property
    def limits(self) -> tuple[float, float]:
        """The ranks at the bottom and at the top, where the first tick may stand."""
        # At least half a rank: where all ranks are the same, the scale would have no length.
        pad = max((self.worst - self.best) * _PAD, 0.5)
        return self.worst + pad, min(self.best - pad / 4, compute_rank_ticks(self.best, self.worst)[0])

    @property
    def last(self) -> float:
        return max(self.placement.locate(line.points[-1].period) for line in self.chart.lines if line.points)


def draw_ranking_change(chart: RankingChart, width: Width) -> Canvas:
    """Draw how ranks changed from edition to edition.

    Raises
    ------
    DataError
        When there is no rank, or a figure in another unit: give lines of one unit to one chart.
    """
    figures = chart.figures
    validate_lines(chart.lines, figures[0].unit if figures else "")
    plan = _plan(chart)
    styles = choose_styles(chart.lines)
    ends = _list_end_labels(plan, styles, width)
    ticks = compute_rank_ticks(plan.best, plan.worst)
    texts = [chart.speaker.format_tick(tick, "", 0) for tick in ticks]
    plot = lay_out_plot(width, plan.axis, texts, [end.block for end in ends], plan.last)
    scene = make_scene(width, plot, plan.axis, plan.limits)
    draw_value_axis(scene, ticks, texts, base=None)
    draw_time_axis(scene, plan.axis, chart.speaker, ruled=True)
    for line, style in zip(chart.lines, styles, strict=True):
        draw_line(scene, line, style, [(point, *plan.locate(point)) for point in line.points])
    draw_end_labels(scene, ends)
    draw_breaks(scene, chart.lines, chart.speaker, plan.placement)
    scene.draw_blocks(_list_requests(scene, plan, styles))
    return scene.canvas


def _plan(chart: RankingChart) -> _Plan:
    periods = [figure.period for figure in chart.figures]
    ranks = [scale_value(figure) for figure in chart.figures]
    placement = choose_placement(periods)
    return _Plan(chart, placement, compute_time_axis(periods, placement), min(ranks), max(ranks))


def _list_end_labels(plan: _Plan, styles: Iterable[Style], width: Width) -> list[EndLabel]:
    return [
        EndLabel(_make_end_block(plan.chart.speaker, line, style, width), *plan.locate(line.points[-1]), style.color)
        for line, style in zip(plan.chart.lines, styles, strict=True)
        if line.points
    ]


def _make_end_block(speaker: Speaker, line: Line, style: Style, width: Width) -> LabelBlock:
    """Give an area's name and last rank; the emphasised one's rank has a row of its own, with its N."""
    bold = line.emphasis
    last = line.points[-1]
    rows: list[PieceRow] = [
        (Piece(row, style.text_color, bold),) for row in wrap(line.get_name(width), _NAME_WIDTHS[width], bold=bold)
    ]
    if last.key in line.doubtful:
        return LabelBlock(tuple(rows))  # no label holds out what nobody confirms
    if line.emphasis:
        return LabelBlock((*rows, show_out_of(speaker, last, style.color)))
    rows[-1] = (*rows[-1], Piece(" ", style.text_color), show_figure(speaker, last, style.text_color, bold=False))
    return LabelBlock(tuple(rows))


def _list_requests(scene: Scene, plan: _Plan, styles: Iterable[Style]) -> Iterator[Request]:
    """Ask for the rank at each edition of the emphasised lines; the first one is needed, with its N."""
    for line, style in zip(plan.chart.lines, styles, strict=True):
        for index in _order_editions(line) if line.emphasis else ():
            point = line.points[index]
            rank = show_figure(plan.chart.speaker, point, style.color)
            # How many are ranked changes slowly, so that N stands at the first and the last edition only.
            row = (rank,) if index else show_out_of(plan.chart.speaker, point, style.color)
            below = _is_worse(line, index)
            place = scene.locate(*plan.locate(point))
            yield Request(LabelBlock((row,)), *place, below=below, needed=index == 0)


def _order_editions(line: Line) -> list[int]:
    """Give the editions but the last, whose label stands at the line's end: first, worst, best, then back in time."""
    ranks = [point.scaled for point in line.points]
    # The most telling first, since a label that is not needed is left out where others stand already.
    order = [0, ranks.index(max(ranks)), ranks.index(min(ranks)), *range(len(ranks) - 2, 0, -1)]
    return [index for index in dict.fromkeys(order) if index < len(ranks) - 1]


def _is_worse(line: Line, index: int) -> bool:
    """Say whether an edition's rank is worse than its neighbours', so that the label is clear below it."""
    neighbours = line.points[max(index - 1, 0) : index] + line.points[index + 1 : index + 2]
    return bool(neighbours) and all(other.scaled < line.points[index].scaled for other in neighbours)


def describe_ranking_change(chart: RankingChart, *, name: str) -> tuple[Sentence, ...]:
    """Give the chart's alternative in words.

    Parameters
    ----------
    chart
        What is drawn.
    name
        Of the index, in the language of the page.

    Returns
    -------
    tuple of Sentence
        What is shown, then for each line its first and last rank beyond doubt, its best and worst and its breaks, then
        doubts. Ranks fill the places as quantities.
    """
    sentences = [sentence("The chart shows ranks from edition to edition, the best at the top: {name}.", name=name)]
    for line in chart.lines:
        sentences += _describe_line(line)
    for line in chart.lines:
        sentences += describe_doubts(line)
    return tuple(sentences)


def _describe_line(line: Line) -> Iterator[Sentence]:
    segments = line.segments
    for index, segment in enumerate(segments):
        if index:
            yield sentence(
                "The method changed between {before_when} and {after_when}: the line has a gap there, and ranks on its "
                "two sides cannot be compared.",
                before=segments[index - 1][-1],
                after=segment[0],
            )
        sure = line.keep_sure(segment)
        yield _describe_segment(line.name, sure)
        if line.emphasis:
            yield from _describe_extremes(line.name, sure)


def _describe_segment(name: str, segment: tuple[Quantity, ...]) -> Sentence:
    first, last = segment[0], segment[-1]
    totals = all(isinstance(read_out_of(rank), Quantity) for rank in (first, last))
    values = {"name": name, "first": first, "last": last}
    if len(segment) == 1:
        return sentence("{name}: rank {only} ({only_when}).", name=name, only=first)
    if first.scaled == last.scaled:
        return sentence("{name} stood at rank {last} ({last_when}), as at the start ({first_when}).", **values)
    return (
        _describe_rise(values, totals=totals) if last.scaled < first.scaled else _describe_fall(values, totals=totals)
    )


def _describe_rise(values: dict[str, object], *, totals: bool) -> Sentence:
    if totals:
        return sentence(
            "{name} moved up from rank {first} of {first_of} ({first_when}) to rank {last} of {last_of} ({last_when}).",
            **values,
        )
    return sentence("{name} moved up from rank {first} ({first_when}) to rank {last} ({last_when}).", **values)


def _describe_fall(values: dict[str, object], *, totals: bool) -> Sentence:
    if totals:
        return sentence(
            "{name} moved down from rank {first} of {first_of} ({first_when}) "
            "to rank {last} of {last_of} ({last_when}).",
            **values,
        )
    return sentence("{name} moved down from rank {first} ({first_when}) to rank {last} ({last_when}).", **values)


def _describe_extremes(name: str, segment: tuple[Quantity, ...]) -> Iterator[Sentence]:
    worst, best = find_extremes(segment)
    if best:
        yield sentence("{name}: best rank {best} ({best_when}).", name=name, best=best)
    if worst:
        yield sentence("{name}: worst rank {worst} ({worst_when}).", name=name, worst=worst)
