"""The list of sources and the note of every figure, composed again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from dxlib.audit.figure import OUT_OF, Fig
from dxlib.audit.gathering import Collector
from dxlib.audit.known import TARGET, Known
from dxlib.data import schema
from dxlib.evidence import blocks, folds, listing
from dxlib.evidence.evidence_words import FORMULA_WORDS
from dxlib.evidence.format import does_repeat
from dxlib.evidence.parts import NOTHING, Part, el

# A list of more inputs stands in one note only; others that rest on the same inputs refer to it.
_LONG: Final = 8  # inputs
# Of these the inputs are equals: none of them gives its name to the result.
_SETS: Final = {"median", "count"}
_ORDER: Final = (OUT_OF, *FORMULA_WORDS)


class _Stated(NamedTuple):
    period: str
    published: str
    as_written: str
    locator: str
    status: str


class Sources:
    """Composes the notes of a page.

    Parameters
    ----------
    known
        What was known on its day.
    collector
        What it shows; rivals that notes name are noted down there.
    home
        Its own area, which notes need not name.
    language
        Its own.
    """

    def __init__(self, known: Known, collector: Collector, home: str, language: str) -> None:
        self._known = known
        self._collector = collector
        self._home = home
        self._language = language
        self._listed: dict[frozenset[str], Fig] = {}

    def compose(self) -> Part:
        """Give all sources with their notes, and what was computed."""
        # Before anything is written: a note names rivals, and a rival needs a note of its own.
        self._collect_rivals()
        figures = sorted(self._collector.figures.values(), key=_order)
        by_source: dict[str, list[Fig]] = {}
        for one in figures:
            if not one.formula:
                by_source.setdefault(one.source, []).append(one)
        computed = [one for one in figures if one.formula not in ("", OUT_OF)]
        # A source that only states figures of a picture has no note, and is listed all the same.
        stating = by_source.keys() | {name for one in self._collector.sets.values() for name in one.record.sources}
        sections = [self._make_source(name, by_source.get(name, ())) for name in sorted(stating, key=self._rank)]
        return folds.sources(sections, [self._make_computed(one) for one in computed])

    def _collect_rivals(self) -> None:
        seen: set[str] = set()
        # Again until nothing is new: a rival may have rivals.
        while pending := [one for key, one in self._collector.figures.items() if key not in seen]:
            for one in pending:
                seen.add(one.key)
                for rival in () if one.formula else self._known.list_rivals(one):
                    self._collector.add(rival)

    def _rank(self, source: str) -> tuple[str, str, str]:
        published = self._known.catalogue.sources[source].published
        return self._collector.name_publisher(source), published, source

    def _make_source(self, name: str, figures: Sequence[Fig]) -> Part:
        groups: dict[tuple[str, str], list[Fig]] = {}
        for one in figures:
            groups.setdefault((one.indicator, one.kind), []).append(one)
        about = self._known.catalogue.sources[name]
        notes = [*map(self._make_group, groups.values()), *self._list_sets(name)]
        return folds.source(name, self._collector.describe_source(name), about, notes)

    def _list_sets(self, source: str) -> Iterator[Part]:
        """Give a line for each indicator that a source states figures of in a picture."""
        for stem, one in self._collector.sets.items():
            for (by, indicator), periods in one.stated.items():
                if by == source:
                    label = self._known.get_entry(indicator).label[self._language]
                    yield listing.set_note(label, periods[0], periods[-1], el("a", one.name, href=f"#{stem}"))

    def _make_group(self, figures: Sequence[Fig]) -> Part:
        name = self._name_subject(figures[0])
        if len(figures) == 1:
            return blocks.note_on(figures[0].key, name, self._make_stated(figures[0], with_period=True))
        periods = {one.period for one in figures}
        # A period that all share is said once, at the head of the group.
        shared = figures[0].period if len(periods) == 1 else ""
        notes = [blocks.note(one.key, self._make_stated(one, with_period=not shared)) for one in figures]
        return blocks.group(name, shared, notes)

    def _name_subject(self, figure: Fig) -> Part:
        label = self._known.get_entry(figure.indicator).label[self._language]
        return blocks.subject(label, is_target=figure.kind == TARGET)

    def _name_area(self, figure: Fig) -> str:
        if figure.area == self._home:
            return ""
        return self._known.catalogue.areas[figure.area].name[self._language]

    def _make_stated(self, figure: Fig, *, with_period: bool) -> Part:
        row = figure.row
        stated = _Stated(
            row[schema.TIME_PERIOD], row[schema.PUBLISHED], row[schema.AS_WRITTEN], row[schema.LOCATOR],
            row[schema.OBS_STATUS],
        )  # fmt: skip
        rivals = [
            blocks.rival(self._collector.describe_source(one.source), self._collector.show(one, words=True))
            for one in self._known.list_rivals(figure)
            if one.key != figure.key
        ]
        about = self._known.catalogue.sources[figure.source]
        value = self._show_own(figure)
        return blocks.stated(
            self._name_area(figure), value, stated, about, with_period=with_period, rivals=rivals,
            repeats=does_repeat(stated.as_written, figure.measure),
        )  # fmt: skip

    def _show_own(self, figure: Fig) -> Part:
        return self._collector.out_of(figure, self._collector.show(figure, shown="own"), total="mark")

    def _make_computed(self, figure: Fig) -> Part:
        inputs = [self._collector.show(one) for one in figure.inputs]
        among = frozenset(one.key for one in figure.inputs)
        first = self._listed.setdefault(among, figure) if len(inputs) > _LONG else figure
        same = None if first is figure else self._collector.show(first, words=True)
        day = dict(figure.options).get("as_of", "")
        return blocks.computed(figure.key, self._name_computed(figure), figure.formula, inputs, day=day, same=same)

    def _name_computed(self, figure: Fig) -> Part:
        """Say what a computed figure is of: its first input, or of a set only what all in it share."""
        own = figure.row
        rows = list(figure.walk_rows()) if figure.formula in _SETS else [own]
        area = self._name_area(figure) if all(row[schema.REF_AREA] == own[schema.REF_AREA] for row in rows) else ""
        is_one = all(row[name] == own[name] for row in rows for name in (schema.INDICATOR, schema.KIND))
        when = own[schema.TIME_PERIOD] if len({row[schema.TIME_PERIOD] for row in rows}) == 1 else ""
        subject = self._name_subject(figure) if is_one else NOTHING
        return blocks.name_computed(area, self._show_own(figure), subject, when)


def _order(figure: Fig) -> tuple[object, ...]:
    formula = 1 + _ORDER.index(figure.formula) if figure.formula else 0
    return formula, figure.indicator, figure.kind, figure.area, figure.period, figure.key
