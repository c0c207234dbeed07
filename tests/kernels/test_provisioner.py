"""Warm kernels: they behave as ordinary ones, share nothing, and leave nothing behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import AsyncKernelManager

from dxlib.kernels import places
from tests.kernels.conftest import PATIENCE_S, PLAIN, Kernel, get_parent, is_running, list_templates, wait_until

Start = Callable[..., Kernel]


def test_charts_appear_one_output_each(start: Start) -> None:
    kernel = start()
    for code, charts in (
        ("import matplotlib.pyplot as plt\nplt.plot([1, 2])", 1),
        ("for _ in range(3): plt.figure().add_subplot()", 3),
        ("import pandas\npandas.Series([1, 2]).plot()", 1),
        ("%matplotlib inline\nplt.plot([1, 2]);", 1),
        ("plt.close('all')", 0),
        ("1", 0),
    ):
        messages = kernel.run(code)
        assert sum("image/png" in message["content"].get("data", {}) for message in messages) == charts, code


def test_kernels_share_nothing_and_draw_different_numbers(start: Start) -> None:
    one, other = start(), start()
    one.run("import pandas, matplotlib, builtins, os, random, numpy\npandas.leaked = builtins.leaked = secret = 1")
    one.run("matplotlib.rcParams['font.size'] = 99; os.environ['LEAKED'] = '1'; os.chdir('/'); random.seed(1)")
    look = (
        "import pandas, matplotlib, builtins, os\nprint(['secret' in globals(), hasattr(pandas, 'leaked'),"
        "hasattr(builtins, 'leaked'), matplotlib.rcParams['font.size'], 'LEAKED' in os.environ, os.getcwd() == '/'])"
    )
    assert other.ask(look) == [False, False, False, 10.0, False, False]
    draw = "import random, numpy, uuid\nprint([random.random(), numpy.random.random(), uuid.uuid4().hex])"
    one, third = start(), start()
    assert not set(one.ask(draw)) & set(third.ask(draw))


def test_an_interrupt_stops_the_cell_and_not_the_kernel(start: Start, tmp_path: Path) -> None:
    kernel = start(config=PLAIN)
    sleep_in_python = "import pathlib, time\npathlib.Path('{begun}').touch()\ntime.sleep(60)"
    for number, code in enumerate((sleep_in_python, "!touch {begun}; sleep 60")):
        begun = tmp_path / str(number)
        kernel.client.execute(code.format(begun=begun), stop_on_error=False)
        wait_until(begun.exists)
        kernel.manager.interrupt_kernel()
        reply = kernel.client.get_shell_msg(timeout=60)
        assert reply["content"]["status"] == ("error" if code == sleep_in_python else "ok"), reply
    assert kernel.ask("print(1 + 1)") == 2


def test_a_restarted_kernel_is_new_and_has_its_old_clients(start: Start) -> None:
    kernel = start(config=PLAIN)
    kernel.run("x = 1")
    for now in (False, True):
        before, sockets = kernel.pid, kernel.manager.ip
        kernel.manager.restart_kernel(now=now)
        kernel.client.wait_for_ready(timeout=30)
        assert kernel.manager.ip == sockets
        assert kernel.pid != before
        assert not is_running(before)
        assert kernel.ask("print('x' in globals())") is False


def test_nothing_is_left_after_a_shutdown(start: Start, run_folder: Path) -> None:
    kernel = start(config=PLAIN)
    pid, folder = kernel.pid, Path(kernel.manager.ip).parent
    assert folder.parent == run_folder
    assert folder.stat().st_mode & 0o777 == 0o700
    kernel.manager.shutdown_kernel()
    assert not folder.exists()
    assert not is_running(pid)
    assert not kernel.manager.has_kernel


@pytest.mark.parametrize(
    ("code", "expected"),
    [("import os\nos._exit(7)", 7), ("import os\nos.kill(os.getpid(), 11)", -11), ("exit()", 0)],
)
def test_exit_codes_are_seen(start: Start, code: str, expected: int) -> None:
    kernel = start(config=PLAIN)
    kernel.client.execute(code)
    poll = kernel.manager.provisioner.poll
    wait_until(lambda: asyncio.run(poll()) is not None)
    assert asyncio.run(poll()) == expected
    assert not kernel.manager.is_alive()


def test_input_is_refused_as_by_an_ordinary_kernel(start: Start) -> None:
    (message,) = start(config=PLAIN).run("input('?')")
    assert message["content"]["ename"] == "StdinNotImplementedError"


def test_standard_streams_go_where_they_would(start: Start, tmp_path: Path) -> None:
    with (tmp_path / "both").open("wb") as file:
        kernel = start(config=PLAIN, stdout=file, stderr=subprocess.STDOUT)
    kernel.run("import os, sys\nsys.__stdout__.write('out\\n'); sys.__stdout__.flush(); os.write(2, b'err\\n')")
    wait_until(lambda: sorted((tmp_path / "both").read_text().split()) == ["err", "out"])


def test_the_memory_limit_is_a_clear_error_after_which_the_kernel_goes_on(start: Start) -> None:
    kernel = start(config={"modules": ["numpy"], "memory_limit_mb": 200})
    for code in ("import numpy\nx = numpy.ones(100_000_000)", "x = []\nwhile True: x.append('a' * 99 + str(len(x)))"):
        messages = kernel.run(code)
        assert messages[0]["content"]["ename"] in ("MemoryError", "_ArrayMemoryError")
        assert messages[-1]["content"]["text"] == (
            "The memory limit of 200 MB was reached; memory_limit_mb or DXLIB_KERNEL_MEMORY_MB sets it.\n"
        )
        assert kernel.run("del x") == [] or "numpy" in code
    assert kernel.ask("import numpy\nprint(int(numpy.ones(1_000_000).sum()))") == 1_000_000


def test_the_environment_sets_the_memory_limit_first(start: Start) -> None:
    kernel = start(config={"modules": [], "memory_limit_mb": 9999}, env={**os.environ, "DXLIB_KERNEL_MEMORY_MB": "100"})
    (error, said) = kernel.run("x = bytearray(150_000_000)")
    assert error["content"]["ename"] == "MemoryError"
    assert "limit of 100 MB" in said["content"]["text"]


def test_twenty_kernels_at_once(run_folder: Path) -> None:
    async def run_one(number: int) -> str:
        manager = AsyncKernelManager(kernel_name="dxlib")
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=120)
        printed = []
        await client.execute_interactive(
            f"print({number})", output_hook=lambda m: printed.append(m["content"].get("text", "")), timeout=60
        )
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        return "".join(printed)

    async def run_all() -> list[str]:
        return await asyncio.gather(*(run_one(number) for number in range(20)))

    assert asyncio.run(run_all()) == [f"{number}\n" for number in range(20)]
    assert not list(run_folder.glob("k-*"))


def test_the_debugger_attaches(start: Start) -> None:
    kernel = start(config=PLAIN)
    for number, command in enumerate(("initialize", "attach"), 1):
        arguments = {"initialize": {"clientID": "t", "adapterID": ""}, "attach": {}}[command]
        content = {"type": "request", "seq": number, "command": command, "arguments": arguments}
        kernel.client.control_channel.send(kernel.client.session.msg("debug_request", content))
        reply = kernel.client.get_control_msg(timeout=30)
        assert reply["content"].get("success"), reply
    assert kernel.ask("print(1 + 1)") == 2


def test_the_debugger_knows_which_files_are_not_the_notebooks(start: Start) -> None:
    code = "files = get_ipython().kernel._kernel_modules\nprint([len(files) > 500, all(map(os.path.isabs, files))])"
    assert start(config=PLAIN).ask("import os\n" + code) == [True, True]


@pytest.mark.parametrize(("writer", "reader"), [("dxlib", "python3"), ("python3", "dxlib")])
def test_history_is_kept_for_all_kernels(start: Start, writer: str, reader: str) -> None:
    one = start(writer)
    one.run(f"written_by_{writer} = 1")
    one.manager.shutdown_kernel()  # a kernel writes what it has kept when it ends
    other = start(reader)
    assert f"written_by_{writer} = 1" in other.run("%history -g -l 9")[0]["content"]["text"]
    request = other.client.history(hist_access_type="search", pattern=f"written_by_{writer}*", n=1)
    reply = other.client.get_shell_msg(timeout=60)
    assert reply["parent_header"]["msg_id"] == request
    assert [found[2] for found in reply["content"]["history"]] == [f"written_by_{writer} = 1"]


THREADED = "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"


def test_a_kernel_starts_as_usual_where_the_template_must_not_be_forked_and_says_so_once(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "threaded.py").write_text(THREADED)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    kernels = [start(config={"modules": ["threaded"]}) for _ in range(2)]
    assert all(isinstance(kernel.manager.provisioner.process, subprocess.Popen) for kernel in kernels)
    assert kernels[0].ask("print(1 + 1)") == 2
    assert [record.getMessage() for record in caplog.records] == [
        "Kernels start as usual, not warm. Importing 'threaded' starts threads (2 now); a process with threads cannot "
        "be forked safely.\nFix: take 'threaded' out of the modules that warm kernels load; notebooks can still import "
        "it."
    ]


@pytest.mark.parametrize(
    ("launch", "platform", "reason"),
    [
        ({}, "darwin", "forking a process that has loaded libraries is not safe on darwin"),
        ({"stdout": subprocess.PIPE}, "linux", "a forked process cannot be started with stdout"),
        ({"independent": True}, "linux", "a forked process cannot be started with independent"),
    ],
)
def test_a_kernel_starts_as_usual_where_a_fork_would_not_be_the_same(
    start: Start, launch: dict[str, Any], platform: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("dxlib.kernels.provisioner.WarmProvisioner._say_once", lambda _, reason: said.append(reason))
    monkeypatch.setattr(sys, "platform", platform)
    kernel = start(config=PLAIN, **launch)
    process = kernel.manager.provisioner.process
    assert isinstance(process, subprocess.Popen)
    assert kernel.manager.transport == "tcp"
    assert said == [reason]
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()


CLIENT = textwrap.dedent("""\
    import json, pathlib, time
    from jupyter_client.manager import start_new_kernel
    manager, client = start_new_kernel(kernel_name="dxlib")
    client.execute("import subprocess; p = subprocess.Popen(['sleep', '99']); open('pid', 'w').write(str(p.pid))")
    client.get_shell_msg(timeout=60)
    pathlib.Path("half").write_text(json.dumps([manager.provisioner.pid, manager.ip]))
    pathlib.Path("half").rename("told")
    while manager.is_alive():
        time.sleep(0.1)
