"""Periods in questions: a year may be a number, everywhere."""

from __future__ import annotations

from dxlib.data.schema import end_of_period, is_period
from dxlib.errors import ConfigError

AskedPeriod = str | int | None


def read_period(name: str, given: AskedPeriod, *, is_needed: bool = False) -> str:
    """Give a period as SDMX writes it; empty for none, unless one is needed.

    Raises
    ------
    ConfigError
        For what is no period; ``name`` says which argument it is.
    """
    # Years that come out of a table are integers of numpy; str() writes them like those of Python.
    text = "" if given is None else str(given)
    if (text or is_needed) and not is_period(text):
        raise ConfigError(
            f"{name}={given!r} is not a period.", allowed=("2024", "2022-Q1", "2025-06", "2025-02-06"),
            fix="give a year, or a period as SDMX writes it.",
        )  # fmt: skip
    return text


def lies_between(period: str, since: str, until: str) -> bool:
    """Say whether a period ends between two others, both included; what has no date lies between none."""
    if not (since or until):
        return True
    if not period:
        return False
    end = end_of_period(period)
    return (not since or end >= end_of_period(since)) and (not until or end <= end_of_period(until))
