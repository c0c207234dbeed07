"""Which pages of a release a build would make or audit again: what they were made from has changed since."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from dxlib.build.briefs import read_declarations
from dxlib.build.building import decide_jobs
from dxlib.build.decide import Action
from dxlib.build.plan import list_declared
from dxlib.build.state import Record
from dxlib.data.catalogue_files import read_catalogue
from dxlib.paths import Project

_GONE: Final = "notebooks/briefs.yaml declares it no more"


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
    if not known:  # of another version perhaps: to look closer would begin the records anew
        return {}
    catalogue = read_catalogue(project)
    declared = {job.id: job for job in list_declared(read_declarations(project, catalogue))}
    days = {page: records[page].as_of for page in known}
    jobs = [replace(declared[page], as_of=days[page] or declared[page].as_of) for page in known if page in declared]
    decisions = [one for one in decide_jobs(project, catalogue, jobs) if one.action is not Action.SKIP]
    changed = {one.job.id: f"a build would {one.action} it again: {one.why}" for one in decisions}
    return {**changed, **{page: _GONE for page in known if page not in declared}}
