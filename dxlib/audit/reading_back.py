"""Texts of figures and periods read back: what a page writes must be read as the value that it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from babel import Locale
from markupsafe import Markup, escape

from dxlib.audit.facts import Facts
from dxlib.audit.numerals import (
    count_places,
    find_loose_numerals,
    fold_case,
    has_numeral,
    list_frames,
    list_numbered_words,
    make_plain,
    read_number,
    read_off,
    round_as_shown,
)
from dxlib.data.ids import TOTAL_SIGN
from dxlib.evidence.format import NOTE_PREFIX, Measure
from dxlib.evidence.parts import FIGURE, Part
from dxlib.evidence.render import Names, Renderer
from dxlib.language import Form, Sentence, Speaker

# A number before a word such as "million" has at most two decimals in every language.
_COMPACT_DECIMALS: Final = 2
_STEP: Final = 3  # from the power of ten of one word to that of the next, in most languages
# As many as a value has in evidence: nothing is rounded a second time.
_EVERY_PLACE: Final = 12
_DIGITS_OF_YEAR: Final = 4
_CODE: Final = re.compile(r"(\d{4})(?:-([SQ]\d)|-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_PLACE: Final = re.compile(r"\{[^}]*\}")
# By docs/decisions/0004 and SDMX's code list of OBS_STATUS.
_STATUSES: Final[Mapping[str, str]] = {
    "met": "met", "reached_since": "reached since", "missed": "missed",
    "no_figure_yet": "no confirmed figure for the deadline", "on_track": "on track", "behind": "behind",
    "undated": "no deadline", "not_assessable": "not clear from the figures",
}  # fmt: skip
_FLAGS: Final[Mapping[str, str]] = {
    "E": "estimate", "F": "forecast", "P": "provisional", "U": "doubtful", "B": "break in the series",
}  # fmt: skip
_PARTS_OF_YEARS: Final[Mapping[str, str]] = {
    "S1": "first half of {year}", "S2": "second half of {year}", "Q1": "first quarter of {year}",
    "Q2": "second quarter of {year}", "Q3": "third quarter of {year}", "Q4": "fourth quarter of {year}",
}  # fmt: skip
_STARTS_OF_YEARS: Final[Mapping[str, str]] = {
    "02": "first two months of {year}", "03": "first three months of {year}", "04": "first four months of {year}",
    "05": "first five months of {year}", "07": "first seven months of {year}", "08": "first eight months of {year}",
    "09": "first nine months of {year}", "10": "first ten months of {year}", "11": "first eleven months of {year}",
}  # fmt: skip
_START: Final = re.compile(rf"(\d{{4}})-01/\1-({'|'.join(_STARTS_OF_YEARS)})", re.ASCII)
_RANGE: Final = "{first} to {last}"
_LENGTHS: Final = ("year", "part", "month", "day")  # by the last group of _CODE that matches
_WORD: Final = re.compile(r"[^\W\d]+")
_TAG: Final = re.compile(r"<[^>]*>")
_FIELD: Final = re.compile(r"'([^']*)'|[A-Za-z]+")  # of a pattern of CLDR: quoted words, or a field


class ReadingRenderer(Renderer):
    """Makes markup of parts, and reads back each text of a figure and of a period that it writes.

    Parameters
    ----------
    facts
        Patterns of units, and names that hold a numeral.

    Attributes
    ----------
    misread
        A message for each text that is not read as what it stands for.
    """

    def __init__(
        self, speaker: Speaker, measures: Mapping[str, Measure], names: Names, draw: Callable[[str], str],
        facts: Facts,
    ) -> None:  # fmt: skip
        super().__init__(speaker, measures, names, draw)
        self._catalogue = facts.catalogue
        self._proper = facts.names
        self.misread: list[str] = []
        self._written: set[tuple[str, str]] = set()
        self._placed: list[tuple[Part, Form, str]] = []
        self._said: set[str] = set()
        self._frames: dict[str, dict[str, str]] = {}
        self._patterns: dict[str, tuple[str, ...]] = {}

    def format_figure(self, key: str, *, form: Form = Form.PLAIN, words: bool = False) -> str:
        """Give the text of a figure, written and read back once."""
        is_new = (key, form, words) not in self._formatted
        text = super().format_figure(key, form=form, words=words)
        if is_new and not self._is_right(text, self.measures[key], form):
            self.misread.append(f"'{text}' is not how {self.measures[key]} is written")
        return text

    def format_value(self, measure: Measure) -> str:
        """Give the text of a figure of a set, and read it back."""
        text = super().format_value(measure)
        if not self._is_right(text, measure, Form.PLAIN):
            self.misread.append(f"'{text}' is not how {measure} is written")
        return text

    def _is_right(self, text: str, measure: Measure, form: Form) -> bool:
        # A second reader: the writer's own code would read its own mistake back as right.
        patterns = self._list_patterns(measure.unit)
        number = read_number(text, self.speaker.language, list_numbered_words(patterns))
        if number is None:
            return False
        exact = Fraction(measure.value) * Fraction(10) ** measure.unit_mult
        # "Down 3 places": the words around a size say its sign.
        whole = abs(exact) if form is Form.SIZE else exact
        places = _COMPACT_DECIMALS if number.scale else count_places(exact, measure.decimals, measure.unit)
        # Japanese counts by ten thousands, Hindi by lakhs.
        if number.scale % _STEP:  # a language whose words are not of thousands writes the number that others do
            whole, places = read_off(whole, measure.decimals, measure.unit), _EVERY_PLACE
        if round_as_shown(whole / 10**number.scale, places) != number.mantissa:
            return False
        # A language without ordinals of its own writes the rank as always.
        if form is Form.ORDINAL and measure.unit == "RANK" and not measure.qualifier and self.speaker.ordinals:
            return make_plain(number.frame) in map(make_plain, self.speaker.ordinals)
        unit = measure.unit
        if unit not in self._frames:
            self._frames[unit] = list_frames(patterns, unit, self.speaker.translate)
        return self._frames[unit].get(make_plain(number.frame)) == measure.qualifier

    def _list_patterns(self, unit: str) -> tuple[str, ...]:
        """Give how numbers of a unit are written in the language of the page."""
        if unit not in self._patterns:
            patterns = self._catalogue.units[unit].pattern[self.speaker.language].model_dump(exclude_none=True)
            self._patterns[unit] = tuple(patterns.values())
        return self._patterns[unit]

    def _render_figure(self, key: str, form: str, words: bool, shown: str, *, capital: bool = False) -> str:
        written = super()._render_figure(key, form, words, shown, capital=capital)
        if (key, written) not in self._written:
            # Read back once: a figure stands on a page many times, in prose, table, chart and note.
            self._written.add((key, written))
            text = Markup(written).striptags()  # noqa: S704  (escaped)
            if not self._is_right(text, self.measures[key], Form(form)) or not self._leads_home(key, written, shown):
                self.misread.append(f"'{written}' is not the figure {self.measures[key]}")
        return written

    def _leads_home(self, key: str, written: str, shown: str) -> bool:
        """Say whether a figure leads to its own note, and names itself where it is not the note's."""
        name = self.names.figures.get(key, key)
        note = self.names.figures.get(key.removesuffix(TOTAL_SIGN), key.removesuffix(TOTAL_SIGN))
        is_named = f' data-q="{name}"' in written if shown == "mark" or name != note else " data-q=" not in written
        return shown == "own" or (is_named and (shown == "mark" or f' href="#{NOTE_PREFIX}{note}"' in written))

    def _render_period(self, code: str, marked: bool) -> str:
        written = super()._render_period(code, marked)
        if (code, written) not in self._written:
            self._written.add((code, written))
            text = Markup(written).striptags()  # noqa: S704  (escaped)
            is_coded = f'="{code}">' in written or (text == code and "=" not in written)
            if not is_coded or read_period(text, self.speaker) != code:
                self.misread.append(f"'{written}' is not how the period {code} is written")
        return written

    def _render_in_text(self, code: str, marked: bool, form: Form, *, capital: bool) -> str:
        written = super()._render_in_text(code, marked, form, capital=capital)
        inner, length = self._render_period(code, marked), _find_length(code)
        # French writes "d'avril" and "de mars": the words before a month depend on how it begins.
        begins = Markup(inner).striptags()[:1].casefold()  # noqa: S704  (escaped)
        frames = self.speaker.list_frames(form)
        wanted = frames["vowel"] if length == "month" and begins in "aeiouy" and frames["vowel"] else frames[length]
        if make_plain(written) != make_plain(str(escape(wanted)).replace("{period}", inner)):
            self.misread.append(f"'{written}' is not how the period {code} stands in a sentence")
        return written

    def _render_sentence(self, text: str, places: Mapping[str, Part], plural: str, count: int) -> str:
        said = self.speaker.translate_sentence(Sentence(text, {}, plural, count))
        if said not in self._said:
            self._said.add(said)
            for message in dict.fromkeys((text, plural, said)):
                self.refuse_numerals(message)
        # A sentence within a sentence has places of its own; those of the outer one wait.
        outer, self._placed = self._placed, []
        written = super()._render_sentence(text, places, plural, count)
        placed, self._placed = self._placed, outer
        between, slots = _split_sentence(said)
        filled = _put_together(between, [markup for *_, markup in placed])
        wanted = [(places[name], form) for name, form in slots]
        # The whole text as well as each place: a place that is filled twice, or one with another's part, is found.
        if written != filled or [(part, form) for part, form, _ in placed] != wanted:
            self.misread.append(f"'{said}' is not filled with what belongs into its places")
        return written

    def _render_place(self, part: Part, form: Form, *, begins: bool) -> str:
        written = super()._render_place(part, form, begins=begins)
        self._placed.append((part, form, written))
        if (
            not isinstance(part, str)
            and part[0] == FIGURE
            and form is not Form.PLAIN
            and f' data-form="{form}"' not in written
        ):
            self.misread.append(f"'{written}' has not the form '{form}'")
        return written

    def _render_verdict(self, key: str, status: str) -> str:
        return self._read_word(super()._render_verdict(key, status), _STATUSES[status])

    def _render_flag(self, status: str, key: str) -> str:
        return self._read_word(super()._render_flag(status, key), _FLAGS[status])

    def _read_word(self, written: str, word: str) -> str:
        """Report markup that does not say a word of the audit's own."""
        if Markup(written).striptags() != self.speaker.translate(word):  # noqa: S704  (escaped)
            self.misread.append(f"'{written}' does not say '{word}'")
        return written

    def refuse_numerals(self, message: str) -> None:
        """Report a numeral that is typed into a message, and is no proper name."""
        if loose := find_loose_numerals(_PLACE.sub(" ", message), self._proper):
            self.misread.append(f"a numeral in '{loose}' is neither a figure nor a listed name")


