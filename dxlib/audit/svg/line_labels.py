"""The labels of lines over time: at their ends, beside their points, over their breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dxlib.audit.charts.drawn import LOWER_BOUNDS, UPPER_BOUNDS, DrawnLine
from dxlib.audit.charts.saying import find_extremes
from dxlib.audit.figure import Fig
from dxlib.audit.svg.matching import Word
from dxlib.audit.svg.parsing import look_of_text
from dxlib.audit.svg.room import ReadBox
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import BASELINE, OUT_OF, ROW, View
from dxlib.language import sentence

CARET: Final = 10.5
TARGET: Final = sentence("target {value}")
_MOST_VALUED: Final = 4
_WIDEST: Final = {True: 170.0, False: 96.0}


@dataclass(slots=True)
class ReadEndLabel:
    """The label at a line's end: the rows of its name, and its last figure under or beside it."""

    line: DrawnLine
    name: Word
    values: list[Word]
    is_beside: bool

    @property
    def words(self) -> list[Word]:
        """All its words."""
        return [self.name, *self.values]

    @property
    def box(self) -> ReadBox:
        """Where it stands; its width is that of its widest row."""
        rows = [(one.x, measure_own(one.text, one.look)) for one in self.name.found]
        last = self.values[-1].only if self.values else None
        right = max(x + width for x, width in rows)
        if last:
            right = max(right, last.x + measure_own(last.text, last.look))
        bottom = max(one.y for one in (*self.name.found, *([last] if last else []))) + BASELINE
        return self.name.only.x, self.name.only.y - ROW + BASELINE, right, bottom


@dataclass(slots=True)
class PointLabel:
    """A label beside a point: its words, the figure whose point it is, and how far its place lies above the point."""

    words: list[Word]
    figure: Fig
    width: float
    is_needed: bool = True
    lift: float = 0

    @property
    def is_there(self) -> bool:
        """Whether the drawing has it."""
        return bool(self.words[0].found)

    @property
    def box(self) -> ReadBox:
        """Where it stands."""
        one = self.words[0].only
        left = one.x - (self.width / 2 if " middle" in one.look else 0)
        return left, one.y - ROW + BASELINE, left + self.width, one.y + BASELINE


def measure_own(text: str, look: str) -> float:
    """Give how wide a text of a look is."""
    return measure(text, bold=" 600 " in look)


def list_trend_ends(view: View) -> Iterator[ReadEndLabel]:
    """Give the names of several lines, with the last figure unless there are many; a single line needs no name."""
    lines = view.drawn.lines
    for line in lines if len(lines) > 1 else ():
        color = "1" if line.is_own else "muted"
        name = Word(line.name, look_of_text(color, bold=line.is_own, halo=True), is_name=True)
        is_shown = (line.is_own or len(lines) <= _MOST_VALUED) and _fits_at_end(view, line)
        values = [view.figure(line.figures[-1], color, bold=line.is_own, halo=True)] if is_shown else []
        yield ReadEndLabel(line, name, values, is_beside=False)


def _fits_at_end(view: View, line: DrawnLine) -> bool:
    is_named = len(view.drawn.lines) > 1
    if line.figures[-1].key in line.doubtful:
        return False  # an unconfirmed figure is not held out
    return is_named and measure(view.show(line.figures[-1]), bold=True) <= _WIDEST[view.is_wide]


def list_ranking_ends(view: View) -> Iterator[ReadEndLabel]:
    """Give the name and the last rank of each line, unless nobody confirms it; the own one's with its N in a row."""
    for line in view.drawn.lines:
        color = "1" if line.is_own else "muted"
        name = Word(line.name, look_of_text(color, bold=line.is_own, halo=True), is_name=True)
        if line.figures[-1].key in line.doubtful:
            yield ReadEndLabel(line, name, [], is_beside=False)
        elif line.is_own:
            yield ReadEndLabel(line, name, view.out_of(line.figures[-1], color, halo=True), is_beside=False)
        else:
            yield ReadEndLabel(
                line, name, [view.figure(line.figures[-1], color, bold=False, halo=True)], is_beside=True
            )


def list_trend_labels(view: View) -> Iterator[PointLabel]:
    """Give the labels of points of a trend, in the order in which they look for room."""
    own = [line for line in view.drawn.lines if line.is_own]
    for line in view.drawn.lines:
        for rival in line.rivals:
            yield _label(view, rival, "ink", bold=False)
    for line in own:
        if line.held_out and not _fits_at_end(view, line):
            yield _label_point(view, line, line.held_out)
    for target in view.drawn.marked:
        yield _label_target(view, target)
    for line in own:
        yield from _list_points(view, line)


def _label(view: View, figure: Fig, color: str, *, bold: bool = True, is_needed: bool = True) -> PointLabel:
    word = view.figure(figure, color, bold=bold, anchor="middle", halo=True, is_optional=not is_needed)
    return PointLabel([word], figure, measure_own(word.text, word.look), is_needed)


def _label_point(view: View, line: DrawnLine, figure: Fig, *, is_needed: bool = True) -> PointLabel:
    label = _label(view, figure, "1", is_needed=is_needed)
    label.lift = find_open_side(line, figure) * CARET
    return label


def _label_target(view: View, target: Fig) -> PointLabel:
    figure = view.figure(target, "target", halo=True)
    words = view.compose(TARGET, {"value": figure}, look_of_text("target", halo=True))
    width = measure(view.say(TARGET).replace("{value}", "")) + measure(figure.text, bold=True)
    return PointLabel(words, target, width)


def find_open_side(line: DrawnLine, figure: Fig) -> int:
    """Give 1 where a source says more than its figure, -1 where less, 0 where it says it, or another source states."""
    if any(rival.period == figure.period for rival in line.rivals):
        return 0
    return (figure.qualifier in LOWER_BOUNDS) - (figure.qualifier in UPPER_BOUNDS)


def _list_points(view: View, line: DrawnLine) -> Iterator[PointLabel]:
    """Give first the labels of beginnings and bounds, then those of ends and extremes, which may be missing."""
    needed = {run[0].key: run[0] for run in line.segments}
    needed |= {one.key: one for one in line.figures if one.is_bound}
    wanted = {
        one.key: one for run in line.segments for one in (run[0], run[-1], *find_extremes(run)) if one is not None
    }
    last = {line.figures[-1].key, line.held_out.key if line.held_out else ""}
    for key, one in needed.items():
        if key not in last:
            yield _label_point(view, line, one)
    for key, one in wanted.items():
        if key not in needed and key not in last:
            yield _label_point(view, line, one, is_needed=False)


def list_ranking_labels(view: View) -> Iterator[PointLabel]:
    """Give the ranks of the own line's editions but the last: first, worst, best, then back in time."""
    for line in view.drawn.lines:
        if line.is_own:
            for at in _order_editions(line):
                yield _label_edition(view, line.figures[at], is_first=at == 0)


def _order_editions(line: DrawnLine) -> list[int]:
    ranks = [one.scaled for one in line.figures]
    order = [0, ranks.index(max(ranks)), ranks.index(min(ranks)), *range(len(ranks) - 2, 0, -1)]
    return [at for at in dict.fromkeys(order) if at < len(ranks) - 1]


def _label_edition(view: View, rank: Fig, *, is_first: bool) -> PointLabel:
    if not is_first or not rank.total:
        return _label(view, rank, "1", is_needed=is_first)
    words = view.out_of(rank, "1", halo=True)
    text = view.say(OUT_OF).replace("{rank}", "").replace("{total}", view.show(rank.total))
    return PointLabel(words, rank, measure(text) + measure(view.show(rank), bold=True))
