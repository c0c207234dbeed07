"""What readers are told of the parameters of a notebook: the comments beside them are texts as its sentences are."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Final

from dxlib.notebook_files import parse_python

STANDARD: Final = ("area", "edition", "language", "as_of")  # of every brief; pages have words of their own for them


def read_meaning(node: ast.stmt, lines: Sequence[str]) -> str:
    """Give the comment behind a statement.

    Parameters
    ----------
    node
        The statement.
    lines
        Of the cell that it stands in.

    Examples
    --------
    >>> line = 'colour: str = "#fff"  # Colour: of the line'
    >>> read_meaning(ast.parse(line).body[0], [line])
    'Colour: of the line'
    """
    # The ast counts columns in bytes of UTF-8: after "việt" a slice of characters would begin too far to the right.
    behind = lines[(node.end_lineno or node.lineno) - 1].encode()[node.end_col_offset or 0 :].decode()
    return behind.partition("#")[2].strip()


def make_label(name: str, meaning: str) -> str:
    """Give what readers are told that a parameter is: its comment up to a colon, else its name.

    Examples
    --------
    >>> make_label("system", "System: a key of data/catalogue/systems.yaml"), make_label("home_area", "")
    ('System', 'Home area')
    """
    text = meaning.partition(":")[0].strip() or name.replace("_", " ")
    return text[:1].upper() + text[1:]


def list_labels(source: str) -> dict[str, str]:
    """Give the label of each parameter that a brief adds to those of every brief, by its name.

    Parameters
    ----------
    source
        The cell that declares the parameters.
    """
    try:
        body = parse_python(source).body
    except SyntaxError:
        return {}  # 'dxlib check' names the cell
    declared = [node for node in body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)]
    lines = source.splitlines()
    names = {node.target.id: read_meaning(node, lines) for node in declared if isinstance(node.target, ast.Name)}
    return {name: make_label(name, meaning) for name, meaning in names.items() if name not in STANDARD}