def read_period(text: str, speaker: Speaker) -> str:
    """Read a period back as its code.

    Parameters
    ----------
    text, speaker
        As a page writes it, and the language of the page.

    Returns
    -------
    str
        The code; empty for a text that is no period.

    Examples
    --------
    >>> english = Speaker("en", {})
    >>> texts = ("6 February 2025", "first half of 2024", "2024 to May 2025", "31 May")
    >>> [read_period(text, english) for text in texts]
    ['2025-02-06', '2024-S1', '2024/2025-05', '']
    """
    translate = speaker.translate
    parts = tuple(map(translate, _PARTS_OF_YEARS.values()))
    starts = tuple(map(translate, _STARTS_OF_YEARS.values()))
    words = _Words(speaker.language, parts, starts, speaker.date_patterns)
    for range_ in _list_ranges(translate(_RANGE), speaker):
        if code := _read_period(text, range_, words):
            return code
    return _read_one(text, words)


def _list_ranges(pattern: str, speaker: Speaker) -> Iterator[str]:
    """Give each way in which a range may be written: its ends may have words of their own by how long they are."""
    slots = [one[1:-1].partition(":") for one in _PLACE.findall(pattern)]
    frames = [set(speaker.list_frames(Form(form)).values()) - {""} if form else {"{period}"} for _, _, form in slots]
    ways = [
        sorted(frame.replace("{period}", f"{{{name}}}") for frame in known)
        for (name, *_), known in zip(slots, frames, strict=True)
    ]
    between = _PLACE.split(pattern)
    for chosen in product(*ways):
        yield "".join(part for pair in zip(between, [*chosen, ""], strict=True) for part in pair)


