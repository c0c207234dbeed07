"""OBS_STATUS is said a second time, in words: COMMENT begins with them wherever the status is not A."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from dxlib.data import schema
from dxlib.data.schema import ObsStatus
from dxlib.data.slips.quotations import DERIVED, Slip

WORDS: Final[Mapping[ObsStatus, tuple[str, ...]]] = {
    ObsStatus.BREAK: ("Break",),
    ObsStatus.ESTIMATED: ("Estimate", DERIVED.rstrip(":")),
    ObsStatus.FORECAST: ("Forecast",),
    ObsStatus.MISSING: ("Missing",),
    ObsStatus.PROVISIONAL: ("Provisional",),
    ObsStatus.UNRELIABLE: ("Doubtful",),
}
_BY_WORD: Final = {word: status for status, words in WORDS.items() for word in words}
_FIRST: Final = re.compile(r"(\w+)[:.]")


def find_slips(row: Mapping[str, str]) -> Iterator[Slip]:
    """Say where the status of a row and the first word of its comment are not of one opinion."""
    status, comment = schema.read_status(row[schema.OBS_STATUS]), row[schema.COMMENT]
    first = _FIRST.match(comment)
    said = _BY_WORD.get(first[1], ObsStatus.NORMAL) if first else ObsStatus.NORMAL
    if said is status:
        return
    words = " or ".join(f"'{word}:'" for word in WORDS.get(status, ()))
    if status is ObsStatus.NORMAL:
        what, how = f"Status A, but COMMENT begins with '{comment.partition(' ')[0]}'", "another word"
    else:
        what, how = f"Status {status}, but COMMENT does not begin with {words}", f"{words} and the reason"
    yield schema.OBS_STATUS, what, f"correct OBS_STATUS, or begin COMMENT with {how}."
