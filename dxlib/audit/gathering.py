"""What a page must show, noted down while the audit works it out: figures, verdicts, claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dxlib.audit.figure import OUT_OF, Fig, Gap
from dxlib.audit.known import Judgement
from dxlib.data.catalogue import Catalogue
from dxlib.evidence import blocks, parts
from dxlib.evidence.claims import is_implied
from dxlib.evidence.evidence_words import FLAG_WORDS
from dxlib.evidence.format import Evidence, FigureRecord, Page, SetRecord, VerdictRecord
from dxlib.evidence.parts import NOTHING, Part
from dxlib.language import Sentence
from dxlib.language.sentences import list_slots


@dataclass(frozen=True, slots=True)
class PeriodValue:
    """A period in SDMX's code, as what fills a place."""

    code: str


Value = Fig | Gap | PeriodValue | Judgement | str | list[object]


@dataclass(frozen=True, slots=True)
class FigSet:
    """A set of figures of a picture: its record, the picture's name, the periods by source and indicator."""

    record: SetRecord
    name: Part
    stated: Mapping[tuple[str, str], Sequence[str]]


@dataclass(slots=True)
class Collector:
    """Makes parts of figures, and notes down what they rest on.

    Parameters
    ----------
    catalogue
        Names of publishers.
    language
        Of the page.
    """

    catalogue: Catalogue
    language: str
    figures: dict[str, Fig] = field(default_factory=dict)
    verdicts: dict[str, Judgement] = field(default_factory=dict)
    earlier: dict[str, str] = field(default_factory=dict)
    claims: dict[str, set[str]] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    sets: dict[str, FigSet] = field(default_factory=dict)

    def fork(self) -> Collector:
        """Give one that has noted down nothing yet."""
        return Collector(self.catalogue, self.language)

    def absorb(self, other: Collector) -> None:
        """Note down all that another one has."""
        self.figures.update(other.figures)
        self.verdicts.update(other.verdicts)
        self.earlier.update(other.earlier)
        self.given.update(other.given)
        self.sets.update(other.sets)
        for key, claims in other.claims.items():
            self.claims.setdefault(key, set()).update(claims)

    def add(self, figure: Fig) -> str:
        """Note down a figure with all that it stems from; give its key."""
        key = figure.key
        # A claim that follows from the figure's record is not written into the page, so none is expected there.
        if figure.claim and not is_implied(figure.claim):
            self.claims.setdefault(key, set()).add(figure.claim)
        if key not in self.figures:
            for one in figure.inputs:
                self.add(one)
            self.figures[key] = figure
        # Forty bits are enough for the figures of a page, and two that collided would share one note.
        elif _identify(self.figures[key]) != _identify(figure):
            raise SharedKeyError(f"two figures have the key '{key}'")
        return key

    def add_given(self, claim: str, figures: Iterable[Fig]) -> None:
        """Note down what words rest on."""
        for one in figures:
            self.add(one)
        self.given.add(claim)

    def show(self, figure: Fig, *, words: bool = False, shown: str = "link") -> Part:
        """Give a figure that leads to its evidence."""
        return parts.figure(self.add(figure), words=words, shown=shown)

    def flag(self, figure: Fig) -> Part:
        """Give the flag of a figure that is no plain statement of fact."""
        return parts.flag(figure.status, self.add(figure)) if figure.status in FLAG_WORDS else NOTHING

    def at_period(self, figure: Fig) -> Part:
        """Give a figure with its period and its flag."""
        status = figure.status if figure.status in FLAG_WORDS else ""
        return blocks.at_period(self.show(figure), figure.period, status, figure.key)

    def out_of(self, figure: Fig, shown: Part, *, total: str = "link") -> Part:
        """Give "n of N" where the source states how many there are."""
        return blocks.of_total(shown, self.show(figure.total, shown=total)) if figure.total else shown

    def judge(self, verdict: Judgement) -> Part:
        """Give where a target stands."""
        for one in verdict.figures:
            self.add(one)
        self.verdicts[verdict.key] = verdict
        return parts.verdict(verdict.key, verdict.status)

    def say(self, message: Sentence, **values: Value) -> Part:
        """Give a sentence with its places filled; ``x`` also fills ``x_when``, ``x_of`` and ``x_by``."""
        # Singular and plural may name different places, and which is said depends on the language.
        names = dict.fromkeys(name for text in (message.text, message.plural) for name in list_slots(text))
        return parts.say(message, {name: self._fill(name, values) for name in names})

    def _fill(self, name: str, values: dict[str, Value]) -> Part:
        if name in values:
            return self._give(values[name])
        # Names of values hold underscores too, so that the aspect is what follows the last one.
        base, _, aspect = name.rpartition("_")
        figure = values.get(base)
        if isinstance(figure, Fig) and aspect == "when":
            return parts.period(figure.period)
        if isinstance(figure, Fig) and aspect == "of":
            return self._give(figure.total) if figure.total else blocks.DASH
        if isinstance(figure, Fig) and aspect == "by":
            return self.name_publisher(figure.source)
        raise UnfilledError(f"nothing fills '{{{name}}}'")

    def _give(self, value: Value) -> Part:
        if isinstance(value, Fig):
            return self.show(value, words=True)
        if isinstance(value, PeriodValue):
            return parts.period(value.code)
        if isinstance(value, Judgement):
            return self.judge(value)
        if isinstance(value, Gap):
            raise UnfilledError("a figure is not known")
        if not isinstance(value, (str, list)):  # a notebook may hand on what it likes
            raise UnfilledError(f"{value!r} is typed in, and no figure")
        return value

    def name_publisher(self, source: str) -> str:
        """Give the name of a source's publisher."""
        return self.catalogue.publishers[self.catalogue.sources[source].publisher].name[self.language]

    def describe_source(self, source: str) -> Part:
        """Give the publisher of a source and where it was read."""
        about = self.catalogue.sources[source]
        return blocks.outlet(self.name_publisher(source), about.via, about.language)

    def make_evidence(self, page: Page) -> Evidence:
        """Give the evidence that a page must carry."""
        return Evidence(
            page=page,
            measures=dict(sorted((key, one.measure) for key, one in self.figures.items())),
            stated={key: str(one.id) for key, one in sorted(self.figures.items()) if not one.formula},
            computed=dict(_record(sorted(self.figures.items()))),
            verdicts={key: _record_verdict(one) for key, one in sorted(self.verdicts.items())},
            earlier=dict(sorted(self.earlier.items())),
            claims={key: tuple(sorted(texts)) for key, texts in sorted(self.claims.items())},
            given=tuple(sorted(self.given)),
            sets={stem: one.record for stem, one in sorted(self.sets.items())},
        )


