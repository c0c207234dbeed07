"""The dot plot: a dot an area on one scale, with ranges, open bounds and what other sources state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dxlib.charts import marks
from dxlib.charts.axes import Tick, compute_rank_ticks, compute_value_ticks, write_ticks
from dxlib.charts.canvas import Canvas, Marker, Pen, Stroke
from dxlib.charts.entries import (
    AreasCompared,
    ComparedArea,
    break_names,
    describe_ends,
    draw_name,
    explain_doubts,
    keep_sure,
    name_absent,
    show_entry,
    validate_entries,
)
from dxlib.charts.scene import Scale, draw_piece, write_under_axis
from dxlib.charts.series import scale_value
from dxlib.charts.theme import BASELINE, ROW_HEIGHT, Color, Width
from dxlib.data.quantities import Quantity
from dxlib.data.schema import LOWER_BOUNDS, UPPER_BOUNDS
from dxlib.language import Sentence, sentence

_LEADING: Final = 6.0
_NAME_GAP: Final = 12.0
_AXIS: Final = 22.0
_RADIUS: Final = 4.5
_ARROW: Final = 16.0
_CARET: Final = 4.0
_TEXT_GAP: Final = 8.0
_EDGE: Final = 8.0


@dataclass(frozen=True, slots=True)
class DotPlot(AreasCompared):
    """What a dot plot shows; the best stands at the top."""

    def list_values(self, entry: ComparedArea) -> list[float]:
        """Give all values of an area: its figure, the end of its range, and those of other sources."""
        ends = [scale_value(figure, self.unit_mult) for figure in (entry.figure, *entry.rivals)]
        end = self.find_end(entry.figure)
        return ends if end is None else [*ends, end]

    def find_end(self, figure: Quantity) -> float | None:
        """Give the upper end of a range that a source states."""
        upper = figure.observation.upper if figure.observation else None
        return None if upper is None else float(upper.scaleb(figure.unit_mult - self.unit_mult))


def find_open_side(figure: Quantity) -> int:
    """Give the side to which a bound is open: 1 upwards, -1 downwards, 0 for others and for a range."""
    if figure.observation and figure.observation.upper is not None:
        return 0
    return (figure.qualifier in LOWER_BOUNDS) - (figure.qualifier in UPPER_BOUNDS)


def draw_dots(plot: DotPlot, width: Width) -> Canvas:
    """Draw a dot plot.

    Raises
    ------
    DataError
        When there is no figure, one in another unit, or of another period.
    """
    validate_entries(plot.entries, plot.unit)
    entries = plot.sorted
    names, column = break_names([(entry.name, entry.emphasis) for entry in entries], width)
    heights = [ROW_HEIGHT * len(name) + _LEADING for name in names]
    canvas = Canvas(width, round(sum(heights) + _AXIS))
    ticks = _find_ticks(plot, entries)
    scale = _lay_out(plot, entries, column + _NAME_GAP, (ticks[0].place, ticks[-1].place), width)
    _draw_axis(canvas, scale, ticks)
    y = float(canvas.height)
    for entry, name, height in zip(entries, names, heights, strict=True):
        middle = y - height / 2
        y -= height
        draw_name(canvas, name, middle, emphasis=entry.emphasis)
        _draw_entry(canvas, plot, entry, scale, middle)
    return canvas


def _find_ticks(plot: DotPlot, entries: Sequence[ComparedArea]) -> list[Tick]:
    values = [value for entry in entries for value in plot.list_values(entry)]
    if plot.unit == "RANK":
        # Round ranks end before the worst one; a further tick encloses it.
        ticks = compute_rank_ticks(1, max(*values, 2))
        ticks = ticks if ticks[-1] >= max(values) else (*ticks, 2 * ticks[-1] - ticks[-2])
        texts = tuple(plot.speaker.format_tick(tick, "", 0) for tick in ticks)
    else:
        # Dots are compared by their places, not by lengths, so that the scale need not begin at zero.
        ticks = compute_value_ticks(min(values), max(values), zero=False)
        texts = write_ticks(plot.speaker, ticks, plot.unit, plot.unit_mult)
    return [Tick(tick, text, marks.for_tick(tick)) for tick, text in zip(ticks, texts, strict=True)]


def _lay_out(
    plot: DotPlot, entries: Sequence[ComparedArea], left: float, limits: tuple[float, float], width: Width
) -> Scale:  # fmt: skip
    """Leave room for the text of each figure at the right of its row's last sign."""
    scale = Scale(*limits, left + _EDGE, width - _EDGE)
    end = scale.end
    for entry in entries:
        share = (max(plot.list_values(entry)) - limits[0]) / (limits[1] - limits[0])
        room = width - _find_reach(entry) - show_entry(plot.speaker, entry).width
        if share > 0:
            end = min(end, scale.start + (room - scale.start) / share)
    return Scale(*limits, scale.start, max(end, scale.start + 1))


