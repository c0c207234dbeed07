"""Running jobs on a Dask cluster that shares no folder with this machine, through the same executor interface."""

from __future__ import annotations

import hashlib
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from dxlib.build import remote
from dxlib.build.listed import is_digest
from dxlib.build.pages import PageStore
from dxlib.build.plan import Job
from dxlib.build.remote import Done, Order, describe_version
from dxlib.build.settled import list_inputs, list_mappings
from dxlib.build.work import Result, audit_job
from dxlib.errors import BuildError, MachineError, MissingDependencyError, explain_refusal
from dxlib.paths import Project, make_folder

_TIMEOUT_S: Final = 10
_PATIENCE_S: Final = 30.0  # without any worker
_LOOK_S: Final = 2.0
_AHEAD: Final = 3  # jobs on their way for each thread of a worker: no worker waits, and few have to be taken back
_MOST_TRIES: Final = 10  # of a job that no worker runs: each had to be sent the project, or had another version
_MOST_BYTES: Final = 16 * 2**20  # in one message
_FOLDER: Final = "dxlib"


def connect(address: str) -> Callable[[int], Executor]:
    """Give what makes an executor of a cluster; its workers need dxlib in this version, and nothing of the project.

    A worker is sent the files of the project that it lacks, named by their hashes, and gives back the page with the
    result: a job counts as built when its page is kept here. Dask runs a lost worker's job again on another one.

    Raises
    ------
    MissingDependencyError
        When Dask is not installed: ``pip install 'dxlib[cluster]'``.
    BuildError
        When nothing answers at the address, no worker is there, or some are of another version.
    """
    try:
        from distributed import Client  # noqa: PLC0415  (an optional extra)
    except ImportError as error:
        raise MissingDependencyError("Dask is not installed.", fix="pip install 'dxlib[cluster]'.") from error
    try:
        client = Client(address, timeout=_TIMEOUT_S, set_as_default=False)
    except OSError as error:
        raise BuildError(f"No Dask scheduler answers at {address}.", fix="check address and network.") from error
    try:
        _refuse_unfit(client, address)
    except BaseException:
        client.close()
        raise
    return lambda _workers: _Cluster(client, address)


def _refuse_unfit(client: Any, address: str) -> None:
    """Refuse a cluster without workers, or with some of another version."""
    versions = client.run(_describe, on_error="return")  # of a worker without this function, its error
    if not versions:
        raise BuildError(
            f"The cluster at {address} has no workers.", fix=f"start some ('dask worker {address}'), then build."
        )
    others = sorted(worker for worker, version in versions.items() if version != describe_version())
    if others:
        raise BuildError(
            f"{len(others)} of {len(versions)} workers at {address} have another version of dxlib, of Python or of a "
            f"library than this machine: {', '.join(others)}.",
            fix="install the same there (pip install -r requirements.txt), or end these workers.",
        )


