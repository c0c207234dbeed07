"""Running a plan: bounded workers, longest first; a failed job stops no other, a lost worker's job is run again."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Final

from dxlib.build.decide import Action, Decision
from dxlib.build.fingerprint import AUDIT
from dxlib.build.outcome import Outcome, Status
from dxlib.build.plan import Job
from dxlib.build.settled import Look
from dxlib.build.state import Record, State
from dxlib.build.work import Limits, audit_job, in_environment, run_job
from dxlib.errors import DxError, MachineError, concerns_all, explain_refusal
from dxlib.kernels.cells import warm_up
from dxlib.kernels.client import why_not
from dxlib.kernels.places import PrivateFolder, sweep
from dxlib.paths import ROOT_VARIABLE, Project

MOST_WORKERS: Final = 61  # Windows waits for no more at once
_MOST_TRIES: Final = 2
WARM_MODULES: Final = ("dxlib.brief.warm",)
_WARM: Final = "dxlib.build.warm_workers"
_ONE_THREAD: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
_MOST_STARTS: Final = 5
_PAUSE_S: Final = 0.1  # doubled for each start
_LOOK_EVERY_S: Final = 1.0  # whether a pool is broken
_SAY_NO_WORKERS: Final = (
    f"What workers are started from was ended {_MOST_STARTS} times. Nothing that was finished before is lost."
)

MakeExecutor = Callable[[int], Executor]
Task = Callable[[], Outcome]


class _NoWorkersError(Exception):
    """No worker can be started: what they are forked from is gone, and will be started again."""


def make_pool(workers: int) -> Executor:
    """Give a pool of worker processes, forked from one that has loaded what they need and has no threads.

    Where a machine cannot do that, each worker is started anew; where it has no pools of processes, jobs run one after
    the other in this one. What notebooks are forked from starts at the same time.
    """
    # There is one process a core: with a thread for each core in each of them, they would wait for one another.
    os.environ.update({name: os.environ.get(name, "1") for name in _ONE_THREAD})
    if not why_not():
        threading.Thread(target=warm_up, args=(WARM_MODULES,), daemon=True).start()
    has_server = not why_not() and "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if has_server else "spawn")
    if has_server:
        context.set_forkserver_preload([_WARM])
        _choose_place()
        _start_server()
    try:
        return ProcessPoolExecutor(min(workers, MOST_WORKERS), mp_context=context, initializer=start_worker)
    except (NotImplementedError, OSError):  # without semaphores (no /dev/shm) there is no pool of processes
        return ThreadPoolExecutor(1)


@cache
def _choose_place() -> PrivateFolder:
    """Have the socket over which workers are started lie where whatever a killed build left is swept away."""
    sweep()
    folder = PrivateFolder("w")
    # multiprocessing has no other way to choose the folder; its own one in /tmp would stay when a build is killed.
    multiprocessing.current_process()._config["tempdir"] = str(folder.path)  # type: ignore[attr-defined]
    return folder


def _start_server() -> None:
    """Start what workers are forked from; while it loads what they need, it knows nothing of Ctrl-C."""
    from multiprocessing import forkserver, resource_tracker  # noqa: PLC0415  (not on every system)

    resource_tracker.ensure_running()  # which takes the block away
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start_worker() -> None:
    """Let a worker leave Ctrl-C to the process that watches over it, and end with it, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # for what it starts: kernels are interrupted so
    # A worker that was forked has it loaded already; one that was started anew has not.
    importlib.import_module(_WARM)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        # sys.exit() would end this thread only.
        os._exit(1)


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
    decisions: Sequence[Decision], project: Project, state: State, options: Options
) -> Generator[Outcome, None, None]:
    """Run what was decided, and give each outcome as soon as it is noted down.

    Parameters
    ----------
    decisions
        What to run, and what to skip.
    state
        Where outcomes are noted down, one by one: a build that is killed goes on from there.

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
        yield _note_down(outcome, chosen[outcome.job], state)


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


def _note_down(outcome: Outcome, decision: Decision, state: State) -> Outcome:
    old = state.records.get(outcome.job.id) or Record({}, "", "", None, 0.0)
    # A job that failed keeps reads, page and entry from before, since that page is still shown.
    record = Record(
        {**decision.inputs, AUDIT: outcome.audited},
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


def count_cores() -> int:
    """Give how many processors this process may use."""
    # A container or taskset may allow fewer cores than the machine has; macOS and Windows have no such list.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run_all(tasks: Mapping[Job, Task], workers: int, make_executor: MakeExecutor) -> Iterator[Outcome]:
    waiting, current = list(tasks), workers
    tries = dict.fromkeys(tasks, 0)
    starts = 0
    while waiting:
        finished: set[Job] = set()
        try:
            with _open(make_executor, current) as executor:
                for future, job in _take(executor, _submit(executor, tasks, waiting)):
                    if (outcome := _read(future, job)) is not None:
                        finished.add(job)
                        yield outcome
        except _NoWorkersError as error:
            starts += 1
            if starts == _MOST_STARTS:
                raise MachineError(_SAY_NO_WORKERS, fix="see what ends processes, then build again.") from error
            time.sleep(_PAUSE_S * 2**starts)  # what was killed may take a while to be gone on a busy machine
            continue  # nothing was done yet
        waiting = [job for job in waiting if job not in finished]
        if waiting and current == 1:  # then it was the first of them that ended the worker
            tries[waiting[0]] += 1
            if tries[waiting[0]] == _MOST_TRIES:
                yield Outcome(waiting[0], Status.FAILED, error=_say_lost(waiting.pop(0)))
                current = workers
        elif waiting:
            # One at a time, so that it is known which job ended its worker.
            current = 1


def _submit(executor: Executor, tasks: Mapping[Job, Task], waiting: Iterable[Job]) -> dict[Future[Outcome], Job]:
    try:
        return {executor.submit(tasks[job]): job for job in waiting}
    except (EOFError, ConnectionError, BrokenProcessPool) as error:  # what workers are forked from was killed
        raise _NoWorkersError from error
    except OSError as error:
        if _is_broken(executor):  # and what a worker would be given is closed
            raise _NoWorkersError from error
        raise


def _take(executor: Executor, futures: dict[Future[Outcome], Job]) -> Iterator[tuple[Future[Outcome], Job]]:
    """Give what is done, as it comes, and keep none of it: thousands of results would fill the memory.

    A pool that breaks while jobs are given to it may leave some without an answer for ever; they are not given.
    """
    while futures:
        done, _ = wait(futures, timeout=_LOOK_EVERY_S, return_when=FIRST_COMPLETED)
        if not done and _is_broken(executor):
            return
        # wait() gives a set, whose order differs from run to run.
        for future in sorted(done, key=lambda one: futures[one].id):
            yield future, futures.pop(future)


def _is_broken(executor: Executor) -> bool:
    # A pool says so in no public way; an executor of another kind has no such attribute.
    return bool(getattr(executor, "_broken", False))


def _read(future: Future[Outcome], job: Job) -> Outcome | None:
    """Give what a worker returned, or none where it was lost."""
    try:
        return future.result()
    except BrokenProcessPool:
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


@contextmanager
def _open(make_executor: MakeExecutor, workers: int) -> Iterator[Executor]:
    """Open an executor; when the block is left early, nothing of it goes on."""
    executor = make_executor(workers)
    try:
        yield executor
    except BaseException:
        _end_workers(executor)
        raise
    if _is_broken(executor):
        _end_workers(executor)  # one that was started while the pool broke would be waited for, and never end
    executor.shutdown()


def _end_workers(executor: Executor) -> None:
    # Taken before shutdown(), which forgets them.
    processes: Iterable[multiprocessing.Process] = dict(getattr(executor, "_processes", None) or {}).values()
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(timeout=10)
