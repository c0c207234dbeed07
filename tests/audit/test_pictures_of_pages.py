"""Pages with pictures of analysts: true ones pass, and whatever of a picture is altered is found."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from dxlib.audit.finding import Finding

PAGES = ("2025/vi/07-province-profile/VN63-01.html", "2025/fr/05-international-rankings.html")
Make, Audit = Callable[[str], str], Callable[[str, str], list[Finding]]


@pytest.fixture(scope="module")
def pages(make: Make) -> dict[str, str]:
    return {address: make(address) for address in PAGES}


def find_picture(page: str) -> str:
    """Give the figure whose table names a source in its heads."""
    figures = re.findall(r'<figure class="chart".*?</figure>', page, re.DOTALL)
    return next(one for one in figures if "<small><a href" in one)


@pytest.mark.parametrize("address", PAGES)
def test_true_pages_pass(pages: dict[str, str], audit: Audit, address: str) -> None:
    assert audit(address, pages[address]) == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_carries_the_set_and_stays_small(pages: dict[str, str], address: str) -> None:
    picture = find_picture(pages[address])
    stem = re.findall(r'id="(c[a-z2-7]{8})"', picture)[0]
    assert f'"sets":{{"{stem}":[' in pages[address]
    drawings = re.findall(r"<svg.*?</svg>", picture, re.DOTALL)
    assert len(drawings) == 2
    assert max(map(len, drawings)) < 9_000
    assert len(picture) < 30_000


ALTERATIONS = {
    "a cell of the table": (r"(<td>)\d,\d+", r"\g<1>1,23"),
    "a name of the table": (r'(<tr><th scope="row">)[^<]+', r"\g<1>Atlantis"),
    "the source of a column": (r'(<small><a href="#s-)[a-z2-7]+', r"\g<1>abc"),
    "a note": (r'(<p class="note">)[^<]{5}', r"\g<1>Zzzzz"),
    "the words": (r'(<p class="alternative"[^>]*>)[^<]{5}', r"\g<1>Zzzzz"),
    "the title": (r"(<h3>)[^<]{5}", r"\g<1>Zzzzz"),
    "a mark": (r"M(-?[\d.]+) (-?[\d.]+)h\.01", "M100 40h.01"),
    "a row": (r'<tr><th scope="row">.*?(?=<tr>)', ""),
}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("name", ALTERATIONS)
def test_an_altered_picture_is_found(pages: dict[str, str], audit: Audit, address: str, name: str) -> None:
    page = pages[address]
    picture = find_picture(page)
    altered = re.sub(*ALTERATIONS[name], picture, count=1)
    assert altered != picture
    assert audit(address, page.replace(picture, altered)) != []


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("place", range(7))
def test_an_altered_record_of_the_set_is_found(pages: dict[str, str], audit: Audit, address: str, place: int) -> None:
    page = pages[address]
    (record,) = re.findall(r'"sets":\{"c[a-z2-7]{8}":\[(.*?)\]', page)
    parts = re.findall(r'"[^"]*"|\d+', record)
    assert len(parts) == 7
    other = [*parts[:place], '"other"' if parts[place][0] == '"' else "1", *parts[place + 1 :]]
    assert audit(address, page.replace(record, ",".join(other))) != []
