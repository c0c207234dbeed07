"""What a page says of itself, read off its markup: what an index and a feed may say of it, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import Any, Final

from dxlib.audit.compose import Subject
from dxlib.data.catalogue import Catalogue, Direction
from dxlib.errors import DxError
from dxlib.evidence.dimensions import name_page
from dxlib.evidence.format import EVIDENCE_ELEMENT, NOTE_PREFIX, list_stated
from dxlib.evidence.own_parameters import Own
from dxlib.plain_json import parse_json

_EVIDENCE: Final = f'<script type="application/json" id="{EVIDENCE_ELEMENT}">'
_TITLE: Final = re.compile(r"""<(?:h1|p class="topic")>([^<]*)</""")
_BLANKS: Final = re.compile(r"[ \t\n\r\f]+")  # a no-break space stays what it is
_ANSWER: Final = re.compile(r'<h1 class="answer"[^>]*>(.*?)</h1>', re.DOTALL)
_STRIP: Final = re.compile(r'<dl class="key-figures">(.*?)</dl>', re.DOTALL)
# Not the total of "n of N" (data-q), which some languages write before the rank.
_FIGURE: Final = re.compile(rf'<a href="#{NOTE_PREFIX}(\w+)"(?![^>]* data-q=)[^>]*>([^<]*)</a>')
_OWN: Final = re.compile(r'<span data-own="([^"]*)" data-label="([^"]*)" data-text="([^"]*)">([^<]*)</span>')
_TAG: Final = re.compile(r"<[^>]*>")
_BETTER: Final = {Direction.HIGHER_IS_BETTER: 1, Direction.LOWER_IS_BETTER: -1}
_PARTS_ALONE: Final = 2  # edition/language/brief.html
_ENOUGH: Final = 3  # figures of a topic that make a page one of that topic


class UnreadablePageError(ValueError):
    """A page that does not say what it is."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """The first key figure of a page, where an observation states it.

    Parameters
    ----------
    key
        Of its note on the page.
    text
        As the page writes it.
    of
        The name of its indicator, in the language of the page.
    period
        In SDMX's code.
    rank_by
        Its value, turned so that the higher one is the better one; none for what is neither good nor bad.
    """

    key: str
    text: str
    of: str
    period: str
    rank_by: Decimal | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says of itself; names of areas and topics as the catalogue has them in its language.

    Parameters
    ----------
    address
        Where it lies below the index.
    edition, language, brief, area
        What is declared there.
    as_of
        The day that it says it is of.
    answer
        In plain text; empty where it says none.
    figure
        Its first key figure, if an observation states it.
    told_by
        What tells it from the other pages of its brief, where that is not its area alone.
    own
        The parameters that its brief adds.
    """

    address: str
    edition: str
    language: str
    brief: str
    area: str
    as_of: str
    title: str
    answer: str
    area_name: str
    topics: tuple[str, ...]
    figure: KeyFigure | None
    told_by: str = ""
    own: tuple[Own, ...] = ()

    @property
    def stands_alone(self) -> bool:
        """Whether its address names no value of its brief's parameters: there is one of each."""
        return self.address.count("/") == _PARTS_ALONE

    @property
    def name(self) -> str:
        """What tells it from the other pages of its brief."""
        return self.told_by or self.area_name


def read_evidence_of(page: str) -> dict[str, Any]:
    """Give the evidence that a page carries for machines.

    Raises
    ------
    UnreadablePageError
        For a page without evidence, or with one that is no JSON.
    """
    # find gives -1 where there is none, and then start is less than the length of what was looked for.
    start = page.find(_EVIDENCE) + len(_EVIDENCE)
    end = page.find("</script>", start)
    if start < len(_EVIDENCE) or end < 0:
        raise UnreadablePageError("it carries no evidence")
    try:
        evidence = parse_json(page[start:end], object_pairs_hook=_read_once)
    except UnreadablePageError:
        raise
    except ValueError as error:
        raise UnreadablePageError(f"its evidence is no JSON: {error}") from error
    if not isinstance(evidence, dict) or not isinstance(evidence.get("page"), dict):
        raise UnreadablePageError("its evidence does not say which page it is")
    return evidence


