"""The parts of an index on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dxlib.brief.markup import Period, Writer
from dxlib.brief.pictures.areas import AreasAsked, find_emphasised, make_subtitle, read_standing
from dxlib.brief.pictures.assembly import Picture, Twin, explain_breaks, make_cell, sort_periods
from dxlib.charts.part_bars import PartsChart, PartsRow, describe_parts, draw_parts
from dxlib.data.quantities import Missing, Quantity
from dxlib.evidence.parts import Part, period, say_plain
from dxlib.figures.shelf import Series, Shelf
from dxlib.language import sentence


@dataclass(frozen=True, slots=True)
class PartsAsked:
    """What a chart of parts is asked to show: the whole and its parts, of the brief's area or beside others."""

    indicators: tuple[str, ...]
    home: str
    areas: tuple[str, ...] = ()


def make_parts(shelf: Shelf, writer: Writer, asked: PartsAsked) -> Picture | Missing:
    """Give the whole and its parts over the years, or of several areas for one period."""
    return _compare_areas(shelf, writer, asked) if asked.areas else _follow(shelf, writer, asked)


def _compare_areas(shelf: Shelf, writer: Writer, asked: PartsAsked) -> Picture | Missing:
    whole = AreasAsked(asked.indicators[0], asked.home, asked.areas)
    standing = read_standing(shelf, whole)
    if not standing.series:
        return Missing(asked.indicators[0], asked.home, "nothing to draw")
    own = find_emphasised(shelf, asked.home)
    ordered = sorted(
        standing.series,
        key=lambda area: standing.find(area).scaled,
        reverse=not shelf.lower_is_better(asked.indicators[0]),
    )
    series = {area: [shelf.read_series(name, area) for name in asked.indicators] for area in ordered}
    rows = [
        PartsRow(
            shelf.catalogue.areas[area].name[writer.speaker.language],
            tuple(_find(one, standing.period) for one in series[area]),
            area in own,
        )
        for area in ordered
    ]
    subtitle = make_subtitle(shelf, writer, asked.indicators[0], standing.period)
    return _make_picture(shelf, writer, asked, rows, [series[area] for area in ordered], subtitle)


def _follow(shelf: Shelf, writer: Writer, asked: PartsAsked) -> Picture | Missing:
    series = [shelf.read_series(name, asked.home) for name in asked.indicators]
    periods = sort_periods(figure.period for figure in series[0].figures)
    if not periods:
        return Missing(asked.indicators[0], asked.home, "nothing to draw")
    rows = [
        PartsRow(
            writer.speaker.format_period(period),
            tuple(_find(one, period) for one in series),
            # The last year stands out, as the brief's own area does among others.
            period == periods[-1],
            period,
        )
        for period in periods
    ]
    language = writer.speaker.language
    entry = shelf.get_indicator(asked.indicators[0])
    said = sentence(
        "{measure}, {area}, {unit}, {first} to {last}",
        measure=entry.name[language],
        area=shelf.catalogue.areas[asked.home].name[language],
        unit=shelf.catalogue.units[entry.unit].name[language],
        first=Period(periods[0]),
        last=Period(periods[-1]),
    )
    return _make_picture(shelf, writer, asked, rows, [series] * len(rows), writer.fill(said))


def _find(series: Series, period: str) -> Quantity | None:
    return next((figure for figure in series.figures if figure.period == period), None)


def _make_picture(
    shelf: Shelf, writer: Writer, asked: PartsAsked, rows: Sequence[PartsRow], series: Sequence[Sequence[Series]],
    subtitle: Part,
) -> Picture:  # fmt: skip
    language = writer.speaker.language
    entry = shelf.get_indicator(asked.indicators[0])
    names = tuple(shelf.get_indicator(name).label[language] for name in asked.indicators)
    chart = PartsChart(names, tuple(rows), writer.speaker, entry.unit, entry.unit_mult)
    # Rows of areas are of one period, within which nothing breaks.
    notes = explain_breaks(shelf, writer, chart.figures) if rows[0].period else []
    if chart.whole_apart:
        notes.append(say_plain(sentence("The whole has another scale than its parts.")))
    rivals = [
        rival
        for row, of_row in zip(rows, series, strict=True)
        for cell, one in zip(row.cells, of_row, strict=True)
        for rival in one.rivals
        if cell and rival.period == cell.period
    ]
    return Picture(
        entry.name[language],
        subtitle,
        lambda width: draw_parts(chart, width),
        describe_parts(chart),
        [*chart.figures, *rivals],
        _make_twin(writer, chart, series),
        notes,
    )


def _make_twin(writer: Writer, chart: PartsChart, series: Sequence[Sequence[Series]]) -> Twin:
    head = sentence("Period") if chart.rows[0].period else sentence("Area")
    rows: list[list[Part]] = [
        [
            period(row.period) if row.period else row.name,
            *(make_cell(cell, one, writer) for cell, one in zip(row.cells, of_row, strict=True)),
        ]
        for row, of_row in zip(chart.rows, series, strict=True)
    ]
    return Twin([say_plain(head), *chart.names], rows)
