"""Processes that run one call after another: forked from the template, or started anew where nothing can be forked.

A worker that is lost takes its own call with it and no other: whoever asks for the next one starts another worker.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING, Any, Final

from dxlib.errors import DxError
from dxlib.kernels import client, places, warming
from dxlib.kernels.recipe import make_recipe

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_STDERR: Final = 2


def warm_up(modules: Sequence[str], env: Mapping[str, str]) -> None:
    """Start the template that workers will be forked from, and do not wait for it; what fails, fails again then."""

    def start() -> None:
        with suppress(DxError, OSError):
            client.ensure(make_recipe(modules, python=[sys.executable], env=env))

    if not client.why_not():
        threading.Thread(target=start, daemon=True).start()


@contextmanager
def open_executor(executor: Executor) -> Iterator[Executor]:
    """Use an executor; when the block is left early, nothing of it goes on."""
    try:
        yield executor
    except BaseException:  # Ctrl-C, and a caller that asks for no further result, end what runs as well
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


class WorkerLostError(Exception):
    """The process that ran a call ended before it answered."""


class Workers(Executor):
    """Runs calls in processes of their own, so many at once.

    Parameters
    ----------
    count
        How many processes there are at most; each is started when it is first needed.
    modules
        What each has loaded before its first call.

    Raises
    ------
    ConfigError
        When the folder for sockets cannot be used: each call would fail with that.
    """

    def __init__(self, count: int, modules: Sequence[str]) -> None:
        if not client.why_not():
            places.find_base()
        self._modules = modules
        self._threads = ThreadPoolExecutor(count)
        self._lock = threading.Lock()
        self._all: list[_Worker] = []
        self._free: list[_Worker] = []
        self._is_over = False

    def submit(self, call: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        """Have a worker run a call; it fails with what the call raises, or with :class:`WorkerLostError`."""
        return self._threads.submit(self._run, partial(call, *given, **named))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all workers: when they have done what was submitted, or at once where `wait` is off."""
        self._threads.shutdown(wait=False, cancel_futures=cancel_futures)
        if not wait:
            with self._lock:
                self._is_over = True
                for worker in self._all:
                    worker.kill()
        self._threads.shutdown()  # a thread whose worker was killed learns that it is gone
        for worker in self._all:
            worker.end()

    def _run(self, call: Callable[[], Any]) -> Any:
        worker = self._take()
        try:
            is_good, answer = worker.ask(call)
        except (EOFError, ConnectionError) as error:
            raise WorkerLostError from error
        with self._lock:
            self._free.append(worker)
        if not is_good:
            raise answer
        return answer

    def _take(self) -> _Worker:
        with self._lock:
            if self._free:
                return self._free.pop()
        worker = _start(self._modules)
        with self._lock:
            self._all.append(worker)
            if self._is_over:
                worker.kill()
        return worker


@dataclass(frozen=True, slots=True)
class _Worker:
    """One process, as its client sees it.

    Parameters
    ----------
    link
        What calls go over, and their answers.
    kill, wait
        End the process; wait until it has ended.
    """

    link: Connection
    kill: Callable[[], object]
    wait: Callable[[], object]

    def ask(self, call: Callable[[], Any]) -> tuple[bool, Any]:
        """Have it run a call; give whether that went well, and what it gave or raised.

        Raises
        ------
        EOFError, ConnectionError
            When the process is gone.
        """
        self.link.send(call)
        answer: tuple[bool, Any] = self.link.recv()
        return answer

    def end(self) -> None:
        """End it, and wait until it is gone."""
        self.kill()
        self.wait()
        self.link.close()


def _start(modules: Sequence[str]) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    with theirs:
        if not client.why_not():
            with suppress(client.TemplateError):
                return _fork(modules, ours, theirs)
        process = context.Process(target=run_calls, args=(theirs, modules), daemon=True)
        process.start()
    return _Worker(ours, process.kill, process.join)


def _fork(modules: Sequence[str], ours: Connection, theirs: Connection) -> _Worker:
    recipe = make_recipe(modules, python=[sys.executable], env=os.environ)
    # Calls name functions by their modules, which are looked for where this process looks.
    order = client.make_order([sys.executable, "-m", __name__], os.environ, ".", path=sys.path)
    process = client.fork(recipe, "worker", order, standard=[theirs.fileno(), _STDERR, _STDERR])
    return _Worker(ours, process.kill, process.wait)


# In a worker ---------------------------------------------------------------------------------------
def run_forked_calls(path: Sequence[str]) -> None:
    """Run the calls that come over standard input, in a process that was forked from a template."""
    from multiprocessing.connection import Connection  # noqa: PLC0415  (another class on another system)

    sys.path[:] = path
    link = Connection(os.dup(0))
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)
    run_calls(link, ())


def run_calls(link: Connection, modules: Sequence[str]) -> None:
    """Load modules, run the calls that come over a connection, and end with whoever sends them."""
    # Ctrl-C in a terminal goes to all of its processes; the one that watches over this one ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if modules:  # as a template does before it loads them
        os.environ.update(warming.choose_threads(os.environ))
    for name in modules:
        importlib.import_module(name)
    calls: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive_all, args=(link, calls), daemon=True).start()
    with suppress(BrokenPipeError):  # nobody waits for the answer any more
        while True:
            _answer(link, calls.get())


def _receive_all(link: Connection, calls: queue.SimpleQueue[bytes]) -> None:
    with suppress(EOFError, OSError):
        while True:
            calls.put(link.recv_bytes())
    # sys.exit() would end this thread only. Nobody waits for the answer of what still runs.
    os._exit(0)


def _answer(link: Connection, asked: bytes) -> None:
    try:
        call: Callable[[], Any] = ForkingPickler.loads(asked)
        answer = (True, call())
    except Exception as error:  # whatever a call raises is its answer
        answer = (False, error)
    try:
        link.send(answer)
    except BrokenPipeError:
        raise
    except Exception as error:  # it holds what cannot be sent: a file, a lock
        link.send((False, RuntimeError(f"{type(error).__name__}: {error}")))
