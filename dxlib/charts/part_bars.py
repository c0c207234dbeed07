"""The parts of an index: a panel of bars for the whole and one for each part, areas or years as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.analysis.comparability import look_alike
from dxlib.charts import marks
from dxlib.charts.canvas import Canvas, Pen, Stroke
from dxlib.charts.entries import break_names, draw_name, list_alike
from dxlib.charts.labels import Box, Piece, wrap
from dxlib.charts.pieces import show_figure
from dxlib.charts.scene import Scale, draw_piece
from dxlib.charts.series import refuse_nothing, refuse_other_units, scale_value
from dxlib.charts.theme import BASELINE, ROW_HEIGHT, Color, Width
from dxlib.data.quantities import Quantity
from dxlib.evidence.parts import list_all, name_few
from dxlib.language import Sentence, Speaker, sentence

_PANELS: Final = {Width.WIDE: 4, Width.NARROW: 2}
_GAP: Final = 16.0
_NAME_GAP: Final = 8.0
_LEADING: Final = 5.0
_BAR: Final = 11.0
_TEXT_GAP: Final = 5.0
_HEAD_GAP: Final = 4.0
_BETWEEN: Final = 14.0
_UNKNOWN: Final = 22.0  # a length that stands for no value
_APART: Final = 1.5  # times: an index is about the mean of its parts, a larger whole is their sum
_LEAST_BAR: Final = 24.0  # the longest bar, or panels go under each other


@dataclass(frozen=True, slots=True)
class PartsRow:
    """An area, or a period of one area.

    Parameters
    ----------
    name
        In the language of the page.
    cells
        The figure of each panel, the whole first; none where it is not known.
    emphasis
        Whether the chart is about this row.
    period
        SDMX code, where the name is that of a period.
    """

    name: str
    cells: tuple[Quantity | None, ...]
    emphasis: bool = False
    period: str = ""


@dataclass(frozen=True, slots=True)
class PartsChart:
    """What a chart of parts shows.

    Parameters
    ----------
    names
        Of the panels, the whole first, in the language of the page.
    rows
        From the top.
    speaker
        The language of the page.
    unit, unit_mult
        Of all figures.
    """

    names: tuple[str, ...]
    rows: tuple[PartsRow, ...]
    speaker: Speaker
    unit: str
    unit_mult: int = 0

    @property
    def figures(self) -> tuple[Quantity, ...]:
        """All figures that are drawn."""
        return self._list_figures(0, None)

    @property
    def whole_apart(self) -> bool:
        """Whether the whole, being a sum, has another scale than its parts."""
        whole, parts = self.find_most(self._list_figures(0, 1)), self.find_most(self._list_figures(1, None))
        return parts > 0 and whole > _APART * parts

    def list_compared(self, panel: int) -> tuple[Quantity, ...]:
        """Give the figures of all panels that have the scale of one."""
        if self.whole_apart:
            return self._list_figures(0, 1) if panel == 0 else self._list_figures(1, None)
        return self.figures

    def find_most(self, figures: Iterable[Quantity]) -> float:
        """Give the highest value in the unit of the chart, or zero."""
        return max((scale_value(figure, self.unit_mult) for figure in figures), default=0.0)

    def _list_figures(self, start: int, stop: int | None) -> tuple[Quantity, ...]:
        return tuple(cell for row in self.rows for cell in row.cells[start:stop] if cell)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where rows and panels stand, in CSS pixels, and how many panels beside each other."""

    names: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    left: float
    panel: float
    count: int


def draw_parts(chart: PartsChart, width: Width) -> Canvas:
    """Draw the parts of an index.

    Raises
    ------
    DataError
        When there is no figure, or one in another unit: the parts of an index have its unit.
    """
    refuse_nothing(chart.figures, fix="give at least one row with a figure.")
    refuse_other_units(chart.figures, chart.unit, fix="name parts that have the unit of the whole.")
    layout = _lay_out(chart, width)
    starts = range(0, len(chart.names), layout.count)
    bands = [range(start, min(start + layout.count, len(chart.names))) for start in starts]
    heads = [[wrap(chart.names[panel], layout.panel, bold=panel == 0) for panel in band] for band in bands]
    head_heights = [ROW_HEIGHT * max(len(head) for head in band) + _HEAD_GAP for band in heads]
    height = sum(head_heights) + sum(layout.heights) * len(bands) + _BETWEEN * (len(bands) - 1)
    canvas = Canvas(width, round(height))
    top = float(canvas.height)
    for band, head, head_height in zip(bands, heads, head_heights, strict=True):
        _draw_band(canvas, chart, layout, band, head, top, head_height)
        top -= head_height + sum(layout.heights) + _BETWEEN
    return canvas


