"""Charts as figures of a page: headline, subtitle, two widths, text alternative, source line, table."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from dxlib.brief.markup import Period, Writer
from dxlib.brief.tables import flag, render_table
from dxlib.charts.ranking_change import RankingChart, describe_ranking_change, draw_ranking_change
from dxlib.charts.series import Line
from dxlib.charts.svg import render_svg
from dxlib.charts.theme import Width
from dxlib.charts.trend import TrendChart, describe_trend, draw_trend
from dxlib.data.quantities import Quantity, read_out_of
from dxlib.data.schema import end_of_period
from dxlib.figures.shelf import Series, Shelf
from dxlib.language import Sentence, sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Request:
    """What a chart is asked to show.

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
            return [(indicator, self.areas[0]) for indicator in self.indicators]
        return [(self.indicators[0], area) for area in self.areas]


def render_trend(shelf: Shelf, writer: Writer, request: Request, title: Sentence) -> Markup:
    """Give a multi-year trend as a figure of the page."""
    series = _read(shelf, request)
    entry = shelf.get_indicator(request.indicators[0])
    targets = shelf.list_targets(request.indicators[0], request.areas[0]) if request.targets else ()
    chart = TrendChart(
        lines=tuple(_make_line(shelf, writer, one, request, index) for index, one in enumerate(series)),
        targets=tuple(target for target in targets if target.period),
        speaker=writer.speaker,
        unit=entry.unit,
        unit_mult=entry.unit_mult,
        zero=request.zero,
    )
    name = entry.name[writer.speaker.language]
    alternative = describe_trend(chart, name=name)
    return _assemble(shelf, writer, request, title, series, alternative, lambda width: draw_trend(chart, width))


def render_ranking(shelf: Shelf, writer: Writer, request: Request, title: Sentence) -> Markup:
    """Give ranks over the editions of an index as a figure of the page."""
    series = _read(shelf, request)
    lines = tuple(_make_line(shelf, writer, one, request, index) for index, one in enumerate(series))
    chart = RankingChart(lines=lines, speaker=writer.speaker)
    name = shelf.get_indicator(request.indicators[0]).name[writer.speaker.language]
    alternative = describe_ranking_change(chart, name=name)
    return _assemble(
        shelf, writer, request, title, series, alternative, lambda width: draw_ranking_change(chart, width)
    )


def _read(shelf: Shelf, request: Request) -> list[Series]:
    read = [shelf.read_series(indicator, area) for indicator, area in request.pairs]
    return [series for series in read if series.figures]


def _make_line(shelf: Shelf, writer: Writer, series: Series, request: Request, index: int) -> Line:
    language = writer.speaker.language
    if len(request.indicators) > 1:
        name = shelf.get_indicator(series.indicator).label[language]
    else:
        name = shelf.catalogue.areas[series.area].name[language]
    return Line(
        name=name,
        points=series.figures,
        emphasis=index == 0,
        doubtful=series.doubtful,
        rivals=_drop_repeats(series.rivals) if index == 0 else (),
        breaks=shelf.breaks(series.indicator),
    )


