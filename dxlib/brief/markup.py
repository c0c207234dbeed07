"""Figures, periods, names and sentences as markup that leads to evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from dxlib.analysis.targets import TargetStatus, Verdict
from dxlib.brief.collector import EvidenceCollector
from dxlib.brief.evidence import NOTE_PREFIX, SOURCE_PREFIX
from dxlib.brief.html import element
from dxlib.data.catalogue import Catalogue
from dxlib.data.observations import Observation
from dxlib.data.quantities import Formula, Missing, Quantity, read_out_of
from dxlib.errors import ConfigError, did_you_mean
from dxlib.language import Form, Sentence, Speaker, sentence
from dxlib.language.sentences import fill, list_slots

_HTML_DATE = re.compile(r"\d{4}(-\d\d){0,2}")

STATUS_WORDS: Mapping[TargetStatus, Sentence] = {
    TargetStatus.MET: sentence("met"),
    TargetStatus.REACHED_SINCE: sentence("reached since"),
    TargetStatus.MISSED: sentence("missed"),
    TargetStatus.NO_FIGURE_YET: sentence("no figure for the deadline yet"),
    TargetStatus.ON_TRACK: sentence("on track"),
    TargetStatus.BEHIND: sentence("behind"),
    TargetStatus.UNDATED: sentence("no deadline"),
    TargetStatus.NOT_ASSESSABLE: sentence("too few figures to say"),
}


class Writer:
    """Turns sentences and quantities into markup, and notes down their evidence.

    Parameters
    ----------
    speaker
        The language of the page.
    catalogue
        Names of areas, indicators and publishers.
    """

    def __init__(self, speaker: Speaker, catalogue: Catalogue) -> None:
        self.speaker = speaker
        self.catalogue = catalogue
        self.collector = EvidenceCollector()

    def fork(self) -> Writer:
        """Give a writer of the same language with no evidence noted down yet."""
        return Writer(self.speaker, self.catalogue)

    def format(self, quantity: Quantity, *, form: Form = Form.PLAIN, words: bool = False) -> str:
        """Give the text of a figure and note down its evidence; the caller marks it."""
        self.collector.add_figure(quantity)
        return self.speaker.format_quantity(quantity, form=form, words=words)

    def figure(
        self,
        quantity: Quantity,
        *,
        form: Form = Form.PLAIN,
        words: bool = False,
        link: bool = True,
        capital: bool = False,
    ) -> Markup:
        """Give a figure that leads to its evidence; ``capital`` where it begins a sentence."""
        text = self.format(quantity, form=form, words=words)
        text = text[:1].upper() + text[1:] if capital else text
        shown = None if form is Form.PLAIN else form
        if not link:
            return element("span", text, data_q=quantity.key, data_form=shown)
        note = find_note_key(quantity)
        # What one observation states beside its value has its note there; the mark tells them apart.
        own = quantity.key if note != quantity.key else None
        return element("a", text, href=f"#{NOTE_PREFIX}{note}", data_form=shown, data_q=own)

    def period(self, period: str, *, marked: bool = True) -> Markup:
        """Give a period or a date; one that a note or source says of itself needs no mark where it is a year."""
        text = self.speaker.format_period(period)
        if text == period and not marked:
            return element("time", text)
        return element("time", text, datetime=period) if _HTML_DATE.fullmatch(period) else _mark_period(text, period)

    def verdict(self, verdict: Verdict) -> Markup:
        """Give the status of a target."""
        key = self.collector.add_verdict(verdict)
        css = verdict.status.replace("_", "-")
        return element("span", self.translate(STATUS_WORDS[verdict.status]), class_=f"status {css}", data_verdict=key)

    def quote(self, tag: str, text: str, language: str = "", **attributes: str) -> Markup:
        """Give a text that stands word for word in the register; see :mod:`dxlib.brief.evidence` for its element."""
        return element(tag, text, **attributes, lang=self.foreign(language))

    def foreign(self, language: str) -> str | None:
        """Give the code of a language if it is not the page's, as the value of a ``lang`` attribute."""
        return language if language not in ("", self.speaker.language) else None

    def translate(self, message: Sentence) -> str:
        """Give a sentence without places in the language of the page."""
        return self.speaker.translate_sentence(message)

    def fill(self, message: Sentence) -> Markup:
        """Give a sentence with its places filled.

        A value ``x`` offers ``{x}`` and, when it is a quantity, also ``{x_when}`` (its period),
        ``{x_of}`` (its N) and ``{x_by}`` (its publisher).

        Raises
        ------
        ConfigError
            For a place that nothing fills.
        """
        text = self.speaker.translate_sentence(message)

        def show(name: str, form: Form) -> Markup:
            first = text.startswith((f"{{{name}}}", f"{{{name}:"))
            return self._show(_find(name, message), form, first=first and name in message.values)

        return fill(text, show)

    def _show(self, value: object, form: Form, *, first: bool) -> Markup:
        if isinstance(value, Quantity):
            return self.figure(value, form=form, words=True, capital=first)
        if isinstance(value, Period):
            return self.period(value)
        if isinstance(value, Publisher):
            return escape(
                self.catalogue.publishers[self.catalogue.sources[value].publisher].name[self.speaker.language]
            )
        if isinstance(value, Sentence):
            return self.fill(value)
        if isinstance(value, Verdict):
            return self.verdict(value)
        return escape(value)

    def publisher(self, source: str) -> Markup:
        """Give the publisher of a source, as a link into the list of sources."""
        name = self.catalogue.publishers[self.catalogue.sources[source].publisher].name[self.speaker.language]
        return element("a", name, href=f"#{SOURCE_PREFIX}{source}")

    def source_name(self, source: str) -> Markup:
        """Give who states a figure and where it was read, as a link into the list of sources."""
        return element("a", describe_source(source, self), href=f"#{SOURCE_PREFIX}{source}")

    def locator(self, observation: Observation) -> Markup:
        """Give the place in the source of a note's observation: a paragraph sign for p3, else as in the ledger."""
        text = observation.locator
        if text == "excerpt":
            return escape(self.translate(sentence("excerpt")))
        if text[:1] == "p" and text[1:].isdigit():
            return self.quote("small", f"¶ {text[1:]}")
        return self.quote("small", text, "en")


