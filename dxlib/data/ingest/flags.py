"""Flags beside values: those of SDMX's code list, and what a publisher means by its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from dxlib.data.schema import ObsStatus

OTHER_FLAGS: Final = {  # of SDMX's code list, those that dxlib keeps as a comment
    "D": "its definition differs", "G": "it is experimental", "I": "it is imputed", "N": "it is not significant",
    "S": "a special event is in it", "T": "the limits of comparison have changed", "V": "it is not validated",
    "W": "it includes another category",
}  # fmt: skip
STATUSES: Final = {
    # M beside a value contradicts it: left out here, it is an unknown flag, and so a problem.
    **{status.value: status for status in ObsStatus if status is not ObsStatus.MISSING},
    **dict.fromkeys(OTHER_FLAGS, ObsStatus.NORMAL),
    # There is no status of its own for imputed values, which nobody measured.
    "I": ObsStatus.ESTIMATED,
}
_FIRST_OF_MANY: Final = "BUEPFIADGNSTVW"  # where a cell has several flags, SDMX lets a break come first
_BETWEEN: Final = re.compile(r"[\s,;|]+")


class Meaning(NamedTuple):
    """What a flag says of a value."""

    status: ObsStatus = ObsStatus.NORMAL
    comment: str = ""


def split_flags(text: str, own: Iterable[str] = ()) -> list[str]:
    """Give the flags of a cell, in its order; Eurostat writes several in one cell, as 'be'.

    Examples
    --------
    >>> split_flags("eb"), split_flags("p, (1)", own=["(1)"]), split_flags("")
    (['E', 'B'], ['P', '(1)'], [])
    """
    known = set(own)
    # A flag of the publisher's own list may itself hold a blank or a comma.
    tokens = [text.strip()] if text.strip() in known else _BETWEEN.split(text.strip())
    flags: list[str] = []
    for token in filter(None, tokens):
        whole = token in known or not token.isalpha()
        flags += [token] if whole else [letter if letter in known else letter.upper() for letter in token]
    return flags


def find_unknown(flags: Iterable[str], own: Mapping[str, Meaning] | None = None) -> list[str]:
    """Give the flags that neither SDMX nor the publisher's own list explains."""
    return [flag for flag in flags if flag not in STATUSES and flag not in (own or {})]


def explain_flags(flags: Sequence[str], own: Mapping[str, Meaning] | None = None) -> Meaning:
    """Give the status of the flag that counts first, and what it and the others say beside.

    Examples
    --------
    >>> explain_flags(["E", "B"])
    Meaning(status=<ObsStatus.BREAK: 'B'>, comment="The publisher's flag E.")
    """
    meanings = {flag: (own or {}).get(flag) or _explain(flag) for flag in flags}
    ordered = sorted(meanings, key=lambda flag: _rank(flag, meanings[flag]))
    said = [meanings[flag].comment for flag in ordered]
    said += [f"The publisher's flag {flag}." for flag in ordered[1:] if not meanings[flag].comment]
    first = meanings[ordered[0]].status if ordered else ObsStatus.NORMAL
    return Meaning(first, " ".join(filter(None, said)))


def _rank(flag: str, meaning: Meaning) -> int:
    return _FIRST_OF_MANY.find(flag if flag in STATUSES else meaning.status.value)


def _explain(flag: str) -> Meaning:
    comment = f"The publisher's flag {flag}: {OTHER_FLAGS[flag]}." if flag in OTHER_FLAGS else ""
    return Meaning(STATUSES[flag], comment)
