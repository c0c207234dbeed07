"""PUBLISHED against the register of sources, the day on which the source was read, and the period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import MILESTONE, Source
from dxlib.data.schema import Kind, ObsStatus
from dxlib.data.slips.quotations import Slip

_REGISTER: Final = "data/catalogue/sources.csv"


def find_slips(row: Mapping[str, str], source: Source) -> Iterator[Slip]:
    """Give what is wrong with the day of publication of a row.

    Parameters
    ----------
    row
        A row of a ledger whose cells are of the right form.
    source
        What the register says of its source.

    Notes
    -----
    A source has one day of publication, in the register; only where it has none there, a row may state one, which is
    the year of its period or stands in COMMENT too. A figure of a part of a year may be called one of the year, so that
    it may be published before the year has ended, but never before it begins. Forecasts, targets and milestones may.
    """
    own, registered, name = row[schema.PUBLISHED], source.published, row[schema.SOURCE]
    if own and registered:
        what = f"'{own}', but {_REGISTER} says that '{name}' was published {registered}"
        yield schema.PUBLISHED, what, "leave PUBLISHED empty; what is known better belongs into the register."
    elif own and own != row[schema.TIME_PERIOD][:4] and not _is_said(own, row[schema.COMMENT]):
        what = f"'{own}' is not the year of the period, and COMMENT does not say so"
        yield schema.PUBLISHED, what, "correct it, or say in COMMENT what was published then, with the same date."
    published = own or registered
    if not published:
        return
    # The first day that the date can mean: "2025-02" does not contradict a reading on 2025-02-06.
    if schema.start_of_period(published).isoformat() > source.read:
        what = f"'{published}', but '{name}' was read on {source.read}"
        yield schema.PUBLISHED, what, f"correct PUBLISHED, or PUBLISHED or READ of the source in {_REGISTER}."
    if not begins_after(row, published):
        return
    what = f"'{row[schema.TIME_PERIOD]}' begins after '{name}' was published ({published})"
    fix = f"correct TIME_PERIOD, SOURCE or the date of publication; a forecast has status {ObsStatus.FORECAST}."
    yield schema.TIME_PERIOD, what, fix


def begins_after(row: Mapping[str, str], published: str) -> bool:
    """Say whether the period of a row begins after it was published, where it tells of no time to come."""
    # The last day that the date can mean: what was published in "2024" may tell of September 2024.
    return not _is_ahead(row) and schema.end_of_period(published) < schema.start_of_period(row[schema.TIME_PERIOD])


def _is_said(day: str, comment: str) -> bool:
    """Say whether a comment names a date, not only a part of it."""
    return re.search(rf"(?<![\d-]){day}(?![\d-])", comment) is not None


def _is_ahead(row: Mapping[str, str]) -> bool:
    """Say whether a row may be published before its period begins."""
    is_forecast = row[schema.KIND] == Kind.TARGET or row[schema.OBS_STATUS] == ObsStatus.FORECAST
    return is_forecast or row[schema.UNIT_MEASURE] == MILESTONE or not row[schema.TIME_PERIOD]
