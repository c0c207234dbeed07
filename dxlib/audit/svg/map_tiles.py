"""The map of tiles: each province where it belongs, with its figure, in the colour of its class, and the legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.audit.charts.drawn import DrawnRow
from dxlib.audit.svg.matching import NEAR, pick
from dxlib.audit.svg.parsing import look_of_line, look_of_text
from dxlib.audit.svg.rounding import choose_classes
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import ROW, View, Word, measure_text
from dxlib.language import sentence

HIGHEST: Final = sentence("Highest figures")
LOWEST: Final = sentence("Lowest figures")
NO_FIGURE: Final = sentence("no figure")
# Sizes and distances in CSS pixels, as dxlib/charts/tiles.py and classes.py lay a map out.
_SIZE: Final = 11
_LINE: Final = 12.0
_WIDEST: Final = 70.0
_AIR: Final = 6.0
_PADDING: Final = 10.0
_SIDE: Final = 36.0
_LISTED: Final = 3
_FRAME: Final = 2.4
# Of the legend: the box of a class, the baseline of its bounds, its height, and what stands beside it.
_BOX: Final = (30.0, 11.0)
_TEXT: Final = 25.0
_HEIGHT: Final = 32.0
_KEY_GAP: Final = 16.0
_WORD_GAP: Final = 6.0
# On the two strongest colours texts are written in the colour of the page.
_DARK: Final = ("k4", "k5")


@dataclass(frozen=True, slots=True)
class _Grid:
    """How large tiles are, whether figures are written into them, and where the first row begins."""

    width: float
    height: float
    is_written: bool
    top: float

    def find_middle(self, row: DrawnRow) -> tuple[float, float]:
        down, across = row.tile
        return 1 + (across - 0.5) * self.width, self.top + (down - 0.5) * self.height


def check_tiles(view: View) -> None:
    """See that each province has its tile, its name and its figure, and that the colours say the classes."""
    rows = view.drawn.rows
    known = [row for row in rows if row.figures[0]]
    values = [view.drawn.scale(row.figure) for row in known]
    bounds, colors = choose_classes(values, is_lower_better=view.drawn.is_lower_better)
    top = _check_legend(view, bounds, colors, has_gaps=len(known) < len(rows)) + _PADDING
    grid = _lay_out(view, known, top)
    for row in rows:
        figure = row.figures[0]
        # A value on a bound belongs to the class above it.
        color = colors[sum(bound <= view.drawn.scale(figure) for bound in bounds)] if figure else ""
        _check_tile(view, row, color, grid)
    _check_side(view, known, grid)
    view.see_height(top + max(row.tile[0] for row in rows) * grid.height + _FRAME)
    # Figures that stand in the tiles are read as texts; else pointers find them by their places.
    view.see_spots([] if grid.is_written else [(row.figure, *grid.find_middle(row)) for row in known])


def _lay_out(view: View, known: Sequence[DrawnRow], top: float) -> _Grid:
    width = min(_WIDEST, (view.width - _FRAME) / max(row.tile[1] for row in view.drawn.rows))
    names = [measure(row.name, bold=row.is_own, size=_SIZE) for row in view.drawn.rows]
    shown = [measure(view.show(row.figure), bold=row.is_own, size=_SIZE) for row in known]
    # All tiles or none: a figure in some of them would mark these out.
    is_written = max(*names, *shown) <= width - _AIR
    return _Grid(width, 2 * _LINE + _AIR + 2 * is_written, is_written, top)


def _check_tile(view: View, row: DrawnRow, color: str, grid: _Grid) -> None:
    (x, y), ink = grid.find_middle(row), "paper" if color in _DARK else "ink"
    half, high = grid.width / 2 - 0.8, grid.height / 2 - 0.8
    box = (x - half, y - high, x + half, y + high)
    if color:
        view.marks.bar(color, box, 1)
    else:
        view.marks.hatch(box)
    if row.is_own:
        view.marks.frame("ink", box, _FRAME, 4)
        # A second frame within, in the colour of the page, parts the dark one from a dark tile.
        view.marks.frame("paper", (box[0] + 2, box[1] + 2, box[2] - 2, box[3] - 2), 1.6, 3)
    look = look_of_text(ink, bold=row.is_own, size=_SIZE, anchor="middle", halo=not color)
    texts = view.take_name(Word(row.name, look))
    if color and grid.is_written:
        texts.append(view.take(view.figure(row.figure, ink, bold=row.is_own, size=_SIZE, anchor="middle")))
    view.see_rows(texts, x, y - _LINE * len(texts) / 2 + _SIZE * 0.8, step=_LINE)


def _check_side(view: View, known: Sequence[DrawnRow], grid: _Grid) -> None:
    """See that the highest and the lowest figures are listed beside the map where they have room."""
    down, across = (max(row.tile[at] for row in view.drawn.rows) for at in (0, 1))
    left, room = across * grid.width + _SIDE, down * grid.height + _FRAME
    ordered = sorted(sorted(known, key=lambda row: row.full), key=lambda row: row.figure.scaled, reverse=True)
    groups = ((HIGHEST, ordered[:_LISTED]), (LOWEST, ordered[-_LISTED:]))
    right = left + _PADDING + max(measure(row.full, bold=row.is_own) for _, group in groups for row in group)
    right += max(measure(view.show(row.figure), bold=True) for _, group in groups for row in group)
    is_high = len(groups) * ((_LISTED + 1) * (ROW + 2) + ROW) > room
    # Of fewer areas the same names would stand in both lists.
    if len(known) < 2 * _LISTED or right > view.width or is_high:
        return
    y = grid.top + ROW
    for heading, group in groups:
        view.take(Word(view.say(heading), look_of_text("muted")), left, y)
        for row in group:
            y += ROW + 2
            color = "1" if row.is_own else "ink"
            view.take(Word(row.full, look_of_text(color, bold=row.is_own)), left, y)
            view.take(view.figure(row.figure, color, bold=row.is_own, anchor="end"), right, y)
        y += 2 * ROW


def _check_legend(view: View, bounds: Sequence[float], colors: Sequence[str], *, has_gaps: bool) -> float:
    """See that each bound stands between its classes, and what is not known beside its sign; give where they end."""
    # How wide a box is follows from texts of the page's language; it is read off the first one.
    first = next(iter(pick(view.drawing.shapes, look_of_line(colors[0], _BOX[1]))), None)
    step = first.points[-1][0] - first.points[0][0] if first else 0.0
    ticks = view.take_ticks(look_of_text("muted", anchor="middle"), bounds) if bounds else []
    is_staggered = any(abs(one.y - _TEXT - ROW) <= NEAR for _, one in ticks)
    for at, (_, one) in enumerate(ticks):
        x = min((at + 1) * step, view.width - measure_text(one) / 2)
        view.see(one, x, _TEXT + ROW * (is_staggered and at % 2))
    for at, color in enumerate(colors if bounds else ()):
        view.marks.bar(color, (at * step, 0, (at + 1) * step, _BOX[1]), 1)
    height = _HEIGHT + ROW * is_staggered
    if has_gaps:
        unknown = view.take(Word(view.say(NO_FIGURE), look_of_text("muted")))
        x, y = step * len(colors) + _KEY_GAP if bounds else 0.0, 0.0
        if bounds and unknown.y > _TEXT:  # in a row of its own, for want of room
            x, y, height = 0.0, height, height + ROW
        view.marks.hatch((x, y, x + _BOX[0], y + _BOX[1]))
        view.see(unknown, x + _BOX[0] + _WORD_GAP, y + _BOX[1] - 1)
    return height
