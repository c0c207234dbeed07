"""Reading a notebook as the audit needs it: cells in order, code as statements."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dxlib.errors import NotebookError
from dxlib.language.extract import split_blocks, split_heading
from dxlib.notebook_files import WrittenCell, parse_cells, parse_python

_SECTION: Final = 2  # "##"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell.

    Parameters
    ----------
    id
        As the notebook names it, or its number.
    source
        Of a Markdown cell.
    body
        The statements of a code cell.
    heading
        The ``##`` heading of a Markdown cell that opens a section; else empty.
    """

    id: str
    source: str = ""
    body: tuple[ast.stmt, ...] = ()
    heading: str = ""

    @property
    def is_code(self) -> bool:
        """Whether it runs."""
        return bool(self.body)


@dataclass(frozen=True, slots=True)
class Notebook:
    """A brief's notebook.

    Parameters
    ----------
    opens
        The name of the brief that its set-up cell opens.
    cells
        Those after the set-up, and Markdown cells before it; without the parameters.
    """

    opens: str
    cells: tuple[Cell, ...]

    def split(self) -> Iterator[tuple[str, Sequence[Cell]]]:
        """Give the cells by section: the heading, and the cells from it to the next one."""
        heading, section = "", list[Cell]()
        for cell in self.cells:
            if cell.heading:
                yield heading, section
                heading, section = cell.heading, []
            section.append(cell)
        yield heading, section


# One notebook serves all areas, editions and languages of its brief.
@lru_cache(maxsize=64)
def read_notebook(content: bytes) -> Notebook:
    """Read the content of a notebook's file; read once in a process.

    Raises
    ------
    NotebookError
        For what is no notebook, or holds a cell that is no Python: restore or mend it.
    """
    try:
        read = [(_read_cell(cell), cell.tags) for cell in parse_cells(content, "The file")]
    except SyntaxError as error:
        raise NotebookError(f"The audit cannot read the notebook: {error}.", fix="run 'dxlib check'.") from error
    opens = next((_find_opened(cell.body) for cell, tags in read if "setup" in tags), "")
    hidden = {"parameters", "injected-parameters", "setup"}
    return Notebook(opens, tuple(cell for cell, tags in read if not hidden & set(tags)))


def _read_cell(cell: WrittenCell) -> Cell:
    if cell.kind == "code":
        return Cell(cell.id, body=tuple(parse_python(cell.source).body))
    if cell.kind != "markdown":
        # A raw cell shows nothing on a page; it keeps its place in the order.
        return Cell(cell.id)
    found = (text for level, text in map(split_heading, split_blocks(cell.source)) if level == _SECTION)
    return Cell(cell.id, cell.source, heading=next(found, ""))


def _find_opened(body: Sequence[ast.stmt]) -> str:
    """Give the name that ``brief = dx.open_brief("name", ...)`` opens."""
    for statement in body:
        call = statement.value if isinstance(statement, ast.Assign) else None
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
            return str(call.args[0].value)
    return ""
