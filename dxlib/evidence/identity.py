"""What a page is: its address and those of its sisters, its description, how machines are told."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup, escape

from dxlib.addresses import is_web_address
from dxlib.data.catalogue import COUNTRY, Catalogue
from dxlib.data.corrections import Correction
from dxlib.data.ids import ObservationId
from dxlib.data.keys import format_value
from dxlib.data.schema import Kind, end_of_period, last_day_of, start_of_period
from dxlib.evidence.dimensions import OWN_PREFIX, describe_own, name_page
from dxlib.evidence.format import EVIDENCE_ELEMENT, Evidence, Measure, Page
from dxlib.evidence.own_parameters import Own
from dxlib.evidence.parts import Part, el, period, say, value
from dxlib.evidence.render import Renderer
from dxlib.language import Sentence, Speaker, sentence
from dxlib.language.languages import parse_locale

# Search engines show some 160 characters of a description.
_MOST_DESCRIBED: Final = 159  # characters
# Chinese writes no blank after its marks.
_CLAUSE_END: Final = re.compile(r"\s*[;؛]\s|\.\s|[。；]")
_FULL_WIDTH: Final = ("。", "；")
_DATASET: Final = sentence("The figures of this brief, each with its source, period and the day by which it was known.")
_EDITION: Final = sentence("Edition")
_KNOWN: Final = sentence("Figures known by")
_EDITIONS: Final = sentence("Other editions")
_AREAS: Final = sentence("Other areas and editions")
_VALUES: Final = sentence("Other pages of this brief")


@dataclass(frozen=True, slots=True)
class Sister:
    """The same page in one of its languages."""

    code: str
    name: str
    current: bool
    address: str


# No slots: what is worked out once is kept in the dict of the instance.
@dataclass(frozen=True)
class Identity:
    """What a page is.

    Parameters
    ----------
    title
        Its first heading, in its language.
    answer
        The brief's answer as plain text; empty where it says none.
    evidence
        What its figures rest on, with what the page is.
    speaker
        Its language.
    catalogue
        Names of areas and indicators.
    languages
        Those that its brief is built in; the page's own need not be named.
    corrected
        What was corrected of its figures on its day or later, in the order in which it is said.
    opened
        The parameters that its address names, in their order: those of which its brief has several values.
    labels
        What readers are told that each parameter which its brief adds is, in English.
    """

    title: str
    answer: str
    evidence: Evidence
    speaker: Speaker
    catalogue: Catalogue
    languages: tuple[str, ...]
    corrected: tuple[Correction, ...]
    opened: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def page(self) -> Page:
        """Brief, area, edition, language and day."""
        assert self.evidence.page is not None  # reading refuses a notebook without
        return self.evidence.page

    @property
    def area(self) -> str:
        """The name of the area in the language of the page."""
        return self.catalogue.areas[self.page.area].name[self.page.language]

    @cached_property
    def own(self) -> tuple[Own, ...]:
        """The parameters that its brief adds, in the language of the page."""
        return describe_own(self.page.parameters, self.labels, self.catalogue, self.speaker)

    @property
    def subject(self) -> str:
        """What the page is about, in its language: its area, and the values of what its brief adds."""
        return self.speaker.list_texts([self.area, *(one.shown for one in self.own)])

    @property
    def subject_of_edition(self) -> str:
        """What the page is about, and of which edition."""
        return self.speaker.list_texts([self.subject, self.page.edition])

    @property
    def told_by(self) -> str:
        """What tells the page from the others of its brief."""
        return name_page(self.area, self.own, self.opened)

    @property
    def project(self) -> str:
        """The title of the project in the language of the page."""
        return self.catalogue.project.title[self.page.language]

    @property
    def name(self) -> str:
        """The page's address within an edition and a language."""
        values = {**self.page.parameters, "area": self.page.area}
        return f"{'/'.join([self.page.brief, *(format_value(values[name]) for name in self.opened)])}.html"

    @property
    def address(self) -> str:
        """The page's address below the index."""
        return f"{self.page.edition}/{self.page.language}/{self.name}"

    @property
    def index(self) -> str:
        """Where the index in the language of the page is, seen from the page."""
        return locate_index(self.page.language, len(self.opened))

    @property
    def sisters(self) -> list[Sister]:
        """The page in each of its languages, its own among them."""
        # Relative, so that a release may lie under any address.
        up = "../" * (self.name.count("/") + 1)
        codes = sorted({*self.languages, self.page.language})
        return [
            Sister(code, name_language(code), code == self.page.language, f"{up}{code}/{self.name}") for code in codes
        ]

    @property
    def others(self) -> list[tuple[str, str]]:
        """Where the index lists the same brief otherwise, each address with its text in the language of the page.

        Other editions, or other areas and editions; where a parameter of the brief's own has several values, other
        editions of the same values, and all pages of the edition.
        """
        # Through the index, not page to page: which others there are is known when a release is put together, not now.
        address, say = f"{self.index}#brief={self.page.brief}", self.speaker.translate_sentence
        if not self.opened:
            return [(address, say(_EDITIONS))]
        if self.opened == ("area",):
            return [(address, say(_AREAS))]
        values = {"area": self.page.area, **{f"{OWN_PREFIX}{one.name}": format_value(one.value) for one in self.own}}
        same = [(name, text) for name, text in values.items() if name.removeprefix(OWN_PREFIX) in self.opened]
        return [
            (f"{address}&{urlencode(same)}", say(_EDITIONS)),
            (f"{address}&edition={self.page.edition}", say(_VALUES)),
        ]

    @property
    def description(self) -> str:
        """What a list of search results says of the page: its answer, or its title where it says none, in short."""
        return shorten(self.answer or self.title)

    @property
    def citation(self) -> Markup:
        """How to cite the page."""
        message = sentence("“{title}” {area}. {project}, edition {edition}, figures known by {as_of}. {address}")
        return self._render(
            message,
            title=self.title,
            area=self.subject,
            project=self.project,
            edition=period(self.page.edition),
            as_of=period(self.page.as_of),
            address=el("span", f"{self.catalogue.project.address}{self.address}", data_quote="address"),
        )

    @property
    def licence(self) -> Markup:
        """Under which terms text, charts and figures stand."""
        own = self.catalogue.project.licence
        if own is None:
            return self._render(sentence("Each figure keeps the terms of its source."))
        link = el("a", own.name, href=own.url, rel="license")
        message = sentence("Text, charts and arrangement: {licence}. Each figure keeps the terms of its source.")
        return self._render(message, licence=link)

    @property
    def canonical(self) -> str:
        """The page's address where the project is published; empty where it does not say."""
        base = self.catalogue.project.address
        return f"{base}{self.address}" if base else ""

    @property
    def release(self) -> list[Markup]:
        """Who publishes the page, when it was released, and when the next release is."""
        own, edition = self.catalogue.project, int(self.page.edition)
        said = []
        if own.publisher:
            said.append(escape(own.publisher.name[self.page.language]))
        if own.releases.get(edition):
            said.append(self._render(sentence("Released: {when}"), when=period(own.releases[edition])))
        following = own.find_next_release(edition)
        if following:
            said.append(self._render(sentence("Next release: {when}"), when=period(following)))
        else:
            said.append(self._render(sentence("Next release: to be announced")))
        return said

    @property
    def corrections(self) -> list[Markup]:
        """What was corrected of the figures on the page since its day: old, new, why, and the page as it was."""
        return [self._describe(one) for one in self.corrected]

    def _describe(self, one: Correction) -> Markup:
        own, entry = one.id, self.catalogue.get_indicator(one.id.indicator)
        shown = [self.evidence.measures[key] for key, name in self.evidence.stated.items() if name == one.figure]
        mult = shown[0].unit_mult if shown else 0
        # The number that was shown is noted down in single units; it is written in the power of ten of today's figure.
        before = Measure(one.value.scaleb(-mult), entry.unit, mult, shown[0].decimals if shown else entry.decimals)
        message = _choose_message(own, is_shown=bool(shown))
        link = el("a", self.speaker.translate_sentence(sentence("The page as it was")), href=one.was_at + self.address)
        # A page that ranks or compares shows figures of other areas: without a name they would be taken for its own.
        find, area = self.catalogue.find_territory, self.catalogue.areas[own.area].name[self.page.language]
        named = [] if find(own.area) == find(self.page.area) else [area]
        indicator = self.speaker.list_texts([*named, entry.name[self.page.language]])
        return self._render(
            message, day=period(one.day), indicator=indicator, period=period(own.period),
            now=value(shown[0]) if shown else "", before=value(before), why=one.why[self.page.language], link=link,
        )  # fmt: skip

    @property
    def imprint(self) -> Markup:
        """Who publishes the page and where to ask: what the project says of it."""
        own = self.catalogue.project
        said = []
        if own.publisher:
            name = own.publisher.name[self.page.language]
            linked = el("a", name, href=own.publisher.url) if own.publisher.url else name
            said.append(self._render(sentence("Published by {publisher}."), publisher=linked))
        if own.contact:
            said.append(self._render(sentence("Contact: {contact}."), contact=_link_contact(own.contact)))
        return Markup(" ").join(said)

    def _render(self, message: Sentence, **places: Part) -> Markup:
        return Renderer(self.speaker, {}).render(say(message, places))


