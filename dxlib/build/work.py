"""Running one job: papermill executes the notebook, the exporter makes the page, the page is audited and kept."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dxlib.bounds import PAGE_CHARS
from dxlib.build.briefs import get_notebook_path
from dxlib.build.fingerprint import hash_audit
from dxlib.build.form import inspect_form
from dxlib.build.gate import accept, audit_made, reject, renew_catalogue
from dxlib.build.outcome import list_some
from dxlib.build.pages import PageStore
from dxlib.build.parameters import check_parameters
from dxlib.build.plan import Job
from dxlib.build.slices import Slice
from dxlib.data.catalogue_files import read_catalogue
from dxlib.errors import DxError, NotebookError
from dxlib.export.entry import IndexEntry
from dxlib.paths import ROOT_VARIABLE, Project, make_folder

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from papermill.exceptions import PapermillExecutionError

CELL_TIMEOUT_S: Final = 300.0
BARE: Final = "1"  # nobody looks at what cells show while they run for a build
_KERNEL: Final = "python3"


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


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a job that ran.

    Parameters
    ----------
    page
        The hash of its page; empty when it failed.
    entry
        What the index shows of the page.
    reads
        What it asked the store for.
    seconds
        How long it took.
    error
        What went wrong, for people; empty when nothing did.
    audited
        The hash of the code that audited the page and found nothing wrong; empty for every other page.
    warnings
        What is wrong and stopped nothing, for people.
    """

    job: Job
    page: str = ""
    entry: IndexEntry | None = None
    reads: tuple[Slice, ...] = ()
    seconds: float = 0.0
    error: str = ""
    audited: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A page as the exporter made it, before anybody audited it.

    Parameters
    ----------
    page
        Its text.
    entry
        What the index shows of it.
    reads
        What its notebook asked the store for.
    warnings
        What is wrong and stopped nothing: what the notebook shows and the page does not.
    """

    page: str
    entry: IndexEntry
    reads: tuple[Slice, ...]
    warnings: tuple[str, ...] = ()


def run_job(job: Job, project: Project, limits: Limits) -> Result:
    """Run one job, audit its page, and keep it if nothing is wrong; whatever goes wrong is in the result.

    Raises
    ------
    ConfigError
        For parameters that the notebook does not take; nothing is run then.
    """
    check_job(job, project)
    return take_time(job, partial(_run_job, job, project, limits))


def _run_job(job: Job, project: Project, limits: Limits) -> Result:
    _refuse_wrong_form(job, project)
    made = make_page(job, project, limits)
    result = replace(_audit(made.page, job, project), reads=made.reads)
    if result.error:
        return result
    return replace(
        result, page=PageStore(project.pages).keep(made.page.encode()), entry=made.entry, warnings=made.warnings
    )  # fmt: skip


def audit_job(job: Job, project: Project, digest: str) -> Result:
    """Audit the page that a job has, without making it again; what it finds is in the result.

    Parameters
    ----------
    digest
        The hash of the page.
    """
    # Bytes that are no UTF-8 become another character, and so a finding of the audit.
    page = PageStore(project.pages).get_path(digest).read_text("utf-8", "replace")
    result = take_time(job, partial(_audit, page, job, project))
    return result if result.error else replace(result, page=digest)


def _audit(page: str, job: Job, project: Project) -> Result:
    if findings := audit_made(page, job, project):
        return Result(job, error=reject(page, job, project, findings))
    accept(job, project)
    return Result(job, audited=hash_audit(project))


def take_time(job: Job, do: Callable[[], Result]) -> Result:
    """Do something for a job; how long it took, and what went wrong, is in the result."""
    started = time.monotonic()
    try:
        result = do()
    except DxError as error:
        result = Result(job, error=str(error))
    return replace(result, seconds=time.monotonic() - started)


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
        listed = "\n".join(list_some(problems))
        count = f"{len(problems)} thing{'s' if len(problems) > 1 else ''}"
        what = f"{job}: {count} of its form must be mended before its page can be released.\n{listed}"
        raise NotebookError(what, fix="do what is said of each, or look at the page with 'dxlib build --draft'.")


def make_page(job: Job, project: Project, limits: Limits) -> Made:
    """Execute the notebook of a job, and make its page.

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
    return Made(page, resources["entry"], _list_reads(executed), warnings)


def _export(executed: NotebookNode, project: Project, job: Job) -> tuple[str, dict[str, Any]]:
    from dxlib.export.exporter import BriefExporter  # noqa: PLC0415  (loads nbconvert)

    exporter = BriefExporter(
        root=str(project.root), opened=list(job.opened), languages=list(job.languages), labels=dict(job.labels)
    )
    page, resources = exporter.from_notebook_node(executed)
    return str(page), resources


