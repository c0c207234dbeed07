"""The cost of a program with all processes that it starts, however they are started: time, processor time, memory."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_PR_SET_CHILD_SUBREAPER = 36
_EVERY_S = 1.0
_MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Cost:
    """What a program took.

    Parameters
    ----------
    seconds, cpu_s
        By the clock, and of processors.
    output
        What it wrote.
    memory_mb
        Its proportional set size with that of all its processes, about once a second.
    """

    seconds: float
    cpu_s: float
    output: str
    memory_mb: tuple[float, ...] = field(default=(), repr=False)


def run(command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str], watch: bool = False) -> Cost:
    """Run a program to its end and to that of all its processes; orphans count, since this process adopts them."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, env=dict(env), stdout=subprocess.PIPE, text=True)
    memory: list[float] = []
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(memory, done))
    if watch:
        watcher.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - started
    done.set()
    if watch:
        watcher.join()
    if process.returncode:
        raise RuntimeError(f"{command} failed with {process.returncode}: {output}")
    with suppress(ChildProcessError):
        while True:
            os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, cpu_s, output, tuple(memory))


def _watch(memory: list[float], done: threading.Event) -> None:
    while not done.wait(_EVERY_S):
        memory.append(sum(map(read_pss_mb, psutil.Process().children(recursive=True))))


def read_pss_mb(process: psutil.Process) -> float:
    """Give the proportional set size of a process in MB; 0 once it has ended."""
    with suppress(psutil.Error):
        return float(process.memory_full_info().pss) / _MEGABYTE
    return 0.0
