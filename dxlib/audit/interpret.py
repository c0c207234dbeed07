"""Running the cells of a notebook: assignments and calls of a brief, nothing else."""

from __future__ import annotations

import ast
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any

from dxlib.audit.drawing_code import DrawingCode, find_forbidden
from dxlib.audit.evaluate import NotEvaluatedError


class Interpreter:
    """Runs the cells of a notebook: assignments and calls of a brief, nothing else.

    Parameters
    ----------
    calls
        By the name of a brief's method what gives its result.
    given
        What names stand for before the first cell.
    """

    def __init__(self, calls: Mapping[str, Callable[..., object]], given: Mapping[str, object]) -> None:
        self.calls = calls
        self.names = dict(given)

    def run(self, body: Iterable[ast.stmt]) -> object:
        """Run the statements of a cell; give what the last one shows.

        Raises
        ------
        NotEvaluatedError
            For what is neither an assignment nor a call of a brief, nor a function that draws.
        """
        shown: object = None
        for statement in body:
            # Only the last statement of a cell shows something, as in IPython.
            shown = None
            if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                self._assign(statement.targets[0], self._evaluate(statement.value))
            elif isinstance(statement, ast.Expr):
                shown = self._evaluate(statement.value)
            elif isinstance(statement, ast.FunctionDef) and not any(find_forbidden(statement)):
                self.names[statement.name] = DrawingCode(statement, self._list_values)
            else:
                raise NotEvaluatedError(f"no rule for '{ast.unparse(statement)[:60]}'")
        return shown

    def _assign(self, target: ast.expr, value: Any) -> None:
        if isinstance(target, ast.Name):
            self.names[target.id] = value
        elif isinstance(target, ast.Tuple) and len(target.elts) == len(value):
            for one, part in zip(target.elts, value, strict=True):
                self._assign(one, part)
        else:
            raise NotEvaluatedError(f"no rule for an assignment to '{ast.unparse(target)}'")

    def _evaluate(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name) and node.id in self.names:
            return self.names[node.id]
        if isinstance(node, (ast.Tuple, ast.List)):
            return tuple(self._list_values(node.elts))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -self._evaluate(node.operand)
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            # Lazily, as Python does: the call behind "or" must not run where the one before gave something.
            return next((value for value in map(self._evaluate, node.values[:-1]) if value), None) or self._evaluate(
                node.values[-1]
            )
        if isinstance(node, ast.Call):
            return self._call(node)
        raise NotEvaluatedError(f"no rule for '{ast.unparse(node)[:60]}'")

    def _list_values(self, nodes: Iterable[ast.expr]) -> Iterable[Any]:
        for node in nodes:
            if isinstance(node, ast.Starred):
                yield from self._evaluate(node.value)
            else:
                yield self._evaluate(node)

    def _call(self, node: ast.Call) -> Any:
        if not _is_known_call(node, self.calls):
            raise NotEvaluatedError(f"no rule for the call '{ast.unparse(node.func)[:60]}'")
        args = list(self._list_values(node.args))
        words = {str(word.arg): self._evaluate(word.value) for word in node.keywords}
        try:
            return self.calls[node.func.attr](*args, **words)  # type: ignore[attr-defined]
        # Signatures of the rules are those of the brief's methods, so that Python checks the arguments.
        except TypeError as error:
            raise NotEvaluatedError(f"'{ast.unparse(node)[:60]}' has other arguments than it takes") from error


def find_unknown(body: Iterable[ast.stmt], calls: Container[str]) -> Iterator[tuple[int, str]]:
    r"""Give line and text of each part of a cell that the audit has no rule for.

    Parameters
    ----------
    body
        The statements of a cell.
    calls
        The names of the methods of a brief that have a rule.

    Examples
    --------
    >>> list(find_unknown(ast.parse("x = brief.latest('a')\nx + 1").body, {"latest"}))
    [(2, 'x + 1')]
    """
    for statement in body:
        if isinstance(statement, (ast.Assign, ast.Expr)):
            yield from _find_in(statement.value, calls)
        elif isinstance(statement, ast.FunctionDef):
            yield from find_forbidden(statement)
        else:
            yield statement.lineno, ast.unparse(statement).partition("\n")[0]


def _find_in(node: ast.expr, calls: Container[str]) -> Iterator[tuple[int, str]]:
    parts: Iterable[ast.expr] = ()
    if isinstance(node, ast.Call) and _is_known_call(node, calls):
        parts = [*node.args, *(word.value for word in node.keywords)]
    elif isinstance(node, (ast.Tuple, ast.List)):
        parts = node.elts
    elif isinstance(node, ast.Starred):
        parts = [node.value]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        parts = [node.operand]
    elif isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        parts = node.values
    elif not isinstance(node, (ast.Constant, ast.Name)):
        yield node.lineno, ast.unparse(node)
    for part in parts:
        yield from _find_in(part, calls)


def _is_known_call(node: ast.Call, calls: Container[str]) -> bool:
    function = node.func
    is_ours = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)
    return (
        is_ours
        and function.value.id == "brief"  # type: ignore[attr-defined]
        and function.attr in calls  # type: ignore[attr-defined]
        # A keyword without a name is "**options", whose content no rule can see.
        and all(word.arg for word in node.keywords)
    )
