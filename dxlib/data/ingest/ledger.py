"""Ledgers: figures transcribed by hand from publications, one row a figure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from dxlib.bounds import MOST_PROBLEMS, NUMBER_CHARS, NUMBER_DIGITS
from dxlib.data import schema
from dxlib.data.catalogue import GROWTH, MILESTONE, PER_CENT, Catalogue
from dxlib.data.csv_files import Table, read_table
from dxlib.data.ingest.records import RawRow
from dxlib.errors import Problem, did_you_mean

_MOST_LISTED: Final = 20
# Without ASCII, \d takes digits of every script, which Decimal reads as well.
_NUMBER: Final = re.compile(r"-?(\d+\.?\d*|\.\d+)", re.ASCII)
_WHOLE: Final = ("COUNT", "RANK", "PLACES")
_WITHOUT_TOTAL: Final = (PER_CENT, GROWTH, "POINTS", "PLACES", "TIMES", MILESTONE)
_THOUSANDS: Final = re.compile(r"-?\d{1,3}\.\d{3}", re.ASCII)  # in a language with points between thousands: 57000
_BREAK: Final = re.compile(r"[\t\n\r]")
_Finding = tuple[str, str, tuple[str, ...], str, str]


def read_ledger(path: Path, catalogue: Catalogue) -> Table:
    """Read one ledger and list all of its problems.

    Parameters
    ----------
    path
        A UTF-8 CSV whose header is :data:`dxlib.data.schema.COLUMNS`.
    catalogue
        What its ids may refer to.

    Returns
    -------
    Table
        Rows, their lines, and every problem with line and column; rows with a problem are there too: none is dropped.
    """
    ledger = read_table(path, schema.COLUMNS)
    checker = RowChecker(path, catalogue, has_breaks=ledger.has_breaks)
    for line, row in ledger.lines:
        ledger.problems.extend(checker.check(row, line))
        if len(ledger.problems) > MOST_PROBLEMS:
            what = f"More than {MOST_PROBLEMS:,} problems, rows from here on are not looked at,"
            ledger.complain(line, what, "correct those above first.")
            break
    return ledger


def find_duplicates(ledgers: list[Table]) -> list[Problem]:
    """List rows that state the same figure of the same source twice, also across ledgers."""
    seen: dict[tuple[str, ...], tuple[Path, int]] = {}
    problems = []
    for ledger in ledgers:
        for line, row in ledger.lines:
            key, place = schema.get_unique(row), (ledger.path, line)
            path, first = seen.setdefault(key, place)
            if (path, first) != place:
                what = f"{' '.join(key)} stands already in {path.name}, line {first}"
                fix = "delete one row, or give the other its own period or source."
                problems.append(Problem(ledger.path, line, schema.SOURCE, what, fix=fix))
    return problems


class RowChecker:
    """The rules for one row; each yields problems and none stops the others."""

    def __init__(self, path: Path, catalogue: Catalogue, *, has_breaks: bool = True) -> None:
        self.path = path
        self.has_breaks = has_breaks  # whether a cell may hold the end of a line, or a tab
        self.catalogue = catalogue
        registers = {
            schema.INDICATOR: (catalogue.indicators, "data/catalogue/indicators/"),
            schema.REF_AREA: (catalogue.areas, "data/catalogue/areas.yaml"),
            schema.UNIT_MEASURE: (catalogue.units, "data/catalogue/units.yaml"),
            schema.SOURCE: (catalogue.sources, "data/catalogue/sources.csv"),
        }
        codes = {schema.OBS_STATUS: schema.ObsStatus, schema.KIND: schema.Kind, schema.QUALIFIER: schema.Qualifier}
        # What may stand in a column, and what to do about anything else.
        self.known: dict[str, tuple[Collection[str], str]] = {
            **{name: (ids, f"correct {name} there, or add it to {where}.") for name, (ids, where) in registers.items()},
            **{name: (tuple(kind), f"write one of these codes in {name}.") for name, kind in codes.items()},
        }

    def check(self, row: RawRow, line: int) -> Iterator[Problem]:
        """Give every problem of one row."""
        for rule in (self._check_known, self._check_unit, self._check_times, self._check_numbers, self._check_texts):
            for column, what, allowed, fix, hint in rule(row):
                yield Problem(self.path, line, column, what, allowed, fix, hint)

    def _check_known(self, row: RawRow) -> Iterator[_Finding]:
        for column, (known, fix) in self.known.items():
            if row[column] not in known:
                allowed = tuple(known) if len(known) <= _MOST_LISTED else ()
                yield column, f"Unknown {column} '{row[column]}'", allowed, fix, did_you_mean(row[column], known)

    def _check_unit(self, row: RawRow) -> Iterator[_Finding]:
        indicator = self.catalogue.indicators.get(row[schema.INDICATOR])
        if indicator is None:
            return
        if row[schema.UNIT_MEASURE] in self.catalogue.units and row[schema.UNIT_MEASURE] != indicator.unit:
            what = f"Unit '{row[schema.UNIT_MEASURE]}' is not the indicator's"
            yield schema.UNIT_MEASURE, what, (indicator.unit,), "convert the value, or make it another indicator.", ""
        if (row[schema.UNIT_MULT] or "0") != str(indicator.unit_mult):
            what = f"Power of ten '{row[schema.UNIT_MULT]}' is not the indicator's"
            yield schema.UNIT_MULT, what, (str(indicator.unit_mult),), "convert the value to the indicator's.", ""
        unit, total = row[schema.UNIT_MEASURE], row[schema.OUT_OF]
        # "82.1 of 100 points" is a share, as 82.1 % is.
        if total and unit in _WITHOUT_TOTAL and (unit, total) != (PER_CENT, "100"):
            what = f"A figure in {unit} out of '{total}'"
            fix = "leave it empty; how many of how many there are is a row of an indicator that counts them."
            yield schema.OUT_OF, what, (), fix, ""

    def _check_times(self, row: RawRow) -> Iterator[_Finding]:
        period, published = row[schema.TIME_PERIOD], row[schema.PUBLISHED]
        undated_target = not period and row[schema.KIND] == schema.Kind.TARGET
        if not schema.is_period(period) and not undated_target:
            periods = ("2024", "2024-S1", "2022-Q1", "2025-06", "2025-02-06", "2025-01/2025-09")
            yield schema.TIME_PERIOD, f"'{period}' is not a time period", periods, "write it as SDMX does.", ""
        if published and not schema.is_publication_date(published):
            days = ("2025-02-06", "2025-02", "2025")
            fix = "write as much of the date as is known, or leave it empty."
            yield schema.PUBLISHED, f"'{published}' is not a publication date", days, fix, ""

    def _check_numbers(self, row: RawRow) -> Iterator[_Finding]:
        for column in schema.NUMBERS:
            if row[column] and (_NUMBER.fullmatch(row[column]) is None or len(row[column]) > NUMBER_CHARS):
                fix = "write digits with a point as decimal mark and nothing else."
                yield column, f"'{row[column]}' is not a number", ("82.4", "55250000"), fix, ""
            elif len(row[column].partition(".")[0].lstrip("-0")) > NUMBER_DIGITS:
                what = f"'{row[column]}' has more than {NUMBER_DIGITS} digits before its point"
                yield column, what, (), "correct it, or count the indicator in a larger power of ten (unit_mult).", ""
        value = row[schema.OBS_VALUE]
        if row[schema.UNIT_MEASURE] in _WHOLE and _THOUSANDS.fullmatch(value):
            what, fix = f"'{value}' is no whole number", "write digits only, with nothing between thousands."
            yield schema.OBS_VALUE, what, (value.replace(".", ""), value.partition(".")[0]), fix, ""
        missing = row[schema.OBS_STATUS] == schema.ObsStatus.MISSING
        if bool(row[schema.OBS_VALUE]) == missing:
            what = "A value with status M" if missing else "No value, but no status M"
            fix = "an empty value has status M (missing); a value has another status."
            yield schema.OBS_VALUE, what, (), fix, ""

    def _check_texts(self, row: RawRow) -> Iterator[_Finding]:
        for column, text in row.items() if self.has_breaks else ():
            if _BREAK.search(text):
                fix = "write the cell in one line; a clean CSV has one line a row."
                yield column, f"Line break or tab in {text!r}", (), fix, ""
