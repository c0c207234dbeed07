"""Areas of one period side by side: the ranking table, the dot plot, the map of tiles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from dxlib.audit import formulas
from dxlib.audit.charts import area_words
from dxlib.audit.charts.drawn import ComposedChart, Drawn, DrawnRow
from dxlib.audit.charts.saying import (
    count_periods,
    drop_repeats,
    list_areas,
    list_own,
    make_cell,
    name_area,
    name_measure,
    sort_periods,
)
from dxlib.audit.evaluate import FigureCalls, NotEvaluatedError
from dxlib.audit.figure import Fig, Gap
from dxlib.audit.gathering import Collector, PeriodValue
from dxlib.audit.known import KnownSeries
from dxlib.audit.periods import find_end
from dxlib.evidence.blocks import DASH
from dxlib.evidence.parts import Part, period, say, say_plain
from dxlib.language import sentence


@dataclass(frozen=True)  # no slots: its figures and rows are worked out once, and kept
class ComposedStanding:
    """The figures of areas for one period.

    Parameters
    ----------
    figures, collector
        What is known, and what notes it down.
    indicator, period
        Of all figures.
    lines
        Of each area that has a figure for the period.
    absent
        The areas that have none.
    is_chosen
        Whether the period was chosen for comparing, and not named by the notebook.
    """

    figures: FigureCalls
    collector: Collector
    indicator: str
    period: str
    lines: Mapping[str, KnownSeries]
    absent: tuple[str, ...]
    is_chosen: bool = True

    @cached_property
    def found(self) -> Mapping[str, Fig]:
        """The figure of each area that has one."""
        return {area: one for area, line in self.lines.items() if (one := line.find(self.period))}

    @property
    def is_lower_better(self) -> bool:
        """Whether the lowest figure stands first."""
        return self.figures.known.is_lower_better(self.indicator)

    @property
    def shown(self) -> tuple[Fig, ...]:
        """All figures, with those of other sources."""
        rivals = (one for line in self.lines.values() for one in line.rivals.get(self.period, ()))
        return (*self.found.values(), *rivals)

    @property
    def subtitle(self) -> Part:
        """Measure, unit and period."""
        measure = name_measure(self.figures, self.collector, self.indicator)
        return say(sentence("{measure}, {period}"), {"measure": measure, "period": period(self.period)})

    @property
    def name(self) -> str:
        """The name of the indicator."""
        return self.figures.known.get_entry(self.indicator).name[self.collector.language]

    @cached_property
    def rows(self) -> tuple[tuple[str, DrawnRow], ...]:
        """Areas with their rows, the best first, equal ones in the order of their names."""
        own = list_own(self.figures)
        rows = sorted(((area, self._make_row(area, is_own=area in own)) for area in self.lines), key=_read_name)
        rows.sort(key=lambda one: self.found[one[0]].scaled, reverse=not self.is_lower_better)
        return tuple(rows)

    def _make_row(self, area: str, *, is_own: bool) -> DrawnRow:
        figure, line = self.found[area], self.lines[area]
        rivals = drop_repeats(line.rivals.get(self.period, ()))
        name = name_area(self.figures, self.collector, area)
        return DrawnRow(name, (figure,), is_own, figure.key in line.doubtful, rivals)

    @property
    def about_period(self) -> tuple[Part, ...]:
        """What is said where the areas share no period as late as that of the own area's latest figure."""
        own = self.figures.area
        latest = self.figures.known.find_latest(self.indicator, own)
        if not self.is_chosen or own not in (*self.lines, *self.absent) or isinstance(latest, Gap):
            return ()
        if find_end(latest.period) <= find_end(self.period):
            return ()
        text = sentence(
            "The latest figure of {area} is {latest} ({latest_when}); the chart shows the areas in {shown}, the latest "
            "period for which enough of them have a figure."
        )
        name = name_area(self.figures, self.collector, own)
        return (self.collector.say(text, area=name, latest=latest, shown=PeriodValue(self.period)),)

    def name_absent(self) -> tuple[str, ...]:
        """Give the names of the areas that have no figure."""
        return tuple(name_area(self.figures, self.collector, area) for area in self.absent)


def _read_name(row: tuple[str, DrawnRow]) -> str:
    return row[1].name


def read_standing(
    figures: FigureCalls, collector: Collector, indicator: str, areas: Iterable[str], group: str, when: str
) -> ComposedStanding:  # fmt: skip
    """Read the figures of areas for a period, or for the last that suits a comparison.

    Notes
    -----
    A period suits for which at least three quarters as many areas have a figure as for the fullest one. One in which
    the brief's area has a figure goes before a later one in which it has none. A rank of an earlier map, before the
    area got the key that it has on this one, is none among the areas of this one.
    """
    read = {area: figures.known.read_line(indicator, area) for area in list_areas(figures, areas, group)}
    if figures.known.get_entry(indicator).unit == "RANK":
        read = {area: line.keep(area) for area, line in read.items()}
    chosen = when or _choose_period(figures, read)
    lines = {area: line for area, line in read.items() if line.find(chosen)}
    absent = tuple(area for area in read if area not in lines)
    return ComposedStanding(figures, collector, indicator, chosen, lines, absent, not when)


