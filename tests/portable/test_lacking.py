"""A small project on systems that lack something: the same pages, byte by byte, by the real command line.

What is lacking is taken away in real processes (``tests/portable/lacking``); this is Linux, told to be less.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from dxlib.paths import ROOT_VARIABLE, Project
from tests.build.conftest import House
from tests.building import ROOT, read_tree
from tests.conftest import make_row, write_toy_project
from tests.loaded import Loaded, keep_loaded

LACKING = Path(__file__).parent / "lacking"
CHOSEN = ("--edition", "2024", "--language", "en")
ASCII = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
SYSTEMS = {
    "fork": {},
    "fcntl": {},
    "symbolic-links": {},
    "hard-links": {},
    "shared-memory": {},
    "unix-sockets": {},
    "folder-sync": {},
    "fork,open-folders": {},
    "case": {},
    "utf-8": ASCII,
    "fork,fcntl,symbolic-links,hard-links,unix-sockets,open-folders,case": ASCII,
}


def keep_lacking(project: Project, lacks: str) -> AbstractContextManager[Loaded]:
    """Have the command line loaded where something is lacking; a text that is read in an unnamed encoding fails."""
    return keep_loaded(
        {
            **SYSTEMS.get(lacks, {}), ROOT_VARIABLE: str(project.root), "DXLIB_TEST_LACKS": lacks,
            "PYTHONPATH": f"{LACKING}{os.pathsep}{ROOT}", "PYTHONWARNDEFAULTENCODING": "1",
        }
    )  # fmt: skip


def build_all(project: Project, lacks: str) -> dict[str, bytes]:
    """Do with a project all that an analyst does, each in a process of its own, and give what was published."""
    target = project.root / "public"
    said = {}
    with keep_lacking(project, lacks) as loaded:
        for name, *arguments in (
            ("clean",), ("check",), ("plan", *CHOSEN), ("build", *CHOSEN), ("build", *CHOSEN), ("audit", "reports"),
            ("publish", "--output", str(target)),
        ):  # fmt: skip
            done = loaded.run(project, name, *arguments)
            said[name] = done.stdout
            assert done.returncode == 0, (name, done.stdout, done.stderr)
    assert said["build"].splitlines()[0] == "2 jobs: 2 skipped."
    return read_tree(target)


def make_project(folder: Path) -> Project:
    """Make a small project whose texts are not all in ASCII."""
    house = House(write_toy_project(folder), [])
    house.prepare()
    row = make_row(REF_AREA="SGP", TIME_PERIOD="2022", OBS_VALUE="12", AS_WRITTEN="12th", SOURCE="mic-2022")
    house.toy.write_ledger([row], name="earlier.csv")
    return house.project


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What is published, and what is shown and cleaned, where nothing is lacking."""
    project = make_project(tmp_path_factory.mktemp("usual") / "project")
    return build_all(project, ""), read_made(project)


def read_made(project: Project) -> dict[str, bytes]:
    """Give all that was made but for what dxlib remembers."""
    return {**read_tree(project.reports), **read_tree(project.clean)}


@pytest.mark.parametrize("lacks", SYSTEMS)
def test_a_project_gives_the_same_bytes_where_something_is_lacking(usual, tmp_path, lacks):
    project = make_project(tmp_path / "project")
    published, made = usual
    assert build_all(project, lacks) == published
    assert read_made(project) == made
    has_links = "symbolic-links" not in lacks
    assert (project.reports / "2024").is_symlink() is has_links


def test_where_there_is_no_fork_a_memory_limit_is_said_not_to_be_kept(tmp_path):
    project = make_project(tmp_path / "project")
    with keep_lacking(project, "fork") as loaded:
        assert loaded.run(project, "clean").returncode == 0
        done = loaded.run(project, "build", *CHOSEN, "--area", "VNM", "--memory-limit", "4000")
    assert done.returncode == 0
    assert done.stderr == "Warning: The memory limit is not kept: there is no fork in this Python.\n"


HOLD = """
import os, sys
from pathlib import Path
from dxlib.build.lock import hold_lock
with hold_lock(Path("state", "build.lock")):
    print("held", flush=True)
    {then}
"""


@pytest.mark.parametrize("lacks", ["", "fcntl"])
def test_a_lock_ends_with_its_process_however_that_ends(tmp_path, lacks):
    env = {**os.environ, ROOT_VARIABLE: str(tmp_path), "DXLIB_TEST_LACKS": lacks,
           "PYTHONPATH": f"{LACKING}{os.pathsep}{ROOT}"}  # fmt: skip

    def hold(then: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", HOLD.format(then=then)], cwd=tmp_path, env=env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    with hold("sys.stdin.read()") as first:
        assert first.stdout.readline() == "held\n"
        said, errors = hold("pass").communicate(timeout=60)
        assert said == ""
        assert f"Another build is running: process {first.pid} on " in errors
        first.kill()
    assert hold("pass").communicate(timeout=60)[0] == "held\n"
