"""A forked process as its client sees it: signals, its end, and the end of its template."""

from __future__ import annotations

import os
import signal
import subprocess

import pytest

from tests.kernels.conftest import get_parent, is_running, wait_until
from tests.kernels.forking import Ask, fork


def test_a_killed_template_is_noticed_and_what_it_forked_ends(ask: Ask) -> None:
    recipe = ask()
    one = fork(recipe)
    template = get_parent(one.pid)
    os.kill(template, signal.SIGKILL)
    assert one.wait(20) == -signal.SIGKILL
    wait_until(lambda: not is_running(one.pid))
    with fork(recipe) as next_one:
        assert get_parent(next_one.pid) != template


def test_signals_reach_the_process_and_its_exit_is_told(ask: Ask) -> None:
    with fork(ask()) as one:
        assert one.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            one.wait(0.1)
        one.send_signal(signal.SIGTERM)
        assert one.wait(20) == -signal.SIGTERM
        assert one.poll() == -signal.SIGTERM
        one.send_signal(signal.SIGINT)  # nobody is there any more, and nothing happens
