"""What earlier builds left of each job: what it was made from, what it read, its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from dxlib.build.fingerprint import AUDIT, DATA, Inputs
from dxlib.build.listed import is_digest
from dxlib.build.outcome import list_some
from dxlib.build.plan import Job
from dxlib.build.settled import JOBS
from dxlib.build.slices import Changes, Data, Slice, SliceReader, read_slices
from dxlib.export.entry import IndexEntry, read_entry, write_entry
from dxlib.freshness import Note, drop_note, find_fresh, find_note, keep_note, list_notes, refuse_foreign
from dxlib.plain_json import parse_json

_DATA: Final = "data"


@dataclass(frozen=True, slots=True)
class Record:
    """What became of a job the last time that it ran.

    Parameters
    ----------
    inputs
        What it was made from, by name: the code that audited its page too; nothing for that when it failed, or when
        somebody else says so.
    reads
        What it read, as :func:`dxlib.build.slices.write_slices` gives it.
    page
        The hash of its page; of a failed job that of the page from before, or empty.
    entry
        What the index shows of the page; of a job without a page nothing.
    seconds
        How long it took.
    error
        Why it failed; empty when it did not.
    """

    inputs: Inputs
    reads: str
    page: str
    entry: IndexEntry | None
    seconds: float
    error: str = ""

    @property
    def stale(self) -> str:
        """Why its page is one from before, in one line; empty for a page that is up to date, or for none."""
        return self.error.partition("\n")[0] if self.page else ""

    @property
    def as_of(self) -> str:
        """The day for which its page was built; empty for none."""
        return self.entry.as_of if self.entry else ""

    def date(self, job: Job) -> Job:
        """Give its job as of the day for which its page was built, which --as-of may have chosen."""
        return replace(job, as_of=self.as_of or job.as_of)


class State:
    """The records of a project's builds, and the data that their pages were made from.

    Parameters
    ----------
    notes
        The folder of their notes.
    warn
        Is told of records that cannot be read: their jobs run again.

    Raises
    ------
    PermissionError
        For a record of another user, which this one may not read.
    """

    def __init__(self, notes: Path, warn: Callable[[str], None] | None = None) -> None:
        self._notes = notes
        self._changes: dict[str, Changes] = {}
        names = list(list_notes(notes, JOBS))
        read = {name.partition("/")[2]: _read_record(find_note(notes, name)) for name in names}
        self.records: dict[str, Record] = {job: record for job, record in read.items() if record}
        self.unread = [job for job, record in read.items() if not record]
        for job in self.unread:
            refuse_foreign(notes, f"{JOBS}/{job}")  # made anew, its page could not be kept beside that of another user
        if self.unread and warn:
            what = "Records of builds cannot be read, and nothing that reports/ shows is lost:"
            warn(list_some(what, [f"{job}: it is built again" for job in self.unread]))

    def write(self, job: str, record: Record) -> None:
        """Note down what became of a job."""
        told = {"reads": record.reads, "page": record.page, "entry": write_entry(record.entry),
                "seconds": record.seconds, "error": record.error}  # fmt: skip
        keep_note(self._notes, f"{JOBS}/{job}", record.inputs, told)
        self.records[job] = record

    def forget(self, jobs: Iterable[str]) -> None:
        """Forget jobs that are declared no more, and data that no page was made from."""
        for job in jobs:
            drop_note(self._notes, f"{JOBS}/{job}")
            self.records.pop(job, None)
        # Data are kept as long as a page was made of them: only so can a plan name the figures that changed.
        used = {f"{_DATA}/{record.inputs.get(DATA, '')}" for record in self.records.values()}
        for name in {*list_notes(self._notes, _DATA)} - used:
            drop_note(self._notes, name)

    def find_changed(self, record: Record, as_of: str, slices: SliceReader) -> Mapping[Slice, tuple[str, ...]]:
        """Give what of all that a job read is not the same any more as known by a day, with the rows that changed."""
        before = record.inputs.get(DATA, "")
        if before not in self._changes:
            self._changes[before] = Changes(self.read_data(before), slices.data)
        return self._changes[before].list_changed(record.reads, as_of)

    def read_data(self, whole: str) -> Data | None:
        """Give data as they once were, by their hash; nothing where that is not known."""
        # The name of the note is the hash of its content, so there are no inputs to compare.
        kept = find_fresh(self._notes, f"{_DATA}/{whole}", {})
        data: Data | None = parse_json(kept) if kept else None
        return data

    def keep_data(self, slices: SliceReader) -> None:
        """Keep the data as they are now, if they are not kept yet."""
        name = f"{_DATA}/{slices.whole}"
        if find_fresh(self._notes, name, {}) is None:
            keep_note(self._notes, name, {}, slices.data)

    def copy_data(self, to: State) -> None:
        """Have the data that pages were made from kept in other notes too; those that somebody else kept are not."""
        for name in list_notes(self._notes, _DATA):
            if (kept := find_fresh(self._notes, name, {})) is not None:
                keep_note(to._notes, name, {}, kept)


def _read_record(note: Note | None) -> Record | None:
    """Give what a note says of a job; nothing where it says nothing that can be used: the job runs again."""
    if note is None:
        return None
    try:
        told = parse_json(note.content)
        texts = reads, page, entry, error = tuple(told[name] for name in ("reads", "page", "entry", "error"))
        if not all(isinstance(one, str) for one in texts) or (page and not is_digest(page)):
            return None
        # Somebody else may have written anything here; this ends in a ValueError for what are no slices.
        if not note.is_own:
            read_slices(reads)
        known, seconds = read_entry(entry) if page else None, float(told["seconds"])
    except (ValueError, TypeError, LookupError):
        return None
    # Nobody here saw the audit that a foreign record tells of, so its page is audited again.
    inputs = dict(note.inputs) if note.is_own else {**note.inputs, AUDIT: ""}
    return Record(inputs, reads, page, known, seconds, error)
