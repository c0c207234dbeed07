"""papermill's engine of warm cells: each notebook runs in a process forked from a warm template."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from papermill.engines import Engine

from dxlib.build.run import WARM_MODULES
from dxlib.kernels.cells import start_cells
from dxlib.kernels.running import Running

_MOST_TRIES: Final = 2
_running: Final[set[Running]] = set()


class CellsEngine(Engine):  # type: ignore[misc]
    """Runs the cells of a parameterised notebook; see :mod:`dxlib.kernels.cells`."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,  # noqa: ARG003  (papermill's interface)
        *,
        execution_timeout: float | None = None,
        folder: Path,
        memory_limit_mb: int = 0,
        **_more: Any,
    ) -> None:
        """Run the cells and give the notebook back; a cell that fails leaves its error in it.

        Where the process from which notebooks are forked was killed, the cells are run once more.

        Raises
        ------
        NotebookError
            When a cell takes too long, or ends the process.
        """
        for _ in range(_MOST_TRIES):
            with start_cells(
                nb_man.nb, modules=WARM_MODULES, cwd=folder, timeout_s=execution_timeout,
                memory_limit_mb=memory_limit_mb,
            ) as running:  # fmt: skip
                _running.add(running)
                try:
                    execution = running.result()
                finally:
                    _running.discard(running)
            if not running.is_lost:
                break
        nb_man.nb.cells = execution.notebook.cells
        # An exception of a cell stands among its outputs, where papermill finds it; other failures stand nowhere.
        if execution.failure is not None and not execution.failure.ename:
            raise execution.failure.explain()


def end_running() -> None:
    """End the notebooks that run in this process's threads: nobody wants them any more."""
    for running in tuple(_running):
        running.end()
