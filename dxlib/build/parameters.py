"""Parameters: declared in a notebook's ``parameters`` cell, checked strictly before a kernel starts."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dxlib.data.keys import Value
from dxlib.errors import ConfigError, NotebookError, Problem, did_you_mean, raise_problems
from dxlib.language.parameter_labels import make_label, read_meaning
from dxlib.notebook_files import parse_python, read_cells

_TYPES: Mapping[str, type] = {"str": str, "int": int, "float": float, "bool": bool}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared parameter: ``name: type = literal  # meaning``."""

    name: str
    type_name: str
    default: Value
    meaning: str

    @property
    def label(self) -> str:
        """What readers are told that it is, in English."""
        return make_label(self.name, self.meaning)

    def takes(self, value: object) -> bool:
        """Say whether a value is of its type; an int is no float, and a bool is no int."""
        # isinstance() would take True for a whole number.
        return type(value) is _TYPES[self.type_name]


def read_parameters(path: Path) -> dict[str, Parameter]:
    """Read the declared parameters of a notebook, in order.

    Raises
    ------
    NotebookError
        When the file is no notebook, there is no ``parameters`` cell, or a line of it is no ``name: type = literal``.
    """
    cells = [cell for cell in read_cells(path) if "parameters" in cell.tags]
    if len(cells) != 1:
        raise NotebookError(
            f"{path.name} has {len(cells)} cells tagged 'parameters', not one.",
            fix="tag the one cell that declares the parameters.",
        )
    source = cells[0].source
    lines = source.splitlines()
    try:
        body = parse_python(source).body
    except SyntaxError as error:
        raise NotebookError(
            f"{path.name}, parameters cell, line {error.lineno}: not Python ({error.msg}).",
            fix="write only lines of the form name: type = literal  # meaning.",
        ) from error
    declared = {}
    for node in body:
        parameter = _read_declaration(node, lines)
        if parameter is None:
            raise NotebookError(
                f"{path.name}, parameters cell, line {node.lineno}: '{lines[node.lineno - 1]}' declares no parameter.",
                allowed=["name: str = 'literal'  # meaning"],
                fix=f"write name, type ({', '.join(_TYPES)}) and a literal; nothing else stands in this cell.",
            )
        declared[parameter.name] = parameter
    return declared


def _read_declaration(node: ast.stmt, lines: list[str]) -> Parameter | None:
    if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
        return None
    if not isinstance(node.annotation, ast.Name) or node.annotation.id not in _TYPES or node.value is None:
        return None
    try:
        default: Any = ast.literal_eval(node.value)
    except (ValueError, TypeError):
        return None
    parameter = Parameter(node.target.id, node.annotation.id, default, read_meaning(node, lines))
    return parameter if parameter.takes(default) else None


def check_parameters(path: Path, given: Mapping[str, Any]) -> None:
    """Refuse parameters that a notebook does not declare, or declares otherwise; values were held to registers before.

    Parameters
    ----------
    path
        The notebook.
    given
        Values by name.

    Raises
    ------
    ConfigError
        With every problem: unknown names (did you mean ...), wrong types.
    """
    declared, problems = read_parameters(path), []
    place = Path(path.parent.name) / path.name
    for name, value in given.items():
        if name not in declared:
            what, hint = f"Unknown parameter '{name}'", did_you_mean(name, declared)
            problems.append(Problem(place, 0, name, what, tuple(declared), "use a declared name.", hint))
        elif not declared[name].takes(value):
            what = f"Parameter '{name}' is {type(value).__name__} {value!r}, not {declared[name].type_name}"
            problems.append(Problem(place, 0, name, what, fix=f"give a value such as {declared[name].default!r}."))
    raise_problems(problems, kind=ConfigError)