def _drop_repeats(rivals: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """Keep one figure of those that state the same value for the same period."""
    return tuple({(rival.period, rival.value): rival for rival in rivals}.values())


def _assemble(
    shelf: Shelf,
    writer: Writer,
    request: Request,
    title: Sentence,
    series: Sequence[Series],
    alternative: Iterable[Sentence],
    draw: Callable[[Width], Figure],
) -> Markup:
    headline = writer.fill(title)
    stem = hashlib.sha256(f"{request}{title.text}".encode()).hexdigest()[:8]
    label = escape(shelf.get_indicator(request.indicators[0]).name[writer.speaker.language])
    pictures = Markup("").join(_render_picture(draw(width), width, stem, str(label)) for width in Width)
    _note_drawn(series, writer)
    text = Markup(" ").join(writer.fill(part) for part in alternative)
    words, table = sentence("The chart in words"), sentence("The same figures as a table")
    details = Markup("<details><summary>{}</summary>{}</details>")
    described = Markup('<p class="alternative" id="c{}-d">{}</p>').format(stem, text)
    return Markup(
        '<figure class="chart" id="c{}"><figcaption><h3>{}</h3><p class="subtitle">{}</p></figcaption>'
        "{}{}{}{}{}</figure>"
    ).format(
        stem,
        headline,
        _make_subtitle(shelf, writer, request, series),
        pictures,
        _explain_breaks(shelf, writer, request, series),
        _name_sources(series, writer),
        details.format(writer.translate(words), described),
        details.format(writer.translate(table), _make_twin(shelf, writer, request, series, label)),
    )


def _render_picture(figure: Figure, width: Width, stem: str, title: str) -> Markup:
    svg = render_svg(figure, name=f"c{stem}{width.name[0].lower()}", title=title)
    described = svg.replace("<svg ", f'<svg aria-describedby="c{stem}-d" ', 1)
    return Markup('<div class="{}">{}</div>').format(width.name.lower(), Markup(described))  # noqa: S704  (our own drawing)


def _note_drawn(series: Iterable[Series], writer: Writer) -> None:
    """Note down every figure that a picture may carry."""
    for one in series:
        for figure in (*one.figures, *one.rivals):
            writer.collector.add_figure(figure)
            total = read_out_of(figure)
            if isinstance(total, Quantity):
                writer.collector.add_figure(total)


def _make_subtitle(shelf: Shelf, writer: Writer, request: Request, series: Sequence[Series]) -> Markup:
    periods = sorted((figure.period for one in series for figure in one.figures), key=end_of_period)
    language = writer.speaker.language
    entry = shelf.get_indicator(request.indicators[0])
    values = {
        "measure": entry.name[language],
        "area": shelf.catalogue.areas[request.areas[0]].name[language],
        "unit": shelf.catalogue.units[entry.unit].name[language],
        "first": Period(periods[0]),
        "last": Period(periods[-1]),
    }
    if len(request.pairs) > 1 and len(request.indicators) == 1:
        message = sentence("{measure}, {area} and others, {unit}, {first} to {last}")
    else:
        message = sentence("{measure}, {area}, {unit}, {first} to {last}")
    return writer.fill(Sentence(message.text, values))


def _explain_breaks(shelf: Shelf, writer: Writer, request: Request, series: Sequence[Series]) -> Markup:
    notes = []
    shown = {one.indicator for one in series}
    for indicator in dict.fromkeys(name for name in request.indicators if name in shown):
        for change in shelf.get_indicator(indicator).breaks:
            if change.at <= shelf.as_of.isoformat():
                why = change.why[writer.speaker.language]
                message = sentence("Not comparable across {day}: {why}", day=Period(change.at), why=why)
                notes.append(Markup('<p class="note">{}</p>').format(writer.fill(message)))
    return Markup("").join(dict.fromkeys(notes))  # two parts of one index may break for one reason


def _name_sources(series: Iterable[Series], writer: Writer) -> Markup:
    observed = [figure.first_observation.source for one in series for figure in (*one.figures, *one.rivals)]
    by_publisher: dict[str, str] = {}
    for source in observed:
        by_publisher.setdefault(writer.catalogue.sources[source].publisher, source)
    links = [
        Markup('<a href="#s-{}">{}</a>').format(
            source, writer.catalogue.publishers[publisher].name[writer.speaker.language]
        )
        for publisher, source in by_publisher.items()
    ]
    message = sentence("Source: {names}", names=Markup("; ").join(links))
    return Markup('<p class="source-line">{}</p>').format(writer.fill(message))


def _make_twin(
    shelf: Shelf, writer: Writer, request: Request, series: Sequence[Series], caption: Markup
) -> Markup:  # fmt: skip
    """Give the table of the numbers that a chart shows, its targets and rivals included."""
    language = writer.speaker.language
    several = len(request.indicators) > 1
    names = [
        escape(
            shelf.get_indicator(one.indicator).label[language]
            if several
            else shelf.catalogue.areas[one.area].name[language]
        )
        for one in series
    ]
    cells = [{figure.period: figure for figure in one.figures} for one in series]
    periods = sorted(
        {period for column in cells for period in column}, key=lambda period: (end_of_period(period), period)
    )
    rows = [
        [
            writer.period(period),
            *(_make_cell(column.get(period), one, writer) for column, one in zip(cells, series, strict=True)),
        ]
        for period in periods
    ]
    if request.targets:
        for target in shelf.list_targets(request.indicators[0], request.areas[0]):
            if target.period:
                head = writer.fill(sentence("Target for {deadline}", deadline=Period(target.period)))
                rows.append([head, writer.figure(target), *([Markup("–")] * (len(series) - 1))])
    heads = [escape(writer.translate(sentence("Period"))), *names]
    return render_table(caption, heads, rows, css="twin")


def _make_cell(figure: Quantity | None, series: Series, writer: Writer) -> Markup:
    if figure is None:
        return Markup("–")
    total = read_out_of(figure)
    shown = writer.figure(figure)
    if figure.unit == "RANK" and isinstance(total, Quantity):
        shown = writer.fill(sentence("{rank} of {total}", rank=shown, total=total))
    rivals = [rival for rival in _drop_repeats(series.rivals) if rival.period == figure.period]
    others = Markup("").join(
        Markup("<br>{}").format(writer.fill(sentence("another source: {figure}", figure=rival))) for rival in rivals
    )
    return Markup("{}{}{}").format(shown, flag(figure, writer), others)
