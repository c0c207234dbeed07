"""Lines over time on a page: the trend and the change of ranks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from dxlib.brief.markup import Period, Writer
from dxlib.brief.pictures.assembly import (
    Picture,
    Twin,
    drop_repeats,
    explain_breaks,
    make_cell,
    say_span,
    sort_periods,
)
from dxlib.charts.canvas import Canvas
from dxlib.charts.ranking_change import RankingChart, describe_ranking_change, draw_ranking_change
from dxlib.charts.series import Line
from dxlib.charts.theme import Width
from dxlib.charts.trend import TrendChart, describe_trend, draw_trend
from dxlib.data.quantities import Missing, Quantity
from dxlib.evidence import blocks
from dxlib.evidence.blocks import DASH
from dxlib.evidence.parts import Part, list_phrases, period, say_plain
from dxlib.figures.shelf import Series
from dxlib.language import Sentence, sentence


def make_trend(
    writer: Writer, indicators: Sequence[str], others: Sequence[str], *, targets: bool, zero: bool
) -> Picture | Missing:  # fmt: skip
    """Give a multi-year trend, or what is missing where nothing is known of the page's area.

    Parameters
    ----------
    writer
        Of the page.
    indicators
        Ids of one unit.
    others
        Areas beside the page's own, of one indicator.
    targets
        Mark the targets of the first indicator.
    zero
        Start the axis at zero.
    """
    drawn = _read_lines(writer, indicators, others)
    if isinstance(drawn, Missing):
        return drawn
    entry = writer.catalogue.get_indicator(indicators[0])
    listed = writer.shelf.list_targets(indicators[0], writer.home) if targets else ()
    # A target without a deadline has no place on an axis of time.
    marked = tuple(target for target in listed if target.period)
    chart = TrendChart(drawn.lines, marked, writer.speaker, entry.unit, entry.unit_mult, zero)
    return drawn.make_picture(partial(draw_trend, chart), describe_trend(chart, name=drawn.measure), marked)


def make_ranking(writer: Writer, indicator: str, others: Sequence[str]) -> Picture | Missing:
    """Give ranks over the editions of an index, or what is missing where nothing is known of the page's area."""
    drawn = _read_lines(writer, [indicator], others)
    if isinstance(drawn, Missing):
        return drawn
    chart = RankingChart(drawn.lines, writer.speaker)
    words = describe_ranking_change(chart, name=writer.name(indicator))
    return drawn.make_picture(partial(draw_ranking_change, chart), words)


def _read_lines(writer: Writer, indicators: Sequence[str], others: Sequence[str]) -> _Lines | Missing:
    """Read a series an indicator, or one an area of one indicator; those without figures are left out."""
    # Several indicators of several areas would be lines that colour and label cannot tell apart.
    pairs = [(name, writer.home) for name in indicators]
    if len(pairs) == 1:
        pairs += [(indicators[0], area) for area in others]
    read = [writer.shelf.read_series(*pair) for pair in pairs]
    # Without a line of the page's own area the title would speak of what the chart does not show.
    if not read[0].figures:
        return Missing(indicators[0], writer.home, "nothing to draw")
    return _Lines(writer, tuple(indicators), bool(others), [one for one in read if one.figures])


@dataclass(frozen=True, slots=True)
class _Lines:
    """The series of a chart of lines, the one that it is about first."""

    writer: Writer
    indicators: tuple[str, ...]
    has_others: bool
    series: Sequence[Series]

    @property
    def measure(self) -> Part:
        """The name of one indicator, or the short names of several."""
        if len(self.indicators) > 1:
            return list_phrases(map(self.writer.label, self.indicators))
        return self.writer.name(self.indicators[0])

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is drawn, the first one emphasised."""
        return tuple(self._make_line(one, is_first=not index) for index, one in enumerate(self.series))

    def _make_line(self, series: Series, *, is_first: bool) -> Line:
        return Line(
            name=self._name(series),
            points=series.figures,
            emphasis=is_first,
            doubtful=series.doubtful,
            # Rivals of the other lines stand in the table: drawn, they would hide the line that the chart is about.
            rivals=drop_repeats(series.rivals) if is_first else (),
            breaks=self.writer.shelf.list_breaks(series.indicator, series.area),
        )

    def _name(self, series: Series) -> str:
        """Give what tells a series from the others: its indicator, or its area."""
        several = len(self.indicators) > 1
        return self.writer.label(series.indicator) if several else self.writer.name_area(series.area)

    def make_picture(
        self, draw: Callable[[Width], Canvas], words: Sequence[Sentence], targets: Sequence[Quantity] = ()
    ) -> Picture:
        """Give the chart; its twin has a row a period and a column a series, then the targets."""
        writer, periods = self.writer, sort_periods(figure.period for one in self.series for figure in one.figures)
        rows: list[list[Part]] = [
            [period(when), *(make_cell(one.find(when), one, writer) for one in self.series)] for when in periods
        ]
        for target in targets:
            head = writer.fill(sentence("Target for {deadline}", deadline=Period(target.period)))
            rows.append([head, writer.figure(target), *([DASH] * (len(self.series) - 1))])
        twin = Twin([say_plain(sentence("Period")), *map(self._name, self.series)], rows)
        figures = [figure for one in self.series for figure in (*one.figures, *one.rivals)]
        notes = explain_breaks(writer, (figure for one in self.series for figure in one.figures))
        if any(line.has_other_length for line in self.lines):
            notes.append(blocks.other_length())
        return Picture(self.measure, self._make_subtitle(periods), draw, words, figures, twin, notes)

    def _make_subtitle(self, periods: Sequence[str]) -> Part:
        """Say measure, place, unit and period; of several indicators, which the lines name, not the measure."""
        text = sentence("{measure}, {area}, {unit}, {first} to {last}")
        if len(self.indicators) > 1:
            text = sentence("{area}, {unit}, {first} to {last}")
        elif self.has_others:
            text = sentence("{measure}, {area} and others, {unit}, {first} to {last}")
        return say_span(self.writer, text, self.indicators[0], self.measure, periods)
