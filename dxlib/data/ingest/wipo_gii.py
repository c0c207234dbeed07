"""WIPO's Global Innovation Index: the export of one edition, blocks side by side, and tables of many editions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.area_names import ADD_SPELLING, list_names
from dxlib.data.ingest.layouts import refuse
from dxlib.data.ingest.number_cells import find_decimal_mark, parse_number
from dxlib.data.ingest.rank_checks import RankedArea, find_contradictions
from dxlib.data.ingest.reading import (
    NOT_IN_CATALOGUE,
    CellOutcome,
    LeftOut,
    Reading,
    RowMaker,
    check_given,
    check_period,
    collect,
    prepare,
)
from dxlib.data.ingest.records import CsvRecord, Matched, RawRow, match_records, read_header, read_records, read_text
from dxlib.errors import DataError, Problem

RANK, SCORE = "Rank", "Score"
FIGURES: Final = {"Rank Indicators": RANK, SCORE: SCORE, "Value": "Value"}
WORDS: Final = ("Income Group(Strength/Weakness)", "Strength / Weakness")
COUNTRY, YEAR = "Country", "Year"
LONG: Final = (COUNTRY, YEAR, RANK, SCORE)
BRACKETS: Final = "In brackets: the publisher had too few data of this part."
OUT_OF_IS_COMPUTED: Final = "OUT_OF computed: countries with a rank in the same file; not printed in it."
_LABELS: Final = 2  # two columns of labels come before the first block
_BRACKETED: Final = re.compile(r"\[(.+)\]")
_OF_A_YEAR: Final = re.compile(r"(Score|Rank) (\d{4})", re.ASCII)
_NEVER_RANKED: Final = ("-1", "-1.0")  # in the tables of many editions only: of a value, -1 may be a figure
_EXPECTED: Final = (
    f"two columns of labels, then {', '.join((*FIGURES, *WORDS))}, each with the countries after it",
    "tabs between: " + ",".join(LONG),
    f"tabs between: {COUNTRY},Score 2011,Rank 2011,…",
)


@dataclass(frozen=True, slots=True)
class _Cell:
    line: int
    column: str
    measure: str  # as the mapping of indicators names it
    country: str
    period: str
    text: str

    @property
    def ranking(self) -> tuple[str, str]:
        """What a rank and its score have in common."""
        return self.measure.removeprefix(RANK).removeprefix(SCORE), self.period

    @property
    def bracketed(self) -> bool:
        return _BRACKETED.fullmatch(self.text.strip()) is not None

    @property
    def bare(self) -> str:
        """The text without brackets."""
        return _BRACKETED.sub(r"\1", self.text.strip())


@dataclass(frozen=True, slots=True)
class _Table:
    cells: list[_Cell]
    rest: list[CellOutcome]  # headings and broken lines, one entry each
    missing: tuple[str, ...] = ()


def recognises(path: Path) -> bool:
    """Say whether a file is an export with its blocks, or a table of ranks and scores by country and year."""
    return _find_shape(read_header(path)) is not None or _find_shape(read_header(path, delimiter="\t")) is not None


def read_wipo_gii(
    path: Path,
    *,
    catalogue: Catalogue,
    source: str,
    indicators: Mapping[str, str],
    period: str = "",
    encoding: str = "",
) -> Reading:
    """Read one edition, or a table of many.

    Parameters
    ----------
    path
        The CSV that WIPO's site exports, or a table with tabs: a line a country and year, or a line a country.
    catalogue
        Its countries are kept, by name (export) or code (tables); the others are left out.
    source
        The key of the file in the register of sources.
    indicators
        dxlib's indicator of each measure that is to be kept: ``Rank`` and ``Score`` of a table; of an export the block
        and the label, as ``Rank: Global Innovation Index`` or ``Score: 3.1.3. Government's online service``.
    period
        The year of an export, which does not hold it; nothing for a table.
    encoding
        Of the file, where it is not UTF-8.

    Raises
    ------
    SchemaError
        For another layout, and for a file that is not in its encoding or not CSV.
    DataError
        For a measure that the file does not hold, and for a year that is none or that the file holds itself.

    Notes
    -----
    A rank in brackets is kept as unreliable (status U). A rank that two countries share though their scores differ is
    a problem of the one whose score gives it another place; this is asked of every country, also of those left out.
    """
    text = read_text(path, encoding)
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    (line, header), *records = read_records(path, text, delimiter=delimiter) or [(1, [])]
    list_cells = _find_shape(header)
    if list_cells is None:
        raise refuse(path, "wipo_gii", line, header, _EXPECTED)
    _check_year(path, period, exported=list_cells is _list_export)
    table = list_cells(path, header, records, period)
    check_given(path, indicators, (cell.measure for cell in table.cells))
    mark = find_decimal_mark(cell.text for cell in table.cells)
    maker = replace(
        prepare(path, catalogue, source, indicators.values()), decimal=mark, thousands=True, missing=table.missing
    )
    found = _read_cells(maker, table.cells, indicators)
    return collect(path, len(table.cells) + len(table.rest), (*table.rest, *found))


_Shape = Callable[[Path, Sequence[str], Sequence[CsvRecord], str], _Table]


def _find_shape(header: Sequence[str]) -> _Shape | None:
    """Give what lists the cells of a file with this header, or None."""
    if tuple(header) == LONG:
        return _list_long
    if tuple(header[:1]) == (COUNTRY,) and len(header) > 1 and all(map(_OF_A_YEAR.fullmatch, header[1:])):
        return _list_wide
    blocks = [name for name in header if name in FIGURES or name in WORDS]
    if [name.strip() for name in header[:_LABELS]] == ["", ""] and header[_LABELS:][:1] and set(FIGURES) <= set(blocks):
        return _list_export
    return None


def _check_year(path: Path, period: str, *, exported: bool) -> None:
    if exported:
        check_period(path, period)
    elif period:
        raise DataError(f"{path} holds its years.", fix="give no period.")


def _list_long(path: Path, header: Sequence[str], records: Sequence[CsvRecord], _: str) -> _Table:
    matched = match_records(path, header, records)
    cells = [
        _Cell(line, measure, measure, row[COUNTRY], row[YEAR], row[measure])
        for line, row in matched.lines
        for measure in (RANK, SCORE)
    ]
    return _Table(cells, list(matched.problems), _NEVER_RANKED)


def _list_wide(path: Path, header: Sequence[str], records: Sequence[CsvRecord], _: str) -> _Table:
    matched = match_records(path, header, records)
    columns = [(name, *name.split()) for name in header[1:]]
    cells = [
        _Cell(line, column, measure, row[COUNTRY], year, row[column])
        for line, row in matched.lines
        for column, measure, year in columns
    ]
    return _Table(cells, list(matched.problems), _NEVER_RANKED)


def _list_export(path: Path, header: Sequence[str], records: Sequence[CsvRecord], period: str) -> _Table:
    filled = [(line, cells) for line, cells in records if any(cell.strip() for cell in cells)]
    headings = [record for record in filled if not any(cell.strip() for cell in record[1][1:])]
    columns = _name_columns(header)
    matched: Matched = match_records(path, columns, (record for record in filled if record not in headings))
    rest = [LeftOut(line, cells[0].strip(), "a heading, no figures") for line, cells in headings]
    return _Table(list(_list_blocks(matched, columns, period)), [*rest, *matched.problems])


def _name_columns(header: Sequence[str]) -> list[str]:
    """Name each column by its block and country, such as ``Score: Viet Nam``; the country alone stands in each."""
    block, names = "", []
    for at, name in enumerate(header):
        if name in FIGURES or name in WORDS:
            block = name
            names.append(name)
        else:
            names.append(f"{FIGURES.get(block, block)}: {name}" if block else f"label {at}")
    return names


def _list_blocks(matched: Matched, columns: Sequence[str], period: str) -> Iterator[_Cell]:
    first, second = columns[:_LABELS]
    for line, row in matched.lines:
        label = f"{row[first].strip()} {row[second].strip()}".strip()
        for column in columns[_LABELS:]:
            block, separator, country = column.partition(": ")
            if separator:
                yield _Cell(line, column, f"{block}: {label}", country, period, row[column])


def _read_cells(maker: RowMaker, cells: Sequence[_Cell], indicators: Mapping[str, str]) -> Iterator[CellOutcome]:
    names = list_names(maker.catalogue)
    areas = {country: names.find(country) for country in {cell.country for cell in cells}}
    doubts = {country: names.explain(country) for country, area in areas.items() if area is None}
    ranks = {cell: rank for cell in cells if (rank := _parse_rank(cell))}
    wrong = _find_wrong(cells, ranks, maker.decimal)
    out_of = Counter(cell.ranking for cell in ranks)
    for cell in cells:
        locator = f"{cell.country}: {cell.measure}, {cell.period}"
        area = areas[cell.country]
        if cell.measure.startswith(WORDS):
            yield LeftOut(cell.line, locator, "a word, no figure")
        elif cell.measure not in indicators:
            yield LeftOut(cell.line, locator, f"no indicator is given for '{cell.measure}'")
        elif cell in wrong:
            what = f"{wrong[cell][0].upper()}{wrong[cell][1:]}, so it is not kept,"
            fix = "look it up in the publisher's report, and ask who passed the file on to correct it."
            yield Problem(maker.path, cell.line, cell.column, what, fix=fix)
        elif area is None and doubts[cell.country]:
            what = f"'{cell.country}' {doubts[cell.country]}, so it is not kept,"
            yield Problem(maker.path, cell.line, cell.column, what, fix=ADD_SPELLING)
        elif area is None:
            yield LeftOut(cell.line, locator, NOT_IN_CATALOGUE)
        else:
            key = (indicators[cell.measure], area, cell.period)
            more = _annotate(cell, str(out_of[cell.ranking]) if cell in ranks else "")
            yield maker.keep(cell.line, cell.column, cell.bare, key, LOCATOR=locator, **more)


def _parse_rank(cell: _Cell) -> int | None:
    number = parse_number(cell.bare) if cell.measure.startswith(RANK) else None
    return int(number) if number and number.isdigit() else None


def _annotate(cell: _Cell, out_of: str) -> RawRow:
    """Give what else a row says: as written, out of how many, and whether it stands in brackets."""
    comments = [BRACKETS] * cell.bracketed + [OUT_OF_IS_COMPUTED] * bool(out_of)
    return {
        schema.AS_WRITTEN: cell.text.strip(),
        schema.OBS_STATUS: (schema.ObsStatus.UNRELIABLE if cell.bracketed else schema.ObsStatus.NORMAL).value,
        schema.OUT_OF: out_of,
        schema.COMMENT: " ".join(comments),
    }


def _find_wrong(cells: Sequence[_Cell], ranks: Mapping[_Cell, int], mark: str) -> dict[_Cell, str]:
    """Say of each rank that contradicts its score what is wrong with it."""
    scores = {
        (cell.ranking, cell.country): Decimal(digits)
        for cell in cells
        if cell.measure.startswith(SCORE) and (digits := parse_number(cell.bare, decimal=mark))
    }
    standings: dict[tuple[str, str], list[RankedArea]] = defaultdict(list)
    for cell, rank in ranks.items():
        if (score := scores.get((cell.ranking, cell.country))) is not None:
            standings[cell.ranking].append(RankedArea(cell.country, rank, score))
    said = {ranking: find_contradictions(found) for ranking, found in standings.items()}
    return {cell: said[cell.ranking][cell.country] for cell in ranks if cell.country in said.get(cell.ranking, {})}
