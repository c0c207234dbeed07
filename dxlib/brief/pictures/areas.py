"""Areas side by side on a page: which ones, of which period, and the table of their figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dxlib.brief.markup import Period, Writer
from dxlib.brief.pictures.assembly import Picture, Twin, drop_repeats, make_cell, name_measure, sort_periods
from dxlib.charts.canvas import Canvas
from dxlib.charts.entries import ComparedArea, sort_entries
from dxlib.charts.theme import Width
from dxlib.data.quantities import Missing, Quantity
from dxlib.data.schema import end_of_period
from dxlib.evidence.blocks import DASH
from dxlib.evidence.parts import Part, period, say, say_plain
from dxlib.figures.shelf import Series, Shelf, list_shared_periods
from dxlib.language import Sentence, sentence


@dataclass(frozen=True, slots=True)
class AreasAsked:
    """What a chart of areas is asked to show.

    Parameters
    ----------
    indicator
        Its id.
    home
        The brief's area; may be empty.
    areas, group
        Which others, by key and by the name of a set.
    period
        Of which period; empty for the last that most of them have in common.
    """

    indicator: str
    home: str
    areas: tuple[str, ...] = ()
    group: str = ""
    period: str = ""


def list_areas(shelf: Shelf, asked: AreasAsked) -> tuple[str, ...]:
    """Give the areas of a chart, the brief's own among them where it is of their kind, each once."""
    group = shelf.catalogue.get_group(asked.group) if asked.group else ()
    named = dict.fromkeys((*asked.areas, *group))
    # A province of today joins no map of the 63 former ones, and a country joins no map of provinces.
    maps = {_find_map(area) for area in named}
    keys = shelf.catalogue.list_keys(asked.home) if asked.home else ()
    own = [key for key in keys if not named or _find_map(key) in maps]  # with borders unchanged, of either map
    return tuple(dict.fromkeys((*own[:1], *named)))


def _find_map(area: str) -> str:
    """Give the map that a province belongs to; empty for countries."""
    return area.rpartition("-")[0]  # "VN63-44" is of the map VN63


