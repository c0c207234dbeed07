"""Scores of cyber security as passed on by a third party: the ITU's index beside three others, without a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.countries import list_names
from dxlib.data.ingest.layouts import refuse
from dxlib.data.ingest.reading import Place, Reading, check_given, check_period, collect, prepare, read_measures
from dxlib.data.ingest.records import Row, match_records, read_header, read_records, read_text

COUNTRY, REGION = "Country", "Region"  # of the regions, "Asia-Pasific" and others are wrong: none is kept
INDEXES: Final = (
    "CEI (The Cybersecurity Exposure Index)",
    "GCI (The Global Cyber Security Index)",
    "NCSI (The National Cyber Security Index)",
    "DDL (The Digital Development Level)",
)
HEADER: Final = (COUNTRY, REGION, *INDEXES)
ZERO_IS_MISSING: Final = ("0", "0.0", "0.00")  # 78 countries have 0 exposure, which none can have


def recognises(path: Path) -> bool:
    """Say whether a file has the header of this layout."""
    return read_header(path) == HEADER


def read_itu_gci(
    path: Path, *, catalogue: Catalogue, source: str, indicators: Mapping[str, str], period: str
) -> Reading:
    """Read one table.

    Parameters
    ----------
    path
        A CSV with one line a country.
    catalogue
        Its countries are kept, by the names of :func:`dxlib.data.ingest.countries.list_names`.
    source
        The key of the table in the register of sources.
    indicators
        dxlib's indicator of each column that is to be kept.
    period
        The year of the scores: the file does not hold it.

    Raises
    ------
    SchemaError
        For another layout, and for a file that is not UTF-8 or not CSV.
    DataError
        For a column that the file does not hold, or a year that is none.

    Notes
    -----
    A 0 stands for no value in every column, and cannot be told from a score of 0: all of them are left out.
    """
    (line, header), *records = read_records(path, read_text(path)) or [(1, [])]
    if tuple(header) != HEADER:
        raise refuse(path, "itu_gci", line, header, HEADER)
    check_period(path, period)
    check_given(path, indicators, INDEXES)
    maker = replace(prepare(path, catalogue, source, indicators.values()), missing=ZERO_IS_MISSING)
    matched, names = match_records(path, header, records), list_names(catalogue)

    def locate(row: Row) -> Place:
        return Place(row[COUNTRY], names.get(row[COUNTRY].strip()), period)

    found = read_measures(maker, matched.lines, locate, INDEXES, indicators)
    return collect(path, matched.count_cells(len(INDEXES)), (*matched.problems, *found))
