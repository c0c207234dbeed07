"""The United Nations' E-Government Knowledge Base: one CSV a survey, one line a member, six figures each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.countries import find_intended, list_names
from dxlib.data.ingest.layouts import refuse
from dxlib.data.ingest.numbers import is_missing, parse_number
from dxlib.data.ingest.reading import NOT_IN_CATALOGUE, LeftOut, Outcome, Reading, RowMaker, collect, prepare
from dxlib.data.ingest.records import Row, match_records, read_header, read_records, read_text
from dxlib.errors import Problem

YEAR: Final = "Survey Year"
COUNTRY: Final = "Country Name"
RANK: Final = "E-Government Rank"
INDEX: Final = "E-Government Index"
INDICATORS: Final = {
    RANK: "egdi_rank",
    INDEX: "egdi_value",
    "E-Participation Index": "egdi_epi",
    "Online Service Index": "egdi_osi",
    "Human Capital Index": "egdi_hci",
    "Telecommunication Infrastructure Index": "egdi_tii",
}
HEADER: Final = (YEAR, COUNTRY, *INDICATORS)
HEADER_WITH_REGION: Final = (*HEADER, "Region")  # of one 2022 download; its regions are wrong in places and not kept
OUT_OF_IS_COMPUTED: Final = "OUT_OF computed: members with a non-zero index in the same file; not printed in it."
NOT_ASSESSED: Final = "Not assessed: the file has 0 in its place, as the index has no value for this member."


def recognises(path: Path) -> bool:
    """Say whether a file has the header of this layout, with or without regions."""
    return read_header(path) in (HEADER, HEADER_WITH_REGION)


def read_un_egovkb(path: Path, *, catalogue: Catalogue, source: str) -> Reading:
    """Read one survey.

    Parameters
    ----------
    path
        A CSV as the data centre gives it.
    catalogue
        Its countries are kept, by the names of :func:`dxlib.data.ingest.countries.list_names`; other members are
        left out.
    source
        The key of the survey in the register of sources.

    Raises
    ------
    SchemaError
        For another layout, and for a file that is not UTF-8 or not CSV.

    Notes
    -----
    A member that was not assessed has the index 0 and, as its rank, nothing, 0 or one more than the last. Its rank, its
    index and every other 0 of its line become rows without value (status M); parts above 0 are stated and kept. A 0
    of an assessed member is a figure.
    """
    (line, header), *records = read_records(path, read_text(path)) or [(1, [])]
    if tuple(header) not in (HEADER, HEADER_WITH_REGION):
        raise refuse(path, "un_egovkb", line, header, HEADER)
    maker = prepare(path, catalogue, source, INDICATORS.values())
    matched = match_records(path, header, ((line, [cell.strip() for cell in cells]) for line, cells in records))
    found = _read_members(maker, matched.lines)
    return collect(path, matched.count_cells(len(INDICATORS)), (*matched.problems, *found))


def _read_members(maker: RowMaker, members: list[tuple[int, Row]]) -> Iterator[Outcome]:
    areas = list_names(maker.catalogue)
    out_of = str(sum(_is_assessed(member) for _, member in members))
    for line, member in members:
        yield from _read_member(maker, line, member, areas, out_of)


def _is_assessed(member: Mapping[str, str]) -> bool:
    return not is_missing(member[RANK]) and not _is_nothing(member[RANK]) and not _is_nothing(member[INDEX])


def _is_nothing(text: str) -> bool:
    return is_missing(text) or not (parse_number(text) or "1").strip("0.")


def _read_member(
    maker: RowMaker, line: int, member: Mapping[str, str], areas: Mapping[str, str], out_of: str
) -> Iterator[Outcome]:
    name = member[COUNTRY]
    wrong = _find_problem(member, areas)
    for column, indicator in INDICATORS.items():
        key = (indicator, areas.get(name, ""), member[YEAR])
        more = {schema.LOCATOR: f"{name}: {column}"}
        if wrong:
            place, what, fix = wrong
            yield Problem(maker.path, line, place, f"{what}, so '{column}' is not kept,", fix=fix)
        elif name not in areas:
            yield LeftOut(line, more[schema.LOCATOR], NOT_IN_CATALOGUE)
        elif not _is_assessed(member) and (column in (RANK, INDEX) or _is_nothing(member[column])):
            yield maker.keep_missing(line, column, member[column], key, COMMENT=NOT_ASSESSED, **more)
        else:
            ranked = {schema.OUT_OF: out_of, schema.COMMENT: OUT_OF_IS_COMPUTED} if column == RANK else {}
            yield maker.keep(line, column, member[column], key, **more, **ranked)


def _find_problem(member: Mapping[str, str], areas: Mapping[str, str]) -> tuple[str, str, str] | None:
    """Give column, text and cure of what spoils the whole line, or None."""
    name, year = member[COUNTRY], member[YEAR]
    if not (schema.is_period(year) and year.isdigit()):
        return YEAR, f"'{year}' is not a year", "write the year of the survey."
    if near := find_intended(name, areas):
        return COUNTRY, f"'{name}' is nearly '{near}'", "correct the name, or add it to countries.ALIASES."
    if name in areas and _is_nothing(member[RANK]) and not _is_nothing(member[INDEX]):
        return RANK, f"'{name}' has an index of {member[INDEX]} but no rank", "ask the publisher which one holds."
    return None
