"""One build, and one publication, at a time in a project; the second says who holds the lock, and since when."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from dxlib.errors import BuildError
from dxlib.intake import read_note
from dxlib.paths import keep_file, make_folder
from dxlib.plain_json import parse_json

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
    from filelock import FileLock, Timeout  # noqa: PLC0415  (planning needs no lock)

    make_folder(path.parent)
    lock = FileLock(path.with_name(f"{path.name}{_HELD}"), timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise BuildError(
            f"Another {what} is running: {_describe_holder(path)}.",
            fix=f"wait until it has ended, or end it; then {again}.",
        ) from error
    try:
        since = datetime.now(UTC).isoformat(timespec="seconds")
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
        keep_file(path, json.dumps(holder).encode())
        yield
    finally:
        lock.release()


def _describe_holder(path: Path) -> str:
    try:
        holder = parse_json(read_note(path))
        return f"process {holder['pid']} on {holder['host']} since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):  # it holds the lock and has not yet said who it is
        return "a process that has just begun"
