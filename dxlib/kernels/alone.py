"""A process for cells that was not forked: where a template must not fork, a new process loads everything itself."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

from dxlib.kernels import client, wire
from dxlib.kernels.forked import Forked
from dxlib.kernels.recipe import Recipe

_logger = logging.getLogger(__name__)
_said: set[str] = set()


class Alone(Forked):
    """A process that this one started itself.

    Parameters
    ----------
    link
        The connection to it.
    process
        The process.
    """

    def __init__(self, link: socket.socket, process: subprocess.Popen[bytes]) -> None:
        super().__init__(wire.Inbox(link), process.pid)
        self._process = process

    def send_signal(self, number: int) -> None:
        """Signal the process and all it started."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def close(self) -> None:
        """Want nothing more from it: if it still runs, it is killed."""
        self.send_signal(signal.SIGKILL)
        self._process.wait()
        super().close()

    def _lose(self) -> None:
        self.returncode = self._process.wait()


def start_alone(recipe: Recipe, order: Mapping[str, object], *, standard: Sequence[int], why: str) -> Alone:
    """Start a process that runs cells and was not forked; say why, once.

    Parameters
    ----------
    recipe
        What it loads.
    order
        What it does.
    standard
        The descriptors of its standard input, output and error.
    why
        The reason not to fork.
    """
    if why not in _said:
        _said.add(why)
        _logger.warning("Notebooks run in new processes, which start slowly. %s", why)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    # The child keeps its own copy; while this process had one open too, the end of the child would go unnoticed.
    with theirs:
        asked = {"modules": recipe.modules, "alone": theirs.fileno()}
        process = client.spawn(recipe, asked, pass_fds=[theirs.fileno()])
    with client.open_order(order) as file:
        question = wire.pack({"target": "cells"})
        wire.send(ours, question, sender=wire.CLIENT, files=[*standard, file.fileno()])
    return Alone(ours, process)
