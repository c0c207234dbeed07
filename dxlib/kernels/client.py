"""Finds or starts the template for a recipe, and has processes forked from it."""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Final

from dxlib.errors import BuildError
from dxlib.kernels import links, places, warming, wire
from dxlib.kernels.forked import Forked
from dxlib.kernels.recipe import Recipe

START_TIMEOUT_S: Final = 120.0
_TRIES = 4
_RETRY_AFTER_S = 30.0
_LOOK_AFTER_S: Final = 0.2
_QUIET_S: Final = 3.0  # between two packages of one installation, as a rule
_NEEDED: Final = ((os, "fork"), (os, "memfd_create"), (socket, "AF_UNIX"), (socket, "SOCK_SEQPACKET"))
_FIX = "see whether its modules can be imported in a new interpreter."

_FIX_SHORTAGE = "see whether memory, or the number of processes, is short."

_locks: dict[int, threading.Lock] = {}
_held: dict[str, socket.socket] = {}
_failed: dict[str, tuple[float, TemplateError]] = {}


class TemplateError(BuildError):
    """There is no template that could be forked."""


class InstallingError(TemplateError):
    """There is none as long as something is being installed."""


def why_not() -> str:
    """Say why this machine cannot fork from a template; empty if it can."""
    if sys.platform != "linux":
        return f"forking a process that has loaded libraries is not safe on {sys.platform}"
    try:
        import fcntl  # noqa: F401, PLC0415  (Unix only)
        import resource  # noqa: F401, PLC0415
    except ImportError as error:
        return f"there is no {error.name} in this Python"
    # Python has memfd_create only where the C library that it was built with had it (glibc since 2.27).
    lacking = [name for module, name in _NEEDED if not hasattr(module, name)]
    if lacking:
        return f"there is no {lacking[0]} in this Python"
    return "" if Path("/proc/self/task").is_dir() else "there is no /proc in which threads could be counted"


def ensure(recipe: Recipe) -> None:
    """See that a template is there, and keep it for as long as this process lives.

    Raises
    ------
    TemplateError
        When it cannot be started or must not be forked; the message says which module is to blame.
    """
    key = recipe.key
    with _get_lock():
        _held[key] = _keep_fresh(_held.pop(key, None)) or _find_or_start(recipe, key)
        _release_at_exit()


@lru_cache(maxsize=1)
def _release_at_exit() -> None:
    atexit.register(release)


def _get_lock() -> threading.Lock:
    """Give the lock of this process; in a fork, another thread would never release the one it was forked with."""
    return _locks.setdefault(os.getpid(), threading.Lock())


def release() -> None:
    """Need no template any more; each ends by itself once nobody has needed it for a while."""
    with _get_lock():
        while _held:
            links.close(_held.popitem()[1])


def fork(
    recipe: Recipe, target: str, order: Mapping[str, Any], *, standard: Sequence[int], folder: Path | None = None
) -> Forked:
    """Fork a process that does what an order says.

    Parameters
    ----------
    recipe
        Which template to fork from; started if needed.
    target
        ``"kernel"``, ``"cells"`` or ``"worker"``.
    order
        What to do, where, in which environment, as :func:`make_order` gives it; only the new process reads it.
    standard
        The descriptors of its standard input, output and error.
    folder
        What to remove when this process dies.

    Raises
    ------
    TemplateError
        When there is no template, as in :func:`ensure`.
    """
    question = {"do": "fork", "target": target, "folder": folder and str(folder)}
    key = recipe.key
    for tried in range(_TRIES):
        if tried or key not in _held:  # whether its code is up to date, a template sees before each fork
            ensure(recipe)
        with suppress(OSError):  # it went away just now
            link = links.connect(places.get_socket(key))
            inbox = wire.Inbox(link)
            with open_order(order) as file:
                answer = links.ask(inbox, question, [*standard, file.fileno()])
            if "pid" in answer:
                return Forked(inbox, answer["pid"])
            links.close(link)
            if "refused" in answer:
                raise TemplateError(f"No process can be forked: {answer['refused']}.", fix=_FIX_SHORTAGE)
            # its code has changed just now
    raise TemplateError(f"The template of warm kernels went away {_TRIES} times.", fix=_FIX_SHORTAGE)


def make_order(command: Sequence[str], env: Mapping[str, str], cwd: str | Path, **more: object) -> dict[str, object]:
    """Give what a forked process needs to know of its surroundings, and more.

    Parameters
    ----------
    command
        The command line that would start it anew.
    env, cwd
        Its environment and its folder.
    more
        What its target needs.

    Raises
    ------
    OSError
        When there is no such folder, as starting a process in it would.
    """
    folder = Path(cwd).absolute()
    folder.stat()
    # os.umask() tells the mask only by setting another, which files of other threads would get meanwhile.
    status = Path("/proc/self/status").read_text("utf-8").splitlines()
    umask = next(line for line in status if line.startswith("Umask:")).split()[1]
    return {"command": list(command), "env": dict(env), "cwd": str(folder), "umask": int(umask, 8), **more}


