from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxlib.charts.classes import choose_text_color
from dxlib.charts.theme import STEPS, Color, Width
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


@pytest.mark.parametrize("width", Width)
def test_tiles_are_of_one_size_with_the_same_gap_between_neighbours(tile_map: TileMap, width: Width, read: Any) -> None:
    canvas = draw_tiles(tile_map, width)
    tiles = [fill.points for fill in read.list_role(canvas, "tile")]
    assert len({(round(x1 - x0, 6), round(y1 - y0, 6)) for (x0, y0), (x1, y1) in tiles}) == 1
    first, second, third, _, _, sixth, below = tiles
    gap = second[0][0] - first[1][0]
    assert 0 < gap == pytest.approx(third[0][0] - second[1][0])
    assert below[1][1] == pytest.approx(first[0][1] - gap)
    assert first[0][0] > 0
    assert sixth[0][0] == pytest.approx(first[0][0])
    # The legend ends above the first row, and the last row just above the foot.
    legend = read.list_role(canvas, "key")
    assert min(fill.points[0][1] for fill in legend) > first[1][1]
    boxes = [box for _, box in read.measure_texts(canvas)]
    ticks = [
        box
        for text, box in zip(canvas.texts, boxes, strict=True)
        if text.text in ("35%", "40%", "45%") and text.mark.attribute == "data-tick"
    ]
    assert min(box.y0 for box in ticks) > first[1][1]
    assert 0 <= below[0][1] < 5


@pytest.mark.parametrize("width", Width)
def test_what_is_written_on_a_tile_stands_in_its_middle(tile_map: TileMap, width: Width, read: Any) -> None:
    canvas = draw_tiles(tile_map, width)
    letters = {text: box for text, (_, box) in zip(canvas.texts, read.measure_texts(canvas), strict=True)}
    for fill, tile in zip(read.list_role(canvas, "tile"), (t for t in tile_map.tiles if t.entry), strict=True):
        (x0, y0), (x1, y1) = fill.points
        inside = [text for text in letters if x0 < text.x < x1 and y0 < text.y < y1]
        assert [text.x for text in inside] == pytest.approx([(x0 + x1) / 2] * len(inside))
        assert all(y0 < letters[text].y0 and letters[text].y1 < y1 for text in inside)
        assert all(x0 < letters[text].x0 and letters[text].x1 < x1 for text in inside)
        # From the foot of the lowest letters to the head of the highest, within two pixels.
        low, high = min(text.y for text in inside), max(text.y for text in inside) + 0.7 * 11
        assert (low + high) / 2 == pytest.approx((y0 + y1) / 2, abs=2)
        names = [text.text for text in inside if not text.mark]
        assert " ".join(names) == tile.name
        assert [text.text for text in inside if text.mark] == (
            [] if width is Width.NARROW else [f"{tile.entry.figure.value}%"]
        )
        assert {text.color for text in inside} == {choose_text_color(fill.color)}
        assert {text.halo for text in inside} == {False}
        if width is Width.NARROW:
            assert canvas.spots[tile.entry.figure.key] == pytest.approx(((x0 + x1) / 2, (y0 + y1) / 2))


def test_a_name_on_a_hatched_tile_is_kept_clear_of_the_lines(tile_map: TileMap) -> None:
    canvas = draw_tiles(tile_map, Width.WIDE)
    assert [text.text for text in canvas.texts if text.halo] == ["Quảng Ngãi"]


def test_figures_are_written_into_all_tiles_or_into_none(english: Speaker, make_entries: Make, read: Any) -> None:
    canvas = draw_tiles(make_tile_map(english, make_entries, [1, 2, 123456789], "PERSON"), Width.WIDE)
    assert read.list_marked(canvas, "data-q") == []


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
    (own,), (inside,) = read.list_role(canvas, "own"), read.list_role(canvas, "inside")
    tile = read.list_role(canvas, "tile")[0]
    (x0, y0), (x1, y1) = tile.points
    assert own.points == ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0))
    # The light line lies just within the dark one, which covers its outer edge.
    step = inside.points[0][0] - x0
    assert own.pen.width / 2 < step + inside.pen.width / 2 <= own.pen.width / 2 + inside.pen.width
    assert [y0 + step, x1 - step, y1 - step] == pytest.approx([inside.points[0][1], *inside.points[2]])
    assert own.layer > inside.layer > tile.layer
    assert (own.pen.color, inside.pen.color) == (Color.INK, Color.PAPER)


def test_a_wide_map_lists_the_highest_and_the_lowest_beside_it(tile_map: TileMap, read: Any) -> None:
    small = replace(
        tile_map,
        tiles=tuple(
            replace(tile, column=1 + tile.column % 3, row=tile.row * 6 + tile.column) for tile in tile_map.tiles
        ),
    )
    canvas = draw_tiles(small, Width.WIDE)
    assert "Highest figures" in read.list_texts(canvas)
    right = max(x for fill in read.list_role(canvas, "tile") for x, _ in fill.points)
    beside = [text for text in canvas.texts if text.ends[0] > right and text.y < canvas.height - 50]
    names = [text for text in beside if text.align == "left"]
    values = [text for text in beside if text.align == "right"]
    assert [text.text for text in values] == ["47%", "44%", "41%", "35%", "33%", "31%"]
    assert (len({text.x for text in names}), len({text.x for text in values})) == (1, 1)
    assert min(text.ends[0] for text in values) - max(text.ends[1] for text in names[1:4] + names[5:]) >= 8
    assert [text.y for text in names] == sorted((text.y for text in names), reverse=True)
    assert [text.y for text in values] == [text.y for text in (*names[1:4], *names[5:])]
    steps = [one.y - other.y for one, other in pairwise(names)]
    assert len({*steps[:3], *steps[4:]}) == 1 < steps[3] / steps[0]
    read.check_legible(canvas)
    assert "Highest figures" not in read.list_texts(draw_tiles(small, Width.NARROW))


def test_no_area_is_listed_among_the_highest_and_the_lowest(english: Speaker, make_entries: Make, read: Any) -> None:
    for count, listed in ((5, False), (6, True)):
        tile_map = make_tile_map(english, make_entries, list(range(30, 30 + count)))
        tiles = tuple(replace(tile, column=1, row=at + 1) for at, tile in enumerate(tile_map.tiles))
        # Rows that hold nothing make room beside the map.
        tiles += (replace(tiles[0], row=9, entry=None, emphasis=False),)
        texts = read.list_texts(draw_tiles(replace(tile_map, tiles=tiles), Width.WIDE))
        assert ("Lowest figures" in texts) == listed


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
