"""Tables as people lay them out, in a workbook or a CSV: cells with their place, merged ones told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from dxlib.data.ingest.packing import is_workbook
from dxlib.data.ingest.records import read_records, read_text
from dxlib.data.ingest.workbooks import SAVE_ANEW, check_size, inspect_workbook
from dxlib.errors import SchemaError, import_library
from dxlib.intake import open_file

_DIGITS: Final = 15  # as many as a spreadsheet shows and keeps
_ALPHABET: Final = 26
_PICTURE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # of a number format: what is shown, and scales nothing
# Some messages of openpyxl name the open file as Python shows it: <_io.BufferedReader name='...'>.
_HANDLE: Final = re.compile(r"<_io\.[^>]*>")
_SHOWN: Final = "\0"  # stands for a sign of per cent that is only shown


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What stands in a cell.

    Parameters
    ----------
    text
        As a reader of the sheet sees it; in each cell of a merged one.
    is_number
        Whether the sheet holds a number: its decimal mark is then a point. A percentage is given in per cent.
    merged
        The range of the merged cell it belongs to, or nothing.
    is_anchor
        Whether it is the first cell of its range, or none of a range.
    flaw
        What keeps it from being read.
    """

    text: str
    is_number: bool = False
    merged: str = ""
    is_anchor: bool = True
    flaw: str = ""


SheetLine = tuple[int, list[SheetCell]]


def read_sheet(path: Path, *, name: str = "", delimiter: str = ",", encoding: str = "") -> list[SheetLine]:
    """Read the lines of one sheet, with their numbers; all have as many cells as the longest.

    Parameters
    ----------
    path
        A workbook, or a CSV.
    name
        Of the sheet; the first when it is empty.
    delimiter, encoding
        Of the CSV; UTF-8 where no encoding is given.

    Raises
    ------
    SchemaError
        For a sheet that is not there, and for what is neither a workbook nor a CSV.
    MissingDependencyError
        For a workbook where openpyxl is not installed.
    """
    if is_workbook(path):
        return _read_workbook(path, name)
    records = read_records(path, read_text(path, encoding), delimiter=delimiter)
    width = max((len(cells) for _, cells in records), default=0)
    return [(line, [SheetCell(text) for text in [*cells, *[""] * (width - len(cells))]]) for line, cells in records]


def _read_workbook(path: Path, name: str) -> list[SheetLine]:
    openpyxl = import_library("openpyxl", f"openpyxl, which reads {path}, is not installed.", "pull")
    with _say_what_to_do(path, name), open_file(path) as file:
        has_formulas = inspect_workbook(path)
        values = openpyxl.load_workbook(file, data_only=True)
        # openpyxl gives results or formulas. A program that does not compute saves formulas without results.
        formulas = openpyxl.load_workbook(file, data_only=False) if has_formulas else values
        first = values.sheetnames[0]
    if name and name not in values.sheetnames:
        raise SchemaError(f"{path} has no sheet '{name}'.", allowed=values.sheetnames, fix="correct 'sheet'.")
    chosen = name or first
    with _say_what_to_do(path, chosen):
        check_size(path, values[chosen])
        anchors = _find_anchors(values[chosen])
        return [
            (line, [_read_cell(*pair, anchors) for pair in zip(cells, said, strict=True)])
            for line, (cells, said) in enumerate(zip(values[chosen].rows, formulas[chosen].rows, strict=True), start=1)
        ]


@contextmanager
def _say_what_to_do(path: Path, sheet: str) -> Iterator[None]:
    """Turn whatever openpyxl raises, which may be anything, into an error that names file, sheet and cure."""
    try:
        yield
    except SchemaError:
        raise
    except Exception as error:
        which = f"sheet '{sheet}'" if sheet else "its first sheet"
        said = " ".join(_HANDLE.sub(str(path), str(error)).split()) or type(error).__name__
        raise SchemaError(
            f"{path} is a workbook that openpyxl cannot read, so {which} is not read: {said}.",
            fix=SAVE_ANEW,
        ) from error


