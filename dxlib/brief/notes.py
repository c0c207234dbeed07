"""Sources and evidence: under each source the figures it states, at the end what was computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from dxlib.brief.evidence import NOTE_PREFIX, SOURCE_PREFIX
from dxlib.brief.html import element, join
from dxlib.brief.markup import Writer, describe_source, find_note_key
from dxlib.brief.tables import flag
from dxlib.data.observations import Observation
from dxlib.data.quantities import Formula, Quantity, read_out_of
from dxlib.data.schema import Kind
from dxlib.figures.shelf import Shelf
from dxlib.language import Sentence, sentence

_COMMA: Final = Markup(", ")
_LONG: Final = 8  # inputs
_OF_SETS: Final = {Formula.MEAN, Formula.MEDIAN, Formula.SUM, Formula.WEIGHTED_MEAN, Formula.COUNT}
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
    Formula.TALLY: sentence("counted over the whole data; one of what was counted is {a}"),
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
    notes = _Notes(shelf, writer, home)
    stated, computed = notes.render_all(quantities)
    sources = [_render_source(name, stated[name], writer) for name in _sort_sources(stated, writer)]
    if computed:
        heading = writer.translate(sentence("Computed from these figures"))
        sources.append(element("section", element("h3", heading), element("ul", *computed)))
    return element("div", *sources, class_="sources")


@dataclass(frozen=True, slots=True)
class _Notes:
    """Writes the notes of a page whose own area is ``home``."""

    shelf: Shelf
    writer: Writer
    home: str
    listed: dict[frozenset[str], Quantity] = field(default_factory=dict)

    def render_all(self, quantities: Iterable[Quantity]) -> tuple[dict[str, list[Markup]], list[Markup]]:
        """Give the notes under each source, and those of what was computed."""
        groups: dict[str, dict[_Subject, list[Quantity]]] = {}
        computed: list[Markup] = []
        rendered: set[str] = set()
        pending = list(quantities)
        while pending:
            for quantity in pending:
                rendered.add(quantity.key)
                if quantity.observation:
                    own = quantity.observation
                    groups.setdefault(own.source, {}).setdefault(_Subject.of(own), []).append(quantity)
                    for rival in self.shelf.list_rivals(quantity):
                        self.writer.collector.add_figure(rival)
                elif find_note_key(quantity) == quantity.key:
                    computed.append(self.render_computed(quantity))
            # A note names inputs and rivals, which are figures and want a note of their own.
            pending = [quantity for quantity in self.writer.collector.quantities() if quantity.key not in rendered]
        stated = {
            source: [self.render_group(subject, figures) for subject, figures in by.items()]
            for source, by in groups.items()
        }
        return stated, computed

    def render_group(self, subject: _Subject, figures: Sequence[Quantity]) -> Markup:
        """Give what a source states of one thing: the subject once, and the period if it is one, a note a figure."""
        name = self.name_subject(subject)
        ordered = sorted(figures, key=lambda figure: (figure.first_observation.area, figure.period))
        periods = {figure.period for figure in figures}
        shared = periods.pop() if len(ordered) > 1 and len(periods) == 1 else ""
        notes = [
            (f"{NOTE_PREFIX}{figure.key}", self.render_stated(figure, with_period=not shared)) for figure in ordered
        ]
        if len(notes) == 1:
            ((key, note),) = notes
            return element("li", name, ": ", note, id=key)
        head = join(name, _COMMA, self.writer.period(shared)) if shared else name
        return element("li", head, element("ul", *(element("li", note, id=key) for key, note in notes)))

    def name_subject(self, subject: _Subject) -> Markup:
        """Say of what figures are."""
        label = self.shelf.get_indicator(subject.indicator).label[self.writer.speaker.language]
        return join(label, ", ", self.writer.translate(sentence("target"))) if subject.is_target else escape(label)

    def name_area(self, observation: Observation) -> str:
        """Name the area of a figure, and end with a comma; nothing for the page's own."""
        if observation.area == self.home:
            return ""
        return f"{self.shelf.catalogue.areas[observation.area].name[self.writer.speaker.language]}, "

    def render_stated(self, quantity: Quantity, *, with_period: bool) -> Markup:
        """Give what the note of a figure that a source states says of it."""
        writer, observation = self.writer, quantity.first_observation
        source = writer.catalogue.sources[observation.source]
        parts = [join(self.name_area(observation), self.show_value(quantity))]
        if observation.period and with_period:
            parts.append(writer.period(observation.period, marked=False))
        if observation.published and observation.published != source.published:
            parts.append(writer.period(observation.published, marked=False))
        if observation.as_written:
            parts.append(writer.quote("q", observation.as_written, source.language))
        if observation.locator:
            parts.append(writer.locator(observation))
        parts.extend(self.describe_rivals(quantity))
        return join(_COMMA.join(parts), flag(quantity, writer, own=True))

    def render_computed(self, quantity: Quantity) -> Markup:
        """Give the note of a figure that was computed: subject, formula, inputs; a long list of inputs only once."""
        writer = self.writer
        figures = [writer.figure(part) for part in quantity.inputs]
        among = frozenset(part.key for part in quantity.inputs)
        first = self.listed.setdefault(among, quantity) if len(figures) > _LONG else quantity
        same = sentence("the same figures as {figure}", figure=first)
        values: dict[str, object] = {"all": _COMMA.join(figures) if first is quantity else writer.fill(same)}
        values.update(zip("ab", figures, strict=False))
        formula = writer.fill(Sentence(FORMULAS[quantity.formula].text, values))
        return element("li", *self.name_computed(quantity), ": ", formula, id=f"{NOTE_PREFIX}{quantity.key}")

    def name_computed(self, quantity: Quantity) -> Iterator[Markup]:
        """Say what a computed figure is of: its first input, or of a set of equals only what all of them share."""
        own = quantity.first_observation
        among = list(quantity.walk_observations()) if quantity.formula in _OF_SETS else [own]
        if all(one.area == own.area for one in among):
            yield escape(self.name_area(own))
        yield self.show_value(quantity)
        if all(_Subject.of(one) == _Subject.of(own) for one in among):
            yield join(" ", self.name_subject(_Subject.of(own)))
        if own.period and all(one.period == own.period for one in among):
            yield join(_COMMA, self.writer.period(own.period, marked=False))

    def show_value(self, quantity: Quantity) -> Markup:
        """Give a note's own figure, with its N if it has one."""
        figure = element("b", self.writer.format(quantity))
        total = read_out_of(quantity)
        if isinstance(total, Quantity):
            shown = self.writer.figure(total, link=False)
            return self.writer.fill(sentence("{rank} of {total}", rank=figure, total=shown))
        return figure

    def describe_rivals(self, quantity: Quantity) -> list[Markup]:
        """Say who states another figure for the same period; the figure leads to its source."""
        return [
            self.writer.fill(
                sentence(
                    "{source} states {figure}",
                    source=describe_source(rival.first_observation.source, self.writer),
                    figure=rival,
                )
            )
            for rival in self.shelf.list_rivals(quantity)
            if rival.key != quantity.key
        ]


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a source states figures of."""

    indicator: str
    is_target: bool

    @classmethod
    def of(cls, observation: Observation) -> _Subject:
        return cls(observation.indicator, observation.kind is Kind.TARGET)


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
        parts.append(writer.quote("cite", source.title, source.language))
    if source.published:
        parts.append(writer.period(source.published, marked=False))
    else:
        parts.append(writer.fill(sentence("no date stated, read on {day}", day=writer.period(source.read))))
    if source.url.startswith(("https://", "http://")):
        domain = urlsplit(source.url).netloc.removeprefix("www.")
        parts.append(element("a", domain, class_="url", href=source.url))
    elif source.url:
        parts.append(writer.quote("span", source.url, class_="url"))
    head = element("h3", describe_source(name, writer)), element("p", Markup(" · ").join(parts))
    return element("section", *head, element("ul", *notes), id=f"{SOURCE_PREFIX}{name}")
