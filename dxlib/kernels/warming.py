"""What a template loads, and whether it may be forked afterwards."""

from __future__ import annotations

import builtins
import decimal
import gc
import importlib
import io
import os
import sys
import sysconfig
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, Final

from dxlib.errors import BuildError

# What a kernel, or the cells of a notebook, load on their way to the first chart; a test sees that nothing is missing.
_KERNEL: Final = (
    "ipykernel.kernelapp", "ipykernel.debugger", "debugpy.server.api", "IPython.core.completerlib",
    "IPython.core.debugger", "IPython.core.oinspect", "IPython.core.pylabtools", "IPython.extensions.storemagic",
    "IPython.utils.wildcard", "faulthandler", "pdb", "psutil", "sqlite3",
    "tornado.platform.asyncio", "dxlib.kernels.capture", "dxlib.kernels.memory",
)  # fmt: skip
_CHART: Final = ("PIL.PngImagePlugin", "matplotlib.backends.backend_agg", "matplotlib.pyplot")
_ONE_THREAD: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
_THREADS: Final = "_THREADS"
# pip writes a folder of metadata for each package, and a .pth file for one that is installed editable.
_INSTALLED: Final = (".dist-info", ".egg-info", ".pth")
_PATIENCE_S = 0.5
_LIBRARY: Final = Path(__file__).parents[1]

Stamp = dict[str, tuple[int, ...]]


