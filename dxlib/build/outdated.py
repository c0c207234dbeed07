"""Which pages of a release are not what a build would show now: what they were made from has changed since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from dxlib.build.briefs import read_declarations
from dxlib.build.decide import Action, decide_jobs
from dxlib.build.fingerprint import DATA
from dxlib.build.plan import list_declared
from dxlib.build.slices import Slice, SliceReader
from dxlib.build.state import Record, State
from dxlib.data.catalogue_files import read_catalogue
from dxlib.paths import Project

_GONE: Final = "notebooks/briefs.yaml declares it no more"
_MOST_NAMED: Final = 2


def list_outdated(state: State, slices: SliceReader) -> dict[str, str]:
    """Give the pages whose data are others now than those that they were made from, each with what changed.

    A page beside which newer ones say something else would contradict them, so a release marks it as stale.

    Parameters
    ----------
    state
        The records of builds.
    slices
        The data as they are now.

    Returns
    -------
    dict of str to str
        By the id of the job why its page is one from before, in one line; empty where there are no clean data to hold
        it against.
    """
    if not slices.has_data:
        return {}
    older = {job: one for job, one in state.records.items() if one.page and one.inputs.get(DATA) != slices.whole}
    changed = {job: state.find_changed(record, record.as_of, slices) for job, record in older.items()}
    return {job: _describe(slices_) for job, slices_ in changed.items() if slices_}


def _describe(changed: Iterable[Slice]) -> str:
    names = [*map(str, changed)]
    rest = len(names) - _MOST_NAMED
    named = ", ".join(names[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
    return f"figures have changed since it was built: {named}"


def list_changed(project: Project, pages: Collection[str], records: Mapping[str, Record]) -> dict[str, str]:
    """Give the pages that are not what a build would show now, each with what it would do and why.

    Parameters
    ----------
    pages
        The addresses of those that are shown.
    records
        Of builds, by job; pages without one are left to others.
    """
    known = [page for page in pages if page in records]
    catalogue = read_catalogue(project)
    declared = {job.id: job for job in list_declared(read_declarations(project, catalogue))}
    days = {page: records[page].as_of for page in known}
    # A page is compared as of the day that it was built for, which --as-of may have chosen.
    jobs = [replace(declared[page], as_of=days[page] or declared[page].as_of) for page in known if page in declared]
    decisions = [one for one in decide_jobs(project, catalogue, jobs) if one.action is not Action.SKIP]
    changed = {one.job.id: f"a build would {one.action} it again: {one.why}" for one in decisions}
    return {**changed, **{page: _GONE for page in known if page not in declared}}
