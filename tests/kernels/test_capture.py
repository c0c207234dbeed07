"""What cells show: the same outputs as from an ordinary kernel, in order, whole, and bounded."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxlib.kernels.cells import execute_cells, start_cells
from dxlib.kernels.running import Reason
from tests.kernels.running_cells import CHARTS, drop_addresses, make_notebook, read_text, run, run_ordinarily, simplify

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
