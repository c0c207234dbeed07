"""Merging shards: what several builds finished, each in a folder of its own, becomes one release."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from dxlib.build.briefs import Declarations
from dxlib.build.building import count_cores, publish_release
from dxlib.build.database import is_of_this_version
from dxlib.build.fingerprint import hash_audit, make_memory
from dxlib.build.lock import hold_lock
from dxlib.build.mending import drop_altered
from dxlib.build.outcome import Outcome, Status, Summary
from dxlib.build.pages import PageStore
from dxlib.build.plan import Job, list_declared
from dxlib.build.run import Task, make_pool, run_tasks
from dxlib.build.settled import withdraw
from dxlib.build.slices import SliceReader
from dxlib.build.state import Record, State
from dxlib.build.work import Result, audit_job
from dxlib.data.catalogue_files import read_catalogue
from dxlib.errors import BuildError
from dxlib.paths import Project

_STATE: Final = "build.sqlite"
_PAGES: Final = "pages"


def merge(project: Project, declarations: Declarations, folders: Iterable[Path]) -> Summary:
    """Take records and pages of shards into a project, and release them.

    A page that this user did not see pass its audit, by the code of this process, is audited here. Of a job
    that failed there, the page that this project has stays, and is stale.

    Parameters
    ----------
    folders
        The state folders (``.dxlib``) of the shards.

    Returns
    -------
    Summary
        How many of their jobs were built and how many failed.

    Raises
    ------
    BuildError
        For a folder that no build left, or a page that is missing or altered there; nothing is taken then.
    """
    declared = {job.id: job for job in list_declared(declarations)}
    summary = Summary()
    found = [(folder, _read(folder)) for folder in folders]
    with hold_lock(project.build_lock), State(project.build_state) as state:
        withdraw(project)
        store = PageStore(project.pages)
        drop_altered(project)
        for folder, (records, rows) in found:
            own = state.read()
            for record in records.values():
                if record.page:
                    store.keep(_read_page(folder, record.page))
            audited = {result.job.id: result for result in _audit(project, declared, records)}
            for name, record in records.items():
                taken = _take(name, record, own.get(name), audited.get(name), hash_audit(project))
                state.write(name, taken, {digest: rows[digest] for digest in taken.slices.values() if digest in rows})
                if name in declared:
                    status = Status.FAILED if taken.error else Status.BUILT
                    summary.add(Outcome(declared[name], status, taken.seconds, taken.error))
        publish_release(project, state, declarations, SliceReader(project, read_catalogue(project)))
    return summary


def _audit(project: Project, declared: Mapping[str, Job], records: Mapping[str, Record]) -> Iterator[Result]:
    """Audit the pages of a shard that this user did not see pass by this code, as many at once as in a build."""
    code = hash_audit(project)
    tasks: dict[Job, Task] = {}
    for name, record in records.items():
        is_known = record.memory == make_memory(name, record.page, code, record.inputs)
        if name in declared and not record.error and not is_known:
            job = _as_known(declared[name], record)
            tasks[job] = partial(audit_job, job, project, record.page)
    return run_tasks(tasks, project, count_cores(), make_pool) if tasks else iter(())


def _take(name: str, record: Record, own: Record | None, audited: Result | None, code: str) -> Record:
    """Give the record of a shard as it stands in this project: audited by its code, and with its page if it failed."""
    if audited is not None and audited.error:
        record = replace(record, error=audited.error, memory="", page="", entry=None)
    elif audited is not None:
        record = replace(record, memory=make_memory(name, record.page, code, record.inputs))
    if record.error and own is not None and own.page:
        return replace(record, page=own.page, entry=own.entry, slices=own.slices, memory="")
    return record


def _as_known(job: Job, record: Record) -> Job:
    """Give a job as of the day that its page was built for, which need not be its edition's own."""
    return replace(job, as_of=record.as_of or job.as_of)


def _read(folder: Path) -> tuple[dict[str, Record], dict[str, dict[str, str]]]:
    if not (folder / _STATE).is_file():
        raise BuildError(f"No build left anything in {folder}.", fix="name the .dxlib folder of each shard.")
    if not is_of_this_version(folder / _STATE):
        fix = "build that shard with the version of dxlib that merges it."
        raise BuildError(f"Another version of dxlib built what is in {folder}.", fix=fix)
    with State(folder / _STATE) as state:
        records = state.read()
        digests = {digest for record in records.values() for digest in record.slices.values()}
        rows = {digest: state.read_rows(digest) for digest in digests}
    for record in records.values():
        if record.page:
            _read_page(folder, record.page)
    return records, rows


def _read_page(folder: Path, digest: str) -> bytes:
    path = PageStore(folder / _PAGES).get_path(digest)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise BuildError(f"The page {path} is missing or altered.", fix="copy the shard's folder again, whole.")
    return content
