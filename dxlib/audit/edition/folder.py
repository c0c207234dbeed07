"""A release as a folder: where it is, which files it holds, and as of which days its pages are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from dxlib.audit.edition.lists import read_listed
from dxlib.audit.edition.together import Files
from dxlib.paths import CHECKSUMS, FEED, MANIFEST, REVISIONS, Project

_INDEX: Final = "index.html"
_MOST_FOLDERS: Final = 12  # between a page and the index: edition, language, brief, values of its parameters
_LISTS: Final = (FEED, MANIFEST, CHECKSUMS, REVISIONS)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def is_release(folder: Path) -> bool:
    """Say whether a folder is that of a whole release."""
    return (folder / MANIFEST).is_file() and (folder / _INDEX).is_file()


def find_release(path: Path) -> Path | None:
    """Give the folder of the release that a page or a folder belongs to; none for what lies by itself."""
    whole = path.absolute()
    # Bounded: a manifest far above a page is not that of its release.
    return next((folder for folder in (whole, *whole.parents[:_MOST_FOLDERS]) if is_release(folder)), None)


def read_days(release: Path) -> dict[str, str]:
    """Give the day that each page is as of, by the manifest of a release."""
    listed = read_listed((release / MANIFEST).read_bytes())
    days = {page["address"]: page.get("as_of") for page in listed}
    return {page: day for page, day in days.items() if isinstance(day, str) and _DAY.fullmatch(day)}


def find_links_out(path: Path, release: Path) -> list[Path]:
    """Give the links at or below a path that lead out of its release: what they show is not of the release's own.

    An edition may be a link into the store of the project.

    Parameters
    ----------
    path
        A file of the release, or a folder in it or it itself, which may be a link.
    release
        Its folder.
    """
    found = {path, *path.parents, *_walk(path)}
    links = [one for one in found if one.is_symlink() and release in one.absolute().parents]
    return sorted(one for one in links if not _leads_inside(one, release))


def _leads_inside(link: Path, release: Path) -> bool:
    name, *below = link.absolute().relative_to(release.absolute()).parts
    # An edition is a link into the store of the project; anything else within a release stays in its edition.
    store = Project(release.absolute().parent).releases
    places = (release, release / name if below else store)
    return any(Path(os.path.realpath(link)).is_relative_to(os.path.realpath(place)) for place in places)


def list_pages(folder: Path) -> list[Path]:
    """Give all pages below a folder but the indexes; of a release, what is not of it is left out."""
    found = _list_own(folder) if is_release(folder) else _walk(folder)
    return sorted(path for path in found if path.suffix == ".html" and not path.name.startswith("index."))


def read_files(folder: Path) -> Files:
    """Give all files of a release; pages are read when they are asked for."""
    named = {path.relative_to(folder).as_posix(): path for path in sorted(_list_own(folder)) if not path.is_dir()}
    pages = {name for name in named if name.endswith(".html") and "/" in name}
    lists = {name: path.read_bytes() for name, path in named.items() if name not in pages}
    return Files(pages, lists, lambda name: named[name].read_bytes())


def _list_own(release: Path) -> Iterator[Path]:
    """Give what lies in the folder of a release, without what others put beside what its lists name."""
    content = (release / MANIFEST).read_bytes()
    # What neither list names was put there by others, who may keep what they like beside the editions.
    own = {page["address"].partition("/")[0] for page in read_listed(content)}
    with suppress(OSError):
        lines = (release / CHECKSUMS).read_text("utf-8", "replace").splitlines()
        own |= {line.partition("  ")[2].partition("/")[0] for line in lines}
    for path in release.iterdir():
        if path.name in own or path.name in _LISTS or path.name.startswith("index."):
            yield from (path, *_walk(path))


def _walk(folder: Path) -> Iterator[Path]:
    """Give what lies below a folder, also where that is a link; links below it are given, and followed if editions."""
    waiting, has_editions = ([folder] if folder.is_dir() else []), is_release(folder)
    while waiting:
        place = waiting.pop()
        for path in place.iterdir():
            yield path
            # A link to a folder may lead in a circle; only that of an edition is followed.
            if path.is_dir() and (not path.is_symlink() or (has_editions and place == folder)):
                waiting.append(path)
