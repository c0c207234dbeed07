"""Which reader a file is for, and what to tell the one who brought it where there is none."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from dxlib.data import ingest
from dxlib.data.ingest.reading import Reading
from dxlib.data.ingest.records import describe_page, is_web_page, read_head, read_header
from dxlib.errors import SchemaError, format_options

Reader = Callable[..., Reading]
_LONGEST_SHOWN: Final = 400
_NO_READER: Final = "no reader in dxlib/data/ingest/ knows this layout: check the file."
_ARCHIVE: Final = "PK\x03\x04"
_ABOUT: Final = (
    (
        ("Survey Year", "Country"),
        "its header is not the one of the UN's data centre: someone changed it",
        "download the survey again from publicadministration.un.org/egovkb and leave it as it is.",
    ),
    (
        ("Country Name", "Country Code", "Indicator Name", "Indicator Code"),
        "the four lines before the header are gone, and with them the day the World Bank published it",
        "take the CSV from the World Bank's archive as it is, with 'Last Updated Date' in line 3.",
    ),
    (
        ("Country", "Country Code", "Indicator Name", "Indicator Code"),
        "it is a download of the World Bank whose header was changed and whose first four lines are gone",
        "take the CSV from the World Bank's archive as it is, with 'Last Updated Date' in line 3.",
    ),
    (
        ("Country Code", "Region", "IncomeGroup", "SpecialNotes", "TableName"),
        "it describes the countries of a download and holds no figures",
        "read the file of the same archive whose name begins with 'API_'.",
    ),
    (
        ("Variable_Code", "Variable_Name"),
        "it is PAPI's codebook, which says what its codes mean, and holds no figures",
        "read the CSV of scores of a year; the names of provinces stand in data/catalogue/areas.yaml.",
    ),
    (
        ("provinceCode", "districtCode", "wardCode", "newProvinceCode", "newWardCode"),
        "it says which new ward each old ward became, and holds no figures",
        "nothing is to be read: which province became which stands as 'successor' in data/catalogue/areas.yaml, "
        "and the catalogue has no wards.",
    ),
    (
        ("mahc", "tentinh", "dientichkm2", "dansonguoi", "truocsapnhap"),
        "it describes the 34 provinces of the map of 2025",
        "use read_spreadsheet() with a mapping to read areas and populations, by 'tentinh': its 'mahc' is not the "
        "official code; which province became which stands as 'successor' in data/catalogue/areas.yaml.",
    ),
    (
        ("country_code", "year", "lag_1_exports_usd"),
        "it is a panel that someone computed from World Bank data: gaps are filled, and columns such as "
        "'lag_1_exports_usd' are no publisher's figures",
        "pull the indicators from the World Bank itself.",
    ),
    (
        ("country_code", "year", "target_lag1"),
        "it is a panel that someone computed from World Bank data: gaps are filled, and columns such as "
        "'target_lag1' are no publisher's figures",
        "pull the indicators from the World Bank itself.",
    ),
)


def find_reader(path: Path) -> Reader | None:
    """Give the ``read_<layout>`` whose module recognises a file, or None; modules are found by their file name."""
    for info in pkgutil.iter_modules(ingest.__path__):
        module = importlib.import_module(f"{ingest.__name__}.{info.name}")
        if hasattr(module, "recognises") and module.recognises(path):
            return get_reader(info.name)
    return None


def list_layouts() -> list[str]:
    """Give the names of all layouts that a file can be read in."""
    names = (info.name for info in pkgutil.iter_modules(ingest.__path__))
    return [name for name in names if hasattr(importlib.import_module(f"{ingest.__name__}.{name}"), "recognises")]


def get_reader(layout: str) -> Reader:
    """Give the reader of a layout of :func:`list_layouts`."""
    reader: Reader = getattr(importlib.import_module(f"{ingest.__name__}.{layout}"), f"read_{layout}")
    return reader


def choose_reader(path: Path) -> Reader:
    """Give the reader of a file.

    Raises
    ------
    SchemaError
        For a file that none of them reads, with what it is and where the figures are, as far as that can be seen.
    """
    if reader := find_reader(path):
        return reader
    what, fix = _explain(path)
    raise SchemaError(f"No reader for {path}: {what}.", fix=fix)


def refuse(path: Path, layout: str, line: int, found: Sequence[str], expected: Sequence[str]) -> SchemaError:
    """Give the error for a file of another layout; it names the reader that does recognise it, or what the file is."""
    other = find_reader(path)
    shown = format_options(found) or "missing"
    shown = shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]} …"
    what = f"{path} is not of the layout '{layout}': line {line} is {shown}."
    return SchemaError(what, allowed=expected, fix=f"use {other.__name__}()." if other else _explain(path)[1])


def _explain(path: Path) -> tuple[str, str]:
    """Say what a file is that no reader knows, and what to do."""
    head, header = read_head(path), read_header(path)
    if not head:
        return "it is empty", "download it again."
    if is_web_page(head):
        return f"it is a web page, no data: '{describe_page(head)}'", "open its address in a browser, and correct it."
    if head.startswith(_ARCHIVE):
        return "it is an archive", "unpack it and read the file with the figures."
    for names, what, fix in _ABOUT:
        if set(names) <= set(header):
            return what, fix
    return f"line 1 is {format_options(header)[:_LONGEST_SHOWN] or 'empty'}", _NO_READER
