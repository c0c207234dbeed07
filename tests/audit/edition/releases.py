"""Releases of real pages, held in memory: what a build would show, made without kernels."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from dxlib.audit.edition.together import DeclaredRelease, Files
from dxlib.build.plan import Job
from dxlib.build.release import ReleasedPage, render_extra, render_manifest
from dxlib.build.whole import declare
from dxlib.data.catalogue_files import read_catalogue
from dxlib.export.entry import IndexEntry
from dxlib.paths import CHECKSUMS, MANIFEST, Project
from tests.building import ROOT, read_tree
from tests.making import make_page_and_entry

_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
LANGUAGES = ("en", "fr", "vi")
Release = dict[str, bytes]


def is_page(address: str) -> bool:
    """Say whether an address below the index is that of a page."""
    return "/" in address and address.endswith(".html")


def take_files(release: Mapping[str, bytes], digests: Mapping[str, str] = MappingProxyType({})) -> Files:
    """Give a release as the audit takes it; pages whose digests are given are as they were."""
    pages = {address for address in release if is_page(address)}
    lists = {name: content for name, content in release.items() if name not in pages}
    return Files(pages, lists, release.__getitem__, digests)


def sum_pages(release: Release) -> dict[str, str]:
    """Give the digest of each page."""
    return {address: _sum(content) for address, content in release.items() if is_page(address)}


def list_some() -> list[str]:
    """Give the pages of a small release: two editions, three languages, briefs of one area and of many."""
    chosen = [f"2025/{language}/01-national-overview.html" for language in LANGUAGES]
    chosen += [f"2025/{language}/08-country-profile/{area}.html" for language in LANGUAGES for area in ("SGP", "VNM")]
    older = [f"2024/{language}/01-national-overview.html" for language in ("en", "vi")]
    return sorted([*chosen, *older, "2024/en/08-country-profile/SGP.html"])


def list_with_ranking(jobs: Mapping[str, Job]) -> list[str]:
    """Give the same pages with those of all countries in one language, which an index ranks."""
    countries = [job.id for job in jobs.values() if job.id.startswith("2025/en/08-country-profile/")]
    return sorted({*list_some(), *countries})


def make_release(jobs: Mapping[str, Job], addresses: Sequence[str]) -> Release:
    """Make a release: pages, and what stands beside them."""
    made = {address: _make(jobs[address]) for address in addresses}
    pages = [ReleasedPage(address, _sum(content), entry) for address, (content, entry) in made.items()]
    contents = {address: content for address, (content, _) in made.items()}
    return {**contents, **render_extra(pages, render_manifest(pages), read_catalogue(Project(ROOT)))}


@cache
def _make(job: Job) -> tuple[bytes, IndexEntry]:
    page, entry = make_page_and_entry(Project(ROOT), job)
    return page.encode(), entry


@cache
def declare_all() -> DeclaredRelease:
    """Give what a release of this repository is held against."""
    return declare(Project(ROOT))


def rehash(release: Release, *, of: Mapping[str, bytes]) -> Release:
    """Give a release with the digests of its files in its lists, as somebody would who hides an alteration.

    Parameters
    ----------
    of
        The release before.
    """
    pages = [name for name in of if is_page(name) and name in release]
    digests = {_sum(of[name]): _sum(release[name]) for name in pages}
    found = dict(release)
    lists = [name for name in release if name.endswith((MANIFEST, CHECKSUMS))]
    for name in sorted(lists, key=lambda one: (one == CHECKSUMS, one.endswith(CHECKSUMS), one)):
        text = _DIGEST.sub(lambda match: digests.get(match[0], match[0]), release[name].decode())
        found[name] = (_rehash_lists(text, name, found) if name.endswith(CHECKSUMS) else text).encode()
    return found


def falsify(folder: Path, address: str, content: bytes) -> None:
    """Put another page in the place of one of a release in a folder, and bring all digests into line."""
    before = read_tree(folder)
    for name, new in rehash({**before, address: content}, of=before).items():
        if new != before[name]:
            (folder / name).unlink()
            (folder / name).write_bytes(new)


@lru_cache(maxsize=256)  # most files of an altered release are those of the release
def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _rehash_lists(text: str, name: str, release: Release) -> str:
    folder = name.removesuffix(CHECKSUMS)
    lines = [line.partition("  ") for line in text.splitlines()]
    return "".join(
        f"{_sum(release[folder + listed]) if folder + listed in release else digest}  {listed}\n"
        for digest, _, listed in lines
    )
