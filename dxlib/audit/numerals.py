"""Reading numbers as a page writes them, in the page's language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from babel import Locale

_SPACES = "\u00a0\u202f "
_SCALES = (6, 9, 12)
_SIGNS = "-−+"
_MOST_PLACES = 6
_SCALED_PLACES = 2  # of a number before a word such as "million"
_SCALED, _STEP, _LARGEST = 10**6, 10**3, 10**12  # the least such word, from one to the next, the largest
_WHOLE = 100
_TWO_DIGITS = 10  # the least number that has them


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number as it stands in a text.

    Parameters
    ----------
    mantissa
        The digits.
    scale
        The power of ten that a word such as "million" stands for, else zero.
    frame
        The text with the number, its sign and its scale word replaced by ``{n}``.
    """

    mantissa: Decimal
    scale: int
    frame: str


def has_numeral(text: str) -> bool:
    """Say whether a text holds a digit of any script, a superscript or a fraction."""
    return any(unicodedata.category(letter) in ("Nd", "No", "Nl") for letter in text)


def find_loose_numerals(text: str, names: tuple[str, ...]) -> str:
    """Give what is left of a text that holds numerals outside listed names; empty where it holds none.

    Parameters
    ----------
    text
        A message, without its places.
    names
        Proper names that hold a numeral.

    Examples
    --------
    >>> find_loose_numerals("5G covers 3 cities", ("5G",)), find_loose_numerals("5G", ("5G",))
    ('covers 3 cities', '')
    """
    for name in names if has_numeral(text) else ():
        if name in text:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    return " ".join(text.split()) if has_numeral(text) else ""


def find_numerals(text: str) -> list[str]:
    """Give the runs of digits in a text."""
    return re.findall(r"\d+", text)


@lru_cache(maxsize=8)
def _compile_number(language: str) -> re.Pattern[str]:
    symbols = Locale.parse(language).number_symbols["latn"]
    group = symbols["group"]
    groups = re.escape(group) + (_SPACES if group.isspace() else "")
    return re.compile(rf"[{_SIGNS}]?\d+(?:[{groups}]\d{{3}})*(?:{re.escape(symbols['decimal'])}\d+)?")


@lru_cache(maxsize=8)
def _list_scale_words(language: str) -> tuple[tuple[str, int], ...]:
    patterns = Locale.parse(language).compact_decimal_formats["long"]
    words = {
        (patterns[category][str(10**scale)].pattern.strip("0\u00a0 "), scale)
        for category in patterns
        for scale in _SCALES
        if str(10**scale) in patterns[category] and patterns[category][str(10**scale)].pattern.count("0") == 1
    }
    return tuple(sorted(words, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=8192)
def read_number(text: str, language: str) -> WrittenNumber | None:
    """Read the one number of a figure's text; none when there is no number or more than one."""
    matches = list(_compile_number(language).finditer(text))
    if len(matches) != 1:
        return None
    match = matches[0]
    symbols = Locale.parse(language).number_symbols["latn"]
    digits = match[0].replace("−", "-").lstrip("+")
    for separator in (symbols["group"], *_SPACES):
        digits = digits.replace(separator, "")
    mantissa = Decimal(digits.replace(symbols["decimal"], "."))
    scale, rest = _read_scale(text[match.end() :], language)
    return WrittenNumber(mantissa, scale, f"{text[: match.start()]}{{n}}{rest}")


def _read_scale(rest: str, language: str) -> tuple[int, str]:
    stripped = rest.lstrip(_SPACES)
    for word, scale in _list_scale_words(language):
        after = stripped[len(word) :]
        if stripped.startswith(word) and not after[:1].isalpha():
            return scale, after
    return 0, rest


def round_as_shown(value: Fraction, decimals: int) -> Decimal:
    """Round a derived value as a page shows it: a half goes away from zero."""
    # Forty digits are enough for any ratio of two figures; a tie can only come from an exact decimal.
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def count_places(value: Fraction, decimals: int, unit: str) -> int:
    """Give how many decimals a number is written with: more than usual where these would hide what it is.

    A number below one keeps two digits; a share that is not the whole is not written as a hundred per cent.
    """
    places = decimals
    size = abs(value)
    if 0 < size < 1:
        while size * 10**places < _TWO_DIGITS and places < _MOST_PLACES:
            places += 1
    elif unit == "PERCENT" and value != _WHOLE:
        while places < _MOST_PLACES and round_as_shown(value, places) == _WHOLE:
            places += 1
    return places


def read_off(value: Fraction, decimals: int, unit: str) -> Fraction:
    """Give the number that a reader takes from the text of a figure in single units."""
    if abs(value) < _SCALED:
        return Fraction(round_as_shown(value, count_places(value, decimals, unit)))
    power = Fraction(_SCALED)
    while abs(round_as_shown(value / power, _SCALED_PLACES)) >= _STEP and power < _LARGEST:
        power *= _STEP
    return Fraction(round_as_shown(value / power, _SCALED_PLACES)) * power


def walk_frames(patterns: tuple[str, ...], hedges: tuple[str, ...]) -> Iterator[str]:
    """Give every text that may stand around the number of a figure."""
    for hedge in hedges:
        for pattern in patterns:
            yield hedge.replace("{figure}", pattern)
