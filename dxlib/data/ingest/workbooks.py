"""What a workbook holds before openpyxl opens it, which makes an object of each cell, of each merged one too."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO, Any, Final
from xml.parsers import expat

from dxlib.bounds import MERGED_CELLS, SHEET_CELLS, WORKBOOK_BYTES
from dxlib.errors import SchemaError
from dxlib.intake import open_file

SAVE_ANEW: Final = "open it in a spreadsheet program and save it anew as .xlsx, or save the sheet as CSV in UTF-8."
_CLEAR: Final = "delete what stands far from the table, or save the sheet as CSV in UTF-8."
_CHUNK: Final = 1 << 20


def inspect_workbook(path: Path) -> bool:
    """Refuse a workbook beyond bounds, and say whether it holds formulas.

    Raises
    ------
    SchemaError
        For parts that are too large when unpacked, for too many cells, merged cells or cells of links, and for a
        document type, which no spreadsheet program writes.
    """
    with open_file(path) as file, zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        # What the archive says of its parts can be relied on: zipfile reads no more of a part than that.
        size = sum(part.file_size for part in parts)
        if size > WORKBOOK_BYTES:
            raise SchemaError(f"{path} is a workbook of {size:,} bytes when it is unpacked.", fix=_CLEAR)
        counts = [_count(path, archive.open(part)) for part in parts if not part.is_dir()]
    return any(count.formulas for count in counts)


def check_size(path: Path, sheet: Any) -> None:
    """Refuse, by SchemaError, a sheet of openpyxl that reaches too far, however little stands in it."""
    if sheet.max_row * sheet.max_column > SHEET_CELLS:
        what = f"{path}, sheet '{sheet.title}', reaches to row {sheet.max_row:,} and column {sheet.max_column:,}: "
        raise SchemaError(f"{what}{sheet.max_row * sheet.max_column:,} cells.", fix=_CLEAR)


def _count(path: Path, part: IO[bytes]) -> _Counter:
    counter = _Counter(path)
    parser = expat.ParserCreate()
    parser.StartElementHandler = counter.take
    parser.StartDoctypeDeclHandler = counter.refuse_type
    with part:
        try:
            while content := part.read(_CHUNK):
                parser.Parse(content)
        except expat.ExpatError:  # no XML, or broken: openpyxl says so where it reads the part
            pass
    return counter


class _Counter:
    """What there is of one part of a workbook."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cells = self.ranged = self.formulas = 0

    def take(self, name: str, attributes: dict[str, str]) -> None:
        """Count an element."""
        # Some programs write each element with a prefix: <x:c>.
        match name.rpartition(":")[2]:
            case "c":
                self.cells += 1
                if self.cells > SHEET_CELLS:
                    raise SchemaError(f"{self.path} has a sheet of more than {SHEET_CELLS:,} cells.", fix=_CLEAR)
            case "f":
                self.formulas += 1
            # openpyxl makes an object of each cell of such a range, and a range may cover the whole sheet.
            case "mergeCell" | "hyperlink":
                self.ranged += _measure(attributes.get("ref", ""))
                if self.ranged > MERGED_CELLS:
                    what = f"{self.path} has more than {MERGED_CELLS:,} merged cells or cells of links in a sheet"
                    raise SchemaError(f"{what}; one range is {attributes['ref'][:40]}.", fix=_CLEAR)

    def refuse_type(self, *_: object) -> None:
        """Refuse a document type: it can define texts that grow, or that are read from the disk."""
        raise SchemaError(f"{self.path} is a workbook with a document type.", fix=SAVE_ANEW)


def _measure(ref: str) -> int:
    """Give how many cells a range has; what is no range, openpyxl refuses."""
    from openpyxl.utils.cell import range_boundaries  # type: ignore[import-untyped]  # noqa: PLC0415  (optional)

    try:
        left, top, right, bottom = range_boundaries(ref)
        return (int(right) - int(left) + 1) * (int(bottom) - int(top) + 1)
    except (TypeError, ValueError):  # without a row or a column all of them are meant
        return MERGED_CELLS + 1 if ":" in ref else 1
