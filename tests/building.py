"""Fixtures that build real pages: a copy of the project, built once for all tests that look at pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from inspect import signature
from io import StringIO
from pathlib import Path

import pytest
import yaml
from filelock import FileLock

import dxlib as dx
from dxlib.build.briefs import read_declarations
from dxlib.build.building import build_jobs
from dxlib.build.plan import Job, make_plan
from dxlib.build.report import LineReporter
from dxlib.build.run import Options
from dxlib.cli import main
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from dxlib.data.clean import clean
from dxlib.data.stamp import list_files
from dxlib.paths import ROOT_VARIABLE, Project
from tests.loaded import Loaded, keep_loaded
from tests.plain.sitecustomize import MISSED

ROOT = Path(__file__).parents[1]
# In this process too, which has read no sitecustomize of ours, those that load what tests have installed do not; later
# a test of a store may.
with pytest.MonkeyPatch.context() as _patch:
    for _name in MISSED:
        if _name not in sys.modules:
            _patch.setitem(sys.modules, _name, None)
    for _name in ("jsonschema", "papermill.iorw"):
        import_module(_name)
BRIEF = "01-national-overview"
LANGUAGES = ("vi", "en", "fr")
EDITION = 2025


def run_dxlib(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on a project, in this process: what workers are forked from is loaded once for all tests."""
    said, complained = StringIO(), StringIO()
    forget_catalogue()  # as a process of its own, which knows none
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(complained):
        patch.chdir(project.root)
        patch.setenv(ROOT_VARIABLE, str(project.root))
        patch.setattr(sys, "argv", ["dxlib", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    return subprocess.CompletedProcess(arguments, int(ended.value.code or 0), said.getvalue(), complained.getvalue())


def run_dxlib_apart(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on a project, in a process of its own, as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "dxlib", *arguments],
        cwd=project.root,
        env={**os.environ, ROOT_VARIABLE: str(project.root)},
        capture_output=True,
        text=True,
        check=False,
    )


class Places:
    """Folders in which tests, one after the other, have their projects, each as if nothing had been there before.

    What notebooks are forked from is loaded anew for each folder of a project, which takes longer than to build a
    small project. For a project that lies where another one lay it is still there.

    Parameters
    ----------
    base
        Where they lie.
    """

    def __init__(self, base: Path) -> None:
        self._base, self._taken, self._left = base, 0, 0

    def take(self) -> Path:
        """Give a folder that is not there yet, in a folder of its own; the same ones after each test."""
        self._taken += 1
        (folder := self._base / str(self._taken)).mkdir()
        return folder / "project"

    def make(self, make: Callable[[Path], object]) -> Path:
        """Have a project made in the first of these folders, and give where it is kept afterwards."""
        assert self._taken == 0, "the first folder is taken"
        make(self.take())
        self.leave()
        return self._base / f"left-{self._left}" / "project"

    def leave(self) -> None:
        """Have those that were taken be given again; what lies there is kept, as for a look at a test that failed."""
        for number in range(1, self._taken + 1):
            self._left += 1
            (self._base / str(number)).rename(self._base / f"left-{self._left}")
        self._taken = 0
        forget_catalogue()
        _forget_projects()


def _forget_projects() -> None:
    """Forget whatever functions keep of a project, which they know by its folder."""
    for name, module in tuple(sys.modules.items()):
        for one in tuple(vars(module).values()) if name.startswith("dxlib.") else ():
            if hasattr(one, "cache_clear") and "project" in signature(one).parameters:
                one.cache_clear()


def read_tree(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder by its address, also where an edition is a link."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in map(Path, list_files(folder))}


def copy_whole_project(folder: Path) -> Project:
    """Copy data and notebooks; the library is the one under test."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "dxlib.yaml", folder)
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return Project(folder)


def list_kinds(project: Project) -> list[Job]:
    """Give a job of each declared brief in each language: of its first area, in its latest edition."""
    firsts: dict[str, Job] = {}
    declarations = read_declarations(project, read_catalogue(project))
    jobs = make_plan(declarations, editions=list(declarations.editions))
    for job in jobs:
        if job.brief not in firsts or job.edition > firsts[job.brief].edition:
            firsts[job.brief] = job
    wanted = {(job.name, job.edition) for job in firsts.values()}
    return [job for job in jobs if (job.name, job.edition) in wanted]


def list_declared(project: Project) -> list[tuple[str, str, int, str]]:
    """Give each declared brief with its first area, its latest edition, and the address of that page in a language."""
    jobs = [job for job in list_kinds(project) if job.language == "vi"]
    return [(job.brief, job.area, job.edition, job.name) for job in jobs]


def build_only(folder: Path, jobs: list[Job]) -> Project:
    """Copy data and notebooks, and build some jobs of theirs."""
    project, said = copy_whole_project(folder), list[str]()
    clean(project)
    catalogue = read_catalogue(project)
    report, declarations = LineReporter(said.append, said.append), read_declarations(project, catalogue)
    done = build_jobs(project, catalogue, jobs, declarations, Options(workers=2), report)
    assert done.exit_code == 0, said
    return project


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Give a folder that is made once for all processes of a run of tests, which read it only."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    base = factory.getbasetemp() if alone else factory.getbasetemp().parent
    with FileLock(base / f"{name}.lock"):
        if not (base / f"{name}.made").exists():
            make(base / name)
            (base / f"{name}.made").touch()
    return base / name


def copy_project(folder: Path, *, brief: str = BRIEF) -> Project:
    """Copy data and notebooks, and declare one brief only, in editions whose pages change no more."""
    project = copy_whole_project(folder)
    declared = yaml.safe_load(project.briefs.read_text("utf-8"))
    only = declared["briefs"][brief]
    declared["editions"] = {year: day for year, day in declared["editions"].items() if year <= EDITION}
    declared["briefs"] = {brief: {**only, "editions": [year for year in only["editions"] if year <= EDITION]}}
    project.briefs.write_text(yaml.safe_dump(declared), "utf-8")
    return project


def get_page(project: Project, language: str, edition: int = EDITION) -> Path:
    """Give the page of the national overview."""
    return project.reports / str(edition) / language / f"{BRIEF}.html"


@pytest.fixture(scope="session")
def _examples() -> dx.Brief:
    """The brief that the examples of ``Brief`` go on from, as its docstring opens it."""
    return dx.open_brief("05-international-rankings", area="VNM", edition=EDITION, language="en")


@pytest.fixture(autouse=True)
def _brief_of_examples(request: pytest.FixtureRequest) -> None:
    if isinstance(request.node, pytest.DoctestItem) and request.node.name.startswith("dxlib.brief."):
        request.getfixturevalue("doctest_namespace")["brief"] = request.getfixturevalue("_examples")


@pytest.fixture(scope="session")
def loaded() -> Iterator[Loaded]:
    """Runs the command line in processes of their own: see :mod:`tests.loaded`."""
    with keep_loaded() as kept:
        yield kept


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Folders in which builds are fast."""
    return Places(tmp_path_factory.mktemp("places"))


@pytest.fixture
def take_place(places: Places) -> Iterator[Callable[[], Path]]:
    """Gives folders for projects, in which builds are fast: see :class:`Places`."""
    yield places.take
    places.leave()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project with the latest edition built in all languages."""
    return Project(make_once(tmp_path_factory, "project", _build_overview))


def _build_overview(folder: Path) -> None:
    project = copy_project(folder)
    for command in ("clean", "build"):
        done = run_dxlib(project, command)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def built_as_of_2024(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project with the English page built as of the last day of 2024."""
    project = copy_project(tmp_path_factory.mktemp("project-2024"))
    for arguments in (("clean",), ("build", "--language", "en", "--as-of", "2024-12-31")):
        done = run_dxlib(project, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    return project


@pytest.fixture
def altered(built: Project, take_place: Callable[[], Path]) -> Project:
    """A copy of the built project that a test may alter."""
    shutil.copytree(built.root, place := take_place())
    return Project(place)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as others install it."""
    tmp_path = tmp_path_factory.mktemp("wheel")
    (source := tmp_path / "source").mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "dxlib", source / "dxlib", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "-w", tmp_path, source]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    if built.returncode and "No matching distribution" in built.stderr:
        pytest.skip("no package index from which to take setuptools")
    (built_wheel,) = tmp_path.glob("*.whl")
    return built_wheel
