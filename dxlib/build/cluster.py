"""Running jobs on a Dask cluster that shares no folder with this machine, through the same executor interface."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from dxlib.build.fingerprint import hash_environment, make_digest
from dxlib.build.listed import is_digest
from dxlib.build.outcome import Outcome, Status
from dxlib.build.pages import PageStore
from dxlib.build.plan import Job
from dxlib.build.settled import hash_whole_library, list_inputs
from dxlib.build.slices import read_slices
from dxlib.build.work import audit_job
from dxlib.data.pull.named_mappings import list_mappings
from dxlib.errors import BuildError, MachineError, explain_refusal, import_library
from dxlib.export.entry import read_entry, write_entry
from dxlib.paths import Project, make_folder

_TIMEOUT_S: Final = 10
_PATIENCE_S: Final = 30.0  # without any worker
_LOOK_S: Final = 2.0
_AHEAD: Final = 3  # jobs on their way for each thread of a worker: no worker waits, and few have to be taken back


def connect(address: str) -> Callable[[int], Executor]:
    """Give what makes an executor of a cluster; its workers need dxlib in this version, and nothing of the project.

    Every worker is sent the project, and gives back the page with the outcome: a job counts as built when its page is
    kept here. Dask runs a lost worker's job again on another one.

    Raises
    ------
    MissingDependencyError
        When Dask is not installed: ``pip install 'dxlib[cluster]'``.
    BuildError
        When nothing answers at the address, no worker is there, or some are of another version.
    """
    distributed = import_library("distributed", "Dask is not installed.", "cluster")
    try:
        # A client of what is no address fails, and then waits for itself to end.
        distributed.comm.get_address_host_port(address if "://" in address else f"tcp://{address}", strict=True)
    except ValueError as error:
        what, fix = f"'{address}' is no address of a Dask scheduler.", "write it as tcp://10.0.0.5:8786."
        raise BuildError(what, fix=fix) from error
    try:
        # As the default client it would take over whatever else in this process uses Dask.
        client = distributed.Client(address, timeout=_TIMEOUT_S, set_as_default=False)
    except OSError as error:
        raise BuildError(f"No Dask scheduler answers at {address}.", fix="check address and network.") from error
    try:
        # on_error: a worker that cannot say its version gives an error in its place, and is refused like any other.
        _refuse_unfit(client.run(describe_version, on_error="return"), describe_version(), address)
    except BaseException:
        client.close()
        raise
    return lambda _workers: _Cluster(client, address)


def _refuse_unfit(versions: Mapping[str, object], ours: str, address: str) -> None:
    """Refuse a cluster without workers, or with some of another version, or of one that cannot say it."""
    if not versions:
        raise BuildError(
            f"The cluster at {address} has no workers.", fix=f"start some ('dask worker {address}'), then build."
        )
    others = sorted(worker for worker, version in versions.items() if version != ours)
    if others:
        raise BuildError(
            f"{len(others)} of {len(versions)} workers at {address} have another version of dxlib, of Python or of a "
            f"library than this machine: {', '.join(others)}.",
            fix="install the same there (pip install -r requirements.txt), or end these workers.",
        )


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker gives back.

    Parameters
    ----------
    worker
        Its address.
    outcome
        What became of the job.
    files
        What the job wrote, by the address in the project.
    """

    worker: str
    outcome: Outcome
    files: Mapping[str, bytes] = field(default_factory=dict)


