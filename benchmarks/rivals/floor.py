"""The floor: the cells of a notebook by ``exec`` in one process that has run them before; no page is made.

Prints the processor time of a page in seconds, and what it is when each page has a process of its own, forked from that
one: what isolation costs by itself, before anything is made of the cells.
"""

from __future__ import annotations

import ast
import gc
import os
import resource
import sys
import time
from types import CodeType
from typing import Any

import nbformat

from benchmarks.rivals.orders import Order, read_order

Steps = list[tuple[CodeType, CodeType | None, bool]]


def read_steps(notebook: str) -> Steps:
    """Give each cell as its statements, its last expression, and whether it declares the parameters."""
    steps = []
    for cell in nbformat.read(notebook, 4).cells:
        if cell.cell_type == "code":
            tree = ast.parse(cell.source)
            last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
            shown = compile(last, "cell", "eval") if last else None
            steps.append((compile(tree, "cell", "exec"), shown, "parameters" in cell.metadata.get("tags", ())))
    return steps


def run_cells(steps: Steps, parameters: dict[str, Any]) -> None:
    """Run all cells, and have shown what they give."""
    names: dict[str, Any] = {}
    for statements, shown, declares in steps:
        exec(statements, names)
        value = eval(shown, names) if shown else None
        if value is not None:
            value._repr_mimebundle_()
        if declares:
            names.update(parameters)


def main(order: Order) -> None:
    """Run each page's cells once to warm up, then again, and print what a page took."""
    steps = read_steps(order.notebook)
    run_cells(steps, order.pages[0])
    started = time.process_time()
    for parameters in order.pages:
        run_cells(steps, parameters)
    together_s = time.process_time() - started
    gc.collect()
    gc.freeze()
    started = read_children_s()
    for parameters in order.pages:
        run_apart(steps, parameters)
    apart_s = read_children_s() - started
    sys.stdout.write(f"{together_s / len(order.pages)} {apart_s / len(order.pages)}\n")


def run_apart(steps: Steps, parameters: dict[str, Any]) -> None:
    """Run all cells in a fork."""
    if (process := os.fork()) == 0:
        run_cells(steps, parameters)
        os._exit(0)
    os.waitpid(process, 0)


def read_children_s() -> float:
    """Give the processor time of all forks that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(read_order())
