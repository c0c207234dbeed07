"""The map of tiles on a page."""

from __future__ import annotations

from functools import partial
from typing import Final

from dxlib.brief.markup import Writer
from dxlib.brief.pictures.areas import Standing, find_emphasised, list_areas, read_standing
from dxlib.brief.pictures.assembly import Picture
from dxlib.charts.tiles import Tile, TileMap, describe_tiles, draw_tiles
from dxlib.data.quantities import Missing
from dxlib.errors import DataError
from dxlib.evidence.parts import say_plain
from dxlib.language import Sentence, sentence

_ABOUT_TILES: Final[Sentence] = sentence(
    "Each tile is an area. Tiles stand roughly where areas lie; their size has no meaning."
)


def make_tile_map(writer: Writer, indicator: str, *, group: str, period: str) -> Picture | Missing:
    """Give a tile for each province of a map, or what is missing where nothing is known of any.

    Raises
    ------
    DataError
        For an area without a place on the map: give it a tile in the catalogue.
    """
    standing = read_standing(writer, indicator, (), group, period)
    if not standing.series:
        return Missing(indicator, writer.home, "nothing to draw")
    entry, tiles = writer.catalogue.get_indicator(indicator), _make_tiles(standing, group)
    tile_map = TileMap(tiles, writer.speaker, entry.unit, entry.unit_mult, standing.lower_is_better)
    words = describe_tiles(tile_map, name=writer.name(indicator))
    return standing.make_picture(partial(draw_tiles, tile_map), words, [say_plain(_ABOUT_TILES)])


def _make_tiles(standing: Standing, group: str) -> tuple[Tile, ...]:
    writer, own, tiles = standing.writer, find_emphasised(standing.writer), []
    for key in list_areas(writer, (), group):
        area = writer.catalogue.areas[key]
        if area.tile is None:
            raise DataError(
                f"'{key}' has no place on a map of tiles.", fix="name a group whose areas have tiles, or give it one."
            )
        # A tile is narrow: the catalogue has a short name where the full one does not fit.
        name = (area.short or area.name)[writer.speaker.language]
        tiles.append(Tile(*area.tile, name, standing.by_area.get(key), key in own))
    return tuple(tiles)
