"""Text that a spreadsheet would take for a formula, found and made harmless."""

from __future__ import annotations

import re
from typing import Final

# The list of OWASP on CSV injection: a tab or carriage return is dropped when a cell is read, and "=" then comes first.
SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
# What a spreadsheet computes from "-3.5" or "+12.5%" is the number that stands there.
_NUMBER: Final = re.compile(r"[+-]?\d[\d.,\u00a0\u202f ]*%?", re.ASCII)


def may_become_formula(text: str) -> bool:
    """Say whether a spreadsheet may compute a text instead of showing it; a plain number it may.

    Examples
    --------
    >>> [may_become_formula(text) for text in ("=1+1", "@SUM(A1)", "+12+cmd|' /C calc'!A0", "- about 5")]
    [True, True, True, True]
    >>> [may_become_formula(text) for text in ("-3.5", "+12.5%", "a=b", "~5", "")]
    [False, False, False, False, False]
    """
    return text.startswith(SIGNS) and not _NUMBER.fullmatch(text)


def disarm(text: str) -> str:
    """Give a text as a CSV for people may hold it: an apostrophe goes before what may become a formula.

    Examples
    --------
    >>> disarm("=1+1"), disarm("-3.5")
    ("'=1+1", '-3.5')
    """
    return f"'{text}" if may_become_formula(text) else text
