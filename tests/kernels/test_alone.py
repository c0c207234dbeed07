"""Cells in a process that was not forked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dxlib.kernels.running import Reason
from tests.kernels.conftest import is_running, wait_until
from tests.kernels.running_cells import read_text, run


def test_where_a_fork_is_not_safe_a_new_process_runs_the_cells_and_the_log_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "threaded.py").write_text(
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    for _ in range(2):
        execution = run("import threaded, sys, os\nprint('ran')", "os.system('echo low')\n1 / 0", modules=("threaded",))
        assert read_text(execution, 0) == "ran\n"
        assert execution.failure is not None
        assert execution.failure.ename == "ZeroDivisionError"
    (record,) = caplog.records
    assert record.getMessage() == (
        "Notebooks run in new processes, which start slowly. Importing 'threaded' starts threads (2 now); a process "
        "with threads cannot be forked safely.\nFix: take 'threaded' out of the modules that warm kernels load; "
        "notebooks can still import it."
    )
    assert run("import time\ntime.sleep(60)", modules=("threaded",), timeout_s=0.5).failure.reason is Reason.TIMED_OUT
    assert run("import os\nos._exit(4)", modules=("threaded",)).failure.evalue == "ended its process (exit code 4)."


def test_a_process_that_was_not_forked_ends_with_its_client_too(tmp_path: Path) -> None:
    (tmp_path / "threaded.py").write_text(
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    )
    (tmp_path / "client.py").write_text(
        "from nbformat.v4 import new_code_cell, new_notebook\nfrom dxlib.kernels.cells import execute_cells\n"
        'code = \'import os, time; open("pid", "w").write(str(os.getpid())); time.sleep(99)\'\n'
        "execute_cells(new_notebook(cells=[new_code_cell(code)]), modules=['threaded'], cwd='.')\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "client.py"], cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL
    ) as process:
        wait_until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
        process.kill()
    wait_until(lambda: not is_running(int((tmp_path / "pid").read_text())))
