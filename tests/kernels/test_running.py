"""What becomes of a notebook whose cells run: on time, ended, given up, many at once."""

from __future__ import annotations

import selectors
import time
from pathlib import Path

import pytest

from dxlib.errors import NotebookError
from dxlib.kernels.cells import execute_cells, start_cells
from dxlib.kernels.running import Reason
from tests.kernels.conftest import is_running, wait_until
from tests.kernels.running_cells import make_notebook, read_text, run


def test_what_a_notebook_left_running_ends_with_it() -> None:
    execution = run("import subprocess\nprint(subprocess.Popen(['sleep', '99']).pid)")
    assert execution.failure is None
    wait_until(lambda: not is_running(int(read_text(execution))))


def test_what_a_notebook_left_running_in_a_session_of_its_own_ends_with_it() -> None:
    code = "import subprocess; print(subprocess.Popen(['sleep', '99'], start_new_session=True).pid)"
    cells = [
        f"import subprocess, sys\n_ = subprocess.run([sys.executable, '-c', {code!r}], start_new_session=True)",
        "print(subprocess.Popen(['sleep', '98'], start_new_session=True).pid)",
    ]
    patient = make_notebook("import time\ntime.sleep(2)\nprint('not disturbed')")
    with start_cells(patient, modules=(), cwd="/tmp") as other:
        execution = run(*cells)
        assert execution.failure is None
        left = [int(read_text(execution, cell)) for cell in (0, 1)]
        wait_until(lambda: not any(map(is_running, left)))
        assert read_text(other.result()) == "not disturbed\n"


def test_a_failing_cell_ends_the_notebook_and_what_ran_before_is_kept() -> None:
    execution = run("print('first')", "x = 1\nundefined", "print('never')")
    assert execution.failure is not None
    assert (execution.failure.reason, execution.failure.cell_index) == (Reason.CELL_FAILED, 1)
    assert [cell.execution_count for cell in execution.notebook.cells] == [1, 2, None]
    assert [len(cell.outputs) for cell in execution.notebook.cells] == [1, 1, 0]
    assert execution.notebook.cells[1].outputs[0].ename == "NameError"
    with pytest.raises(NotebookError) as caught:
        execute_cells(make_notebook("x = 1\nundefined"), modules=(), cwd="/tmp")
    assert str(caught.value) == (
        "Cell 0 failed with NameError: name 'undefined' is not defined\nx = 1\nundefined\nFix: mend the cell."
    )


def test_a_late_cell_is_interrupted() -> None:
    started = time.monotonic()
    execution = run("import time\nprint('begun', flush=True)\ntime.sleep(60)", timeout_s=2)
    assert time.monotonic() - started < 30
    assert execution.failure is not None
    assert execution.failure.reason is Reason.TIMED_OUT
    assert [output.get("ename", "") for output in execution.notebook.cells[0].outputs] == ["", "KeyboardInterrupt"]
    assert str(execution.failure.explain()) == (
        "Cell 0 took longer than 2 seconds.\nimport time\nprint('begun', flush=True)\ntime.sleep(60)\n"
        "Fix: let the cell do less, or give it more time (timeout_s, or 'dxlib build --timeout')."
    )


@pytest.mark.parametrize(
    "stubborn",
    [
        "import time\nwhile True:\n    try:\n        time.sleep(9)\n    except KeyboardInterrupt:\n        print('no')",
        "import ctypes, signal, subprocess\nprint(subprocess.Popen(['sleep', '99']).pid, flush=True)\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])\nctypes.PyDLL(None).sleep(60)",
        "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(60)",
    ],
    ids=["caught", "in C, holding the interpreter", "ignored"],
)
def test_a_late_cell_that_cannot_be_interrupted_is_killed_with_all_it_started(
    stubborn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dxlib.kernels.running._GRACE_S", 0.5)
    execution = run(stubborn, "print('never')", timeout_s=2)
    assert execution.failure is not None
    assert execution.failure.evalue == "took longer than 2 seconds and could not be interrupted."
    if "subprocess" in stubborn:
        wait_until(lambda: not is_running(int(read_text(execution, 0))))


def test_a_late_cell_that_goes_on_after_the_interrupt_still_fails() -> None:
    caught = "import time\ntry:\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    pass"
    execution = run(caught, "print('never')", timeout_s=2)
    assert execution.failure is not None
    assert (execution.failure.reason, execution.failure.cell_index) == (Reason.TIMED_OUT, 0)
    assert execution.notebook.cells[1].outputs == []


def test_time_is_counted_for_each_cell() -> None:
    assert run(*["import time\ntime.sleep(2)"] * 4, timeout_s=7).failure is None


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("import os\nos._exit(3)", "ended its process (exit code 3)."),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "ended its process (SIGKILL)."),
        (
            "import os\nos.write(2, b'corrupted\\n')\nos.abort()",
            "ended its process (SIGABRT). It said:\ncorrupted",
        ),
        ("exit()", "ended its process (exit code 1). It said:\nexit() was called."),
    ],
)
def test_a_cell_that_ends_its_process_is_named(cell: str, what: str) -> None:
    execution = run("print('kept')", cell, "print('never')")
    assert execution.failure is not None
    assert (execution.failure.reason, execution.failure.cell_index) == (Reason.PROCESS_ENDED, 1)
    assert execution.failure.evalue == what
    assert read_text(execution, 0) == "kept\n"
    assert str(execution.failure.explain()).endswith(
        "Fix: run the notebook in JupyterLab to see what ends its process."
    )


def test_the_last_cell_may_exit() -> None:
    assert run("print('done')", "exit()").failure is None


def test_one_thread_watches_over_many_notebooks() -> None:
    started = time.monotonic()
    running = {
        start_cells(make_notebook(f"import time\ntime.sleep(3)\nprint({n})"), modules=(), cwd="/tmp"): n
        for n in range(12)
    }
    executions = {}
    with selectors.DefaultSelector() as selector:
        for each in running:
            selector.register(each, selectors.EVENT_READ)
        while len(executions) < len(running):
            waiting = [each for each in running if running[each] not in executions]
            selector.select(min(each.patience_s for each in waiting))
            for each in waiting:
                if each.poll():
                    selector.unregister(each)
                    executions[running[each]] = each.result()
    assert [read_text(executions[n]) for n in range(12)] == [f"{n}\n" for n in range(12)]
    assert time.monotonic() - started < 30  # one after the other they sleep 36 s


def test_a_running_notebook_tells_how_far_it_is() -> None:
    with start_cells(make_notebook("1", "import time\ntime.sleep(60)"), modules=(), cwd="/tmp") as running:
        assert running.cell_index is None
        wait_until(lambda: running.poll() or running.cell_index == 1)
        assert running.patience_s == 60
        running.kill()
        failure = running.result().failure
    assert failure is not None
    assert failure.evalue == "ended its process (SIGKILL)."


def test_a_notebook_that_nobody_wants_any_more_is_killed(tmp_path: Path) -> None:
    code = "import os, pathlib, time\npathlib.Path('pid').write_text(str(os.getpid()))\ntime.sleep(99)"
    with start_cells(make_notebook(code), modules=(), cwd=tmp_path):
        wait_until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
    wait_until(lambda: not is_running(int((tmp_path / "pid").read_text())))
