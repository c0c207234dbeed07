"""What became of jobs: said in few words, counted, and nothing heavy is loaded for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from dxlib.build.plan import Job
from dxlib.errors import ExitCode

_MOST_NAMED: Final = 10


class Status(StrEnum):
    """What became of a job."""

    BUILT = "built"
    UNCHANGED = "unchanged"
    AUDITED = "audited"
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
    warnings
        What is wrong and stopped nothing, for people.
    """

    job: Job
    status: Status
    seconds: float
    error: str = ""
    warnings: tuple[str, ...] = ()


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
        total = self.counts.total()
        return f"{total} {'job' if total == 1 else 'jobs'}: {', '.join(parts) or 'none'}."


def list_some(lines: Sequence[str]) -> list[str]:
    """Give at most ten lines as a list, and how many more there are.

    Examples
    --------
    >>> list_some(["one", "two"]), list_some(list("abcdefghijkl"))[-2:]
    (['- one', '- two'], ['- j', 'and 2 more.'])
    """
    rest = len(lines) - _MOST_NAMED
    return [*(f"- {line}" for line in lines[:_MOST_NAMED]), *([f"and {rest} more."] if rest > 0 else [])]
