"""The audit's calendar."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.audit.periods import NoPeriodError, count_years, find_end, find_start, go_back, is_after_break, overlap
from dxlib.data.schema import end_of_period, start_of_period

YEARS = st.integers(1990, 2040)
PERIODS = st.one_of(
    YEARS.map(str),
    st.tuples(YEARS, st.sampled_from(["S1", "S2", "Q1", "Q2", "Q3", "Q4"])).map("{0[0]}-{0[1]}".format),
    st.dates(date(1990, 1, 1), date(2040, 12, 31)).map(lambda day: day.isoformat()[:7]),
    st.dates(date(1990, 1, 1), date(2040, 12, 31)).map(date.isoformat),
)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-S1", "2024-01-01", "2024-06-30"),
        ("2024-S2", "2024-07-01", "2024-12-31"),
        ("2024-Q2", "2024-04-01", "2024-06-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-02-06", "2024-02-06", "2024-02-06"),
        ("2025-01/2025-09", "2025-01-01", "2025-09-30"),
    ],
)
def test_when_each_kind_of_period_begins_and_ends(period: str, start: str, end: str) -> None:
    assert (find_start(period).isoformat(), find_end(period).isoformat()) == (start, end)


@given(PERIODS)
def test_it_agrees_with_the_calendar_of_the_writing_side(period: str) -> None:
    assert (find_start(period), find_end(period)) == (start_of_period(period), end_of_period(period))


@pytest.mark.parametrize("text", ["", "24", "2024-13-", "2024-Q", "end 2024", "²⁰²⁴"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(NoPeriodError, match="is no period"):
        find_end(text)


def test_years_are_whole_months_between_ends_of_months_and_else_days() -> None:
    assert count_years("2024", "2022") == 2
    assert count_years("2025-06", "2024") == Fraction(1, 2)
    assert count_years("2024-02", "2023-02") == 1
    assert count_years("2024-03-15", "2024-03-05") == Fraction(10) / Fraction(36525, 100)


def test_the_side_of_a_break_is_told_by_the_last_day() -> None:
    assert [is_after_break(text, "2022-06-24") for text in ("2022-06-23", "2022-06-24", "2022", "2022-Q1")] == [
        False, True, True, False,
    ]  # fmt: skip


def test_periods_overlap_when_they_share_a_day() -> None:
    assert overlap("2024", "2024-12-31/2025-02")
    assert not overlap("2024", "2025-01-01")


def test_the_same_part_of_an_earlier_year() -> None:
    assert [go_back(text, 1) for text in ("2024-02-29", "2024-Q1", "2024-01/2024-11")] == [
        "2023-02-28", "2023-Q1", "2023-01/2023-11",
    ]  # fmt: skip


def test_years_are_counted_in_days_where_only_one_of_the_two_ends_is_that_of_a_month() -> None:
    assert count_years("2024-12-31", "2024-01-15") == Fraction(351) / Fraction(36525, 100)
    assert count_years("2025-01-15", "2024-12-31") == Fraction(15) / Fraction(36525, 100)


@pytest.mark.parametrize(
    ("one", "other", "is_shared"),
    [
        ("2024-06-30", "2024-06-30", True), ("2024-S1", "2024-06-30", True), ("2024-06-30", "2024-06-30/2024-09", True),
        ("2025", "2024", False), ("2024", "2025", False), ("2024-Q1", "2024-Q2", False),
    ],
)  # fmt: skip
def test_one_shared_day_is_enough_and_the_order_does_not_matter(one: str, other: str, *, is_shared: bool) -> None:
    assert overlap(one, other) is overlap(other, one) is is_shared


def test_the_leap_day_stays_where_the_earlier_year_has_one() -> None:
    assert go_back("2024-02-29", 4) == "2020-02-29"


def test_digits_of_other_scripts_make_no_period() -> None:
    with pytest.raises(NoPeriodError):
        find_end("\u0662\u0660\u0662\u0664")
