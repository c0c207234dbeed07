"""What no figure of a publisher's file can be: a place in a ranking that is none, or of a time to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from dxlib.data import schema
from dxlib.data.slips.dates import begins_after
from dxlib.data.slips.quotations import Slip

_RANK: Final = "RANK"


def find_slips(row: Mapping[str, str], day: str) -> Iterator[Slip]:
    """Give what is wrong with a figure whatever the others of its file are.

    Parameters
    ----------
    row
        As a reader of files gives it.
    day
        On which the file was published, or else fetched.
    """
    value = row[schema.OBS_VALUE]
    if value and row[schema.UNIT_MEASURE] == _RANK and not _is_place(Decimal(value)):
        what = f"'{value}' is no place in a ranking"
        yield schema.OBS_VALUE, what, "compare it with the publisher; a score may stand in the column of the rank."
    if value and begins_after(row, day):
        what = f"'{row[schema.TIME_PERIOD]}' begins after the day of the file ({day})"
        fix = f"compare it with the publisher; only a forecast (status {schema.ObsStatus.FORECAST}) is of a later time."
        yield schema.TIME_PERIOD, what, fix


def _is_place(value: Decimal) -> bool:
    # Not by a remainder: Decimal computes none of a number of more digits than its context has.
    return value >= 1 and value == value.to_integral_value()
