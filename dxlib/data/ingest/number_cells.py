"""What a cell says: a number, no value, or neither."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from dxlib.bounds import NUMBER_CHARS

MISSING_SIGNS: Final = ("", "-", "\u2212", "–", "—", "..", "...", "…", "n/a", "#n/a", "na", "nan", "null")
# A comma alone ("1,234") may be either mark; beside a point, or standing twice, it can only divide thousands.
_IN_DOUBT: Final = re.compile(
    r"[+-]?(\d+|\d{1,3}(,\d{3})+(?=\.)|\d{1,3}(,\d{3}){2,})(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII
)
_EITHER: Final = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)  # 2.345: 2345 in half of the world
_PLAIN: Final = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
_DECLARED: Final = re.compile(r"[+-]?(\d+|\d{1,3}([, ]\d{3})+)(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
_SWAPPED: Final = str.maketrans(",.", ".,")
_TYPESET: Final = str.maketrans({**dict.fromkeys("\u00a0\u202f\u2009", " "), "\u2212": "-"})  # blanks, and the minus


def is_missing(text: str) -> bool:
    """Say whether a cell says that there is no value: one of :data:`MISSING_SIGNS`, in capitals or not."""
    return text.strip().casefold() in MISSING_SIGNS


def parse_number(text: str, *, decimal: str = "", thousands: bool = True) -> str | None:
    """Give a number as plain digits, or None for what is none or may be read in two ways.

    Parameters
    ----------
    text
        A cell.
    decimal
        The decimal mark, ``.`` or ``,``, where it is known; the other one, or a blank, then stands between thousands.
    thousands
        Whether anything may stand between thousands: not where a machine wrote the file.

    Examples
    --------
    >>> [parse_number(text) for text in ("0.69030", "1,234.5", "6.38E-05", "1,234", "1.234", "1.234,5", "[18]")]
    ['0.69030', '1234.5', '0.0000638', None, None, None, None]
    >>> [parse_number(text, decimal=",") for text in ("3.359,80", "8.718", "1 234,5", "45.2")]
    ['3359.80', '8718', '1234.5', None]
    """
    stripped = text.strip().translate(_TYPESET)
    if decimal == ",":
        stripped = stripped.translate(_SWAPPED)
    form = (_DECLARED if thousands else _PLAIN) if decimal else _IN_DOUBT
    if len(stripped) > NUMBER_CHARS or form.fullmatch(stripped) is None:
        return None
    if not decimal and _EITHER.fullmatch(stripped):
        return None
    # Written out, an exponent of three digits may take a thousand characters.
    digits = f"{Decimal(stripped.replace(',', '').replace(' ', '')):f}"
    return digits if len(digits) <= NUMBER_CHARS else None


def scale_number(digits: str, factor: Decimal) -> str:
    """Give a number of plain digits times a factor, with no digit that was not written.

    Examples
    --------
    >>> scale_number("31.50", Decimal(1000)), scale_number("31.5", Decimal("0.001")), scale_number("31.50", Decimal(1))
    ('31500', '0.0315', '31.50')
    """
    # A product has the decimals of both factors: 0.0010 would write one more than 0.001.
    return f"{Decimal(digits) * factor.normalize():f}" if factor != 1 else digits
