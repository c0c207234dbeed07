"""Ranks of areas over the editions of an index: the best at the top, one area emphasised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dxlib.charts.axes import compute_rank_ticks
from dxlib.charts.canvas import Canvas
from dxlib.charts.labels import LabelBlock, Piece, PieceRow, Request, wrap
from dxlib.charts.pieces import show_figure, show_out_of
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
    describe_doubts,
    describe_line,
    validate_lines,
)
from dxlib.charts.theme import Width
from dxlib.data.quantities import Quantity, read_out_of
from dxlib.language import Sentence, Speaker, sentence

_NAME_WIDTHS: Final = {Width.WIDE: 170, Width.NARROW: 84}
_PAD: Final = 0.11  # room for a label under the worst rank
_WORDS: Final = {
    "only": sentence("{name}: rank {only} ({only_when})."),
    "same": sentence("{name} stood at rank {last} ({last_when}), as at the start ({first_when})."),
    "up": sentence("{name} moved up from rank {first} ({first_when}) to rank {last} ({last_when})."),
    "up of": sentence(
        "{name} moved up from rank {first} of {first_of} ({first_when}) to rank {last} of {last_of} ({last_when})."
    ),
    "down": sentence("{name} moved down from rank {first} ({first_when}) to rank {last} ({last_when})."),
    "down of": sentence(
        "{name} moved down from rank {first} of {first_of} ({first_when}) to rank {last} of {last_of} ({last_when})."
    ),
    "changed": sentence(
        "The method changed between {before_when} and {after_when}: the line has a gap there, and ranks on its "
        "two sides cannot be compared."
    ),
    "changed within": sentence(
        "The method is not the same in both periods ({before_when}, {after_when}): the line has a gap there, and ranks "
        "on its two sides cannot be compared."
    ),
    "best": sentence("{name}: best rank {best} ({best_when})."),
    "worst": sentence("{name}: worst rank {worst} ({worst_when})."),
}


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


def draw_ranking_change(chart: RankingChart, width: Width) -> Canvas:
    """Draw how ranks changed from edition to edition.

    Raises
    ------
    DataError
        When there is no rank, or a figure in another unit: give lines of one unit to one chart.
    """
    figures = chart.figures
    validate_lines(chart.lines, figures[0].unit if figures else "")
    plan = plan_lines(chart.lines, figures, chart.speaker)
    ends = [_make_end_block(chart.speaker, line, width) for line in chart.lines]
    best, worst = min(plan.values), max(plan.values)
    ticks = compute_rank_ticks(best, worst)
    # At least half a rank: where all ranks are the same, the scale would have no length.
    pad = max((worst - best) * _PAD, 0.5)
    texts = [chart.speaker.format_tick(tick, "", 0) for tick in ticks]
    limits = (worst + pad, min(best - pad / 4, ticks[0]))
    scene = make_scene(width, lay_out_plot(width, plan, texts, ends), plan, limits)
    draw_value_axis(scene, ticks, texts, base=None)
    draw_time_axis(scene, ruled=True)
    for line in chart.lines:
        draw_line(scene, line)
    draw_end_labels(scene, ends)
    draw_breaks(scene)
    scene.draw_blocks(_list_requests(scene))
    return scene.canvas


def _make_end_block(speaker: Speaker, line: Line, width: Width) -> LabelBlock:
    """Give an area's name and last rank; the emphasised one's rank has a row of its own, with its N."""
    bold = line.emphasis
    last = line.points[-1]
    rows: list[PieceRow] = [
        (Piece(row, line.text_color, bold),) for row in wrap(line.name, _NAME_WIDTHS[width], bold=bold)
    ]
    if last.key in line.doubtful:
        return LabelBlock(tuple(rows))  # no label holds out what nobody confirms
    if line.emphasis:
        return LabelBlock((*rows, show_out_of(speaker, last, line.color)))
    rows[-1] = (*rows[-1], Piece(" ", line.text_color), show_figure(speaker, last, line.text_color, bold=False))
    return LabelBlock(tuple(rows))


def _list_requests(scene: Scene) -> Iterator[Request]:
    """Ask for the rank at each edition of the emphasised line; the first one is needed, with its N."""
    speaker = scene.plan.speaker
    for line in scene.plan.lines:
        for index in _order_editions(line) if line.emphasis else ():
            point = line.points[index]
            # How many are ranked changes slowly, so that N stands at the first and the last edition only.
            row = (show_figure(speaker, point, line.color),) if index else show_out_of(speaker, point, line.color)
            below = _is_worse(line, index)
            yield Request(LabelBlock((row,)), *scene.locate(point), below=below, needed=index == 0)


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
        sentences += describe_line(line, line.name, _WORDS, _find_way, extremes=(("best", 1), ("worst", 0)))
    for line in chart.lines:
        sentences += describe_doubts(line)
    return tuple(sentences)


def _find_way(segment: tuple[Quantity, ...]) -> str:
    first, last = segment[0], segment[-1]
    if len(segment) == 1:
        return "only"
    if first.scaled == last.scaled:
        return "same"
    has_totals = all(isinstance(read_out_of(rank), Quantity) for rank in (first, last))
    return ("up" if last.scaled < first.scaled else "down") + (" of" if has_totals else "")