def _mark_period(text: str, period: str) -> Markup:
    return element("span", text, data_period=period)


def find_note_key(quantity: Quantity) -> str:
    """Give the key of the note that a figure leads to: one note for all that an observation states."""
    return quantity.inputs[0].key if quantity.formula is Formula.OUT_OF else quantity.key


class Period(str):
    """A period in SDMX's code, to be written in the language of the page."""

    __slots__ = ()


class Publisher(str):
    """The id of a source whose publisher shall be named."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Three whole sentences, one of which is said, and one for when the change is not known."""

    rise: str
    fall: str
    same: str
    otherwise: str = ""

    def pick(self, direction: str) -> str:
        """Give the sentence of a direction."""
        return {"rise": self.rise, "fall": self.fall, "same": self.same}[direction]


def find_direction(change: Quantity) -> str:
    """Say whether a change is a rise, a fall or none."""
    return "rise" if change.value > 0 else "fall" if change.value < 0 else "same"


def describe_source(name: str, writer: Writer) -> Markup:
    """Give publisher and outlet of a source."""
    entry = writer.catalogue.sources[name]
    publisher = escape(writer.catalogue.publishers[entry.publisher].name[writer.speaker.language])
    if not entry.via:
        return publisher
    via = element("span", entry.via, lang=writer.foreign(entry.language))
    return fill(
        writer.translate(sentence("{publisher}, in {outlet}")),
        lambda name, _form: publisher if name == "publisher" else via,
    )


def _find(name: str, message: Sentence) -> object:
    values = message.values
    if name in values:
        return values[name]
    base, _, aspect = name.rpartition("_")
    value = values.get(base)
    if isinstance(value, Quantity):
        if aspect == "when":
            return Period(value.period)
        if aspect == "by":
            return Publisher(value.first_observation.source)
        if aspect == "of":
            total = read_out_of(value)
            return "–" if isinstance(total, Missing) else total
    raise ConfigError(
        f"Nothing fills '{{{name}}}' in '{message.text}'.{did_you_mean(name, values)}",
        allowed=sorted(values),
        fix="name a value that the call is given, or one of its aspects (_when, _of, _by).",
    )


def find_missing(message: Sentence) -> list[Missing]:
    """List the figures that a sentence names and that are not known."""
    missing = []
    for name in list_slots(message.text):
        base, _, aspect = name.rpartition("_")
        value = message.values.get(name, message.values.get(base))
        if isinstance(value, Quantity) and aspect == "of" and name not in message.values:
            value = read_out_of(value)
        if isinstance(value, Missing):
            missing.append(value)
    return missing
