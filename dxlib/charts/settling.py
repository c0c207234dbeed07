"""The axes of an analyst's picture in the form of the house: round ticks in the page's language, room for them, titles.

matplotlib places the marks; what stands around them is drawn on the canvas, as in every other chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dxlib.charts import marks
from dxlib.charts.axes import Tick, compute_rank_ticks, compute_value_ticks, write_ticks
from dxlib.charts.canvas import Canvas, Pen, Stroke
from dxlib.charts.labels import Box, Piece, wrap
from dxlib.charts.on_axes import AREA, PERIOD, AxesReading, AxisReading
from dxlib.charts.scene import Scale, draw_piece, write_under_axis
from dxlib.charts.theme import BASELINE, ROW_HEIGHT, Color, Width, measure_text
from dxlib.data.schema import end_of_period
from dxlib.errors import DataError
from dxlib.language import Speaker

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

RANK: Final = "RANK"
_GAP: Final = 10.0
_EDGE: Final = 8.0
_FOOT: Final = 22.0
_HEAD: Final = 18.0
_ROW: Final = 22.0  # CSS pixels for each area: a mark, and its name in a line of 16
_NAMES: Final = 0.45  # of the width, at most, for names of areas: the rest is for the marks
_AIR: Final = 0.04  # of the span of ranks, beyond the first and the last


@dataclass(frozen=True, slots=True)
class AxisMeasure:
    """What the values of an axis are: unit, power of ten, and a title where the axis needs one."""

    unit: str
    unit_mult: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class AxisPlan:
    """An axis: what it shows, its ticks, the ends of it, and its title."""

    kind: str
    ticks: tuple[Tick, ...]
    limits: tuple[float, float]
    title: str = ""


@dataclass(slots=True)
class Layout:
    """Both axes, and where the plot lies in the canvas."""

    x: AxisPlan
    y: AxisPlan
    plot: Box
    width: Width
    height: int
    titles: tuple[tuple[str, ...], tuple[str, ...]]


def settle(
    ax: Axes, reading: AxesReading, measures: Sequence[AxisMeasure], speaker: Speaker, width: Width, *, bars: bool
) -> Layout:  # fmt: skip
    """Give axes their limits and their place; what matplotlib would draw of them is left out.

    Parameters
    ----------
    ax
        With all marks drawn.
    reading
        What they show.
    measures
        Of each value of a datum.
    speaker, width
        Language and width.
    bars
        Whether bars are drawn, so that values begin at zero.

    Raises
    ------
    DataError
        For names of areas that have no room under the picture.
    """
    across = _plan(ax.xaxis, reading.x, measures, speaker, bars=bars)
    layout = _lay_out(across, _plan(ax.yaxis, reading.y, measures, speaker, bars=bars), width)
    ax.set_xlim(*layout.x.limits)
    ax.set_ylim(*layout.y.limits)
    plot = layout.plot
    figure: Any = ax.figure
    figure.set_size_inches(width / 96, layout.height / 96)
    ax.set_position((plot.x0 / width, plot.y0 / layout.height, (plot.x1 - plot.x0) / width,
                     (plot.y1 - plot.y0) / layout.height))  # fmt: skip
    # draw_axes() draws them on the canvas, in the language of the page.
    ax.set_axis_off()
    return layout


def _plan(
    axis: Axis, reading: AxisReading, measures: Sequence[AxisMeasure], speaker: Speaker, *, bars: bool
) -> AxisPlan:
    if reading.kind == PERIOD:
        found = {datum.period: place for datum, place in reading.places.items()}
        ordered = sorted(found, key=lambda period: (end_of_period(period), period))
        ticks = [Tick(found[one], speaker.format_period(one), marks.for_period(one)) for one in ordered]
        return AxisPlan(PERIOD, tuple(ticks), _find_limits(axis, reading))
    if reading.kind == AREA:
        names = {place: datum.name for datum, place in reading.places.items()}
        return AxisPlan(
            AREA, tuple(Tick(place, name, None) for place, name in names.items()), _find_limits(axis, reading)
        )
    return _plan_values(axis, reading, measures[reading.index], speaker, bars=bars)


def _plan_values(axis: Axis, reading: AxisReading, measure: AxisMeasure, speaker: Speaker, *, bars: bool) -> AxisPlan:
    low, high = min(reading.places.values()), max(reading.places.values())
    is_rank = measure.unit == RANK
    ticks = compute_rank_ticks(low, high) if is_rank else compute_value_ticks(low, high, zero=bars)
    unit = "" if is_rank else measure.unit
    texts = write_ticks(speaker, ticks, unit, measure.unit_mult)
    # Round values enclose the data, round ranks do not: a mark would else stand on the edge.
    air = (high - low) * _AIR if is_rank else 0.0
    ends = (min(low, ticks[0]) - air, max(high, ticks[-1]) + air)
    # The best rank stands at the top, whichever way matplotlib has its axis.
    limits = ends[::-1] if axis.get_inverted() or is_rank else ends
    listed = [Tick(tick, text, marks.for_tick(tick)) for tick, text in zip(ticks, texts, strict=True)]
    return AxisPlan(reading.kind, tuple(listed), limits, measure.title)


def _find_limits(axis: Axis, reading: AxisReading) -> tuple[float, float]:
    """Give the ends of an axis: of steps half a step beyond the outer ones, whatever was added there."""
    if not reading.steps:
        low, high = axis.get_view_interval()
        return float(low), float(high)
    # A median of a single period moves the ends that matplotlib finds; the audit knows the steps alone.
    ends = (min(reading.places.values()) - 0.5, max(reading.places.values()) + 0.5)
    return ends[::-1] if axis.get_inverted() else ends


def _lay_out(x: AxisPlan, y: AxisPlan, width: Width) -> Layout:
    texts = [tick.text for tick in y.ticks]
    widest = max(map(measure_text, texts), default=0.0)
    # The last value holds the unit and may reach into the plot, where a fifth of the width is not enough.
    left = min(widest, _NAMES * width) if y.kind == AREA else min(widest, width / 5)
    under, over = (wrap(one.title, width - _EDGE) if one.title else () for one in (x, y))
    height = max(width.height, round(_ROW * len(y.ticks) + _HEAD + _FOOT)) if y.kind == AREA else width.height
    foot, head = _FOOT + ROW_HEIGHT * len(under), _HEAD + ROW_HEIGHT * len(over)
    height += ROW_HEIGHT * (len(under) + len(over))
    plot = Box(left + _GAP, foot, width - _EDGE, height - head)
    return Layout(x, y, plot, width, height, (under, over))


def draw_axes(canvas: Canvas, layout: Layout) -> list[Box]:
    """Draw grid, ticks and titles; give what no label may cover."""
    taken = _draw_up(canvas, layout)
    _draw_across(canvas, layout)
    rows, titles = layout.titles
    for index, row in enumerate(titles):
        y = layout.height - ROW_HEIGHT * (index + 1) + BASELINE
        draw_piece(canvas, Piece(row, Color.MUTED), 0, y)
        taken.append(Box(0, y - BASELINE, measure_text(row), y + ROW_HEIGHT))
    for index, row in enumerate(rows):
        y = ROW_HEIGHT * (len(rows) - index - 1) + BASELINE
        draw_piece(canvas, Piece(row, Color.MUTED), layout.width, y, align="right")
    return taken


def _draw_up(canvas: Canvas, layout: Layout) -> list[Box]:
    plot, taken = layout.plot, []
    scale = Scale(*layout.y.limits, plot.y0, plot.y1)
    for tick in layout.y.ticks:
        y = scale.locate(tick.place)
        if layout.y.kind == AREA:
            rows = wrap(tick.text, plot.x0 - _GAP)
            for index, row in enumerate(rows):
                base = y + ROW_HEIGHT * (len(rows) / 2 - index - 1) + BASELINE
                draw_piece(canvas, Piece(row, Color.INK), 0, base)
            continue
        # Bars are measured from zero, so its line is the darker one.
        pen = Pen(Color.MUTED if tick.place == 0 else Color.GRID)
        canvas.strokes.append(Stroke(((0, y), (layout.width, y)), pen, 0.5, "grid"))
        draw_piece(canvas, Piece(tick.text, Color.MUTED, mark=tick.mark), 0, y + BASELINE)
        taken.append(Box(0, y, measure_text(tick.text) + 2, y + ROW_HEIGHT))
    return taken


def _draw_across(canvas: Canvas, layout: Layout) -> None:
    plot, plan = layout.plot, layout.x
    scale = Scale(*plan.limits, plot.x0, plot.x1)
    count = write_under_axis(canvas, scale, plan.ticks, plot.y0 - 19)
    # A period that is left out follows from its neighbours, the name of an area does not.
    if plan.kind == AREA and count < len(plan.ticks):
        what = f"The names of {len(plan.ticks)} areas have no room under a picture of {layout.width} pixels."
        raise DataError(what, fix="put the areas on the vertical axis: y='AREA_NAME'.")
    if plan.kind != AREA:
        pen, top = (Pen(Color.MUTED), plot.y0) if plan.kind == PERIOD else (Pen(Color.GRID), plot.y1)
        places = [scale.locate(tick.place) for tick in plan.ticks]
        canvas.strokes += [Stroke(((x, plot.y0 - 5), (x, top)), pen, 0.5, "tick") for x in places]
