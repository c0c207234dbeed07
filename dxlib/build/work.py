"""Running one job: papermill executes the notebook, the exporter makes the page, the page is audited and kept."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec

from dxlib.bounds import PAGE_CHARS
from dxlib.build.briefs import get_notebook_path
from dxlib.build.fingerprint import hash_audit
from dxlib.build.form import inspect_form
from dxlib.build.gate import accept, audit_made, reject, renew_catalogue
from dxlib.build.outcome import Outcome, Status, list_some
from dxlib.build.pages import PageStore
from dxlib.build.parameters import check_parameters
from dxlib.build.plan import Job
from dxlib.build.slices import Slice, write_slices
from dxlib.data.catalogue_files import read_catalogue
from dxlib.errors import DxError, NotebookError, count
from dxlib.paths import ROOT_VARIABLE, Project, make_folder

if TYPE_CHECKING:
    from nbformat import NotebookNode

CELL_TIMEOUT_S: Final = 300.0
BARE: Final = "1"  # nobody looks at what cells show while they run for a build
_KERNEL: Final = "python3"

Given = ParamSpec("Given")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take.

    Parameters
    ----------
    cell_timeout_s
        How long one cell may run.
    memory_limit_mb
        How much memory the notebook may take beyond that of the libraries; 0 for no limit.
    """

    cell_timeout_s: float = CELL_TIMEOUT_S
    memory_limit_mb: int = 0


def tell_outcome(do: Callable[Concatenate[Job, Given], Outcome]) -> Callable[Concatenate[Job, Given], Outcome]:
    """Have a function of a job tell how long it took, and what went wrong, in the outcome."""

    @wraps(do)
    def tell(job: Job, /, *given: Given.args, **named: Given.kwargs) -> Outcome:
        started = time.monotonic()
        try:
            outcome = do(job, *given, **named)
        except DxError as error:
            outcome = Outcome(job, Status.FAILED, error=str(error))
        return replace(outcome, seconds=time.monotonic() - started)

    return tell


@tell_outcome
def run_job(job: Job, project: Project, limits: Limits) -> Outcome:
    """Run one job, audit its page, and keep it if nothing is wrong; parameters are checked before anything runs."""
    check_job(job, project)
    _refuse_wrong_form(job, project)
    page, made = make_page(job, project, limits)
    if error := _reject_wrong(page, job, project):
        return Outcome(job, Status.FAILED, error=error, reads=made.reads)
    return replace(made, page=PageStore(project.pages).keep(page.encode()), audited=hash_audit(project))


@tell_outcome
def audit_job(job: Job, project: Project, digest: str) -> Outcome:
    """Audit the page that a job has, without making it again.

    Parameters
    ----------
    digest
        The hash of the page.
    """
    # Bytes that are no UTF-8 become another character, and so a finding of the audit.
    page = PageStore(project.pages).get_path(digest).read_text("utf-8", "replace")
    if error := _reject_wrong(page, job, project):
        return Outcome(job, Status.FAILED, error=error)
    return Outcome(job, Status.AUDITED, page=digest, audited=hash_audit(project))


def _reject_wrong(page: str, job: Job, project: Project) -> str:
    """Keep a page aside in which the audit finds something wrong, and give what to say of it; empty for a good one."""
    if findings := audit_made(page, job, project):
        return reject(page, job, project, findings)
    accept(job, project)
    return ""


def check_job(job: Job, project: Project) -> None:
    """Refuse a job whose notebook does not take its parameters, with the catalogue as it is now.

    Raises
    ------
    ConfigError
        With every parameter that is wrong.
    """
    renew_catalogue(project)
    check_parameters(get_notebook_path(project, job.brief), job.parameters)


def _refuse_wrong_form(job: Job, project: Project) -> None:
    problems = [str(problem) for problem in inspect_form(job, project)]
    if problems:
        what = f"{job}: {count(len(problems), 'thing')} of its form must be mended before its page can be released."
        raise NotebookError(
            list_some(what, problems), fix="do what is said of each, or look at the page with 'dxlib build --draft'."
        )


def make_page(job: Job, project: Project, limits: Limits) -> tuple[str, Outcome]:
    """Execute the notebook of a job, and make its page: give it before anybody audited it, and what is known of it.

    Raises
    ------
    NotebookError
        For a cell that fails, takes too long or too much, and for a notebook that is no brief.
    """
    executed = _execute(job, project, get_notebook_path(project, job.brief), limits)
    page, resources = _export(executed, project, job)
    if len(page) > PAGE_CHARS:
        what = f"{job}: the page would have {len(page):,} characters, and more than {PAGE_CHARS:,} are refused."
        raise NotebookError(what, fix="let its cells print and show less.")
    warnings = tuple(f"{job.brief}: {line}" for line in resources["unshown"])
    reads = _list_reads(executed)
    return page, Outcome(job, Status.BUILT, warnings=warnings, entry=resources["entry"], reads=reads)


