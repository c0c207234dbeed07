"""What the cells of a notebook name, held against what there is: other cells, indicators, what the scaffold wrote."""

from __future__ import annotations

import ast
import builtins
import inspect
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

from dxlib.data.catalogue import Catalogue
from dxlib.errors import Problem, did_you_mean
from dxlib.notebook_files import parse_python, read_cells

PLACEHOLDER: Final = "Write here "  # how each text begins that 'dxlib new' leaves to an author
# IPython puts these into the names of each notebook.
_OF_THE_KERNEL: Final = ("display", "get_ipython")
_INDICATORS: Final = ("indicator", "indicators", "whole", "parts", "weight")  # parameters of a brief's calls

_ParsedCell = tuple[int, str, ast.Module | None]


def inspect_names(path: Path, catalogue: Catalogue | None) -> Iterator[Problem]:
    """Give the names of a notebook that no cell above them defines, and the ids that are no indicator's.

    Parameters
    ----------
    catalogue
        Of the indicators; none where it is broken, since each id may look unknown then.
    """
    cells = list(_parse_cells(path))
    yield from _find_undefined(path, cells)
    known = catalogue.indicators if catalogue else {}
    for number, call, name in _list_ids(cells) if known else ():
        if name not in known:
            what, hint = f"Unknown indicator '{name}' in line {call.lineno}", did_you_mean(name, known)
            fix = "correct it, or add its entry under data/catalogue/indicators/."
            yield Problem(path, 0, f"cell {number}", what, fix=fix, hint=hint)


def list_indicators(path: Path) -> frozenset[str]:
    """Give the indicators that a notebook names in its calls of the brief."""
    return frozenset(name for _, _, name in _list_ids(list(_parse_cells(path))))


def find_placeholders(path: Path) -> Iterator[Problem]:
    """Give the cells of a notebook in which a text stands that its author was to write."""
    for number, source, _ in _parse_cells(path):
        if PLACEHOLDER in source:
            fix = f"replace '{PLACEHOLDER}...' by your own words."
            yield Problem(path, 0, f"cell {number}", "A text of the scaffold", fix=fix, is_warning=True)


def _parse_cells(path: Path) -> Iterator[_ParsedCell]:
    """Give number, source and code of each cell; of a cell without code, or whose code is no Python, no code."""
    for number, cell in enumerate(read_cells(path), start=1):
        try:
            yield number, cell.source, parse_python(cell.source) if cell.kind == "code" else ast.Module([], [])
        except SyntaxError:
            yield number, cell.source, None


def _find_undefined(path: Path, cells: list[_ParsedCell]) -> Iterator[Problem]:
    known = {*dir(builtins), *_OF_THE_KERNEL}
    for number, _, code in cells:
        if code is None:
            return  # nobody knows what it would have defined
        nodes = list(ast.walk(code))
        own = {name for node in nodes for name in _list_bound(node)}
        # Names of the whole cell count, as a function may use what a later line of its cell defines.
        known |= own
        for node in nodes:
            if isinstance(node, ast.Name) and node.id not in known:
                what = f"'{node.id}' in line {node.lineno} is defined in no cell up to here"
                hint = did_you_mean(node.id, sorted(known - set(dir(builtins))))
                yield Problem(path, 0, f"cell {number}", what, fix="correct the name, or define it above.", hint=hint)
                known.add(node.id)  # told once


def _list_bound(node: ast.AST) -> Iterator[str]:
    """Give the names that a part of code gives a meaning to."""
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.alias):
        # "import a.b" gives a meaning to "a".
        yield (node.asname or node.name).partition(".")[0]
    elif isinstance(node, ast.ExceptHandler) and node.name:
        yield node.name


def _list_ids(cells: list[_ParsedCell]) -> Iterator[tuple[int, ast.Call, str]]:
    """Give cell, call and id of each indicator that a call of the brief is given as it stands."""
    for number, _, code in cells:
        for node in ast.walk(code) if code else ():
            if isinstance(node, ast.Call) and (signature := _find_signature(node.func)):
                words = {word.arg: word.value for word in node.keywords if word.arg}
                with suppress(TypeError):  # its own run says that it is given other arguments
                    # None stands for self.
                    bound = signature.bind_partial(None, *node.args, **words).arguments
                    named = [bound[name] for name in _INDICATORS if name in bound]
                    yield from ((number, node, name) for name in _list_literals(named))


def _find_signature(function: ast.expr) -> inspect.Signature | None:
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "brief":
        return _list_signatures().get(function.attr)
    return None


def _list_literals(given: ast.expr | Iterable[Any]) -> Iterator[str]:
    """Give the texts that stand in a part of code, or in lists and tuples there."""
    if isinstance(given, (ast.List, ast.Tuple)):
        given = given.elts
    if isinstance(given, (list, tuple)):
        for one in given:
            yield from _list_literals(one)
    elif isinstance(given, ast.Constant) and isinstance(given.value, str) and given.value:
        yield given.value


@cache
def _list_signatures() -> Mapping[str, inspect.Signature]:
    """Give the parameters of each call of a brief."""
    from dxlib.brief.brief import Brief  # noqa: PLC0415  (only a check asks)

    return {name: inspect.signature(function) for name, function in inspect.getmembers(Brief, inspect.isfunction)}
