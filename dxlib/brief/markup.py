"""Figures, periods, names and sentences as parts of a page, with their evidence noted down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from dxlib.analysis.targets import Verdict
from dxlib.brief.collector import EvidenceCollector
from dxlib.brief.counting import Holds
from dxlib.data.quantities import Formula, Missing, Quantity, read_out_of
from dxlib.errors import ConfigError, did_you_mean
from dxlib.evidence import blocks, parts
from dxlib.evidence.evidence_words import FLAG_WORDS
from dxlib.evidence.parts import NOTHING, Part
from dxlib.figures.shelf import Shelf
from dxlib.language import Form, Sentence, Speaker, sentence
from dxlib.language.sentences import list_slots


class Writer:
    """Turns sentences and quantities into parts of a page, and notes down their evidence.

    Parameters
    ----------
    speaker
        The language of the page.
    shelf
        What is known.
    home
        The page's own area; empty for none.
    """

    def __init__(self, speaker: Speaker, shelf: Shelf, home: str = "") -> None:
        self.speaker = speaker
        self.shelf = shelf
        self.home = home
        self.catalogue = shelf.catalogue
        self.collector = EvidenceCollector()

    def fork(self) -> Writer:
        """Give a writer of the same page with no evidence noted down yet."""
        return Writer(self.speaker, self.shelf, self.home)

    def name(self, indicator: str) -> str:
        """Give the name of an indicator."""
        return self.catalogue.get_indicator(indicator).name[self.speaker.language]

    def label(self, indicator: str) -> str:
        """Give the short name of an indicator."""
        return self.catalogue.get_indicator(indicator).label[self.speaker.language]

    def name_area(self, area: str) -> str:
        """Give the name of an area."""
        return self.catalogue.areas[area].name[self.speaker.language]

    def figure(
        self, quantity: Quantity, *, form: Form = Form.PLAIN, words: bool = False, shown: str = "link"
    ) -> Part:  # fmt: skip
        """Give a figure that leads to its evidence; see :func:`dxlib.evidence.parts.figure`."""
        return parts.figure(self.collector.add_figure(quantity), form=form, words=words, shown=shown)

    def at_period(self, quantity: Quantity) -> Part:
        """Give a figure with its period and its flag."""
        return blocks.at_period(self.figure(quantity), quantity.period, *_find_flag(quantity))

    def done(self, milestone: Quantity) -> Part:
        """Say when a milestone was reached: its value, 1, says nothing to a reader."""
        self.collector.add_figure(milestone)
        return self.fill(sentence("done by {day}", day=Period(milestone.period)))

    def flag(self, quantity: Quantity) -> Part:
        """Give the flag of an observed figure that is not a plain statement of fact."""
        status, key = _find_flag(quantity)
        return parts.flag(status, key) if status else NOTHING

    def out_of(self, quantity: Quantity, figure: Part, *, total: str = "link") -> Part:
        """Give what shows a figure as "n of N", where its source states how many there are."""
        known = read_out_of(quantity)
        if isinstance(known, Missing):
            return figure
        return blocks.of_total(figure, self.figure(known, shown=total))

    def verdict(self, verdict: Verdict) -> Part:
        """Give the status of a target."""
        return parts.verdict(self.collector.add_verdict(verdict), verdict.status.value)

    def add_given(self, given: Holds) -> None:
        """Note down what words rest on."""
        for figure in given.figures:
            self.collector.add_figure(figure)
        self.collector.add_given(given.claim)

    def translate(self, message: Sentence) -> str:
        """Give a sentence without places in the language of the page."""
        return self.speaker.translate_sentence(message)

    def fill(self, message: Sentence) -> Part:
        """Give a sentence with its places filled.

        A value ``x`` offers ``{x}`` and, when it is a quantity, also ``{x_when}`` (its period),
        ``{x_of}`` (its N) and ``{x_by}`` (its publisher).

        Raises
        ------
        ConfigError
            For a place that nothing fills.
        DxError
            For a form that does not exist.
        """
        # A plural may name a place that the singular lacks: "one area" and "{n} areas".
        texts = (message.text, message.plural)
        names = dict.fromkeys(name for text in texts for name in list_slots(text))
        return parts.say(message, {name: self._show(_find(name, message)) for name in names})

    def _show(self, value: object) -> Part:
        if isinstance(value, Quantity):
            return self.figure(value, words=True)
        # Periods and links are texts too, so they are told apart before texts are.
        if isinstance(value, Period):
            return parts.period(value)
        if isinstance(value, PublisherLink):
            return self.name_publisher(value)
        if isinstance(value, Sentence):
            return self.fill(value)
        if isinstance(value, Verdict):
            return self.verdict(value)
        return value if isinstance(value, list) else str(value)

    def name_publisher(self, source: str) -> str:
        """Give the name of a source's publisher."""
        return self.catalogue.publishers[self.catalogue.sources[source].publisher].name[self.speaker.language]

    def publisher(self, source: str) -> Part:
        """Give the publisher of a source, as a link into the list of sources."""
        return blocks.publisher(self.name_publisher(source), source)

    def describe_source(self, source: str) -> Part:
        """Give publisher and outlet of a source."""
        entry = self.catalogue.sources[source]
        return blocks.outlet(self.name_publisher(source), entry.via, entry.language)


