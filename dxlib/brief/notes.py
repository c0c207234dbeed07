"""Sources and evidence: under each source the figures it states, at the end what was computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from dxlib.brief.collector import FigureSet, measure_quantity
from dxlib.brief.markup import Writer, find_note_key
from dxlib.data.observations import Observation
from dxlib.data.quantities import Formula, Quantity
from dxlib.data.schema import Kind
from dxlib.evidence import blocks, folds, listing
from dxlib.evidence.evidence_words import FORMULA_WORDS
from dxlib.evidence.format import does_repeat
from dxlib.evidence.parts import NOTHING, Part, el

_LONG: Final = 8  # inputs: a median of 63 provinces and a count of them list all of them once
_FORMULAS: Final = ("out_of", *FORMULA_WORDS)
_OF_SETS: Final = {Formula.MEDIAN, Formula.COUNT}  # computed of equals: no input is the one that the result is of


def make_evidence(
    quantities: Iterable[Quantity], writer: Writer, *, sets: Mapping[str, FigureSet] | None = None
) -> Part:  # fmt: skip
    """Give a note per figure: under its source, or under "computed" with its formula.

    Parameters
    ----------
    quantities
        Every figure shown.
    writer
        Of the page, whose own area notes need not name.
    sets
        The sets of figures that pictures show, by the names of the pictures.

    Notes
    -----
    Notes stand in an order of their own, so that what a page shows first changes none of them: sources by publisher,
    day and id; figures by indicator, area and period; what was computed by formula, then by its first figure.
    """
    sets = sets or {}
    notes = _Notes(writer, sets)
    stated, computed = _sort_out(notes.collect(quantities))
    # The figures of a picture have no notes; a source that states only such figures is listed all the same.
    stating = {*stated, *(source for one in sets.values() for source in one.record.sources)}
    sections = [notes.render_source(name, stated.get(name, ())) for name in _sort_sources(stating, writer)]
    return folds.sources(sections, [notes.render_computed(quantity) for quantity in computed])


def _sort_out(quantities: Iterable[Quantity]) -> tuple[dict[str, list[Quantity]], list[Quantity]]:
    """Give what each source states, and what was computed, each in the order of its notes."""
    stated: dict[str, list[Quantity]] = {}
    computed = []
    for quantity in sorted(quantities, key=_order):
        if quantity.observation:
            stated.setdefault(quantity.observation.source, []).append(quantity)
        # The N of a rank has no note of its own: it stands in that of the rank.
        elif find_note_key(quantity) == quantity.key:
            computed.append(quantity)
    return stated, computed


def _order(quantity: Quantity) -> tuple[object, ...]:
    own = quantity.first_observation
    formula = 0 if quantity.observation else 1 + _FORMULAS.index(quantity.formula)
    return formula, own.indicator, own.kind.value, own.area, own.period, quantity.key


@dataclass(frozen=True, slots=True)
class _Notes:
    """Writes the notes of a page."""

    writer: Writer
    sets: Mapping[str, FigureSet]
    listed: dict[frozenset[str], Quantity] = field(default_factory=dict, init=False)

    def collect(self, quantities: Iterable[Quantity]) -> list[Quantity]:
        """Give every figure that wants a note: those shown, and the rivals that their notes name."""
        collector = self.writer.collector
        # A note names rivals, these need notes too, and so on until nothing new is named.
        pending = list(quantities)
        seen: dict[str, Quantity] = {}
        while pending:
            for quantity in pending:
                seen[quantity.key] = quantity
                collector.add_figure(quantity)
                for rival in self.writer.shelf.list_rivals(quantity) if quantity.observation else ():
                    collector.add_figure(rival)
            pending = [quantity for quantity in collector.quantities() if quantity.key not in seen]
        return list(seen.values())

    def render_source(self, name: str, figures: Sequence[Quantity]) -> Part:
        """Give a source with the notes of the figures that it states, those of one thing together."""
        groups: dict[tuple[str, Kind], list[Quantity]] = {}
        for figure in figures:
            own = figure.first_observation
            groups.setdefault((own.indicator, own.kind), []).append(figure)
        notes = [*(self.render_group(group) for group in groups.values()), *self.render_sets(name)]
        return folds.source(name, self.writer.describe_source(name), self.writer.catalogue.sources[name], notes)

    def render_sets(self, source: str) -> Iterator[Part]:
        """Give a line for each indicator of each picture whose figures a source states."""
        for stem, one in self.sets.items():
            link = el("a", one.name, href=f"#{stem}")
            for (by, indicator), periods in one.stated.items():
                if by == source:
                    yield listing.set_note(self.writer.label(indicator), periods[0], periods[-1], link)

    def render_group(self, figures: Sequence[Quantity]) -> Part:
        """Give what a source states of one thing: the subject once, and the period if it is one, a note a figure."""
        name = self.name_subject(figures[0].first_observation)
        if len(figures) == 1:
            (only,) = figures
            return blocks.note_on(only.key, name, self.render_stated(only, with_period=True))
        # A period that all share is said once for the group, since a page has hundreds of notes.
        periods = {figure.period for figure in figures}
        shared = periods.pop() if len(periods) == 1 else ""
        notes = (blocks.note(one.key, self.render_stated(one, with_period=not shared)) for one in figures)
        return blocks.group(name, shared, notes)

    def name_subject(self, observation: Observation) -> Part:
        """Say of what figures are."""
        return blocks.subject(self.writer.label(observation.indicator), is_target=observation.kind is Kind.TARGET)

    def name_area(self, observation: Observation) -> str:
        """Name the area of a figure; nothing for the page's own."""
        return "" if observation.area == self.writer.home else self.writer.name_area(observation.area)

    def render_stated(self, quantity: Quantity, *, with_period: bool) -> Part:
        """Give what the note of a figure that a source states says of it."""
        observation = quantity.first_observation
        rivals = [
            blocks.rival(
                self.writer.describe_source(rival.first_observation.source), self.writer.figure(rival, words=True)
            )
            for rival in self.writer.shelf.list_rivals(quantity)
            if rival.key != quantity.key
        ]
        about = self.writer.catalogue.sources[observation.source]
        value = self.show_value(quantity)
        return blocks.stated(
            self.name_area(observation), value, observation, about, with_period=with_period, rivals=rivals,
            repeats=does_repeat(observation.as_written, measure_quantity(quantity)),
        )  # fmt: skip

    def render_computed(self, quantity: Quantity) -> Part:
        """Give the note of a figure that was computed; a long list of inputs stands only once."""
        inputs = [self.writer.figure(part) for part in quantity.inputs]
        # Without order: a count and a median of the same figures share one list of inputs.
        among = frozenset(part.key for part in quantity.inputs)
        first = self.listed.setdefault(among, quantity) if len(inputs) > _LONG else quantity
        same = None if first is quantity else self.writer.figure(first, words=True)
        subject = self.name_computed(quantity)
        day = dict(quantity.options).get("as_of", "")
        return blocks.computed(quantity.key, subject, quantity.formula, inputs, day=day, same=same)

    def name_computed(self, quantity: Quantity) -> Part:
        """Say what a computed figure is of: its first input, or of a set of equals only what all of them share."""
        own = quantity.first_observation
        among = list(quantity.walk_observations()) if quantity.formula in _OF_SETS else [own]
        area = self.name_area(own) if all(one.area == own.area for one in among) else ""
        is_one = all((one.indicator, one.kind) == (own.indicator, own.kind) for one in among)
        when = own.period if all(one.period == own.period for one in among) else ""
        value = self.show_value(quantity)
        return blocks.name_computed(area, value, self.name_subject(own) if is_one else NOTHING, when)

    def show_value(self, quantity: Quantity) -> Part:
        """Give a note's own figure, with its N if it has one."""
        # The N would lead to this very note, so it is a mark and no link.
        return self.writer.out_of(quantity, self.writer.figure(quantity, shown="own"), total="mark")


def _sort_sources(names: Iterable[str], writer: Writer) -> list[str]:
    sources = writer.catalogue.sources
    return sorted(names, key=lambda name: (writer.name_publisher(name), sources[name].published, name))
