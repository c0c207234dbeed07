"""The lines, signs and thin lines to labels of a plot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dxlib.audit.charts.drawn import DrawnLine
from dxlib.audit.figure import Fig
from dxlib.audit.svg.line_labels import CARET, ReadEndLabel, find_open_side
from dxlib.audit.svg.matching import NEAR, ReadMark
from dxlib.audit.svg.plot import END_GAP, RADIUS, TOP, Plot
from dxlib.audit.svg.room import find_leader
from dxlib.audit.svg.view import line, sign

_RIGHT: Final = 15.0
_MOST_SIGNS: Final = 24
_MOVED: Final = 3.0


def list_marks(plot: Plot) -> Iterator[ReadMark]:
    """Give everything that is drawn in a plot."""
    yield from _list_axes(plot)
    for line_ in plot.view.drawn.lines:
        yield from _list_line(plot, line_)
    for target in plot.view.drawn.marked:
        yield from sign(*plot.locate(target), "target", 5, shape="D")
    for day in plot.axis.list_breaks(plot.view.drawn.lines):
        x = plot.locate_time(day)
        yield line("muted", (x, plot.foot), (x, TOP - 3), dash="2 2.5", layer=1.5)
    for end in plot.ends:
        yield from _list_end_leader(plot, end)
    for label in plot.labels:
        x, y = plot.locate(label.figure)
        leader = find_leader(label.box, x, y - label.lift) if label.is_there else None
        if leader:
            (*start, to_x, to_y), is_close = leader
            yield line("muted", (start[0], start[1]), (to_x, to_y), width=0.8, layer=3, is_optional=is_close)


def _list_axes(plot: Plot) -> Iterator[ReadMark]:
    right = plot.locate_time(plot.axis.end) if plot.across else None
    ruled = None if right is None else right + RADIUS + 1
    is_wide = right is not None and right + _RIGHT >= plot.view.width - NEAR
    end = None if right is None else right + _RIGHT if is_wide else ruled
    is_ranking = plot.view.drawn.kind == "ranking"
    for tick in plot.ticks:
        y = plot.up.locate(tick)
        is_base = tick == 0 and not is_ranking
        yield line("muted" if is_base else "grid", (0, y), (end, y), layer=1.25 if is_base else 1)
    if is_ranking:
        yield line("muted", (0, plot.foot), (ruled, plot.foot))
    for day in plot.axis.marks:
        x = plot.locate_time(day)
        yield line("muted", (x, plot.foot), (x, plot.foot + 5))


def _list_line(plot: Plot, line_: DrawnLine) -> Iterator[ReadMark]:
    color, width, layer = ("1", 2.4, 4.0) if line_.is_own else ("faint", 1.3, 2.0)
    for run in line_.segments:
        yield line(color, *map(plot.locate, run), width=width, cap="round", layer=layer)
    for one in list_signed(line_):
        radius = RADIUS - (not line_.is_own)
        yield from sign(*plot.locate(one), color, radius, is_hollow=one.key in line_.doubtful, layer=layer + 1)
    for one in line_.figures if line_.is_own and plot.view.drawn.kind == "trend" else ():
        yield from _list_caret(plot, one, find_open_side(line_, one), color, layer + 1)
    for rival in line_.rivals if plot.view.drawn.kind == "trend" else ():
        yield from _list_rival(plot, line_, rival)


def list_signed(line_: DrawnLine) -> Iterator[Fig]:
    """Give the figures that have a sign: all of the own line, else those that would not be seen, or are doubtful."""
    alone = {run[0].key for run in line_.segments if len(run) == 1}
    shows_all = line_.is_own and len(line_.figures) <= _MOST_SIGNS
    for one in line_.figures:
        if shows_all or one.key in alone or one.key in line_.doubtful:
            yield one


def _list_caret(plot: Plot, figure: Fig, side: int, color: str, layer: float) -> Iterator[ReadMark]:
    if side:
        x, y = plot.locate(figure)
        foot, tip = y - side * 7, y - side * CARET
        yield line(color, (x - 3.5, foot), (x, tip), width=1.6, layer=layer)
        yield line(color, (x, tip), (x + 3.5, foot), width=1.6, layer=layer)


def _list_rival(plot: Plot, line_: DrawnLine, rival: Fig) -> Iterator[ReadMark]:
    x, y = plot.locate(rival)
    for one in line_.figures:
        if one.period == rival.period:
            yield line("ink", (x, plot.locate(one)[1]), (x, y), layer=3)
    yield line("ink", (x - 4.5, y), (x + 4.5, y), width=2, layer=3)


def find_column(plot: Plot) -> float:
    """Give where the labels at the ends of lines stand."""
    return max(plot.locate(end.line.figures[-1])[0] for end in plot.ends) + END_GAP


def _list_end_leader(plot: Plot, end: ReadEndLabel) -> Iterator[ReadMark]:
    """Give the thin line to a label that had to move away from its line's end."""
    x, y = plot.locate(end.line.figures[-1])
    _, top, _, bottom = end.box
    middle, column = (top + bottom) / 2, find_column(plot)
    is_close = abs(abs(middle - y) - _MOVED) < 0.2 and column - x <= END_GAP + 1  # noqa: PLR2004  (rounding decides)
    if abs(middle - y) > _MOVED or column - x > END_GAP + 1 or is_close:
        color = "1" if end.line.is_own else "faint"
        ends = (x + RADIUS + 1, y), (column - 3, middle)
        yield line(color, *ends, width=0.8, layer=1.8, is_optional=is_close)
