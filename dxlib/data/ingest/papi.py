"""PAPI (provincial governance and public administration): one CSV a year, one line a province, one column a part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.layouts import refuse
from dxlib.data.ingest.numbers import is_missing
from dxlib.data.ingest.provinces import fold, list_provinces
from dxlib.data.ingest.reading import (
    LeftOut,
    Outcome,
    Reading,
    RowMaker,
    check_given,
    check_period,
    collect,
    prepare,
)
from dxlib.data.ingest.records import Row, match_records, read_header, read_records, read_text
from dxlib.errors import Problem

PROVINCE: Final = "Province"
NOT_MEASURED: Final = "no province has a value: this part was not measured in this year"
WITHHELD: Final = "Withheld: the publisher gives no value of this province."
WITHHELD_IN_PART: Final = (
    "Withheld in part: the publisher gives values of other provinces, and other parts of this one."
)
_PART = re.compile(r"SC\d{2}", re.ASCII)
_EXPECTED: Final = (PROVINCE, "SC11", "SC12", "…")
_MAP_OF_CODES: Final = "VN63"  # P01 to P63 were given out on the map of 63 provinces
_OFFICIAL_CODES: Final = (
    "01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 "
    "49 51 52 54 56 58 60 62 64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96"
)
_PAPI_CODES: Final = {
    f"P{at:02}": f"{_MAP_OF_CODES}-{code}" for at, code in enumerate(_OFFICIAL_CODES.split(), start=1)
}


def recognises(path: Path) -> bool:
    """Say whether a file has a column of provinces and then nothing but parts such as SC11."""
    return _is_header(read_header(path))


def _is_header(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and cells[0] == PROVINCE and all(_PART.fullmatch(name) for name in cells[1:])


def read_papi(
    path: Path, *, catalogue: Catalogue, source: str, indicators: Mapping[str, str], period: str, vintage: str
) -> Reading:
    """Read the scores of one year.

    Parameters
    ----------
    path
        A CSV of scores; provinces by PAPI's code (``P01``), official code or English name.
    catalogue
        Where the provinces stand, as ``<vintage>-<official code>``.
    source
        The key of the year's publication in the register of sources.
    indicators
        dxlib's indicator of each part that is to be kept, such as ``{"SC81": "…"}``.
    period
        The year: the file does not hold it.
    vintage
        The map the provinces belong to, ``VN63`` or ``VN34``: seven official codes mean another province on each.

    Raises
    ------
    SchemaError
        For another layout, and for a file that is not UTF-8 or not CSV.
    DataError
        For a part that the file does not hold, a year that is none, or a map the catalogue does not have.

    Notes
    -----
    An empty cell of a part that others have is withheld: a row without value (status M). A part that is empty for all
    provinces was not measured: it is left out.
    """
    (line, header), *records = read_records(path, read_text(path)) or [(1, [])]
    if not _is_header(header):
        raise refuse(path, "papi", line, header, _EXPECTED)
    check_period(path, period)
    check_given(path, indicators, header[1:])
    maker = prepare(path, catalogue, source, indicators.values())
    provinces = list_provinces(catalogue, vintage)
    keys = dict.fromkeys(provinces.values())
    provinces |= {key.partition("-")[2]: key for key in keys}
    provinces |= {code: key for code, key in _PAPI_CODES.items() if key in keys}
    matched = match_records(path, header, records)
    measured = {name for _, row in matched.lines for name in row if _has(row, name)}
    parts = _Parts(maker, indicators, period, provinces, measured)
    found = (outcome for line, row in matched.lines for outcome in parts.read(line, row))
    return collect(path, matched.count_cells(len(header) - 1), (*matched.problems, *found))


def _has(row: Row, name: str) -> bool:
    return not is_missing(row[name])


class _Parts:
    """The rules for one line."""

    def __init__(
        self, maker: RowMaker, indicators: Mapping[str, str], period: str, provinces: Mapping[str, str], any_: set[str]
    ) -> None:
        self.maker = maker
        self.indicators = indicators
        self.period = period
        self.provinces = provinces
        self.measured = any_

    def read(self, line: int, row: Row) -> Iterator[Outcome]:
        """Give what becomes of each cell of one line."""
        given = row[PROVINCE].strip()
        area = self.provinces.get(given) or self.provinces.get(fold(given))
        withheld = not any(_has(row, name) for name in row if name != PROVINCE)
        for name in list(row)[1:]:
            what = f"{given}: {name}"
            if area is None:
                text = f"'{given}' is no province of the given map, so {name} is not kept,"
                yield Problem(self.maker.path, line, PROVINCE, text, fix="correct the province, or give its map.")
            elif name not in self.indicators:
                yield LeftOut(line, what, f"no indicator is given for '{name}'")
            elif name not in self.measured:
                yield LeftOut(line, what, NOT_MEASURED)
            else:
                comment = WITHHELD if withheld else WITHHELD_IN_PART
                yield self._keep(line, name, row[name], area, what, comment)

    def _keep(self, line: int, name: str, text: str, area: str, locator: str, comment: str) -> Outcome:
        key = (self.indicators[name], area, self.period)
        if is_missing(text):
            return self.maker.keep_missing(line, name, text, key, LOCATOR=locator, COMMENT=comment)
        return self.maker.keep(line, name, text, key, LOCATOR=locator)
