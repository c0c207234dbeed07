"""What a page is: its address and those of its sisters, its description, how machines are told."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from markupsafe import Markup

from dxlib.data.catalogue import COUNTRY, Catalogue
from dxlib.evidence.format import EVIDENCE_ELEMENT, Evidence, Page
from dxlib.evidence.parts import Part, el, period, say
from dxlib.evidence.render import Renderer
from dxlib.language import Sentence, Speaker, sentence
from dxlib.language.languages import parse_locale

_DATASET: Final = sentence("The figures of this brief, each with its source, period and the day by which it was known.")
_EDITION: Final = sentence("Edition")
_KNOWN: Final = sentence("Figures known by")


@dataclass(frozen=True, slots=True)
class Sister:
    """The same page in one of its languages."""

    code: str
    name: str
    current: bool
    address: str


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
    alone
        Whether its address does not name its area.
    """

    title: str
    answer: str
    evidence: Evidence
    speaker: Speaker
    catalogue: Catalogue
    languages: tuple[str, ...]
    alone: bool

    @cached_property
    def page(self) -> Page:
        """Brief, area, edition, language and day."""
        assert self.evidence.page is not None  # reading refuses a notebook without
        return self.evidence.page

    @property
    def area(self) -> str:
        """The name of the area in the language of the page."""
        return self.catalogue.areas[self.page.area].name[self.page.language]

    @property
    def project(self) -> str:
        """The title of the project in the language of the page."""
        return self.catalogue.project.title[self.page.language]

    @property
    def name(self) -> str:
        """The page's address within an edition and a language."""
        return f"{self.page.brief}.html" if self.alone else f"{self.page.brief}/{self.page.area}.html"

    @property
    def address(self) -> str:
        """The page's address below the index."""
        return f"{self.page.edition}/{self.page.language}/{self.name}"

    @property
    def index(self) -> str:
        """Where the index in the language of the page is, seen from the page."""
        return "../" * self.address.count("/") + find_index(self.page.language)

    @property
    def sisters(self) -> list[Sister]:
        """The page in each of its languages, its own among them."""
        up = "../" * (self.name.count("/") + 1)
        codes = sorted({*self.languages, self.page.language})
        return [
            Sister(code, name_language(code), code == self.page.language, f"{up}{code}/{self.name}") for code in codes
        ]

    @property
    def others(self) -> str:
        """Where the index lists the same brief of other areas and editions."""
        return f"{self.index}#brief={self.page.brief}"

    @property
    def description(self) -> str:
        """The page's answer in plain text; its title where it says none."""
        return self.answer or self.title

    @property
    def citation(self) -> Markup:
        """How to cite the page."""
        message = sentence("“{title}” {area}. {project}, edition {edition}, figures known by {as_of}. {address}")
        return self._render(
            message,
            title=self.title,
            area=self.area,
            project=self.project,
            edition=period(self.page.edition),
            as_of=period(self.page.as_of),
            address=el("span", self.address, data_quote="address"),
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

    def _render(self, message: Sentence, **places: Part) -> Markup:
        return Renderer(self.speaker, {}).render(say(message, places))


@lru_cache
def name_language(code: str) -> str:
    """Give the name of a language in itself, to begin an entry of a list.

    Examples
    --------
    >>> [name_language(code) for code in ("en", "vi", "fr")]
    ['English', 'Tiếng Việt', 'Français']
    """
    locale = parse_locale(code)
    name = locale.get_display_name(locale) or code
    return name[:1].upper() + name[1:]


def find_index(language: str) -> str:
    """Give the file name of the index of a language."""
    return f"index.{language}.html"


def write_linked_data(identity: Identity) -> str:
    """Give the page and its figures as schema.org's Report and Dataset, in JSON-LD."""
    page, licence = identity.page, identity.catalogue.project.licence
    series = identity.evidence.find_indicators()
    place = {
        "@type": "Country" if identity.catalogue.areas[page.area].kind == COUNTRY else "AdministrativeArea",
        "name": identity.area,
    }
    common = {"inLanguage": page.language, "version": page.edition, "isAccessibleForFree": True}
    report = {
        "@type": "Report", "@id": identity.address, "headline": identity.title, "abstract": identity.answer,
        "about": place, "isBasedOn": {"@id": f"{identity.address}#{EVIDENCE_ELEMENT}"}, **common,
    }  # fmt: skip
    dataset = {
        "@type": "Dataset", "@id": f"{identity.address}#{EVIDENCE_ELEMENT}", "name": identity.title,
        "description": identity.speaker.translate_sentence(_DATASET), "spatialCoverage": place,
        "temporalCoverage": _find_span(identity.evidence), **({"license": licence.url} if licence else {}), **common,
        "variableMeasured": [identity.catalogue.get_indicator(name).name[page.language] for name in series],
    }  # fmt: skip
    graph = {"@context": "https://schema.org", "@graph": [report, dataset]}
    return json.dumps(graph, ensure_ascii=False, separators=(",", ":"))


def write_margins(identity: Identity) -> str:
    """Give the style of what stands at the edges of each printed page: what it is, of which edition, its number."""
    page, speaker = identity.page, identity.speaker
    known = f"{speaker.translate_sentence(_KNOWN)} {speaker.format_period(page.as_of)}"
    boxes = {
        "top-left": _quote(f"{identity.title} – {identity.area}"),
        "top-right": _quote(f"{speaker.translate_sentence(_EDITION)} {speaker.format_period(page.edition)}"),
        "bottom-left": _quote(f"{identity.address} · {known}"),
        "bottom-right": 'counter(page)" / "counter(pages)',
    }
    return "@page{" + "".join(f"@{place}{{content:{content}}}" for place, content in boxes.items()) + "}"


def _quote(text: str) -> str:
    """Give a text as a string of CSS that ends no style element."""
    escaped = re.sub(r'["\\\\<\n]', lambda sign: f"\\{ord(sign[0]):x} ", text)
    return f'"{escaped}"'


def _find_span(evidence: Evidence) -> str:
    """Give the first and the last year that figures are of."""
    years = sorted({period[:4] for period in evidence.find_periods()})
    return f"{years[0]}/{years[-1]}" if years else ""
