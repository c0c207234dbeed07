"""Periods as programs write them become those of the ledgers; what is none stays as it is."""

import pytest

from dxlib.data.ingest.program_periods import format_period
from dxlib.data.schema import is_period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024", "2024"),
        ("YR2024", "2024"),
        ("2024-A1", "2024"),
        ("2024M04", "2024-04"),
        ("2024-M12", "2024-12"),
        ("2024q1", "2024-Q1"),
        ("2024-S2", "2024-S2"),
        ("2024-04-01T00:00:00", "2024-04-01"),
        ("2024-01-01/P1Y", "2024"),
        ("2024-01-01/P24M", "2024/2025"),
        ("2024-01-01/P6M", "2024-S1"),
        ("2024-07-01/P6M", "2024-S2"),
        ("2024-10-01T00:00:00/P3M", "2024-Q4"),
        ("2024-04-01/P6M", "2024-04/2024-09"),  # no half of a year
        ("2024-02-01/P3M", "2024-02/2024-04"),  # no quarter
        ("2024-11-01/P3M", "2024-11/2025-01"),
        ("2024-12-01/P1M", "2024-12"),
        ("2024-07-01/P1Y", "2024-07/2025-06"),
        ("2024-02-28/P2D", "2024-02-28/2024-02-29"),
        ("2024-02-29/P1D", "2024-02-29"),
    ],
)
def test_a_period_is_written_as_in_the_ledgers(text, period):
    assert format_period(text) == period
    assert is_period(period)


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "",
        "2024-W05",
        "2024-01-15/P1M",
        "2024-01-01/P0M",
        "2024-02-30/P2D",
        "9999-12-31/P2D",
        "2024-13-01T12:00",
    ],
)
def test_what_is_no_period_stays_as_it_is(text):
    assert format_period(text) == text
    assert not is_period(text)
