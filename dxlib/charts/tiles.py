"""The map of tiles: a tile of the same size for each province, roughly where it lies, in the colour of its class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.analysis.comparability import look_alike
from dxlib.charts.canvas import Canvas, Pen
from dxlib.charts.classes import Classes, choose_text_color, compute_classes, make_legend
from dxlib.charts.entries import ComparedArea, name_ends, show_entry, sort_entries, validate_entries
from dxlib.charts.labels import Box, Piece, wrap
from dxlib.charts.pieces import show_figure
from dxlib.charts.scene import draw_piece
from dxlib.charts.series import scale_value
from dxlib.charts.theme import ROW_HEIGHT, Color, Width, measure_text
from dxlib.evidence.parts import name_few
from dxlib.language import Sentence, Speaker, sentence

HIGHEST: Final[Sentence] = sentence("Highest figures")
LOWEST: Final[Sentence] = sentence("Lowest figures")
_SIZE: Final = 11
_LINE: Final = 12.0
_WIDEST: Final = 70.0
_AIR: Final = 6.0
_PADDING: Final = 10.0
_SIDE: Final = 36.0
_LISTED: Final = 3  # of the highest and of the lowest
_FRAME: Final = 2.4


@dataclass(frozen=True, slots=True)
class Tile:
    """A province's place on the map.

    Parameters
    ----------
    row, column
        From 1 at the top and at the left.
    name
        As short as its tile asks for, in the language of the page.
    entry
        Its figure; none where none is known.
    """

    row: int
    column: int
    name: str
    entry: ComparedArea | None
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class TileMap:
    """What a map of tiles shows.

    Parameters
    ----------
    tiles
        One a province, no two on one place.
    speaker
        The language of the page.
    unit, unit_mult
        Of the figures.
    lower_is_better
        Whether the strongest colour stands for the lowest figures.
    """

    tiles: tuple[Tile, ...]
    speaker: Speaker
    unit: str
    unit_mult: int = 0
    lower_is_better: bool = False

    @property
    def entries(self) -> tuple[ComparedArea, ...]:
        """What is known, the best first."""
        known = (tile.entry for tile in self.tiles if tile.entry)
        return sort_entries(known, lower_is_better=self.lower_is_better)


@dataclass(frozen=True, slots=True)
class _Grid:
    """How large tiles are, whether figures are written into them, and where the first row begins."""

    width: float
    height: float
    written: bool
    top: float


def draw_tiles(tile_map: TileMap, width: Width) -> Canvas:
    """Draw a map of tiles.

    Raises
    ------
    DataError
        When there is no figure, one in another unit, or of another period.
    """
    entries = tile_map.entries
    validate_entries(entries, tile_map.unit)
    values = [scale_value(entry.figure, tile_map.unit_mult) for entry in entries]
    classes = compute_classes(values, lower_is_better=tile_map.lower_is_better)
    has_gaps = len(entries) < len(tile_map.tiles)
    unit = (tile_map.unit, tile_map.unit_mult)
    legend = make_legend(classes, tile_map.speaker, unit, width, has_gaps=has_gaps)
    rows = max(tile.row for tile in tile_map.tiles)
    height = legend.height + _PADDING
    grid = _lay_out(tile_map, width)
    canvas = Canvas(width, round(height + rows * grid.height + _FRAME))
    grid = _Grid(grid.width, grid.height, grid.written, canvas.height - height)
    legend.draw(canvas)
    for tile in tile_map.tiles:
        _draw_tile(canvas, tile_map, tile, grid, classes)
    _draw_side(canvas, tile_map, grid)
    return canvas


def _lay_out(tile_map: TileMap, width: Width) -> _Grid:
    columns = max(tile.column for tile in tile_map.tiles)
    tile_width = min(_WIDEST, (width - _FRAME) / columns)
    names = [measure_text(tile.name, bold=tile.emphasis, size=_SIZE) for tile in tile_map.tiles]
    shown = [
        show_figure(tile_map.speaker, entry.figure, bold=entry.emphasis, size=_SIZE).width for entry in tile_map.entries
    ]
    # In all tiles or in none: where some lack a figure it would seem not to be known.
    written = max(*names, *shown) <= tile_width - _AIR
    return _Grid(tile_width, 2 * _LINE + _AIR + 2 * written, written, 0)


def _draw_tile(canvas: Canvas, tile_map: TileMap, tile: Tile, grid: _Grid, classes: Classes) -> None:
    left, top = 1 + (tile.column - 1) * grid.width, grid.top - (tile.row - 1) * grid.height
    # The gap between tiles tells neighbours of one class apart.
    box = Box(left, top - grid.height, left + grid.width, top).inset(0.8)
    color = Color.INK
    if tile.entry:
        fill = classes.choose(scale_value(tile.entry.figure, tile_map.unit_mult))
        color = choose_text_color(fill)
        canvas.add_box(box, fill, role="tile", name=tile.name)
        # A figure that is not written still has a place on the drawing, where the page shows it to the pointer.
        if not grid.written:
            canvas.spots[tile.entry.figure.key] = (left + grid.width / 2, top - grid.height / 2)
    else:
        canvas.add_hatching(box, name=tile.name)
    if tile.emphasis:
        # The light line within the dark one shows on a tile of any class.
        canvas.add_frame(box, Pen(Color.INK, _FRAME), layer=4, role="own")
        canvas.add_frame(box.inset(2), Pen(Color.PAPER, 1.6), layer=3, role="inside")
    lines = [Piece(row, color, tile.emphasis, size=_SIZE) for row in _break_name(tile, grid)]
    if grid.written and tile.entry:
        lines.append(show_figure(tile_map.speaker, tile.entry.figure, color, bold=tile.emphasis, size=_SIZE))
    y = top - grid.height / 2 + _LINE * len(lines) / 2 - _SIZE * 0.8
    # With a halo where the tile is hatched, since its lines run under the name.
    for line in lines:
        draw_piece(canvas, line, left + grid.width / 2, y, align="center", halo=tile.entry is None)
        y -= _LINE


def _break_name(tile: Tile, grid: _Grid) -> tuple[str, ...]:
    """Give the rows of a name: one where figures are written, else up to two."""
    if grid.written:
        return (tile.name,)
    share = 13 / _SIZE  # names are broken at the size in which texts are usually measured
    return wrap(tile.name, (grid.width - _AIR) * share, bold=tile.emphasis)


def _draw_side(canvas: Canvas, tile_map: TileMap, grid: _Grid) -> None:
    """List the highest and the lowest figures beside the map, where there is room."""
    columns = max(tile.column for tile in tile_map.tiles)
    left = columns * grid.width + _SIDE
    entries = sort_entries(tile_map.entries, lower_is_better=False)
    # No area is both among the highest and among the lowest.
    if len(entries) < 2 * _LISTED:
        return
    groups = ((HIGHEST, entries[:_LISTED]), (LOWEST, entries[-_LISTED:]))
    names = max(measure_text(entry.name, bold=entry.emphasis) for _, group in groups for entry in group)
    values = max(show_figure(tile_map.speaker, entry.figure).width for _, group in groups for entry in group)
    height = len(groups) * ((_LISTED + 1) * (ROW_HEIGHT + 2) + ROW_HEIGHT)
    if left + names + _PADDING + values > canvas.width or height > grid.top:
        return
    y = grid.top - ROW_HEIGHT
    for words, group in groups:
        draw_piece(canvas, Piece(tile_map.speaker.translate(words.text), Color.MUTED), left, y)
        for entry in group:
            y -= ROW_HEIGHT + 2
            color = Color.FIRST if entry.emphasis else Color.INK
            draw_piece(canvas, Piece(entry.name, color, entry.emphasis), left, y)
            piece = show_entry(tile_map.speaker, entry)
            draw_piece(canvas, piece, left + names + _PADDING + values, y, align="right")
        y -= 2 * ROW_HEIGHT


def describe_tiles(tile_map: TileMap, *, name: str) -> tuple[Sentence, ...]:
    """Give the map's alternative in words: what, range, the province it is about, what is missing."""
    entries = sort_entries(tile_map.entries, lower_is_better=False)
    high = entries[0]
    if tile_map.lower_is_better:
        what = sentence(
            "The map shows a tile for each area ({when_when}); the stronger the colour, the lower the figure: "
            "{name}.",
            name=name, when=high.figure,
        )  # fmt: skip
    else:
        what = sentence(
            "The map shows a tile for each area ({when_when}); the stronger the colour, the higher the figure: "
            "{name}.",
            name=name, when=high.figure,
        )  # fmt: skip
    return (what, *_describe_range(entries), *_describe_own(entries), *_describe_gaps(tile_map))


def _describe_range(entries: Sequence[ComparedArea]) -> Iterator[Sentence]:
    high, low, (highest, lowest) = entries[0].figure, entries[-1].figure, name_ends(entries)
    # Of figures that all look alike none is the highest.
    if highest and lowest and not look_alike(high, low):
        yield sentence(
            "The highest figure is {high} ({high_name}), the lowest {low} ({low_name}).",
            high=high, high_name=name_few(highest), low=low, low_name=name_few(lowest),
        )  # fmt: skip


def _describe_own(entries: Sequence[ComparedArea]) -> Iterator[Sentence]:
    for entry in entries:
        if entry.emphasis:
            yield sentence("{name} has {own}.", name=entry.name, own=entry.figure)


def _describe_gaps(tile_map: TileMap) -> Iterator[Sentence]:
    if any(tile.entry is None for tile in tile_map.tiles):
        yield sentence("Hatched tiles stand for areas without a figure.")
