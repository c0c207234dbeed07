"""What is built already: told by hashes alone, before anything heavy is loaded.

After a build in which no job failed, a note says: with inputs of this hash, and a release of that hash, the jobs of
these selections are built and shown. The next build of one of them looks there first. No time of a file and no clock
takes part; whatever differs, or cannot be read, only means that the build looks at every job.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from dxlib.build.left import is_as_left, read_left
from dxlib.build.plan import Job
from dxlib.data.pull.named_mappings import list_mappings
from dxlib.data.stamp import hash_files, list_files
from dxlib.freshness import find_fresh, keep_note
from dxlib.paths import Project
from dxlib.plain_json import parse_json

_LIBRARY: Final = Path(__file__).parents[1]
_NO_INPUTS: Final = ("__pycache__", ".ipynb_checkpoints")
JOBS: Final = "jobs"  # the notes of what became of each
_SETTLED: Final = "settled"
_MOST_SELECTIONS: Final = 8
_take_apart: Final = attrgetter(*(field.name for field in fields(Job)))

Rows = list[list[Any]]


class Look:
    """A look at a project that must be taken before anything of it is read.

    Parameters
    ----------
    project
        What is looked at.
    selection
        What is to be built: values of each option, in any order, or one text.
    """

    def __init__(self, project: Project, selection: Mapping[str, Iterable[object] | str]) -> None:
        self._project = project
        plain = {
            name: given if isinstance(given, str) else sorted(set(map(str, given))) for name, given in selection.items()
        }
        self._selection = json.dumps(plain, sort_keys=True)
        # As it is now: what a build loads may add folders to it.
        self._path = tuple(sys.path)
        self._inputs = self._hash_inputs()

    def find_jobs(self) -> list[Job]:
        """Give the jobs of the selection if all of them are built and shown, as they are now; else none."""
        with suppress(OSError):
            return [_make_job(row) for row in self._read().get(self._selection, ())]
        return []

    def settle(self, jobs: Sequence[Job]) -> None:
        """Note down that all jobs are built and shown, if that is so; a place that cannot be written to harms nothing.

        Parameters
        ----------
        jobs
            Of the selection; none of them failed.
        """
        with suppress(OSError):
            others = {name: rows for name, rows in self._read().items() if name != self._selection}
            if self._can_settle(jobs):
                settled = {**others, self._selection: [list(_take_apart(job)) for job in jobs]}
                inputs = {"inputs": self._inputs, "shown": _hash_shown(self._project)}
                # The oldest selections go first, so that the note does not grow with each new one.
                keep_note(self._project.notes, _SETTLED, inputs, dict(list(settled.items())[-_MOST_SELECTIONS:]))

    def _can_settle(self, jobs: Iterable[Job]) -> bool:
        """Say whether inputs are as they were at first, none is overlooked, and every page is where it belongs."""
        # A file that was edited while the build ran is not in every page.
        if not self._inputs or self._inputs != self._hash_inputs():
            return False
        if not list_mappings(self._project) <= set(list_inputs(self._project)):
            return False
        left = read_left(self._project)
        return left is not None and is_as_left(self._project) and {job.id for job in jobs} <= left.files.keys()

    def _hash_inputs(self) -> str:
        """Hash all that a build reads, and more; empty when a file goes at this moment."""
        with suppress(OSError, ValueError):
            own = hash_files(list_inputs(self._project), self._project.root)
            return _hash(sys.version, *_list_installed(self._path), hash_whole_library(), own)
        return ""

    def _read(self) -> dict[str, Rows]:
        """Give what is settled of each selection, as long as inputs are the same and all that was shown still is."""
        inputs = {"inputs": self._inputs, "shown": _hash_shown(self._project)}
        kept = find_fresh(self._project.notes, _SETTLED, inputs) if self._inputs else None
        read: dict[str, Rows] = parse_json(kept) if kept and is_as_left(self._project) else {}
        return read


def _make_job(row: Sequence[Any]) -> Job:
    brief, values, as_of, opened, languages, labels = row
    return Job(brief, tuple(map(tuple, values)), as_of, tuple(opened), tuple(languages), tuple(map(tuple, labels)))


def _hash(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogateescape")).hexdigest()


def hash_whole_library() -> str:
    """Give the hash of every file of the library."""
    return hash_files(list_files(_LIBRARY, but=_NO_INPUTS), _LIBRARY)


def list_inputs(project: Project) -> Iterator[str]:
    """Give the project's file, notebooks and data, also raw data: builds read registers of feeds, and mappings."""
    yield from (str(path) for path in (project.file,) if path.exists())
    for folder in (project.notebooks, project.catalogue, project.clean, project.raw):
        yield from list_files(folder, but=_NO_INPUTS)


def _list_installed(path: Iterable[str]) -> Iterator[str]:
    """Give what says which version of each library is installed, in the order in which Python looks for it.

    The folder of a wheel has the version in its name. Others may keep theirs, so their contents count, and those of our
    own, which say what else counts.
    """
    for place in path:
        if os.path.isfile(place):  # noqa: PTH113  (an archive)
            yield hash_files([place], Path(place).parent)
        elif os.path.isdir(place or "."):  # noqa: PTH112
            with os.scandir(place or ".") as entries:
                found = sorted(
                    (one.name, one.path) for one in entries if one.name.lower().endswith(("dist-info", "egg-info"))
                )
            for name, inside in found:
                yield name
                if name.lower().endswith("egg-info") or name.lower().startswith("dxlib"):
                    files = list_files(inside) if os.path.isdir(inside) else [inside]  # noqa: PTH112
                    yield hash_files(files, Path(inside).parent)


def _hash_shown(project: Project) -> str:
    """Hash what a build would mend: the manifest of the release, the names of all pages and records.

    What files of the release hold is told by :mod:`dxlib.build.left`; records are true as long as inputs are the same.
    """
    above = len(str(project.root))
    folders = (project.pages, project.releases, project.notes / JOBS)
    names = sorted(path[above:] for folder in folders for path in list_files(folder))
    return _hash(hashlib.sha256(project.manifest.read_bytes()).hexdigest(), *names)
