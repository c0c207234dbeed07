"""Drafts: pages that an analyst looks at while writing; each says that nobody audited it, and no release shows one."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from markupsafe import escape

from dxlib.build.building import Options, count_cores
from dxlib.build.form import inspect_form
from dxlib.build.outcome import Outcome, Status, Summary
from dxlib.build.plan import Job
from dxlib.build.report import Reporter, tell_all
from dxlib.build.run import run_tasks
from dxlib.build.work import Limits, Result, check_job, make_page, take_time
from dxlib.language import Speaker, sentence
from dxlib.paths import Project, write_files

_MARK: Final = sentence("Draft: not audited")
# The footer of every page says so, and of a draft it is not true.
_PROMISE: Final = sentence(
    "Every figure on this page links to its source, and an audit has recomputed each one from the data. "
    "Built with dxlib."
)
_BODY: Final = "<body>\n"


def build_drafts(project: Project, jobs: Sequence[Job], options: Options, report: Reporter) -> Summary:
    """Write a draft of the page of each job below ``drafts/``; records of builds, and releases, stay as they are.

    Parameters
    ----------
    jobs
        All of them run, changed or not.
    options
        How many run at once, where, and what one may take; the others do not count.
    """
    return tell_all(_run(project, jobs, options), report, jobs=len(jobs), run=len(jobs))


def _run(project: Project, jobs: Sequence[Job], options: Options) -> Generator[Outcome, None, None]:
    tasks = {job: partial(draft_job, job, project, options.limits) for job in jobs}
    for result in run_tasks(tasks, project, options.workers or count_cores(), options.make_executor):
        status = Status.FAILED if result.error else Status.BUILT
        yield Outcome(result.job, status, result.seconds, result.error, result.warnings)


def draft_job(job: Job, project: Project, limits: Limits) -> Result:
    """Write the draft of one job; what would keep its page out of a release is a warning.

    Raises
    ------
    ConfigError
        For parameters that the notebook does not take; nothing is run then.
    """
    check_job(job, project)
    return take_time(job, partial(_draft_job, job, project, limits))


def _draft_job(job: Job, project: Project, limits: Limits) -> Result:
    wrong = map(str, inspect_form(job, project))
    made = make_page(job, project, limits)
    path = project.drafts / job.page
    path.parent.mkdir(parents=True, exist_ok=True)
    write_files({path: mark_draft(made.page, job.language, project.locales).encode()})
    return Result(job, warnings=(*wrong, *made.warnings))


def mark_draft(page: str, language: str, own: Path) -> str:
    """Give a page with the mark of a draft, on the screen and on paper, and without the promise of an audit."""
    speaker = Speaker(language, {}, own)
    mark = f'<p class="draft" role="note">{escape(speaker.translate_sentence(_MARK))}</p>\n'
    unsaid = page.replace(f"<p>{escape(speaker.translate_sentence(_PROMISE))}</p>\n", "")
    return unsaid.replace(_BODY, f"{_BODY}{mark}", 1)
