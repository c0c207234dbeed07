"""Notebooks without a kernel: isolated, in the folder and environment they were given."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dxlib.errors import ConfigError
from dxlib.kernels import client
from dxlib.kernels.cells import start_cells
from tests.kernels.conftest import get_parent, is_running, wait_until
from tests.kernels.running_cells import CHARTS, make_notebook, read_text, run


def test_the_notebook_that_was_given_stays_as_it_is_and_old_outputs_do_not_survive() -> None:
    notebook = run("1").notebook
    before = nbformat.writes(notebook)
    notebook.cells[0].source = "raise ValueError('no')"
    before = nbformat.writes(notebook)
    execution = start_cells(notebook, modules=(), cwd="/tmp").result()
    assert nbformat.writes(notebook) == before
    assert [output.output_type for output in execution.notebook.cells[0].outputs] == ["error"]


def test_only_code_cells_that_are_not_empty_and_not_tagged_to_be_skipped_run() -> None:
    cells = [new_markdown_cell("text"), new_code_cell(" \n"), new_code_cell("1", metadata={"tags": ["skip-execution"]})]
    cells += [new_code_cell("1 / 0", metadata={"tags": ["raises-exception"]}), new_code_cell("print('on')")]
    execution = start_cells(new_notebook(cells=cells), modules=(), cwd="/tmp").result()
    assert execution.failure is None
    assert [cell.get("execution_count") for cell in execution.notebook.cells] == [None, None, None, 1, 2]
    assert run().failure is None


def test_a_notebook_runs_in_the_folder_and_environment_it_was_given(tmp_path: Path) -> None:
    code = "import os, sys\n[os.getcwd(), os.environ['GIVEN'], 'HOME' in os.environ, len(sys.argv)]"
    environment = {name: value for name, value in os.environ.items() if name != "HOME"} | {"GIVEN": "é\udcff"}
    execution = run(code, cwd=tmp_path, env=environment)
    (output,) = execution.notebook.cells[0].outputs
    found = output.data["text/plain"]
    assert ast.literal_eval(found) == [str(tmp_path), "é\udcff", False, 1]
    with pytest.raises(FileNotFoundError):
        run("1", cwd=tmp_path / "missing")


def test_notebooks_share_nothing(tmp_path: Path) -> None:
    leak = textwrap.dedent("""\
        import builtins, os, random, sys
        import matplotlib, numpy, pandas
        secret = builtins.leaked = pandas.leaked = 1
        matplotlib.rcParams["font.size"] = 99
        os.environ["LEAKED"] = "1"
        os.chdir("/")
        sys.path.append("/leaked")
        pandas.DataFrame.to_csv = None
        numpy.random.seed(0)
        pandas.set_option("display.max_rows", 7)
    """)
    look = textwrap.dedent("""\
        import builtins, os, sys
        import matplotlib, pandas
        print("secret" in globals(), hasattr(builtins, "leaked"), hasattr(pandas, "leaked"))
        print(matplotlib.rcParams["font.size"], os.environ.get("LEAKED"), os.getcwd() == "/", "/leaked" in sys.path)
        print(pandas.DataFrame.to_csv is None, pandas.get_option("display.max_rows"))
    """)
    assert run(leak, cwd=tmp_path, modules=tuple(CHARTS)).failure is None
    found = read_text(run(look, cwd=tmp_path, modules=tuple(CHARTS)))
    assert found == "False False False\n10.0 None False False\nFalse 60\n"


def test_notebooks_draw_different_random_numbers_and_names() -> None:
    code = (
        "import random, numpy, tempfile, uuid, multiprocessing, os\n"
        "print([random.random(), numpy.random.random(), next(tempfile._get_candidate_names()), uuid.uuid4().hex,"
        " bytes(multiprocessing.current_process().authkey), os.getpid()])"
    )
    modules = (*CHARTS, "multiprocessing")
    drawn = [ast.literal_eval(read_text(run(code, modules=modules))) for _ in range(3)]
    for values in zip(*drawn, strict=True):
        assert len(set(values)) == 3, values


def test_settings_of_matplotlib_in_the_notebooks_folder_count(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 33\n")
    code = "import matplotlib\nprint(matplotlib.rcParams['font.size'], matplotlib.rcParamsOrig['font.size'])"
    assert read_text(run(code, cwd=tmp_path, modules=tuple(CHARTS))) == "33.0 33.0\n"
    assert read_text(run(code, modules=tuple(CHARTS))) == "10.0 10.0\n"


def test_a_chart_appears_even_if_the_template_has_loaded_what_attaches_itself() -> None:
    execution = run("import matplotlib.pyplot as plt\nplt.plot([1, 2]);", modules=(*CHARTS, "matplotlib_inline"))
    assert [output.output_type for output in execution.notebook.cells[0].outputs] == ["display_data"]


def test_a_backend_that_the_environment_names_is_used() -> None:
    code = "import matplotlib.pyplot as plt\nplt.figure()\nprint(plt.get_backend())"
    environment = {**os.environ, "MPLBACKEND": "svg"}
    assert read_text(run(code, modules=tuple(CHARTS), env=environment)) == "svg\n"


def test_files_left_open_are_written_and_exit_handlers_run_at_the_end(tmp_path: Path) -> None:
    code = "import atexit, pathlib\nf = open('left', 'w'); f.write('text')\natexit.register(pathlib.Path('ran').touch)"
    assert run(code, cwd=tmp_path).failure is None
    assert (tmp_path / "left").read_text() == "text"
    assert (tmp_path / "ran").exists()


def test_the_first_chart_loads_only_what_attaches_itself_to_the_kernel() -> None:
    execution = run(
        "import sys\nbefore = set(sys.modules)",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.legend(['a'])\nplt.title('x');",
        "print(sorted(name for name in set(sys.modules) - before if not name.startswith('matplotlib_inline')))",
        modules=tuple(CHARTS),
    )
    assert read_text(execution) == "[]\n"


def test_elsewhere_than_on_linux_cells_need_a_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(ConfigError) as caught:
        run("1")
    assert str(caught.value) == (
        "Cells cannot be run without a kernel here: "
        "forking a process that has loaded libraries is not safe on darwin.\nFix: run the notebook with papermill."
    )


DAEMON = """
import multiprocessing, sys
from nbformat.v4 import new_code_cell, new_notebook
from dxlib.kernels.cells import execute_cells

