"""Notebooks without a kernel: the same outputs as from an ordinary one, isolated, on time, many at once."""

from __future__ import annotations

import ast
import os
import re
import selectors
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dxlib.errors import ConfigError, NotebookError
from dxlib.kernels import client
from dxlib.kernels.cells import execute_cells, start_cells
from dxlib.kernels.running import Execution, Reason
from tests.kernels.conftest import get_parent, is_running, wait_until

CHARTS = ["numpy", "pandas", "matplotlib.pyplot"]
ALL_KINDS = [
    "print('one'); print('two')",
    "import sys\nprint('to stderr', file=sys.stderr)",
    "1 + 1",
    "None",
    "'silent';",
    "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "from IPython.display import HTML, Image, Javascript, Markdown, SVG, clear_output, display, update_display\n"
    "display(HTML('<b>x</b>'), metadata={'text/html': {'alt': 'x'}})\nMarkdown('*y*')",
    "display({'text/plain': 'raw', 'application/json': {'a': [1]}}, raw=True)",
    "print('before'); display(1); print('between'); display(2); print('after')",
    "handle = display('first', display_id='k')\ndisplay('again', display_id='k')",
    "handle.update('second'); update_display(HTML('third'), display_id='k')",
    "print('gone'); clear_output(); print('stays')",
    "print('gone later'); clear_output(wait=True); display('stays')",
    "print('gone too'); clear_output(wait=True)",
    "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.title('x');",
    "for _ in range(3):\n    plt.figure(figsize=(1, 1))",
    "figure = plt.figure(figsize=(1, 1))\ndisplay(figure, metadata={'image/png': {'alt': 'a'}})\nplt.close(figure)",
    "%matplotlib inline\n%config InlineBackend.figure_formats = ['svg']\nplt.rcParams['svg.hashsalt'] = 'x'",
    "%precision 3\n3.14159",
    "!echo from a shell",
    "%%bash\necho from bash; echo error >&2",
    "class Shown:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
    "        return {'text/plain': 'p', 'text/html': 'h'}, {'text/html': {'isolated': True}}\nShown()",
    "class Broken:\n    def _repr_html_(self):\n        raise ValueError('in repr')\nBroken() and None",
    "import logging\nlogging.warning('careful')",
    "await __import__('asyncio').sleep(0)\nprint('awaited')",
    "import asyncio\nasync def later():\n    return 7\ntask = asyncio.get_running_loop().create_task(later())",
    "await task",
    "_, __, In[1], Out[3]",
    "get_ipython().set_next_input('x')\nlen?",
    "get_ipython().__class__.__name__, __name__, __builtins__.__name__",
]  # fmt: skip
FAILURES = [
    "1 / 0",
    "def f():\n    raise KeyError('deep')\nf()",
    "this is no Python",
    "raise SystemExit(3)",
    "input('name?')",
    "import getpass\ngetpass.getpass()",
    "%nomagic",
    "raise ExceptionGroup('many', [ValueError('a'), TypeError('b')])",
    "raise KeyboardInterrupt",
    "assert 1 == 2, 'not equal'",
]


def make_notebook(*sources: str, tags: tuple[str, ...] = ()) -> Any:
    """Give a notebook of code cells."""
    cells = [
        new_code_cell(source, id=f"c{index}", metadata={"tags": list(tags)}) for index, source in enumerate(sources)
    ]
    return new_notebook(cells=cells)


def run(*sources: str, cwd: Path | str = "/tmp", modules: tuple[str, ...] = (), **more: Any) -> Execution:
    """Run cells and give what became of them."""
    return start_cells(make_notebook(*sources), modules=modules, cwd=cwd, **more).result()


def read_text(execution: Execution, index: int = -1) -> str:
    """Give what a cell printed."""
    return "".join(output.text for output in execution.notebook.cells[index].outputs if output.output_type == "stream")


def simplify(notebook: Any) -> list[Any]:
    """Give outputs as they can be compared: streams by their text, since an ordinary kernel cuts them by the clock."""
    return [[cell.execution_count, merge_streams(cell.outputs)] for cell in notebook.cells if cell.cell_type == "code"]


