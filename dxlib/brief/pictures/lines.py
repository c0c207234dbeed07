"""Lines over time on a page: the trend and the change of ranks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dxlib.brief.markup import Period, Writer
from dxlib.brief.pictures.assembly import (
    Picture,
    Twin,
    drop_repeats,
    explain_breaks,
    make_cell,
    sort_periods,
)
from dxlib.charts.canvas import Canvas
from dxlib.charts.ranking_change import RankingChart, describe_ranking_change, draw_ranking_change
from dxlib.charts.series import Line
from dxlib.charts.theme import Width
from dxlib.charts.trend import TrendChart, describe_trend, draw_trend
from dxlib.data.quantities import Missing, Quantity
from dxlib.evidence.blocks import DASH
from dxlib.evidence.parts import Part, list_all, period, say_plain
from dxlib.figures.shelf import Series, Shelf
from dxlib.language import Sentence, sentence


@dataclass(frozen=True, slots=True)
class LinesAsked:
    """What a chart of lines is asked to show.

    Parameters
    ----------
    indicators
        Ids of one unit.
    areas
        The brief's area first.
    targets
        Mark the targets of the first indicator.
    zero
        Start the axis at zero.
    """

    indicators: tuple[str, ...]
    areas: tuple[str, ...]
    targets: bool = False
    zero: bool = False

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The lines: one per indicator, or per area of one indicator."""
        if len(self.indicators) > 1:
            # Several indicators of several areas would be lines that colour and label cannot tell apart.
            return [(indicator, self.areas[0]) for indicator in self.indicators]
        return [(self.indicators[0], area) for area in self.areas]


def make_trend(shelf: Shelf, writer: Writer, asked: LinesAsked) -> Picture | Missing:
    """Give a multi-year trend, or what is missing where nothing is known of the brief's area."""
    series = read_lines(shelf, asked)
    if not _is_known(series, asked):
        return Missing(asked.indicators[0], asked.areas[0], "nothing to draw")
    entry = shelf.get_indicator(asked.indicators[0])
    targets = shelf.list_targets(asked.indicators[0], asked.areas[0]) if asked.targets else ()
    chart = TrendChart(
        lines=tuple(make_line(shelf, writer, one, asked, index) for index, one in enumerate(series)),
        # A target without a deadline has no place on an axis of time.
        targets=tuple(target for target in targets if target.period),
        speaker=writer.speaker,
        unit=entry.unit,
        unit_mult=entry.unit_mult,
        zero=asked.zero,
    )
    name = _name_measures(shelf, writer, asked)
    words = describe_trend(chart, name=name)
    return _make_picture(shelf, writer, asked, series, name, lambda width: draw_trend(chart, width), words)


def make_ranking(shelf: Shelf, writer: Writer, asked: LinesAsked) -> Picture | Missing:
    """Give ranks over the editions of an index, or what is missing where nothing is known of the brief's area."""
    series = read_lines(shelf, asked)
    if not _is_known(series, asked):
        return Missing(asked.indicators[0], asked.areas[0], "nothing to draw")
    lines = tuple(make_line(shelf, writer, one, asked, index) for index, one in enumerate(series))
    chart = RankingChart(lines=lines, speaker=writer.speaker)
    name = shelf.get_indicator(asked.indicators[0]).name[writer.speaker.language]
    words = describe_ranking_change(chart, name=name)
    return _make_picture(shelf, writer, asked, series, name, lambda width: draw_ranking_change(chart, width), words)


def _make_picture(
    shelf: Shelf, writer: Writer, asked: LinesAsked, series: Sequence[Series], name: Part,
    draw: Callable[[Width], Canvas], words: tuple[Sentence, ...],
) -> Picture:  # fmt: skip
    figures = [figure for one in series for figure in (*one.figures, *one.rivals)]
    subtitle, twin = make_subtitle(shelf, writer, asked, series), make_twin(shelf, writer, asked, series)
    breaks = explain_breaks(shelf, writer, (figure for one in series for figure in one.figures))
    return Picture(name, subtitle, draw, words, figures, twin, breaks)


