"""What will happen to each job, and why: told without running anything."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dxlib.build.fingerprint import Inputs, make_memory
from dxlib.build.plan import Job
from dxlib.build.slices import SliceReader
from dxlib.build.state import Record

_MOST_NAMED: Final = 5


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
        Which observations changed: ids, each with ``new``, ``changed`` or ``gone``.
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
        named = ", ".join(self.observations[:_MOST_NAMED])
        rest = len(self.observations) - _MOST_NAMED
        more = f" and {rest} more" if rest > 0 else ""
        return f"{'; '.join(self.causes)}{f': {named}{more}' if named else ''}"

    def __str__(self) -> str:
        return f"{self.job}: {self.action} ({self.why})"


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier builds left.

    Parameters
    ----------
    records
        By the id of the job.
    pages
        The hashes of the pages that are kept.
    read_rows
        Gives the rows of a slice as they were, by its hash.
    """

    records: Mapping[str, Record]
    pages: Collection[str]
    read_rows: Callable[[str], Mapping[str, str]]


def decide(
    jobs: Sequence[Job],
    past: Past,
    *,
    read_inputs: Callable[[Job], Inputs],
    slices: SliceReader,
    audit: str,
    force: bool = False,
) -> list[Decision]:
    """Say what will happen to each job.

    Parameters
    ----------
    jobs
        In the order in which they are declared.
    past
        What earlier builds left.
    read_inputs
        Gives what a job is made from now.
    slices
        Hashes the data as they are now.
    audit
        The hash of the code that audits.
    force
        Run every job.
    """
    found = []
    for job in jobs:
        inputs, record = read_inputs(job), past.records.get(job.id)
        is_same = record is not None and record.data == slices.whole
        changed = None if is_same else _list_changes(job, record, slices, past.read_rows) if record else ()
        is_audited = record is not None and record.memory == make_memory(job.id, record.page, audit, record.inputs)
        causes = tuple(_list_causes(record, inputs, past.pages, changed=changed, is_audited=is_audited, force=force))
        seconds, page = (record.seconds, record.page) if record else (0.0, "")
        found.append(Decision(job, _choose_action(causes), causes, changed or (), inputs, seconds, page))
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
    record: Record | None,
    inputs: Inputs,
    pages: Collection[str],
    *,
    changed: tuple[str, ...] | None,
    is_audited: bool,
    force: bool,
) -> Iterator[Cause]:
    if record is None:
        yield Cause.NEW
        return
    causes = [Cause.FORCED] if force else []
    causes += [Cause(f"{name} changed") for name in inputs if inputs[name] != record.inputs.get(name)]
    causes += [Cause.OBSERVATIONS_CHANGED] if changed is not None else []
    if not is_audited and not record.error:  # what failed is run, and then audited
        causes.append(Cause.NOT_AUDITED)
    if record.error:
        causes.append(Cause.FAILED_LAST_TIME)
    elif record.page not in pages:
        causes.append(Cause.PAGE_MISSING)
    yield from causes or [Cause.NOTHING_CHANGED]


def _list_changes(
    job: Job, record: Record, slices: SliceReader, read_rows: Callable[[str], Mapping[str, str]]
) -> tuple[str, ...] | None:
    """Name the observations that changed since a job read them; none where all are as they were."""
    changed = [one for one, digest in record.slices.items() if slices.compute_digest(one, job.as_of) != digest]
    if not changed:
        return None
    named: dict[str, None] = {}
    for one in changed:
        before, now = read_rows(record.slices[one]), slices.list_rows(one, job.as_of)
        for row in sorted(before.keys() | now.keys()):
            word = "new" if row not in before else "gone" if row not in now else "changed"
            if before.get(row) != now.get(row):
                named[f"{row} ({word})"] = None
    return tuple(named)
