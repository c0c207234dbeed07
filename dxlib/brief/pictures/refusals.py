"""What an analyst's picture may not be: each reason has a sentence and a cure."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from dxlib.charts.canvas import Canvas
from dxlib.charts.on_axes import VALUE, AxesReading, Datum, DrawnMark, is_added
from dxlib.charts.theme import Color
from dxlib.data.schema import end_of_period
from dxlib.errors import DataError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# The other colours are those of grid, axes and bands: a mark in one of them would be taken for these.
FOR_MARKS: Final = (Color.FIRST, Color.SECOND, Color.THIRD, Color.FOURTH, Color.TARGET, Color.PALE, Color.INK)
# seaborn writes names of columns at the axes; they are let pass, because the house writes its own instead.
_COLUMNS: Final = frozenset(("", "INDICATOR", "REF_AREA", "AREA_NAME", "TIME_PERIOD", "DATE", "OBS_VALUE"))
_AXES: Final = ("ax", "axes")
_MOST_NAMED: Final = 3
# matplotlib writes "no marker" in all these ways.
_NO_MARKER: Final = ("None", "none", " ", "", None)
_NEAR: Final = 1e-9  # limits are sums of floats, and a mark at the end may lie beyond by the last bit


def refuse(what: str, fix: str) -> DataError:
    """Give the error of a picture that cannot be shown."""
    return DataError(f"The picture cannot be shown: {what}.", fix=fix)


def check_rows(indicators: Sequence[str], figures: int) -> None:
    """See that rows are of one indicator, or of two, one for each axis.

    Parameters
    ----------
    indicators
        Of all rows.
    figures
        How many a row has.

    Raises
    ------
    DataError
        For others: marks of several indicators on one axis could not be told apart.
    """
    if len(indicators) != figures or figures > len(("x", "y")):
        fix = "give rows of one indicator; or two with brief.frame([...], columns='indicator'), one for each axis."
        raise refuse(f"its rows are of {len(indicators)} indicators ({', '.join(indicators)})", fix)


def check_axes(reading: AxesReading, figures: int) -> None:
    """See that each figure of a row is shown by an axis.

    Raises
    ------
    DataError
        For rows of two figures of which one is not shown.
    """
    shown = [axis for axis in (reading.x, reading.y) if axis.kind == VALUE]
    if len(shown) < figures:
        fix = "draw both values, one across and one upwards, or give rows of one indicator."
        raise refuse(f"its rows have {figures} figures, and its axes show {len(shown)}", fix)


def check_function(draw: Callable[..., object]) -> None:
    """See that a function takes Axes first, then the table.

    Raises
    ------
    DataError
        For other parameters: seaborn's own errors would speak of what the analyst did not write.
    """
    # A partial or an object that can be called need not have a signature to look at.
    if not inspect.isfunction(draw):
        return
    signature = inspect.signature(draw)
    fix = f"begin it with: def {draw.__name__}(ax, rows):"
    try:
        signature.bind(None, None)
    except TypeError as error:
        raise refuse(f"{draw.__name__}{signature} cannot be called with Axes and a table", fix) from error
    # Called the wrong way round, the function would fail deep inside seaborn.
    if list(signature.parameters)[1] in _AXES:
        raise refuse(f"{draw.__name__}{signature} takes the table first, but Axes come first", fix)


def check_figure(figure: Figure, indicators: Iterable[str]) -> Axes:
    """Give the one Axes of a figure.

    Raises
    ------
    DataError
        For several Axes, a scale that is not linear, texts and signs that stand for no row.
    """
    if len(figure.axes) != 1:
        raise refuse(
            f"it has {len(figure.axes)} Axes", "draw on the one that is given, and show each by a call of its own."
        )
    (ax,) = figure.axes
    for name in ("x", "y"):
        if (scale := getattr(ax, f"get_{name}scale")()) != "linear":
            raise refuse(f"its {name} axis is {scale}", "leave both axes linear, so that distances mean differences.")
    for artist in _list_foreign(ax):
        kind = type(artist).__name__
        fix = "draw rows as points, bars or lines; add dx.median or dx.fit; pass errorbar=None and legend=False."
        raise refuse(f"{kind} stands for no row of the data", fix)
    _check_texts(figure, ax, {*_COLUMNS, *indicators})
    return ax


def _check_texts(figure: Figure, ax: Axes, allowed: set[str]) -> None:
    written = [ax.get_title(side) for side in ("left", "center", "right")]
    written += [text.get_text() for text in (*figure.texts, *ax.texts) if not is_added(text)]
    written += [text for text in (ax.get_xlabel(), ax.get_ylabel()) if text not in allowed]
    for text in filter(None, written):
        # Also "½" and "三", which isdigit() lets pass.
        if any(letter.isnumeric() for letter in text):
            fix = "write it with dx.label(ax, figure), so that it has evidence."
            raise refuse(f"the text '{text}' holds a numeral that is no figure", fix)
        fix = "say it in title or words, which are translated; name marks with dx.label."
        raise refuse(f"the text '{text}' is drawn on it", fix)


def _list_foreign(ax: Axes) -> Iterator[Any]:
    """Give the artists that stand for no rows; lines, bars and points are read one by one."""
    from matplotlib.collections import PathCollection  # noqa: PLC0415  (heavy, and only where pictures are drawn)
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    yield from ax.images
    yield from ax.tables
    # Points are a PathCollection, bands and heat maps are others.
    yield from (one for one in ax.collections if not isinstance(one, PathCollection) and not is_added(one))
    # Bars are rectangles; wedges and arrows are other patches.
    yield from (one for one in ax.patches if not isinstance(one, Rectangle))
    yield from filter(None, (ax.get_legend(),))


def check_marks(
    matched: Sequence[tuple[DrawnMark, Datum]], strangers: Sequence[DrawnMark], data: Sequence[Datum]
) -> None:
    """See that each mark stands for a row, and that each row has a mark.

    Raises
    ------
    DataError
        With the first of those that do not.
    """
    if strangers:
        named = ", ".join(f"{one.kind} at {one.x:g}, {one.y:g}" for one in strangers[:_MOST_NAMED])
        fix = "draw each row as it is: no mean, no sum, no other value, each row once."
        raise refuse(
            f"{len(strangers)} marks stand for no row of the data, or for one that has its mark ({named})", fix
        )
    drawn = {datum for _, datum in matched}
    if missing := [one for one in data if one not in drawn]:
        named = ", ".join(f"{one.area} {one.period}" for one in missing[:_MOST_NAMED])
        fix = "draw all rows on the Axes that draw is given (ax=ax), or give only those drawn: brief.frame(since=...)."
        raise refuse(f"{len(missing)} rows of the data have no mark ({named})", fix)


def check_whole(
    matched: Sequence[tuple[DrawnMark, Datum]], data: Sequence[Datum], find_breaks: Callable[[Datum, Datum], str]
) -> None:
    """See that of points, and of lines, there are all or none: what is left out looks as if it were not known.

    Parameters
    ----------
    matched
        Marks with what they stand for.
    data
        All rows.
    find_breaks
        As :func:`check_lines` has it.

    Raises
    ------
    DataError
        For a row without a point among rows with one, and for two of one area that follow each other without a line.
    """
    pointed = {datum for mark, datum in matched if _is_point(mark)}
    if pointed and (missing := [one for one in data if one not in pointed]):
        named = ", ".join(f"{one.area} {one.period}" for one in missing[:_MOST_NAMED])
        raise refuse(
            f"some rows have a point, and {len(missing)} have none ({named})", "give all rows a point, or none."
        )
    joined = {joint for line in _list_lines(matched) for joint in pairwise(line)}
    order = sorted(data, key=lambda one: (one.area, end_of_period(one.period)))
    for before, after in pairwise(order) if joined else ():
        if before.area == after.area and (before, after) not in joined and not find_breaks(before, after):
            what = f"some rows are joined by lines, and {before.area} {before.period} and {after.period} are not"
            raise refuse(what, "join all rows between which nothing changed, or none.")


def _is_point(mark: DrawnMark) -> bool:
    return mark.kind == "point" or (mark.kind == "vertex" and mark.artist.get_marker() not in _NO_MARKER)


def _list_lines(matched: Iterable[tuple[DrawnMark, Datum]]) -> list[list[Datum]]:
    """Give what each line goes through."""
    lines: dict[Any, list[Datum]] = {}
    for mark, datum in matched:
        if mark.kind == "vertex":
            lines.setdefault(mark.artist, []).append(datum)
    return list(lines.values())


def check_limits(ax: Axes, marks: Iterable[DrawnMark]) -> None:
    """See that no mark lies outside of the axes, and that bars begin at zero.

    Raises
    ------
    DataError
        For either.
    """
    (x0, x1), (y0, y1) = sorted(ax.get_xlim()), sorted(ax.get_ylim())
    for mark in marks:
        if not (x0 - _NEAR <= mark.x <= x1 + _NEAR and y0 - _NEAR <= mark.y <= y1 + _NEAR):
            raise refuse(
                f"a {mark.kind} at {mark.x:g}, {mark.y:g} lies outside of the axes", "set no limits, or wider ones."
            )
        if mark.kind == "bar":
            bar = mark.artist
            # matplotlib makes the foot of a bar sticky, along x where the bar lies: its sizes alone do not tell.
            is_lying = bool(bar.sticky_edges.x)
            low, base = (x0, bar.get_x()) if is_lying else (y0, bar.get_y())
            if low > 0 or base != 0:
                raise refuse("its bars do not begin at zero", "set no limits, or draw points.")


def check_lines(matched: Iterable[tuple[DrawnMark, Datum]], find_breaks: Callable[[Datum, Datum], str]) -> None:
    """See that each line follows one area through time, and that none joins what does not compare.

    Parameters
    ----------
    matched
        Marks with what they stand for.
    find_breaks
        Says what parts two data of an area, so that no line may join them; empty where nothing does.

    Raises
    ------
    DataError
        For either.
    """
    for line in _list_lines(matched):
        for before, after in pairwise(line):
            if before.area != after.area or end_of_period(before.period) >= end_of_period(after.period):
                fix = "draw a line an area (units='SEGMENT', estimator=None), sorted by time."
                raise refuse(f"a line goes from {before.area} {before.period} to {after.area} {after.period}", fix)
            if what := find_breaks(before, after):
                fix = "draw a line for each part: units='SEGMENT', estimator=None; brief.frame gives that column."
                raise refuse(f"a line of {before.area} goes over {what}", fix)


def check_canvas(canvas: Canvas) -> None:
    """See that a page can show what was drawn: colours of the theme, no transparency, texts inside.

    Raises
    ------
    DataError
        For the first thing that it cannot.
    """
    shapes: list[Any] = [*canvas.fills, *canvas.markers, *(one.pen for one in canvas.strokes)]
    for one in shapes:
        if not isinstance(one.color, Color):
            fix = "leave out color=, palette= and alpha=; before you draw a figure by yourself, call dx.set_theme()."
            raise refuse(f"the colour {one.color} is none of the theme", fix)
        if getattr(one, "opacity", 1.0) != 1.0:
            raise refuse("something in it is translucent", "leave out alpha.")
    for marker in canvas.markers:
        if marker.color not in FOR_MARKS:
            allowed = "take colours of lines, or leave out color=; grid and bands have the others."
            raise refuse(f"marks have the colour '{marker.color}', which is not for marks", allowed)
    for text in canvas.texts:
        left, right = text.ends
        # Letters are measured without kerning, so that a pixel beyond the edge may not be there.
        if left < -1 or right > canvas.width + 1 or not 0 < text.y < canvas.height:
            raise refuse(f"the text '{text.text}' lies outside of it", "shorten the name, or leave the label out.")
