"""Notebooks whose cells are run, for tests, and what an ordinary kernel makes of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from dxlib.kernels.cells import start_cells
from dxlib.kernels.running import Execution

CHARTS = ["numpy", "pandas", "matplotlib.pyplot"]


def make_notebook(*sources: str, tags: tuple[str, ...] = ()) -> Any:
    """Give a notebook of code cells."""
    cells = [
        new_code_cell(source, id=f"c{index}", metadata={"tags": list(tags)}) for index, source in enumerate(sources)
    ]
    return new_notebook(cells=cells)


def run(*sources: str, cwd: Path | str = "/tmp", modules: tuple[str, ...] = (), **more: Any) -> Execution:
    """Run cells and give what became of them."""
    return start_cells(make_notebook(*sources), modules=modules, cwd=cwd, **more).result()


def read_text(execution: Execution, index: int = -1) -> str:
    """Give what a cell printed."""
    return "".join(output.text for output in execution.notebook.cells[index].outputs if output.output_type == "stream")


def simplify(notebook: Any) -> list[Any]:
    """Give outputs as they can be compared: streams by their text, since an ordinary kernel cuts them by the clock."""
    return [[cell.execution_count, merge_streams(cell.outputs)] for cell in notebook.cells if cell.cell_type == "code"]


def merge_streams(outputs: list[Any]) -> list[Any]:
    merged: list[Any] = []
    for output in outputs:
        same = [found for found in merged[-2:] if found.output_type == "stream" == output.output_type]
        twin = next((found for found in same if found.name == output.name), None)
        if twin is not None:
            twin.text += output.text
        else:
            merged.append(nbformat.from_dict(output))
    return merged


def run_ordinarily(notebook: Any, cwd: Path) -> Any:
    """Run a notebook in an ordinary kernel."""
    NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": str(cwd)}}, record_timing=False,
        extra_arguments=["--IPKernelApp.log_level=40"],
    ).execute()  # fmt: skip
    return notebook


def drop_addresses(value: Any) -> Any:
    """Blank out what differs from process to process."""
    text = re.sub(r"0x[0-9a-f]+", "0x", repr(value))
    return re.sub(r"ipykernel_\d+/", "ipykernel_/", text)
