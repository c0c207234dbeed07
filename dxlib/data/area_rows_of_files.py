"""Reading the rows of one area from a clean CSV without reading the rest of it."""

from __future__ import annotations

import csv
import mmap
from collections.abc import Iterable
from pathlib import Path

from dxlib.data import schema
from dxlib.errors import SchemaError
from dxlib.intake import open_file

Cells = list[str]
_AREA = schema.CLEAN_COLUMNS.index(schema.REF_AREA)
_COUNT = len(schema.CLEAN_COLUMNS)


def read_rows(path: Path) -> list[Cells]:
    """Read every row of a clean CSV, as cells in the order of :data:`dxlib.data.schema.CLEAN_COLUMNS`.

    Raises
    ------
    SchemaError
        When the header is another one, or the file is cut short or damaged: run ``dxlib clean``.
    """
    with open_file(path) as file:
        header, _, body = file.read().partition(b"\n")
    _check_header(header, path)
    return _parse(body, path)


def read_area(path: Path, area: str) -> list[Cells]:
    """Read the rows of one area from a clean CSV.

    Parameters
    ----------
    path
        Sorted by area, one line a row, as :func:`dxlib.data.clean.clean` writes it.
    area
        An area's key.

    Returns
    -------
    list of list of str
        As :func:`read_rows`; empty where the area has none.

    Raises
    ------
    SchemaError
        As :func:`read_rows`.

    Notes
    -----
    Two bisections over the bytes of the file: about fifty lines are looked at in a file of ten million.
    """
    # mmap refuses an empty file with a ValueError that names no file.
    if not path.stat().st_size:
        raise _refuse(path, "it is empty")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        start = data.find(b"\n") + 1
        _check_header(data[: max(start - 1, 0)], path)
        # A file that lost its end is still sorted, and its last row would be taken for a whole one.
        if data[-1:] != b"\n":
            raise _refuse(path, "its last line is cut short")
        # UTF-8 keeps the order of code points, in which Python sorted the rows: the bytes can be compared as they are.
        wanted = area.encode()
        try:
            first = _bisect(data, start, wanted, after=False)
            return _parse(data[first : _bisect(data, first, wanted, after=True)], path)
        except IndexError as error:
            raise _refuse(path, "a line has too few cells") from error


def group_by_area(rows: Iterable[Cells]) -> dict[str, list[Cells]]:
    """Give the rows of each area, in their order."""
    grouped: dict[str, list[Cells]] = {}
    for cells in rows:
        grouped.setdefault(cells[_AREA], []).append(cells)
    return grouped


def _check_header(header: bytes, path: Path) -> None:
    if header != ",".join(schema.CLEAN_COLUMNS).encode():
        what = f"{path} has not the columns of a clean CSV."
        raise SchemaError(what, allowed=schema.CLEAN_COLUMNS, fix="run 'dxlib clean'.")


def _bisect(data: mmap.mmap, low: int, area: bytes, *, after: bool) -> int:
    """Give where the lines of an area begin, or where they end, from a beginning of a line on."""
    high = len(data)
    while low < high:
        # low is always the beginning of a line; without a break before the middle, that line is the one to look at.
        line = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = data.find(b"\n", line) + 1
        found = _get_area(data[line:end])
        if found < area or (after and found == area):
            low = end
        else:
            high = line
    return low


def _get_area(line: bytes) -> bytes:
    return line.split(b",", _AREA + 1)[_AREA]  # ids of indicators and areas hold no comma and no quotation mark


def _parse(body: bytes, path: Path) -> list[Cells]:
    """Split lines into cells; no cell holds a line break, which the ledgers' reader refuses."""
    try:
        *lines, rest = body.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise _refuse(path, "it is not UTF-8") from error
    try:
        rows = list(csv.reader(lines))
    except csv.Error as error:
        raise _refuse(path, str(error)) from error
    if rest or any(len(cells) != _COUNT for cells in rows):
        raise _refuse(path, "its last line is cut short" if rest else "a line has not as many cells as the header")
    return rows


def _refuse(path: Path, why: str) -> SchemaError:
    return SchemaError(f"{path} is damaged: {why}.", fix="run 'dxlib clean', which writes it anew.")
