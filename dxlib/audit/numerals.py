"""Reading numbers as a page writes them, in the page's language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from babel import Locale

from dxlib.language import sentence

_SPACES = "\u00a0\u202f "
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))  # which way letters run: nobody sees them
_SIGNS = "-−+"
_MOST_PLACES = 6
_SCALED_PLACES = 2  # of a number before a word such as "million"
_SCALED, _STEP, _LARGEST = 10**6, 10**3, 10**12  # the least such word, from one to the next, the largest
_WHOLE = 100
# How a figure is hedged in words, and by a symbol where there is one that readers know.
HEDGES: Final[Mapping[str, tuple[str, str]]] = {
    ">": (sentence("more than {figure}").text, "> {figure}"),
    ">=": (sentence("at least {figure}").text, "≥ {figure}"),
    "<": (sentence("less than {figure}").text, "< {figure}"),
    "<~": (sentence("nearly {figure}").text, ""),
    "<=": (sentence("at most {figure}").text, "≤ {figure}"),
    "~": (sentence("about {figure}").text, "≈ {figure}"),
}
AT_MOST_OF_RANKS: Final = sentence("among the first {figure}").text
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
    # Not str.isdigit: "½" and "Ⅳ" state numbers too.
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
            # As whole words: a listed "5G" does not excuse the "15G" of another text.
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    return " ".join(text.split()) if has_numeral(text) else ""


def find_numerals(text: str) -> list[str]:
    """Give the runs of digits in a text."""
    return re.findall(r"\d+", text)


@lru_cache(maxsize=32)
def _read_symbols(language: str) -> Mapping[str, str]:
    symbols: Mapping[str, str] = Locale.parse(language, sep="-").number_symbols["latn"]
    return symbols


@lru_cache(maxsize=32)
def _compile_number(language: str) -> re.Pattern[str]:
    symbols = _read_symbols(language)
    group = symbols["group"]
    # Where CLDR groups by a space, writers use ordinary, no-break and narrow ones alike.
    groups = re.escape(group) + (_SPACES if group.isspace() else "")
    return re.compile(rf"[{_SIGNS}]?\d+(?:[{groups}]\d{{3}})*(?:{re.escape(symbols['decimal'])}\d+)?")


@lru_cache(maxsize=32)
def _list_scale_words(language: str) -> tuple[tuple[str, str, int], ...]:
    """Give what stands before and after a number for a power of ten, the longest words first.

    CLDR's pattern of a power of ten has a zero for each digit of the number that is written.
    """
    forms = Locale.parse(language, sep="-").compact_decimal_formats
    # Some languages have short forms only.
    patterns = forms["long" if "long" in forms else "short"]
    words = set()
    for by_power in patterns.values():
        for power, pattern in by_power.items():
            # Swahili writes a second pattern behind a semicolon, for numbers below zero.
            positive = pattern.pattern.partition(";")[0].replace("'", "")
            digits = positive.count("0")
            before, found, after = positive.partition("0" * max(digits, 1))
            scale = len(power) - digits
            if found and scale and (before or after):
                words.add((_trim(before), _trim(after), scale))
    return tuple(sorted(words, key=lambda one: (-len(one[0] + one[1]), one)))


def _trim(text: str) -> str:
    return text.translate(_MARKS).strip(_SPACES)


@lru_cache(maxsize=1024)
def list_numbered_words(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Give what stands beside the number in the patterns of a unit, where that holds a numeral of its own.

    Examples
    --------
    >>> list_numbered_words(("{n} per 100 people", "{n}%"))
    ('per 100 people',)
    """
    beside = dict.fromkeys(part.strip() for pattern in patterns for part in pattern.split("{n}"))
    return tuple(sorted(filter(has_numeral, beside), key=len, reverse=True))


