"""Merging shards: what several builds finished, each in a folder of its own, becomes one release."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from dxlib.build.briefs import Declarations
from dxlib.build.building import publish_release
from dxlib.build.lock import hold_lock
from dxlib.build.outcome import Outcome, Status, Summary
from dxlib.build.pages import PageStore
from dxlib.build.plan import make_plan
from dxlib.build.settled import withdraw
from dxlib.build.state import Record, State
from dxlib.errors import BuildError
from dxlib.paths import Project

_STATE: Final = "build.sqlite"
_PAGES: Final = "pages"


def merge(project: Project, declarations: Declarations, folders: Iterable[Path]) -> Summary:
    """Take records and pages of shards into a project, and release them.

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
    declared = {job.id: job for job in make_plan(declarations, editions=list(declarations.editions))}
    summary = Summary()
    found = [(folder, _read(folder)) for folder in folders]
    with hold_lock(project.build_lock), State(project.build_state) as state:
        withdraw(project)
        store = PageStore(project.pages)
        for folder, (records, rows) in found:
            for job, record in records.items():
                if record.page:
                    store.keep(_read_page(folder, record.page))
                state.write(job, record, {digest: rows[digest] for digest in record.slices.values()})
                if job in declared:
                    status = Status.FAILED if record.error else Status.BUILT
                    summary.add(Outcome(declared[job], status, record.seconds, record.error))
        publish_release(project, state, declarations)
    return summary


def _read(folder: Path) -> tuple[dict[str, Record], dict[str, dict[str, str]]]:
    if not (folder / _STATE).is_file():
        raise BuildError(f"No build left anything in {folder}.", fix="name the .dxlib folder of each shard.")
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
