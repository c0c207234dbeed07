"""Processes that sleep, forked from a template, for tests."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from dxlib.kernels import client
from dxlib.kernels.forked import Forked
from dxlib.kernels.recipe import Recipe

Ask = Callable[..., Recipe]


SLEEP = {"cells": [{"index": 0, "source": "import time; time.sleep(99)", "may_fail": False}], "memory_limit_mb": 0}


def fork(recipe: Recipe) -> Forked:
    """Fork a process that sleeps."""
    order = client.make_order([sys.executable, "-m", "ipykernel_launcher"], os.environ, "/tmp", **SLEEP)
    with Path(os.devnull).open("r+b") as nothing:
        return client.fork(recipe, "cells", order, standard=[nothing.fileno()] * 3)
