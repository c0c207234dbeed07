"""What every reader of publishers' files shares: what became of each cell, and how a cell becomes a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.number_cells import is_missing, parse_number, scale_number
from dxlib.data.ingest.records import RawRow
from dxlib.errors import DataError, Problem, SourceError, did_you_mean
from dxlib.letters import has_hidden, list_hidden

NOT_IN_CATALOGUE: Final = "no area of the catalogue: an aggregate, or a country it does not hold"
_IN_DOUBT: Final = "; where thousands may be meant, as in '1,234' or '1.234', say which mark is the decimal one"


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
    row: RawRow


Key = tuple[str, ...]
CellOutcome = Kept | LeftOut | Problem


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
    rows: tuple[RawRow, ...]
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


@dataclass(frozen=True, slots=True)
class RowMaker:
    """Makes rows of one file; :func:`prepare` makes it after checking what the caller asked for.

    Parameters
    ----------
    path, catalogue, source, published
        Of the file; the day is empty where the file does not say it.
    decimal, thousands
        How the file writes numbers, see :func:`dxlib.data.ingest.number_cells.parse_number`; by default as machines do.
    missing
        What this publisher writes in place of a value, beside the usual signs.
    factor
        By which the publisher's values are multiplied to be in ones.
    """

    path: Path
    catalogue: Catalogue
    source: str
    published: str = ""
    decimal: str = "."
    thousands: bool = False
    missing: tuple[str, ...] = ()
    factor: Decimal = Decimal(1)

    def check_given(self, indicators: Mapping[str, str], present: Iterable[str]) -> None:
        """Refuse, by DataError, a mapping of indicators that names what the file does not hold."""
        known = tuple(dict.fromkeys(present))
        if not known:
            raise refuse_empty(self.path)
        for name in indicators:
            if name not in known:
                what = f"{self.path} does not hold '{name}'.{did_you_mean(name, known)}"
                raise DataError(what, allowed=known, fix="correct the key in the mapping of indicators.")

    def complain(self, line: int, column: str, what: str, fix: str, allowed: tuple[str, ...] = ()) -> Problem:
        """Give a problem of the file."""
        return Problem(self.path, line, column, what, allowed, fix)

    def keep(self, line: int, column: str, text: str, key: tuple[str, str, str], **cells: str) -> CellOutcome:
        """Give the row of one cell, by indicator, area and period; LOCATOR also names it where it is left out."""
        if is_missing(text) or text.strip() in self.missing:
            reason = f"written as '{text.strip()}', which means missing" if text.strip() else "empty cell"
            return LeftOut(line, cells[schema.LOCATOR], reason)
        number = parse_number(text, decimal=self.decimal, thousands=self.thousands)
        if number is None:
            mark = "comma" if self.decimal == "," else "point"
            fix = f"write digits with a {mark} as decimal mark{'' if self.decimal else _IN_DOUBT}."
            return self.complain(line, column, f"'{text}' is not a number", fix)
        power = self.catalogue.indicators[key[0]].unit_mult
        # The factor leads to ones, and the indicator counts in a power of ten of its own.
        value = scale_number(number, self.factor.scaleb(-power))
        return Kept(
            line, column, self.make_row(key, {schema.OBS_VALUE: value, schema.AS_WRITTEN: text.strip(), **cells})
        )

    def make_row(self, key: tuple[str, str, str], cells: Mapping[str, str]) -> RawRow:
        """Give a row by indicator, area and period; its other cells are as usual, unless they are given."""
        indicator, area, period = key
        power = self.catalogue.indicators[indicator].unit_mult
        usual = {
            schema.INDICATOR: indicator, schema.REF_AREA: area, schema.TIME_PERIOD: period,
            schema.UNIT_MEASURE: self.catalogue.indicators[indicator].unit,
            schema.UNIT_MULT: str(power) if power else "",
            schema.OBS_STATUS: schema.ObsStatus.NORMAL.value, schema.KIND: schema.Kind.ACTUAL.value,
            schema.SOURCE: self.source, schema.PUBLISHED: self.published,
        }  # fmt: skip
        return {**dict.fromkeys(schema.COLUMNS, ""), **usual, **cells}

    def collect(self, cells_in: int, outcomes: Iterable[CellOutcome]) -> Reading:
        """Sort what became of each cell; a figure that is stated twice in one file is a problem the second time."""
        rows: list[RawRow] = []
        left_out: list[LeftOut] = []
        problems: list[Problem] = []
        seen: dict[Key, int] = {}
        for outcome in outcomes:
            if isinstance(outcome, LeftOut):
                left_out.append(outcome)
            elif isinstance(outcome, Problem):
                problems.append(outcome)
            elif (key := schema.get_unique(outcome.row)) not in seen:
                seen[key] = outcome.line
                rows.append(outcome.row)
            else:
                what = f"{' '.join(key)} stands already in line {seen[key]}"
                problems.append(self.complain(outcome.line, outcome.column, what, "ask the publisher which one holds."))
        # One search through all cells joined is fast; which row it is, is looked for only when there is something.
        if has_hidden("".join(cell for row in rows for cell in row.values()), breaks=False):
            rows = self._refuse_hidden(rows, seen, problems)
        problems.sort(key=lambda problem: problem.line)
        return Reading(self.path, tuple(rows), tuple(left_out), tuple(problems), cells_in)

    def _refuse_hidden(self, rows: list[RawRow], lines: Mapping[Key, int], problems: list[Problem]) -> list[RawRow]:
        """Give the rows that hold no character which nobody sees, and a problem for each other one."""
        kept = []
        for row in rows:
            found = {one.name: column for column, cell in row.items() for one in list_hidden(cell, breaks=False)}
            if not found:
                kept.append(row)
                continue
            name, column = next(iter(found.items()))
            what = f"Hidden character {name}, so the figure is not kept,"
            line = lines[schema.get_unique(row)]
            problems.append(self.complain(line, column, what, "ask the publisher for a clean file."))
        return kept


def refuse_empty(path: Path) -> DataError:
    """Give the error for a file of the right layout that holds no figure at all."""
    return DataError(f"{path} holds no line with figures.", fix="see what it holds; its header may have moved.")


def prepare(path: Path, catalogue: Catalogue, source: str, indicators: Iterable[str], published: str = "") -> RowMaker:
    """Check source and indicators against the catalogue, else SourceError or DataError, and give the maker of rows."""
    if source not in catalogue.sources:
        hint = did_you_mean(source, catalogue.sources)
        raise SourceError(f"Unknown source '{source}'.{hint}", fix="add it to data/catalogue/sources.csv.")
    for name in indicators:
        catalogue.get_indicator(name)
    return RowMaker(path, catalogue, source, published)