def _lay_out(chart: PartsChart, width: Width) -> _Layout:
    names, column = break_names([(row.name, row.emphasis) for row in chart.rows], width)
    heights = tuple(ROW_HEIGHT * len(name) + _LEADING for name in names)
    left = column + _NAME_GAP
    widest = max(show_figure(chart.speaker, figure).width for figure in chart.figures)
    # A figure with a long unit needs a wider panel; fewer of them then stand beside each other.
    for count in range(min(_PANELS[width], len(chart.names)), 0, -1):
        panel = (width - left - _GAP * (count - 1)) / count
        if panel >= widest + _TEXT_GAP + _LEAST_BAR:
            break
    return _Layout(tuple(names), heights, left, panel, count)


def _draw_band(
    canvas: Canvas, chart: PartsChart, layout: _Layout, band: range, heads: Sequence[tuple[str, ...]], top: float,
    head_height: float,
) -> None:  # fmt: skip
    """Draw panels that stand beside each other, with the names of their rows at the left."""
    for place, (panel, head) in enumerate(zip(band, heads, strict=True)):
        x = layout.left + place * (layout.panel + _GAP)
        for index, text in enumerate(head):
            y = top - ROW_HEIGHT * (index + 1) + BASELINE
            draw_piece(canvas, Piece(text, Color.INK if panel == 0 else Color.MUTED, panel == 0), x, y)
        _draw_panel(canvas, chart, layout, panel, x, top - head_height)
    y = top - head_height
    for row, name, height in zip(chart.rows, layout.names, layout.heights, strict=True):
        mark = marks.for_period(row.period) if row.period else None
        draw_name(canvas, name, y - height / 2, emphasis=row.emphasis, mark=mark)
        y -= height


def _draw_panel(canvas: Canvas, chart: PartsChart, layout: _Layout, panel: int, x: float, top: float) -> None:
    compared = chart.list_compared(panel)
    widest = max((show_figure(chart.speaker, figure).width for figure in compared), default=0.0)
    # From zero, since bars are compared by their lengths; room is left for the longest figure of all such panels.
    scale = Scale(0, chart.find_most(compared) or 1, x, x + max(layout.panel - widest - _TEXT_GAP, 1))
    y = top
    for row, height in zip(chart.rows, layout.heights, strict=True):
        cell, middle = row.cells[panel], y - height / 2
        y -= height
        if cell is None:
            canvas.add_hatching(Box(x, middle - _BAR / 2, x + _UNKNOWN, middle + _BAR / 2), name=row.name)
            continue
        color = Color.FIRST if row.emphasis else Color.PALE
        # A figure near zero keeps a pixel, and is not taken for one that is not known.
        end = max(scale.locate(scale_value(cell, chart.unit_mult)), x + 1)
        bar = Box(x, middle - _BAR / 2, end, middle + _BAR / 2)
        canvas.add_box(bar, color, layer=2, role="bar", name=row.name)
        piece = show_figure(chart.speaker, cell, Color.FIRST if row.emphasis else Color.INK, bold=row.emphasis)
        draw_piece(canvas, piece, end + _TEXT_GAP, middle - ROW_HEIGHT / 2 + BASELINE)
    canvas.strokes.append(Stroke(((x, y), (x, top)), Pen(Color.MUTED), 3, "base"))


def describe_parts(chart: PartsChart) -> tuple[Sentence, ...]:
    """Give the chart's alternative in words: what, then for each emphasised row its whole and its extreme parts."""
    names = list_all(chart.names[1:])
    sentences = [sentence("The chart shows {whole} and its parts: {names}.", whole=chart.names[0], names=names)]
    for row in chart.rows:
        if row.emphasis:
            sentences += _describe_row(chart, row)
    if len(chart.figures) < len(chart.rows) * len(chart.names):
        sentences.append(sentence("Hatched cells stand for figures that are not known."))
    return tuple(sentences)


def _describe_row(chart: PartsChart, row: PartsRow) -> Iterator[Sentence]:
    if row.cells[0]:
        yield sentence("{name}: {whole} ({whole_when}).", name=_name_row(chart, row), whole=row.cells[0])
    known = [(cell, name) for cell, name in zip(row.cells[1:], chart.names[1:], strict=True) if cell]
    if len(known) > 1:
        high, high_name = max(known, key=lambda pair: pair[0].scaled)
        low, low_name = min(known, key=lambda pair: pair[0].scaled)
        highest, lowest, values = list_alike(known, high), list_alike(known, low), {"high": high, "low": low}
        if len(highest) == len(lowest) == 1:
            yield sentence(
                "The highest part is {high_name} with {high}, the lowest {low_name} with {low}.",
                high_name=high_name, low_name=low_name, **values,
            )  # fmt: skip
        elif highest and lowest and not look_alike(high, low):
            yield sentence(
                "The highest figure of a part is {high} ({high_names}), the lowest {low} ({low_names}).",
                high_names=name_few(highest), low_names=name_few(lowest), **values,
            )  # fmt: skip


def _name_row(chart: PartsChart, row: PartsRow) -> str:
    """Give what a sentence on a row begins with; one of a period begins with the whole."""
    return chart.names[0] if row.period else row.name
