"""The parts of an index: panels of bars beside each other, a row an area or a period."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.audit.charts.drawn import DrawnRow
from dxlib.audit.charts.of_index import find_most, has_own_scale
from dxlib.audit.figure import Fig
from dxlib.audit.svg.matching import NEAR, ReadMark, Word, match_shapes, match_texts, pick
from dxlib.audit.svg.parsing import look_of_line, look_of_text
from dxlib.audit.svg.text_widths import measure
from dxlib.audit.svg.view import BASELINE, ROW, View, bar, check_at, check_name, hatching, line

_LEADING: Final = 5.0
_HEAD_GAP: Final = 4.0
_BETWEEN: Final = 14.0
_GAP: Final = 16.0
_BAR: Final = 11.0
_TEXT_GAP: Final = 5.0
_UNKNOWN: Final = 22.0


@dataclass(slots=True)
class _Panel:
    """A panel: its head, the figures that it shows, and where it begins."""

    index: int
    head: Word
    values: list[Word | None]
    x: float


@dataclass(slots=True)
class _Band:
    """Panels beside each other, and the names of their rows."""

    panels: list[_Panel]
    names: list[Word]
    width: float = 0


def check_parts(view: View) -> Iterator[str]:
    """See that each panel has its head, and each row its name, its bars and its figures."""
    bases = [one.points[0][0] for one in pick(view.drawing.shapes, look_of_line("muted"))]
    if len(bases) != len(view.drawn.columns):
        yield f"it has {len(bases)} panels"
        return
    bands = list(_list_bands(view, bases))
    words = [word for band in bands for word in _list_words(band)]
    if wrong := list(match_texts(words, view.drawing.texts)):
        yield from wrong
        return
    marks: list[ReadMark] = []
    top = 0.0
    for band in bands:
        top += yield from _check_band(view, band, top, marks)
        top += _BETWEEN
    if abs(view.drawing.height - top + _BETWEEN) > NEAR:
        yield "its height is not that of its rows"
    yield from match_shapes(marks, view.drawing.shapes)


def _list_bands(view: View, bases: Sequence[float]) -> Iterator[_Band]:
    """Give the bands: a panel that does not stand to the right of the one before begins the next."""
    band: list[_Panel] = []
    for index, x in enumerate(bases):
        if band and x <= band[-1].x:
            yield _close_band(view, band)
            band = []
        band.append(_make_panel(view, index, x))
    yield _close_band(view, band)


def _close_band(view: View, panels: list[_Panel]) -> _Band:
    return _Band(panels, [_make_name(view, row) for row in view.drawn.rows])


def _make_panel(view: View, index: int, x: float) -> _Panel:
    head = Word(view.drawn.columns[index], look_of_text("muted" if index else "ink", bold=not index), is_name=True)
    values = [
        view.figure(one, "1" if row.is_own else "ink", bold=row.is_own) if (one := row.figures[index]) else None
        for row in view.drawn.rows
    ]
    return _Panel(index, head, values, x)


def _make_name(view: View, row: DrawnRow) -> Word:
    look = look_of_text("1" if row.is_own else "ink", bold=row.is_own)
    if not row.period:
        return Word(row.name, look, is_name=True)
    return Word(view.speaker.format_period(row.period), look, "data-period", row.period, is_name=True)


def _list_words(band: _Band) -> Iterator[Word]:
    for panel in band.panels:
        yield panel.head
        yield from (value for value in panel.values if value)
    yield from band.names


def _check_band(view: View, band: _Band, top: float, marks: list[ReadMark]) -> Generator[str, None, float]:
    """Check a band that begins at a height; add its marks; return how high it is."""
    head = ROW * max(len(panel.head.found) for panel in band.panels) + _HEAD_GAP
    heights = [ROW * len(name.found) + _LEADING for name in band.names]
    middles = [top + head + sum(heights[:at]) + height / 2 for at, height in enumerate(heights)]
    for name, middle in zip(band.names, middles, strict=True):
        yield from check_name(name, middle, x=0)
    for panel in band.panels:
        for at, one in enumerate(panel.head.found):
            if abs(one.x - panel.x) > NEAR or abs(one.y - top - ROW * (at + 1) + BASELINE) > NEAR:
                yield f"'{one.text}' does not stand over its panel"
        foot = top + head + sum(heights)
        marks.append(line("muted", (panel.x, foot), (panel.x, top + head), layer=3))
        yield from _check_panel(view, band, panel, middles, marks)
    return head + sum(heights)


def _check_panel(
    view: View, band: _Band, panel: _Panel, middles: Sequence[float], marks: list[ReadMark]
) -> Iterator[str]:  # fmt: skip
    factor = _find_factor(view, band, panel)
    for row, value, middle in zip(view.drawn.rows, panel.values, middles, strict=True):
        figure = row.figures[panel.index]
        low, high = middle - _BAR / 2, middle + _BAR / 2
        if figure is None or value is None:
            marks += hatching((panel.x, low, panel.x + _UNKNOWN, high))
            continue
        end = max(panel.x + view.drawn.scale(figure) * factor, panel.x + 1)
        marks.append(bar("1" if row.is_own else "pale", (panel.x, low, end, high), 2))
        yield from check_at(value, x=end + _TEXT_GAP, y=middle + BASELINE)


def _find_factor(view: View, band: _Band, panel: _Panel) -> float:
    """Give how long a bar of one unit is: the longest one leaves room for the widest figure."""
    count = max(len(band.panels), 1)
    whole = (view.width - band.panels[0].x - _GAP * (count - 1)) / count
    if len(view.drawn.columns) > count:  # all bands have panels of the first one's width
        whole = (view.width - band.panels[0].x - _GAP * (_count_first(view) - 1)) / _count_first(view)
    shown = max((_measure(view, row.figures[panel.index]) for row in view.drawn.rows), default=0.0)
    columns = range(len(view.drawn.columns))
    if has_own_scale(view.drawn):
        limit = find_most(view.drawn, columns[:1] if panel.index == 0 else columns[1:])
    else:
        limit = find_most(view.drawn, columns)
    return max(whole - shown - _TEXT_GAP, 1.0) / (limit or 1.0)


def _count_first(view: View) -> int:
    xs = [one.points[0][0] for one in pick(view.drawing.shapes, look_of_line("muted"))]
    return next((at for at in range(1, len(xs)) if xs[at] <= xs[at - 1]), len(xs))


def _measure(view: View, figure: Fig | None) -> float:
    return measure(view.show(figure), bold=True) if figure else 0.0
