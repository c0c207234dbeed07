"""Small multiples: a small line chart for each area or indicator, all on the same scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.charts import marks
from dxlib.charts.axes import TimeAxis, compute_rank_ticks, compute_time_axis, compute_value_ticks, write_ticks
from dxlib.charts.canvas import Canvas, Marker, Pen, Stroke
from dxlib.charts.labels import Box, Piece, wrap
from dxlib.charts.pieces import show_figure
from dxlib.charts.scene import Scale, draw_piece
from dxlib.charts.series import Direction, Line, Placement, choose_placement, compare, scale_value, validate_lines
from dxlib.charts.theme import ROW_HEIGHT, Color, Width, measure_text
from dxlib.data.quantities import Quantity
from dxlib.language import Sentence, Speaker, sentence

_COLUMNS: Final = {Width.WIDE: 4, Width.NARROW: 2}
_PLOT_HEIGHT: Final = 84.0
_HEAD_GAP: Final = 18.0
_FOOT: Final = 20.0
_GAP: Final = 16.0
_BETWEEN: Final = 10.0
_TICK_GAP: Final = 6.0
_MOST_TICKS: Final = 4
_BASELINE: Final = 4.0
_RADIUS: Final = 3.2
_LAST_GAP: Final = 6.0
_LONGEST_TICK: Final = 72.0


@dataclass(frozen=True, slots=True)
class Multiples:
    """What small multiples show.

    Parameters
    ----------
    lines
        One a panel.
    speaker
        The language of the page.
    unit, unit_mult
        Of all figures.
    zero
        Whether the scale starts at zero.
    """

    lines: tuple[Line, ...]
    speaker: Speaker
    unit: str
    unit_mult: int = 0
    zero: bool = False

    @property
    def figures(self) -> tuple[Quantity, ...]:
        """All figures that are drawn."""
        return tuple(point for line in self.lines for point in line.points)


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the panels share: their size, their axes, and where their plots stand in them."""

    axis: TimeAxis
    placement: Placement
    ticks: tuple[float, ...]
    texts: tuple[str, ...]
    indent: float
    panel: float
    columns: int
    is_inverted: bool

    @property
    def reach(self) -> float:
        """How far the ticks' texts reach into the first panel: the last one, which holds the unit, may."""
        return max(measure_text(text) for text in self.texts) + _TICK_GAP

    def across(self, x: float) -> Scale:
        return Scale(self.axis.start, self.axis.end, x + _RADIUS + 1, x + self.panel - _RADIUS - 1)

    def up(self, bottom: float) -> Scale:
        low, high = min(self.ticks), max(self.ticks)
        top = bottom + _PLOT_HEIGHT
        return Scale(low, high, top, bottom) if self.is_inverted else Scale(low, high, bottom, top)


def draw_multiples(chart: Multiples, width: Width) -> Canvas:
    """Draw small multiples.

    Raises
    ------
    DataError
        When there is no figure, or one in another unit: give lines of one unit to one chart.
    """
    validate_lines(chart.lines, chart.unit)
    layout = _lay_out(chart, width)
    rows = [chart.lines[start : start + layout.columns] for start in range(0, len(chart.lines), layout.columns)]
    heads = [[wrap(line.get_name(width), layout.panel, bold=line.emphasis) for line in row] for row in rows]
    tops = [ROW_HEIGHT * max(len(head) for head in row) + _HEAD_GAP for row in heads]
    canvas = Canvas(width, round(sum(tops) + (_PLOT_HEIGHT + _FOOT) * len(rows) + _BETWEEN * (len(rows) - 1)))
    y = float(canvas.height)
    for row, head, top in zip(rows, heads, tops, strict=True):
        bottom = y - top - _PLOT_HEIGHT
        _draw_ticks(canvas, layout, bottom, len(row))
        for index, (line, name) in enumerate(zip(row, head, strict=True)):
            x = layout.indent + index * (layout.panel + _GAP)
            _draw_panel(canvas, chart, layout, line, x, bottom)
            _draw_head(canvas, line, name, x, y)
        y = bottom - _FOOT - _BETWEEN
    return canvas


def _lay_out(chart: Multiples, width: Width) -> _Layout:
    periods = [figure.period for figure in chart.figures]
    placement = choose_placement(periods)
    values = [scale_value(figure, chart.unit_mult) for figure in chart.figures]
    is_rank = chart.unit == "RANK"
    if is_rank:
        ticks = compute_rank_ticks(1, max(*values, 2))
        ticks = ticks if ticks[-1] >= max(values) else (*ticks, 2 * ticks[-1] - ticks[-2])
        texts = tuple(chart.speaker.format_tick(tick, "", 0) for tick in ticks)
    else:
        ticks = compute_value_ticks(min(values), max(values), zero=chart.zero, limit=_MOST_TICKS)
        texts = _write_ticks(chart, ticks)
    indent = max(measure_text(text) for text in (texts[:-1] or texts)) + _TICK_GAP
    columns = min(_COLUMNS[width], len(chart.lines))
    panel = (width - indent - _GAP * (columns - 1)) / columns
    axis = compute_time_axis(periods, placement)
    return _Layout(axis, placement, ticks, texts, indent, panel, columns, is_rank)


def _write_ticks(chart: Multiples, ticks: Sequence[float]) -> tuple[str, ...]:
    """Write the values of the axis, without their unit where it is long: the subtitle has it."""
    texts = write_ticks(chart.speaker, ticks, chart.unit, chart.unit_mult)
    if measure_text(texts[-1]) <= _LONGEST_TICK:
        return texts
    return write_ticks(chart.speaker, ticks, "", chart.unit_mult)


