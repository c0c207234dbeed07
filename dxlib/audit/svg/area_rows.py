"""Areas in rows, and the ranking table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from dxlib.audit.charts.area_words import choose_rows
from dxlib.audit.charts.drawn import DrawnRow
from dxlib.audit.svg.matching import NEAR, ReadMark, Word, match_shapes, match_texts
from dxlib.audit.svg.parsing import look_of_text
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import (
    BASELINE,
    OUT_OF,
    ROW,
    ReadScale,
    View,
    bar,
    check_at,
    check_follow,
    check_name,
    frame,
    line,
    measure_text,
    sign,
)

LEADING: Final = 6.0
_GAP: Final = 16.0
_BAR: Final = 12.0
_BAR_GAP: Final = 8.0
DOT: Final = 4.5
_TEXT_GAP: Final = (4.0, 12.0)


@dataclass(slots=True)
class AreaRow:
    """A row of a drawing: its words, and where its middle must be."""

    row: DrawnRow
    name: Word
    values: list[Word]
    place: Word | None = None
    has_gap: bool = False
    middle: float = 0
    end: float = field(default=0, kw_only=True)


def make_name(row: DrawnRow) -> Word:
    """Give the name of a row."""
    look = look_of_text("1" if row.is_own else "ink", bold=row.is_own)
    return Word(row.name, look, is_name=True)


def place_rows(rows: Sequence[AreaRow]) -> float:
    """Find the middles of rows by how many lines their names have; give where the last one ends."""
    y = 0.0
    for one in rows:
        height = ROW * len(one.name.found) + LEADING
        y += _GAP * one.has_gap
        one.middle = y + height / 2
        y += height
    return y


def check_rows(rows: Sequence[AreaRow]) -> Iterator[str]:
    """See that names, places and figures stand in their rows, each figure at the end of its bar or sign."""
    for one in rows:
        yield from check_name(one.name, one.middle, x=rows[0].name.only.x)
        for word in (*one.values, *([one.place] if one.place else ())):
            yield from check_at(word, y=one.middle + BASELINE)
        yield from check_follow(one.values)
        gap = one.values[0].only.x - one.end
        if not _TEXT_GAP[0] <= gap <= _TEXT_GAP[1]:
            yield f"'{one.values[0].only.text}' does not stand at the end of its sign"


# The ranking table -----------------------------------------------------------------------------


def check_rank_table(view: View) -> Iterator[str]:
    """See that each area stands with its place, its name, its bar or dot, and its figure."""
    rows = list(_list_table_rows(view))
    words = [word for one in rows for word in (one.name, *([one.place] if one.place else ()), *one.values)]
    if wrong := list(match_texts(words, view.drawing.texts)):
        yield from wrong
        return
    end = place_rows(rows)
    if abs(view.drawing.height - end - BASELINE) > NEAR:
        yield "its height is not that of its rows"
    marks = list((_list_dots if view.drawn.unit == "RANK" else _list_bars)(view, rows))
    marks += [
        line("faint", (0, y), (view.width, y), dash="1.5 4")
        for one in rows
        if one.has_gap
        for y in [one.middle - (ROW * len(one.name.found) + LEADING + _GAP) / 2]
    ]
    yield from match_shapes(marks, view.drawing.shapes)
    yield from check_rows(rows)
    yield from _check_places(view, rows)


def _list_table_rows(view: View) -> Iterator[AreaRow]:
    drawn, ranks = view.drawn, view.drawn.unit == "RANK"
    places = _count_places(drawn.rows)
    last = -1
    for at in choose_rows(drawn.rows, drawn.top):
        row = drawn.rows[at]
        color = "1" if row.is_own else "ink"
        if ranks and row.is_own:
            values = view.out_of(row.figure, color, halo=True)
        else:
            values = [view.figure(row.figure, color, bold=row.is_own, halo=ranks)]
        place = None if ranks else _show_place(view, row, places[at])
        yield AreaRow(row, make_name(row), values, place, has_gap=at - last > 1)
        last = at


def _count_places(rows: Sequence[DrawnRow]) -> list[int]:
    places: list[int] = []
    for at, row in enumerate(rows):
        is_equal = at > 0 and rows[at - 1].figure.scaled == row.figure.scaled
        places.append(places[-1] if is_equal else at + 1)
    return places


def _show_place(view: View, row: DrawnRow, place: int) -> Word:
    text = str(place)
    look = look_of_text("1" if row.is_own else "muted", bold=row.is_own, anchor="end")
    own = view.drawn.place if row.is_own else None
    if own and own[0].value == place:
        return Word(text, look, "data-q", view.name_key(own[0].key))
    return Word(text, look, "data-tick", str(place))


def _check_places(view: View, rows: Sequence[AreaRow]) -> Iterator[str]:
    left = _find_left(view)
    yield from check_at(rows[0].name, x=left)
    for one in rows:
        if one.place:
            yield from check_at(one.place, x=left - _BAR_GAP)


def _find_scale(view: View, rows: Sequence[AreaRow], low: float, high: float) -> ReadScale:
    """Give the scale between the names and the widest figure."""
    radius = DOT if view.drawn.unit == "RANK" else 0.0
    names = max(measure_text(one) for row in rows for one in row.name.found)
    values = max(_measure_values(view, row) for row in rows)
    start, end = _find_left(view) + names + _BAR_GAP + radius, view.width - values - _BAR_GAP - radius
    return ReadScale(low, high if high > low else low + 1, start, end)


def _find_left(view: View) -> float:
    """Give where names begin: after the widest place, where places are written."""
    if view.drawn.unit == "RANK":
        return 0.0
    return measure(str(len(view.drawn.rows)), bold=True) + _BAR_GAP


def _measure_values(view: View, row: AreaRow) -> float:
    """Give how wide figures are, with the words between and around them and the spaces of these."""
    shown = sum(measure_text(word.only) for word in row.values if word.attribute)
    if len(row.values) == 1:
        return shown
    return shown + measure(view.say(OUT_OF).replace("{rank}", "").replace("{total}", ""))


def _list_dots(view: View, rows: Sequence[AreaRow]) -> Iterator[ReadMark]:
    """Give the dots of ranks, on a scale from the first to the last rank there is."""
    ranks = [view.drawn.scale(one.row.figure) for one in rows]
    totals = [float(total.value) for row in view.drawn.rows if (total := row.figure.total)]
    scale = _find_scale(view, rows, 1, max(*ranks, *totals, 2.0))
    for one, rank in zip(rows, ranks, strict=True):
        x = scale.locate(rank)
        one.end = x + DOT
        yield line("grid", (scale.start, one.middle), (scale.end, one.middle))
        color = "1" if one.row.is_own else "faint"
        yield from sign(x, one.middle, color, DOT, is_hollow=one.row.is_doubtful)


def _list_bars(view: View, rows: Sequence[AreaRow]) -> Iterator[ReadMark]:
    """Give bars whose lengths are in proportion to the figures."""
    values = [view.drawn.scale(one.row.figure) for one in rows]
    scale = _find_scale(view, rows, min(0.0, *values), max(0.0, *values))
    base = scale.locate(0)
    for one, value in zip(rows, values, strict=True):
        left, right = sorted((base, scale.locate(value)))
        right = max(right, left + 1)
        one.end = right
        color, middle = "1" if one.row.is_own else "pale", one.middle
        if one.row.is_doubtful:
            inner = (left + 0.7, middle - _BAR / 2 + 0.7, right - 0.7, middle + _BAR / 2 - 0.7)
            yield frame(color, inner, 1.4, 2)
        else:
            yield bar(color, (left, middle - _BAR / 2, right, middle + _BAR / 2), 2)
    if scale.low < 0:
        yield line("muted", (base, view.drawing.height), (base, 0), layer=1.2)
