"""The feed as the audit composes it: the library's own bytes, for pages of every sort."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dxlib.audit.edition.atom import compose_feed
from dxlib.audit.edition.told import Told
from dxlib.evidence.own_parameters import Own
from dxlib.export.entry import IndexEntry
from dxlib.export.feed import render_feed
from tests.rendering import make_plain_catalogue

CATALOGUE = make_plain_catalogue()


def make_page(address: str, area: str, *, title: str = "Where?", answer: str = "", name: str = "") -> Told:
    edition, language, brief, *_ = address.removesuffix(".html").split("/")
    return Told(address, edition, language, brief, area, f"{edition}-12-31", title, answer, name or area, (), None)


PAGES = [
    make_page("2024/en/01-x.html", "VNM", answer='A & B <are> "1".'),
    make_page("2025/vi/01-x.html", "VNM", title="Ở đâu & “khi nào”?"),
    make_page("2025/en/07-y/VN63-02.html", "VN63-02", name="Hà Giang"),
    make_page("2025/en/07-y/VN63-01.html", "VN63-01", name="Hà Nội"),
    make_page("2025/fr/07-y/VN63-01.html", "VN63-01"),
]


def compose(pages: list[Told]) -> bytes:
    return "".join(section.html for section in compose_feed(pages, CATALOGUE)).encode()


def make_entry(page: Told) -> IndexEntry:
    return IndexEntry(
        page.address, page.edition, page.language, page.brief, page.area, title=page.title, area_name=page.area_name,
        answer=page.answer, as_of=page.as_of, alone="yes" if page.stands_alone else "",
        told_by=page.told_by, own=page.own,
    )  # fmt: skip


def test_pages_of_added_parameters_are_summed_up_by_what_tells_them_apart() -> None:
    own = {text: (Own("topic", "Topic", text.lower(), text, text),) for text in ("Money", "Law & order")}
    pages = [
        replace(make_page(f"2025/en/09-z/{text[:3]}.html", "VNM"), told_by=text, own=one) for text, one in own.items()
    ]
    assert compose(pages) == render_feed(map(make_entry, pages), CATALOGUE)
    assert b"<summary>Law &amp; order, Money</summary>" in compose(pages)


@pytest.mark.parametrize("count", range(len(PAGES) + 1))
def test_the_feed_is_that_of_the_library_to_the_byte(count: int) -> None:
    pages = PAGES[:count]
    assert compose(pages) == render_feed(map(make_entry, pages), CATALOGUE)


def test_the_feed_of_a_published_project_is_that_of_the_library() -> None:
    own = make_plain_catalogue(address="https://example.org/a&b/")
    composed = "".join(section.html for section in compose_feed(PAGES, own)).encode()
    assert composed == render_feed(map(make_entry, PAGES), own)


def test_each_entry_has_its_place() -> None:
    places = [section.place for section in compose_feed(PAGES, CATALOGUE)]
    assert places == ["head", "2025/01-x/vi", "2025/07-y/en", "2025/07-y/fr", "2024/01-x/en", "foot"]


def test_names_are_listed_with_the_comma_of_the_language() -> None:
    pages = [replace(one, language="ar") for one in PAGES[2:4]]
    assert compose(pages) == render_feed(map(make_entry, pages), CATALOGUE)
    assert "<summary>Hà Nội، Hà Giang</summary>" in compose(pages).decode()
