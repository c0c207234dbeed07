"""An accessible spreadsheet (xlsx): cover, contents, notes, one table a sheet, no merged cell, no formula."""

from __future__ import annotations

import importlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from typing import Any, Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.formats.credits import describe_licence, name_export, name_source, name_unit
from dxlib.data.formats.readable import READABLE, TERMS, list_readable, name_columns
from dxlib.data.formats.selection import Selection
from dxlib.data.schema import Row
from dxlib.errors import import_library

_MISSING: Final = "[x]"
_NOT_APPLICABLE: Final = "[z]"
# The shorthand that the Government Statistical Service of the UK recommends for tables, with what it means.
_SHORTHAND: Final = {
    schema.ObsStatus.BREAK: ("[b]", "break in the series: not comparable with the values before"),
    schema.ObsStatus.ESTIMATED: ("[e]", "estimate"),
    schema.ObsStatus.FORECAST: ("[f]", "forecast"),
    schema.ObsStatus.PROVISIONAL: ("[p]", "provisional"),
    schema.ObsStatus.UNRELIABLE: ("[u]", "unreliable"),
    schema.ObsStatus.MISSING: (_MISSING, "not available: the source states no value"),
}
_NOTES: Final = {**dict(_SHORTHAND.values()), _NOT_APPLICABLE: "not applicable, or not stated by the source"}
_ELSEWHERE: Final = (schema.INDICATOR, schema.UNIT_MEASURE, schema.UNIT_MULT, TERMS)  # in title, heading, other sheet
_WIDEST: Final = 60  # characters; longer texts wrap
# XlsxWriter makes formulas of texts that begin with "=" and links of addresses unless it is told not to.
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class _Table:
    """One sheet: a title, lines above the table, and rows by heading; an empty cell is :data:`_NOT_APPLICABLE`."""

    title: str
    rows: Sequence[Mapping[str, str | int | float]]
    lines: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)


def render_spreadsheet(selection: Selection) -> bytes:
    """Give a selection as a spreadsheet, after the guidance of the UK Government Analysis Function.

    Raises
    ------
    MissingDependencyError
        Without ``gptables``: ``pip install 'dxlib[export]'``.
    """
    gptables = import_library("gptables", "The spreadsheet needs 'gptables', which is not installed.", "export")
    content = io.BytesIO()
    book = gptables.GPWorkbook(content, options=_OPTIONS)
    project, title = selection.catalogue.project, name_export(selection.catalogue).main
    created = datetime.combine(selection.last_read, time())  # the library would take the clock's time
    book.set_properties({"title": title, "author": project.name_publisher(project.first_language), "created": created})
    tables = _list_tables(selection)
    sheets = {label: _convert_table(gptables, label, table) for label, table in tables.items()}
    book.add_worksheet("Cover").write_cover(_make_cover(gptables, selection))
    book.add_worksheet("Contents").write_gptable(book.make_table_of_contents(sheets), auto_width=True)
    for label, table in tables.items():
        sheet = book.add_worksheet(label)
        # gptables would make a column as wide as an address, and a spreadsheet allows 255 characters.
        sheet.write_gptable(sheets[label], auto_width=False)
        _set_widths(sheet, table)
    book.close()
    return content.getvalue()


def _list_tables(selection: Selection) -> dict[str, _Table]:
    """Give the tables of the spreadsheet by the label of their sheet."""
    figures = {
        f"Table_{number}": _tabulate_indicator(rows, selection.catalogue)
        for number, rows in enumerate(selection.tables.values(), start=1)
    }
    signs = [{"Shorthand": sign, "Meaning": meaning} for sign, meaning in _NOTES.items()]
    notes = _Table("Notes: shorthand in the tables", signs)
    return {"Notes": notes, **figures, "Sources": _tabulate_sources(selection)}


def _tabulate_sources(selection: Selection) -> _Table:
    copied = any(source.copied_from for source in selection.sources.values())
    rows = [
        {
            "Source": name_source(source, selection.catalogue), "Language": source.language, "Address": source.url,
            **({"As copied in": source.copied_from} if copied else {}), "Read": source.read, "Terms": source.terms,
            "Id": name,
        }
        for name, source in selection.sources.items()
    ]  # fmt: skip
    return _Table("Sources, with their terms", rows)


