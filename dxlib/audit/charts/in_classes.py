"""Areas by periods, each cell in the colour of its class: the heat map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dxlib.audit.charts.drawn import Chart, Drawn, DrawnRow
from dxlib.audit.charts.saying import (
    explain_breaks,
    list_areas,
    list_own,
    list_rivals,
    make_cell,
    name_area,
    name_measure,
    sort_periods,
)
from dxlib.audit.collector import Collector, Period
from dxlib.audit.evaluate import Figures
from dxlib.audit.figure import Fig, Gap
from dxlib.audit.known import Line
from dxlib.audit.periods import find_end
from dxlib.evidence.parts import Part, period, say_plain
from dxlib.language import sentence


def make_heatmap(
    figures: Figures, collector: Collector, indicator: str, *, areas: Iterable[str] = (), group: str = ""
) -> Chart | Gap:
    """Compose areas by periods."""
    read = {area: figures.known.read_line(indicator, area) for area in list_areas(figures, areas, group)}
    lines = {area: line for area, line in read.items() if line.figures}
    if not lines:
        return Gap(indicator, figures.area)
    periods = sort_periods(one.period for line in lines.values() for one in line.figures)
    own, entry = list_own(figures), figures.known.get_entry(indicator)
    order = _sort(lines, periods[-1], lower=figures.known.is_lower_better(indicator))
    rows = tuple(
        DrawnRow(name_area(figures, collector, area), tuple(map(lines[area].find, periods)), area in own)
        for area in order
    )
    name = entry.name[collector.language]
    drawn = Drawn(
        "heatmap", name, entry.unit, entry.unit_mult, figures.known.is_lower_better(indicator), rows=rows,
        columns=tuple(periods), breaks=figures.known.list_breaks(indicator, lines),
    )  # fmt: skip
    shown = [one for row in rows for one in row.figures]
    return Chart(
        name=name,
        subtitle=collector.say(
            sentence("{measure}, {first} to {last}"),
            measure=name_measure(figures, collector, indicator), first=Period(periods[0]), last=Period(periods[-1]),
        ),
        words=tuple(_describe(collector, drawn, name)),
        figures=tuple(one for line in lines.values() for one in (*line.figures, *list_rivals(line))),
        heads=(say_plain(sentence("Area")), *map(period, periods)),
        rows=tuple(
            (row.name, *(make_cell(cell, lines[area], collector) for cell in row.figures))
            for area, row in zip(order, rows, strict=True)
        ),
        notes=explain_breaks(figures, collector, shown) if list_broken(drawn) else (),
        drawn=drawn,
    )  # fmt: skip


def _sort(lines: Mapping[str, Line], last: str, *, lower: bool) -> list[str]:
    """Put the best of the last period first, and areas without a figure for it last."""
    sign = 1 if lower else -1
    ends = {area: line.figures[-1] for area, line in lines.items()}
    return sorted(lines, key=lambda area: (ends[area].period != last, sign * ends[area].scaled))


def list_broken(drawn: Drawn) -> list[int]:
    """Give the columns before which the meaning changed."""
    ends = [find_end(one).isoformat() for one in drawn.columns]
    return [at for at in range(1, len(ends)) if any(ends[at - 1] < day <= ends[at] for day in drawn.breaks)]


def _describe(collector: Collector, drawn: Drawn, name: str) -> Iterator[Part]:
    shown = [(row, one) for row in drawn.rows for one in row.figures if one]
    in_time = sorted((one for _, one in shown), key=lambda one: (find_end(one.period), one.period))
    if drawn.is_lower_better:
        text = sentence(
            "The chart shows areas by periods, from {first_when} to {last_when}; the stronger the colour, the lower "
            "the figure: {name}."
        )
    else:
        text = sentence(
            "The chart shows areas by periods, from {first_when} to {last_when}; the stronger the colour, the higher "
            "the figure: {name}."
        )
    yield collector.say(text, name=name, first=in_time[0], last=in_time[-1])
    broken = list_broken(drawn)
    start = max(broken, default=0)
    yield from _describe_range(collector, drawn, start)
    for row in drawn.rows:
        yield from _describe_own(collector, row, start)
    for at in broken:
        yield from _describe_break(collector, drawn, at)
    if len(shown) < len(drawn.rows) * len(drawn.columns):
        yield say_plain(sentence("Hatched cells stand for periods without a figure."))


def _describe_range(collector: Collector, drawn: Drawn, start: int) -> Iterator[Part]:
    since = [(one, row.name) for row in drawn.rows for one in row.figures[start:] if one]
    since = since or [(one, row.name) for row in drawn.rows for one in row.figures if one]
    high, low = max(since, key=lambda one: one[0].scaled), min(since, key=lambda one: one[0].scaled)
    if high[0].scaled != low[0].scaled:
        yield collector.say(
            sentence(
                "The highest figure is {high} ({high_name}, {high_when}), the lowest {low} ({low_name}, {low_when})."
            ),
            high=high[0], high_name=high[1], low=low[0], low_name=low[1],
        )  # fmt: skip


def _describe_own(collector: Collector, row: DrawnRow, start: int) -> Iterator[Part]:
    known = [one for one in row.figures[start:] if one]
    if not row.is_own or not known:
        return
    if len(known) == 1:
        yield collector.say(sentence("{name}: {only} ({only_when})."), name=row.name, only=known[0])
    else:
        text = sentence("{name}: {first} ({first_when}), then {last} ({last_when}).")
        yield collector.say(text, name=row.name, first=known[0], last=known[-1])


def _describe_break(collector: Collector, drawn: Drawn, at: int) -> Iterator[Part]:
    before, after = _find_first(drawn.rows, at - 1), _find_first(drawn.rows, at)
    if before and after:
        text = sentence(
            "What is measured changed between {before_when} and {after_when}: the columns stand apart there, "
            "and figures on the two sides cannot be compared."
        )
        yield collector.say(text, before=before, after=after)


def _find_first(rows: Sequence[DrawnRow], at: int) -> Fig | None:
    return next((row.figures[at] for row in rows if row.figures[at]), None)
