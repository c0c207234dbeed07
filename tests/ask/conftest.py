"""Questions are asked where the working directory lies in a project."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from tests.conftest import Toy, list_fillers

Rows = list[dict[str, str]]


@pytest.fixture
def here(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository as the working directory."""
    monkeypatch.chdir(repository)
    return repository


@pytest.fixture
def clean_rows(repository: Path) -> Callable[..., Rows]:
    """Reads clean rows by ``csv`` alone: of an indicator, with some cells as they are given."""

    def read(indicator: str, **cells: str) -> Rows:
        with (repository / "data/clean" / f"{indicator}.csv").open(encoding="utf-8", newline="") as file:
            return [row for row in csv.DictReader(file) if all(row[name] == text for name, text in cells.items())]

    return read


@pytest.fixture
def ask_toy(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> Callable[[Iterable[dict[str, str]]], Toy]:
    """Makes the small project, with some rows, the working directory."""
    monkeypatch.chdir(toy.project.root)

    def write(rows: Iterable[dict[str, str]]) -> Toy:
        toy.write_ledger([*rows, *list_fillers()])
        toy.open_store()
        return toy

    return write


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    """An IPython shell in which dxlib is imported."""
    InteractiveShell.clear_instance()
    running = InteractiveShell.instance()
    running.run_cell("import dxlib as dx\nrank = dx.latest('egdi_rank')")
    yield running
    InteractiveShell.clear_instance()


def show(shell: InteractiveShell, code: str) -> dict[str, Any]:
    """Give what a notebook shows of an expression, by kind."""
    bundle, _ = shell.display_formatter.format(shell.ev(code))  # type: ignore[union-attr]
    return dict(bundle)
