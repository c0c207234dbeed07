"""The command line: parse, call, print, exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from dxlib.errors import DxError, ExitCode
from dxlib.paths import Project, find_project

if TYPE_CHECKING:
    from dxlib.build.plan import Job

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Briefs on digital transformation in which no number stands without its source.",
    pretty_exceptions_enable=False,
)
_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)

Root = Annotated[Path | None, typer.Option("--root", help="The project; by default the one you are in.")]
Names = Annotated[list[str] | None, typer.Option()]


@app.command()
def clean(root: Root = None) -> None:
    """Rebuild data/clean from the ledgers in data/raw; the same bytes for the same input."""
    from dxlib.data.clean import clean as clean_project  # noqa: PLC0415

    project = find_project(root)
    paths = clean_project(project)
    _out.print(f"{len(paths)} indicators in {project.show(project.clean)}/")


@app.command()
def check(root: Root = None) -> None:
    """Report all problems of ledgers, catalogue, declarations, notebooks and translations."""
    from dxlib.build.checking import check_project  # noqa: PLC0415

    project = find_project(root)
    problems = check_project(project)
    for problem in problems:
        _err.print(f"- {problem}")
    if problems:
        _err.print(f"{len(problems)} problems.")
        raise typer.Exit(ExitCode.CHECK_FAILED)
    _out.print("No problems in ledgers, catalogue, declarations, notebooks and translations.")


@app.command()
def plan(
    brief: Names = None,
    area: Names = None,
    edition: Annotated[list[int] | None, typer.Option()] = None,
    language: Names = None,
    as_of: Annotated[str, typer.Option(help="Another day than the edition's, as 2024-12-31.")] = "",
    root: Root = None,
) -> None:
    """Print every job that a build would run, and run nothing."""
    for job in _plan(find_project(root), brief, area, edition, language, as_of):
        _out.print(f"{job}  as of {job.as_of}  -> reports/{job.page}")


@app.command()
def build(
    brief: Names = None,
    area: Names = None,
    edition: Annotated[list[int] | None, typer.Option()] = None,
    language: Names = None,
    as_of: Annotated[str, typer.Option(help="Another day than the edition's, as 2024-12-31.")] = "",
    root: Root = None,
) -> None:
    """Build the declared briefs: run each notebook, export each page, write reports/index.html."""
    from dxlib.build.run import Status, run_job, write_page  # noqa: PLC0415
    from dxlib.data.catalogue import read_catalogue  # noqa: PLC0415
    from dxlib.export.index import list_entries, render_index  # noqa: PLC0415

    project = find_project(root)
    jobs = _plan(project, brief, area, edition, language, as_of)
    if not jobs:
        _err.print("Nothing to build: no declared job fits the selection.")
        raise typer.Exit(ExitCode.NOTHING_BUILT)
    outcomes = []
    for number, job in enumerate(jobs, start=1):
        outcome = run_job(job, project, read_catalogue(project))
        outcomes.append(outcome)
        _out.print(f"[{number}/{len(jobs)}] {job}: {outcome.status} in {outcome.seconds:.1f} s", markup=False)
        if outcome.error:
            _err.print(outcome.error)
    index = project.reports / "index.html"
    write_page(index, render_index(list_entries(project)))
    failed = sum(outcome.status is Status.FAILED for outcome in outcomes)
    if failed:
        _err.print(f"{failed} of {len(jobs)} jobs failed; their earlier pages, if any, were left as they were.")
        raise typer.Exit(ExitCode.NOTHING_BUILT if failed == len(jobs) else ExitCode.SOME_FAILED)
    _out.print(f"Open {project.show(index)}")


def _plan(
    project: Project,
    brief: list[str] | None,
    area: list[str] | None,
    edition: list[int] | None,
    language: list[str] | None,
    as_of: str,
) -> list[Job]:
    from dxlib.brief.opening import parse_as_of  # noqa: PLC0415
    from dxlib.build.briefs import read_declarations  # noqa: PLC0415
    from dxlib.build.plan import make_plan  # noqa: PLC0415
    from dxlib.data.catalogue import read_catalogue  # noqa: PLC0415

    declarations = read_declarations(project, read_catalogue(project))
    day = parse_as_of(as_of, declarations.latest_edition).isoformat() if as_of else ""
    return make_plan(
        declarations, briefs=brief or (), areas=area or (), editions=edition or (), languages=language or (), as_of=day
    )


@app.command()
def audit(
    path: Annotated[Path, typer.Argument(help="A page, or a folder of pages.")] = Path("reports"),
    root: Root = None,
) -> None:
    """Derive every figure of the pages again from data/clean, and fail on any that does not agree."""
    from dxlib.audit.auditing import audit_reports  # noqa: PLC0415

    project = find_project(root)
    report = audit_reports(project, path)
    for finding in report.findings:
        _err.print(f"- {finding}")
    for page, figures in report.figures.items():
        wrong = sum(finding.page == page for finding in report.findings)
        _out.print(f"{page}: {figures} figures, {wrong} findings", markup=False)
    if not report.passed:
        raise typer.Exit(ExitCode.CHECK_FAILED)


@app.command()
def translate(root: Root = None) -> None:
    """Bring the translation catalogues up to date with notebooks, library and templates."""
    from dxlib.language.extract import collect_messages, update_translations  # noqa: PLC0415

    project = find_project(root)
    for language, lacking in update_translations(collect_messages(project.notebooks.glob("*.ipynb"))).items():
        _out.print(f"{language}: {lacking} texts want a translation")


@app.command()
def lab(root: Root = None) -> None:
    """Open JupyterLab on the notebooks."""
    import os  # noqa: PLC0415

    from dxlib.errors import MissingDependencyError  # noqa: PLC0415
    from dxlib.paths import ROOT_VARIABLE  # noqa: PLC0415

    project = find_project(root)
    try:
        import jupyterlab  # noqa: F401, PLC0415
    except ImportError as error:
        raise MissingDependencyError("JupyterLab is not installed.", fix="pip install 'dxlib[lab]'.") from error
    os.environ[ROOT_VARIABLE] = str(project.root)
    arguments = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={project.notebooks}"]
    os.execv(sys.executable, arguments)  # noqa: S606  (our own interpreter, fixed arguments)


def main() -> None:
    """Run the command line; an expected error is a message and an exit code, never a traceback."""
    try:
        app()
    except DxError as error:
        _err.print(str(error))
        sys.exit(error.exit_code)
