"""Small multiples: a line chart for each area or indicator, all on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.audit.charts.drawn import DrawnLine
from dxlib.audit.figure import Fig
from dxlib.audit.svg.letters import measure
from dxlib.audit.svg.matching import NEAR, Mark, Word, match_shapes, match_texts
from dxlib.audit.svg.parsing import look_of_text
from dxlib.audit.svg.rounding import enclose_ranks, round_values
from dxlib.audit.svg.time_scale import TimeAxis, lay_out_time
from dxlib.audit.svg.view import (
    BASELINE,
    ROW,
    Scale,
    View,
    check_at,
    check_spots,
    check_ticks,
    line,
    measure_text,
    read_tick,
    sign,
)

_HEIGHT: Final = 84.0
_HEAD_GAP: Final = 18.0
_FOOT: Final = 20.0
_GAP: Final = 16.0
_BETWEEN: Final = 10.0
_TICK_GAP: Final = 6.0
_MOST_TICKS: Final = 4
_RADIUS: Final = 3.2
_LAST_GAP: Final = 6.0


@dataclass(slots=True)
class _Panel:
    """A panel: its words, and, once they are found, where it stands."""

    line: DrawnLine
    head: Word
    last: Word
    periods: list[Word]
    x: float = 0
    top: float = 0
    bottom: float = 0


@dataclass(slots=True)
class _Sheet:
    """All panels, with what they share."""

    view: View
    axis: TimeAxis
    ticks: tuple[float, ...]
    tick_word: Word
    panels: list[_Panel]
    columns: int
    indent: float = 0
    width: float = 0

    def across(self, panel: _Panel) -> Scale:
        return Scale(self.axis.start, self.axis.end, panel.x + _RADIUS + 1, panel.x + self.width - _RADIUS - 1)

    def up(self, panel: _Panel) -> Scale:
        low, high = min(self.ticks), max(self.ticks)
        top = panel.bottom - _HEIGHT
        is_rank = self.view.drawn.unit == "RANK"
        return Scale(low, high, top, panel.bottom) if is_rank else Scale(low, high, panel.bottom, top)

    def locate(self, panel: _Panel, figure: Fig) -> tuple[float, float]:
        x = self.across(panel).locate(self.axis.locate(figure.period))
        return x, self.up(panel).locate(self.view.drawn.scale(figure))

    def list_rows(self) -> Iterator[list[_Panel]]:
        for start in range(0, len(self.panels), self.columns):
            yield self.panels[start : start + self.columns]


def check_multiples(view: View) -> Iterator[str]:
    """See that each panel has its name, its line on the common scale, its last figure and its periods."""
    sheet = _make_sheet(view)
    words = [sheet.tick_word, *(word for one in sheet.panels for word in (one.head, one.last, *one.periods))]
    if wrong := list(match_texts(words, view.drawing.texts)):
        yield from wrong
        return
    yield from _check_ticks(sheet)
    if abs(_place(sheet) - view.drawing.height) > NEAR:
        yield "its height is not that of its panels"
    yield from match_shapes(_list_marks(sheet), view.drawing.shapes)
    for panel in sheet.panels:
        yield from _check_panel(sheet, panel)
    spots = [(one, *sheet.locate(panel, one)) for panel in sheet.panels for one in panel.line.figures]
    yield from check_spots(view, spots)


def _make_sheet(view: View) -> _Sheet:
    drawn = view.drawn
    figures = [one for line_ in drawn.lines for one in line_.figures]
    values = [drawn.scale(one) for one in figures]
    if drawn.unit == "RANK":
        ticks = enclose_ranks(max(values))
    else:
        ticks = round_values(min(values), max(values), zero=drawn.zero, limit=_MOST_TICKS)
    columns = min(4 if view.is_wide else 2, len(drawn.lines))
    tick_word = Word("ticks", look_of_text("muted"), is_ticks=True)
    panels = [_make_panel(view, one) for one in drawn.lines]
    return _Sheet(view, lay_out_time(one.period for one in figures), ticks, tick_word, panels, columns)


def _make_panel(view: View, line_: DrawnLine) -> _Panel:
    color, muted = "1" if line_.is_own else "ink", look_of_text("muted", anchor="middle")
    first, last = line_.figures[0], line_.figures[-1]
    periods = [view.period(last.period, muted)]
    if first.period != last.period:
        periods.insert(0, view.period(first.period, muted, is_optional=True))
    head = Word(line_.name, look_of_text(color, bold=line_.is_own), is_name=True)
    return _Panel(line_, head, view.figure(last, color, anchor="middle", halo=True, is_optional=True), periods)


def _check_ticks(sheet: _Sheet) -> Iterator[str]:
    count, found = len(sheet.ticks), sheet.tick_word.found
    for start in range(0, len(found), count):
        part = Word("ticks", sheet.tick_word.look, is_ticks=True, found=found[start : start + count])
        yield from check_ticks(sheet.view, part, without_unit=True)
    if [read_tick(one) for one in found] != [round(one, 9) for one in sheet.ticks] * len(list(sheet.list_rows())):
        yield "the ticks of its axis are others"


def _place(sheet: _Sheet) -> float:
    """Find where panels stand; give where the last row of them ends."""
    texts = sheet.tick_word.found[: len(sheet.ticks)]
    sheet.indent = max(measure_text(one) for one in texts[:-1] or texts) + _TICK_GAP
    sheet.width = (sheet.view.width - sheet.indent - _GAP * (sheet.columns - 1)) / sheet.columns
    y = -_BETWEEN
    for row in sheet.list_rows():
        y += _BETWEEN
        head = ROW * max(len(one.head.found) for one in row) + _HEAD_GAP
        for at, panel in enumerate(row):
            panel.x, panel.top, panel.bottom = sheet.indent + at * (sheet.width + _GAP), y, y + head + _HEIGHT
        y += head + _HEIGHT + _FOOT
    return y


def _list_marks(sheet: _Sheet) -> Iterator[Mark]:
    for row in sheet.list_rows():
        end = sheet.indent + len(row) * (sheet.width + _GAP) - _GAP
        for tick in sheet.ticks:
            y = sheet.up(row[0]).locate(tick)
            yield line("grid", (sheet.indent, y), (end, y))
    for panel in sheet.panels:
        color = "1" if panel.line.is_own else "faint"
        for run in panel.line.segments:
            places = [sheet.locate(panel, one) for one in run]
            yield line(color, *places, width=2.2, cap="round", layer=3)
            if len(run) == 1:
                yield from sign(*places[0], color, _RADIUS - 1)
        last = panel.line.figures[-1]
        yield from sign(*sheet.locate(panel, last), color, _RADIUS, is_hollow=last.key in panel.line.doubtful)


def _check_panel(sheet: _Sheet, panel: _Panel) -> Iterator[str]:
    for at, one in enumerate(panel.head.found):
        if abs(one.x - panel.x) > NEAR or abs(one.y - panel.top - ROW * (at + 1) + BASELINE) > NEAR:
            yield f"'{one.text}' does not stand over its panel"
    for one, tick in zip(sheet.tick_word.found, sheet.ticks * len(sheet.panels), strict=False):
        panels = [row[0] for row in sheet.list_rows()]
        places = [sheet.up(first).locate(tick) + BASELINE for first in panels]
        if abs(one.x) > NEAR or min(abs(one.y - y) for y in places) > NEAR:
            yield f"the tick '{one.text}' does not stand at its line"
    yield from _check_last(sheet, panel)
    yield from _check_periods(sheet, panel)


def _check_last(sheet: _Sheet, panel: _Panel) -> Iterator[str]:
    """See that the last figure stands beside its point, where it has room and is not doubtful."""
    texts = sheet.tick_word.found[: len(sheet.ticks)]
    left = max(panel.x, max(measure_text(one) for one in texts) + _TICK_GAP)
    right, width = panel.x + sheet.width, measure(panel.last.text, bold=True)
    is_sure = panel.line.figures[-1].key not in panel.line.doubtful
    if (is_sure and width <= right - left) != bool(panel.last.found):
        yield f"'{panel.last.text}' stands where it has no room, or does not where it has"
    if not panel.last.found:
        return
    x, y = sheet.locate(panel, panel.line.figures[-1])
    below = y + _LAST_GAP + ROW - 2 * BASELINE
    is_below = _comes_from_above(sheet, panel) and below < panel.bottom
    middle = min(max(x, left + width / 2), right - width / 2)
    yield from check_at(panel.last, x=middle, y=below if is_below else y - _LAST_GAP)


def _comes_from_above(sheet: _Sheet, panel: _Panel) -> bool:
    if len(panel.line.figures) == 1:
        return False
    before, last = (one.scaled for one in panel.line.figures[-2:])
    return last > before if sheet.view.drawn.unit == "RANK" else last < before


def _check_periods(sheet: _Sheet, panel: _Panel) -> Iterator[str]:
    """See that the last period stands under the panel, and the first one where it has room."""
    middles = []
    for word in panel.periods:
        half = measure(word.text) / 2
        x = sheet.across(panel).locate(sheet.axis.locate(word.mark))
        middles.append(min(max(x, panel.x + half), panel.x + sheet.width - half))
    widths: Sequence[float] = [measure(word.text) for word in panel.periods]
    is_free = len(middles) == 1 or middles[1] - middles[0] >= sum(widths) / 2 + 6
    if is_free != bool(panel.periods[0].found):
        yield f"'{panel.periods[0].text}' stands where it has no room, or does not where it has"
    for word, x in zip(panel.periods, middles, strict=True):
        if word.found:
            yield from check_at(word, x=x, y=panel.bottom + ROW - 1)
