"""What every chart on a page has: headline, subtitle, two widths, notes, sources, words, and a table of its numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dxlib.brief.collector import FigureSet
from dxlib.brief.markup import Period, Writer
from dxlib.charts.canvas import Canvas
from dxlib.charts.svg import make_svg
from dxlib.charts.theme import Width
from dxlib.data.quantities import Quantity
from dxlib.data.schema import end_of_period, last_day_of
from dxlib.evidence import blocks
from dxlib.evidence.blocks import DASH
from dxlib.evidence.parts import Part, el, join, say
from dxlib.figures.shelf import Series
from dxlib.language import Sentence, sentence


@dataclass(frozen=True, slots=True)
class Twin:
    """The numbers of a chart as a table: heads, then rows whose first cell names them."""

    heads: Sequence[Part]
    rows: Sequence[Sequence[Part]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with all that stands around it.

    Parameters
    ----------
    name
        Of what it shows, in the language of the page.
    subtitle
        Measure, place, unit and period.
    draw
        Gives its drawing in a width.
    words
        Its text alternative.
    figures
        Whose sources are named under it.
    twin
        Its table; with the words it holds every figure of the drawings, so that each has evidence.
    notes
        What a reader must know to read it.
    listed
        The set of figures that it shows, where these have no notes of their own.
    """

    name: Part
    subtitle: Part
    draw: Callable[[Width], Canvas]
    words: Sequence[Sentence]
    figures: Sequence[Quantity]
    twin: Twin
    notes: Sequence[Part] = ()
    listed: FigureSet | None = None


def assemble(picture: Picture, writer: Writer, title: Sentence, *, stem: str) -> Part:
    """Give a chart as a figure of the page; ``stem`` is its name there."""
    if picture.listed:
        writer.collector.add_set(stem, picture.listed)
    named = [(width.name.lower(), picture.draw(width)) for width in Width]
    drawings = [
        # Both widths stand in one page, so the ids of each have the first letter of its width.
        blocks.frame_drawing(width, make_svg(canvas, name=f"{stem}{width[0]}", title=picture.name, about=f"{stem}-d"))
        for width, canvas in named
    ]
    # Two parts of one index may break for one reason, which is said once.
    notes = list({str(note): note for note in picture.notes}.values())
    return blocks.chart(
        stem,
        (writer.fill(title), picture.subtitle),
        drawings,
        notes,
        _name_sources(picture.figures, writer),
        [writer.fill(part) for part in picture.words],
        blocks.table(picture.name, picture.twin.heads, picture.twin.rows, css="twin"),
    )


def _name_sources(figures: Iterable[Quantity], writer: Writer) -> list[Part]:
    """Give a link to each publisher of some figures, in the order of their sources."""
    # Sorted by id: the order of links must not depend on which figure the chart happens to show first.
    sources = sorted({observation.source for figure in figures for observation in figure.walk_observations()})
    by_publisher: dict[str, str] = {}
    for source in sources:
        # One link for each publisher: several tables of one yearbook are several sources.
        by_publisher.setdefault(writer.catalogue.sources[source].publisher, source)
    return [writer.publisher(source) for source in by_publisher.values()]


def name_unit(writer: Writer, indicator: str) -> str:
    """Give the name of an indicator's unit."""
    return writer.catalogue.units[writer.catalogue.get_indicator(indicator).unit].name[writer.speaker.language]


def name_measure(writer: Writer, indicator: str) -> Part:
    """Give an indicator's name with its unit, which the name of a rank says already."""
    is_rank = writer.catalogue.get_indicator(indicator).unit == "RANK"
    return writer.name(indicator) if is_rank else blocks.in_unit(writer.name(indicator), name_unit(writer, indicator))


def say_span(writer: Writer, text: Sentence, indicator: str, measure: Part, periods: Sequence[str]) -> Part:
    """Say what a chart shows over time, of which area, in which unit, from when to when."""
    values = {"measure": measure, "area": writer.name_area(writer.home), "unit": name_unit(writer, indicator)}
    return writer.fill(Sentence(text.text, {**values, "first": Period(periods[0]), "last": Period(periods[-1])}))


def explain_breaks(writer: Writer, figures: Iterable[Quantity]) -> list[Part]:
    """Say where the meaning of indicators changed between the first and the last of their figures, and why."""
    ends: dict[str, list[str]] = {}
    for figure in figures:
        ends.setdefault(figure.first_observation.indicator, []).append(last_day_of(figure.period))
    return [
        blocks.not_comparable(change.at, change.why[writer.speaker.language])
        for indicator, days in ends.items()
        for change in writer.catalogue.get_indicator(indicator).breaks
        # A break before the first figure, or after the last, divides nothing that is shown.
        if min(days) < change.at <= max(days)
    ]


def sort_periods(periods: Iterable[str]) -> list[str]:
    """Give periods in the order of time, each once."""
    return sorted(set(periods), key=lambda period: (end_of_period(period), period))


def drop_repeats(rivals: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """Keep one figure of those that state the same value for the same period."""
    return tuple({(rival.period, rival.value): rival for rival in rivals}.values())


def show_standing(figure: Quantity, writer: Writer) -> Part:
    """Give a figure, a rank as "n of N" where its source states how many there are."""
    shown = writer.figure(figure)
    return writer.out_of(figure, shown, total="mark") if figure.unit == "RANK" else shown


def make_cell(figure: Quantity | None, series: Series, writer: Writer) -> Part:
    """Give the cell of a figure: n of N for a rank, its flag, and what other sources state."""
    if figure is None:
        return DASH
    others = [
        join(el("br"), say(sentence("another source: {figure}"), {"figure": writer.figure(rival, words=True)}))
        for rival in drop_repeats(series.list_rivals(figure.period))
    ]
    return join(show_standing(figure, writer), writer.flag(figure), *others)
