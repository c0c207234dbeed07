"""Areas of one period on a page: the ranking table and the dot plot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from dxlib import analysis
from dxlib.brief.markup import Writer
from dxlib.brief.pictures.areas import Standing, find_emphasised, read_standing
from dxlib.brief.pictures.assembly import Picture
from dxlib.charts.dots import DotPlot, describe_dots, draw_dots, find_open_side
from dxlib.charts.entries import explain_doubts
from dxlib.charts.rank_table import RankTable, describe_rank_table, draw_rank_table
from dxlib.data.quantities import Missing, Quantity
from dxlib.evidence.parts import Part, say_plain
from dxlib.language import sentence

_FEWEST: Final = 2  # areas: one alone is compared with nothing


def make_rank_table(
    writer: Writer, indicator: str, *, areas: Iterable[str], group: str, top: int
) -> Picture | Missing:  # fmt: skip
    """Give areas from the best to the last, or what is missing where fewer than two are known."""
    standing = read_standing(writer, indicator, areas, group)
    if len(standing.series) < _FEWEST:
        return Missing(indicator, writer.home, "fewer than two areas have a figure")
    entry, entries = writer.catalogue.get_indicator(indicator), standing.entries
    lower, place = standing.lower_is_better, _find_place(standing)
    table = RankTable(entries, writer.speaker, entry.unit, entry.unit_mult, lower, place, top)
    words = describe_rank_table(table, name=writer.name(indicator), absent=standing.name_absent())
    return standing.make_picture(partial(draw_rank_table, table), words, map(say_plain, explain_doubts(entries)))


def make_dot_plot(
    writer: Writer, indicator: str, *, areas: Iterable[str], group: str, period: str
) -> Picture | Missing:  # fmt: skip
    """Give a dot an area, or what is missing where fewer than two are known."""
    standing = read_standing(writer, indicator, areas, group, period)
    if len(standing.series) < _FEWEST:
        return Missing(indicator, writer.home, "fewer than two areas have a figure")
    entry = writer.catalogue.get_indicator(indicator)
    plot = DotPlot(standing.entries, writer.speaker, entry.unit, entry.unit_mult, standing.lower_is_better)
    words = describe_dots(plot, name=writer.name(indicator), absent=standing.name_absent())
    return standing.make_picture(partial(draw_dots, plot), words, _explain_signs(plot))


def _explain_signs(plot: DotPlot) -> Iterator[Part]:
    if any(entry.rivals for entry in plot.entries):
        yield say_plain(sentence("Hollow dots on a thin line: what another source states."))
    if any(find_open_side(entry.figure) for entry in plot.entries):
        yield say_plain(sentence("Arrows: the source says only that the figure is higher or lower."))
    yield from map(say_plain, explain_doubts(plot.entries))


def _find_place(standing: Standing) -> tuple[Quantity, Quantity] | None:
    """Give the place of the one area that the chart is about, and among how many."""
    own = find_emphasised(standing.writer) & standing.series.keys()
    # Several areas that became one have no common place, and a rank is a place already.
    if len(own) != 1 or standing.writer.catalogue.get_indicator(standing.indicator).unit == "RANK":
        return None
    figures = dict(standing.found)
    mine = figures.pop(next(iter(own)))
    place = analysis.compute_place(mine, list(figures.values()), lower_is_better=standing.lower_is_better)
    return place, analysis.compute_count([mine, *figures.values()])