def _find_flag(quantity: Quantity) -> tuple[str, str]:
    """Give the code of the flag of an observed figure, and the figure's key; nothing for a plain statement."""
    status = quantity.observation.status.value if quantity.observation else ""
    return (status, quantity.key) if status in FLAG_WORDS else ("", "")


def find_note_key(quantity: Quantity) -> str:
    """Give the key of the note that a figure leads to: one note for all that an observation states."""
    return quantity.inputs[0].key if quantity.formula is Formula.OUT_OF else quantity.key


class Period(str):
    """A period in SDMX's code, to be written in the language of the page."""

    __slots__ = ()


class PublisherLink(str):
    """The id of a source whose publisher shall be named."""

    __slots__ = ()


def find_direction(change: Quantity) -> str:
    """Say whether a change is a rise, a fall or none."""
    return "rise" if change.value > 0 else "fall" if change.value < 0 else "same"


def _find(name: str, message: Sentence) -> object:
    values: Mapping[str, object] = message.values
    if name in values:
        return _refuse_typed(name, values[name])
    # At the last underscore: names hold some themselves, as "rank_change_when".
    base, _, aspect = name.rpartition("_")
    value = values.get(base)
    if isinstance(value, Quantity):
        if aspect == "when":
            return Period(value.period)
        if aspect == "by":
            return PublisherLink(value.first_observation.source)
        if aspect == "of":
            total = read_out_of(value)
            return "–" if isinstance(total, Missing) else total
    raise ConfigError(
        f"Nothing fills '{{{name}}}' in '{message.text}'.{did_you_mean(name, values)}",
        allowed=sorted(values),
        fix="name a value that the call is given, or one of its aspects (_when, _of, _by).",
    )


def _refuse_typed(name: str, value: object) -> object:
    """Give what fills a place, unless it is a plain number, which has no source and no unit."""
    if isinstance(value, (int, float, Decimal)):
        what = f"The value {value} of '{{{name}}}' is a plain number, not a figure."
        raise ConfigError(what, fix="give what brief.latest(...), brief.at(...) or a computation of the brief gives.")
    return value


def find_missing(message: Sentence, *, is_doubtful: Callable[[Quantity], bool] | None = None) -> list[Missing]:
    """List the figures that a sentence names and that are not known.

    Parameters
    ----------
    message
        The sentence with its values.
    is_doubtful
        For a headline: which figures may be none; they count as not known.
    """
    missing = []
    # The count chooses between singular and plural, so it is needed where no text names it.
    counted = ("count",) if message.plural else ()
    for name in dict.fromkeys((*list_slots(message.text), *list_slots(message.plural), *counted)):
        base, _, aspect = name.rpartition("_")
        value = message.values.get(name, message.values.get(base))
        if is_doubtful and isinstance(value, Quantity) and is_doubtful(value):
            value = Missing.beside(value, "nobody confirms it, so it is no headline")
        # "71 of –" is no sentence: a rank whose N nobody states counts as not known where its N is named.
        if isinstance(value, Quantity) and aspect == "of" and name not in message.values:
            value = read_out_of(value)
        if isinstance(value, Missing):
            missing.append(value)
    return missing
