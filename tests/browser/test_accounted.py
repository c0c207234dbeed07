"""All that Chromium shows, speaks and prints of each kind of page is what the audit composed, and nothing else."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Page

from dxlib.audit.auditing import compose_subject
from dxlib.audit.compare import take_drawings
from dxlib.audit.compose import HOLE
from dxlib.audit.facts import Facts
from dxlib.build.briefs import read_declarations
from dxlib.build.subjects import list_subjects
from dxlib.export.assets import read_assets
from dxlib.paths import Project
from tests.browser.test_pages import OPEN_ALL
from tests.building import ROOT, list_declared

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
BRIEFS = [brief for brief, *_ in list_declared(Project(ROOT))]
LABELS = ("alt", "title", "aria-label", "aria-description", "aria-valuetext", "placeholder", "data-head", "data-done")
SCREENS = (1280, 360)

# Every text node that takes room, each by its place among all text nodes of the body. As a text of JSON: Playwright
# takes apart any other value piece by piece.
VISIBLE = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(), at = 0; node; node = walker.nextNode(), at += 1) {
    const holder = node.parentElement;
    const text = node.textContent.replace(/\\s+/g, ' ').trim();
    if (!text || ['SCRIPT', 'STYLE', 'TEMPLATE'].includes(holder.tagName)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const shown = [...range.getClientRects()].some(box => box.width > 0 && box.height > 0);
    const look = getComputedStyle(holder);
    if (holder.namespaceURI.endsWith('svg') && holder.tagName === 'title') continue;
    if (shown && look.visibility === 'visible' && Number(look.opacity) > 0) found.push([at, text]);
  }
  return JSON.stringify(found);
}"""
# What style sheets write, with what it stands for.
WRITTEN = """() => JSON.stringify([...document.querySelectorAll('body, body *')].flatMap(node =>
  ['::before', '::after', '::marker']
  .map(which => getComputedStyle(node, which).content)
  .filter(content => content && !['none', 'normal', '""', 'open-quote', 'close-quote'].includes(content))
  .map(content => [content, node.dataset.head ?? '', node.dataset.note ?? '', node.getAttribute('href') ?? ''])))"""


@pytest.fixture(scope="module")
def composed(kinds: dict[str, Path]) -> dict[str, html.HtmlElement]:
    """The tree of what the audit composed for each kind of page, with the drawings of the page in their places."""
    project = Project(next(iter(kinds.values())).parents[next_level(kinds)])
    facts = Facts(project)
    subjects = list_subjects(read_declarations(project, facts.catalogue))
    return {brief: _compose(path, facts, subjects) for brief, path in kinds.items()}


def next_level(kinds: dict[str, Path]) -> int:
    """Give how many folders lie between a page and its project."""
    path = next(iter(kinds.values()))
    return next(level for level, folder in enumerate(path.parents) if (folder / "notebooks").is_dir())


def _compose(path: Path, facts: Facts, subjects: dict[str, Any]) -> html.HtmlElement:
    address = next("/".join(path.parts[-count:]) for count in (3, 4) if "/".join(path.parts[-count:]) in subjects)
    _, drawings = take_drawings(path.read_text("utf-8"))
    whole = "\n".join(section.html for section in compose_subject(subjects[address], facts, read_assets()).sections)
    pieces = whole.split(HOLE)
    assert len(pieces) == len(drawings) + 1
    text = pieces[0] + "".join(drawing + piece for drawing, piece in zip(drawings, pieces[1:], strict=True))
    return html.document_fromstring(text)


def _tidy(text: str) -> str:
    return " ".join(text.split())


def walk_texts(node: html.HtmlElement) -> Iterator[str]:
    """Give every text of a tree that a reader could see, in order."""
    if not isinstance(node.tag, str) or node.tag in ("script", "style", "template"):
        return
    if not (node.tag == "title" and node.getparent() is not None and node.getparent().tag == "svg"):
        yield _tidy(node.text or "")
        for child in node:
            yield from walk_texts(child)
            yield _tidy(child.tail or "")


def list_labels(tree: html.HtmlElement) -> set[str]:
    """Give every text of an attribute that is shown or spoken, and the titles of drawings and of the window."""
    labels = {
        _tidy(node.get(name)) for node in tree.iter() for name in LABELS if isinstance(node.tag, str) and node.get(name)
    }
    return labels | {_tidy(node.text_content()) for node in tree.iter("title")}


