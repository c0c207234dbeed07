"""Where sockets lie: short private folders, each locked by whoever made it, so that nobody's leftovers stay."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Literal, Self

from dxlib.errors import ConfigError, concerns_all

RUN_VARIABLE: Final = "DXLIB_RUN_DIR"
_MOST_BYTES: Final = 107  # of a Unix socket's path on Linux
_BELOW: Final = len("/k-12345678/k-5")  # the longest name of a socket there
_ONLY_OWNER: Final = 0o700
_KINDS: Final = ("t-", "k-", "n-")  # the kinds of PrivateFolder; keys are hexadecimal and begin with none


def find_base() -> Path:
    """Give the folder of this user's sockets, made if needed.

    It is ``$DXLIB_RUN_DIR``, else ``dxlib-`` and the user's number in the folder for temporary files.

    Raises
    ------
    ConfigError
        When it is too long for sockets, not private, or cannot be made or written to: set ``DXLIB_RUN_DIR`` to a short
        folder that is as it should be.
    """
    base = Path(os.environ.get(RUN_VARIABLE) or _choose_base()).absolute()
    if len(os.fsencode(base)) + _BELOW > _MOST_BYTES:
        raise ConfigError(
            f"The path '{base}' is too long for sockets: {len(os.fsencode(base))} bytes.",
            allowed=[f"at most {_MOST_BYTES - _BELOW} bytes"],
            fix=f"set {RUN_VARIABLE} to a shorter folder.",
        )
    try:
        base.mkdir(mode=_ONLY_OWNER, parents=True, exist_ok=True)
    except OSError as error:
        if concerns_all(error):  # a full disk is no fault of the folder
            raise
        raise _refuse(base, error.strerror or str(error)) from error
    found = base.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise ConfigError(
            f"The folder '{base}' is not private: others may open kernels there.",
            fix=f"remove it, or set {RUN_VARIABLE} to a folder that only you can open (chmod 700).",
        )
    if found.st_mode & _ONLY_OWNER != _ONLY_OWNER:
        raise _refuse(base, "its rights do not let you write there")
    return base


def _refuse(base: Path, reason: str) -> ConfigError:
    fix = f"set {RUN_VARIABLE} to a folder that you can make and write to."
    return ConfigError(f"The folder '{base}', for sockets of kernels, cannot be used: {reason}.", fix=fix)


def _choose_base() -> Path:
    name = f"dxlib-{os.geteuid()}"
    usual = Path(tempfile.gettempdir()) / name
    return usual if len(os.fsencode(usual)) + _BELOW <= _MOST_BYTES else Path("/tmp") / name  # noqa: S108 (checked)


class PrivateFolder:
    """A new folder that nobody sweeps away as long as this object lives, and that goes with it.

    Parameters
    ----------
    kind
        ``"t"`` for a template, ``"k"`` for a kernel, ``"n"`` for a notebook.
    """

    def __init__(self, kind: Literal["t", "k", "n"]) -> None:
        while True:  # somebody may sweep between the making and the locking
            self.path = Path(tempfile.mkdtemp(prefix=f"{kind}-", dir=find_base()))
            try:
                self._lock = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
            except FileNotFoundError:
                continue
            _lock(self._lock)
            if self.path.exists():
                break
            os.close(self._lock)
        self._end = weakref.finalize(self, _remove, self.path, self._lock, os.getpid())

    def remove(self) -> None:
        """Remove the folder and all that is in it; in a process that was forked, only let go of it."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


def _remove(path: Path, lock: int, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(path, ignore_errors=True)
    os.close(lock)


def remove_if_abandoned(folder: Path) -> bool:
    """Remove a folder that nobody holds; say whether it is gone now."""
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return True
    try:
        is_abandoned = _lock(lock, wait=False)
        if is_abandoned:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)
    return is_abandoned


def sweep() -> None:
    """Remove what processes that were killed have left: folders that nobody holds, names that lead nowhere."""
    paths = list(find_base().iterdir())
    for path in paths:
        if path.name.startswith(_KINDS):
            remove_if_abandoned(path)
    for path in paths:
        if path.is_symlink() and not path.exists():
            path.unlink(missing_ok=True)


def get_socket(key: str) -> Path:
    """Give the path of the socket of the template with a key, whether there is one or not."""
    return find_base() / key / "s"


def publish(key: str, folder: Path) -> None:
    """Let a key lead to a template's folder from now on."""
    # symlink_to() refuses a name that exists; a rename replaces it, and at no moment does the key lead nowhere.
    name = folder / "name"
    name.symlink_to(folder)
    name.replace(find_base() / key)


def withdraw(key: str, folder: Path) -> None:
    """Let a key no longer lead to a folder, if it does."""
    name = find_base() / key
    with suppress(OSError):
        if name.readlink() == folder:
            name.unlink()


@contextmanager
def starting(key: str) -> Iterator[None]:
    """Keep others from starting the same template meanwhile."""
    path = find_base() / f"{key}.lock"
    lock = _lock_file(path)
    try:
        yield
    finally:
        # Removed before the lock goes: whoever waits for it then sees that its file is another one (_lock_file).
        path.unlink(missing_ok=True)
        os.close(lock)


def _lock(file: int, *, wait: bool = True) -> bool:
    """Lock an open file or folder for as long as somebody has it open; say whether it is locked now."""
    from filelock import lock_descriptor  # noqa: PLC0415  (planning needs no lock)

    return lock_descriptor(file, blocking=wait)


def _lock_file(path: Path) -> int:
    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        _lock(lock)
        with suppress(FileNotFoundError):
            if path.stat().st_ino == os.fstat(lock).st_ino:
                return lock
        os.close(lock)  # its holder removed it; the next one is another file