def _find_reach(entry: ComparedArea) -> float:
    """Give how far the text of a figure stands from its last sign."""
    return _TEXT_GAP + (_ARROW if find_open_side(entry.figure) > 0 else _RADIUS)


def _draw_axis(canvas: Canvas, scale: Scale, ticks: Sequence[Tick]) -> None:
    for x in (scale.locate(tick.place) for tick in ticks):
        canvas.strokes.append(Stroke(((x, _AXIS - 2), (x, canvas.height)), Pen(Color.GRID), 1, "grid"))
    write_under_axis(canvas, scale, ticks, BASELINE)


def _draw_entry(canvas: Canvas, plot: DotPlot, entry: ComparedArea, scale: Scale, y: float) -> None:
    """Draw an area's figure with its range or its open side, other sources' figures, and its text."""
    color = Color.FIRST if entry.emphasis else Color.FAINT
    x = scale.locate(scale_value(entry.figure, plot.unit_mult))
    end = plot.find_end(entry.figure)
    if end is not None:
        line = ((x, y), (scale.locate(end), y))
        canvas.strokes.append(Stroke(line, Pen(color, 4, cap="round"), 2, "range", entry.name))
    _draw_arrow(canvas, entry.figure, color, x, y)
    for rival in entry.rivals:
        place = scale.locate(scale_value(rival, plot.unit_mult))
        canvas.strokes.append(Stroke(((x, y), (place, y)), Pen(color), 1.5, "tie", entry.name))
        # Smaller than the headline's dot, so that the two are told apart where they overlap.
        rim = Marker(place, y, "o", _RADIUS - 0.8, color, hollow=True, layer=3, role="rival", name=entry.name)
        canvas.markers.append(rim)
    canvas.spots[entry.figure.key] = (x, y)
    canvas.markers.append(Marker(x, y, "o", _RADIUS, color, hollow=entry.doubtful, layer=4, name=entry.name))
    last = scale.locate(max(plot.list_values(entry)))
    # With a halo: lines of the grid run through the row, also where the text stands.
    draw_piece(
        canvas, show_entry(plot.speaker, entry), last + _find_reach(entry), y - ROW_HEIGHT / 2 + BASELINE, halo=True
    )


def _draw_arrow(canvas: Canvas, figure: Quantity, color: Color, x: float, y: float) -> None:
    """Draw the side to which a bound is open."""
    side = find_open_side(figure)
    if side:
        tip = x + side * _ARROW
        head = ((tip - side * _CARET, y + _CARET), (tip, y), (tip - side * _CARET, y - _CARET))
        canvas.strokes += [
            Stroke(((x, y), (tip, y)), Pen(color, 1.8), 2, "bound"), Stroke(head, Pen(color, 1.8), 2, "bound"),
        ]  # fmt: skip


def describe_dots(plot: DotPlot, *, name: str, absent: Sequence[str] = ()) -> tuple[Sentence, ...]:
    """Give the plot's alternative in words.

    Parameters
    ----------
    plot
        What is drawn.
    name
        Of what is shown, in the language of the page.
    absent
        Names of areas of which nothing is known.
    """
    entries = plot.sorted
    sentences = [
        sentence("The chart shows a dot for each area ({best_when}): {name}.", name=name, best=entries[0].figure),
        *describe_ends(entries),
    ]
    told = keep_sure(entries)
    for entry in entries:
        sentences += _describe_entry(entry, is_told=entry in told)
    return (*sentences, *explain_doubts(entries), *name_absent(absent))


def _describe_entry(entry: ComparedArea, *, is_told: bool) -> Iterator[Sentence]:
    if entry.emphasis and is_told:
        yield sentence("{name} has {own}.", name=entry.name, own=entry.figure)
    for rival in entry.rivals:
        yield sentence(
            "For {name}, a hollow dot stands for {rival}, which another source states.", name=entry.name, rival=rival
        )
    if find_open_side(entry.figure):
        yield sentence(
            "For {name}, an arrow shows that the source gives only a bound: {bound}.",
            name=entry.name, bound=entry.figure,
        )  # fmt: skip
