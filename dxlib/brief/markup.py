"""Figures, periods, names and sentences as markup that leads to evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from dxlib.analysis.targets import TargetStatus, Verdict
from dxlib.brief import evidence as ev
from dxlib.brief.collector import EvidenceCollector
from dxlib.data.catalogue import Catalogue, Source
from dxlib.data.observations import Observation
from dxlib.data.quantities import Missing, Quantity, read_out_of
from dxlib.errors import ConfigError, did_you_mean
from dxlib.language import Form, Sentence, Speaker, sentence
from dxlib.language.sentences import fill, list_slots

STATUS_WORDS: Mapping[TargetStatus, Sentence] = {
    TargetStatus.MET: sentence("met"),
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

    def figure(self, quantity: Quantity, *, form: Form = Form.PLAIN, words: bool = False, link: bool = True) -> Markup:
        """Give a figure that leads to its evidence."""
        key = self.collector.add_figure(quantity)
        text = self.speaker.format_quantity(quantity, form=form, words=words)
        shown = Markup(' {}="{}"').format(Markup(ev.FORM_ATTRIBUTE), form) if form is not Form.PLAIN else ""
        if not link:
            return Markup('<span class="q" data-q="{}"{}>{}</span>').format(key, shown, text)
        return Markup('<a class="q" href="#e-{}" data-q="{}"{}>{}</a>').format(key, key, shown, text)

    def period(self, period: str) -> Markup:
        """Give a period or a date."""
        text = self.speaker.format_period(period)
        return Markup('<span class="t" data-period="{}">{}</span>').format(period, text)

    def verdict(self, verdict: Verdict) -> Markup:
        """Give the status of a target."""
        key = self.collector.add_verdict(verdict)
        text = self.translate(STATUS_WORDS[verdict.status])
        css = verdict.status.replace("_", "-")
        return Markup('<span class="status {}" data-verdict="{}">{}</span>').format(css, key, text)

    def quote(self, text: str, of: str, field: str, *, language: str = "") -> Markup:
        """Give a text that stands word for word in the register or in a clean CSV."""
        lang = Markup(' lang="{}"').format(language) if language and language != self.speaker.language else ""
        return Markup('<span data-quote="{}|{}"{}>{}</span>').format(of, field, lang, text)

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
            return self._show(_find(name, message), form)

        return fill(text, show)

    def _show(self, value: object, form: Form) -> Markup:
        if isinstance(value, Quantity):
            return self.figure(value, form=form, words=True)
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

    def source_name(self, source: str) -> Markup:
        """Give who states a figure and where it was read, as a link into the list of sources."""
        entry = self.catalogue.sources[source]
        return Markup('<a href="#s-{}">{}</a>').format(source, describe_source(entry, self.catalogue, self))

    def locator(self, observation: Observation) -> Markup:
        """Give the place in the source: a paragraph sign for p3, else as in the ledger."""
        text = observation.locator
        if text == "excerpt":
            return escape(self.translate(sentence("excerpt")))
        shown = f"¶ {text[1:]}" if text[:1] == "p" and text[1:].isdigit() else text
        return self.quote(shown, observation.id, "locator", language="en" if shown == text else "")


class Period(str):
    """A period in SDMX's code, to be written in the language of the page."""

    __slots__ = ()


class Publisher(str):
    """The id of a source whose publisher shall be named."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Three whole sentences, one of which is said."""

    rise: str
    fall: str
    same: str

    def pick(self, direction: str) -> str:
        """Give the sentence of a direction."""
        return {"rise": self.rise, "fall": self.fall, "same": self.same}[direction]


def find_direction(change: Quantity) -> str:
    """Say whether a change is a rise, a fall or none."""
    return "rise" if change.value > 0 else "fall" if change.value < 0 else "same"


def describe_source(entry: Source, catalogue: Catalogue, writer: Writer) -> Markup:
    """Give publisher and outlet of a source."""
    publisher = escape(catalogue.publishers[entry.publisher].name[writer.speaker.language])
    if not entry.via:
        return publisher
    via = Markup('<span lang="{}">{}</span>').format(entry.language, entry.via)
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
    """List the figures that a sentence needs and that are not known."""
    values = message.values
    missing = [value for value in values.values() if isinstance(value, Missing)]
    for name in list_slots(message.text):
        base, _, aspect = name.rpartition("_")
        value = values.get(base)
        if aspect == "of" and name not in values and isinstance(value, Quantity):
            total = read_out_of(value)
            if isinstance(total, Missing):
                missing.append(total)
    return missing
