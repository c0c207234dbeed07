"""The engine of ploomber-engine, which runs a notebook in the process itself, and nbconvert, in a pool of processes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from nbconvert import HTMLExporter
from ploomber_engine import execute_notebook

from benchmarks.rivals.orders import Order, make_all, read_order


def make_page(order: Order, number: int) -> None:
    """Make one page."""
    executed = execute_notebook(
        order.notebook, order.name(number, "ipynb"), parameters=order.pages[number], progress_bar=False
    )
    page, _ = HTMLExporter(exclude_input=True).from_notebook_node(executed)
    Path(order.name(number, "html")).write_text(page, "utf-8")


if __name__ == "__main__":
    # By its own name: the engine puts the notebook in the place of the module __main__.
    make_all(import_module("benchmarks.rivals.embedded").make_page, read_order())
