"""The rows of an analyst's picture: the table that a brief gives, and the observations that a table stands for."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dxlib.analysis.comparability import split_runs
from dxlib.brief.markup import Writer
from dxlib.charts.series import Line
from dxlib.data.quantities import Quantity
from dxlib.data.schema import end_of_period, last_day_of
from dxlib.errors import DataError
from dxlib.figures.framing import COLUMNS, make_row, make_table
from dxlib.figures.shelf import Shelf

if TYPE_CHECKING:
    import pandas as pd

OWN: Final = "IS_OWN"
SEGMENT: Final = "SEGMENT"
BY_INDICATOR: Final = "indicator"
_KEYS: Final = ("REF_AREA", "AREA_NAME", "TIME_PERIOD", "DATE", OWN)
_NEEDED: Final = ("REF_AREA", "TIME_PERIOD")
_MOST_NAMED: Final = 5  # wrong rows: a sum has a wrong value in every one


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: the figures that it stands for, one an indicator, of one area and period."""

    figures: tuple[Quantity, ...]
    name: str
    is_own: bool

    @property
    def area(self) -> str:
        """The key of its area."""
        return self.figures[0].first_observation.area

    @property
    def period(self) -> str:
        """Its period."""
        return self.figures[0].period


def list_own(writer: Writer) -> frozenset[str]:
    """Give the keys of the page's area: today's and former ones, and those of what went into it."""
    home, catalogue = writer.home, writer.catalogue
    own = {*catalogue.list_keys(home), *catalogue.list_predecessors(home)}
    return frozenset({*own, catalogue.areas[home].successor} - {""})


def make_frame(
    writer: Writer, indicators: Sequence[str], areas: Sequence[str], is_asked: Callable[[str], bool], *, columns: str
) -> pd.DataFrame:
    """Give the headline figures that are asked for as a table; see :meth:`OwnPictures.frame`.

    Parameters
    ----------
    writer
        Of the brief.
    indicators, areas
        Ids and keys.
    is_asked
        Says of a period whether it is asked for.
    columns
        What has a column of its own; empty for a row a figure.
    """
    own = list_own(writer)
    rows = (
        row for name in indicators for area in areas
        for row in _list_rows(writer, name, area, is_asked, is_own=area in own)
    )  # fmt: skip
    table = make_table(rows, (*COLUMNS, OWN, SEGMENT))
    if columns != BY_INDICATOR:
        return table
    keys = table.drop_duplicates(["REF_AREA", "TIME_PERIOD"])[list(_KEYS)]
    for name in indicators:
        own = table.loc[table["INDICATOR"] == name, ["REF_AREA", "TIME_PERIOD", "OBS_VALUE"]]
        # pandas merges by what both sides have, so a row without one of the figures falls out.
        keys = keys.merge(own.rename(columns={"OBS_VALUE": name}), on=["REF_AREA", "TIME_PERIOD"])
    return keys


def _list_rows(
    writer: Writer, indicator: str, area: str, is_asked: Callable[[str], bool], *, is_own: bool
) -> Iterator[dict[str, Any]]:  # fmt: skip
    series, breaks = writer.shelf.read_series(indicator, area).keep(area), writer.shelf.list_breaks(indicator, area)
    asked = tuple(figure for figure in series.figures if is_asked(figure.period))
    for figure, segment in _number_segments(Line("", asked, breaks=breaks)):
        row = figure.first_observation
        yield {
            **make_row(row, writer.catalogue, writer.speaker.language), "IS_HEADLINE": True,
            "RIVALS": len(series.list_rivals(row.period)), "IS_DOUBTFUL": figure.key in series.doubtful,
            OWN: is_own, SEGMENT: f"{indicator} {area} {segment}",
        }  # fmt: skip


def _number_segments(line: Line) -> Iterator[tuple[Quantity, int]]:
    """Give the points of a line, each with a number that changes where the line has a gap."""
    gaps, last = 0, None
    for segment in line.segments:
        # Breaks that passed before the first point count too, so that a break has the same number in all areas.
        if last and not line.find_break(last, segment[0]):
            gaps += 1
        for point in segment:
            yield point, gaps + sum(day <= last_day_of(point.period) for day in line.breaks)
        last = segment[-1]


def number_runs(rows: Iterable[TableRow], breaks: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], int]:
    """Give the rows that lines may join the number of their run.

    Parameters
    ----------
    rows
        Of a table, in any order.
    breaks
        By area the days on which what is measured changed.

    Returns
    -------
    dict
        By area and period the number of the run, which begins anew in each area.
    """

    def are_parted(earlier: TableRow, later: TableRow) -> bool:
        line = Line("", (), breaks=tuple(breaks.get(earlier.area, ())))
        return any(line.are_parted(*pair) for pair in zip(earlier.figures, later.figures, strict=True))

    return {
        (row.area, row.period): number
        for series in _group_by_area(rows)
        for number, run in enumerate(split_runs(series, are_parted))
        for row in run
    }


