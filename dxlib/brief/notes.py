"""Sources and evidence: under each source the figures it states, at the end what was computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from dxlib.brief.markup import Writer, describe_source, find_note_key
from dxlib.brief.tables import flag
from dxlib.data.quantities import Formula, Quantity, read_out_of
from dxlib.data.schema import Kind
from dxlib.figures.shelf import Shelf
from dxlib.language import Sentence, sentence

# How each formula reads; {a} and {b} are the first two inputs, {all} lists every input.
FORMULAS: Mapping[Formula, Sentence] = {
    Formula.CHANGE: sentence("change: {a} minus {b}"),
    Formula.GROWTH: sentence("growth: {a} divided by {b}, less one, in per cent"),
    Formula.COMPOUND_GROWTH: sentence("compound annual growth from {b} to {a}"),
    Formula.RANK_CHANGE: sentence("places gained: rank {b} before, rank {a} now"),
    Formula.SHARE: sentence("share: {a} out of {b}"),
    Formula.RATIO: sentence("multiple: {a} divided by {b}"),
    Formula.MEAN: sentence("mean of {all}"),
    Formula.MEDIAN: sentence("median of {all}"),
    Formula.SUM: sentence("sum of {all}"),
    Formula.WEIGHTED_MEAN: sentence("weighted mean; values, then their weights: {all}"),
    Formula.COUNT: sentence("count of {all}"),
    Formula.PLACE: sentence("place of {a} among {all}"),
    Formula.DISTANCE: sentence("distance from {b} to the target of {a}"),
    Formula.PACE: sentence("average change a year from {b} to {a}"),
    Formula.NEEDED_PACE: sentence("change a year needed from {b} to reach {a}"),
}


def render_evidence(quantities: Iterable[Quantity], shelf: Shelf, writer: Writer, *, home: str) -> Markup:
    """Give a note per figure: under its source, or under "computed" with its formula.

    Parameters
    ----------
    quantities
        Every figure shown.
    home
        The page's own area, which notes need not name.
    """
    stated: dict[str, list[Markup]] = {}
    computed: list[Markup] = []
    rendered: set[str] = set()
    pending = list(quantities)
    while pending:
        for quantity in pending:
            rendered.add(quantity.key)
            if quantity.observation:
                notes = stated.setdefault(quantity.observation.source, [])
                notes.append(_render_stated(quantity, shelf, writer, home))
            elif find_note_key(quantity) == quantity.key:
                computed.append(_render_computed(quantity, shelf, writer, home))
        # A note names inputs and rivals, which are figures and want a note of their own.
        pending = [quantity for quantity in writer.collector.quantities() if quantity.key not in rendered]
    sources = Markup("").join(_render_source(name, stated[name], writer) for name in _sort_sources(stated, writer))
    heading = escape(writer.translate(sentence("Computed from these figures")))
    tail = Markup('<section class="source"><h3>{}</h3><ul>{}</ul></section>').format(heading, Markup("").join(computed))
    return sources + tail if computed else sources


def _sort_sources(names: Iterable[str], writer: Writer) -> list[str]:
    sources, publishers = writer.catalogue.sources, writer.catalogue.publishers
    language = writer.speaker.language

    def key(name: str) -> tuple[str, str, str]:
        return publishers[sources[name].publisher].name[language], sources[name].published, name

    return sorted(names, key=key)


def _render_source(name: str, notes: Iterable[Markup], writer: Writer) -> Markup:
    source = writer.catalogue.sources[name]
    parts = []
    if source.title:
        parts.append(Markup("<cite>{}</cite>").format(writer.quote(source.title, f"{name}|title", source.language)))
    if source.published:
        parts.append(writer.period(source.published))
    else:
        undated = sentence("no date stated, read on {day}", day=writer.period(source.read))
        parts.append(writer.fill(undated))
    if source.url.startswith(("https://", "http://")):
        domain = urlsplit(source.url).netloc.removeprefix("www.")
        parts.append(Markup('<a class="url" href="{}" data-quote="{}|url">{}</a>').format(source.url, name, domain))
    elif source.url:
        parts.append(writer.quote(source.url, f"{name}|url"))
    return Markup('<section class="source" id="s-{}"><h3>{}</h3><p>{}</p><ul>{}</ul></section>').format(
        name, describe_source(source, writer.catalogue, writer), Markup(" · ").join(parts), Markup("").join(notes)
    )


def _render_stated(quantity: Quantity, shelf: Shelf, writer: Writer, home: str) -> Markup:
    observation = quantity.first_observation
    source = writer.catalogue.sources[observation.source]
    parts = [_describe_subject(quantity, shelf, writer, home)]
    if observation.published and observation.published != source.published:
        parts.append(writer.period(observation.published))
    if observation.as_written:
        lang = Markup(' lang="{}"').format(source.language) if source.language != writer.speaker.language else Markup()
        parts.append(Markup('<q data-quote="as_written"{}>{}</q>').format(lang, observation.as_written))
    if observation.locator:
        parts.append(writer.locator(observation))
    parts.extend(_describe_rivals(quantity, shelf, writer))
    return Markup('<li id="e-{}">{}{}</li>').format(quantity.key, Markup(", ").join(parts), flag(quantity, writer))


def _render_computed(quantity: Quantity, shelf: Shelf, writer: Writer, home: str) -> Markup:
    figures = [writer.figure(part) for part in quantity.inputs]
    values: dict[str, object] = {"all": Markup(", ").join(figures)}
    values.update(zip("ab", figures, strict=False))
    formula = writer.fill(Sentence(FORMULAS[quantity.formula].text, values))
    subject = _describe_subject(quantity, shelf, writer, home)
    return Markup('<li id="e-{}">{}: {}</li>').format(quantity.key, subject, formula)


def _describe_subject(quantity: Quantity, shelf: Shelf, writer: Writer, home: str) -> Markup:
    own = quantity.first_observation
    language = writer.speaker.language
    figure = Markup('<b data-q="">{}</b>').format(writer.format(quantity))
    total = read_out_of(quantity)
    if isinstance(total, Quantity):
        figure = writer.fill(sentence("{rank} of {total}", rank=figure, total=writer.figure(total, link=False)))
    parts = [Markup("{} {}").format(figure, shelf.get_indicator(own.indicator).label[language])]
    if own.kind is Kind.TARGET:
        parts.append(escape(writer.translate(sentence("target"))))
    if own.area != home:
        parts.append(escape(shelf.catalogue.areas[own.area].name[language]))
    if own.period:
        parts.append(writer.period(own.period))
    return Markup(", ").join(parts)


def _describe_rivals(quantity: Quantity, shelf: Shelf, writer: Writer) -> list[Markup]:
    named = [
        (writer.source_name(rival.first_observation.source), rival)
        for rival in shelf.list_rivals(quantity)
        if rival.key != quantity.key
    ]
    return [writer.fill(sentence("{source} states {figure}", source=source, figure=rival)) for source, rival in named]
