"""The words with which sources of each language write numbers: ``words.yaml``, made ready for reading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from dxlib.language import SOURCE_LANGUAGE

# They may stand between a hedge and its number: "more than US$ 5 billion".
_CURRENCIES: Final = ("US$", "USD", "VND", "VNĐ", "EUR", "$", "€")
_SIGNS: Final = {"≥": ">=", ">=": ">=", ">": ">", "≤": "<=", "<=": "<=", "<": "<", "~": "~", "≈": "~"}
_AFTER_DIGITS: Final = re.compile(r"0+\s*([^\s\d.]+)\.?\s*")  # a pattern of CLDR with a word: "0 mln", "00万", "0 Mio."
_KINDS: Final = ("range", "of", "all", "last", "compared", "orders", "per_cent", "month", "days")  # of lists of words


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How numbers are written in one language.

    Parameters
    ----------
    decimal
        The decimal mark.
    scale
        Powers of ten by word.
    hedges, suffixes
        Codes of QUALIFIER by the words before, or after, a number.
    numbers, fractions
        Values by word; fractions in per cent.
    months
        Numbers of months by name.
    ends
        Words between the ends of a range by those before the first: "between" 30 "and" 40.
    choices
        Alternatives of a regular expression by the keys of ``words.yaml``, and ``months``: what never matches where a
        language has no such words.
    """

    decimal: str
    scale: Mapping[str, int]
    hedges: Mapping[str, str]
    suffixes: Mapping[str, str]
    numbers: Mapping[str, Decimal]
    fractions: Mapping[str, Decimal]
    months: Mapping[str, int]
    ends: Mapping[str, str]
    choices: Mapping[str, str]


@cache
def read_words(language: str) -> NumberWords:
    """Read the words of a language; of one that is not listed those of English, with its own decimal mark and scale."""
    listed = _read_all()
    own: Mapping[str, Any] = listed.get(language, listed[SOURCE_LANGUAGE])
    tables: dict[str, Mapping[str, Any]] = {
        "scale": _fold(own.get("scale", {}) if language in listed else _find_scales(language, own["scale"])),
        "hedges": _fold({**_SIGNS, **_turn(own.get("hedges", {}))}),
        "suffixes": _turn(own.get("suffixes", {})),
        "numbers": {word: Decimal(str(value)) for word, value in _fold(own.get("numbers", {})).items()},
        "fractions": {word: Decimal(str(value)) for word, value in _fold(own.get("fractions", {})).items()},
        "months": _list_months(language if language in listed else SOURCE_LANGUAGE),
    }
    lists = {kind: own.get(kind, ()) for kind in _KINDS} | {"prefixes": [*_CURRENCIES, *own.get("prefixes", ())]}
    return NumberWords(
        own["decimal"] if is_listed(language) else _find_decimal(language, own["decimal"]),
        **tables,
        ends=_fold(own.get("ends", {})),
        choices={kind: make_choice(words) for kind, words in {**tables, **lists}.items()},
    )


def is_listed(language: str) -> bool:
    """Say whether the words of a language are known, its hedges among them."""
    return language in _read_all()


def _find_decimal(language: str, otherwise: str) -> str:
    """Give the decimal mark of a language by CLDR; another one where it has none of the two that are read."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  (only where quotations are read)

    try:
        mark = Locale(language).number_symbols.get("latn", {}).get("decimal", "")
    except UnknownLocaleError:
        return otherwise
    return mark if mark in (".", ",") else otherwise


def _find_scales(language: str, otherwise: Mapping[str, int]) -> Mapping[str, int]:
    """Give the words of ten to a power by CLDR, long and short ("million", "Mio", "万"); others where it has none."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  (only where quotations are read)

    try:
        formats = Locale(language).compact_decimal_formats
    except UnknownLocaleError:
        return otherwise
    patterns = [
        (int(power), pattern.pattern.partition(";")[0].replace("'", ""))
        for width in ("short", "long")
        for by_power in formats.get(width, {}).values()
        for power, pattern in by_power.items()
    ]
    found = {
        word[1].casefold(): len(str(power)) - pattern.count("0")
        for power, pattern in patterns
        if (word := _AFTER_DIGITS.fullmatch(pattern)) and _is_word(word[1])
    }
    # Words of scripts without capitals follow the digits at once, and no Latin word stands among them.
    return {**otherwise, **found} if any(word.isascii() for word in found) else found or otherwise


def _is_word(text: str) -> bool:
    """Say whether a text is no single letter, as "K" and "M" are, which mean other things too; "万" is a word."""
    return len(text) > 1 or unicodedata.east_asian_width(text) == "W"


@cache
def _read_all() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((files(__package__) / "words.yaml").read_text("utf-8"))
    return loaded


def _fold(words: Mapping[str, Any]) -> dict[str, Any]:
    """Give the words in small letters, the longest first."""
    return {word.casefold(): words[word] for word in sorted(words, key=lambda word: (-len(word), word))}


def _turn(by_code: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return _fold({word: code for code, words in by_code.items() for word in words})


def make_choice(words: Iterable[str]) -> str:
    """Give a regular expression for any of some words, the longest first; one that never matches for none."""
    # The first alternative that fits wins: "million" before "millions" would leave an "s" behind.
    ordered = sorted({word.casefold() for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in ordered) or "(?!)"


def _list_months(language: str) -> dict[str, int]:
    """Give the names of months by CLDR."""
    from babel.dates import get_month_names  # noqa: PLC0415  (only where quotations are read)

    names: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        for number, name in get_month_names(width, locale=language).items():
            # CLDR ends abbreviations with a dot in some languages ("janv."), and sources leave it out.
            names.setdefault(name.casefold().rstrip("."), number)
    return _fold(names)