def _draw_ticks(canvas: Canvas, layout: _Layout, bottom: float, count: int) -> None:
    """Draw the grid through all panels of a row, with its values at the left."""
    up = layout.up(bottom)
    end = layout.indent + count * (layout.panel + _GAP) - _GAP
    for tick, text in zip(layout.ticks, layout.texts, strict=True):
        y = up.locate(tick)
        canvas.strokes.append(Stroke(((layout.indent, y), (end, y)), Pen(Color.GRID), 1, "grid"))
        draw_piece(canvas, Piece(text, Color.MUTED, mark=marks.for_tick(tick)), 0, y - _BASELINE)


def _draw_head(canvas: Canvas, line: Line, name: Sequence[str], x: float, top: float) -> None:
    color = Color.FIRST if line.emphasis else Color.INK
    for index, text in enumerate(name):
        y = top - ROW_HEIGHT * (index + 1) + _BASELINE
        draw_piece(canvas, Piece(text, color, line.emphasis), x, y)


def _draw_panel(canvas: Canvas, chart: Multiples, layout: _Layout, line: Line, x: float, bottom: float) -> None:
    color = Color.FIRST if line.emphasis else Color.FAINT
    across, up = layout.across(x), layout.up(bottom)
    for segment in line.segments:
        run = tuple(
            (across.locate(layout.placement.locate(point.period)), up.locate(scale_value(point, chart.unit_mult)))
            for point in segment
        )
        canvas.strokes.append(Stroke(run, Pen(color, 2.2, cap="round"), 3, "line", line.name))
        canvas.spots |= {point.key: place for point, place in zip(segment, run, strict=True)}
        if len(segment) == 1:
            canvas.markers.append(Marker(*run[0], "o", _RADIUS - 1, color, name=line.name))
    if not line.points:
        return
    last = line.points[-1]
    place = across.locate(layout.placement.locate(last.period)), up.locate(scale_value(last, chart.unit_mult))
    hollow = last.key in line.doubtful
    canvas.markers.append(Marker(*place, "o", _RADIUS, color, hollow, name=line.name))
    if not hollow:
        _draw_last(
            canvas, chart, line, place, Box(max(x, layout.reach), bottom, x + layout.panel, bottom + _PLOT_HEIGHT)
        )
    _draw_periods(canvas, chart, layout, line, across, bottom)


def _draw_last(canvas: Canvas, chart: Multiples, line: Line, place: tuple[float, float], plot: Box) -> None:
    """Write the last value beside its point, on the side from which its line does not come, within the panel."""
    color = Color.FIRST if line.emphasis else Color.INK
    piece = show_figure(chart.speaker, line.points[-1], color, bold=True)
    if piece.width > plot.x1 - plot.x0:
        return  # it would reach into another panel; the table has it
    middle = min(max(place[0], plot.x0 + piece.width / 2), plot.x1 - piece.width / 2)
    below = place[1] - _LAST_GAP - ROW_HEIGHT + 2 * _BASELINE
    comes_from_above = len(line.points) > 1 and _is_lower(line.points[-1], line.points[-2])
    y = below if comes_from_above and below > plot.y0 else place[1] + _LAST_GAP
    draw_piece(canvas, piece, middle, y, align="center", halo=True)


def _is_lower(one: Quantity, other: Quantity) -> bool:
    """Say whether a figure stands below another one in the picture; ranks stand with the best at the top."""
    return one.scaled > other.scaled if one.unit == "RANK" else one.scaled < other.scaled


def _draw_periods(
    canvas: Canvas, chart: Multiples, layout: _Layout, line: Line, across: Scale, bottom: float
) -> None:  # fmt: skip
    """Write the first and the last period of a panel, where both have room."""
    first, last = line.points[0].period, line.points[-1].period
    texts = [chart.speaker.format_period(period) for period in (first, last)]
    widths = [measure_text(text) for text in texts]
    start, end = across.start - _RADIUS - 1, across.end + _RADIUS + 1
    places = [across.locate(layout.placement.locate(period)) for period in (first, last)]
    middles = [min(max(x, start + w / 2), end - w / 2) for x, w in zip(places, widths, strict=True)]
    is_free = first != last and middles[1] - middles[0] >= sum(widths) / 2 + 6
    for index in (0, 1) if is_free else (1,):
        piece = Piece(texts[index], Color.MUTED, mark=marks.for_period((first, last)[index]))
        draw_piece(canvas, piece, middles[index], bottom - ROW_HEIGHT + 1, align="center")


def describe_multiples(chart: Multiples, *, name: str) -> tuple[Sentence, ...]:
    """Give the alternative in words: for each panel its first and last figure."""
    sentences = [sentence("The chart shows small line charts on the same scale: {name}.", name=name)]
    for line in chart.lines:
        sentences += _describe_line(line)
    return tuple(sentences)


def _describe_line(line: Line) -> Iterator[Sentence]:
    if not line.points:
        return
    sure = line.keep_sure(line.points)
    first, last = sure[0], sure[-1]
    values = {"name": line.name, "first": first, "last": last}
    direction = compare(first, last)
    if len(sure) == 1:
        yield sentence("{name}: {only} ({only_when}).", name=line.name, only=first)
    elif len(line.segments) > 1:
        yield sentence(
            "{name}: {first} ({first_when}), then {last} ({last_when}); what is measured changed between.", **values
        )
    elif first.unit == "RANK" or direction is Direction.OPEN:
        yield sentence("{name}: {first} ({first_when}), then {last} ({last_when}).", **values)
    elif direction is Direction.UP:
        yield sentence("{name} rose from {first} ({first_when}) to {last} ({last_when}).", **values)
    elif direction is Direction.DOWN:
        yield sentence("{name} fell from {first} ({first_when}) to {last} ({last_when}).", **values)
    else:
        yield sentence("{name}: {last} ({last_when}), the same as at the start ({first_when}).", **values)
