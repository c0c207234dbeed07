"""Lines over time: the trend and the change of ranks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dxlib.audit.charts import line_words
from dxlib.audit.charts.drawn import ComposedChart, Drawn, DrawnLine
from dxlib.audit.charts.saying import (
    drop_repeats,
    explain_breaks,
    list_rivals,
    make_cell,
    name_area,
    name_unit,
    sort_periods,
)
from dxlib.audit.evaluate import FigureCalls, NotEvaluatedError
from dxlib.audit.figure import Fig, Gap
from dxlib.audit.gathering import Collector, PeriodValue
from dxlib.audit.known import KnownSeries
from dxlib.evidence.blocks import DASH
from dxlib.evidence.parts import Part, period, say_plain
from dxlib.language import sentence

_Describe = Callable[[Collector, Drawn, str], Iterator[Part]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a chart of lines is asked to show: one line an indicator, or one an area of one indicator."""

    figures: FigureCalls
    collector: Collector
    indicators: tuple[str, ...]
    areas: tuple[str, ...]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        if len(self.indicators) > 1:
            return [(one, self.areas[0]) for one in self.indicators]
        return [(self.indicators[0], area) for area in self.areas]

    @property
    def measure(self) -> str:
        """The name of one indicator, or the short names of several."""
        entries = [self.figures.known.get_entry(one) for one in self.indicators]
        language = self.collector.language
        return entries[0].name[language] if len(entries) == 1 else ", ".join(one.label[language] for one in entries)

    def name(self, line: KnownSeries) -> str:
        """Give what tells a line from the others: its indicator, or its area."""
        if len(self.indicators) > 1:
            return self.figures.known.get_entry(line.indicator).label[self.collector.language]
        return name_area(self.figures, self.collector, line.area)


def make_trend(
    figures: FigureCalls, collector: Collector, *indicators: str, areas: Iterable[str] = (), targets: bool = True,
    zero: bool = False,
) -> ComposedChart | Gap:  # fmt: skip
    """Compose a multi-year trend."""
    if any(figures.known.get_entry(one).unit == "RANK" for one in indicators):
        raise NotEvaluatedError("a trend shows no ranks")
    others = (area for area in areas if area != figures.area)
    asked = _Asked(figures, collector, indicators, (figures.area, *others))
    lines = _read_lines(asked)
    if not _begins_with_own(lines, asked):
        return Gap(indicators[0], figures.area)
    marked = [one for one in figures.known.list_targets(indicators[0], figures.area) if one.period and targets]
    drawn = _draw(asked, "trend", [_follow(asked, line, is_own=not at) for at, line in enumerate(lines)])
    drawn = replace(drawn, marked=tuple(marked), zero=zero)
    return _make_chart(asked, lines, drawn, line_words.describe_trend)


def make_ranking(
    figures: FigureCalls, collector: Collector, indicator: str, *, areas: Iterable[str] = ()
) -> ComposedChart | Gap:  # fmt: skip
    """Compose a change of ranks."""
    others = (area for area in areas if area != figures.area)
    asked = _Asked(figures, collector, (indicator,), (figures.area, *others))
    lines = _read_lines(asked)
    if not _begins_with_own(lines, asked):
        return Gap(indicator, figures.area)
    drawn = _draw(asked, "ranking", [_follow(asked, line, is_own=not at) for at, line in enumerate(lines)])
    return _make_chart(asked, lines, drawn, line_words.describe_ranking)


def _read_lines(asked: _Asked) -> list[KnownSeries]:
    read = (asked.figures.known.read_line(indicator, area) for indicator, area in asked.pairs)
    return [line for line in read if line.figures]


def _begins_with_own(lines: Sequence[KnownSeries], asked: _Asked) -> bool:
    return bool(lines) and (lines[0].indicator, lines[0].area) == asked.pairs[0]


def _follow(asked: _Asked, line: KnownSeries, *, is_own: bool, with_rivals: bool = True) -> DrawnLine:
    rivals = drop_repeats(list_rivals(line)) if is_own and with_rivals else ()
    breaks = asked.figures.known.list_breaks(line.indicator, [line.area])
    return DrawnLine(asked.name(line), line.figures, is_own, line.doubtful, rivals, breaks)


def _draw(asked: _Asked, kind: str, lines: Sequence[DrawnLine]) -> Drawn:
    entry = asked.figures.known.get_entry(asked.indicators[0])
    return Drawn(kind, asked.measure, entry.unit, entry.unit_mult, lines=tuple(lines))


def _make_chart(asked: _Asked, lines: Sequence[KnownSeries], drawn: Drawn, describe: _Describe) -> ComposedChart:
    return ComposedChart(
        name=asked.measure,
        subtitle=_make_subtitle(asked, lines),
        words=tuple(describe(asked.collector, drawn, asked.measure)),
        figures=tuple(one for line in lines for one in (*line.figures, *list_rivals(line))),
        heads=(say_plain(sentence("Period")), *map(asked.name, lines)),
        rows=tuple(_list_rows(asked, lines, drawn.marked)),
        notes=explain_breaks(asked.figures, asked.collector, (one for line in lines for one in line.figures)),
        drawn=drawn,
    )


def _make_subtitle(asked: _Asked, lines: Sequence[KnownSeries]) -> Part:
    periods = sort_periods(one.period for line in lines for one in line.figures)
    text = sentence("{measure}, {area}, {unit}, {first} to {last}")
    if len(asked.indicators) > 1:
        text = sentence("{area}, {unit}, {first} to {last}")
    elif len(asked.pairs) > 1:
        text = sentence("{measure}, {area} and others, {unit}, {first} to {last}")
    return asked.collector.say(
        text,
        measure=asked.measure,
        area=name_area(asked.figures, asked.collector, asked.areas[0]),
        unit=name_unit(asked.figures, asked.collector, asked.indicators[0]),
        first=PeriodValue(periods[0]),
        last=PeriodValue(periods[-1]),
    )


def _list_rows(asked: _Asked, lines: Sequence[KnownSeries], marked: Sequence[Fig]) -> Iterator[tuple[Part, ...]]:
    cells = [({one.period: one for one in line.figures}, line) for line in lines]
    for when in sort_periods(one.period for line in lines for one in line.figures):
        yield period(when), *(make_cell(by.get(when), line, asked.collector) for by, line in cells)
    for target in marked:
        head = asked.collector.say(sentence("Target for {deadline}"), deadline=PeriodValue(target.period))
        yield head, asked.collector.show(target), *([DASH] * (len(lines) - 1))
