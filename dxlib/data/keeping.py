"""Keeping what was read from files, from one process to the next, for as long as the files are the same."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import VERSION, TypeAdapter
from pydantic_core import PydanticSerializationError

from dxlib.data.stamp import hash_files
from dxlib.intake import read_note
from dxlib.paths import keep_file
from dxlib.seals import is_sealed, make_seal

Value = TypeVar("Value")

_CODE: Final = Path(__file__).parent
_held: dict[Path, tuple[str, Any]] = {}


def keep(place: Path, files: Iterable[Path], read: Callable[[], Value], kind: TypeAdapter[Value]) -> Value:
    """Give what was read from some files, from ``place`` if nothing has changed since it was put there.

    Parameters
    ----------
    place
        Where it is kept; a file that cannot be written, or read back, only means that it is read anew.
    files
        What ``read`` reads. Their names and contents count, and the code that reads them; times do not.
    read
        Reads them; what it raises is passed on, and nothing is kept.
    kind
        What it is.
    """
    return _keep(place, files, read, kind)[1]


def hold(place: Path, files: Iterable[Path], read: Callable[[], Value], kind: TypeAdapter[Value]) -> None:
    """Read now what processes forked from this one shall find in memory, as long as the files are the same.

    Parameters and errors are those of :func:`keep`. What is held must not be changed by anybody.
    """
    _held[place] = _keep(place, files, read, kind)


def read_kept(place: Path, stamp: str, kind: TypeAdapter[Value]) -> Value | None:
    """Give what :func:`write_kept` put in a file; nothing for another stamp, and for a file that is damaged.

    The folder of a project may come from somebody else: what lies there is believed with this user's seal only, and is
    JSON, which runs no code.
    """
    with suppress(OSError, ValueError):
        signed, _, body = read_note(place).partition(b"\n")
        if is_sealed(signed.decode("ascii"), stamp, body):
            return kind.validate_json(body)
    return None


def write_kept(place: Path, stamp: str, kind: TypeAdapter[Value], value: Value) -> None:
    """Put a value in a file, whole or not at all; a place that cannot be written to costs only time.

    Parameters
    ----------
    stamp
        What stands for all that the value was made from.
    """
    with suppress(OSError, PydanticSerializationError):  # of a path that is no UTF-8
        body = kind.dump_json(value, by_alias=True, exclude_defaults=True)
        keep_file(place, f"{make_seal(stamp, body)}\n".encode() + body)


def _keep(place: Path, files: Iterable[Path], read: Callable[[], Value], kind: TypeAdapter[Value]) -> tuple[str, Value]:
    stamp = _make_stamp(files, Path(place.absolute().anchor))
    if place in _held and _held[place][0] == stamp:
        return _held[place]
    value = read_kept(place, stamp, kind)
    if value is None:
        value = read()
        write_kept(place, stamp, kind, value)
    return stamp, value


def _make_stamp(files: Iterable[Path], root: Path) -> str:
    read = [path.absolute() for path in files]
    parts = (sys.version, VERSION, hash_files(read, root), _hash_code(_CODE))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def _hash_code(folder: Path) -> str:
    """Hash the code that reads: once, since what this process has loaded does not change any more."""
    return hash_files(folder.rglob("*.py"), folder)
