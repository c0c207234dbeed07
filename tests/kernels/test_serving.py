"""What a template does all day: a fork that fails is told, and the next one is served."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxlib.kernels import client
from tests.kernels.forking import Ask, fork

NO_FORK = """
import os
fork, asked = os.fork, []
def refuse():
    asked.append(1)
    if len(asked) > 1:
        raise BlockingIOError(11, "no processes left")
    return fork()
os.fork = refuse
"""


def test_a_template_that_cannot_fork_says_why_and_goes_on(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "nofork.py").write_text(NO_FORK)
    with fork(ask(["nofork"])) as one:
        with pytest.raises(client.TemplateError) as caught:
            fork(ask(["nofork"]))
        assert str(caught.value) == (
            "No process can be forked: [Errno 11] no processes left.\n"
            "Fix: see whether memory, or the number of processes, is short."
        )
        assert one.poll() is None
