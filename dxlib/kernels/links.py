"""Connections of this process to templates: no process that it forks keeps one, so its end is always noticed."""

from __future__ import annotations

import os
import socket
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from dxlib.kernels import wire

_ANSWER_TIMEOUT_S: Final = 20.0

_open: weakref.WeakSet[socket.socket] = weakref.WeakSet()


def connect(path: Path) -> socket.socket:
    """Connect to the template that listens at a path.

    Raises
    ------
    OSError
        When there is none.
    """
    link = wire.open_socket()
    try:
        link.connect(str(path))
    except OSError:
        link.close()
        raise
    _watch_forks()
    _open.add(link)
    return link


def close(link: socket.socket) -> None:
    """Hang up."""
    _open.discard(link)
    link.close()


def ask(inbox: wire.Inbox, question: Mapping[str, Any], files: Sequence[int] = ()) -> dict[str, Any]:
    """Give the template's answer; empty when it has gone or hangs."""
    with suppress(OSError):
        wire.send(inbox.link, wire.pack(question), sender=wire.CLIENT, files=files)
        message = inbox.receive_from(wire.TEMPLATE, _ANSWER_TIMEOUT_S)
        if message is not None:
            return message.content
    return {}


@lru_cache(maxsize=1)  # such a hook cannot be taken back
def _watch_forks() -> None:
    os.register_at_fork(after_in_child=_forget)


def _forget() -> None:
    for link in list(_open):
        close(link)
