"""SDMX-CSV 2.0: every observation under SDMX's column names, readable by SDMX libraries without loss."""

from __future__ import annotations

from typing import Final

from dxlib.data import schema
from dxlib.data.csv_files import render_csv
from dxlib.data.formats.selection import Selection
from dxlib.data.schema import Row

FLOW: Final = "OBSERVATIONS"
VERSION: Final = "1.0"
PERIOD_AS_STORED: Final = "PERIOD_AS_STORED"
# ISO 8601 has no later year of four digits.
UNDATED: Final = "9999"
# KIND and SOURCE are dimensions: without them figures of two sources are one observation, and one is lost.
DIMENSIONS: Final = (schema.INDICATOR, schema.REF_AREA, schema.KIND, schema.SOURCE, schema.TIME_PERIOD)
ATTRIBUTES: Final = (
    *(name for name in schema.CLEAN_COLUMNS if name not in (*DIMENSIONS, schema.OBS_VALUE)),
    PERIOD_AS_STORED,
)
# ACTION is optional in the standard, but sdmx1 cannot read a file without it.
_LEAD: Final = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
HEADER: Final = (*_LEAD, *DIMENSIONS, schema.OBS_VALUE, *ATTRIBUTES)
_YEAR, _MONTH = len("2024"), len("2024-06")


def render_sdmx_csv(selection: Selection) -> bytes:
    """Give the rows of a selection as SDMX-CSV 2.0.

    Cells stand as they are in the clean CSVs, but for ``TIME_PERIOD``, which takes the form that SDMX allows;
    the store's own text stands in the attribute ``PERIOD_AS_STORED``.
    """
    flow = f"{selection.catalogue.project.agency}:{FLOW}({VERSION})"
    return render_csv([HEADER, *(_list_cells(row, flow) for row in selection.walk_rows())], end="\r\n").encode()


def format_period(period: str) -> str:
    """Give a period of the store as a time period that SDMX allows.

    Notes
    -----
    SDMX writes a range as its first day and its length (ISO 8601), not as first and last. A length counts years,
    months or days, whichever both ends are known to, so that different ranges stay different. A target without
    a deadline takes the year 9999, because an observation without a time period is none in SDMX.

    Examples
    --------
    >>> [format_period(period) for period in ("2024", "2022-Q1", "2024-01/2024-11", "2021/2025", "")]
    ['2024', '2022-Q1', '2024-01-01/P11M', '2021-01-01/P5Y', '9999']
    """
    first, slash, last = period.partition("/")
    if not slash:
        return period or UNDATED
    start, end = schema.start_of_period(first), schema.end_of_period(last)
    years = end.year - start.year
    if len(first) == len(last) == _YEAR:
        return f"{start}/P{years + 1}Y"
    # "2024-Q1" has as many characters as "2024-06".
    if len(first) == len(last) == _MONTH and first[-2:].isdigit():
        return f"{start}/P{12 * years + end.month - start.month + 1}M"
    return f"{start}/P{(end - start).days + 1}D"


def _list_cells(row: Row, flow: str) -> list[str]:
    cells = {
        **row,
        schema.TIME_PERIOD: format_period(row[schema.TIME_PERIOD]),
        PERIOD_AS_STORED: row[schema.TIME_PERIOD],
    }
    return ["dataflow", flow, "I", *(cells[name] for name in HEADER[len(_LEAD) :])]
