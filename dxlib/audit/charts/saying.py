"""What the charts say alike: names, notes, and the cells of their tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dxlib.audit.charts.drawn import LOWER_BOUNDS, UPPER_BOUNDS, open_side
from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.figure import Fig
from dxlib.audit.formulas import look_alike, read_in_units
from dxlib.audit.gathering import Collector, PeriodValue
from dxlib.audit.known import KnownSeries
from dxlib.audit.periods import find_end
from dxlib.data.catalogue import Indicator
from dxlib.evidence import blocks
from dxlib.evidence.blocks import DASH
from dxlib.evidence.parts import Part, el, join, list_all
from dxlib.language import Sentence, sentence


@dataclass(frozen=True, slots=True)
class Charting:
    """What is known, and what notes it down, for a chart: the names, notes and cells that charts have alike."""

    figures: FigureCalls
    collector: Collector

    def read_line(self, indicator: str, area: str = "") -> KnownSeries:
        """Give the figures of an area, without a key of the chart's own one, in the order of time."""
        return self.figures.known.read_line(indicator, area or self.figures.area)

    def get_entry(self, indicator: str) -> Indicator:
        """Give what the catalogue says of an indicator."""
        return self.figures.known.get_entry(indicator)

    def label(self, indicator: str) -> str:
        """Give the short name of an indicator."""
        return self.get_entry(indicator).label[self.collector.language]

    def name(self, indicator: str) -> str:
        """Give the name of an indicator."""
        return self.get_entry(indicator).name[self.collector.language]

    def name_area(self, area: str = "") -> str:
        """Give the name of an area, without a key of the chart's own one, in the language of the page."""
        return self.figures.catalogue.areas[area or self.figures.area].name[self.collector.language]

    def name_unit(self, indicator: str) -> str:
        """Give the name of an indicator's unit."""
        return self.figures.catalogue.units[self.get_entry(indicator).unit].name[self.collector.language]

    def name_measure(self, indicator: str) -> Part:
        """Give the name of an indicator with its unit, which the name of a rank says already."""
        name = self.name(indicator)
        is_rank = self.get_entry(indicator).unit == "RANK"
        return name if is_rank else blocks.in_unit(name, self.name_unit(indicator))

    def say_span(self, text: Sentence, indicator: str, measure: Part, periods: Sequence[str]) -> Part:
        """Say what a chart shows over time, of which area, in which unit, from when to when."""
        return self.collector.say(
            text, measure=measure, area=self.name_area(), unit=self.name_unit(indicator),
            first=PeriodValue(periods[0]), last=PeriodValue(periods[-1]),
        )  # fmt: skip

    def explain_breaks(self, shown: Iterable[Fig | None]) -> tuple[Part, ...]:
        """Say where the meaning of an indicator changed amid the figures of it that a chart shows, each once."""
        found = [one for one in shown if one]
        notes = []
        for indicator in dict.fromkeys(one.indicator for one in found):
            days = sorted(find_end(one.period).isoformat() for one in found if one.indicator == indicator)
            # A break before all figures, or after them, parts none that are shown.
            changes = [one for one in self.get_entry(indicator).breaks if days[0] < one.at <= days[-1]]
            notes += [blocks.not_comparable(one.at, one.why[self.collector.language]) for one in changes]
        return tuple(notes)

    def show_rank(self, figure: Fig) -> Part:
        """Give a figure; a rank as "n of N"."""
        shown = self.collector.show(figure)
        return self.collector.out_of(figure, shown, total="mark") if figure.unit == "RANK" else shown

    def make_cell(self, figure: Fig | None, line: KnownSeries) -> Part:
        """Give the cell of a figure, with its flag and what other sources state."""
        if figure is None:
            return DASH
        text, rivals = sentence("another source: {figure}"), drop_repeats(line.rivals.get(figure.period, ()))
        others = [join(el("br"), self.collector.say(text, figure=rival)) for rival in rivals]
        return join(self.show_rank(figure), self.collector.flag(figure), *others)

    def list_own(self) -> frozenset[str]:
        """Give the brief's area with what it was before provinces merged and what it became."""
        own, catalogue = self.figures.area, self.figures.catalogue
        return frozenset((own, *catalogue.list_predecessors(own), catalogue.areas[own].successor) if own else ()) - {""}

    def list_areas(self, areas: Iterable[str], group: str) -> tuple[str, ...]:
        """Give the areas that a chart compares, the brief's first where it is of their kind, each once."""
        named = dict.fromkeys((*areas, *(self.figures.catalogue.get_group(group) if group else ())))
        maps = {one.rpartition("-")[0] for one in named}
        home = self.figures.area
        own = [home, *self.figures.known.facts.list_former(home)] if home else []
        # The brief's area is put among others only where it is on their map: a country is no row among provinces.
        alike = [one for one in own if not named or one.rpartition("-")[0] in maps]
        return tuple(dict.fromkeys((*alike[:1], *named)))


