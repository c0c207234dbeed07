"""One build from the plan to the release: what ``dxlib plan`` and ``dxlib build`` call."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dxlib.build.briefs import Declarations
from dxlib.build.database import UnreadableStateError
from dxlib.build.decide import Action, Decision, Past, decide
from dxlib.build.fingerprint import Fingerprinter, hash_audit, make_digest
from dxlib.build.lock import hold_lock
from dxlib.build.mending import add_lost, drop_altered, take_stock
from dxlib.build.origins import refuse_altered
from dxlib.build.outcome import Status, Summary
from dxlib.build.outdated import list_outdated
from dxlib.build.pages import PageStore
from dxlib.build.plan import Job, list_declared
from dxlib.build.release import ReleasedPage, list_pages, write_release
from dxlib.build.report import Reporter, tell_all
from dxlib.build.run import MakeExecutor, make_pool, run_decisions
from dxlib.build.settled import Look, withdraw
from dxlib.build.slices import SliceReader
from dxlib.build.state import Record, State
from dxlib.build.work import Limits
from dxlib.data.catalogue import Catalogue
from dxlib.errors import ConfigError
from dxlib.kernels.client import why_not
from dxlib.paths import Project

_LONGEST_SHARD: Final = len("1000/1000")


@dataclass(frozen=True, slots=True)
class Options:
    """How a build goes about it.

    Parameters
    ----------
    workers
        How many jobs run at once; 0 for one a core.
    force
        Run every job, changed or not.
    limits
        What one job may take.
    is_shard
        Whether other builds do the rest: then no release is made, :func:`dxlib.build.merging.merge` makes it.
    make_executor
        Where jobs run.
    look
        Taken before anything was read; without it, what is built is not noted down as settled.
    verify
        Compare the hash of every page with what was built, and build again what differs.
    """

    workers: int = 0
    force: bool = False
    limits: Limits = field(default_factory=Limits)
    is_shard: bool = False
    make_executor: MakeExecutor = make_pool
    look: Look | None = None
    verify: bool = False

    @property
    def fresh(self) -> bool:
        """Whether every file of store and release is read, whatever its times say."""
        return self.force or self.verify


def decide_jobs(
    project: Project, catalogue: Catalogue, jobs: Sequence[Job], *, force: bool = False,
    warn: Callable[[str], None] | None = None,
) -> list[Decision]:  # fmt: skip
    """Say what would happen to each job; nothing is run, and nothing is altered.

    Parameters
    ----------
    warn
        Is told of records that cannot be read, which a build would set aside; without it, that is an error.
    """
    slices = SliceReader(project, catalogue)
    try:
        if project.build_state.exists():
            with State(project.build_state) as state:
                return _decide(project, catalogue, jobs, state, slices, force=force)
    except UnreadableStateError as error:
        if warn is None:
            raise
        warn(f"{error.what} A build sets them aside, and makes every page anew.")
    return _decide(project, catalogue, jobs, None, slices, force=force)


def build_jobs(
    project: Project, catalogue: Catalogue, jobs: Sequence[Job], declarations: Declarations, options: Options,
    report: Reporter,
) -> Summary:  # fmt: skip
    """Build what has changed of some jobs, and show it with all that was built before.

    Raises
    ------
    BuildError
        When another build is running.
    DataError
        When ``data/clean`` is not what ``data/raw`` gives: run ``dxlib clean``.
    """
    with hold_lock(project.build_lock):
        if options.look:
            options.look.remember()
        withdraw(project)
        refuse_altered(project)
        if options.limits.memory_limit_mb and (reason := why_not()):
            report.warn(f"The memory limit is not kept: {reason}.")
        with State(project.build_state, report.warn) as state:
            slices = SliceReader(project, catalogue)
            records = state.read()
            altered = drop_altered(project, fresh=options.fresh)
            lost = sorted(name for name, record in records.items() if record.page in altered)
            if not options.is_shard:
                if told := take_stock(project, fresh=options.fresh, lost=lost):
                    report.warn(told)
                jobs = add_lost(jobs, lost, list_declared(declarations), records)
            decisions = _decide(project, catalogue, jobs, state, slices, force=options.force)
            state.confirm([one.job.id for one in decisions if one.action is Action.SKIP], slices.whole)
            ran = {one.job.id for one in decisions if one.action is not Action.SKIP}
            outcomes = run_decisions(
                decisions, project, state, slices, workers=options.workers or count_cores(), limits=options.limits,
                make_executor=options.make_executor,
            )  # fmt: skip
            summary = tell_all(outcomes, report, jobs=len(decisions), run=len(ran))
            if not options.is_shard:
                publish_release(project, state, declarations, slices)
        if options.look and not options.is_shard and not summary.counts[Status.FAILED]:
            options.look.settle(jobs, ran)  # the records are closed: their file changes no more
    return summary


def publish_release(project: Project, state: State, declarations: Declarations, slices: SliceReader) -> Path:
    """Show every declared page that was built; what is declared no more is forgotten.

    Pages of which the data have changed since are marked as stale.

    Raises
    ------
    BuildError
        When the pages contradict each other, or what stands beside them: then ``reports/`` stays as it was.
    """
    declared = {job.id: job for job in list_declared(declarations)}
    records = state.read()
    if gone := records.keys() - declared.keys():
        state.forget(gone)
    store = PageStore(project.pages)
    own = {name: record for name, record in records.items() if name in declared and _is_of(record, declared[name])}
    outdated = list_outdated({name: record for name, record in own.items() if record.page}, slices)
    shown = list_pages(own, store.list_digests(), outdated)
    index = write_release(project, shown, look=Fingerprinter.describe_look(), refuse=_refuse_wrong)
    store.drop_all_but({page.digest for page in shown})
    return index


def _is_of(record: Record, job: Job) -> bool:
    """Whether the page of a record shows what is declared for its address now: a brief may have got another area."""
    if record.entry is None:
        return True
    own = {one.name: one.value for one in record.entry.own}
    return record.entry.area == job.area and all(own.get(name, value) == value for name, value in job.own.items())


def _refuse_wrong(project: Project, pages: Sequence[ReleasedPage], lists: Mapping[str, bytes]) -> None:
    from dxlib.build.whole import refuse_wrong  # noqa: PLC0415  (a release that is shown already needs no audit)

    refuse_wrong(project, pages, lists)


def _decide(
    project: Project, catalogue: Catalogue, jobs: Sequence[Job], state: State | None, slices: SliceReader, *,
    force: bool,
) -> list[Decision]:  # fmt: skip
    inputs = Fingerprinter(project, catalogue)
    records, read_rows = (state.read(), state.read_rows) if state else ({}, lambda _: {})
    past = Past(records, PageStore(project.pages).list_digests(), read_rows)
    return decide(jobs, past, read_inputs=inputs.read_inputs, slices=slices, audit=hash_audit(project), force=force)


def count_cores() -> int:
    """Give how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def select_shard(jobs: Sequence[Job], shard: str) -> list[Job]:
    """Give one of n parts of some jobs, the same on every machine; ``2/5`` is the second of five.

    Raises
    ------
    ConfigError
        For a text that is not ``i/n`` with ``1 <= i <= n``.
    """
    part, slash, parts = shard.partition("/")
    is_pair = slash and part.isdecimal() and parts.isdecimal() and len(shard) <= _LONGEST_SHARD
    if not (is_pair and 1 <= int(part) <= int(parts)):
        raise ConfigError(f"'{shard}' is no shard.", allowed=["1/4", "4/4"], fix="write its number, / and how many.")
    return [job for job in jobs if int(make_digest(job.id), 16) % int(parts) == int(part) - 1]
