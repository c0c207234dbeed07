"""The same cells and requests in a warm kernel and in an ordinary one: whatever comes back is equal.

What differs, and why, stands in docs/kernel.md.
"""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.kernels.conftest import Kernel, wait_until

BOTH = ("dxlib", "python3")
CELLS = {
    "arguments": "import sys\nsys.argv[0], len(sys.argv), sys.orig_argv[1:4], sys.executable, sys.path",
    "flags": "print(sys.flags, sys.dont_write_bytecode, sys.pycache_prefix, sys.getdlopenflags(), sys._xoptions)",
    "importers": "print(list(map(str, sys.meta_path)), list(map(str, sys.path_hooks)))",
    "main": "import __main__\nprint(sorted(vars(__main__)), __main__, __main__.__spec__, __main__.__loader__)",
    "builtins": "import builtins\nprint(sorted(dir(builtins)))",
    "environment": "import os\nprint([item for item in os.environ.items() if item[0] != 'JPY_PARENT_PID'])",
    "listed by ps": "os.popen(f'ps -o comm=,args= -p {os.getpid()}').read().split('-f')[0]",
    "psutil": """
        import psutil
        it = psutil.Process()
        print(it.cmdline()[:-1], it.name(), it.exe(), it.cwd(), it.nice(), it.terminal(), it.environ().keys())
    """,
    "signal handlers": """
        import signal
        print([(number, str(signal.getsignal(number))) for number in signal.Signals], signal.pthread_sigmask(0, []))
    """,
    "open files": "print([(os.readlink(f'/proc/self/fd/{n}').split(':')[0], os.get_inheritable(n)) for n in range(3)])",
    "limits": """
        import resource
        print({name: resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name[:6] == 'RLIMIT'})
    """,
    "process": "print(os.getpgrp() == os.getpid(), os.nice(0), os.sched_getaffinity(0), os.getcwd(), os.cpu_count())",
    "threads": """
        import threading
        print([(t.name, t.daemon) for t in threading.enumerate() if type(t).__name__ != 'ParentPollerUnix'])
    """,
    "thread": "t = threading.Thread(target=print, args=('from a thread',))\nt.start(); t.join()",
    "subprocess": """
        import subprocess
        print(subprocess.run('echo a; umask; ulimit -a; env | sort', shell=True, capture_output=True, text=True).stdout)
    """,
    "shell": "!echo a; exit 3\n_exit_code",
    "script": "%%bash\necho a; cat",
    "multiprocessing": """
        import math, multiprocessing as mp
        print(mp.get_start_method(allow_none=True), mp.current_process(), mp.parent_process(), mp.active_children())
        for method in ('fork', 'spawn', 'forkserver'):
            with mp.get_context(method).Pool(2) as pool: print(method, pool.map(math.sqrt, [1, 4]))
    """,
    "forks run code of the notebook": """
        def f(x): return x * x
        with mp.get_context('fork').Pool(2) as pool: print(pool.map(f, [1, 2, 3]))
    """,
    "asyncio": """
        import asyncio
        async def f(): await asyncio.sleep(0); return asyncio.current_task() is not None
        print(await f(), type(asyncio.get_running_loop()), asyncio.get_running_loop().get_debug())
        try: asyncio.run(asyncio.Event().wait)
        except RuntimeError as error: print(error)
    """,
    "warnings": """
        import warnings
        warnings.warn('shown'); warnings.warn('shown', DeprecationWarning)
        warnings.warn('hidden', PendingDeprecationWarning)
    """,
    "warning filters": """
        import numpy
        of_numpy = ('numpy', 'Rank')
        print([f for f in warnings.filters if not any(word in str(f) for word in of_numpy)], len(warnings.filters))
    """,
    "logging": """
        import logging
        root = logging.root
        print(root, root.handlers, logging.raiseExceptions, root.manager.disable)
        print([(name, each.level, each.handlers) for name, each in sorted(root.manager.loggerDict.items())
               if getattr(each, 'handlers', None)])
        logging.warning('before'); logging.basicConfig(level='INFO'); logging.info('after')
    """,
    "matplotlib": """
        import matplotlib
        print(matplotlib.get_backend(), dict(matplotlib.rcParams), matplotlib.is_interactive())
        print(dict(matplotlib.rcParamsOrig), dict(matplotlib.rcParamsDefault))
    """,
    "inline figures": "%config InlineBackend",
    "chart": """
        import matplotlib.pyplot as plt
        print(plt.isinteractive(), plt.get_fignums())
        plt.plot([1, 2])
        plt.show()
    """,
    "chart of the last line": "plt.title('x')\nplt.plot([1, 2]); print(matplotlib.rcParams['figure.dpi'])",
    "figure formats": "%config InlineBackend.figure_formats = ['png', 'jpeg']\nplt.plot([2, 1]);",
    "another backend": "%matplotlib agg\nplt.plot([1])\nprint(plt.get_backend())",
    "seaborn": "import seaborn\nprint(seaborn.color_palette(), seaborn.axes_style())",
    "pandas options": """
        import pandas as pd
        print({name: pd.get_option(name) for name in pd.core.config_init.cf._registered_options})
        pd.describe_option()
    """,
    "wide table printed": "print(pd.DataFrame({f'a_wide_column_{i}': [1.5, 2] for i in range(9)}))",
    "very wide table shown": "pd.DataFrame({f'column_{i}': range(70) for i in range(25)})",
    "pandas options reset": """
        pd.reset_option('^display')
        print(pd.get_option('display.max_columns'), pd.get_option('display.encoding'))
    """,
    "numpy": "import numpy as np\nprint(np.get_printoptions(), np.geterr(), np.linspace(0, 1, 7))\nnp.float64(1) / 0",
    "seeds": """
        import random
        random.seed(1); np.random.seed(1)
        print(random.random(), np.random.random(), np.random.default_rng(1).random())
    """,
    "decimal": "import decimal\nprint(decimal.getcontext(), decimal.DefaultContext)",
    "locale": "import locale, time\nprint(locale.getlocale(), locale.setlocale(locale.LC_ALL), time.tzname)",
    "encodings": """
        print([(s.encoding, s.errors) for s in (sys.stdin, sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__)])
        print([(s.line_buffering, s.write_through) for s in (sys.__stdout__, sys.__stderr__)])
        print(sys.getfilesystemencoding(), sys.getdefaultencoding())
    """,
    "temporary files": "import tempfile\nprint(tempfile.gettempdir(), tempfile.gettempprefix())",
    "input": "input('?')",
    "password": "import getpass\ngetpass.getpass()",
    "displays": "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>')); display({'a': 1}); {'b': [2]}",
    "formatters": """
        for kind, formatter in get_ipython().display_formatter.formatters.items():
            print(kind, [str(each) for each in formatter.type_printers if each is not np.float64])
    """,
    "hooks": """
        print(sys.excepthook, sys.displayhook, sys.unraisablehook, sys.breakpointhook, sys.gettrace(), sys.getprofile())
        print(sys.ps1, sys.getrecursionlimit(), sys.getswitchinterval(), sys.get_int_max_str_digits())
    """,
    "events": "print({name: list(map(str, found)) for name, found in get_ipython().events.callbacks.items()})",
    "magics": "%lsmagic",
    "extensions": "%load_ext autoreload\n%autoreload 2\nprint(sorted(get_ipython().extension_manager.loaded))",
    "timing": "result = %timeit -q -n1 -r2 -o pass\nprint(len(result.all_runs))",
    "run": "%run script.py a b",
    "module beside the notebook": "import beside\nprint(beside.value, beside.__file__)",
    "write a file": "%%writefile written.py\nx = 1",
    "help": "%pinfo len",
    "source": "def documented():\n    'What it says.'\ndocumented??",
    "names": "%who",
    "error": "def fail(): return 1 / 0\nfail()",
    "debug": "%debug",
    "traceback": "%tb",
    "syntax error": "a b",
    "recursion": "def deep(n): return deep(n + 1)\ntry: deep(0)\nexcept RecursionError as error: print(error)",
    "collector": "import gc\nprint(gc.isenabled(), gc.get_threshold(), gc.get_debug(), gc.callbacks)",
    "diagnostics": "import faulthandler, tracemalloc\nprint(faulthandler.is_enabled(), tracemalloc.is_tracing())",
    "context variables": "import contextvars\nprint(sorted(each.name for each in contextvars.copy_context()))",
    "profile": """
        shell = get_ipython()
        print(started_by_profile, shell.profile, shell.ipython_dir, shell.ast_node_interactivity)
    """,
    "kernel": """
        kernel = get_ipython().kernel
        print(kernel, kernel.banner, kernel.language_info, kernel.implementation_version, kernel.debugger is not None)
    """,
}  # fmt: skip
VARIES = (
    (re.compile(r" at 0x[0-9a-f]+"), ""),
    (re.compile(r"ipykernel_\d+|StreamHandler \d+|variablesReference': \d+"), "N"),
    (re.compile(r"Tip: .*?\\n"), ""),
)


