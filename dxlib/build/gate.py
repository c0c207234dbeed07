"""The gate: a page is audited before a release may show it, and the release before anybody sees it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dxlib.build.origins import CURE, prove_clean
from dxlib.build.outcome import list_some
from dxlib.build.pages import PageStore
from dxlib.build.plan import Job
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from dxlib.data.stamp import Watch, list_files
from dxlib.errors import BuildError
from dxlib.paths import MANIFEST, Project

if TYPE_CHECKING:
    from dxlib.audit.edition.together import Declared
    from dxlib.audit.facts import Facts
    from dxlib.build.release import Page

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
    stamp = _hash(project, "clean", project.clean) + _hash(project, "catalogue", project.catalogue)
    known = _facts.get(project)
    if known is None or known[0] != stamp:
        _facts.clear()
        _facts[project] = (stamp, Facts(project))
    return _facts[project][1]


def renew_catalogue(project: Project) -> None:
    """Have the catalogue read again when it, or the feeds whose vintages are sources, have changed.

    Workers of a cluster outlive such changes. That feeds have changed is told by the stamp of ``dxlib clean``.
    """
    cleaned = project.clean_stamp.read_text("utf-8") if project.clean_stamp.is_file() else ""
    stamp = _hash(project, "catalogue", project.catalogue) + cleaned
    if _catalogues.setdefault(project, stamp) != stamp:
        forget_catalogue()
        _catalogues[project] = stamp


def _hash(project: Project, name: str, folder: Path) -> str:
    watch = _watches.setdefault((project, name), Watch())
    return watch.hash_files(list_files(folder), project.root)


def reject(page: str, job: Job, project: Project, findings: Sequence[str]) -> str:
    """Keep a page that must not be released, to be looked at, and give what to say of it."""
    kept = _get_rejected(job, project)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(page, "utf-8")
    count = len(findings)
    what = f"{job}: the audit found {count} thing{'s' if count > 1 else ''} wrong with its page."
    fix = f"Fix: correct what each finding names and build again; the rejected page is kept in {project.show(kept)}."
    return "\n".join([what, *list_some(findings), fix])


def accept(job: Job, project: Project) -> None:
    """Remove what was kept of an earlier page of a job that was rejected."""
    _get_rejected(job, project).unlink(missing_ok=True)


def _get_rejected(job: Job, project: Project) -> Path:
    return project.failed / job.page


# The release as a whole --------------------------------------------------------------------------
def declare(project: Project) -> Declared:
    """Give what a release is held against: the pages that are declared, and what every index carries."""
    from dxlib.audit.edition.together import Declared  # noqa: PLC0415
    from dxlib.build.briefs import read_declarations  # noqa: PLC0415
    from dxlib.build.subjects import list_subjects  # noqa: PLC0415
    from dxlib.export.assets import read_index_assets  # noqa: PLC0415

    catalogue = read_catalogue(project)
    return Declared(list_subjects(read_declarations(project, catalogue)), catalogue, read_index_assets())


def refuse_wrong(project: Project, pages: Sequence[Page], lists: Mapping[str, bytes]) -> None:
    """Refuse to show a release in which pages and lists do not agree; its pages were audited one by one when made.

    Pages of an edition that is shown already as it is are not held against each other once more.

    Parameters
    ----------
    pages, lists
        What it is to hold.

    Raises
    ------
    BuildError
        With what was found, and where.
    """
    store, digests = PageStore(project.pages), {page.address: page.digest for page in pages}
    stale = {page.address: page.stale for page in pages if page.stale}
    manifests = [name for name in lists if name.endswith(f"/{MANIFEST}")]
    proven = {name.partition("/")[0] for name in manifests if _shows(project, name, lists[name])}
    found = hold(project, digests, lists, lambda name: store.get_path(digests[name]).read_bytes(), stale, proven)
    if found:
        raise BuildError(
            "\n".join([f"{_count(found)} wrong with the release, and reports/ stays as it was.", *list_some(found)]),
            fix="build all pages of these editions ('dxlib build --edition 2025'); if all of them are new, report it.",
        )


def _shows(project: Project, name: str, content: bytes) -> bool:
    path = project.reports / name
    return path.is_file() and path.read_bytes() == content


def _count(found: Sequence[str]) -> str:
    return f"The audit found {len(found)} thing{'s' if len(found) > 1 else ''}"


def hold(
    project: Project, pages: Collection[str], lists: Mapping[str, bytes], read: Callable[[str], bytes],
    stale: Mapping[str, str], proven: Collection[str] = (), *, of_one_day: bool = False,
) -> list[str]:  # fmt: skip
    """Give what an audit finds wrong with a release as a whole, for people; that pages are stale is told elsewhere.

    Parameters
    ----------
    pages, lists
        What it holds: addresses of pages, and every other file.
    read
        Gives the content of a page.
    stale
        Why some pages are from before.
    proven
        Editions of which it is known that their pages do not contradict each other.
    of_one_day
        Also find pages that are as of another day than their edition: 'dxlib build --as-of' makes them.
    """
    from dxlib.audit.edition.together import Files, hold_release  # noqa: PLC0415
    from dxlib.audit.finding import Rule  # noqa: PLC0415

    found = hold_release(Files(pages, lists, read), declare(project), stale=stale, proven=proven)
    left = {Rule.STALE} if of_one_day else {Rule.STALE, Rule.DAY}
    return [str(one) for one in found if one.rule not in left]
