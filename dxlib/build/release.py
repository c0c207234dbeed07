"""Releases: pages, index, manifest and checksums appear together, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from dxlib.build.left import forget_left, list_differing, read_left, write_left
from dxlib.build.pages import PageStore
from dxlib.build.state import Record
from dxlib.paths import CHECKSUMS, FEED, MANIFEST, Project

INDEX: Final = "index.html"
Refuse = Callable[[Project, Sequence["Page"], Mapping[str, bytes]], None]
_LISTED: Final = ("language", "brief", "area", "as_of", "title")


@dataclass(frozen=True, slots=True)
class Page:
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
    entry: Mapping[str, Any]
    stale: str = ""


def list_pages(records: Mapping[str, Record], kept: set[str], outdated: Mapping[str, str]) -> list[Page]:
    """Give the pages that a release shows: of every job the last one that was built, by address.

    Parameters
    ----------
    records
        Of all jobs that are declared.
    kept
        The hashes of the pages that there are.
    outdated
        Of which of them the data have changed since, and what, by address.
    """
    shown = ((address, record) for address, record in sorted(records.items()) if record.page in kept)
    return [
        Page(address, record.page, record.entry, record.stale or outdated.get(address, "")) for address, record in shown
    ]


def write_release(project: Project, pages: list[Page], *, look: str, refuse: Refuse) -> Path:
    """Make ``reports/`` show some pages with their index, and give the index.

    The folder is made beside the old one, synced, and then put in its place by one rename of a link: a reader sees
    the old release or the new one. The same pages give the same bytes, and then nothing is touched.

    Parameters
    ----------
    pages
        By address.
    look
        A hash of what the index is made with, besides the pages.
    refuse
        Raises an error for a release that must not be shown; asked before a new one is.
    """
    manifest = render_manifest(pages)
    release = project.releases / hashlib.sha256(manifest + look.encode()).hexdigest()[:16]
    files = _find_files(project, release, pages)
    if files is None:
        extra = render_extra(pages, manifest)
        refuse(project, pages, extra)
        forget_left(project)
        _write_folder(release, PageStore(project.pages), pages, extra)
        files = {page.address: page.digest for page in pages} | {name: digest for digest, name in _sum_all(extra)}
    _show(project.reports, release)
    for other in project.releases.iterdir():
        if other != release:
            shutil.rmtree(other, ignore_errors=True)
    write_left(project, release, files)  # at last: links that come and go change the times of files
    return project.reports / INDEX


def _find_files(project: Project, release: Path, pages: Sequence[Page]) -> Mapping[str, str] | None:
    """Give the hashes of the files of a release that lies there as it must be; nothing where it must be written."""
    left = read_left(project)
    if left is None or left.release != release.name or list_differing(release, left):
        return None
    is_whole = all(left.files.get(page.address) == page.digest for page in pages)
    return left.files if is_whole else None


def render_manifest(pages: list[Page]) -> bytes:
    """Give the list of some pages, for programs."""
    listed = [
        {"address": page.address, "sha256": page.digest, **{name: page.entry.get(name, "") for name in _LISTED},
         **_list_own(page), **({"stale": page.stale} if page.stale else {})}
        for page in pages
    ]  # fmt: skip
    return (json.dumps({"pages": listed}, ensure_ascii=False, indent=1) + "\n").encode()


def _list_own(page: Page) -> dict[str, Any]:
    """Give the values of what the page's brief adds to area, edition and language."""
    own = page.entry.get("own")
    return {"parameters": {one["name"]: one["value"] for one in own}} if own else {}


def render_extra(pages: list[Page], manifest: bytes) -> dict[str, bytes]:
    """Give what stands beside some pages: indexes, feed, and lists and checksums of the whole and of each edition."""
    from dxlib.export.entry import read_entry  # noqa: PLC0415  (a build with nothing to do needs no index)
    from dxlib.export.feed import render_feed  # noqa: PLC0415
    from dxlib.export.index import render_indexes  # noqa: PLC0415

    entries = [read_entry(page.address, page.entry) for page in pages]
    extra = {name: text.encode() for name, text in render_indexes(entries).items()}
    extra |= {FEED: render_feed(entries), MANIFEST: manifest}
    for edition, group in groupby(pages, key=lambda page: page.address.partition("/")[0]):
        extra |= _render_edition(edition, list(group))
    sums = [*((page.digest, page.address) for page in pages), *_sum_all(extra)]
    return {**extra, CHECKSUMS: _write_sums(sums)}


def _render_edition(edition: str, pages: list[Page]) -> dict[str, bytes]:
    """Give the list and the checksums of one edition, by addresses within it: it can be archived by itself."""
    own = [replace(page, address=page.address.partition("/")[2]) for page in pages]
    manifest = render_manifest(own)
    sums = [*((page.digest, page.address) for page in own), *_sum_all({MANIFEST: manifest})]
    return {f"{edition}/{MANIFEST}": manifest, f"{edition}/{CHECKSUMS}": _write_sums(sums)}


def _write_sums(sums: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{digest}  {address}\n" for digest, address in sums).encode()


def _sum_all(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for name, content in files.items():
        yield hashlib.sha256(content).hexdigest(), name


def _write_folder(release: Path, store: PageStore, pages: list[Page], extra: Mapping[str, bytes]) -> None:
    release.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=release.parent, prefix=".staging-"))
    staging.chmod(0o755)
    for page in pages:
        target = staging / page.address
        target.parent.mkdir(parents=True, exist_ok=True)
        _link(store.get_path(page.digest), target)
    for name, content in extra.items():
        with (staging / name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    if release.exists():
        release.rename(release.parent / f".altered-{os.getpid()}")
    staging.rename(release)
    _sync(release.parent)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, target)


def _show(reports: Path, release: Path) -> None:
    """Let ``reports`` be a link to a release; a folder of that name, as older versions made it, gives way."""
    wanted = Path(os.path.relpath(release, reports.parent))
    if reports.is_symlink() and reports.readlink() == wanted:
        return
    if reports.is_dir() and not reports.is_symlink():
        reports.rename(release.parent / f".old-{os.getpid()}")
    link = reports.with_name(f".{reports.name}.new")
    link.unlink(missing_ok=True)
    link.symlink_to(wanted)
    link.rename(reports)
    _sync(reports.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