def find_emphasised(shelf: Shelf, home: str) -> frozenset[str]:
    """Give the areas that a chart is about: the brief's own, and what it was before and after provinces merged."""
    if not home:
        return frozenset()
    areas = shelf.catalogue.areas
    # An area without a successor has an empty text there.
    return frozenset((home, *shelf.catalogue.list_predecessors(home), areas[home].successor)) - {""}


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures of areas for one period.

    Parameters
    ----------
    period
        Empty where nothing is known.
    series
        Of each area that has a figure for it.
    absent
        Keys of the areas that have none.
    """

    period: str
    series: Mapping[str, Series]
    absent: tuple[str, ...]

    def find(self, area: str) -> Quantity:
        """Give the figure of an area that has one."""
        return next(figure for figure in self.series[area].figures if figure.period == self.period)

    def find_series(self, figure: Quantity) -> Series:
        """Give the series that a figure of the period is of."""
        return next(series for area, series in self.series.items() if self.find(area).key == figure.key)

    @property
    def figures(self) -> list[Quantity]:
        """All figures of the period, those of other sources included."""
        return [
            figure
            for area, series in self.series.items()
            for figure in (self.find(area), *(rival for rival in series.rivals if rival.period == self.period))
        ]


def read_standing(shelf: Shelf, asked: AreasAsked) -> Standing:
    """Read the figures of areas for the period asked for, or for the last that suits a comparison.

    Notes
    -----
    A period suits when at least three quarters as many areas have a figure as in the fullest one; one in which the
    brief's own area has a figure goes before a later one in which it has none.
    """
    read = {area: shelf.read_series(asked.indicator, area) for area in list_areas(shelf, asked)}
    if shelf.get_indicator(asked.indicator).unit == "RANK":  # ranks stand beside those of the same map
        read = {area: series.keep(area) for area, series in read.items()}
    period = asked.period or _choose_period(read, find_emphasised(shelf, asked.home))
    known = {area: one for area, one in read.items() if any(figure.period == period for figure in one.figures)}
    return Standing(period, known, tuple(area for area in read if area not in known))


def _choose_period(read: Mapping[str, Series], own: frozenset[str]) -> str:
    counts = Counter(figure.period for series in read.values() for figure in series.figures)
    if not counts:
        return ""
    suitable = sort_periods(list_shared_periods(counts))
    mine = {figure.period for area in own & read.keys() for figure in read[area].figures}
    # A later period in which the brief's own area has no figure would leave out what the page is about.
    return ([period for period in suitable if period in mine] or suitable)[-1]


def make_entries(shelf: Shelf, writer: Writer, standing: Standing, home: str) -> tuple[ComparedArea, ...]:
    """Give areas with their figures, the best first."""
    own = find_emphasised(shelf, home)
    entries = []
    for area, series in standing.series.items():
        figure = standing.find(area)
        rivals = drop_repeats(rival for rival in series.rivals if rival.period == standing.period)
        name = shelf.catalogue.areas[area].name[writer.speaker.language]
        entries.append(ComparedArea(name, figure, area in own, figure.key in series.doubtful, rivals))
    lower = shelf.lower_is_better(next(iter(standing.series.values())).indicator)
    return sort_entries(entries, lower_is_better=lower)


def name_areas(shelf: Shelf, writer: Writer, areas: Iterable[str]) -> list[str]:
    """Give the names of areas in the language of the page."""
    return [shelf.catalogue.areas[area].name[writer.speaker.language] for area in areas]


def make_subtitle(shelf: Shelf, writer: Writer, indicator: str, when: str) -> Part:
    """Say measure, unit and period."""
    places: dict[str, Part] = {"measure": name_measure(shelf, writer, indicator), "period": period(when)}
    return say(sentence("{measure}, {period}"), places)


def explain_period(shelf: Shelf, writer: Writer, asked: AreasAsked, standing: Standing) -> list[Part]:
    """Say why the period is not that of the latest figure of the brief's area, where it was chosen for comparing."""
    if asked.period or asked.home not in list_areas(shelf, asked):
        return []
    latest = shelf.find_latest(asked.indicator, asked.home)
    # A latest figure of the same time under another code ("2024-12" beside "2024") is no later one.
    if isinstance(latest, Missing) or end_of_period(latest.period) <= end_of_period(standing.period):
        return []
    said = sentence(
        "The latest figure of {area} is {latest} ({latest_when}); the chart shows the areas in {shown}, the latest "
        "period for which enough of them have a figure.",
        area=shelf.catalogue.areas[asked.home].name[writer.speaker.language],
        latest=latest,
        shown=Period(standing.period),
    )
    return [writer.fill(said)]


def make_standing_picture(
    shelf: Shelf, writer: Writer, asked: AreasAsked, standing: Standing, *, draw: Callable[[Width], Canvas],
    words: Sequence[Sentence], notes: Iterable[Part],
) -> Picture:  # fmt: skip
    """Give a picture of areas of one period; its twin has a row an area, the best first, the unknown last."""
    name = shelf.get_indicator(asked.indicator).name[writer.speaker.language]
    subtitle = make_subtitle(shelf, writer, asked.indicator, standing.period)
    rows: list[list[Part]] = [
        [entry.name, make_cell(entry.figure, standing.find_series(entry.figure), writer)]
        for entry in make_entries(shelf, writer, standing, asked.home)
    ]
    rows += [[absent, DASH] for absent in name_areas(shelf, writer, standing.absent)]
    twin = Twin([say_plain(sentence("Area")), name], rows)
    notes = [*explain_period(shelf, writer, asked, standing), *notes]
    return Picture(name, subtitle, draw, words, standing.figures, twin, notes)
