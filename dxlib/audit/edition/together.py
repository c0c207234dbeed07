"""A release as a whole: its pages and all that stands beside them agree with each other and with what is declared."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from dxlib.audit.compare import list_differences
from dxlib.audit.compose import Section, Subject
from dxlib.audit.edition.agreeing import Agreement
from dxlib.audit.edition.atom import compose_feed
from dxlib.audit.edition.lists import compare_lists, compose_manifest, compose_sums, name_differences, read_listed
from dxlib.audit.edition.release_index import compose_indexes
from dxlib.audit.edition.shown import Reader
from dxlib.audit.edition.told import Told, UnreadablePageError, read_evidence_of, read_told
from dxlib.audit.finding import NOT_DECLARED, Finding, Rule
from dxlib.data.catalogue import Catalogue
from dxlib.evidence.page import Assets
from dxlib.paths import CHECKSUMS, FEED, MANIFEST, REVISIONS

# What evidence says of its page, compared with what its address is declared to be.
_WHICH: Final = ("brief", "area", "edition", "language")


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a release, by their addresses.

    Parameters
    ----------
    pages
        Addresses of pages.
    lists
        Every other file.
    read
        Gives the content of a page.
    digests
        Of pages of which it is known what SHA-256 their content has.
    """

    pages: Collection[str]
    lists: Mapping[str, bytes]
    read: Callable[[str], bytes]
    digests: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeclaredRelease:
    """What a release is held against.

    Parameters
    ----------
    subjects
        What the page of each address is, by ``notebooks/briefs.yaml``.
    catalogue
        Names of areas, indicators and topics.
    assets
        What every index carries.
    readers
        Of figures, by language: what was read for one release serves the next.
    told
        What pages say of themselves, by address and digest: one that is not compared with others is not read again.
    """

    subjects: Mapping[str, Subject]
    catalogue: Catalogue
    assets: Assets
    readers: dict[str, Reader] = field(default_factory=dict, compare=False)
    told: dict[tuple[str, str], Told] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class _Heard:
    told: list[Told] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def hold_release(
    files: Files, declared: DeclaredRelease, *, stale: Mapping[str, str] | None = None, proven: Collection[str] = ()
) -> list[Finding]:
    """Hold a release against itself; each page is read once.

    Indexes, feed, manifests and checksums are composed again from the pages, which have audits of their own. What pages
    say is noted down in ``declared.told``.

    Parameters
    ----------
    files
        What it holds, or is to hold.
    declared
        What pages it may hold.
    stale
        Why some pages are from before, by address; by default what its manifest says.
    proven
        Editions of which it is known that no two of their pages contradict each other.

    Returns
    -------
    list of Finding
        Pages by their addresses, then lists; empty for a release that agrees.
    """
    marked = _read_stale(files.lists) if stale is None else stale
    heard = _hear_pages(files, declared, marked, proven)
    pages = sorted(heard.told, key=lambda page: page.address)
    found = [*heard.findings, *_find_days(pages, declared.subjects)]
    found += [
        Finding(page, Rule.STALE, "page", reason) for page, reason in sorted(marked.items()) if page in files.pages
    ]
    return [*found, *_hold_lists(files.lists, pages, heard.digests, marked, declared)]


def _read_stale(lists: Mapping[str, bytes]) -> dict[str, str]:
    listed = read_listed(lists.get(MANIFEST, b""))
    return {page["address"]: str(page["stale"]) for page in listed if page.get("stale")}


# Pages -----------------------------------------------------------------------------------------
def _hear_pages(files: Files, declared: DeclaredRelease, stale: Collection[str], proven: Collection[str]) -> _Heard:
    heard, agreement = _Heard(), Agreement(declared.catalogue, declared.readers)
    subjects = {address: subject for address, subject in declared.subjects.items() if address in files.pages}
    for address in sorted(set(files.pages) - subjects.keys()):
        heard.findings.append(Finding(address, Rule.ADDRESS, "address", NOT_DECLARED))
    # The languages of a page stand together: most of what they say is the same.
    order = sorted(subjects, key=lambda one: (subjects[one].edition, *_split(one, subjects[one])))
    for edition, addresses in groupby(order, key=lambda one: subjects[one].edition):
        for address in addresses:
            # A stale page is from before, and may say what was true then.
            is_compared = edition not in proven and address not in stale
            known = None if is_compared else declared.told.get((address, files.digests.get(address, "")))
            if known is not None:
                heard.told.append(known)
                heard.digests[address] = files.digests[address]
            else:
                held = agreement if is_compared else None
                _hear_page(address, files.read(address), declared, heard, held, is_stale=address in stale)
        # Editions are of different days, so what was heard of one is of no use to the next.
        agreement.forget()
    heard.findings += agreement.findings
    return heard


