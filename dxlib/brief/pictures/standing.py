"""Areas of one period on a page: the ranking table and the dot plot."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from dxlib import analysis
from dxlib.brief.markup import Writer
from dxlib.brief.pictures.areas import (
    AreasAsked,
    Standing,
    find_emphasised,
    make_entries,
    make_standing_picture,
    name_areas,
    read_standing,
)
from dxlib.brief.pictures.assembly import Picture
from dxlib.charts.dots import DotPlot, describe_dots, draw_dots, find_open_side
from dxlib.charts.entries import explain_doubts
from dxlib.charts.rank_table import RankTable, describe_rank_table, draw_rank_table
from dxlib.data.quantities import Missing, Quantity
from dxlib.evidence.parts import Part, say_plain
from dxlib.figures.shelf import Shelf
from dxlib.language import sentence

_FEWEST: Final = 2  # areas: one alone is compared with nothing


def make_rank_table(shelf: Shelf, writer: Writer, asked: AreasAsked, *, top: int) -> Picture | Missing:
    """Give areas from the best to the last, or what is missing where fewer than two are known."""
    standing = read_standing(shelf, asked)
    if len(standing.series) < _FEWEST:
        return Missing(asked.indicator, asked.home, "nothing to compare")
    entry = shelf.get_indicator(asked.indicator)
    entries = make_entries(shelf, writer, standing, asked.home)
    lower, place = shelf.lower_is_better(asked.indicator), _find_place(shelf, asked, standing)
    table = RankTable(entries, writer.speaker, entry.unit, entry.unit_mult, lower, place, top)
    name = entry.name[writer.speaker.language]
    return make_standing_picture(
        shelf, writer, asked, standing, draw=partial(draw_rank_table, table),
        words=describe_rank_table(table, name=name, absent=name_areas(shelf, writer, standing.absent)),
        notes=map(say_plain, explain_doubts(entries)),
    )  # fmt: skip


def make_dot_plot(shelf: Shelf, writer: Writer, asked: AreasAsked) -> Picture | Missing:
    """Give a dot an area, or what is missing where fewer than two are known."""
    standing = read_standing(shelf, asked)
    if len(standing.series) < _FEWEST:
        return Missing(asked.indicator, asked.home, "nothing to compare")
    entry = shelf.get_indicator(asked.indicator)
    entries = make_entries(shelf, writer, standing, asked.home)
    plot = DotPlot(entries, writer.speaker, entry.unit, entry.unit_mult, shelf.lower_is_better(asked.indicator))
    name = entry.name[writer.speaker.language]
    words = describe_dots(plot, name=name, absent=name_areas(shelf, writer, standing.absent))
    return make_standing_picture(
        shelf, writer, asked, standing, draw=partial(draw_dots, plot), words=words, notes=_explain_signs(plot)
    )


def _explain_signs(plot: DotPlot) -> Iterator[Part]:
    if any(entry.rivals for entry in plot.entries):
        yield say_plain(sentence("Hollow dots on a thin line: what another source states."))
    if any(find_open_side(entry.figure) for entry in plot.entries):
        yield say_plain(sentence("Arrows: the source says only that the figure is higher or lower."))
    yield from (say_plain(one) for one in explain_doubts(plot.entries))


def _find_place(shelf: Shelf, asked: AreasAsked, standing: Standing) -> tuple[Quantity, Quantity] | None:
    """Give the place of the one area that the chart is about, and among how many; none where it stands alone."""
    own = find_emphasised(shelf, asked.home) & standing.series.keys()
    # Several areas that became one have no common place, and a rank is a place already.
    if len(own) != 1 or len(standing.series) == 1 or shelf.get_indicator(asked.indicator).unit == "RANK":
        return None
    figures = {area: standing.find(area) for area in standing.series}
    mine = figures.pop(next(iter(own)))
    lower = shelf.lower_is_better(asked.indicator)
    place = analysis.compute_place(mine, list(figures.values()), lower_is_better=lower)
    return place, analysis.compute_count([mine, *figures.values()])
