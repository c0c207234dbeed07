"""Which reader a file is for, and what to tell the one who brought it where there is none."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from dxlib.data import ingest
from dxlib.data.ingest.packing import read_content
from dxlib.data.ingest.reading import Reading
from dxlib.data.ingest.records import describe_page, is_web_page, read_head, read_header
from dxlib.errors import SchemaError, format_options

LayoutReader = Callable[..., Reading]
_LONGEST_SHOWN: Final = 400
_NO_READER: Final = (
    "if it is a table, say in a mapping what its columns mean (header, area, period, values; see "
    "dxlib/data/ingest/mapping.py), and read it as layout 'spreadsheet'."
)
_OF_COUNTRIES: Final = {"Country Code", "Region", "IncomeGroup", "SpecialNotes", "TableName"}  # beside World Bank data


def find_reader(path: Path) -> LayoutReader | None:
    """Give the ``read_<layout>`` whose module recognises a file, or None; modules are found by their file name."""
    return next((get_reader(name) for name in list_layouts() if _import(name).recognises(path)), None)


def list_layouts() -> list[str]:
    """Give the names of all layouts that a file can be read in."""
    names = (info.name for info in pkgutil.iter_modules(ingest.__path__))
    return [name for name in names if hasattr(_import(name), "recognises")]


def get_reader(layout: str) -> LayoutReader:
    """Give the reader of a layout of :func:`list_layouts`."""
    reader: LayoutReader = getattr(_import(layout), f"read_{layout}")
    return reader


def _import(name: str) -> Any:
    return importlib.import_module(f"{ingest.__name__}.{name}")


def refuse(path: Path, layout: str, line: int, found: Sequence[str], expected: Sequence[str]) -> SchemaError:
    """Give the error for a file of another layout; it names the reader that does recognise it, or what the file is."""
    other = find_reader(path)
    shown = format_options(found) or "missing"
    shown = shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]} …"
    what = f"{path} is not of the layout '{layout}': line {line} is {shown}."
    return SchemaError(what, allowed=expected, fix=f"use {other.__name__}()." if other else explain(path)[1])


def explain(path: Path) -> tuple[str, str]:
    """Say what a file is that no reader knows, and what to do."""
    if not path.stat().st_size:
        return "it is empty", "download it again."
    try:
        read_content(path)
    except SchemaError as error:  # an archive of several tables
        return error.what.removeprefix(f"{path} ").removesuffix("."), error.fix
    head, header = read_head(path), read_header(path)
    if is_web_page(head):
        return f"it is a web page, no data: '{describe_page(head)}'", "open its address in a browser, and correct it."
    if set(header) >= _OF_COUNTRIES:
        what = "it describes the countries of a download and holds no figures"
        return what, "read the file of the same archive whose name begins with 'API_'."
    return f"line 1 is {format_options(header)[:_LONGEST_SHOWN] or 'empty'}", _NO_READER
