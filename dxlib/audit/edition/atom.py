"""The Atom feed of a release, composed again from what its pages say of themselves, to the byte."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from dxlib.audit.compose import Section
from dxlib.audit.edition.told import Told
from dxlib.data.catalogue import Catalogue
from dxlib.evidence.identity import find_index
from dxlib.evidence.render import make_speaker
from dxlib.language import Speaker

_NO_DAY: Final = "1970-01-01"


def compose_feed(pages: Sequence[Told], catalogue: Catalogue) -> list[Section]:
    """Give the feed in pieces, each with its place: one entry for each brief, edition and language.

    Parameters
    ----------
    pages
        All of a release.
    catalogue
        Its title and publisher, and how its languages list names.
    """
    project = catalogue.project
    speakers = {language: make_speaker(language, catalogue) for language in {page.language for page in pages}}
    # The latest editions first, as feeds are read; groupby needs the pages of an entry in one piece.
    ordered = sorted(pages, key=lambda page: (-int(page.edition), page.brief, page.language, page.area, page.address))
    groups = [list(own) for _, own in groupby(ordered, key=lambda page: (page.edition, page.brief, page.language))]
    latest = max((group[0].as_of for group in groups), default=_NO_DAY)
    first = project.languages[0]
    space = uuid.uuid5(uuid.NAMESPACE_URL, project.address or "dxlib")
    base = f" xml:base={quoteattr(project.address)}" if project.address else ""
    # Atom wants an author; a project without a publisher is named itself.
    owner = project.publisher.name[first] if project.publisher else project.title[first]
    head = Section("head", "\n".join([
        "<?xml version='1.0' encoding='utf-8'?>", f'<feed xmlns="http://www.w3.org/2005/Atom"{base}>',
        f" <title>{escape(project.title[first])}</title>", f" <id>{_identify('feed', space)}</id>",
        f" <updated>{latest}T00:00:00Z</updated>", " <author>", f"  <name>{escape(owner)}</name>", " </author>",
        ' <link href="feed.xml" rel="self" />', "",
    ]))  # fmt: skip
    return [
        head,
        *(_write_entry(group, space, speakers[group[0].language]) for group in groups),
        Section("foot", "</feed>\n"),
    ]


def _write_entry(pages: Sequence[Told], space: uuid.UUID, speaker: Speaker) -> Section:
    """Write the entry of a brief: a page by itself with its answer, or where the index lists its areas, and which."""
    first = pages[0]
    name = f"{first.edition}/{first.brief}/{first.language}"
    address, summary = f"{find_index(first.language)}#brief={first.brief}&edition={first.edition}", ""
    if first.stands_alone:
        address, summary = first.address, first.answer
    else:
        summary = speaker.list_texts(page.name for page in pages)
    return Section(name, "\n".join([
        f' <entry xml:lang="{first.language}">', f"  <title>{escape(first.title)} ({first.edition})</title>",
        f"  <id>{_identify(name, space)}</id>", f"  <updated>{first.as_of}T00:00:00Z</updated>",
        f'  <link href={quoteattr(address)} hreflang="{first.language}" />',
        f"  <summary>{escape(summary)}</summary>" if summary else "  <summary />", " </entry>", "",
    ]))  # fmt: skip


def _identify(name: str, space: uuid.UUID) -> str:
    return f"urn:uuid:{uuid.uuid5(space, name)}"
