"""The gate: a page is audited before a release may show it; one that is wrong is kept aside.

Before any page is believed it is proved, once for the same files, that ``data/clean`` is what ``data/raw`` gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from dxlib.build.fingerprint import hash_audit
from dxlib.build.outcome import list_some
from dxlib.build.plan import Job
from dxlib.data import schema
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from dxlib.data.pull.named_mappings import list_mappings_elsewhere
from dxlib.data.stamp import CLEANED, hash_again, list_catalogue_files, list_changed, list_files
from dxlib.errors import DataError, DxError, count
from dxlib.freshness import find_fresh, find_note, keep_note, remember
from dxlib.paths import Project, make_folder

if TYPE_CHECKING:
    from dxlib.audit.facts import Facts

CURE: Final = "run 'dxlib clean'"  # of data that are not what raw data give
_SOURCE: Final = schema.CLEAN_COLUMNS.index(schema.SOURCE)
_CURE: Final = "correct the cell that shows it, or the data behind it; if both are right, report it as a fault of dxlib"
_NUMERAL: Final = "give the number as a figure of the brief, or add the proper name to data/catalogue/names.yaml"
_NO_RULE: Final = "write the cell as a call of the brief that the audit knows"
_TRANSLATE: Final = "run 'dxlib translate' and write its msgstr"


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
    data = hash_again("clean", list_files(project.clean), project.root)
    return remember("facts", (project, data, _hash_catalogue(project)), lambda: Facts(project))


def renew_catalogue(project: Project) -> None:
    """Have the catalogue read again when it, or the feeds whose vintages are sources, have changed.

    Workers of a cluster outlive such changes. That feeds have changed is told by the note of ``dxlib clean``.
    """
    cleaned = find_note(project.notes, CLEANED)
    inputs = (project, _hash_catalogue(project), *(cleaned.inputs.values() if cleaned else ()))
    remember("the catalogue of the gate", inputs, forget_catalogue)


def _hash_catalogue(project: Project) -> str:
    return hash_again("catalogue", list_catalogue_files(project), project.root)


def reject(page: str, job: Job, project: Project, findings: Sequence[str]) -> str:
    """Keep a page that must not be released, to be looked at, and give what to say of it."""
    kept = project.failed / job.id
    make_folder(kept.parent)
    kept.write_text(page, "utf-8", newline="\n")
    what = f"{job}: the audit found {count(len(findings), 'thing')} wrong with its page."
    fix = f"Fix: correct what each finding names and build again; the rejected page is kept in {project.show(kept)}."
    return f"{list_some(what, findings)}\n{fix}"


def accept(job: Job, project: Project) -> None:
    """Remove what was kept of an earlier page of a job that was rejected."""
    (project.failed / job.id).unlink(missing_ok=True)


# Data --------------------------------------------------------------------------------------------
def prove_clean(project: Project) -> tuple[str, ...]:
    """Give what of ``data/clean`` is not what ``data/raw`` gives; nothing where all is.

    The proof takes most of a second. A note says for which files it was given, so that each worker of a build, and the
    next build, need not give it again.
    """
    raw = [*list_files(project.raw), *list_mappings_elsewhere(project)]
    files = [*raw, *list_catalogue_files(project), *list_files(project.clean)]
    # The code is an input, since a proof by another version proves nothing to this one.
    inputs = {"data": hash_again("all data", files, project.root), "audit": hash_audit(project)}
    return remember("proof", (project, *inputs.values()), lambda: _prove(project, inputs))


def _prove(project: Project, inputs: Mapping[str, str]) -> tuple[str, ...]:
    if find_fresh(project.notes, "proof", inputs) is not None:
        return ()
    forget_catalogue()  # which may have changed since this process read it
    faults = tuple(find_faults(project))
    if not faults:
        keep_note(project.notes, "proof", inputs)
    return faults


def refuse_altered(project: Project) -> None:
    """Refuse to build from clean data that are not what raw data give.

    Raises
    ------
    DataError
        With each place that differs.
    """
    if faults := prove_clean(project):
        changed = " and ".join(list_changed(project))
        what = f"was made before {changed} changed" if changed else "is not what data/raw gives"
        raise DataError(list_some(f"{project.show(project.clean)} {what}:", faults), fix=f"{CURE}.")


def find_faults(project: Project) -> list[str]:
    """Hold ``data/clean`` against ``data/raw``, and tell each fault with its place."""
    from dxlib.audit import cleaned  # noqa: PLC0415  (only where it is not proved yet)
    from dxlib.data.formats import data_package  # noqa: PLC0415
    from dxlib.data.pull.kept import read_feeds  # noqa: PLC0415

    catalogue = read_catalogue(project)
    fetched = read_feeds(project, catalogue)
    try:
        tables = cleaned.compose_tables(project, catalogue.sources, fetched.rows)
        # A row of an indicator without an entry ends here in words, and not in a KeyError of the Data Package.
        for name in tables:
            catalogue.get_indicator(name)
    except DxError as error:
        return [str(error)]
    contents = {name: cleaned.render_table(rows) for name, rows in tables.items()}
    sources = {name: {row[_SOURCE] for row in rows} for name, rows in tables.items()}
    wanted = {f"{name}.csv": content for name, content in contents.items()}
    wanted[data_package.PACKAGE] = data_package.render_data_package(catalogue, contents, sources)
    wanted[data_package.SCHEMA] = data_package.render_table_schema()
    return [str(fault) for fault in cleaned.list_faults(project, wanted)]
