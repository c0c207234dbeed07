"""One build, and one publication, at a time in a project; the second says who holds the lock, and since when."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dxlib.errors import BuildError, DxError
from dxlib.intake import read_note
from dxlib.paths import keep_file, make_folder
from dxlib.plain_json import parse_json

if TYPE_CHECKING:
    from filelock import BaseFileLock

_HELD: Final = ".held"  # a file of its own: Windows lets nobody read what is locked


@contextmanager
def hold_lock(path: Path, *, what: str = "build", again: str = "run the build again") -> Iterator[None]:
    """Hold a lock for as long as a block runs; it ends with the process, however that ends.

    Parameters
    ----------
    path
        The file that says who holds it; what is locked lies beside it.
    what, again
        What must not run twice, and what to do once the other has ended.

    Raises
    ------
    BuildError
        When another process holds it: its number, its machine and since when.
    """
    make_folder(path.parent)
    lock = _take(path, f"Another {what}", again)
    try:
        since = datetime.now(UTC).isoformat(timespec="seconds")
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
        keep_file(path, json.dumps(holder).encode())
        yield
    finally:
        lock.release()


@contextmanager
def stay_apart(path: Path, *, what: str, again: str) -> Iterator[None]:
    """Run a block only while nobody holds a lock, which the block does not hold either.

    Parameters
    ----------
    path
        As :func:`hold_lock` takes it.
    what, again
        What must not run beside the block, and what to do once that has ended.

    Raises
    ------
    BuildError
        When a process holds the lock, or took it meanwhile and the block failed: its number, its machine and since
        when.
    """
    _refuse_held(path, what, again)
    try:
        yield
    except (DxError, OSError):
        _refuse_held(path, what, again)  # the block may have seen what is half done
        raise


def _refuse_held(path: Path, what: str, again: str) -> None:
    # In a project that may only be read nobody can tell whether the lock is held. One that is not there is not; to ask
    # for it would make it, and the folder that it lies in with rights that are not those of this folder.
    with suppress(OSError):
        if _name_held(path).exists():
            _take(path, f"A {what}", again).release()


def _take(path: Path, what: str, again: str) -> BaseFileLock:
    from filelock import FileLock, Timeout  # noqa: PLC0415  (planning needs no lock)

    lock = FileLock(_name_held(path), timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise BuildError(
            f"{what} is running: {_describe_holder(path)}.",
            fix=f"wait until it has ended, or end it; then {again}.",
        ) from error
    return lock


def _name_held(path: Path) -> Path:
    return path.with_name(f"{path.name}{_HELD}")


def _describe_holder(path: Path) -> str:
    try:
        holder = parse_json(read_note(path))
        return f"process {holder['pid']} on {holder['host']} since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):  # it holds the lock and has not yet said who it is
        return "a process that has just begun"
