"""Periods in questions: a year may be a number, and a period may lie between two others."""

import numpy as np
import pytest

from dxlib.data.asked_periods import lies_between, read_period
from dxlib.errors import ConfigError


@pytest.mark.parametrize(
    ("given", "period"),
    [
        (2024, "2024"),
        (np.int64(2024), "2024"),
        ("2024-Q1", "2024-Q1"),
        ("2022/2024", "2022/2024"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_period_is_given_as_sdmx_writes_it(given, period):
    assert read_period("at", given) == period


@pytest.mark.parametrize("given", ["soon", 24, 0, "2024-13"])
def test_what_is_no_period_is_refused_by_the_name_of_its_argument(given):
    with pytest.raises(ConfigError) as caught:
        read_period("since", given)
    assert str(caught.value) == (
        f"since={given!r} is not a period.\n"
        "Allowed: '2024', '2022-Q1', '2025-06', '2025-02-06'.\n"
        "Fix: give a year, or a period as SDMX writes it."
    )


@pytest.mark.parametrize("given", [None, ""])
def test_no_period_is_refused_where_one_is_needed(given):
    with pytest.raises(ConfigError, match="is not a period"):
        read_period("at", given, is_needed=True)
    assert read_period("at", 2024, is_needed=True) == "2024"


@pytest.mark.parametrize(
    ("period", "since", "until", "lies"),
    [
        ("2024", "2024", "2024", True),
        ("2024-Q4", "2024", "", True),  # both end on the last day of the year
        ("2024-Q3", "2024", "", False),
        ("2024-Q3", "", "2024", True),
        ("2025", "", "2024", False),
        ("2023", "2022", "2024", True),
        ("2021", "2022", "2024", False),
        ("2025", "2022", "2024", False),
    ],
)
def test_a_period_lies_between_two_others_by_its_last_day(period, since, until, lies):
    assert lies_between(period, since, until) is lies


def test_what_has_no_date_lies_between_none_and_is_there_where_nothing_is_asked():
    assert lies_between("", "", "")
    assert not lies_between("", "2020", "")
    assert not lies_between("", "", "2020")
