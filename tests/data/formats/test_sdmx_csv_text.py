"""SDMX-CSV, read back by sdmx1 through the structure message of the same export."""

import csv
import io
from datetime import date

import pandas as pd
import pytest
import sdmx
from hypothesis import given
from hypothesis import strategies as st

from dxlib.data import schema
from dxlib.data.formats.sdmx_csv_text import (
    ATTRIBUTES,
    DIMENSIONS,
    HEADER,
    PERIOD_AS_STORED,
    UNDATED,
    format_period,
    render_sdmx_csv,
)
from dxlib.data.formats.sdmx_structure import render_sdmx_structure

DAYS = st.dates(date(1990, 1, 1), date(2050, 12, 31))


def read_flow(selection):
    """Give the dataflow that a library reads from our structure message."""
    return sdmx.read_sdmx(io.BytesIO(render_sdmx_structure(selection))).dataflow["OBSERVATIONS"]


def restore(observation):
    """Give the clean row that a library's observation holds."""
    cells = {name: value.value for name, value in observation.dimension.values.items()}  # noqa: PD011  (no frame)
    cells |= {name: value.value for name, value in observation.attached_attribute.items()}
    cells |= {schema.OBS_VALUE: observation.value, schema.TIME_PERIOD: cells[PERIOD_AS_STORED]}
    return {name: cells[name] for name in schema.CLEAN_COLUMNS}


def test_a_library_reads_every_column_of_every_row_back(store):
    message = sdmx.read_sdmx(io.BytesIO(render_sdmx_csv(store)), format="CSV", structure=read_flow(store))
    (dataset,) = message.data
    assert [restore(observation) for observation in dataset.obs] == list(store.walk_rows())


def test_commas_quotes_line_breaks_and_vietnamese_come_back(hard):
    # sdmx1 cuts a file into lines before it reads cells, and so loses line breaks; its reader of tables does not.
    frame = pd.read_csv(io.BytesIO(render_sdmx_csv(hard)), dtype=str, keep_default_na=False)
    (dataset,) = sdmx.to_sdmx(frame, structure=read_flow(hard)).data
    assert [restore(observation) for observation in dataset.obs] == list(hard.walk_rows())


def test_it_is_sdmx_csv_2_with_one_header_and_a_key_for_every_row(hard):
    rows = list(csv.DictReader(io.StringIO(render_sdmx_csv(hard).decode(), newline="")))
    assert tuple(rows[0]) == HEADER
    assert set(HEADER) == {*schema.CLEAN_COLUMNS, *DIMENSIONS, *ATTRIBUTES, "STRUCTURE", "STRUCTURE_ID", "ACTION"}
    named = {(row["STRUCTURE"], row["STRUCTURE_ID"], row["ACTION"]) for row in rows}
    assert named == {("dataflow", "TOY:OBSERVATIONS(1.0)", "I")}
    assert len({tuple(row[name] for name in DIMENSIONS) for row in rows}) == len(rows)
    assert [row["TIME_PERIOD"] for row in rows[-2:]] == ["2024-01-01/P11M", UNDATED]


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        ("", "9999"),
        ("2024-S1", "2024-S1"),
        ("2025-02-06", "2025-02-06"),
        ("2011/2024", "2011-01-01/P14Y"),
        ("2023-11/2024-02", "2023-11-01/P4M"),
        ("2024-02-28/2024-03-01", "2024-02-28/P3D"),
        ("2024-01/2024-02-15", "2024-01-01/P46D"),
        ("2022-Q3/2022-12", "2022-07-01/P184D"),
        ("2022-Q4/2023", "2022-10-01/P457D"),
    ],
)
def test_periods_take_the_form_that_sdmx_allows(period, shown):
    assert format_period(period) == shown


@given(st.tuples(DAYS, DAYS).map(sorted), st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_the_length_of_a_range_leads_back_to_its_last_day(days, form):
    period = "/".join(day.strftime(form) for day in days)
    start, _, length = format_period(period).partition("/P")
    count, unit = int(length[:-1]), {"Y": "years", "M": "months", "D": "days"}[length[-1]]
    end = pd.Timestamp(start) + pd.DateOffset(**{unit: count}) - pd.Timedelta(days=1)
    assert (date.fromisoformat(start), end.date()) == (schema.start_of_period(period), schema.end_of_period(period))
