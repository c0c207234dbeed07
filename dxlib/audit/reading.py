"""Texts of figures and periods read back: what a page writes must be read as the value that it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from babel import Locale

from dxlib.audit.facts import Facts
from dxlib.audit.numerals import (
    find_loose_numerals,
    find_numerals,
    has_numeral,
    read_number,
    round_as_shown,
    walk_frames,
)
from dxlib.evidence.format import Measure
from dxlib.evidence.parts import Part
from dxlib.evidence.render import Names, Renderer
from dxlib.language import Form, Speaker

_COMPACT_DECIMALS: Final = 2
_MONTH: Final = re.compile(r"\d{4}-(\d\d)")
_PLACE: Final = re.compile(r"\{[^}]*\}")
_SIGNS: Final = {">": "> {figure}", ">=": "≥ {figure}", "<": "< {figure}", "<=": "≤ {figure}", "~": "≈ {figure}"}
_HEDGES: Final = {
    ">": "more than {figure}", ">=": "at least {figure}", "<": "just under {figure}",
    "<=": "at most {figure}", "~": "about {figure}",
}  # fmt: skip
_RANK_HEDGES: Final = {"<=": "{figure} or better"}


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
        self._texts: dict[tuple[str, Form, bool], str] = {}
        self._periods: set[str] = set()
        self._said: set[str] = set()
        self._frames: dict[tuple[str, str], set[str]] = {}

    def format_figure(self, key: str, *, form: Form = Form.PLAIN, words: bool = False) -> str:
        """Give the text of a figure, written and read back once."""
        asked = (key, form, words)
        if asked not in self._texts:
            text = self._texts[asked] = super().format_figure(key, form=form, words=words)
            if not self._is_right(text, self.measures[key], form):
                self.misread.append(f"'{text}' is not how {self.measures[key]} is written")
        return self._texts[asked]

    def _is_right(self, text: str, measure: Measure, form: Form) -> bool:
        number = read_number(text, self.speaker.language)
        if number is None:
            return False
        exact = Fraction(measure.value) * Fraction(10) ** measure.unit_mult
        whole = abs(exact) if form is Form.SIZE else exact
        places = _COMPACT_DECIMALS if number.scale else measure.decimals
        if round_as_shown(whole / 10**number.scale, places) != number.mantissa:
            return False
        key = (measure.unit, measure.qualifier)
        if key not in self._frames:
            self._frames[key] = self._list_frames(*key)
        return _tidy(number.frame) in self._frames[key]

    def _list_frames(self, unit: str, qualifier: str) -> set[str]:
        """Give every text that may stand around the number."""
        pattern = self._catalogue.units[unit].pattern[self.speaker.language]
        patterns = tuple(text for text in (pattern.one, pattern.many, pattern.other) if text)
        if not qualifier:
            return {_tidy(text) for text in patterns}
        words = _RANK_HEDGES.get(qualifier, _HEDGES[qualifier]) if unit == "RANK" else _HEDGES[qualifier]
        hedges = (_SIGNS[qualifier], self.speaker.translate(words))
        return {_tidy(text) for text in walk_frames(patterns, hedges)}

    def _render_period(self, code: str, marked: bool) -> str:
        written = super()._render_period(code, marked)
        if code not in self._periods:
            self._periods.add(code)
            text = self.speaker.format_period(code)
            said = {number.lstrip("0") for number in find_numerals(text)}
            known = {number.lstrip("0") for number in find_numerals(code)}
            if not said or not said <= known or code[:4] not in find_numerals(text) or not self._has_months(code, text):
                self.misread.append(f"'{text}' is not how the period {code} is written")
        return written

    def _has_months(self, code: str, text: str) -> bool:
        """Say whether a period that names months says their names, in a language whose names are words."""
        months = Locale.parse(self.speaker.language).months["format"]["wide"]
        names = [months[int(month)] for month in _MONTH.findall(code)]
        return all(name.casefold() in text.casefold() for name in names if not has_numeral(name))

    def _render_sentence(self, text: str, places: Mapping[str, Part], plural: str, count: int) -> str:
        if text not in self._said:
            self._said.add(text)
            for message in dict.fromkeys((text, plural, self.speaker.translate(text))):
                self.refuse_numerals(message)
        return super()._render_sentence(text, places, plural, count)

    def refuse_numerals(self, message: str) -> None:
        """Report a numeral that is typed into a message, and is no proper name."""
        if loose := find_loose_numerals(_PLACE.sub(" ", message), self._proper):
            self.misread.append(f"a numeral in '{loose}' is neither a figure nor a listed name")


def _tidy(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split()).casefold()
