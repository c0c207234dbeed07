"""From start to the first chart in an ordinary kernel and in a warm one, and the memory that warm kernels take."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from nbformat.v4 import new_code_cell, new_notebook

from benchmarks.measuring import Figure, take_turns
from benchmarks.processes import read_pss_mb
from dxlib.kernels import client
from dxlib.kernels.cells import execute_cells
from dxlib.kernels.places import RUN_VARIABLE
from dxlib.kernels.recipe import IDLE_VARIABLE, make_recipe
from dxlib.kernels.spec import KERNEL_NAME, make_findable

ROUNDS = 10
AT_ONCE = 10
ORDINARY, WARM = "python3", KERNEL_NAME
LIBRARY = "import dxlib as dx, pandas as pd, matplotlib.pyplot as plt\ndx.open_brief, dx.Brief"
CHART = "pd.Series([1, 3, 2]).plot(title='x');"


def measure() -> Iterator[Figure]:
    """Run kernels, all with bytecode at hand, as after any installation."""
    with surroundings():
        make_chart(ORDINARY)  # writes bytecode
        yield Figure("template start, once", measure_template_start(), "s")
        seconds = take_turns(
            {
                "ordinary": lambda: make_chart(ORDINARY),
                "warm": lambda: make_chart(WARM),
                "waiting": lambda: make_chart(WARM, client_factory=BlockingKernelClient),
                "cells": run_cells,
            },
            rounds=ROUNDS,
        )
        yield Figure("start to first chart, ordinary kernel", seconds["ordinary"], "s")
        yield Figure("start to first chart, warm kernel", seconds["warm"], "s")
        yield Figure("ordinary / warm", seconds["ordinary"] / seconds["warm"], "times", sense=">=", limit=5)
        yield Figure("warm kernel whose client waits 0.2 s for silence, as usual", seconds["waiting"], "s")
        yield Figure("start to first chart, cells without a kernel", seconds["cells"], "s")
        yield Figure("ordinary / cells", seconds["ordinary"] / seconds["cells"], "times")
        yield from measure_memory()
        client.release()


@contextmanager
def surroundings() -> Iterator[None]:
    """Sockets, bytecode and history in a folder that goes afterwards."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="dxb-", dir="/tmp") as folder:
        (run := Path(folder) / "run").mkdir(mode=0o700)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ |= {RUN_VARIABLE: str(run), IDLE_VARIABLE: "1", "PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}
        os.environ["IPYTHONDIR"] = f"{folder}/ipython"  # kernels keep a history
        make_findable(os.environ)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ |= before


@contextmanager
def start(name: str, client_factory: type | None = None) -> Iterator[tuple[KernelManager, BlockingKernelClient]]:
    """Start a kernel, wait until it is ready, and end it."""
    manager = KernelManager(kernel_name=name)
    manager.start_kernel(extra_arguments=["--IPKernelApp.log_level=40"])
    if client_factory is not None:
        manager.client_factory = client_factory
    connected = manager.client()
    connected.start_channels()
    connected.wait_for_ready(timeout=60)
    try:
        yield manager, connected
    finally:
        connected.stop_channels()
        manager.shutdown_kernel(now=True)


def make_chart(name: str, client_factory: type | None = None) -> float:
    """Give the seconds until a kernel has been started and a chart has come from it."""
    started = time.perf_counter()
    with start(name, client_factory) as (_, connected):
        check_chart(run(connected, f"{LIBRARY}\n{CHART}"))
        return time.perf_counter() - started


def run(connected: BlockingKernelClient, code: str) -> list[Mapping[str, object]]:
    """Run code and give the content of its messages."""
    found: list[Mapping[str, object]] = []
    connected.execute_interactive(code, output_hook=lambda message: found.append(message["content"]), timeout=60)
    return found


def check_chart(contents: list[Mapping[str, object]]) -> None:
    """See that there is one."""
    if not any("image/png" in str(content.get("data")) for content in contents):
        raise AssertionError(contents)


def run_cells() -> float:
    """Give the seconds until the same chart has come without a kernel, the end of its process included."""
    started = time.perf_counter()
    notebook = new_notebook(cells=[new_code_cell(f"{LIBRARY}\n{CHART}")])
    executed = execute_cells(notebook, modules=list_modules(), cwd="/tmp")
    check_chart(executed.cells[0].outputs)
    return time.perf_counter() - started


def list_modules() -> list[str]:
    """Give what the kernel's template loads."""
    provisioner = KernelSpecManager().get_kernel_spec(WARM).metadata["kernel_provisioner"]
    return list(provisioner["config"]["modules"])


def measure_template_start() -> float:
    """Give the seconds that a template takes to start, after one start that wrote bytecode."""
    seconds = []
    for idle_s in (1.0, 1.1, 1.2, 1.3):  # another recipe each, so each starts a template
        recipe = make_recipe(list_modules(), python=[sys.executable], env=os.environ, idle_s=idle_s)
        started = time.perf_counter()
        client.ensure(recipe)
        seconds.append(time.perf_counter() - started)
        client.release()
    return statistics.median(seconds[1:])


def measure_memory() -> Iterator[Figure]:
    """Give the memory of kernels that have loaded the library, each page counted in parts where it is shared."""
    with start(ORDINARY) as (manager, connected):
        run(connected, LIBRARY)
        yield Figure("memory of an ordinary kernel with the library", measure_kernel(manager), "MB")
    with ExitStack() as stack:
        kernels = [stack.enter_context(start(WARM)) for _ in range(AT_ONCE)]
        for code, name, limit in ((LIBRARY, "with the library", 40), (f"{LIBRARY}\n{CHART}", "after a chart", None)):
            for _, connected in kernels:
                run(connected, code)
            most = max(measure_kernel(manager) for manager, _ in kernels)
            yield Figure(f"memory of a warm kernel {name}, largest of {AT_ONCE}", most, "MB", limit=limit)


def measure_kernel(manager: KernelManager) -> float:
    """Give the proportional set size of a kernel in MB."""
    return read_pss_mb(psutil.Process(manager.provisioner.pid))
