"""Which marks of a matplotlib Axes stand for which figures: read off the artists, whoever drew them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dxlib.data.schema import end_of_period

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

ADDED: Final = "dx-"  # begins the group id of what the library itself adds to Axes
PERIOD, AREA, VALUE = "period", "area", "value"
_YEAR: Final = 4
_NOWHERE: Final = -1e6  # of a datum that an axis has no place for
# Columns of numbers that are no figures, so that no axis can show them.
_NO_VALUES: Final = ("UPPER_VALUE", "OUT_OF", "UNIT_MULT", "RIVALS")


@dataclass(frozen=True, slots=True)
class Datum:
    """What a row says: its area by key and by name, its period, its figures, and whether it is the brief's own."""

    area: str
    name: str
    period: str
    figures: tuple[float, ...]
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A mark: ``point``, ``bar`` or ``vertex`` of a line, where it stands, and the artist and the index of it there.

    Bars have the end of the bar as their place.
    """

    kind: str
    x: float
    y: float
    artist: Any
    index: int


@dataclass(frozen=True, slots=True)
class AxisReading:
    """What an axis shows, and where each datum stands on it.

    Parameters
    ----------
    kind
        ``period``, ``area`` or ``value``.
    index
        Of which of a datum's figures.
    steps
        Whether it has a place for each text instead of a scale.
    places
        Where each datum stands, in the units of the axis.
    """

    kind: str
    index: int
    steps: bool
    places: Mapping[Datum, float]

    def key(self, place: float) -> str:
        """Give a place as text, so that the same figure has the same; marks may stand beside each other on steps."""
        # Nine digits, because a value that has gone through matplotlib's arrays need not be the same to the last bit.
        return str(round(place)) if self.steps else f"{place:.9g}"


@dataclass(frozen=True, slots=True)
class AxesReading:
    """What both axes of an Axes show."""

    x: AxisReading
    y: AxisReading

    def key_of(self, datum: Datum) -> tuple[str, str]:
        """Give where a datum stands."""
        return self.x.key(self.x.places[datum]), self.y.key(self.y.places[datum])

    def key_at(self, x: float, y: float) -> tuple[str, str]:
        """Give a place."""
        return self.x.key(x), self.y.key(y)


def read_data(rows: pd.DataFrame) -> tuple[Datum, ...]:
    """Give what the rows of a table say that has REF_AREA, AREA_NAME and TIME_PERIOD, and values in other columns."""
    numbers = [name for name in rows.select_dtypes("number").columns if name not in _NO_VALUES]
    own = rows["IS_OWN"] if "IS_OWN" in rows else [False] * len(rows)
    columns = (rows["REF_AREA"], rows["AREA_NAME"], rows["TIME_PERIOD"], own)
    values = rows[numbers].itertuples(index=False, name=None)
    return tuple(
        Datum(area, name, period, tuple(map(float, value)), bool(is_own))
        for area, name, period, is_own, value in zip(*columns, values, strict=True)
    )


def list_marks(ax: Axes) -> Iterator[DrawnMark]:
    """Give the marks of Axes that the library itself did not add."""
    from matplotlib.collections import PathCollection  # noqa: PLC0415  (heavy, and only where pictures are drawn)
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    for points in ax.collections:
        if isinstance(points, PathCollection) and points.get_visible():
            places: Any = points.get_offsets()
            for index, (x, y) in enumerate(places.tolist()):  # of plain numbers, which are ten times faster to read
                yield DrawnMark("point", x, y, points, index)
    for line in ax.lines:
        if line.get_visible() and not is_added(line):
            kind = "point" if line.get_linestyle() == "None" else "vertex"
            corners: Any = line.get_xydata()
            for index, (x, y) in enumerate(corners.tolist()):
                if x == x and y == y:  # noqa: PLR0124  (not NaN: seaborn draws empty error bars)
                    yield DrawnMark(kind, x, y, line, index)
    for index, bar in enumerate(one for one in ax.patches if isinstance(one, Rectangle)):
        yield DrawnMark("bar", *_find_end(bar), bar, index)


def _find_end(bar: Any) -> tuple[float, float]:
    x, y, width, height = bar.get_x(), bar.get_y(), bar.get_width(), bar.get_height()
    is_lying = bool(bar.sticky_edges.x)  # matplotlib notes so where a bar begins
    return (x + width, y + height / 2) if is_lying else (x + width / 2, y + height)


def is_added(artist: Any) -> bool:
    """Say whether the library itself added an artist: a label, a median, a fit."""
    return str(artist.get_gid() or "").startswith(ADDED)


def read_axes(ax: Axes, data: Sequence[Datum], marks: Sequence[DrawnMark]) -> AxesReading | None:
    """Give what the axes show: of all that they can, what places the most marks; none where an axis shows nothing."""
    pairs = [AxesReading(x, y) for x in _list_readings(ax.xaxis, data) for y in _list_readings(ax.yaxis, data)]
    # A figure is on one axis: with both reading the same, points on a diagonal would match.
    pairs = [pair for pair in pairs if (pair.x.kind, pair.x.index) != (pair.y.kind, pair.y.index)]
    places = [(mark.x, mark.y) for mark in marks]
    return max(pairs, key=lambda pair: _count_placed(pair, data, places), default=None)


def _count_placed(pair: AxesReading, data: Sequence[Datum], places: Iterable[tuple[float, float]]) -> int:
    wanted = {pair.key_of(datum) for datum in data}
    return sum(pair.key_at(*place) in wanted for place in places)


def find_steps(axis: Any) -> Mapping[str, float]:
    """Give the place of each text on an axis that has a place for each text instead of a scale; else nothing."""
    # matplotlib offers no public way to the categories of an axis.
    return getattr(axis.get_units(), "_mapping", {})


def _list_readings(axis: Axis, data: Sequence[Datum]) -> Iterator[AxisReading]:
    steps = find_steps(axis)
    if steps:
        for kind, name in ((PERIOD, "period"), (AREA, "name"), (AREA, "area")):
            if any(getattr(datum, name) in steps for datum in data):
                yield AxisReading(kind, 0, True, {datum: steps.get(getattr(datum, name), _NOWHERE) for datum in data})
        return
    if _is_of_dates(axis):
        yield AxisReading(PERIOD, 0, False, {datum: _find_day(datum.period) for datum in data})
        return
    for index in range(len(data[0].figures) if data else 0):
        yield AxisReading(VALUE, index, False, {datum: datum.figures[index] for datum in data})
    # Years may stand on an axis of numbers; "2024-S1" cannot.
    if all(len(datum.period) == _YEAR for datum in data):
        yield AxisReading(PERIOD, 0, False, {datum: float(datum.period) for datum in data})


def _is_of_dates(axis: Axis) -> bool:
    from matplotlib.dates import AutoDateFormatter, DateConverter  # noqa: PLC0415

    kinds = (DateConverter, AutoDateFormatter)
    return isinstance(axis.get_converter(), kinds) or isinstance(axis.get_major_formatter(), kinds)


def _find_day(period: str) -> float:
    from matplotlib.dates import date2num  # noqa: PLC0415

    day: Any = date2num(end_of_period(period))  # type: ignore[no-untyped-call]
    return float(day)


def match_marks(
    reading: AxesReading, data: Sequence[Datum], marks: Iterable[DrawnMark]
) -> tuple[list[tuple[DrawnMark, Datum]], list[DrawnMark]]:
    """Give for each mark the datum that it stands for, and the marks that stand for none.

    Notes
    -----
    Data that stand in one place share its marks in their order. A datum has one point or bar; a vertex more counts for
    the line.
    """
    waiting: dict[tuple[str, str], list[Datum]] = {}
    for datum in data:
        waiting.setdefault(reading.key_of(datum), []).append(datum)
    used: Counter[tuple[str, str, str]] = Counter()
    found, strangers = [], []
    for mark in marks:
        place = reading.key_at(mark.x, mark.y)
        there, kind = waiting.get(place, []), mark.kind
        at = used[(kind, *place)]
        used[(kind, *place)] += 1
        # A line that is cut at a break may touch the same point twice.
        if at < len(there) or (there and kind == "vertex"):
            found.append((mark, there[at % len(there)]))
        else:
            strangers.append(mark)
    return found, strangers
