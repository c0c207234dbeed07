"""Running jobs: papermill executes the notebook, the exporter makes the page, the page appears whole."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from dxlib.build.briefs import get_notebook_path
from dxlib.build.parameters import check_parameters
from dxlib.build.plan import Job
from dxlib.data.catalogue import Catalogue
from dxlib.errors import DxError, NotebookError
from dxlib.language import LANGUAGES
from dxlib.paths import ROOT_VARIABLE, Project

if TYPE_CHECKING:
    from papermill.exceptions import PapermillExecutionError

_START_TIMEOUT_S = 60
_CELL_TIMEOUT_S = 300


class Status(StrEnum):
    """What became of a job."""

    BUILT = "built"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job.

    Parameters
    ----------
    page
        The page, also of a failed job (the one from before, if there is one).
    seconds
        How long it took.
    error
        What went wrong, for people.
    """

    job: Job
    status: Status
    page: Path
    seconds: float
    error: str = ""


def run_job(job: Job, project: Project, catalogue: Catalogue) -> Outcome:
    """Run one job; what goes wrong becomes an outcome, and the page from before stays.

    Raises
    ------
    ConfigError
        For parameters that the notebook does not take; no kernel is started then.
    """
    started = time.monotonic()
    notebook = get_notebook_path(project, job.brief)
    page = project.reports / job.page
    check_parameters(notebook, job.parameters, {"area": tuple(catalogue.areas), "language": LANGUAGES})
    try:
        text = _render(job, project, notebook)
    except DxError as error:
        return Outcome(job, Status.FAILED, page, time.monotonic() - started, str(error))
    status = Status.BUILT if write_page(page, text) else Status.UNCHANGED
    return Outcome(job, status, page, time.monotonic() - started)


def _render(job: Job, project: Project, notebook: Path) -> str:
    from dxlib.export.exporter import BriefExporter  # noqa: PLC0415  (loads nbconvert)

    with tempfile.TemporaryDirectory(prefix="dxlib-") as folder:
        executed = Path(folder) / f"{job.brief}.ipynb"
        _execute(job, project, notebook, executed)
        text, _ = BriefExporter(root=str(project.root)).from_filename(str(executed))
    return str(text)


def _execute(job: Job, project: Project, notebook: Path, executed: Path) -> None:
    import papermill  # noqa: PLC0415  (slow to load)
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415

    with _root_in_environment(project):
        try:
            papermill.execute_notebook(
                str(notebook),
                str(executed),
                parameters=job.parameters,
                kernel_name="python3",
                progress_bar=False,
                request_save_on_cell_execute=False,
                start_timeout=_START_TIMEOUT_S,
                execution_timeout=_CELL_TIMEOUT_S,
                # ipykernel 7.3 and later warns at every start that TCP on loopback is not encrypted.
                extra_arguments=["--IPKernelApp.log_level=40"],
            )
        except PapermillExecutionError as error:
            kept = project.reports / "failed" / job.page.with_suffix(".ipynb")
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(executed.read_bytes())
            raise _explain(error, job, project.show(kept)) from error


def _explain(error: PapermillExecutionError, job: Job, kept: Path) -> NotebookError:
    return NotebookError(
        f"{job}: cell {error.cell_index} failed with {error.ename}: {error.evalue}\n{error.source}",
        fix=f"mend the cell; the executed notebook is kept in {kept}.",
    )


@contextmanager
def _root_in_environment(project: Project) -> Iterator[None]:
    """Tell kernels where the project is; they inherit the environment."""
    before = os.environ.get(ROOT_VARIABLE)
    os.environ[ROOT_VARIABLE] = str(project.root)
    try:
        yield
    finally:
        if before is None:
            del os.environ[ROOT_VARIABLE]
        else:
            os.environ[ROOT_VARIABLE] = before


def write_page(path: Path, text: str) -> bool:
    """Put a page in its place as a whole; say whether its bytes changed."""
    content = text.encode()
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(content)
    temporary.replace(path)
    return True
