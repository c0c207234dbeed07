"""Running jobs for real: bytes that stay the same, parameters refused early, failures that harm nothing."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial

import nbformat
import pytest

from dxlib.build.decide import Action, Cause, Decision
from dxlib.build.outcome import Outcome, Status
from dxlib.build.plan import Job
from dxlib.build.run import Options, order_decisions, run_tasks
from dxlib.errors import MachineError
from dxlib.paths import Project
from tests.building import BRIEF, LANGUAGES, get_page, run_dxlib


def decide_on(brief, area, language, seconds, action=Action.RUN):
    """Give a decision on a job that took some time."""
    job = Job(brief, (("area", area), ("edition", 2025), ("language", language)), "2025-12-31", opened=("area",))
    return Decision(job, action, (Cause.FORCED,), (), {}, seconds)


def test_the_longest_pages_come_first_and_the_languages_of_one_stand_together():
    decisions = [
        decide_on("01-a", "VNM", "en", 2.0), decide_on("02-b", "VNM", "en", 3.0), decide_on("02-b", "SGP", "en", 1.0),
        decide_on("01-a", "VNM", "vi", 2.5), decide_on("02-b", "SGP", "vi", 1.0), decide_on("02-b", "VNM", "vi", 0.1),
        decide_on("03-c", "VNM", "en", 9.0, Action.AUDIT), decide_on("03-c", "VNM", "fr", 9.0, Action.SKIP),
    ]  # fmt: skip
    assert [str(one.job) for one in order_decisions(decisions)] == [
        "01-a VNM 2025 vi", "01-a VNM 2025 en", "02-b VNM 2025 en", "02-b VNM 2025 vi", "02-b SGP 2025 en",
        "02-b SGP 2025 vi", "03-c VNM 2025 en",
    ]  # fmt: skip


class Broken(ThreadPoolExecutor):
    """A pool whose server was killed."""

    def __init__(self, error):
        super().__init__(1)
        self.error = error

    def submit(self, *_given, **_more):
        raise self.error


@pytest.fixture
def pauses(monkeypatch):
    """The pauses that were made; none takes time."""
    made = []
    monkeypatch.setattr("dxlib.build.run.time.sleep", made.append)
    return made


def run_two(tasks, folder, make_executor):
    """Give the outcomes of tasks of which two run at once."""
    return list(run_tasks(tasks, Project(folder), Options(2, make_executor=make_executor)))


KILLED = [EOFError(), ConnectionRefusedError(111, "refused"), BrokenProcessPool("broken")]


@pytest.mark.parametrize("error", KILLED, ids=repr)
@pytest.mark.usefixtures("pauses")
def test_when_what_workers_are_started_from_is_killed_it_is_started_again(tmp_path, error):
    job = decide_on("01-a", "VNM", "en", 1.0).job
    calls = []

    def make_executor(_workers):
        calls.append(1)
        if len(calls) < 3:
            return Broken(error)
        return ThreadPoolExecutor(1)

    results = run_two({job: partial(Outcome, job, Status.BUILT)}, tmp_path, make_executor)
    assert results == [Outcome(job, Status.BUILT)]
    assert len(calls) == 3


def test_what_takes_a_second_to_be_gone_is_waited_for(tmp_path, pauses):
    job = decide_on("01-a", "VNM", "en", 1.0).job

    def make_executor(_workers):
        return ThreadPoolExecutor(1) if sum(pauses) > 1 else Broken(ConnectionRefusedError(111, "refused"))

    assert run_two({job: partial(Outcome, job, Status.BUILT)}, tmp_path, make_executor) == [Outcome(job, Status.BUILT)]


class Processes(dict):
    """The workers of a pool, of which the first ends when a second was started and is not yet known."""

    def __init__(self, pool):
        super().__init__()
        self.pool = pool

    def __setitem__(self, pid, process):
        if self:
            os.kill(next(iter(self)), signal.SIGKILL)
            wait_until(lambda: self.pool._broken and not self.pool._pending_work_items)
            time.sleep(0.2)  # the pool ends the workers that it knows, and then waits for all
        super().__setitem__(pid, process)


class LateWorker(ProcessPoolExecutor):
    """A pool that breaks while it starts a worker, for which it then waits for ever."""

    def __init__(self, *given):
        super().__init__(*given)
        self._processes = Processes(self)


class ClosedPool(ProcessPoolExecutor):
    """A pool that breaks before it starts a worker, and has closed what it would give to it."""

    def _spawn_process(self):
        if self._processes:
            os.kill(next(iter(self._processes)), signal.SIGKILL)
            wait_until(lambda: self._call_queue._reader.closed)
        super()._spawn_process()


class LateJob(ProcessPoolExecutor):
    """A pool that breaks while it takes a job, to which it then never gives an answer."""

    def submit(self, task, *given):
        if not self._processes:
            return super().submit(task, *given)
        os.kill(next(iter(self._processes)), signal.SIGKILL)
        wait_until(lambda: self._broken)
        return Future()


def wait_until(is_so):
    deadline = time.monotonic() + 60
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.01)


@pytest.mark.parametrize("kind", [LateWorker, ClosedPool, LateJob])
def test_a_pool_that_breaks_while_jobs_are_given_to_it_is_not_waited_for(tmp_path, kind):
    jobs = [decide_on(brief, "VNM", "en", 1.0).job for brief in ("01-a", "02-b")]
    pools = []

    def make_executor(workers):
        pools.append(kind(workers, multiprocessing.get_context("spawn")) if not pools else ThreadPoolExecutor(1))
        return pools[-1]

    tasks = {job: partial(Outcome, job, Status.BUILT) for job in jobs}
    assert run_two(tasks, tmp_path, make_executor) == [Outcome(job, Status.BUILT) for job in jobs]
    assert len(pools) >= 2


@pytest.mark.usefixtures("pauses")
def test_what_is_killed_again_and_again_is_said(tmp_path):
    job = decide_on("01-a", "VNM", "en", 1.0).job
    with pytest.raises(MachineError) as caught:
        run_two({job: partial(Outcome, job, Status.BUILT)}, tmp_path, lambda _: Broken(EOFError()))
    assert str(caught.value) == (
        "What workers are started from was ended 5 times. Nothing that was finished before is lost.\n"
        "Fix: see what ends processes, then build again."
    )


def test_a_second_build_gives_the_same_bytes(altered: Project) -> None:
    before = {language: get_page(altered, language).read_bytes() for language in LANGUAGES}
    index = (altered.reports / "index.html").read_bytes()
    done = run_dxlib(altered, "build", "--brief", BRIEF, "--force")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": unchanged in ") == len(LANGUAGES)
    assert f"{len(LANGUAGES)} jobs: {len(LANGUAGES)} unchanged." in done.stdout
    assert {language: get_page(altered, language).read_bytes() for language in LANGUAGES} == before
    assert (altered.reports / "index.html").read_bytes() == index


def test_the_build_shows_progress_and_ends_by_naming_the_file_to_open(altered: Project) -> None:
    done = run_dxlib(altered, "build", "--brief", BRIEF, "--language", "vi", "--force")
    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"[1/1] {BRIEF} VNM 2025 vi: ")
    assert lines[-1] == "Open reports/index.html"


def test_a_page_built_in_a_new_folder_has_the_same_bytes(built: Project, built_as_of_2024: Project) -> None:
    for project in (built, built_as_of_2024):
        assert str(project.root) not in get_page(project, "en").read_text("utf-8")
    done = run_dxlib(built_as_of_2024, "build", "--brief", BRIEF, "--language", "en")
    assert done.returncode == 0
    assert get_page(built_as_of_2024, "en").read_bytes() == get_page(built, "en").read_bytes()


def test_a_failing_cell_is_named_and_the_page_from_before_stays(altered: Project) -> None:
    path = altered.notebooks / f"{BRIEF}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(-1, nbformat.v4.new_code_cell('brief.latest("egdi_rnk")'))
    nbformat.write(notebook, path)
    before = get_page(altered, "en").read_bytes()
    done = run_dxlib(altered, "build", "--brief", BRIEF, "--language", "en", "--language", "fr")
    assert done.returncode == 3
    assert f"{BRIEF} VNM 2025 en: cell " in done.stderr
    assert "Unknown indicator 'egdi_rnk'. Did you mean 'egdi_rank'?" in done.stderr
    assert 'brief.latest("egdi_rnk")' in done.stderr
    assert "2 jobs: 2 failed." in done.stdout
    assert "Earlier pages of failed jobs, if any, were left as they were." in done.stderr
    assert get_page(altered, "en").read_bytes() == before
    kept = nbformat.read(altered.failed / "2025" / "en" / f"{BRIEF}.ipynb", as_version=4)
    assert any(output.output_type == "error" for cell in kept.cells for output in cell.get("outputs", ()))
