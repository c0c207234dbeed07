"""A language: its rules by CLDR, and what departs from them, as its folder says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Final

import yaml
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from dxlib.bounds import WRITTEN_BYTES
from dxlib.errors import ConfigError, raise_problems
from dxlib.intake import decode, find_wrong_letters, read_bytes
from dxlib.language.available import DEPARTURES, list_files
from dxlib.plain_yaml import read_plain

_LARGEST: Final = 12  # readers of statistics know words up to ten to the twelfth


class FontPart(StrEnum):
    """A part of the page's font, for letters that not every page needs."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    GREEK = "greek"


_OF_SCRIPTS: Final = {"Latn": (FontPart.LATIN,), "Cyrl": (FontPart.CYRILLIC,), "Grek": (FontPart.GREEK,)}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


# Of the second pattern only the month and the year must be told: the day may be a word.
_DAYS: Final = (date(2025, 6, 30), date(2025, 6, 23), date(2025, 5, 30), date(2024, 6, 30))
_FIRSTS: Final = (date(2025, 6, 1), date(2025, 5, 1), date(2024, 6, 1))


class Dates(_Part):
    """Patterns of days where CLDR's are not what careful writers use, in CLDR's own notation."""

    day: str = "long"
    first_of_month: str = ""

    @field_validator("day")
    @classmethod
    def _tell_days_apart(cls, pattern: str) -> str:
        return _check_pattern(pattern, _DAYS, "d MMMM y")

    @field_validator("first_of_month")
    @classmethod
    def _tell_months_apart(cls, pattern: str) -> str:
        return _check_pattern(pattern, _FIRSTS, "d'er' MMMM y") if pattern else pattern


