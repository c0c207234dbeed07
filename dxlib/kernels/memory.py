"""Limits to what a process takes, of memory and of files, and words for what happens when they are reached."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

MEMORY_VARIABLE: Final = "DXLIB_KERNEL_MEMORY_MB"
_MIB = 1024 * 1024
_RESERVE = 64 * _MIB  # to say so when the limit is reached, and for an analyst to delete something
_STEP = 16 * _MIB


def limit_memory(megabytes: int, shell: InteractiveShell) -> None:
    """Let this process take so much memory beyond what it holds now, 0 for no limit; more is a ``MemoryError``.

    The shell says, below the traceback of such an error, which limit was reached.

    It is the private memory that can be written to which counts (``RLIMIT_DATA``), not the libraries that kernels share
    nor address space that is only reserved.
    """
    if not megabytes:
        return
    import resource  # noqa: PLC0415  (Unix only)

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    limit = _read_held() + megabytes * _MIB
    hard = limit + _RESERVE
    if most != resource.RLIM_INFINITY:
        limit, hard = min(limit, most), min(hard, most)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    _explain_in(shell, megabytes)


def limit_files(size: int) -> None:
    """Let no file that this process and its programs write grow beyond so many bytes (``RLIMIT_FSIZE``)."""
    import resource  # noqa: PLC0415  (Unix only)

    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    # Python ignores SIGXFSZ, so a write beyond the limit is an OSError (EFBIG) that a cell can show.
    limit = size if most == resource.RLIM_INFINITY else min(size, most)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))


def _read_held() -> int:
    # Linux compares the limit with the same number that it prints as VmData.
    found = re.search(r"^VmData:\s+(\d+) kB", Path("/proc/self/status").read_text("utf-8"), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _explain_in(shell: InteractiveShell, megabytes: int) -> None:
    def show(
        shell: InteractiveShell,
        kind: type[BaseException],
        value: BaseException,
        trace: TracebackType,
        tb_offset: int | None = None,
    ) -> None:
        with _using_reserve():
            shell.showtraceback((kind, value, trace), tb_offset=tb_offset)
            sys.stderr.write(describe_limit(megabytes) + "\n")

    shell.set_custom_exc((MemoryError,), show)


def describe_limit(megabytes: int) -> str:
    """Say which limit was reached and where it is set.

    Examples
    --------
    >>> describe_limit(512)
    'The memory limit of 512 MB was reached; memory_limit_mb or DXLIB_KERNEL_MEMORY_MB sets it.'
    """
    return f"The memory limit of {megabytes} MB was reached; memory_limit_mb or {MEMORY_VARIABLE} sets it."


@contextmanager
def _using_reserve() -> Iterator[None]:
    """Raise the limit while something is said, and leave a little of that for what comes after."""
    import resource  # noqa: PLC0415  (Unix only)

    # The hard limit is _RESERVE above the soft one; only the soft one can be raised without privileges.
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))
    try:
        yield
    finally:
        held = _read_held()
        resource.setrlimit(resource.RLIMIT_DATA, (min(hard, max(soft, held + _STEP)), hard))
