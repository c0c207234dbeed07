"""What analysts add to a picture of figures: labels, medians, a fitted line, and emphasis on the brief's own area.

Each of these is known to the audit, which works it out again from the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median as _find_median
from typing import TYPE_CHECKING, Any, Final

from dxlib.analysis.fitting import fit_line
from dxlib.charts.on_axes import ADDED, find_steps, list_marks, match_marks, read_axes, read_data
from dxlib.charts.theme import Color
from dxlib.data.quantities import Missing, Quantity
from dxlib.errors import ConfigError, DataError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LABEL: Final = f"{ADDED}label"
MEDIAN: Final = f"{ADDED}median"
FIT: Final = f"{ADDED}fit"
BAND: Final = f"{ADDED}band"
EMPHASIZED: Final = f"{ADDED}emphasis"  # of the Axes themselves
_HALF: Final = 0.4  # of the distance between two periods
_PX: Final = 0.75  # points
_CORNERS: Final = 25  # of each edge of the band, which is curved
_LARGER: Final = 1.8


def label(ax: Axes, *figures: Quantity | Missing, value: bool = True) -> None:
    """Write the name of a figure's area, and the figure, at its mark.

    Parameters
    ----------
    ax
        Axes on which all rows are drawn.
    *figures
        Of rows that are drawn; of one that is not known nothing is written.
    value
        Whether the figure stands beside the name.

    Raises
    ------
    ConfigError
        For what is no figure.

    Notes
    -----
    ``brief.picture`` writes labels in the language of the page where they cover nothing; elsewhere the key of the area
    and the value stand beside the mark.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> label(Figure().subplots(), Missing("egdi_rank", "VNM", "nothing known by then"))
    """
    for figure in figures:
        if isinstance(figure, Quantity):
            _write_label(ax, figure, value=value)
        elif not isinstance(figure, Missing):
            raise ConfigError(
                f"dx.label was given {figure!r:.60}, which is no figure.",
                fix="give what brief.latest, brief.at or another call of the brief gives.",
            )


def _write_label(ax: Axes, figure: Quantity, *, value: bool) -> None:
    own = float(figure.value)
    # Values may stand on either axis, depending on who drew them.
    found = [mark for mark in list_marks(ax) if own in (mark.x, mark.y)]
    x, y = (found[0].x, found[0].y) if found else (0.0, own)
    text = figure.first_observation.area + (f" {figure.value}" if value else "")
    written: Any = ax.annotate(text, (x, y), xytext=(5, 5), textcoords="offset points")
    written.set_gid(LABEL)
    # The text carries its figure: brief.picture writes it anew, in the language of the page.
    written.dx_figure, written.dx_value = figure, value


def list_labels(ax: Axes) -> Iterator[tuple[Quantity, bool, Any]]:
    """Give the figures of the labels of Axes, whether their values are written, and the texts."""
    texts: Any = ax.texts
    for text in texts:
        if text.get_gid() == LABEL:
            yield text.dx_figure, text.dx_value, text


def median(ax: Axes, rows: pd.DataFrame) -> None:
    """Draw the median of the areas for each period as a short line.

    Parameters
    ----------
    ax
        With periods across and values upwards.
    rows
        Table with TIME_PERIOD and OBS_VALUE, as ``brief.frame`` gives
        it.

    Raises
    ------
    DataError
        For Axes whose horizontal axis does not show the periods: draw the rows before.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> rows = pd.DataFrame({"TIME_PERIOD": ["2023", "2023", "2024"], "OBS_VALUE": [1.0, 2.0, 3.0]})
    >>> ax = Figure().subplots()
    >>> _ = ax.scatter(rows["TIME_PERIOD"], rows["OBS_VALUE"])
    >>> median(ax, rows)
    >>> [list(map(float, line.get_ydata())) for line in ax.lines]
    [[1.5, 1.5], [3.0, 3.0]]
    """
    steps = find_steps(ax.xaxis)
    values: dict[str, list[float]] = {}
    for period, value in zip(rows["TIME_PERIOD"], rows["OBS_VALUE"], strict=True):
        values.setdefault(period, []).append(value)
    if missing := values.keys() - steps.keys():
        what = f"The horizontal axis does not show the periods {', '.join(sorted(missing))}."
        raise DataError(what, fix="draw the rows first, with x='TIME_PERIOD'.")
    for period, found in values.items():
        at, value = steps[period], _find_median(found)
        look: Any = {"color": Color.INK.light, "linewidth": 2 * _PX, "solid_capstyle": "butt", "zorder": 6}
        ax.plot([at - _HALF, at + _HALF], [value, value], gid=MEDIAN, **look)


def fit(ax: Axes, rows: pd.DataFrame, *, x: str, y: str) -> None:
    """Draw a line fitted by least squares, with the band that holds the mean with 95 % confidence.

    Parameters
    ----------
    ax
        With the values of ``x`` across and those of ``y`` upwards.
    rows
        Table with both columns; rows without one of the values do not count.
    x, y
        Names of columns.

    Raises
    ------
    DataError
        For fewer than three rows, and for values of ``x`` that are all the same.

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().subplots()
    >>> fit(ax, pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [2.0, 4.0, 5.0, 8.0]}), x="a", y="b")
    >>> [round(float(value), 9) for value in ax.lines[0].get_ydata()]
    [1.9, 7.6]
    """
    # As the table by indicators has it: areas of which only one figure is known have no dot.
    known = rows[[x, y]].dropna()
    xs, ys = known[x].tolist(), known[y].tolist()
    line = fit_line(xs, ys)
    low, high = min(xs), max(xs)
    places, lower, upper = line.trace_band(low, high, corners=_CORNERS)
    # Under the points: the band tells how sure the line is, and hides no row.
    ax.fill_between(places, lower, upper, color=Color.STEP_1.light, linewidth=0, zorder=0.6, gid=BAND)
    ends = [line.locate(low), line.locate(high)]
    ax.plot([low, high], ends, color=Color.MUTED.light, linewidth=2 * _PX, solid_capstyle="butt", zorder=1.5, gid=FIT)


def emphasize(ax: Axes, rows: pd.DataFrame) -> None:
    """Show the marks of the brief's own area in the first colour, and let all others stand back.

    Where several areas stand out, as those that were merged into it, ``brief.picture`` names each of them at its latest
    mark, unless an axis names them or a label does.

    Parameters
    ----------
    ax
        On which all rows are drawn.
    rows
        Table from ``brief.frame``, with IS_OWN.

    Raises
    ------
    DataError
        For marks that stand for no row.

    Examples
    --------
    >>> import dxlib as dx
    >>> from matplotlib.figure import Figure
    >>> brief = dx.open_brief("05-international-rankings", area="VNM", edition=2025, language="en")
    >>> rows = brief.frame("egdi_rank", areas="asean_six", since=2020)
    >>> ax = Figure().subplots()
    >>> dots = ax.scatter(rows["TIME_PERIOD"], rows["OBS_VALUE"])
    >>> emphasize(ax, rows)
    >>> len(set(dots.get_sizes().tolist()))
    2
    """
    data, found = read_data(rows), list(list_marks(ax))
    reading = read_axes(ax, data, found)
    matched, strangers = match_marks(reading, data, found) if reading else ([], found)
    if strangers:
        raise DataError(f"{len(strangers)} marks stand for no row.", fix="draw the rows themselves, then emphasize.")
    ax.set_gid(EMPHASIZED)
    for artist in dict.fromkeys(mark.artist for mark, _ in matched):
        own = {mark.index for mark, datum in matched if mark.artist is artist and datum.is_own}
        _paint(artist, own)


def _paint(artist: Any, own: set[int]) -> None:
    """Paint the own points of an artist, or the whole artist where it has only one colour."""
    if not hasattr(artist, "get_offsets"):
        artist.set_color((Color.FIRST if own else Color.PALE).light)
        artist.set_zorder(4 if own else 2)
        return
    count, sizes = len(artist.get_offsets()), artist.get_sizes()
    colors = [(Color.FIRST if index in own else Color.PALE).light for index in range(count)]
    artist.set_facecolors(colors)
    artist.set_edgecolors("none")
    artist.set_linewidths(0)
    base = float(sizes[0]) if len(sizes) else 1.0
    artist.set_sizes([base * (_LARGER if index in own else 1) for index in range(count)])
