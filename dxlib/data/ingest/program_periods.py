"""Time periods as publishers' programs write them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

_PERIOD: Final = re.compile(r"(?:YR)?(\d{4})(?:-?(?:A1|([SQ]\d)|M(\d{2})))?", re.ASCII | re.IGNORECASE)
_DURATION: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T00:00:00)?/P(\d{1,4})([YMD])", re.ASCII)
# Some services write a day as the moment at which it begins.
_MIDNIGHT: Final = "T00:00:00"
_MONTHS_OF: Final = {"Q": 3, "S": 6}
_YEAR: Final = 12


def format_period(text: str) -> str:
    """Write a period as :func:`dxlib.data.schema.is_period` knows it; what is none stays as it is.

    Examples
    --------
    >>> [format_period(text) for text in ("2024-A1", "2024-M04", "2024Q1", "2024-04-01T00:00:00", "2024-W05", "YR2024")]
    ['2024', '2024-04', '2024-Q1', '2024-04-01', '2024-W05', '2024']
    >>> [format_period(f"2024-{text}") for text in ("01-01/P2Y", "01-01/P11M", "04-01/P3M", "02-28/P3D")]
    ['2024/2025', '2024-01/2024-11', '2024-Q2', '2024-02-28/2024-03-01']
    """
    if found := _PERIOD.fullmatch(text):
        year, part, month = found.groups()
        return "-".join(filter(None, (year, (part or "").upper() or month)))
    if found := _DURATION.fullmatch(text):
        year, month, day, count = (int(number) for number in found.groups()[:4])
        return _format_range(text, (year, month, day), count, found[5])
    return text.removesuffix(_MIDNIGHT)


def _format_range(text: str, start: tuple[int, int, int], count: int, unit: str) -> str:
    """Write a first day and a length; one that does not begin with a month, or ends after all calendars, as it is."""
    year, month, day = start
    try:
        if unit == "D":
            first = date(*start)
            return _join(first.isoformat(), (first + timedelta(days=count - 1)).isoformat())
    except (ValueError, OverflowError):
        return text
    months = count * _YEAR if unit == "Y" else count
    if day != 1 or not months:
        return text
    if month == 1 and months % _YEAR == 0:
        return _join(f"{year:04}", f"{year + months // _YEAR - 1:04}")
    # Three months that are a quarter are written as one, so that they are the same period in every source.
    for letter, length in _MONTHS_OF.items():
        if months == length and (month - 1) % length == 0:
            return f"{year:04}-{letter}{(month - 1) // length + 1}"
    last = year * _YEAR + month - 1 + months - 1
    return _join(f"{year:04}-{month:02}", f"{last // _YEAR:04}-{last % _YEAR + 1:02}")


def _join(first: str, last: str) -> str:
    return first if first == last else f"{first}/{last}"
