"""The heat map: areas by years, each cell in the colour of its class; what is not known is hatched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from dxlib.charts import marks
from dxlib.charts.axes import thin_labels
from dxlib.charts.canvas import Canvas, Pen, Stroke, Text
from dxlib.charts.classes import Classes, choose_text_color, compute_classes, make_legend
from dxlib.charts.entries import break_names
from dxlib.charts.labels import Box
from dxlib.charts.pieces import show_figure
from dxlib.charts.series import refuse_nothing, refuse_other_units, scale_value
from dxlib.charts.theme import FONT_SIZE, ROW_HEIGHT, Color, Width, measure_text
from dxlib.data.quantities import Quantity
from dxlib.data.schema import end_of_period
from dxlib.language import Sentence, Speaker, sentence

_MANY: Final = 20
_SMALL: Final = 11
_HEAD: Final = 20.0
_GAP: Final = 8.0
_BREAK: Final = 9.0
_AIR: Final = 5.0
_MOST_WRITTEN: Final = 14


@dataclass(frozen=True, slots=True)
class HeatRow:
    """An area over the periods.

    Parameters
    ----------
    name
        In the language of the page.
    cells
        Its figure of each period; none where none is known.
    emphasis
        Whether the chart is about this area.
    """

    name: str
    cells: tuple[Quantity | None, ...]
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Heatmap:
    """What a heat map shows.

    Parameters
    ----------
    rows
        Areas, the first at the top.
    periods
        Of the columns, in the order of time.
    speaker
        The language of the page.
    unit, unit_mult
        Of the figures.
    lower_is_better
        Whether the deepest colour stands for the lowest figures.
    breaks
        ISO dates from which something else is measured under the same name.
    """

    rows: tuple[HeatRow, ...]
    periods: tuple[str, ...]
    speaker: Speaker
    unit: str
    unit_mult: int = 0
    lower_is_better: bool = False
    breaks: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[Quantity, ...]:
        """All figures that are drawn."""
        return tuple(cell for row in self.rows for cell in row.cells if cell)

    @property
    def broken(self) -> tuple[int, ...]:
        """The columns before which a break lies."""
        days = [date.fromisoformat(day) for day in self.breaks]
        ends = [end_of_period(period) for period in self.periods]
        return tuple(
            index + 1
            for index, (before, after) in enumerate(pairwise(ends))
            if any(before < day <= after for day in days)
        )


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where columns and rows stand, in CSS pixels."""

    lefts: tuple[float, ...]
    column: float
    tops: tuple[float, ...]
    heights: tuple[float, ...]
    size: int


def draw_heatmap(heatmap: Heatmap, width: Width) -> Canvas:
    """Draw a heat map.

    Raises
    ------
    DataError
        When there is no figure, or one in another unit: give areas of one indicator to one chart.
    """
    refuse_nothing(heatmap.figures, fix="give at least one area with a figure.")
    refuse_other_units(heatmap.figures, heatmap.unit, fix="draw figures of different units in different charts.")
    size = _SMALL if len(heatmap.rows) > _MANY else FONT_SIZE
    names, column = _break_names(heatmap, width, size)
    heights = tuple(
        (ROW_HEIGHT + (0 if size == _SMALL else _AIR)) * 1.0 + ROW_HEIGHT * (len(name) - 1) for name in names
    )
    classes = compute_classes(
        [scale_value(figure, heatmap.unit_mult) for figure in heatmap.figures],
        lower_is_better=heatmap.lower_is_better,
    )
    has_gaps = len(heatmap.figures) < len(heatmap.rows) * len(heatmap.periods)
    legend = make_legend(classes, heatmap.speaker, (heatmap.unit, heatmap.unit_mult), width, has_gaps=has_gaps)
    head = legend.height + _HEAD
    canvas = Canvas(width, round(head + sum(heights) + 2))
    grid = _lay_out(heatmap, canvas, column + _GAP, canvas.height - head, heights, size)
    legend.draw(canvas)
    _draw_heads(canvas, heatmap, grid)
    _draw_names(canvas, heatmap, grid, names)
    _draw_cells(canvas, heatmap, grid, classes)
    _draw_breaks(canvas, heatmap, grid)
    return canvas