def have_other_length(rows: Iterable[TableRow], breaks: Mapping[str, Sequence[str]]) -> bool:
    """Say whether figures of an area are parted for no other reason than that their periods differ in length."""
    return any(
        Line("", figures, breaks=tuple(breaks.get(series[0].area, ()))).has_other_length
        for series in _group_by_area(rows)
        for figures in zip(*(row.figures for row in series), strict=True)
    )


def _group_by_area(rows: Iterable[TableRow]) -> Iterable[Sequence[TableRow]]:
    """Give the rows of each area in the order of time."""
    by_area: dict[str, list[TableRow]] = {}
    for row in sorted(rows, key=lambda row: end_of_period(row.period)):
        by_area.setdefault(row.area, []).append(row)
    return by_area.values()


def match_rows(data: pd.DataFrame, writer: Writer) -> tuple[TableRow, ...]:
    """Give the observations that the rows of a table stand for, whatever was done with the table.

    Parameters
    ----------
    data
        With REF_AREA and TIME_PERIOD, and either INDICATOR and OBS_VALUE or columns that have the ids of indicators;
        it may be filtered, sorted and merged, and have further columns.
    writer
        Of the brief.

    Raises
    ------
    DataError
        For a table without these columns; for rows that are no headline observation, each with its reason; for a row
        that is there twice.
    """
    names, own = _find_indicators(data, writer.shelf), list_own(writer)
    rows, wrong = [], []
    # to_dict gives Python's own numbers; an int of numpy is no int, and would be refused below.
    for record in data.to_dict("records"):
        given = {name: record[name] for name in names} if names else {record["INDICATOR"]: record["OBS_VALUE"]}
        area, period = str(record["REF_AREA"]), str(record["TIME_PERIOD"])
        found = [_find(writer.shelf, name, area, period, value) for name, value in given.items()]
        problems = [one for one in found if isinstance(one, str)]
        wrong += problems
        if not problems:
            figures = tuple(one for one in found if isinstance(one, Quantity))
            rows.append(TableRow(figures, writer.name_area(area), area in own))
    _refuse(wrong, "no observation")
    counts = Counter((row.area, row.period, row.figures[0].key) for row in rows)
    _refuse([f"{area}, {period}" for (area, period, _), count in counts.items() if count > 1], "there more than once")
    return tuple(rows)


def _find_indicators(data: pd.DataFrame, shelf: Shelf) -> list[str]:
    """Give the columns that are indicators; none for a table that names one in each row."""
    columns = [str(name) for name in data.columns]
    missing = [name for name in _NEEDED if name not in columns]
    if not missing and {"INDICATOR", "OBS_VALUE"} <= set(columns):
        return []
    names = [name for name in columns if name in shelf.catalogue.indicators]
    if missing or not names:
        what = (
            f"The table has no {' and no '.join(missing or ['INDICATOR with OBS_VALUE, nor the id of an indicator'])}."
        )
        fix = "take brief.frame(...), and filter, sort or merge it; a pivot or a groupby leaves no observations."
        raise DataError(what, allowed=("REF_AREA", "TIME_PERIOD", "INDICATOR", "OBS_VALUE"), fix=fix)
    return names


def _find(shelf: Shelf, indicator: str, area: str, period: str, value: object) -> Quantity | str:
    """Give the headline figure that has this value, or what is wrong."""
    place = f"{indicator}, {area}, {period}"
    if indicator not in shelf.catalogue.indicators:
        return f"{place}: no indicator of the catalogue"
    if area not in shelf.catalogue.areas:
        return f"{place}: no area of the catalogue"
    # Under its own key only: a rank of an earlier map is among another number of areas.
    figure = shelf.read_series(indicator, area).keep(area).find(period)
    if figure is None:
        return f"{place}: nothing is known for this period"
    given = float(value) if isinstance(value, (int, float)) else math.nan
    # Equal to the last bit: a value that was rounded or multiplied is another claim than the source's.
    if given != float(figure.value):
        return f"{place}: {given:g} is not the value stated, {figure.value}"
    return figure


def _refuse(wrong: Sequence[str], what: str) -> None:
    if wrong:
        named = "; ".join(dict.fromkeys(wrong[:_MOST_NAMED]))
        rest = f"; and {len(wrong) - _MOST_NAMED} more" if len(wrong) > _MOST_NAMED else ""
        raise DataError(
            f"Rows of the table are {what}: {named}{rest}.",
            fix="take the rows of brief.frame(...) as they are; compute figures with the brief or dxlib.analysis.",
        )
