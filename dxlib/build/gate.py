"""The gate: a page is audited before a release may show it; one that is wrong is kept aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dxlib.build.origins import CURE, prove_clean
from dxlib.build.outcome import list_some
from dxlib.build.plan import Job
from dxlib.data.catalogue_files import forget_catalogue
from dxlib.data.stamp import Watch, list_catalogue_files, list_files
from dxlib.paths import Project, make_folder

if TYPE_CHECKING:
    from dxlib.audit.facts import Facts

_CURE: Final = "correct the cell that shows it, or the data behind it; if both are right, report it as a fault of dxlib"
_NUMERAL: Final = "give the number as a figure of the brief, or add the proper name to data/catalogue/names.yaml"
_NO_RULE: Final = "write the cell as a call of the brief that the audit knows"
_TRANSLATE: Final = "run 'dxlib translate' and write its msgstr"
# Of this process: what was read for one page serves the next.
_facts: dict[Project, tuple[str, Facts]] = {}
_catalogues: dict[Project, str] = {}
_watches: dict[tuple[Project, str], Watch] = {}


def audit_made(page: str, job: Job, project: Project) -> tuple[str, ...]:
    """Give what an audit finds wrong with a page: each finding with its place and its cure; none for a good page.

    Parameters
    ----------
    page
        The page as the exporter made it.
    job
        What it must be a page of.
    project
        Whose notebook, data and catalogue it is held against, as they are now; the data must be what raw data give.
    """
    from dxlib.audit.auditing import audit_page  # noqa: PLC0415  (only workers audit)
    from dxlib.audit.finding import Rule  # noqa: PLC0415
    from dxlib.build.subjects import make_subject  # noqa: PLC0415
    from dxlib.export.assets import read_assets  # noqa: PLC0415

    if faults := prove_clean(project):
        return tuple(f"{fault}. Fix: {CURE}." for fault in faults)
    cures = {Rule.READING: _NUMERAL, Rule.NOTEBOOK: _NO_RULE, Rule.TRANSLATION: _TRANSLATE}
    findings = audit_page(page, make_subject(job), renew_facts(project), read_assets(), name=job.id)
    return tuple(f"{one.tell()}. Fix: {cures.get(one.rule, _CURE)}." for one in findings)


def renew_facts(project: Project) -> Facts:
    """Give what pages are held against, read again when data or catalogue have changed."""
    from dxlib.audit.facts import Facts  # noqa: PLC0415

    renew_catalogue(project)
    stamp = _hash(project, "clean", list_files(project.clean)) + _hash_catalogue(project)
    known = _facts.get(project)
    if known is None or known[0] != stamp:
        _facts.clear()
        _facts[project] = (stamp, Facts(project))
    return _facts[project][1]


def renew_catalogue(project: Project) -> None:
    """Have the catalogue read again when it, or the feeds whose vintages are sources, have changed.

    Workers of a cluster outlive such changes. That feeds have changed is told by the stamp of ``dxlib clean``.
    """
    cleaned = project.clean_stamp.read_text("utf-8", "replace") if project.clean_stamp.is_file() else ""
    stamp = _hash_catalogue(project) + cleaned
    if _catalogues.setdefault(project, stamp) != stamp:
        forget_catalogue()
        _catalogues[project] = stamp


def _hash_catalogue(project: Project) -> str:
    return _hash(project, "catalogue", list_catalogue_files(project))


def _hash(project: Project, name: str, files: Iterable[str]) -> str:
    watch = _watches.setdefault((project, name), Watch())
    return watch.hash_files(files, project.root)


def reject(page: str, job: Job, project: Project, findings: Sequence[str]) -> str:
    """Keep a page that must not be released, to be looked at, and give what to say of it."""
    kept = _get_rejected(job, project)
    make_folder(kept.parent)
    kept.write_text(page, "utf-8", newline="\n")
    count = len(findings)
    what = f"{job}: the audit found {count} thing{'s' if count > 1 else ''} wrong with its page."
    fix = f"Fix: correct what each finding names and build again; the rejected page is kept in {project.show(kept)}."
    return "\n".join([what, *list_some(findings), fix])


def accept(job: Job, project: Project) -> None:
    """Remove what was kept of an earlier page of a job that was rejected."""
    _get_rejected(job, project).unlink(missing_ok=True)


def _get_rejected(job: Job, project: Project) -> Path:
    return project.failed / job.page
