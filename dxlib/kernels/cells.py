"""Runs the cells of a notebook without a kernel: the fastest isolated way.

Each notebook runs in a process of its own, forked from the template. One thread can watch over many::

    with selectors.DefaultSelector() as selector:
        for notebook in notebooks:
            selector.register(start_cells(notebook, modules=["pandas"], cwd="."), selectors.EVENT_READ)
        while running := [key.fileobj for key in selector.get_map().values()]:
            selector.select(min(each.patience_s for each in running))
            for each in running:
                if each.poll():
                    selector.unregister(each)
                    use(each.result())
"""

from __future__ import annotations

import copy
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dxlib.errors import ConfigError
from dxlib.kernels import client
from dxlib.kernels.alone import start_alone
from dxlib.kernels.recipe import make_recipe
from dxlib.kernels.running import Running

if TYPE_CHECKING:
    from nbformat import NotebookNode


def execute_cells(
    notebook: NotebookNode,
    *,
    modules: Sequence[str],
    cwd: str | Path,
    env: Mapping[str, str] | None = None,
    timeout_s: float | None = None,
    memory_limit_mb: int = 0,
) -> NotebookNode:
    """Run a notebook and give it with outputs; the one that was given stays as it is.

    Parameters
    ----------
    notebook
        What to run.
    modules
        What the template loads beforehand.
    cwd
        Where to run it.
    env
        Its environment; by default that of this process.
    timeout_s
        How long one cell may take.
    memory_limit_mb
        How much memory it may take beyond that of the template; 0 for no limit.

    Raises
    ------
    NotebookError
        When a cell fails, takes too long, or ends the process; :func:`start_cells` gives the outputs even then.
    """
    running = start_cells(
        notebook, modules=modules, cwd=cwd, env=env, timeout_s=timeout_s, memory_limit_mb=memory_limit_mb
    )
    execution = running.result()
    if execution.failure is not None:
        raise execution.failure.explain()
    return execution.notebook


def start_cells(
    notebook: NotebookNode,
    *,
    modules: Sequence[str],
    cwd: str | Path,
    env: Mapping[str, str] | None = None,
    timeout_s: float | None = None,
    memory_limit_mb: int = 0,
) -> Running:
    """Start to run a notebook; parameters as for :func:`execute_cells`.

    Where a fork would not be safe, a new process loads the modules itself, and the log says so.

    Raises
    ------
    ConfigError
        When there is no private folder for sockets, or this is not Linux.
    """
    environment = dict(os.environ if env is None else env)
    executed = _clear(notebook)
    if reason := client.why_not():
        raise ConfigError(
            f"Cells cannot be run without a kernel here: {reason}.", fix="run the notebook with papermill."
        )
    order = client.make_order(
        [sys.executable, "-m", "ipykernel_launcher"],
        environment,
        cwd,
        cells=_list_cells(executed),
        memory_limit_mb=memory_limit_mb,
    )
    recipe = make_recipe(modules, python=[sys.executable], env=environment)
    # Files in memory: a pipe blocks its writer as soon as 64 KiB lie unread, so that somebody would have to read it.
    errors = os.fdopen(os.memfd_create("stderr"), "rb")
    with Path(os.devnull).open("rb") as nothing, os.fdopen(os.memfd_create("stdout"), "wb") as output:
        standard = [file.fileno() for file in (nothing, output, errors)]
        try:
            process = client.fork(recipe, "cells", order, standard=standard)
        except client.TemplateError as error:
            process = start_alone(recipe, order, standard=standard, why=str(error))
    return Running(executed, process, errors, timeout_s=timeout_s, memory_limit_mb=memory_limit_mb)


def _clear(notebook: NotebookNode) -> NotebookNode:
    cleared = copy.deepcopy(notebook)
    for cell in cleared.cells:
        # A cell that is not reached, or is skipped, would show what an earlier run had left.
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return cleared


def _list_cells(notebook: NotebookNode) -> list[dict[str, Any]]:
    """Give the cells to run, as nbclient chooses them."""
    tagged = [(index, cell, cell.metadata.get("tags", [])) for index, cell in enumerate(notebook.cells)]
    return [
        {"index": index, "source": cell.source, "may_fail": "raises-exception" in tags}
        for index, cell, tags in tagged
        if cell.cell_type == "code" and cell.source.strip() and "skip-execution" not in tags
    ]
