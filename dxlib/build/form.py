"""What ``dxlib check`` knows of one page: texts without a translation, a notebook that shows no evidence.

What of the library's own texts has no translation is told by the audit, of the texts that a page says.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from dxlib.build.briefs import get_notebook_path
from dxlib.build.plan import Job
from dxlib.build.wording import NAMES, inspect_texts, read_listed
from dxlib.data.catalogue import show_paths
from dxlib.errors import Problem
from dxlib.language import SOURCE_LANGUAGE
from dxlib.language.available import DEPARTURES, MESSAGES, list_files
from dxlib.notebook_files import WrittenCell, parse_cells, parse_python
from dxlib.paths import Project

Texts = tuple[tuple[str, str], ...]


def inspect_form(job: Job, project: Project) -> list[Problem]:
    """Give what of a job's form keeps its page out of a release, each problem with its place and its cure."""
    path = get_notebook_path(project, job.brief)
    files = (list_files(name, job.language, project.locales) for name in (MESSAGES, DEPARTURES))
    words = tuple(_read(one) for paths in files for one in paths)
    names = _read(project.catalogue / NAMES)
    return list(_inspect_once(project, path, job.language, path.read_bytes(), names, words))


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


# The words are not used below: as a part of the key they have the answer forgotten when one of them changes.
@lru_cache(maxsize=32)
def _inspect_once(
    project: Project, path: Path, language: str, notebook: bytes, names: bytes, _words: tuple[bytes, ...]
) -> tuple[Problem, ...]:  # fmt: skip
    """Inspect a notebook once for all its pages in a language, as long as none of the files changes."""
    texts = _list_notebook_texts(path.name, notebook)
    problems = [
        *inspect_evidence(path, notebook),
        *inspect_setup(path, notebook),
        *inspect_texts(project, texts, [language], _read_once(project, names)),
    ]
    if language != SOURCE_LANGUAGE:
        problems += _list_untranslated(project, texts, language)
    return tuple(show_paths(problems, project))


def _list_untranslated(project: Project, texts: Texts, language: str) -> Iterator[Problem]:
    from dxlib.language.catalogues import read_translations  # noqa: PLC0415  (loads Babel)

    ready, path = read_translations(language, project.locales), project.locales / language / MESSAGES
    for text, place in texts:
        if text not in ready:
            yield describe_untranslated(path, text, place)


def describe_untranslated(path: Path, text: str, place: str) -> Problem:
    """Give the problem of a text that has no translation in a catalogue."""
    fix = "run 'dxlib translate' and write its msgstr."
    return Problem(path, 0, f"msgid of {place}", f"No translation of '{text}'", fix=fix)


@lru_cache(maxsize=2)
def _read_once(project: Project, _content: bytes) -> Mapping[str, str]:
    return read_listed(project)


@lru_cache(maxsize=16)
def _list_notebook_texts(name: str, content: bytes) -> Texts:
    from dxlib.language.extract import list_notebook_texts  # noqa: PLC0415  (loads Babel)

    return tuple(list_notebook_texts(name, content))


def inspect_evidence(path: Path, content: bytes) -> Iterator[Problem]:
    """Give the problem of a notebook whose page would show no evidence, so that no figure leads to its source."""
    if not any(map(_shows_evidence, parse_cells(content, path.name))):
        fix = "end the notebook with the cell brief.evidence()."
        yield Problem(path, 0, "last cell", "No cell shows the evidence", fix=fix)


def inspect_setup(path: Path, content: bytes) -> Iterator[Problem]:
    """Give the parameters that a notebook adds and does not hand on: its page would not say which one it is."""
    from dxlib.language.parameter_labels import list_labels  # noqa: PLC0415  (loads Babel)

    cells = parse_cells(content, path.name)
    added = [name for cell in cells if "parameters" in cell.tags for name in list_labels(cell.source)]
    for call in (call for cell in cells if "setup" in cell.tags for call in _list_openings(cell.source)):
        handed_on = {
            word.arg for word in call.keywords if isinstance(word.value, ast.Name) and word.value.id == word.arg
        }
        for name in (name for name in added if name not in handed_on):
            fix = f"write dx.open_brief(..., {name}={name})."
            yield Problem(path, 0, "set-up cell", f"The parameter '{name}' is not handed on to the brief", fix=fix)


def _list_openings(source: str) -> Iterator[ast.Call]:
    """Give the calls that open a brief."""
    with suppress(SyntaxError):
        # Code that is no Python is told by inspect_notebook().
        calls = (node for node in ast.walk(parse_python(source)) if isinstance(node, ast.Call))
        yield from (one for one in calls if isinstance(one.func, ast.Attribute) and one.func.attr == "open_brief")


def _shows_evidence(cell: WrittenCell) -> bool:
    if cell.kind != "code":
        return False
    try:
        tree = parse_python(cell.source)
    except SyntaxError:
        return False
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Attribute) and called.attr == "evidence" for called in calls)
