"""Standard output and error of a command."""

from __future__ import annotations

import sys
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import Any


class _Outlet(FileIO):
    """A file that takes what its reader does not want any more, and drops it."""

    _is_shut = False

    def write(self, content: Any, /) -> Any:
        """Write, unless whoever read has closed the pipe; any other failure is told once."""
        if not self._is_shut:
            try:
                return super().write(content)
            except BrokenPipeError:
                self._is_shut = True
            except OSError:
                # What was not written stays in the buffer, and would fail again when the interpreter ends.
                self._is_shut = True
                raise
        return len(memoryview(content))


def open_streams() -> None:
    """Let what a command prints be UTF-8, and let a command go on when nobody reads that any more.

    ``dxlib build | head -1`` builds all pages, and the exit code of each command is that of what it did.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if type(stream) is not TextIOWrapper:  # closed before the start, or somebody's own
            continue
        encoding, errors = stream.encoding, stream.errors
        if not encoding.lower().startswith("utf"):
            encoding, errors = "utf-8", "backslashreplace"  # names have marks that ASCII lacks
        outlet = BufferedWriter(_Outlet(stream.fileno(), "wb", closefd=False))
        lines, through = stream.line_buffering, stream.write_through
        setattr(sys, name, TextIOWrapper(outlet, encoding, errors, line_buffering=lines, write_through=through))
