"""Areas in rows: the ranking table and the dot plot."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from dxlib.audit.charts.area_words import choose_rows
from dxlib.audit.charts.drawn import DrawnRow, open_side
from dxlib.audit.figure import Fig
from dxlib.audit.svg.matching import pick
from dxlib.audit.svg.parsing import ReadText, look_of_line, look_of_text
from dxlib.audit.svg.rounding import enclose_ranks, round_values
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import BASELINE, ReadScale, View, Word, measure_text
from dxlib.data import schema

# Distances in CSS pixels, as dxlib/charts/rank_table.py and dots.py lay these charts out.
_LEADING: Final = 6.0
_LEFT_OUT: Final = 16.0
_BAR: Final = 12.0
_GAP: Final = 8.0
_DOT: Final = 4.5
_AXIS: Final = 22.0
_ARROW: Final = 16.0
_CARET: Final = 4.0


# The ranking table -----------------------------------------------------------------------------


def check_rank_table(view: View) -> None:
    """See that each area stands with its place, its name, its bar or dot, and its figure."""
    drawn, ranks = view.drawn, view.drawn.unit == "RANK"
    # A rank is its own place, so no column of places stands before the names.
    left = 0.0 if ranks else measure(str(len(drawn.rows)), bold=True) + _GAP
    places, top, widest = _find_places(drawn.rows), 0.0, [0.0, 0.0]
    rows: list[tuple[DrawnRow, float, ReadText]] = []
    for at in choose_rows(drawn.rows, drawn.top):
        row, color = drawn.rows[at], "1" if drawn.rows[at].is_own else "ink"
        if at and (not rows or drawn.rows[at - 1] is not rows[-1][0]):
            view.marks.line("faint", (0, top + _LEFT_OUT / 2), (view.width, top + _LEFT_OUT / 2), dash="1.5 4")
            top += _LEFT_OUT
        name = Word(row.name, look_of_text(color, bold=row.is_own))
        y, top, width = view.take_row(name, top, _LEADING, left)
        if not ranks:
            view.take(_show_place(view, row, places[row.figure.scaled]), left - _GAP, y + BASELINE)
        value = view.figure(row.figure, color, bold=row.is_own, halo=ranks)
        shown = view.out_of(row.figure, color, halo=True) if ranks and row.is_own else value
        # Where it stands is seen later: the scale needs the widest figure of all rows.
        rows.append((row, y, view.take_phrase(shown, y=y + BASELINE)[0]))
        widest = [max(widest[0], width), max(widest[1], shown.width)]
    view.see_height(top + BASELINE)
    radius = _DOT if ranks else 0.0
    ends = left + widest[0] + _GAP + radius, view.width - widest[1] - _GAP - radius
    scale = _make_scale(view, [row for row, _, _ in rows], ends)
    for row, y, first in rows:
        view.see(first, x=(_draw_dot if ranks else _draw_bar)(view, row, y, scale) + _GAP - 2)
    if scale.low < 0:
        base = scale.locate(0)
        view.marks.line("muted", (base, view.drawing.height), (base, 0), layer=1.2)


def _find_places(rows: Sequence[DrawnRow]) -> dict[Fraction, int]:
    """Give the place of each figure; equal ones share one."""
    places: dict[Fraction, int] = {}
    for at, row in enumerate(rows, 1):
        places.setdefault(row.figure.scaled, at)
    return places


def _show_place(view: View, row: DrawnRow, place: int) -> Word:
    look = look_of_text("1" if row.is_own else "muted", bold=row.is_own, anchor="end")
    # The own place is a figure with evidence; others are ticks of the ranking.
    own = view.drawn.place if row.is_own else None
    if own and own[0].value == place:
        return Word(str(place), look, "data-q", view.name_key(own[0].key))
    return Word(str(place), look, "data-tick", str(place))


def _make_scale(view: View, rows: Sequence[DrawnRow], ends: tuple[float, float]) -> ReadScale:
    """Give the scale between names and figures: of values from zero, of ranks to the last that there is."""
    values = [view.drawn.scale(row.figure) for row in rows]
    if view.drawn.unit == "RANK":
        # To the last rank that there is, so that 71 of 193 does not look like the last.
        totals = [float(total.value) for row in view.drawn.rows if (total := row.figure.total)]
        return ReadScale(1, max(*values, *totals, 2.0), *ends)
    # Bars begin at zero, also where all values are above or below it.
    low, high = min(0.0, *values), max(0.0, *values)
    return ReadScale(low, high if high > low else low + 1, *ends)


def _draw_dot(view: View, row: DrawnRow, y: float, scale: ReadScale) -> float:
    x = scale.locate(view.drawn.scale(row.figure))
    view.marks.line("grid", (scale.start, y), (scale.end, y))
    view.marks.dot(x, y, "1" if row.is_own else "faint", _DOT, is_hollow=row.is_doubtful)
    return x + _DOT


def _draw_bar(view: View, row: DrawnRow, y: float, scale: ReadScale) -> float:
    left, right = sorted((scale.locate(0), scale.locate(view.drawn.scale(row.figure))))
    # A value near zero still has a bar that can be seen.
    right = max(right, left + 1)
    color, high, low = "1" if row.is_own else "pale", y - _BAR / 2, y + _BAR / 2
    if row.is_doubtful:
        view.marks.frame(color, (left + 0.7, high + 0.7, right - 0.7, low - 0.7), 1.4, 2)
    else:
        view.marks.bar(color, (left, high, right, low), 2)
    return right


# The dot plot ----------------------------------------------------------------------------------


def check_dots(view: View) -> None:
    """See that each area stands with its name, its dot where the axis has its value, and its figure."""
    drawn = view.drawn
    scale, top, spots = _read_axis(view), 0.0, []
    for row in drawn.rows:
        color = "1" if row.is_own else "ink"
        y, top, _ = view.take_row(Word(row.name, look_of_text(color, bold=row.is_own)), top, _LEADING, 0)
        end = _draw_signs(view, row, y, scale)
        view.take(view.figure(row.figure, color, bold=row.is_own, halo=True), end + _GAP, y + BASELINE)
        spots.append((row.figure, scale.locate(drawn.scale(row.figure)), y))
    view.see_height(top + _AXIS)
    view.see_spots(spots)


def _read_axis(view: View) -> ReadScale:
    """Give the scale through the lines of the grid, one a round value, under which ticks stand that have room."""
    drawn, foot = view.drawn, view.drawing.height
    shown = [drawn.scale(one) for row in drawn.rows for one in (row.figure, *row.rivals)]
    # The upper end of a range is drawn, and must lie on the axis.
    shown += [end for row in drawn.rows if (end := _find_upper(view, row.figure)) is not None]
    values = enclose_ranks(max(shown)) if drawn.unit == "RANK" else round_values(min(shown), max(shown), zero=False)
    # The writer chooses the ends by the widths of names and figures; the outer lines of the grid tell them.
    grid = sorted(one.points[0][0] for one in pick(view.drawing.shapes, look_of_line("grid")))
    scale = ReadScale(values[0], values[-1], *(grid[0], grid[-1]) if grid else (0, 0))
    for value in values:
        x = scale.locate(value)
        view.marks.line("grid", (x, foot - _AXIS + 2), (x, 0))
    for value, one in view.take_ticks(look_of_text("muted", anchor="middle"), values, is_thinned=True):
        view.see(one, min(scale.locate(value), view.width - measure_text(one) / 2), foot - BASELINE)
    return scale


def _find_upper(view: View, figure: Fig) -> float | None:
    """Give the upper end of a range that a source states."""
    upper = figure.row[schema.UPPER_VALUE]
    return float(Fraction(upper) * Fraction(10) ** (figure.mult - view.drawn.mult)) if upper else None


def _draw_signs(view: View, row: DrawnRow, y: float, scale: ReadScale) -> float:
    """Draw a dot with its range, its open side, and what other sources state; give where they end."""
    color, x, marks = "1" if row.is_own else "faint", scale.locate(view.drawn.scale(row.figure)), view.marks
    ends = [x]
    upper, side = _find_upper(view, row.figure), open_side(row.figure)
    if upper is not None:
        ends.append(scale.locate(upper))
        marks.line(color, (x, y), (ends[-1], y), width=4, cap="round", layer=2)
    if side:
        tip, foot = x + side * _ARROW, x + side * (_ARROW - _CARET)
        marks.line(color, (x, y), (tip, y), width=1.8, layer=2)
        marks.line(color, (foot, y - _CARET), (tip, y), (foot, y + _CARET), width=1.8, layer=2)
    for rival in row.rivals:
        ends.append(scale.locate(view.drawn.scale(rival)))
        marks.line(color, (x, y), (ends[-1], y), layer=1.5)
        marks.dot(ends[-1], y, color, _DOT - 0.8, is_hollow=True, layer=3)
    marks.dot(x, y, color, _DOT, is_hollow=row.is_doubtful, layer=4)
    return max(ends) + (_ARROW if side > 0 else _DOT)
