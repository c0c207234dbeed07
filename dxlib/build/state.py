"""What earlier builds left of each job: what it was made from, what it read, its page; in SQLite, safe from crashes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

from dxlib.build.database import PARTS, UnreadableStateError, explaining, open_database, say_damaged
from dxlib.build.fingerprint import Inputs
from dxlib.build.slices import Slice
from dxlib.export.entry import IndexEntry, read_entry, write_entry
from dxlib.paths import make_folder
from dxlib.plain_json import parse_json

_ASIDE: Final = ".set-aside"


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
        What the index shows of the page; of a job without a page nothing.
    seconds
        How long it took.
    error
        Why it failed; empty when it did not.
    data
        The hash of all data when what it read was last found to be the same.
    memory
        What stands for the audit that its page passed, as :func:`dxlib.build.fingerprint.make_memory` gives it; empty
        when it failed.
    """

    inputs: Inputs
    slices: Mapping[Slice, str]
    page: str
    entry: IndexEntry | None
    seconds: float
    error: str = ""
    data: str = ""
    memory: str = ""

    @property
    def stale(self) -> str:
        """Why its page is one from before, in one line; empty for a page that is up to date, or for none."""
        return self.error.partition("\n")[0] if self.page else ""

    @property
    def as_of(self) -> str:
        """The day for which its page was built; empty for none."""
        return self.entry.as_of if self.entry else ""


class _Slices(Mapping[Slice, str]):
    """Slices with their hashes, taken apart only when somebody looks: hundreds for each of thousands of jobs."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _read(self) -> Mapping[Slice, str]:
        try:
            read = {Slice(indicator, area, kind): digest for indicator, area, kind, digest in parse_json(self._text)}
            _refuse_other(read.values())
        except (ValueError, TypeError) as error:
            what = "The records of builds are damaged: a job does not say what it read."
            raise UnreadableStateError(what, fix="remove .dxlib/build.sqlite, and run 'dxlib build'.") from error
        return read

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
        The database; made when it is not there.
    warn
        Is told that the database cannot be read, is damaged or of another version: then it is set aside, and a new
        one begun. Without it, that is an error.

    Raises
    ------
    UnreadableStateError
        For a database that cannot be read.
    MachineError
        For a full disk, a folder that may not be written to, and whatever else the machine refuses.
    """

    def __init__(self, path: Path, warn: Callable[[str], None] | None = None) -> None:
        make_folder(path.parent)
        self._path, self._warn = path, warn
        try:
            self._database = open_database(path)
        except UnreadableStateError as error:
            self._database = self._begin_anew(error)

    def read(self) -> dict[str, Record]:
        """Give the record of every job, by its id; of one whose page has no entry nothing is known."""
        wanted = "SELECT id, inputs, slices, page, entry, seconds, error, data, memory FROM jobs"
        try:
            with explaining(self._path):
                read = ((row[0], _read_record(self._path, *row[1:])) for row in self._database.execute(wanted))
                return {job: record for job, record in read if record}
        except UnreadableStateError as error:
            self._database.close()
            self._database = self._begin_anew(error)
            return {}

    def _begin_anew(self, error: UnreadableStateError) -> sqlite3.Connection:
        """Set the database aside and give a new one, and tell it; what another process began meanwhile stays."""
        if self._warn is None:
            raise error
        aside = self._path.with_name(f"{self._path.name}{_ASIDE}")
        for part in PARTS:
            with suppress(FileNotFoundError):
                Path(f"{self._path}{part}").replace(f"{aside}{part}")
        self._warn(f"{error.what} It was set aside as {aside.name}, and nothing that reports/ shows is lost.")
        self.__dict__.pop("_noted", None)
        return open_database(self._path)

    def read_rows(self, digest: str) -> dict[str, str]:
        """Give the rows of a slice by id, with the hash of each; none when they were never noted down."""
        with explaining(self._path):
            found = self._database.execute("SELECT rows FROM slices WHERE digest = ?", (digest,)).fetchone()
        try:
            rows: dict[str, str] = parse_json(found[0]) if found else {}
            _refuse_other(dict(rows).values())
        except (ValueError, TypeError) as error:
            raise say_damaged(self._path, error) from error
        return rows

    def list_lacking(self, digests: Iterable[str]) -> set[str]:
        """Give those of some slices whose rows have not been noted down: most are read by hundreds of jobs."""
        return set(digests) - self._noted

    def write(self, job: str, record: Record, rows: Mapping[str, Mapping[str, str]]) -> None:
        """Note down what became of a job, and the rows of the slices that it read, by hash; all or nothing."""
        slices = [[one.indicator, one.area, one.kind, digest] for one, digest in record.slices.items()]
        cells = (job, json.dumps(record.inputs), json.dumps(slices), record.page, write_entry(record.entry),
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
        with explaining(self._path):
            return {row[0] for row in self._database.execute("SELECT digest FROM slices")}

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with explaining(self._path), self._database:
            yield self._database

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _read_record(path: Path, *cells: Any) -> Record | None:
    try:
        inputs, slices, page, entry, seconds, error, data, memory = cells
        read = parse_json(inputs)
        _refuse_other([read], dict)
        _refuse_other([slices, page, entry, error, data, memory, *read.values()])
        kept = _Slices(slices), page, _read_entry(entry) if page else None, float(seconds), error, data, memory
    except (ValueError, TypeError) as why:
        raise say_damaged(path, why) from why
    return Record(read, *kept) if kept[2] or not page else None


def _read_entry(kept: str) -> IndexEntry | None:
    """Give what is kept of a page; nothing where it is no entry: its job runs again."""
    with suppress(ValueError):
        return read_entry(kept)
    return None


def _refuse_other(cells: Iterable[object], kind: type = str) -> None:
    """Refuse what is of another kind: SQLite keeps any type in any column, and JSON any in any place."""
    if others := {*map(type, cells)} - {kind}:  # of hundreds of slices for each of thousands of jobs
        raise TypeError(f"{others.pop().__name__} where {kind.__name__} must be")
