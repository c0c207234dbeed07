"""An index and its parts: over the years, or of several areas for one period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dxlib.audit.charts.drawn import ComposedChart, Drawn, DrawnRow
from dxlib.audit.charts.saying import Charting, list_sharers, sort_periods
from dxlib.audit.charts.side_by_side import read_standing
from dxlib.audit.figure import Fig, Gap
from dxlib.audit.formulas import look_alike
from dxlib.audit.gathering import Collector
from dxlib.audit.known import KnownSeries
from dxlib.evidence.parts import Part, list_all, name_few, period, say_plain
from dxlib.language import sentence

# Beyond this a sum would make the bars of its parts too short to compare.
_APART: Final = 1.5
_Rows = Sequence[tuple[DrawnRow, Sequence[KnownSeries]]]


def make_parts(on: Charting, whole: str, *parts: str, areas: Iterable[str] = ()) -> ComposedChart | Gap:
    """Compose the whole and its parts."""
    indicators, others = (whole, *parts), tuple(areas)
    return _compare(on, indicators, others) if others else _follow(on, indicators)


def _compare(on: Charting, indicators: tuple[str, ...], areas: tuple[str, ...]) -> ComposedChart | Gap:
    standing = read_standing(on, indicators[0], areas)
    if not standing.lines:
        return Gap(indicators[0], on.figures.area)
    own, rows = on.list_own(), []
    # Equal ones stand as they were asked for, not by their names.
    for area in sorted(standing.lines, key=lambda area: standing.found[area].scaled, reverse=not standing.lowest_first):
        lines = [on.read_line(name, area) for name in indicators]
        cells = tuple(line.find(standing.period) for line in lines)
        rows.append((DrawnRow(on.name_area(area), cells, area in own), lines))
    return _make_chart(on, indicators, rows, standing.subtitle)


def _follow(on: Charting, indicators: tuple[str, ...]) -> ComposedChart | Gap:
    lines = [on.read_line(name) for name in indicators]
    periods = sort_periods(one.period for one in lines[0].figures)
    if not periods:
        return Gap(indicators[0], on.figures.area)
    rows = [
        # No row is an own area here; the last period stands out instead.
        (DrawnRow("", tuple(line.find(when) for line in lines), when == periods[-1], period=when), lines)
        for when in periods
    ]
    text = sentence("{measure}, {area}, {unit}, {first} to {last}")
    return _make_chart(on, indicators, rows, on.say_span(text, indicators[0], on.name(indicators[0]), periods))


def _make_chart(on: Charting, indicators: tuple[str, ...], rows: _Rows, subtitle: Part) -> ComposedChart:
    entry, name, columns = on.get_entry(indicators[0]), on.name(indicators[0]), tuple(map(on.label, indicators))
    drawn = Drawn("parts", name, entry.unit, entry.unit_mult, rows=tuple(row for row, _ in rows), columns=columns)
    is_over_time = bool(rows[0][0].period)
    # Side by side there is one period, in which no meaning can change.
    notes = on.explain_breaks(one for row, _ in rows for one in row.figures) if is_over_time else ()
    if has_own_scale(drawn):
        notes = (*notes, say_plain(sentence("The whole has another scale than its parts.")))
    cells = [(row, list(zip(row.figures, lines, strict=True))) for row, lines in rows]
    found = [(one, line) for _, pairs in cells for one, line in pairs if one]
    return ComposedChart(
        subtitle=subtitle,
        words=tuple(_describe(on.collector, drawn)),
        figures=(*(one for one, _ in found), *(r for one, line in found for r in line.rivals.get(one.period, ()))),
        heads=(say_plain(sentence("Period") if is_over_time else sentence("Area")), *columns),
        rows=tuple(
            (period(row.period) if row.period else row.name, *(on.make_cell(one, line) for one, line in pairs))
            for row, pairs in cells
        ),
        notes=notes,
        drawn=drawn,
    )


def has_own_scale(drawn: Drawn) -> bool:
    """Say whether the whole, being a sum, has another scale than its parts."""
    parts = find_most(drawn, range(1, len(drawn.columns)))
    return parts > 0 and find_most(drawn, range(1)) > _APART * parts


def find_most(drawn: Drawn, columns: Iterable[int]) -> float:
    """Give the highest figure of some columns, 0 where none is known."""
    found = (row.figures[column] for row in drawn.rows for column in columns)
    return max((drawn.scale(one) for one in found if one), default=0.0)


def _describe(collector: Collector, drawn: Drawn) -> Iterator[Part]:
    text = sentence("The chart shows {whole} and its parts: {names}.")
    yield collector.say(text, whole=drawn.columns[0], names=list_all(drawn.columns[1:]))
    for row in drawn.rows:
        if row.is_own:
            yield from _describe_row(collector, drawn, row)
    if any(len(row.known) < len(row.figures) for row in drawn.rows):
        yield say_plain(sentence("Hatched cells stand for figures that are not known."))


def _describe_row(collector: Collector, drawn: Drawn, row: DrawnRow) -> Iterator[Part]:
    if whole := row.figures[0]:
        name = drawn.columns[0] if row.period else row.name
        yield collector.say(sentence("{name}: {whole} ({whole_when})."), name=name, whole=whole)
    known = [(one, name) for one, name in zip(row.figures[1:], drawn.columns[1:], strict=True) if one]
    if len(known) > 1:
        yield from describe_extremes(collector, known)


def describe_extremes(collector: Collector, known: Sequence[tuple[Fig, str]]) -> Iterator[Part]:
    """Say which part is the highest and which the lowest, or which share these; nothing where all look alike."""
    figures = [one for one, _ in known]
    high, low = max(figures, key=lambda one: one.scaled), min(figures, key=lambda one: one.scaled)
    highest, lowest = list_sharers(known, high), list_sharers(known, low)
    if len(highest) == len(lowest) == 1:
        text = sentence("The highest part is {high_name} with {high}, the lowest {low_name} with {low}.")
        yield collector.say(text, high=high, high_name=highest[0], low=low, low_name=lowest[0])
    elif highest and lowest and not look_alike(high, low):
        text = sentence("The highest figure of a part is {high} ({high_names}), the lowest {low} ({low_names}).")
        named = {"high_names": name_few(highest), "low_names": name_few(lowest)}
        yield collector.say(text, high=high, low=low, **named)
