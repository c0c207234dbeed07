"""Periods, and what makes a row unique."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.data import schema

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
YEARS = st.integers(1900, 2100)
SIMPLE = st.one_of(
    YEARS.map(str),
    st.tuples(YEARS, st.sampled_from(["S1", "S2", "Q1", "Q2", "Q3", "Q4"])).map("{0[0]}-{0[1]}".format),
    DAYS.map("{:%Y-%m}".format),
    DAYS.map(date.isoformat),
)


@given(SIMPLE)
def test_every_period_is_recognised_and_begins_before_it_ends(period):
    assert schema.is_period(period)
    assert schema.start_of_period(period) <= schema.end_of_period(period)


@given(DAYS, DAYS)
def test_a_span_begins_with_its_first_and_ends_with_its_last_day(one, other):
    first, last = sorted((one, other))
    span = f"{first}/{last}"
    assert schema.is_period(span)
    assert (schema.start_of_period(span), schema.end_of_period(span)) == (first, last)


@given(DAYS, DAYS)
def test_a_span_that_ends_before_it_begins_is_no_period(one, other):
    first, last = sorted((one, other))
    assert schema.is_period(f"{last}/{first}") is (first == last)


@given(YEARS, st.sampled_from([["S1", "S2"], ["Q1", "Q2", "Q3", "Q4"], [f"{month:02}" for month in range(1, 13)]]))
def test_the_parts_of_a_year_fill_it_without_a_gap(year, parts):
    periods = [f"{year}-{part}" for part in parts]
    starts = [schema.start_of_period(period) for period in periods]
    ends = [schema.end_of_period(period) for period in periods]
    assert (starts[0], ends[-1]) == (schema.start_of_period(str(year)), schema.end_of_period(str(year)))
    assert all(end + timedelta(1) == start for end, start in zip(ends[:-1], starts[1:], strict=True))


@given(st.text("0123456789-/SQ", max_size=21))
def test_whatever_counts_as_a_period_has_a_first_and_a_last_day(text):
    if schema.is_period(text):
        assert schema.start_of_period(text) <= schema.end_of_period(text)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-S2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2022-Q1", date(2022, 1, 1), date(2022, 3, 31)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-12-19", date(2024, 12, 19), date(2024, 12, 19)),
        ("2022/2024", date(2022, 1, 1), date(2024, 12, 31)),
        ("2024-01/2024-11", date(2024, 1, 1), date(2024, 11, 30)),
    ],
)
def test_a_period_has_the_days_of_the_calendar(period, start, end):
    assert (schema.start_of_period(period), schema.end_of_period(period)) == (start, end)


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-13", "2024-00", "2024-Q5", "2024-S3", "2024-1", "2024/", "/2024", "end 2024", " 2024", "2024\n",
     "2023-02-29", "2024-02-30", "0000", "٢٠٢٤", "2025/2024"],
)  # fmt: skip
def test_a_text_that_is_no_period_is_refused(text):
    assert not schema.is_period(text)


@pytest.mark.parametrize(
    ("text", "is_date"),
    [("2025-02-06", True), ("2025-02", True), ("2025", True), ("2025-Q1", False), ("2025-02-31", False), ("", False)],
)
def test_a_publication_date_is_a_day_a_month_or_a_year(text, is_date):
    assert schema.is_publication_date(text) is is_date


def test_the_columns_are_those_of_the_ledgers_and_end_with_known_since_when_clean():
    assert schema.COLUMNS[:4] == ("INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE")
    assert (*schema.COLUMNS, "KNOWN_SINCE", "KNOWN_UNTIL") == schema.CLEAN_COLUMNS
    assert schema.UNIQUE == ("INDICATOR", "REF_AREA", "TIME_PERIOD", "KIND", "SOURCE")


@pytest.mark.parametrize(
    "text",
    ["9999", "9999-12-31", "9999-Q4", "2201", "2024/9999", "1499", "0001", "0000", "1499-12-31/1500", "2200/2201"],
)
def test_a_year_in_which_nobody_counts_is_no_period(text):
    assert not schema.is_period(text)
    assert not schema.is_publication_date(text)


def test_the_first_and_the_last_year_are_periods_and_have_neighbours():
    assert [schema.is_period(year) for year in ("1500", "2200", "2200-12-31", "1500/2200")] == [True] * 4
    assert (schema.shift_years("1500", -1), schema.shift_years("2200-Q4", 1)) == ("1499", "2201-Q4")
    assert schema.shift_years("2024-02-29/2024-03", -1) == "2023-02-28/2023-03"


def test_today_is_the_day_where_the_user_is(monkeypatch):
    days = []
    for zone in ("UTC+12", "UTC-14"):  # as POSIX writes what lies west and east: 26 hours apart
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        days.append(schema.get_today())
    monkeypatch.undo()
    time.tzset()
    assert days[1] - days[0] >= timedelta(days=1)


@pytest.mark.parametrize(("period", "other"), [("2024-01", "2024"), ("2024", "2024-01"), ("2024-12", "2024")])
def test_of_periods_that_begin_or_end_together_none_is_before_the_other(period, other):
    assert not schema.is_before(period, other)
    assert schema.is_before(period, "2025")
