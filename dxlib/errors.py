"""Every error dxlib raises, and the shape of every message: what, what is allowed, how to fix it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

from dxlib.letters import show_hidden

_SHORT: Final = 3
_MOST_LISTED: Final = 20


class ExitCode(IntEnum):
    """Exit codes of the command line."""

    SUCCESS = 0
    SOME_FAILED = 1
    BAD_INPUT = 2
    NOTHING_BUILT = 3
    CHECK_FAILED = 4
    MISSING_DEPENDENCY = 5


class DxError(Exception):
    """What went wrong, what is allowed, how to fix it.

    Parameters
    ----------
    what
        One sentence with the place.
    allowed
        The values that would have been accepted.
    fix
        What to do now.
    """

    exit_code = ExitCode.BAD_INPUT

    def __init__(self, what: str, *, allowed: Iterable[str] = (), fix: str = "") -> None:
        self.what = what
        self.allowed = tuple(allowed)
        self.fix = fix
        super().__init__(what)

    def __str__(self) -> str:
        lines = [self.what]
        if self.allowed:
            lines.append(f"Allowed: {format_options(self.allowed)}.")
        if self.fix:
            lines.append(f"Fix: {self.fix}")
        return show_hidden("\n".join(lines))  # of a server's answer, of somebody's file: a terminal would obey it

    def _render_traceback_(self) -> list[str]:
        """Give what a notebook shows instead of a traceback; ``dx.traceback()`` shows that."""
        return f"{type(self).__name__}: {self}".splitlines()

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.allowed, self.fix)


def _rebuild(kind: type[DxError], what: str, allowed: tuple[str, ...], fix: str) -> DxError:
    return kind(what, allowed=allowed, fix=fix)


class ConfigError(DxError):
    """A parameter, an option or a declaration that cannot be used."""


class DataError(DxError):
    """Data that cannot mean what they are used for."""


class SchemaError(DataError):
    """A file that does not keep its layout."""


class SourceError(DataError):
    """A figure whose source is unknown or contradictory."""


class NotebookError(DxError):
    """A notebook that failed, or does not keep the form of a brief."""

    exit_code = ExitCode.SOME_FAILED


class BuildError(DxError):
    """A build that could not be carried out."""

    exit_code = ExitCode.SOME_FAILED


class MissingDependencyError(DxError):
    """An optional part that is not installed."""

    exit_code = ExitCode.MISSING_DEPENDENCY


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one place of one file.

    Parameters
    ----------
    file, line, column
        Where: path, line (1-based; 0 where a file has no lines) and the name of the column or key.
    what
        What is wrong, as a sentence without its place.
    allowed
        What would have been accepted.
    fix
        What to do.
    hint
        The nearest known value, as :func:`did_you_mean` words it.
    is_warning
        Whether it is only worth knowing, and stops nothing.
    character
        At which character of the line (1-based; 0 where that says nothing).
    """

    file: Path
    line: int
    column: str
    what: str
    allowed: tuple[str, ...] = ()
    fix: str = ""
    hint: str = ""
    is_warning: bool = False
    character: int = 0

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        line += f", character {self.character}" if self.line and self.character else ""
        column = f", {self.column}" if self.column else ""
        text = f"{self.what} in {self.file}{line}{column}.{self.hint}"
        if self.allowed:
            text += f"\n  Allowed: {format_options(self.allowed)}."
        return show_hidden(f"{text}\n  Fix: {self.fix}" if self.fix else text)


def raise_problems(problems: Sequence[Problem], *, kind: type[DxError] = SchemaError) -> None:
    """Raise one error that lists all problems, or nothing when there are none.

    Raises
    ------
    DxError
        Of the given kind; each problem carries its own fix.
    """
    if not problems:
        return
    listing = "\n".join(f"- {problem}" for problem in problems)
    raise kind(f"{count(len(problems), 'problem')} found:\n{listing}")


def count(number: int, noun: str) -> str:
    """Give a number with what it counts.

    Examples
    --------
    >>> count(1, "problem"), count(0, "problem")
    ('1 problem', '0 problems')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def format_options(options: Iterable[str]) -> str:
    """List options as a reader expects them: quoted, in the order given; of very many the first twenty.

    Examples
    --------
    >>> format_options(["vi", "en"])
    "'vi', 'en'"
    >>> format_options(str(year) for year in range(2001, 2024))[-35:]
    "'2018', '2019', '2020' and 3 others"
    """
    quoted = [f"'{option}'" for option in options]
    shown, rest = quoted[:_MOST_LISTED], len(quoted) - _MOST_LISTED
    return ", ".join(shown) + (f" and {count(rest, 'other')}" if rest > 0 else "")


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Give ``" Did you mean 'x'?"`` for a near miss, or an empty string.

    Examples
    --------
    >>> did_you_mean("PRCNT", ["PERCENT", "INDEX"])
    " Did you mean 'PERCENT'?"
    >>> did_you_mean("vn", ["en", "vi"])
    " Did you mean 'vi'?"
    >>> did_you_mean("zzz", ["PERCENT"])
    ''
    """
    import difflib  # noqa: PLC0415  (a program that goes well never needs it)

    options = list(known)
    by_folded = {option.casefold(): option for option in reversed(options)}
    cutoff = 0.5 if len(given) <= _SHORT else 0.6  # one letter of two is half the word
    near = difflib.get_close_matches(given.casefold(), list(by_folded), n=1, cutoff=cutoff)
    return f" Did you mean '{by_folded[near[0]]}'?" if near else ""
