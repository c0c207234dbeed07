"""Files that people and publishers write, taken in whole, within bounds and without hidden characters, or refused."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import IO, Final

from dxlib.bounds import MOST_TOLD, NOTE_BYTES, WRITTEN_BYTES
from dxlib.errors import Problem, SchemaError
from dxlib.letters import list_hidden, list_misread

REMOVE_HIDDEN: Final = "delete it: a reader does not see it, and it may turn or hide the text around it."
_MISSING: Final = "Missing file"
_RESTORE: Final = "restore it from version control, or write it."
_KINDS: Final = (
    (stat.S_ISDIR, "A folder, not a file,"),
    (stat.S_ISFIFO, "A pipe, not a file,"),
    (stat.S_ISSOCK, "A socket, not a file,"),
    (lambda _: True, "A device, not a file,"),
)
# Of Excel and LibreOffice, which is a zip file, and of Excel before 2007.
_SPREADSHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_WIDE: Final = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}


class IntakeError(SchemaError):
    """A file that is not taken in.

    Parameters
    ----------
    problem
        What is wrong with it, for those who list the problems of many files.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(replace(problem, allowed=(), fix="")), allowed=problem.allowed, fix=problem.fix)

    def __reduce__(self) -> tuple[object, ...]:
        return IntakeError, (self.problem,)


def refuse(path: Path, what: str, fix: str, line: int = 0, character: int = 0) -> IntakeError:
    """Give the error for a file that is not taken in."""
    return IntakeError(Problem(path, line, "", what, fix=fix, character=character))


def open_file(path: Path) -> IO[bytes]:
    """Open a file to read its bytes; nothing else, since a pipe has no end and a device may have none.

    Raises
    ------
    SchemaError
        For what is no file, is not there, or may not be read.
    """
    try:
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        what = f"A link to '{path.readlink()}', which is not there," if path.is_symlink() else _MISSING
        raise refuse(path, what, _RESTORE) from None
    except OSError as error:
        what = f"Not to be read ({error.strerror or type(error).__name__})"
        raise refuse(path, what, "look at the file's rights and its disk.") from error
    mode = os.fstat(opened).st_mode
    if not stat.S_ISREG(mode):
        os.close(opened)
        raise refuse(path, next(said for is_kind, said in _KINDS if is_kind(mode)), "move it away.")
    return os.fdopen(opened, "rb")


def read_bytes(path: Path, most: int) -> bytes:
    """Read a file whole.

    Raises
    ------
    SchemaError
        As :func:`open_file`, and for one that is larger than ``most`` bytes.
    """
    with open_file(path) as file:
        if os.fstat(file.fileno()).st_size > most:
            raise refuse(path, f"More than {most:,} bytes", "split it, or look what wrote it.")
        return file.read()


def read_text(path: Path) -> str:
    """Read a file that people write, in UTF-8.

    Raises
    ------
    SchemaError
        For what is no file, is not there, may not be read, is too large, or is not UTF-8.
    """
    return decode(path, read_bytes(path, WRITTEN_BYTES))


def read_note(path: Path) -> bytes:
    """Read a file that dxlib left for itself in ``.dxlib``, which may come from somebody else: never a pipe.

    Raises
    ------
    OSError
        For what is no file, is not there, may not be read or is larger than any note.
    """
    try:
        return read_bytes(path, NOTE_BYTES)
    except IntakeError as error:
        raise OSError(errno.EINVAL, error.problem.what, str(path)) from error


def inspect_text(path: Path, most: int = WRITTEN_BYTES) -> tuple[str, list[Problem]]:
    """Read a text in UTF-8, with or without a byte-order mark.

    Returns
    -------
    str, list of Problem
        The text, and what is wrong with it: a text with hidden characters is given with one problem for each of the
        first of them; in place of what cannot be read, an empty one.
    """
    try:
        text = decode(path, read_bytes(path, most))
    except IntakeError as error:
        return "", [error.problem]
    return text, list(find_wrong_letters(path, text))


def decode(path: Path, content: bytes) -> str:
    """Give the text that a content is in UTF-8, else SchemaError with line and byte."""
    if content.startswith(_SPREADSHEETS):
        fix = (
            "open it in the program that wrote it, and save it as CSV in UTF-8; another ending of its name is no help."
        )
        raise refuse(path, "A spreadsheet or an archive, not text,", fix)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wide = next((name for mark, name in _WIDE.items() if content.startswith(mark)), "")
        if wide:
            raise refuse(path, f"{wide}, not UTF-8,", "save it as UTF-8.") from None
        line = content.count(b"\n", 0, error.start) + 1
        what = f"Not UTF-8 (byte 0x{content[error.start]:02X})"
        character = len(content[content.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        raise refuse(path, what, "save it as UTF-8.", line, character) from None


def find_wrong_letters(path: Path, text: str) -> Iterator[Problem]:
    """Give a problem for each of the first hidden characters, and one for text that was read in a wrong encoding."""
    for one in islice(list_hidden(text), MOST_TOLD):
        yield Problem(path, one.line, "", f"Hidden character {one.name}", fix=REMOVE_HIDDEN, character=one.column)
    misread = {said: (meant, at) for said, meant, at in list_misread(text)}
    # One may be right: a brand in capitals with its sign.
    if len(misread) > 1:
        said, (meant, at) = next(iter(misread.items()))
        what = f"Text read in a wrong encoding and saved: '{said}' for '{meant}'"
        fix = "restore it from version control, and open it as UTF-8 before you save it."
        yield Problem(path, text.count("\n", 0, at) + 1, "", what, fix=fix, character=at - text.rfind("\n", 0, at))
