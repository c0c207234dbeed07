"""Lines over time: the trend, and the change of ranks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from dxlib.audit.charts.drawn import DrawnLine
from dxlib.audit.svg.line_labels import (
    CARET,
    find_open_side,
    list_ranking_ends,
    list_ranking_labels,
    list_trend_ends,
    list_trend_labels,
)
from dxlib.audit.svg.line_marks import find_column, list_marks, list_signed
from dxlib.audit.svg.matching import NEAR, Word, match_shapes, match_texts
from dxlib.audit.svg.plot import BOTTOM, RADIUS, TOP, Plot, make_plot, read_time
from dxlib.audit.svg.room import Room, stands_near
from dxlib.audit.svg.rounding import round_ranks, round_values
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import (
    BASELINE,
    ROW,
    ReadScale,
    View,
    check_at,
    check_follow,
    check_spots,
    check_ticks,
    measure_text,
    read_tick,
)

_PAD: Final = 0.11
_AIR: Final = 4.0
_HEIGHTS: Final = {680: 340, 330: 290}


def check_trend(view: View) -> Iterator[str]:
    """See that each line goes through its figures, and that labels, targets and rivals stand at theirs."""
    drawn = view.drawn
    points = [one for line_ in drawn.lines for one in (*line_.figures, *line_.rivals)]
    shown = (*points, *drawn.marked)
    values = [drawn.scale(one) for one in shown]
    ticks = round_values(min(values), max(values), zero=drawn.zero)
    up = ReadScale(ticks[0], ticks[-1], view.drawing.height - BOTTOM, TOP)
    plot = make_plot(view, shown, ticks, up, list(list_trend_ends(view)), list(list_trend_labels(view)))
    yield from _check(plot)


def check_ranking(view: View) -> Iterator[str]:
    """See that each line goes through its ranks, the best at the top."""
    shown = [one for line_ in view.drawn.lines for one in line_.figures]
    ranks = [view.drawn.scale(one) for one in shown]
    best, worst = min(ranks), max(ranks)
    ticks = round_ranks(best, worst)
    pad = max((worst - best) * _PAD, 0.5)
    up = ReadScale(worst + pad, min(best - pad / 4, ticks[0]), view.drawing.height - BOTTOM, TOP)
    plot = make_plot(view, shown, ticks, up, list(list_ranking_ends(view)), list(list_ranking_labels(view)))
    yield from _check(plot)


def _check(plot: Plot) -> Iterator[str]:
    view = plot.view
    if view.drawing.height != _HEIGHTS[view.width]:
        yield "its height is another"
    if wrong := list(match_texts(plot.words, view.drawing.texts)):
        yield from wrong
        return
    yield from check_ticks(view, plot.tick_word)
    if [read_tick(one) for one in plot.tick_word.found] != [round(tick, 9) for tick in plot.ticks]:
        yield "the ticks of its axis are others"
        return
    if not view.drawing.spots:
        yield "data-at does not name the figures of the chart"
        return
    plot.across = read_time(plot)
    figures = [(one, *plot.locate(one)) for line_ in view.drawn.lines for one in line_.figures]
    yield from check_spots(view, figures)
    yield from match_shapes(list_marks(plot), view.drawing.shapes)
    yield from _check_axes(plot)
    yield from _check_ends(plot)
    yield from _check_breaks(plot)
    yield from _check_labels(plot)


def _check_axes(plot: Plot) -> Iterator[str]:
    view = plot.view
    for one, tick in zip(plot.tick_word.found, plot.ticks, strict=True):
        if abs(one.x) > NEAR or abs(one.y - plot.up.locate(tick) + BASELINE) > NEAR:
            yield f"the tick '{one.text}' does not stand where the others put it"
    for word, (day, _) in zip(plot.periods, plot.axis.labels, strict=True):
        if word.found:
            half = measure_text(word.only) / 2
            x = min(max(plot.locate_time(day), half), view.width - half)
            yield from check_at(word, x=x, y=view.drawing.height - 7)


def _check_ends(plot: Plot) -> Iterator[str]:
    """See that names and last figures stand in one column, each figure under or beside its name."""
    column = find_column(plot) if plot.ends else 0.0
    boxes = []
    for end in plot.ends:
        rows = [*end.name.found, *([] if end.is_beside or not end.values else [end.values[0].only])]
        for at, one in enumerate(rows):
            if abs(one.x - column) > NEAR or abs(one.y - rows[0].y - ROW * at) > NEAR:
                yield f"'{one.text}' does not stand with the label of '{end.line.name}'"
        last = end.name.found[-1]
        if end.is_beside:
            yield from check_follow([Word(last.text, last.look, found=[last]), *end.values])
        else:
            yield from check_follow(end.values)
        boxes.append(end.box)
    yield from _check_apart(boxes)


def _check_apart(boxes: Sequence[tuple[float, float, float, float]]) -> Iterator[str]:
    ordered = sorted(boxes, key=lambda box: box[1])
    for above, below in pairwise(ordered):
        if below[1] < above[3] - NEAR:
            yield "labels at the ends of lines cover each other"


def _check_breaks(plot: Plot) -> Iterator[str]:
    places = [plot.locate_time(day) for day in plot.axis.list_breaks(plot.view.drawn.lines)]
    for word in plot.breaks:
        if word.found:
            half = measure_text(word.only) / 2 + NEAR
            yield from check_at(word, y=TOP - 7)
            if not any(abs(x - word.only.x) <= half for x in places):
                yield f"'{word.text}' stands over no break"


def _check_labels(plot: Plot) -> Iterator[str]:
    """See that each label stands at its point, and that none is missing that has room."""
    room: Room | None = None
    for label in plot.labels:
        x, y = plot.locate(label.figure)
        y -= label.lift
        if label.is_there:
            yield from check_follow(label.words)
            if not stands_near(label.box, x, y, plot.foot, is_needed=label.is_needed):
                yield f"'{label.words[0].text}' stands away from its point"
            continue
        room = room or _fill_room(plot)
        if room.has_room(x, y, label.width):
            yield f"'{label.words[0].text}' is missing, and there is room for it"


def _fill_room(plot: Plot) -> Room:
    """Note down what stands in a plot."""
    room = Room(plot.view.width, plot.foot)
    for one in plot.tick_word.found:
        y = one.y + BASELINE
        room.boxes.append((0, y - ROW, measure(one.text) + 2, y))
    for line_ in plot.view.drawn.lines:
        _fill_line(plot, room, line_)
    for target in plot.view.drawn.marked:
        room.add_point(*plot.locate(target), 5)
    labels = [*(end.box for end in plot.ends), *(one.box for one in plot.labels if one.is_there)]
    room.boxes += [(left - _AIR, top, right + _AIR, bottom) for left, top, right, bottom in labels]
    for word in plot.breaks:
        for one in word.found:
            half = measure_text(one) / 2
            room.boxes.append((one.x - half, one.y - ROW + BASELINE, one.x + half, one.y + BASELINE))
    for day in plot.axis.list_breaks(plot.view.drawn.lines):
        x = plot.locate_time(day)
        room.lines.append((x, plot.foot, x, TOP - 3))
    return room


def _fill_line(plot: Plot, room: Room, line_: DrawnLine) -> None:
    for run in line_.segments:
        among = room.lines if line_.is_own else room.faint
        among += [(*start, *end) for start, end in pairwise(list(map(plot.locate, run)))]
    for one in list_signed(line_):
        room.add_point(*plot.locate(one), RADIUS + line_.is_own)
    if plot.view.drawn.kind != "trend":
        return
    for one in line_.figures if line_.is_own else ():
        side = find_open_side(line_, one)
        if side:
            x, y = plot.locate(one)
            room.add_point(x, y - side * CARET, 3.5)
    for rival in line_.rivals:
        x, y = plot.locate(rival)
        room.add_point(x, y, 3)
        for one in line_.figures:
            if one.period == rival.period:
                room.lines.append((x, plot.locate(one)[1], x, y))
