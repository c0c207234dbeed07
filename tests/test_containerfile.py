"""The lines of the Containerfile, carried out in a folder, as an ordinary user also where the tests run as root.

There need be no container engine. ``NOT_HERE`` names what is not carried out, and why.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).parents[1]
ORDINARY = 65534  # nobody, on every system with glibc
NOT_HERE = {
    "FROM docker.io/library/python:3.11-slim-bookworm": "an image of a registry; the tests' Python stands in",
    "RUN apt-get": "alters the machine",
    "RUN useradd": "alters the machine; the folder is made, and owned by an ordinary user",
    "RUN make .venv/.ready": "installs packages from an index; the tests' environment is linked",
}  # fmt: skip
# As root: give up all rights but that of reading, since the Python of root may lie in root's own home.
AS_ORDINARY = (
    "setpriv", f"--reuid={ORDINARY}", f"--regid={ORDINARY}", "--clear-groups", "--inh-caps=+dac_read_search",
    "--ambient-caps=+dac_read_search",
)  # fmt: skip


def list_lines() -> Iterator[tuple[str, str]]:
    """Give each instruction with what stands after it."""
    text = (REPOSITORY / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            instruction, _, rest = line.partition(" ")
            yield instruction, rest


def is_left_out(instruction: str, rest: str) -> bool:
    return any(f"{instruction} {rest}".startswith(begin) for begin in NOT_HERE)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that an ordinary user owns, and reaches."""
    with tempfile.TemporaryDirectory(prefix="container-") as name:
        folder = Path(name)
        for path in (folder, folder / "srv", folder / "home"):
            path.mkdir(exist_ok=True)
            path.chmod(0o755)
            if os.geteuid() == 0:
                os.chown(path, ORDINARY, ORDINARY)
        yield folder


def copy(sources: list[str], target: Path, *, owned: bool) -> None:
    """Copy as ``COPY`` does: what a folder holds, not the folder; it is root's unless ``--chown`` gives it away."""
    for name in sources:
        source = REPOSITORY / name
        to = target if source.is_dir() else target / source.name
        to.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "clean")
            shutil.copytree(source, to, dirs_exist_ok=True, ignore=ignored)
        else:
            shutil.copy(source, to)
    if os.geteuid() == 0 and owned:
        for path in (target, *target.rglob("*")):
            os.chown(path, ORDINARY, ORDINARY)


def declare_one_page(folder: Path) -> None:
    """Leave one page to be built: all of the latest editions take minutes."""
    path = folder / "notebooks" / "briefs.yaml"
    declared = yaml.safe_load(path.read_text("utf-8"))
    latest = max(declared["editions"])
    only = {"areas": ["VNM"], "editions": [latest], "languages": ["en"]}
    path.write_text(yaml.safe_dump({**declared, "briefs": {"05-international-rankings": only}}), "utf-8")


def run(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    ordinary = AS_ORDINARY if os.geteuid() == 0 else ()
    done = subprocess.run(
        [*ordinary, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False, umask=0o022
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root, and no setpriv to become another")
def test_an_ordinary_user_builds_what_the_containerfile_says(place: Path) -> None:
    folder, user, said = place / "srv", "root", ""
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    environment = {"PATH": path, "HOME": str(place / "home"), "PYTHONPATH": str(folder), "LANG": "C.UTF-8"}
    for instruction, rest in list_lines():
        if is_left_out(instruction, rest):
            continue
        if instruction == "COPY":
            *sources, target = (word for word in shlex.split(rest) if not word.startswith("--chown"))
            copy(sources, folder / target, owned="--chown=dxlib:dxlib" in rest)
        elif instruction == "USER":
            user = rest
            (folder / ".venv").symlink_to(sys.prefix)
            declare_one_page(folder)
        elif instruction == "ENV":
            name, _, value = rest.partition("=")
            environment[name] = value
        elif instruction in ("RUN", "CMD"):
            assert user != "root", rest
            said = run(json.loads(rest) if instruction == "CMD" else shlex.split(rest), folder, environment)
        else:
            assert (instruction, rest) == ("WORKDIR", "/srv/dxlib")
    assert said.splitlines()[-2:] == ["1 job: 1 built.", "Open reports/index.html"]
    made = [*(folder / "reports").rglob("*.html")]
    assert len(made) >= 2
    assert {one.stat().st_uid for one in made} == {ORDINARY if os.geteuid() == 0 else os.geteuid()}


def test_what_is_left_out_is_in_the_file() -> None:
    lines = [f"{instruction} {rest}" for instruction, rest in list_lines()]
    assert [begin for begin in NOT_HERE if not any(line.startswith(begin) for line in lines)] == []


def test_the_last_user_is_an_ordinary_one_and_packages_come_from_the_pinned_list() -> None:
    lines = dict(list_lines())
    assert lines["USER"] not in ("root", "0")
    assert re.fullmatch(r"docker\.io/library/python:3\.\d+-slim-\w+", lines["FROM"])
    target = (REPOSITORY / "Makefile").read_text("utf-8").partition("$(READY): ")[2].partition("\n\n")[0]
    assert "--requirement requirements.txt" in target
