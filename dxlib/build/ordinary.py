"""papermill's engine of an ordinary kernel, whose notebook may show as much as one in a warm one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Final

from jupyter_client.manager import AsyncKernelManager
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine

from dxlib.bounds import SHOWN_BYTES
from dxlib.kernels.running import Failure, Reason

_SHOWING: Final = frozenset({"stream", "display_data", "update_display_data", "execute_result", "error"})


class OrdinaryEngine(Engine):  # type: ignore[misc]
    """Runs the cells of a parameterised notebook in a kernel as Jupyter starts it."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, execution_timeout: float | None = None, folder: Path, **_more: Any
    ) -> None:
        """Run the cells; a cell that fails leaves its error in the notebook.

        Raises
        ------
        NotebookError
            When a cell shows too much.
        """
        client = _Client(
            nb_man, timeout=execution_timeout, kernel_name=kernel_name, kernel_manager_class=_Manager,
            resources={"metadata": {"path": str(folder)}},
            # ipykernel 7.3 and later warns at every start that TCP on loopback is not encrypted.
            extra_arguments=["--IPKernelApp.log_level=40"],
        )  # fmt: skip
        client.execute()
        if client.excess is not None:
            shown = f"showed more than {SHOWN_BYTES >> 20} MB, with all cells before it, and was ended."
            source = nb_man.nb.cells[client.excess].source
            raise Failure(Reason.SHOWED_TOO_MUCH, client.excess, source, "", shown).explain()


class _Manager(AsyncKernelManager):
    """Ends a kernel at once, as a warm one ends.

    A kernel that is asked to end is interrupted first, and now and then writes of it between the lines of the build.
    """

    async def shutdown_kernel(  # type: ignore[override]  # jupyter_client's own class overrides it so, too
        self, now: bool = False, restart: bool = False
    ) -> None:
        del now
        if self.provisioner is not None:
            await self.provisioner.kill(restart=restart)
        await super().shutdown_kernel(now=True, restart=restart)


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """Takes no more outputs than may be shown; then the cell is interrupted, and no other runs."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.excess: int | None = None
        self._size = 0

    def process_message(self, message: dict[str, Any], cell: Any, cell_index: int) -> Any:
        if message["msg_type"] in _SHOWING:
            self._size += len(str(message["content"]))
            if self._size > SHOWN_BYTES and self.excess is None:
                self.excess = cell_index
                # Kept in an attribute: asyncio holds tasks by weak references, and an unkept one may vanish unrun.
                self._interruption = asyncio.ensure_future(self.km.interrupt_kernel())
            if self.excess is not None:
                return None
        return super().process_message(message, cell, cell_index)
