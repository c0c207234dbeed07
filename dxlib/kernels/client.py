"""Finds or starts the template for a recipe, and has processes forked from it."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from dxlib.errors import BuildError
from dxlib.kernels import links, places, wire
from dxlib.kernels.forked import Forked
from dxlib.kernels.recipe import Recipe
from dxlib.kernels.warming import make_environment

START_TIMEOUT_S: Final = 120.0
_TRIES = 3
_FIX = "see whether its modules can be imported in a new interpreter."

_lock = threading.Lock()
_held: dict[str, socket.socket] = {}


class TemplateError(BuildError):
    """There is no template that could be forked."""


def why_not() -> str:
    """Say why this machine cannot fork from a template; empty if it can."""
    if sys.platform != "linux":
        return f"forking a process that has loaded libraries is not safe on {sys.platform}"
    return "" if Path("/proc/self/task").is_dir() else "there is no /proc in which threads could be counted"


def ensure(recipe: Recipe) -> None:
    """See that a template is there, and keep it for as long as this process lives.

    Raises
    ------
    TemplateError
        When it cannot be started or must not be forked; the message says which module is to blame.
    """
    with _lock:
        held = _held.pop(recipe.key, None)
        if held is not None and not _is_fresh(held):
            links.close(held)
            held = None
        _held[recipe.key] = held or _find_or_start(recipe)


def release() -> None:
    """Need no template any more; each ends by itself once nobody has needed it for a while."""
    with _lock:
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
        ``"kernel"`` or ``"cells"``.
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
    for _ in range(_TRIES):
        ensure(recipe)
        with suppress(OSError):  # it went away just now
            link = links.connect(places.get_socket(recipe.key))
            inbox = wire.Inbox(link)
            with open_order(order) as file:
                answer = links.ask(inbox, question, [*standard, file.fileno()])
            if "pid" in answer:
                return Forked(inbox, answer["pid"])
            links.close(link)  # its code has changed just now
    raise TemplateError(f"The template of warm kernels went away {_TRIES} times.", fix="see whether memory is short.")


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
    status = Path("/proc/self/status").read_text("utf-8").splitlines()
    umask = next(line for line in status if line.startswith("Umask:")).split()[1]
    return {"command": list(command), "env": dict(env), "cwd": str(folder), "umask": int(umask, 8), **more}


def open_order(order: Mapping[str, Any]) -> IO[bytes]:
    """Write an order into a file that has no name."""
    file = os.fdopen(os.memfd_create("order"), "w+b")
    file.write(wire.pack(order))
    file.flush()
    return file


def _is_fresh(link: socket.socket) -> bool:
    return links.ask(wire.Inbox(link), {"do": "hello"}).get("stale") == []


def _find_or_start(recipe: Recipe) -> socket.socket:
    """Give a connection to a template whose code is up to date."""
    found = _find(recipe)
    if found is None:
        with places.starting(recipe.key):
            found = _find(recipe)  # somebody else may have been faster
            for _ in range(_TRIES):  # the code may change while it is read
                if found is None:
                    places.sweep()
                    _start(recipe)
                    found = _find(recipe)
    if found is None:
        raise TemplateError(
            "The code that warm kernels load changed while it was read.", fix="try again once it has been saved."
        )
    return found


def _find(recipe: Recipe) -> socket.socket | None:
    try:
        link = links.connect(places.get_socket(recipe.key))
    except OSError:
        return None
    if _is_fresh(link):
        return link
    links.close(link)
    return None


def _start(recipe: Recipe) -> None:
    """Start a template and wait until it serves, or says why it cannot."""
    asked = {"modules": recipe.modules, "key": recipe.key, "idle_s": recipe.idle_s}
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
        cwd="/",
        env=make_environment(recipe.environment),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        **more,
    )


def _read_answer(process: subprocess.Popen[bytes]) -> dict[str, str] | None:
    """Give what a template says once it has loaded: nothing, or its mistake; none where it ended without a word."""
    if process.stdout is None:
        return None
    ready, _, _ = select.select([process.stdout], [], [], START_TIMEOUT_S)
    if not ready:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        raise TemplateError(f"The template of warm kernels was not ready after {START_TIMEOUT_S:g} seconds.", fix=_FIX)
    content = process.stdout.read()
    return dict(json.loads(content)) if content else None