def _is_known(series: Sequence[Series], asked: LinesAsked) -> bool:
    # Without a line of the brief's own area the title would speak of what the chart does not show.
    return bool(series) and (series[0].indicator, series[0].area) == asked.pairs[0]


def read_lines(shelf: Shelf, asked: LinesAsked) -> list[Series]:
    """Read the series that have figures."""
    read = [shelf.read_series(indicator, area) for indicator, area in asked.pairs]
    return [series for series in read if series.figures]


def make_line(shelf: Shelf, writer: Writer, series: Series, asked: LinesAsked, index: int) -> Line:
    """Give a series as a line, the first one emphasised."""
    return Line(
        name=name_series(shelf, writer, series, asked),
        points=series.figures,
        emphasis=index == 0,
        doubtful=series.doubtful,
        # Rivals of the other lines stand in the table: drawn, they would hide the line that the chart is about.
        rivals=drop_repeats(series.rivals) if index == 0 else (),
        breaks=shelf.list_breaks(series.indicator, series.area),
    )


def name_series(shelf: Shelf, writer: Writer, series: Series, asked: LinesAsked) -> str:
    """Give what tells a series from the others: its indicator, or its area."""
    language = writer.speaker.language
    if len(asked.indicators) > 1:
        return shelf.get_indicator(series.indicator).label[language]
    return shelf.catalogue.areas[series.area].name[language]


def make_subtitle(shelf: Shelf, writer: Writer, asked: LinesAsked, series: Sequence[Series]) -> Part:
    """Say measure, place, unit and period; of several indicators, which the lines name, not the measure."""
    periods = sort_periods(figure.period for one in series for figure in one.figures)
    language = writer.speaker.language
    entry = shelf.get_indicator(asked.indicators[0])
    values = {
        "measure": _name_measures(shelf, writer, asked),
        "area": shelf.catalogue.areas[asked.areas[0]].name[language],
        "unit": shelf.catalogue.units[entry.unit].name[language],
        "first": Period(periods[0]),
        "last": Period(periods[-1]),
    }
    if len(asked.indicators) > 1:
        return writer.fill(sentence("{area}, {unit}, {first} to {last}", **values))
    if len(asked.pairs) > 1:
        return writer.fill(sentence("{measure}, {area} and others, {unit}, {first} to {last}", **values))
    return writer.fill(sentence("{measure}, {area}, {unit}, {first} to {last}", **values))


def _name_measures(shelf: Shelf, writer: Writer, asked: LinesAsked) -> Part:
    """Give the name of one indicator, or the short names of several."""
    entries = [shelf.get_indicator(name) for name in asked.indicators]
    language = writer.speaker.language
    return entries[0].name[language] if len(entries) == 1 else list_all(entry.label[language] for entry in entries)


def make_twin(shelf: Shelf, writer: Writer, asked: LinesAsked, series: Sequence[Series]) -> Twin:
    """Give a row a period and a column a series; then the targets."""
    cells = [{figure.period: figure for figure in one.figures} for one in series]
    rows: list[list[Part]] = [
        [
            period(when),
            *(make_cell(column.get(when), one, writer) for column, one in zip(cells, series, strict=True)),
        ]
        for when in sort_periods(when for column in cells for when in column)
    ]
    targets = shelf.list_targets(asked.indicators[0], asked.areas[0]) if asked.targets else ()
    rows += [_make_target_row(target, len(series), writer) for target in targets if target.period]
    names = [name_series(shelf, writer, one, asked) for one in series]
    return Twin([say_plain(sentence("Period")), *names], rows)


def _make_target_row(target: Quantity, columns: int, writer: Writer) -> list[Part]:
    head = writer.fill(sentence("Target for {deadline}", deadline=Period(target.period)))
    return [head, writer.figure(target), *([DASH] * (columns - 1))]
