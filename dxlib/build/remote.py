"""What a worker of a cluster does for a build: it runs a job in its copy of the project, and gives what it wrote."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dxlib.build.fingerprint import hash_environment, make_digest
from dxlib.build.listed import is_digest
from dxlib.build.pages import PageStore
from dxlib.build.plan import Job
from dxlib.build.settled import list_library
from dxlib.build.work import Result
from dxlib.data.stamp import hash_files
from dxlib.errors import BuildError
from dxlib.export.entry import read_entry, write_entry
from dxlib.paths import Project, make_folder


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker gives back.

    Parameters
    ----------
    worker
        Its address.
    result
        What became of the job.
    files
        What the job wrote, by the address in the project.
    """

    worker: str
    result: Result
    files: Mapping[str, bytes] = field(default_factory=dict)


@cache
def describe_version() -> str:
    """Give what stands for all of which the bytes of a page depend but its project: library, Python, what it needs."""
    return make_digest([hash_files(*list_library()), hash_environment()])


def make_copy(project: Project, files: Mapping[str, bytes]) -> None:
    """Write the files of a project, by their addresses."""
    for address, content in files.items():
        path = project.root / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def perform(
    project: Project, worker: str, run: Callable[..., Result], job: Job, more: list[Any], page: bytes
) -> Done:  # fmt: skip
    """Run a job in the worker's own copy of its project, and give what it wrote.

    Parameters
    ----------
    worker
        Its address.
    run
        Runs a job: a function of the job, its project, and ``more``.
    page
        The page that the job has, if it is only audited.
    """
    if page:
        PageStore(project.pages).keep(page)
    result = run(job, project, *more)
    paths = _list_written(project, job)
    # A page that is only audited came from there, and need not be sent back.
    if result.page and not page:
        paths[result.page] = PageStore(project.pages).get_path(result.page)
    files = {}
    for address, path in paths.items():
        with suppress(FileNotFoundError):
            files[address] = path.read_bytes()
            # The copy on the worker would grow with each job.
            path.unlink()
    return Done(worker, result, files)


def end_running() -> None:
    """End the notebooks that run here."""
    # Where it is not loaded nothing runs, and loading it takes seconds.
    if engine := sys.modules.get("dxlib.build.engine"):
        engine.end_running()


def keep(done: Done, job: Job, project: Project) -> Result:
    """Keep here what a job wrote there: only then it counts as built.

    Raises
    ------
    BuildError
        When the page is not the one that the result names, or the answer is none.
    """
    if wrong := _find_wrong(done, job):
        worker = getattr(done, "worker", "")
        raise BuildError(f"{job}: what the worker {worker!r} gave is no answer ({wrong}).", fix="build again.")
    page, store = done.result.page, PageStore(project.pages)
    kept = store.keep(done.files[page]) if page in done.files else page
    if page and (kept != page or not is_digest(page) or not store.get_path(page).is_file()):
        raise BuildError(f"{job}: the worker {done.worker} gave another page than it named.", fix="build again.")
    for name, path in _list_written(project, job).items():
        if name in done.files:
            make_folder(path.parent)
            path.write_bytes(done.files[name])
        # A job that went well has nothing to look at; what an earlier build kept of it is out of date.
        elif path.is_relative_to(project.failed):
            path.unlink(missing_ok=True)
    return done.result


def _find_wrong(done: Any, job: Job) -> str:
    """Say what of an answer is not as a worker gives it for a job; nothing where all is."""
    try:
        result = done.result
        texts = [done.worker, result.page, result.error, result.audited, *result.warnings, *done.files]
        reads = [text for one in result.reads for text in (one.indicator, one.area, one.kind)]
        kinds = {"job": result.job == job, "texts": all(isinstance(one, str) for one in (*texts, *reads)),
                 "seconds": isinstance(result.seconds, int | float),
                 "files": all(isinstance(content, bytes) for content in done.files.values()),
                 "entry": result.entry is None or read_entry(write_entry(result.entry)) == result.entry}  # fmt: skip
    except (AttributeError, TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return ", ".join(name for name, is_so in kinds.items() if not is_so)


def _list_written(project: Project, job: Job) -> dict[str, Path]:
    """Give the files that a job may write beside its page, by their addresses in the project."""
    kept = project.failed / job.page
    paths = (project.drafts / job.page, kept, kept.with_suffix(".ipynb"))
    return {path.relative_to(project.root).as_posix(): path for path in paths}
