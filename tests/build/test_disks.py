"""A disk that is full or may only be read, and a folder of somebody else: one error, and no file is half written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from dxlib.errors import ExitCode
from dxlib.paths import ROOT_VARIABLE, Project
from tests.build.conftest import SAY, SAY_ALSO, House
from tests.building import read_tree
from tests.conftest import write_toy_project
from tests.loaded import Loaded

# A copy of the project on a disk of its own, before a command; and what the command left there, copied back.
MAKE_DISK = 'mount -t tmpfs -o size=24m none /mnt; cp -a "$PROJECT/." /mnt; cd /mnt; {fault}'
KEEP_DISK = 'cd /mnt; rm -f filling; cp -a /mnt/. "$AFTER"'
FILL = "dd if=/dev/zero of=filling bs=1k 2>/dev/null || true; truncate -s -{room}k filling"


class Fault(NamedTuple):
    """How a disk is broken, like whom the command is run, and what it says."""

    make: str
    said: str
    like: str = ""


FULL = "The disk is full: "
NONE = Fault("true", "")
FAULTS = {
    "a full disk": Fault(FILL.format(room=0), FULL),
    "a disk with room for one small file": Fault(FILL.format(room=4), FULL),
    "a disk that may only be read": Fault("mount -o remount,ro /mnt", "The disk may only be read: "),
    "a folder that the user may not write": Fault(
        "chmod -R a-w .", "The rights do not suffice: ", "setpriv --bounding-set=-dac_override --inh-caps=-all"
    ),
}
COMMANDS = {
    "init": ("begun",),
    "new brief": ("more",),
    "new indicator": ("more", "--topic", "services"),
    "new chart": ("more",),
    "new language": ("de",),
    "translate": (),
    "clean": (),
    "export": ("--format", "csv", "--output", "figures.csv"),
    "pdf": ("--output", "printed"),
    "merge": ("shard",),
    "publish": ("--output", "www"),
}  # fmt: skip
UNWRITTEN = "'www' could not be read or written: "  # wherever it lies, it is said so


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that was built, and then altered so that each command has something to write."""
    house = House(write_toy_project(tmp_path_factory.mktemp("disks")), [])
    house.prepare()
    house.build(areas=["VNM"], languages=["en"])
    shutil.copytree(house.project.state, house.project.root / "shard")
    return house.project


def alter(project: Project, command: str) -> None:
    """Give a command something to write."""
    if command == "translate":
        House(write_toy_project(project.root), []).write_brief(SAY, SAY_ALSO, 'brief.say("A sentence that is new.")')
    elif command == "clean":
        ledger = project.ledgers / "main.csv"
        ledger.write_text(ledger.read_text("utf-8").replace('"71st"', '"71st of 193"'), "utf-8")
    elif command == "merge":
        shutil.rmtree(project.state)
        shutil.rmtree(project.reports)


def run(
    loaded: Loaded, project: Project, fault: Fault, command: str, after: Path
) -> tuple[subprocess.CompletedProcess[str], dict[str, bytes]]:
    """Run a command on a broken disk; give also what lies there afterwards, but for what dxlib keeps for itself."""
    after.mkdir()
    root = str(project.root) if command == "publish" else "/mnt"  # which reads records on a disk that is as it was
    make, arguments = MAKE_DISK.format(fault=fault.make), [*command.split(), *COMMANDS[command]]
    variables = {"PROJECT": str(project.root), "AFTER": str(after), ROOT_VARIABLE: root}
    if not fault.like:
        done = loaded.run(project, *arguments, variables=variables, before=make, folder="/mnt", after=KEEP_DISK)
        return done, read_files(after)
    own = [] if os.geteuid() == 0 else ["--map-root-user"]
    script = f'{make}; code=0; {fault.like} "$@" || code=$?; {KEEP_DISK}; exit $code'
    program = ["sh", "-ec", script, "sh", sys.executable, "-m", "dxlib", *arguments]
    done = subprocess.run(
        ["unshare", "--mount", *own, *program], cwd=project.root, env={**os.environ, **variables}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    return done, read_files(after)


def read_files(folder: Path) -> dict[str, bytes]:
    """Give every file but those that dxlib keeps for itself."""
    return {name: content for name, content in read_tree(folder).items() if not name.startswith((".dxlib/", "shard/"))}


@pytest.fixture(scope="module")
def altered(built: Project, loaded: Loaded, tmp_path_factory: pytest.TempPathFactory):
    """Gives, by command, the project to run it on, what lies there, and what it leaves where nothing is broken."""
    known: dict[str, tuple[Project, dict[str, bytes], dict[str, bytes]]] = {}

    def give(command: str) -> tuple[Project, dict[str, bytes], dict[str, bytes]]:
        if command not in known:
            folder = tmp_path_factory.mktemp(command.replace(" ", "-"))
            shutil.copytree(built.root, folder / "p", symlinks=True)
            alter(project := Project(folder / "p"), command)
            done, after = run(loaded, project, NONE, command, folder / "after")
            assert done.returncode == 0, done.stderr
            before = read_files(project.root)
            assert before != after, "it had nothing to write"
            known[command] = (project, before, after)
        return known[command]

    return give


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_on_a_broken_disk_is_one_error_and_no_file_is_half_written(
    altered, loaded: Loaded, tmp_path: Path, command: str, fault: str
) -> None:
    project, before, whole = altered(command)
    done, left = run(loaded, project, FAULTS[fault], command, tmp_path / "after")
    assert "Traceback" not in done.stderr
    if done.returncode == 0 and fault == "a disk with room for one small file":
        assert left == whole
        return
    assert done.returncode == (ExitCode.SOME_FAILED if command == "publish" else ExitCode.MACHINE_REFUSED), done.stderr
    *_, what, fix = done.stderr.splitlines()
    assert what.startswith(UNWRITTEN if command == "publish" else FAULTS[fault].said)
    assert re.fullmatch(r"Fix: .+\.", fix)
    assert before.keys() <= left.keys(), "a file is lost"
    assert [name for name in left if left[name] not in (before.get(name), whole.get(name))] == []
