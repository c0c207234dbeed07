"""What every reader of publishers' files shares: the result, the decoding, the numbers, the refusal."""

from __future__ import annotations

import csv
import importlib
import io
import pkgutil
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from dxlib.data import ingest, schema
from dxlib.data.catalogue import Catalogue
from dxlib.errors import DataError, Problem, SchemaError, SourceError, did_you_mean, format_options, raise_problems

Row = dict[str, str]
MISSING_SIGNS: Final = ("", "-", "–", "—", "..", "...", "…", "n/a", "#n/a", "na", "nan", "null")
NOT_IN_CATALOGUE: Final = "no area of the catalogue: an aggregate, or a country it does not hold"
_HEAD_BYTES: Final = 65_536
_LONGEST_SHOWN: Final = 400
_NUMBER: Final = re.compile(
    r"[+-]?(\d+|\d{1,3}(,\d{3})+(?=\.)|\d{1,3}(,\d{3}){2,})(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One data cell, or one line without data cells, that is not kept on purpose."""

    line: int
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One data cell that became a row, with its place for messages about it."""

    line: int
    column: str
    row: Row


Outcome = Kept | LeftOut | Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one publisher's file: every data cell is a row, is left out, or is a problem.

    Parameters
    ----------
    rows, left_out, problems
        One entry a data cell; a line or a statement that is left out or wrong as a whole counts as one cell.
    cells_in
        Data cells of the file, counted from its shape before any of them is read.
    """

    path: Path
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...]
    cells_in: int

    @property
    def adds_up(self) -> bool:
        """Whether no data cell was lost and none was counted twice."""
        return self.cells_in == len(self.rows) + len(self.left_out) + len(self.problems)

    @property
    def reasons(self) -> Counter[str]:
        """How many cells are left out for each reason."""
        return Counter(entry.reason for entry in self.left_out)


def collect(path: Path, cells_in: int, outcomes: Iterable[Outcome]) -> Reading:
    """Sort what became of each cell; a figure that is stated twice in one file is a problem the second time."""
    rows: list[Row] = []
    left_out: list[LeftOut] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, ...], int] = {}
    for outcome in outcomes:
        if isinstance(outcome, LeftOut):
            left_out.append(outcome)
        elif isinstance(outcome, Problem):
            problems.append(outcome)
        elif (key := tuple(outcome.row[name] for name in schema.UNIQUE)) not in seen:
            seen[key] = outcome.line
            rows.append(outcome.row)
        else:
            what = f"{' '.join(key)} stands already in line {seen[key]}"
            problems.append(Problem(path, outcome.line, outcome.column, what, fix="ask the publisher which one holds."))
    return Reading(path, tuple(rows), tuple(left_out), tuple(problems), cells_in)


@dataclass(frozen=True, slots=True)
class RowMaker:
    """Makes rows of one file; :func:`prepare` makes it after checking what the caller asked for."""

    path: Path
    catalogue: Catalogue
    source: str
    published: str = ""

    def keep(self, line: int, column: str, text: str, key: tuple[str, str, str], **cells: str) -> Outcome:
        """Give the row of one cell, by indicator, area and period; LOCATOR also names it where it is left out."""
        if is_missing(text):
            reason = f"written as '{text.strip()}', which means missing" if text.strip() else "empty cell"
            return LeftOut(line, cells[schema.LOCATOR], reason)
        number = parse_number(text)
        if number is None:
            fix = "write digits with a point as decimal mark; a lone '1,234' may be 1234 or 1.234."
            return Problem(self.path, line, column, f"'{text}' is not a number", fix=fix)
        row = self._make(key, {schema.OBS_VALUE: number, schema.AS_WRITTEN: text.strip(), **cells})
        return Kept(line, column, row)

    def keep_missing(self, line: int, column: str, text: str, key: tuple[str, str, str], **cells: str) -> Kept:
        """Give a row that says that the source has no value, with what it printed in its place."""
        stated = {schema.OBS_STATUS: schema.ObsStatus.MISSING.value, schema.AS_WRITTEN: text.strip()}
        return Kept(line, column, self._make(key, {**stated, **cells}))

    def _make(self, key: tuple[str, str, str], cells: Mapping[str, str]) -> Row:
        indicator, area, period = key
        usual = {
            schema.INDICATOR: indicator, schema.REF_AREA: area, schema.TIME_PERIOD: period,
            schema.UNIT_MEASURE: self.catalogue.indicators[indicator].unit,
            schema.OBS_STATUS: schema.ObsStatus.NORMAL.value, schema.KIND: schema.Kind.ACTUAL.value,
            schema.SOURCE: self.source, schema.PUBLISHED: self.published,
        }  # fmt: skip
        return {**dict.fromkeys(schema.COLUMNS, ""), **usual, **cells}