def _find_anchors(sheet: Any) -> dict[str, tuple[str, Any]]:
    """Give range and first cell of each cell that is part of a merged one, by its coordinate."""
    found: dict[str, tuple[str, Any]] = {}
    for merged in sheet.merged_cells.ranges:
        anchor = sheet.cell(merged.min_row, merged.min_col)
        for row in sheet[merged.coord]:
            found |= {cell.coordinate: (merged.coord, anchor) for cell in row}
    return found


def _read_cell(cell: Any, said: Any, anchors: dict[str, tuple[str, Any]]) -> SheetCell:
    merged, anchor = anchors.get(cell.coordinate, ("", cell))
    is_anchor = anchor.coordinate == cell.coordinate
    if anchor.value is None and isinstance(said.value, str) and said.value.startswith("="):
        return SheetCell(said.value, merged=merged, is_anchor=is_anchor, flaw="A formula without its result")
    is_number = isinstance(anchor.value, int | float) and not isinstance(anchor.value, bool)
    return SheetCell(_format_value(anchor), is_number, merged, is_anchor)


def _format_value(cell: Any) -> str:
    value, shown = cell.value, str(cell.number_format)
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return _format_day(value, shown)
    if isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
        section = _find_section(shown, value)
        # A spreadsheet multiplies what it shows by a hundred for each sign of per cent in the format.
        number = Decimal(f"{value:.{_DIGITS}g}").scaleb(2 * section.count("%"))
        return f"{number:f}%" if "%" in section or _SHOWN in section else f"{number:f}"
    return " ".join(str(value).split())


def _find_section(shown: str, value: float) -> str:
    r"""Give the part of a number format that holds for a value; of what is quoted or escaped, only signs of per cent.

    Examples
    --------
    >>> _find_section('0.0%', 1), _find_section(r'0.0\%', 1) == "0.0" + _SHOWN, _find_section('0;-0" m%";0%', 0)
    ('0.0%', True, '0%')
    """
    sections = _PICTURE.sub(lambda found: _SHOWN if "%" in found[0] else "", shown).split(";")
    at = 1 if value < 0 else 2 if value == 0 else 0
    return sections[at] if at < len(sections) else sections[0]


def _format_day(value: date, shown: str) -> str:
    r"""Write a date as far as the sheet shows it: a year alone, year and month, or the day.

    Examples
    --------
    >>> _format_day(date(2024, 6, 1), r"[$-de-DE]mmmm\ yyyy"), _format_day(date(2024, 6, 1), '"end "yyyy')
    ('2024-06', '2024')
    """
    # Languages and quoted words hold letters that are no parts of a date: the d of [$-de-DE].
    parts = _PICTURE.sub("", shown).casefold()
    pattern = "%Y-%m-%d" if "d" in parts else "%Y-%m" if "m" in parts else "%Y"
    return value.strftime(pattern)


def name_columns(lines: Sequence[SheetLine], header: Sequence[int]) -> list[str]:
    """Name each column by the lines of the header, joined by ``|``; one without a name by its letter.

    Examples
    --------
    >>> first = [SheetCell("Area"), SheetCell("Share"), SheetCell("")]
    >>> second = [SheetCell("Area"), SheetCell("2024"), SheetCell("")]
    >>> name_columns([(1, first), (2, second)], header=[1, 2])
    ['Area', 'Share | 2024', 'C']
    """
    rows = [cells for line, cells in lines if line in header]
    stacks = zip(*rows, strict=True)
    names = (" | ".join(dict.fromkeys(cell.text for cell in stack if cell.text)) for stack in stacks)
    return [name or name_letter(at) for at, name in enumerate(names)]


def name_letter(at: int) -> str:
    """Give the letters of a column, counted from 0, as a spreadsheet shows them.

    Examples
    --------
    >>> name_letter(0), name_letter(25), name_letter(26)
    ('A', 'Z', 'AA')
    """
    before, last = divmod(at, _ALPHABET)
    return (name_letter(before - 1) if before else "") + chr(ord("A") + last)
