"""The engine of papermill: cells run in a fork of a template, once more where that was killed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from dxlib.build import engine
from dxlib.build.engine import CellsEngine
from dxlib.errors import NotebookError

Run = Callable[..., NotebookNode]
PATIENCE_S = 60.0
KILLS = "import os, signal; os.kill(os.getppid(), signal.SIGKILL); import time; time.sleep(60)"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs cells by the engine in a folder of their own, and gives the notebook."""
    monkeypatch.setattr(engine, "WARM_MODULES", ())

    def run(*sources: str, timeout_s: float | None = None) -> NotebookNode:
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        managed = SimpleNamespace(nb=notebook)
        CellsEngine.execute_managed_notebook(managed, "python3", execution_timeout=timeout_s, folder=tmp_path)
        return managed.nb

    return run


def test_cells_are_given_back_with_what_they_show_and_run_in_the_folder(run: Run, tmp_path: Path) -> None:
    notebook = run("import os", "os.getcwd()")
    assert notebook.cells[1].outputs[0].data["text/plain"] == repr(str(tmp_path))
    assert [cell.execution_count for cell in notebook.cells] == [1, 2]


def test_an_exception_of_a_cell_stands_among_its_outputs_and_what_comes_after_it_is_not_run(run: Run) -> None:
    notebook = run("1 / 0", "2")
    assert notebook.cells[0].outputs[0].ename == "ZeroDivisionError"
    assert notebook.cells[1].outputs == []


@pytest.mark.parametrize(
    ("source", "said"), [("import time; time.sleep(60)", "longer than 1 s"), ("import os; os._exit(3)", "code 3")]
)
def test_what_ends_without_an_exception_is_an_error(run: Run, source: str, said: str) -> None:
    with pytest.raises(NotebookError, match=said):
        run("1", source, timeout_s=1)


def test_where_the_template_is_killed_cells_run_once_more_and_not_a_third_time(run: Run, tmp_path: Path) -> None:
    tries = tmp_path / "tries"
    count = f"tries = open({str(tries)!r}, 'a+'); tries.write('x'); tries.flush()"
    notebook = run(count, f"if open({str(tries)!r}).read() == 'x':\n    {KILLS}\n'whole'")
    assert notebook.cells[1].outputs[0].data["text/plain"] == "'whole'"
    assert tries.read_text("utf-8") == "xx"
    with pytest.raises(NotebookError):
        run(count, KILLS)
    assert tries.read_text("utf-8") == "xxxx"


def test_what_runs_is_ended_when_nobody_wants_it_any_more(run: Run, tmp_path: Path) -> None:
    begun, errors = tmp_path / "begun", []

    def wait() -> None:
        try:
            run(f"open({str(begun)!r}, 'w').close(); import time; time.sleep({10 * PATIENCE_S})")
        except NotebookError as error:
            errors.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    deadline = time.monotonic() + PATIENCE_S
    while not begun.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    engine.end_running()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert len(errors) == 1
    assert not engine._running
