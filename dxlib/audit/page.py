"""Reading a page as a reader sees it: every text, and what it says that it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lxml import html

from dxlib.brief import evidence as ev
from dxlib.errors import SchemaError


class Role(StrEnum):
    """What a text says that it is.

    Attributes
    ----------
    FIGURE, VERDICT, FLAG, PERIOD, TICK, QUOTE
        Marked as such; its content is the value of the mark.
    LOOSE
        Not marked.
    """

    FIGURE = "figure"
    VERDICT = "verdict"
    FLAG = "flag"
    PERIOD = "period"
    TICK = "tick"
    QUOTE = "quote"
    LOOSE = "loose"


_MARKS = {
    ev.FIGURE_ATTRIBUTE: Role.FIGURE,
    ev.VERDICT_ATTRIBUTE: Role.VERDICT,
    ev.FLAG_ATTRIBUTE: Role.FLAG,
    ev.PERIOD_ATTRIBUTE: Role.PERIOD,
    ev.TICK_ATTRIBUTE: Role.TICK,
    ev.QUOTE_ATTRIBUTE: Role.QUOTE,
}
# What stands in a note without a mark: its own figure, what the source wrote, the place in the source.
_IN_NOTES = {
    "b": (Role.FIGURE, ""),
    "q": (Role.QUOTE, "as_written"),
    "small": (Role.QUOTE, "locator"),
}
_UNREAD = {"script", "style", "template"}
_READ_ATTRIBUTES = ("alt", "title", "aria-label", "aria-description", "placeholder", "data-head")


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text of a page.

    Parameters
    ----------
    role, mark
        What it says that it is, and the value of that mark.
    text
        What a reader sees.
    form
        Of a figure: plain, size or signed.
    place
        The nearest heading above it, for messages.
    picture
        The number of the picture it stands in; zero outside pictures.
    note
        The key of the figure whose note it stands in; empty outside notes.
    address
        Where it leads to, if it is a link.
    source
        The id of the source at whose head or under which it stands; empty elsewhere.
    then
        The earlier day on which it was known, where it says so; else empty.
    """

    role: Role
    mark: str
    text: str
    form: str
    place: str
    picture: int
    note: str = ""
    address: str = ""
    source: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class Direction:
    """A sentence that says rise, fall or same of a figure."""

    direction: str
    figure: str
    text: str


@dataclass(frozen=True, slots=True)
class PageReading:
    """All that the audit reads of a page.

    Parameters
    ----------
    path
        The file.
    language
        Of its ``html`` element.
    evidence
        What it carries.
    texts
        Every text, in reading order.
    directions
        Its sentences that say a direction.
    anchors
        Every id of the page.
    links
        Every address within the page that a link leads to.
    abstracts
        What the page tells machines that it says: they must repeat its answer, word for word.
    answer
        What it answers; its title where it says none.
    """

    path: Path
    language: str
    evidence: ev.Evidence
    texts: tuple[Text, ...]
    directions: tuple[Direction, ...]
    anchors: frozenset[str]
    links: frozenset[str]
    abstracts: tuple[str, ...]
    answer: str