def say(messages: list[dict[str, Any]]) -> str:
    """Give what messages say: each stream as a whole, for threads of the kernel bring them in any order."""
    streams = {"stdout": "", "stderr": ""}
    said = []
    for message in messages:
        content = {name: value for name, value in message["content"].items() if name != "transient"}
        if message["msg_type"] == "stream":
            streams[content["name"]] += content["text"]
        else:
            said.append([message["msg_type"], content])
    return steady([streams, said])


def steady(content: Any) -> str:
    """Give something as text, without what is another in every kernel."""
    text = repr(content)
    for pattern, word in VARIES:
        text = pattern.sub(word, text)
    return text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a notebook's neighbours, and an IPython folder with settings and a startup file."""
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "script.py").write_text("import sys\nprint(__name__, __file__, sys.argv)\n")
    (folder / "beside.py").write_text("value = 1\n")
    profile = Path(os.environ["IPYTHONDIR"]) / "profile_default"
    (profile / "startup").mkdir(parents=True, exist_ok=True)
    (profile / "startup" / "00-first.py").write_text("started_by_profile = 1\n")
    (profile / "ipython_kernel_config.py").write_text(
        "c.InteractiveShell.ast_node_interactivity = 'last_expr_or_assign'\n"
    )
    return folder


@pytest.fixture(scope="module")
def answers(folder: Path) -> dict[str, list[str]]:
    """What each cell gives, in a warm kernel and in an ordinary one."""
    found: dict[str, list[str]] = {name: [] for name in CELLS}
    for kernel_name in BOTH:
        kernel = Kernel(kernel_name, cwd=str(folder))
        try:
            for name, cell in CELLS.items():
                found[name].append(say(kernel.run(textwrap.dedent(cell).strip(), timeout_s=60)))
        finally:
            kernel.close()
        (folder / "written.py").unlink()
    return found


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_gives_what_it_gives_in_an_ordinary_kernel(name: str, answers: dict[str, list[str]]) -> None:
    warm, ordinary = answers[name]
    assert warm == ordinary


