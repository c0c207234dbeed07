"""Releases: which pages are shown, and what stands beside them; an edition appears whole, and the manifest last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from dxlib.build.briefs import Declarations
from dxlib.build.decide import list_outdated
from dxlib.build.fingerprint import Fingerprinter
from dxlib.build.left import Difference, begin_change, list_differing, list_names, list_own, read_known, write_left
from dxlib.build.listed import Digests
from dxlib.build.pages import PageStore
from dxlib.build.plan import Job, list_declared
from dxlib.build.showing import drop_unshown, is_of_earlier_version, make_edition, refuse_obstacles, show
from dxlib.build.slices import SliceReader
from dxlib.build.state import State
from dxlib.data.catalogue import Catalogue
from dxlib.data.catalogue_files import read_catalogue
from dxlib.export.entry import IndexEntry
from dxlib.paths import CHECKSUMS, FEED, MANIFEST, Project

_LISTED: Final = ("language", "brief", "area", "as_of", "title")


@dataclass(frozen=True, slots=True)
class ReleasedPage:
    """A page of a release.

    Parameters
    ----------
    address
        Below the release's folder.
    digest
        The hash of its content.
    entry
        What the index shows of it.
    stale
        Why it is one from before, in one line; empty for a page that is up to date.
    """

    address: str
    digest: str
    entry: IndexEntry
    stale: str = ""


def show_release(
    project: Project, state: State, declarations: Declarations, slices: SliceReader, *, fresh: bool = False
) -> None:
    """Show of every declared job the last page that was built, and forget what is declared no more.

    Pages of which the data have changed since are marked as stale.

    Parameters
    ----------
    fresh
        Read every file that is shown, whatever its times say.

    Raises
    ------
    BuildError
        When the pages contradict each other, or what stands beside them, or a file that no build made is in the way:
        then ``reports/`` stays as it was.
    """
    declared = {job.id: job for job in list_declared(declarations)}
    state.forget(state.records.keys() - declared.keys())
    store, outdated = PageStore(project.pages), list_outdated(state, slices)
    kept = store.list_digests()
    pages = [
        ReleasedPage(address, record.page, record.entry, record.stale or outdated.get(address, ""))
        for address, record in sorted(state.records.items())
        if record.entry and record.page in kept and _is_of(record.entry, declared[address])
    ]
    _show_pages(project, pages, fresh=fresh)
    # At last: when the release is refused, the pages of the one that is shown are still there.
    store.drop_all_but({page.digest for page in pages})


def _is_of(entry: IndexEntry, job: Job) -> bool:
    """Whether a page shows what is declared for its address now: a brief may have got another area."""
    own = {one.name: one.value for one in entry.own}
    return entry.area == job.area and all(own.get(name, value) == value for name, value in job.own.items())


def _show_pages(project: Project, pages: list[ReleasedPage], *, fresh: bool) -> None:
    """Make ``reports/`` show some pages with their index.

    Each edition that changes is made beside the old one and appears whole; then come indexes, feed and checksums, and
    the manifest at last. The same pages give the same bytes, and then nothing is touched.
    """
    manifest = render_manifest(pages)
    # The manifest names each page by its hash; the look stands for indexes and feed, which it does not name.
    release = hashlib.sha256(manifest + Fingerprinter.describe_look().encode()).hexdigest()[:16]
    left = None if is_of_earlier_version(project) else read_known(project)
    differing = list_differing(project.reports, left, fresh=fresh) if left else {}
    broken = {name for name, one in differing.items() if one is not Difference.FOREIGN}
    files = left.files if left else {}
    if not left or broken or left.release != release or any(files.get(one.address) != one.digest for one in pages):
        from dxlib.build.whole import refuse_wrong  # noqa: PLC0415  (a release that is shown already needs no audit)

        extra = render_extra(pages, manifest, read_catalogue(project))
        refuse_wrong(project, pages, extra)
        intact = {name: digest for name, digest in files.items() if name not in broken}
        files = _sum_all(pages, extra)
        _change(project, files, extra, intact)
    drop_unshown(project)
    write_left(project, release, files)  # at last: links that come and go change the times of files


def _change(
    project: Project, files: Mapping[str, str], extra: Mapping[str, bytes], intact: Mapping[str, str]
) -> None:  # fmt: skip
    """Make the editions that are not shown as they must be, and show them and what stands beside them.

    Parameters
    ----------
    files
        What must be shown, by address with its hash.
    extra
        The content of what is no page.
    intact
        What is shown as it was left, by address with its hash.
    """
    own, editions = list_own(project), list_names(name for name in files if "/" in name)
    changed = [one for one in sorted(editions) if _select(files, one) != _select(intact, one)]
    gone = list_names(own) - list_names(files)
    # Before anything is made or noted down: what is refused leaves everything as it was.
    refuse_obstacles(project, files, {*changed, *gone}, own)
    begin_change(project, files)
    made = {edition: make_edition(project, edition, _select(files, edition), extra) for edition in changed}
    show(project, made, {name: content for name, content in extra.items() if "/" not in name}, gone)


def _select(files: Mapping[str, str], edition: str) -> dict[str, str]:
    return {name: digest for name, digest in files.items() if name.startswith(f"{edition}/")}


def render_manifest(pages: list[ReleasedPage]) -> bytes:
    """Give the list of some pages, for programs."""
    listed = [
        {"address": page.address, "sha256": page.digest, **{name: getattr(page.entry, name) for name in _LISTED},
         **_list_own(page), **({"stale": page.stale} if page.stale else {})}
        for page in pages
    ]  # fmt: skip
    return (json.dumps({"pages": listed}, ensure_ascii=False, indent=1) + "\n").encode()


def _list_own(page: ReleasedPage) -> dict[str, Any]:
    """Give the values of what the page's brief adds to area, edition and language."""
    own = page.entry.own
    return {"parameters": {one.name: one.value for one in own}} if own else {}


def render_extra(pages: list[ReleasedPage], manifest: bytes, catalogue: Catalogue) -> dict[str, bytes]:
    """Give what stands beside some pages: indexes, feed, and lists and checksums of the whole and of each edition."""
    from dxlib.export.feed import render_feed  # noqa: PLC0415  (a build with nothing to do needs no index)
    from dxlib.export.index import render_indexes  # noqa: PLC0415

    entries = [replace(page.entry, address=page.address) for page in pages]
    extra = {name: text.encode() for name, text in render_indexes(entries, catalogue).items()}
    extra |= {FEED: render_feed(entries, catalogue), MANIFEST: manifest}
    # Pages are sorted by address, which begins with the edition: groupby() joins neighbours only.
    for edition, group in groupby(pages, key=lambda page: page.address.partition("/")[0]):
        extra |= _render_edition(edition, list(group))
    return {**extra, CHECKSUMS: _write_sums(_sum_all(pages, extra))}


def _render_edition(edition: str, pages: list[ReleasedPage]) -> dict[str, bytes]:
    """Give the list and the checksums of one edition, by addresses within it: it can be archived by itself."""
    own = [replace(page, address=page.address.partition("/")[2]) for page in pages]
    manifest = render_manifest(own)
    sums = _sum_all(own, {MANIFEST: manifest})
    return {f"{edition}/{MANIFEST}": manifest, f"{edition}/{CHECKSUMS}": _write_sums(sums)}


def _sum_all(pages: Iterable[ReleasedPage], extra: Mapping[str, bytes]) -> Digests:
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in extra.items()}
    return {**{page.address: page.digest for page in pages}, **sums}


def _write_sums(sums: Digests) -> bytes:
    return "".join(f"{digest}  {address}\n" for address, digest in sums.items()).encode()