def _break_names(heatmap: Heatmap, width: Width, size: int) -> tuple[list[tuple[str, ...]], float]:
    """Break names into rows; small ones, of many areas, stay whole."""
    if size == FONT_SIZE:
        return break_names([(row.name, row.emphasis) for row in heatmap.rows], width)
    widest = max(measure_text(row.name, bold=row.emphasis, size=size) for row in heatmap.rows)
    return [(row.name,) for row in heatmap.rows], widest


def _lay_out(
    heatmap: Heatmap, canvas: Canvas, left: float, top: float, heights: tuple[float, ...], size: int
) -> _Grid:  # fmt: skip
    room = canvas.width - left - _BREAK * len(heatmap.broken)
    column = room / len(heatmap.periods)
    lefts, tops = [], []
    for index in range(len(heatmap.periods)):
        gaps = sum(place <= index for place in heatmap.broken)
        lefts.append(left + column * index + _BREAK * gaps)
    for height in heights:
        tops.append(top)
        top -= height
    return _Grid(tuple(lefts), column, tuple(tops), heights, size)


def _draw_heads(canvas: Canvas, heatmap: Heatmap, grid: _Grid) -> None:
    texts = [heatmap.speaker.format_period(period) for period in heatmap.periods]
    widths = [measure_text(text) for text in texts]
    middles = [
        min(left + grid.column / 2, canvas.width - width / 2) for left, width in zip(grid.lefts, widths, strict=True)
    ]
    for index in thin_labels(middles, widths, gap=5):
        mark = marks.for_period(heatmap.periods[index])
        y = grid.tops[0] + _AIR
        canvas.texts.append(Text(texts[index], middles[index], y, Color.MUTED, align="center", mark=mark))


def _draw_names(canvas: Canvas, heatmap: Heatmap, grid: _Grid, names: Sequence[tuple[str, ...]]) -> None:
    for row, rows, top, height in zip(heatmap.rows, names, grid.tops, grid.heights, strict=True):
        color = Color.FIRST if row.emphasis else Color.INK
        first = top - height / 2 + ROW_HEIGHT * len(rows) / 2
        for index, text in enumerate(rows):
            y = first - ROW_HEIGHT * index - ROW_HEIGHT / 2 - grid.size / 3
            canvas.texts.append(Text(text, 0, y, color, row.emphasis, size=grid.size))


def _draw_cells(canvas: Canvas, heatmap: Heatmap, grid: _Grid, classes: Classes) -> None:
    written = _has_room(heatmap, grid)
    for row, top, height in zip(heatmap.rows, grid.tops, grid.heights, strict=True):
        for left, cell in zip(grid.lefts, row.cells, strict=True):
            box = Box(left, top - height, left + grid.column, top).inset(0.5)
            if cell is None:
                canvas.add_hatching(box, name=row.name)
                continue
            color = classes.choose(scale_value(cell, heatmap.unit_mult))
            canvas.add_box(box, color, role="cell", name=row.name)
            if not written and len(heatmap.rows) <= _MANY:
                canvas.spots[cell.key] = (left + grid.column / 2, top - height / 2)
            if written:
                piece = show_figure(heatmap.speaker, cell, choose_text_color(color), bold=False, size=_SMALL)
                y = top - height / 2 - _SMALL / 3
                middle = left + grid.column / 2
                canvas.texts.append(Text(piece.text, middle, y, piece.color, False, "center", piece.mark, size=_SMALL))
        if row.emphasis:
            end = grid.lefts[-1] + grid.column
            pen = Pen(Color.INK, 1.6)
            canvas.add_frame(Box(grid.lefts[0], top - height, end, top), pen, layer=3, role="own")


