"""What became of jobs: said in few words, counted, and nothing heavy is loaded for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dxlib.build.plan import Job
from dxlib.errors import ExitCode

if TYPE_CHECKING:
    from dxlib.export.entry import IndexEntry

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
    """What became of a job, in the process that runs it and in the one that tells of it.

    Parameters
    ----------
    seconds
        How long it took.
    error
        What went wrong, for people; empty when nothing did.
    warnings
        What is wrong and stopped nothing, for people.
    page
        The hash of its page; empty for a draft, and when it failed.
    entry
        What the index shows of the page.
    reads
        What it asked the store for, as :func:`dxlib.build.slices.write_slices` gives it.
    audited
        The hash of the code that audited the page and found nothing wrong; empty for every other page.
    """

    job: Job
    status: Status
    seconds: float = 0.0
    error: str = ""
    warnings: tuple[str, ...] = ()
    page: str = ""
    entry: IndexEntry | None = None
    reads: str = ""
    audited: str = ""


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


def list_some(what: str, lines: Sequence[str]) -> str:
    """Give a text with at most ten lines below it as a list, and how many more there are.

    Examples
    --------
    >>> print(list_some("Wrong:", ["one", "two"]))
    Wrong:
    - one
    - two
    >>> list_some("Wrong:", list("abcdefghijkl")).splitlines()[-2:]
    ['- j', 'and 2 more.']
    """
    rest = len(lines) - _MOST_NAMED
    more = [f"and {rest} more."] if rest > 0 else []
    return "\n".join([what, *(f"- {line}" for line in lines[:_MOST_NAMED]), *more])
