"""Finished pages, kept by the hash of their content until a release shows them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection
from pathlib import Path

from dxlib.build.left import describe_file
from dxlib.paths import make_folder


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
        return self._folder / digest[:2] / f"{digest}.html"

    def keep(self, content: bytes) -> str:
        """Keep a page and give its hash; the same page twice is one file."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.get_path(digest)
        if not path.exists() or path.read_bytes() != content:
            make_folder(path.parent)
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if os.name == "posix":  # Windows would not remove it again
                Path(name).chmod(0o444)  # it is linked into releases: whoever writes there would alter it
            Path(name).replace(path)
        return digest

    def list_digests(self) -> set[str]:
        """Give the hashes of all pages that are kept."""
        return {path.stem for path in self._folder.glob("??/*.html")}

    def drop_altered(self, believed: Collection[str]) -> set[str]:
        """Remove pages whose content is not what their names say, and give their hashes.

        Parameters
        ----------
        believed
            What :func:`dxlib.build.left.describe_file` gives of files that need not be read.
        """
        altered = set()
        for path in self._folder.glob("??/*.html"):
            is_believed = describe_file(path.lstat()) in believed
            if not is_believed and hashlib.sha256(path.read_bytes()).hexdigest() != path.stem:
                altered.add(path.stem)
                path.unlink()
        return altered

    def drop_all_but(self, wanted: Collection[str]) -> None:
        """Remove pages that nobody wants, and what a killed build left half written."""
        for path in self._folder.glob("??/*"):
            if path.suffix != ".html" or path.stem not in wanted:
                path.unlink(missing_ok=True)
