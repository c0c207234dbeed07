"""The feed: valid Atom, dated by the editions and not by the clock."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

from dxlib.export.entry import IndexEntry
from dxlib.export.feed import render_feed
from tests.rendering import make_plain_catalogue

CATALOGUE = make_plain_catalogue()
ATOM = "{http://www.w3.org/2005/Atom}"
ENTRIES = [
    IndexEntry(
        "2024/en/01-x.html",
        "2024",
        "en",
        "01-x",
        "VNM",
        title="Where?",
        answer="A & B.",
        as_of="2024-12-31",
        alone="yes",
    ),
    IndexEntry(
        "2025/en/07-y/VN63-01.html",
        "2025",
        "en",
        "07-y",
        "VN63-01",
        title="How?",
        area_name="Ha Noi",
        as_of="2025-12-31",
    ),
    IndexEntry(
        "2025/en/07-y/VN63-02.html",
        "2025",
        "en",
        "07-y",
        "VN63-02",
        title="How?",
        area_name="Ha Giang",
        as_of="2025-12-31",
    ),
]


def test_each_brief_of_an_edition_is_an_entry_and_the_latest_edition_comes_first() -> None:
    feed = ET.fromstring(render_feed(ENTRIES, CATALOGUE))
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["How? (2025)", "Where? (2024)"]
    assert [entry.find(f"{ATOM}link").get("href") for entry in entries] == [
        "index.en.html#brief=07-y&edition=2025", "2024/en/01-x.html",
    ]  # fmt: skip
    assert [entry.findtext(f"{ATOM}summary") for entry in entries] == ["Ha Noi, Ha Giang", "A & B."]


def test_days_are_those_of_the_editions() -> None:
    feed = ET.fromstring(render_feed(ENTRIES, CATALOGUE))
    assert feed.findtext(f"{ATOM}updated") == "2025-12-31T00:00:00Z"
    assert [node.text for node in feed.iter(f"{ATOM}updated")][1:] == ["2025-12-31T00:00:00Z", "2024-12-31T00:00:00Z"]
    later = ET.fromstring(render_feed([replace(ENTRIES[0], as_of="2025-06-30")], CATALOGUE))
    assert [node.text for node in later.iter(f"{ATOM}updated")] == ["2025-06-30T00:00:00Z"] * 2


def test_what_atom_asks_for_is_there_and_ids_last() -> None:
    feed = ET.fromstring(render_feed(ENTRIES, CATALOGUE))
    for node in (feed, *feed.findall(f"{ATOM}entry")):
        assert all(node.findtext(f"{ATOM}{tag}") for tag in ("id", "title", "updated"))
    ids = [node.text for node in feed.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids) == 3
    more = [*ENTRIES, replace(ENTRIES[0], edition="2023", address="2023/en/01-x.html", title="Another title?")]
    assert set(ids) < {node.text for node in ET.fromstring(render_feed(more, CATALOGUE)).iter(f"{ATOM}id")}


def test_no_pages_make_an_empty_feed() -> None:
    assert ET.fromstring(render_feed([], CATALOGUE)).findall(f"{ATOM}entry") == []


def test_addresses_and_ids_are_those_of_the_place_where_a_project_is_published() -> None:
    own = make_plain_catalogue(address="https://example.org/a&b/")
    feed = ET.fromstring(render_feed(ENTRIES, own))
    assert feed.get("{http://www.w3.org/XML/1998/namespace}base") == "https://example.org/a&b/"
    others = ET.fromstring(render_feed(ENTRIES, CATALOGUE))
    ids = [{node.text for node in one.iter(f"{ATOM}id")} for one in (feed, others)]
    assert not ids[0] & ids[1]


def test_names_are_listed_with_the_comma_of_the_language() -> None:
    pages = [replace(one, language="ar") for one in ENTRIES[1:]]
    assert "<summary>Ha Noi، Ha Giang</summary>" in render_feed(pages, CATALOGUE).decode()