def read_page(path: Path) -> PageReading:
    """Read a page.

    Raises
    ------
    SchemaError
        When it carries no evidence, or evidence of another form: build it again.
    """
    tree = html.document_fromstring(path.read_text("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    evidence, sources = _read_evidence(tree, path)
    return PageReading(
        path=path,
        language=tree.get("lang", ""),
        evidence=evidence,
        texts=tuple(_Walker(sources).walk(tree)),
        directions=tuple(
            Direction(node.get(ev.DIRECTION_ATTRIBUTE), node.get(ev.DIRECTION_OF_ATTRIBUTE, ""), _flatten(node))
            for node in tree.iterfind(f".//*[@{ev.DIRECTION_ATTRIBUTE}]")
        ),
        anchors=frozenset(node.get("id") for node in tree.iterfind(".//*[@id]")),
        links=frozenset(node.get("href")[1:] for node in tree.iterfind(".//a[@href]") if node.get("href")[:1] == "#"),
        abstracts=tuple(_list_abstracts(tree, path)),
        answer=next(_flatten(node) for path in (".//p[@class='answer']", ".//h1") for node in tree.iterfind(path)),
    )


def _read_evidence(tree: html.HtmlElement, path: Path) -> tuple[ev.Evidence, Mapping[str, str]]:
    node = tree.find(f".//script[@id='{ev.EVIDENCE_ELEMENT}']")
    try:
        if node is not None:
            return ev.read_evidence(node.text or "")
    except ValueError as error:
        raise SchemaError(f"Unreadable evidence in {path}: {error}", fix="build the page again.") from error
    raise SchemaError(f"No evidence in {path}.", fix="build the page with dxlib build.")


def _list_abstracts(tree: html.HtmlElement, path: Path) -> Iterator[str]:
    for node in tree.iterfind(".//meta[@name='description']"):
        yield node.get("content", "")
    for node in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            graph = json.loads(node.text or "")["@graph"]
        except (json.JSONDecodeError, KeyError) as error:
            raise SchemaError(f"Unreadable linked data in {path}: {error}", fix="build the page again.") from error
        yield from (entry["abstract"] for entry in graph if "abstract" in entry)


def _flatten(node: html.HtmlElement) -> str:
    return " ".join("".join(node.itertext()).replace("\u00a0", " ").replace("\u202f", " ").split())


class _Walker:
    """Walks a tree in reading order; keeps the last heading, and the note, source and day that it is in.

    Parameters
    ----------
    sources
        Ids of sources by their names on the page.
    """

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources
        self.place = ""
        self.pictures = 0
        self.picture = 0
        self.note = ""
        self.source = ""
        self.then = ""

    def walk(self, node: html.HtmlElement) -> Iterator[Text]:
        """Give every text below a node."""
        if not isinstance(node.tag, str) or node.tag in _UNREAD:
            return
        before = self.picture, self.note, self.source, self.then
        self._enter(node)
        for name in _READ_ATTRIBUTES:
            if node.get(name):
                yield self._make(Role.LOOSE, "", node.get(name))
        role, mark = self._read_mark(node)
        if role is Role.LOOSE:
            yield self._make(Role.LOOSE, "", node.text or "")
            for child in node:
                yield from self.walk(child)
                yield self._make(Role.LOOSE, "", child.tail or "")
        else:
            text = "".join(node.itertext())
            yield self._make(role, mark, text, node.get(ev.FORM_ATTRIBUTE, "plain"), node.get("href", ""))
        self.picture, self.note, self.source, self.then = before

    def _enter(self, node: html.HtmlElement) -> None:
        name = node.get("id", "")
        if node.tag == "svg":
            self.pictures += 1
            self.picture = self.pictures
        if node.tag in ("h1", "h2", "h3", "h4"):
            self.place = _flatten(node)
        if node.tag == "li" and name.startswith(ev.NOTE_PREFIX):
            self.note = name.removeprefix(ev.NOTE_PREFIX)
        if node.tag == "section" and name.startswith(ev.SOURCE_PREFIX):
            self.source = self.sources.get(name.removeprefix(ev.SOURCE_PREFIX), "")
        self.then = node.get(ev.THEN_ATTRIBUTE, self.then)

    def _read_mark(self, node: html.HtmlElement) -> tuple[Role, str]:
        for attribute, role in _MARKS.items():
            if node.get(attribute) is not None:
                return role, node.get(attribute)
        address = node.get("href", "")
        if node.tag == "a" and address.startswith(f"#{ev.NOTE_PREFIX}"):
            return Role.FIGURE, address.removeprefix(f"#{ev.NOTE_PREFIX}")
        if node.tag == "time":
            return Role.PERIOD, node.get("datetime", "")
        if self.note and node.tag in _IN_NOTES:
            return _IN_NOTES[node.tag]
        if self.source and (node.tag == "cite" or node.get("class") == "url"):
            return Role.QUOTE, "title" if node.tag == "cite" else "url"
        return Role.LOOSE, ""

    def _make(self, role: Role, mark: str, text: str, form: str = "plain", address: str = "") -> Text:
        if role in (Role.FIGURE, Role.FLAG) and not mark:
            mark = self.note  # a note shows its own figure and flag without naming it again
        return Text(
            role, mark, text, form, self.place, self.picture, self.note, address, source=self.source, then=self.then
        )
