"""The function of a notebook that draws a picture: it is not run here, only read for what it adds to the rows."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dxlib.audit.figure import Fig, Gap

# What dxlib offers to draw besides the rows; any other call of dx in such a function is refused.
ADDITIONS: Final = ("emphasize", "fit", "label", "median")
_ARGUMENTS: Final = 2  # the Axes and the rows
# The function is not run here. What could reach beyond its Axes and rows could bring in numbers that nobody sees.
_FORBIDDEN: Final = (
    ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal, ast.ClassDef, ast.AsyncFunctionDef, ast.Await, ast.With,
    ast.AsyncWith, ast.Try, ast.TryStar,
)  # fmt: skip
_REACHING: Final = frozenset(
    ("open", "exec", "eval", "compile", "__import__", "globals", "locals", "vars", "getattr", "setattr", "delattr")
)


@dataclass(frozen=True, slots=True)
class Label:
    """A figure that is written beside its mark, and whether only the name of its area is."""

    figure: Fig | Gap
    name_only: bool


@dataclass(frozen=True, slots=True)
class DrawingCode:
    """A function that draws.

    Parameters
    ----------
    node
        Its definition.
    evaluate
        Gives what expressions of the notebook stand for.
    """

    node: ast.FunctionDef
    evaluate: Callable[[Iterable[ast.expr]], Iterable[Any]]

    @property
    def is_emphasized(self) -> bool:
        """Whether the marks of the brief's own area stand out."""
        return any(name == "emphasize" for name, _ in list_additions(self.node))

    @property
    def has_median(self) -> bool:
        """Whether the median of each period is drawn."""
        return any(name == "median" for name, _ in list_additions(self.node))

    @property
    def fitted(self) -> tuple[str, str] | None:
        """The columns across and upwards through which a line is fitted; none without a line."""
        for name, call in list_additions(self.node):
            if name == "fit":
                given = self._read_options(call)
                return str(given["x"]), str(given["y"])
        return None

    @property
    def labels(self) -> tuple[Label, ...]:
        """What is written beside marks."""
        return tuple(
            Label(figure, self._read_options(call).get("value") is False)
            for name, call in list_additions(self.node)
            if name == "label"
            for figure in self.evaluate(call.args[1:])
        )

    def _read_options(self, call: ast.Call) -> Mapping[str, Any]:
        values = self.evaluate(word.value for word in call.keywords)
        return {str(word.arg): value for word, value in zip(call.keywords, values, strict=True)}


def list_additions(node: ast.FunctionDef) -> Iterator[tuple[str, ast.Call]]:
    """Give the calls of ``dx`` that are statements of their own, by their names."""
    # Only statements of their own: within a branch or a loop nobody knows whether and how often a call runs.
    for statement in node.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and _is_ours(statement.value.func):
            yield statement.value.func.attr, statement.value  # type: ignore[attr-defined]


def _is_ours(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "dx"
        and function.attr in ADDITIONS
    )


def find_forbidden(node: ast.FunctionDef) -> Iterator[tuple[int, str]]:
    r"""Give line and text of each part of a function that draws which no such function may have.

    Examples
    --------
    >>> code = "def draw(ax, rows):\n    import os\n    ax.plot(rows.a)\n    dx.median(ax, rows)"
    >>> list(find_forbidden(ast.parse(code).body[0]))
    [(2, 'import os')]
    """
    arguments = node.args
    if len(arguments.args) != _ARGUMENTS or arguments.defaults or arguments.vararg or arguments.kwarg:
        yield node.lineno, f"def {node.name}({ast.unparse(arguments)})"
    # By identity: "dx" is allowed in exactly the calls that were listed, and nowhere else.
    known = {id(call.func.value) for _, call in list_additions(node)}  # type: ignore[attr-defined]
    for one in ast.walk(node):
        if isinstance(one, _FORBIDDEN) or (isinstance(one, ast.FunctionDef) and one is not node):
            yield one.lineno, ast.unparse(one).partition("\n")[0]
        elif isinstance(one, ast.Name) and (one.id in _REACHING or (one.id == "dx" and id(one) not in known)):
            yield one.lineno, f"{one.id} within 'def {node.name}'"
        # Each function leads to all that its module knows: ax.plot.__globals__["os"].
        elif isinstance(one, ast.Attribute) and one.attr.startswith("__"):
            yield one.lineno, f"{one.attr} within 'def {node.name}'"
    # A decorator could put another function in its place.
    if node.decorator_list or node.returns:
        yield node.lineno, f"def {node.name}"
