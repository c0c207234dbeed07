"""The rules of the audit; each gives findings that name page, figure and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from dxlib.audit.derive import Deriver, UnderivableError
from dxlib.audit.facts import Facts, Row
from dxlib.audit.numerals import (
    find_numerals,
    has_numeral,
    read_number,
    remove_names,
    round_as_shown,
    walk_frames,
)
from dxlib.audit.page import PageReading, Role, Text
from dxlib.brief import evidence as ev
from dxlib.data import schema
from dxlib.language import Speaker

_COMPACT_DECIMALS = 2
_SYMBOLS = {
    "": "{figure}",
    ">": "> {figure}",
    ">=": "≥ {figure}",
    "<": "< {figure}",
    "<=": "≤ {figure}",
    "~": "≈ {figure}",
}
_HEDGES = {
    ">": "more than {figure}", ">=": "at least {figure}", "<": "just under {figure}",
    "<=": "at most {figure}", "~": "about {figure}", "": "{figure}",
}  # fmt: skip
_RANK_HEDGES = {"<=": "{figure} or better"}
_FLAGS = {"B": "break in the series", "E": "estimate", "F": "forecast", "P": "provisional", "U": "doubtful"}
_STATUSES = {
    "met": "met",
    "reached_since": "reached since",
    "missed": "missed",
    "no_figure_yet": "no figure for the deadline yet",
    "on_track": "on track",
    "behind": "behind",
    "undated": "no deadline",
    "not_assessable": "too few figures to say",
}  # fmt: skip


_SOURCE_FIELDS = ("title", "url")


class Rule(StrEnum):
    """What a finding is about."""

    FIGURE = "figure does not agree"
    EVIDENCE = "evidence"
    LOOSE = "numeral without evidence"
    PERIOD = "period"
    TICK = "axis tick"
    QUOTE = "quotation does not agree"
    VERDICT = "conclusion does not agree"
    FLAG = "flag does not agree"
    DIRECTION = "direction does not agree"
    LATE = "known only later"
    LINK = "link leads nowhere"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an audit found wrong.

    Parameters
    ----------
    page
        The file.
    rule
        What it is about.
    subject
        The figure or text in question.
    message
        What is wrong, and where on the page.
    """

    page: Path
    rule: Rule
    subject: str
    message: str

    def __str__(self) -> str:
        return f"{self.page}: {self.rule}: {self.subject}: {self.message}"


