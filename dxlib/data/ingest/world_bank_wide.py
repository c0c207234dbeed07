"""The World Bank's downloads by indicator: one CSV, one line a country, one column a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.area_names import AreaNames, list_names
from dxlib.data.ingest.layouts import refuse
from dxlib.data.ingest.reading import (
    NOT_IN_CATALOGUE,
    CellOutcome,
    LeftOut,
    Reading,
    RowMaker,
    check_given,
    collect,
    prepare,
)
from dxlib.data.ingest.records import RawRow, match_records, read_first_records, read_records, read_text
from dxlib.errors import Problem, SchemaError

NAME, CODE, INDICATOR_CODE = "Country Name", "Country Code", "Indicator Code"
FIXED: Final = (NAME, CODE, "Indicator Name", INDICATOR_CODE)
DATA_SOURCE: Final = "Data Source"
UPDATED: Final = "Last Updated Date"
_HEADER_AT: Final = 4  # counted from 0; two named lines, each with an empty one after it, come first
_EXPECTED: Final = (
    f"line 1: {DATA_SOURCE},World Development Indicators,",
    f"line 3: {UPDATED},2024-12-16,",
    f"line 5: {','.join(FIXED)},1960,1961,…,",
)


def recognises(path: Path) -> bool:
    """Say whether a file has the four lines before the header, and the header."""
    return _find_difference(read_first_records(path, _HEADER_AT + 1)) is None


def read_world_bank_wide(
    path: Path, *, catalogue: Catalogue, source: str, indicators: Mapping[str, str], encoding: str = ""
) -> Reading:
    """Read one download.

    Parameters
    ----------
    path
        A CSV as data.worldbank.org gives it, with the lines before the header: they hold the day of publication.
    catalogue
        Its countries are kept, by code; aggregates and other countries are left out.
    source
        The key of the download in the register of sources.
    indicators
        dxlib's indicator of each of the World Bank's codes that is to be kept.
    encoding
        Of the file, where it is not UTF-8.

    Raises
    ------
    SchemaError
        For another layout, and for a file that is not in its encoding or not CSV.
    DataError
        For a code that the file does not hold.
    """
    records = read_records(path, read_text(path, encoding))
    if difference := _find_difference([cells for _, cells in records[: _HEADER_AT + 1]]):
        raise refuse(path, "world_bank_wide", *difference, _EXPECTED)
    header = records[_HEADER_AT][1]
    below = records[_HEADER_AT + 1 :]
    notes = [LeftOut(line, cells[0], "a note, no country") for line, cells in below if len(cells) == 1]
    strayed = [_complain_of_end(path, line, cells) for line, cells in below if _strays(cells, header)]
    whole = (record for record in below if len(record[1]) != 1 and not _strays(record[1], header))
    matched = match_records(path, header, whole)
    check_given(path, indicators, (row[INDICATOR_CODE] for _, row in matched.lines))
    maker = prepare(path, catalogue, source, indicators.values(), _get_day(path, records[2][1]))
    cells_in = matched.count_cells(len(header) - len(FIXED) - 1) + len(notes) + len(strayed)
    names = list_names(catalogue)
    found = (outcome for line, row in matched.lines for outcome in _read_country(maker, line, row, indicators, names))
    return collect(path, cells_in, (*notes, *strayed, *matched.problems, *found))


def _find_difference(records: Sequence[Sequence[str]]) -> tuple[int, Sequence[str]] | None:
    """Give line and content of the first line that is not of this layout, or None."""
    padded = [*records, *([[]] * (_HEADER_AT + 1))]
    for at, first in ((0, DATA_SOURCE), (2, UPDATED)):
        if padded[at][:1] != [first]:
            return at + 1, padded[at]
    header = padded[_HEADER_AT]
    years, last = header[len(FIXED) : -1], header[-1:]
    if tuple(header[: len(FIXED)]) != FIXED or last != [""] or not all(_is_year(year) for year in years):
        return _HEADER_AT + 1, header
    return None


def _is_year(text: str) -> bool:
    return text.isdigit() and schema.is_period(text)


def _get_day(path: Path, cells: Sequence[str]) -> str:
    day = cells[1] if len(cells) > 1 else ""
    if not schema.is_publication_date(day):
        raise SchemaError(
            f"'{day}' is not a date in {path}, line 3, {UPDATED}.", fix="restore the line as the publisher has it."
        )
    return day


def _strays(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Say whether a record has something in the empty column at the end."""
    return len(cells) == len(header) and bool(cells[-1])


def _complain_of_end(path: Path, line: int, cells: Sequence[str]) -> Problem:
    what = f"'{cells[-1]}' stands in the column without a name"
    return Problem(path, line, "", what, fix="compare the line with the file as the publisher has it.")


def _read_country(
    maker: RowMaker, line: int, record: RawRow, indicators: Mapping[str, str], names: AreaNames
) -> Iterator[CellOutcome]:
    name, code, theirs = record[NAME], record[CODE], record[INDICATOR_CODE]
    for year in list(record)[len(FIXED) : -1]:
        locator = f"{name}: {theirs}, {year}"
        if theirs not in indicators:
            yield LeftOut(line, locator, f"no indicator is given for '{theirs}'")
        elif code in maker.catalogue.areas:
            key = (indicators[theirs], code, year)
            yield maker.keep(line, year, record[year], key, LOCATOR=locator)
        elif known := names.find(name):
            what = f"'{code}' is not the code of '{name}', so {year} is not kept,"
            yield Problem(maker.path, line, CODE, what, (known,), "correct the code.")
        else:
            yield LeftOut(line, locator, NOT_IN_CATALOGUE)
