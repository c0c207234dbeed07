"""The first moments of a forked process: it forgets the template, and takes what its client gave it."""

from __future__ import annotations

import ctypes
import gc
import importlib.util
import json
import os
import random
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dxlib.kernels import cmdline, wire

INLINE: Final = "module://matplotlib_inline.backend_inline"
_ATTACHES_ITSELF: Final = ("matplotlib_inline", "matplotlib_inline.backend_inline", "matplotlib_inline.config")
# From linux/prctl.h; Python has no names for them.
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_CHILD_SUBREAPER: Final = 36
_AT_START = dict(os.environ)  # of the template, before it loads anything
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Birth:
    """What a process shall become.

    Parameters
    ----------
    target
        ``"kernel"``, ``"cells"`` or ``"worker"``.
    files
        Standard input, output and error, and the order: JSON that only the new process reads.
    link
        The connection to the client.
    parent
        The template, if it is one that was forked.
    """

    target: str
    files: tuple[int, ...]
    link: int
    parent: int | None


def become(born: Birth) -> None:
    """Be what the client ordered, until its end."""
    if born.parent is not None:
        _leave(born.parent)
    order = _take_files(born)
    settings = _find_settings()
    _take_surroundings(order)
    _draw_other_numbers()
    if _find_settings() != settings:
        _read_settings()
    if "matplotlib" in sys.modules:
        _draw_inline()
    # The template had switched it off, see warming.freeze().
    gc.enable()
    match born.target:
        case "kernel":
            _run_kernel(order["memory_limit_mb"], wire.open_socket(born.link))
        case "worker":
            from dxlib.kernels.workers import run_forked_calls  # noqa: PLC0415  (no other process needs it)

            run_forked_calls(order["path"])
        case _:
            from dxlib.kernels.capture import run_notebook  # noqa: PLC0415  (loads ipykernel)

            run_notebook(order, born.link)


def _leave(parent: int) -> None:
    """Lead a session and a group of its own, and end when the template is killed."""
    os.setsid()
    adopt_orphans()
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was killed before it was asked to tell
        os._exit(1)
    # What a shell starts in the background ignores SIGINT, and so do its descendants: no cell could be interrupted.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def adopt_orphans() -> None:
    """Be the parent of what any descendant leaves running, also in a session of its own, so that it can be ended.

    What a notebook left running is its process's child while that lives, and the template's as soon as it ends.
    """
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _take_files(born: Birth) -> dict[str, Any]:
    *standard, order = born.files
    for number, file in enumerate(standard):
        os.dup2(file, number)
        os.close(file)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=stream.isatty())  # type: ignore[union-attr]
    with os.fdopen(order, "rb") as written:
        written.seek(0)
        content: dict[str, Any] = json.load(written)
    return content


def _take_surroundings(order: dict[str, Any]) -> None:
    # Some modules set variables when they are imported; in an ordinary kernel they would do so after its start.
    set_by_modules = {name: value for name, value in os.environ.items() if _AT_START.get(name) != value}
    os.environ.clear()
    os.environ.update({**order["env"], **set_by_modules, **order["env"]})  # in the order of an ordinary kernel
    os.umask(order["umask"])
    os.chdir(order["cwd"])
    # Python started with -m shows the file of the module as sys.argv[0], and the whole command line in sys.orig_argv.
    module = order["command"].index("-m") + 1
    launcher = importlib.util.find_spec(order["command"][module])
    sys.orig_argv[:] = order["command"]
    cmdline.show(order["command"], order["env"])
    sys.argv[:] = [str(launcher and launcher.origin), *order["command"][module + 1 :]]


def _draw_other_numbers() -> None:
    """Draw other random numbers than any other fork, and forget where temporary files went."""
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    if "multiprocessing.process" in sys.modules:
        # Processes of multiprocessing trust whoever has the same key; forks of one template must not.
        sys.modules["multiprocessing.process"].current_process().authkey = os.urandom(32)
    # tempfile keeps the folder that it found first, and the client may have another TMPDIR than the template.
    tempfile.tempdir = None


def _find_settings() -> Path | None:
    """Give the file of matplotlib's settings that counts here; a folder may have its own."""
    return Path(sys.modules["matplotlib"].matplotlib_fname()).absolute() if "matplotlib" in sys.modules else None


def _read_settings() -> None:
    matplotlib = sys.modules["matplotlib"]
    found = matplotlib.rc_params_from_file(matplotlib.matplotlib_fname())
    matplotlib.rcParams.update(found)
    # rcdefaults() and rc_file_defaults() go back to this copy.
    matplotlib.rcParamsOrig.update(found)


def _draw_inline() -> None:
    """Let charts appear below their cells.

    A kernel names the inline backend before matplotlib is first imported; the backend attaches itself to the kernel
    when it is imported, at the first chart. What the template imported is attached to nothing: it is imported anew.
    """
    for name in _ATTACHES_ITSELF:  # (a search through all modules would copy a megabyte that is shared)
        sys.modules.pop(name, None)
    sys.modules["matplotlib"].rcParams["backend"] = os.environ.get("MPLBACKEND") or INLINE


def _run_kernel(memory_limit_mb: int, link: socket.socket) -> None:
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415  (loaded beforehand)

    from dxlib.kernels import memory  # noqa: PLC0415

    app: Any = IPKernelApp.instance()
    app.parent_handle = 1  # the template and the client watch over it; no thread needs to
    app.initialize()
    memory.limit_memory(memory_limit_mb, app.shell)
    with link, suppress(BrokenPipeError):  # a client that has gone wants no kernel; the template sees to that
        wire.send(link, wire.pack({"do": "listens"}), sender=wire.CHILD)
    app.start()
