"""One language as the parts that speak it need it: sentences, figures, periods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, Protocol

from markupsafe import Markup

from dxlib.language.available import SOURCE_LANGUAGE
from dxlib.language.catalogues import read_translations
from dxlib.language.languages import FontPart, PeriodWords, read_language
from dxlib.language.numbers import (
    Form,
    format_day,
    format_month,
    format_number,
    write_number,
)
from dxlib.language.sentences import Sentence, fill, sentence

# With a symbol, where readers know one, and in words.
_HEDGES = {
    "": ("{figure}", sentence("{figure}")),
    ">": ("> {figure}", sentence("more than {figure}")),
    ">=": ("≥ {figure}", sentence("at least {figure}")),
    "<": ("< {figure}", sentence("less than {figure}")),
    "<=": ("≤ {figure}", sentence("at most {figure}")),
    "~": ("≈ {figure}", sentence("about {figure}")),
    "<~": ("", sentence("nearly {figure}")),
}
_RIGHT_TO_LEFT = "\u200f"  # a letter that nobody sees
# Not "70 or better": its Vietnamese form "70 trở lên" is read as 70 and more.
_RANK_HEDGES = {"<=": ("", sentence("among the first {figure}"))}
_HALVES = {
    "S1": sentence("first half of {year}"),
    "S2": sentence("second half of {year}"),
    "Q1": sentence("first quarter of {year}"),
    "Q2": sentence("second quarter of {year}"),
    "Q3": sentence("third quarter of {year}"),
    "Q4": sentence("fourth quarter of {year}"),
}
# The first months of a year, where no quarter or half is meant; six of them would read as the half in some languages.
_STARTS = {
    "02": sentence("first two months of {year}"),
    "03": sentence("first three months of {year}"),
    "04": sentence("first four months of {year}"),
    "05": sentence("first five months of {year}"),
    "07": sentence("first seven months of {year}"),
    "08": sentence("first eight months of {year}"),
    "09": sentence("first nine months of {year}"),
    "10": sentence("first ten months of {year}"),
    "11": sentence("first eleven months of {year}"),
}
_COMMA = sentence(", ")
_RANGE = sentence("{first} to {last}")
# French "de" loses its vowel before them: "d’avril", "d’août", "d’octobre".
_VOWELS = frozenset("aeiouy")
_KINDS = {0: "year", 2: "month", 5: "day"}  # by the letters of a code behind its year and a hyphen


def _find_kind(period: str) -> str:
    """Give how long a period is, as ``language.yaml`` calls it."""
    if "/" in period:
        return "start" if _find_start(period) else "span"
    rest = period.partition("-")[2]
    return "part" if rest in _HALVES else _KINDS[len(rest)]


def _find_start(period: str) -> Sentence | None:
    """Give the name of a range that is the first months of a year."""
    first, _, last = period.partition("/")
    year, month = first[:4], last[5:]
    return _STARTS.get(month) if first == f"{year}-01" and last == f"{year}-{month}" else None


class Measured(Protocol):
    """What a speaker needs to know of a quantity."""

    @property
    def value(self) -> Decimal: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def unit_mult(self) -> int: ...  # noqa: D102
    @property
    def decimals(self) -> int: ...  # noqa: D102
    @property
    def qualifier(self) -> str: ...  # noqa: D102


class Speaker:
    """Writes sentences, figures and periods in one language.

    Parameters
    ----------
    language
        Its code.
    patterns
        For each unit how number and unit stand together, by CLDR plural category.
    own
        The folder of the project's languages: translations of its notebooks, of the library's messages in further
        languages, departures from CLDR.

    Raises
    ------
    ConfigError
        For a code that CLDR does not know, and for a file of the language that cannot be used.
    """

    def __init__(self, language: str, patterns: Mapping[str, Mapping[str, str]], own: Path | None = None) -> None:
        self.language = language
        self.patterns = patterns
        # Noted down and not refused: a draft shows the English text, a release names what it lacks and stops.
        self.untranslated: set[str] = set()
        self._rules = read_language(language, own)
        self._translations = read_translations(language, own)

    @property
    def direction(self) -> str:
        """Which way the language is written: ``ltr`` or ``rtl``."""
        return self._rules.direction

    @property
    def fonts(self) -> tuple[FontPart, ...]:
        """The parts of the page's font that the language needs beside the letters that every page has."""
        return self._rules.fonts

    @property
    def date_patterns(self) -> tuple[str, ...]:
        """The patterns of days that depart from CLDR's, in CLDR's notation."""
        dates = self._rules.departures.dates
        return (dates.day, dates.first_of_month)

    def translate(self, text: str) -> str:
        """Give a text in this language; in English, and noted down, where no translation is ready."""
        if text not in self._translations:
            if self.language != SOURCE_LANGUAGE:
                self.untranslated.add(text)
            return text
        return self._translations[text].forms[0]

    def list_texts(self, texts: Iterable[str]) -> str:
        """Give texts one after the other, with the comma of the language between them."""
        return self.translate(_COMMA.text).join(texts)

    def translate_sentence(self, message: Sentence) -> str:
        """Give a sentence in this language, in the plural form that its count asks for."""
        if not message.plural:
            return self.translate(message.text)
        translation = self._translations.get(message.text)
        if translation is not None and translation.has_form(message.count):
            return translation.forms[translation.choose(message.count)]
        if self.language != SOURCE_LANGUAGE:
            self.untranslated.add(message.text)
        # English takes the plural for zero too.
        return (message.text, message.plural)[message.count != 1]

    def format_bare(self, measure: Measured, *, form: Form = Form.PLAIN) -> str:
        """Write a quantity with its unit and without its hedge."""
        if form is Form.ORDINAL and self._is_ordinal(measure):
            return self._format_ordinal(measure)
        digits = str(measure.value)
        number, category = write_number(
            digits, measure.unit_mult, measure.decimals, self._rules, form=form, unit=measure.unit
        )
        patterns = self.patterns.get(measure.unit, {"other": "{n}"})
        return patterns.get(category, patterns["other"]).replace("{n}", number)

    def _is_ordinal(self, measure: Measured) -> bool:
        """Say whether a figure can be an ordinal: an unhedged rank, in a language that has ordinals."""
        return bool(self.ordinals) and measure.unit == "RANK" and not measure.qualifier

    def _format_ordinal(self, measure: Measured) -> str:
        number = format_number(measure.value.scaleb(measure.unit_mult), measure.decimals, self.language)
        ordinals = self._rules.departures.ordinals
        category = self._rules.locale.ordinal_form(measure.value)
        return ordinals.get(category, ordinals["other"]).replace("{n}", number)

    @property
    def ordinals(self) -> tuple[str, ...]:
        """The patterns of ordinals; empty in a language that has none."""
        return tuple(self._rules.departures.ordinals.values())

    def hedge(self, figure: str, qualifier: str, unit: str, *, words: bool = True) -> str:
        """Put a source's hedge to a figure: "more than 18 million", or "> 18 million" in tables.

        "Nearly" has no symbol that readers know, and of ranks "≤ 70" would say the contrary to many: both are words
        everywhere.
        """
        symbol, in_words = (_HEDGES | _RANK_HEDGES if unit == "RANK" else _HEDGES)[qualifier]
        pattern = self.translate(in_words.text) if words or not symbol else self._mirror(symbol)
        return pattern.replace("{figure}", figure)

    def _mirror(self, symbol: str) -> str:
        """Let a symbol be mirrored, and stand to the right of its figure, in a language that is written to the left.

        Among words it is; a label of a drawing is a text of its own, and without a letter that would run to the right.
        """
        return f"{_RIGHT_TO_LEFT}{symbol}" if self.direction == "rtl" and symbol != "{figure}" else symbol

    def format_quantity(self, measure: Measured, *, form: Form = Form.PLAIN, words: bool = False) -> str:
        """Write a quantity with unit and hedge, the hedge as a symbol unless ``words`` are wanted."""
        return self.hedge(self.format_bare(measure, form=form), measure.qualifier, measure.unit, words=words)

    def format_tick(self, value: float, unit: str, unit_mult: int) -> str:
        """Write the value of an axis tick with its unit."""
        # Steps of an axis are sums of binary fractions: three steps of 0.1 would be written 0.30000000000000004.
        number = Decimal(repr(round(float(value), 6))).normalize()
        decimals = max(0, -int(number.as_tuple().exponent))
        return self.format_bare(_Tick(number, unit, unit_mult, decimals))

    def format_period(self, period: str) -> str:
        """Write a period as SDMX codes it: 2024, 2022-Q1, 2025-06, 2025-02-06 or two joined by a slash."""
        first, slash, last = period.partition("/")
        if start := _find_start(period):
            return self.translate(start.text).replace("{year}", first[:4])
        if slash:
            # The translation of a range may ask for forms of its ends
            # ("{first:from}"), which replace() would leave standing.
            return str(fill(self.translate(_RANGE.text), self._show_end({"first": first, "last": last})))
        year, _, rest = period.partition("-")
        if rest in _HALVES:
            return self.translate(_HALVES[rest].text).replace("{year}", year)
        if not rest:
            return year
        month, _, day = rest.partition("-")
        if day:
            return format_day(date(int(year), int(month), int(day)), self._rules)
        return format_month(int(year), int(month), self.language)

    def frame_period(self, period: str, form: Form) -> str:
        """Give the words around a period in running text; ``{period}`` stands for it.

        Parameters
        ----------
        period
            As SDMX codes it.
        form
            One of a period.
        """
        words, kind = self._rules.departures.periods.get(form.value, PeriodWords()), _find_kind(period)
        if kind == "month" and words.vowel and self.format_period(period)[:1].casefold() in _VOWELS:
            return words.vowel
        return str(getattr(words, kind))

    def frame_places(self, words: str, periods: Mapping[str, str]) -> str:
        """Write the words around periods into translated words whose places are filled later, as those of drawings are.

        Parameters
        ----------
        words
            A translation, whose places may ask for a form: ``{deadline:in}``.
        periods
            Of each place that holds one, by its name.

        Examples
        --------
        >>> Speaker("vi", {}).frame_places("{target}, thời hạn: {deadline:in}", {"deadline": "2025"})
        '{target}, thời hạn: năm {deadline}'
        """

        def show(name: str, form: Form) -> Markup:
            frame = self.frame_period(periods[name], form) if name in periods else "{period}"
            return Markup(frame.replace("{period}", f"{{{name}}}"))  # noqa: S704  (plain text)

        return fill(words, show).unescape()

    def list_frames(self, form: Form) -> Mapping[str, str]:
        """Give the words around periods in running text, by how long these are."""
        return self._rules.departures.periods.get(form.value, PeriodWords()).model_dump()

    def _show_end(self, ends: Mapping[str, str]) -> Callable[[str, Form], Markup]:
        def show(name: str, form: Form) -> Markup:
            written = self.format_period(ends[name])
            return Markup(self.frame_period(ends[name], form).replace("{period}", written))  # noqa: S704  (plain text)

        return show


class _Tick(NamedTuple):
    """A tick as a measure."""

    value: Decimal
    unit: str
    unit_mult: int
    decimals: int
    qualifier: str = ""
