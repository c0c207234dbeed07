"""What a rival is asked to make: one notebook, with other parameters for each page."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Order:
    """Pages to make."""

    notebook: str
    folder: str
    workers: int
    pages: tuple[dict[str, Any], ...]

    def write(self, path: Path) -> Path:
        """Write it as JSON."""
        path.write_text(json.dumps(asdict(self)), "utf-8")
        return path

    def name(self, number: int, ending: str) -> str:
        """Give a file's name for a page."""
        return str(Path(self.folder) / f"{number}.{ending}")


def read_order() -> Order:
    """Read the order that the first argument names."""
    data = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    return Order(**{**data, "pages": tuple(data["pages"])})


def make_all(make_page: Callable[[Order, int], None], order: Order) -> None:
    """Make all pages in a pool of processes."""
    with ProcessPoolExecutor(order.workers) as pool:
        for made in [pool.submit(make_page, order, number) for number in range(len(order.pages))]:
            made.result()
