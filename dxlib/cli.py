"""The command line: parse, call, print, exit code."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dxlib import __version__
from dxlib.bounds import LONGEST_S, MOST_MB, MOST_WORKERS
from dxlib.build.commands import EditionChoice, merge, publish, say_stale, verify_release
from dxlib.errors import DxError, ExitCode, count, explain_refusal
from dxlib.letters import show_hidden
from dxlib.paths import Project, find_project
from dxlib.scaffold.new_commands import init, new, translate
from dxlib.streams import open_streams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dxlib.build.briefs import Declarations
    from dxlib.build.plan import Job
    from dxlib.build.report import Reporter
    from dxlib.build.run import Options
    from dxlib.build.settled import Look


@click.group()
@click.version_option(__version__, prog_name="dxlib")
def app() -> None:
    """Briefs on digital transformation in which no number stands without its source."""


app.add_command(init)
app.add_command(new)
app.add_command(translate)
app.add_command(merge)
app.add_command(publish)
app.add_command(verify_release)
_root = click.option("--root", type=click.Path(path_type=Path), help="The project; by default the one you are in.")


class _Seconds(click.FloatRange):
    """A time that passes; ``nan`` is within no bounds, and no bound notices."""

    def __init__(self) -> None:
        super().__init__(0, LONGEST_S, min_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Give the seconds that a text says, or fail."""
        seconds = float(super().convert(value, param, ctx))
        if seconds != seconds:  # noqa: PLR0124  (nan)
            self.fail(f"{value!r} is no number.", param, ctx)
        return seconds


_INTERRUPTED = 130  # 128 and the number of SIGINT, as shells say it
_RARELY = (50_000, 20, 20)  # how much is made before garbage is looked for: rows by the ten thousand are none