def ask(kernel: Kernel, kind: str, content: dict[str, Any], channel: str = "shell") -> dict[str, Any]:
    """Send a request and give the content of its reply."""
    found = getattr(kernel.client, f"{channel}_channel")
    request = kernel.client.session.msg(kind, content)
    found.send(request)
    while True:
        reply = found.get_msg(timeout=30)
        if reply["parent_header"]["msg_id"] == request["header"]["msg_id"]:
            return dict(reply["content"])


def complete(kernel: Kernel) -> Any:
    kernel.run("%config Completer.jedi_compute_type_timeout = 60_000")  # else a busy machine leaves types unknown
    kernel.run("import pandas as pd\nvalue = pd.Series([1.5])\ntexts = {'a key': 1}")
    codes = ("pd.read_", "value.me", "texts['", "import panda", "%time", "from pandas.api im", "!l", "open('b")
    return [ask(kernel, "complete_request", {"code": code, "cursor_pos": len(code)}) for code in codes]


def inspect(kernel: Kernel) -> Any:
    kernel.run("import numpy as np")
    codes = [("np.mean", 0), ("len", 0), ("len", 1), ("nothing", 0), ("%timeit", 0)]
    return [ask(kernel, "inspect_request", {"code": c, "cursor_pos": len(c), "detail_level": n}) for c, n in codes]


def check_complete(kernel: Kernel) -> Any:
    return [
        ask(kernel, "is_complete_request", {"code": code}) for code in ("1", "for x in y:", "a b", "'''x", "%%bash")
    ]


def describe(kernel: Kernel) -> Any:
    return ask(kernel, "kernel_info_request", {}), ask(kernel, "kernel_info_request", {}, "control")


def use_comms(kernel: Kernel) -> Any:
    code = """
        def opened(comm, message):
            comm.on_msg(lambda message: comm.send({'echo': message['content']['data']}))
        get_ipython().kernel.comm_manager.register_target('t', opened)
    """
    kernel.run(textwrap.dedent(code))
    opened = kernel.client.session.msg("comm_open", {"comm_id": "c", "target_name": "t", "data": {}})
    sent = kernel.client.session.msg("comm_msg", {"comm_id": "c", "data": {"x": 1}})
    for message in (opened, sent):
        kernel.client.shell_channel.send(message)
    while (said := kernel.client.get_iopub_msg(timeout=30))["msg_type"] != "comm_msg":
        pass
    return said["content"], ask(kernel, "comm_info_request", {})


def give_usage(kernel: Kernel) -> Any:
    usage = ask(kernel, "usage_request", {}, "control")
    names = usage.keys() - {"host_cpu_percent"}  # left out by ipykernel when it measures 0
    return sorted(names), usage["pid"] == kernel.pid, usage["cpu_count"]


