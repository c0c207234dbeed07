"""What became of jobs: said in few words, counted, and nothing heavy is loaded for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from dxlib.build.plan import Job
from dxlib.errors import ExitCode


class Status(StrEnum):
    """What became of a job."""

    BUILT = "built"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job.

    Parameters
    ----------
    seconds
        How long it took.
    error
        What went wrong, for people.
    """

    job: Job
    status: Status
    seconds: float
    error: str = ""


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
