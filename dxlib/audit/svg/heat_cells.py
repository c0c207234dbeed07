"""The heat map: areas by periods, each cell in the colour of its class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.audit.charts.drawn import DrawnRow
from dxlib.audit.charts.in_classes import list_broken
from dxlib.audit.figure import Fig
from dxlib.audit.svg.legend import Legend, choose_ink, make_legend
from dxlib.audit.svg.letters import measure
from dxlib.audit.svg.matching import NEAR, Mark, Word, match_shapes, match_texts
from dxlib.audit.svg.parsing import SIZE, look_of_text
from dxlib.audit.svg.view import ROW, View, bar, check_at, check_spots, frame, hatching, line, measure_text

_MANY: Final = 20
_SMALL: Final = 11
_HEAD: Final = 20.0
_GAP: Final = 8.0
_BREAK: Final = 9.0
_AIR: Final = 5.0
_MOST_WRITTEN: Final = 14


@dataclass(slots=True)
class _Grid:
    """A heat map: its words, and, once these are found, where its columns and rows stand."""

    view: View
    legend: Legend
    heads: list[Word]
    names: list[Word]
    size: int
    values: dict[str, Word]
    broken: Sequence[int]

    @property
    def tops(self) -> list[float]:
        top, tops = self.legend.height + _HEAD, []
        for name in self.names:
            tops.append(top)
            top += self.find_height(name)
        return [*tops, top]

    def find_height(self, name: Word) -> float:
        return ROW * len(name.found) + (0 if self.size == _SMALL else _AIR)

    @property
    def lefts(self) -> list[float]:
        left = max(measure_text(one) for name in self.names for one in name.found) + _GAP
        count = len(self.heads)
        column = (self.view.width - left - _BREAK * len(self.broken)) / count
        gaps = [sum(place <= at for place in self.broken) for at in range(count)]
        return [*(left + column * at + _BREAK * gap for at, gap in enumerate(gaps)), column]


def check_heatmap(view: View) -> Iterator[str]:
    """See that each cell stands in the row of its area and under its period, in the colour of its class."""
    grid = _make_grid(view)
    words = [*grid.legend.words, *grid.heads, *grid.names, *grid.values.values()]
    if wrong := list(match_texts(words, view.drawing.texts)):
        yield from wrong
        return
    lefts, column, tops = grid.lefts[:-1], grid.lefts[-1], grid.tops
    if _are_written(view, column) != bool(grid.values):
        yield "its figures are not written where they have room"
    if abs(view.drawing.height - tops[-1] - 2) > NEAR:
        yield "its height is not that of its rows"
    yield from grid.legend.check(view)
    yield from match_shapes(_list_marks(grid, lefts, column, tops), view.drawing.shapes)
    yield from _check_words(grid, lefts, column, tops)
    cells = [(one, x, y) for one, x, y, _ in _list_cells(grid, lefts, column, tops) if one]
    is_spotted = not grid.values and len(view.drawn.rows) <= _MANY
    yield from check_spots(view, cells if is_spotted else [])


def _make_grid(view: View) -> _Grid:
    drawn = view.drawn
    figures = [one for row in drawn.rows for one in row.figures]
    shown = [drawn.scale(one) for one in figures if one]
    legend = make_legend(view, shown, has_gaps=len(shown) < len(figures))
    look, last = look_of_text("muted", anchor="middle"), len(drawn.columns) - 1
    heads = [view.period(code, look, is_optional=at < last) for at, code in enumerate(drawn.columns)]
    size = _SMALL if len(drawn.rows) > _MANY else SIZE
    names = [_make_name(row, size) for row in drawn.rows]
    is_written = any(f" {_SMALL} middle" in one.look for one in view.drawing.texts)
    values = {one.key: _show(view, legend, one) for one in figures if one and is_written}
    return _Grid(view, legend, heads, names, size, values, list_broken(drawn))


def _make_name(row: DrawnRow, size: int) -> Word:
    look = look_of_text("1" if row.is_own else "ink", bold=row.is_own, size=size)
    return Word(row.name, look, is_name=True)


def _show(view: View, legend: Legend, figure: Fig) -> Word:
    ink = choose_ink(legend.choose(view.drawn.scale(figure)))
    return view.figure(figure, ink, bold=False, size=_SMALL, anchor="middle")


def _are_written(view: View, column: float) -> bool:
    if len(view.drawn.rows) > _MOST_WRITTEN:
        return False
    figures = (one for row in view.drawn.rows for one in row.figures if one)
    return max(measure(view.show(one), size=_SMALL) for one in figures) <= column - 4


def _list_cells(
    grid: _Grid, lefts: Sequence[float], column: float, tops: Sequence[float]
) -> Iterator[tuple[Fig | None, float, float, float]]:
    """Give each figure, or none, with the middle of its cell and the cell's height."""
    for row, top, bottom in zip(grid.view.drawn.rows, tops, tops[1:], strict=False):
        for figure, left in zip(row.figures, lefts, strict=True):
            yield figure, left + column / 2, (top + bottom) / 2, bottom - top


def _list_marks(grid: _Grid, lefts: Sequence[float], column: float, tops: Sequence[float]) -> Iterator[Mark]:
    yield from grid.legend.list_marks()
    for figure, x, y, height in _list_cells(grid, lefts, column, tops):
        box = (x - column / 2 + 0.5, y - height / 2 + 0.5, x + column / 2 - 0.5, y + height / 2 - 0.5)
        if figure:
            yield bar(grid.legend.choose(grid.view.drawn.scale(figure)), box, 1)
        else:
            yield from hatching(box)
    for row, top, bottom in zip(grid.view.drawn.rows, tops, tops[1:], strict=False):
        if row.is_own:
            yield frame("ink", (lefts[0], top, lefts[-1] + column, bottom), 1.6, 3)
    for at in grid.broken:
        x = lefts[at] - _BREAK / 2
        yield line("muted", (x, tops[-1]), (x, tops[0] - 2), dash="2 2.5", layer=2)


def _check_words(grid: _Grid, lefts: Sequence[float], column: float, tops: Sequence[float]) -> Iterator[str]:
    for word, left in zip(grid.heads, lefts, strict=True):
        for one in word.found:
            x = min(left + column / 2, grid.view.width - measure_text(one) / 2)
            yield from check_at(word, x=x, y=tops[0] - _AIR)
    for name, top in zip(grid.names, tops, strict=False):
        middle = top + grid.find_height(name) / 2
        for at, one in enumerate(name.found):
            y = middle + ROW * (at + 0.5 - len(name.found) / 2) + grid.size / 3
            if abs(one.x) > NEAR or abs(one.y - y) > NEAR:
                yield f"'{one.text}' does not stand in the row of '{name.text}'"
    for figure, x, y, _ in _list_cells(grid, lefts, column, tops):
        if figure and figure.key in grid.values:
            yield from check_at(grid.values[figure.key], x=x, y=y + _SMALL / 3)
