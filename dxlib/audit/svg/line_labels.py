"""Which labels lines over time have: at their ends, beside their points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dxlib.audit.charts.drawn import LOWER_BOUNDS, UPPER_BOUNDS, DrawnLine
from dxlib.audit.charts.saying import find_extremes
from dxlib.audit.figure import Fig
from dxlib.audit.svg.parsing import look_of_text
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import Phrase, View, Word
from dxlib.language import sentence

# The tip of the sign of a bound, over or under its point.
CARET: Final = 10.5
TARGET: Final = sentence("target {value}")
# Of more lines only the chart's own one shows its last figure at its end.
_MOST_VALUED: Final = 4
# By the width of the drawing: how wide the column of names at the ends may be.
_WIDEST: Final = {680: 170.0, 330: 96.0}


@dataclass(frozen=True, slots=True)
class PointLabel:
    """A label beside a point: its words, the figure whose point it is, and how far its place lies above the point."""

    words: Word | Phrase
    figure: Fig
    is_needed: bool = True
    lift: float = 0


def list_end_values(view: View) -> Iterator[tuple[DrawnLine, Word | Phrase | None]]:
    """Give the lines with a name at their end, and the last figure with it; a single line of a trend needs no name."""
    lines, is_ranking = view.drawn.lines, view.drawn.unit == "RANK"
    for line in lines if is_ranking or len(lines) > 1 else ():
        last, color = line.figures[-1], "1" if line.is_own else "muted"
        if is_ranking:
            other = view.figure(last, color, bold=False, halo=True)
            rank = view.out_of(last, color, halo=True) if line.is_own else other
            yield line, None if last.key in line.doubtful else rank
        else:
            is_shown = (line.is_own or len(lines) <= _MOST_VALUED) and _fits_at_end(view, line)
            yield line, view.figure(last, color, bold=line.is_own, halo=True) if is_shown else None


def _fits_at_end(view: View, line: DrawnLine) -> bool:
    """Say whether the last figure stands with the line's name; an unconfirmed one is not held out."""
    is_sure = len(view.drawn.lines) > 1 and line.figures[-1].key not in line.doubtful
    return is_sure and measure(view.show(line.figures[-1]), bold=True) <= _WIDEST[view.width]


def list_labels(view: View) -> Iterator[PointLabel]:
    """Give the labels of points, in the order in which they look for room."""
    own = [line for line in view.drawn.lines if line.is_own]
    if view.drawn.unit == "RANK":
        for line in own:
            yield from _list_editions(view, line)
        return
    for line in view.drawn.lines:
        for rival in line.rivals:
            yield _label(view, rival, "ink", bold=False)
    for line in own:
        if line.held_out and not _fits_at_end(view, line):
            yield _label_point(view, line, line.held_out)
    for target in view.drawn.marked:
        pieces = {"value": view.figure(target, "target", halo=True)}
        yield PointLabel(view.compose(TARGET, pieces, look_of_text("target", halo=True)), target)
    for line in own:
        yield from _list_points(view, line)


def _label(
    view: View, figure: Fig, color: str, *, bold: bool = True, is_needed: bool = True, lift: float = 0
) -> PointLabel:
    return PointLabel(view.figure(figure, color, bold=bold, anchor="middle", halo=True), figure, is_needed, lift)


def _label_point(view: View, line: DrawnLine, figure: Fig, *, is_needed: bool = True) -> PointLabel:
    return _label(view, figure, "1", is_needed=is_needed, lift=find_open_side(line, figure) * CARET)


def find_open_side(line: DrawnLine, figure: Fig) -> int:
    """Give 1 where a source says more than its figure, -1 where less, 0 where it says it, or another source states."""
    if any(rival.period == figure.period for rival in line.rivals):
        return 0
    return (figure.qualifier in LOWER_BOUNDS) - (figure.qualifier in UPPER_BOUNDS)


def _list_points(view: View, line: DrawnLine) -> Iterator[PointLabel]:
    """Give first the labels of beginnings and bounds, then those of ends and extremes, which may be missing."""
    last = {line.figures[-1].key, line.held_out.key if line.held_out else ""}
    needed = {one.key: one for one in (*(run[0] for run in line.segments), *filter(_is_bound, line.figures))}
    wanted = {one.key: one for run in line.segments for one in (run[0], run[-1], *find_extremes(run)) if one}
    for key, one in {**needed, **wanted}.items():
        # The last figure has its label at the end, or held out already.
        if key not in last:
            yield _label_point(view, line, one, is_needed=key in needed)


def _is_bound(figure: Fig) -> bool:
    return figure.is_bound


def _list_editions(view: View, line: DrawnLine) -> Iterator[PointLabel]:
    """Give the ranks of a line's editions but the last: first, with its N, worst, best, then back in time."""
    ranks = [one.scaled for one in line.figures]
    # The order in which labels look for room: those that a reader misses most come first.
    order = [0, ranks.index(max(ranks)), ranks.index(min(ranks)), *range(len(ranks) - 2, 0, -1)]
    for at in (one for one in dict.fromkeys(order) if one < len(ranks) - 1):
        if at == 0 and line.figures[0].total:
            yield PointLabel(view.out_of(line.figures[0], "1", halo=True), line.figures[0])
        else:
            yield _label(view, line.figures[at], "1", is_needed=at == 0)
