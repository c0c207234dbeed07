"""Every error dxlib raises, and the shape of every message: what, what is allowed, how to fix it."""

from __future__ import annotations

import errno
import importlib
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

from dxlib.bounds import TOLD_CHARS, VALUE_CHARS
from dxlib.letters import show_hidden

_SHORT: Final = 3
_LONG_VALUE: Final = re.compile(rf"'([^'\n]{{{VALUE_CHARS + 1},}})'")
_LONG_LINE: Final = re.compile(rf"([^\n]{{{TOLD_CHARS}}})[^\n]+")
_MOST_LISTED: Final = 20


class ExitCode(IntEnum):
    """Exit codes of the command line."""

    SUCCESS = 0
    SOME_FAILED = 1
    BAD_INPUT = 2
    NOTHING_BUILT = 3
    CHECK_FAILED = 4
    MISSING_DEPENDENCY = 5
    MACHINE_REFUSED = 6


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
        return _show("\n".join(lines))  # of a server's answer, of somebody's file: a terminal would obey it

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


def import_library(name: str, what: str, extra: str) -> Any:
    """Import a library of an extra.

    Raises
    ------
    MissingDependencyError
        With what is said where it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingDependencyError(what, fix=f"pip install 'dxlib[{extra}]'.") from error


class MachineError(DxError):
    """What the machine refused: room on a disk, rights, memory, a lock."""

    exit_code = ExitCode.MACHINE_REFUSED


_NOTHING_LOST: Final = "Nothing that was finished before is lost."
_REFUSALS: Final = {
    errno.ENOSPC: ("The disk is full", "make room there, then run the command again."),
    errno.EDQUOT: ("The quota of the disk is used up", "make room there, then run the command again."),
    errno.EROFS: ("The disk may only be read", "work where it may be written to, as on a copy of the project."),
    errno.EACCES: ("The rights do not suffice", "give the user who runs dxlib the right to read and write there."),
    errno.EPERM: ("The rights do not suffice", "give the user who runs dxlib the right to read and write there."),
    errno.ENAMETOOLONG: ("The path is too long", "move the project into a folder with a shorter path."),
    errno.EMFILE: ("Too many files are open", "raise the limit ('ulimit -n 4096'), or run fewer jobs (--jobs)."),
    errno.ENFILE: ("Too many files are open", "end other programs, or run fewer jobs at once (--jobs)."),
    errno.ENOMEM: ("The memory is used up", "end other programs, or run fewer jobs at once (--jobs)."),
    errno.EAGAIN: ("No more processes may be started", "end other programs, or run fewer jobs at once (--jobs)."),
    errno.EIO: ("The disk failed", "look at the disk; then run the command again."),
}
_FOR_ALL: Final = _REFUSALS.keys() - {errno.EACCES, errno.EPERM, errno.ENAMETOOLONG}
_FULL_BYTES: Final = 2**20
_MOST_SHOWN: Final = 200  # characters of a path
_OTHER: Final = ("The system refused what dxlib asked for", "see that it is there and may be used.")


def concerns_all(error: BaseException) -> bool:
    """Say whether the machine refused something that it will refuse to every other job as well."""
    return isinstance(error, OSError) and error.errno in _FOR_ALL


def explain_refusal(error: OSError | MemoryError) -> MachineError:
    """Give what the machine refused in the shape of every error: what, where, what is lost, what to do.

    Examples
    --------
    >>> print(explain_refusal(OSError(28, "No space left on device", "reports/index.html")))
    The disk is full: reports/index.html (No space left on device). Nothing that was finished before is lost.
    Fix: make room there, then run the command again.
    """
    number = errno.ENOMEM if isinstance(error, MemoryError) else error.errno or 0
    reason, fix = _REFUSALS.get(number, _OTHER)
    name = getattr(error, "filename", None)
    said = getattr(error, "strerror", None) or (os.strerror(number) if number else str(error) or type(error).__name__)
    name = _find_full() if name is None and number == errno.ENOSPC else name
    place = f"{_shorten(os.fsdecode(name))} ({said})" if isinstance(name, str | bytes) else said
    return MachineError(f"{reason}: {place}. {_NOTHING_LOST}", fix=fix)


def _shorten(name: str) -> str:
    return name if len(name) <= _MOST_SHOWN else f"...{name[-_MOST_SHOWN:]}"


def _find_full() -> str | None:
    """Give the folder whose disk has no room: what was being written there is not told by the system."""
    import tempfile  # noqa: PLC0415  (a program that goes well never needs it)

    places = (os.getcwd(), tempfile.gettempdir())  # noqa: PTH109
    return next((place for place in places if is_full(place)), None)


def is_full(folder: str | Path) -> bool:
    """Say whether the disk of a folder has no room to speak of."""
    import shutil  # noqa: PLC0415  (a program that goes well never needs it)

    return shutil.disk_usage(folder).free < _FULL_BYTES


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
        return _show(f"{text}\n  Fix: {self.fix}" if self.fix else text)


def _show(text: str) -> str:
    """Give a message with nothing that a terminal would obey, and with no value whole that fills pages."""
    text = _LONG_VALUE.sub(lambda found: f"'{found[1][:VALUE_CHARS]}...' ({len(found[1]):,} characters)", text)
    if len(text) > TOLD_CHARS:
        text = _LONG_LINE.sub(lambda found: f"{found[1]}... ({len(found[0]):,} characters)", text)
    return show_hidden(text)


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