def _choose_period(figures: FigureCalls, read: Mapping[str, KnownSeries]) -> str:
    suitable = sort_periods(figures.known.list_shared(count_periods(read)))
    own = {one.period for area in list_own(figures) & read.keys() for one in read[area].figures}
    return ([one for one in suitable if one in own] or suitable or [""])[-1]


def make_rank_table(
    figures: FigureCalls,
    collector: Collector,
    indicator: str,
    *,
    areas: Iterable[str] = (),
    group: str = "",
    top: int = 0,
) -> ComposedChart | Gap:
    """Compose areas from the best to the last."""
    standing = read_standing(figures, collector, indicator, areas, group, "")
    if len(standing.lines) <= 1:  # one area alone is compared with nothing
        return Gap(indicator, figures.area)
    drawn = replace(_draw(standing, "rank_table"), place=_find_place(standing), top=top)
    words = area_words.describe_rank_table(collector, drawn, standing.name, standing.name_absent())
    return _make_chart(standing, drawn, words, area_words.explain_doubts(drawn))


def make_dots(
    figures: FigureCalls, collector: Collector, indicator: str, *, areas: Iterable[str] = (), group: str = "",
    period: str = "",
) -> ComposedChart | Gap:  # fmt: skip
    """Compose a dot an area."""
    standing = read_standing(figures, collector, indicator, areas, group, period)
    if len(standing.lines) <= 1:  # one area alone is compared with nothing
        return Gap(indicator, figures.area)
    drawn = _draw(standing, "dots")
    words = area_words.describe_dots(collector, drawn, standing.name, standing.name_absent())
    return _make_chart(standing, drawn, words, area_words.explain_signs(drawn))


def make_tiles(
    figures: FigureCalls, collector: Collector, indicator: str, *, group: str, period: str = ""
) -> ComposedChart | Gap:
    """Compose a map with a tile for each area."""
    standing = read_standing(figures, collector, indicator, (), group, period)
    if not standing.lines:
        return Gap(indicator, figures.area)
    drawn = replace(_draw(standing, "tiles"), rows=_list_tiles(standing, group))
    words = area_words.describe_tiles(collector, drawn, standing.name)
    about = sentence("Each tile is an area. Tiles stand roughly where areas lie; their size has no meaning.")
    return _make_chart(standing, drawn, words, [say_plain(about)])


def _list_tiles(standing: ComposedStanding, group: str) -> tuple[DrawnRow, ...]:
    known = dict(standing.rows)
    own, language = list_own(standing.figures), standing.collector.language
    tiles = []
    for key in list_areas(standing.figures, (), group):
        area = standing.figures.catalogue.areas[key]
        if area.tile is None:
            raise NotEvaluatedError(f"'{key}' has no place on a map")
        name = (area.short or area.name)[language]
        bare = DrawnRow(name, (None,), key in own)
        row = replace(known[key], name=name, is_own=key in own) if key in known else bare
        tiles.append(replace(row, tile=area.tile, full=area.name[language]))
    return tuple(tiles)


def _draw(standing: ComposedStanding, kind: str) -> Drawn:
    entry = standing.figures.known.get_entry(standing.indicator)
    rows = tuple(row for _, row in standing.rows)
    return Drawn(kind, standing.name, entry.unit, entry.unit_mult, standing.is_lower_better, rows=rows)


def _find_place(standing: ComposedStanding) -> tuple[Fig, Fig] | None:
    """Give the place of the chart's own area among all, and how many they are; none for ranks or alone."""
    own = list_own(standing.figures) & standing.lines.keys()
    if len(own) != 1 or len(standing.lines) == 1 or standing.figures.known.get_entry(standing.indicator).unit == "RANK":
        return None
    found = dict(standing.found)
    mine = found.pop(next(iter(own)))
    others = tuple(found.values())
    place = formulas.compute_place(mine, others, lower=standing.is_lower_better)
    return place, formulas.compute_count((mine, *others))


def _make_chart(
    standing: ComposedStanding, drawn: Drawn, words: Iterable[Part], notes: Iterable[Part]
) -> ComposedChart:
    rows = [(row.name, make_cell(row.figure, standing.lines[area], standing.collector)) for area, row in standing.rows]
    rows += [(name, DASH) for name in standing.name_absent()]
    return ComposedChart(
        name=standing.name,
        subtitle=standing.subtitle,
        words=tuple(words),
        figures=standing.shown,
        heads=(say_plain(sentence("Area")), standing.name),
        rows=tuple(rows),
        notes=(*standing.about_period, *notes),
        drawn=drawn,
    )
