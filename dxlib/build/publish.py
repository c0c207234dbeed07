"""Publishing a release to an address: pages first, the manifest last, and no published edition altered by accident."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dxlib.build.release import CHECKSUMS, INDEX, MANIFEST
from dxlib.errors import BuildError, ConfigError, MissingDependencyError
from dxlib.paths import Project

REVISIONS: Final = "revisions.json"
_MOST_NAMED: Final = 5

Digests = dict[str, str]


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: addresses of pages, in order.

    Parameters
    ----------
    added, revised, removed
        Pages that were not there, that were replaced, and that are there no more.
    """

    added: tuple[str, ...]
    revised: tuple[str, ...]
    removed: tuple[str, ...]

    def __str__(self) -> str:
        return f"{len(self.added)} pages added, {len(self.revised)} revised, {len(self.removed)} removed."


def publish(project: Project, output: str, *, revise: bool = False) -> Published:
    """Bring the release in ``reports/`` to an address.

    Pages go first, then what a revision changed, checksums and index, and last the manifest: whoever reads the
    manifest finds everything that it names. What is there already is not sent again.

    Parameters
    ----------
    output
        A folder, or any address that fsspec opens (``s3://bucket/briefs``).
    revise
        Alter editions that were published before; what changed is then added to ``revisions.json``.

    Raises
    ------
    ConfigError
        When nothing was built.
    BuildError
        When an edition that was published would be altered.
    MissingDependencyError
        When fsspec, or what it needs for the address, is not installed.
    """
    ours = _read_ours(project)
    target = _open(output)
    theirs = _read_digests(target.read(MANIFEST))
    changes = _compare(ours, theirs)
    altered = [*_list_altered(ours, theirs)]
    if altered and not revise:
        named = ", ".join(altered[:_MOST_NAMED]) + (" ..." if len(altered) > _MOST_NAMED else "")
        raise BuildError(
            f"{len(altered)} pages of published editions would be altered: {named}.",
            fix="publish them with --revise, which writes down what changed.",
        )
    for address in (*changes.added, *changes.revised):
        target.write(address, (project.reports / address).read_bytes())
    if altered:
        target.write(REVISIONS, _add_revision(target.read(REVISIONS), changes, ours, theirs))
    for name in (CHECKSUMS, INDEX, MANIFEST):
        target.write(name, (project.reports / name).read_bytes())
    for address in changes.removed:
        target.remove(address)
    return changes


def _read_ours(project: Project) -> Digests:
    path = project.reports / MANIFEST
    if not path.is_file():
        raise ConfigError("There is nothing to publish.", fix="run 'dxlib build' first.")
    return _read_digests(path.read_bytes())


def _read_digests(manifest: bytes | None) -> Digests:
    pages = json.loads(manifest)["pages"] if manifest else []
    return {page["address"]: page["sha256"] for page in pages}


def _compare(ours: Digests, theirs: Digests) -> Published:
    added = tuple(sorted(ours.keys() - theirs.keys()))
    revised = tuple(sorted(address for address in ours.keys() & theirs.keys() if ours[address] != theirs[address]))
    return Published(added, revised, tuple(sorted(theirs.keys() - ours.keys())))


def _list_altered(ours: Digests, theirs: Digests) -> Iterator[str]:
    """Give every page that differs, in editions of which at least one page was published."""
    published = {address.partition("/")[0] for address in theirs}
    for address in sorted(ours.keys() | theirs.keys()):
        if address.partition("/")[0] in published and ours.get(address) != theirs.get(address):
            yield address


def _add_revision(before: bytes | None, changes: Published, ours: Digests, theirs: Digests) -> bytes:
    revisions: list[Any] = json.loads(before) if before else []
    pages = sorted((*changes.added, *changes.revised, *changes.removed))
    revisions.append([{"address": page, "before": theirs.get(page), "after": ours.get(page)} for page in pages])
    return (json.dumps(revisions, indent=1) + "\n").encode()


class _Target:
    """Where a release goes.

    Parameters
    ----------
    system, root
        A file system of fsspec, and the folder in it.
    """

    def __init__(self, system: Any, root: str) -> None:
        self._system, self._root = system, root.rstrip("/")

    def read(self, name: str) -> bytes | None:
        path = f"{self._root}/{name}"
        return bytes(self._system.cat_file(path)) if self._system.exists(path) else None

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all: where a system renames, under another name first."""
        path = f"{self._root}/{name}"
        self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
        if "file" in self._protocols:
            temporary = f"{path}.tmp"
            self._system.pipe_file(temporary, content)
            Path(temporary).replace(path)
        else:
            self._system.pipe_file(path, content)

    def remove(self, name: str) -> None:
        self._system.rm_file(f"{self._root}/{name}")

    @property
    def _protocols(self) -> tuple[str, ...]:
        found = self._system.protocol
        return (found,) if isinstance(found, str) else tuple(found)


def _open(output: str) -> _Target:
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]  # noqa: PLC0415  (an optional extra)

        system, root = url_to_fs(output)
    except ImportError as error:
        raise MissingDependencyError(
            f"'{output}' cannot be opened: {error}.", fix="pip install 'dxlib[publish]', and what fsspec names."
        ) from error
    except ValueError as error:
        raise ConfigError(f"'{output}' is no address: {error}.", fix="give a folder, or s3://bucket/folder.") from error
    return _Target(system, root)
