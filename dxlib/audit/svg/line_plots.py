"""Lines over time: the trend, and the change of ranks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from dxlib.audit.charts.drawn import DrawnLine
from dxlib.audit.figure import Fig
from dxlib.audit.svg.line_labels import CARET, PointLabel, find_open_side, list_end_values, list_labels
from dxlib.audit.svg.matching import NEAR, ReadBox, pick
from dxlib.audit.svg.parsing import look_of_line, look_of_text
from dxlib.audit.svg.room import Room, find_leader, stands_near
from dxlib.audit.svg.rounding import round_ranks, round_values
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.time_scale import ReadTimeAxis, lay_out_time
from dxlib.audit.svg.view import (
    BASELINE,
    ROW,
    Phrase,
    ReadScale,
    UnreadableError,
    View,
    Word,
    make_box,
    measure_text,
)
from dxlib.language import sentence

BREAK: Final = sentence("definition changed")
OTHER_LENGTH: Final = sentence("other length of period")
# Distances in CSS pixels, as dxlib/charts/scene.py lays plots of lines out.
_HEIGHTS: Final = {680: 340, 330: 290}
_TOP: Final = 22.0
_BOTTOM: Final = 26.0
_RIGHT: Final = 15.0
_END_GAP: Final = 13.0
_RADIUS: Final = 3.3
_MOST_SIGNS: Final = 24
_MOVED: Final = 3.0
# Room for a label under the worst rank, as a share of the span of ranks.
_PAD: Final = 0.11


def check_trend(view: View) -> None:
    """See that each line goes through its figures, and that labels, targets and rivals stand at theirs."""
    drawn = view.drawn
    shown = [*(one for line in drawn.lines for one in (*line.figures, *line.rivals)), *drawn.marked]
    values = [drawn.scale(one) for one in shown]
    ticks = round_values(min(values), max(values), zero=drawn.zero)
    Plot(view, shown, (ticks[0], ticks[-1])).check(ticks)


def check_ranking(view: View) -> None:
    """See that each line goes through its ranks, the best at the top."""
    shown = [one for line in view.drawn.lines for one in line.figures]
    ranks = [view.drawn.scale(one) for one in shown]
    best, worst = min(ranks), max(ranks)
    ticks = round_ranks(best, worst)
    pad = max((worst - best) * _PAD, 0.5)
    # The worst rank is the lower end, so that up is better.
    Plot(view, shown, (worst + pad, min(best - pad / 4, ticks[0]))).check(ticks)


class Plot:
    """A plot of lines: where time and values stand in it, and what takes the room of labels."""

    def __init__(self, view: View, shown: Iterable[Fig], limits: tuple[float, float]) -> None:
        self.view, self.marks, self.lines = view, view.marks, view.drawn.lines
        self.is_ranking = view.drawn.unit == "RANK"
        self.foot = view.drawing.height - _BOTTOM
        self.up = ReadScale(*limits, self.foot, _TOP)
        self.axis = lay_out_time(one.period for one in shown)
        self.across = read_time(view, self.axis)
        self.room = Room(view.width, self.foot)
        self.places: dict[str, tuple[float, float]] = {}

    def locate(self, figure: Fig) -> tuple[float, float]:
        """Give where a figure stands."""
        if figure.key not in self.places:
            x = self.locate_time(self.axis.locate(figure.period))
            self.places[figure.key] = x, self.up.locate(self.view.drawn.scale(figure))
        return self.places[figure.key]

    def locate_time(self, day: float) -> float:
        """Give where a day stands; of a single period where its figure does."""
        return self.across.locate(day) if self.across else self.view.drawing.spots[0][1]

    def check(self, ticks: Sequence[float]) -> None:
        """See that the plot has what it must, and nothing else."""
        self.view.see_height(_HEIGHTS[self.view.width])
        self._check_axes(ticks)
        self.view.see_spots([(one, *self.locate(one)) for line in self.lines for one in line.figures])
        for line in self.lines:
            self._draw_line(line)
        for target in self.view.drawn.marked:
            self.marks.diamond(*self.locate(target), "target", 5)
            self.room.add_point(*self.locate(target), 5)
        self._check_ends()
        self._check_breaks()
        self._check_labels()

    def _check_axes(self, ticks: Sequence[float]) -> None:
        # Lines of the grid end where time does, or at the edge where that is close.
        right = self.locate_time(self.axis.end) if self.across else None
        ruled = right and right + _RADIUS + 1
        end = right + _RIGHT if right and right + _RIGHT >= self.view.width - NEAR else ruled
        for tick, (_, one) in zip(ticks, self.view.take_ticks(look_of_text("muted"), ticks), strict=True):
            y, is_base = self.up.locate(tick), tick == 0 and not self.is_ranking
            self.view.see(one, 0, y - BASELINE)
            self.marks.line("muted" if is_base else "grid", (0, y), (end, y), layer=1.25 if is_base else 1)
            # Ticks stand in the plot, so labels keep away from them.
            self.room.boxes.append((0, one.y + BASELINE - ROW, measure(one.text) + 2, one.y + BASELINE))
        if self.is_ranking:
            self.marks.line("muted", (0, self.foot), (ruled, self.foot))
        for day in self.axis.marks:
            x = self.locate_time(day)
            self.marks.line("muted", (x, self.foot), (x, self.foot + 5))
        for at, (day, code) in enumerate(self.axis.labels, 1):
            period = self.view.period(code, look_of_text("muted", anchor="middle"))
            # Where there is no room for all, the last one is written, and as many before it as have room.
            found = self.view.find(period) if at < len(self.axis.labels) else self.view.take(period)
            if found:
                self.view.see_middle(found, self.locate_time(day), self.view.drawing.height - 7)

    # Lines --------------------------------------------------------------------------------------

    def _draw_line(self, line: DrawnLine) -> None:
        color, width, layer = ("1", 2.4, 4.0) if line.is_own else ("faint", 1.3, 2.0)
        for run in line.segments:
            places = list(map(self.locate, run))
            self.marks.line(color, *places, width=width, cap="round", layer=layer)
            # A label may lie over two faint lines, and over no line of the chart's own.
            among = self.room.lines if line.is_own else self.room.faint
            joints = [(*start, *end) for start, end in pairwise(places)]
            among += joints
            self.room.own += joints if line.is_own else ()
        for one in list_signed(line):
            radius = _RADIUS - (not line.is_own)
            self.marks.dot(*self.locate(one), color, radius, is_hollow=one.key in line.doubtful, layer=layer + 1)
            self.room.add_point(*self.locate(one), radius + 1)
        if not self.is_ranking:
            for one in line.figures if line.is_own else ():
                self._draw_caret(one, find_open_side(line, one), layer + 1)
            for rival in line.rivals:
                self._draw_rival(line, rival)

    def _draw_caret(self, figure: Fig, side: int, layer: float) -> None:
        if side:
            x, y = self.locate(figure)
            foot, tip = y - side * 7, y - side * CARET
            self.marks.line("1", (x - 3.5, foot), (x, tip), width=1.6, layer=layer)
            self.marks.line("1", (x, tip), (x + 3.5, foot), width=1.6, layer=layer)
            self.room.add_point(x, tip, 3.5)

    def _draw_rival(self, line: DrawnLine, rival: Fig) -> None:
        x, y = self.locate(rival)
        self.room.add_point(x, y, 3)
        for one in line.figures:
            if one.period == rival.period:
                from_y = self.locate(one)[1]
                self.marks.line("ink", (x, from_y), (x, y), layer=3)
                self.room.lines.append((x, from_y, x, y))
        self.marks.line("ink", (x - 4.5, y), (x + 4.5, y), width=2, layer=3)

    # Labels -------------------------------------------------------------------------------------

    def _check_ends(self) -> None:
        """See that names and last figures stand in one column, each figure under or beside its name."""
        ends = list(list_end_values(self.view))
        # One column for all names, to the right of the latest of all ends.
        column = max((self.locate(line.figures[-1])[0] for line, _ in ends), default=0.0) + _END_GAP
        boxes = [self._check_end(line, value, column) for line, value in ends]
        for above, below in pairwise(sorted(boxes, key=lambda box: box[1])):
            if below[1] < above[3] - NEAR:
                self.view.wrong.append("labels at the ends of lines cover each other")

    def _check_end(self, line: DrawnLine, value: Word | Phrase | None, column: float) -> ReadBox:
        look = look_of_text("1" if line.is_own else "muted", bold=line.is_own, halo=True)
        found = self.view.take_name(Word(line.name, look), column)
        last = found[-1]
        if value and self.is_ranking and not line.is_own:
            found += self.view.take_phrase(value, last.x + measure_text(last) + measure(" "), last.y)
        elif value:
            found += self.view.take_phrase(value, column, last.y + ROW)
        box = make_box(found)
        (x, y), middle = self.locate(line.figures[-1]), (box[1] + box[3]) / 2
        # Coordinates are rounded to tenths: close to the limit a leader may be there or not.
        is_close = abs(abs(middle - y) - _MOVED) < 0.2 and column - x <= _END_GAP + 1  # noqa: PLR2004  (rounding decides)
        if abs(middle - y) > _MOVED or column - x > _END_GAP + 1 or is_close:
            ends = (x + _RADIUS + 1, y), (column - 3, middle)
            self.marks.line("1" if line.is_own else "faint", *ends, width=0.8, layer=1.8, is_optional=is_close)
        self.room.add_label(box)
        return box

    def _check_breaks(self) -> None:
        """See that a line stands where lines have gaps, and words over it that say why where they have room."""
        breaks = [(self.locate_time(day), is_meaning) for day, is_meaning in self.axis.list_breaks(self.lines)]
        look = look_of_text("muted", anchor="middle", halo=True)
        for x, is_meaning in breaks:
            words = Word(self.view.say(BREAK if is_meaning else OTHER_LENGTH), look)
            places = [place for place, is_other in breaks if is_other == is_meaning]
            self.marks.line("muted", (x, self.foot), (x, _TOP - 3), dash="2 2.5", layer=1.5)
            self.room.lines.append((x, self.foot, x, _TOP - 3))
            if one := self.view.find(words):
                self.view.see(one, y=_TOP - 7)
                box = make_box([one])
                self.room.boxes.append(box)
                if not any(box[0] - NEAR <= place <= box[2] + NEAR for place in places):
                    self.view.wrong.append(f"'{one.text}' stands over no break")

    def _check_labels(self) -> None:
        """See that each label stands at its point, and that none is missing that has room."""
        missing: list[PointLabel] = []
        for label in list_labels(self.view):
            if label.is_needed:
                found = self.view.take_phrase(label.words)
            elif one := self.view.find(label.words.words[0][0]):
                found = [one]
            else:
                missing.append(label)
                continue
            self._check_label(label, make_box(found))
        for label in missing:
            x, y = self.locate(label.figure)
            if self.room.has_room(x, y - label.lift, label.words.width):
                text = label.words.words[0][0].text
                self.view.wrong.append(f"'{text}' is missing, and there is room for it")

    def _check_label(self, label: PointLabel, box: ReadBox) -> None:
        x, y = self.locate(label.figure)
        y -= label.lift
        if not stands_near(box, x, y, self.foot, is_needed=label.is_needed):
            self.view.wrong.append(f"'{label.words.words[0][0].text}' stands away from its point")
        # Close to its point a label stands free of lines where it can.
        if self.room.covers_line(box) and self.room.has_room(x, y, box[2] - box[0], is_needed=label.is_needed):
            self.view.wrong.append(f"'{label.words.words[0][0].text}' lies on a line, and there is room beside it")
        if leader := find_leader(box, x, y):
            (from_x, from_y, to_x, to_y), is_close = leader
            self.marks.line("muted", (from_x, from_y), (to_x, to_y), width=0.8, layer=3, is_optional=is_close)
        self.room.add_label(box)


def read_time(view: View, axis: ReadTimeAxis) -> ReadScale | None:
    """Give the scale through the marks of the axis of time and the places of figures."""
    strokes = pick(view.drawing.shapes, look_of_line("muted"))
    xs = [one.points[0][0] for one in strokes if one.points[0][0] == one.points[-1][0]]
    pairs = list(zip(axis.marks, xs, strict=False)) if len(xs) == len(axis.marks) else []
    figures, spots = [one for line in view.drawn.lines for one in line.figures], view.drawing.spots
    if len(figures) != len(spots):
        raise UnreadableError("data-at does not name the figures of the chart")
    # One mark gives no scale; the places of figures in data-at, whole pixels, are the next best.
    if len({day for day, _ in pairs}) < 2:  # noqa: PLR2004  (too few for a scale)
        pairs += [(axis.locate(one.period), x) for one, (_, x, _) in zip(figures, spots, strict=True)]
    return ReadScale.fit(pairs)


def list_signed(line: DrawnLine) -> Iterator[Fig]:
    """Give the figures that have a sign: all of the own line, else those that would not be seen, or are doubtful."""
    # A run of one figure has no line, and would not be seen.
    alone = {run[0].key for run in line.segments if len(run) == 1}
    shows_all = line.is_own and len(line.figures) <= _MOST_SIGNS
    for one in line.figures:
        if shows_all or one.key in alone or one.key in line.doubtful:
            yield one