def _read_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Give an object of JSON; of two entries with one name, programs would take either."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UnreadablePageError("its evidence has two entries of one name")
    return found


def read_told(page: str, evidence: Mapping[str, Any], address: str, subject: Subject, catalogue: Catalogue) -> Told:
    """Give what a page says of itself.

    Parameters
    ----------
    page
        Its whole text.
    evidence
        From :func:`read_evidence_of`.
    address
        Where it lies.
    subject
        What is declared there: that it is another page is a finding by itself.
    catalogue
        Names of areas, indicators and topics.

    Raises
    ------
    UnreadablePageError
        For a page without a title, of an area or with a figure that nobody knows.
    """
    # The head repeats title and answer for machines.
    body = page[max(page.find("<body>"), 0) :]
    title, answer, language = _TITLE.search(body), _ANSWER.search(body), subject.language
    if title is None:
        raise UnreadablePageError("it has no title")
    try:
        area_name = catalogue.areas[subject.area].name[language]
        own = _read_own(body, evidence)
        return Told(
            address=address, edition=subject.edition, language=language, brief=subject.brief, area=subject.area,
            as_of=str(evidence["page"]["as_of"]), title=unescape(title[1]),
            answer=_read_text(answer[1]) if answer else "", area_name=area_name,
            told_by=name_page(area_name, own, subject.opened) if own else "", own=own,
            topics=_list_topics(evidence, catalogue, language),
            figure=_read_figure(body, evidence, catalogue, language),
        )  # fmt: skip
    except (LookupError, TypeError, AttributeError, ArithmeticError, ValueError, DxError) as error:
        raise UnreadablePageError(f"its evidence cannot be read: {type(error).__name__} {error}") from error


def _read_own(page: str, evidence: Mapping[str, Any]) -> tuple[Own, ...]:
    """Read what the page's brief adds: values of the evidence, and how the line over the title shows them."""
    values = evidence["page"].get("parameters", {})
    # Only above the title: the same markup further down would be something that the page quotes.
    shown = {one[1]: tuple(map(unescape, one.groups())) for one in _OWN.finditer(page[: max(page.find("<h1"), 0)])}
    return tuple(Own(name, shown[name][1], value, *shown[name][2:]) for name, value in values.items())


def _read_text(markup: str) -> str:
    """Give the text of an element in one line, as an index and a search engine say it."""
    return _BLANKS.sub(" ", unescape(_TAG.sub("", markup))).strip(" ")


def _list_topics(evidence: Mapping[str, Any], catalogue: Catalogue, language: str) -> tuple[str, ...]:
    """Give the topics of which enough figures are stated, in the order of their ids."""
    counts: Counter[str] = Counter()
    for indicator, words in (one for by_indicator in evidence["stated"].values() for one in by_indicator.items()):
        # Each figure is written as "key:period=value", so colons count figures.
        counts[catalogue.get_indicator(indicator).topic] += words.count(":")
    return tuple(catalogue.topics[topic].name[language] for topic, count in sorted(counts.items()) if count >= _ENOUGH)


def _read_figure(
    page: str, evidence: Mapping[str, Any], catalogue: Catalogue, language: str
) -> KeyFigure | None:  # fmt: skip
    """Read the first figure of the first strip of key figures; none where it was computed, or there is no strip."""
    strip = _STRIP.search(page)
    shown = _FIGURE.search(strip[1]) if strip else None
    if shown is None:
        return None
    key, text = shown[1], unescape(shown[2])
    for name, own, value in list_stated(evidence["stated"], evidence["sources"]):
        if name == key:
            entry = catalogue.get_indicator(own.indicator)
            better = _BETTER.get(entry.direction)
            # Turned round for ranks, so that whoever sorts need not know the indicator.
            rank_by = None if better is None else better * Decimal(value)
            return KeyFigure(key, text, entry.name[language], own.period, rank_by)
    return None
