"""The columns of ledgers and clean CSVs (SDMX's names), their codes, and what makes a row unique."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache, lru_cache
from operator import itemgetter
from typing import Final

from dxlib.bounds import FIRST_YEAR, LAST_YEAR

Row = Mapping[str, str]  # cells as text by column, of a ledger or of a clean CSV
INDICATOR: Final = "INDICATOR"
REF_AREA: Final = "REF_AREA"
TIME_PERIOD: Final = "TIME_PERIOD"
OBS_VALUE: Final = "OBS_VALUE"
UNIT_MEASURE: Final = "UNIT_MEASURE"
UNIT_MULT: Final = "UNIT_MULT"
OBS_STATUS: Final = "OBS_STATUS"
KIND: Final = "KIND"
QUALIFIER: Final = "QUALIFIER"
UPPER_VALUE: Final = "UPPER_VALUE"
OUT_OF: Final = "OUT_OF"
SOURCE: Final = "SOURCE"
LOCATOR: Final = "LOCATOR"
PUBLISHED: Final = "PUBLISHED"
AS_WRITTEN: Final = "AS_WRITTEN"
COMMENT: Final = "COMMENT"

COLUMNS: Final = (
    INDICATOR, REF_AREA, TIME_PERIOD, OBS_VALUE, UNIT_MEASURE, UNIT_MULT, OBS_STATUS, KIND,
    QUALIFIER, UPPER_VALUE, OUT_OF, SOURCE, LOCATOR, PUBLISHED, AS_WRITTEN, COMMENT,
)  # fmt: skip
KNOWN_SINCE: Final = "KNOWN_SINCE"
KNOWN_UNTIL: Final = "KNOWN_UNTIL"
CLEAN_COLUMNS: Final = (*COLUMNS, KNOWN_SINCE, KNOWN_UNTIL)
KEY: Final = (INDICATOR, REF_AREA, TIME_PERIOD, KIND)
# The source is a part of it: where sources disagree, all their rows stay.
UNIQUE: Final = (*KEY, SOURCE)
get_key: Final = itemgetter(*KEY)
get_unique: Final = itemgetter(*UNIQUE)
NUMBERS: Final = (OBS_VALUE, UPPER_VALUE, OUT_OF)


class Kind(StrEnum):
    """Whether a row says what was, or what shall be."""

    ACTUAL = "actual"
    TARGET = "target"


class ObsStatus(StrEnum):
    """The part of SDMX's code list CL_OBS_STATUS that dxlib uses.

    Each is as SDMX defines its letter.
    """

    NORMAL = "A"
    BREAK = "B"
    ESTIMATED = "E"
    FORECAST = "F"
    MISSING = "M"
    PROVISIONAL = "P"
    UNRELIABLE = "U"


class Qualifier(StrEnum):
    """How a source hedges a figure: a bound, "about" or "nearly" is kept as what it is.

    ``NEARLY`` is just below ("gần 10%"); "less than" ("dưới 10%") may be anything below.
    """

    EXACT = ""
    MORE_THAN = ">"
    AT_LEAST = ">="
    LESS_THAN = "<"
    AT_MOST = "<="
    ABOUT = "~"
    NEARLY = "<~"


# ABOUT and NEARLY are not among them: they name a number, to within its rounding, that can be subtracted.
# Rows come by the ten thousand and hold few different words: a cache takes a tenth of what the enumeration takes.
read_kind: Final = cache(Kind)
read_status: Final = cache(ObsStatus)
read_qualifier: Final = cache(Qualifier)
LOWER_BOUNDS: Final = frozenset({Qualifier.MORE_THAN, Qualifier.AT_LEAST})
UPPER_BOUNDS: Final = frozenset({Qualifier.LESS_THAN, Qualifier.AT_MOST})
BOUNDS: Final = LOWER_BOUNDS | UPPER_BOUNDS


class Aggregation(StrEnum):
    """What may be done with figures of areas that are put together."""

    SUM = "sum"
    WEIGHTED_MEAN = "weighted_mean"
    NEVER = "never"


DATE_PATTERN: Final = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
PERIOD_PATTERN: Final = rf"({DATE_PATTERN}|\d{{4}}-(S[12]|Q[1-4]))(/{DATE_PATTERN})?"
_PERIOD = re.compile(PERIOD_PATTERN, re.ASCII)
_PUBLISHED = re.compile(DATE_PATTERN, re.ASCII)
_DAY_CHARS: Final = len("2025-02-06")
_HALF_END = {"S1": "06", "S2": "12", "Q1": "03", "Q2": "06", "Q3": "09", "Q4": "12"}


@lru_cache(maxsize=4096)
def is_period(text: str) -> bool:
    """Say whether a text is a time period as SDMX writes it, of days that exist, the first before the last.

    Examples
    --------
    >>> [is_period(t) for t in ("2024", "2022-Q1", "2025-06", "2025-01/2025-09", "end 2024")]
    [True, True, True, True, False]
    """
    return _PERIOD.fullmatch(text) is not None and _has_days(text)


@lru_cache(maxsize=4096)
def is_publication_date(text: str) -> bool:
    """Say whether a text is a day, a month or a year of the calendar."""
    return _PUBLISHED.fullmatch(text) is not None and _has_days(text)


def is_whole_day(text: str) -> bool:
    """Say whether a text is a day of the calendar, and not a month or a year.

    Examples
    --------
    >>> is_whole_day("2025-02-06"), is_whole_day("2025-02")
    (True, False)
    """
    return len(text) == _DAY_CHARS and is_publication_date(text)


def get_today() -> date:
    """Give the day where the user is: in Hanoi it begins seven hours before that of UTC."""
    return datetime.now(UTC).astimezone().date()


def _has_days(period: str) -> bool:
    """Say whether the days of a text of the right form exist, and anybody counts then; there is no 2025-02-31."""
    try:
        first, last = start_of_period(period), end_of_period(period)
    except ValueError:
        return False
    return first.year >= FIRST_YEAR and first <= last and last.year <= LAST_YEAR


# Thousands of rows have some hundred different periods, and each sort by time asks for the ends of all.
@lru_cache(maxsize=4096)
def end_of_period(period: str) -> date:
    """Give the last day of a period; a date known to the month counts from the month's last day.

    Parameters
    ----------
    period
        A period or publication date as SDMX writes it.

    Examples
    --------
    >>> end_of_period("2024-02"), end_of_period("2022-Q1"), end_of_period("2025-01/2025-09")
    (datetime.date(2024, 2, 29), datetime.date(2022, 3, 31), datetime.date(2025, 9, 30))
    """
    last = period.rpartition("/")[2]
    year, _, rest = last.partition("-")
    rest = _HALF_END.get(rest, rest) or "12"
    month, _, day = rest.partition("-")
    if day:
        return date(int(year), int(month), int(day))
    return date(int(year), int(month), monthrange(int(year), int(month))[1])


@lru_cache(maxsize=4096)
def last_day_of(period: str) -> str:
    """Give the last day of a period as ISO 8601 writes it, which sorts by time; of no period, an empty text.

    Examples
    --------
    >>> last_day_of("2024-02"), last_day_of("")
    ('2024-02-29', '')
    """
    return period and end_of_period(period).isoformat()


@lru_cache(maxsize=4096)
def start_of_period(period: str) -> date:
    """Give the first day of a period.

    Examples
    --------
    >>> start_of_period("2024"), start_of_period("2022-Q2"), start_of_period("2024-01/2024-11")
    (datetime.date(2024, 1, 1), datetime.date(2022, 4, 1), datetime.date(2024, 1, 1))
    """
    first = period.partition("/")[0]
    year, _, rest = first.partition("-")
    if rest[:1] in ("S", "Q"):
        months = 6 if rest[0] == "S" else 3
        return date(int(year), (int(rest[1]) - 1) * months + 1, 1)
    month, _, day = rest.partition("-")
    return date(int(year), int(month or 1), int(day or 1))


def is_before(period: str, other: str) -> bool:
    """Say whether a period begins and ends before another one does.

    Examples
    --------
    >>> is_before("2023", "2024"), is_before("2024-10", "2024")
    (True, False)
    """
    return start_of_period(period) < start_of_period(other) and end_of_period(period) < end_of_period(other)


def shift_years(period: str, years: int) -> str:
    """Give the same part of another year; the last day of a February stays the last.

    Examples
    --------
    >>> [shift_years(t, -1) for t in ("2024", "2022-Q1", "2024-01/2024-11", "2024-02-29")]
    ['2023', '2021-Q1', '2023-01/2023-11', '2023-02-28']
    """
    parts = [f"{int(part[:4]) + years:04}{part[4:]}" for part in period.split("/")]
    return "/".join(f"{part[:-2]}28" if part.endswith("-02-29") and not is_period(part) else part for part in parts)
