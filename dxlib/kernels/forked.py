"""A forked process as its client sees it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from typing import Any, Self

from dxlib.errors import DxError
from dxlib.kernels import links, places, wire


class Forked:
    """A forked process, with what callers need of the interface of :class:`subprocess.Popen`.

    Parameters
    ----------
    inbox
        The connection to the template, which is the process's parent, and what has come over it.
    pid
        The process, which leads a group of its own.
    """

    stdin = stdout = stderr = None

    def __init__(self, inbox: wire.Inbox, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.is_lost = False  # whether it ended because the template was killed
        self._link = inbox.link
        self._inbox = inbox
        self._said: list[dict[str, Any]] = []

    def fileno(self) -> int:
        """Give the descriptor that becomes readable when something happens to the process."""
        return self._link.fileno()

    def poll(self) -> int | None:
        """Give the exit code, negative for a signal, or none while the process lives; the descriptor stays open."""
        while self.returncode is None:
            try:
                message = self._inbox.receive(wait=False)
            except BlockingIOError:
                break
            if message is None:
                self._lose()
            elif message.sender == wire.CHILD:
                self._said.extend(wire.split(message.content))
            else:
                self.returncode = message.content["exit"]
        return self.returncode

    def take_messages(self) -> list[dict[str, Any]]:
        """Give what the process itself has said since, as far as :meth:`poll` has read it."""
        said, self._said = self._said, []
        return said

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end, give the exit code, and close the descriptor.

        Raises
        ------
        subprocess.TimeoutExpired
            When it does not end in time.
        """
        until = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            rest = None if until is None else max(0.0, until - time.monotonic())
            if not wire.wait_readable(self.fileno(), rest):
                raise subprocess.TimeoutExpired(["a forked process"], timeout or 0.0)
        self.close()
        return code

    def send_signal(self, number: int) -> None:
        """Signal the process and all it started; the template does it, which knows whether it is still the same one."""
        if self.poll() is None:
            with suppress(OSError):
                wire.send(self._link, wire.pack({"do": "signal", "number": int(number)}), sender=wire.CLIENT)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Want nothing more from it: if it still runs, it is killed."""
        links.close(self._link)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _lose(self) -> None:
        """Clear up after a template that was killed: what it forked ended with it, what that started must not stay."""
        self.returncode, self.is_lost = -signal.SIGKILL, True
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        with suppress(DxError, OSError):
            places.sweep()
