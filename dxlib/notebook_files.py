"""The cells of a notebook's file, read the same way wherever somebody asks for them."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dxlib.bounds import PYTHON_DEPTH, WRITTEN_BYTES
from dxlib.errors import NotebookError
from dxlib.intake import REMOVE_HIDDEN, IntakeError, read_bytes
from dxlib.letters import list_hidden
from dxlib.plain_json import parse_json

_TOO_DEEP: Final = f"more than {PYTHON_DEPTH} expressions within each other"
_CONFLICT: Final = re.compile(rb"^<{7} ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A cell as its author wrote it, without results.

    Parameters
    ----------
    kind
        ``code``, ``markdown`` or ``raw``.
    source
        Its text.
    tags
        What it is marked with, ``parameters`` for example.
    id
        Its id within the notebook; of one without an id its number, counted from 1.
    has_results
        Whether outputs or a count are stored with it.
    """

    kind: str
    source: str
    tags: tuple[str, ...]
    id: str
    has_results: bool


def read_cells(path: Path) -> tuple[WrittenCell, ...]:
    """Read the cells of a notebook's file.

    Raises
    ------
    NotebookError
        For what is no notebook of format 4, or cannot be read: restore it from version control.
    """
    try:
        content = read_bytes(path, WRITTEN_BYTES)
    except IntakeError as error:
        why = error.problem.what
        raise _refuse(path.name, f"{why[:1].lower()}{why[1:]}".removesuffix(",")) from error
    return parse_cells(content, path.name)


def parse_cells(content: bytes, name: str) -> tuple[WrittenCell, ...]:
    """Give the cells of the content of a notebook's file, whose name is for errors.

    Raises
    ------
    NotebookError
        For what is no notebook of format 4, and for one that holds characters which nobody sees.

    Examples
    --------
    >>> import json
    >>> cell = {"cell_type": "code", "source": ["x = 1", "y"], "metadata": {"tags": ["setup"]}}
    >>> [one] = parse_cells(json.dumps({"cells": [cell]}).encode(), "02-x.ipynb")
    >>> one.source, one.tags, one.id
    ('x = 1y', ('setup',), '1')
    """
    try:
        written = parse_json(content.decode())["cells"]
        cells = tuple(_read_cell(number, cell) for number, cell in enumerate(written, start=1))
    except UnicodeDecodeError as error:
        raise _refuse(name, "it is not written in UTF-8") from error
    except ValueError as error:
        if conflict := _CONFLICT.search(content):
            line = content.count(b"\n", 0, conflict.start()) + 1
            raise _refuse(name, f"line {line} is a mark of a merge conflict") from error
        raise _refuse(name, f"it is no JSON: {error}") from error
    except (LookupError, TypeError, AttributeError) as error:
        raise _refuse(name, "it has no cells as format 4 has them") from error
    _refuse_hidden(name, cells)
    return cells


def _refuse_hidden(name: str, cells: Sequence[WrittenCell]) -> None:
    for number, cell in enumerate(cells, start=1):
        for one in list_hidden(cell.source):
            what = f"{name}, cell {number}, line {one.line}, character {one.column}: hidden character {one.name}."
            raise NotebookError(what, fix=REMOVE_HIDDEN)


def parse_python(source: str) -> ast.Module:
    """Parse the source of a cell.

    Raises
    ------
    SyntaxError
        For what is no Python, and for what is nested deeper than whoever walks through it can follow.
    """
    try:
        tree = ast.parse(source)
    except (RecursionError, MemoryError, ValueError) as error:  # of the parser, at thousands of brackets or digits
        raise SyntaxError(_TOO_DEEP, ("", 1, 1, "")) from error
    level: list[ast.AST] = [tree]
    for _ in range(PYTHON_DEPTH):
        level = [below for node in level for below in ast.iter_child_nodes(node)]
        if not level:
            return tree
    raise SyntaxError(_TOO_DEEP, ("", 1, 1, ""))


def _read_cell(number: int, cell: dict[str, Any]) -> WrittenCell:
    source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    tags = cell.get("metadata", {}).get("tags", ())
    has_results = bool(cell.get("outputs")) or cell.get("execution_count") is not None
    return WrittenCell(str(cell["cell_type"]), source, tuple(map(str, tags)), str(cell.get("id", number)), has_results)


def _refuse(name: str, why: str) -> NotebookError:
    return NotebookError(
        f"{name} is not a notebook ({why}).", fix="restore it from version control, or save it again in JupyterLab."
    )
