"""What a build says while it runs: plain lines, a progress bar on a terminal, or JSON lines for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

from dxlib.build.outcome import Outcome, Status, Summary
from dxlib.build.plan import Job

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Say = Callable[[str], None]


def tell_all(outcomes: Generator[Outcome, None, None], report: Reporter, *, jobs: int, run: int) -> Summary:
    """Tell somebody of outcomes as they come, and count them; whatever ends them early, the end is told.

    Parameters
    ----------
    outcomes
        Of the jobs; closed at the end.
    report
        Tells of them.
    jobs, run
        How many jobs there are, and how many of them run.
    """
    summary = Summary()
    report.begin(jobs, run)
    try:
        for outcome in outcomes:
            summary.add(outcome)
            report.tell(outcome)
    finally:
        # Closing the generator ends its workers, also when Ctrl-C came between two outcomes.
        outcomes.close()
        report.end(summary)
    return summary


def tell_skipped(jobs: Sequence[Job], report: Reporter) -> Summary:
    """Tell somebody of jobs none of which runs, as a build tells of them."""
    outcomes = (Outcome(job, Status.SKIPPED, 0.0) for job in jobs)
    return tell_all(outcomes, report, jobs=len(jobs), run=0)


class LineReporter:
    """Plain lines, one a job that ran.

    Parameters
    ----------
    say, complain
        Where lines go, and where errors go.
    """

    def __init__(self, say: Say, complain: Say) -> None:
        self._say, self._complain = say, complain
        self._total = self._number = 0
        self._warned: set[str] = set()

    def warn(self, text: str) -> None:
        """Say it where errors go."""
        self._complain(f"Warning: {text}")

    def begin(self, jobs: int, run: int) -> None:  # noqa: ARG002  (others say how many jobs there are)
        """Keep in mind how many run."""
        self._total = run

    def tell(self, outcome: Outcome) -> None:
        """Say what became of a job that ran."""
        if outcome.status is Status.SKIPPED:
            return
        self._number += 1
        self._say(f"[{self._number}/{self._total}] {outcome.job}: {outcome.status} in {outcome.seconds:.1f} s")
        for warning in self._list_new_warnings(outcome):
            self._complain(warning)
        if outcome.error:
            self._complain(outcome.error)

    def _list_new_warnings(self, outcome: Outcome) -> list[str]:
        """Give the warnings that were not said yet: all pages of a notebook share most of them."""
        new = [f"Warning: {warning}" for warning in outcome.warnings if warning not in self._warned]
        self._warned.update(outcome.warnings)
        return new

    def end(self, summary: Summary) -> None:
        """Say how many ended how."""
        self._say(str(summary))


class BarReporter(LineReporter):
    """A progress bar for a terminal, if anything runs; only what failed gets a line."""

    _bar: Progress | None = None
    _task: TaskID

    def begin(self, jobs: int, run: int) -> None:
        """Open the bar."""
        super().begin(jobs, run)
        if not run:
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns)
        self._task = self._bar.add_task("Building", total=self._total)
        self._bar.start()

    def tell(self, outcome: Outcome) -> None:
        """Move the bar on."""
        if self._bar is None or outcome.status is Status.SKIPPED:
            return
        self._bar.update(self._task, advance=1, description=str(outcome.job))
        for text in [*self._list_new_warnings(outcome), *filter(None, [outcome.error])]:
            # rich would read "[2025]" as markup, and colour numbers.
            self._bar.console.print(text, markup=False, highlight=False)

    def end(self, summary: Summary) -> None:
        """Close the bar."""
        if self._bar is not None:
            self._bar.stop()
        super().end(summary)


class JsonReporter:
    """JSON lines: one for the plan, one an outcome, one for the end."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._encode = json.JSONEncoder(ensure_ascii=False).encode

    def warn(self, text: str) -> None:
        """Say it in a line."""
        self._write("warning", text=text)

    def begin(self, jobs: int, run: int) -> None:
        """Say how many jobs there are and how many run."""
        self._write("plan", jobs=jobs, run=run)

    def tell(self, outcome: Outcome) -> None:
        """Say what became of a job, also of one that was skipped."""
        job = outcome.job
        self._write(
            "job", brief=job.brief, area=job.area, edition=job.edition, language=job.language,
            parameters=job.own, page=job.id, status=outcome.status, seconds=round(outcome.seconds, 3),
            error=outcome.error, warnings=list(outcome.warnings),
        )  # fmt: skip

    def end(self, summary: Summary) -> None:
        """Say how many ended how."""
        self._write("end", **{status.value: summary.counts[status] for status in Status})

    def _write(self, event: str, **facts: object) -> None:
        self._say(self._encode({"event": event, **facts}))


Reporter = LineReporter | JsonReporter
