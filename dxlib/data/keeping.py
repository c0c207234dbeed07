"""Keeping what was read from files, from one process to the next, for as long as the files are the same."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import VERSION

from dxlib.data.stamp import hash_files

Value = TypeVar("Value")

_CODE: Final = Path(__file__).parent
_HASH_BYTES: Final = 32
_held: dict[Path, tuple[bytes, Any]] = {}


def keep(place: Path, files: Iterable[Path], read: Callable[[], Value]) -> Value:
    """Give what was read from some files, from ``place`` if nothing has changed since it was put there.

    Parameters
    ----------
    place
        Where it is kept; a file that cannot be written, or read back, only means that it is read anew.
    files
        What ``read`` reads. Their names and contents count, and the code that reads them; times do not.
    read
        Reads them; what it raises is passed on, and nothing is kept.
    """
    return _keep(place, files, read)[1]


def hold(place: Path, files: Iterable[Path], read: Callable[[], Value]) -> None:
    """Read now what processes forked from this one shall find in memory, as long as the files are the same.

    Parameters and errors are those of :func:`keep`. What is held must not be changed by anybody.
    """
    _held[place] = _keep(place, files, read)


def _keep(place: Path, files: Iterable[Path], read: Callable[[], Value]) -> tuple[bytes, Value]:
    key = _compute_key(files, Path(place.absolute().anchor))
    if place in _held and _held[place][0] == key:
        return _held[place]
    with suppress(Exception):  # a file of another version, or one that somebody cut short
        content = place.read_bytes()
        if content[:_HASH_BYTES] == key:
            return key, _unpack(content[_HASH_BYTES:])
    value = read()
    with suppress(OSError):  # a folder that cannot be written to
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.with_name(f"{place.name}.{os.getpid()}")
        temporary.write_bytes(key + _pack(value))
        temporary.replace(place)
    return key, value


def _compute_key(files: Iterable[Path], root: Path) -> bytes:
    read = [path.absolute() for path in files]
    parts = (sys.version, VERSION, hash_files(read, root), _hash_code(_CODE))
    return hashlib.sha256("\0".join(parts).encode()).digest()


@cache
def _hash_code(folder: Path) -> str:
    """Hash the code that reads: once, since what this process has loaded does not change any more."""
    return hash_files(folder.rglob("*.py"), folder)


def _pack(value: object) -> bytes:
    content = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return hashlib.sha256(content).digest() + content


def _unpack(packed: bytes) -> Any:
    content = packed[_HASH_BYTES:]
    if hashlib.sha256(content).digest() != packed[:_HASH_BYTES]:
        raise ValueError("damaged")
    return pickle.loads(content)  # noqa: S301  (our own file, in the project's own folder)
