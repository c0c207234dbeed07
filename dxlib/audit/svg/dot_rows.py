"""The dot plot: an area a row, a dot where the axis has its figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from dxlib.audit.charts.drawn import DrawnRow, open_side
from dxlib.audit.figure import Fig
from dxlib.audit.svg.area_rows import DOT, AreaRow, check_rows, make_name, place_rows
from dxlib.audit.svg.matching import NEAR, ReadMark, Word, match_shapes, match_texts, pick
from dxlib.audit.svg.parsing import look_of_line, look_of_text
from dxlib.audit.svg.rounding import enclose_ranks, round_values
from dxlib.audit.svg.view import (
    ReadScale,
    View,
    check_spots,
    check_ticks,
    line,
    measure_text,
    read_tick,
    sign,
)
from dxlib.data import schema

_AXIS: Final = 22.0
_ARROW: Final = 16.0
_CARET: Final = 4.0
_BASELINE: Final = 4.0


def check_dots(view: View) -> Iterator[str]:
    """See that each area stands with its name, its dot where the axis has its value, and its figure."""
    rows = [_make_row(view, row) for row in view.drawn.rows]
    ticks = Word("ticks", look_of_text("muted", anchor="middle"), is_ticks=True)
    words = [ticks, *(word for one in rows for word in (one.name, *one.values))]
    if wrong := list(match_texts(words, view.drawing.texts)):
        yield from wrong
        return
    end = place_rows(rows)
    if abs(view.drawing.height - end - _AXIS) > NEAR:
        yield "its height is not that of its rows"
    yield from check_ticks(view, ticks)
    values = _list_ticks(view)
    grid = sorted(one.points[0][0] for one in pick(view.drawing.shapes, look_of_line("grid")))
    if len(grid) != len(values):
        yield "its axis has other lines"
        return
    scale = ReadScale(values[0], values[-1], grid[0], grid[-1])
    marks = [line("grid", (x, view.drawing.height - _AXIS + 2), (x, 0)) for x in grid]
    for one in rows:
        marks += _list_signs(view, one, scale)
    yield from match_shapes(marks, view.drawing.shapes)
    yield from _check_axis(view, ticks, scale, values, grid)
    yield from check_rows(rows)
    yield from check_spots(view, [(one.row.figure, _find(view, scale, one.row.figure), one.middle) for one in rows])


def _make_row(view: View, row: DrawnRow) -> AreaRow:
    value = view.figure(row.figure, "1" if row.is_own else "ink", bold=row.is_own, halo=True)
    return AreaRow(row, make_name(row), [value])


def _find(view: View, scale: ReadScale, figure: Fig) -> float:
    return scale.locate(view.drawn.scale(figure))


def _list_ticks(view: View) -> list[float]:
    """Give the round values between which all signs stand."""
    shown = [view.drawn.scale(one) for row in view.drawn.rows for one in (row.figure, *row.rivals)]
    shown += [end for row in view.drawn.rows if (end := _find_upper(view, row.figure)) is not None]
    if view.drawn.unit == "RANK":
        return list(enclose_ranks(max(shown)))
    return [round(one, 9) for one in round_values(min(shown), max(shown), zero=False)]


def _find_upper(view: View, figure: Fig) -> float | None:
    """Give the upper end of a range that a source states."""
    upper = figure.row[schema.UPPER_VALUE]
    return float(Fraction(upper) * Fraction(10) ** (figure.mult - view.drawn.mult)) if upper else None


def _check_axis(
    view: View, ticks: Word, scale: ReadScale, values: Sequence[float], grid: Sequence[float]
) -> Iterator[str]:  # fmt: skip
    """See that each tick says the value of its line; those without room are not written, but for the last."""
    said = [read_tick(one) for one in ticks.found]
    if not set(said) <= set(values) or said[-1] != values[-1] or said != sorted(said):
        yield "the ticks of its axis are others"
    for one, value in zip(ticks.found, said, strict=True):
        place, foot = min(scale.locate(value), view.width - measure_text(one) / 2), view.drawing.height - _BASELINE
        if abs(place - one.x) > NEAR or abs(one.y - foot) > NEAR:
            yield f"the tick '{one.text}' does not stand where the others put it"
    for x, value in zip(grid, values, strict=True):
        if abs(x - scale.locate(value)) > NEAR:
            yield "the lines of its axis do not stand where their values are"


def _list_signs(view: View, one: AreaRow, scale: ReadScale) -> Iterator[ReadMark]:
    """Give an area's dot with its range, its open side, and what other sources state."""
    row, y, figure = one.row, one.middle, one.row.figure
    color, x = "1" if row.is_own else "faint", _find(view, scale, figure)
    ends = [x]
    upper = _find_upper(view, figure)
    if upper is not None:
        ends.append(scale.locate(upper))
        yield line(color, (x, y), (ends[-1], y), width=4, cap="round", layer=2)
    yield from _list_arrow(figure, color, x, y)
    for rival in row.rivals:
        place = _find(view, scale, rival)
        ends.append(place)
        yield line(color, (x, y), (place, y), layer=1.5)
        yield from sign(place, y, color, DOT - 0.8, is_hollow=True, layer=3)
    yield from sign(x, y, color, DOT, is_hollow=row.is_doubtful, layer=4)
    one.end = max(ends) + (_ARROW if open_side(figure) > 0 else DOT)


def _list_arrow(figure: Fig, color: str, x: float, y: float) -> Iterator[ReadMark]:
    side = open_side(figure)
    if side:
        tip, foot = x + side * _ARROW, x + side * (_ARROW - _CARET)
        yield line(color, (x, y), (tip, y), width=1.8, layer=2)
        yield line(color, (foot, y - _CARET), (tip, y), (foot, y + _CARET), width=1.8, layer=2)
