"""The map of tiles on a page."""

from __future__ import annotations

from functools import partial
from typing import Final

from dxlib.brief.markup import Writer
from dxlib.brief.pictures.areas import (
    AreasAsked,
    Standing,
    find_emphasised,
    list_areas,
    make_entries,
    make_standing_picture,
    read_standing,
)
from dxlib.brief.pictures.assembly import Picture
from dxlib.charts.entries import ComparedArea
from dxlib.charts.tiles import Tile, TileMap, describe_tiles, draw_tiles
from dxlib.data.quantities import Missing
from dxlib.errors import DataError
from dxlib.evidence.parts import say_plain
from dxlib.figures.shelf import Shelf
from dxlib.language import Sentence, sentence

_ABOUT_TILES: Final[Sentence] = sentence(
    "Each tile is an area. Tiles stand roughly where areas lie; their size has no meaning."
)


def make_tile_map(shelf: Shelf, writer: Writer, asked: AreasAsked) -> Picture | Missing:
    """Give a tile for each province of a map, or what is missing where nothing is known of any.

    Raises
    ------
    DataError
        For an area without a place on the map: give it a tile in the catalogue.
    """
    standing = read_standing(shelf, asked)
    if not standing.series:
        return Missing(asked.indicator, asked.home, "nothing to draw")
    entry = shelf.get_indicator(asked.indicator)
    entries = make_entries(shelf, writer, standing, asked.home)
    tiles = _make_tiles(shelf, writer, asked, standing, entries)
    lower = shelf.lower_is_better(asked.indicator)
    tile_map = TileMap(tiles, writer.speaker, entry.unit, entry.unit_mult, lower)
    name = entry.name[writer.speaker.language]
    words = describe_tiles(tile_map, name=name)
    return make_standing_picture(
        shelf, writer, asked, standing, draw=partial(draw_tiles, tile_map), words=words, notes=[say_plain(_ABOUT_TILES)]
    )


def _make_tiles(
    shelf: Shelf, writer: Writer, asked: AreasAsked, standing: Standing, entries: tuple[ComparedArea, ...]
) -> tuple[Tile, ...]:
    # Entries are sorted and hold names, not keys of areas; the key of its figure leads back to each.
    by_figure = {entry.figure.key: entry for entry in entries}
    known = {area: by_figure[standing.find(area).key] for area in standing.series}
    own = find_emphasised(shelf, asked.home)
    tiles = []
    for key in list_areas(shelf, asked):
        area = shelf.catalogue.areas[key]
        if area.tile is None:
            raise DataError(
                f"'{key}' has no place on a map of tiles.", fix="name a group whose areas have tiles, or give it one."
            )
        # A tile is narrow: the catalogue has a short name where the full one does not fit.
        name = (area.short or area.name)[writer.speaker.language]
        tiles.append(Tile(*area.tile, name, known.get(key), key in own))
    return tuple(tiles)