def _check_pattern(pattern: str, days: Sequence[date], example: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415  (only where a pattern is given)

    with suppress(AttributeError, KeyError, ValueError):  # of a field of hours, or of none
        if len({format_date(day, pattern, locale="en") for day in days}) == len(days):
            return pattern
    raise ValueError(f"'{pattern}' does not say which day it is: write day, month and year, as \"{example}\"")


class PeriodWords(_Part):
    """The words around a period in running text, by how long it is; each holds ``{period}``.

    Parameters
    ----------
    year, month, day
        As 2025, 2025-06, 2025-06-30.
    part
        A half or a quarter of a year.
    start
        The first months of a year.
    span
        Any other time between two periods.
    vowel
        A month whose name begins with a vowel, where the word before it loses its own: "d’avril 2025".
    """

    year: str = "{period}"
    part: str = "{period}"
    start: str = "{period}"
    month: str = "{period}"
    day: str = "{period}"
    span: str = "{period}"
    vowel: str = ""

    @field_validator("*")
    @classmethod
    def _hold_one_period(cls, text: str) -> str:
        if text and text.count("{period}") != 1:
            raise ValueError("write {period} once, where the period stands")
        return text


class Compact(_Part):
    """Up to which power of ten a number is written with a word."""

    largest: int = Field(default=_LARGEST, ge=3, le=15)


def _check_form(form: str) -> str:
    try:
        groups = re.compile(form).groups
    except re.error as error:
        raise ValueError(f"'{form}' is no regular expression ({error})") from error
    if not form.strip() or groups:
        raise ValueError(f"'{form}' {'captures a group: write (?:…)' if groups else 'is no form of a word'}")
    return form


class UnitWords(_Part):
    """What a unit of the library is called, and how a number stands with it by CLDR's plural category."""

    name: str
    pattern: Mapping[str, str]


WordForm = Annotated[str, AfterValidator(_check_form)]


class Departures(_Part):
    """What the file ``language.yaml`` of a language says; all of it may be left out.

    Parameters
    ----------
    dates, compact
        What departs from CLDR.
    ordinals
        How a rank is written as an ordinal, by CLDR's plural category of ordinals, with ``{n}`` for the number.
    periods
        The words around a period in running text, by form (see :class:`~dxlib.language.numbers.Form`).
    terms
        Forms of the terms that a translation must keep, as regular expressions; see ``terms.yaml``.
    number_words
        Words that state a number, in the same form.
    units
        Words of the units that the library computes with, in a language that it has no messages in.
    as_in_english
        Those of these units whose words are right although they are, or one of them is, the English ones.
    fonts
        The parts of the page's font that the language needs beside the letters that every page has; by default those
        of its script.
    """

    dates: Dates = Dates()
    periods: Mapping[Annotated[str, Field(pattern="^(in|to|from|the)$")], PeriodWords] = Field(default_factory=dict)
    compact: Compact = Compact()
    ordinals: Mapping[str, str] = Field(default_factory=dict)
    terms: Mapping[str, tuple[WordForm, ...]] = Field(default_factory=dict)
    number_words: tuple[WordForm, ...] = ()
    units: Mapping[str, UnitWords] = Field(default_factory=dict)
    as_in_english: tuple[str, ...] = ()
    fonts: tuple[FontPart, ...] | None = None


class Language:
    """A language by its code; one object for each, which caches compare by identity.

    Parameters
    ----------
    code
        As BCP 47 writes it: ``fr``, ``pt-BR``, ``zh-Hant``.
    departures
        What it does otherwise than CLDR says.

    Raises
    ------
    ConfigError
        For a code that CLDR does not know.
    """

    def __init__(self, code: str, departures: Departures) -> None:
        self.code = code
        self.departures = departures
        self.locale = parse_locale(code)

    @cached_property
    def fonts(self) -> tuple[FontPart, ...]:
        """The parts of the page's font that it needs; none in a script for which a reader's own fonts must serve."""
        if self.departures.fonts is not None:
            return self.departures.fonts
        likely = get_global("likely_subtags").get(self.locale.language, "")  # et_Latn_EE
        return _OF_SCRIPTS.get(self.locale.script or likely.partition("_")[2].partition("_")[0], ())

    @cached_property
    def direction(self) -> str:
        """Which way it is written: ``ltr`` or ``rtl``."""
        return find_direction(self.code)


@lru_cache(maxsize=64)
def parse_locale(code: str) -> Locale:
    """Give what CLDR knows of a language.

    Raises
    ------
    ConfigError
        For a code that CLDR does not know.
    """
    try:
        return Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError) as error:
        raise ConfigError(f"Unknown language '{code}'.", fix="write a code of BCP 47, as 'pt-BR'.") from error


def find_direction(code: str) -> str:
    """Give which way a language is written.

    Examples
    --------
    >>> find_direction("vi"), find_direction("ar")
    ('ltr', 'rtl')
    """
    return "rtl" if parse_locale(code).character_order == "right-to-left" else "ltr"


def read_language(code: str, own: Path | None = None) -> Language:
    """Read what is known of a language; the same object as long as its files do not change.

    Parameters
    ----------
    code
        Of the language.
    own
        The folder of a project's languages; what it says of a language goes before what the library says.

    Raises
    ------
    ConfigError
        For a code that CLDR does not know, and for a file that cannot be used.
    """
    paths = list_files(DEPARTURES, code, own)
    return _read(code, tuple((path, read_bytes(path, WRITTEN_BYTES)) for path in paths if path.exists()))


@lru_cache(maxsize=32)
def _read(code: str, files: tuple[tuple[Path, bytes], ...]) -> Language:
    said: dict[str, Any] = {}
    for path, content in files:
        text = decode(path, content)
        try:
            found = read_plain(path, text)
            raise_problems([*find_wrong_letters(path, text), *found.problems], kind=ConfigError)
            # The project's file replaces keys as a whole; without exclude_unset the defaults of keys that it leaves out
            # would replace the library's words.
            said |= Departures.model_validate(found.data or {}).model_dump(exclude_unset=True)
        except (yaml.YAMLError, ValidationError) as error:
            raise ConfigError(f"{path} cannot be used.\n{error}", fix="run 'dxlib check' and correct it.") from error
    return Language(code, Departures(**said))