def answer_questions(kernel: Kernel) -> Any:
    kernel.client.execute("import getpass\nprint(input('name? '), getpass.getpass('word? '))", allow_stdin=True)
    asked = []
    for answer in ("me", "secret"):
        asked.append(kernel.client.get_stdin_msg(timeout=30)["content"])
        kernel.client.input(answer)
    while (said := kernel.client.get_iopub_msg(timeout=30))["msg_type"] != "stream":
        pass
    return asked, said["content"], kernel.client.get_shell_msg(timeout=30)["content"]["status"]


def debug_post_mortem(kernel: Kernel) -> Any:
    kernel.run("def fail(number):\n    return 1 / number\nfail(0)")
    request = kernel.client.execute("%debug", allow_stdin=True)
    asked = []
    for answer in ("p number", "up", "q"):
        asked.append(kernel.client.get_stdin_msg(timeout=30)["content"])
        kernel.client.input(answer)
    said = []
    while (message := kernel.client.get_iopub_msg(timeout=30))["content"].get("execution_state") != "idle":
        if message["parent_header"].get("msg_id") == request:
            said.append(message)
    return asked, say([message for message in said if message["msg_type"] == "stream"])


def use_debugger(kernel: Kernel) -> Any:
    steps = [
        ("debugInfo", {}), ("initialize", {"clientID": "t", "adapterID": ""}), ("attach", {}), ("debugInfo", {}),
        ("dumpCell", {"code": "x = 1\ny = 2"}), ("inspectVariables", {}), ("disconnect", {}),
    ]  # fmt: skip
    found: list[Any] = []
    for number, (command, arguments) in enumerate(steps):
        content = {"type": "request", "seq": number, "command": command, "arguments": arguments}
        reply = ask(kernel, "debug_request", content, "control")
        body = {k: v for k, v in (reply.get("body") or {}).items() if k not in ("tmpFilePrefix", "sourcePath")}
        found.append([command, reply.get("success"), body])
    return found, kernel.ask("print(1 + 1)")


def use_a_subshell(kernel: Kernel) -> Any:
    made = ask(kernel, "create_subshell_request", {}, "control")
    listed = ask(kernel, "list_subshell_request", {}, "control")
    return made["status"], [made["subshell_id"]] == listed["subshell_id"]


def interrupt(kernel: Kernel) -> Any:
    # The cell prints nothing: an interrupt that meets a flush lets any kernel lose what is printed next.
    begun = Path(kernel.ask("import os\nprint(repr(os.getcwd()))")) / f"begun-{kernel.pid}"
    # Where a failed cell stops those after it, a kernel aborts what arrives before it has said so to itself.
    code = f"import pathlib\npathlib.Path('{begun}').touch()\nwhile True: pass"
    kernel.client.execute(code, stop_on_error=False)
    wait_until(begun.exists)
    kernel.manager.interrupt_kernel()
    reply = kernel.client.get_shell_msg(timeout=30)["content"]
    return reply["status"], reply["ename"], kernel.ask("print(1 + 1)")


def restart(kernel: Kernel) -> Any:
    kernel.run("x = 1")
    before = kernel.pid
    kernel.manager.restart_kernel()
    kernel.client.wait_for_ready(timeout=60)
    return kernel.ask("print(['x' in globals(), get_ipython().execution_count])"), kernel.pid == before


def end(kernel: Kernel) -> Any:
    path = Path(kernel.ask("import os\nprint(repr(os.getcwd()))")) / f"left-{kernel.pid}"
    kernel.run(f"import atexit, pathlib\natexit.register(pathlib.Path('{path}').touch)")
    kernel.manager.shutdown_kernel()
    return path.exists(), kernel.manager.is_alive()


def crash_in_a_child(kernel: Kernel) -> Any:
    code = """
        import ctypes, multiprocessing
        child = multiprocessing.get_context('fork').Process(target=ctypes.string_at, args=(0,))
        child.start(); child.join()
        print(child.exitcode)
    """
    return kernel.run(textwrap.dedent(code))[-1]["content"], kernel.ask("print(1 + 1)")


@pytest.mark.parametrize(
    "talk",
    [
        complete, inspect, check_complete, describe, use_comms, give_usage, answer_questions, debug_post_mortem,
        use_debugger, use_a_subshell, interrupt, restart, end, crash_in_a_child,
    ],
)  # fmt: skip
def test_a_request_is_answered_as_by_an_ordinary_kernel(talk: Callable[[Kernel], Any], folder: Path) -> None:
    found = []
    for name in BOTH:
        kernel = Kernel(name, cwd=str(folder))
        try:
            found.append(steady(talk(kernel)))
        finally:
            kernel.close()
    assert found[0] == found[1]
