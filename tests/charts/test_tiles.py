from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxlib.charts.theme import STEPS, Width
from dxlib.charts.tiles import Tile, TileMap, describe_tiles, draw_tiles
from dxlib.data.schema import Qualifier
from dxlib.errors import DataError
from dxlib.language import Speaker

Make = Callable[..., Any]
SHORT = ("TP HCM", "BR-VT", "TT Huế", "Quảng Ngãi", "Tuyên Quang", "Thái Nguyên", "Bình Phước", "Lào Cai")


def make_tile_map(
    speaker: Speaker, make_entries: Make, values: list[Any], unit: str = "PERCENT", **facts: Any
) -> TileMap:
    """Give a map of six columns; none stands for what is not known; the first tile is emphasised."""
    entries = make_entries([0 if value is None else value for value in values], unit, **facts)
    tiles = [
        Tile(1 + n // 6, 1 + n % 6, SHORT[n % len(SHORT)], None if value is None else entry, n == 0)
        for n, (value, entry) in enumerate(zip(values, entries, strict=True))
    ]
    return TileMap(tuple(tiles), speaker, unit, facts.get("unit_mult", 0))


@pytest.fixture
def tile_map(english: Speaker, make_entries: Make) -> TileMap:
    return make_tile_map(english, make_entries, [31, 35, 38, None, 41, 44, 47, 33])


@pytest.mark.parametrize("width", Width)
def test_every_province_is_named(tile_map: TileMap, width: Width, read: Any) -> None:
    canvas = draw_tiles(tile_map, width)
    read.check_legible(canvas)
    words = " ".join(read.list_texts(canvas))
    assert all(part in words for name in SHORT for part in name.split())


def test_figures_are_written_into_tiles_where_they_have_room(tile_map: TileMap, read: Any) -> None:
    wide, narrow = (draw_tiles(tile_map, width) for width in Width)
    assert set(read.list_marked(wide, "data-q")) == {"31%", "35%", "38%", "41%", "44%", "47%", "33%"}
    assert read.list_marked(narrow, "data-q") == []
    assert set(narrow.spots) == {entry.figure.key for entry in tile_map.entries}


def test_tiles_stand_in_their_rows_and_columns(tile_map: TileMap, read: Any) -> None:
    boxes = [fill.points[0] for fill in read.list_role(draw_tiles(tile_map, Width.WIDE), "tile")]
    assert boxes[0][1] == boxes[1][1]  # first and second column of the first row
    assert boxes[0][0] == boxes[5][0]  # first column of the first and the second row
    assert boxes[5][1] < boxes[0][1]


def test_a_higher_figure_has_a_stronger_colour(tile_map: TileMap, read: Any) -> None:
    colors = [STEPS.index(fill.color) for fill in read.list_role(draw_tiles(tile_map, Width.WIDE), "tile")]
    assert colors[0] < colors[2] < colors[5]
    ranks = draw_tiles(replace(tile_map, lower_is_better=True), Width.WIDE)
    assert next(STEPS.index(fill.color) for fill in read.list_role(ranks, "tile")) == max(colors)


def test_what_is_not_known_is_hatched(tile_map: TileMap, read: Any) -> None:
    canvas = draw_tiles(tile_map, Width.WIDE)
    assert {line.name for line in read.list_role(canvas, "hatch") if line.name} == {"Quảng Ngãi"}
    assert len(read.list_role(canvas, "tile")) == 7


def test_the_emphasised_province_has_a_frame_and_bold_letters(tile_map: TileMap, read: Any) -> None:
    canvas = draw_tiles(tile_map, Width.NARROW)
    assert len(read.list_role(canvas, "own")) == len(read.list_role(canvas, "inside")) == 1
    assert [text.text for text in canvas.texts if text.bold] == ["TP HCM"]


def test_a_wide_map_lists_the_highest_and_the_lowest_beside_it(tile_map: TileMap, read: Any) -> None:
    small = replace(
        tile_map,
        tiles=tuple(
            replace(tile, column=1 + tile.column % 3, row=tile.row * 3 + tile.column) for tile in tile_map.tiles
        ),
    )
    assert "Highest figures" in read.list_texts(draw_tiles(small, Width.WIDE))
    assert "Highest figures" not in read.list_texts(draw_tiles(small, Width.NARROW))


def test_a_map_without_figures_is_refused(tile_map: TileMap) -> None:
    empty = tuple(replace(tile, entry=None) for tile in tile_map.tiles)
    with pytest.raises(DataError, match="no figure to draw"):
        draw_tiles(replace(tile_map, tiles=empty), Width.WIDE)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.one_of(st.none(), st.integers(0, 40_000_000)), max_size=62),
    unit=st.sampled_from(["PERSON", "USD", "INDEX", "PER_100"]),
    width=st.sampled_from(Width),
)
def test_whatever_the_figures_every_text_is_legible(
    values: list[int | None], unit: str, width: Width, vietnamese: Speaker, make_entries: Make, read: Any
) -> None:
    tile_map = make_tile_map(vietnamese, make_entries, [7, *values], unit, qualifier=Qualifier.AT_LEAST)
    read.check_legible(draw_tiles(tile_map, width))


def test_the_description_says_range_own_and_gaps(tile_map: TileMap, list_said: Make) -> None:
    own = replace(tile_map.tiles[0], entry=replace(tile_map.tiles[0].entry, emphasis=True))
    said = list_said(describe_tiles(replace(tile_map, tiles=(own, *tile_map.tiles[1:])), name="Share"))
    assert said == [
        "The map shows a tile for each area (2024); the stronger the colour, the higher the figure: Share.",
        "The highest figure is 47 (Hô Chi Minh-Ville), the lowest 31 (Thành phố Hồ Chí Minh).",
        "Thành phố Hồ Chí Minh has 31.",
        "Hatched tiles stand for areas without a figure.",
    ]
    ranks = list_said(describe_tiles(replace(tile_map, lower_is_better=True), name="x"))
    assert "the lower the figure" in ranks[0]


def test_the_description_names_all_that_share_the_highest_or_the_lowest_figure(
    english: Speaker, make_entries: Make, list_said: Make
) -> None:
    several = make_tile_map(english, make_entries, [7, 7, 5, 2, 2, 2])
    assert list_said(describe_tiles(several, name="Share"))[1] == (
        "The highest figure is 7 (Bà Rịa - Vũng Tàu, Thành phố Hồ Chí Minh), "
        "the lowest 2 (Brunéi Darussalam, Quảng Ngãi, République de Corée)."
    )  # fmt: skip
    for values in ([7, 7], [7, 7.0001], [7]):  # of which only the own area's is told
        alike = make_tile_map(english, make_entries, values)
        assert [*list_said(describe_tiles(alike, name="Share"))[1:]] == ["Thành phố Hồ Chí Minh has 7."]
