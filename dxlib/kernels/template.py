"""The template: a process that has loaded the libraries, and forks whenever it is asked to.

It is started by :mod:`dxlib.kernels.client` and serves all processes of one user that need the same modules. It knows
no notebook, no parameter and no credential: what a fork shall do comes as an open file that only the fork reads.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dxlib.errors import DxError
from dxlib.kernels import birth, places, serving, warming, wire

_COARSE_NS = 50_000_000  # file systems keep time by a coarser clock


def main(arguments: Sequence[str]) -> None:
    """Load what was asked for, say so, and serve until nobody is left; in a fork, be what the fork shall be.

    Parameters
    ----------
    arguments
        One JSON text: ``modules``, and either ``key`` and ``idle_s`` or ``alone``, the descriptor of a socket on which
        one request comes that this process shall carry out itself, without a fork.
    """
    _drop_working_folder()
    asked = json.loads(arguments[0])
    born = _run_alone(asked) if "alone" in asked else _run(asked)
    if born is not None:
        birth.become(born)


def _drop_working_folder() -> None:
    """Undo what ``python -m`` adds to the path; kernels put their own folder there."""
    if sys.path and sys.path[0] in ("", os.getcwd()):  # noqa: PTH109
        del sys.path[0]


def _run(asked: dict[str, Any]) -> birth.Birth | None:
    if os.fork():  # whoever started it shall not have to wait for its end
        os._exit(0)
    # What modules print while they are imported goes to standard error: the client reads the answer as JSON.
    answer = os.dup(1)
    os.dup2(2, 1)
    try:
        stamp = _load(asked["modules"])
    except DxError as error:
        _answer(answer, {"what": error.what, "fix": error.fix})
        return None
    birth.adopt_orphans()
    folder = places.PrivateFolder("t")
    listener = wire.open_socket()
    listener.bind(str(folder.path / "s"))
    listener.listen(128)
    _write_log_to(folder.path / "log")
    # Only now, when it listens: a client that finds the name connects at once.
    places.publish(asked["key"], folder.path)
    _answer(answer, {})
    return serving.Server(listener, folder, asked["key"], stamp, asked["idle_s"]).serve()


def _load(modules: Sequence[str]) -> warming.Stamp:
    # While modules are loaded nearly nothing is garbage, and looking for it would take a fifth of the time.
    gc.disable()
    born_ns = time.time_ns() - _COARSE_NS
    warming.load(modules)
    stamp = warming.take_stamp(born_ns=born_ns)
    warming.freeze()
    return stamp


def _answer(file: int, content: dict[str, str]) -> None:
    os.write(file, json.dumps(content).encode())
    os.close(file)


def _write_log_to(path: Path) -> None:
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)


def _run_alone(asked: dict[str, Any]) -> birth.Birth:
    """Load the modules, whether they start threads or not, and be the process that was asked for."""
    link = wire.open_socket(asked["alone"])
    with warming.as_in_a_kernel():
        for name in (*asked["modules"], "ipykernel.debugger"):
            importlib.import_module(name)
    message = wire.Inbox(link).receive()
    if message is None:
        sys.exit("nobody asks any more")
    threading.Thread(target=_end_with_client, args=(link,), daemon=True).start()
    return birth.Birth(message.content["target"], message.files, os.dup(link.fileno()), parent=None)


def _end_with_client(link: socket.socket) -> None:
    """End with all that was started when the client has gone; a template would see to that for what it forked."""
    hang_up = select.poll()
    hang_up.register(link, select.POLLHUP)
    hang_up.poll()
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])