""")


@pytest.mark.parametrize("victim", ["client", "template", "both"])
def test_killing_the_client_or_the_template_leaves_no_process_and_no_socket(
    victim: str, tmp_path: Path, run_folder: Path
) -> None:
    environment = {**os.environ, "DXLIB_KERNELS_IDLE_S": "1.5"}
    with subprocess.Popen([sys.executable, "-c", CLIENT], cwd=tmp_path, env=environment) as client:
        try:
            wait_until((tmp_path / "told").exists, patience_s=60)
            kernel, ip = json.loads((tmp_path / "told").read_text())
            started = int((tmp_path / "pid").read_text())
            folder, template = Path(ip).parent, get_parent(kernel)
            assert folder.parent == run_folder
            assert template in list_templates(run_folder)
            for pid in {"client": [client.pid], "template": [template], "both": [template, client.pid]}[victim]:
                os.kill(pid, signal.SIGKILL)
            wait_until(lambda: not is_running(kernel))
            client.wait(PATIENCE_S)
        finally:
            client.kill()
    if victim == "both":
        os.kill(started, signal.SIGKILL)  # nobody is left who would; so it is with any kernel
        places.sweep()  # as whoever starts the next template does
    wait_until(lambda: not is_running(started))
    wait_until(lambda: not folder.exists())
    wait_until(lambda: template not in list_templates(run_folder))
