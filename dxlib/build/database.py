"""The database of build records: opened, made, and whatever SQLite says against it told to people."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from dxlib.errors import BuildError, MachineError, explain_refusal, is_full

PARTS: Final = ("", "-wal", "-shm")  # SQLite's files of one database
_VERSION: Final = 3
_PATIENCE_S: Final = 30.0
_SCHEMA: Final = (
    """CREATE TABLE jobs (
    id TEXT PRIMARY KEY, inputs TEXT NOT NULL, slices TEXT NOT NULL, page TEXT NOT NULL, entry TEXT NOT NULL,
    seconds REAL NOT NULL, error TEXT NOT NULL, data TEXT NOT NULL, memory TEXT NOT NULL
) WITHOUT ROWID""",
    "CREATE TABLE slices (digest TEXT PRIMARY KEY, rows TEXT NOT NULL) WITHOUT ROWID",
)
_REFUSED: Final = {
    sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_READONLY: errno.EROFS, sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES, sqlite3.SQLITE_IOERR: errno.EIO, sqlite3.SQLITE_NOMEM: errno.ENOMEM,
}  # fmt: skip
_LOCKED: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_MOST_BYTES: Final = 500  # of a path: SQLite takes 512, for a longer name beside it
_KIND: Final = 0xFF  # of an error: the bits above say more of it


class UnreadableStateError(BuildError):
    """Records of builds that cannot be read: damaged, or of another version."""


def open_database(path: Path) -> sqlite3.Connection:
    """Open the records of builds, and make them where there are none; on a disk that may only be read, to read them.

    Raises
    ------
    UnreadableStateError
        For what is no database, is damaged or of another version.
    MachineError
        For a full disk, a folder that may not be written to, and whatever else the machine refuses.
    """
    with explaining(path):
        database = _connect(path, "rwc")
        try:
            _prepare(database, path)
        except BaseException:
            database.close()
            raise
    return database


def is_of_this_version(path: Path) -> bool:
    """Say whether this version of dxlib wrote a database.

    Raises
    ------
    UnreadableStateError
        For one that is damaged.
    """
    with explaining(path), closing(_connect(path, "ro")) as database:
        return _read_version(database) == _VERSION


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turn an error of SQLite into one that says what happened and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        code = (getattr(error, "sqlite_errorcode", 0) or 0) & _KIND
        if code in _LOCKED:
            raise MachineError(
                f"Another process has been using {_show(path)} for {_PATIENCE_S:.0f} seconds. Nothing is lost.",
                fix="see which 'dxlib' still runs, and wait until it has ended, or end it.",
            ) from error
        if code in _REFUSED:
            raise explain_refusal(OSError(_choose_number(code, path), str(error), str(path))) from error
        raise say_damaged(path, error) from error


def _choose_number(code: int, path: Path) -> int:
    """Give the system's number for an error of SQLite, which has one for many."""
    if code == sqlite3.SQLITE_CANTOPEN and len(os.fsencode(path.absolute())) > _MOST_BYTES:
        return errno.ENAMETOOLONG
    return errno.ENOSPC if code == sqlite3.SQLITE_IOERR and is_full(path.parent) else _REFUSED[code]


def say_damaged(path: Path, why: object) -> UnreadableStateError:
    """Give the error for records that are damaged."""
    return UnreadableStateError(
        f"The records of builds in {_show(path)} are damaged ({why}).",
        fix="run 'dxlib build', which sets them aside and makes new ones; copy those of a shard again.",
    )


def _show(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    if mode == "rwc" and not path.exists():
        with suppress(OSError):  # which SQLite meets, too, and says
            path.touch(0o600)
    options = "mode=ro&immutable=1" if _is_fixed(path) else f"mode={mode}"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{options}", uri=True, timeout=_PATIENCE_S)


def _is_fixed(path: Path) -> bool:
    """Say whether a database lies whole where nothing may be written: SQLite would make files beside it."""
    return path.exists() and not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists()


def _prepare(database: sqlite3.Connection, path: Path) -> None:
    version, tables = _look(database)
    if not version and not tables:
        _keep_log(database)
        with database:
            database.execute("BEGIN IMMEDIATE")  # whoever opens it at the same time waits, and then finds it made
            if not _read_version(database):
                _make_tables(database)
    elif version != _VERSION or tables != sorted(_SCHEMA):
        fix = "use that version, or run 'dxlib build', which sets them aside and makes new ones."
        raise UnreadableStateError(f"Another version of dxlib wrote the records of builds in {_show(path)}.", fix=fix)
    if _is_fixed(path):
        return
    _keep_log(database)
    database.execute("PRAGMA synchronous = NORMAL")  # without power, the last jobs may have to be run again


def _look(database: sqlite3.Connection) -> tuple[int, list[str]]:
    """Give the version and the tables of one moment: somebody else may be making them."""
    database.execute("BEGIN")
    try:
        return _read_version(database), _list_tables(database)
    finally:
        database.execute("ROLLBACK")


def _keep_log(database: sqlite3.Connection) -> None:
    """Have changes written ahead; for others who do the same at this moment SQLite itself does not wait."""
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _KIND not in _LOCKED or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _read_version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _list_tables(database: sqlite3.Connection) -> list[str]:
    return sorted(row[0] for row in database.execute("SELECT sql FROM sqlite_master WHERE type = 'table'"))


def _make_tables(database: sqlite3.Connection) -> None:
    for statement in _SCHEMA:
        database.execute(statement)
    database.execute(f"PRAGMA user_version = {_VERSION}")
