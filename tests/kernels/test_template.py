"""The template: one thread, no credentials; it ends when nobody needs it, and goes on when it cannot fork."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from dxlib.kernels import client, places
from tests.kernels.conftest import get_parent, is_running, list_templates, wait_until
from tests.kernels.forking import Ask, fork


def test_a_template_has_one_thread_and_no_credentials(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "very-secret-token")
    with fork(ask(["numpy"])) as one:
        template = get_parent(one.pid)
        assert len(list(Path(f"/proc/{template}/task").iterdir())) == 1
        assert b"SECRET" not in Path(f"/proc/{template}/environ").read_bytes()
        assert search_memory(template, b"very-secret-" + b"token") is False
        assert search_memory(one.pid, b"very-secret-" + b"token") is True
        kept = {str(file.readlink()) for file in Path(f"/proc/{template}/fd").iterdir()}
        assert not any("order" in name for name in kept)
        assert str(tmp_path) not in kept


def search_memory(pid: int, wanted: bytes) -> bool:
    """Say whether a process has some bytes anywhere in its memory."""
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            bounds, rights = line.split()[:2]
            if rights.startswith("rw") and not line.endswith(("[vvar]", "[vsyscall]")):
                start, end = (int(bound, 16) for bound in bounds.split("-"))
                memory.seek(start)
                if wanted in memory.read(end - start):
                    return True
    return False


def test_a_template_ends_when_nobody_has_needed_it_for_a_while(ask: Ask, run_folder: Path) -> None:
    with fork(ask(["json"], 0.5)) as one:
        template = get_parent(one.pid)
        assert template in list_templates(run_folder)
    client.release()
    wait_until(lambda: not is_running(template))
    assert not places.get_socket(ask(["json"], 0.5).key).parent.exists()


def test_a_template_that_is_told_to_end_ends_with_its_processes(ask: Ask) -> None:
    one = fork(ask(["json"]))
    template = get_parent(one.pid)
    os.kill(template, signal.SIGTERM)
    assert one.wait(20) == -signal.SIGKILL
    wait_until(lambda: not is_running(template) and not is_running(one.pid))