def _choose_message(of: ObservationId, *, is_shown: bool) -> Sentence:
    """Give what is said of a correction; a target is called one, since a figure of a year to come would be none."""
    if of.kind != Kind.TARGET:
        if is_shown:
            return sentence("Corrected on {day}: {indicator} ({period}) is {now}, not {before}. {why} {link}.")
        return sentence("Corrected on {day}: {indicator} ({period}) was shown as {before}. {why} {link}.")
    if not of.period:
        if is_shown:
            return sentence("Corrected on {day}: {indicator}, target: {now}, not {before}. {why} {link}.")
        return sentence("Corrected on {day}: {indicator}, target: shown as {before}. {why} {link}.")
    if is_shown:
        return sentence("Corrected on {day}: {indicator}, target for {period}: {now}, not {before}. {why} {link}.")
    return sentence("Corrected on {day}: {indicator}, target for {period}: shown as {before}. {why} {link}.")


def find_corrected(evidence: Evidence, catalogue: Catalogue) -> tuple[Correction, ...]:
    """Give what was corrected of the figures on a page since its day, by day: what readers of it may have quoted.

    Parameters
    ----------
    evidence
        What the page states, and its day.
    catalogue
        Corrections and sources.
    """
    corrected = sorted(catalogue.corrections.values(), key=lambda one: one.day)
    return tuple(one for one in corrected if _showed(evidence, one, catalogue.sources[one.id.source].published))