def merge_streams(outputs: list[Any]) -> list[Any]:
    merged: list[Any] = []
    for output in outputs:
        same = [found for found in merged[-2:] if found.output_type == "stream" == output.output_type]
        twin = next((found for found in same if found.name == output.name), None)
        if twin is not None:
            twin.text += output.text
        else:
            merged.append(nbformat.from_dict(output))
    return merged


def run_ordinarily(notebook: Any, cwd: Path) -> Any:
    """Run a notebook in an ordinary kernel."""
    NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": str(cwd)}}, record_timing=False,
        extra_arguments=["--IPKernelApp.log_level=40"],
    ).execute()  # fmt: skip
    return notebook


def drop_addresses(value: Any) -> Any:
    """Blank out what differs from process to process."""
    text = re.sub(r"0x[0-9a-f]+", "0x", repr(value))
    return re.sub(r"ipykernel_\d+/", "ipykernel_/", text)


def test_outputs_of_all_kinds_are_those_of_an_ordinary_kernel(tmp_path: Path) -> None:
    expected = run_ordinarily(make_notebook(*ALL_KINDS), tmp_path)
    found = execute_cells(make_notebook(*ALL_KINDS), modules=CHARTS, cwd=tmp_path)
    for mine, theirs, source in zip(simplify(found), simplify(expected), ALL_KINDS, strict=True):
        assert drop_addresses(mine) == drop_addresses(theirs), source
    assert found.metadata.language_info == expected.metadata.language_info


def test_errors_are_those_of_an_ordinary_kernel(tmp_path: Path) -> None:
    expected = run_ordinarily(make_notebook(*FAILURES, tags=("raises-exception",)), tmp_path)
    found = execute_cells(make_notebook(*FAILURES, tags=("raises-exception",)), modules=(), cwd=tmp_path)
    for mine, theirs, source in zip(simplify(found), simplify(expected), FAILURES, strict=True):
        assert drop_addresses(mine) == drop_addresses(theirs), source


def test_both_streams_keep_their_order() -> None:
    execution = run(
        "import sys, os\nprint('1 out')\nprint('2 err', file=sys.stderr)\nos.system('echo 3 out')\n"
        "os.write(2, b'4 err\\n')\nprint('5 out', end='')\nprint(' and more');"
    )
    outputs = [(output.name, output.text) for output in execution.notebook.cells[0].outputs if "name" in output]
    assert outputs == [
        ("stdout", "1 out\n"), ("stderr", "2 err\n"), ("stdout", "3 out\n"), ("stderr", "4 err\n"),
        ("stdout", "5 out and more\n"),
    ]  # fmt: skip


def test_text_that_subprocesses_and_forks_write_is_kept_however_long() -> None:
    execution = run(
        "import os, subprocess, sys\n_ = subprocess.run([sys.executable, '-c', 'print(\"x\" * 300_000)'])",
        "pid = os.fork()\nif pid == 0:\n    print('from a fork'); os._exit(0)\nos.waitpid(pid, 0)\nprint('after it')",
    )
    assert read_text(execution, 0) == "x" * 300_000 + "\n"
    assert read_text(execution, 1) == "from a fork\nafter it\n"


def test_what_was_shown_before_a_process_ended_is_kept() -> None:
    cells = ["1 + 1", "print('b', flush=True)\ndisplay('a')\nimport os\nos._exit(3)"]
    with start_cells(make_notebook(*cells), modules=[], cwd="/") as running:
        execution = running.result()
    assert execution.failure is not None
    assert execution.failure.cell_index == 1
    first, second = (cell.outputs for cell in execution.notebook.cells)
    assert first[0].data == {"text/plain": "2"}
    assert [output.get("text") or output.data["text/plain"] for output in second] == ["b\n", "'a'"]


def test_a_stream_is_one_output_however_long_it_is() -> None:
    execution = run("for _ in range(300):\n    print('x' * 9_999)")
    assert [len(output.text) for output in execution.notebook.cells[0].outputs] == [3_000_000]


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


