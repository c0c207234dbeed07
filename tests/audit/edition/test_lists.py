"""Manifests and checksums: what differs is named by entry, and what cannot be read is no list."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dxlib.audit.edition.lists import MOST_NAMED, compare_lists, compose_manifest, compose_sums, read_listed
from dxlib.audit.edition.told import Told
from dxlib.evidence.own_parameters import Own

PAGES = [
    Told(f"2024/en/x/{area}.html", "2024", "en", "x", area, "2024-12-31", "Đâu?", "", area, (), None)
    for area in ("SGP", "VNM")
]
DIGESTS = {page.address: page.area * 4 for page in PAGES}


def compare(said: bytes, wanted: bytes, name: str = "SHA256SUMS") -> list[tuple[str, str, str]]:
    return [(one.place, one.said, one.wanted) for one in compare_lists(name, said, wanted)]


def make_sums(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def test_a_manifest_lists_what_pages_say_and_why_one_is_stale() -> None:
    written = compose_manifest(PAGES, DIGESTS, {PAGES[1].address: "it failed"}, cut="2024/")
    assert b"\\u" not in written
    first, last = json.loads(written)["pages"]
    assert first == {
        "address": "en/x/SGP.html", "sha256": "SGPSGPSGPSGP", "language": "en", "brief": "x", "area": "SGP",
        "as_of": "2024-12-31", "title": "Đâu?",
    }  # fmt: skip
    assert last["stale"] == "it failed"


def test_a_manifest_names_the_values_of_added_parameters_with_their_types() -> None:
    own = (Own("system", "System", "vneid", "VNeID", "VNeID"), Own("count", "Count", 5, "5", "Count: 5"))
    written = compose_manifest([replace(PAGES[0], own=own)], DIGESTS, {}, cut="")
    assert json.loads(written)["pages"][0]["parameters"] == {"system": "vneid", "count": 5}


def test_lists_that_are_equal_differ_in_nothing() -> None:
    sums = compose_sums([("b", "1"), ("a", "2")])
    assert sums == b"1  b\n2  a\n"
    assert compare(sums, sums) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (make_sums("1  a", "9  b"), [("b", "9", "2")]),
        (make_sums("1  a"), [("b", "it is not listed", "2")]),
        (make_sums("1  a", "2  b", "2  b"), [("b", "it is listed 2 times", "")]),
        (
            make_sums("1  a", "2  b", "3  c"),
            [("c", "it is listed, and no declared page and no list of the release lies there", "")],
        ),
        (make_sums("2  b", "1  a"), [("b", "it is not in its place", "here a")]),
        (make_sums("1  a", "2  b").strip(), [("layout", "its bytes are not those of its entries", "")]),
    ],
)
def test_what_differs_in_checksums_is_named(said: bytes, found: list[tuple[str, str, str]]) -> None:
    assert compare(said, make_sums("1  a", "2  b")) == found


def test_what_differs_in_a_manifest_is_named_by_address() -> None:
    wanted = compose_manifest(PAGES, DIGESTS, {}, cut="")
    said = wanted.replace(b'"area": "VNM"', b'"area": "LAO"')
    ((place, theirs, ours),) = compare(said, wanted, "2024/manifest.json")
    assert place == "2024/en/x/VNM.html"
    assert '"area": "LAO"' in theirs
    assert '"area": "VNM"' in ours


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"pages": 1}', b'{"pages": [1]}', b"\xff", b'{"pages": [{"address": 1}]}']
)
def test_what_is_no_manifest_lists_nothing(content: bytes) -> None:
    assert read_listed(content) == []


def test_at_most_twenty_entries_are_named() -> None:
    found = compare(b"", make_sums(*(f"{n}  {n}" for n in range(30))))
    assert len(found) == MOST_NAMED + 1
    assert found[-1] == ("entries", "and 10 more", "")