class SharedKeyError(ValueError):
    """A key that two figures have."""


def _identify(figure: Fig) -> tuple[object, ...]:
    """Give what tells a figure from every other: the row that states it, or how it was computed."""
    if figure.formula:
        return figure.formula, figure.options, tuple(one.key for one in figure.inputs)
    return figure.id


class UnfilledError(ValueError):
    """A place of a sentence that nothing fills."""


def find_gaps(text: str, values: dict[str, Value], *, plural: str = "") -> list[Gap]:
    """List the figures that a sentence names, or its plural, and that are not known."""
    gaps = []
    # With a plural the count is read, whether or not a text shows it.
    names = [*list_slots(text), *list_slots(plural), *(["count"] if plural else [])]
    for name in dict.fromkeys(names):
        base, _, aspect = name.rpartition("_")
        value = values.get(name, values.get(base))
        if isinstance(value, Gap):
            gaps.append(value)
        elif name not in values and isinstance(value, Fig) and aspect == "of" and not value.total:
            gaps.append(Gap(value.indicator, value.area))
    return gaps


def _record(figures: Iterable[tuple[str, Fig]]) -> Iterator[tuple[str, FigureRecord]]:
    for key, one in figures:
        # An N needs no record: it follows from the row of its figure.
        if one.formula and one.formula != OUT_OF:
            inputs = tuple(part.key for part in one.inputs)
            yield key, FigureRecord(formula=one.formula, inputs=inputs, options=one.options)


def _record_verdict(verdict: Judgement) -> VerdictRecord:
    first = verdict.first.key if verdict.first else ""
    return VerdictRecord(status=verdict.status, target=verdict.target.key, latest=verdict.latest.key, first=first)
