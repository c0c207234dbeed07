"""Builds killed at random moments: nothing half-written is ever seen, and the next build gives what it would have.

Six moments are tried; ``DXLIB_KILLS=50 pytest tests/build/test_killed.py`` tries fifty.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from dxlib.data.clean import clean
from dxlib.paths import ROOT_VARIABLE, Project
from tests.building import run_dxlib

KILLS = int(os.environ.get("DXLIB_KILLS", "6"))
PATIENCE_S = 30
EDITIONS = ("--edition", "2023", "--edition", "2024")


def measure_build(project: Project) -> float:
    started = time.monotonic()
    done = run_dxlib(project, "build", *EDITIONS, "--force")
    assert done.returncode == 0, done.stderr
    return time.monotonic() - started


def kill_build(project: Project, after_s: float) -> bool:
    """Kill a build of all jobs with SIGKILL; say whether it was still running."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dxlib", "build", *EDITIONS, "--force"],
        cwd=project.root, env={**os.environ, ROOT_VARIABLE: str(project.root)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        process.wait(timeout=after_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=60)
        return True
    return False


def is_whole(seen: dict[str, bytes], expected: dict[str, bytes], *, anew: bool) -> bool:
    """Say whether a reader sees all pages or, where there were none, whole editions only, and a manifest at last."""
    if not anew or "manifest.json" in seen:
        return seen == expected
    editions = {name.partition("/")[0] for name in seen if "/" in name}
    due = {name for name in expected if name.partition("/")[0] in editions}
    return {name for name in seen if "/" in name} == due and all(expected.get(name) == seen[name] for name in due)


def list_processes(root: Path) -> list[str]:
    """Give the command lines of what still works on a project."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
            command = (folder / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
        if f"{ROOT_VARIABLE}={root}".encode() in environment.split(b"\0"):
            found.append(command)
    return found


def test_builds_that_are_killed_at_random_moments_leave_no_trace(house):
    clean(house.project)
    assert run_dxlib(house.project, "build", *EDITIONS).returncode == 0
    expected = house.read_pages()
    numbers = random.Random(20261122)
    whole_s = measure_build(house.project)
    killed = 0
    for kill in range(KILLS):
        if anew := kill % 3 == 2:
            shutil.rmtree(house.project.state)
            shutil.rmtree(house.project.reports)
        killed += kill_build(house.project, numbers.uniform(0.05, whole_s))
        seen = house.read_pages()
        assert is_whole(seen, expected, anew=anew), f"kill {kill}"
        done = run_dxlib(house.project, "build", *EDITIONS)
        assert done.returncode == 0, f"kill {kill}: {done.stdout}{done.stderr}"
        assert house.read_pages() == expected, f"kill {kill}"
    assert killed >= KILLS / 2, f"only {killed} of {KILLS} builds were still running"
    deadline = time.monotonic() + PATIENCE_S
    while (left := list_processes(house.project.root)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []
