"""SDMX-CSV 1.0 and 2.0 of any provider: one line an observation, its dimensions and attributes in named columns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.area_names import list_codes
from dxlib.data.ingest.layouts import refuse
from dxlib.data.ingest.ledger import RowChecker
from dxlib.data.ingest.number_cells import scale_number
from dxlib.data.ingest.program_periods import format_period
from dxlib.data.ingest.reading import (
    NOT_IN_CATALOGUE,
    CellOutcome,
    Kept,
    LeftOut,
    Reading,
    RowMaker,
    prepare,
    refuse_empty,
)
from dxlib.data.ingest.records import RawRow, match_records, read_head, read_records, read_text
from dxlib.data.ingest.sdmx_actions import ACTION, find_withdrawn
from dxlib.data.ingest.signs import STATUSES, Signs
from dxlib.errors import DataError, did_you_mean, format_options

DATAFLOW, STRUCTURE, STRUCTURE_ID = "DATAFLOW", "STRUCTURE", "STRUCTURE_ID"
PERIOD_AS_STORED: Final = "PERIOD_AS_STORED"  # of our own exports, see dxlib/data/formats/sdmx_csv_text.py
UPDATED: Final = "LAST UPDATE"  # Eurostat's own column
NO_DIMENSIONS: Final = (ACTION, UPDATED, "STRUCTURE_NAME", "SERIES_KEY", "OBS_KEY")  # before OBS_VALUE all the same
AREA_COLUMNS: Final = ("REF_AREA", "GEO", "COUNTRY", "AREA")
FLAGS: Final = ("OBS_STATUS", "OBS_FLAG")
_SIGNS: Final = Signs()  # of SDMX's code list alone
NO_SERIES: Final = "no indicator is given for its series"
# Version 2.0 may add the separator of several values to the name of the column: STRUCTURE[;].
_FIRST_COLUMN: Final = re.compile(r'"?(?:DATAFLOW|STRUCTURE(?:\[.\])?)(?:: [^",;\t]*)?"?([,;\t])')
_LABEL: Final = ": "
_EXPECTED: Final = (
    f"{DATAFLOW},…,TIME_PERIOD,OBS_VALUE,…",
    f"{STRUCTURE},{STRUCTURE_ID},{ACTION},…,TIME_PERIOD,OBS_VALUE,…",
)


def recognises(path: Path) -> bool:
    """Say whether a file begins as SDMX-CSV does and has a column of periods and one of values."""
    first = read_head(path).partition("\n")[0]
    return _FIRST_COLUMN.match(first) is not None and "TIME_PERIOD" in first and "OBS_VALUE" in first


def read_sdmx_csv(
    path: Path,
    *,
    catalogue: Catalogue,
    source: str,
    indicators: Mapping[str, str],
    area_column: str = "",
    decimal: str = ".",
    encoding: str = "",
) -> Reading:
    """Read the observations of one or more series.

    Parameters
    ----------
    path
        SDMX-CSV; labels are allowed (``A: Annual``) and dropped. An export of dxlib is read back as it was: of its
        rows, source, kind and all else are kept.
    catalogue
        Its areas are kept, by key, and countries by any ISO code; aggregates and other countries are left out.
    source
        The key of the file in the register of sources.
    indicators
        dxlib's indicator of each series, by as many of its dimensions as tell it from the others, such as
        ``{"freq=A,indic_is=I_IU3,unit=PC_IND": "…"}``.
    area_column
        The dimension that holds the area; by default the first of :data:`AREA_COLUMNS`, in capitals or not.
    decimal, encoding
        The decimal mark, where it is a comma; the encoding, where it is not UTF-8.

    Raises
    ------
    SchemaError
        For another layout, and for a file that is not in its encoding or not CSV.
    DataError
        For a dimension or a code that the file does not hold, and for a series that is not told from others.

    Notes
    -----
    A line may take back or replace what a line before it states (``ACTION``); what is left in the end is read.
    ``UNIT_MULT`` is applied: values are given in ones. A flag that dxlib has no status for is kept as a comment.
    """
    if decimal not in (".", ","):
        raise DataError(f"'{decimal}' is no decimal mark.", allowed=(".", ","), fix="correct the option 'decimal'.")
    text = read_text(path, encoding)
    found = _FIRST_COLUMN.match(text)
    (line, header), *records = read_records(path, text, delimiter=found[1] if found else ",") or [(1, [])]
    # Version 2.0 marks a column of several values by "[]".
    columns = [name.partition(_LABEL)[0].removesuffix("[]") for name in header]
    if found is None or not {"TIME_PERIOD", "OBS_VALUE"} <= set(columns):
        raise refuse(path, "sdmx_csv", line, header, _EXPECTED)
    if not records:
        raise refuse_empty(path)
    matched, problems = match_records(path, columns, records)
    # Texts of our own exports may hold ": ", which begins no label there.
    is_own = {*schema.COLUMNS, PERIOD_AS_STORED} <= set(columns)
    lines = [(line, row if is_own else _drop_labels(row)) for line, row in matched]
    series = [_parse_series(path, key, indicator, lines, columns) for key, indicator in indicators.items()]
    maker = replace(prepare(path, catalogue, source, indicators.values(), _find_day(lines)), decimal=decimal)
    at = columns.index("OBS_VALUE")
    # Dimensions stand before OBS_VALUE and attributes after it; nothing else in the file tells them apart.
    dimensions = [name for name in columns[:at] if name not in NO_DIMENSIONS]
    withdrawn = find_withdrawn(lines, dimensions, columns[at + 1 :])
    area_column = _find_area_column(path, columns, area_column)
    checker = RowChecker(path, catalogue) if is_own else None
    reader = _Observations(maker, series, area_column, list_codes(catalogue), withdrawn, checker)
    outcomes = [(row, reader.read(line, row)) for line, row in lines]
    if not is_own:
        _check_told_apart(path, [name for name in dimensions if name not in ("TIME_PERIOD", area_column)], outcomes)
    return maker.collect(len(matched) + len(problems), (*problems, *(outcome for _, outcome in outcomes)))


def _drop_labels(row: RawRow) -> RawRow:
    return {name: cell if name == schema.OBS_VALUE else cell.partition(_LABEL)[0].strip() for name, cell in row.items()}


class _Series(NamedTuple):
    key: str
    codes: Mapping[str, str]
    indicator: str

    def fits(self, row: RawRow) -> bool:
        return self.codes.items() <= row.items()


def _parse_series(
    path: Path, key: str, indicator: str, lines: Sequence[tuple[int, RawRow]], columns: Sequence[str]
) -> _Series:
    codes = {name.strip(): code.strip() for name, _, code in (part.partition("=") for part in key.split(","))}
    for name, code in codes.items():
        if name not in columns:
            what = f"{path} has no dimension '{name}' of the series '{key}'.{did_you_mean(name, columns)}"
            raise DataError(what, allowed=columns, fix="write a series as 'freq=A,unit=PC'.")
        present = dict.fromkeys(row[name] for _, row in lines)
        if code not in present:
            what = f"{path} has no '{name}' of '{code}', which the series '{key}' names.{did_you_mean(code, present)}"
            raise DataError(what, allowed=present, fix="correct the key in the mapping of indicators.")
    return _Series(key, codes, indicator)


def _find_area_column(path: Path, columns: Sequence[str], given: str) -> str:
    # reversed(): of two columns that differ by capitals alone, the first one counts.
    folded = {name.upper(): name for name in reversed(columns)}
    for name in [given.upper()] if given else AREA_COLUMNS:
        if name in folded:
            return folded[name]
    what = f"{path} has no column '{given}'." if given else f"No column of {path} is known to hold areas."
    raise DataError(what, allowed=columns, fix="name the column of areas as area_column.")


def _find_day(lines: Sequence[tuple[int, RawRow]]) -> str:
    """Give the day of the last update where the file states one: Eurostat writes 11/12/24 23:00:00."""
    text = lines[0][1].get(UPDATED, "") if lines else ""
    try:
        return datetime.strptime(text.partition(" ")[0], "%d/%m/%y").date().isoformat()  # noqa: DTZ007  (a day)
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class _Observations:
    """The rules for one line."""

    maker: RowMaker
    series: Sequence[_Series]
    area_column: str
    codes: Mapping[str, str]
    withdrawn: Mapping[int, str]
    own: RowChecker | None  # of an export of dxlib

    def read(self, line: int, row: RawRow) -> CellOutcome:
        flow, area = row.get(DATAFLOW) or row.get(STRUCTURE_ID, ""), row[self.area_column]
        fitting = [one for one in self.series if one.fits(row)]
        locator = f"{flow}: {fitting[0].key if fitting else 'other series'}, {area}, {row['TIME_PERIOD']}"
        if line in self.withdrawn:
            return LeftOut(line, locator, self.withdrawn[line])
        if not fitting:
            return LeftOut(line, locator, NO_SERIES)
        if len(fitting) > 1:
            what = f"It fits {format_options(one.key for one in fitting)}"
            return self.maker.complain(line, "", what, "tell the series apart by more dimensions.")
        if area not in self.codes:
            return LeftOut(line, locator, NOT_IN_CATALOGUE)
        if self.own:
            return _read_back(self.own, line, row, fitting[0].indicator)
        key = (fitting[0].indicator, self.codes[area], format_period(row["TIME_PERIOD"]))
        return self._keep(line, row, key, locator)

    def _keep(self, line: int, row: RawRow, key: tuple[str, str, str], locator: str) -> CellOutcome:
        outcome = self.maker.keep(line, "OBS_VALUE", row["OBS_VALUE"], key, LOCATOR=locator)
        if not isinstance(outcome, Kept):
            return outcome
        # A cell has one outcome, or the cells would not add up: the first thing that is wrong stands for all.
        for column, what, fix, allowed in _find_wrong(row, key[2]):
            return self.maker.complain(line, column, what, fix, allowed)
        return replace(outcome, row={**outcome.row, **_annotate(row, outcome.row[schema.OBS_VALUE])})


def _read_back(checker: RowChecker, line: int, row: RawRow, indicator: str) -> CellOutcome:
    """Give the row of an export of dxlib as it stood in the store, or the first thing that is wrong with it."""
    cells = {name: row[name] for name in schema.COLUMNS}
    cells |= {schema.INDICATOR: indicator, schema.TIME_PERIOD: row[PERIOD_AS_STORED]}
    return next(checker.check(cells, line), None) or Kept(line, schema.OBS_VALUE, cells)


def _find_wrong(row: RawRow, period: str) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Give column, text, cure and what is allowed of what is wrong with a line beside its value."""
    if not schema.is_period(period):
        allowed = ("2024", "2024-Q1", "2024-S1", "2024-04", "2024-M04", "2024-04-01")
        yield "TIME_PERIOD", f"'{row['TIME_PERIOD']}' is not a time period", "ask the provider for these.", allowed
    power = row.get(schema.UNIT_MULT, "")
    if power and not power.removeprefix("-").isdigit():
        yield schema.UNIT_MULT, f"'{power}' is not a power of ten", "ask the provider.", ("0", "3", "6", "9")
    if unknown := _SIGNS.find_unknown(_list_flags(row)):
        column = next(name for name in FLAGS if row.get(name))
        yield column, f"Unknown status {format_options(unknown)} of a value", "ask what it means.", tuple(STATUSES)


