"""What is built already is told by hashes alone: every change is noticed, and what is said is what a full look says."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from dxlib.build import settled as settled_module
from dxlib.build.briefs import read_declarations
from dxlib.build.building import build_jobs
from dxlib.build.fingerprint import _list_library
from dxlib.build.left import begin_change
from dxlib.build.merging import merge
from dxlib.build.outcome import Status
from dxlib.build.plan import Job
from dxlib.build.report import LineReporter
from dxlib.build.run import Options
from dxlib.build.settled import Look
from dxlib.cli import main
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from dxlib.data.clean import clean
from dxlib.data.stamp import list_files
from dxlib.errors import BuildError, ExitCode
from dxlib.freshness import drop_note
from dxlib.kernels.warming import look_at
from dxlib.language.available import LOCALES
from dxlib.paths import MANIFEST, ROOT_VARIABLE, Project
from tests.build.conftest import EDITIONS, SAY, SAY_ALSO, House
from tests.building import run_dxlib, run_dxlib_apart
from tests.conftest import Toy

NOTHING = {"briefs": (), "areas": (), "editions": (), "languages": (), "parameters": (), "as_of": ""}
BOTH = {**NOTHING, "editions": (2023, 2024)}
FEED = "publisher: UN\ntitle: Survey\nlanguage: en\nterms: CC BY\nurl: https://example.org/x\nlayout: spreadsheet\n"
# What a full look needs and a quick one does without.
HEAVY = {"pydantic", "yaml", "sqlite3", "papermill", "nbformat", "pandas", "concurrent.futures", "dxlib.build.building"}


@dataclass(frozen=True)
class Built:
    """A project that is built, with what says whether it is settled."""

    project: Project

    @property
    def jobs(self) -> list[Job]:
        """All that was built."""
        return House(Toy(self.project), []).list_jobs()

    def settle(self, **selection) -> bool:
        """Take a look, note down what it says, and say whether it was noted down."""
        drop_note(self.project.notes, "settled")
        Look(self.project, {**BOTH, **selection}).settle(self.jobs)
        return self.note.exists()

    @property
    def note(self) -> Path:
        """What is settled."""
        return self.project.notes / "settled.note"

    def is_settled(self, **selection) -> bool:
        """Say whether a build would look no further."""
        return bool(Look(self.project, {**BOTH, **selection}).find_jobs())

    def build(self, *arguments: str) -> tuple[bool, subprocess.CompletedProcess[str]]:
        """Build by the command line; say whether it took a full look, for which it holds the lock."""
        before = look_at(self.project.build_lock)
        done = run_dxlib(self.project, "build", *(arguments or EDITIONS))
        return look_at(self.project.build_lock) != before, done

    def write(self, path: str, text: str) -> None:
        """Write a file of the project."""
        Toy(self.project).write(path, text)


@pytest.fixture
def built(original, take_place):
    """A copy of the small project that was built."""
    shutil.copytree(original.root, place := take_place(), symlinks=True)
    return Built(Project(place))


@pytest.fixture
def settled(built):
    """A small project that is built and settled for the process that runs the tests."""
    assert built.settle()
    assert built.is_settled()
    return built


# The quick look is taken ------------------------------------------------------------------------
def test_after_a_build_the_next_looks_no_further_and_loads_nothing_heavy(built):
    code = (
        "import sys\nfrom dxlib.cli import main\n"
        f"sys.argv[1:] = ['build', *{EDITIONS!r}]\nmain_error = None\n"
        "try:\n    main()\nexcept SystemExit as error:\n    print(error.code)\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    assert run_dxlib_apart(built.project, "build", *EDITIONS).returncode == 0  # with the path of such a process
    command = [sys.executable, "-c", code]
    environment = {**os.environ, ROOT_VARIABLE: str(built.project.root)}
    done = subprocess.run(command, cwd=built.project.root, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "8 jobs: 8 skipped.\nOpen reports/index.html\n0\n[]\n"


def test_a_moved_project_stays_settled_and_times_of_files_do_not_count(settled, tmp_path):
    for path in settled.project.root.rglob("*"):
        os.utime(path, (0, 0), follow_symlinks=False)
    settled.project.root.rename(tmp_path / "elsewhere")
    assert Built(Project(tmp_path / "elsewhere")).is_settled()


def read_terminal(project, *arguments):
    """Run the command line on a terminal; give what remains to be seen of each line."""
    command = [sys.executable, "-m", "dxlib", "build", *EDITIONS, *arguments]
    theirs, ours = pty.openpty()
    environment = {**os.environ, ROOT_VARIABLE: str(project.root), "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(command, cwd=project.root, env=environment, stdout=ours, stderr=ours) as process:
        os.close(ours)
        written = b""
        while True:
            try:
                written += (part := os.read(theirs, 65536))
            except OSError:  # the other side is closed
                break
            if not part:
                break
    os.close(theirs)
    return process.returncode, [re.split(rb"\r(?:\x1b\[2K)?", line)[-1] for line in written.split(b"\r\n")]


@pytest.mark.parametrize("log", ["plain", "json", "auto"])
def test_what_is_said_is_what_a_full_look_says(built, log):
    said = []
    for _ in range(2):
        took_full_look, done = built.build(*EDITIONS, "--log", log)
        said.append((took_full_look, (done.returncode, done.stdout, done.stderr)))
        built.note.unlink()
    assert [took_full_look for took_full_look, _ in said] == [False, True]
    assert said[0][1] == said[1][1]
    assert said[0][1][1].count("\n") == (10 if log == "json" else 2)


def test_a_terminal_shows_what_a_full_look_shows(built):
    assert run_dxlib_apart(built.project, "build", *EDITIONS).returncode == 0  # with the path of such a process
    quick = read_terminal(built.project)
    assert built.note.exists()
    built.note.unlink()
    assert quick == read_terminal(built.project)
    assert quick == (0, [b"8 jobs: 8 skipped.", b"Open reports/index.html", b""])


def test_a_terminal_shows_a_bar_while_jobs_run(built):
    code, lines = read_terminal(built.project, "--force")
    assert code == 0
    assert [line for line in lines if b"8/8" in line]
    assert lines[-3:] == [b"\x1b[?25h8 jobs: 8 unchanged.", b"Open reports/index.html", b""]


def test_the_order_of_options_does_not_count_and_what_jobs_may_take_neither(built):
    options = ("--edition", "2024", "--edition", "2023", "--edition", "2024", "--jobs", "1", "--timeout", "9")
    took_full_look, done = built.build(*options, "--memory-limit", "999")
    assert (took_full_look, done.stdout) == (False, "8 jobs: 8 skipped.\nOpen reports/index.html\n")


@pytest.fixture
def run(settled, monkeypatch, capsys):
    """Runs a build in this process; a full look is refused."""

    def refuse(*_, **__):
        raise RuntimeError("a full look")

    def run_here(*arguments):
        monkeypatch.setattr("dxlib.cli._build", refuse)
        monkeypatch.setattr(sys, "argv", ["dxlib", "build", "--root", str(settled.project.root), *arguments])
        with pytest.raises(SystemExit) as caught:
            main()
        return int(caught.value.code or 0), capsys.readouterr().out

    return run_here


def test_the_project_may_be_named(run):
    assert run(*EDITIONS) == (0, "8 jobs: 8 skipped.\nOpen reports/index.html\n")


@pytest.mark.parametrize(
    "option", [("--force",), ("--shard", "1/1"), ("--cluster", "tcp://nobody"), ("--area", "VNM"), ("--as-of", "2024")]
)
def test_an_option_that_asks_for_more_gets_a_full_look(run, option):
    with pytest.raises(RuntimeError, match="a full look"):
        run(*EDITIONS, *option)


# Every input counts -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "path",
    [
        "notebooks/01-toy.ipynb",
        "notebooks/02-new.ipynb",
        "notebooks/briefs.yaml",
        "data/catalogue/units.yaml",
        "data/catalogue/sources.csv",
        "data/catalogue/relations.yaml",
        "data/catalogue/feeds.yaml",
        "data/catalogue/indicators/rankings.yaml",
        "data/catalogue/indicators/new.yaml",
        "data/clean/egdi_rank.csv",
        "data/clean/new.csv",
        "data/raw/feeds/survey/vintages.csv",
        "data/raw/mappings/survey.yaml",
    ],
)
def test_a_changed_or_new_file_is_noticed_and_its_old_content_is_settled(settled, path):
    target = settled.project.root / path
    before = target.read_text("utf-8") if target.exists() else None
    settled.write(path, (before or "") + " ")
    assert not settled.is_settled()
    target.unlink() if before is None else target.write_text(before, "utf-8")
    assert settled.is_settled()


@pytest.mark.parametrize("path", ["notebooks/01-toy.ipynb", "data/clean/egdi_rank.csv", "data/catalogue/units.yaml"])
def test_a_file_that_is_gone_or_has_another_name_is_noticed(settled, path):
    target = settled.project.root / path
    target.rename(target.with_name(f"x{target.name}"))
    assert not settled.is_settled()
    target.with_name(f"x{target.name}").unlink()
    assert not settled.is_settled()


def test_what_jupyter_keeps_beside_notebooks_does_not_count(settled):
    settled.write("notebooks/.ipynb_checkpoints/01-toy-checkpoint.ipynb", "x")
    assert settled.is_settled()


@pytest.mark.parametrize("place", ["data", "data/clean", "data/catalogue/indicators", "notebooks"])
def test_a_change_behind_a_link_is_noticed(built, tmp_path, place):
    folder = built.project.root / place
    folder.rename(tmp_path / "aside")
    folder.symlink_to(tmp_path / "aside")
    assert built.settle()
    assert built.is_settled()
    next(path for path in (tmp_path / "aside").rglob("*") if path.is_file()).write_text("x", "utf-8")
    assert not built.is_settled()


def test_the_library_counts_with_all_that_fingerprints_hash_of_it():
    counted = {*list_files(settled_module._LIBRARY, but=settled_module._NO_INPUTS)}
    assert {str(path) for path in _list_library()} <= counted
    assert {str(path) for path in LOCALES.rglob("*.po")} <= counted
    kinds = {".py", ".po", ".css", ".js", ".j2"}
    assert kinds <= {Path(path).suffix for path in counted}
    assert not [path for path in counted if path.endswith(".pyc")]


@pytest.mark.parametrize(
    "name",
    ["cli.py", "build/run.py", "audit/rules.py", "export/templates/page.css", "charts/new.woff2", "x/y.po"],
)
def test_a_change_of_the_library_is_noticed(built, tmp_path, monkeypatch, name):
    library = tmp_path / "library"
    for known in ("cli.py", "build/run.py", "audit/rules.py", "export/templates/page.css"):
        (library / known).parent.mkdir(parents=True, exist_ok=True)
        (library / known).write_text("old", "utf-8")
    monkeypatch.setattr(settled_module, "_LIBRARY", library)
    assert built.settle()
    (library / "build" / "__pycache__").mkdir()
    (library / "build" / "__pycache__" / "run.pyc").write_text("x", "utf-8")
    assert built.is_settled()
    (library / name).parent.mkdir(parents=True, exist_ok=True)
    (library / name).write_text("new", "utf-8")
    assert not built.is_settled()


INSTALLED = {
    "another version": lambda folder: (folder / "other-1.0.dist-info").rename(folder / "other-1.1.dist-info"),
    "one more": lambda folder: (folder / "more-1.0.dist-info").mkdir(),
    "what ours needs": lambda folder: (folder / "dxlib-9.dist-info" / "METADATA").write_text("Requires-Dist: x"),
    "one without a version in its name": lambda folder: (folder / "old.egg-info" / "PKG-INFO").write_text("Version: 2"),
    "a file without a version": lambda folder: (folder / "file.egg-info").write_text("Version: 2"),
    "an archive": lambda folder: (folder / "archive.zip").write_text("2"),
}


@pytest.mark.parametrize("change", INSTALLED.values(), ids=INSTALLED)
def test_what_is_installed_counts(built, tmp_path, monkeypatch, change):
    folder = tmp_path / "installed"
    for name in ("other-1.0.dist-info", "dxlib-9.dist-info", "old.egg-info"):
        (folder / name).mkdir(parents=True)
        (folder / name / ("PKG-INFO" if name.endswith("egg-info") else "METADATA")).write_text("Version: 1")
    for name in ("file.egg-info", "archive.zip"):
        (folder / name).write_text("1")
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder), str(folder / "archive.zip"), str(tmp_path / "nowhere")])
    assert built.settle()
    (folder / "module.py").write_text("x")
    assert built.is_settled()
    change(folder)
    assert not built.is_settled()


def test_the_order_in_which_libraries_are_looked_for_and_the_version_of_python_count(built, tmp_path, monkeypatch):
    folders = [tmp_path / name for name in ("first", "second")]
    for number, folder in enumerate(folders):
        (folder / f"other-{number}.dist-info").mkdir(parents=True)
    before = list(sys.path)
    monkeypatch.setattr(sys, "path", [*map(str, folders), *before])
    assert built.settle()
    monkeypatch.setattr(sys, "path", [*map(str, reversed(folders)), *before])
    assert not built.is_settled()
    assert built.settle()
    monkeypatch.setattr(sys, "version", "4.0")
    assert not built.is_settled()


@pytest.mark.parametrize(
    ("mapping", "is_known"), [("data/raw/m.yaml", True), ("m.yaml", False), ("data/raw/x/../m.yaml", False)]
)
def test_a_mapping_that_lies_elsewhere_is_never_overlooked(built, mapping, is_known):
    entry = "".join(f"  {line}\n" for line in [*FEED.splitlines(), f"mapping: {mapping}"])
    built.write("data/catalogue/feeds.yaml", f"survey:\n{entry}broken:\n")
    for path in ("m.yaml", "data/raw/m.yaml", "data/raw/x/n.yaml"):
        built.write(path, "x")
    assert built.settle() is is_known


# What is promised is still there ----------------------------------------------------------------
def remove_page_of_store(project):
    next(project.pages.rglob("*.html")).unlink()


def remove_page_of_release(project):
    (project.reports / "2024" / "en" / "01-toy" / "VNM.html").unlink()


def remove_records(project):
    shutil.rmtree(project.notes / "jobs")


def remove_record(project):
    drop_note(project.notes, "jobs/2024/en/01-toy/VNM.html")


def remove_link(project):
    (project.reports / "2024").unlink()


def alter_link(project):
    remove_link(project)
    (project.reports / "2024").symlink_to("../.dxlib/releases")


def remove_reports(project):
    shutil.rmtree(project.reports)


def remove_manifest(project):
    project.manifest.unlink()


def alter_manifest(project):
    project.manifest.write_text(project.manifest.read_text("utf-8").replace("SGP", "SPG"), "utf-8")


def alter_page(project):
    page = project.reports / "2024" / "en" / "01-toy" / "VNM.html"
    page.chmod(0o644)
    page.write_text(page.read_text("utf-8").replace("71", "17"), "utf-8")


def alter_index(project):
    (project.reports / "index.html").write_text("x", "utf-8")


def remove_note(project):
    drop_note(project.notes, "left")


def remove_index(project):
    (project.reports / "index.html").unlink()


def leave_release(project):
    (project.releases / "old").mkdir()
    (project.releases / "old" / "index.html").write_text("x", "utf-8")


def leave_half_a_page(project):
    (next(project.pages.iterdir()) / "x.tmp").write_text("x", "utf-8")


BREAKS = (
    remove_page_of_store, remove_page_of_release, remove_records, remove_link, alter_link, remove_reports,
    remove_manifest, alter_manifest, alter_page, alter_index, remove_note, remove_index,
    leave_release, leave_half_a_page, remove_record,
)  # fmt: skip


@pytest.mark.parametrize("damage", BREAKS)
def test_what_is_shown_must_be_as_it_was_left(settled, damage):
    damage(settled.project)
    assert not settled.is_settled()


def list_kept(project):
    """Give the address of every file; an edition that is written again has a folder of another name in the store."""
    found = map(Path, list_files(project.root))
    return sorted(path.relative_to(project.root) for path in found if project.releases not in path.parents)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (remove_page_of_store, "8 jobs: 1 unchanged, 7 skipped."),
        (remove_records, "8 jobs: 8 built."),
        (remove_link, "8 jobs: 8 skipped."),
        (remove_reports, "8 jobs: 8 skipped."),
        (remove_manifest, "8 jobs: 8 skipped."),
        (leave_half_a_page, "8 jobs: 8 skipped."),
    ],
)
def test_what_a_full_look_mends_is_mended_and_settled_again(built, damage, said):
    before = list_kept(built.project)
    damage(built.project)
    took_full_look, done = built.build()
    assert took_full_look
    assert done.stdout.splitlines()[-2:] == [said, "Open reports/index.html"]
    assert list_kept(built.project) == before
    assert not built.build()[0]


def test_a_release_that_lacks_a_page_is_not_settled_until_it_is_put_back(built):
    remove_page_of_release(built.project)
    assert not built.settle()
    assert built.build()[0]
    assert not built.build()[0]


def test_the_manifest_is_the_one_that_a_release_has(tmp_path):
    assert Project(tmp_path).manifest == tmp_path / "reports" / MANIFEST


# Which selections -------------------------------------------------------------------------------
def test_builds_of_two_selections_by_turns_are_both_quick(built):
    for edition in ("2023", "2024"):
        assert built.build("--edition", edition)[0]
    for _ in range(2):
        for edition in ("2023", "2024"):
            took_full_look, done = built.build("--edition", edition, "--log", "json")
            assert not took_full_look
            jobs = [json.loads(line) for line in done.stdout.splitlines()[1:-1]]
            assert [job["edition"] for job in jobs] == [int(edition)] * 4
    assert not built.build(*EDITIONS)[0]


def test_a_build_of_another_day_unsettles_the_selections_whose_pages_it_replaces(built):
    assert built.build("--edition", "2023")[0]
    took_full_look, done = built.build("--edition", "2024", "--area", "VNM", "--as-of", "2024-06-30")
    assert (took_full_look, done.stdout.splitlines()[-2]) == (True, "2 jobs: 2 built.")
    assert built.build("--edition", "2023")[0]  # the release is another one
    for _ in range(2):
        assert not built.build("--edition", "2024", "--area", "VNM", "--as-of", "2024-06-30")[0]
        assert not built.build("--edition", "2023")[0]
    took_full_look, done = built.build()
    assert (took_full_look, done.stdout.splitlines()[-2]) == (True, "8 jobs: 2 built, 6 skipped.")


def test_other_selections_are_dropped_when_inputs_changed_or_a_page_of_theirs_is_gone(settled):
    other = {"areas": ("VNM",)}
    Look(settled.project, {**BOTH, **other}).settle(settled.jobs)
    assert settled.is_settled()
    assert settled.is_settled(**other)
    settled.write("data/catalogue/units.yaml", "x: 1")
    Look(settled.project, BOTH).settle(settled.jobs)
    assert settled.is_settled()
    assert not settled.is_settled(**other)


def test_only_the_last_selections_are_kept(settled):
    for number in range(9):
        Look(settled.project, {**BOTH, "as_of": str(number)}).settle(settled.jobs)
    assert [settled.is_settled(as_of=str(number)) for number in range(9)] == [False, *[True] * 8]


def test_every_part_of_a_job_is_kept(settled):
    assert Look(settled.project, BOTH).find_jobs() == settled.jobs
    assert len(fields(Job)) == 6


def test_two_projects_know_nothing_of_each_other(settled, tmp_path):
    shutil.copytree(settled.project.root, tmp_path / "other", symlinks=True)
    other = Built(Project(tmp_path / "other"))
    assert other.is_settled()
    other.write("data/clean/egdi_rank.csv", "x")
    assert (settled.is_settled(), other.is_settled()) == (True, False)
    assert other.settle()
    assert (settled.is_settled(), other.is_settled()) == (True, True)


# When it is true, and when it is not written ----------------------------------------------------
class Watcher(LineReporter):
    """Calls a function when a build begins."""

    def __init__(self, watch):
        super().__init__(print, print)
        self.watch = watch

    def begin(self, *_: int) -> None:
        self.watch()


def build_here(built, watch=lambda: None, **more):
    """Build in this process with a look that was taken before."""
    look = Look(built.project, BOTH)
    forget_catalogue()
    catalogue = read_catalogue(built.project)
    declarations = read_declarations(built.project, catalogue)
    options = Options(workers=2, look=look, **more)
    return build_jobs(built.project, catalogue, built.jobs, declarations, options, Watcher(watch))


def test_while_a_build_runs_what_is_shown_is_still_settled_and_another_build_says_who_holds_the_lock(settled):
    seen = []

    def watch():
        seen.append(settled.is_settled())
        with pytest.raises(BuildError, match=rf"Another build is running: process {os.getpid()} on "):
            build_here(settled)
        done = run_dxlib_apart(settled.project, "build", *EDITIONS, "--force")
        seen.append(done.stderr.startswith("Another build is running: "))

    build_here(settled, watch)
    assert seen == [True, True]
    assert settled.is_settled()


def test_a_release_that_is_being_changed_is_not_settled(settled):
    begin_change(settled.project, {})
    assert not settled.is_settled()


def change_notebook(built):
    path = built.project.notebooks / "01-toy.ipynb"
    before = path.read_text("utf-8")
    House(Toy(built.project), []).write_brief(SAY, SAY_ALSO)
    return lambda: path.write_text(before, "utf-8")


def test_a_build_of_other_inputs_that_is_interrupted_settles_nothing_and_unsettles_what_it_began(settled):
    restore = change_notebook(settled)

    def interrupt():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_here(settled, interrupt)
    assert not settled.is_settled()
    restore()
    assert settled.is_settled()  # no page had been made yet
    change_notebook(settled)
    assert run_dxlib(settled.project, "build", *EDITIONS, "--shard", "1/2").returncode == 0
    restore()
    assert not settled.is_settled()


def test_a_job_that_failed_is_never_settled(built):
    drop_note(built.project.notes, "settled")
    notebook = built.project.notebooks / "01-toy.ipynb"
    notebook.write_text(notebook.read_text("utf-8").replace("ranks {place:", "ranks {plce:"), "utf-8")
    summary = build_here(built)
    assert summary.exit_code is ExitCode.NOTHING_BUILT
    assert not built.note.exists()
    took_full_look, done = built.build()
    assert (took_full_look, done.returncode) == (True, 3)
    assert not built.note.exists()


def test_inputs_that_change_while_a_build_runs_are_not_settled(settled):
    page = settled.project.notebooks / "01-toy.ipynb"
    drop_note(settled.project.notes, "settled")
    build_here(settled, lambda: page.write_text(page.read_text("utf-8") + " ", "utf-8"))
    assert not settled.note.exists()


def test_a_shard_settles_nothing_even_with_a_look(built):
    drop_note(built.project.notes, "settled")
    build_here(built, is_shard=True)
    assert not built.note.exists()


def test_merging_other_pages_unsettles(settled, original):
    declarations = read_declarations(settled.project, read_catalogue(settled.project))
    assert merge(settled.project, declarations, [original.state]).counts == {Status.BUILT: 8}
    assert settled.is_settled()  # the same pages
    shutil.copytree(original.root, settled.project.root.with_name("other"), symlinks=True)
    other = House(Toy(Project(settled.project.root.with_name("other"))), [])
    other.write_brief(SAY, SAY_ALSO)
    other.build(shard="1/1", areas=["VNM"])
    merge(settled.project, declarations, [other.project.state])
    assert not settled.is_settled()


def test_a_forced_build_settles_what_it_built(built):
    took_full_look, done = built.build(*EDITIONS, "--force")
    assert (took_full_look, done.stdout.splitlines()[-2]) == (True, "8 jobs: 8 unchanged.")
    assert not built.build()[0]


def test_cleaning_anew_what_gives_other_figures_is_noticed(built):
    ledger = built.project.ledgers / "main.csv"
    ledger.write_text(ledger.read_text("utf-8").replace('"SGP","2024","3"', '"SGP","2024","4"'), "utf-8")
    clean(built.project)
    took_full_look, done = built.build()
    assert (took_full_look, done.stdout.splitlines()[-2]) == (True, "8 jobs: 2 built, 6 skipped.")
    assert not built.build()[0]


# What cannot be read or written -----------------------------------------------------------------
def cut(path):
    path.write_bytes(path.read_bytes()[:-9])


def damage_a_word(path):
    path.write_text(path.read_text("utf-8").replace("VNM", "VMN", 1), "utf-8")


def write_another_version(path):
    path.write_text("dxlib-0 " + "0" * 64 + '\n{}\n{"jobs": []}', "utf-8")


def write_bytes(path):
    path.write_bytes(b"\xff\xfe\n\xff")


def make_folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [cut, damage_a_word, write_another_version, write_bytes, make_folder, os.unlink])
def test_a_file_that_cannot_be_used_means_a_full_look(built, damage):
    damage(built.note)
    took_full_look, done = built.build()
    assert (took_full_look, done.returncode) == (True, 0)
    assert (done.stdout, done.stderr) == ("8 jobs: 8 skipped.\nOpen reports/index.html\n", "")
    assert built.build()[0] is (damage is make_folder)


def test_a_file_that_goes_while_it_is_hashed_means_a_full_look_and_settles_nothing(settled, monkeypatch):
    def lose(*_):
        raise FileNotFoundError("gone")

    look = Look(settled.project, BOTH)
    monkeypatch.setattr(settled_module, "hash_files", lose)
    assert not settled.is_settled()
    drop_note(settled.project.notes, "settled")
    look.settle(settled.jobs)
    blind = Look(settled.project, BOTH)
    blind.settle(settled.jobs)
    assert not settled.note.exists()


def test_a_place_that_cannot_be_written_to_harms_no_build(built, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError("read-only")

    drop_note(built.project.notes, "settled")
    monkeypatch.setattr(settled_module, "keep_note", refuse)
    assert build_here(built).counts == {Status.SKIPPED: 8}
    assert not built.note.exists()