def _hear_page(
    address: str,
    content: bytes,
    declared: DeclaredRelease,
    heard: _Heard,
    agreement: Agreement | None,
    *,
    is_stale: bool,
) -> None:
    page, subject = content.decode("utf-8", "replace"), declared.subjects[address]
    heard.digests[address] = hashlib.sha256(content).hexdigest()
    try:
        evidence = read_evidence_of(page)
        told = read_told(page, evidence, address, subject, declared.catalogue)
        heard.told.append(told)
        # Before a job failed, its notebook may have had other parameters; those of the address it had.
        among = subject.opened if is_stale else None
        own, wanted = _name_page(evidence["page"], among), _name_page(subject.page.model_dump(), among)
        if own != wanted:
            heard.findings.append(Finding(address, Rule.ADDRESS, "address", f"the page of {own}", wanted))
            return
        declared.told[address, heard.digests[address]] = told
        if agreement is not None:
            agreement.hear(told, page, evidence)
    except UnreadablePageError as error:
        heard.findings.append(Finding(address, Rule.READING, "page", str(error)))


def _split(address: str, subject: Subject) -> tuple[str, str, str, str]:
    """Give brief and area, what else the page is of, and its address."""
    return subject.brief, subject.area, address.partition(f"/{subject.language}/")[2], address


def _name_page(page: Mapping[str, Any], among: Collection[str] | None) -> str:
    """Say which page one is, by what it says of itself, or by what is declared; of added parameters by some, or all."""
    own = page.get("parameters") or {}
    if among is not None and isinstance(own, dict):
        own = {name: value for name, value in own.items() if name in among}
    written = json.dumps(own, ensure_ascii=False) if own else ""
    return " ".join([*(str(page.get(name)) for name in _WHICH), *([written] if written else [])])


def _find_days(pages: Sequence[Told], subjects: Mapping[str, Subject]) -> Iterator[Finding]:
    """Give the pages of an edition that are as of another day than the others, or than it is declared to be."""
    for edition in sorted({page.edition for page in pages}):
        own = [page for page in pages if page.edition == edition]
        days = Counter(page.as_of for page in own)
        declared = subjects[own[0].address].as_of
        # The declared day if any page is of it, else that of most pages: the others are the findings.
        day = declared if declared in days else max(days, key=lambda one: (days[one], one))
        others = [page for page in own if page.as_of != day]
        yield from (Finding(page.address, Rule.DAY, "page", page.as_of, day) for page in others)


# Lists -----------------------------------------------------------------------------------------
def _hold_lists(
    lists: Mapping[str, bytes], pages: Sequence[Told], digests: Mapping[str, str], stale: Mapping[str, str],
    declared: DeclaredRelease,
) -> Iterator[Finding]:  # fmt: skip
    sections = {
        **compose_indexes(pages, declared.catalogue, declared.assets),
        FEED: compose_feed(pages, declared.catalogue),
    }
    for name, wanted in sections.items():
        if name in lists:
            yield from _compare_sections(name, lists[name].decode("utf-8", "replace"), wanted)
    composed = {name: "".join(one.html for one in wanted).encode() for name, wanted in sections.items()}
    composed[MANIFEST] = compose_manifest(pages, digests, stale, cut="")
    for edition, own in groupby(pages, key=lambda page: page.edition):
        composed |= _compose_edition(f"{edition}/", list(own), digests, stale, lists)
    # Checksums are of the files that lie there: one altered list is one finding, and not a second one in the sums.
    as_they_are = {name: lists.get(name, content) for name, content in composed.items()}
    composed[CHECKSUMS] = _compose_sums(pages, digests, as_they_are, "")
    for name in sorted((composed.keys() - sections.keys()) & lists.keys()):
        yield from compare_lists(name, lists[name], composed[name])
    for name in sorted(composed.keys() - lists.keys()):
        yield Finding(name, Rule.FILE, "file", "it is missing")
    # What publishing adds is no file too many.
    for name in sorted(lists.keys() - composed.keys() - {REVISIONS}):
        yield Finding(name, Rule.FILE, "file", "nothing of the release asks for it")


def _compose_edition(
    folder: str, pages: Sequence[Told], digests: Mapping[str, str], stale: Mapping[str, str], lists: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Give the manifest and the checksums of an edition, by addresses within its folder."""
    name = f"{folder}{MANIFEST}"
    manifest = compose_manifest(pages, digests, stale, cut=folder)
    sums = _compose_sums(pages, digests, {name: lists.get(name, manifest)}, folder)
    return {name: manifest, f"{folder}{CHECKSUMS}": sums}


def _compose_sums(pages: Sequence[Told], digests: Mapping[str, str], lists: Mapping[str, bytes], folder: str) -> bytes:
    """Give the checksums of pages and lists as they are."""
    entries = [(page.address, digests[page.address]) for page in pages]
    entries += [(name, hashlib.sha256(content).hexdigest()) for name, content in lists.items()]
    return compose_sums([(name.removeprefix(folder), digest) for name, digest in entries])


def _compare_sections(name: str, said: str, wanted: Sequence[Section]) -> Iterator[Finding]:
    """Give where an index or the feed is not what it must be: at most twenty places."""
    if said == "".join(section.html for section in wanted):
        return
    yield from name_differences(name, [(one.place, one.said, one.wanted) for one in list_differences(said, wanted)])