def work(queue):
    notebook = new_notebook(cells=[new_code_cell("print('in a daemon')")])
    queue.put(execute_cells(notebook, modules=(), cwd="/tmp").cells[0].outputs[0].text)

if __name__ == "__main__":
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=work, args=(queue,), daemon=True)
    process.start()
    print(queue.get(timeout=60), end="")
    process.join(20)
    sys.exit(process.exitcode)
"""


def test_daemonic_processes_can_run_notebooks(tmp_path: Path) -> None:
    (tmp_path / "daemon.py").write_text(DAEMON)
    done = subprocess.run([sys.executable, tmp_path / "daemon.py"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "in a daemon\n"), done.stderr


def test_killing_the_template_ends_its_notebooks_and_the_next_one_runs(tmp_path: Path) -> None:
    code = "import subprocess, time\nprint(subprocess.Popen(['sleep', '99']).pid, flush=True)\ntime.sleep(99)"
    with start_cells(make_notebook(code), modules=(), cwd=tmp_path) as running:
        wait_until(lambda: running.poll() or running._notebook.cells[0].outputs)
        started = int(running._notebook.cells[0].outputs[0].text)
        template = get_parent(running._process.pid)
        os.kill(template, signal.SIGKILL)
        execution = running.result()
    assert execution.failure is not None
    assert execution.failure.evalue == "ended its process (SIGKILL)."
    wait_until(lambda: not is_running(running._process.pid) and not is_running(started))
    assert run("1").failure is None
    assert client.why_not() == ""
