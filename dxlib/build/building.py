"""One build from the plan to the release: what ``dxlib plan`` and ``dxlib build`` call."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping, Sequence
from typing import Final

from dxlib.build.briefs import Declarations
from dxlib.build.decide import Action, decide
from dxlib.build.fingerprint import make_digest
from dxlib.build.gate import refuse_altered
from dxlib.build.left import take_stock
from dxlib.build.lock import hold_lock
from dxlib.build.outcome import Outcome, Status, Summary
from dxlib.build.pages import drop_altered
from dxlib.build.plan import Job, list_declared
from dxlib.build.release import show_release
from dxlib.build.report import Reporter, tell_all
from dxlib.build.run import Options, run_decisions
from dxlib.build.slices import SliceReader
from dxlib.build.state import Record, State
from dxlib.build.touched import Watch
from dxlib.data.catalogue import Catalogue
from dxlib.errors import ConfigError
from dxlib.kernels.client import why_not
from dxlib.paths import Project

_LONGEST_SHARD: Final = len("1000/1000")  # of more than 4,300 digits int() makes an error of its own


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
        watch = Watch(project)
        refuse_altered(project)
        if options.limits.memory_limit_mb and (reason := why_not()):
            report.warn(f"The memory limit is not kept: {reason}.")
        state, slices = State(project.notes, report.warn), SliceReader(project, catalogue)
        # Before anything is decided: a page that is not in the store any more is built again.
        altered = drop_altered(project, fresh=options.fresh)
        lost = sorted(name for name, record in state.records.items() if record.page in altered)
        if not options.is_shard:
            if told := take_stock(project, fresh=options.fresh, lost=lost):
                report.warn(told)
            jobs = _add_lost(jobs, lost, declarations, state.records)
        decisions = decide(project, catalogue, jobs, state, slices, force=options.force)
        # Before any page is made of them: its note names the data by their hash alone.
        state.keep_data(slices)
        outcomes = _warn_at_last(run_decisions(decisions, project, state, options, watch), watch, report)
        run = sum(one.action is not Action.SKIP for one in decisions)
        summary = tell_all(outcomes, report, jobs=len(decisions), run=run)
        if not options.is_shard:
            show_release(project, state, declarations, slices, fresh=options.fresh)
        if options.look and not options.is_shard and not summary.counts[Status.FAILED] and not watch.told:
            options.look.settle(jobs)
    return summary


def _warn_at_last(
    outcomes: Generator[Outcome, None, None], watch: Watch, report: Reporter
) -> Generator[Outcome, None, None]:
    """Give outcomes, and then say what was touched meanwhile: before the end is told, after which nobody listens."""
    yield from outcomes
    if watch.told:
        report.warn(watch.told)


def _add_lost(
    jobs: Sequence[Job], lost: Collection[str], declarations: Declarations, records: Mapping[str, Record]
) -> list[Job]:
    """Give some jobs, and those whose pages were lost, each as of the day that its page was built for."""
    chosen = {job.id for job in jobs}
    others = [job for job in list_declared(declarations) if job.id in lost and job.id not in chosen]
    return [*jobs, *(records[job.id].date(job) for job in others)]


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
    # By its hash, not by its place in the list: a new brief moves no other job into another shard.
    return [job for job in jobs if int(make_digest(job.id), 16) % int(parts) == int(part) - 1]