def open_order(order: Mapping[str, Any]) -> IO[bytes]:
    """Write an order into a file that has no name."""
    file = os.fdopen(os.memfd_create("order"), "w+b")
    file.write(wire.pack(order))
    file.flush()
    return file


def _keep_fresh(link: socket.socket | None) -> socket.socket | None:
    """Give a connection to a template whose code is up to date; any other is closed."""
    if link is None or links.ask(wire.Inbox(link), {"do": "hello"}).get("stale") == []:
        return link
    links.close(link)
    return None


def _find_or_start(recipe: Recipe, key: str) -> socket.socket:
    """Give a connection to a template whose code is up to date."""
    found = _find(key)
    if found is None:
        _raise_again(key)
        with places.starting(key):
            found = _find(key) or _start_fresh(recipe, key)  # somebody else may have been faster
    return found


def _start_fresh(recipe: Recipe, key: str) -> socket.socket:
    """Start a template whose code is up to date; the code may change while it is read, but not for long."""
    began = time.monotonic()
    for _ in range(_TRIES):
        _refuse_while_installing(within_s=_QUIET_S + time.monotonic() - began)
        places.sweep()
        _start(recipe, key)
        found = _find(key)
        if found is not None:
            return found
    raise TemplateError(
        "The code that warm kernels load changed while it was read.", fix="try again once it has been saved."
    )


def _refuse_while_installing(*, within_s: float) -> None:
    """Start no template that the next package makes out of date, again and again: nobody waits for an installer."""
    folder = warming.find_installation(warming.list_installed_folders(), within_s=within_s)
    if folder is not None:
        raise InstallingError(
            f"Something is being installed in '{folder}', or was a few seconds ago.",
            fix="nothing to do; the next start after that is fast again.",
        )


def _raise_again(key: str) -> None:
    """Do not try for each notebook what could not be done for the one before; it takes seconds."""
    when, error = _failed.get(key, (-_RETRY_AFTER_S, None))
    if error is not None and time.monotonic() - when < _RETRY_AFTER_S:
        raise TemplateError(error.what, fix=error.fix)


def _find(key: str) -> socket.socket | None:
    with suppress(OSError):
        return _keep_fresh(links.connect(places.get_socket(key)))
    return None


def _start(recipe: Recipe, key: str) -> None:
    """Start a template and wait until it serves, or says why it cannot."""
    try:
        _start_or_explain(recipe, key)
    except InstallingError:
        raise  # it passes
    except TemplateError as error:
        _failed[key] = (time.monotonic(), error)
        raise


def _start_or_explain(recipe: Recipe, key: str) -> None:
    asked = {"modules": recipe.modules, "key": key, "idle_s": recipe.idle_s}
    # A file takes any amount of warnings; a pipe that is read only at the end would block the template once it is full.
    with tempfile.TemporaryFile() as errors:
        with spawn(recipe, asked, stdout=subprocess.PIPE, stderr=errors) as process:
            answer = _read_answer(process)
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace").strip().splitlines()
    if answer is None:
        last = f": {said[-1]}" if said else "."
        raise TemplateError(f"The template of warm kernels ended before it was ready{last}", fix=_FIX)
    if answer:
        raise TemplateError(answer["what"], fix=answer["fix"])


def spawn(recipe: Recipe, asked: Mapping[str, Any], **more: Any) -> subprocess.Popen[bytes]:
    """Start the template's program in a process of its own; multiprocessing has no part in it, so daemons may do so."""
    return subprocess.Popen(  # noqa: S603  (our own interpreter and module)
        [*recipe.python, "-m", "dxlib.kernels.template", json.dumps(asked)],
        # A template outlives its starter: with a project's folder as its own, that folder could not be unmounted.
        cwd="/",
        env={**warming.make_environment(recipe.environment), places.RUN_VARIABLE: str(places.find_base())},
        stdin=subprocess.DEVNULL,
        # Ctrl-C in a terminal goes to the whole foreground group, and must not end a template that others use.
        start_new_session=True,
        **more,
    )


def _read_answer(process: subprocess.Popen[bytes]) -> dict[str, str] | None:
    """Give what a template says once it has loaded: nothing, or its mistake; none where it ended without a word."""
    if process.stdout is None:
        return None
    try:
        _wait_for_answer(process.stdout)
    except TemplateError:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        raise
    content = process.stdout.read()
    return dict(json.loads(content)) if content else None


def _wait_for_answer(answers: IO[bytes]) -> None:
    """Wait until something can be read, as long as it is worth waiting for."""
    began = time.monotonic()
    while not select.select([answers], [], [], min(_LOOK_AFTER_S, START_TIMEOUT_S))[0]:
        waited_s = time.monotonic() - began
        _refuse_while_installing(within_s=waited_s)
        if waited_s >= START_TIMEOUT_S:
            what = f"The template of warm kernels was not ready after {START_TIMEOUT_S:g} seconds."
            raise TemplateError(what, fix=_FIX)
