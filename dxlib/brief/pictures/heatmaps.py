"""The heat map on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dxlib.brief.markup import Period, Writer
from dxlib.brief.pictures.areas import AreasAsked, find_emphasised, list_areas
from dxlib.brief.pictures.assembly import Picture, Twin, explain_breaks, make_cell, name_measure, sort_periods
from dxlib.charts.heatmap import Heatmap, HeatRow, describe_heatmap, draw_heatmap
from dxlib.data.quantities import Missing
from dxlib.evidence.parts import Part, period, say_plain
from dxlib.figures.shelf import Series, Shelf
from dxlib.language import sentence


def make_heatmap(shelf: Shelf, writer: Writer, asked: AreasAsked) -> Picture | Missing:
    """Give areas by periods, or what is missing where nothing is known of any."""
    read = {area: shelf.read_series(asked.indicator, area) for area in list_areas(shelf, asked)}
    known = {area: series for area, series in read.items() if series.figures}
    if not known:
        return Missing(asked.indicator, asked.home, "nothing to draw")
    periods = sort_periods(figure.period for series in known.values() for figure in series.figures)
    entry = shelf.get_indicator(asked.indicator)
    lower = shelf.lower_is_better(asked.indicator)
    order = _sort(known, periods, lower_is_better=lower)
    rows = tuple(_make_row(shelf, writer, known[area], periods, asked.home) for area in order)
    breaks = shelf.list_breaks(asked.indicator, *known)
    chart = Heatmap(rows, tuple(periods), writer.speaker, entry.unit, entry.unit_mult, lower, breaks)
    name = entry.name[writer.speaker.language]
    return Picture(
        name,
        _make_subtitle(shelf, writer, asked, periods),
        lambda width: draw_heatmap(chart, width),
        describe_heatmap(chart, name=name),
        [figure for series in known.values() for figure in (*series.figures, *series.rivals)],
        _make_twin(writer, periods, rows, [known[area] for area in order]),
        explain_breaks(shelf, writer, [cell for row in rows for cell in row.cells if cell]) if chart.broken else [],
    )


def _sort(known: Mapping[str, Series], periods: Sequence[str], *, lower_is_better: bool) -> list[str]:
    """Put the best of the last period first, and last the areas without a figure for it."""
    sign = 1 if lower_is_better else -1

    def rank(area: str) -> tuple[bool, object]:
        last = known[area].figures[-1]
        return last.period != periods[-1], sign * last.scaled

    return sorted(known, key=rank)


def _make_row(shelf: Shelf, writer: Writer, series: Series, periods: Sequence[str], home: str) -> HeatRow:
    cells = {figure.period: figure for figure in series.figures}
    name = shelf.catalogue.areas[series.area].name[writer.speaker.language]
    emphasis = series.area in find_emphasised(shelf, home)
    return HeatRow(name, tuple(cells.get(period) for period in periods), emphasis)


def _make_subtitle(shelf: Shelf, writer: Writer, asked: AreasAsked, periods: Sequence[str]) -> Part:
    said = sentence(
        "{measure}, {first} to {last}",
        measure=name_measure(shelf, writer, asked.indicator),
        first=Period(periods[0]),
        last=Period(periods[-1]),
    )
    return writer.fill(said)


def _make_twin(
    writer: Writer, periods: Sequence[str], rows: Sequence[HeatRow], series: Sequence[Series]
) -> Twin:  # fmt: skip
    heads = [say_plain(sentence("Area")), *map(period, periods)]
    return Twin(
        heads,
        [
            [row.name, *(make_cell(cell, one, writer) for cell in row.cells)]
            for row, one in zip(rows, series, strict=True)
        ],
    )
