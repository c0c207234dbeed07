"""What the system shows of a process that was forked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from dxlib.kernels import cmdline

SHOW = """
import os, sys
from dxlib.kernels import cmdline
print(cmdline.show(sys.argv[1:], {"A": "é\\udcff", "B": ""}), flush=True)
os.environ["LATER"] = "1"
sys.stdin.read()
"""


@pytest.mark.parametrize("command", [["python"], ["python", "-m", "a b", "", "ü\udcff" * 4000]])
def test_the_system_shows_the_command_line_and_the_environment(command: list[str]) -> None:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", SHOW, *map(os.fsencode, command)], **pipes) as process:
        assert process.stdout.readline() == b"True\n"
        shown = psutil.Process(process.pid)
        assert shown.cmdline() == command
        assert shown.environ() == {"A": "é\udcff", "B": ""}
        assert Path(f"/proc/{process.pid}/cmdline").read_bytes().count(b"\0") == len(command)
        process.stdin.close()


def test_nothing_is_changed_on_other_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Path("/proc/self/cmdline").read_bytes()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cmdline.show(["python"], {}) is False
    assert Path("/proc/self/cmdline").read_bytes() == before
