"""The first moments of a forked process: it is what an ordinary kernel is, with the threads that it is told."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.kernels.conftest import Kernel, get_parent

Start = Callable[..., Kernel]


LOOK = """
import asyncio, logging, os, random, signal, sys, tempfile, threading
import __main__
print(repr({
    "argv": [os.path.basename(sys.argv[0]), sys.argv[1], len(sys.argv)],
    "command": [sys.orig_argv[1:4], len(sys.orig_argv)],
    "shown": open("/proc/self/cmdline").read().split(chr(0)) == [*sys.orig_argv, ""],
    "shown variables": sorted(text.partition("=")[0] for text in
                              open("/proc/self/environ", errors="replace").read().split(chr(0))),
    "executable": sys.executable,
    "path": sys.path,
    "main": [__name__, vars(__main__) is globals(), hasattr(__main__, "__file__"), sys.modules["__main__"] is __main__],
    "folder": os.getcwd(),
    "environment": {name: value for name, value in os.environ.items()
                    if name != "JPY_PARENT_PID"},
    "parent": int(os.environ["JPY_PARENT_PID"]) == int(os.environ["DXLIB_TEST_PID"]),
    "leads": [os.getpid() == os.getpgrp(), os.getpid() == os.getsid(0)],
    "umask": [os.umask(0o77), os.umask(0o77)][0],
    "signals": [repr(signal.getsignal(number)).partition(" at ")[0] for number in range(1, 32)],
    "mask": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
    "wakeup": signal.set_wakeup_fd(-1) >= 0,
    "handlers": [repr(logging.getLogger().handlers), logging.getLogger().level, logging.root.manager.disable],
    "loop": [type(asyncio.get_running_loop()).__name__, asyncio.get_event_loop() is asyncio.get_running_loop()],
    "policy": type(asyncio.get_event_loop_policy()).__name__,
    "main thread": threading.current_thread() is threading.main_thread(),
    "temporary": tempfile.gettempdir(),
    "hooks": [repr(type(sys.displayhook)), sys.excepthook is sys.__excepthook__],
    "streams": [[type(stream).__name__, stream.isatty(), stream.encoding] for stream in (sys.stdout, sys.stderr)],
    "shell": [type(get_ipython()).__name__, get_ipython().execution_count],
    "magics": sorted(get_ipython().magics_manager.magics["line"]),
    "profile": get_ipython().profile_dir.location,
    "recursion": sys.getrecursionlimit(),
    "switch": sys.getswitchinterval(),
    "collector": __import__("gc").isenabled(),
    "flags": repr(sys.flags),
    "limits": [__import__("resource").getrlimit(number) for number in range(16)],
    "nice": os.nice(0),
    "open": sorted(os.readlink(f"/proc/self/fd/{name}").split(":")[0] for name in "012"),
}))
"""  # fmt: skip


def test_a_warm_kernel_looks_like_an_ordinary_one_from_inside(start: Start, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("DXLIB_TEST_PID", str(os.getpid()))
    monkeypatch.setenv("ODD", "é\udcff")
    start()  # the template starts with another umask
    before = os.umask(0o27)
    try:
        with (tmp_path / "log").open("wb") as log:
            warm, ordinary = (
                start(name, cwd=str(tmp_path), stdout=log, stderr=log, extra_arguments=["--IPKernelApp.log_level=40"])
                for name in ("dxlib", "python3")
            )
            found, expected = (kernel.run(LOOK)[-1]["content"] for kernel in (warm, ordinary))
    finally:
        os.umask(before)
    assert found["name"] == "stdout"
    mine, theirs = (ast.literal_eval(content["text"]) for content in (found, expected))
    assert {name: (mine[name], theirs[name]) for name in theirs if mine[name] != theirs[name]} == {}


BLAS = """
import ctypes, os
import numpy
library = next(line.split()[-1] for line in open("/proc/self/maps") if "openblas" in line)
ones = numpy.ones((600, 600))
(ones @ ones).sum()
print([ctypes.CDLL(library).scipy_openblas_get_num_threads64_(),
       {name: value for name, value in os.environ.items() if name.endswith("_THREADS")}])
"""


@pytest.mark.parametrize("name", ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"])
def test_a_warm_kernel_uses_as_many_threads_as_the_environment_says(start: Start, name: str) -> None:
    others = {key: value for key, value in os.environ.items() if not key.endswith("_THREADS")}
    for number in (2, 1):
        kernel = start(env={**others, name: str(number)})
        assert kernel.ask(BLAS) == [min(number, os.cpu_count() or 1), {name: str(number)}]
        assert get_parent(kernel.pid) != os.getpid(), "it was not forked"


def test_without_a_word_in_the_environment_a_warm_kernel_uses_one_thread(start: Start) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_THREADS")}
    assert start(env=environment).ask(BLAS) == [1, {}]
