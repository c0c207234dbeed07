"""What the machine refuses, and records that cannot be read: one clear error, and the next build goes on."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from dxlib.build.briefs import read_declarations
from dxlib.build.database import UnreadableStateError, is_of_this_version
from dxlib.build.decide import Action, Cause
from dxlib.build.merging import merge
from dxlib.build.origins import _proved
from dxlib.build.outcome import Status
from dxlib.build.publish import publish
from dxlib.build.state import State
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.clean import clean
from dxlib.data.stamp import is_up_to_date
from dxlib.errors import BuildError, ExitCode, MachineError, concerns_all, explain_refusal
from dxlib.paths import ROOT_VARIABLE, Project
from tests.build.conftest import House
from tests.building import read_tree, run_dxlib

BUILD = ("build", "--edition", "2023", "--edition", "2024")
ASIDE = "It was set aside as build.sqlite.set-aside, and nothing that reports/ shows is lost."


def run_in_mounts(project: Project, mounts: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line where other disks are mounted: a fault that is not there fails the test."""
    own = [] if os.geteuid() == 0 else ["--map-root-user"]
    command = ["unshare", "--mount", *own, "sh", "-ec", f'{mounts}\nexec "$@"', "sh", sys.executable, "-m", "dxlib"]
    environment = {**os.environ, ROOT_VARIABLE: str(project.root), "PROJECT": str(project.root)}
    return subprocess.run(
        [*command, *arguments], cwd=project.root, env=environment, capture_output=True, text=True, check=False
    )


