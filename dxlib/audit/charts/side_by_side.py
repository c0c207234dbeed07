"""Areas of one period side by side: the ranking table, the dot plot, the map of tiles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from dxlib.audit import formulas
from dxlib.audit.charts import area_words
from dxlib.audit.charts.drawn import ComposedChart, Drawn, DrawnRow
from dxlib.audit.charts.saying import Charting, count_periods, drop_repeats, sort_periods
from dxlib.audit.evaluate import NotEvaluatedError
from dxlib.audit.figure import Fig, Gap
from dxlib.audit.gathering import PeriodValue
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
    on
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

    on: Charting
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
    def lowest_first(self) -> bool:
        """Whether the lowest figure stands first."""
        return self.on.figures.known.is_lower_better(self.indicator)

    @property
    def shown(self) -> tuple[Fig, ...]:
        """All figures, with those of other sources."""
        rivals = (one for line in self.lines.values() for one in line.rivals.get(self.period, ()))
        return (*self.found.values(), *rivals)

    @property
    def subtitle(self) -> Part:
        """Measure, unit and period."""
        places = {"measure": self.on.name_measure(self.indicator), "period": period(self.period)}
        return say(sentence("{measure}, {period}"), places)

    @cached_property
    def rows(self) -> tuple[tuple[str, DrawnRow], ...]:
        """Areas with their rows, the best first, equal ones in the order of their names."""
        own = self.on.list_own()
        rows = sorted(((area, self._make_row(area, is_own=area in own)) for area in self.lines), key=_read_name)
        # Stable: areas with one figure keep the order of their names.
        rows.sort(key=lambda one: self.found[one[0]].scaled, reverse=not self.lowest_first)
        return tuple(rows)

    def _make_row(self, area: str, *, is_own: bool) -> DrawnRow:
        figure, line = self.found[area], self.lines[area]
        rivals = drop_repeats(line.rivals.get(self.period, ()))
        return DrawnRow(self.on.name_area(area), (figure,), is_own, figure.key in line.doubtful, rivals)

    @property
    def about_period(self) -> tuple[Part, ...]:
        """What is said where the areas share no period as late as that of the own area's latest figure."""
        own = self.on.figures.area
        latest = self.on.figures.known.find_latest(self.indicator, own)
        if not self.is_chosen or own not in (*self.lines, *self.absent) or isinstance(latest, Gap):
            return ()
        if find_end(latest.period) <= find_end(self.period):
            return ()
        text = sentence(
            "The latest figure of {area} is {latest} ({latest_when}); the chart shows the areas in {shown}, the latest "
            "period for which enough of them have a figure."
        )
        shown = PeriodValue(self.period)
        return (self.on.collector.say(text, area=self.on.name_area(own), latest=latest, shown=shown),)

    def name_absent(self) -> tuple[str, ...]:
        """Give the names of the areas that have no figure."""
        return tuple(map(self.on.name_area, self.absent))

    def draw(self, kind: str, **more: Any) -> Drawn:
        """Give what a chart of these areas must show."""
        entry, rows = self.on.get_entry(self.indicator), tuple(row for _, row in self.rows)
        drawn = Drawn(kind, self.on.name(self.indicator), entry.unit, entry.unit_mult, self.lowest_first, rows=rows)
        return replace(drawn, **more)


def _read_name(row: tuple[str, DrawnRow]) -> str:
    return row[1].name


def read_standing(
    on: Charting, indicator: str, areas: Iterable[str], group: str = "", when: str = ""
) -> ComposedStanding:
    """Read the figures of areas for a period, or for the last that suits a comparison.

    Notes
    -----
    A period suits for which at least three quarters as many areas have a figure as for the fullest one. One in which
    the brief's area has a figure goes before a later one in which it has none. A rank of an earlier map, before the
    area got the key that it has on this one, is none among the areas of this one.
    """
    read = {area: on.read_line(indicator, area) for area in on.list_areas(areas, group)}
    # How many are ranked depends on the map, so a rank under an earlier key has no place among those of this one.
    if on.get_entry(indicator).unit == "RANK":
        read = {area: line.keep(area) for area, line in read.items()}
    chosen = when or _choose_period(on, read)
    lines = {area: line for area, line in read.items() if line.find(chosen)}
    return ComposedStanding(on, indicator, chosen, lines, tuple(area for area in read if area not in lines), not when)


