"""The command lines of papermill and nbconvert, page after page, or a few side by side."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.rivals.orders import Order, read_order

BIN = Path(sys.executable).parent


def make_page(order: Order, number: int) -> None:
    """Make one page."""
    executed = order.name(number, "ipynb")
    given = [part for name, value in order.pages[number].items() for part in ("-p", name, str(value))]
    quiet = ["--no-progress-bar", "-k", "python3"]
    subprocess.run([BIN / "papermill", order.notebook, executed, *given, *quiet], check=True, stderr=subprocess.DEVNULL)
    convert = [BIN / "jupyter-nbconvert", "--to", "html", "--no-input", "--log-level=ERROR", executed]
    subprocess.run(convert, check=True)


if __name__ == "__main__":
    asked = read_order()
    with ThreadPoolExecutor(asked.workers) as threads:
        for made in [threads.submit(make_page, asked, number) for number in range(len(asked.pages))]:
            made.result()
