"""Finished pages, kept by the hash of their content until a release shows them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from pathlib import Path
from typing import Final

from dxlib.build.left import describe_file, read_left
from dxlib.paths import Project, make_folder, write_files

# It is linked into releases: whoever writes there would alter it. (Windows would not remove it again.)
_READ_ONLY: Final = 0o444 if os.name == "posix" else None


class PageStore:
    """A folder of pages, each named by the SHA-256 of its content, so that no page is ever half written or altered.

    Parameters
    ----------
    folder
        Made when the first page is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get_path(self, digest: str) -> Path:
        """Give the file of a page."""
        # Spread over 256 folders, as some file systems list thousands of names in one folder slowly.
        return self._folder / digest[:2] / f"{digest}.html"

    def keep(self, content: bytes) -> str:
        """Keep a page and give its hash; the same page twice is one file."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.get_path(digest)
        # A file that somebody altered under this name is replaced.
        if not path.exists() or path.read_bytes() != content:
            make_folder(path.parent)
            write_files({path: content}, mode=_READ_ONLY, sync=True)
        return digest

    def list_digests(self) -> set[str]:
        """Give the hashes of all pages that are kept."""
        return {path.stem for path in self._folder.glob("??/*.html")}

    def drop_all_but(self, wanted: Collection[str]) -> None:
        """Remove pages that nobody wants, and what a killed build left half written."""
        for path in self._folder.glob("??/*"):
            if path.suffix != ".html" or path.stem not in wanted:
                path.unlink(missing_ok=True)


def drop_altered(project: Project, *, fresh: bool = False) -> set[str]:
    """Remove pages from the store that are not those that were kept there, and give their hashes.

    Parameters
    ----------
    fresh
        Read every page; else those that ``reports/`` shows as they were left are believed.
    """
    left = read_left(project)
    believed = set() if fresh or left is None else set(left.seen.values())
    altered = set()
    for path in project.pages.glob("??/*.html"):
        is_believed = describe_file(path.lstat()) in believed
        if not is_believed and hashlib.sha256(path.read_bytes()).hexdigest() != path.stem:
            altered.add(path.stem)
            path.unlink()
    return altered
