"""The list of sources and the notes that a figure leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from dxlib.brief.markup import Writer, describe_source
from dxlib.brief.shelf import Shelf
from dxlib.brief.tables import flag
from dxlib.data.quantities import Formula, Quantity
from dxlib.language import Sentence, sentence

# How each formula reads; {a} and {b} are the first two inputs, {all} lists every input.
FORMULAS: Mapping[Formula, Sentence] = {
    Formula.OUT_OF: sentence("the total that the source states beside the figure"),
    Formula.CHANGE: sentence("change: {a} minus {b}"),
    Formula.GROWTH: sentence("growth: {a} divided by {b}, less one, in per cent"),
    Formula.COMPOUND_GROWTH: sentence("compound annual growth from {b} to {a}"),
    Formula.RANK_CHANGE: sentence("places gained: rank {b} before, rank {a} now"),
    Formula.SHARE: sentence("share: {a} out of {b}"),
    Formula.RATIO: sentence("multiple: {a} divided by {b}"),
    Formula.MEAN: sentence("mean of {all}"),
    Formula.MEDIAN: sentence("median of {all}"),
    Formula.COUNT: sentence("count of {all}"),
    Formula.PLACE: sentence("place of {a} among {all}"),
    Formula.DISTANCE: sentence("distance from {b} to the target of {a}"),
    Formula.PACE: sentence("average change a year from {b} to {a}"),
    Formula.NEEDED_PACE: sentence("change a year needed from {b} to reach {a}"),
}


def render_sources(quantities: Iterable[Quantity], writer: Writer) -> Markup:
    """Give the list of sources: publisher, outlet, title, date, address."""
    used = sorted({row.source for quantity in quantities for row in quantity.walk_observations()})
    catalogue = writer.catalogue
    used.sort(key=lambda name: (catalogue.sources[name].publisher, catalogue.sources[name].published, name))
    items = Markup("").join(_render_source(name, writer) for name in used)
    return Markup('<ul class="sources">{}</ul>').format(items)


def _render_source(name: str, writer: Writer) -> Markup:
    source = writer.catalogue.sources[name]
    parts = [describe_source(source, writer.catalogue, writer)]
    if source.title:
        parts.append(
            Markup("<cite>{}</cite>").format(writer.quote(source.title, name, "title", language=source.language))
        )
    if source.published:
        parts.append(writer.period(source.published))
    else:
        undated = sentence("no date stated, read on {day}", day=writer.period(source.read))
        parts.append(writer.fill(undated))
    if source.url:
        shown = writer.quote(source.url, name, "url")
        address = Markup('<a class="url" href="{}">{}</a>').format(source.url, shown) if _is_link(source.url) else shown
        parts.append(address)
    return Markup('<li id="s-{}">{}.</li>').format(name, Markup(". ").join(parts))


def _is_link(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def render_evidence(quantities: Iterable[Quantity], shelf: Shelf, writer: Writer) -> Markup:
    """Give a note per figure: what it is, who states it where, or how it was computed."""
    notes: dict[str, Markup] = {}
    pending = list(quantities)
    while pending:
        for quantity in pending:
            notes[quantity.key] = _render_note(quantity, shelf, writer)
        # A note names rivals, which are figures and want a note of their own.
        pending = [quantity for quantity in writer.collector.quantities() if quantity.key not in notes]
    return Markup('<ul class="evidence">{}</ul>').format(Markup("").join(notes.values()))


def _render_note(quantity: Quantity, shelf: Shelf, writer: Writer) -> Markup:
    parts = [
        Markup("<b>{}</b>").format(writer.figure(quantity, link=False)),
        _describe_subject(quantity, shelf, writer),
    ]
    if quantity.formula is not Formula.OBSERVED:
        parts.append(_describe_formula(quantity, writer))
    if quantity.observation:
        parts.append(_describe_observation(quantity, writer))
        parts.extend(_describe_rivals(quantity, shelf, writer))
    return Markup('<li id="e-{}">{}</li>').format(quantity.key, Markup(" · ").join(part for part in parts if part))


def _describe_subject(quantity: Quantity, shelf: Shelf, writer: Writer) -> Markup:
    own = quantity.first_observation
    language = writer.speaker.language
    name = escape(shelf.get_indicator(own.indicator).name[language])
    area = escape(shelf.catalogue.areas[own.area].name[language])
    when = Markup(", {}").format(writer.period(own.period)) if own.period else Markup()
    target = Markup(" ({})").format(writer.translate(sentence("target"))) if own.kind == "target" else Markup()
    return Markup("{}{}, {}{}").format(name, target, area, when)


def _describe_formula(quantity: Quantity, writer: Writer) -> Markup:
    figures = [writer.figure(part) for part in quantity.inputs]
    values: dict[str, object] = {"all": Markup(", ").join(figures)}
    values.update(zip("ab", figures, strict=False))
    return writer.fill(Sentence(FORMULAS[quantity.formula].text, values))


def _describe_observation(quantity: Quantity, writer: Writer) -> Markup:
    observation = quantity.first_observation
    source = writer.catalogue.sources[observation.source]
    parts = [writer.source_name(observation.source)]
    if observation.published:
        parts.append(writer.period(observation.published))
    if observation.as_written:
        quoted = writer.quote(observation.as_written, observation.id, "as_written", language=source.language)
        parts.append(Markup("“{}”").format(quoted))
    if observation.locator:
        parts.append(writer.locator(observation))
    return Markup("{}{}").format(Markup(", ").join(parts), flag(quantity, writer))


def _describe_rivals(quantity: Quantity, shelf: Shelf, writer: Writer) -> list[Markup]:
    if quantity.formula is not Formula.OBSERVED:
        return []
    rivals = [rival for rival in shelf.list_rivals(quantity) if rival.key != quantity.key]
    return [
        writer.fill(
            sentence(
                "{source} states {figure}", source=writer.source_name(rival.first_observation.source), figure=rival
            )
        )
        for rival in rivals
    ]
