"""The United Nations' E-Government Knowledge Base: one CSV a survey, one line a member, six figures each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.area_names import ADD_SPELLING, AreaNames, list_names
from dxlib.data.ingest.layouts import refuse
from dxlib.data.ingest.number_cells import is_missing, parse_number
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
from dxlib.data.ingest.records import RawRow, match_records, read_header, read_records, read_text
from dxlib.errors import Problem

YEAR: Final = "Survey Year"
COUNTRY: Final = "Country Name"
RANK: Final = "E-Government Rank"
INDEX: Final = "E-Government Index"
MEASURES: Final = (
    RANK,
    INDEX,
    "E-Participation Index",
    "Online Service Index",
    "Human Capital Index",
    "Telecommunication Infrastructure Index",
)
HEADER: Final = (YEAR, COUNTRY, *MEASURES)
HEADER_WITH_REGION: Final = (*HEADER, "Region")  # of one 2022 download; its regions are wrong in places and not kept
OUT_OF_IS_COMPUTED: Final = "OUT_OF computed: members with a non-zero index in the same file; not printed in it."
NOT_ASSESSED: Final = "Not assessed: the file has 0 in its place, as the index has no value for this member."


def recognises(path: Path) -> bool:
    """Say whether a file has the header of this layout, with or without regions."""
    return read_header(path) in (HEADER, HEADER_WITH_REGION)


def read_un_egovkb(
    path: Path, *, catalogue: Catalogue, source: str, indicators: Mapping[str, str], encoding: str = ""
) -> Reading:
    """Read one survey.

    Parameters
    ----------
    path
        A CSV as the data centre gives it.
    catalogue
        Its countries are kept, by the names of :func:`dxlib.data.ingest.area_names.list_names`; other members are
        left out.
    source
        The key of the survey in the register of sources.
    indicators
        dxlib's indicator of each column that is to be kept, such as ``{"E-Government Rank": "…"}``.
    encoding
        Of the file, where it is not UTF-8.

    Raises
    ------
    SchemaError
        For another layout, and for a file that is not in its encoding or not CSV.
    DataError
        For a column that the file does not hold.

    Notes
    -----
    A member that was not assessed has the index 0 and, as its rank, nothing, 0 or one more than the last. Its rank, its
    index and every other 0 of its line become rows without value (status M); parts above 0 are stated and kept. A 0
    of an assessed member is a figure.
    """
    (line, header), *records = read_records(path, read_text(path, encoding)) or [(1, [])]
    if tuple(header) not in (HEADER, HEADER_WITH_REGION):
        raise refuse(path, "un_egovkb", line, header, HEADER)
    check_given(path, indicators, MEASURES)
    maker = prepare(path, catalogue, source, indicators.values())
    matched = match_records(path, header, ((line, [cell.strip() for cell in cells]) for line, cells in records))
    names = list_names(catalogue)
    out_of = str(sum(_is_assessed(member) for _, member in matched.lines))
    members = _Members(maker, indicators, names, out_of)
    found = (outcome for line, member in matched.lines for outcome in members.read(line, member))
    return collect(path, matched.count_cells(len(MEASURES)), (*matched.problems, *found))


def _is_assessed(member: Mapping[str, str]) -> bool:
    return not is_missing(member[RANK]) and not _is_nothing(member[RANK]) and not _is_nothing(member[INDEX])


def _is_nothing(text: str) -> bool:
    return is_missing(text) or not (parse_number(text) or "1").strip("0.")


@dataclass(frozen=True, slots=True)
class _Members:
    """The rules for one line."""

    maker: RowMaker
    indicators: Mapping[str, str]
    names: AreaNames
    out_of: str

    def read(self, line: int, member: RawRow) -> Iterator[CellOutcome]:
        """Give what becomes of each figure of a member."""
        area = self.names.find(member[COUNTRY])
        wrong = _find_problem(member, area, self.names.explain(member[COUNTRY]))
        for column in MEASURES:
            locator = f"{member[COUNTRY]}: {column}"
            if column not in self.indicators:
                yield LeftOut(line, locator, f"no indicator is given for '{column}'")
            elif wrong:
                place, what, fix = wrong
                yield Problem(self.maker.path, line, place, f"{what}, so '{column}' is not kept,", fix=fix)
            elif area is None:
                yield LeftOut(line, locator, NOT_IN_CATALOGUE)
            else:
                yield self._keep(line, column, member, area, locator)

    def _keep(self, line: int, column: str, member: RawRow, area: str, locator: str) -> CellOutcome:
        key = (self.indicators[column], area, member[YEAR])
        if not _is_assessed(member) and (column in (RANK, INDEX) or _is_nothing(member[column])):
            return self.maker.keep_missing(line, column, member[column], key, COMMENT=NOT_ASSESSED, LOCATOR=locator)
        ranked = {schema.OUT_OF: self.out_of, schema.COMMENT: OUT_OF_IS_COMPUTED} if column == RANK else {}
        return self.maker.keep(line, column, member[column], key, LOCATOR=locator, **ranked)


def _find_problem(member: RawRow, area: str | None, doubt: str) -> tuple[str, str, str] | None:
    """Give column, text and cure of what spoils the whole line, or None."""
    name, year = member[COUNTRY], member[YEAR]
    if not (schema.is_period(year) and year.isdigit()):
        return YEAR, f"'{year}' is not a year", "write the year of the survey."
    if doubt:
        return COUNTRY, f"'{name}' {doubt}", ADD_SPELLING
    if area and _is_nothing(member[RANK]) and not _is_nothing(member[INDEX]):
        return RANK, f"'{name}' has an index of {member[INDEX]} but no rank", "ask the publisher which one holds."
    return None