def _selection(command: Any) -> Any:
    """Give a command the options that select jobs."""
    options = [
        click.option("--brief", "briefs", multiple=True, help="Only this brief; may be given several times."),
        click.option("--area", "areas", multiple=True, help="Only this area; may be given several times."),
        click.option("--edition", "editions", type=EditionChoice(), multiple=True, help="This year's edition, or all."),
        click.option("--language", "languages", multiple=True, help="Only this language."),
        click.option(
            "-p",
            "--parameter",
            "parameters",
            nargs=2,
            multiple=True,
            metavar="NAME VALUE",
            help="Only this value of a parameter of briefs, as -p system vneid; may be given several times.",
        ),
        click.option("--as-of", default="", help="Another day than the edition's, as 2024-12-31."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _say(text: str) -> None:
    click.echo(show_hidden(text))


def _complain(text: str) -> None:
    click.echo(show_hidden(text), err=True)


def _warn(text: str) -> None:
    _complain(f"Warning: {text}")


@app.command()
@click.option("--force", is_flag=True, help="Clean even if nothing has changed.")
@_root
def clean(*, force: bool, root: Path | None) -> None:
    """Rebuild data/clean from the ledgers in data/raw; the same bytes for the same input."""
    from dxlib.data.stamp import describe_altered, is_up_to_date, list_altered  # noqa: PLC0415

    project = find_project(root)
    if not force and is_up_to_date(project):
        _say(f"Nothing has changed since {project.show(project.clean)}/ was cleaned.")
        return
    from dxlib.build.lock import stay_apart  # noqa: PLC0415
    from dxlib.data.clean import clean as clean_project  # noqa: PLC0415

    altered = list_altered(project)
    # Pages are made from these files, one after the other: half of them would show other figures than the rest.
    with stay_apart(project.build_lock, what="build", again="clean again"):
        paths = clean_project(project)
    _say(f"{count(len(paths), 'indicator')} in {project.show(project.clean)}/")
    for note in describe_altered(project, altered):
        _complain(f"Note: {note}")


@app.command()
@click.argument("feeds", nargs=-1)
@_root
def pull(feeds: Sequence[str], root: Path | None) -> None:
    """Fetch publishers' files, all feeds of data/catalogue/feeds.yaml or some; what is new is kept beside the old."""
    from dxlib.data.pull.pulling import PullStatus, get_exit_code  # noqa: PLC0415
    from dxlib.data.pull.pulling import pull as pull_feeds  # noqa: PLC0415
    from dxlib.data.schema import get_today  # noqa: PLC0415

    outcomes = pull_feeds(find_project(root), feeds, today=get_today())
    for outcome in outcomes:
        (_complain if outcome.status is PullStatus.FAILED else _say)(str(outcome))
    if code := get_exit_code(outcomes):
        sys.exit(code)


@app.command()
@click.option("--coverage", is_flag=True, help="Also print what there is of each system and indicator, and what lacks.")
@click.option("--findings", is_flag=True, help="Also print what the figures say against each other, accepted or not.")
@_root
def check(*, coverage: bool, findings: bool, root: Path | None) -> None:
    """Report all problems of ledgers, catalogue, declarations, notebooks and translations."""
    from dxlib.build.checking import check_project  # noqa: PLC0415
    from dxlib.data.left_out import read_left_out  # noqa: PLC0415

    project = find_project(root)
    if coverage or findings:
        _print_figures(project, coverage=coverage, findings=findings)
    found = [*check_project(project), *read_left_out(project).problems]
    problems = [problem for problem in found if not problem.is_warning]
    for problem in found:
        _complain(f"- {'Warning: ' if problem.is_warning else ''}{problem}")
    if problems:
        _complain(f"{count(len(problems), 'problem')}.")
        sys.exit(ExitCode.CHECK_FAILED)
    _say("No problems in ledgers, catalogue, declarations, notebooks and translations.")


def _print_figures(project: Project, *, coverage: bool, findings: bool) -> None:
    from dxlib.build.checking import judge_figures  # noqa: PLC0415
    from dxlib.data.clean import inspect_raw  # noqa: PLC0415
    from dxlib.data.coverage import compute_coverage, render_coverage  # noqa: PLC0415
    from dxlib.data.left_out import REASON, read_left_out  # noqa: PLC0415
    from dxlib.figures.accepted import render_findings  # noqa: PLC0415

    ledgers, catalogue, problems = inspect_raw(project)
    if problems:  # the check lists them, and counts over broken rows would mislead
        return
    if coverage:
        found = compute_coverage((row for ledger in ledgers for row in ledger.rows), catalogue)
        counts = {ledger.path.name: len(ledger.rows) for ledger in ledgers}
        reasons = [row[REASON] for row in read_left_out(project).rows]
        _say(render_coverage(found, catalogue, counts, reasons))
    if findings:
        _say(render_findings(judge_figures(project, ledgers, catalogue)[0]))


@app.command()
@_selection
@click.option("--force", is_flag=True, help="As if everything had changed.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Lines, or one JSON list.")
@_root
def plan(root: Path | None, *, force: bool, form: str, **selection: Any) -> None:
    """Print every job, what a build would do with it, and why; run nothing."""
    from dxlib.build.decide import decide_jobs, render_plan  # noqa: PLC0415
    from dxlib.data.catalogue_files import read_catalogue  # noqa: PLC0415

    project = find_project(root)
    _, jobs = _plan(project, **selection)
    decisions = decide_jobs(project, read_catalogue(project), jobs, force=force, warn=_warn)
    if form == "json":
        _say(render_plan(decisions))
    for decision in decisions if form == "text" else ():
        _say(f"{decision}  as of {decision.job.as_of}  -> reports/{decision.job.id}")


@app.command()
@_selection
@click.option("--force", is_flag=True, help="Run every job, changed or not.")
@click.option("--verify", is_flag=True, help="Read every page that was built, and build again what was altered.")
@click.option(
    "--jobs", "workers", type=click.IntRange(0, MOST_WORKERS), default=0,
    help="How many run at once; by default one a core.",
)  # fmt: skip
@click.option(
    "--timeout", type=_Seconds(), default=300.0, show_default=True, help="How many seconds one cell may take."
)
@click.option(
    "--memory-limit", type=click.IntRange(0, MOST_MB), default=0,
    help="How many MB a notebook may take beyond the libraries; 0 for no limit.",
)  # fmt: skip
@click.option("--shard", default="", help="Only the i-th of n parts (2/5); 'dxlib merge' shows them together.")
@click.option(
    "--cluster",
    default="",
    help="The address of a Dask cluster with dxlib in this version.",
)
@click.option("--draft", is_flag=True, help="Only write pages below drafts/, marked as drafts and not audited.")
@click.option("--log", type=click.Choice(["auto", "plain", "json"]), default="auto", help="How progress is told.")
@_root
def build(root: Path | None, *, shard: str, log: str, cluster: str, draft: bool, **given: Any) -> None:
    """Build the declared briefs that have changed, audit each page, and show them in reports/ all at once.

    A page in which the audit finds something wrong is not shown: the page from before stays, and is stale.
    """
    from dxlib.build.report import tell_skipped  # noqa: PLC0415
    from dxlib.build.settled import Look  # noqa: PLC0415

    project = find_project(root)
    how = {name: given.pop(name) for name in ("force", "verify", "workers", "timeout", "memory_limit")}
    if draft:
        _draft(project, given, shard=shard, log=log, cluster=cluster, **how)
        return
    look = None if shard else Look(project, given)
    settled = look.find_jobs() if look and not how["force"] and not how["verify"] and not cluster else []
    code = 0
    if settled:
        said: list[str] = []
        tell_skipped(settled, _make_reporter(log, said.append))
        _say("\n".join(said))  # thousands of lines at once
    else:
        code = _build(project, given, shard=shard, log=log, cluster=cluster, look=look, **how)
    if not shard:
        say_stale(project)
    if code:
        sys.exit(code)
    if not shard and log != "json":
        _say(f"Open {project.show(project.reports)}/index.html")


def _build(
    project: Project, selection: dict[str, Any], *, shard: str, log: str, cluster: str, look: Look | None, **how: Any
) -> int:
    """Build what has changed, and give the exit code."""
    from dxlib.build.building import build_jobs  # noqa: PLC0415
    from dxlib.data.catalogue_files import read_catalogue  # noqa: PLC0415

    declarations, jobs = _choose_jobs(project, selection, shard)
    if not jobs:
        return 0
    options = _make_options(shard=shard, cluster=cluster, look=look, **how)
    with _ending_cleanly():
        summary = build_jobs(project, read_catalogue(project), jobs, declarations, options, _make_reporter(log))
    if summary.exit_code:
        _complain("Earlier pages of failed jobs, if any, were left as they were.")
    return summary.exit_code


def _draft(
    project: Project, selection: dict[str, Any], *, shard: str, log: str, cluster: str, **how: Any
) -> None:  # fmt: skip
    """Write drafts, and say where they lie."""
    from dxlib.build.drafts import build_drafts  # noqa: PLC0415
    from dxlib.build.run import make_pool_ready  # noqa: PLC0415

    if not cluster:
        make_pool_ready(project)  # each job runs, changed or not
    _, jobs = _choose_jobs(project, selection, shard)
    if not jobs:
        return
    with _ending_cleanly():
        options = _make_options(shard=shard, cluster=cluster, look=None, **how)
        summary = build_drafts(project, jobs, options, _make_reporter(log))
    if summary.exit_code:
        sys.exit(summary.exit_code)
    if log != "json":
        _say(f"Open {project.show(project.drafts / jobs[0].id)}; no draft was audited, and reports/ is as it was.")


def _choose_jobs(project: Project, selection: dict[str, Any], shard: str) -> tuple[Declarations, list[Job]]:
    """Give the jobs of a selection that fall into a shard; none may do."""
    from dxlib.build.building import select_shard  # noqa: PLC0415

    declarations, jobs = _plan(project, **selection)
    if not jobs:
        _complain("Nothing to build: no declared job fits the selection.")
        sys.exit(ExitCode.NOTHING_BUILT)
    chosen = select_shard(jobs, shard) if shard else jobs
    if not chosen:
        _say(f"No job falls into shard {shard}.")
    return declarations, chosen


def _make_options(*, shard: str, cluster: str, look: Look | None, **how: Any) -> Options:
    from dxlib.build.run import MakeExecutor, Options, make_pool  # noqa: PLC0415
    from dxlib.build.work import Limits  # noqa: PLC0415

    limits = Limits(how["timeout"], how["memory_limit"])
    make_executor: MakeExecutor = make_pool
    if cluster:
        from dxlib.build.cluster import connect  # noqa: PLC0415

        make_executor = connect(cluster)
    return Options(how["workers"], how["force"], limits, bool(shard), make_executor, look, how["verify"])


@contextmanager
def _ending_cleanly() -> Iterator[None]:
    """Treat SIGTERM as Ctrl-C, and say what remains of an interrupted build."""
    import signal  # noqa: PLC0415

    def interrupt(number: int, _frame: object) -> None:
        raise KeyboardInterrupt(number)

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    except KeyboardInterrupt as error:
        _complain("Interrupted. What was finished is kept; the next build goes on from there.")
        sys.exit(128 + error.args[0] if error.args else _INTERRUPTED)
    finally:
        signal.signal(signal.SIGTERM, before)


def _make_reporter(log: str, say: Callable[[str], None] = _say) -> Reporter:
    from dxlib.build.report import BarReporter, JsonReporter, LineReporter  # noqa: PLC0415

    if log == "json":
        return JsonReporter(say)
    is_terminal = sys.stdout is not None and sys.stdout.isatty()  # where it was closed before the start it is none
    return (BarReporter if log == "auto" and is_terminal else LineReporter)(say, _complain)


def _plan(project: Project, *, as_of: str, **selection: Sequence[Any]) -> tuple[Declarations, list[Job]]:
    from dxlib.build.briefs import find_day, read_declarations  # noqa: PLC0415
    from dxlib.build.future_days import describe_future_jobs  # noqa: PLC0415
    from dxlib.build.plan import make_plan  # noqa: PLC0415
    from dxlib.data.catalogue_files import read_catalogue  # noqa: PLC0415
    from dxlib.data.schema import get_today  # noqa: PLC0415

    declarations = read_declarations(project, read_catalogue(project))
    day = find_day(declarations, as_of).isoformat() if as_of else ""
    jobs = make_plan(declarations, as_of=day, **selection)
    if told := describe_future_jobs(jobs, get_today()):
        _warn(told)
    return declarations, jobs


def _find_reports(project: Project) -> Path:
    """Give the folder of a project's pages, named from here where it lies below."""
    here = Path.cwd()
    return project.reports.relative_to(here) if project.reports.is_relative_to(here) else project.reports


@app.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@_root
def audit(path: Path | None, root: Path | None) -> None:
    """Compose every page again from its notebook and data/clean, and fail on any word that does not agree.

    Of a whole release, index, feed, manifests, checksums and the set of files are held against the pages as well, and
    the pages against each other. Before that, data/clean itself is held against data/raw.
    """
    from dxlib.audit.auditing import audit_reports  # noqa: PLC0415
    from dxlib.build.gate import CURE, find_faults  # noqa: PLC0415
    from dxlib.build.whole import declare  # noqa: PLC0415
    from dxlib.export.assets import read_assets  # noqa: PLC0415

    project = find_project(root)
    faults = find_faults(project)
    for fault in faults:
        _complain(f"- {fault}. Fix: {CURE}.")
    report = audit_reports(project, path or _find_reports(project), declare(project), read_assets())
    for finding in report.findings:
        _complain(f"- {finding}")
    wrong = Counter(finding.page for finding in report.findings)
    for page, figures in report.figures.items():
        _say(f"{page}: {count(figures, 'figure')}, {count(wrong[str(page)], 'finding')}")
    for note in report.notes:
        _say(f"Note: {note}")
    if faults or not report.passed:
        sys.exit(ExitCode.CHECK_FAILED)


@app.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--output", required=True, type=click.Path(path_type=Path), help="The folder of the PDFs.")
@_root
def pdf(path: Path | None, output: Path, root: Path | None) -> None:
    """Print a page, or every page below a folder, as tagged PDF with bookmarks, through an installed Chromium."""
    from dxlib.export.pdf import list_targets, print_pages  # noqa: PLC0415

    for target in print_pages(list_targets(path or _find_reports(find_project(root)), output)):
        _say(f"Wrote {target}")


@app.command()
@click.argument("earlier")
@click.argument("later")
@click.option("--indicator", "indicators", multiple=True, help="Only this indicator; may be given several times.")
@click.option("--area", "areas", multiple=True, help="Only this area; may be given several times.")
@_root
def diff(earlier: str, later: str, *, indicators: Sequence[str], areas: Sequence[str], root: Path | None) -> None:
    """List what changed between two editions (2024 2025) or two days (2024-12-31 2025-06-30).

    Figures that are new, revised (old and new value, by whom) or withdrawn, targets whose status changed, ranks that
    moved.
    """
    from dxlib.build.briefs import find_day, read_declarations  # noqa: PLC0415
    from dxlib.data.catalogue_files import read_catalogue  # noqa: PLC0415
    from dxlib.data.observations import ObservationStore  # noqa: PLC0415
    from dxlib.figures.day_changes import compare_days, render_comparison  # noqa: PLC0415

    project = find_project(root)
    catalogue = read_catalogue(project)
    declarations = read_declarations(project, catalogue)
    stores = [ObservationStore(project, catalogue, find_day(declarations, text)) for text in (earlier, later)]
    _say(render_comparison(compare_days(*stores, indicators=indicators, areas=areas)))


@app.command()
@click.option("--format", "form", required=True, help="csv, sdmx-csv, sdmx-structure, xlsx, dcat or schema-org.")
@click.option("--indicator", "indicators", multiple=True, help="Only this indicator; may be given several times.")
@click.option("--area", "areas", multiple=True, help="Only this area; may be given several times.")
@click.option("--output", required=True, type=click.Path(path_type=Path), help="The file to write, outside data/.")
@_root
def export(*, form: str, indicators: Sequence[str], areas: Sequence[str], output: Path, root: Path | None) -> None:
    """Write the clean data in another format: SDMX, a spreadsheet, metadata, a CSV for people."""
    from dxlib.data.formats.exporting import export as export_data  # noqa: PLC0415

    path = export_data(find_project(root), format=form, indicators=indicators, areas=areas, output=output)
    _say(f"Wrote {path}")


@app.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@_root
def lab(options: tuple[str, ...], root: Path | None) -> None:
    """Open JupyterLab on the notebooks, in warm kernels; options that are not dxlib's are passed on to it."""
    import os  # noqa: PLC0415
    import subprocess  # noqa: PLC0415

    from dxlib.errors import import_library  # noqa: PLC0415
    from dxlib.kernels.client import why_not  # noqa: PLC0415
    from dxlib.kernels.spec import OneWarmKernel, make_findable, write_default  # noqa: PLC0415
    from dxlib.paths import ROOT_VARIABLE, START_HERE, make_folder  # noqa: PLC0415

    project = find_project(root)
    import_library("jupyterlab", "JupyterLab is not installed.", "lab")
    os.environ[ROOT_VARIABLE] = str(project.root)
    arguments = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={project.notebooks}"]
    if not why_not():
        make_folder(project.jupyter)
        write_default(project.jupyter)
        make_findable(os.environ, first=project.jupyter)
        arguments.append(f"--ServerApp.kernel_spec_manager_class={OneWarmKernel.__module__}.{OneWarmKernel.__name__}")
    start = project.notebooks / START_HERE
    if start.exists():
        arguments.append(f"--LabApp.default_url=/lab/tree/{start.name}")
    arguments += options
    if os.name != "posix":  # there it would go on beside its terminal
        sys.exit(subprocess.call(arguments))  # noqa: S603  (our own interpreter, fixed arguments)
    os.execv(sys.executable, arguments)  # noqa: S606


def main() -> None:
    """Run the command line; an expected error is a message and an exit code, never a traceback."""
    gc.set_threshold(*_RARELY)
    open_streams()
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        _complain("Interrupted.")
        sys.exit(_INTERRUPTED)
    except (DxError, OSError, MemoryError) as error:
        known = error if isinstance(error, DxError) else explain_refusal(error)
        with suppress(OSError):  # where not even this can be said, the exit code still says it
            _complain(str(known))
        sys.exit(known.exit_code)
