"""Manifests and checksums of a release, composed again from its files, and compared entry by entry."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from dxlib.audit.edition.told import Told
from dxlib.audit.finding import Finding, Rule
from dxlib.paths import MANIFEST
from dxlib.plain_json import parse_json

MOST_NAMED: Final = 20  # findings in one file: what was left out at one place shows at many others
Entries = Sequence[tuple[str, str]]  # what each is of, and what is said of it


def compose_manifest(pages: Sequence[Told], digests: Mapping[str, str], stale: Mapping[str, str], *, cut: str) -> bytes:
    """Give the manifest that some pages must have.

    Parameters
    ----------
    pages
        In the order of their addresses.
    digests
        The SHA-256 of each, by its address.
    stale
        Why some are from before.
    cut
        What addresses in it do not begin with: the folder of an edition.
    """
    listed = []
    for page in pages:
        entry: dict[str, Any] = {
            "address": page.address.removeprefix(cut), "sha256": digests[page.address], "language": page.language,
            "brief": page.brief, "area": page.area, "as_of": page.as_of, "title": page.title,
        }  # fmt: skip
        # Absent where there are none, as in the evidence of pages.
        if page.own:
            entry["parameters"] = {one.name: one.value for one in page.own}
        if reason := stale.get(page.address):
            entry["stale"] = reason
        listed.append(entry)
    return f"{json.dumps({'pages': listed}, ensure_ascii=False, indent=1)}\n".encode()


def compose_sums(digests: Entries) -> bytes:
    """Give a list of checksums, as ``sha256sum`` writes and reads it."""
    return "".join(f"{digest}  {address}\n" for address, digest in digests).encode()


def read_listed(manifest: bytes) -> list[dict[str, Any]]:
    """Give the entries of a manifest; none where it cannot be read: comparing it says so."""
    try:
        pages = parse_json(manifest)["pages"]
        return [page for page in pages if isinstance(page["address"], str)]
    except (ValueError, LookupError, TypeError):
        return []


def compare_lists(name: str, said: bytes, wanted: bytes) -> Iterator[Finding]:
    """Give what differs between a list and what it must be: at most twenty differences, each with its entry.

    Parameters
    ----------
    name
        Its address, which says what kind of list it is.
    said, wanted
        What stands there, and what must.
    """
    if said == wanted:
        return
    take_apart = _take_apart_manifest if name.endswith(MANIFEST) else _take_apart_sums
    yield from name_differences(name, list(_compare_entries(take_apart(said), take_apart(wanted))))


def name_differences(name: str, places: Sequence[tuple[str, str, str]]) -> Iterator[Finding]:
    """Give the findings in a list that is not what it must be: at most twenty places, what is said and what must be."""
    found = [Finding(name, Rule.LIST, *one) for one in places]
    yield from found[:MOST_NAMED] or [Finding(name, Rule.LIST, "layout", "its bytes are not those of its entries")]
    if len(found) > MOST_NAMED:
        yield Finding(name, Rule.LIST, "entries", f"and {len(found) - MOST_NAMED} more")


def _take_apart_manifest(content: bytes) -> Entries:
    listed = read_listed(content)
    # With sorted keys, so that another order of fields is a matter of layout, not of content.
    return [(page["address"], json.dumps(page, ensure_ascii=False, sort_keys=True)) for page in listed]


def _take_apart_sums(content: bytes) -> Entries:
    lines = content.decode("utf-8", "replace").splitlines()
    return [(address, digest) for digest, _, address in (line.partition("  ") for line in lines)]


def _compare_entries(said: Entries, wanted: Entries) -> Iterator[tuple[str, str, str]]:
    """Give place, what is said, and what must be, of each entry that differs."""
    theirs, ours = dict(said), dict(wanted)
    for address, count in Counter(address for address, _ in said).items():
        if address not in ours:
            yield address, "it is listed, and no declared page and no list of the release lies there", ""
        elif count > 1:
            yield address, f"it is listed {count} times", ""
    for address, text in wanted:
        if address not in theirs:
            yield address, "it is not listed", text
    different = [address for address, text in wanted if theirs.get(address, text) != text]
    yield from ((address, theirs[address], ours[address]) for address in different)
    # Only where all else agrees: a missing entry would put each one after it out of its place.
    if not different and len(said) == len(wanted):
        moved = next((pair for pair in zip(said, wanted, strict=True) if pair[0] != pair[1]), None)
        if moved is not None and theirs.keys() == ours.keys():
            yield moved[0][0], "it is not in its place", f"here {moved[1][0]}"