def _find_length(code: str) -> str:
    """Give how long a period is, in the words of ``language.yaml``."""
    match = _CODE.fullmatch(code)
    if match is None:
        return "start" if _START.fullmatch(code) else "span"
    return _LENGTHS[3 if match[4] else 2 if match[3] else 1 if match[2] else 0]


class _Words(NamedTuple):
    """What a language says periods with: patterns of parts of years, and of days where they depart from CLDR's."""

    language: str
    parts: tuple[str, ...]
    starts: tuple[str, ...]
    days: tuple[str, ...]


@lru_cache(maxsize=4096)
def _read_period(text: str, range_: str, words: _Words) -> str:
    before, between, after = _split_range(range_)
    # What stands between the ends may also stand within one of them, so each place of it is tried.
    for match in re.finditer(re.escape(between), make_plain(text)):
        ends = make_plain(text)[: match.start()], make_plain(text)[match.end() :]
        codes = [_read_one(ends[0].removeprefix(before), words), _read_one(ends[1].removesuffix(after), words)]
        if all(codes):
            return "/".join(codes)
    return ""


@lru_cache(maxsize=4096)
def _split_sentence(said: str) -> tuple[tuple[Markup, ...], tuple[tuple[str, Form], ...]]:
    """Give what stands between the places of a sentence, and the name and the form of each."""
    slots = [one[1:-1].partition(":") for one in _PLACE.findall(said)]
    return tuple(map(escape, _PLACE.split(said))), tuple((name, Form(form or Form.PLAIN)) for name, _, form in slots)


