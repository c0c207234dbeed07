"""What each declared page is, as the audit is told."""

from __future__ import annotations

from dxlib.audit.compose import Subject
from dxlib.build.briefs import Declarations
from dxlib.build.plan import Job, list_declared


def make_subject(job: Job) -> Subject:
    """Give what the page of a job is."""
    return Subject(
        job.brief, job.area, str(job.edition), job.language, job.as_of, opened=job.opened, languages=job.languages,
        parameters=job.own, labels=dict(job.labels),
    )  # fmt: skip


def list_subjects(declarations: Declarations) -> dict[str, Subject]:
    """Give what every declared page is, by its address."""
    return {job.id: make_subject(job) for job in list_declared(declarations)}
