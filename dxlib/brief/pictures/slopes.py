"""The slope on a page: areas at two periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dxlib.brief.markup import Period, Writer
from dxlib.brief.pictures.areas import AreasAsked, find_emphasised, list_areas
from dxlib.brief.pictures.assembly import Picture, Twin, explain_breaks, make_cell, name_measure, sort_periods
from dxlib.charts.series import Line
from dxlib.charts.slope import SlopeChart, describe_slope, draw_slope
from dxlib.data.quantities import Missing
from dxlib.data.schema import end_of_period
from dxlib.evidence.parts import period, say_plain
from dxlib.figures.shelf import Series, Shelf
from dxlib.language import sentence


@dataclass(frozen=True, slots=True)
class SlopeAsked:
    """Which areas a slope is asked to show, and at which periods; empty ones are chosen."""

    areas: AreasAsked
    first: str = ""
    last: str = ""


def make_slope(shelf: Shelf, writer: Writer, asked: SlopeAsked) -> Picture | Missing:
    """Give areas at two periods, or what is missing where no area has both.

    Notes
    -----
    Left to choose, the last period is the latest for which at least half as many areas have a figure as in the
    fullest one, and the first is the earliest such period since the last break of the series.
    """
    indicator = asked.areas.indicator
    read = {area: shelf.read_series(indicator, area) for area in list_areas(shelf, asked.areas)}
    breaks = shelf.list_breaks(indicator, *read)
    first, last = _choose_periods(read, breaks, asked)
    known = {area: series for area, series in read.items() if {first, last} <= {one.period for one in series.figures}}
    if not known or first == last:
        return Missing(indicator, asked.areas.home, "no two periods to compare")
    own = find_emphasised(shelf, asked.areas.home)
    lines = tuple(_make_line(shelf, writer, series, (first, last), series.area in own) for series in known.values())
    entry = shelf.get_indicator(indicator)
    chart = SlopeChart(lines, writer.speaker, entry.unit, entry.unit_mult)
    name = entry.name[writer.speaker.language]
    is_broken = any(len(line.segments) > 1 for line in lines)
    return Picture(
        name,
        writer.fill(
            sentence(
                "{measure}, {first} and {last}",
                measure=name_measure(shelf, writer, indicator),
                first=Period(first),
                last=Period(last),
            )
        ),
        lambda width: draw_slope(chart, width),
        describe_slope(chart, name=name),
        chart.figures,
        _make_twin(writer, lines, list(known.values()), (first, last)),
        explain_breaks(shelf, writer, chart.figures) if is_broken else [],
    )


def _choose_periods(read: Mapping[str, Series], breaks: Sequence[str], asked: SlopeAsked) -> tuple[str, str]:
    counts = Counter(figure.period for series in read.values() for figure in series.figures)
    fullest = max(counts.values(), default=0)
    suitable = sort_periods(period for period, count in counts.items() if 2 * count >= fullest)
    last = asked.last or (suitable[-1] if suitable else "")
    if not last:
        return "", ""
    end = end_of_period(last)
    start = max((day for day in map(date.fromisoformat, breaks) if day <= end), default=date.min)
    since = [period for period in suitable if start <= end_of_period(period) <= end]
    return asked.first or (since[0] if since else last), last


def _make_line(
    shelf: Shelf, writer: Writer, series: Series, periods: tuple[str, str], emphasis: bool
) -> Line:  # fmt: skip
    by_period = {figure.period: figure for figure in series.figures}
    return Line(
        shelf.catalogue.areas[series.area].name[writer.speaker.language],
        tuple(by_period[period] for period in periods),
        emphasis,
        series.doubtful,
        breaks=shelf.list_breaks(series.indicator, series.area),
    )


def _make_twin(
    writer: Writer, lines: Sequence[Line], series: Sequence[Series], periods: tuple[str, str]
) -> Twin:  # fmt: skip
    heads = [say_plain(sentence("Area")), *map(period, periods)]
    rows = [
        [line.name, *(make_cell(point, one, writer) for point in line.points)]
        for line, one in zip(lines, series, strict=True)
    ]
    return Twin(heads, rows)