def _showed(evidence: Evidence, one: Correction, published: str) -> bool:
    """Say whether a page told of what was corrected, before it was."""
    assert evidence.page is not None  # reading refuses a notebook without
    own, stated = one.id, map(ObservationId.parse, evidence.stated.values())
    is_of = any((known.indicator, known.area) == (own.indicator, own.area) for known in stated)
    # A row may be older than an undated source was read: only a stated day says that a page could not know of it.
    is_later = last_day_of(published) > evidence.page.as_of
    stands = one.figure in evidence.stated.values()
    # A page as of the very day may have been published earlier on that day, with the error.
    return is_of and evidence.page.as_of <= one.day and (stands or not is_later)


def _link_contact(contact: str) -> Part:
    """Give an address of mail or of the web as a link; other words, such as a telephone number, as they are."""
    if is_web_address(contact):
        return el("a", contact, href=contact)
    return el("a", contact, href=f"mailto:{contact}") if re.fullmatch(r"[^@\s]+@[^@\s]+", contact) else contact


@lru_cache
def name_language(code: str) -> str:
    """Give the name of a language in itself, to begin an entry of a list.

    Examples
    --------
    >>> [name_language(code) for code in ("en", "vi", "fr")]
    ['English', 'Tiếng Việt', 'Français']
    """
    # CLDR writes names of languages as they stand within a sentence: "français".
    locale = parse_locale(code)
    name = locale.get_display_name(locale) or code
    return name[:1].upper() + name[1:]


def find_index(language: str) -> str:
    """Give the file name of the index of a language."""
    return f"index.{language}.html"