class PageAudit:
    """The audit of one page.

    Parameters
    ----------
    reading
        The page.
    facts
        What it is held against.
    speaker
        The words of its language; the audit reads its translations and nothing else.
    """

    def __init__(self, reading: PageReading, facts: Facts, speaker: Speaker) -> None:
        self.reading = reading
        self.facts = facts
        self.speaker = speaker
        self.evidence = reading.evidence
        self.deriver = Deriver(facts, reading.evidence)

    def run(self) -> Iterator[Finding]:
        """Give every finding."""
        checks: Mapping[Role, Callable[[Text], Iterator[Finding]]] = {
            Role.FIGURE: self._check_figure,
            Role.VERDICT: self._check_verdict,
            Role.FLAG: self._check_flag,
            Role.PERIOD: self._check_period,
            Role.TICK: self._check_tick,
            Role.QUOTE: self._check_quote,
            Role.LOOSE: self._check_loose,
        }
        if not self.figures:
            yield Finding(self.reading.path, Rule.EVIDENCE, "page", "it shows no figure at all")
        for text in self.reading.texts:
            yield from checks[text.role](text)
        yield from self._check_records()
        yield from self._check_directions()
        yield from self._check_links()
        yield from self._check_abstracts()

    @property
    def figures(self) -> int:
        """How many figures the page shows, each place counted."""
        return sum(text.role is Role.FIGURE for text in self.reading.texts)

    # Figures -----------------------------------------------------------------------------------

    def _check_figure(self, text: Text) -> Iterator[Finding]:
        try:
            derived, meaning = self.deriver.derive(text.mark), self.deriver.describe(text.mark)
        except UnderivableError as error:
            yield self._find(Rule.EVIDENCE, text, str(error))
            return
        if message := self._find_wrong_then(text):
            yield self._find(Rule.LATE, text, message)
        number = read_number(text.text, self.speaker.language)
        if number is None:
            yield self._find(Rule.FIGURE, text, "it is not one number")
            return
        places = _COMPACT_DECIMALS if number.scale else meaning.decimals
        whole = (abs(derived) if text.form == "size" else derived) * Fraction(10) ** meaning.unit_mult
        expected = round_as_shown(whole / 10**number.scale, places)
        if expected != number.mantissa:
            what = f"derived from data/clean it is {_trim(expected)}{_name_scale(number.scale)}"
            yield self._find(Rule.FIGURE, text, f"{what} ({self._name(text.mark)})")
        elif _normalise(number.frame).casefold() not in self._list_frames(meaning.unit, meaning.qualifier):
            yield self._find(Rule.FIGURE, text, f"its unit or hedge is not {meaning.unit} {meaning.qualifier}".rstrip())

    def _find_wrong_then(self, text: Text) -> str:
        """Say why a figure that is shown as of an earlier day may not stand where it does; empty when it may."""
        day = self.evidence.earlier.get(text.mark, "")
        if text.then:
            return "" if day == text.then else f"no evidence that it was known on {text.then}"
        if not day or text.note or self.evidence.page is None:
            return ""
        return _find_wrong_day(self.deriver.find_row(text.mark), self.evidence.page.as_of)

    def _list_frames(self, unit: str, qualifier: str) -> set[str]:
        entry = self.facts.catalogue.units.get(unit)
        if entry is None:
            return set()
        pattern = entry.pattern[self.speaker.language]
        patterns = tuple(text for text in (pattern.one, pattern.many, pattern.other) if text)
        words = _RANK_HEDGES.get(qualifier, _HEDGES[qualifier]) if unit == "RANK" else _HEDGES[qualifier]
        hedges = (_SYMBOLS[qualifier], self.speaker.translate(words))
        return {_normalise(frame).casefold() for frame in walk_frames(patterns, hedges)}

    def _check_records(self) -> Iterator[Finding]:
        """Check what the evidence itself says against clean data, shown or not."""
        as_of = self.evidence.page.as_of if self.evidence.page else ""
        for key, name in self.evidence.stated.items():
            row = self.facts.rows.get(name)
            if row is None:
                yield Finding(self.reading.path, Rule.EVIDENCE, name, "this observation no longer exists")
            elif message := _find_wrong_value(row, self.evidence.values.get(key, "")):
                yield Finding(self.reading.path, Rule.EVIDENCE, self._name(key), message)
            elif message := _find_wrong_day(row, self.evidence.earlier.get(key, as_of)):
                yield Finding(self.reading.path, Rule.LATE, self._name(key), message)
        for key, record in self.evidence.computed.items():
            try:
                derived = self.deriver.derive(key)
            except UnderivableError as error:
                yield Finding(self.reading.path, Rule.EVIDENCE, self._name(key), str(error))
                continue
            if round_as_shown(derived, 5) != round_as_shown(Fraction(record.value), 5):
                message = f"its evidence says {record.value}, clean data give {_trim(round_as_shown(derived, 6))}"
                yield Finding(self.reading.path, Rule.EVIDENCE, self._name(key), message)

    # Conclusions -------------------------------------------------------------------------------

    def _check_verdict(self, text: Text) -> Iterator[Finding]:
        record = self.evidence.verdicts.get(text.mark)
        if record is None:
            yield self._find(Rule.EVIDENCE, text, f"no evidence with the key {text.mark}")
            return
        try:
            status = self.deriver.derive_status(record)
        except UnderivableError as error:
            yield self._find(Rule.EVIDENCE, text, str(error))
            return
        expected = self.speaker.translate(_STATUSES[status])
        if status != record.status or _normalise(text.text) != _normalise(expected):
            yield self._find(Rule.VERDICT, text, f"derived from data/clean it is '{expected}'")

    def _check_flag(self, text: Text) -> Iterator[Finding]:
        try:
            status = self.deriver.find_row(text.mark)[schema.OBS_STATUS]
        except UnderivableError as error:
            yield self._find(Rule.EVIDENCE, text, str(error))
            return
        expected = self.speaker.translate(_FLAGS.get(status, ""))
        if _normalise(text.text) != _normalise(expected):
            yield self._find(Rule.FLAG, text, f"the status in data/clean is {status} ('{expected}')")

    def _check_directions(self) -> Iterator[Finding]:
        for said in self.reading.directions:
            try:
                value = self.deriver.derive(said.figure)
            except UnderivableError as error:
                yield Finding(self.reading.path, Rule.EVIDENCE, said.text, str(error))
                continue
            true = "rise" if value > 0 else "fall" if value < 0 else "same"
            if said.direction != true:
                message = f"it says {said.direction}, clean data give {true}"
                yield Finding(self.reading.path, Rule.DIRECTION, said.text, message)

    # Texts that are no figures -----------------------------------------------------------------

    @cached_property
    def _known_periods(self) -> frozenset[str]:
        page = self.evidence.page
        # A page may say that nothing changed since the last day of the edition before.
        known = {page.edition, page.as_of, f"{int(page.edition) - 1}-12-31"} if page else set()
        known |= {day for then in self.evidence.earlier.values() for day in (then, then[:4])}
        for name in self.evidence.stated.values():
            row = self.facts.rows.get(name)
            if row:
                source = self.facts.catalogue.sources[row[schema.SOURCE]]
                known |= {row[schema.TIME_PERIOD], row[schema.PUBLISHED], source.published, source.read}
        known |= {change.at for entry in self.facts.catalogue.indicators.values() for change in entry.breaks}
        halves = {half for period in known for half in period.split("/")}
        return frozenset(known | halves)

    def _check_period(self, text: Text) -> Iterator[Finding]:
        if not text.mark:
            if text.text not in self._list_own_periods(text):
                yield self._find(Rule.PERIOD, text, "it is no period of the note or source it stands in")
            return
        parts = {number.lstrip("0") for number in find_numerals(text.mark)}
        written = {number.lstrip("0") for number in find_numerals(text.text)}
        if not written <= parts or not written:
            yield self._find(Rule.PERIOD, text, f"its mark says {text.mark}")
        elif text.picture == 0 and text.mark not in self._known_periods:
            yield self._find(Rule.PERIOD, text, f"{text.mark} is the period of no evidence of the page")

    def _list_own_periods(self, text: Text) -> set[str]:
        """Give the periods that a note or the head of a source may say without a mark: its own."""
        if not text.note:
            source = self.facts.catalogue.sources.get(text.source)
            return {source.published, source.read} if source else set()
        try:
            row = self.deriver.find_row(text.note)
        except UnderivableError:
            return set()
        return {row[schema.TIME_PERIOD], row[schema.PUBLISHED]}

    def _check_tick(self, text: Text) -> Iterator[Finding]:
        number = read_number(text.text, self.speaker.language)
        if number is None:
            yield self._find(Rule.TICK, text, "it is not one number")
            return
        value = number.mantissa.scaleb(number.scale)
        if not any(value == Decimal(text.mark).scaleb(power) for power in (0, 3, 6, 9, 12)):
            yield self._find(Rule.TICK, text, f"it stands at {text.mark}")

    def _check_quote(self, text: Text) -> Iterator[Finding]:
        field = text.mark
        true = self._read_true(text)
        if field == "url" and text.address:
            if text.address != true:
                yield self._find(Rule.QUOTE, text, f"the register says '{true}'")
            true = urlsplit(text.address).netloc.removeprefix("www.")
        if true is None or _normalise(true) != _normalise(text.text):
            yield self._find(Rule.QUOTE, text, f"the register says '{true}'")

    def _check_abstracts(self) -> Iterator[Finding]:
        for abstract in self.reading.abstracts:
            if _normalise(abstract) != _normalise(self.reading.answer):
                message = f"the page answers '{self.reading.answer}'"
                yield Finding(self.reading.path, Rule.QUOTE, f"'{_normalise(abstract)}'", message)

    def _read_true(self, text: Text) -> str | None:
        """Give what a quotation must say."""
        if text.mark in _SOURCE_FIELDS:
            return self._read_source(text.source, text.mark)
        return self._read_address(text.text) if text.mark == "address" else self._read_row(text.note, text.mark)

    def _read_address(self, stated: str) -> str | None:
        """Give the page's own address, in the form of its brief: with the area, or without."""
        page = self.evidence.page
        if page is None:
            return None
        short = f"{page.edition}/{page.language}/{page.brief}.html"
        return short if stated == short else f"{page.edition}/{page.language}/{page.brief}/{page.area}.html"

    def _read_source(self, name: str, field: str) -> str | None:
        source = self.facts.catalogue.sources.get(name)
        return str(getattr(source, field)) if source else None

    def _read_row(self, key: str, field: str) -> str | None:
        row = self.facts.rows.get(self.evidence.stated.get(key, ""))
        if row is None or field not in ("as_written", "locator"):
            return None
        text = row[field.upper()]
        return f"¶ {text[1:]}" if field == "locator" and re.fullmatch(r"p\d+", text) else text

    def _check_loose(self, text: Text) -> Iterator[Finding]:
        if not has_numeral(text.text):
            return
        rest = remove_names(text.text, self.facts.names)
        if text.place == "" and self.evidence.page:
            # The title of the window cannot hold marks; it may name the edition.
            rest = rest.replace(self.evidence.page.edition, " ")
        if has_numeral(rest):
            yield self._find(Rule.LOOSE, text, "it is neither a figure nor in the closed list of exceptions")

    def _check_links(self) -> Iterator[Finding]:
        for target in sorted(self.reading.links - self.reading.anchors):
            subject = self._name(target.removeprefix(ev.NOTE_PREFIX))
            yield Finding(self.reading.path, Rule.LINK, subject, f"there is no #{target} on the page")

    # Words -------------------------------------------------------------------------------------

    def _find(self, rule: Rule, text: Text, message: str) -> Finding:
        place = f" (under '{text.place}')" if text.place else ""
        return Finding(self.reading.path, rule, f"'{_normalise(text.text)}'", message + place)

    def _name(self, key: str) -> str:
        if key in self.evidence.totals:
            return f"total of {self._name(self.evidence.totals[key])}"
        if key in self.evidence.stated:
            return self.evidence.stated[key]
        record = self.evidence.computed.get(key)
        return f"{record.formula} of {', '.join(self._name(part) for part in record.inputs[:3])}" if record else key


def _normalise(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def _trim(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _name_scale(scale: int) -> str:
    return f" times ten to the {scale}" if scale else ""


def _find_wrong_value(row: Row, value: str) -> str:
    """Say how the value that evidence gives for an observation differs from the row; empty when it does not."""
    try:
        same = Decimal(value) == Decimal(row[schema.OBS_VALUE]).scaleb(int(row[schema.UNIT_MULT]))
    except InvalidOperation:
        same = False
    return "" if same else f"its evidence says {value}, clean data give {row[schema.OBS_VALUE]}"


def _find_wrong_day(row: Row, as_of: str) -> str:
    """Say why a page of a day may not state an observation; empty when it may."""
    if row[schema.KNOWN_SINCE] > as_of:
        return f"known since {row[schema.KNOWN_SINCE]}, after {as_of}"
    if row[schema.KNOWN_UNTIL] and row[schema.KNOWN_UNTIL] <= as_of:
        return f"withdrawn on {row[schema.KNOWN_UNTIL]}, not after {as_of}"
    return ""
