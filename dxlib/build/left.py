"""What a build left in ``reports/``: each file by its hash, so that a file that somebody altered is found.

Pages are hard links into the store, so whoever writes into one alters both. A file whose inode, size and times are
those under which its content was last hashed is not read again: nobody can set the time of a file's last change.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dxlib.paths import Project


class Difference(StrEnum):
    """How a file of a release is not as it was left."""

    ALTERED = "altered"
    MISSING = "missing"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Left:
    """How a release was left.

    Parameters
    ----------
    release
        The name of its folder.
    files
        The SHA-256 of each file, by its address.
    seen
        By address, what :func:`describe_file` gave when it was hashed; of some files only.
    """

    release: str
    files: Mapping[str, str]
    seen: Mapping[str, str]


def describe_file(found: os.stat_result) -> str:
    """Give what stands for the content of a file as long as nobody touches it."""
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def read_left(project: Project) -> Left | None:
    """Give how the release was left; nothing where that is not known."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        content = json.loads(project.left.read_bytes())
        return Left(content["release"], dict(content["files"]), dict(content["seen"]))
    return None


def forget_left(project: Project) -> None:
    """Have the next release written anew."""
    project.left.unlink(missing_ok=True)


def write_left(project: Project, release: Path, files: Mapping[str, str]) -> None:
    """Note down how a release is left; a file that is already another one will be found by the next look."""
    before = read_left(project)
    known = before.seen if before and before.release == release.name else {}
    seen = {}
    for address, digest in files.items():
        with suppress(OSError):
            described = describe_file((release / address).lstat())
            if known.get(address) == described or _hash(release / address) == digest:
                seen[address] = described
    left = Left(release.name, files, seen)
    if left != before:
        temporary = project.left.with_name(f"{project.left.name}.new")
        temporary.write_text(json.dumps({"release": left.release, "files": dict(files), "seen": seen}), "utf-8")
        temporary.replace(project.left)


def list_differing(folder: Path, left: Left, *, fresh: bool = False) -> dict[str, Difference]:
    """Give what of a folder is not as a release was left, by address.

    Parameters
    ----------
    folder
        That of the release, or a link to it.
    left
        How it was left.
    fresh
        Read every file, whatever its times say.
    """
    found: dict[str, Difference] = {}
    missing = dict.fromkeys(left.files)
    for address, entry in _walk(folder):
        if address not in left.files:
            found[address] = Difference.FOREIGN
            continue
        del missing[address]
        is_known = not fresh and left.seen.get(address) == describe_file(entry.stat(follow_symlinks=False))
        if not is_known and (entry.is_symlink() or not entry.is_file() or _hash(entry.path) != left.files[address]):
            found[address] = Difference.ALTERED
    return dict(sorted({**found, **dict.fromkeys(missing, Difference.MISSING)}.items()))


def is_as_left(project: Project) -> bool:
    """Say whether ``reports/`` is as the last build left it."""
    left = read_left(project)
    with suppress(OSError):  # a file that goes at this moment
        return left is not None and not list_differing(project.reports, left)
    return False


def describe_difference(project: Project, address: str, difference: Difference) -> str:
    """Say how a file of ``reports/`` is not as it was left."""
    shown = project.show(project.reports / address)
    if difference is Difference.MISSING:
        return f"{shown} is missing"
    if difference is Difference.FOREIGN:
        return f"{shown} is no file of the release"
    is_page = address.endswith(".html") and "/" in address
    return f"{shown} is not the {'page that was built and audited' if is_page else 'file that was built'}"


def _walk(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Give whatever lies below a folder but folders, by its address; a link is not followed."""
    waiting = [(str(folder), "")] if folder.is_dir() else []
    while waiting:
        place, above = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{above}{entry.name}/"))
                else:
                    yield f"{above}{entry.name}", entry


def _hash(path: str | Path) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
