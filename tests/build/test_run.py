"""Running jobs for real: bytes that stay the same, parameters refused early, failures that harm nothing."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from pathlib import Path

import nbformat
import pytest
from markupsafe import Markup

from dxlib.brief.fragments import BARE_VARIABLE
from dxlib.build import work
from dxlib.build.briefs import get_notebook_path, read_declarations
from dxlib.build.decide import Action, Cause, Decision
from dxlib.build.pages import PageStore
from dxlib.build.plan import Job, make_plan
from dxlib.build.run import order_decisions, run_tasks
from dxlib.build.slices import Slice
from dxlib.build.work import Limits, Result, run_job
from dxlib.data.catalogue_files import read_catalogue
from dxlib.errors import ConfigError, MachineError, NotebookError
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

    results = list(run_tasks({job: partial(Result, job)}, Project(tmp_path), 2, make_executor))
    assert results == [Result(job)]
    assert len(calls) == 3


def test_what_takes_a_second_to_be_gone_is_waited_for(tmp_path, pauses):
    job = decide_on("01-a", "VNM", "en", 1.0).job

    def make_executor(_workers):
        return ThreadPoolExecutor(1) if sum(pauses) > 1 else Broken(ConnectionRefusedError(111, "refused"))

    assert list(run_tasks({job: partial(Result, job)}, Project(tmp_path), 2, make_executor)) == [Result(job)]


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

    tasks = {job: partial(Result, job) for job in jobs}
    assert list(run_tasks(tasks, Project(tmp_path), 2, make_executor)) == [Result(job) for job in jobs]
    assert len(pools) >= 2


@pytest.mark.usefixtures("pauses")
def test_what_is_killed_again_and_again_is_said(tmp_path):
    job = decide_on("01-a", "VNM", "en", 1.0).job
    with pytest.raises(MachineError) as caught:
        list(run_tasks({job: partial(Result, job)}, Project(tmp_path), 2, lambda _: Broken(EOFError())))
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


POPOVERS = re.compile(r"<div popover.*?</div>", re.DOTALL)  # evidence on click needs the process that made the figures


def list_shown(notebook: nbformat.NotebookNode) -> list[dict[str, object]]:
    """Give the data of every output."""
    return [output.data for cell in notebook.cells for output in cell.get("outputs", ()) if "data" in output]


def test_a_build_renders_nothing_for_jupyterlab_but_a_notebook_that_is_kept_shows_what_it_would_there(
    altered: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (job,) = make_plan(read_declarations(altered, read_catalogue(altered)), briefs=[BRIEF], languages=["fr"])
    path = altered.notebooks / f"{BRIEF}.ipynb"
    bare = list_shown(work._execute(job, altered, path, Limits()))
    monkeypatch.setattr(work, "BARE", "")
    whole = list_shown(work._execute(job, altered, path, Limits()))
    assert len(bare) == len(whole) > 20
    assert not any("text/html" in data for data in bare)
    assert all("text/html" in data for data in whole)
    assert BARE_VARIABLE not in os.environ

    monkeypatch.undo()
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("1 / 0"))
    nbformat.write(notebook, path)
    assert "ZeroDivisionError" in run_job(job, altered, Limits()).error
    kept = nbformat.read(altered.failed / "2025" / "fr" / f"{BRIEF}.ipynb", as_version=4)
    # A notebook on disk has the attributes of elements in another order.
    assert [Markup(data["text/html"]).striptags() for data in list_shown(kept)] == [
        Markup(POPOVERS.sub("", str(data["text/html"]))).striptags() for data in whole
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--language", "vn"), "No language 'vn' is declared. Did you mean 'vi'?"),
        (("--area", "VMN"), "No area 'VMN' is declared. Did you mean 'VNM'?"),
        (("--as-of", "31.12.2024"), "'31.12.2024' is neither an edition nor a day."),
    ],
)
def test_what_is_not_declared_is_refused_before_a_kernel_starts(
    built: Project, arguments: tuple[str, ...], message: str
) -> None:
    done = run_dxlib(built, "build", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "[1/" not in done.stdout


def test_parameters_are_checked_before_papermill_is_even_loaded(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = read_catalogue(built)
    (job,) = make_plan(read_declarations(built, catalogue), briefs=[BRIEF], languages=["en"])
    monkeypatch.setitem(__import__("sys").modules, "papermill", None)
    wrong = replace(job, values=(("areas", "VNM"), *job.values[1:]))
    with pytest.raises(
        ConfigError, match=r"Unknown parameter 'areas' in notebooks/01-.*, areas\. Did you mean 'area'\?"
    ):
        run_job(wrong, built, Limits())


def test_a_good_job_gives_its_page_what_the_index_shows_of_it_and_what_it_read(altered: Project) -> None:
    catalogue = read_catalogue(altered)
    (job,) = make_plan(read_declarations(altered, catalogue), briefs=[BRIEF], languages=["en"])
    result = run_job(job, altered, Limits())
    assert result.error == ""
    assert PageStore(altered.pages).get_path(result.page).read_bytes() == get_page(altered, "en").read_bytes()
    assert result.entry.title.startswith("Where does Viet Nam")
    assert Slice("egdi_rank", "VNM", "actual") in result.reads


@pytest.mark.parametrize("reason", ["", "there is no fork in this Python"])
def test_cells_run_in_a_folder_of_their_own_in_an_ordinary_kernel_too(house, monkeypatch, reason):
    monkeypatch.setattr("dxlib.kernels.client.why_not", lambda: reason)
    house.write_brief("import pathlib; print(pathlib.Path.cwd())")
    job = house.list_jobs()[0]
    executed = work._execute(job, house.project, get_notebook_path(house.project, job.brief), Limits())
    (said,) = [one.text.strip() for cell in executed.cells for one in cell.get("outputs", ()) if one.get("text")]
    assert Path(said).name.startswith("dxlib-" if reason else "n-")
    assert not Path(said).exists()


def test_an_ordinary_kernel_is_ended_without_being_interrupted(house, monkeypatch, tmp_path):
    monkeypatch.setattr("dxlib.kernels.client.why_not", lambda: "no forks here")
    note = tmp_path / "interrupted"
    house.write_brief(
        "import os, pathlib, signal, threading\n"
        f"note = pathlib.Path({str(note)!r})\n"
        "listen = lambda: signal.signal(signal.SIGINT, lambda *_: note.touch())\n"
        "get_ipython().kernel.post_handler_hook = listen  # it is called when a cell has run"
    )
    job = house.list_jobs()[0]
    work._execute(job, house.project, get_notebook_path(house.project, job.brief), Limits())
    assert not note.exists()


def test_an_ordinary_kernel_shows_no_more_than_a_warm_one(house, monkeypatch):
    monkeypatch.setattr("dxlib.kernels.client.why_not", lambda: "no forks here")
    monkeypatch.setattr("dxlib.build.ordinary.SHOWN_BYTES", 1 << 20)
    house.write_brief("while True: print('x' * 1000)")
    job = house.list_jobs()[0]
    with pytest.raises(NotebookError) as caught:
        work._execute(job, house.project, get_notebook_path(house.project, job.brief), Limits(cell_timeout_s=120))
    assert re.fullmatch(
        r".*: Cell \d showed more than 1 MB, with all cells before it, and was ended\.\nwhile True: print\(.*\n"
        r"Fix: let the notebook print or show less\.",
        str(caught.value),
    )
