"""Sets of figures without notes of their own: the table that lists one, what is said of it, its line in the sources.

Hundreds of figures with a note each would be most of a page. So the table of a set says in the head of each column of
what its figures are and who states them, and in a cell only what is otherwise there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from dxlib.data.catalogue import Catalogue
from dxlib.evidence import blocks
from dxlib.evidence.evidence_words import FLAG_WORDS
from dxlib.evidence.format import SOURCE_PREFIX, Measure
from dxlib.evidence.parts import Part, el, join, list_all, list_phrases, period, say, say_plain, value
from dxlib.language import sentence

MEDIAN: Final = "median"
FIT: Final = "fit"
_OF_PERIOD: Final = sentence("{measure}, {period}")
# What the bands are computed with (LEVEL_PCT of dxlib/analysis/fitting.py, _UPPER of dxlib/audit/fitted.py).
LEVEL: Final = Measure(Decimal(95), "PERCENT")


@dataclass(frozen=True, slots=True)
class Listed:
    """A figure of a set: what its text is made of, the code of its status, the id of its source."""

    measure: Measure
    status: str
    source: str


@dataclass(frozen=True)  # no slots: its source is asked for at each cell, and kept
class Column:
    """A column: what its figures are of, and a figure or nothing for each row."""

    head: Part
    cells: tuple[Listed | None, ...]

    @cached_property
    def source(self) -> str:
        """The source of most of its figures; of equally many the first by its id."""
        counts = Counter(cell.source for cell in self.cells if cell)
        return min(counts, key=lambda name: (-counts[name], name), default="")

    @cached_property
    def status(self) -> str:
        """The status of its figures, where they all share one."""
        found = {cell.status for cell in self.cells if cell}
        return found.pop() if len(found) == 1 else ""


def list_set(
    names: Sequence[str], columns: Sequence[Column], last: Sequence[Part], publisher: Callable[[str], str]
) -> tuple[list[Part], list[Sequence[Part]]]:
    """Give heads and rows of the table of a set.

    Parameters
    ----------
    names
        Of the areas, a row each.
    columns
        In their order.
    last
        A further row that follows from the others, its name first; empty for none.
    publisher
        Gives the name of a source's publisher.
    """
    # One publisher of all columns is named once, under the picture; a single column names it in its head anyway.
    shared = len({publisher(one.source) for one in columns if one.source}) == 1 and len(columns) > 1
    heads = [say_plain(sentence("Area")), *(_make_head(one, publisher, is_named=not shared) for one in columns)]
    rows: list[Sequence[Part]] = [
        [name, *(_make_cell(one, at, publisher) for one in columns)] for at, name in enumerate(names)
    ]
    return heads, [*rows, *([last] if last else [])]


def _make_head(column: Column, publisher: Callable[[str], str], *, is_named: bool) -> Part:
    """Give the head of a column; where all are of one publisher, who is named under the picture, without the name."""
    if not column.source:
        return column.head
    lines = [_flag(column.status)] if column.status in FLAG_WORDS else []
    said: Part = publisher(column.source) if is_named else say_plain(sentence("source"))
    lines.append(el("small", el("a", said, href=f"#{SOURCE_PREFIX}{column.source}")))
    return join(column.head, *(join(el("br"), line) for line in lines))


def _make_cell(column: Column, at: int, publisher: Callable[[str], str]) -> Part:
    cell = column.cells[at]
    if cell is None:
        return blocks.DASH
    others = [_flag(cell.status)] if cell.status in FLAG_WORDS and column.status != cell.status else []
    if cell.source != column.source:
        others.append(el("small", blocks.publisher(publisher(cell.source), cell.source)))
    return join(value(cell.measure), *(join(el("br"), one) for one in others)) if others else value(cell.measure)


def _flag(status: str) -> Part:
    return el("i", say_plain(FLAG_WORDS[status]))


def name_median() -> Part:
    """Give the name of the row of medians."""
    return say_plain(sentence("Median"))


def explain_formula(name: str) -> Part:
    """Say what a picture shows besides its figures: ``median`` or ``fit``."""
    if name == MEDIAN:
        return say_plain(sentence("Short lines: the median of each period."))
    text = sentence("Line: fitted by least squares; band: {level} confidence interval of the mean.")
    return say(text, {"level": value(LEVEL)})


def explain_emphasis(areas: Iterable[str]) -> Part:
    """Say whose marks stand out."""
    return say(sentence("Highlighted: {areas}."), {"areas": list_all(areas)})


def explain_rivals(places: Iterable[tuple[str, str]]) -> Part:
    """Say of which areas and periods other sources state other figures."""
    return say(sentence("Other sources state other figures for {names}."), {"names": _name_places(places)})


def explain_bounds(places: Iterable[tuple[str, str]]) -> Part:
    """Say of which areas and periods only a bound is stated."""
    return say(sentence("Only a bound is stated for {names}; the mark stands there."), {"names": _name_places(places)})


def _name_places(places: Iterable[tuple[str, str]]) -> Part:
    shown = sentence("{figure} ({period})")
    return list_all(say(shown, {"figure": name, "period": period(when)}) for name, when in places)


def subtitle(measures: Sequence[Part], first: str, last: str) -> Part:
    """Say what a picture shows, and of which time."""
    when = blocks.span(first, last)
    if len(measures) == 1:
        return say(_OF_PERIOD, {"measure": measures[0], "period": when})
    places = {"across": measures[0], "up": measures[1], "period": when}
    return say(sentence("{up}, against {across}, {period}"), places)


def name_picture(measures: Sequence[Part]) -> Part:
    """Give the name of a picture: what it shows."""
    if len(measures) == 1:
        return measures[0]
    return list_phrases(measures)


def set_note(subject: Part, first: str, last: str, link: Part) -> Part:
    """Give the line of a set under a source that states figures of it, which leads to the picture."""
    places = {"subject": subject, "period": blocks.span(first, last), "picture": link}
    return el("li", say(sentence("{subject}, {period}: figures of the picture {picture}"), places))


def head_of(label: str, when: str) -> Part:
    """Give the head of a column of one of several indicators."""
    return say(_OF_PERIOD, {"measure": label, "period": period(when)})


def name_areas(areas: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Give the smallest group that all of some areas belong to, by its name; or else the keys of the areas."""
    groups = [set(catalogue.areas[area].groups) for area in areas]
    shared = set.intersection(*groups) if groups else set()
    sizes = {name: len(catalogue.get_group(name)) for name in shared}
    return (min(shared, key=lambda name: (sizes[name], name)),) if shared else tuple(areas)
