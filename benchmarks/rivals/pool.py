"""The obvious script: papermill and nbconvert from Python, in a pool of processes."""

from __future__ import annotations

from pathlib import Path

import papermill
from nbconvert import HTMLExporter

from benchmarks.rivals.orders import Order, make_all, read_order


def make_page(order: Order, number: int) -> None:
    """Make one page."""
    executed = papermill.execute_notebook(
        order.notebook, order.name(number, "ipynb"), parameters=order.pages[number], kernel_name="python3",
        progress_bar=False,
    )  # fmt: skip
    page, _ = HTMLExporter(exclude_input=True).from_notebook_node(executed)
    Path(order.name(number, "html")).write_text(page, "utf-8")


if __name__ == "__main__":
    make_all(make_page, read_order())
