"""Manifests and checksums read back: files below their own folder with their hashes, or nothing is believed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NoReturn

from dxlib.bounds import RELEASE_FILES
from dxlib.build.outcome import list_some
from dxlib.errors import BuildError
from dxlib.paths import Project, find_outside
from dxlib.plain_json import parse_json

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_STALE: Final = b'"stale"'
_ANEW: Final = "run 'dxlib build', which writes it anew."

Digests = dict[str, str]  # the SHA-256 of files, by their addresses


def read_pages(manifest: bytes, place: object, *, fix: str = _ANEW) -> list[dict[str, Any]]:
    """Give the pages that a manifest lists.

    Parameters
    ----------
    manifest
        Its content.
    place
        Where it lies, for the message.
    fix
        What to do about one that cannot be believed.

    Raises
    ------
    BuildError
        For a manifest that is damaged, or names anything but pages below its folder, each once with its SHA-256.
    """
    try:
        pages: list[dict[str, Any]] = parse_json(manifest)["pages"]
        listed = [(page["address"], page["sha256"]) for page in pages]
    except (ValueError, LookupError, TypeError):
        _refuse(place, "it is no list of pages", fix)
    # What a published manifest names may be replaced or removed, so it may name nothing but pages below its folder.
    _check(listed, place, fix)
    if other := next((name for name, _ in listed if not name.endswith(".html")), ""):
        _refuse(place, f"'{other}' is no page", fix)
    return pages


def read_digests(manifest: bytes, place: object, *, fix: str = _ANEW) -> Digests:
    """Give the hash of each page that a manifest lists, by its address.

    Parameters and errors are those of :func:`read_pages`.
    """
    return {page["address"]: page["sha256"] for page in read_pages(manifest, place, fix=fix)}


def read_sums(content: bytes, place: object, *, fix: str = _ANEW) -> Digests:
    """Give the SHA-256 of each file that a list of checksums names, as ``sha256sum`` writes it.

    Parameters and errors are those of :func:`read_pages`.
    """
    lines = content.decode("utf-8", "replace").splitlines()
    listed = [(name, digest) for digest, _, name in (line.partition("  ") for line in lines)]
    _check(listed, place, fix)
    return dict(listed)


def list_stale(project: Project) -> dict[str, str]:
    """Give the address of each stale page that ``reports/`` shows, with the reason in one line."""
    content = project.manifest.read_bytes() if project.manifest.is_file() else b""
    if _STALE not in content:  # a release of thousands of pages need not be taken apart
        return {}
    pages = read_pages(content, project.show(project.manifest))
    return {page["address"]: str(page["stale"]) for page in pages if page.get("stale")}


def describe_stale(stale: Mapping[str, str]) -> str:
    """Say which pages are stale and why, for people; at most ten are named."""
    count = f"{len(stale)} pages are" if len(stale) > 1 else "1 page is"
    what = f"{count} stale: reports/ shows what was built before, and 'dxlib publish' refuses that."
    return list_some(what, [f"{address}: {reason}" for address, reason in stale.items()])


def is_digest(text: object) -> bool:
    """Say whether something is a SHA-256 as it is written, and so no path either."""
    return isinstance(text, str) and _DIGEST.fullmatch(text) is not None


def is_page(name: object) -> bool:
    """Say whether something is the address of a page below the folder of its release."""
    return isinstance(name, str) and name.endswith(".html") and find_outside([name]) is None


def _check(listed: Iterable[tuple[Any, Any]], place: object, fix: str) -> None:
    seen = set[str]()
    for name, digest in listed:
        if len(seen) == RELEASE_FILES:
            _refuse(place, f"it names more than {RELEASE_FILES:,} files", fix)
        if not isinstance(name, str) or find_outside([name]) is not None:
            _refuse(place, f"{name!r} is no file below its folder", fix)
        if not is_digest(digest):
            _refuse(place, f"'{name}' has no SHA-256", fix)
        if name in seen:
            _refuse(place, f"'{name}' is listed twice", fix)
        seen.add(name)


def _refuse(place: object, why: str, fix: str) -> NoReturn:
    raise BuildError(f"{place} cannot be believed: {why}.", fix=fix)
