"""Running jobs for real: bytes that stay the same, parameters refused early, failures that harm nothing."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import nbformat

from dxlib.build.decide import Action, Cause, Decision
from dxlib.build.outcome import Outcome, Status
from dxlib.build.plan import Job
from dxlib.build.run import Options, order_decisions, run_tasks
from dxlib.kernels.workers import WorkerLostError
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


class Losing(ThreadPoolExecutor):
    """An executor in which some jobs lose their workers."""

    def __init__(self, lost):
        super().__init__(1)
        self.lost = lost

    def submit(self, task, *_given, **_more):
        future = super().submit(task)
        if task.args[0] in self.lost:
            future = Future()
            future.set_exception(WorkerLostError())
        return future


JOBS = [decide_on(brief, "VNM", "en", 1.0).job for brief in ("01-a", "02-b", "03-c")]


def run_losing(folder, lost):
    """Run jobs two at once, of which those in the first list lose their workers in the first round, and so on."""
    rounds = []

    def make_executor(workers):
        rounds.append(workers)
        return Losing(lost[len(rounds) - 1] if len(rounds) <= len(lost) else [])

    tasks = {job: partial(Outcome, job, Status.BUILT) for job in JOBS}
    return list(run_tasks(tasks, Project(folder), Options(2, make_executor=make_executor))), rounds


def test_a_job_whose_worker_was_lost_is_done_again_when_all_others_are_done_and_alone(tmp_path):
    first, second, third = JOBS
    outcomes, rounds = run_losing(tmp_path, [[first, second], [second]])
    assert outcomes == [Outcome(job, Status.BUILT) for job in (third, first, second)]
    assert rounds == [2, 1, 1]


def test_a_job_that_loses_its_worker_each_time_fails_and_is_named(tmp_path):
    first, second, third = JOBS
    outcomes, rounds = run_losing(tmp_path, [[second]] * 9)
    assert outcomes[:2] == [Outcome(job, Status.BUILT) for job in (first, third)]
    assert (outcomes[2].job, outcomes[2].status) == (second, Status.FAILED)
    assert outcomes[2].error == (
        "02-b VNM 2025 en: its worker process was lost 3 times.\nFix: see whether memory is short (--memory-limit)."
    )
    assert rounds == [2, 1, 1]


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
