"""Vintages on disk: what a publisher stated on each of its days, none ever replaced."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from itertools import chain
from pathlib import Path
from typing import Final

from dxlib.data import schema
from dxlib.data.csv_files import read_table, render_csv
from dxlib.errors import Problem, raise_problems
from dxlib.paths import PUBLIC_FILE, make_folder, sync_folder, write_files

REGISTER: Final = "vintages.csv"
_DAY: Final = len("2024-12-16")


@dataclass(frozen=True, slots=True)
class Vintage:
    """One file as it was fetched; the fields are the columns of ``vintages.csv``.

    Parameters
    ----------
    file
        Its name: the day it counts from, with a number where several begin to count on one day.
    sha256, bytes
        Of its content.
    published
        The day that the file itself gives for its last update, or nothing.
    fetched
        The day it was fetched.
    url
        Where from.
    encoding
        As its host declared it, for one that is not UTF-8; the register has this column only where there is one.
    """

    file: str
    sha256: str
    published: str
    fetched: str
    url: str
    bytes: str
    encoding: str = ""

    @property
    def name(self) -> str:
        """The part of its source's id after the ``@``."""
        return Path(self.file).stem

    @property
    def stated(self) -> str:
        """The day from which its figures count as published; empty where only the day of fetching is sure."""
        return self.published if self.published and self.name == self.published else ""


ALL_COLUMNS: Final = tuple(field.name.upper() for field in fields(Vintage))
COLUMNS: Final = ALL_COLUMNS[:-1]  # where every file is UTF-8


def read_vintages(folder: Path) -> tuple[list[Vintage], list[Problem]]:
    """Read the register of a feed's vintages, and list what is wrong with it or with the files it names."""
    path = folder / REGISTER
    if not path.exists():
        return [], []
    table = read_table(path, COLUMNS, ALL_COLUMNS, fix_header="restore it from version control.")
    vintages = [Vintage(**{name.lower(): cell for name, cell in row.items()}) for row in table.rows]
    if table.problems and not vintages:
        return [], table.problems
    return vintages, [*table.problems, *_find_problems(folder, vintages)]


def _find_problems(folder: Path, vintages: Sequence[Vintage]) -> Iterator[Problem]:
    for number, vintage in enumerate(vintages, start=2):
        for column, what, more in _find_wrong(folder, vintage):
            yield Problem(folder / REGISTER, number, column, what, fix=f"restore it from version control{more}.")
    known = {REGISTER, *(vintage.file for vintage in vintages)}
    for path in sorted(folder.iterdir()):
        # Hidden files are halves that _replace() left, or what desktops put into folders (.DS_Store).
        if path.name not in known and not path.name.startswith("."):
            fix = "pull the feed again, which takes it up if it is the same, or delete it."
            yield Problem(path, 0, "", f"A file that {REGISTER} does not name", fix=fix)


def _find_wrong(folder: Path, vintage: Vintage) -> Iterator[tuple[str, str, str]]:
    """Give column and text of what is wrong with a line of the register, and why it must be restored."""
    path = folder / vintage.file
    days = {"PUBLISHED": (vintage.published or vintage.fetched, 0), "FETCHED": (vintage.fetched, _DAY)}
    for column, (day, length) in days.items():
        if not schema.is_publication_date(day) or len(day) < length:
            yield column, f"'{day}' is not a day", ""
    # A register may be somebody else's, and "../x" would lead out of the folder.
    if Path(vintage.file).name != vintage.file or vintage.file in ("", ".", ".."):
        yield "FILE", f"'{vintage.file}' is no name of a file in this folder", ""
    elif not path.is_file():
        yield "FILE", f"No file '{vintage.file}'", ": a vintage is never deleted"
    elif hash_content(path.read_bytes()) != vintage.sha256:
        yield "SHA256", f"'{vintage.file}' is not as it was fetched", ""


def hash_content(content: bytes) -> str:
    """Give the SHA-256 of a content in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def keep_vintage(folder: Path, content: bytes, draft: Vintage, *, lock: Path) -> tuple[Vintage, bool]:
    """Keep a content as a vintage unless it is kept already; one that has come back is kept again.

    Parameters
    ----------
    folder
        Of the feed; made when it is missing.
    content
        What was fetched.
    draft
        What is known of it; of its file, the suffix.
    lock
        A file that is held meanwhile: of this folder, and outside of it.

    Returns
    -------
    Vintage, bool
        The vintage that holds this content, and whether it is new.

    Raises
    ------
    SchemaError
        Where the register is broken; nothing is written then.

    Notes
    -----
    It is all or nothing, and two that keep at the same time follow one another: the lock is held; the file is
    written under a hidden name, brought to disk, then renamed; the register after it in the same way.
    """
    from filelock import FileLock  # noqa: PLC0415  (cleaning needs no lock)

    folder.mkdir(parents=True, exist_ok=True)
    make_folder(lock.parent)
    with FileLock(lock):
        vintages, problems = read_vintages(folder)
        # A stray file is no obstacle: it may be what a killed run left, and is then taken up.
        raise_problems([problem for problem in problems if problem.file.name == REGISTER])
        same = [vintage for vintage in vintages if vintage.sha256 == draft.sha256]
        if same and not _has_come_back(draft, vintages):
            return same[-1], False
        vintage = replace(draft, file=_choose_name(folder, draft, {vintage.file for vintage in vintages}))
        _replace(folder / vintage.file, content)
        try:
            _replace(folder / REGISTER, _format_register([*vintages, vintage]))
        except BaseException:
            # An interrupt between both steps, too, must not leave a file that the register does not name.
            (folder / vintage.file).unlink()
            raise
    return vintage, True


def _has_come_back(draft: Vintage, vintages: Sequence[Vintage]) -> bool:
    """Say whether a publisher states again what the latest known vintage had replaced, which would still stand for it.

    A file that gives an earlier day than the latest one is what a slow copy of a site still has: it takes nothing back.
    """
    latest = max(vintages, key=lambda vintage: (vintage.stated or vintage.fetched, vintage.name))
    is_earlier = bool(draft.published) and draft.published < latest.published
    return latest.sha256 != draft.sha256 and not is_earlier


def _choose_name(folder: Path, draft: Vintage, registered: Collection[str]) -> str:
    """Give the name of the day it counts from; of a day that is taken, the day of fetching, then that with a number.

    A content that differs from what the publisher gave under the same day before is known since it was fetched only.
    """
    is_day = len(draft.published) == _DAY and schema.is_publication_date(draft.published)
    numbered = (f"{draft.fetched}-{number}" for number in range(2, 1_000_000))
    for name in chain([draft.published] if is_day else [], [draft.fetched], numbered):
        taken = list(folder.glob(f"{name}.*"))
        # a file that is not in the register is what is left of a run that was killed between its two steps
        is_left_over = [hash_content(path.read_bytes()) for path in taken] == [draft.sha256]
        if not taken or (is_left_over and taken[0].name not in registered):
            return taken[0].name if taken else f"{name}{Path(draft.file).suffix}"
    raise AssertionError("a day has no million vintages")


def _format_register(vintages: Sequence[Vintage]) -> bytes:
    # Without such a file the register keeps the columns, and so the bytes, that it had before there was this one.
    columns = ALL_COLUMNS if any(vintage.encoding for vintage in vintages) else COLUMNS
    return render_csv([columns, *(astuple(vintage)[: len(columns)] for vintage in vintages)]).encode()


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut."""
    write_files({path: content}, mode=PUBLIC_FILE, sync=True)
    sync_folder(path.parent)
