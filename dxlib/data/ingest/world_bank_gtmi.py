"""The World Bank's GovTech Maturity Index: one CSV, one line a country and edition, five indexes each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.layouts import refuse
from dxlib.data.ingest.reading import Place, Reading, check_given, collect, prepare, read_measures
from dxlib.data.ingest.records import Row, match_records, read_header, read_records, read_text

YEAR, CODE, NAME = "year", "country_code", "country_name"
INDEXES: Final = ("gtmi", "cgsi", "psdi", "dcei", "gtei")
GROUP: Final = "grp"  # A to D: a letter, so no figure; it follows from gtmi
HEADER: Final = (YEAR, CODE, NAME, GROUP, *INDEXES)


def recognises(path: Path) -> bool:
    """Say whether a file has the header of this layout."""
    return read_header(path) == HEADER


def read_world_bank_gtmi(path: Path, *, catalogue: Catalogue, source: str, indicators: Mapping[str, str]) -> Reading:
    """Read a table of editions.

    Parameters
    ----------
    path
        A CSV of all editions below one another.
    catalogue
        Its countries are kept, by code; the others are left out.
    source
        The key of the table in the register of sources.
    indicators
        dxlib's indicator of each column that is to be kept, such as ``{"gtmi": "…"}``.

    Raises
    ------
    SchemaError
        For another layout, and for a file that is not UTF-8 or not CSV.
    DataError
        For a column that the file does not hold.

    Notes
    -----
    The editions asked different questions; say so as ``breaks`` of the indicator in the catalogue.
    """
    (line, header), *records = read_records(path, read_text(path)) or [(1, [])]
    if tuple(header) != HEADER:
        raise refuse(path, "world_bank_gtmi", line, header, HEADER)
    check_given(path, indicators, INDEXES)
    maker = prepare(path, catalogue, source, indicators.values())
    matched = match_records(path, header, records)

    def locate(row: Row) -> Place:
        return Place(row[NAME], row[CODE] if row[CODE] in catalogue.areas else None, row[YEAR])

    columns = (GROUP, *INDEXES)
    found = read_measures(maker, matched.lines, locate, columns, indicators)
    return collect(path, matched.count_cells(len(columns)), (*matched.problems, *found))
