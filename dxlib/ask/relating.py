"""Two indicators against each other: areas as dots in one period, with a line and its band."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from dxlib.analysis.fitting import LineFit, fit_line
from dxlib.ask.charts import Chart
from dxlib.ask.dated_tables import check_title, tabulate, write_unit
from dxlib.ask.desk import Desk, open_desk
from dxlib.brief.markup import Period as WrittenPeriod
from dxlib.brief.markup import Writer
from dxlib.brief.pictures.assembly import Picture, Twin, sort_periods
from dxlib.charts.canvas import Canvas
from dxlib.charts.labels import Box, LabelBlock, Piece, Placer, Request, make_box
from dxlib.charts.scene import draw_block
from dxlib.charts.theme import FONT_SIZE, LIGHT, Color, Width
from dxlib.data.asked_periods import AskedPeriod, read_period
from dxlib.data.quantities import Quantity
from dxlib.errors import ConfigError, DataError
from dxlib.evidence.render import make_speaker
from dxlib.figures.choosing import Named, choose_areas, choose_indicator
from dxlib.figures.shelf import list_shared_periods
from dxlib.language import Sentence, Speaker, counted, sentence

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

COLUMNS: Final = ("REF_AREA", "AREA_NAME", "TIME_PERIOD", "X", "X_UNIT", "X_SOURCE", "Y", "Y_UNIT", "Y_SOURCE")
_FEWEST: Final = 3  # through two dots a line fits exactly, whatever they say
_WIDE_SPREAD: Final = 20  # times: amounts that differ so much are compared by their logarithms
_MOST_NAMES: Final = {Width.WIDE: 8, Width.NARROW: 5}
_BAND_CORNERS: Final = 41  # corners of each edge of the band, which is curved
_DPI: Final = 96  # CSS counts 96 pixels an inch
_DOT: Final = 36  # square points
_AROUND: Final = 4.5  # pixels around the middle of a dot, whose radius is 4
_MOST_TICKS: Final = 6
_WHOLE: Final = 100  # per cent
_POINTS: Final = 0.75  # of a pixel
_HEIGHTS: Final = {Width.WIDE: 400, Width.NARROW: 320}


@dataclass(frozen=True, slots=True)
class Pair:
    """An area with both figures of one period."""

    area: str
    name: str
    x: Quantity
    y: Quantity


@dataclass(frozen=True)  # no slots: the line is fitted once, and kept
class RelationPlot:
    """What is drawn.

    Parameters
    ----------
    pairs
        The dots.
    measures
        What x and y are, with their units, in the language of the chart.
    speaker
        The language of the chart.
    is_log
        Whether x has a logarithmic scale.
    home
        Keys of the area that stands out.
    """

    pairs: tuple[Pair, ...]
    measures: tuple[str, str]
    speaker: Speaker
    is_log: bool
    home: Collection[str]

    @property
    def period(self) -> WrittenPeriod:
        """Of which period all figures are."""
        return WrittenPeriod(self.pairs[0].x.period)

    @cached_property
    def places(self) -> list[float]:
        """Where the dots stand across, as the line counts it."""
        return [math.log10(float(one.x)) if self.is_log else float(one.x) for one in self.pairs]

    @cached_property
    def fit(self) -> LineFit | None:
        """The line through the dots; none where all stand at one x."""
        try:
            return fit_line(self.places, [float(one.y) for one in self.pairs])
        except DataError:
            return None


@dataclass(frozen=True, eq=False, repr=False)
class Relation(Chart):
    """Two indicators against each other; shows itself as a chart.

    Parameters
    ----------
    frame
        One row an area: X and Y in X_UNIT and Y_UNIT, with their sources.
    fit
        The line through the dots, by least squares; of the logarithm to base 10 of x where ``is_log``. None for fewer
        than three dots.
    is_log
        Whether x has a logarithmic scale.
    """

    frame: pd.DataFrame
    fit: LineFit | None
    is_log: bool


def relation(  # noqa: PLR0913  (each is a question of its own, by name)
    x: str,
    y: str,
    *,
    areas: Named = None,
    period: AskedPeriod = None,
    log: bool | None = None,
    title: str = "",
    as_of: str | date | None = None,
    language: str = "",
) -> Relation:
    """Set two indicators against each other: a dot for each area, in one and the same period.

    Parameters
    ----------
    x, y
        Ids.
    areas
        A key, a group (``"countries"``), or several of both; all that have both when left out.
    period
        Of which period; left out, the last for which most of the areas have both figures.
    log
        Whether x has a logarithmic scale; left out, where its largest value is 20 times the smallest or more.
    title
        Plain text above the chart.
    as_of
        An ISO date or a date: only what was known then. By default today.
    language
        Of all words.

    Returns
    -------
    Relation
        A chart, with ``frame`` (a table), ``fit`` (the line by least squares, with the 95 per cent band of its mean),
        ``to_matplotlib()`` and ``save(path)``. A line says what goes together, not what causes what.

    Raises
    ------
    ConfigError
        For any name or period that cannot be used, and where fewer than three areas have both figures.

    Examples
    --------
    >>> found = relation("gdp_per_head_usd", "internet_users_share", areas="countries")
    >>> found.is_log, found.fit.slope > 0
    (True, True)
    """
    check_title(title)
    if not isinstance(log, (bool, NoneType)):
        raise ConfigError(f"log={log!r} cannot be used.", allowed=("True", "False"), fix="or leave it out.")
    desk = open_desk(as_of, language)
    x, y = (choose_indicator(one, desk.catalogue) for one in (x, y))
    pairs = _find_pairs(desk, x, y, choose_areas(areas, desk.catalogue), read_period("period", period))
    values = [float(one.x) for one in pairs]
    is_log = min(values) > 0 and max(values) >= _WIDE_SPREAD * min(values) if log is None else log
    if is_log and min(values) <= 0:
        raise ConfigError(f"'{x}' has values that are not above zero.", fix="leave out log=True.")
    speaker = make_speaker(desk.language, desk.catalogue)
    writer = Writer(speaker, desk)
    measures = (_name_measure(desk, x), _name_measure(desk, y))
    # An area may have had another key on an earlier map; its dot stands out under either.
    home = desk.catalogue.list_keys(desk.home) if desk.home else ()
    plot = RelationPlot(tuple(pairs), measures, speaker, is_log, home)
    table = tabulate(map(_make_row, pairs), COLUMNS, desk, numbers=("X", "Y"))
    return Relation(_make_picture(writer, (x, y), plot), title, writer, "relation", table, plot.fit, is_log)


def _find_pairs(desk: Desk, x: str, y: str, areas: tuple[str, ...], period: str) -> list[Pair]:
    """Give the areas that have both figures in the period that was asked for, or else in the last that most have."""
    # Under today's key an area has its figures of before as well: named by both keys it would be two dots.
    keys = desk.catalogue.drop_former_keys(areas or (row.area for row in desk.store.read(x)))
    found: dict[str, list[Pair]] = defaultdict(list)
    for key in keys:
        second = {one.period: one for one in desk.read_series(y, key).sure}
        for one in desk.read_series(x, key).sure:
            if one.period in second:
                name = desk.catalogue.areas[key].name[desk.language]
                found[one.period].append(Pair(key, name, one, second[one.period]))
    counts = {when: len(pairs) for when, pairs in found.items()}
    # The last in time: as text "2024-S1" comes after "2024", though it ends before.
    when = period or next(reversed(sort_periods(list_shared_periods(counts))), "")
    pairs = found[when]
    if len(pairs) < _FEWEST:
        raise ConfigError(
            f"Only {len(pairs)} areas have both '{x}' and '{y}' for {when or 'any period'}.",
            allowed=[one for one, count in sorted(counts.items()) if count >= _FEWEST],
            fix="name one of these periods, or more areas.",
        )
    return pairs


def _make_row(pair: Pair) -> dict[str, Any]:
    x, y = pair.x, pair.y
    return {
        "REF_AREA": pair.area, "AREA_NAME": pair.name, "TIME_PERIOD": x.period,
        "X": x.value, "X_UNIT": write_unit(x), "X_SOURCE": x.first_observation.source,
        "Y": y.value, "Y_UNIT": write_unit(y), "Y_SOURCE": y.first_observation.source,
    }  # fmt: skip


def _make_picture(writer: Writer, names: tuple[str, str], plot: RelationPlot) -> Picture:
    """Give the chart with its words and its table."""
    labels = [writer.catalogue.indicators[name].label[writer.speaker.language] for name in names]
    measures = plot.measures
    rows = [[one.name, writer.figure(one.x), writer.figure(one.y)] for one in plot.pairs]
    return Picture(
        name=" · ".join(labels),
        subtitle=writer.fill(sentence("{x} and {y}, {period}", x=measures[0], y=measures[1], period=plot.period)),
        draw=lambda width: draw_relation(plot, width),
        words=tuple(_describe(plot)),
        figures=[figure for one in plot.pairs for figure in (one.x, one.y)],
        twin=Twin([writer.translate(sentence("Area")), *measures], sorted(rows, key=lambda row: str(row[0]))),
    )


def _name_measure(desk: Desk, name: str) -> str:
    entry = desk.catalogue.indicators[name]
    if entry.unit == "RANK":
        return entry.name[desk.language]
    return f"{entry.label[desk.language]} ({desk.catalogue.units[entry.unit].name[desk.language]})"


def _describe(plot: RelationPlot) -> Iterator[Sentence]:
    yield counted(
        "Each of the {n} dots is an area {period:in}: {x} across, {y} upwards.", len(plot.pairs),
        n=str(len(plot.pairs)), period=plot.period, x=plot.measures[0], y=plot.measures[1],
    )  # fmt: skip
    if plot.is_log:
        yield sentence("The horizontal scale is logarithmic.")
    if plot.fit:
        yield sentence("The line is fitted by least squares; the band holds the mean with 95 per cent confidence.")


def draw_relation(plot: RelationPlot, width: Width) -> Canvas:
    """Draw dots, line and band through matplotlib on the canvas, and name the areas that stand out."""
    import matplotlib as mpl  # noqa: PLC0415  (only where something is drawn with it)
    from matplotlib.figure import Figure  # noqa: PLC0415

    from dxlib.charts.backend import render_figure  # noqa: PLC0415
    from dxlib.charts.backend.known_font import register_fonts  # noqa: PLC0415
    from dxlib.charts.matplotlib_theme import list_settings  # noqa: PLC0415

    register_fonts()
    settings = {name: value for name, value in list_settings().items() if name != "image.cmap"}  # none is needed
    with mpl.rc_context(settings):
        figure = Figure(figsize=(width / _DPI, _HEIGHTS[width] / _DPI), dpi=_DPI, layout="constrained")
        ax = figure.subplots()
        _draw_dots(ax, plot)
        _draw_fit(ax, plot)
        _set_scale(ax, plot)
        canvas = render_figure(figure)
    _name_dots(canvas, plot, width)
    return canvas


def _draw_dots(ax: Axes, plot: RelationPlot) -> None:
    for one in plot.pairs:  # one at a time, so that each dot is a mark of its own
        color = Color.FIRST if one.area in plot.home else Color.FAINT
        ax.scatter([float(one.x)], [float(one.y)], s=_DOT, color=LIGHT[color], zorder=3, clip_on=False)
    ax.set_xlabel(plot.measures[0])
    # The name of y stands level above the axis: turned by 90 degrees it is read with the head on one side.
    ax.set_title(
        plot.measures[1], loc="left", fontsize=FONT_SIZE * _POINTS, fontweight="normal", color=LIGHT[Color.MUTED]
    )


def _set_scale(ax: Axes, plot: RelationPlot) -> None:
    from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator  # noqa: PLC0415

    if plot.is_log:
        ax.set_xscale("log")
        # Powers of ten alone give two or three ticks; 3 halves a decade, since its logarithm is 0.48.
        ax.xaxis.set_major_locator(LogLocator(subs=(1, 3)))
        ax.xaxis.set_minor_locator(NullLocator())
    else:
        ax.xaxis.set_major_locator(MaxNLocator(_MOST_TICKS))
    if plot.pairs[0].y.unit == "PERCENT" and max(float(one.y) for one in plot.pairs) <= _WHOLE:
        ax.set_ylim(top=_WHOLE)  # a line through shares may go beyond what a share can be
    _write_ticks(ax.xaxis, plot.speaker, plot.pairs[0].x.unit)
    _write_ticks(ax.yaxis, plot.speaker, plot.pairs[0].y.unit)


def _write_ticks(axis: Axis, speaker: Speaker, unit: str) -> None:
    # The power of ten is 0, because float() of a figure is in single units whatever its row is stated in.
    axis.set_major_formatter(lambda value, _place: speaker.format_tick(value, unit, 0))


def _draw_fit(ax: Axes, plot: RelationPlot) -> None:
    if plot.fit is None:
        return
    low, high = min(plot.places), max(plot.places)
    steps, lower, upper = plot.fit.trace_band(low, high, corners=_BAND_CORNERS)
    across = [10**step if plot.is_log else step for step in steps]
    ax.fill_between(across, lower, upper, color=LIGHT[Color.GRID], alpha=0.6, linewidth=0, zorder=1)
    ax.plot(across, [plot.fit.locate(step) for step in steps], color=LIGHT[Color.MUTED], linewidth=1.2, zorder=2)


def _name_dots(canvas: Canvas, plot: RelationPlot, width: Width) -> None:
    """Name the home area, and those that lie furthest from the line or at an end, where there is room."""
    dots = [(one.x, one.y) for one in canvas.markers if one.role == "point"]
    placer = Placer(Box(0, 0, canvas.width, canvas.height))
    placer.boxes += [make_box(x, y, _AROUND) for x, y in dots]
    for text in canvas.texts:
        start, end = text.ends
        placer.boxes.append(Box(start, text.y - 4, end, text.y + text.size))
    for index in _choose_named(plot, width):
        own = plot.pairs[index].area in plot.home
        piece = Piece(plot.pairs[index].name, Color.FIRST if own else Color.INK, own)
        placed = placer.place(Request(LabelBlock(((piece,),)), *dots[index], needed=own))
        if placed:
            draw_block(canvas, placed, halo=True)


def _choose_named(plot: RelationPlot, width: Width) -> list[int]:
    """Give the places of the areas to name, the most important first."""
    places, fit = plot.places, plot.fit
    ends = [places.index(min(places)), places.index(max(places))]
    off = [abs(float(one.y) - fit.locate(x)) if fit else 0.0 for one, x in zip(plot.pairs, places, strict=True)]
    furthest = sorted(range(len(places)), key=lambda index: -off[index])
    own = [index for index, one in enumerate(plot.pairs) if one.area in plot.home]
    # Two outliers come before the ends, so that a phone, which has room for few names, shows what is off the line.
    return list(dict.fromkeys([*own, *furthest[:2], *ends, *furthest[2:]]))[: _MOST_NAMES[width]]
