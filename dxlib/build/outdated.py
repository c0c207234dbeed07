"""Which pages show figures that have changed since: a build of some pages leaves the others as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dxlib.build.slices import SliceReader
from dxlib.build.state import Record

_MOST_NAMED: Final = 2


def list_outdated(records: Mapping[str, Record], slices: SliceReader) -> dict[str, str]:
    """Give the pages whose data are others now than those that they were made from, each with what changed.

    A page beside which newer ones say something else would contradict them, so a release marks it as stale.

    Parameters
    ----------
    records
        Of jobs with a page, by id.
    slices
        The data as they are now.

    Returns
    -------
    dict of str to str
        By id why the page is one from before, in one line; empty where there are no clean data to hold it against.
    """
    if not slices.has_data:
        return {}
    changed = {job: _list_changed(record, slices) for job, record in records.items() if record.data != slices.whole}
    return {job: _describe(names) for job, names in changed.items() if names}


def _list_changed(record: Record, slices: SliceReader) -> list[str]:
    day = record.as_of
    return [
        f"{one.indicator} of {one.area}" if one.area else one.indicator or "the list of indicators"
        for one, digest in record.slices.items()
        if slices.compute_digest(one, day) != digest
    ]


def _describe(names: list[str]) -> str:
    rest = len(names) - _MOST_NAMED
    named = ", ".join(names[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
    return f"figures have changed since it was built: {named}"
