"""What the machine refuses, and records that cannot be read: one clear error, and the next build goes on."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest

from dxlib import freshness
from dxlib.build.briefs import read_declarations
from dxlib.build.decide import Action, Cause
from dxlib.build.merging import merge
from dxlib.build.outcome import Status
from dxlib.build.publish import publish
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.clean import clean
from dxlib.data.stamp import is_up_to_date
from dxlib.errors import BuildError, ExitCode, concerns_all, explain_refusal
from dxlib.freshness import keep_note
from dxlib.paths import ROOT_VARIABLE, Project
from tests.build.conftest import House
from tests.building import read_tree, run_dxlib
from tests.conftest import make_row
from tests.loaded import Loaded, keep_loaded

BUILD = ("build", "--edition", "2023", "--edition", "2024")
TOLD = (
    "Warning: Records of builds cannot be read, and nothing that reports/ shows is lost:\n"
    "- 2024/en/01-toy/VNM.html: it is built again\n- 2024/vi/01-toy/VNM.html: it is built again"
)


def run_in_mounts(
    loaded: Loaded, project: Project, mounts: str, *arguments: str, root: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run the command line where other disks are mounted: a fault that is not there fails the test."""
    variables = {"PROJECT": str(project.root), **({ROOT_VARIABLE: root} if root else {})}
    return loaded.run(project, *arguments, variables=variables, before=mounts, folder=root)


