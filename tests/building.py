"""Fixtures that build real pages: a copy of the project, built once for all tests that look at pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import dxlib as dx
from dxlib.build.briefs import read_declarations
from dxlib.build.plan import make_plan
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.stamp import list_files
from dxlib.paths import ROOT_VARIABLE, Project

ROOT = Path(__file__).parents[1]
BRIEF = "01-national-overview"
LANGUAGES = ("vi", "en", "fr")
EDITION = 2025


def run_dxlib(project: Project, *arguments: str, umask: int = -1) -> subprocess.CompletedProcess[str]:
    """Run the command line on a project, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "dxlib", *arguments],
        cwd=project.root,
        env={**os.environ, ROOT_VARIABLE: str(project.root)},
        capture_output=True,
        text=True,
        check=False,
        umask=umask,
    )


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


def list_declared(project: Project) -> list[tuple[str, str, int, str]]:
    """Give each declared brief with its first area, its latest edition, and the address of that page in a language."""
    jobs = {}
    declarations = read_declarations(project, read_catalogue(project))
    for job in make_plan(declarations, editions=list(declarations.editions), languages=["vi"]):
        if job.brief not in jobs or job.edition > jobs[job.brief].edition:
            jobs[job.brief] = job
    return [(job.brief, job.area, job.edition, "/".join(job.page.parts[2:])) for job in jobs.values()]


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
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project with the latest edition built in all languages."""
    project = copy_project(tmp_path_factory.mktemp("project"))
    for command in ("clean", "build"):
        done = run_dxlib(project, command)
        assert done.returncode == 0, done.stdout + done.stderr
    return project


@pytest.fixture(scope="session")
def built_as_of_2024(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project with the English page built as of the last day of 2024."""
    project = copy_project(tmp_path_factory.mktemp("project-2024"))
    for arguments in (("clean",), ("build", "--language", "en", "--as-of", "2024-12-31")):
        done = run_dxlib(project, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    return project


@pytest.fixture
def altered(built: Project, tmp_path: Path) -> Project:
    """A copy of the built project that a test may alter."""
    shutil.copytree(built.root, tmp_path / "altered")
    return Project(tmp_path / "altered")


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
