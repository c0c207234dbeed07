"""Drafts: pages that an analyst looks at while writing; each says that nobody audited it, and no release shows one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from markupsafe import escape

from dxlib.build.form import inspect_form
from dxlib.build.outcome import Outcome, Summary
from dxlib.build.plan import Job
from dxlib.build.report import Reporter, tell_all
from dxlib.build.run import Options, run_tasks
from dxlib.build.work import Limits, check_job, make_page, tell_outcome
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
    tasks = {job: partial(draft_job, job, project, options.limits) for job in jobs}
    outcomes = run_tasks(tasks, project, options)
    return tell_all(outcomes, report, jobs=len(jobs), run=len(jobs))


@tell_outcome
def draft_job(job: Job, project: Project, limits: Limits) -> Outcome:
    """Write the draft of one job; what would keep its page out of a release is a warning."""
    check_job(job, project)
    wrong = map(str, inspect_form(job, project))
    page, made = make_page(job, project, limits)
    path = project.drafts / job.id
    path.parent.mkdir(parents=True, exist_ok=True)
    write_files({path: mark_draft(page, job.language, project.locales).encode()})
    return replace(made, warnings=(*wrong, *made.warnings))


def mark_draft(page: str, language: str, own: Path) -> str:
    """Give a page with the mark of a draft, on the screen and on paper, and without the promise of an audit."""
    speaker = Speaker(language, {}, own)
    mark = f'<p class="draft" role="note">{escape(speaker.translate_sentence(_MARK))}</p>\n'
    unsaid = page.replace(f"<p>{escape(speaker.translate_sentence(_PROMISE))}</p>\n", "")
    return unsaid.replace(_BODY, f"{_BODY}{mark}", 1)