def prepare(path: Path, catalogue: Catalogue, source: str, indicators: Iterable[str], published: str = "") -> RowMaker:
    """Check source and indicators against the catalogue, else SourceError or DataError, and give the maker of rows."""
    if source not in catalogue.sources:
        hint = did_you_mean(source, catalogue.sources)
        raise SourceError(f"Unknown source '{source}'.{hint}", fix="add it to data/catalogue/sources.csv.")
    for name in indicators:
        if power := catalogue.get_indicator(name).unit_mult:
            raise DataError(
                f"'{name}' is counted in 10^{power}, the values of {path} in ones.",
                fix="give an indicator whose unit_mult is 0.",
            )
    return RowMaker(path, catalogue, source, published)


def check_given(path: Path, indicators: Mapping[str, str], present: Iterable[str]) -> None:
    """Refuse, by DataError, a mapping of indicators that names what the file does not hold."""
    known = tuple(dict.fromkeys(present))
    for name in indicators:
        if name not in known:
            what = f"{path} does not hold '{name}'.{did_you_mean(name, known)}"
            raise DataError(what, allowed=known, fix="correct the key in the mapping of indicators.")


def is_missing(text: str) -> bool:
    """Say whether a cell says that there is no value: one of :data:`MISSING_SIGNS`, in capitals or not."""
    return text.strip().casefold() in MISSING_SIGNS


def parse_number(text: str) -> str | None:
    """Give a number as plain digits, or None for what is none or may be read in two ways.

    Examples
    --------
    >>> [parse_number(text) for text in ("0.69030", "1,234.5", "6.38E-05", "1,234", "1.234,5", "[18]")]
    ['0.69030', '1234.5', '0.0000638', None, None, None]
    """
    stripped = text.strip()
    if _NUMBER.fullmatch(stripped) is None:
        return None
    return f"{Decimal(stripped.replace(',', '')):f}"


def read_text(path: Path) -> str:
    """Read a file as UTF-8, with or without byte-order mark; SchemaError names every line that is not."""
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SchemaError(f"{path} is UTF-16, not UTF-8.", fix="save it as UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise_problems(list(_find_broken_lines(path, data)))
        raise


def _find_broken_lines(path: Path, data: bytes) -> Iterator[Problem]:
    for line, content in enumerate(data.split(b"\n"), start=1):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            what = f"Not UTF-8 (byte 0x{content[error.start]:02X} at position {error.start + 1})"
            yield Problem(path, line, "", what, fix="find the file's encoding (often Windows-1252) and save as UTF-8.")


def read_head(path: Path) -> str:
    """Read how a file begins, whatever its encoding: enough to see its layout."""
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES).decode("utf-8", errors="replace").removeprefix("\ufeff")


def read_records(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """Split a CSV into records, each with the line it begins in; SchemaError where a quotation mark is not closed."""
    reader, records, line = csv.reader(io.StringIO(text, newline=""), strict=True), [], 1
    try:
        for cells in reader:
            records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        fix = 'close the quotation mark; write one inside a quoted cell as "".'
        raise_problems([Problem(path, line, "", f"Not CSV ({error})", fix=fix)])
    return records


def read_first_records(path: Path, count: int) -> list[list[str]]:
    """Read the first records of a file that may be anything."""
    head = "\n".join(read_head(path).splitlines()[:count])
    return list(csv.reader(io.StringIO(head, newline="")))


def complain_of_length(path: Path, line: int, cells: Sequence[str], header: Sequence[str]) -> Problem:
    """Give the problem of a record that is too short or too long; it counts as one cell."""
    what = f"{len(cells)} cells where {len(header)} are due"
    return Problem(path, line, "", what, fix="compare the line with the file as the publisher has it.")


def refuse(path: Path, layout: str, line: int, found: Sequence[str], expected: Sequence[str]) -> SchemaError:
    """Give the error for a file of another layout; it names the reader that does recognise it."""
    other = find_reader(path)
    fix = f"use {other.__name__}()." if other else "no reader in dxlib/data/ingest/ knows this layout: check the file."
    shown = format_options(found) or "missing"
    shown = shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]} …"
    what = f"{path} is not of the layout '{layout}': line {line} is {shown}."
    return SchemaError(what, allowed=expected, fix=fix)


def find_reader(path: Path) -> Callable[..., Reading] | None:
    """Give the ``read_<layout>`` whose module recognises a file, or None; modules are found by their file name."""
    for info in pkgutil.iter_modules(ingest.__path__):
        module = importlib.import_module(f"{ingest.__name__}.{info.name}")
        if hasattr(module, "recognises") and module.recognises(path):
            reader: Callable[..., Reading] = getattr(module, f"read_{info.name}")
            return reader
    return None
