"""The rows of an analyst's picture: the table that a brief gives, and the observations that a table stands for."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dxlib.data.quantities import Quantity
from dxlib.data.schema import end_of_period, is_period, last_day_of
from dxlib.errors import ConfigError, DataError
from dxlib.figures.framing import make_row, make_table
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
class RowsAsked:
    """What a table is asked for: indicators, areas, and the first and last day of periods that may be in it.

    Parameters
    ----------
    since, until, period
        Periods as SDMX writes them; empty for no bound.
    """

    indicators: tuple[str, ...]
    areas: tuple[str, ...]
    since: str = ""
    until: str = ""
    period: str = ""

    def holds(self, period: str) -> bool:
        """Say whether a period is asked for."""
        # Compared by last days, so that June 2024 lies within "until 2024".
        end = end_of_period(period)
        return (
            (not self.period or period == self.period)
            and (not self.since or end >= end_of_period(self.since))
            and (not self.until or end <= end_of_period(self.until))
        )


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


def choose_areas(shelf: Shelf, home: str, areas: str | Iterable[str]) -> tuple[str, ...]:
    """Give the keys of areas that are named by key or by group; the brief's own when none is."""
    names = [areas] if isinstance(areas, str) and areas else list(areas) or [home]
    catalogue = shelf.catalogue
    keys = (key for name in names for key in ([name] if name in catalogue.areas else catalogue.get_group(name)))
    return tuple(dict.fromkeys(keys))


def check_periods(asked: RowsAsked) -> None:
    """Refuse bounds that are no periods."""
    for name in ("since", "until", "period"):
        given = getattr(asked, name)
        if given and not is_period(given):
            fix = "give a year, or a period as SDMX writes it."
            raise ConfigError(f"{name}={given!r} is not a period.", allowed=("2024", "2022-Q1", "2025-06"), fix=fix)


def list_own(shelf: Shelf, home: str) -> frozenset[str]:
    """Give the keys of the brief's area: today's and former ones, and those of what went into it."""
    own = {*shelf.catalogue.list_keys(home), *shelf.catalogue.list_predecessors(home)}
    return frozenset({*own, shelf.catalogue.areas[home].successor} - {""})


def make_frame(shelf: Shelf, home: str, language: str, asked: RowsAsked, *, columns: str = "") -> pd.DataFrame:
    """Give the headline figures that are asked for as a table; see :meth:`OwnPictures.frame`."""
    table = make_table(_list_rows(shelf, home, language, asked), more=(OWN, SEGMENT))
    if columns != BY_INDICATOR:
        return table
    keys = table.drop_duplicates(["REF_AREA", "TIME_PERIOD"])[list(_KEYS)]
    for name in asked.indicators:
        own = table.loc[table["INDICATOR"] == name, ["REF_AREA", "TIME_PERIOD", "OBS_VALUE"]]
        # pandas merges by what both sides have, so a row without one of the figures falls out.
        keys = keys.merge(own.rename(columns={"OBS_VALUE": name}), on=["REF_AREA", "TIME_PERIOD"])
    return keys


def _list_rows(shelf: Shelf, home: str, language: str, asked: RowsAsked) -> Iterator[dict[str, Any]]:
    own = list_own(shelf, home)
    for indicator in asked.indicators:
        for area in asked.areas:
            series = shelf.read_series(indicator, area).keep(area)
            breaks = shelf.list_breaks(indicator, area)
            for figure in series.figures:
                row = figure.first_observation
                if asked.holds(row.period):
                    rivals = len(series.list_rivals(row.period))
                    # Lines by SEGMENT end at each break, since how many of them have passed is part of the name.
                    passed = sum(day <= last_day_of(row.period) for day in breaks)
                    yield {
                        **make_row(row, shelf.catalogue, language), "IS_HEADLINE": True, "RIVALS": rivals,
                        "IS_DOUBTFUL": figure.key in series.doubtful, OWN: area in own,
                        SEGMENT: f"{indicator} {area} {passed}",
                    }  # fmt: skip


def match_rows(data: pd.DataFrame, shelf: Shelf, home: str, language: str) -> tuple[TableRow, ...]:
    """Give the observations that the rows of a table stand for, whatever was done with the table.

    Parameters
    ----------
    data
        With REF_AREA and TIME_PERIOD, and either INDICATOR and OBS_VALUE or columns that have the ids of indicators;
        it may be filtered, sorted and merged, and have further columns.
    shelf
        What is known.
    home, language
        The brief's area and language.

    Raises
    ------
    DataError
        For a table without these columns; for rows that are no headline observation, each with its reason; for a row
        that is there twice.
    """
    names = _find_indicators(data, shelf)
    own, areas = list_own(shelf, home), shelf.catalogue.areas
    rows, wrong = [], []
    # to_dict gives Python's own numbers; an int of numpy is no int, and would be refused below.
    for record in data.to_dict("records"):
        given = {name: record[name] for name in names} if names else {record["INDICATOR"]: record["OBS_VALUE"]}
        area, period = str(record["REF_AREA"]), str(record["TIME_PERIOD"])
        found = [_find(shelf, name, area, period, value) for name, value in given.items()]
        problems = [one for one in found if isinstance(one, str)]
        wrong += problems
        if not problems:
            figures = tuple(one for one in found if isinstance(one, Quantity))
            rows.append(TableRow(figures, areas[area].name[language], area in own))
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
