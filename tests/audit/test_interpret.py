"""Cells of a notebook are run by the audit only as far as they are assignments and calls of a brief."""

from __future__ import annotations

import ast

import pytest

from dxlib.audit.evaluate import NotEvaluatedError
from dxlib.audit.interpret import Interpreter, find_unknown


def run(source: str, **names: object) -> object:
    calls = {"double": lambda value: 2 * value, "sum": lambda *values: sum(values)}
    return Interpreter(calls, names).run(ast.parse(source).body)


def test_assignments_calls_constants_and_lists_are_run() -> None:
    assert run("a, b = brief.double(2), -1\nbrief.sum(a, b, *(1, 2), area)", area=3) == 9
    assert run("brief.double(() or [1, 2])") == (1, 2, 1, 2)
    assert run("x = 1") is None
    assert run("brief.double(2)\nx = 1") is None


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "def f(): pass", "for x in (1,): pass", "open('x')", "brief.double.__globals__", "brief.unknown(1)",
        "brief.double(1 + 1)", "[x for x in (1,)]", "lambda: 1", "f'{area}'", "brief.double(**area)", "unknown",
        "a = b = 1", "a, b = (1, 2, 3)", "area[0]", "a += 1", "brief.double(1, 2)", "other.double(1)",
        "brief.double(+1)", "brief.double(not area)", "brief.double(~area)", "brief.double(area and 2)",
    ],
)  # fmt: skip
def test_everything_else_has_no_rule(source: str) -> None:
    with pytest.raises(NotEvaluatedError):
        run(source, area=3)


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "x = brief.double(1 + 1)",
        "brief.guess(1)",
        "brief.double(*[f'{x}'])",
        "brief.double(**x)",
        "brief.double(not x)",
        "brief.double(+1)",
        "brief.double(x and 1)",
    ],
)
def test_what_has_no_rule_is_told_without_running_it(source: str) -> None:
    assert len(list(find_unknown(ast.parse(source).body, {"double"}))) == 1


def test_what_has_a_rule_is_not_told() -> None:
    source = "a, b = brief.double(1), (1, -2)\nbrief.double(*a, x=b or [None])"
    assert list(find_unknown(ast.parse(source).body, {"double"})) == []
