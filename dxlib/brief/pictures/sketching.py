"""Drawing an analyst's picture: their function draws on Axes, and the marks become shapes of the house's canvas."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from dxlib.analysis.comparability import find_side
from dxlib.brief.pictures import refusals
from dxlib.brief.pictures.refusals import refuse
from dxlib.brief.pictures.rows import TableRow
from dxlib.charts.additions import BAND, EMPHASIZED, FIT, MEDIAN, list_labels
from dxlib.charts.canvas import Canvas, Fill
from dxlib.charts.labels import Box, LabelBlock, Piece, Placer, Request, make_box
from dxlib.charts.on_axes import AREA, Datum, DrawnMark, list_marks, match_marks, read_axes
from dxlib.charts.pieces import show_figure
from dxlib.charts.scene import draw_block
from dxlib.charts.settling import AxisMeasure, Layout, draw_axes, settle
from dxlib.charts.theme import Color, Width
from dxlib.data.quantities import Quantity
from dxlib.data.schema import end_of_period
from dxlib.evidence.listing import FIT as FITTED
from dxlib.evidence.listing import MEDIAN as MEDIANS
from dxlib.language import Speaker

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BAR: Final = "bar"
SEED: Final = 20240607  # of what jitters; any number does, as long as it stays
# The map of colours is registered by dx.set_theme only, and the axes are laid out here.
_LEFT_OUT: Final = frozenset(("image.cmap", "figure.constrained_layout.use", "patch.force_edgecolor"))
_APART: Final = 5.0  # CSS pixels: nearer than that a label reads as the name of the other mark
_SMALLER: Final = 0.6  # of their areas
_FORMULAS: Final = {MEDIAN: MEDIANS, FIT: FITTED, BAND: FITTED}


@dataclass(frozen=True, slots=True)
class Sketch:
    """What shall be drawn.

    Parameters
    ----------
    draw
        A function of Axes and a table, or a figure that is drawn already.
    data
        The table, as the analyst has it.
    rows
        What its rows stand for.
    measures
        Of each figure of a row.
    breaks
        By area the days on which what is measured changed.
    speaker
        The language of the page.
    runs
        By area and period the run of rows that lines may join; see :func:`dxlib.brief.pictures.rows.number_runs`.
    """

    draw: Callable[[Any, Any], object] | Any
    data: pd.DataFrame
    rows: tuple[TableRow, ...]
    measures: tuple[AxisMeasure, ...]
    breaks: dict[str, tuple[str, ...]]
    speaker: Speaker
    runs: Mapping[tuple[str, str], int]

    @property
    def indicators(self) -> set[str]:
        """The ids of its indicators, which may be names of columns."""
        return {one.first_observation.indicator for row in self.rows for one in row.figures}

    def list_data(self) -> tuple[Datum, ...]:
        """Give what its rows say, as charts read it."""
        return tuple(
            Datum(row.area, row.name, row.period, tuple(float(one.value) for one in row.figures), row.is_own)
            for row in self.rows
        )

    def find_break(self, before: Datum, after: Datum) -> str:
        """Say what parts two data of an area, which no line may join then; empty where nothing does."""
        if self.runs[before.area, before.period] == self.runs[after.area, after.period]:
            return ""
        days = self.breaks.get(before.area, ())
        found = (day for day in days if find_side(after.period, day) and not find_side(before.period, day))
        return next((f"the break of {day}" for day in found), "periods of different lengths")


@dataclass(frozen=True, slots=True)
class Sketched:
    """A drawing, the figures that its labels state, the formulas that are drawn on it, whether own marks stand out."""

    canvas: Canvas
    labelled: tuple[Quantity, ...]
    formulas: tuple[str, ...]
    is_emphasized: bool


def draw_sketch(sketch: Sketch, width: Width) -> Sketched:
    """Draw a picture in one width.

    Raises
    ------
    DataError
        For a picture that cannot be shown; see :mod:`dxlib.brief.pictures.refusals`.
    """
    with _same_every_time():
        figure = _make_figure(sketch, width)
        ax = refusals.check_figure(figure, sketch.indicators)
        matched = _match(sketch, ax)
        with _kept(figure, ax):
            canvas, layout, labels = _render(sketch, width, figure, ax, matched)
    formulas = {_FORMULAS[gid] for artist in (*ax.lines, *ax.collections) if (gid := artist.get_gid()) in _FORMULAS}
    taken = draw_axes(canvas, layout)
    _make_plain(canvas)
    _write_labels(canvas, layout, taken, labels, sketch.speaker)
    refusals.check_canvas(canvas)
    return Sketched(
        canvas, tuple(one.figure for one in labels if one.value), tuple(sorted(formulas)), ax.get_gid() == EMPHASIZED
    )


def _render(
    sketch: Sketch, width: Width, figure: Figure, ax: Axes, matched: Sequence[tuple[DrawnMark, Datum]]
) -> tuple[Canvas, Layout, list[_Label]]:
    """Give the marks on a canvas, where axes are to be drawn, and where labels belong."""
    from dxlib.charts.backend import render_figure  # noqa: PLC0415  (loads matplotlib)

    marks = [mark for mark, _ in matched]
    reading = read_axes(ax, sketch.list_data(), marks)
    assert reading is not None  # marks were matched by one
    refusals.check_axes(reading, len(sketch.rows[0].figures))
    is_bars = any(mark.kind == "bar" for mark in marks)
    # First of all, since it sets limits and size: where a mark lies in pixels is right only after it.
    layout = settle(ax, reading, sketch.measures, sketch.speaker, width, bars=is_bars)
    if width is Width.NARROW:
        _shrink(ax)
    labels = list(list_labels(ax))
    # The house writes the labels once the axes stand; drawn by matplotlib as well they would be there twice.
    for *_, text in labels:
        text.set_visible(False)
    canvas = render_figure(figure, width=None)
    wanted = [label[:2] for label in labels]
    if ax.get_gid() == EMPHASIZED and AREA not in (reading.x.kind, reading.y.kind):
        wanted += [(figure, False) for figure in _list_own(sketch, {one.first_observation.area for one, _ in wanted})]
    return canvas, layout, [_locate(sketch, ax, matched, figure, value=value) for figure, value in wanted]


def _list_own(sketch: Sketch, named: Collection[str]) -> Iterator[Quantity]:
    """Give the latest figure of each own area that is not named yet, where several stand out in one colour."""
    latest: dict[str, TableRow] = {}
    for row in sketch.rows:
        known = latest.get(row.area)
        if row.is_own and (known is None or end_of_period(row.period) > end_of_period(known.period)):
            latest[row.area] = row
    if len(latest) > 1:
        yield from (row.figures[0] for area, row in latest.items() if area not in named)


@contextmanager
def _kept(figure: Figure, ax: Axes) -> Iterator[None]:
    """Give a figure back as it was: what an analyst drew is theirs."""
    # Only what the layout changes below; all else of the figure is left alone.
    size, place, limits = figure.get_size_inches(), ax.get_position(), (ax.get_xlim(), ax.get_ylim())
    collections: Any = [one for one in ax.collections if hasattr(one, "get_sizes")]
    sizes = [one.get_sizes() for one in collections]
    yield
    figure.set_size_inches(*size)
    ax.set_position(place)
    ax.set_axis_on()
    ax.set_xlim(limits[0])
    ax.set_ylim(limits[1])
    for one, own in zip(collections, sizes, strict=True):
        one.set_sizes(own)
    for *_, text in list_labels(ax):
        text.set_visible(True)


@contextmanager
def _same_every_time() -> Iterator[None]:
    """Draw in the house's theme, with a fixed seed, and turn what seaborn only warns of into an error."""
    import matplotlib as mpl  # noqa: PLC0415  (heavy, as numpy is, and only where pictures are drawn)
    import numpy as np  # noqa: PLC0415

    from dxlib.charts.matplotlib_theme import list_settings  # noqa: PLC0415

    # Put back at the end: random numbers of the notebook go on as if nothing had been drawn.
    state = np.random.get_state()  # noqa: NPY002  (seaborn draws from this one)
    np.random.seed(SEED)  # noqa: NPY002
    try:
        settings = {name: value for name, value in list_settings().items() if name not in _LEFT_OUT}
        with mpl.rc_context(settings), warnings.catch_warnings():
            # A swarm without room warns and lays its points on each other: rows would then be hidden.
            warnings.filterwarnings("error", category=UserWarning, module="seaborn")
            yield
    except ImportError as error:
        fix = "draw what needs no scipy or statsmodels: points, lines, bars, dx.median, dx.fit."
        raise refuse(f"it needs what is not installed ({error})", fix) from error
    except UserWarning as error:
        raise refuse(f"seaborn says: {error}", "draw smaller marks, or fewer rows.") from error
    finally:
        np.random.set_state(state)  # noqa: NPY002


