"""A release as a folder: where it is, which files it holds, and as of which days its pages are."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from dxlib.audit.edition.lists import read_listed
from dxlib.audit.edition.together import Files
from dxlib.paths import MANIFEST

_INDEX: Final = "index.html"
_MOST_FOLDERS: Final = 12  # between a page and the index: edition, language, brief, values of its parameters
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def is_release(folder: Path) -> bool:
    """Say whether a folder is that of a whole release."""
    return (folder / MANIFEST).is_file() and (folder / _INDEX).is_file()


def find_release(path: Path) -> Path | None:
    """Give the folder of the release that a page or a folder belongs to; none for what lies by itself."""
    whole = path.absolute()
    return next((folder for folder in (whole, *whole.parents[:_MOST_FOLDERS]) if is_release(folder)), None)


def read_days(release: Path) -> dict[str, str]:
    """Give the day that each page is as of, by the manifest of a release."""
    listed = read_listed((release / MANIFEST).read_bytes())
    days = {page["address"]: page.get("as_of") for page in listed}
    return {page: day for page, day in days.items() if isinstance(day, str) and _DAY.fullmatch(day)}


def find_links_out(path: Path, release: Path) -> list[Path]:
    """Give the links at or below a path that lead out of its release: what they show is not of the release's own.

    Parameters
    ----------
    path
        A file of the release, or a folder in it or it itself, which may be a link.
    release
        Its folder.
    """
    found = {path, *path.rglob("*"), *path.parents}
    links = [one for one in found if one.is_symlink() and release in one.absolute().parents]
    inside = os.path.realpath(release)
    return sorted(one for one in links if not Path(os.path.realpath(one)).is_relative_to(inside))


def read_files(folder: Path) -> Files:
    """Give all files of a release; pages are read when they are asked for."""
    named = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if not path.is_dir()}
    pages = {name for name in named if name.endswith(".html") and "/" in name}
    lists = {name: path.read_bytes() for name, path in named.items() if name not in pages}
    return Files(pages, lists, lambda name: named[name].read_bytes())
