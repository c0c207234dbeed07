"""LOCATOR often names area, year and column again: "Japan, 2003: IT.NET.USER.ZS", "P04: SC51", "Hà Nội"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.area_names import list_names
from dxlib.data.schema import Row
from dxlib.data.slips.quotations import Slip

_CODE: Final = re.compile(r"([A-Z]+\d+): ", re.ASCII)
YEAR: Final = re.compile(r", ((?:19|20)\d\d)(?=:|$)", re.ASCII)
_FEW: Final = 3  # rows of a source: among so few, a column may stand alone


class Locators:
    """Reads the areas, years and columns that locators name.

    Parameters
    ----------
    catalogue
        What areas are called, in any of its languages.
    rows
        Of all ledgers. What a code stands for ("P04" is another province in each edition of a survey) is told by the
        other rows of the source; which indicator a column holds, by the rows of all sources.
    """

    def __init__(self, catalogue: Catalogue, rows: Iterable[Row]) -> None:
        self._keys: dict[str, set[str]] = defaultdict(set)
        for key, area in catalogue.areas.items():
            for name in area.name.list_texts():
                self._keys[name.casefold()].add(key)
        self._names = list_names(catalogue)
        self._meant: dict[str, set[str]] = {}
        self._by_code: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._columns: dict[str, Counter[str]] = defaultdict(Counter)
        self._indicators: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            source, locator = row[schema.SOURCE], row[schema.LOCATOR]
            if code := _CODE.match(locator):
                self._by_code[source, code[1]][row[schema.REF_AREA]] += 1
            if column := locator.partition(": ")[2]:
                self._columns[source][column] += 1
                self._indicators[column][row[schema.INDICATOR]] += 1

    def find_slips(self, row: Row) -> Iterator[Slip]:
        """Give what a row's locator says otherwise than its area, its period and its indicator."""
        locator, area, period = row[schema.LOCATOR], row[schema.REF_AREA], row[schema.TIME_PERIOD]
        keys = self._find_areas(row)
        if keys and area not in keys:
            what = f"'{area}', but LOCATOR '{locator}' means {' or '.join(sorted(keys))}"
            yield schema.REF_AREA, what, "correct REF_AREA, SOURCE or LOCATOR."
        columns, column = self._columns[row[schema.SOURCE]], locator.partition(": ")[2]
        if columns[column] == 1 and columns.total() > _FEW:
            what = f"No other row of source '{row[schema.SOURCE]}' is of '{column}'"
            yield schema.SOURCE, what, "correct SOURCE or LOCATOR."
        # What most rows say counts as right: a slip is one row among many of its column.
        if column and row[schema.INDICATOR] not in (most := _list_most(self._indicators[column])):
            what = f"'{row[schema.INDICATOR]}', but in other rows column '{column}' of LOCATOR is {' or '.join(most)}"
            yield schema.INDICATOR, what, "correct INDICATOR or LOCATOR."
        year = YEAR.search(locator)
        if year and period and year[1] != str(schema.end_of_period(period).year):
            what = f"'{period}', but LOCATOR says '{locator}'"
            yield schema.TIME_PERIOD, what, "correct TIME_PERIOD or LOCATOR."

    def _find_areas(self, row: Row) -> set[str]:
        locator = row[schema.LOCATOR]
        if code := _CODE.match(locator):
            return set(_list_most(self._by_code[row[schema.SOURCE], code[1]]))
        name = YEAR.sub("", locator.partition(": ")[0])
        if name not in self._meant:  # a table names an area in as many rows as it has columns
            self._meant[name] = self._keys.get(name.casefold()) or {key for key in [self._names.find(name)] if key}
        return self._meant[name]


def _list_most(counts: Counter[str]) -> list[str]:
    """Give what is counted most often; several where they are counted alike."""
    most = max(counts.values())
    return sorted(name for name, count in counts.items() if count == most)
