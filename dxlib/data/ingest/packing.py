"""Files as they are sent: as they are, packed by gzip, or one table in a zip archive beside what describes it."""

from __future__ import annotations

import gzip
import lzma
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO, Final

from dxlib.bounds import UNPACKED_BYTES
from dxlib.errors import SchemaError
from dxlib.intake import open_file

_WORKBOOK: Final = "xl/workbook.xml"
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
# What the readers of archives raise of one that somebody cut, changed or built.
_DAMAGED: Final = (
    OSError, EOFError, RuntimeError, ValueError, LookupError, OverflowError, zlib.error, lzma.LZMAError, struct.error,
    zipfile.BadZipFile,
)  # fmt: skip
# How the names of files begin that hold no figures.
_DESCRIBES: Final = ("metadata", "readme", "licence", "license", "__macosx", ".")


def is_workbook(path: Path) -> bool:
    """Say whether a file is a workbook of Excel's own format since 2007."""
    with open_file(path) as file:
        return holds_workbook(file)


def holds_workbook(file: IO[bytes]) -> bool:
    """Say whether an open file is such a workbook."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _WORKBOOK in archive.namelist()
    except _DAMAGED:
        return False


def read_content(path: Path) -> bytes:
    """Read a file whole, unpacked where it is packed.

    Raises
    ------
    SchemaError
        For an archive that is damaged, holds more than one table, or more than a table can be.
    """
    return _read(path, UNPACKED_BYTES, whole=True)


def read_start(path: Path, size: int) -> bytes:
    """Read how a file begins, unpacked where it is packed; nothing of an archive that cannot be read."""
    try:
        return _read(path, size, whole=False)
    except SchemaError:
        return b""


def _read(path: Path, most: int, *, whole: bool) -> bytes:
    with open_file(path) as file:
        start = file.read(len(_ZIP))
        file.seek(0)
        try:
            if start.startswith(_GZIP):
                with gzip.open(file, "rb") as packed:
                    return _take(path, packed, most, whole=whole)
            # A workbook is a zip archive as well, and goes whole to openpyxl.
            if start == _ZIP and not is_workbook(path):
                with zipfile.ZipFile(file) as archive, archive.open(_choose(path, archive)) as packed:
                    return _take(path, packed, most, whole=whole)
        except _DAMAGED as error:
            raise SchemaError(f"{path} cannot be unpacked: {error}.", fix="fetch it again.") from error
        return _take(path, file, most, whole=whole)


def _take(path: Path, packed: IO[bytes] | gzip.GzipFile, most: int, *, whole: bool) -> bytes:
    # One byte more tells that there is more, without unpacking the rest.
    content = packed.read(most + whole)
    if len(content) > most:
        raise SchemaError(f"{path} holds more than {most:,} bytes.", fix="ask for less of it, or split it yourself.")
    return content


def _choose(path: Path, archive: zipfile.ZipFile) -> str:
    names = [one.filename for one in archive.infolist() if not one.is_dir()]
    tables = [name for name in names if not name.rpartition("/")[2].casefold().startswith(_DESCRIBES)]
    # Archives made on a Mac hold a folder __MACOSX, with a file of properties for each file.
    tables = [name for name in tables if not name.casefold().startswith(_DESCRIBES)]
    if len(tables) != 1:
        what = f"{path} is an archive of {len(tables)} tables, not of one."
        raise SchemaError(what, allowed=names, fix="unpack it and read the file with the figures.")
    return tables[0]