# What is said ----------------------------------------------------------------------------------
def run_with_output(project: Project, redirected: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a shell does that sends its output elsewhere."""
    command = f'exec "$0" -m dxlib "$@" {redirected}'
    return subprocess.run(
        ["/bin/sh", "-c", command, sys.executable, *arguments],
        cwd=project.root, env={**os.environ, ROOT_VARIABLE: str(project.root)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="there is no such shell")
def test_a_build_whose_output_was_closed_is_a_build(house: House) -> None:
    clean(house.project)
    done = run_with_output(house.project, ">&-", *BUILD, "--area", "VNM", "--language", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert (house.project.reports / "2024/en/01-toy/VNM.html").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
def test_where_nothing_can_be_said_the_exit_code_says_it(house: House) -> None:
    done = run_with_output(house.project, ">/dev/full", "plan")
    assert (done.returncode, done.stderr.partition(":")[0]) == (ExitCode.MACHINE_REFUSED, "The disk is full")
    assert run_with_output(house.project, ">/dev/full 2>/dev/full", "plan").returncode == ExitCode.MACHINE_REFUSED


# Records ---------------------------------------------------------------------------------------
def overwrite(path: Path) -> None:
    path.write_bytes(b"no record" * 1000)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scramble(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


def change(**told: object) -> Callable[[Path], None]:
    """Write other things into a record, with a seal as whoever has another key makes it."""

    def run(path: Path) -> None:
        head, inputs, content = path.read_bytes().split(b"\n", 2)
        written = json.dumps({**json.loads(content), **told}).encode()
        path.write_bytes(b"\n".join((head, inputs, written)))

    return run


DEEP = "[" * 100_000
DAMAGES = {
    "overwritten": overwrite,
    "cut": cut,
    "scrambled": scramble,
    "another version": lambda path: path.write_bytes(path.read_bytes().replace(b"dxlib-1", b"dxlib-0", 1)),
    "too deep": lambda path: path.write_bytes(path.read_bytes() + DEEP.encode()),
    "no seconds": change(seconds="x"),
    "a number for an error": change(error=5),
    "a path for a page": change(page="../../reports/index.html"),
    "slices that are none": change(reads="a\tb"),
    "a list for slices": change(reads=["a", "b", "c"]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_records_that_cannot_be_read_are_named_and_made_anew(house: House, damage: str) -> None:
    house.be_built()
    before = house.read_pages()
    paths = [house.project.notes / "jobs" / f"2024/{language}/01-toy/VNM.html.note" for language in ("en", "vi")]
    for path in paths:
        DAMAGES[damage](path)
    house.said.clear()
    causes = {one.job.id: one.causes for one in house.decide() if one.action is not Action.SKIP}
    assert causes == {f"2024/{language}/01-toy/VNM.html": (Cause.NEW,) for language in ("en", "vi")}
    assert house.build().counts == {Status.SKIPPED: 6, Status.BUILT: 2}
    assert [line for line in house.said if line.startswith("Warning: ")] == [TOLD]
    assert house.read_pages() == before
    house.said.clear()
    assert house.build().counts == {Status.SKIPPED: 8}
    assert not [line for line in house.said if line.startswith("Warning: ")]


ENTRIES = ["{}", "[]", "x", DEEP, '{"language": {}}', '{"title": ""}', '{"own": [{"name": "a"}]}', '{"title": 5}', 5]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: str(one)[:20])
def test_a_page_of_which_nothing_is_known_is_built_again_and_no_other(house: House, entry: object) -> None:
    house.be_built(areas=["VNM"])
    before = house.read_pages()
    job = next(iter(house.list_jobs(areas=["VNM"])))
    change(entry=entry)(house.project.notes / "jobs" / f"{job.id}.note")
    decisions = house.decide(areas=["VNM"])
    assert {one.job: one.causes for one in decisions if one.action is not Action.SKIP} == {job: (Cause.NEW,)}
    assert house.build(areas=["VNM"]).counts == {Status.SKIPPED: 3, Status.BUILT: 1}
    assert house.read_pages() == before


def test_a_plan_names_them_too_and_alters_nothing_and_publishing_says_what_to_do(house: House, tmp_path: Path) -> None:
    house.be_built()
    for path in (house.project.notes / "jobs" / "2024").rglob("VNM.html.note"):
        overwrite(path)
    left = read_tree(house.project.notes / "jobs")
    done = run_dxlib(house.project, "plan", "--edition", "2024")
    assert (done.returncode, done.stderr) == (0, f"{TOLD}\n")
    assert done.stdout.count(": run (new)") == 2
    assert read_tree(house.project.notes / "jobs") == left
    with pytest.raises(BuildError) as caught:
        publish(house.project, str(tmp_path / "www"))
    assert str(caught.value).splitlines() == [
        "2 jobs keep the release from being published:",
        "- 2024/en/01-toy/VNM.html: nothing is known of its audit",
        "- 2024/vi/01-toy/VNM.html: nothing is known of its audit",
        "Fix: mend them and run 'dxlib build', or publish without them: "
        "--without 2024/en/01-toy/VNM.html --without 2024/vi/01-toy/VNM.html.",
    ]


def test_a_plan_of_a_project_that_was_never_built_makes_nothing(house: House) -> None:
    assert {one.causes for one in house.decide()} == {(Cause.NEW,)}
    assert not (house.project.notes / "jobs").exists()


def test_what_a_job_read_is_never_believed_when_it_is_damaged(house: House) -> None:
    house.be_built()
    ledger = house.project.ledgers / "main.csv"
    ledger.write_text(ledger.read_text("utf-8").replace('"SGP","2024","3"', '"SGP","2024","4"'), "utf-8")
    path = house.project.notes / "jobs" / "2024/en/01-toy/SGP.html.note"
    path.write_bytes(path.read_bytes().replace(b"egdi_rank", b"egdi_rang"))
    causes = {one.job.id: one.causes for one in house.decide() if one.action is not Action.SKIP}
    assert set(causes) == {f"2024/{language}/01-toy/SGP.html" for language in ("en", "vi")}
    assert Cause.NOT_AUDITED in causes["2024/en/01-toy/SGP.html"]  # against the data as they are now


def test_data_of_before_that_are_damaged_or_gone_make_every_page_that_read_them_anew(house: House) -> None:
    house.be_built()
    (data,) = (house.project.notes / "data").iterdir()
    data.write_bytes(data.read_bytes().replace(b"VNM", b"SGP"))
    assert {one.action for one in house.decide()} == {Action.SKIP}  # nothing has changed
    house.toy.write_ledger([make_row(TIME_PERIOD="2020", OBS_VALUE="80")], name="more.csv")
    assert {one.causes for one in house.decide()} == {(Cause.OBSERVATIONS_CHANGED,)}
    assert house.build().exit_code == 0
    assert {one.action for one in house.decide()} == {Action.SKIP}


def test_a_shard_whose_records_cannot_be_read_is_refused_as_a_whole(house: House, tmp_path: Path) -> None:
    house.build(areas=["VNM"])
    shard = tmp_path / "shard"
    shutil.copytree(house.project.state, shard)
    before = read_tree(house.project.state)
    overwrite(next((shard / "notes" / "jobs").rglob("*.note")))
    with pytest.raises(BuildError, match=r"^1 records in \S+/shard are damaged, or of another version of dxlib\."):
        merge(house.project, read_declarations(house.project, read_catalogue(house.project)), [shard])
    assert read_tree(house.project.state) == before


NOTES = ("left", "clean", "proof", "settled", "told", "catalogue")


def test_a_note_that_cannot_be_read_is_no_note(house: House, tmp_path: Path) -> None:
    house.be_built(areas=["VNM"])
    before = house.read_pages()
    for name in NOTES:
        for content in (DEEP.encode(), b"dxlib-1 \xff\n{}\n", b"dxlib-1 0\n{}\n" + DEEP.encode()):
            (house.project.notes / f"{name}.note").write_bytes(content)
            freshness._remembered.clear()
            with suppress(BuildError):  # it may say that it is not known how the release was left
                publish(house.project, str(tmp_path / "www"))
            assert not is_up_to_date(house.project) or name != "clean"
        house.build(areas=["VNM"])
        assert house.read_pages() == before


def test_a_manifest_that_cannot_be_read_is_a_finding(house: House) -> None:
    house.be_built()
    for path in (house.project.manifest, house.project.reports / "2024" / "manifest.json"):
        path.unlink()
        path.write_text(DEEP, "utf-8")
    done = run_dxlib(house.project, "audit")
    assert (done.returncode, "Traceback" in done.stderr) == (4, False), done.stderr


# The machine -----------------------------------------------------------------------------------
READ_ONLY = 'mount --bind "$PROJECT" "$PROJECT"; mount -o remount,ro,bind "$PROJECT"'
FULL = """
mount -t tmpfs -o size=20m none /mnt; cp -a "$PROJECT/." /mnt; cd /mnt
dd if=/dev/zero of=filling bs=1k 2>/dev/null || true; truncate -s -{room}k filling
"""
NO_SHARED_MEMORY = "mount -t tmpfs -o ro none /dev/shm"


@pytest.mark.parametrize("arguments", [BUILD, ("build", "--draft")], ids=" ".join)
def test_a_project_that_may_only_be_read_is_one_error(house: House, loaded: Loaded, arguments: tuple[str, ...]) -> None:
    house.be_built(areas=["VNM"], languages=["en"])
    done = run_in_mounts(loaded, house.project, READ_ONLY, *arguments)
    assert done.returncode == ExitCode.MACHINE_REFUSED, done.stderr
    assert done.stderr.count("\n") == 2, done.stderr
    what, fix = done.stderr.splitlines()
    assert re.fullmatch(
        r"The disk may only be read: \S+ \(Read-only file system\)\. Nothing that was finished before is lost\.", what
    )
    assert fix == "Fix: work where it may be written to, as on a copy of the project."


def test_what_only_reads_works_on_a_disk_that_may_only_be_read(house: House, loaded: Loaded, tmp_path: Path) -> None:
    house.be_built()
    for arguments in (("plan", "--edition", "2024"), ("audit",), ("publish", "--output", str(tmp_path / "www"))):
        done = run_in_mounts(loaded, house.project, READ_ONLY, *arguments)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "www" / "manifest.json").is_file()


@pytest.mark.parametrize("room", [0, 60, 250], ids=lambda room: f"{room} kB")
def test_a_full_disk_is_one_error_and_nothing_is_lost(house: House, loaded: Loaded, room: int) -> None:
    house.be_built(areas=["VNM"])
    done = run_in_mounts(loaded, house.project, FULL.format(room=room), *BUILD, "--force", root="/mnt")
    assert done.returncode == ExitCode.MACHINE_REFUSED, done.stdout + done.stderr
    *_, what, fix = done.stderr.splitlines()
    assert re.match(r"The disk is full: /mnt\S* \(.*\)\. Nothing that was finished before is lost\.$", what)
    assert fix == "Fix: make room there, then run the command again."
    assert "Traceback" not in done.stderr


def test_a_build_needs_no_shared_memory(house: House, loaded: Loaded) -> None:
    clean(house.project)
    done = loaded.run(house.project, *BUILD, "--area", "VNM", "--language", "en", before=NO_SHARED_MEMORY)
    assert (done.returncode, done.stdout.splitlines()[-2]) == (0, "2 jobs: 2 built."), done.stderr


def test_a_path_that_is_too_long_is_one_error(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["long" * 50] * 30)
    with pytest.raises(OSError, match="too long") as caught:
        keep_note(folder, "a", {})
    what, fix = str(explain_refusal(caught.value)).splitlines()
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
    "plan": (), "build": ("--edition", "2024", "--area", "VNM", "--language", "vi"), "audit": (),
    "publish": ("--output", "www"), "verify-release": ("www",),
    "export": ("--format", "csv", "--output", "x"), "translate": (), "merge": (".dxlib",), "check": (),
}  # fmt: skip


NO_UTF_8 = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}  # it counts when an interpreter starts


@pytest.mark.parametrize("place", ["a path that is no UTF-8", "a locale that is no UTF-8"])
def test_every_command_works_where_text_is_not_utf_8(house: House, loaded: Loaded, tmp_path: Path, place: str) -> None:
    is_path = place == "a path that is no UTF-8"
    root = Path(os.fsdecode(os.fsencode(tmp_path) + b"/B\xe1o")) if is_path else tmp_path / "Báo"
    house.project.root.rename(root)
    with nullcontext(loaded) if is_path else keep_loaded(NO_UTF_8) as running:
        for command, given in {"clean": (), **COMMANDS}.items():
            done = running.run(Project(root), command, *given)
            assert "Traceback" not in done.stderr, command
            assert done.returncode == (ExitCode.CHECK_FAILED if command == "check" else 0), (command, done.stderr)
