"""What a worker of a cluster does: it keeps files of a project by their hashes, runs a job, and gives what it wrote."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from dxlib.build.fingerprint import hash_environment, make_digest
from dxlib.build.pages import PageStore
from dxlib.build.plan import Job
from dxlib.build.settled import list_library
from dxlib.build.work import Result
from dxlib.data.stamp import hash_files
from dxlib.errors import DataError
from dxlib.export.entry import read_entry, write_entry
from dxlib.paths import Project, find_outside

_FILES: Final = "files"
_PROJECTS: Final = "projects"


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is asked to do.

    Parameters
    ----------
    run
        Runs a job: a function of the job, its project, and ``more``.
    inputs
        What stands for the files of the project (:func:`name_inputs`).
    version
        What :func:`describe_version` gives where the page is wanted.
    page
        The page that the job has, if it is only audited.
    tries
        How often it was sent before, to workers that did not run it.
    """

    run: Callable[..., Result]
    job: Job
    more: tuple[Any, ...]
    inputs: str
    version: str
    page: bytes = b""
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker gives back.

    Parameters
    ----------
    worker
        Its address.
    result
        What became of the job; none where it did not run.
    files
        What the job wrote, by the address in the project.
    version
        What :func:`describe_version` gives there; a job does not run where it is another one.
    """

    worker: str
    version: str
    result: Result | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)


@cache
def describe_version() -> str:
    """Give what stands for all of which the bytes of a page depend but its project: library, Python, what it needs."""
    library, root = list_library()
    return make_digest([hash_files(library, root), hash_environment()])


def name_inputs(files: Mapping[str, str]) -> str:
    """Give what stands for the files of a project: addresses and hashes."""
    return make_digest(dict(files))


def list_lacking(folder: Path, hashes: Iterable[str]) -> list[str]:
    """Give those of some files, named by their SHA-256, that a worker does not have."""
    return [digest for digest in dict.fromkeys(hashes) if not (folder / _FILES / digest).is_file()]


def keep_files(folder: Path, contents: Iterable[bytes]) -> None:
    """Keep files by their SHA-256."""
    (folder / _FILES).mkdir(parents=True, exist_ok=True)
    for content in contents:
        handle, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(folder / _FILES / hashlib.sha256(content).hexdigest())


def make_project(folder: Path, files: Mapping[str, str]) -> None:
    """Make a project of files that are kept, whole or not at all.

    Raises
    ------
    DataError
        For a name that is not that of a file of the project.
    """
    if (name := find_outside(files)) is not None:
        raise DataError(f"{name!r} is no file of the project.", fix="look what sends it.")
    place = _get_place(folder, name_inputs(files))
    if place.is_dir():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=folder))
    for address, digest in files.items():
        path = staging / address
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / _FILES / digest, path)
    try:
        staging.rename(place)
    except OSError:  # another thread was faster
        shutil.rmtree(staging, ignore_errors=True)


def perform(order: Order, folder: Path, worker: str) -> Done:
    """Run a job in the worker's own copy of its project; without that, or in another version, nothing is done."""
    place = _get_place(folder, order.inputs)
    if order.version != describe_version() or not place.is_dir():
        return Done(worker, describe_version())
    project = Project(place)
    if order.page:
        PageStore(project.pages).keep(order.page)
    result = order.run(order.job, project, *order.more)
    return Done(worker, describe_version(), result, _take_files(project, order, result))


def find_wrong(done: Any, job: Job) -> str:
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


def list_written(project: Project, job: Job) -> dict[str, Path]:
    """Give the files that a job may write beside its page, by their addresses in the project."""
    kept = project.failed / job.page
    paths = (project.drafts / job.page, kept, kept.with_suffix(".ipynb"))
    return {path.relative_to(project.root).as_posix(): path for path in paths}


def _take_files(project: Project, order: Order, result: Result) -> dict[str, bytes]:
    paths = list_written(project, order.job)
    if result.page and not order.page:
        paths[result.page] = PageStore(project.pages).get_path(result.page)
    found = {}
    for name, path in paths.items():
        with suppress(FileNotFoundError):
            found[name] = path.read_bytes()
            path.unlink()
    return found


def _get_place(folder: Path, inputs: str) -> Path:
    return folder / _PROJECTS / inputs
