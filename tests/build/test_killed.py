"""Builds killed at random moments: nothing half-written is ever seen, and the next build gives what it would have.

Six moments are tried; ``DXLIB_KILLS=50 pytest tests/build/test_killed.py`` tries fifty.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from dxlib.data.clean import clean
from dxlib.paths import ROOT_VARIABLE, Project
from tests.build.conftest import EDITIONS, SAY
from tests.building import run_dxlib
from tests.loaded import COMMAND, Loaded, Running

KILLS = int(os.environ.get("DXLIB_KILLS", "6"))
PATIENCE_S = 90


def measure_build(project: Project, loaded: Loaded) -> float:
    started = time.monotonic()
    done = loaded.run(project, "build", *EDITIONS, "--force")
    assert done.returncode == 0, done.stderr
    return time.monotonic() - started


def kill_build(project: Project, loaded: Loaded, after_s: float) -> bool:
    """Kill a build of all jobs with SIGKILL; say whether it was still running."""
    running = loaded.start(project, "build", *EDITIONS, "--force")
    running.wait(after_s)
    running.kill()
    return running.finish(60).returncode == -signal.SIGKILL


def is_whole(seen: dict[str, bytes], expected: dict[str, bytes], *, anew: bool) -> bool:
    """Say whether a reader sees all pages or, where there were none, whole editions only, and a manifest at last."""
    if not anew or "manifest.json" in seen:
        return seen == expected
    editions = {name.partition("/")[0] for name in seen if "/" in name}
    due = {name for name in expected if name.partition("/")[0] in editions}
    return {name for name in seen if "/" in name} == due and all(expected.get(name) == seen[name] for name in due)


def list_processes(root: Path) -> dict[str, str]:
    """Give what works on a project, or is ready to: its command lines, by the numbers of the processes."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
            command = (folder / "cmdline").read_text("utf-8", "replace").replace("\0", " ")
        except OSError:
            continue
        if f"{ROOT_VARIABLE}={root}".encode() in environment.split(b"\0"):
            found[folder.name] = command
    return found


def test_builds_that_are_killed_at_random_moments_leave_no_trace(house, loaded):
    clean(house.project)
    assert run_dxlib(house.project, "build", *EDITIONS).returncode == 0
    expected = house.read_pages()
    kept = list_processes(house.project.root)  # of this process, for its own builds
    numbers = random.Random(20261122)
    # The second one: after the first there is a template, as there is after each build that is killed.
    _, whole_s = (measure_build(house.project, loaded) for _ in range(2))
    killed = 0
    for kill in range(KILLS):
        if anew := kill % 3 == 2:
            shutil.rmtree(house.project.state)
            shutil.rmtree(house.project.reports)
        killed += kill_build(house.project, loaded, numbers.uniform(0.05, whole_s))
        seen = house.read_pages()
        assert is_whole(seen, expected, anew=anew), f"kill {kill}"
        done = run_dxlib(house.project, "build", *EDITIONS)
        assert done.returncode == 0, f"kill {kill}: {done.stdout}{done.stderr}"
        assert house.read_pages() == expected, f"kill {kill}"
    assert killed >= KILLS / 2, f"only {killed} of {KILLS} builds were still running"
    deadline = time.monotonic() + PATIENCE_S
    while (left := list_processes(house.project.root).items() - kept.items()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == set()


def find_template(root: Path, *, has_forked: bool) -> int:
    """Give the process from which workers and notebooks of a project are forked, or 0."""
    for pid, command in list_processes(root).items():
        if "kernels.template" in command:
            with suppress(OSError):
                if not has_forked or Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii"):
                    return int(pid)
    return 0


def start_build(project: Project, loaded: Loaded, temporary: Path) -> Running:
    """Start a build, which leads a group of processes and starts a template of its own."""
    while pid := find_template(project.root, has_forked=False):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    variables, code = {"TMPDIR": str(temporary)}, f"import os\nos.setsid()\n{COMMAND}"
    return loaded.start(project, "build", *EDITIONS, "--force", "--jobs", "2", code=code, variables=variables)


def wait_for_template(running: Running, root: Path, *, has_forked: bool = False) -> int:
    """Give that process as soon as there is one; whoever starts it is called like it for a moment."""
    seen = [0, -1]
    while not running.wait(0.05 if has_forked else 0.01):
        seen.append(find_template(root, has_forked=has_forked))
        if seen[-1] and (not has_forked or seen[-1] == seen[-2]):
            return seen[-1]
    raise AssertionError(f"the build ended without it: {running.finish()}")


@pytest.mark.parametrize(("has_forked", "wait_s"), [(False, 0.0), (False, 0.4), (True, 0.0), (True, 0.3)])
def test_a_build_goes_on_when_what_workers_are_forked_from_is_killed(house, loaded, tmp_path, has_forked, wait_s):
    clean(house.project)
    running = start_build(house.project, loaded, tmp_path)
    template = wait_for_template(running, house.project.root, has_forked=has_forked)
    time.sleep(wait_s)
    os.kill(template, signal.SIGKILL)
    done = running.finish(120)
    assert done.returncode == 0, done.stderr
    assert re.search(r"8 jobs: 8 (built|unchanged)\.", done.stdout)


def test_ctrl_c_while_workers_are_being_started_is_answered_in_words(house, loaded, tmp_path) -> None:
    clean(house.project)
    for wait_s in (0.1, 0.3, 0.6):
        running = start_build(house.project, loaded, tmp_path)
        wait_for_template(running, house.project.root)
        time.sleep(wait_s)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does, to all of them
        done = running.finish(120)
        assert "Traceback" not in done.stderr
        assert done.returncode == 130
        assert done.stderr.splitlines()[-1].startswith("Interrupted. What was finished is kept;")


def test_killed_builds_leave_nothing_in_the_temporary_folder(house, loaded, tmp_path) -> None:
    (folder := tmp_path / "t").mkdir()
    clean(house.project)
    for wait_s in (0.1, 0.4, 0.7):
        running = start_build(house.project, loaded, folder)
        wait_for_template(running, house.project.root)
        time.sleep(wait_s)
        running.kill()
        running.finish(60)
    time.sleep(1)  # what was started ends a moment later
    done = start_build(house.project, loaded, folder).finish(120)
    assert done.stdout, done.stderr
    folders = [path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink()]
    left = [path for path in folders if not path.name.startswith("t-")]  # a warm template stays for a while
    assert set(left) <= {folder / f"dxlib-{os.geteuid()}"}


def test_a_build_goes_on_when_what_notebooks_are_forked_from_is_killed(house, loaded) -> None:
    house.write_brief("import time\ntime.sleep(3)", SAY)
    clean(house.project)
    chosen = ("--edition", "2024", "--area", "VNM", "--language", "en")
    running = loaded.start(house.project, "build", "--draft", *chosen)
    template = wait_for_template(running, house.project.root, has_forked=True)
    children = Path(f"/proc/{template}/task/{template}/children")
    while len(children.read_text("ascii").split()) < 2:  # the worker, and its notebook
        assert not running.wait(0.01)
    os.kill(template, signal.SIGKILL)
    done = running.finish(120)
    assert done.returncode == 0, done.stdout + done.stderr
