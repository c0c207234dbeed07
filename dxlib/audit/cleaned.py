"""``data/clean`` held against ``data/raw``: what the ledgers give, worked out by rules of the audit's own.

Ledgers are read here with the ``csv`` module. What was fetched is read by the library's readers, one for each layout
of a publisher, and given from above; so is ``datapackage.json``, which describes what catalogue and CSVs hold.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Final

from dxlib.audit.periods import NoPeriodError, find_end
from dxlib.bounds import TABLE_BYTES
from dxlib.data import schema
from dxlib.data.catalogue import Source
from dxlib.data.schema import Row
from dxlib.errors import DataError
from dxlib.intake import inspect_text
from dxlib.paths import Project

Cells = Sequence[str]
CellsByTable = dict[str, list[Cells]]
# The columns that tell an observation from every other; rows are sorted by them.
_KEY: Final = tuple(schema.CLEAN_COLUMNS.index(name) for name in schema.UNIQUE)
_MOST: Final = 20  # faults that are told of one file
# Letters of a line that a message shows, from a little before the place where two lines differ.
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """One place in which ``data/clean`` is not what ``data/raw`` gives.

    Parameters
    ----------
    file
        From the project's root.
    line
        Of the file; 0 where the file as a whole is meant.
    column
        The cell; empty where a row, or the file, is meant.
    said, wanted
        What stands there, and what must stand there.
    """

    file: Path
    line: int
    column: str
    said: str
    wanted: str

    def __str__(self) -> str:
        place = ", ".join(
            part for part in (str(self.file), f"line {self.line}" if self.line else "", self.column) if part
        )
        giver = "data/raw gives" if self.file.suffix == ".csv" else "dxlib.yaml and the catalogue give"
        return f"{place}: '{self.said}' stands there, but {giver} '{self.wanted}'"


def compose_tables(project: Project, sources: Mapping[str, Source], fetched: Iterable[Row]) -> CellsByTable:
    """Give the rows that each clean CSV must have, by indicator, in their order.

    Parameters
    ----------
    project
        Whose ledgers are read.
    sources
        The register: when a source was published, read and withdrawn.
    fetched
        The rows of fetched files, as ledgers have them.

    Raises
    ------
    DataError
        For a ledger that is none, and for a row whose source or day is unknown: run ``dxlib check``.
    """
    tables: CellsByTable = {}
    for row in (*_read_ledgers(project), *fetched):
        tables.setdefault(row[schema.INDICATOR], []).append(_complete(row, sources))
    return {name: sorted(tables[name], key=_get_key) for name in sorted(tables)}


def _read_ledgers(project: Project) -> Iterator[Row]:
    for path in sorted(project.ledgers.glob("*.csv")):
        text, problems = inspect_text(path, TABLE_BYTES)
        if problems:
            raise _refuse(project, path, problems[0].line)
        # newline="": a line break within a cell stays what it is. strict: a stray quotation mark is an error.
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        try:
            if tuple(reader.fieldnames or ()) != schema.COLUMNS:
                raise _refuse(project, path, 1)
            for row in reader:
                # DictReader puts surplus cells under the key None, and fills up a short row with None.
                if None in row or None in row.values():
                    raise _refuse(project, path, reader.line_num)
                yield row
        except csv.Error as error:
            raise _refuse(project, path, reader.line_num) from error


def _refuse(project: Project, path: Path, line: int) -> DataError:
    return DataError(f"{project.show(path)}, line {line}, is no row of a ledger.", fix="run 'dxlib check'.")


def _complete(row: Row, sources: Mapping[str, Source]) -> list[str]:
    """Give the cells of a clean row: a power of ten and a day of publication, since when it is known and until when."""
    source = sources.get(row[schema.SOURCE])
    if source is None:
        raise DataError(f"Unknown source '{row[schema.SOURCE]}'.", fix="run 'dxlib check'.")
    # A row has a date of its own only where the register has none for its source.
    published = row[schema.PUBLISHED] or source.published
    try:
        # Known from the last day of "2024", not its first; without any date from the day of reading, which is certain.
        since = find_end(published or source.read).isoformat()
    except NoPeriodError as error:
        raise DataError(f"'{published or source.read}' is no day.", fix="run 'dxlib check'.") from error
    # An empty power of ten is zero; clean rows write it, so that no reader of them has to know.
    filled = {schema.UNIT_MULT: row[schema.UNIT_MULT] or "0", schema.PUBLISHED: published}
    added = {schema.KNOWN_SINCE: since, schema.KNOWN_UNTIL: source.withdrawn}
    return [(filled | added).get(column, row.get(column, "")) for column in schema.CLEAN_COLUMNS]


def _get_key(cells: Cells) -> tuple[str, ...]:
    return tuple(cells[place] for place in _KEY)


def render_table(rows: Iterable[Cells]) -> bytes:
    """Give the bytes of a clean CSV."""
    text = io.StringIO()
    # The csv module ends lines with CRLF unless it is told not to.
    csv.writer(text, lineterminator="\n").writerows([schema.CLEAN_COLUMNS, *rows])
    return text.getvalue().encode()


def list_faults(project: Project, wanted: Mapping[str, bytes]) -> list[Fault]:
    """List every file of ``data/clean`` that is not as it must be, with line and column.

    Parameters
    ----------
    project
        Whose ``data/clean`` is read.
    wanted
        The content of each file by its name.
    """
    # Whatever lies there counts, at any depth, so that nobody takes a foreign file for data.
    present = {path.relative_to(project.clean).as_posix(): path for path in _walk(project.clean)}
    faults: list[Fault] = []
    for name in sorted({*wanted, *present}):
        shown = project.show(project.clean / name)
        # is_file, since a folder or a link that leads nowhere may have the name of a file.
        if name in wanted and not (project.clean / name).is_file():
            faults.append(Fault(shown, 0, "", "no file", "a file"))
        elif name not in wanted:
            faults.append(Fault(shown, 0, "", "a file", "no file"))
        elif (content := present[name].read_bytes()) != wanted[name]:
            compare = _compare_tables if name.endswith(".csv") else _compare_lines
            faults += list(compare(shown, content, wanted[name]))[:_MOST]
    return faults


def _walk(folder: Path) -> Iterator[Path]:
    """Give whatever lies below a folder but folders, also hidden files, and links that lead nowhere or to a folder."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        else:
            yield path


def _compare_tables(file: Path, content: bytes, wanted: bytes) -> Iterator[Fault]:
    """Name the cells that differ of rows with one key, and the rows that one side lacks; else the lines."""
    try:
        said, due = (_read_table(one) for one in (content, wanted))
    # What is no table any more is shown as lines.
    except (csv.Error, UnicodeDecodeError, IndexError):
        yield from _compare_lines(file, content, wanted)
        return
    found = 0
    for key, (line, cells) in said.items():
        if key not in due:
            found += 1
            yield Fault(file, line, "", ",".join(key), "no such row")
            continue
        # strict=False: where a row has surplus cells and no other fault, the comparison of lines below shows it.
        for column, one, other in zip(schema.CLEAN_COLUMNS, cells, due[key][1], strict=False):
            if one != other:
                found += 1
                yield Fault(file, line, column, one, other)
    for key in due.keys() - said.keys():
        found += 1
        yield Fault(file, 0, "", "no such row", ",".join(key))
    if not found:  # another order, or another way of writing the same cells
        yield from _compare_lines(file, content, wanted)


def _read_table(content: bytes) -> dict[tuple[str, ...], tuple[int, Cells]]:
    reader = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    return {_get_key(cells): (reader.line_num, cells) for cells in reader}


def _compare_lines(file: Path, content: bytes, wanted: bytes) -> Iterator[Fault]:
    said, due = (one.decode(errors="replace").split("\n") for one in (content, wanted))
    for number, (one, other) in enumerate(zip_longest(said, due, fillvalue=""), start=1):
        if one != other:
            start = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
            # Some letters before the difference, so that a reader finds the place in the line.
            start = max(0, start - _LONGEST // 4)
            yield Fault(file, number, "", one[start : start + _LONGEST], other[start : start + _LONGEST])
