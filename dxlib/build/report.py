"""What a build says while it runs: plain lines, a progress bar on a terminal, or JSON lines for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from dxlib.build.decide import Action, Decision
from dxlib.build.run import Outcome, Status
from dxlib.errors import ExitCode

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Say = Callable[[str], None]


@dataclass(slots=True)
class Summary:
    """How many jobs ended how, and what went wrong."""

    counts: Counter[Status] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count an outcome."""
        self.counts[outcome.status] += 1
        if outcome.error:
            self.errors.append(outcome.error)

    @property
    def exit_code(self) -> ExitCode:
        """Full success, some failed, or nothing built."""
        failed, total = self.counts[Status.FAILED], self.counts.total()
        if failed:
            return ExitCode.NOTHING_BUILT if failed == total else ExitCode.SOME_FAILED
        return ExitCode.SUCCESS

    def __str__(self) -> str:
        parts = [f"{self.counts[status]} {status}" for status in Status if self.counts[status]]
        return f"{self.counts.total()} jobs: {', '.join(parts) or 'none'}."


class Reporter(Protocol):
    """Tells somebody how a build goes."""

    def begin(self, decisions: Sequence[Decision]) -> None:
        """Say what will happen."""

    def tell(self, outcome: Outcome) -> None:
        """Say what became of a job."""

    def end(self, summary: Summary) -> None:
        """Say how it ended."""


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

    def begin(self, decisions: Sequence[Decision]) -> None:
        """Count what will run."""
        self._total = sum(one.action is Action.RUN for one in decisions)

    def tell(self, outcome: Outcome) -> None:
        """Say what became of a job that ran."""
        if outcome.status is Status.SKIPPED:
            return
        self._number += 1
        self._say(f"[{self._number}/{self._total}] {outcome.job}: {outcome.status} in {outcome.seconds:.1f} s")
        if outcome.error:
            self._complain(outcome.error)

    def end(self, summary: Summary) -> None:
        """Say how many ended how."""
        self._say(str(summary))


class BarReporter(LineReporter):
    """A progress bar for a terminal; only what failed gets a line."""

    _bar: Progress
    _task: TaskID

    def begin(self, decisions: Sequence[Decision]) -> None:
        """Open the bar."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

        super().begin(decisions)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns)
        self._task = self._bar.add_task("Building", total=self._total)
        self._bar.start()

    def tell(self, outcome: Outcome) -> None:
        """Move the bar on."""
        if outcome.status is not Status.SKIPPED:
            self._bar.update(self._task, advance=1, description=str(outcome.job))
        if outcome.error:
            self._bar.console.print(outcome.error, markup=False, highlight=False)

    def end(self, summary: Summary) -> None:
        """Close the bar."""
        self._bar.stop()
        super().end(summary)


class JsonReporter:
    """JSON lines: one for the plan, one an outcome, one for the end."""

    def __init__(self, say: Say) -> None:
        self._say = say

    def begin(self, decisions: Sequence[Decision]) -> None:
        """Say how many jobs there are and how many run."""
        run = sum(one.action is Action.RUN for one in decisions)
        self._write("plan", jobs=len(decisions), run=run)

    def tell(self, outcome: Outcome) -> None:
        """Say what became of a job, also of one that was skipped."""
        job = outcome.job
        self._write(
            "job", brief=job.brief, area=job.area, edition=job.edition, language=job.language, page=job.id,
            status=outcome.status, seconds=round(outcome.seconds, 3), error=outcome.error,
        )  # fmt: skip

    def end(self, summary: Summary) -> None:
        """Say how many ended how."""
        self._write("end", **{status.value: summary.counts[status] for status in Status})

    def _write(self, event: str, **facts: object) -> None:
        self._say(json.dumps({"event": event, **facts}, ensure_ascii=False))
