"""The parts of an index: panels of bars beside each other, a row an area or a period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dxlib.audit.charts.drawn import DrawnRow
from dxlib.audit.charts.of_index import find_most, has_own_scale
from dxlib.audit.svg.matching import pick
from dxlib.audit.svg.parsing import ReadText, look_of_line, look_of_text
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import BASELINE, ROW, UnreadableError, View, Word

# Distances in CSS pixels, as dxlib/charts/part_bars.py lays panels out.
_LEADING: Final = 5.0
_HEAD_GAP: Final = 4.0
_BETWEEN: Final = 14.0
_GAP: Final = 16.0
_BAR: Final = 11.0
_TEXT_GAP: Final = 5.0
_UNKNOWN: Final = 22.0


def check_parts(view: View) -> None:
    """See that each panel has its head, and each row its name, its bars and its figures."""
    # Each panel has one line at zero, whose place tells how many stand beside each other.
    bases = [one.points[0][0] for one in pick(view.drawing.shapes, look_of_line("muted"))]
    if len(bases) != len(view.drawn.columns):
        raise UnreadableError(f"it has {len(bases)} panels")
    count = next((at for at in range(1, len(bases)) if bases[at] <= bases[at - 1]), len(bases))
    width = (view.width - bases[0] - _GAP * (count - 1)) / count
    top = 0.0
    for start in range(0, len(bases), count):
        panels = [(at, bases[0] + (at - start) * (width + _GAP)) for at in range(start, min(start + count, len(bases)))]
        top = _check_band(view, panels, width, top) + _BETWEEN
    view.see_height(top - _BETWEEN)


def _check_band(view: View, panels: Sequence[tuple[int, float]], width: float, top: float) -> float:
    """Check panels beside each other, and the names of their rows; give where they end."""
    rows, head, values = view.drawn.rows, 0, []
    for panel, x in panels:
        look = look_of_text("muted" if panel else "ink", bold=not panel)
        head = max(head, len(view.take_name(Word(view.drawn.columns[panel], look), x, top + ROW - BASELINE)))
        values.append([_take_value(view, row, panel) for row in rows])
    top = foot = top + ROW * head + _HEAD_GAP
    middles = []
    for row in rows:
        middle, foot, _ = view.take_row(_name(view, row), foot, _LEADING, 0)
        middles.append(middle)
    for (panel, x), found in zip(panels, values, strict=True):
        view.marks.line("muted", (x, foot), (x, top), layer=3)
        factor = _find_factor(view, panel, width)
        for row, value, middle in zip(rows, found, middles, strict=True):
            high, low, figure = middle - _BAR / 2, middle + _BAR / 2, row.figures[panel]
            if figure and value:
                end = x + max(view.drawn.scale(figure) * factor, 1)
                view.marks.bar("1" if row.is_own else "pale", (x, high, end, low), 2)
                view.see(value, end + _TEXT_GAP, middle + BASELINE)
            else:
                view.marks.hatch((x, high, x + _UNKNOWN, low))
    return foot


def _take_value(view: View, row: DrawnRow, panel: int) -> ReadText | None:
    figure = row.figures[panel]
    return view.take(view.figure(figure, "1" if row.is_own else "ink", bold=row.is_own)) if figure else None


def _name(view: View, row: DrawnRow) -> Word:
    look = look_of_text("1" if row.is_own else "ink", bold=row.is_own)
    return view.period(row.period, look) if row.period else Word(row.name, look)


def _find_factor(view: View, panel: int, width: float) -> float:
    """Give how long a bar of one unit is: of panels with one scale, the longest leaves room for the widest figure."""
    columns = range(len(view.drawn.columns))
    # The whole is drawn by itself, and its parts share a scale.
    if has_own_scale(view.drawn):
        columns = columns[1:] if panel else columns[:1]
    figures = [row.figures[column] for row in view.drawn.rows for column in columns]
    shown = [measure(view.show(one), bold=True) for one in figures if one]
    # A figure stands behind its bar, so the longest bar must leave it room.
    return max(width - max(shown, default=0.0) - _TEXT_GAP, 1.0) / (find_most(view.drawn, columns) or 1.0)
