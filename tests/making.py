"""Pages made in this process, without kernels: cells by exec, then the exporter. For tests that break what they use."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import nbformat
import pytest

from dxlib.brief.fragments import BARE_VARIABLE
from dxlib.brief.opening import open_brief
from dxlib.build.plan import Job
from dxlib.build.work import BARE
from dxlib.export.entry import IndexEntry
from dxlib.export.exporter import BriefExporter
from dxlib.paths import Project

HIDDEN = {"parameters", "setup"}


def make_page(project: Project, job: Job) -> str:
    """Give the page of a job."""
    return make_page_and_entry(project, job)[0]


def make_page_and_entry(project: Project, job: Job) -> tuple[str, IndexEntry]:
    """Give the page of a job, and what the index says of it."""
    return export_page(project, job, run_notebook(project, job))


def run_notebook(project: Project, job: Job) -> Any:
    """Give the notebook of a job with what its cells show in a build."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(BARE_VARIABLE, BARE)
        return _run_cells(project, job)


def _run_cells(project: Project, job: Job) -> Any:
    notebook = nbformat.read(project.notebooks / f"{job.brief}.ipynb", as_version=4)
    brief = open_brief(
        job.brief, area=job.area, edition=job.edition, language=job.language, as_of=job.as_of, root=project.root,
        **job.own,
    )  # fmt: skip
    names: dict[str, Any] = {"brief": brief, **job.parameters}
    for cell in notebook.cells:
        if cell.cell_type == "code" and "setup" in cell.metadata.get("tags", ()):
            imports = [one for one in ast.parse(cell.source).body if isinstance(one, (ast.Import, ast.ImportFrom))]
            exec(compile(ast.Module([*imports], []), "<cell>", "exec"), names)
            _show(cell, brief)
        elif cell.cell_type == "code" and not HIDDEN & set(cell.metadata.get("tags", ())):
            _run(cell, names)
    return notebook


def export_page(project: Project, job: Job, notebook: Any) -> tuple[str, IndexEntry]:
    """Give the page of a notebook that was run, and what the index says of it."""
    exporter = BriefExporter(
        root=str(project.root), opened=list(job.opened), languages=list(job.languages), labels=dict(job.labels)
    )
    page, resources = exporter.from_notebook_node(notebook)
    return str(page), resources["entry"]


def _run(cell: Any, names: dict[str, Any]) -> None:
    body = ast.parse(cell.source).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "<cell>", "exec"), names)
    if isinstance(last, ast.Expr):
        _show(cell, eval(compile(ast.Expression(last.value), "<cell>", "eval"), names))


def _show(cell: Any, shown: Any) -> None:
    if hasattr(shown, "_repr_mimebundle_"):
        output = nbformat.NotebookNode(output_type="execute_result", metadata=nbformat.NotebookNode())
        # As it is, and with no check of its form: nbformat would copy it part by part.
        dict.update(output, data=shown._repr_mimebundle_(), execution_count=1)
        cell.outputs = [output]


def write_page(project: Project, job: Job, folder: Path) -> Path:
    """Make the page of a job, and write it where it belongs below a folder."""
    path = folder / job.id
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(make_page(project, job), "utf-8")
    return path
