"""The form of a brief's notebook, as the style guide's section on notebooks asks for it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from dxlib.audit.compose import list_known_calls
from dxlib.audit.interpret import find_unknown
from dxlib.build.form import inspect_calls
from dxlib.build.parameters import read_parameters
from dxlib.errors import NotebookError, Problem
from dxlib.notebook_files import WrittenCell, parse_python, read_cells

TAGS = ("parameters", "setup", "check", "hide-input")
IMPORTS = ("dxlib", "matplotlib", "numpy", "pandas", "seaborn")
MOST_LINES = 12
UNREADABLE = "Not a notebook"


def inspect_notebook(path: Path) -> Iterator[Problem]:
    """Give everything in which a notebook does not keep the form of a brief."""
    try:
        cells = read_cells(path)
    except NotebookError as error:
        # The reason stands in parentheses behind the name of the file, which the problem names already.
        why = error.what.partition(" (")[2].removesuffix(".")
        yield Problem(path, 0, "", f"{UNREADABLE} ({why}", fix=error.fix)
        return
    try:
        read_parameters(path)
    except NotebookError as error:
        yield Problem(path, 0, "parameters cell", _shorten(error.what, path), error.allowed, error.fix)
    code = [(number, cell) for number, cell in enumerate(cells, start=1) if cell.kind == "code"]
    if not cells or not cells[0].source.startswith("# "):
        yield Problem(path, 0, "cell 1", "No title", fix="begin with a Markdown cell '# ' and the question.")
    if [cell.tags for _, cell in code][:2] != [("parameters",), ("setup",)]:
        what = "The first code cells are not the parameters and the set-up"
        yield Problem(path, 0, "", what, fix="tag the first 'parameters', the second 'setup'.")
    for number, cell in code:
        yield from _inspect_cell(path, number, cell)
    yield from inspect_calls(path, cells)


def _shorten(what: str, path: Path) -> str:
    """Give what is wrong with parameters without the file and the cell, which the problem names."""
    for name in (f"{path.name}, parameters cell, ", f"{path.name} has "):
        what = what.removeprefix(name)
    return what[0].upper() + what[1:].removesuffix(".")


def _inspect_cell(path: Path, number: int, cell: WrittenCell) -> Iterator[Problem]:
    place = f"cell {number}"
    if cell.has_results:
        fix = "clear all outputs before you commit."
        yield Problem(path, 0, place, "Stored results", fix=fix, is_warning=True)
    for tag in sorted({*cell.tags} - {*TAGS}):
        yield Problem(path, 0, place, f"Unknown tag '{tag}'", TAGS, "remove it.")
    if "parameters" in cell.tags:
        return
    is_setup = "setup" in cell.tags
    if not is_setup and len(cell.source.splitlines()) > MOST_LINES:
        yield Problem(path, 0, place, f"More than {MOST_LINES} lines", fix="move the work into dxlib.")
    try:
        tree = parse_python(cell.source)
    except SyntaxError as error:
        yield Problem(path, 0, place, f"Not Python in line {error.lineno} ({error.msg})", fix="correct the line.")
        return
    if is_setup:
        yield from _inspect_imports(path, place, tree)
        return
    if cell.source.rstrip().endswith(";") and isinstance(tree.body[-1], ast.Expr):
        what = "A semicolon at the end, by which Jupyter shows nothing of the cell"
        yield Problem(path, 0, place, what, fix="delete it, or assign what the call gives to a name.")
    for line, text in find_unknown(tree.body, list_known_calls()):
        what, fix = _describe_unknown(text, line)
        yield Problem(path, 0, place, what, fix=fix)


def _describe_unknown(text: str, line: int) -> tuple[str, str]:
    """Say what is wrong with code that the audit has no rule for, and what to do."""
    if text.startswith(("import ", "from ")):
        return f"'{text}' in line {line} is not in the set-up cell", "import it there."
    if text.startswith("def ") or " within 'def " in text:
        fix = "define only what draws: a function of (ax, rows); each call of dx is a statement of its own."
        return f"'{text}' in line {line} is no function that draws a picture", fix
    fix = "write it as a call of the brief, or move it into dxlib."
    return f"'{text}' in line {line} is no call that the audit has a rule for", fix


def _inspect_imports(path: Path, place: str, tree: ast.Module) -> Iterator[Problem]:
    """Give what a set-up cell imports and must not."""
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        for name in [str(node.module)] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]:
            if name.partition(".")[0] not in IMPORTS:
                what = f"'{ast.unparse(node)}' in line {node.lineno}"
                fix = "leave it out; what a brief needs besides is part of dxlib."
                yield Problem(path, 0, place, what, IMPORTS, fix)