@lru_cache(maxsize=8192)
def read_number(text: str, language: str, numbered_words: tuple[str, ...] = ()) -> WrittenNumber | None:
    """Read the one number of a figure's text; none when there is no number or more than one.

    Parameters
    ----------
    text
        The number, its unit and its hedge.
    language
        In which it is written.
    numbered_words
        Words of the unit that hold a numeral (:func:`list_numbered_words`): "per 100 people".
    """
    text = text.translate(_MARKS)
    # Two numbers in the text of a figure would leave open which one is meant.
    matches = list(_compile_number(language).finditer(_hide_numerals(text, numbered_words)))
    if len(matches) != 1:
        return None
    match, symbols = matches[0], _read_symbols(language)
    digits = match[0].replace("−", "-").lstrip("+")
    for separator in (symbols["group"], *_SPACES):
        digits = digits.replace(separator, "")
    mantissa = Decimal(digits.replace(symbols["decimal"], "."))
    scale, before, after = _read_scale(text[: match.start()], text[match.end() :], language)
    return WrittenNumber(mantissa, scale, f"{before}{{n}}{after}")


def _hide_numerals(text: str, numbered_words: Iterable[str]) -> str:
    """Give a text of the same length without the digits of words of its unit."""
    for words in numbered_words:
        # The writer may part words by other blanks, and begins a sentence with a capital letter.
        pattern = r"\s+".join(map(re.escape, words.split()))
        text = re.sub(pattern, lambda found: re.sub(r"\d", "_", found[0]), text, flags=re.IGNORECASE)
    return text


def _read_scale(before: str, after: str, language: str) -> tuple[int, str, str]:
    """Give the power of ten that words beside a number stand for, and the text without them."""
    ahead, behind = before.rstrip(_SPACES), after.lstrip(_SPACES)
    for first, last, scale in _list_scale_words(language):
        rest = behind[len(last) :]
        # "million" is no scale within "millionaires"; where words are not parted by blanks, a word has no such end.
        ends_word = not last or not rest[:1].isalpha() or not last[-1:].isascii()
        if ahead.endswith(first) and behind.startswith(last) and ends_word:
            return scale, ahead[: len(ahead) - len(first)] if first else before, rest if last else after
    return 0, before, after


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
        # 0.0042 with one decimal would be shown as 0.0.
        while size * 10**places < _TWO_DIGITS and places < _MOST_PLACES:
            places += 1
    elif unit == "PERCENT" and value != _WHOLE:
        # 99.97 with one decimal would be shown as a hundred per cent.
        while places < _MOST_PLACES and round_as_shown(value, places) == _WHOLE:
            places += 1
    return places


def read_off(value: Fraction, decimals: int, unit: str) -> Fraction:
    """Give the number that a reader takes from the text of a figure in single units."""
    if abs(value) < _SCALED:
        return Fraction(round_as_shown(value, count_places(value, decimals, unit)))
    power = Fraction(_SCALED)
    # By the rounded number: 999.999 million is written as 1 billion.
    while abs(round_as_shown(value / power, _SCALED_PLACES)) >= _STEP and power < _LARGEST:
        power *= _STEP
    return Fraction(round_as_shown(value / power, _SCALED_PLACES)) * power


def list_frames(patterns: Iterable[str], unit: str, translate: Callable[[str], str]) -> dict[str, str]:
    """Give every text that may stand around the number of a figure, each with the sign of the hedge that it says.

    Parameters
    ----------
    patterns, unit
        How numbers of a unit are written in the language, and its code.
    translate
        Gives words of the library in the language.

    Examples
    --------
    >>> list_frames(["{n}%"], "PERCENT", str)["more than {n}%"]
    '>'
    """
    plain = [make_plain(pattern) for pattern in patterns]
    frames = dict.fromkeys(plain, "")
    for sign, (words, symbol) in HEDGES.items():
        # "At most 70" is read the wrong way round of a rank to reach.
        said = AT_MOST_OF_RANKS if (unit, sign) == ("RANK", "<=") else words
        for hedge in filter(None, (translate(said), symbol)):
            frames |= {make_plain(hedge).replace("{figure}", pattern): sign for pattern in plain}
    return frames


def make_plain(text: str) -> str:
    """Give a text with plain single blanks, and in small letters."""
    return fold_case(" ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split()))


def fold_case(text: str) -> str:
    """Give a text in small letters, an I with and without a dot alike: Turkish begins a sentence with "İlk" for "ilk".

    Examples
    --------
    >>> fold_case("İlk"), fold_case("Ilık")
    ('ilk', 'ilik')
    """
    return text.replace("İ", "i").replace("ı", "i").casefold()
