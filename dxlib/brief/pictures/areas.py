"""Areas side by side on a page: which ones, of which period, and the table of their figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dxlib.brief.markup import Period, Writer
from dxlib.brief.pictures.assembly import Picture, Twin, drop_repeats, make_cell, name_measure, sort_periods
from dxlib.charts.canvas import Canvas
from dxlib.charts.entries import ComparedArea, rank_entry
from dxlib.charts.theme import Width
from dxlib.data.quantities import Missing, Quantity
from dxlib.data.schema import end_of_period
from dxlib.evidence.blocks import DASH
from dxlib.evidence.parts import Part, period, say, say_plain
from dxlib.figures.shelf import Series, list_shared_periods
from dxlib.language import Sentence, sentence


def list_areas(writer: Writer, areas: Iterable[str], group: str) -> tuple[str, ...]:
    """Give the areas of a chart, the page's own among them where it is of their kind, each once."""
    named = dict.fromkeys((*areas, *(writer.catalogue.get_group(group) if group else ())))
    # A province of today joins no map of the 63 former ones, and a country joins no map of provinces.
    maps = {_find_map(area) for area in named}
    keys = writer.catalogue.list_keys(writer.home)
    own = [key for key in keys if not named or _find_map(key) in maps]  # with borders unchanged, of either map
    return tuple(dict.fromkeys((*own[:1], *named)))


def _find_map(area: str) -> str:
    """Give the map that a province belongs to; empty for countries."""
    return area.rpartition("-")[0]  # "VN63-44" is of the map VN63


def find_emphasised(writer: Writer) -> frozenset[str]:
    """Give the areas that a chart is about: the page's own, and what it was before and after provinces merged."""
    home, catalogue = writer.home, writer.catalogue
    # An area without a successor has an empty text there.
    return frozenset((home, *catalogue.list_predecessors(home), catalogue.areas[home].successor)) - {""}


@dataclass(frozen=True)  # no slots: its figures and entries are worked out once, and kept
class Standing:
    """The figures of areas for one period.

    Parameters
    ----------
    writer
        Of the page.
    indicator
        Of all figures.
    period
        Empty where nothing is known.
    series
        Of each area that has a figure for it.
    absent
        Keys of the areas that have none.
    is_chosen
        Whether the period was chosen for comparing, and not named by the notebook.
    """

    writer: Writer
    indicator: str
    period: str
    series: Mapping[str, Series]
    absent: tuple[str, ...]
    is_chosen: bool

    @cached_property
    def found(self) -> Mapping[str, Quantity]:
        """The figure of each area that has one."""
        return {area: figure for area, one in self.series.items() if (figure := one.find(self.period))}

    @property
    def lower_is_better(self) -> bool:
        """Whether the lowest figure stands first."""
        return self.writer.shelf.lower_is_better(self.indicator)

    @property
    def subtitle(self) -> Part:
        """Measure, unit and period."""
        places = {"measure": name_measure(self.writer, self.indicator), "period": period(self.period)}
        return say(sentence("{measure}, {period}"), places)

    @cached_property
    def by_area(self) -> Mapping[str, ComparedArea]:
        """Areas with their figures, the best first."""
        own, entries = find_emphasised(self.writer), {}
        for area, figure in self.found.items():
            series = self.series[area]
            rivals = drop_repeats(series.list_rivals(self.period))
            name, is_doubtful = self.writer.name_area(area), figure.key in series.doubtful
            entries[area] = ComparedArea(name, figure, area in own, is_doubtful, rivals)
        lower = self.lower_is_better
        return dict(sorted(entries.items(), key=lambda one: rank_entry(one[1], lower_is_better=lower)))

    @property
    def entries(self) -> tuple[ComparedArea, ...]:
        """What stands beside each other."""
        return tuple(self.by_area.values())

    def name_absent(self) -> list[str]:
        """Give the names of the areas that have no figure."""
        return list(map(self.writer.name_area, self.absent))

    def make_picture(
        self, draw: Callable[[Width], Canvas], words: Sequence[Sentence], notes: Iterable[Part]
    ) -> Picture:  # fmt: skip
        """Give a picture; its twin has a row an area, the best first, the unknown last."""
        name, read = self.writer.name(self.indicator), self.series
        figures = [one for area, own in self.found.items() for one in (own, *read[area].list_rivals(self.period))]
        rows: list[list[Part]] = [
            [entry.name, make_cell(entry.figure, read[area], self.writer)] for area, entry in self.by_area.items()
        ]
        rows += [[absent, DASH] for absent in self.name_absent()]
        twin = Twin([say_plain(sentence("Area")), name], rows)
        return Picture(name, self.subtitle, draw, words, figures, twin, [*self._explain_period(), *notes])

    def _explain_period(self) -> list[Part]:
        """Say why the period is not that of the latest figure of the page's area, where it was chosen for comparing."""
        home = self.writer.home
        if not self.is_chosen or home not in (*self.series, *self.absent):
            return []
        latest = self.writer.shelf.find_latest(self.indicator, home)
        # A latest figure of the same time under another code ("2024-12" beside "2024") is no later one.
        if isinstance(latest, Missing) or end_of_period(latest.period) <= end_of_period(self.period):
            return []
        said = sentence(
            "The latest figure of {area} is {latest} ({latest_when}); the chart shows the areas in {shown}, the latest "
            "period for which enough of them have a figure.",
            area=self.writer.name_area(home), latest=latest, shown=Period(self.period),
        )  # fmt: skip
        return [self.writer.fill(said)]


def read_standing(
    writer: Writer, indicator: str, areas: Iterable[str], group: str = "", when: str = ""
) -> Standing:  # fmt: skip
    """Read the figures of areas for the period asked for, or for the last that suits a comparison.

    Notes
    -----
    A period suits when at least three quarters as many areas have a figure as in the fullest one; one in which the
    page's own area has a figure goes before a later one in which it has none.
    """
    read = {area: writer.shelf.read_series(indicator, area) for area in list_areas(writer, areas, group)}
    if writer.catalogue.get_indicator(indicator).unit == "RANK":  # ranks stand beside those of the same map
        read = {area: series.keep(area) for area, series in read.items()}
    chosen = when or _choose_period(read, find_emphasised(writer))
    known = {area: one for area, one in read.items() if one.find(chosen)}
    return Standing(writer, indicator, chosen, known, tuple(area for area in read if area not in known), not when)


def _choose_period(read: Mapping[str, Series], own: frozenset[str]) -> str:
    counts = Counter(figure.period for series in read.values() for figure in series.figures)
    if not counts:
        return ""
    suitable = sort_periods(list_shared_periods(counts))
    mine = {figure.period for area in own & read.keys() for figure in read[area].figures}
    # A later period in which the page's own area has no figure would leave out what the page is about.
    return ([period for period in suitable if period in mine] or suitable)[-1]
