"""What a page is made from, as named hashes; of the data a job notes down besides which slices it read."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Final

from dxlib.build.briefs import get_notebook_path
from dxlib.build.plan import Job
from dxlib.data.catalogue import Catalogue
from dxlib.data.relations import inspect_relations
from dxlib.data.stamp import hash_files, list_code
from dxlib.errors import NotebookError
from dxlib.language.available import DEPARTURES, LOCALES, MESSAGES, list_files
from dxlib.notebook_files import read_cells
from dxlib.paths import Project

_LIBRARY: Final = Path(__file__).parents[1]
_TEMPLATES: Final = _LIBRARY / "export" / "templates"
# On these no byte of a page depends; what audits a page counts by itself, under AUDIT.
_NOT_ON_PAGES: Final = ("audit", "build", "kernels", "cli.py", "__main__.py")
# Any page may name one of these; entries of indicators and sources count with the rows that are read.
_SHARED_PARTS: Final = {"project", "units", "areas", "topics", "publishers", "systems"}
_AUDITING: Final = ("audit", "data", "evidence", "language")
_GATE: Final = Path(__file__).with_name("gate.py")
_SHORT: Final = 16
DATA: Final = "data"  # all of it; when it changes, what a job read is looked at
AUDIT: Final = "audit"  # the code that audits; when it changes, a page need not be made again

Inputs = dict[str, str]


def make_digest(content: object) -> str:
    """Give a short hash of anything that JSON can write: 64 bits, for some thousands of jobs."""
    text = content if isinstance(content, str) else json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_SHORT]


class Fingerprinter:
    """Gives what jobs are made from; what many jobs share is hashed once.

    Parameters
    ----------
    project
        Whose notebooks are meant.
    catalogue
        What gives names and units their meaning. Entries of indicators and sources count with the rows that are
        read (:mod:`dxlib.build.slices`), so that a new indicator rebuilds nothing.
    data
        The hash of all data (:attr:`dxlib.build.slices.SliceReader.whole`).
    """

    def __init__(self, project: Project, catalogue: Catalogue, data: str) -> None:
        self._project = project
        parts = catalogue.model_dump(mode="json", include=_SHARED_PARTS)
        relations, _ = inspect_relations(project, catalogue)
        names = make_digest([parts, relations.model_dump(mode="json")])
        self._shared = {"catalogue": names, DATA: data, AUDIT: hash_audit(project)}
        self._notebooks: dict[str, str] = {}

    def read_inputs(self, job: Job) -> Inputs:
        """Give the hash of each thing that a job is made from, by the word that the plan uses for it."""
        return {
            "notebook": self._hash_notebook(job.brief),
            "parameters": make_digest([job.parameters, job.opened, job.languages, job.labels]),
            "library": _hash_library(),
            "template": _hash_templates(),
            "translation": _hash_translation(job.language, self._project),
            "environment": hash_environment(),
            **self._shared,
        }

    def _hash_notebook(self, brief: str) -> str:
        if brief not in self._notebooks:
            self._notebooks[brief] = _hash_cells(get_notebook_path(self._project, brief))
        return self._notebooks[brief]

    @staticmethod
    def describe_look() -> str:
        """Give the hash of what pages and index look like: library, templates, environment."""
        return make_digest([_hash_library(), _hash_templates(), hash_environment()])


def _hash_cells(path: Path) -> str:
    """Hash what of a notebook reaches the page: cells with their tags, no results, no other metadata.

    Of a file that is no notebook all is hashed: its jobs run, and then say what is wrong with it.
    """
    try:
        return make_digest([[cell.kind, cell.source, sorted(cell.tags)] for cell in read_cells(path)])
    except NotebookError:
        return make_digest(hashlib.sha256(path.read_bytes() if path.is_file() else b"").hexdigest())


@cache
def _hash_library() -> str:
    return hash_files(_list_library(), _LIBRARY)[:_SHORT]


def _list_library() -> Iterable[Path]:
    for path in _LIBRARY.rglob("*"):
        parts = path.relative_to(_LIBRARY).parts
        # Beside byte code stand for a moment the files that will become byte code.
        counts = "__pycache__" not in parts and parts[0] not in _NOT_ON_PAGES and path.is_file()
        if counts and not path.is_relative_to(LOCALES) and not path.is_relative_to(_TEMPLATES):
            yield path


@cache
def _hash_templates() -> str:
    return hash_files((path for path in _TEMPLATES.rglob("*") if path.is_file()), _LIBRARY)[:_SHORT]


@cache
def _hash_translation(language: str, project: Project) -> str:
    paths = [path for name in (MESSAGES, DEPARTURES) for path in list_files(name, language, project.locales)]
    return make_digest([hash_files([path], path.parent) for path in paths if path.is_file()])


@cache
def hash_environment() -> str:
    """Hash the versions of Python and of every library that dxlib names."""
    # Optional extras reach no page: it is the same with Dask or fsspec and without them.
    names = sorted({_get_name(line) for line in requires("dxlib") or () if "extra ==" not in line})
    return make_digest([sys.version, *(f"{name} {_get_version(name)}" for name in names)])


def _get_name(requirement: str) -> str:
    end = next((index for index, letter in enumerate(requirement) if letter in " <>=!~;[("), len(requirement))
    return requirement[:end]


def _get_version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def hash_audit(project: Project) -> str:
    """Give the hash of what audits: the code, and the names that a project lets stand with a numeral."""
    names = project.catalogue / "names.yaml"
    return make_digest([_hash_auditing(), hash_files([names], project.root) if names.is_file() else ""])


@cache
def _hash_auditing() -> str:
    """Hash the code: once in a process, whose loaded code does not change any more."""
    paths = [path for room in _AUDITING for path in list_code(_LIBRARY / room)]
    return hash_files([*paths, _GATE], _LIBRARY)[:_SHORT]
