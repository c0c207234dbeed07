"""Gapminder's DDF: one CSV a measure, whose header names the entity, the time, and what was measured."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.layouts import refuse
from dxlib.data.ingest.reading import Place, Reading, check_given, collect, prepare, read_measures
from dxlib.data.ingest.records import Row, match_records, read_header, read_records, read_text

ENTITIES: Final = ("geo", "country")
TIMES: Final = ("time", "year", "quarter", "month", "day")
_KEYS: Final = 2
_CONCEPT: Final = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_TIME: Final = re.compile(r"(\d{4})(?:q([1-4])|(\d{2})(\d{2})?)?", re.ASCII)
_EXPECTED: Final = (*ENTITIES[:1], *TIMES[:1], "name_of_the_measure")


def recognises(path: Path) -> bool:
    """Say whether the header of a file names an entity, a time, and then nothing but concepts."""
    return _is_header(read_header(path))


def _is_header(cells: Sequence[str]) -> bool:
    keys, measures = cells[:_KEYS], cells[_KEYS:]
    if len(keys) < _KEYS or keys[0] not in ENTITIES or keys[1] not in TIMES:
        return False
    return bool(measures) and all(_CONCEPT.fullmatch(name) for name in measures)


def read_gapminder_ddf(path: Path, *, catalogue: Catalogue, source: str, indicators: Mapping[str, str]) -> Reading:
    """Read the datapoints of one or more measures.

    Parameters
    ----------
    path
        A CSV whose name is as ``ddf--datapoints--internet_users--by--geo--time.csv``.
    catalogue
        Its countries are kept, by code in capitals; the others are left out.
    source
        The key of the data set in the register of sources.
    indicators
        dxlib's indicator of each measure that is to be kept, such as ``{"internet_users": "…"}``.

    Raises
    ------
    SchemaError
        For another layout, and for a file that is not UTF-8 or not CSV.
    DataError
        For a measure that the file does not hold.

    Notes
    -----
    A 0 is a figure here: a country without a value has no line.
    """
    (line, header), *records = read_records(path, read_text(path)) or [(1, [])]
    if not _is_header(header):
        raise refuse(path, "gapminder_ddf", line, header, _EXPECTED)
    (entity, time), measures = header[:_KEYS], header[_KEYS:]
    check_given(path, indicators, measures)
    maker = prepare(path, catalogue, source, indicators.values())
    matched = match_records(path, header, records)

    def locate(row: Row) -> Place:
        key = row[entity].upper()
        return Place(row[entity], key if key in catalogue.areas else None, _format_period(row[time]))

    found = read_measures(maker, matched.lines, locate, measures, indicators)
    return collect(path, matched.count_cells(len(measures)), (*matched.problems, *found))


def _format_period(time: str) -> str:
    """Write a DDF time (2024, 2024q1, 202404, 20240401) as SDMX does; what is none stays as it is."""
    found = _TIME.fullmatch(time)
    if found is None:
        return time
    year, quarter, *days = found.groups()
    return "-".join(part for part in (year, f"Q{quarter}" if quarter else None, *days) if part)
