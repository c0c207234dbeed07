"""Tables that people write as CSV: read whole and within bounds, every problem at once, no row silently lost."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from dxlib.bounds import CELL_CHARS, LINE_CHARS, MOST_PROBLEMS, TABLE_BYTES
from dxlib.errors import Problem
from dxlib.intake import inspect_text

Columns = tuple[str, ...]
CLOSE_QUOTE: Final = 'close the quotation mark; write one inside a quoted cell as "".'
# Excel for the Mac still saves "CSV (Macintosh)", whose lines end with a carriage return alone.
_MAC_END: Final = re.compile(r"\r(?!\n)")
_OTHER_SEPARATORS: Final = {";": "semicolons", "\t": "tabs"}
_QUOTE_COMMAS: Final = "quote cells that hold a comma; leave unknown cells empty."


@dataclass(slots=True)
class Table:
    """What a file holds.

    Parameters
    ----------
    lines
        Number of the line that a row ends in, and its cells by the names of the header, in file order.
    problems
        Everything that is wrong with the file; a row of another length is here and not in ``lines``.
    has_breaks
        Whether a cell holds the end of a line, or a tab.
    is_whole
        Whether every row of the file is in ``lines``.
    """

    path: Path
    lines: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    has_breaks: bool = False
    is_whole: bool = True

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows alone."""
        return [row for _, row in self.lines]

    def complain(self, line: int, what: str, fix: str, allowed: Columns = ()) -> None:
        """Add a problem of a line."""
        self.problems.append(Problem(self.path, line, "", what, allowed, fix))


def read_table(path: Path, *headers: Columns, fix_header: str = "use exactly these columns in this order.") -> Table:
    """Read a CSV in UTF-8, as Excel writes it or as any other program does.

    Parameters
    ----------
    path
        The file.
    headers
        One of which it must have; the first is the one that is asked for.
    fix_header
        What to do where it has another.
    """
    table = _read(path, headers, fix_header)
    table.is_whole = not table.problems
    return table


def _read(path: Path, headers: Sequence[Columns], fix_header: str) -> Table:
    text, problems = inspect_text(path, TABLE_BYTES)
    table = Table(path, problems=problems)
    if not text:
        return table if problems else _refuse_header(table, (), headers[0], fix_header)
    # Found out once for the file; most have none, and then the checker need not search every cell.
    table.has_breaks = "\t" in text
    reader = csv.reader(list_lines(text, CELL_CHARS), strict=True)
    try:
        header = tuple(next(reader, ()))
        if header not in headers:
            return _refuse_header(table, header, headers[0], fix_header)
        _read_rows(table, reader, header)
    except csv.Error as error:  # without strictness a quotation mark that is never closed swallows all rows after it
        table.complain(reader.line_num, f"Not CSV ({error}), rows from here on are not read,", CLOSE_QUOTE)
    return table


def render_csv(rows: Iterable[Iterable[str]], *, end: str = "\n") -> str:
    """Write rows of cells as CSV, whose lines end as the caller says: for programs with a line feed alone."""
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(rows)
    return text.getvalue()


def list_lines(text: str, most: int = LINE_CHARS) -> Iterator[str]:
    """Give the lines of a text with their ends, whichever they are; csv.Error at one longer than a table has."""
    if _MAC_END.search(text):
        yield from io.StringIO(text, newline="")  # it takes four bytes for each character
        return
    start, number = 0, 0
    while start < len(text):
        end, number = text.find("\n", start) + 1 or len(text), number + 1
        if end - start > most:
            raise csv.Error(f"line {number} has more than {most:,} characters")
        yield text[start:end]
        start = end


def _refuse_header(table: Table, header: Columns, wanted: Columns, fix: str) -> Table:
    # A spreadsheet in a language with decimal commas saves "CSV" with semicolons.
    between = [name for sign, name in _OTHER_SEPARATORS.items() if len(header) == 1 and sign in header[0]]
    if between:
        table.complain(1, f"Cells parted by {between[0]}, not by commas,", "save it as CSV with commas between cells.")
        return table
    missing = ", ".join(name for name in wanted if name not in header)
    table.complain(1, f"Wrong header (missing: {missing or 'none'})", fix, wanted)
    return table


def _read_rows(table: Table, reader: Any, header: Columns) -> None:
    """Read what follows the header, until the end or until there is no point in reading on."""
    count, ended = len(header), 1
    for cells in reader:
        line = reader.line_num
        # The record took more than one line, so a quoted cell holds the end of one.
        if line != ended + 1:
            table.has_breaks = True
            # list_lines() bounds a line, and so a cell within one; a quoted cell over several lines has no bound yet.
            if any(len(cell) > CELL_CHARS for cell in cells):
                raise csv.Error(f"a cell of more than {CELL_CHARS:,} characters")
        ended = line
        if len(cells) == count:
            table.lines.append((line, dict(zip(header, cells, strict=True))))
            continue
        table.complain(line, f"{len(cells)} cells where {count} are due", _QUOTE_COMMAS)
        if len(table.problems) >= MOST_PROBLEMS:
            table.complain(line, f"{MOST_PROBLEMS:,} problems and more, rows from here on are not read,", "see above.")
            return
