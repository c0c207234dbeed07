"""Connections to templates: no process that is forked keeps one."""

from __future__ import annotations

import os
import signal

from tests.kernels.conftest import is_running, wait_until
from tests.kernels.forking import Ask, fork


def test_a_process_that_this_one_forks_keeps_no_connection(ask: Ask) -> None:
    one = fork(ask())
    pid = os.fork()
    if pid == 0:
        signal.pause()
    try:
        one.close()
        wait_until(lambda: not is_running(one.pid))
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