def _has_room(heatmap: Heatmap, grid: _Grid) -> bool:
    """Say whether every figure can be written into its cell."""
    if len(heatmap.rows) > _MOST_WRITTEN:
        return False
    shown = (show_figure(heatmap.speaker, figure, bold=False, size=_SMALL) for figure in heatmap.figures)
    return max(piece.width for piece in shown) <= grid.column - 4


def _draw_breaks(canvas: Canvas, heatmap: Heatmap, grid: _Grid) -> None:
    bottom = grid.tops[-1] - grid.heights[-1]
    for index in heatmap.broken:
        x = grid.lefts[index] - _BREAK / 2
        canvas.strokes.append(Stroke(((x, bottom), (x, grid.tops[0] + 2)), Pen(Color.MUTED, dash=(2, 2.5)), 2, "break"))


def describe_heatmap(heatmap: Heatmap, *, name: str) -> tuple[Sentence, ...]:
    """Give the alternative in words: what, range since the last break, the area it is about, breaks, gaps."""
    figures = sorted(heatmap.figures, key=lambda figure: (end_of_period(figure.period), figure.period))
    names = {cell.key: row.name for row in heatmap.rows for cell in row.cells if cell}
    start = max(heatmap.broken, default=0)
    comparable = [cell for row in heatmap.rows for cell in row.cells[start:] if cell] or figures
    high = max(comparable, key=lambda figure: figure.scaled)
    low = min(comparable, key=lambda figure: figure.scaled)
    sentences = [_describe_what(heatmap, name, figures[0], figures[-1])]
    if high.scaled != low.scaled:
        sentences.append(
            sentence(
                "The highest figure is {high} ({high_name}, {high_when}), the lowest {low} ({low_name}, {low_when}).",
                high=high, high_name=names[high.key], low=low, low_name=names[low.key],
            )
        )  # fmt: skip
    for row in heatmap.rows:
        sentences += _describe_own(row, start)
    for index in heatmap.broken:
        sentences += _describe_break(heatmap, index)
    if len(heatmap.figures) < len(heatmap.rows) * len(heatmap.periods):
        sentences.append(sentence("Hatched cells stand for periods without a figure."))
    return tuple(sentences)


def _describe_what(heatmap: Heatmap, name: str, first: Quantity, last: Quantity) -> Sentence:
    values = {"name": name, "first": first, "last": last}
    if heatmap.lower_is_better:
        return sentence(
            "The chart shows areas by periods, from {first_when} to {last_when}; the stronger the colour, the lower "
            "the figure: {name}.",
            **values,
        )
    return sentence(
        "The chart shows areas by periods, from {first_when} to {last_when}; the stronger the colour, the higher "
        "the figure: {name}.",
        **values,
    )


def _describe_own(row: HeatRow, start: int) -> Iterator[Sentence]:
    """Give in words what an emphasised row shows since the last break."""
    known = [cell for cell in row.cells[start:] if cell]
    if not row.emphasis or not known:
        return
    if len(known) == 1:
        yield sentence("{name}: {only} ({only_when}).", name=row.name, only=known[0])
    else:
        yield sentence(
            "{name}: {first} ({first_when}), then {last} ({last_when}).", name=row.name, first=known[0], last=known[-1]
        )


def _describe_break(heatmap: Heatmap, index: int) -> Iterator[Sentence]:
    before = next((row.cells[index - 1] for row in heatmap.rows if row.cells[index - 1]), None)
    after = next((row.cells[index] for row in heatmap.rows if row.cells[index]), None)
    if before and after:
        yield sentence(
            "What is measured changed between {before_when} and {after_when}: the columns stand apart there, "
            "and figures on the two sides cannot be compared.",
            before=before, after=after,
        )  # fmt: skip
