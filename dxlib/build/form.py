"""What ``dxlib check`` knows of one page: texts without a translation, a notebook that shows no evidence.

What of the library's own texts has no translation is told by the audit, of the texts that a page says.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from dxlib.build.briefs import get_notebook_path
from dxlib.build.plan import Job
from dxlib.build.wording import NAMES, inspect_texts, read_listed
from dxlib.data.catalogue import show_paths
from dxlib.errors import Problem
from dxlib.freshness import remember
from dxlib.language import SOURCE_LANGUAGE
from dxlib.language.available import DEPARTURES, MESSAGES, list_files
from dxlib.notebook_files import WrittenCell, parse_cells, parse_python
from dxlib.paths import Project

# What each brief is handed on. Where a page has a day of its own, the notebook may leave it to the edition.
_ALWAYS: Final = ("area", "edition", "language")


def inspect_form(job: Job, project: Project) -> list[Problem]:
    """Give what of a job's form keeps its page out of a release, each problem with its place and its cure.

    A notebook is inspected once for all its pages in a language, as long as none of the files changes.
    """
    path, names = get_notebook_path(project, job.brief), _read(project.catalogue / NAMES)
    files = (list_files(name, job.language, project.locales) for name in (MESSAGES, DEPARTURES))
    words = tuple(_read(one) for paths in files for one in paths)
    inputs = (project, path.read_bytes(), names, words)
    name = f"form of {job.brief} in {job.language}"
    return remember(name, inputs, lambda: _inspect(project, path, job.language, inputs[1], names))


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _inspect(project: Project, path: Path, language: str, notebook: bytes, names: bytes) -> list[Problem]:
    from dxlib.language.extract import list_notebook_texts  # noqa: PLC0415  (loads Babel)

    # Both are the same in all languages.
    texts = remember(f"texts of {path.stem}", notebook, lambda: list_notebook_texts(path.name, notebook))
    listed = remember("numbers in words", (project, names), lambda: read_listed(project))
    cells = parse_cells(notebook, path.name)
    problems = [*inspect_calls(path, cells), *inspect_texts(project, texts, [language], listed)]
    if language != SOURCE_LANGUAGE:
        problems += _list_untranslated(project, texts, language)
    return show_paths(problems, project)


def _list_untranslated(project: Project, texts: Iterable[tuple[str, str]], language: str) -> Iterator[Problem]:
    from dxlib.language.catalogues import read_translations  # noqa: PLC0415  (loads Babel)

    ready, path = read_translations(language, project.locales), project.locales / language / MESSAGES
    for text, place in texts:
        if text not in ready:
            yield describe_untranslated(path, text, place)


def describe_untranslated(path: Path, text: str, place: str) -> Problem:
    """Give the problem of a text that has no translation in a catalogue."""
    fix = "run 'dxlib translate' and write its msgstr."
    return Problem(path, 0, f"msgid of {place}", f"No translation of '{text}'", fix=fix)


def inspect_calls(path: Path, cells: Sequence[WrittenCell]) -> Iterator[Problem]:
    """Give what is wrong with the first and the last call of a brief in its notebook.

    A notebook that was copied opens the brief it was copied from; without evidence no figure leads to its source; of a
    parameter that is not handed on the page says nothing, and one with an area of its own is the same for all areas.
    """
    from dxlib.language.parameter_labels import list_labels  # noqa: PLC0415  (loads Babel)

    if not any(_list_calls(cell, "evidence") for cell in cells):
        fix = "end the notebook with the cell brief.evidence()."
        yield Problem(path, 0, "last cell", "No cell shows the evidence", fix=fix)
    yield from _find_not_shown(path, cells)
    added = [name for cell in cells if "parameters" in cell.tags for name in list_labels(cell.source)]
    for call in (call for cell in cells if "setup" in cell.tags for call in _list_calls(cell, "open_brief")):
        opened = call.args[0] if call.args else None
        if not isinstance(opened, ast.Constant) or opened.value != path.stem:
            what = f"The set-up opens {ast.unparse(opened) if opened else 'no brief'}, not '{path.stem}'"
            yield Problem(path, 0, "set-up cell", what, fix=f'write dx.open_brief("{path.stem}", ...).')
        handed_on = {
            word.arg for word in call.keywords if isinstance(word.value, ast.Name) and word.value.id == word.arg
        }
        for name in (name for name in (*_ALWAYS, *added) if name not in handed_on):
            fix = f"write dx.open_brief(..., {name}={name})."
            yield Problem(path, 0, "set-up cell", f"The parameter '{name}' is not handed on to the brief", fix=fix)


def _find_not_shown(path: Path, cells: Sequence[WrittenCell]) -> Iterator[Problem]:
    """Give the calls whose part of the page is lost: Jupyter shows the last expression of a cell and nothing else."""
    from dxlib.audit.compose import list_showing_calls  # noqa: PLC0415  (loads the audit)

    trees = {number: tree for number, cell in enumerate(cells, start=1) if (tree := _parse(cell))}
    names = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.Name)]
    used = {name.id for name in names if isinstance(name.ctx, ast.Load)}
    statements = [(number, tree, statement) for number, tree in trees.items() for statement in tree.body]
    for number, tree, statement in statements:
        value = statement.value if isinstance(statement, (ast.Assign, ast.Expr)) else None
        called = value.func if isinstance(value, ast.Call) else None
        if not isinstance(called, ast.Attribute) or called.attr not in list_showing_calls():
            continue
        what, place = f"The page lacks {ast.unparse(called)}(...)", f"cell {number}, line {statement.lineno}"
        if isinstance(statement, ast.Expr) and statement is not tree.body[-1]:
            yield Problem(path, 0, place, f"{what}, which does not end its cell", fix="give it a cell of its own.")
        elif isinstance(statement, ast.Assign) and used.isdisjoint(map(ast.unparse, statement.targets)):
            fix = "delete the name before it, or end a cell with that name."
            yield Problem(path, 0, place, f"{what}, whose result is named and not shown", fix=fix)


def _parse(cell: WrittenCell) -> ast.Module | None:
    """Give the statements of a cell; none of code that is no Python, which inspect_notebook() tells, and of text."""
    with suppress(SyntaxError):
        return parse_python(cell.source) if cell.kind == "code" else None
    return None


def _list_calls(cell: WrittenCell, name: str) -> list[ast.Call]:
    """Give the calls of a method in a cell."""
    tree = _parse(cell)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)] if tree else []
    return [one for one in calls if isinstance(one.func, ast.Attribute) and one.func.attr == name]