def _tabulate_indicator(rows: Sequence[Row], catalogue: Catalogue) -> _Table:
    indicator = catalogue.indicators[rows[0][schema.INDICATOR]]
    language = catalogue.project.first_language
    heads = name_columns(catalogue, language)
    readable = list(list_readable(rows, catalogue, language))
    columns = [column for column in READABLE if column not in _ELSEWHERE and any(row[column] for row in readable)]
    cells = [
        {heads[column]: _make_cell(column, row, words[column]) for column in columns}
        for row, words in zip(rows, readable, strict=True)
    ]
    numbers = {heads[column]: _choose_format(rows, column) for column in schema.NUMBERS if column in columns}
    units = {heads[schema.OBS_VALUE]: name_unit(indicator, catalogue)} if schema.OBS_VALUE in columns else {}
    return _Table(indicator.name[language], cells, (indicator.definition[language],), units, numbers)


def _make_cell(column: str, row: Row, text: str) -> str | int | float:
    if column == schema.OBS_STATUS:
        return _SHORTHAND.get(schema.ObsStatus(row[column]), (text, ""))[0]
    if not text and column == schema.OBS_VALUE:
        return _MISSING
    if text and column in schema.NUMBERS:
        return float(text) if "." in text else int(text)
    return text


def _choose_format(rows: Sequence[Row], column: str) -> str:
    """Give the number format with as many decimals as the most exact figure of a column has."""
    exponents = [Decimal(row[column]).as_tuple().exponent for row in rows if row[column]]
    places = max(-exponent for exponent in exponents if isinstance(exponent, int))
    return f"#,##0.{'0' * places}" if places > 0 else "#,##0"


def _make_cover(gptables: Any, selection: Selection) -> Any:
    figures = sum(len(rows) for rows in selection.tables.values())
    licence = describe_licence(selection.catalogue)
    return gptables.Cover(
        name_export(selection.catalogue).main,
        intro=[
            f"Indicators: {len(selection.tables)}. Figures: {figures}. Sources: {len(selection.sources)}, "
            f"read by {selection.last_read}.",
            "One row is one figure as one source states it. Sources that disagree all stay.",
        ],
        about=[
            "Shorthand in square brackets is explained in the sheet Notes.",
            "Figures belong to those who published them; the sheet Sources names the terms of each.",
            *([f"Licence: {licence['title']}. {licence['path']}"] if licence else []),
        ],
    )


def _convert_table(gptables: Any, label: str, table: _Table) -> Any:
    import pandas as pd  # noqa: PLC0415  (only where a table is made)

    rows = [{name: _convert_cell(cell) for name, cell in row.items()} for row in table.rows]
    formats = [
        {"column": {"columns": [name], "format": {"num_format": pattern}, "include_names": False}}
        for name, pattern in table.numbers.items()
    ]
    return gptables.GPTable(
        # object: pandas would make floats of whole numbers in a column with gaps.
        pd.DataFrame(rows, dtype=object), table_name=label.lower(), title=table.title, subtitles=list(table.lines),
        instructions="This worksheet contains one table. Shorthand in square brackets is explained in the sheet Notes.",
        units=dict(table.units) or None, index_columns={}, additional_formatting=formats,
    )  # fmt: skip


def _set_widths(sheet: Any, table: _Table) -> None:
    """Make columns as wide as their longest line; gptables makes an address wider than a spreadsheet allows."""
    for place, name in enumerate(table.rows[0]):
        longest = max(
            len(line) for text in (name, *(row[name] for row in table.rows)) for line in f"{text} ".split("\n")
        )
        sheet.set_column(place, place, min(longest + 2, _WIDEST))


def _convert_cell(cell: str | float) -> Any:
    """Give a cell that shows a text as it is.

    From a plain string gptables would read ``[a](b)`` as a link, and it would refuse a cell of signs only. The
    prefix makes a spreadsheet keep a text a text also after somebody edited the cell.
    """
    if not isinstance(cell, str) or cell in _NOTES:
        return cell
    form = importlib.import_module("gptables.core.gptable").FormatList
    return form([{"quote_prefix": True, "text_wrap": True}, cell]) if cell.strip() else _NOT_APPLICABLE
