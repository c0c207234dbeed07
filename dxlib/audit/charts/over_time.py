"""Lines over time: the trend and the change of ranks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dxlib.audit.charts import line_words
from dxlib.audit.charts.drawn import ComposedChart, Drawn, DrawnLine
from dxlib.audit.charts.saying import Charting, drop_repeats, list_rivals, sort_periods
from dxlib.audit.evaluate import NotEvaluatedError
from dxlib.audit.figure import Fig, Gap
from dxlib.audit.gathering import Collector, PeriodValue
from dxlib.audit.known import KnownSeries
from dxlib.evidence import blocks
from dxlib.evidence.blocks import DASH
from dxlib.evidence.parts import Part, list_phrases, period, say_plain
from dxlib.language import sentence

_Describe = Callable[[Collector, Drawn, Part], Iterator[Part]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a chart of lines is asked to show: one line an indicator, or one an area of one indicator."""

    on: Charting
    indicators: tuple[str, ...]
    areas: tuple[str, ...]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        own = self.on.figures.area
        if len(self.indicators) > 1:
            return [(one, own) for one in self.indicators]
        # The brief's own area first: the chart is about it, wherever the notebook names it.
        return [(self.indicators[0], area) for area in (own, *(one for one in self.areas if one != own))]

    @property
    def measure(self) -> Part:
        """The name of one indicator, or the short names of several."""
        if len(self.indicators) > 1:
            return list_phrases(map(self.on.label, self.indicators))
        return self.on.name(self.indicators[0])

    def name(self, line: KnownSeries) -> str:
        """Give what tells a line from the others: its indicator, or its area."""
        return self.on.label(line.indicator) if len(self.indicators) > 1 else self.on.name_area(line.area)


def make_trend(
    on: Charting, *indicators: str, areas: Iterable[str] = (), targets: bool = True, zero: bool = False
) -> ComposedChart | Gap:
    """Compose a multi-year trend."""
    # A rank has its best place at the top, and its own chart.
    if any(on.get_entry(one).unit == "RANK" for one in indicators):
        raise NotEvaluatedError("a trend shows no ranks")
    if len(indicators) > 1 and any(one != on.figures.area for one in areas):
        raise NotEvaluatedError("a trend of several indicators is of one area")
    # Of the first indicator only: targets of several lines could not be told apart.
    listed = on.figures.known.list_targets(indicators[0], on.figures.area) if targets else ()
    marked = tuple(one for one in listed if one.period)
    return _make(_Asked(on, indicators, tuple(areas)), "trend", line_words.describe_trend, marked=marked, zero=zero)


def make_ranking(on: Charting, indicator: str, *, areas: Iterable[str] = ()) -> ComposedChart | Gap:
    """Compose a change of ranks."""
    # Its words say that a lower figure is a better one.
    if on.get_entry(indicator).unit != "RANK":
        raise NotEvaluatedError("a ranking shows ranks alone")
    return _make(_Asked(on, (indicator,), tuple(areas)), "ranking", line_words.describe_ranking)


def _make(asked: _Asked, kind: str, describe: _Describe, **more: Any) -> ComposedChart | Gap:
    on, first = asked.on, asked.indicators[0]
    lines = [line for pair in asked.pairs if (line := on.read_line(*pair)).figures]
    # Without the line that the chart is about the others have nothing to be compared with.
    if not lines or (lines[0].indicator, lines[0].area) != asked.pairs[0]:
        return Gap(first, on.figures.area)
    entry, follow = on.get_entry(first), [_follow(asked, line, is_own=not at) for at, line in enumerate(lines)]
    drawn = Drawn(kind, asked.measure, entry.unit, entry.unit_mult, lines=tuple(follow), **more)
    return ComposedChart(
        subtitle=_make_subtitle(asked, lines),
        words=tuple(describe(on.collector, drawn, asked.measure)),
        figures=tuple(one for line in lines for one in (*line.figures, *list_rivals(line))),
        heads=(say_plain(sentence("Period")), *map(asked.name, lines)),
        rows=tuple(_list_rows(on, lines, drawn.marked)),
        notes=(*on.explain_breaks(one for line in lines for one in line.figures), *_explain_lengths(follow)),
        drawn=drawn,
    )


def _explain_lengths(lines: Iterable[DrawnLine]) -> Iterator[Part]:
    """Say why a line has a gap where nothing but the length of periods changes."""
    if any(line.has_other_length for line in lines):
        yield blocks.other_length()


def _follow(asked: _Asked, line: KnownSeries, *, is_own: bool) -> DrawnLine:
    breaks = asked.on.figures.known.list_breaks(line.indicator, [line.area])
    # Of other lines the table names what other sources state.
    rivals = drop_repeats(list_rivals(line)) if is_own else ()
    return DrawnLine(asked.name(line), line.figures, is_own, line.doubtful, rivals, breaks)


def _make_subtitle(asked: _Asked, lines: Sequence[KnownSeries]) -> Part:
    text = sentence("{measure}, {area}, {unit}, {first} to {last}")
    if len(asked.indicators) > 1:
        text = sentence("{area}, {unit}, {first} to {last}")
    elif len(asked.pairs) > 1:
        text = sentence("{measure}, {area} and others, {unit}, {first} to {last}")
    periods = sort_periods(one.period for line in lines for one in line.figures)
    return asked.on.say_span(text, asked.indicators[0], asked.measure, periods)


def _list_rows(on: Charting, lines: Sequence[KnownSeries], marked: Sequence[Fig]) -> Iterator[tuple[Part, ...]]:
    for when in sort_periods(one.period for line in lines for one in line.figures):
        yield period(when), *(on.make_cell(line.find(when), line) for line in lines)
    for target in marked:
        head = on.collector.say(sentence("Target for {deadline}"), deadline=PeriodValue(target.period))
        yield head, on.collector.show(target), *([DASH] * (len(lines) - 1))
