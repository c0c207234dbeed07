"""What the charts say alike: names, notes, and the cells of their tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from dxlib.audit.charts.drawn import LOWER_BOUNDS, UPPER_BOUNDS, open_side
from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.figure import Fig
from dxlib.audit.formulas import read_shown
from dxlib.audit.gathering import Collector
from dxlib.audit.known import KnownSeries
from dxlib.audit.periods import find_end
from dxlib.evidence import blocks
from dxlib.evidence.blocks import DASH
from dxlib.evidence.parts import Part, el, join, say
from dxlib.language import sentence


def name_area(figures: FigureCalls, collector: Collector, area: str) -> str:
    """Give the name of an area in the language of the page."""
    return figures.catalogue.areas[area].name[collector.language]


def name_unit(figures: FigureCalls, collector: Collector, indicator: str) -> str:
    """Give the name of an indicator's unit."""
    return figures.catalogue.units[figures.known.get_entry(indicator).unit].name[collector.language]


def name_measure(figures: FigureCalls, collector: Collector, indicator: str) -> Part:
    """Give the name of an indicator with its unit, which the name of a rank says already."""
    entry = figures.known.get_entry(indicator)
    name = entry.name[collector.language]
    return name if entry.unit == "RANK" else blocks.in_unit(name, name_unit(figures, collector, indicator))


def explain_breaks(figures: FigureCalls, collector: Collector, shown: Iterable[Fig | None]) -> tuple[Part, ...]:
    """Say where the meaning of an indicator changed amid the figures of it that a chart shows, each once."""
    found = [one for one in shown if one]
    notes = []
    for indicator in dict.fromkeys(one.indicator for one in found):
        days = sorted(find_end(one.period).isoformat() for one in found if one.indicator == indicator)
        changes = [one for one in figures.known.get_entry(indicator).breaks if days[0] < one.at <= days[-1]]
        notes += [blocks.not_comparable(one.at, one.why[collector.language]) for one in changes]
    return tuple(notes)


def sort_periods(periods: Iterable[str]) -> list[str]:
    """Give periods in the order of time, each once."""
    return sorted(set(periods), key=lambda one: (find_end(one), one))


def list_rivals(line: KnownSeries) -> tuple[Fig, ...]:
    """Give what other sources state of the periods of a line."""
    return tuple(rival for one in line.figures for rival in line.rivals.get(one.period, ()))


def drop_repeats(rivals: Iterable[Fig]) -> tuple[Fig, ...]:
    """Keep one figure of those of a period that have the same value."""
    return tuple({(rival.period, rival.value): rival for rival in rivals}.values())


def show_rank(figure: Fig, collector: Collector) -> Part:
    """Give a figure; a rank as "n of N"."""
    shown = collector.show(figure)
    return collector.out_of(figure, shown, total="mark") if figure.unit == "RANK" else shown


def make_cell(figure: Fig | None, line: KnownSeries, collector: Collector) -> Part:
    """Give the cell of a figure, with its flag and what other sources state."""
    if figure is None:
        return DASH
    others = [
        join(el("br"), say(sentence("another source: {figure}"), {"figure": collector.show(rival, words=True)}))
        for rival in drop_repeats(line.rivals.get(figure.period, ()))
    ]
    return join(show_rank(figure, collector), collector.flag(figure), *others)


def tell_direction(first: Fig, last: Fig) -> str:
    """Say ``up``, ``down`` or ``same``; ``open`` where the bounds that sources state leave it open."""
    change = _read_in_units(last) - _read_in_units(first)
    if not change:
        return "open" if first.qualifier or last.qualifier else "same"
    if change > 0:
        return "open" if last.qualifier in UPPER_BOUNDS or first.qualifier in LOWER_BOUNDS else "up"
    return "open" if last.qualifier in LOWER_BOUNDS or first.qualifier in UPPER_BOUNDS else "down"


def find_extremes(figures: tuple[Fig, ...]) -> tuple[Fig | None, Fig | None]:
    """Give the highest and the lowest figure where a reader sees them lie beyond the first and the last.

    Beside a figure that may be higher none is called the highest, and so on.
    """
    sides = set(map(open_side, figures))
    ends = (_read_in_units(figures[0]), _read_in_units(figures[-1]))
    high, low = max(figures, key=lambda one: one.scaled), min(figures, key=lambda one: one.scaled)
    is_high = _read_in_units(high) > max(ends) and 1 not in sides
    return (high if is_high else None, low if _read_in_units(low) < min(ends) and -1 not in sides else None)


def _read_in_units(figure: Fig) -> Fraction:
    return read_shown(figure) * Fraction(10) ** figure.mult


def list_own(figures: FigureCalls) -> frozenset[str]:
    """Give the brief's area with what it was before provinces merged and what it became."""
    if not figures.area:
        return frozenset()
    successor = figures.catalogue.areas[figures.area].successor
    return frozenset((figures.area, *figures.catalogue.list_predecessors(figures.area), successor)) - {""}


def list_areas(figures: FigureCalls, areas: Iterable[str], group: str) -> tuple[str, ...]:
    """Give the areas that a chart compares, the brief's first where it is of their kind, each once."""
    named = dict.fromkeys((*areas, *(figures.catalogue.get_group(group) if group else ())))
    maps = {one.rpartition("-")[0] for one in named}
    own = [figures.area, *figures.known.facts.list_former(figures.area)] if figures.area else []
    alike = [one for one in own if not named or one.rpartition("-")[0] in maps]
    return tuple(dict.fromkeys((*alike[:1], *named)))


def count_periods(lines: Mapping[str, KnownSeries]) -> dict[str, int]:
    """Count how many lines have a figure of each period."""
    counts: dict[str, int] = {}
    for line in lines.values():
        for one in line.figures:
            counts[one.period] = counts.get(one.period, 0) + 1
    return counts


def name_absent(collector: Collector, names: Iterable[str]) -> Iterator[Part]:
    """Name the areas of which nothing is known."""
    if listed := ", ".join(names):
        yield collector.say(sentence("No figure is known for: {names}."), names=listed)
