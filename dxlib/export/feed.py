"""The Atom feed of a release: one entry for each brief of each edition, in each of its languages."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final
from xml.etree import ElementTree as ET

from dxlib.data.catalogue import Catalogue
from dxlib.data.project_file import ProjectFile
from dxlib.evidence.identity import find_index
from dxlib.evidence.render import make_speaker
from dxlib.export.entry import IndexEntry
from dxlib.language import Speaker

_ATOM: Final = "http://www.w3.org/2005/Atom"
_XML: Final = "http://www.w3.org/XML/1998/namespace"


def render_feed(entries: Iterable[IndexEntry], catalogue: Catalogue) -> bytes:
    """Give the feed, the latest editions first; its days are those whose knowledge the editions show.

    Addresses are relative to the feed, or to where the project says that it is published.
    """
    project = catalogue.project
    # Otherwise each element would be written with a prefix, "ns0:entry".
    ET.register_namespace("", _ATOM)
    base = {f"{{{_XML}}}base": project.address} if project.address else {}
    root = ET.Element(f"{{{_ATOM}}}feed", base)
    groups = [list(pages) for _, pages in groupby(sorted(entries, key=_order), key=_group)]
    _add(root, "title", project.title[project.first_language])
    _add(root, "id", _make_id("feed", project))
    _add(root, "updated", _write_time(max((pages[0].as_of for pages in groups), default="")))
    _add(ET.SubElement(root, f"{{{_ATOM}}}author"), "name", project.name_publisher(project.first_language))
    _add(root, "link", href="feed.xml", rel="self")
    speakers = {language: make_speaker(language, catalogue) for language in {pages[0].language for pages in groups}}
    for pages in groups:
        _add_entry(root, pages, project, speakers[pages[0].language])
    ET.indent(root, " ")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ET.tostring(root, encoding='unicode')}\n".encode()


def _order(entry: IndexEntry) -> tuple[int, str, str, str, str]:
    # In this order pages of one group stand together, as groupby needs them.
    return -int(entry.edition), entry.brief, entry.language, entry.area, entry.address


def _group(entry: IndexEntry) -> tuple[str, str, str]:
    return entry.edition, entry.brief, entry.language


def _add_entry(root: ET.Element, pages: Sequence[IndexEntry], project: ProjectFile, speaker: Speaker) -> None:
    first = pages[0]
    place = f"{find_index(first.language)}#brief={first.brief}&edition={first.edition}"
    entry = ET.SubElement(root, f"{{{_ATOM}}}entry", {"xml:lang": first.language})
    _add(entry, "title", f"{first.title or first.brief} ({first.edition})")
    _add(entry, "id", _make_id("/".join(_group(first)), project))
    _add(entry, "updated", _write_time(first.as_of or f"{first.edition}-12-31"))
    _add(entry, "link", href=first.address if first.alone else place, hreflang=first.language)
    _add(entry, "summary", first.answer if first.alone else speaker.list_texts(page.name for page in pages))


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes).text = text or None


def _make_id(name: str, project: ProjectFile) -> str:
    """Give the id of an entry: of the same one for ever, and of no other project's where this one has an address."""
    # A name-based UUID: Atom asks for an id that never changes, and a random one would change with each build.
    return uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, project.address or "dxlib"), name).urn


def _write_time(day: str) -> str:
    # Atom asks for a time. It is that of the page's day, not of the build: the same pages give the same feed.
    return f"{day or '1970-01-01'}T00:00:00Z"
