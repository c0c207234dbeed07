"""Workers: each runs one call after another, a lost one takes its own call with it, and none outlives its client."""

from __future__ import annotations

import operator
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dxlib.errors import ConfigError
from dxlib.kernels import client, places
from dxlib.kernels.workers import WorkerLostError, Workers
from tests.building import ROOT
from tests.kernels.conftest import get_parent, is_running, wait_until

Make = Callable[..., Workers]
ANEW = "forking is not safe here"

# Says which process runs its call, and is killed then.
CLIENT = f"""
import os, sys
from dxlib.errors import ConfigError
from dxlib.kernels import client, places
client.why_not = lambda: sys.argv[1]
from dxlib.kernels.workers import Workers
from tests.kernels.test_workers import stay
if __name__ == "__main__":
    sys.path.insert(0, {str(ROOT)!r})
    Workers(1, ()).submit(stay, sys.argv[2]).result()
"""


def stay(path: str) -> None:
    """Say which process this is, and stay for a minute."""
    Path(path).write_text(str(os.getpid()), "utf-8")
    time.sleep(60)


def give_lock() -> object:
    """Give what cannot be sent."""
    return threading.Lock()


def fail_with_lock() -> None:
    """Raise what cannot be sent."""
    raise ValueError("of 2024", threading.Lock())


@pytest.fixture(params=["", ANEW], ids=["forked", "started anew"])
def make(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Makes workers that are forked from a template, or started anew."""
    monkeypatch.setattr(client, "why_not", lambda: request.param)
    made: list[Workers] = []

    def make(count: int, *modules: str) -> Workers:
        made.append(Workers(count, modules))
        return made[-1]

    yield make
    for workers in made:
        workers.shutdown(wait=False, cancel_futures=True)


def test_calls_run_in_so_many_processes_that_have_loaded_the_modules(make: Make) -> None:
    workers = make(2, "colorsys")  # which nothing else loads
    futures = [workers.submit(os.getpid) for _ in range(6)]
    found = {future.result(60) for future in futures}
    assert len(found) <= 2
    assert os.getpid() not in found
    assert workers.submit(eval, "'colorsys' in __import__('sys').modules").result(60) is True
    workers.shutdown()
    assert not any(map(is_running, found))


def test_numeric_libraries_start_no_threads_of_their_own(make: Make) -> None:
    """With one for each core in each process, they would wait for one another."""
    threads = make(1, "numpy").submit(os.listdir, "/proc/self/task").result(60)
    assert len(threads) == 2  # one runs calls, one waits for them


def test_what_a_call_raises_comes_back(make: Make) -> None:
    workers = make(1)
    with pytest.raises(ZeroDivisionError, match="division by zero"):
        workers.submit(operator.truediv, 1, 0).result(60)
    with pytest.raises(RuntimeError, match="TypeError: cannot pickle"):
        workers.submit(give_lock).result(60)
    with pytest.raises(RuntimeError, match="TypeError: cannot pickle"):
        workers.submit(fail_with_lock).result(60)
    assert workers.submit(operator.add, 1, b=0) is not None
    assert workers.submit(operator.add, 1, 2).result(60) == 3


def test_a_lost_worker_takes_its_own_call_with_it_and_no_other(make: Make) -> None:
    workers = make(2)
    before = [workers.submit(time.sleep, 0.3) for _ in range(3)]
    lost = workers.submit(os._exit, 3)
    after = [workers.submit(operator.add, 1, 2) for _ in range(3)]
    with pytest.raises(WorkerLostError):
        lost.result(60)
    assert [one.result(60) for one in (*before, *after)] == [None, None, None, 3, 3, 3]


def test_a_function_that_only_this_process_finds_is_called(make: Make, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "only_here.py").write_text("def double(n):\n    return 2 * n\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    from only_here import double

    assert make(1).submit(double, 4).result(60) == 8


def test_a_function_that_is_not_found_there_is_named(make: Make, tmp_path: Path, monkeypatch) -> None:
    workers = make(1)
    workers.submit(os.getpid).result(60)
    (tmp_path / "too_late.py").write_text("def double(n):\n    return 2 * n\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    from too_late import double

    with pytest.raises(ModuleNotFoundError, match="too_late"):
        workers.submit(double, 4).result(60)


def test_what_a_call_prints_harms_no_answer_and_it_reads_nothing(make: Make, capfd) -> None:
    workers = make(1)
    assert workers.submit(os.system, "echo printed").result(60) == 0
    assert workers.submit(eval, "print('said', flush=True)").result(60) is None
    assert workers.submit(eval, "__import__('sys').stdin.read()").result(60) == ""
    assert workers.submit(operator.add, 1, 2).result(60) == 3
    out, errors = capfd.readouterr()
    assert sorted((out + errors).split()) == ["printed", "said"]


def test_ctrl_c_is_left_to_the_client(make: Make) -> None:
    workers = make(1)
    pid = workers.submit(os.getpid).result(60)
    os.kill(pid, signal.SIGINT)
    assert workers.submit(os.getpid).result(60) == pid


def test_what_nobody_wants_any_more_is_ended_at_once(make: Make, tmp_path: Path) -> None:
    workers = make(1)
    running, waiting = workers.submit(stay, str(tmp_path / "pid")), workers.submit(operator.add, 1, 2)
    wait_until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text("utf-8"))
    started = time.monotonic()
    workers.shutdown(wait=False, cancel_futures=True)
    assert time.monotonic() - started < 30
    assert waiting.cancelled()
    with pytest.raises(WorkerLostError):
        running.result(0)
    wait_until(lambda: not is_running(int((tmp_path / "pid").read_text("utf-8"))))


@pytest.mark.parametrize("why", ["", ANEW], ids=["forked", "started anew"])
def test_workers_end_with_a_client_that_is_killed(tmp_path: Path, why: str) -> None:
    (tmp_path / "client.py").write_text(CLIENT, "utf-8")
    said, env = tmp_path / "pid", {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, tmp_path / "client.py", why, said], env=env) as process:
        wait_until(lambda: said.exists() and said.read_text("utf-8"))
        process.kill()
    wait_until(lambda: not is_running(int(said.read_text("utf-8"))))


def test_a_template_that_is_killed_takes_its_workers_with_it_and_another_one_is_started() -> None:
    workers = Workers(1, ())
    pid = workers.submit(os.getpid).result(60)
    template = get_parent(pid)
    os.kill(template, signal.SIGKILL)
    wait_until(lambda: not is_running(pid))
    with pytest.raises(WorkerLostError):
        workers.submit(os.getpid).result(60)
    again = workers.submit(os.getpid).result(60)
    assert get_parent(again) not in (template, os.getpid())
    workers.shutdown()


def test_without_a_folder_for_sockets_nothing_is_begun(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(places.RUN_VARIABLE, str(tmp_path / "file"))
    monkeypatch.setattr(places, "_MOST_BYTES", 1000)  # the folders of tests have long names
    with pytest.raises(ConfigError, match="for sockets of kernels, cannot be used: File exists"):
        Workers(1, ())


def test_where_no_template_can_be_started_workers_are_started_anew(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "with_thread.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n", "utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    workers = Workers(1, ("with_thread",))
    assert get_parent(workers.submit(os.getpid).result(60)) == os.getpid()
    workers.shutdown()