def _make_figure(sketch: Sketch, width: Width) -> Figure:
    from matplotlib.figure import Figure  # noqa: PLC0415  (heavy, and only where pictures are drawn)

    if not callable(sketch.draw):
        figure: Figure = sketch.draw
        figure.set_dpi(96)
        # A layout engine would move the axes after the labels have been placed.
        figure.set_layout_engine("none")
        return figure
    refusals.check_function(sketch.draw)
    figure = Figure((width / 96, width.height / 96), dpi=96)
    # A copy, since the function is called for each width and may add columns to its table.
    sketch.draw(figure.subplots(), _order_by_time(sketch.data).copy())
    _unmask(figure)
    return figure


def _order_by_time(data: pd.DataFrame) -> pd.DataFrame:
    """Give a table in whose rows the periods appear in the order of time.

    On an axis of periods matplotlib and seaborn place them as they first appear: where the first area has no figure of
    2020, this year would stand behind the last one.
    """
    periods = [str(period) for period in data["TIME_PERIOD"]]
    places = {one: place for place, one in enumerate(sorted(set(periods), key=lambda one: (end_of_period(one), one)))}
    if list(dict.fromkeys(periods)) == list(places):
        return data
    # The sort of Python is stable: within a period the areas keep their order.
    return data.iloc[sorted(range(len(periods)), key=lambda row: places[periods[row]])]