def make_environment(environment: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the environment in which a template loads: no display, nothing that is secret, one thread."""
    given = dict(environment)
    quiet = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}  # debugpy warns of frozen modules at every start
    return {"PATH": os.defpath, **given, **choose_threads(given), **quiet, "MPLBACKEND": "agg"}


def choose_threads(names: Iterable[str]) -> dict[str, str]:
    """Give the variables that make numeric libraries use one thread: there is one process for each core.

    None, where the environment says of any of them how many it shall use: some variables count for several libraries.
    """
    return {} if any(name.endswith(_THREADS) for name in names) else dict.fromkeys(_ONE_THREAD, "1")


def load(modules: Sequence[str]) -> None:
    """Import modules and what a kernel needs, draw a first picture, and see that the process can still be forked.

    Raises
    ------
    BuildError
        When a module cannot be imported, starts threads, or keeps a file open: leave it to be loaded by the notebook.
    """
    files = _list_files()
    with as_in_a_kernel():
        for name in (*_KERNEL, *modules):
            _load_one(name, required=name in modules)
    _prepare_cell()
    decimal.getcontext().clear_flags()  # a notebook shall see its own roundings
    if "matplotlib" in sys.modules:
        for name in _CHART:
            _load_one(name, required=False)
        _draw()
    kept = sorted(set(_list_files()) - set(files))
    if kept:
        raise BuildError(
            f"The modules of warm kernels keep files open: {', '.join(kept)}.", fix=_say_how_to_leave_out("the module")
        )


@contextmanager
def as_in_a_kernel() -> Iterator[None]:
    """Let modules find the shell and the streams of a kernel while they are imported: pandas then chooses its display.

    The shell is one that was not set up. A module that wants to do something with it fails, and cannot be loaded
    beforehand: what it did would be missing in the kernel, whose shell is another.
    """
    shell = importlib.import_module("ipykernel.zmqshell").ZMQInteractiveShell
    unborn = shell.__new__(shell)
    unborn.kernel = None
    builtins.get_ipython = lambda: unborn  # type: ignore[attr-defined]
    try:
        with redirect_stdout(_open_stream(1)), redirect_stderr(_open_stream(2)):
            yield
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


def _open_stream(number: int) -> IO[str]:
    """Open a standard stream with the encoding of a kernel's; it stays open, for a module may keep it."""
    return open(number, "w", encoding="UTF-8", newline="\n", buffering=1, closefd=False)


def _load_one(name: str, *, required: bool) -> None:
    try:
        importlib.import_module(name)
    except ImportError as error:
        if required:
            what = f"The module '{name}' of warm kernels cannot be imported: {error}."
            raise BuildError(what, fix=_say_how_to_leave_out(f"'{name}'")) from error
    threads = count_threads()
    if threads > 1 and (threads := _count_after_fork()) > 1:
        raise BuildError(
            f"Importing '{name}' starts threads ({threads} now); a process with threads cannot be forked safely.",
            fix=_say_how_to_leave_out(f"'{name}'"),
        )


def _say_how_to_leave_out(what: str) -> str:
    return f"take {what} out of the modules that warm kernels load; notebooks can still import it."


def count_threads() -> int:
    """Count the threads of this process, those that Python does not know included; some take a moment to end."""
    until = time.monotonic() + _PATIENCE_S
    while (count := len(os.listdir("/proc/self/task"))) > 1 and time.monotonic() < until:  # noqa: PTH208
        time.sleep(0.01)
    return count


def _count_after_fork() -> int:
    """Count the threads again after a fork: OpenBLAS ends its own before each, and starts them when it needs them."""
    with warnings.catch_warnings(action="ignore"):  # of the fork, where there are others
        pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return count_threads()


def _list_files() -> list[str]:
    """Give what this process has open, but for its standard streams."""
    found = []
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208
        with suppress(OSError):  # the listing itself was open
            found.append(f"{name} -> {os.readlink(f'/proc/self/fd/{name}')}")  # noqa: PTH115
    return [line for line in found if not line.startswith(("0 ", "1 ", "2 "))]


def _prepare_cell() -> None:
    """Prepare a cell as a kernel does, so that the patterns it is taken apart with are there."""
    transformers: Any = importlib.import_module("IPython.core.inputtransformer2")
    transformers.TransformerManager().transform_cell("a = 1")


def _draw() -> None:
    """Draw a chart, so that fonts are found and what is loaded late is there; pyplot stays untouched."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure()
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], label="a")
    axes.legend()
    axes.set_title("a")
    FigureCanvasAgg(figure).print_figure(io.BytesIO(), format="png", bbox_inches="tight")
    fonts: Any = importlib.import_module("matplotlib.font_manager")
    fonts._get_font.cache_clear()  # fonts keep their files open


class SystemOfFewModules:
    """Stands in for :mod:`sys` where ipykernel asks every module for its file, which its debugger shall pass over.

    To look at a module is to count a reference, which copies the page it lies on: four megabytes in each kernel, of
    what is otherwise shared. Here the answers lie side by side.
    """

    def __init__(self) -> None:
        files = [file for module in list(sys.modules.values()) if (file := getattr(module, "__file__", None))]
        # join() makes a text of its own; the module's own one lies on a page that the fork shall share.
        self.modules = {number: SimpleNamespace(__file__="".join(list(file))) for number, file in enumerate(files)}

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


def freeze() -> None:
    """Keep the memory of what was loaded shared with all forks: their garbage collector shall not touch it."""
    if "ipykernel.ipkernel" in sys.modules:
        sys.modules["ipykernel.ipkernel"].__dict__["sys"] = SystemOfFewModules()
    gc.collect()
    # The documentation of gc advises these two before a fork, and gc.enable() in it, so that pages stay shared.
    gc.disable()
    gc.freeze()


def take_stamp(*, born_ns: int) -> Stamp:
    """Give what changes when code does that this process has loaded; nothing for what changed since its birth.

    That is every file of a module, and every style, template or list of dxlib, outside the folders of Python's own and
    of installed modules, and in those folders what says which versions are installed.
    """
    folders = {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    files = {Path(file) for module in list(sys.modules.values()) if (file := getattr(module, "__file__", None))}
    files |= {path for path in _LIBRARY.rglob("*.*") if path.suffix not in (".py", ".pyc")}
    own = {file for file in files if not any(file.is_relative_to(folder) for folder in folders)}
    seen = {str(path): look_at(path) for path in sorted(own | folders)}
    # Which version was read of what changed meanwhile nobody knows: it is stale from the first moment on.
    return {path: () if is_touched(times, born_ns) else times for path, times in seen.items()}


def look_at(path: Path) -> tuple[int, ...]:
    """Give what changes with a file, or with what is installed in a folder; empty if there is neither."""
    try:
        if path.is_dir():  # its own time changes when Python keeps bytecode there
            with os.scandir(path) as entries:
                return tuple(sorted(e.stat().st_mtime_ns for e in entries if e.name.endswith(_INSTALLED)))
        found = path.stat()
    except OSError:
        return ()
    return (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def list_installed_folders() -> list[Path]:
    """Give the folders into which packages are installed for this interpreter."""
    return sorted({Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")})


def find_installation(folders: Iterable[Path], *, within_s: float) -> Path | None:
    """Give the folder into which something was installed just now, if any: more may come at once.

    Parameters
    ----------
    folders
        Where packages are installed.
    within_s
        How many seconds count as just now.
    """
    since_ns = time.time_ns() - int(within_s * 1e9)
    return next((folder for folder in folders if is_touched(look_at(folder), since_ns)), None)


def is_touched(seen: Iterable[int], since_ns: int) -> bool:
    """Say whether one of some times lies between another one and now; what claims to be of the future does not."""
    now_ns = time.time_ns()
    return any(since_ns <= time_ns <= now_ns for time_ns in seen)


def find_changes(stamp: Stamp) -> list[str]:
    """Give the files that are not what a stamp says."""
    return [path for path, seen in stamp.items() if look_at(Path(path)) != seen]