def list_offered(tree: html.HtmlElement) -> set[str]:
    """Give what scripts show from the templates at the end of the page."""
    return {text for one in tree.iter("template") for text in map(_tidy, one.itertext()) if text}


@dataclass(frozen=True)
class Reading:
    """What Chromium makes of a page.

    Attributes
    ----------
    brief
        The brief that it is a page of.
    shown
        Texts that take room on either screen or on paper with scripts switched off, by their place in the page.
    spoken
        What a screen reader is told then: the name of each node that has one.
    shown_by_scripts
        Texts that take room with scripts.
    written
        What style sheets write, on a narrow screen and on paper, each with what it stands for.
    """

    brief: str
    shown: dict[int, str]
    spoken: set[str]
    shown_by_scripts: dict[int, str]
    written: list[tuple[str, str, str, str]]


@pytest.fixture(scope="module", params=BRIEFS)
def reading(request: pytest.FixtureRequest, kinds: dict[str, Path], open_page: OpenPage) -> Reading:
    """A kind of page, opened once without scripts and once with them for all tests."""
    path, shown = kinds[request.param], dict[int, str]()
    page = open_page(path, java_script_enabled=False)
    page.evaluate(OPEN_ALL)
    spoken = _listen(page)
    for width in SCREENS:
        page.set_viewport_size({"width": width, "height": 900})
        for medium in ("screen", "print"):
            page.emulate_media(media=medium)
            shown |= _see(page)
    page = open_page(path, width=360)
    written = json.loads(page.evaluate(WRITTEN))
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # which numbers notes, and leaves texts alone
    written += json.loads(page.evaluate(WRITTEN))
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(OPEN_ALL)
    return Reading(request.param, shown, spoken, _see(page), written)


def _see(page: Page) -> dict[int, str]:
    return {at: _tidy(text) for at, text in json.loads(page.evaluate(VISIBLE))}


def _listen(page: Page) -> set[str]:
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    told = [node for node in nodes if not node["ignored"] and node["role"]["value"] != "ListMarker"]  # a bullet
    return {node["name"]["value"] for node in told if node.get("name", {}).get("value")}


def test_every_text_that_takes_room_is_accounted_for_and_every_text_accounted_for_is_seen(
    composed: dict[str, html.HtmlElement], reading: Reading
) -> None:
    wanted = Counter(text for text in walk_texts(composed[reading.brief].find("body")) if text)
    assert Counter(reading.shown.values()) == wanted


def test_scripts_show_nothing_but_what_the_templates_offer(
    composed: dict[str, html.HtmlElement], reading: Reading
) -> None:
    tree = composed[reading.brief]
    accounted = set(walk_texts(tree.find("body"))) | list_offered(tree)
    assert len(reading.shown_by_scripts) > 50
    assert {text for text in reading.shown_by_scripts.values() if text not in accounted} == set()


def test_style_writes_nothing_but_heads_of_cells_addresses_and_numbers_of_notes(reading: Reading) -> None:
    assert reading.written
    for content, head, note, address in reading.written:
        # U+2060, which nobody sees, keeps the number of a note from beginning a line.
        written = content.replace('"', "").replace("\\a0", " ").replace("\u2060", "")
        said = _tidy(re.sub(r"attr\([^)]*\)", "", written))
        for known in (head, note, address):
            said = said.replace(_tidy(known), "", 1) if known else said
        assert said.strip(" :\u00a0") == "", content


def test_a_screen_reader_speaks_nothing_else(composed: dict[str, html.HtmlElement], reading: Reading) -> None:
    """Whatever the case: the style begins some lines with a capital."""
    tree = composed[reading.brief]
    whole = re.sub(r"\s+", "", "".join(walk_texts(tree.find("body")))).casefold()
    labels = {re.sub(r"\s+", "", text).casefold() for text in list_labels(tree) | list_offered(tree)}
    spoken = {re.sub(r"\s+", "", name).casefold() for name in reading.spoken}
    assert len(spoken) > 50
    strangers = {
        name for name in spoken if name not in whole and name not in labels and not _is_joined(name, labels, whole)
    }
    assert strangers == set()


def _is_joined(name: str, labels: set[str], whole: str) -> bool:
    """Say whether a name is a label, or a title of the window, put before or after a text of the page."""
    return any(name.startswith(label) and name[len(label) :] in whole for label in labels if label)
