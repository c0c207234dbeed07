"""Spreadsheets of any layout, and CSVs laid out like them, read by a mapping that a data officer writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.countries import list_names
from dxlib.data.ingest.mapping import SheetMapping, Values, Where, read_mapping
from dxlib.data.ingest.provinces import fold, list_provinces
from dxlib.data.ingest.reading import (
    NOT_IN_CATALOGUE,
    LeftOut,
    Outcome,
    Reading,
    RowMaker,
    check_given,
    collect,
    prepare,
)
from dxlib.data.ingest.sheets import Cell, is_workbook, name_columns, name_letter, read_sheet
from dxlib.errors import DataError, Problem, did_you_mean

PERCENT: Final = "PERCENT"
A_NOTE: Final = "a heading or a note, no figures"
UNNAMED: Final = "the mapping does not name this column"


def recognises(path: Path) -> bool:
    """Say whether a file is a workbook; a CSV is read too, but its layout cannot be told from others."""
    return is_workbook(path)


def read_spreadsheet(
    path: Path, *, catalogue: Catalogue, source: str, indicators: Mapping[str, str], mapping: Path
) -> Reading:
    """Read one sheet.

    Parameters
    ----------
    path
        A workbook (``.xlsx``), or a CSV in UTF-8.
    catalogue
        Its areas are kept: by key, by the names of :func:`dxlib.data.ingest.countries.list_names`, by the names of
        the mapping and, where it says a map, as provinces.
    source
        The key of the file in the register of sources.
    indicators
        dxlib's indicator of each measure that is to be kept.
    mapping
        A YAML file, see :class:`dxlib.data.ingest.mapping.SheetMapping`.

    Raises
    ------
    SchemaError
        For a mapping with problems, and for a file that is neither a workbook nor a CSV or lacks the sheet.
    DataError
        For a column or a measure that the sheet does not hold.

    Notes
    -----
    A cell that is shown as a percentage is read in per cent. A line with one filled cell is a heading or a note. A
    value in a merged cell is a problem: nobody can say which of its lines it belongs to.
    """
    plan = read_mapping(mapping, catalogue)
    lines = read_sheet(path, name=plan.sheet, delimiter=plan.delimiter)
    if plan.header[-1] > len(lines):
        raise DataError(f"{path} has no line {plan.header[-1]} for its header.", fix="correct 'header' in the mapping.")
    columns = name_columns(lines, plan.header)
    places = _find_columns(path, plan, columns)
    body = [(line, cells) for line, cells in lines if plan.header[-1] < line <= (plan.last or line)]
    body = [(line, cells) for line, cells in body if any(cell.text for cell in cells)]
    maker = prepare(path, catalogue, source, indicators.values())
    table = _Table(maker, plan, columns, places, indicators, _list_areas(plan, catalogue))
    check_given(path, indicators, (measure for _, cells in body for measure in table.list_measures(cells)))
    cells_in = sum(1 if table.is_note(cells) else len(table.data_columns) for _, cells in body)
    return collect(path, cells_in, (outcome for line, cells in body for outcome in table.read(line, cells)))


def _find_columns(path: Path, plan: SheetMapping, columns: Sequence[str]) -> dict[str, int]:
    """Give the place of each column of the mapping: by its name, or by its letter."""
    letters = {name_letter(at): at for at in range(len(columns))}
    known = letters | {name: at for at, name in reversed(list(enumerate(columns)))}
    wanted = [*plan.dimensions, *(one.column for one in plan.values)]
    for name in wanted:
        if name not in known:
            what = f"{path} has no column '{name}'.{did_you_mean(name, columns)}"
            raise DataError(what, allowed=columns, fix="correct the mapping, or the lines of its header.")
        if columns.count(name) > 1:
            raise DataError(f"{path} has more than one column '{name}'.", fix="name it by its letter in the mapping.")
    return {name: known[name] for name in wanted}


@dataclass(frozen=True, slots=True)
class _Table:
    """The rules for one line."""

    maker: RowMaker
    plan: SheetMapping
    columns: Sequence[str]
    places: Mapping[str, int]
    indicators: Mapping[str, str]
    areas: Mapping[str, str]

    @property
    def data_columns(self) -> list[int]:
        """The places of all columns but those that say what a value is of."""
        dimensions = {self.places[name] for name in self.plan.dimensions}
        return [at for at in range(len(self.columns)) if at not in dimensions]

    def is_note(self, cells: Sequence[Cell]) -> bool:
        """Say whether a line holds no figures: one filled cell, or it begins as the mapping says that notes do."""
        filled = [cell for cell in cells if cell.text and cell.is_anchor]
        return len(filled) <= 1 or filled[0].text.startswith(self.plan.notes)

    def list_measures(self, cells: Sequence[Cell]) -> list[str]:
        """Give what the values of a line measure."""
        return [] if self.is_note(cells) else [self._name_measure(one, cells) for one in self.plan.values]

    def read(self, line: int, cells: Sequence[Cell]) -> Iterator[Outcome]:
        """Give what becomes of each data cell of a line."""
        if self.is_note(cells):
            yield LeftOut(line, next(cell.text for cell in cells if cell.text), A_NOTE)
            return
        values = {self.places[one.column]: one for one in self.plan.values}
        name = self._read_dimension(self.plan.area, cells)
        for at in self.data_columns:
            what = f"{name}: {self.columns[at]}"
            yield self._read_value(line, values[at], cells, name) if at in values else LeftOut(line, what, UNNAMED)

    def _read_dimension(self, where: Where, cells: Sequence[Cell]) -> str:
        return cells[self.places[where.column]].text.strip() if where.column else where.always

    def _name_measure(self, one: Values, cells: Sequence[Cell]) -> str:
        return one.measure or self._read_dimension(self.plan.measure, cells) or one.column

    def _read_value(self, line: int, one: Values, cells: Sequence[Cell], name: str) -> Outcome:
        cell, measure = cells[self.places[one.column]], self._name_measure(one, cells)
        period = one.period or self._read_dimension(self.plan.period, cells)
        locator = ": ".join((name, measure, *([] if measure == one.column else [one.column])))
        if measure not in self.indicators:
            return LeftOut(line, locator, f"no indicator is given for '{measure}'")
        area = self.areas.get(name) or self.areas.get(fold(name))
        if area is None and not self.plan.area.map:
            return LeftOut(line, locator, NOT_IN_CATALOGUE)
        if not cell.is_anchor:
            return LeftOut(line, locator, f"part of the merged cell {cell.merged}")
        for column, what, fix in self._find_problems(one, cell, name, area, period, self.indicators[measure]):
            return Problem(self.maker.path, line, column, what, fix=fix)
        return self._keep(line, one.column, cell, (self.indicators[measure], area or "", period), locator)

    def _find_problems(
        self, one: Values, cell: Cell, name: str, area: str | None, period: str, indicator: str
    ) -> Iterator[tuple[str, str, str]]:
        """Give column, text and cure of what is wrong with one value, the gravest first."""
        if area is None:
            fix = "add it to 'names' of the mapping, or its line to 'notes'."
            yield self.plan.area.column, f"'{name}' is no province of {self.plan.area.map}", fix
        if not schema.is_period(period):
            yield self.plan.period.column, f"'{period}' is not a time period", "correct the cell or the mapping."
        if cell.flaw:
            yield one.column, f"{cell.flaw}: '{cell.text}'", "open the file in a spreadsheet program and save it."
        if cell.merged and cell.text:
            fix = "ask the publisher which line it belongs to."
            yield one.column, f"'{cell.text}' stands in the merged cell {cell.merged}", fix
        if cell.text.endswith("%") and self.maker.catalogue.indicators[indicator].unit != PERCENT:
            yield (
                one.column,
                f"'{cell.text}' is a percentage, '{indicator}' is not",
                "correct the mapping of indicators.",
            )

    def _keep(self, line: int, column: str, cell: Cell, key: tuple[str, str, str], locator: str) -> Outcome:
        mark = "." if cell.is_number else self.plan.decimal or ""
        text = cell.text.strip().removesuffix("%").strip()
        written = {schema.AS_WRITTEN: cell.text.strip()}
        return replace(self.maker, decimal=mark, thousands=True).keep(
            line, column, text, key, LOCATOR=locator, **written
        )


def _list_areas(plan: SheetMapping, catalogue: Catalogue) -> dict[str, str]:
    """Give the key of each area by all names under which the sheet may have it."""
    countries = {key: key for key in catalogue.areas} | list_names(catalogue)
    provinces = list_provinces(catalogue, plan.area.map) if plan.area.map else {}
    return {**countries, **provinces, **plan.area.names}
