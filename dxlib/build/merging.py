"""Merging shards: what several builds finished, each in a folder of its own, becomes one release."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from dxlib.build.briefs import Declarations
from dxlib.build.fingerprint import AUDIT, DATA, Inputs, hash_audit
from dxlib.build.lock import hold_lock
from dxlib.build.outcome import Outcome, Status, Summary
from dxlib.build.pages import PageStore, drop_altered
from dxlib.build.plan import Job, list_declared
from dxlib.build.release import show_release
from dxlib.build.run import Options, Task, run_tasks
from dxlib.build.slices import SliceReader
from dxlib.build.state import Record, State
from dxlib.build.work import audit_job
from dxlib.data.catalogue_files import read_catalogue
from dxlib.errors import BuildError
from dxlib.paths import Project

_NOTES: Final = "notes"
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
    # All shards are read before anything is taken: one that is damaged ends the merge with nothing altered.
    # A folder that is named twice is one shard: its jobs count once.
    found = [(folder, _read(folder)) for folder in {one.resolve(): one for one in folders}.values()]
    with hold_lock(project.build_lock):
        state, slices = State(project.notes), SliceReader(project, read_catalogue(project))
        store = PageStore(project.pages)
        drop_altered(project)
        state.keep_data(slices)
        for folder, shard in found:
            shard.copy_data(state)
            for record in shard.records.values():
                if record.page:
                    # Read and hashed once more, since the folder may have changed since it was looked at.
                    store.keep(_read_page(folder, record.page))
            audited = {outcome.job.id: outcome for outcome in _audit(project, declared, shard.records)}
            now = {DATA: slices.whole, AUDIT: hash_audit(project)}
            for name, record in shard.records.items():
                taken = _take(record, state.records.get(name), audited.get(name), now)
                state.write(name, taken)
                if name in declared:
                    status = Status.FAILED if taken.error else Status.BUILT
                    summary.add(Outcome(declared[name], status, taken.seconds, taken.error))
        show_release(project, state, declarations, slices)
    return summary


def _audit(project: Project, declared: Mapping[str, Job], records: Mapping[str, Record]) -> Iterator[Outcome]:
    """Audit the pages of a shard that this user did not see pass by this code, as many at once as in a build."""
    code = hash_audit(project)
    tasks: dict[Job, Task] = {}
    for name, record in records.items():
        if name in declared and not record.error and record.inputs[AUDIT] != code:
            job = record.date(declared[name])
            tasks[job] = partial(audit_job, job, project, record.page)
    return run_tasks(tasks, project, Options())


def _take(record: Record, own: Record | None, audited: Outcome | None, now: Inputs) -> Record:
    """Give the record of a shard as it stands in this project: audited by its code, and with its page if it failed."""
    if audited is not None and audited.error:
        record = replace(record, error=audited.error, page="", entry=None)
    elif audited is not None:  # against the data as they are now, whatever they were there
        record = replace(record, inputs={**record.inputs, **now})
    if record.error and own is not None and own.page:
        inputs = {**record.inputs, DATA: own.inputs.get(DATA, "")}  # which somebody else may have written
        return replace(record, inputs=inputs, page=own.page, entry=own.entry, reads=own.reads)
    return record


def _read(folder: Path) -> State:
    shard = State(folder / _NOTES)
    if not shard.records and not shard.unread:
        raise BuildError(f"No build left anything in {folder}.", fix="name the .dxlib folder of each shard.")
    if shard.unread:
        what = f"{len(shard.unread)} records in {folder} are damaged, or of another version of dxlib."
        raise BuildError(what, fix="build that shard with the version of dxlib that merges it, and copy it whole.")
    for record in shard.records.values():
        if record.page:
            _read_page(folder, record.page)
    return shard


def _read_page(folder: Path, digest: str) -> bytes:
    path = PageStore(folder / _PAGES).get_path(digest)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise BuildError(f"The page {path} is missing or altered.", fix="copy the shard's folder again, whole.")
    return content
