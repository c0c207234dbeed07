"""The slope: areas at two periods, joined by lines, each end with its figure, the right one with the name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.audit.charts.drawn import DrawnLine
from dxlib.audit.svg.letters import measure
from dxlib.audit.svg.matching import NEAR, Mark, Word, match_shapes, match_texts, pick
from dxlib.audit.svg.parsing import SIZE, look_of_line, look_of_text
from dxlib.audit.svg.view import BASELINE, ROW, Scale, View, check_at, check_spots, line, sign

_HEAD: Final = 24.0
_FOOT: Final = 8.0
_GAP: Final = 10.0
_RADIUS: Final = 3.3
_MOVED: Final = 3.0
_SMALL: Final = 11
_REACH: Final = _GAP + _RADIUS
_SERIES: Final = ("1", "2", "3", "4")
_DASHES: Final = ("", "17 6", "6 4.8", "19 4.8 4.8 4.8")
_SIGNS: Final = ("o", "s", "^", "v")


@dataclass(slots=True)
class _Area:
    """An area: how it looks, and the words of its two ends."""

    line: DrawnLine
    index: int
    left: Word
    right: Word
    name: Word

    @property
    def color(self) -> str:
        """Of its line; those that the chart is not about stand back."""
        return _SERIES[self.index % 4] if self.index >= 0 else "faint"

    def list_rows(self, *, is_tight: bool) -> list[tuple[float, float]]:
        """Give left and right end of each row of the label at the right."""
        names = [(one.x, one.x + _measure(one.text, one.look)) for one in self.name.found]
        head = (self.right.only.x, self.right.only.x + _measure(self.right.text, self.right.look))
        return [head, *names] if is_tight else [(head[0], names[0][1]), *names[1:]]


def _measure(text: str, look: str) -> float:
    return measure(text, bold=" 600 " in look, size=int(look.split(" ")[2]))


def check_slope(view: View) -> Iterator[str]:
    """See that each area's line goes from its figure to its figure, and that its labels stand at its ends."""
    is_tight = any(f" {_SMALL} " in one.look for one in view.drawing.texts)
    areas = list(_list_areas(view, _SMALL if is_tight else SIZE))
    heads = [view.period(code, look_of_text("muted", anchor="middle")) for code in view.drawn.columns]
    words = [*heads, *(one.left for one in areas)]
    words += [word for one in areas for word in (one.right, one.name)]
    if wrong := list(match_texts(words, view.drawing.texts)):
        yield from wrong
        return
    columns = [one.points[0][0] for one in pick(view.drawing.shapes, look_of_line("grid"))]
    left = max(_measure(one.left.text, one.left.look) for one in areas) + _REACH
    right = max(end for one in areas for _, end in one.list_rows(is_tight=is_tight)) - view.width
    if len(columns) != 2 or abs(columns[0] - left) > NEAR or abs(right) > NEAR:  # noqa: PLR2004
        yield "its two columns do not stand between their labels"
        return
    ends, up = (columns[0], columns[1]), _find_scale(view)
    yield from match_shapes(_list_marks(view, areas, ends, up, is_tight=is_tight), view.drawing.shapes)
    yield from _check_heads(view, heads, ends)
    for area in areas:
        yield from _check_labels(area, ends, is_tight=is_tight)
    spots = [
        (one, x, up.locate(view.drawn.scale(one)))
        for area in areas
        for x, one in zip(ends, area.line.figures, strict=True)
    ]
    yield from check_spots(view, spots)


def _list_areas(view: View, size: int) -> Iterator[_Area]:
    index = -1
    for one in view.drawn.lines:
        index += one.is_own
        own = index if one.is_own else -1
        color = _SERIES[own % 4] if one.is_own else "muted"
        first, last = (view.figure(figure, color, bold=one.is_own, size=size) for figure in one.figures)
        name = Word(one.name, look_of_text(color, bold=one.is_own, size=size), is_name=True)
        yield _Area(one, own, first, last, name)


