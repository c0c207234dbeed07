"""The parts of an index on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from dxlib.brief.markup import Writer
from dxlib.brief.pictures.areas import find_emphasised, read_standing
from dxlib.brief.pictures.assembly import Picture, Twin, explain_breaks, make_cell, say_span, sort_periods
from dxlib.charts.part_bars import PartsChart, PartsRow, describe_parts, draw_parts
from dxlib.data.quantities import Missing
from dxlib.evidence.parts import Part, period, say_plain
from dxlib.figures.shelf import Series
from dxlib.language import sentence

_Rows = Sequence[tuple[PartsRow, Sequence[Series]]]  # each with the series that its cells are of


def make_parts(writer: Writer, indicators: Sequence[str], *, areas: Iterable[str]) -> Picture | Missing:
    """Give the whole and its parts over the years, or of several areas for one period."""
    others = tuple(areas)
    return _compare_areas(writer, indicators, others) if others else _follow(writer, indicators)


def _compare_areas(writer: Writer, indicators: Sequence[str], areas: Sequence[str]) -> Picture | Missing:
    standing = read_standing(writer, indicators[0], areas)
    if not standing.series:
        return Missing(indicators[0], writer.home, "nothing to draw")
    own, rows = find_emphasised(writer), []
    # Equal ones stand as they were asked for, not by their names.
    for area in sorted(
        standing.series, key=lambda area: standing.found[area].scaled, reverse=not standing.lower_is_better
    ):  # fmt: skip
        series = [writer.shelf.read_series(name, area) for name in indicators]
        cells = tuple(one.find(standing.period) for one in series)
        rows.append((PartsRow(writer.name_area(area), cells, area in own), series))
    return _make_picture(writer, indicators, rows, standing.subtitle)


def _follow(writer: Writer, indicators: Sequence[str]) -> Picture | Missing:
    series = [writer.shelf.read_series(name, writer.home) for name in indicators]
    periods = sort_periods(figure.period for figure in series[0].figures)
    if not periods:
        return Missing(indicators[0], writer.home, "nothing to draw")
    rows = []
    for when in periods:
        cells = tuple(one.find(when) for one in series)
        # The last year stands out, as the page's own area does among others.
        rows.append((PartsRow(writer.speaker.format_period(when), cells, when == periods[-1], when), series))
    text = sentence("{measure}, {area}, {unit}, {first} to {last}")
    subtitle = say_span(writer, text, indicators[0], writer.name(indicators[0]), periods)
    return _make_picture(writer, indicators, rows, subtitle)


def _make_picture(writer: Writer, indicators: Sequence[str], rows: _Rows, subtitle: Part) -> Picture:
    entry, names = writer.catalogue.get_indicator(indicators[0]), tuple(map(writer.label, indicators))
    chart = PartsChart(names, tuple(row for row, _ in rows), writer.speaker, entry.unit, entry.unit_mult)
    # Rows of areas are of one period, within which nothing breaks.
    notes = explain_breaks(writer, chart.figures) if chart.rows[0].period else []
    if chart.whole_apart:
        notes.append(say_plain(sentence("The whole has another scale than its parts.")))
    cells = [pair for row, series in rows for pair in zip(row.cells, series, strict=True)]
    rivals = [rival for cell, one in cells if cell for rival in one.list_rivals(cell.period)]
    return Picture(
        writer.name(indicators[0]), subtitle, partial(draw_parts, chart), describe_parts(chart),
        [*chart.figures, *rivals], _make_twin(writer, chart, rows), notes,
    )  # fmt: skip


def _make_twin(writer: Writer, chart: PartsChart, rows: _Rows) -> Twin:
    head = sentence("Period") if chart.rows[0].period else sentence("Area")
    written: list[list[Part]] = []
    for row, series in rows:
        cells = [make_cell(cell, one, writer) for cell, one in zip(row.cells, series, strict=True)]
        written.append([period(row.period) if row.period else row.name, *cells])
    return Twin([say_plain(head), *chart.names], written)