def _put_together(between: Sequence[str], placed: Sequence[str]) -> str:
    """Give the words between the places of a sentence with what fills these; one full stop ends it, not two."""
    written, *behind = map(str, between)  # what is added to Markup would be escaped
    for markup, words in zip(map(str, placed), behind, strict=False):
        text = _TAG.sub("", markup)
        is_ended = text.endswith(".") and not text.endswith("..")
        written += markup + (words[1:] if is_ended and re.match(r"\.(?!\.)", words) else words)
    return written


@lru_cache(maxsize=32)
def _split_range(pattern: str) -> tuple[str, str, str]:
    """Give what stands before, between and after the ends of a range."""
    before, _, rest = fold_case(pattern).partition("{first}")
    between, _, after = rest.partition("{last}")
    return before.strip(), between, after.strip()


def _read_one(text: str, words: _Words) -> str:
    """Read a year, a part of one, a month or a day; the order of day and month is that of the year and the rest."""
    tidy = make_plain(text)
    for code, pattern in zip(_PARTS_OF_YEARS, words.parts, strict=True):
        if year := _read_year(tidy, pattern):
            return f"{year}-{code}"
    for month, pattern in zip(_STARTS_OF_YEARS, words.starts, strict=True):
        if year := _read_year(tidy, pattern):
            return f"{year}-01/{year}-{month}"
    names, known = _list_months(words.language), _compile_words(words.language)
    found = known.findall(tidy)
    # Any other word means that this is no period, or one with words that nobody checked.
    if not set(_WORD.findall(known.sub(" ", tidy))) <= _list_literals(words.language, words.days):
        return ""
    years = [place for place, word in enumerate(found) if _is_year(word)]
    if len(years) != 1:
        return ""
    # Year first or year last: read from the year on, the order is month and day in both.
    rest = found[years[0] + 1 :] or list(reversed(found[: years[0]]))
    if len(found) != len(rest) + 1:  # a year between day and month: no language writes so
        return ""
    named = [names[word] for word in rest if word in names]
    numbers = [int(word) for word in rest if word not in names]
    code = "-".join([found[years[0]], *(f"{one:02}" for one in (*named, *numbers))])
    return code if len(named) <= 1 and _CODE.fullmatch(code) else ""


def _read_year(tidy: str, pattern: str) -> str:
    """Give the year in the name of a part of it; empty for another text."""
    before, _, after = fold_case(pattern).partition("{year}")
    year = tidy.removeprefix(before).removesuffix(after)
    return year if tidy == f"{before}{year}{after}" and _is_year(year) else ""


def _is_year(word: str) -> bool:
    return len(word) == _DIGITS_OF_YEAR and word.isdecimal()


@lru_cache(maxsize=32)
def _compile_words(language: str) -> re.Pattern[str]:
    """Give what finds the numerals and the names of months in a period's text."""
    # The longest first: a name of a month may begin like another one.
    words = sorted(_list_months(language), key=len, reverse=True)
    names = "|".join(map(re.escape, words)) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)|\d+")


@lru_cache(maxsize=32)
def _list_literals(language: str, days: tuple[str, ...]) -> frozenset[str]:
    """Give the words that stand beside numerals and names of months: "de", "năm", "tháng", "年"."""
    locale = Locale.parse(language, sep="-")
    patterns = [*days, locale.date_formats["long"].pattern, locale.datetime_skeletons["yMMMM"].pattern]
    literals = [_FIELD.sub(lambda match: match[1] or " ", pattern) for pattern in patterns]
    months = [name for form in ("format", "stand-alone") for name in locale.months[form]["wide"].values()]
    numbered = [re.sub(r"\d+", " ", name) for name in months if has_numeral(name)]
    return frozenset(
        word
        for text in (*literals, *numbered, *locale.eras["abbreviated"].values())
        for word in _WORD.findall(make_plain(text))
    )


@lru_cache(maxsize=32)
def _list_months(language: str) -> Mapping[str, int]:
    """Give the months by their names, as CLDR has them beside a day and alone; a name with a numeral is none."""
    locale = Locale.parse(language, sep="-")
    every = [pair for form in ("format", "stand-alone") for pair in locale.months[form]["wide"].items()]
    joined = re.search(r"([^\W\dA-Za-z_]+)M", locale.date_formats["long"].pattern)  # "in" is one word with the month
    before = ("", joined[1]) if joined else ("",)
    return {make_plain(one + name): number for number, name in every if not has_numeral(name) for one in before}
