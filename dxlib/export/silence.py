"""Sections that have nothing to say: in an early edition nobody knew a figure on their subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nbformat import NotebookNode

from dxlib.brief.fragments import MIME_TYPE
from dxlib.language.extract import split_blocks, split_heading

# "gap" says that a figure is not known; "empty" is what a call shows that has nothing to say.
_SILENT = {"gap", "empty"}


def drop_silent_sections(cells: Sequence[NotebookNode]) -> tuple[list[NotebookNode], list[str]]:
    """Leave out the sections whose calls all gave nothing but the word that a figure is not known.

    Parameters
    ----------
    cells
        Of an executed notebook, in order, each fragment read already; a section begins with a Markdown cell that
        holds a ``##`` heading.

    Returns
    -------
    list of NotebookNode, list of str
        The cells that stay, and the English headings of what was left out. A section without any call stays.
    """
    kept: list[NotebookNode] = []
    left_out: list[str] = []
    for heading, section in _split(cells):
        kinds = {kind for cell in section for kind in _list_kinds(cell)}
        # What stands before the first heading belongs to no section, and a section of prose alone says something.
        if heading and kinds and kinds <= _SILENT:
            left_out.append(heading)
        else:
            kept.extend(section)
    return kept, left_out


def _split(cells: Sequence[NotebookNode]) -> Iterator[tuple[str, list[NotebookNode]]]:
    heading, section = "", list[NotebookNode]()
    for cell in cells:
        opened = _find_heading(cell)
        if opened:
            yield heading, section
            heading, section = opened, []
        section.append(cell)
    yield heading, section


def _find_heading(cell: NotebookNode) -> str:
    blocks = split_blocks(cell.source) if cell.cell_type == "markdown" else []
    return next((text for level, text in map(split_heading, blocks) if level == 2), "")  # noqa: PLR2004  (## opens one)


def _list_kinds(cell: NotebookNode) -> Iterator[str]:
    for output in cell.get("outputs", ()):
        content = output.get("data", {}).get(MIME_TYPE)
        if content:
            yield content.kind