def shorten(text: str) -> str:
    """Give a text in at most as many characters as a search engine shows: whole clauses, or else whole words.

    Examples
    --------
    >>> shorten("Viet Nam ranks 71 of 193 (2024); " + "more is said after that, " * 8)
    'Viet Nam ranks 71 of 193 (2024).'
    >>> len(shorten("word " * 50)), shorten("word " * 50)[-6:]
    (155, ' word…')
    """
    if len(text) <= _MOST_DESCRIBED:
        return text
    head = text[:_MOST_DESCRIBED]
    clauses = list(_CLAUSE_END.finditer(head))
    if clauses:
        stop = "。" if clauses[-1][0] in _FULL_WIDTH else "."
        return f"{head[: clauses[-1].start()]}{stop}"
    # One letter less than the limit leaves room for the ellipsis.
    words = head[:-1].rpartition(" ")[0]
    # Chinese, Japanese and Thai write words without blanks: what stands before the only one says next to nothing.
    kept = words if 2 * len(words) >= _MOST_DESCRIBED else head[:-1]
    return f"{kept.rstrip(',，、')}…"


def locate_index(language: str, opened: int) -> str:
    """Give where the index of a language is, seen from a page whose address names so many parameters."""
    return "../" * (2 + opened) + find_index(language)


def write_linked_data(identity: Identity) -> str:
    """Give the page and its figures as schema.org's Report and Dataset, in JSON-LD."""
    page, licence = identity.page, identity.catalogue.project.licence
    series = identity.evidence.find_indicators()
    place = {
        "@type": "Country" if identity.catalogue.areas[page.area].kind == COUNTRY else "AdministrativeArea",
        "name": identity.area,
    }
    own = [{"@type": "DefinedTerm", "name": one.text, "inDefinedTermSet": one.label} for one in identity.own]
    common = {"inLanguage": page.language, "version": page.edition, "isAccessibleForFree": True}
    report = {
        "@type": "Report", "@id": identity.address, "headline": identity.title, "abstract": identity.answer,
        "about": [place, *own] if own else place,
        "isBasedOn": {"@id": f"{identity.address}#{EVIDENCE_ELEMENT}"},
        # Of the report alone: each figure of the dataset keeps the terms of its source.
        **({"license": licence.url} if licence else {}), **common,
    }  # fmt: skip
    dataset = {
        "@type": "Dataset", "@id": f"{identity.address}#{EVIDENCE_ELEMENT}", "name": identity.title,
        "description": identity.speaker.translate_sentence(_DATASET), "spatialCoverage": place,
        "temporalCoverage": _find_span(identity.evidence), **common,
        "variableMeasured": [identity.catalogue.get_indicator(name).name[page.language] for name in series],
    }  # fmt: skip
    graph = {"@context": "https://schema.org", "@graph": [report, dataset]}
    return json.dumps(graph, ensure_ascii=False, separators=(",", ":"))


def _isolate(address: str, direction: str) -> str:
    """Give an address in letters of its own direction: in Arabic its years and names would change places."""
    return f"\u2066{address}\u2069" if direction == "rtl" else address


def write_margins(identity: Identity) -> str:
    """Give the style of what stands at the edges of each printed page: what it is, of which edition, its number."""
    page, speaker = identity.page, identity.speaker
    known = f"{speaker.translate_sentence(_KNOWN)} {speaker.format_period(page.as_of)}"
    boxes = {
        "top-left": _quote(f"{identity.title} – {identity.subject}"),
        "top-right": _quote(f"{speaker.translate_sentence(_EDITION)} {speaker.format_period(page.edition)}"),
        "bottom-left": _quote(f"{_isolate(identity.address, speaker.direction)} · {known}"),
        "bottom-right": 'counter(page)" / "counter(pages)',
    }
    return "@page{" + "".join(f"@{place}{{content:{content}}}" for place, content in boxes.items()) + "}"


def _quote(text: str) -> str:
    """Give a text as a string of CSS that ends no style element."""
    # The blank ends the number of the letter: a hexadecimal digit that follows would be read as part of it.
    escaped = re.sub(r'["\\\\<\n]', lambda sign: f"\\{ord(sign[0]):x} ", text)
    return f'"{escaped}"'


def _find_span(evidence: Evidence) -> str:
    """Give the first and the last year that figures are of."""
    periods = evidence.find_periods()
    # By both ends of each: "2021/2025" begins first and may end last.
    first, last = (map(end, periods) for end in (start_of_period, end_of_period))
    return f"{min(first).year}/{max(last).year}" if periods else ""
