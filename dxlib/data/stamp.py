"""Whether ``data/clean`` is what the last ``dxlib clean`` wrote of the raw data: told by hashes alone, at once."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from dxlib.data.pull.named_mappings import list_mappings_elsewhere
from dxlib.freshness import find_fresh, find_note, keep_note
from dxlib.language.available import DEPARTURES
from dxlib.paths import Project
from dxlib.plain_json import parse_json

CLEANED = "clean"  # the note of it
_CODE = Path(__file__).parent
_CODE_ENDS: Final = (".py", ".yaml", ".j2")  # units and words of slips are tables in YAML
_YOUNG_NS = 2_000_000_000


def is_up_to_date(project: Project) -> bool:
    """Say whether raw data, catalogue, clean data and the code that cleans are those of the last ``dxlib clean``."""
    try:
        left = find_fresh(project.notes, CLEANED, _hash_inputs(project))
        return left is not None and bool(parse_json(left) == hash_outputs(project))
    except OSError:  # a file that goes at this moment
        return False


def write_stamp(project: Project, written: Collection[str]) -> None:
    """Note down what ``data/clean`` was made from, and what was written there, by its addresses."""
    outputs = {name: digest for name, digest in hash_outputs(project).items() if name in written}
    keep_note(project.notes, CLEANED, _hash_inputs(project), outputs)


def list_altered(project: Project) -> dict[str, str]:
    """Give what of ``data/clean`` is not as ``dxlib clean`` left it, by file: ``altered``, ``gone`` or ``new``.

    Nothing where it is not known how it was left: never cleaned, or cleaned by somebody else.
    """
    note = find_note(project.notes, CLEANED)
    if note is None or not note.is_own:
        return {}
    left, now = parse_json(note.content), hash_outputs(project)
    words = {name: "gone" if name not in now else "altered" if name in left else "new" for name in {*left, *now}}
    return {name: words[name] for name in sorted(words) if left.get(name) != now.get(name)}


def list_changed(project: Project) -> list[str]:
    """Give what the last ``dxlib clean`` read and what is not the same any more; nothing where that is not known."""
    note, now = find_note(project.notes, CLEANED), _hash_inputs(project)
    before = note.inputs if note and note.is_own else {}
    return [name for name in _group_inputs(project) if now[name] != before.get(name, now[name])]


def _group_inputs(project: Project) -> dict[str, list[str]]:
    """Give the files that ``data/clean`` is made from, by what people call them."""
    catalogue = list_catalogue_files(project)
    above = str(project.locales)
    return {
        project.show(project.file).as_posix(): [path for path in catalogue if path == str(project.file)],
        project.show(project.catalogue).as_posix(): [*list_files(project.catalogue)],
        project.show(project.locales).as_posix(): [path for path in catalogue if path.startswith(above)],
        project.show(project.raw).as_posix(): [*list_files(project.raw)],
        # Each by itself, so that its own name says what changed.
        **{project.show(Path(path)).as_posix(): [path] for path in list_mappings_elsewhere(project)},
    }


def describe_altered(project: Project, before: Mapping[str, str]) -> Iterator[str]:
    """Say what became of files that were not as they had been left, now that data were cleaned again.

    Parameters
    ----------
    before
        What :func:`list_altered` gave before that.
    """
    foreign = list_altered(project)
    for name in sorted({*before, *foreign}):
        path = project.clean / name
        shown, word = project.show(path), before.get(name, "new")
        if name in foreign:
            yield f"{shown} is no file that data/raw gives: move it away, since no page is built while it is there."
        elif word == "new":
            yield f"{shown} was not written by 'dxlib clean': it was {'replaced' if path.is_file() else 'removed'}."
        else:
            done = "it was written again" if path.is_file() else "data/raw gives no such file any more"
            yield f"{shown} was {word}, not as 'dxlib clean' had left it: {done}."


def hash_outputs(project: Project) -> dict[str, str]:
    """Give the hash of each file below ``data/clean``, by its address there."""
    names = {Path(path).relative_to(project.clean).as_posix(): path for path in list_files(project.clean)}
    return {name: hashlib.sha256(Path(names[name]).read_bytes()).hexdigest() for name in sorted(names)}


def _hash_inputs(project: Project) -> dict[str, str]:
    files = {name: hash_files(files, project.root) for name, files in _group_inputs(project).items()}
    return {**files, "code": hash_code(_CODE)}


@cache
def hash_code(folder: Path) -> str:
    """Hash the code of a folder: once, since what this process has loaded does not change any more."""
    return hash_files(list_code(folder), folder)


def list_code(folder: Path) -> Iterator[Path]:
    """Give the files of a folder of the library that decide what it does: its code, tables and templates."""
    return (path for path in folder.rglob("*") if path.suffix in _CODE_ENDS)


def list_catalogue_files(project: Project) -> list[str]:
    """Give every file that the catalogue is read from: the project's, those below its folder, those of languages."""
    own = [project.file, *sorted(project.locales.glob(f"*/{DEPARTURES}"))]
    return [*(str(path) for path in own if path.is_file()), *list_files(project.catalogue)]


def list_files(folder: str | Path, *, but: Collection[str] = ()) -> Iterator[str]:
    """Give every file below a folder, also where a link leads to a folder; none where there is no folder.

    Parameters
    ----------
    folder
        Where to look.
    but
        Names of files and folders that are left out.
    """
    waiting: list[tuple[str, tuple[str, ...]]] = [(str(folder), ())] if Path(folder).is_dir() else []
    while waiting:
        place, links = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.name in but:
                    continue
                if not entry.is_dir():
                    if entry.is_file():
                        yield entry.path
                elif not entry.is_symlink():
                    waiting.append((entry.path, links))
                elif (led := os.path.realpath(entry.path)) not in links:  # a link to a folder above is followed once
                    waiting.append((entry.path, (*links, led)))


_seen: dict[tuple[Path, str], tuple[list[tuple[str, int, int, int, int]], str]] = {}


def hash_again(name: str, files: Iterable[str | Path], root: Path) -> str:
    """Give what :func:`hash_files` gives, and read the files of this name only when size or times of one have changed.

    A file that was written while the clock of the disk stood still could change once more unseen; so what was written
    within the last two seconds is read again.
    """
    seen, newest = [], 0
    for path in sorted(str(path) for path in files):
        found = os.stat(path)  # noqa: PTH116  (a hundred files for each page)
        seen.append((path, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns))
        # The time of the last change of the inode: unlike that of the content, no program can set it.
        newest = max(newest, found.st_ctime_ns)
    before, digest = _seen.pop((root, name), (None, ""))
    if seen != before:
        digest = hash_files((path for path, *_ in seen), root)
    if newest < time.time_ns() - _YOUNG_NS:
        _seen[root, name] = (seen, digest)
    return digest


def hash_files(paths: Iterable[str | Path], root: Path) -> str:
    """Give one SHA-256 over names, relative to a root, and contents of files, in any order."""
    digest = hashlib.sha256()
    # Path() has no parts, and paths relative to it begin with nothing; with a separator, /ab is not below /a.
    above = os.path.join(root, "") if root.parts else ""  # noqa: PTH118
    for path in sorted(str(path) for path in paths):
        if not path.startswith(above):
            raise ValueError(f"{path} does not lie in {root}")
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            content = hashlib.sha256(file.read()).digest()
        # No name holds a NUL and each hash has the same length, so no other files give the same bytes.
        digest.update(os.fsencode(path[len(above) :].replace(os.sep, "/")) + b"\0" + content)
    return digest.hexdigest()
