"""One build at a time in a project; the second says who holds the lock, and since when."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from dxlib.errors import BuildError


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold a lock for as long as a block runs; it ends with the process, however that ends.

    Raises
    ------
    BuildError
        When another process holds it: its number, its machine and since when.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BuildError(
                f"Another build is running: {_describe_holder(path)}.",
                fix="wait until it has ended, or end it; then run the build again.",
            ) from error
        file.truncate(0)
        since = datetime.now(UTC).isoformat(timespec="seconds")
        file.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since}))
        file.flush()
        yield


def _describe_holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text("utf-8"))
        return f"process {holder['pid']} on {holder['host']} since {holder['since']}"
    except (OSError, ValueError, KeyError):  # it holds the lock and has not yet said who it is
        return "a process that has just begun"