class _Cluster(Executor):
    """Sends few jobs at a time to the workers that have the project.

    Parameters
    ----------
    client
        Of Dask.
    address
        Of the scheduler, for messages.
    """

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address
        # Several builds may use one cluster at the same time, each with a copy and a resource of its own.
        self._name = f"dxlib-{uuid4().hex}"
        self._lock = threading.RLock()
        self._waiting: deque[tuple[partial[Outcome], Future[Outcome]]] = deque()
        self._sent: dict[Any, Future[Outcome]] = {}
        self._is_provided = False
        self._most = 0  # until the project is there
        self._is_over = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, task: partial[Outcome], /, *_: Any, **__: Any) -> Future[Outcome]:  # type: ignore[override]
        """Send what is done for a job: a function with the job, its project, and further arguments."""
        if not self._is_provided:
            self._is_provided = True
            with suppress(Exception):  # a worker may be lost at this moment; whoever comes later gets it too
                self._client.register_plugin(_make_plugin(self._name, _read_inputs(task.args[1])), self._name)
            self._count_workers()
        future: Future[Outcome] = Future()
        with self._lock:
            self._waiting.append((task, future))
        self._fill()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take nothing more; with ``cancel_futures`` what is on its way is taken back, and what runs is ended."""
        if wait:
            for future in [*self._sent.values(), *(waiting[1] for waiting in self._waiting)]:
                with suppress(Exception):
                    future.exception()
        self._is_over.set()
        with suppress(Exception):  # a scheduler that is gone runs nothing either
            if cancel_futures:
                with self._lock:
                    self._waiting.clear()
                    sent = [*self._sent]
                self._client.cancel(sent, force=True)
                self._client.run(end_running, on_error="ignore")
            self._client.unregister_worker_plugin(self._name)

    def _fill(self) -> None:
        """Send as many jobs as there is room for."""
        with self._lock:
            while self._waiting and len(self._sent) < self._most and not self._is_over.is_set():
                self._send(*self._waiting.popleft())

    def _send(self, task: partial[Outcome], future: Future[Outcome]) -> None:
        job, project, *more = task.args
        page = PageStore(project.pages).get_path(more[0]).read_bytes() if task.func is audit_job else b""
        # Dask takes equal calls for one task, whose result it may still have from before; pure=False tells them apart.
        sent = self._client.submit(
            perform, self._name, task.func, job, more, page, pure=False, retries=1, resources={self._name: 1}
        )
        self._sent[sent] = future
        sent.add_done_callback(partial(self._receive, job=job, project=project))

    def _receive(self, sent: Any, *, job: Job, project: Project) -> None:
        """Take what a worker gives; Dask calls this in a thread of its own."""
        with self._lock:
            future = self._sent.pop(sent, None)
        if future is None or self._is_over.is_set():
            return
        try:
            future.set_result(keep(sent.result(), job, project))
        except OSError as error:  # what the machine of a worker refused concerns no other worker
            future.set_result(
                Outcome(job, Status.FAILED, error=f"{job}: on a worker of the cluster: {explain_refusal(error)}")
            )
        except BaseException as error:
            # By its name, as Dask is an optional extra.
            is_lost = type(error).__name__ == "FutureCancelledError"
            is_gone = getattr(error, "reason", "") == "scheduler-connection-lost"
            future.set_exception(self._say_lost(is_gone=is_gone) if is_lost else error)
        self._fill()

    def _count_workers(self) -> int:
        """Give how many threads have the project, and send as many jobs as they take."""
        # -1 is not the default of each version: some name five workers only.
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        threads: int = sum(worker["nthreads"] for worker in workers if self._name in worker["resources"])
        # While no worker is there, the last number stays: jobs that are on their way wait for one that comes back.
        self._most = _AHEAD * threads or self._most
        return threads

    def _watch(self) -> None:
        """See how many workers there are; after some time without any, whatever waits for one fails."""
        last = time.monotonic()
        while not self._is_over.wait(_LOOK_S):
            threads, is_gone = 0, True
            with suppress(Exception):  # the scheduler is gone
                threads = self._count_workers()
                is_gone = False
            if threads or not self._is_provided:
                last = time.monotonic()
                self._fill()
            elif time.monotonic() - last > _PATIENCE_S:
                self._fail_all(is_gone=is_gone)

    def _fail_all(self, *, is_gone: bool) -> None:
        with self._lock:
            futures = [*self._sent.values(), *(waiting[1] for waiting in self._waiting)]
            self._sent.clear()
            self._waiting.clear()
        for future in futures:
            future.set_exception(self._say_lost(is_gone=is_gone))

    def _say_lost(self, *, is_gone: bool) -> MachineError:
        """Give the error of a cluster whose workers are lost, or whose scheduler is gone."""
        if is_gone:
            return MachineError(
                f"The scheduler of the cluster at {self._address} is gone. Nothing that was finished before is lost.",
                fix="start it and its workers again, or build on this machine (without --cluster); the next build goes "
                "on from there.",
            )
        return MachineError(
            f"The cluster at {self._address} has had no worker for {_PATIENCE_S:.0f} seconds. "
            "Nothing that was finished before is lost.",
            fix="start workers, or build on this machine (without --cluster); the next build goes on from there.",
        )


def _read_inputs(project: Project) -> dict[str, bytes]:
    paths = sorted({*map(Path, list_inputs(project)), *map(Path, list_mappings(project))})
    return {
        path.relative_to(project.root).as_posix(): path.read_bytes()
        for path in paths if path.is_file() and path.is_relative_to(project.root)
    }  # fmt: skip


def keep(done: Done, job: Job, project: Project) -> Outcome:
    """Keep here what a job wrote there: only then it counts as built.

    Raises
    ------
    BuildError
        When the page is not the one that the outcome names, or the answer is none.
    """
    if wrong := _find_wrong(done, job):
        worker = getattr(done, "worker", "")
        raise BuildError(f"{job}: what the worker {worker!r} gave is no answer ({wrong}).", fix="build again.")
    page, store = done.outcome.page, PageStore(project.pages)
    kept = store.keep(done.files[page]) if page in done.files else page
    if page and (kept != page or not is_digest(page) or not store.get_path(page).is_file()):
        raise BuildError(f"{job}: the worker {done.worker} gave another page than it named.", fix="build again.")
    for name, path in _list_written(project, job).items():
        if name in done.files:
            make_folder(path.parent)
            path.write_bytes(done.files[name])
        # A job that went well has nothing to look at; what an earlier build kept of it is out of date.
        elif path.is_relative_to(project.failed):
            path.unlink(missing_ok=True)
    return done.outcome


def _find_wrong(done: Any, job: Job) -> str:
    """Say what of an answer is not as a worker gives it for a job; nothing where all is."""
    try:
        outcome = done.outcome
        texts = [done.worker, outcome.page, outcome.error, outcome.audited, *outcome.warnings, *done.files]
        read_slices(outcome.reads)
        kinds = {"job": outcome.job == job, "texts": all(isinstance(one, str) for one in texts),
                 "status": isinstance(outcome.status, Status), "seconds": isinstance(outcome.seconds, int | float),
                 "files": all(isinstance(content, bytes) for content in done.files.values()),
                 "entry": outcome.entry is None or read_entry(write_entry(outcome.entry)) == outcome.entry}  # fmt: skip
    except (AttributeError, TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return ", ".join(name for name, is_so in kinds.items() if not is_so)


# On workers ----------------------------------------------------------------------------------------
@cache
def describe_version() -> str:
    """Give what stands for all of which the bytes of a page depend but its project: library, Python, what it needs."""
    return make_digest([hash_whole_library(), hash_environment()])


def _make_plugin(name: str, files: Mapping[str, bytes]) -> Any:
    """Give what makes a copy of a project on each worker of this version, also on those that come later.

    Only where it lies do jobs of the project run: the worker then has the resource that they ask for.

    Parameters
    ----------
    name
        Of the copy, and of the resource.
    files
        The content of each file of the project, by its address.
    """
    from distributed import WorkerPlugin  # noqa: PLC0415

    version = describe_version()

    class _Plugin(WorkerPlugin):
        async def setup(self, worker: Any) -> None:
            if describe_version() == version:
                root = _find_copy(worker, name).root
                for address, content in files.items():
                    (root / address).parent.mkdir(parents=True, exist_ok=True)
                    (root / address).write_bytes(content)
                await worker.set_resources(**{name: worker.state.nthreads})

        def teardown(self, worker: Any) -> None:
            shutil.rmtree(_find_copy(worker, name).root, ignore_errors=True)

    return _Plugin()


def perform(name: str, run: Callable[..., Outcome], job: Job, more: list[Any], page: bytes) -> Done:
    """Run a job in the worker's own copy of its project, and give what it wrote.

    Parameters
    ----------
    name
        Of the copy.
    run
        Runs a job: a function of the job, its project, and ``more``.
    page
        The page that the job has, if it is only audited.
    """
    from distributed import get_worker  # noqa: PLC0415

    worker = get_worker()
    project = _find_copy(worker, name)
    if page:
        PageStore(project.pages).keep(page)
    outcome = run(job, project, *more)
    paths = _list_written(project, job)
    # A page that is only audited came from there, and need not be sent back.
    if outcome.page and not page:
        paths[outcome.page] = PageStore(project.pages).get_path(outcome.page)
    files = {}
    for address, path in paths.items():
        with suppress(FileNotFoundError):
            files[address] = path.read_bytes()
            # The copy on the worker would grow with each job.
            path.unlink()
    return Done(worker.address, outcome, files)


def _list_written(project: Project, job: Job) -> dict[str, Path]:
    """Give the files that a job may write beside its page, by their addresses in the project."""
    kept = project.failed / job.id
    paths = (project.drafts / job.id, kept, kept.with_suffix(".ipynb"))
    return {path.relative_to(project.root).as_posix(): path for path in paths}


def end_running() -> None:
    """End the notebooks that run here."""
    # Where it is not loaded nothing runs, and loading it takes seconds.
    if engine := sys.modules.get("dxlib.build.engine"):
        engine.end_running()


def _find_copy(worker: Any, name: str) -> Project:
    return Project(Path(worker.local_directory) / name)