class _Cluster(Executor):
    """Sends few jobs at a time; what a worker lacks is sent to it, and the job again.

    Parameters
    ----------
    client
        Of Dask.
    address
        Of the scheduler, for messages.
    """

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address
        self._lock = threading.RLock()
        self._waiting: deque[tuple[Order, Project, Future[Result]]] = deque()
        self._sent: dict[Any, Future[Result]] = {}
        self._unfit: set[str] = set()
        self._projects: dict[Project, dict[str, str]] = {}
        self._most = _AHEAD * sum(client.nthreads().values())
        self._is_over = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, task: partial[Result], /, *_: Any, **__: Any) -> Future[Result]:  # type: ignore[override]
        """Send what is done for a job: a function with the job, its project, and further arguments."""
        job, project, *more = task.args
        future: Future[Result] = Future()
        order = Order(task.func, job, tuple(more), remote.name_inputs(self._share(project)), describe_version())
        with self._lock:
            self._waiting.append((order, project, future))
        self._fill()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take nothing more; with ``cancel_futures`` what is on its way is taken back, and what runs is ended."""
        if wait:
            for future in [*self._sent.values(), *(waiting[2] for waiting in self._waiting)]:
                with suppress(Exception):
                    future.exception()
        self._is_over.set()
        if cancel_futures:
            with self._lock:
                self._waiting.clear()
                sent = [*self._sent]
            with suppress(Exception):  # a scheduler that is gone runs nothing either
                self._client.cancel(sent, force=True)
                self._client.run(_end_running, on_error="ignore")

    def _share(self, project: Project) -> dict[str, str]:
        """Give the files of a project by address, each with its hash, once every worker there is has them."""
        if project not in self._projects:
            paths = map(Path, {*list_inputs(project), *list_mappings(project)})
            self._projects[project] = {
                path.relative_to(project.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in sorted(paths) if path.is_file() and path.is_relative_to(project.root)
            }  # fmt: skip
            self._provide(project, list(self._client.nthreads()))
        return self._projects[project]

    def _provide(self, project: Project, workers: list[str]) -> None:
        """Have some workers keep what they lack of a project."""
        files = self._projects[project]
        paths = {digest: project.root / address for address, digest in files.items()}
        lacking = self._client.run(_list_lacking, list(paths), workers=workers)
        for worker, hashes in lacking.items():
            for some in _pack(paths[digest] for digest in hashes):
                self._client.run(_keep_files, some, workers=[worker])
        self._client.run(_make_project, files, workers=workers)

    def _fill(self) -> None:
        """Send as many jobs as there is room for."""
        with self._lock:
            while self._waiting and len(self._sent) < self._most and not self._is_over.is_set():
                self._send(*self._waiting.popleft())

    def _send(self, order: Order, project: Project, future: Future[Result], *, on: str = "") -> None:
        if order.run is audit_job and not order.page:
            order = replace(order, page=PageStore(project.pages).get_path(order.more[0]).read_bytes())
        fit = (
            [on] if on else [one for one in self._client.nthreads() if one not in self._unfit] if self._unfit else None
        )
        sent = self._client.submit(_perform, order, pure=False, retries=1, workers=fit, allow_other_workers=bool(on))
        self._sent[sent] = future
        sent.add_done_callback(partial(self._receive, order=order, project=project))

    def _receive(self, sent: Any, *, order: Order, project: Project) -> None:
        """Take what a worker gives; Dask calls this in a thread of its own."""
        with self._lock:
            future = self._sent.pop(sent, None)
        if future is None or self._is_over.is_set():
            return
        try:
            done = _read(sent, order.job)
            if done.result is not None:
                future.set_result(_keep(done, order.job, project))
            else:
                self._send_again(done, order, project, future)
        except BaseException as error:
            is_lost = type(error).__name__ == "FutureCancelledError"
            future.set_exception(self._say_lost() if is_lost else error)
        self._fill()

    def _send_again(self, done: Done, order: Order, project: Project, future: Future[Result]) -> None:
        """Send a job whose worker came later: with the project, or to others where it has another version."""
        if order.tries == _MOST_TRIES:
            what = f"{order.job}: it was sent {_MOST_TRIES + 1} times, at last to {done.worker}, and no worker ran it."
            raise BuildError(what, fix="start those workers again, or end them; then build.")
        order = replace(order, tries=order.tries + 1)
        if done.version == order.version:
            self._provide(project, [done.worker])
        else:
            self._unfit.add(done.worker)
            _refuse_unfit_alone(self._client, self._address, self._unfit)
        with self._lock:
            self._send(order, project, future, on=done.worker if done.version == order.version else "")

    def _watch(self) -> None:
        """See how many workers there are; after some time without any, whatever waits for one fails."""
        last = time.monotonic()
        while not self._is_over.wait(_LOOK_S):
            threads: Mapping[str, int] = {}
            with suppress(Exception):  # the scheduler is gone
                threads = self._client.nthreads()
            if threads:
                last = time.monotonic()
                self._most = _AHEAD * sum(threads.values())
                self._fill()
            elif time.monotonic() - last > _PATIENCE_S:
                self._fail_all()

    def _fail_all(self) -> None:
        with self._lock:
            futures = [*self._sent.values(), *(waiting[2] for waiting in self._waiting)]
            self._sent.clear()
            self._waiting.clear()
        for future in futures:
            future.set_exception(self._say_lost())

    def _say_lost(self) -> MachineError:
        return MachineError(
            f"The cluster at {self._address} has had no worker for {_PATIENCE_S:.0f} seconds. "
            "Nothing that was finished before is lost.",
            fix="start workers, or build on this machine (without --cluster); the next build goes on from there.",
        )


def _read(sent: Any, job: Job) -> Done:
    """Give what came back; what the machine of a worker refused concerns no other worker."""
    try:
        done: Done = sent.result()
    except OSError as error:
        return Done("", "", Result(job, error=f"{job}: on a worker of the cluster: {explain_refusal(error)}"))
    return done


def _refuse_unfit_alone(client: Any, address: str, unfit: set[str]) -> None:
    if not set(client.nthreads()) - unfit:
        raise MachineError(
            f"All workers at {address} have another version of dxlib, of Python or of a library than this machine. "
            "Nothing that was finished before is lost.",
            fix="install the same there (pip install -r requirements.txt).",
        )


def _keep(done: Done, job: Job, project: Project) -> Result:
    """Keep here what a job wrote there: only then it counts as built.

    Raises
    ------
    BuildError
        When the page is not the one that the result names, or the answer is none.
    """
    if wrong := remote.find_wrong(done, job):
        raise BuildError(f"{job}: what the worker {done.worker!r} gave is no answer ({wrong}).", fix="build again.")
    assert done.result is not None
    page, store = done.result.page, PageStore(project.pages)
    kept = store.keep(done.files[page]) if page in done.files else page
    if page and (kept != page or not is_digest(page) or not store.get_path(page).is_file()):
        raise BuildError(f"{job}: the worker {done.worker} gave another page than it named.", fix="build again.")
    for name, path in remote.list_written(project, job).items():
        if name in done.files:
            make_folder(path.parent)
            path.write_bytes(done.files[name])
        elif path.is_relative_to(project.failed):
            path.unlink(missing_ok=True)
    return done.result


def _pack(paths: Iterable[Path]) -> Iterator[list[bytes]]:
    """Give the contents of files, as many together as one message may hold."""
    some: list[bytes] = []
    for path in paths:
        some.append(path.read_bytes())
        if sum(map(len, some)) > _MOST_BYTES:
            yield some
            some = []
    if some:
        yield some


# On workers; Dask names the worker to what it runs on all of them ----------------------------------
def _describe() -> str:
    return describe_version()


def _list_lacking(hashes: list[str], dask_worker: Any) -> list[str]:
    return remote.list_lacking(_get_folder(dask_worker), hashes)


def _keep_files(contents: list[bytes], dask_worker: Any) -> None:
    remote.keep_files(_get_folder(dask_worker), contents)


def _make_project(files: dict[str, str], dask_worker: Any) -> None:
    remote.make_project(_get_folder(dask_worker), files)


def _end_running() -> None:
    if engine := sys.modules.get("dxlib.build.engine"):
        engine.end_running()


def _perform(order: Order) -> Done:
    from distributed import get_worker  # noqa: PLC0415

    worker = get_worker()
    return remote.perform(order, _get_folder(worker), worker.address)


def _get_folder(worker: Any) -> Path:
    return Path(worker.local_directory) / _FOLDER