# Records ---------------------------------------------------------------------------------------
def overwrite(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def scramble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(content)


def change(sql: str) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        with closing(sqlite3.connect(path)) as database:
            database.executescript(sql)

    return run


DEEP = "[" * 100_000
DAMAGES = {
    "overwritten": (overwrite, "are damaged (file is not a database)."),
    "cut": (cut, "are damaged (database disk image is malformed)."),
    "scrambled": (scramble, "are damaged (database disk image is malformed)."),
    "no JSON": (change("UPDATE jobs SET inputs = 'x'"), "are damaged (Expecting value: line 1 column 1 (char 0))."),
    "no mapping": (change("UPDATE jobs SET inputs = '[]'"), "are damaged (list where dict must be)."),
    "too deep": (
        change(f"UPDATE jobs SET inputs = '{'[' * 100_000}'"),
        "are damaged (too many values within each other).",
    ),
    "bytes": (change("UPDATE jobs SET error = x'00ff'"), "are damaged (bytes where str must be)."),
    "no seconds": (change("UPDATE jobs SET seconds = 'x'"), "are damaged (could not convert string to float: 'x')."),
    "no text": (change("UPDATE jobs SET inputs = '{\"language\": {}}'"), "are damaged (dict where str must be)."),
    "a column less": (change("ALTER TABLE jobs DROP COLUMN memory"), "Another version of dxlib wrote the records"),
    "no table": (change("DROP TABLE slices"), "Another version of dxlib wrote the records"),
    "another version": (change("PRAGMA user_version = 99"), "Another version of dxlib wrote the records"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_records_that_cannot_be_read_are_set_aside_named_and_made_anew(house: House, damage: str) -> None:
    house.build()
    before, (break_it, said) = house.read_pages(), DAMAGES[damage]
    break_it(house.project.build_state)
    left = house.project.build_state.read_bytes()
    with pytest.raises(UnreadableStateError), State(house.project.build_state) as state:
        state.read()
    house.said.clear()
    assert house.build().counts == {Status.BUILT: 8}
    (told,) = [line for line in house.said if line.startswith("Warning: ")]
    assert said in told
    assert told.endswith(ASIDE)
    assert house.project.build_state.with_name("build.sqlite.set-aside").read_bytes() == left
    assert house.read_pages() == before
    house.said.clear()
    assert house.build().counts == {Status.SKIPPED: 8}
    assert not [line for line in house.said if line.startswith("Warning: ")]


def read_records(house: House) -> dict[str, bytes]:
    return {
        name: content for name, content in read_tree(house.project.state).items() if name.startswith("build.sqlite")
    }


ENTRIES = ["{}", "[]", "x", DEEP, '{"language": {}}', '{"title": ""}', '{"own": [{"name": "a"}]}', '{"title": 5}']


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one[:20])
def test_a_page_of_which_nothing_is_known_is_built_again_and_no_other(house: House, entry: str) -> None:
    house.build(areas=["VNM"])
    before = house.read_pages()
    job = next(iter(house.list_jobs(areas=["VNM"])))
    change(f"UPDATE jobs SET entry = '{entry}' WHERE id = '{job.id}'")(house.project.build_state)
    decisions = house.decide(areas=["VNM"])
    assert {one.job: one.causes for one in decisions if one.action is not Action.SKIP} == {job: (Cause.NEW,)}
    assert house.build(areas=["VNM"]).counts == {Status.SKIPPED: 3, Status.BUILT: 1}
    assert house.read_pages() == before
    assert not house.project.build_state.with_name("build.sqlite.set-aside").exists()


def test_a_plan_names_them_too_and_alters_nothing_and_publishing_says_what_to_do(house: House, tmp_path: Path) -> None:
    house.build()
    overwrite(house.project.build_state)
    left = read_records(house)
    done = run_dxlib(house.project, "plan", "--edition", "2024")
    assert done.returncode == 0
    (told,) = done.stderr.splitlines()
    assert told.startswith("Warning: The records of builds in .dxlib/build.sqlite are damaged (")
    assert told.endswith("). A build sets them aside, and makes every page anew.")
    assert done.stdout.count(": run (new)") == 4
    assert read_records(house) == left
    with pytest.raises(UnreadableStateError) as caught:
        publish(house.project, str(tmp_path / "www"))
    assert str(caught.value) == (
        "The records of builds in .dxlib/build.sqlite are damaged (file is not a database).\n"
        "Fix: run 'dxlib build', which sets them aside and makes new ones; copy those of a shard again."
    )


def test_a_plan_of_a_project_that_was_never_built_makes_nothing(house: House) -> None:
    assert {one.causes for one in house.decide()} == {(Cause.NEW,)}
    assert not house.project.build_state.exists()


@pytest.mark.parametrize("slices", ["x", DEEP, '[["a", "b", "c", []]]'], ids=["x", "deep", "list"])
def test_what_a_job_read_is_never_believed_when_it_is_damaged(house: House, slices: str) -> None:
    house.build()
    change(f"UPDATE jobs SET slices = '{slices}', data = ''")(house.project.build_state)
    with pytest.raises(UnreadableStateError, match="a job does not say what it read"):
        house.decide()


def test_a_shard_whose_rows_cannot_be_read_is_refused_as_a_whole(house: House, tmp_path: Path) -> None:
    house.build(areas=["VNM"])
    shard = tmp_path / "shard"
    shutil.copytree(house.project.state, shard)
    before = house.project.build_state.read_bytes()
    for rows in ("x", "5", "[1]", '{"a": []}', DEEP):
        change(f"UPDATE slices SET rows = '{rows}'")(shard / "build.sqlite")
        with pytest.raises(UnreadableStateError, match=r"^The records of builds in shard/build\.sqlite are damaged \("):
            merge(house.project, read_declarations(house.project, read_catalogue(house.project)), [shard])
        assert house.project.build_state.read_bytes() == before


LEFT = '{"release": "a", "files": {"2024/en/01-toy/SGP.html": "b"}, "seen": {"2024/en/01-toy/SGP.html": []}}'
NOTES = [("left.json", DEEP), ("left.json", LEFT), ("clean.json", DEEP), ("clean.proof", "\udcff"), ("settled", DEEP)]


def test_a_note_that_cannot_be_read_is_no_note(house: House, tmp_path: Path) -> None:
    house.build(areas=["VNM"])
    before = house.read_pages()
    for name, content in NOTES:
        (house.project.state / name).write_bytes(content.encode(errors="surrogateescape"))
        _proved.clear()
        with suppress(BuildError):  # it may say that it is not known how the release was left
            publish(house.project, str(tmp_path / "www"))
        assert not is_up_to_date(house.project) or name != "clean.json"
        house.build(areas=["VNM"])
        assert house.read_pages() == before


def test_a_manifest_that_cannot_be_read_is_a_finding(house: House) -> None:
    house.build()
    for path in (house.project.manifest, house.project.reports / "2024" / "manifest.json"):
        path.unlink()
        path.write_text(DEEP, "utf-8")
    done = run_dxlib(house.project, "audit")
    assert (done.returncode, "Traceback" in done.stderr) == (4, False), done.stderr


def test_records_in_use_by_another_process_are_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dxlib.build.database._PATIENCE_S", 0.1)
    path = tmp_path / "build.sqlite"
    State(path).close()
    with sqlite3.connect(path) as other:
        other.execute("BEGIN EXCLUSIVE")
        with State(path) as state, pytest.raises(MachineError) as caught:
            state.confirm(["a"], "b")
    assert str(caught.value).endswith("Fix: see which 'dxlib' still runs, and wait until it has ended, or end it.")
    assert is_of_this_version(path)


# The machine -----------------------------------------------------------------------------------
READ_ONLY = 'mount --bind "$PROJECT" "$PROJECT"; mount -o remount,ro,bind "$PROJECT"; cd "$PROJECT"'
FULL = """
mount -t tmpfs -o size=20m none /mnt; cp -a "$PROJECT/." /mnt; cd /mnt; export DXLIB_ROOT=/mnt
dd if=/dev/zero of=filling bs=1k 2>/dev/null || true; truncate -s -{room}k filling
"""
NO_SHARED_MEMORY = "mount -t tmpfs -o ro none /dev/shm"


@pytest.mark.parametrize("arguments", [BUILD, ("build", "--draft")], ids=" ".join)
def test_a_project_that_may_only_be_read_is_one_error(house: House, arguments: tuple[str, ...]) -> None:
    house.build(areas=["VNM"], languages=["en"])
    done = run_in_mounts(house.project, READ_ONLY, *arguments)
    assert done.returncode == ExitCode.MACHINE_REFUSED, done.stderr
    what, fix = done.stderr.splitlines()
    assert re.fullmatch(
        r"The disk may only be read: \S+ \(Read-only file system\)\. Nothing that was finished before is lost\.", what
    )
    assert fix == "Fix: work where it may be written to, as on a copy of the project."


def test_what_only_reads_works_on_a_disk_that_may_only_be_read(house: House, tmp_path: Path) -> None:
    house.build()
    for arguments in (("plan", "--edition", "2024"), ("audit",), ("publish", "--output", str(tmp_path / "www"))):
        done = run_in_mounts(house.project, READ_ONLY, *arguments)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "www" / "manifest.json").is_file()


@pytest.mark.parametrize("room", [0, 60, 250], ids=lambda room: f"{room} kB")
def test_a_full_disk_is_one_error_and_nothing_is_lost(house: House, room: int) -> None:
    house.build(areas=["VNM"])
    done = run_in_mounts(house.project, FULL.format(room=room), *BUILD, "--force")
    assert done.returncode == ExitCode.MACHINE_REFUSED, done.stdout + done.stderr
    *_, what, fix = done.stderr.splitlines()
    assert re.match(r"The disk is full: /mnt\S* \(.*\)\. Nothing that was finished before is lost\.$", what)
    assert fix == "Fix: make room there, then run the command again."
    assert "Traceback" not in done.stderr


def test_without_shared_memory_jobs_run_one_after_the_other(house: House) -> None:
    clean(house.project)
    done = run_in_mounts(house.project, NO_SHARED_MEMORY, *BUILD)
    assert (done.returncode, done.stdout.splitlines()[-2]) == (0, "8 jobs: 8 built."), done.stderr


def test_a_path_that_is_too_long_is_one_error(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["long" * 50] * 3)
    with pytest.raises(MachineError) as caught:
        State(folder / "build.sqlite")
    what, fix = str(caught.value).splitlines()
    assert what.startswith("The path is too long: ...")
    assert len(what) < 400
    assert fix == "Fix: move the project into a folder with a shorter path."


@pytest.mark.parametrize(
    ("error", "said", "for_all"),
    [
        (OSError(28, "No space", "a"), "The disk is full: a (No space).", True),
        (PermissionError(13, "Permission denied", "a"), "The rights do not suffice: a (Permission denied).", False),
        (OSError(24, "Too many open files"), "Too many files are open: Too many open files.", True),
        (OSError("AF_UNIX path too long"), "The system refused what dxlib asked for: AF_UNIX path too long.", False),
        (MemoryError(), "The memory is used up: Cannot allocate memory.", False),
    ],
)
def test_what_the_machine_refuses_is_said_in_the_shape_of_every_error(error, said, for_all) -> None:
    explained = explain_refusal(error)
    assert explained.what == f"{said} Nothing that was finished before is lost."
    assert explained.fix
    assert explained.exit_code == ExitCode.MACHINE_REFUSED
    assert concerns_all(error) is for_all


COMMANDS = {
    "plan": (), "build": ("--edition", "2024"), "audit": (), "publish": ("--output", "www"), "verify-release": ("www",),
    "export": ("--format", "csv", "--output", "x"), "translate": (), "merge": (".dxlib",), "check": (),
}  # fmt: skip


@pytest.mark.parametrize("place", ["a path that is no UTF-8", "a locale that is no UTF-8"])
def test_every_command_works_where_text_is_not_utf_8(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    if place == "a path that is no UTF-8":
        root = Path(os.fsdecode(os.fsencode(tmp_path) + b"/B\xe1o"))
    else:
        root = tmp_path / "Báo"
        for name, value in (("LC_ALL", "C"), ("PYTHONUTF8", "0"), ("PYTHONCOERCECLOCALE", "0")):
            monkeypatch.setenv(name, value)
    house.project.root.rename(root)
    for command, given in {"clean": (), **COMMANDS}.items():
        done = run_dxlib(Project(root), command, *given)
        assert "Traceback" not in done.stderr, command
        assert done.returncode == (ExitCode.CHECK_FAILED if command == "check" else 0), (command, done.stderr)