def sort_periods(periods: Iterable[str]) -> list[str]:
    """Give periods in the order of time, each once."""
    return sorted(set(periods), key=lambda one: (find_end(one), one))


def list_rivals(line: KnownSeries) -> tuple[Fig, ...]:
    """Give what other sources state of the periods of a line."""
    return tuple(rival for one in line.figures for rival in line.rivals.get(one.period, ()))


def drop_repeats(rivals: Iterable[Fig]) -> tuple[Fig, ...]:
    """Keep one figure of those of a period that have the same value."""
    # Three articles that copy one number are one mark.
    return tuple({(rival.period, rival.value): rival for rival in rivals}.values())


def tell_direction(first: Fig, last: Fig) -> str:
    """Say ``up``, ``down`` or ``same``; ``open`` where the bounds that sources state leave it open."""
    # Of what a reader sees: a rise that rounding hides is none.
    change = read_in_units(last) - read_in_units(first)
    # Two bounds that are written alike may hide a rise: "more than 50" twice.
    if not change:
        return "open" if first.qualifier or last.qualifier else "same"
    if change > 0:
        return "open" if last.qualifier in UPPER_BOUNDS or first.qualifier in LOWER_BOUNDS else "up"
    return "open" if last.qualifier in LOWER_BOUNDS or first.qualifier in UPPER_BOUNDS else "down"


def find_extremes(figures: tuple[Fig, ...]) -> tuple[Fig | None, Fig | None]:
    """Give the highest and the lowest figure where a reader sees them lie beyond the first and the last.

    Beside a figure that may be higher none is called the highest, and so on.
    """
    # Any bound beside it may be higher in truth than the highest number.
    sides = set(map(open_side, figures))
    ends = (read_in_units(figures[0]), read_in_units(figures[-1]))
    high, low = max(figures, key=lambda one: one.scaled), min(figures, key=lambda one: one.scaled)
    is_high = read_in_units(high) > max(ends) and 1 not in sides
    return (high if is_high else None, low if read_in_units(low) < min(ends) and -1 not in sides else None)


def count_periods(lines: Mapping[str, KnownSeries]) -> dict[str, int]:
    """Count how many lines have a figure of each period."""
    counts: dict[str, int] = {}
    for line in lines.values():
        for one in line.figures:
            counts[one.period] = counts.get(one.period, 0) + 1
    return counts


def name_absent(collector: Collector, names: Iterable[str]) -> Iterator[Part]:
    """Name the areas of which nothing is known."""
    if listed := list(names):
        yield collector.say(sentence("No figure is known for: {names}."), names=list_all(listed))


def list_sharers(named: Sequence[tuple[Fig, str]], end: Fig) -> tuple[str, ...]:
    """Name all of which a page shows the same figure as at an end; nobody where some of these are hedged otherwise."""
    # A reader who sees one number twice cannot tell which is beyond the other, though the exact values may differ.
    sharers = [(one, name) for one, name in named if look_alike(one, end)]
    if any(one.qualifier != end.qualifier for one, _ in sharers):
        return ()
    return tuple(name for _, name in sharers)