def _find_scale(view: View) -> Scale:
    values = [view.drawn.scale(one) for line_ in view.drawn.lines for one in line_.figures]
    low, high = min(values), max(values)
    low, high = (low, high) if high > low else (low - 1, high + 1)
    bottom, top = view.drawing.height - _FOOT - ROW / 2, _HEAD + ROW / 2
    return Scale(high, low, bottom, top) if view.drawn.unit == "RANK" else Scale(low, high, bottom, top)


def _list_marks(
    view: View, areas: Sequence[_Area], ends: tuple[float, float], up: Scale, *, is_tight: bool
) -> Iterator[Mark]:
    for x in ends:
        yield line("grid", (x, view.drawing.height - _FOOT), (x, _HEAD - 4))
    for area in areas:
        own = max(area.index, 0) % 4
        places = [(x, up.locate(view.drawn.scale(one))) for x, one in zip(ends, area.line.figures, strict=True)]
        layer, width = (4 - area.index / 10, 2.4) if area.line.is_own else (2.0, 1.3)
        if len(area.line.segments) == 1:
            dash = _DASHES[own]
            yield line(area.color, *places, width=width, dash=dash, cap="" if dash else "round", layer=layer)
        for (x, y), one in zip(places, area.line.figures, strict=True):
            is_hollow = one.key in area.line.doubtful
            yield from sign(x, y, area.color, _RADIUS, shape=_SIGNS[own], is_hollow=is_hollow, layer=layer + 1)
        yield from _list_leaders(area, places, is_tight=is_tight)


def _list_leaders(area: _Area, places: Sequence[tuple[float, float]], *, is_tight: bool) -> Iterator[Mark]:
    """Give the thin lines to labels that had to move."""
    (left, first), (right, last) = places
    rows = len(area.list_rows(is_tight=is_tight))
    for y, middle, near, far in (
        (first, _find_middle(area.left, 1), left - _RADIUS - 1, left - _REACH + 2),
        (last, _find_middle(area.right, rows), right + _RADIUS + 1, right + _REACH - 2),
    ):
        is_close = abs(abs(middle - y) - _MOVED) < 0.2  # noqa: PLR2004  (rounding decides)
        if is_close or abs(middle - y) > _MOVED:
            yield line("faint", (near, y), (far, middle), width=0.8, layer=1.5, is_optional=is_close)


def _find_middle(word: Word, rows: int) -> float:
    return word.only.y - ROW + BASELINE + ROW * rows / 2


def _check_heads(view: View, heads: Sequence[Word], ends: tuple[float, float]) -> Iterator[str]:
    widths = [_measure(one.text, one.look) for one in heads]
    is_close = sum(widths) / 2 + _GAP > ends[1] - ends[0]
    for word, x, width, side in zip(heads, ends, widths, (-1, 1), strict=True):
        wanted = min(max(x + side * width / 2 * is_close, width / 2), view.width - width / 2)
        yield from check_at(word, x=wanted, y=_HEAD - _GAP)


def _check_labels(area: _Area, ends: tuple[float, float], *, is_tight: bool) -> Iterator[str]:
    """See that a name stands beside or under its figure, each label in its column."""
    left = ends[0] - _REACH - _measure(area.left.text, area.left.look)
    yield from check_at(area.left, x=left)
    x, y = ends[1] + _REACH, area.right.only.y
    yield from check_at(area.right, x=x)
    blank = _measure(" ", area.name.look) + _measure(area.right.text, area.right.look)
    for at, one in enumerate(area.name.found):
        wanted = (x, y + ROW * (at + 1)) if is_tight else (x + blank * (at == 0), y + ROW * at)
        if abs(one.x - wanted[0]) > NEAR or abs(one.y - wanted[1]) > NEAR:
            yield f"'{one.text}' does not stand beside the figure of '{area.line.name}'"
