"""Running a plan: bounded workers, longest first; a failed job stops no other, a lost worker's job is run again."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from dxlib.bounds import count_cores
from dxlib.build.decide import Action, Decision
from dxlib.build.fingerprint import AUDIT
from dxlib.build.outcome import Outcome, Status
from dxlib.build.plan import Job
from dxlib.build.settled import Look
from dxlib.build.state import Record, State
from dxlib.build.touched import Watch
from dxlib.build.work import Limits, audit_job, in_environment, run_job
from dxlib.errors import DxError, MachineError, concerns_all, explain_refusal
from dxlib.kernels.workers import WorkerLostError, Workers, open_executor, warm_up
from dxlib.paths import ROOT_VARIABLE, Project

_MOST_TRIES: Final = 3
WARM_MODULES: Final = ("dxlib.build.warm_workers",)

MakeExecutor = Callable[[int], Executor]
Task = Callable[[], Outcome]


def make_pool(workers: int) -> Executor:
    """Give processes that run jobs, forked from what notebooks are forked from, or started anew where none can be."""
    return Workers(workers, WARM_MODULES)


def make_pool_ready(project: Project) -> None:
    """Start what the workers of a project will be forked from, while it is being found out what they shall do."""
    warm_up(WARM_MODULES, {**os.environ, ROOT_VARIABLE: str(project.root)})


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


def run_decisions(
    decisions: Sequence[Decision], project: Project, state: State, options: Options, watch: Watch
) -> Generator[Outcome, None, None]:
    """Run what was decided, and give each outcome as soon as it is noted down.

    Parameters
    ----------
    decisions
        What to run, and what to skip.
    state
        Where outcomes are noted down, one by one: a build that is killed goes on from there.
    watch
        Begun before anything was decided.

    Raises
    ------
    KeyboardInterrupt
        On Ctrl-C; workers are ended, and what is finished stays noted down.
    """
    for one in decisions:
        if one.action is Action.SKIP:
            _confirm(one, state)
            yield Outcome(one.job, Status.SKIPPED)
    chosen = {one.job: one for one in order_decisions(decisions)}
    tasks = {job: _make_task(one, project, options.limits) for job, one in chosen.items()}
    for outcome in run_tasks(tasks, project, options):
        yield _note_down(outcome, chosen[outcome.job], state, watch)


def _confirm(decision: Decision, state: State) -> None:
    """Note down that what a job read is the same in the data as they are now."""
    record = state.records[decision.job.id]
    if record.inputs != decision.inputs:
        state.write(decision.job.id, replace(record, inputs=decision.inputs))


def order_decisions(decisions: Iterable[Decision]) -> list[Decision]:
    """Give what is to be done, longest first; the languages of one page stand together, since their audits share work.

    A page that is only audited counts as taking no time.
    """
    groups: dict[tuple[str, int], list[Decision]] = {}
    for one in decisions:
        if one.action is not Action.SKIP:
            groups.setdefault((one.job.name, one.job.edition), []).append(one)
    # A long job that begins last would run alone at the end, while the other workers have nothing to do.
    longest = sorted(groups.items(), key=lambda item: (-sum(map(_estimate, item[1])), item[0]))
    return [one for _, group in longest for one in sorted(group, key=lambda one: (-_estimate(one), one.job.id))]


def _estimate(decision: Decision) -> float:
    return decision.seconds if decision.action is Action.RUN else 0.0


def _make_task(decision: Decision, project: Project, limits: Limits) -> Task:
    if decision.action is Action.AUDIT:
        return partial(audit_job, decision.job, project, decision.page)
    return partial(run_job, decision.job, project, limits)


def _note_down(outcome: Outcome, decision: Decision, state: State, watch: Watch) -> Outcome:
    old = state.records.get(outcome.job.id) or Record({}, "", "", None, 0.0)
    # A job that failed keeps reads, page and entry from before, since that page is still shown.
    record = Record(
        {**watch.doubt(decision.job, decision.inputs), AUDIT: outcome.audited},
        outcome.reads or old.reads, outcome.page or old.page, outcome.entry or old.entry,
        decision.seconds if decision.action is Action.AUDIT else outcome.seconds, outcome.error,
    )  # fmt: skip
    state.write(outcome.job.id, record)
    is_as_before = outcome.status is Status.BUILT and outcome.page == old.page
    return replace(outcome, status=Status.UNCHANGED) if is_as_before else outcome


def run_tasks(tasks: Mapping[Job, Task], project: Project, options: Options) -> Generator[Outcome, None, None]:
    """Give the outcome of what is done for each job; where a worker is lost, what was not finished is done again.

    Parameters
    ----------
    tasks
        What is done for each job, in this order.
    project
        Whose notebooks run.
    options
        How many tasks run at once, and where; one at a time after a worker was lost.
    """
    # Also for what notebooks are forked from, which then holds the catalogue.
    with in_environment({ROOT_VARIABLE: str(project.root)}):
        yield from _run_all(tasks, min(options.workers or count_cores(), len(tasks)), options.make_executor)


def _run_all(tasks: Mapping[Job, Task], workers: int, make_executor: MakeExecutor) -> Iterator[Outcome]:
    waiting = list(tasks)
    # After the first time one at a time: where memory was short, what ended a worker has it for itself.
    for current in (workers, *[1] * (_MOST_TRIES - 1)):
        if not waiting:
            return
        lost: list[Job] = []
        with open_executor(make_executor(current)) as executor:
            for future, job in _take({executor.submit(tasks[job]): job for job in waiting}):
                if (outcome := _read(future, job)) is None:
                    lost.append(job)
                else:
                    yield outcome
        waiting = lost
    for job in waiting:
        yield Outcome(job, Status.FAILED, error=_say_lost(job))


def _take(futures: dict[Future[Outcome], Job]) -> Iterator[tuple[Future[Outcome], Job]]:
    """Give what is done, as it comes, and keep none of it: thousands of results would fill the memory."""
    while futures:
        # wait() gives a set, whose order differs from run to run.
        for future in sorted(wait(futures, return_when=FIRST_COMPLETED).done, key=lambda one: futures[one].id):
            yield future, futures.pop(future)


def _read(future: Future[Outcome], job: Job) -> Outcome | None:
    """Give what a worker returned, or none where it was lost."""
    try:
        return future.result()
    except WorkerLostError:
        return None
    except MachineError:
        raise  # it concerns every other job as well
    except DxError as error:
        return Outcome(job, Status.FAILED, error=str(error))
    except Exception as error:  # whatever a job does becomes its outcome
        if type(error).__name__ == "KilledWorker":  # what Dask says of a job that ended several workers
            return None
        if isinstance(error, OSError):
            if concerns_all(error):
                raise explain_refusal(error) from error
            return Outcome(job, Status.FAILED, error=f"{job}: {explain_refusal(error)}")
        return Outcome(job, Status.FAILED, error=f"{job} failed with {type(error).__name__}: {error}")


def _say_lost(job: Job) -> str:
    return (
        f"{job}: its worker process was lost {_MOST_TRIES} times.\nFix: see whether memory is short (--memory-limit)."
    )
