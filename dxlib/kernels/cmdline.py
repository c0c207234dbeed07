"""Lets a forked process be listed by ``ps`` and ``psutil`` under its own command line instead of the template's."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

_PR_SET_MM: Final = 35
_PR_SET_MM_MAP: Final = 14
# As a descriptor -1: the link /proc/self/exe stays as it is.
_NO_FILE: Final = 0xFFFFFFFF
# Where the fields of the map stand in /proc/self/stat, counted from 1 (proc(5)).
_FIELDS: Final = {
    "start_code": 26,
    "end_code": 27,
    "start_data": 45,
    "end_data": 46,
    "start_brk": 47,
    "brk": 0,  # not there
    "start_stack": 28,
    "arg_start": 48,
    "arg_end": 49,
    "env_start": 50,
    "env_end": 51,
}
_FIRST_AFTER_NAME: Final = 3

_kept: list[ctypes.Array[ctypes.c_char]] = []  # Linux reads the texts here whenever somebody asks for them


class _Map(ctypes.Structure):
    """``struct prctl_mm_map`` of Linux."""

    _fields_ = [
        *((name, ctypes.c_uint64) for name in _FIELDS),
        ("auxv", ctypes.c_uint64),
        ("auxv_size", ctypes.c_uint32),
        ("exe_fd", ctypes.c_uint32),
    ]


def show(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Let Linux show a command line and an environment for this process; say whether it does.

    A process keeps those it was started with where Linux was built without ``CONFIG_CHECKPOINT_RESTORE``, which the
    kernels of all large distributions have, or where a sandbox forbids the call.

    Parameters
    ----------
    command
        The arguments, the program's name first.
    environment
        The variables; only the same user can read them, as with any process.

    Examples
    --------
    >>> show(["python", "-m", "ipykernel_launcher"], {})  # doctest: +SKIP
    True
    """
    if sys.platform != "linux":
        return False
    arguments = _join(command)
    variables = _join([f"{name}={value}" for name, value in environment.items()])
    buffer = ctypes.create_string_buffer(arguments + variables, len(arguments + variables))
    library = ctypes.CDLL(None)
    wanted = _read_map(library)
    wanted.arg_start = ctypes.addressof(buffer)
    wanted.arg_end = wanted.env_start = wanted.arg_start + len(arguments)
    # The variables follow the arguments without a gap, as Linux lays them out at the start of a process.
    wanted.env_end = wanted.env_start + len(variables)
    done: int = library.prctl(
        _PR_SET_MM, _PR_SET_MM_MAP, ctypes.byref(wanted), ctypes.c_ulong(ctypes.sizeof(wanted)), 0
    )
    if done == 0:
        _kept[:] = [buffer]
    return done == 0


def _join(texts: Sequence[str]) -> bytes:
    return b"".join(os.fsencode(text) + b"\0" for text in texts)


def _read_map(library: ctypes.CDLL) -> _Map:
    """Give the map as it is; all of it must be given to change a part."""
    # The second field is the program's name in parentheses; it may itself hold spaces and parentheses.
    known = Path("/proc/self/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    library.sbrk.restype = ctypes.c_void_p
    found = {name: int(known[field - _FIRST_AFTER_NAME]) for name, field in _FIELDS.items() if field}
    return _Map(**found, brk=library.sbrk(0), exe_fd=_NO_FILE)
