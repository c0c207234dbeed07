"""Clients of warm kernels know when a kernel is ready."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest

from dxlib.kernels.ready import PromptBlockingClient
from tests.kernels.conftest import PLAIN, Kernel

Start = Callable[..., Kernel]


def test_clients_need_not_wait_for_silence(start: Start) -> None:
    kernel = start(config=PLAIN)
    assert isinstance(kernel.client, PromptBlockingClient)
    seconds = []
    for _ in range(5):  # waiting for silence takes 0.2 seconds every time; a busy machine only now and then
        started = time.monotonic()
        kernel.client.wait_for_ready(timeout=60)
        seconds.append(time.monotonic() - started)
    assert min(seconds) < 0.2
    os.kill(kernel.pid, signal.SIGKILL)
    with pytest.raises(RuntimeError, match=r"^Kernel died before replying to kernel_info$"):
        kernel.client.wait_for_ready(timeout=60)
