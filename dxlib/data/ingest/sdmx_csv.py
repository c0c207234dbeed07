"""SDMX-CSV 1.0 and 2.0 of any provider: one line an observation, its dimensions and attributes in named columns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.countries import list_codes
from dxlib.data.ingest.layouts import refuse
from dxlib.data.ingest.reading import (
    NOT_IN_CATALOGUE,
    Kept,
    LeftOut,
    Outcome,
    Reading,
    RowMaker,
    collect,
    prepare,
)
from dxlib.data.ingest.records import Row, match_records, read_head, read_records, read_text
from dxlib.errors import DataError, Problem, did_you_mean, format_options

DATAFLOW, STRUCTURE, STRUCTURE_ID, ACTION = "DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "ACTION"
UPDATED: Final = "LAST UPDATE"  # Eurostat's own column
AREA_COLUMNS: Final = ("REF_AREA", "GEO", "COUNTRY", "AREA")
FLAGS: Final = ("OBS_STATUS", "OBS_FLAG")
DELETED: Final = "D"
NO_SERIES: Final = "no indicator is given for its series"
OTHER_FLAGS: Final = {  # of SDMX's code list, those that dxlib keeps as a comment
    "D": "its definition differs", "G": "it is experimental", "I": "it is imputed", "N": "it is not significant",
    "S": "a special event is in it", "T": "the limits of comparison have changed", "V": "it is not validated",
    "W": "it includes another category",
}  # fmt: skip
_STATUSES: Final = {
    **{status.value: status for status in schema.ObsStatus if status is not schema.ObsStatus.MISSING},
    **dict.fromkeys(OTHER_FLAGS, schema.ObsStatus.NORMAL),
    "I": schema.ObsStatus.ESTIMATED,
}
_FIRST_OF_MANY: Final = "BUEPFIADGNSTVW"  # where a cell has several flags, SDMX lets a break come first
_FIRST_COLUMN: Final = re.compile(r'"?(?:DATAFLOW|STRUCTURE(?:\[.\])?)(?:: [^",;\t]*)?"?([,;\t])')
_PERIOD: Final = re.compile(r"(\d{4})-?(?:(A1)|(S[12]|Q[1-4])|M(\d{2}))", re.ASCII)
_MIDNIGHT: Final = "T00:00:00"
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
    path: Path, *, catalogue: Catalogue, source: str, indicators: Mapping[str, str], area_column: str = ""
) -> Reading:
    """Read the observations of one or more series.

    Parameters
    ----------
    path
        SDMX-CSV; labels are allowed (``A: Annual``) and dropped.
    catalogue
        Its countries are kept, by their ISO codes; aggregates and other countries are left out.
    source
        The key of the file in the register of sources.
    indicators
        dxlib's indicator of each series, by as many of its dimensions as tell it from the others, such as
        ``{"freq=A,indic_is=I_IU3,unit=PC_IND": "…"}``.
    area_column
        The dimension that holds the area; by default the first of :data:`AREA_COLUMNS`, in capitals or not.

    Raises
    ------
    SchemaError
        For another layout, and for a file that is not UTF-8 or not CSV.
    DataError
        For a dimension or a code that the file does not hold, and for a series that is not told from others.

    Notes
    -----
    ``UNIT_MULT`` is applied: values are given in ones. A flag that dxlib has no status for is kept as a comment.
    """
    text = read_text(path)
    found = _FIRST_COLUMN.match(text)
    (line, header), *records = read_records(path, text, delimiter=found[1] if found else ",") or [(1, [])]
    columns = [name.partition(_LABEL)[0].removesuffix("[]") for name in header]
    if found is None or not {"TIME_PERIOD", "OBS_VALUE"} <= set(columns):
        raise refuse(path, "sdmx_csv", line, header, _EXPECTED)
    matched = match_records(path, columns, records)
    lines = [(line, {name: _drop_label(name, cell) for name, cell in row.items()}) for line, row in matched.lines]
    series = [_parse_series(path, key, indicator, lines, columns) for key, indicator in indicators.items()]
    maker = prepare(path, catalogue, source, indicators.values(), _find_day(lines))
    reader = _Observations(maker, series, _find_area_column(path, columns, area_column), list_codes(catalogue))
    outcomes = [(row, reader.read(line, row)) for line, row in lines]
    apart = {"TIME_PERIOD", ACTION, UPDATED, reader.area_column}
    dimensions = [name for name in columns[: columns.index("OBS_VALUE")] if name not in apart]
    _check_told_apart(path, dimensions, outcomes)
    return collect(path, matched.count_cells(1), (*matched.problems, *(outcome for _, outcome in outcomes)))


def _drop_label(column: str, cell: str) -> str:
    return cell if column == "OBS_VALUE" else cell.partition(_LABEL)[0].strip()


@dataclass(frozen=True, slots=True)
class _Series:
    key: str
    codes: Mapping[str, str]
    indicator: str

    def fits(self, row: Row) -> bool:
        return all(row[name] == code for name, code in self.codes.items())


def _parse_series(
    path: Path, key: str, indicator: str, lines: Sequence[tuple[int, Row]], columns: Sequence[str]
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
    folded = {name.upper(): name for name in reversed(columns)}
    for name in [given.upper()] if given else AREA_COLUMNS:
        if name in folded:
            return folded[name]
    what = f"{path} has no column '{given}'." if given else f"No column of {path} is known to hold areas."
    raise DataError(what, allowed=columns, fix="name the column of areas as area_column.")


def _find_day(lines: Sequence[tuple[int, Row]]) -> str:
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

    def read(self, line: int, row: Row) -> Outcome:
        flow, area = row.get(DATAFLOW) or row.get(STRUCTURE_ID, ""), row[self.area_column]
        fitting = [one for one in self.series if one.fits(row)]
        locator = f"{flow}: {fitting[0].key if fitting else 'other series'}, {area}, {row['TIME_PERIOD']}"
        if row.get(ACTION) == DELETED:
            return LeftOut(line, locator, "withdrawn by the publisher (ACTION D)")
        if not fitting:
            return LeftOut(line, locator, NO_SERIES)
        if len(fitting) > 1:
            what = f"It fits {format_options(one.key for one in fitting)}"
            return Problem(self.maker.path, line, "", what, fix="tell the series apart by more dimensions.")
        if area not in self.codes:
            return LeftOut(line, locator, NOT_IN_CATALOGUE)
        return self._keep(
            line, row, (fitting[0].indicator, self.codes[area], _format_period(row["TIME_PERIOD"])), locator
        )

    def _keep(self, line: int, row: Row, key: tuple[str, str, str], locator: str) -> Outcome:
        outcome = self.maker.keep(line, "OBS_VALUE", row["OBS_VALUE"], key, LOCATOR=locator)
        if not isinstance(outcome, Kept):
            return outcome
        wrong = [*_check_period(row, key[2]), *_check_power(row), *_check_flags(row)]
        for column, what, allowed, fix in wrong:
            return Problem(self.maker.path, line, column, what, allowed, fix)
        return replace(outcome, row={**outcome.row, **_annotate(row, outcome.row[schema.OBS_VALUE])})


_Wrong = tuple[str, str, tuple[str, ...], str]


def _check_period(row: Row, written: str) -> Iterator[_Wrong]:
    if not schema.is_period(written):
        allowed = ("2024", "2024-Q1", "2024-S1", "2024-04", "2024-M04", "2024-04-01")
        yield "TIME_PERIOD", f"'{row['TIME_PERIOD']}' is not a time period", allowed, "ask the provider for these."


def _check_power(row: Row) -> Iterator[_Wrong]:
    power = row.get(schema.UNIT_MULT, "")
    if power and not power.removeprefix("-").isdigit():
        yield schema.UNIT_MULT, f"'{power}' is not a power of ten", ("0", "3", "6", "9"), "ask the provider."


def _check_flags(row: Row) -> Iterator[_Wrong]:
    if unknown := [flag for flag in _list_flags(row) if flag not in _STATUSES]:
        column = next(name for name in FLAGS if row.get(name))
        yield column, f"Unknown status {format_options(unknown)} of a value", tuple(_STATUSES), "ask what it means."


def _list_flags(row: Row) -> list[str]:
    """Give the flags of an observation, the one that counts first; Eurostat writes several in one cell, as 'be'."""
    flags = "".join(row.get(name, "").upper() for name in FLAGS)
    return sorted(dict.fromkeys(flag for flag in flags if flag.isalnum()), key=_FIRST_OF_MANY.find)


def _annotate(row: Row, digits: str) -> Row:
    """Give value in ones, status, and what else the flags say."""
    flags = _list_flags(row) or [schema.ObsStatus.NORMAL.value]
    power = int(row.get(schema.UNIT_MULT) or 0)
    said = [f"The publisher's flag {flag}: {OTHER_FLAGS[flag]}." for flag in flags if flag in OTHER_FLAGS]
    said += [f"The publisher's flag {flag}." for flag in flags[1:] if flag not in OTHER_FLAGS]
    said += [f"The publisher counts in 10^{power}."] * bool(power)
    value = f"{Decimal(digits).scaleb(power):f}" if power else digits
    return {
        schema.OBS_VALUE: value,
        schema.OBS_STATUS: _STATUSES[flags[0]].value,
        schema.COMMENT: " ".join(said),
    }


def _format_period(text: str) -> str:
    """Write a period as schema.is_period knows it; what is none stays as it is.

    Examples
    --------
    >>> [_format_period(text) for text in ("2024-A1", "2024-M04", "2024Q1", "2024-04-01T00:00:00", "2024-W05")]
    ['2024', '2024-04', '2024-Q1', '2024-04-01', '2024-W05']
    """
    found = _PERIOD.fullmatch(text)
    if found is None:
        return text.removesuffix(_MIDNIGHT)
    year, annual, part, month = found.groups()
    return year if annual else f"{year}-{part or month}"


def _check_told_apart(path: Path, columns: Sequence[str], outcomes: Sequence[tuple[Row, Outcome]]) -> None:
    """Refuse, by DataError, a mapping under which several series become one indicator."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row, outcome in outcomes:
        if isinstance(outcome, Kept):
            groups[tuple(outcome.row[name] for name in schema.KEY)].append(row)
    for key, rows in groups.items():
        for name in columns:
            if len(codes := dict.fromkeys(row[name] for row in rows)) > 1:
                what = f"Several series of {path} become '{key[0]}': they differ in '{name}' ({format_options(codes)})."
                raise DataError(what, fix=f"say which, as '{name}={next(iter(codes))}', in the mapping of indicators.")
