"""Files that were touched while pages were made from them: whether they were read before or after, nobody can tell."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Final

from dxlib.build.briefs import get_notebook_path
from dxlib.build.fingerprint import DATA, Inputs
from dxlib.build.left import describe_file
from dxlib.build.plan import Job
from dxlib.data.stamp import list_files
from dxlib.errors import count
from dxlib.paths import Project

_UNKNOWN: Final = ""  # is the hash of no input, so the next build makes the page again
_NOTEBOOK: Final = "notebook"
_MOST_NAMED: Final = 3

Seen = Mapping[str, str]


class Watch:
    """Tells what pages are made from and was touched since, also where it was put back as it had been.

    A page is made from files as they are when its worker reads them, and its note says what they were when the build
    began. Without this a page of a text that was there for a minute only would be believed to be up to date.

    Parameters
    ----------
    project
        What is watched, from now on: begin before any input is hashed.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._seen = {name: self._look(name) for name in ("catalogue", DATA, "translation")}
        self._notebooks = self._look(_NOTEBOOK)
        self._touched: dict[str, None] = {}
        self._doubtful = 0

    def doubt(self, job: Job, inputs: Inputs) -> Inputs:
        """Give what a job was made from; of each thing that was touched meanwhile it is not known what it was."""
        path = str(get_notebook_path(self._project, job.brief))
        before = {**self._seen, _NOTEBOOK: {path: self._notebooks.get(path, "")}}
        now = {**{name: self._look(name) for name in self._seen}, _NOTEBOOK: _describe([path])}
        touched = {name: _list_differing(before[name], now[name]) for name in before if before[name] != now[name]}
        if touched:
            self._doubtful += 1
            self._touched.update(dict.fromkeys(path for paths in touched.values() for path in paths))
        return {**inputs, **dict.fromkeys(touched, _UNKNOWN)}

    @property
    def told(self) -> str:
        """What was touched and what comes of it, in one line; empty where nothing was."""
        if not self._doubtful:
            return ""
        paths = sorted(path.removeprefix(f"{self._project.root}{os.sep}") for path in self._touched)
        more = f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
        return (
            f"Files were changed while pages were built from them: {', '.join(paths[:_MOST_NAMED])}{more}. What failed "
            f"may have failed of that; the next build makes {count(self._doubtful, 'page')} again."
        )

    def _look(self, name: str) -> Seen:
        try:
            return _describe(self._list(name))
        except OSError:  # a folder that went while it was listed
            return {}

    def _list(self, name: str) -> Iterable[str]:
        project = self._project
        if name == "catalogue":
            return [str(project.file), *list_files(project.catalogue)]
        if name == _NOTEBOOK:
            return map(str, project.notebooks.glob("*.ipynb"))
        return list_files(project.clean if name == DATA else project.locales)


def _describe(paths: Iterable[str]) -> Seen:
    """Give what stands for the content of each file; nothing for one that is gone."""
    found = {}
    for path in paths:
        try:
            found[path] = describe_file(os.stat(path))  # noqa: PTH116  (some hundred files for each page)
        except OSError:
            found[path] = ""
    return found


def _list_differing(before: Seen, now: Seen) -> list[str]:
    return [path for path in {**before, **now} if before.get(path) != now.get(path)]
