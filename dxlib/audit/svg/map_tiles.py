"""The map of tiles: each province where it belongs, with its figure, in the colour of its class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.audit.charts.drawn import DrawnRow
from dxlib.audit.svg.legend import ReadLegend, choose_ink, make_legend
from dxlib.audit.svg.matching import NEAR, ReadMark, Word, match_shapes, match_texts
from dxlib.audit.svg.parsing import look_of_text
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import ROW, View, bar, check_at, check_spots, frame, hatching
from dxlib.language import sentence

HIGHEST: Final = sentence("Highest figures")
LOWEST: Final = sentence("Lowest figures")
_SIZE: Final = 11
_LINE: Final = 12.0
_WIDEST: Final = 70.0
_AIR: Final = 6.0
_PADDING: Final = 10.0
_SIDE: Final = 36.0
_LISTED: Final = 3
_FRAME: Final = 2.4


@dataclass(slots=True)
class _Tile:
    """A tile with its words."""

    row: DrawnRow
    name: Word
    value: Word | None
    color: str


@dataclass(frozen=True, slots=True)
class _Grid:
    """How large tiles are, whether figures are written into them, and where the first row begins."""

    width: float
    height: float
    is_written: bool
    top: float = 0

    def find_middle(self, row: DrawnRow) -> tuple[float, float]:
        down, across = row.tile
        return 1 + (across - 0.5) * self.width, self.top + (down - 0.5) * self.height


def check_tiles(view: View) -> Iterator[str]:
    """See that each province has its tile, its name and its figure, and that the colours say the classes."""
    rows = view.drawn.rows
    known = [row for row in rows if row.figures[0]]
    values = [view.drawn.scale(row.figure) for row in known]
    legend = make_legend(view, values, has_gaps=len(known) < len(rows))
    grid = _lay_out(view, known)
    tiles = [_make_tile(view, row, legend, grid) for row in rows]
    side = list(_list_side(view, known, grid))
    words = [
        *legend.words,
        *(word for one in tiles for word in (one.name, one.value) if word),
        *(one[0] for one in side),
    ]
    if wrong := list(match_texts(words, view.drawing.texts)):
        yield from wrong
        return
    grid = _Grid(grid.width, grid.height, grid.is_written, legend.height + _PADDING)
    lowest = max(row.tile[0] for row in rows)
    if abs(view.drawing.height - grid.top - lowest * grid.height - _FRAME) > NEAR:
        yield "its height is not that of its tiles"
    yield from legend.check(view)
    marks = [*legend.list_marks(), *(mark for one in tiles for mark in _list_marks(one, grid))]
    yield from match_shapes(marks, view.drawing.shapes)
    for one in tiles:
        yield from _check_tile(one, grid)
    for word, x, y in side:
        yield from check_at(word, x=x, y=y + grid.top)
    spots = [] if grid.is_written else [(row.figure, *grid.find_middle(row)) for row in rows if row.figures[0]]
    yield from check_spots(view, spots)


def _lay_out(view: View, known: Sequence[DrawnRow]) -> _Grid:
    columns = max(row.tile[1] for row in view.drawn.rows)
    width = min(_WIDEST, (view.width - _FRAME) / columns)
    names = [measure(row.name, bold=row.is_own, size=_SIZE) for row in view.drawn.rows]
    shown = [measure(view.show(row.figure), bold=row.is_own, size=_SIZE) for row in known]
    is_written = max(*names, *shown) <= width - _AIR
    return _Grid(width, 2 * _LINE + _AIR + 2 * is_written, is_written)


def _make_tile(view: View, row: DrawnRow, legend: ReadLegend, grid: _Grid) -> _Tile:
    figure = row.figures[0]
    color = legend.choose(view.drawn.scale(figure)) if figure else ""
    ink = choose_ink(color)
    look = look_of_text(ink, bold=row.is_own, size=_SIZE, anchor="middle", halo=not figure)
    name = Word(row.name, look, is_name=True)
    value = None
    if grid.is_written and figure:
        value = view.figure(figure, ink, bold=row.is_own, size=_SIZE, anchor="middle")
    return _Tile(row, name, value, color)


def _check_tile(tile: _Tile, grid: _Grid) -> Iterator[str]:
    x, y = grid.find_middle(tile.row)
    texts = [*tile.name.found, *(tile.value.found if tile.value else ())]
    for at, one in enumerate(texts):
        wanted = y - _LINE * len(texts) / 2 + _SIZE * 0.8 + _LINE * at
        if abs(one.x - x) > NEAR or abs(one.y - wanted) > NEAR:
            yield f"'{one.text}' does not stand on the tile of '{tile.row.full}'"


def _list_marks(tile: _Tile, grid: _Grid) -> Iterator[ReadMark]:
    x, y = grid.find_middle(tile.row)
    half, high = grid.width / 2 - 0.8, grid.height / 2 - 0.8
    box = (x - half, y - high, x + half, y + high)
    if tile.color:
        yield bar(tile.color, box, 1)
    else:
        yield from hatching(box)
    if tile.row.is_own:
        yield frame("ink", box, _FRAME, 4)
        yield frame("paper", (box[0] + 2, box[1] + 2, box[2] - 2, box[3] - 2), 1.6, 3)


def _list_side(view: View, known: Sequence[DrawnRow], grid: _Grid) -> Iterator[tuple[Word, float, float]]:
    """Give the lists of the highest and the lowest figures with their places, where they have room."""
    left = max(row.tile[1] for row in view.drawn.rows) * grid.width + _SIDE
    if left >= view.width or len(known) < 2 * _LISTED:
        return
    ordered = sorted(sorted(known, key=lambda row: row.full), key=lambda row: row.figure.scaled, reverse=True)
    groups = ((HIGHEST, ordered[:_LISTED]), (LOWEST, ordered[-_LISTED:]))
    listed = [row for _, group in groups for row in group]
    right = left + _PADDING + max(measure(row.full, bold=row.is_own) for row in listed)
    right += max(measure(view.show(row.figure), bold=True) for row in listed)
    height = len(groups) * ((_LISTED + 1) * (ROW + 2) + ROW)
    room = max(row.tile[0] for row in view.drawn.rows) * grid.height + _FRAME
    if right > view.width or height > room:
        return
    y = ROW
    for heading, group in groups:
        yield Word(view.say(heading), look_of_text("muted")), left, y
        for row in group:
            y += ROW + 2
            color = "1" if row.is_own else "ink"
            yield Word(row.full, look_of_text(color, bold=row.is_own)), left, y
            yield view.figure(row.figure, color, bold=row.is_own, anchor="end"), right, y
        y += 2 * ROW