def _choose_period(on: Charting, read: Mapping[str, KnownSeries]) -> str:
    suitable = sort_periods(on.figures.known.list_shared(count_periods(read)))
    # A later period without the brief's own area would show a chart about somebody else.
    own = {one.period for area in on.list_own() & read.keys() for one in read[area].figures}
    return ([one for one in suitable if one in own] or suitable or [""])[-1]


def make_rank_table(
    on: Charting, indicator: str, *, areas: Iterable[str] = (), group: str = "", top: int = 0
) -> ComposedChart | Gap:
    """Compose areas from the best to the last."""
    if isinstance(top, bool) or not isinstance(top, int) or top < 0:
        raise NotEvaluatedError(f"top={top!r} counts no areas")
    standing = read_standing(on, indicator, areas, group)
    if len(standing.lines) <= 1:  # one area alone is compared with nothing
        return Gap(indicator, on.figures.area)
    drawn = standing.draw("rank_table", place=_find_place(standing), top=top)
    words = area_words.describe_rank_table(on.collector, drawn, on.name(indicator), standing.name_absent())
    return _make_chart(standing, drawn, words, area_words.explain_doubts(drawn))


def make_dots(
    on: Charting, indicator: str, *, areas: Iterable[str] = (), group: str = "", period: str = ""
) -> ComposedChart | Gap:
    """Compose a dot an area."""
    standing = read_standing(on, indicator, areas, group, period)
    if len(standing.lines) <= 1:  # one area alone is compared with nothing
        return Gap(indicator, on.figures.area)
    drawn = standing.draw("dots")
    words = area_words.describe_dots(on.collector, drawn, on.name(indicator), standing.name_absent())
    return _make_chart(standing, drawn, words, area_words.explain_signs(drawn))


def make_tiles(on: Charting, indicator: str, *, group: str, period: str = "") -> ComposedChart | Gap:
    """Compose a map with a tile for each area."""
    standing = read_standing(on, indicator, (), group, period)
    if not standing.lines:
        return Gap(indicator, on.figures.area)
    drawn = standing.draw("tiles", rows=_list_tiles(standing, group))
    words = area_words.describe_tiles(on.collector, drawn, on.name(indicator))
    about = sentence("Each tile is an area. Tiles stand roughly where areas lie; their size has no meaning.")
    return _make_chart(standing, drawn, words, [say_plain(about)])


def _list_tiles(standing: ComposedStanding, group: str) -> tuple[DrawnRow, ...]:
    on, known, tiles = standing.on, dict(standing.rows), []
    own, language = on.list_own(), on.collector.language
    for key in on.list_areas((), group):
        area = on.figures.catalogue.areas[key]
        # Without a place on the map an area would be left out in silence.
        if area.tile is None:
            raise NotEvaluatedError(f"'{key}' has no place on a map")
        name, row = (area.short or area.name)[language], known.get(key) or DrawnRow("", (None,))
        tiles.append(replace(row, name=name, is_own=key in own, tile=area.tile, full=area.name[language]))
    return tuple(tiles)


def _find_place(standing: ComposedStanding) -> tuple[Fig, Fig] | None:
    """Give the place of the chart's own area among all, and how many they are; none for ranks or alone."""
    own = standing.on.list_own() & standing.lines.keys()
    # A rank is a place already.
    if len(own) != 1 or standing.on.get_entry(standing.indicator).unit == "RANK":
        return None
    found = dict(standing.found)
    mine = found.pop(next(iter(own)))
    others = tuple(found.values())
    place = formulas.compute_place(mine, others, lower=standing.lowest_first)
    return place, formulas.compute_count((mine, *others))


def _make_chart(
    standing: ComposedStanding, drawn: Drawn, words: Iterable[Part], notes: Iterable[Part]
) -> ComposedChart:
    on = standing.on
    rows = [(row.name, on.make_cell(row.figure, standing.lines[area])) for area, row in standing.rows]
    name = on.name(standing.indicator)
    return ComposedChart(
        subtitle=standing.subtitle,
        words=tuple(words),
        figures=standing.shown,
        heads=(say_plain(sentence("Area")), name),
        rows=(*rows, *((absent, DASH) for absent in standing.name_absent())),
        notes=(*standing.about_period, *notes),
        drawn=drawn,
    )