def _list_flags(row: RawRow) -> list[str]:
    return _SIGNS.split(" ".join(row.get(name, "") for name in FLAGS))


def _annotate(row: RawRow, digits: str) -> RawRow:
    """Give the value as the power of ten says, status, and what else the flags say."""
    meaning, power = _SIGNS.explain(_list_flags(row)), int(row.get(schema.UNIT_MULT) or 0)
    said = [meaning.comment, f"The publisher counts in 10^{power}." if power else ""]
    return {
        schema.OBS_VALUE: scale_number(digits, Decimal(1).scaleb(power)),
        schema.OBS_STATUS: meaning.status.value,
        schema.COMMENT: " ".join(filter(None, said)),
    }


def _check_told_apart(path: Path, columns: Sequence[str], outcomes: Sequence[tuple[RawRow, CellOutcome]]) -> None:
    """Refuse, by DataError, a mapping under which several series become one indicator."""
    groups: dict[tuple[str, ...], list[RawRow]] = defaultdict(list)
    for row, outcome in outcomes:
        if isinstance(outcome, Kept):
            groups[schema.get_key(outcome.row)].append(row)
    for key, rows in groups.items():
        for name in columns:
            if len(codes := dict.fromkeys(row[name] for row in rows)) > 1:
                what = f"Several series of {path} become '{key[0]}': they differ in '{name}' ({format_options(codes)})."
                raise DataError(what, fix=f"say which, as '{name}={next(iter(codes))}', in the mapping of indicators.")
