"""What will happen to each job, and why, and so which pages are not what a build would show now: nothing is run."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dxlib.build.briefs import read_declarations
from dxlib.build.fingerprint import AUDIT, DATA, Fingerprinter, Inputs
from dxlib.build.pages import PageStore
from dxlib.build.plan import Job, list_declared
from dxlib.build.slices import SliceReader
from dxlib.build.state import Record, State
from dxlib.data.catalogue import Catalogue
from dxlib.data.catalogue_files import read_catalogue
from dxlib.paths import Project

_MOST_ROWS: Final = 5
_GONE: Final = "notebooks/briefs.yaml declares it no more"
_MOST_SLICES: Final = 2


class Action(StrEnum):
    """What will happen to a job."""

    RUN = "run"
    AUDIT = "audit"
    SKIP = "skip"


class Cause(StrEnum):
    """Why it will happen."""

    NEW = "new"
    FORCED = "forced"
    NOTEBOOK_CHANGED = "notebook changed"
    PARAMETERS_CHANGED = "parameters changed"
    LIBRARY_CHANGED = "library changed"
    TEMPLATE_CHANGED = "template changed"
    TRANSLATION_CHANGED = "translation changed"
    ENVIRONMENT_CHANGED = "environment changed"
    CATALOGUE_CHANGED = "catalogue changed"
    OBSERVATIONS_CHANGED = "observations changed"
    NOT_AUDITED = "not audited here"  # by this user, with the code as it is now
    FAILED_LAST_TIME = "failed last time"
    PAGE_MISSING = "page missing"
    NOTHING_CHANGED = "nothing changed"


@dataclass(frozen=True, slots=True)
class Decision:
    """What will happen to one job, and why.

    Parameters
    ----------
    causes
        All of them, in the order of :class:`Cause`; never empty.
    observations
        Which observations changed: ids, each with ``new``, ``changed`` or ``gone``; before them what of the catalogue
        did that says what they mean.
    inputs
        What the job is made from now.
    seconds
        How long it took the last time; 0 when it never ran.
    page
        The hash of the page that it has; empty when it has none.
    """

    job: Job
    action: Action
    causes: tuple[Cause, ...]
    observations: tuple[str, ...]
    inputs: Inputs
    seconds: float = 0.0
    page: str = ""

    @property
    def why(self) -> str:
        """Its causes, and the observations that changed, in one line."""
        named = f": {_name_some(self.observations, _MOST_ROWS)}" if self.observations else ""
        return f"{'; '.join(self.causes)}{named}"

    def __str__(self) -> str:
        return f"{self.job}: {self.action} ({self.why})"


def decide_jobs(
    project: Project, catalogue: Catalogue, jobs: Sequence[Job], *, force: bool = False,
    warn: Callable[[str], None] | None = None,
) -> list[Decision]:  # fmt: skip
    """Say what would happen to each job; nothing is run, and nothing is altered.

    Parameters
    ----------
    warn
        Is told of records that cannot be read.
    """
    return decide(project, catalogue, jobs, State(project.notes, warn), SliceReader(project, catalogue), force=force)


def decide(
    project: Project, catalogue: Catalogue, jobs: Sequence[Job], state: State, slices: SliceReader, *, force: bool
) -> list[Decision]:  # fmt: skip
    """Say what will happen to each job: a page is made again when what it was made from is not what there is now.

    Parameters
    ----------
    jobs
        In the order in which they are declared.
    state, slices
        What earlier builds left, and the data as they are now.
    force
        Run every job.
    """
    fingerprinter, pages = Fingerprinter(project, catalogue, slices.whole), PageStore(project.pages).list_digests()
    found = []
    for job in jobs:
        inputs, record = fingerprinter.read_inputs(job), state.records.get(job.id)
        differing = [name for name in inputs if record and inputs[name] != record.inputs.get(name)]
        # As long as all data are the same, no slice of them can have changed.
        changed = state.find_changed(record, job.as_of, slices) if record and DATA in differing else {}
        causes = tuple(_list_causes(record, differing, pages, has_changed=bool(changed), force=force))
        rows = tuple(dict.fromkeys(row for rows in changed.values() for row in rows))
        seconds, page = (record.seconds, record.page) if record else (0.0, "")
        found.append(Decision(job, _choose_action(causes), causes, rows, inputs, seconds, page))
    return found


def render_plan(decisions: Sequence[Decision]) -> str:
    """Give what will happen to each job as one JSON list, for programs."""
    listed = [
        {
            "brief": one.job.brief, "parameters": one.job.parameters, "page": one.job.id, "action": one.action,
            "causes": one.causes, "observations": one.observations,
        }
        for one in decisions
    ]  # fmt: skip
    return json.dumps(listed, ensure_ascii=False, indent=1)


def _choose_action(causes: tuple[Cause, ...]) -> Action:
    if causes == (Cause.NOTHING_CHANGED,):
        return Action.SKIP
    return Action.AUDIT if causes == (Cause.NOT_AUDITED,) else Action.RUN


def _list_causes(
    record: Record | None, differing: Sequence[str], pages: Collection[str], *, has_changed: bool, force: bool
) -> Iterator[Cause]:  # fmt: skip
    if record is None:
        yield Cause.NEW
        return
    causes = [Cause.FORCED] if force else []
    # Each name of an input begins a cause, as "notebook" does "notebook changed"; data and audit mean less.
    causes += [Cause(f"{name} changed") for name in differing if name not in (DATA, AUDIT)]
    causes += [Cause.OBSERVATIONS_CHANGED] if has_changed else []
    if AUDIT in differing and not record.error:  # what failed is run, and then audited
        causes.append(Cause.NOT_AUDITED)
    if record.error:
        causes.append(Cause.FAILED_LAST_TIME)
    elif record.page not in pages:
        causes.append(Cause.PAGE_MISSING)
    yield from causes or [Cause.NOTHING_CHANGED]


# Pages that are shown ------------------------------------------------------------------------------
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
    return {
        job: f"figures have changed since it was built: {_name_some([*map(str, one)], _MOST_SLICES)}"
        for job, one in changed.items() if one
    }  # fmt: skip


def _name_some(names: Sequence[str], most: int) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def list_changed(project: Project, pages: Collection[str], state: State) -> dict[str, str]:
    """Give the pages that are not what a build would show now, each with what it would do and why.

    Parameters
    ----------
    pages
        The addresses of those that are shown.
    state
        The records of builds; pages without one are left to others.
    """
    known = [page for page in pages if page in state.records]
    catalogue = read_catalogue(project)
    declared = {job.id: job for job in list_declared(read_declarations(project, catalogue))}
    # A page is compared as of the day that it was built for.
    jobs = [state.records[page].date(declared[page]) for page in known if page in declared]
    decisions = decide(project, catalogue, jobs, state, SliceReader(project, catalogue), force=False)
    changed = {
        one.job.id: f"a build would {one.action} it again: {one.why}"
        for one in decisions if one.action is not Action.SKIP
    }  # fmt: skip
    return {**changed, **{page: _GONE for page in known if page not in declared}}
