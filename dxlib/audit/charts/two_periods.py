"""Areas at two periods: the slope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dxlib.audit.charts.drawn import Chart, Drawn, DrawnLine
from dxlib.audit.charts.saying import (
    count_periods,
    explain_breaks,
    list_areas,
    list_own,
    make_cell,
    name_area,
    name_measure,
    sort_periods,
    tell_direction,
)
from dxlib.audit.collector import Collector, Period
from dxlib.audit.evaluate import Figures
from dxlib.audit.figure import Gap
from dxlib.audit.known import Line
from dxlib.audit.periods import find_end
from dxlib.evidence.parts import Part, period, say_plain
from dxlib.language import Sentence, sentence

_CHANGED = {
    "up": sentence("{name} rose from {first} to {last}."),
    "down": sentence("{name} fell from {first} to {last}."),
    "same": sentence("{name} stayed at {last}."),
}


def make_slope(
    figures: Figures, collector: Collector, indicator: str, *, areas: Iterable[str], first: str = "", last: str = ""
) -> Chart | Gap:  # fmt: skip
    """Compose areas at two periods."""
    read = {area: figures.known.read_line(indicator, area) for area in list_areas(figures, areas, "")}
    breaks = figures.known.list_breaks(indicator, read)
    start, end = _choose_periods(read, breaks, first, last)
    lines = {area: line for area, line in read.items() if line.find(start) and line.find(end)}
    if not lines or start == end:
        return Gap(indicator, figures.area)
    own, entry = list_own(figures), figures.known.get_entry(indicator)
    drawn_lines = tuple(
        _follow(
            line,
            name_area(figures, collector, area),
            (start, end),
            figures.known.list_breaks(indicator, [area]),
            is_own=area in own,
        )
        for area, line in lines.items()
    )
    name = entry.name[collector.language]
    is_broken = any(len(line.segments) > 1 for line in drawn_lines)
    shown = tuple(one for line in drawn_lines for one in line.figures)
    return Chart(
        name=name,
        subtitle=collector.say(
            sentence("{measure}, {first} and {last}"),
            measure=name_measure(figures, collector, indicator), first=Period(start), last=Period(end),
        ),
        words=tuple(_describe(collector, drawn_lines, name)),
        figures=shown,
        heads=(say_plain(sentence("Area")), period(start), period(end)),
        rows=tuple(
            (drawn.name, *(make_cell(one, line, collector) for one in drawn.figures))
            for drawn, line in zip(drawn_lines, lines.values(), strict=True)
        ),
        notes=explain_breaks(figures, collector, shown) if is_broken else (),
        drawn=Drawn("slope", name, entry.unit, entry.unit_mult, lines=drawn_lines, columns=(start, end)),
    )  # fmt: skip


def _choose_periods(read: Mapping[str, Line], breaks: Iterable[str], first: str, last: str) -> tuple[str, str]:
    """Choose the latest period that half as many areas have as the fullest one, and the earliest since a break."""
    counts = count_periods(read)
    fullest = max(counts.values(), default=0)
    suitable = sort_periods(one for one, count in counts.items() if 2 * count >= fullest)
    last = last or (suitable[-1] if suitable else "")
    if not last:
        return "", ""
    end = find_end(last).isoformat()
    begin = max((day for day in breaks if day <= end), default="")
    since = [one for one in suitable if begin <= find_end(one).isoformat() <= end]
    return first or (since[0] if since else last), last


def _follow(
    line: Line, name: str, periods: tuple[str, str], breaks: tuple[str, ...], *, is_own: bool
) -> DrawnLine:  # fmt: skip
    ends = tuple(one for one in map(line.find, periods) if one)
    return DrawnLine(name, ends, is_own, line.doubtful, breaks=breaks)


def _describe(collector: Collector, lines: tuple[DrawnLine, ...], name: str) -> Iterator[Part]:
    first, last = lines[0].figures
    text = sentence("The chart compares areas at two periods, {first_when} and {last_when}: {name}.")
    yield collector.say(text, name=name, first=first, last=last)
    for line in lines:
        first, last = line.figures
        yield collector.say(_choose(line), name=line.name, first=first, last=last)


def _choose(line: DrawnLine) -> Sentence:
    first, last = line.figures
    if len(line.segments) > 1:
        return sentence("{name}: {first}, then {last}; what is measured changed between, so they are not joined.")
    without = sentence("{name}: {first}, then {last}.")
    return without if first.unit == "RANK" else _CHANGED.get(tell_direction(first, last), without)
