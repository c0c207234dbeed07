"""Takes from Python what some systems do not have, in every process of a test: ``$DXLIB_TEST_LACKS`` says what.

Each thing fails as it does where it is not to be had. Other libraries know by ``sys.platform`` that this is Linux, so
modules that only Unix has (``fcntl``, ``resource``) are missing for dxlib and filelock alone.
"""
# ruff: noqa: PTH100, PTH112, PTH118, PTH206

from __future__ import annotations

import builtins
import errno
import functools
import os
import stat
import sys
import warnings
from collections.abc import Callable

LACKS = frozenset(os.environ.get("DXLIB_TEST_LACKS", "").split(","))
UNIX_MODULES = frozenset({"fcntl", "grp", "pwd", "resource", "termios"})


def lose(module: object, *names: str) -> None:
    """Take attributes from a module."""
    for name in names:
        if hasattr(module, name):
            delattr(module, name)


def refuse(number: int, text: str) -> object:
    """Give a function that fails with an error of the system."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, text)

    return fail


def lack_fcntl() -> None:
    """Let no module of dxlib import what only Unix has."""
    usual = builtins.__import__

    def find(name: str, globals: object = None, *more: object, **named: object) -> object:  # noqa: A002
        asking = str((globals or {}).get("__name__", ""))
        if name in UNIX_MODULES and asking.partition(".")[0] in ("dxlib", "filelock"):
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)
        return usual(name, globals, *more, **named)

    builtins.__import__ = find


def lack_fork() -> None:
    """Start processes anew only."""
    import multiprocessing
    import multiprocessing.context as module

    lose(os, "fork", "forkpty", "register_at_fork")
    module._concrete_contexts = {"spawn": module._concrete_contexts["spawn"]}
    module.DefaultContext.get_all_start_methods = lambda _: ["spawn"]
    module._default_context = module.DefaultContext(module._concrete_contexts["spawn"])
    for name in ("get_all_start_methods", "get_context", "set_start_method", "get_start_method"):
        setattr(multiprocessing, name, getattr(module._default_context, name))


def lack_shared_memory() -> None:
    """Have no files without names, and no semaphores: both lie in ``/dev/shm``."""
    import _multiprocessing
    import _posixshmem

    class SemLock(_multiprocessing.SemLock):
        def __new__(cls, *_: object, **__: object) -> None:
            raise OSError(errno.ENOSYS, "Function not implemented")

        _rebuild = None

    lose(os, "memfd_create")
    _multiprocessing.SemLock = SemLock
    _posixshmem.shm_open = refuse(errno.ENOENT, "No such file or directory: '/dev/shm'")


def lack_unix_sockets() -> None:
    """Have sockets of the network only; pairs of them are made as on Windows."""
    import socket

    def make_pair(*_: object) -> tuple[socket.socket, socket.socket]:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            one = socket.create_connection(listener.getsockname())
            return one, listener.accept()[0]

    lose(socket, "AF_UNIX", "SOCK_SEQPACKET", "send_fds", "recv_fds")
    socket.socketpair = make_pair


def lack_folder_sync() -> None:
    """Sync no folder, as some disks of a network."""
    usual = os.fsync

    def sync(file: int) -> None:
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        usual(file)

    os.fsync = sync


def lack_open_folders() -> None:
    """Open no folder as if it were a file, as on Windows."""
    import shutil

    usual = os.open

    @functools.wraps(usual)
    def open_file(path: object, *more: object, **named: object) -> int:
        if os.path.isdir(path):  # type: ignore[arg-type]
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return usual(path, *more, **named)  # type: ignore[arg-type]

    os.open = open_file
    shutil._use_fd_functions = False


def lack_case() -> None:
    """Find a file of the project by its name in any case, as most disks of macOS and Windows do."""
    import io

    root, look, list_names = os.environ["DXLIB_ROOT"] + os.sep, os.lstat, os.listdir

    def is_there(path: str) -> bool:
        try:
            look(path)
        except (OSError, ValueError):
            return False
        return True

    def find(path: object) -> object:
        """Give a path of the project with each name as the disk has it."""
        text = os.path.abspath(path) if isinstance(path, str | os.PathLike) else ""
        if not text.startswith(root) or is_there(text):
            return path
        found = root
        for part in text.removeprefix(root).split(os.sep):
            names = list_names(found) if is_there(found) else []
            alike = (name for name in names if name.lower() == part.lower())
            found = os.path.join(found, part if part in names else next(alike, part))
        return found

    def wrap(usual: Callable[..., object], count: int) -> Callable[..., object]:
        @functools.wraps(usual)
        def call(*arguments: object, **named: object) -> object:
            return usual(*map(find, arguments[:count]), *arguments[count:], **named)

        return call

    one = "open stat lstat mkdir unlink remove rmdir listdir scandir chmod utime readlink access"
    for count, names in ((1, one), (2, "rename replace link symlink")):
        for name in names.split():
            setattr(os, name, wrap(getattr(os, name), count))
    io.open = builtins.open = wrap(builtins.open, 1)


if __name__ == "sitecustomize":  # as in tests/plain
    sys.modules.update({"boto3": None, "rfc3987_syntax": None})
warnings.filterwarnings("ignore", category=EncodingWarning)
warnings.filterwarnings("error", category=EncodingWarning, module=r"dxlib(\.|$)")
for name, take in {
    "fcntl": lack_fcntl, "fork": lack_fork, "shared-memory": lack_shared_memory, "unix-sockets": lack_unix_sockets,
    "folder-sync": lack_folder_sync, "open-folders": lack_open_folders, "case": lack_case,
}.items():  # fmt: skip
    if name in LACKS:
        take()
if "symbolic-links" in LACKS:
    os.symlink = refuse(1314, "A required privilege is not held by the client")
if "hard-links" in LACKS:
    os.link = refuse(errno.EPERM, "Operation not permitted")
