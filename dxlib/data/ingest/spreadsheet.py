"""Spreadsheets of any layout, and CSVs laid out like them, read by a mapping that a data officer writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import GROWTH, PER_CENT, Catalogue
from dxlib.data.ingest.area_names import ADD_SPELLING, list_codes, list_names
from dxlib.data.ingest.mapping import Multiplier, SheetMapping, Values, Where, read_mapping
from dxlib.data.ingest.number_cells import parse_number
from dxlib.data.ingest.packing import is_workbook
from dxlib.data.ingest.program_periods import format_period
from dxlib.data.ingest.reading import NOT_IN_CATALOGUE, CellOutcome, Kept, LeftOut, Reading, RowMaker, prepare
from dxlib.data.ingest.sheets import SheetCell, SheetLine, name_columns, name_letter, read_sheet
from dxlib.data.ingest.signs import STATUSES, Signs
from dxlib.errors import DataError, did_you_mean, format_options

A_NOTE: Final = "a heading or a note, no figures"
UNNAMED: Final = "the mapping does not name this column"


def recognises(path: Path) -> bool:
    """Say whether a file is a workbook; a CSV is read too, but its layout cannot be told from others."""
    return is_workbook(path)


def read_spreadsheet(
    path: Path, *, catalogue: Catalogue, source: str, indicators: Mapping[str, str], mapping: Path, encoding: str = ""
) -> Reading:
    """Read one sheet.

    Parameters
    ----------
    path
        A workbook (``.xlsx``), or a CSV, which may be packed.
    catalogue
        Its areas are kept: by key, by ISO code, by the names of :func:`dxlib.data.ingest.area_names.list_names` on the
        map that the mapping says, and by the names of the mapping.
    source
        The key of the file in the register of sources.
    indicators
        dxlib's indicator of each measure that is to be kept.
    mapping
        A YAML file, see :class:`dxlib.data.ingest.mapping.SheetMapping`.
    encoding
        Of a CSV, where neither it is UTF-8 nor the mapping says otherwise.

    Raises
    ------
    SchemaError
        For a mapping with problems, and for a file that is neither a workbook nor a CSV or lacks the sheet.
    DataError
        For a column or a measure that the sheet does not hold, and for a unit that the mapping does not explain.

    Notes
    -----
    A cell that is shown as a percentage is read in per cent. A line with one filled cell is a heading or a note, unless
    the mapping says what an empty cell means. A value in a merged cell is a problem: nobody can say which of its lines
    it belongs to.
    """
    plan = read_mapping(mapping, catalogue)
    lines = read_sheet(path, name=plan.sheet, delimiter=plan.delimiter, encoding=plan.encoding or encoding)
    if plan.header[-1] > len(lines):
        raise DataError(f"{path} has no line {plan.header[-1]} for its header.", fix="correct 'header' in the mapping.")
    columns = name_columns(lines, plan.header)
    plan = plan.name_values(columns)
    places = _find_columns(path, plan, columns)
    plan = _read_units(path, plan, lines)
    body = [(line, cells) for line, cells in lines if plan.header[-1] < line <= (plan.last or line)]
    body = [(line, cells) for line, cells in body if any(cell.text for cell in cells)]
    # Tables of people have marks between thousands; RowMaker expects files of machines, which have none.
    maker = replace(prepare(path, catalogue, source, indicators.values()), thousands=True, missing=plan.missing)
    table = _Table(maker, plan, columns, places, indicators, _Areas(catalogue, plan))
    maker.check_given(indicators, (measure for _, cells in body for measure in table.list_measures(cells)))
    # Counted before any cell is read, so that Reading.adds_up shows when one was lost on the way.
    cells_in = sum(1 if table.is_note(cells) else len(table.data_columns) for _, cells in body)
    return maker.collect(cells_in, (outcome for line, cells in body for outcome in table.read(line, cells)))


def _find_columns(path: Path, plan: SheetMapping, columns: Sequence[str]) -> dict[str, int]:
    """Give the place of each column of the mapping: by its name, or by its letter."""
    letters = {name_letter(at): at for at in range(len(columns))}
    # A name goes before a letter: a column may be called "B".
    known = letters | {name: at for at, name in reversed(list(enumerate(columns)))}
    wanted = [*plan.dimensions, *(one.column for one in plan.values)]
    for name in wanted:
        if name not in known:
            what = f"{path} has no column '{name}'.{did_you_mean(name, columns)}"
            raise DataError(what, allowed=columns, fix="correct the mapping, or the lines of its header.")
        if columns.count(name) > 1:
            raise DataError(f"{path} has more than one column '{name}'.", fix="name it by its letter in the mapping.")
    return {name: known[name] for name in wanted}


def _read_units(path: Path, plan: SheetMapping, lines: Sequence[SheetLine]) -> SheetMapping:
    """Give the mapping with what a cell says in the place of each cell that holds a unit."""
    texts = {f"{name_letter(at)}{line}": cell.text for line, cells in lines for at, cell in enumerate(cells)}
    values = []
    for one in plan.values:
        factor, where = one.multiplier, one.multiplier
        if isinstance(where, Multiplier) and where.cell:
            factor = _read_factor(where, texts.get(where.cell, ""))
            if factor is None:
                what = f"Cell {where.cell} of {path} says '{texts.get(where.cell, '')}', which is no known unit."
                fix = "say under 'words' of the multiplier what it stands for."
                raise DataError(what, allowed=where.words, fix=fix)
        values.append(one.model_copy(update={"multiplier": factor}))
    return plan.model_copy(update={"values": tuple(values)})


def _read_factor(where: Multiplier, text: str) -> Decimal | None:
    if (word := " ".join(text.split())) in where.words:
        return where.words[word]
    number = parse_number(word, decimal=".", thousands=False)
    return Decimal(number) if number and Decimal(number) > 0 else None


class _Areas:
    """The areas that the sheet may name; each name is looked up once."""

    def __init__(self, catalogue: Catalogue, plan: SheetMapping) -> None:
        names = list_names(catalogue, map_=plan.area.map)
        # Numbers in a column of areas are the publisher's own, seldom the numeric codes of ISO.
        codes = {code: key for code, key in list_codes(catalogue).items() if not code.isdigit()}
        self.find: Callable[[str], str | None] = cache(
            lambda name: plan.area.names.get(name) or codes.get(name) or names.find(name)
        )
        self.explain: Callable[[str], str] = cache(names.explain)


@dataclass(frozen=True, slots=True)
class _Table:
    """The rules for one line."""

    maker: RowMaker
    plan: SheetMapping
    columns: Sequence[str]
    places: Mapping[str, int]
    indicators: Mapping[str, str]
    areas: _Areas

    def list_signs(self, one: Values) -> Signs:
        """Give what the mapping says about signs in a column of values."""
        return Signs(one.signs, self.plan.missing)

    @property
    def data_columns(self) -> list[int]:
        """The places of all columns but those that say what a value is of."""
        dimensions = {self.places[name] for name in self.plan.dimensions}
        return [at for at in range(len(self.columns)) if at not in dimensions]

    def is_note(self, cells: Sequence[SheetCell]) -> bool:
        """Say whether a line holds no figures: one filled cell, or it begins as the mapping says that notes do."""
        filled = [cell for cell in cells if cell.text and cell.is_anchor]
        if filled and filled[0].text.startswith(self.plan.notes):
            return True
        means_something = "" in self.plan.signs and self.areas.find(self._read_dimension(self.plan.area, cells))
        return len(filled) <= 1 and not means_something

    def list_measures(self, cells: Sequence[SheetCell]) -> list[str]:
        """Give what the values of a line measure."""
        return [] if self.is_note(cells) else [self._name_measure(one, cells) for one in self.plan.values]

    def read(self, line: int, cells: Sequence[SheetCell]) -> Iterator[CellOutcome]:
        """Give what becomes of each data cell of a line."""
        if self.is_note(cells):
            yield LeftOut(line, next(cell.text for cell in cells if cell.text), A_NOTE)
            return
        values = {self.places[one.column]: one for one in self.plan.values}
        name = self._read_dimension(self.plan.area, cells)
        for at in self.data_columns:
            what = f"{name}: {self.columns[at]}"
            yield self._read_value(line, values[at], cells, name) if at in values else LeftOut(line, what, UNNAMED)

    def _read_dimension(self, where: Where, cells: Sequence[SheetCell]) -> str:
        return cells[self.places[where.column]].text.strip() if where.column else where.always

    def _name_measure(self, one: Values, cells: Sequence[SheetCell]) -> str:
        return one.measure or self._read_dimension(self.plan.measure, cells) or one.column

    def _read_value(self, line: int, one: Values, cells: Sequence[SheetCell], name: str) -> CellOutcome:
        cell, measure = cells[self.places[one.column]], self._name_measure(one, cells)
        period = format_period(one.period or self._read_dimension(self.plan.period, cells))
        locator = ": ".join((name, measure, *([] if measure == one.column else [one.column])))
        locator += f", {period}" if self.plan.period.column and not one.period else ""
        if measure not in self.indicators:
            return LeftOut(line, locator, f"no indicator is given for '{measure}'")
        area = self.areas.find(name)
        # Among countries most names are not in the catalogue; of a map each line must be known, or it is a problem.
        if area is None and not self.plan.area.map and not self.areas.explain(name):
            return LeftOut(line, locator, NOT_IN_CATALOGUE)
        if not cell.is_anchor:
            return LeftOut(line, locator, f"part of the merged cell {cell.merged}")
        key = (self.indicators[measure], area or "", period)
        # One outcome for each cell: the gravest problem stands for all of its problems.
        for column, what, fix in self._find_problems(one, cells, name, key):
            return self.maker.complain(line, column, what, fix)
        return self._keep(line, one, cells, key, locator)

    def _find_problems(
        self, one: Values, cells: Sequence[SheetCell], name: str, key: tuple[str, str, str]
    ) -> Iterator[tuple[str, str, str]]:
        """Give column, text and cure of what is wrong with one value, the gravest first."""
        cell, (indicator, area, period) = cells[self.places[one.column]], key
        if not area and (doubt := self.areas.explain(name)):
            yield self.plan.area.column, f"'{name}' {doubt}", f"add it to 'names' of the mapping, or {ADD_SPELLING}"
        elif not area:
            fix = "add it to 'names' of the mapping, or its line to 'notes'."
            yield self.plan.area.column, f"'{name}' is no area of {self.plan.area.map}", fix
        if not schema.is_period(period):
            yield self.plan.period.column, f"'{period}' is not a time period", "correct the cell or the mapping."
        if cell.flaw:
            yield one.column, f"{cell.flaw}: '{cell.text}'", "open the file in a spreadsheet program and save it."
        if cell.merged and cell.text:
            fix = "ask the publisher which line it belongs to."
            yield one.column, f"'{cell.text}' stands in the merged cell {cell.merged}", fix
        if cell.text.endswith("%") and self.maker.catalogue.indicators[indicator].unit not in (PER_CENT, GROWTH):
            what = f"'{cell.text}' is a percentage, '{indicator}' is not"
            yield one.column, what, "correct the mapping of indicators."
        yield from self._find_unclear(one, cells)

    def _find_unclear(self, one: Values, cells: Sequence[SheetCell]) -> Iterator[tuple[str, str, str]]:
        signs = self.list_signs(one)
        if signs.lacks_value(signs.read(cells[self.places[one.column]].text.strip()).text):
            return
        where = one.multiplier
        if isinstance(where, Multiplier) and self._find_factor(one, cells) is None:
            text = cells[self.places[where.column]].text
            yield where.column, f"'{text}' is no known unit", "say under 'words' of the multiplier what it stands for."
        if unknown := signs.find_unknown(self._list_flags(one, cells)):
            fix = f"say under 'signs' of the mapping what it means; known are {format_options(STATUSES)}."
            yield one.flags, f"Unknown flag {format_options(unknown)} of a value", fix

    def _list_flags(self, one: Values, cells: Sequence[SheetCell]) -> list[str]:
        return self.list_signs(one).split(cells[self.places[one.flags]].text) if one.flags else []

    def _find_factor(self, one: Values, cells: Sequence[SheetCell]) -> Decimal | None:
        where = one.multiplier
        if not isinstance(where, Multiplier):
            return where or Decimal(1)
        return _read_factor(where, cells[self.places[where.column]].text)

    def _keep(
        self, line: int, one: Values, cells: Sequence[SheetCell], key: tuple[str, str, str], locator: str
    ) -> CellOutcome:
        cell, signs = cells[self.places[one.column]], self.list_signs(one)
        figure = signs.read(cell.text.strip().removesuffix("%").strip())
        factor = self._find_factor(one, cells) or Decimal(1)
        flags = [] if signs.lacks_value(figure.text) else [*figure.flags, *self._list_flags(one, cells)]
        said = signs.explain(flags)
        comments = [
            figure.comment,
            said.comment,
            f"The publisher counts in units of {factor:f}." if factor != 1 else "",
        ]
        stated = {
            schema.LOCATOR: locator,
            schema.AS_WRITTEN: cell.text.strip(),
            schema.OUT_OF: str(one.out_of or ""),
            schema.COMMENT: " ".join(filter(None, comments)),
            schema.OBS_STATUS: said.status.value,
            schema.QUALIFIER: figure.qualifier,
        }
        if figure.is_missing:
            stated |= {schema.OBS_STATUS: schema.ObsStatus.MISSING.value, schema.QUALIFIER: ""}
            return Kept(line, one.column, self.maker.make_row(key, stated))
        # A number of the sheet comes from Python with a point, whatever the mark of the texts around it.
        mark = "." if cell.is_number or figure.is_known else self.plan.decimal or ""
        return replace(self.maker, decimal=mark, factor=factor).keep(line, one.column, figure.text, key, **stated)
