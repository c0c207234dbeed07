"""Observations as rows of ordinary DataFrames: the columns that every table of figures has."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from dxlib.data.catalogue import Catalogue
from dxlib.data.observations import Observation
from dxlib.data.schema import end_of_period

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Final = (
    "INDICATOR", "REF_AREA", "AREA_NAME", "TIME_PERIOD", "DATE", "OBS_VALUE", "UNIT_MEASURE", "UNIT_MULT", "OBS_STATUS",
    "KIND", "QUALIFIER", "UPPER_VALUE", "OUT_OF", "SOURCE", "PUBLISHER", "PUBLISHED", "KNOWN_SINCE", "IS_HEADLINE",
    "IS_DOUBTFUL", "RIVALS",
)  # fmt: skip
_NUMBERS: Final = ("OBS_VALUE", "UPPER_VALUE", "OUT_OF")


def make_row(row: Observation, catalogue: Catalogue, language: str) -> dict[str, Any]:
    """Give the cells of an observation: all of :data:`COLUMNS` but what reconciling its sources says of it."""
    return {
        "INDICATOR": row.indicator, "REF_AREA": row.area, "AREA_NAME": catalogue.areas[row.area].name[language],
        "TIME_PERIOD": row.period, "DATE": end_of_period(row.period) if row.period else None,
        "OBS_VALUE": row.value, "UNIT_MEASURE": row.unit, "UNIT_MULT": row.unit_mult, "OBS_STATUS": row.status.value,
        "KIND": row.kind.value, "QUALIFIER": row.qualifier.value, "UPPER_VALUE": row.upper, "OUT_OF": row.out_of,
        "SOURCE": row.source, "PUBLISHER": catalogue.sources[row.source].publisher, "PUBLISHED": row.published,
        "KNOWN_SINCE": row.known_since,
    }  # fmt: skip


def make_table(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str] = COLUMNS, *, numbers: Iterable[str] = _NUMBERS
) -> pd.DataFrame:
    """Give rows as a table with typed columns, also where there is no row.

    Parameters
    ----------
    rows
        Cells by column; one that a row lacks is empty.
    columns
        In their order.
    numbers
        Columns of floats, in which a missing cell is NaN.
    """
    import pandas as pd  # noqa: PLC0415  (only where a table is made)

    listed = list(rows)
    cells: dict[str, Any] = {name: [row.get(name, "") for row in listed] for name in columns}
    for name in numbers:
        given = [row.get(name) for row in listed]
        # Decimals would make a column of objects, which numpy, matplotlib and seaborn take for no numbers.
        cells[name] = pd.array([math.nan if one is None else float(one) for one in given], "float64")
    if "DATE" in cells:
        # With its type named, so that a table without rows has the same columns as one with rows.
        cells["DATE"] = pd.to_datetime(pd.Series(cells["DATE"], dtype="datetime64[s]"))
    return pd.DataFrame(cells, columns=list(columns))
