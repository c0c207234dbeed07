"""What every chart on a page has: headline, subtitle, two widths, notes, sources, words, and a table of its numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from dxlib.brief.markup import Period, Writer
from dxlib.brief.tables import flag, render_table
from dxlib.charts.canvas import Canvas
from dxlib.charts.svg import render_svg
from dxlib.charts.theme import Width
from dxlib.data.quantities import Quantity, read_out_of
from dxlib.data.schema import end_of_period
from dxlib.figures.shelf import Series, Shelf
from dxlib.language import Sentence, sentence


@dataclass(frozen=True, slots=True)
class Twin:
    """The numbers of a chart as a table: heads, then rows whose first cell names them."""

    heads: Sequence[Markup]
    rows: Sequence[Sequence[Markup]]


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
    """

    name: str
    subtitle: Sentence
    draw: Callable[[Width], Canvas]
    words: Sequence[Sentence]
    figures: Sequence[Quantity]
    twin: Twin
    notes: Sequence[Sentence] = ()


def assemble(picture: Picture, writer: Writer, title: Sentence, *, asked: object) -> Markup:
    """Give a chart as a figure of the page; ``asked`` tells it from the page's other charts."""
    headline = writer.fill(title)
    stem = hashlib.sha256(f"{asked}{title.text}".encode()).hexdigest()[:8]
    pictures = Markup("").join(_render_drawing(picture.draw(width), width, stem, picture.name) for width in Width)
    text = Markup(" ").join(writer.fill(part) for part in picture.words)
    details = Markup("<details><summary>{}</summary>{}</details>")
    notes = (Markup('<p class="note">{}</p>').format(writer.fill(note)) for note in picture.notes)
    table = render_table(escape(picture.name), picture.twin.heads, picture.twin.rows, css="twin")
    return Markup(
        '<figure class="chart" id="c{}"><figcaption><h3>{}</h3><p class="subtitle">{}</p></figcaption>'
        "{}{}{}{}{}</figure>"
    ).format(
        stem,
        headline,
        writer.fill(picture.subtitle),
        pictures,
        Markup("").join(dict.fromkeys(notes)),  # two parts of one index may break for one reason
        _name_sources(picture.figures, writer),
        details.format(
            writer.translate(sentence("The chart in words")),
            Markup('<p class="alternative" id="c{}-d">{}</p>').format(stem, text),
        ),
        details.format(writer.translate(sentence("The same figures as a table")), table),
    )


def _render_drawing(canvas: Canvas, width: Width, stem: str, title: str) -> Markup:
    svg = render_svg(canvas, name=f"c{stem}{width.name[0].lower()}", title=title)
    described = svg.replace("<svg ", f'<svg aria-describedby="c{stem}-d" ', 1)
    return Markup('<div class="{}">{}</div>').format(width.name.lower(), Markup(described))  # noqa: S704  (our own drawing)


def _name_sources(figures: Iterable[Quantity], writer: Writer) -> Markup:
    by_publisher: dict[str, str] = {}
    for observation in (observation for figure in figures for observation in figure.walk_observations()):
        by_publisher.setdefault(writer.catalogue.sources[observation.source].publisher, observation.source)
    links = [writer.publisher(source) for source in by_publisher.values()]
    message = sentence("Source: {names}", names=Markup("; ").join(links))
    return Markup('<p class="source-line">{}</p>').format(writer.fill(message))


def name_measure(shelf: Shelf, writer: Writer, indicator: str) -> str:
    """Give an indicator's name with its unit, which the name of a rank says already."""
    language = writer.speaker.language
    entry = shelf.get_indicator(indicator)
    name = entry.name[language]
    return name if entry.unit == "RANK" else f"{name}, {shelf.catalogue.units[entry.unit].name[language]}"


def explain_breaks(shelf: Shelf, writer: Writer, indicators: Iterable[str]) -> list[Sentence]:
    """Say where the meaning of some indicators changed by the brief's day, and why."""
    return [
        sentence(
            "Not comparable across {day}: {why}", day=Period(change.at), why=change.why[writer.speaker.language]
        )
        for indicator in dict.fromkeys(indicators)
        for change in shelf.get_indicator(indicator).breaks
        if change.at <= shelf.as_of.isoformat()
    ]  # fmt: skip


def sort_periods(periods: Iterable[str]) -> list[str]:
    """Give periods in the order of time, each once."""
    return sorted(set(periods), key=lambda period: (end_of_period(period), period))


def drop_repeats(rivals: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """Keep one figure of those that state the same value for the same period."""
    return tuple({(rival.period, rival.value): rival for rival in rivals}.values())


def show_standing(figure: Quantity, writer: Writer) -> Markup:
    """Give a figure, a rank as "n of N" where its source states how many there are."""
    total = read_out_of(figure)
    shown = writer.figure(figure)
    if figure.unit == "RANK" and isinstance(total, Quantity):
        return writer.fill(sentence("{rank} of {total}", rank=shown, total=total))
    return shown


def make_cell(figure: Quantity | None, series: Series, writer: Writer) -> Markup:
    """Give the cell of a figure: n of N for a rank, its flag, and what other sources state."""
    if figure is None:
        return Markup("–")
    rivals = [rival for rival in drop_repeats(series.rivals) if rival.period == figure.period]
    others = Markup("").join(
        Markup("<br>{}").format(writer.fill(sentence("another source: {figure}", figure=rival))) for rival in rivals
    )
    return Markup("{}{}{}").format(show_standing(figure, writer), flag(figure, writer), others)