def _export(executed: NotebookNode, project: Project, job: Job) -> tuple[str, dict[str, Any]]:
    from dxlib.export.exporter import BriefExporter  # noqa: PLC0415  (loads nbconvert)

    exporter = BriefExporter(
        root=str(project.root), opened=list(job.opened), languages=list(job.languages), labels=dict(job.labels)
    )
    page, resources = exporter.from_notebook_node(executed)
    return str(page), resources


def _list_reads(executed: NotebookNode) -> str:
    """Give what the notebook's fragments say that it asked the store for."""
    from dxlib.brief.fragments import MIME_TYPE  # noqa: PLC0415  (keeps planning light)

    outputs = (output for cell in executed.cells for output in cell.get("outputs", ()))
    fragments = (output.data[MIME_TYPE] for output in outputs if MIME_TYPE in output.get("data", {}))
    return write_slices(Slice(*read) for fragment in fragments for read in fragment.get("reads", ()))


def _execute(job: Job, project: Project, notebook: Path, limits: Limits) -> NotebookNode:
    """Have papermill put in the parameters and run the cells; only a notebook that fails is written down."""
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415  (slow to load)
    from papermill.execute import raise_for_execution_errors  # noqa: PLC0415
    from papermill.iorw import load_notebook_node  # noqa: PLC0415
    from papermill.parameterize import parameterize_notebook  # noqa: PLC0415

    from dxlib.brief.fragments import BARE_VARIABLE  # noqa: PLC0415

    with (
        _open_engine(limits) as (run_cells, folder),
        in_environment({ROOT_VARIABLE: str(project.root), BARE_VARIABLE: BARE}),
    ):
        loaded = load_notebook_node(str(notebook))
        prepared = parameterize_notebook(loaded, job.parameters, kernel_name=_KERNEL, language="python")
        executed = folder / f"{job.brief}.ipynb"
        try:
            finished = run_cells(
                prepared,
                _KERNEL,
                progress_bar=False,
                # papermill would write the notebook into a file while it runs, which nobody reads.
                autosave_cell_every=0,
                execution_timeout=limits.cell_timeout_s,
            )
            raise_for_execution_errors(finished, str(executed))
        except PapermillExecutionError as error:
            kept = _keep_failed(job, project, executed)
            what = f"{job}: cell {error.cell_index} failed with {error.ename}: {error.evalue}\n{error.source}"
            raise NotebookError(what, fix=f"mend the cell; the executed notebook is kept in {kept}.") from error
        except NotebookError as error:
            raise NotebookError(f"{job}: {error.what}", fix=error.fix) from error
        return finished


@contextmanager
def _open_engine(limits: Limits) -> Iterator[tuple[Callable[..., NotebookNode], Path]]:
    """Give what runs warm cells, or those of an ordinary kernel where forking is not safe, and the folder of the cells.

    Each notebook runs in a folder of its own, where files that it writes meet no other's; what a build that was killed
    left is swept away by a later one.
    """
    from dxlib.kernels.client import why_not  # noqa: PLC0415
    from dxlib.kernels.places import PrivateFolder  # noqa: PLC0415

    if why_not():
        from dxlib.build.ordinary import OrdinaryEngine  # noqa: PLC0415

        with tempfile.TemporaryDirectory(prefix="dxlib-", ignore_cleanup_errors=True) as name:
            yield partial(OrdinaryEngine.execute_notebook, folder=Path(name)), Path(name)
    else:
        from dxlib.build.engine import CellsEngine  # noqa: PLC0415

        with PrivateFolder("n") as place:
            limit = limits.memory_limit_mb
            yield partial(CellsEngine.execute_notebook, folder=place.path, memory_limit_mb=limit), place.path


def _keep_failed(job: Job, project: Project, executed: Path) -> Path:
    """Keep an executed notebook to be looked at in JupyterLab."""
    import nbformat  # noqa: PLC0415  (keeps planning light)

    from dxlib.brief.previews import add_previews  # noqa: PLC0415

    kept = (project.failed / job.id).with_suffix(".ipynb")
    make_folder(kept.parent)
    notebook = nbformat.read(executed, as_version=4)
    add_previews(notebook, read_catalogue(project))
    kept.write_text(f"{nbformat.writes(notebook)}\n", "utf-8", newline="\n")
    return project.show(kept)


@contextmanager
def in_environment(values: Mapping[str, str]) -> Iterator[None]:
    """Have processes that are started within the block inherit some variables."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