def _unmask(figure: Figure) -> None:
    """Give points plain places: a swarm reads masked ones thousands of times, at three times the cost."""
    import numpy as np  # noqa: PLC0415

    collections: Any = [one for ax in figure.axes for one in ax.collections]
    for points in collections:
        places = points.get_offsets()
        if isinstance(places, np.ma.MaskedArray) and not np.ma.is_masked(places):
            points.set_offsets(np.asarray(places))


def _shrink(ax: Axes) -> None:
    """Draw points smaller, so that as many find room on a phone."""
    collections: Any = ax.collections
    for points in collections:
        if hasattr(points, "get_sizes"):
            points.set_sizes(points.get_sizes() * _SMALLER)


def _match(sketch: Sketch, ax: Axes) -> list[tuple[DrawnMark, Datum]]:
    """Give the marks with the rows that they stand for; there are no others, of either."""
    data, marks = sketch.list_data(), list(list_marks(ax))
    reading = read_axes(ax, data, marks)
    matched, strangers = match_marks(reading, data, marks) if reading else ([], marks)
    refusals.check_marks(matched, strangers, data)
    refusals.check_limits(ax, marks)
    refusals.check_lines(matched, sketch.find_break)
    refusals.check_whole(matched, data, sketch.find_break)
    return matched


def _make_plain(canvas: Canvas) -> None:
    """Draw marks as the house does: bars and signs without a rim, those in the first colour on top."""
    # The brief's own area is drawn in the first colour, and other points of a swarm must not cover it.
    top = max((one.layer for one in canvas.markers), default=0.0)
    canvas.fills[:] = [_make_upright(one) for one in canvas.fills]
    # The rim of a bar is a stroke of its own.
    canvas.strokes[:] = [one for one in canvas.strokes if one.role != BAR]
    canvas.markers[:] = [
        replace(one, rim=None, layer=top + 1 if one.color is Color.FIRST else one.layer) for one in canvas.markers
    ]


def _make_upright(fill: Fill) -> Fill:
    if fill.role != BAR:
        return fill
    # A bar of the house has two opposite corners; matplotlib gives four, in an order that depends on its sign.
    xs, ys = zip(*fill.points, strict=True)
    return replace(fill, points=((min(xs), min(ys)), (max(xs), max(ys))), codes="")


@dataclass(frozen=True, slots=True)
class _Label:
    figure: Quantity
    name: str
    is_own: bool
    value: bool
    x: float
    y: float


def _locate(
    sketch: Sketch, ax: Axes, matched: Sequence[tuple[DrawnMark, Datum]], figure: Quantity, *, value: bool
) -> _Label:
    """Give a label with the place of its figure's mark in CSS pixels."""
    own = next((row for row in sketch.rows if any(one.key == figure.key for one in row.figures)), None)
    if own is None:
        raise refuse(
            f"a label names {figure.first_observation.id}, which is no row of the data", "label a row of data."
        )
    mark = next(mark for mark, datum in matched if (datum.area, datum.period) == (own.area, own.period))
    x, y = ax.transData.transform(_read_place(mark))
    return _Label(figure, own.name, own.is_own, value, float(x), float(y))


def _read_place(mark: DrawnMark) -> tuple[float, float]:
    """Give where a mark stands now: a swarm moves its points when it is drawn."""
    if hasattr(mark.artist, "get_offsets"):
        x, y = mark.artist.get_offsets()[mark.index]
        return float(x), float(y)
    return mark.x, mark.y


def _write_labels(
    canvas: Canvas, layout: Layout, taken: Sequence[Box], labels: Sequence[_Label], speaker: Speaker
) -> None:  # fmt: skip
    plot = layout.plot
    placer = Placer(Box(0, plot.y0, layout.width, layout.height), [*taken])
    for one in canvas.markers:  # a label keeps away from what it does not name
        # A label must come close to the mark that it names, and to no other.
        is_named = any(abs(one.x - label.x) < 1 and abs(one.y - label.y) < 1 for label in labels)
        placer.boxes.append(make_box(one.x, one.y, one.radius + (0 if is_named else _APART)))
    # A label may lie on lines where there is no other room, on marks never.
    placer.faint_lines += [(one.points[0], one.points[-1]) for one in canvas.strokes if one.layer >= 1]
    for label in labels:
        color = Color.FIRST if label.is_own else Color.INK
        pieces = [Piece(f"{label.name} " if label.value else label.name, color, bold=label.is_own)]
        pieces += [show_figure(speaker, label.figure, color)] if label.value else []
        rivals = tuple((one.x, one.y) for one in labels if one is not label)
        placed = placer.place(Request(LabelBlock((tuple(pieces),)), label.x, label.y, rivals=rivals))
        if placed is None:
            raise refuse(f"the label '{label.name}' finds no room", "label fewer marks, or draw smaller ones.")
        draw_block(canvas, placed, align="left", halo=True)
