"""The audit's own calendar: when periods begin and end, and how much time lies between them."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Final

# 365.25, exactly: a year with its share of a leap day.
_DAYS_A_YEAR: Final = Fraction(36525, 100)
_FORM: Final = re.compile(r"(\d{4})(?:-([SQ])(\d)|-(\d\d)(?:-(\d\d))?)?", re.ASCII)
# Of a half-year and a quarter, by the letters of SDMX.
_MONTHS: Final = {"S": 6, "Q": 3}
_LEAP_DAY: Final = "-02-29"


class NoPeriodError(ValueError):
    """A text that is no period."""


@lru_cache(maxsize=4096)
def find_end(period: str) -> date:
    """Give the last day of a period.

    Raises
    ------
    NoPeriodError
        For a text that is no period.

    Examples
    --------
    >>> find_end("2024-02"), find_end("2022-Q1"), find_end("2025-01/2025-09")
    (datetime.date(2024, 2, 29), datetime.date(2022, 3, 31), datetime.date(2025, 9, 30))
    """
    year, last, day = _split(period.rsplit("/", maxsplit=1)[-1])
    return date(year, last, day or calendar.monthrange(year, last)[1])


@lru_cache(maxsize=4096)
def find_start(period: str) -> date:
    """Give the first day of a period.

    Examples
    --------
    >>> find_start("2024"), find_start("2022-Q2"), find_start("2024-03/2024-11")
    (datetime.date(2024, 1, 1), datetime.date(2022, 4, 1), datetime.date(2024, 3, 1))
    """
    first = period.split("/", maxsplit=1)[0]
    year, last, day = _split(first)
    match = _FORM.fullmatch(first)
    assert match is not None  # what was split
    long = _MONTHS[match[2]] if match[2] else 1 if match[4] else 12
    return date(year, last - long + 1, day or 1)


def _split(period: str) -> tuple[int, int, int]:
    """Give year, last month, and day (0 where the period is longer than a day)."""
    match = _FORM.fullmatch(period)
    if match is None:
        raise NoPeriodError(f"'{period}' is no period")
    year, part, number, month, day = match.groups()
    last = _MONTHS[part] * int(number) if part else int(month or 12)
    return int(year), last, int(day or 0)


def count_years(later: str, earlier: str) -> Fraction:
    """Give the years between the ends of two periods: whole months between ends of months, else days.

    Examples
    --------
    >>> count_years("2024", "2022"), count_years("2025-06", "2024")
    (Fraction(2, 1), Fraction(1, 2))
    """
    end, start = find_end(later), find_end(earlier)
    # An end of a month is the day before a first; the library asks for the month's length instead.
    if {(day + timedelta(days=1)).day for day in (end, start)} == {1}:
        return Fraction(12 * (end.year - start.year) + end.month - start.month, 12)
    return Fraction((end - start).days) / _DAYS_A_YEAR


def overlap(one: str, other: str) -> bool:
    """Say whether two periods share a day."""
    return find_start(one) <= find_end(other) and find_start(other) <= find_end(one)


def is_after_break(period: str, day: str) -> bool:
    """Say whether a period lies on the new side of a break; one that straddles it counts as new.

    Examples
    --------
    >>> [is_after_break(period, "2022-06-24") for period in ("2021", "2022-03", "2022", "2022-06-24")]
    [False, False, True, True]
    """
    # ">=": the end of a period that its source marks as a break is such a day, and its figure is new.
    return find_end(period).isoformat() >= day


def go_back(period: str, years: int) -> str:
    """Give the same part of an earlier year; 29 February becomes the 28th where there is no 29th.

    Examples
    --------
    >>> [go_back(text, 1) for text in ("2024", "2022-Q1", "2024-01/2024-11", "2024-02-29")]
    ['2023', '2021-Q1', '2023-01/2023-11', '2023-02-28']
    """
    return "/".join(_go_back(half, years) for half in period.split("/"))


def _go_back(text: str, years: int) -> str:
    year, rest = int(text[:4]) - years, text[4:]
    return f"{year:04}{'-02-28' if rest == _LEAP_DAY and not calendar.isleap(year) else rest}"