def _list_reads(executed: NotebookNode) -> tuple[Slice, ...]:
    """Give what the notebook's fragments say that it asked the store for."""
    from dxlib.brief.fragments import MIME_TYPE  # noqa: PLC0415  (keeps planning light)

    outputs = (output for cell in executed.cells for output in cell.get("outputs", ()))
    fragments = (output.data[MIME_TYPE] for output in outputs if MIME_TYPE in output.get("data", {}))
    return tuple(dict.fromkeys(Slice(*read) for fragment in fragments for read in fragment.get("reads", ())))


def _execute(job: Job, project: Project, notebook: Path, limits: Limits) -> NotebookNode:
    """Have papermill put in the parameters and run the cells; only a notebook that fails is written down."""
    from papermill.engines import papermill_engines  # noqa: PLC0415  (slow to load)
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415
    from papermill.execute import raise_for_execution_errors  # noqa: PLC0415
    from papermill.iorw import load_notebook_node  # noqa: PLC0415
    from papermill.parameterize import parameterize_notebook  # noqa: PLC0415

    from dxlib.brief.fragments import BARE_VARIABLE  # noqa: PLC0415

    with (
        # Each notebook runs in a folder of its own, where files that it writes meet no other's.
        _make_place() as folder,
        root_in_environment(project),
        _in_environment(BARE_VARIABLE, BARE),
    ):
        loaded = load_notebook_node(str(notebook))
        prepared = parameterize_notebook(loaded, job.parameters, kernel_name=_KERNEL, language="python")
        executed = folder / f"{job.brief}.ipynb"
        try:
            finished: NotebookNode = papermill_engines.execute_notebook_with_engine(
                nb=prepared,
                kernel_name=_KERNEL,
                progress_bar=False,
                # papermill would write the notebook into a file while it runs, which nobody reads.
                autosave_cell_every=0,
                execution_timeout=limits.cell_timeout_s,
                **_choose_engine(folder, limits),
            )
            raise_for_execution_errors(finished, str(executed))
        except PapermillExecutionError as error:
            raise _explain(error, job, _keep_failed(job, project, executed)) from error
        except NotebookError as error:
            raise NotebookError(f"{job}: {error.what}", fix=error.fix) from error
        return finished


@contextmanager
def _make_place() -> Iterator[Path]:
    """Make the folder in which a notebook runs; what a build that was killed left is swept away by a later one."""
    from dxlib.kernels.client import why_not  # noqa: PLC0415
    from dxlib.kernels.places import PrivateFolder  # noqa: PLC0415

    if why_not():
        with tempfile.TemporaryDirectory(prefix="dxlib-", ignore_cleanup_errors=True) as name:
            yield Path(name)
    else:
        with PrivateFolder("n") as folder:
            yield folder.path


def _choose_engine(folder: Path, limits: Limits) -> dict[str, Any]:
    """Give papermill's arguments for warm cells, or for an ordinary kernel where forking is not safe."""
    from dxlib.kernels.client import why_not  # noqa: PLC0415

    if why_not():
        # ipykernel 7.3 and later warns at every start that TCP on loopback is not encrypted.
        place = {"metadata": {"path": str(folder)}}
        from dxlib.build import ordinary  # noqa: PLC0415  (registers it)

        more = {"resources": place, "extra_arguments": ["--IPKernelApp.log_level=40"]}
        return {"engine_name": ordinary.NAME, **more}
    from dxlib.build import engine  # noqa: PLC0415  (registers it)

    return {"engine_name": engine.NAME, "folder": folder, "memory_limit_mb": limits.memory_limit_mb}


def _keep_failed(job: Job, project: Project, executed: Path) -> Path:
    """Keep an executed notebook to be looked at in JupyterLab."""
    import nbformat  # noqa: PLC0415  (keeps planning light)

    from dxlib.brief.previews import add_previews  # noqa: PLC0415

    kept = project.failed / Path(job.page).with_suffix(".ipynb")
    make_folder(kept.parent)
    notebook = nbformat.read(executed, as_version=4)
    add_previews(notebook, read_catalogue(project))
    kept.write_text(f"{nbformat.writes(notebook)}\n", "utf-8", newline="\n")
    return project.show(kept)


def _explain(error: PapermillExecutionError, job: Job, kept: Path) -> NotebookError:
    return NotebookError(
        f"{job}: cell {error.cell_index} failed with {error.ename}: {error.evalue}\n{error.source}",
        fix=f"mend the cell; the executed notebook is kept in {kept}.",
    )


@contextmanager
def root_in_environment(project: Project) -> Iterator[None]:
    """Tell notebooks where the project is; their processes inherit the environment."""
    with _in_environment(ROOT_VARIABLE, str(project.root)):
        yield


@contextmanager
def _in_environment(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