@pytest.mark.parametrize(
    "endless",
    [
        "print('x' * 80_000_000)",
        "while True:\n    print('x' * 1000)",
        "while True:\n    display('x' * 100_000)",
        "import os\nos.system('yes')\nprint()",
    ],
    ids=["at once", "without end", "displays", "a program"],
)
def test_a_cell_that_shows_too_much_is_ended_and_named(endless: str) -> None:
    execution = run("print('kept')", endless, "print('never')", timeout_s=60)
    assert execution.failure is not None
    assert (execution.failure.reason, execution.failure.cell_index) == (Reason.SHOWED_TOO_MUCH, 1)
    assert execution.failure.evalue == "showed more than 32 MB, with all cells before it, and was ended."
    assert read_text(execution, 0) == "kept\n"


def test_half_a_character_waits_for_its_other_half() -> None:
    execution = run(
        "import os\nos.write(1, b'\\xc3')\nprint(end='')\nos.write(1, b'\\xa9\\n')\nos.write(1, b'\\xff|') and None"
    )
    assert read_text(execution) == "é\n�|"


def test_a_stream_takes_text_only_and_says_so() -> None:
    failure = run("import sys\nsys.stdout.write(b'x')").failure
    assert failure is not None
    assert failure.evalue == "write() argument must be str, not <class 'bytes'>"


def test_the_notebook_that_was_given_stays_as_it_is_and_old_outputs_do_not_survive() -> None:
    notebook = run("1").notebook
    before = nbformat.writes(notebook)
    notebook.cells[0].source = "raise ValueError('no')"
    before = nbformat.writes(notebook)
    execution = start_cells(notebook, modules=(), cwd="/tmp").result()
    assert nbformat.writes(notebook) == before
    assert [output.output_type for output in execution.notebook.cells[0].outputs] == ["error"]


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


def test_only_code_cells_that_are_not_empty_and_not_tagged_to_be_skipped_run() -> None:
    cells = [new_markdown_cell("text"), new_code_cell(" \n"), new_code_cell("1", metadata={"tags": ["skip-execution"]})]
    cells += [new_code_cell("1 / 0", metadata={"tags": ["raises-exception"]}), new_code_cell("print('on')")]
    execution = start_cells(new_notebook(cells=cells), modules=(), cwd="/tmp").result()
    assert execution.failure is None
    assert [cell.get("execution_count") for cell in execution.notebook.cells] == [None, None, None, 1, 2]
    assert run().failure is None


def test_a_late_cell_is_interrupted() -> None:
    started = time.monotonic()
    execution = run("import time\nprint('begun', flush=True)\ntime.sleep(60)", timeout_s=2)
    assert time.monotonic() - started < 30
    assert execution.failure is not None
    assert execution.failure.reason is Reason.TIMED_OUT
    assert [output.get("ename", "") for output in execution.notebook.cells[0].outputs] == ["", "KeyboardInterrupt"]
    assert str(execution.failure.explain()) == (
        "Cell 0 took longer than 2 seconds.\nimport time\nprint('begun', flush=True)\ntime.sleep(60)\n"
        "Fix: let the cell do less, or give it more time (timeout_s)."
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
    "greedy",
    ["import numpy\nx = numpy.ones(200_000_000)", "x = []\nwhile True:\n    x.append('a' * 100 + str(len(x)))"],
    ids=["at once", "little by little"],
)
def test_a_cell_that_takes_too_much_memory_fails_and_is_told_the_limit(greedy: str) -> None:
    execution = run(greedy, modules=("numpy",), memory_limit_mb=200, timeout_s=60)
    assert execution.failure is not None
    assert execution.failure.ename in ("MemoryError", "_ArrayMemoryError")
    said = execution.notebook.cells[0].outputs[-1]
    assert (said.name, said.text) == (
        "stderr", "The memory limit of 200 MB was reached; memory_limit_mb or DXLIB_KERNEL_MEMORY_MB sets it.\n",
    )  # fmt: skip


def test_memory_below_the_limit_can_be_taken() -> None:
    assert run("import numpy\nnumpy.ones(10_000_000).sum()", modules=("numpy",), memory_limit_mb=200).failure is None


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
