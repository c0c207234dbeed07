"""Notes of what was made: the one idea of freshness, in one form and one place (``docs/decisions/0027``).

A note says of one thing: it was made from inputs with exactly these hashes, and this came of it. As long as the inputs
are the same, what came of it is still true, and need not be made again. No time and no clock takes part.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from dxlib.intake import read_note
from dxlib.paths import keep_file
from dxlib.plain_json import parse_json
from dxlib.seals import is_sealed, make_seal

Value = TypeVar("Value")

_FORM: Final = "dxlib-1"  # what another form says is not read
_SUFFIX: Final = ".note"
_remembered: Final[dict[str, tuple[Hashable, Any]]] = {}


@dataclass(frozen=True, slots=True)
class Note:
    """What was made, and from what.

    Parameters
    ----------
    inputs
        The hash of each thing that it was made from, by name.
    content
        What came of it, as JSON.
    is_own
        Whether this user's dxlib wrote it. What somebody else wrote saves no work by itself.
    """

    inputs: Mapping[str, str]
    content: bytes
    is_own: bool = True


def find_note(folder: Path, name: str) -> Note | None:
    """Give a note of a folder by its name; nothing where there is none that can be read."""
    with suppress(OSError, ValueError):
        head, inputs, content = read_note(_get_path(folder, name)).split(b"\n", 2)
        form, _, seal = head.decode("ascii").partition(" ")
        read = parse_json(inputs)
        if form == _FORM and isinstance(read, dict) and all(isinstance(one, str) for one in read.values()):
            return Note(read, content, is_sealed(seal, name, inputs, content))
    return None


def find_fresh(folder: Path, name: str, inputs: Mapping[str, str]) -> bytes | None:
    """Give what this user's dxlib made of exactly these inputs; nothing where it made it of others, or never."""
    note = find_note(folder, name)
    return note.content if note and note.is_own and note.inputs == inputs else None


def keep_note(folder: Path, name: str, inputs: Mapping[str, str], content: object = b"") -> None:
    """Note down what was made, whole or not at all.

    Parameters
    ----------
    content
        What came of it: JSON, or what JSON can write.
    """
    written = json.dumps(inputs).encode()
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    head = f"{_FORM} {make_seal(name, written, body)}".encode()
    keep_file(_get_path(folder, name), b"\n".join((head, written, body)))


def refuse_foreign(folder: Path, name: str) -> None:
    """Refuse a note that may not be read: another user made it, and it is not damaged.

    Raises
    ------
    PermissionError
        With its place.
    """
    path = _get_path(folder, name)
    if path.exists() and not os.access(path, os.R_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def list_notes(folder: Path, below: str) -> Iterator[str]:
    """Give the names of the notes below a name, also of those that cannot be read."""
    for path in sorted((folder / below).rglob(f"[!.]*{_SUFFIX}")):
        yield path.relative_to(folder).as_posix().removesuffix(_SUFFIX)


def drop_note(folder: Path, name: str) -> None:
    """Remove a note, if it is there."""
    _get_path(folder, name).unlink(missing_ok=True)


def remember(name: str, inputs: Hashable, make: Callable[[], Value]) -> Value:
    """Give what this process made last under a name, if it was from the same inputs; else have it made.

    Parameters
    ----------
    inputs
        Whatever tells what it is made from.
    make
        What it raises is passed on, and nothing is remembered.
    """
    if name not in _remembered or _remembered[name][0] != inputs:
        _remembered.pop(name, None)  # what takes much memory is let go before it is made anew
        _remembered[name] = (inputs, make())
    value: Value = _remembered[name][1]
    return value


def _get_path(folder: Path, name: str) -> Path:
    return folder / f"{name}{_SUFFIX}"
