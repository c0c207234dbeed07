"""What earlier builds left of each job: what it was made from, what it read, its page; in SQLite, safe from crashes."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import ItemsView, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

from dxlib.build.fingerprint import Inputs
from dxlib.build.slices import Slice
from dxlib.paths import make_folder

_VERSION: Final = 3
_PATIENCE_S: Final = 30.0
_SCHEMA: Final = (
    """CREATE TABLE jobs (
    id TEXT PRIMARY KEY, inputs TEXT NOT NULL, slices TEXT NOT NULL, page TEXT NOT NULL, entry TEXT NOT NULL,
    seconds REAL NOT NULL, error TEXT NOT NULL, data TEXT NOT NULL, memory TEXT NOT NULL
) WITHOUT ROWID""",
    "CREATE TABLE slices (digest TEXT PRIMARY KEY, rows TEXT NOT NULL) WITHOUT ROWID",
)


@dataclass(frozen=True, slots=True)
class Record:
    """What became of a job the last time that it ran.

    Parameters
    ----------
    inputs
        What it was made from, by name.
    slices
        What it read, each with its hash on that day.
    page
        The hash of its page; of a failed job that of the page from before, or empty.
    entry
        What the index shows of the page.
    seconds
        How long it took.
    error
        Why it failed; empty when it did not.
    data
        The hash of all data when what it read was last found to be the same.
    memory
        What stands for the audit that its page passed (:func:`dxlib.build.gate.make_memory`); empty when it failed.
    """

    inputs: Inputs
    slices: Mapping[Slice, str]
    page: str
    entry: Mapping[str, Any]
    seconds: float
    error: str = ""
    data: str = ""
    memory: str = ""

    @property
    def stale(self) -> str:
        """Why its page is one from before, in one line; empty for a page that is up to date, or for none."""
        return self.error.partition("\n")[0] if self.page else ""


class _Slices(Mapping[Slice, str]):
    """Slices with their hashes, taken apart only when somebody looks: hundreds for each of thousands of jobs."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _read(self) -> Mapping[Slice, str]:
        return {Slice(indicator, area, kind): digest for indicator, area, kind, digest in json.loads(self._text)}

    def __getitem__(self, key: Slice) -> str:
        return self._read[key]

    def __iter__(self) -> Iterator[Slice]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)

    def items(self) -> ItemsView[Slice, str]:
        """Give both, without a look-up for each."""
        return self._read.items()


class State:
    """The records of a project's builds.

    Parameters
    ----------
    path
        The database; made when it is not there, and begun anew when another version of dxlib wrote it.
    """

    def __init__(self, path: Path) -> None:
        make_folder(path.parent)
        self._database = _open(path)

    def read(self) -> dict[str, Record]:
        """Give the record of every job, by its id."""
        found = self._database.execute("SELECT id, inputs, slices, page, entry, seconds, error, data, memory FROM jobs")
        return {row[0]: _read_record(*row[1:]) for row in found}

    def read_rows(self, digest: str) -> dict[str, str]:
        """Give the rows of a slice by id, with the hash of each; none when they were never noted down."""
        found = self._database.execute("SELECT rows FROM slices WHERE digest = ?", (digest,)).fetchone()
        rows: dict[str, str] = json.loads(found[0]) if found else {}
        return rows

    def list_lacking(self, digests: Iterable[str]) -> set[str]:
        """Give those of some slices whose rows have not been noted down: most are read by hundreds of jobs."""
        return set(digests) - self._noted

    def write(self, job: str, record: Record, rows: Mapping[str, Mapping[str, str]]) -> None:
        """Note down what became of a job, and the rows of the slices that it read, by hash; all or nothing."""
        slices = [[one.indicator, one.area, one.kind, digest] for one, digest in record.slices.items()]
        cells = (job, json.dumps(record.inputs), json.dumps(slices), record.page, json.dumps(dict(record.entry)),
                 record.seconds, record.error, record.data, record.memory)  # fmt: skip
        with self._transaction() as database:
            database.execute("INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", cells)
            listed = [(digest, json.dumps(dict(known))) for digest, known in rows.items()]
            database.executemany("INSERT OR IGNORE INTO slices VALUES (?, ?)", listed)
        self._noted.update(rows)

    def confirm(self, jobs: Iterable[str], data: str) -> None:
        """Note down that what some jobs read is the same in data of this hash."""
        with self._transaction() as database:
            database.executemany("UPDATE jobs SET data = ? WHERE id = ?", [(data, job) for job in jobs])

    def forget(self, jobs: Iterable[str]) -> None:
        """Forget jobs that are declared no more, and slices that no job reads."""
        with self._transaction() as database:
            database.executemany("DELETE FROM jobs WHERE id = ?", [(job,) for job in jobs])
            used = {digest for record in self.read().values() for digest in record.slices.values()}
            database.executemany("DELETE FROM slices WHERE digest = ?", [(one,) for one in self._noted - used])
        self._noted.intersection_update(used)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    @cached_property
    def _noted(self) -> set[str]:
        return {row[0] for row in self._database.execute("SELECT digest FROM slices")}

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._database:
            yield self._database

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def is_of_this_version(path: Path) -> bool:
    """Say whether this version of dxlib wrote a database; opening that of another one begins it anew."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE_S)) as database:
        return _read_version(database) == _VERSION


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_PATIENCE_S)
    _keep_log(database)
    database.execute("PRAGMA synchronous = NORMAL")  # without power, the last jobs may have to be run again
    if _read_version(database) != _VERSION:
        with database:
            database.execute("BEGIN IMMEDIATE")  # whoever opens it at the same time waits, and then finds it made
            if _read_version(database) != _VERSION:
                _make_tables(database)
    return database


def _keep_log(database: sqlite3.Connection) -> None:
    """Have changes written ahead; for others who do the same at this moment SQLite itself does not wait."""
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _read_version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _make_tables(database: sqlite3.Connection) -> None:
    for table in ("jobs", "slices"):
        database.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _SCHEMA:
        database.execute(statement)
    database.execute(f"PRAGMA user_version = {_VERSION}")


def _read_record(inputs: str, slices: str, page: str, entry: str, *rest: Any) -> Record:
    return Record(json.loads(inputs), _Slices(slices), page, json.loads(entry), *rest)
