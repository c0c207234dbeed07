"""What a build left in ``reports/``: each file by its hash, so that a file that somebody altered is found.

What neither this note nor the last manifest lists is the user's, and no build removes or replaces it. Pages are hard
links into the store, so whoever writes into one alters both. A file whose inode, size and times are those under which
its content was last hashed is not read again: nobody can set the time of a file's last change. (Windows has no such
time, and takes that of its making. ``dxlib build --verify`` and ``dxlib publish`` read every file.)
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from dxlib.build.listed import read_digests, read_sums
from dxlib.build.outcome import list_some
from dxlib.errors import BuildError
from dxlib.freshness import find_note, keep_note
from dxlib.paths import CHECKSUMS, MANIFEST, Project
from dxlib.plain_json import parse_json

# What desktops write into every folder that they show: nobody's files, and they go with the folder.
LITTER: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_LEFT: Final = "left"
_UNFINISHED: Final = ""


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
        What stands for its pages and for what its index is made with; empty as long as it is being changed.
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
    note = find_note(project.notes, _LEFT)
    return Left(note.inputs["release"], **parse_json(note.content)) if note and note.is_own else None


def read_known(project: Project) -> Left | None:
    """Give how the release was left; nothing where a build ended in between: then it is only known what is its own."""
    left = read_left(project)
    return left if left and left.release != _UNFINISHED else None


def begin_change(project: Project, files: Mapping[str, str]) -> None:
    """Note down that the release is being changed, and which files are those of builds, whatever happens now.

    Parameters
    ----------
    files
        The hashes of files that are about to be written, by their addresses.
    """
    before = read_left(project)
    # Files of before and after: whichever of them lie there if the build ends in between, they are no user's.
    _write(project, Left(_UNFINISHED, {**(before.files if before else {}), **files}, {}))


def write_left(project: Project, release: str, files: Mapping[str, str]) -> None:
    """Note down how a release is left; a file that is already another one will be found by the next look."""
    before = read_left(project)
    known = before.seen if before and before.release == release else {}
    seen = {}
    for address, digest in files.items():
        path = project.reports / address
        with suppress(OSError):
            described = describe_file(path.lstat())
            # A file that is already another one gets no entry, so the next look reads it.
            if known.get(address) == described or _hash(path) == digest:
                seen[address] = described
    left = Left(release, files, seen)
    # A build with nothing to do touches no file, this note included.
    if left != before:
        _write(project, left)


def _write(project: Project, left: Left) -> None:
    content = {"files": dict(left.files), "seen": dict(left.seen)}
    keep_note(project.notes, _LEFT, {"release": left.release}, content)


def list_own(project: Project) -> set[str]:
    """Give the addresses of all files of ``reports/`` that builds made; what else lies there is the user's."""
    left = read_left(project)
    own = set(left.files) if left else set()
    # A manifest that is gone or damaged is not believed; the note alone then says what builds made.
    with suppress(OSError, BuildError):
        own |= {MANIFEST, *read_digests(project.manifest.read_bytes(), MANIFEST)}
        own |= {CHECKSUMS, *read_sums((project.reports / CHECKSUMS).read_bytes(), CHECKSUMS)}
    return own


def list_names(addresses: Iterable[str]) -> set[str]:
    """Give the names in ``reports/`` itself under which some files lie: editions, and files beside them."""
    return {address.partition("/")[0] for address in addresses} - {"", ".", ".."}


def list_differing(folder: Path, left: Left, *, fresh: bool = False) -> dict[str, Difference]:
    """Give what of a folder is not as a release was left, by address.

    What lies beside the editions and is not of the release is no difference: it is the user's.

    Parameters
    ----------
    folder
        That of the release.
    left
        How it was left.
    fresh
        Read every file, whatever its times say.
    """
    found: dict[str, Difference] = {}
    missing = dict.fromkeys(left.files)
    for address, entry in walk(folder, list_names(left.files)):
        if address not in left.files:
            found[address] = Difference.FOREIGN
            continue
        del missing[address]
        is_known = not fresh and left.seen.get(address) == describe_file(Path(entry.path).lstat())
        # A link in the place of a file is a difference, even where it leads to the same content.
        if not is_known and (entry.is_symlink() or not entry.is_file() or _hash(entry.path) != left.files[address]):
            found[address] = Difference.ALTERED
    return dict(sorted({**found, **dict.fromkeys(missing, Difference.MISSING)}.items()))


def is_as_left(project: Project) -> bool:
    """Say whether ``reports/`` is as the last build left it."""
    left = read_known(project)
    with suppress(OSError):  # a file that goes at this moment
        return left is not None and not list_differing(project.reports, left)
    return False


def take_stock(project: Project, *, fresh: bool, lost: Collection[str]) -> str:
    """Say what of ``reports/`` is not as the last build left it, and have it written anew; empty where all is.

    Parameters
    ----------
    fresh
        Read every file, whatever its times say.
    lost
        The jobs whose pages are not in the store any more, by their ids.
    """
    left = read_known(project)
    differing = list_differing(project.reports, left, fresh=fresh) if left else {}
    if left and all(differing.get(address) is Difference.MISSING for address in left.files):
        differing = {}  # whoever removed the whole release knows
    told = [*_describe(project, differing, lost)]
    told += [f"{job} in {project.show(project.pages)}/ was altered: it is built again" for job in lost
             if job not in differing]  # fmt: skip
    return list_some("What was built is not as it was left:", told) if told else ""


def _describe(project: Project, differing: Mapping[str, Difference], lost: Collection[str]) -> Iterator[str]:
    for address, difference in differing.items():
        mended = "it is built again" if address in lost else "it is put back"
        done = "move it away" if difference is Difference.FOREIGN else mended
        yield f"{describe_difference(project, address, difference)}: {done}"


def describe_difference(project: Project, address: str, difference: Difference) -> str:
    """Say how a file of ``reports/`` is not as it was left."""
    shown = project.show(project.reports / address)
    if difference is Difference.MISSING:
        return f"{shown} is missing"
    if difference is Difference.FOREIGN:
        return f"{shown} is no file of the release"
    is_page = address.endswith(".html") and "/" in address
    return f"{shown} is not the {'page that was built and audited' if is_page else 'file that was built'}"


def walk(folder: Path, names: Collection[str]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Give whatever lies below some names of a folder but folders, by its address.

    A link is followed only where it stands for a whole edition, in the folder itself; a lost one is left out.
    """
    waiting = [(str(folder), "")] if folder.is_dir() else []
    while waiting:
        place, above = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if (not above and (entry.name not in names or not Path(entry).exists())) or entry.name in LITTER:
                    continue
                if entry.is_dir(follow_symlinks=not above):
                    waiting.append((entry.path, f"{above}{entry.name}/"))
                else:
                    yield f"{above}{entry.name}", entry


def _hash(path: str | Path) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
