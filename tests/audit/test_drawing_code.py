"""A function that draws is read, not run."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

import pytest

from dxlib.audit.drawing_code import DrawingCode, Label, find_forbidden, list_additions
from dxlib.audit.figure import Gap

FIGURE = Gap("a", "VNM")


def parse(source: str) -> ast.FunctionDef:
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.FunctionDef)
    return node


def evaluate(nodes: Iterable[ast.expr]) -> list[Any]:
    return [eval(ast.unparse(node), {"own": FIGURE}) for node in nodes]


def read(*lines: str) -> DrawingCode:
    return DrawingCode(parse("def draw(ax, rows):\n" + "\n".join(f"    {line}" for line in lines)), evaluate)


def test_what_a_function_adds_is_known() -> None:
    code = read(
        "ax.plot(rows.a)", "dx.median(ax, rows)", "dx.label(ax, own)", "dx.label(ax, own, own, value=False)",
        "dx.fit(ax, rows, x='a', y='b')", "dx.emphasize(ax, rows)",
    )  # fmt: skip
    assert [name for name, _ in list_additions(code.node)] == ["median", "label", "label", "fit", "emphasize"]
    assert (code.has_median, code.is_emphasized, code.fitted) == (True, True, ("a", "b"))
    assert code.labels == (Label(FIGURE, False), Label(FIGURE, True), Label(FIGURE, True))


def test_a_function_that_adds_nothing_adds_nothing() -> None:
    code = read("for one in rows:", "    ax.plot(one)")
    assert (code.has_median, code.is_emphasized, code.fitted, code.labels) == (False, False, None, ())
    assert list(find_forbidden(code.node)) == []


@pytest.mark.parametrize(
    "line",
    [
        "import os", "from os import path", "global x", "open('a')", "exec('a')", "__import__('os')",
        "with ax: pass", "class A: pass", "def inner(): pass", "x = dx.median(ax, rows)", "if 1: dx.median(ax, rows)",
        "dx.frame('a')", "print(dx)", "async def inner(): pass", "async with ax: pass", "getattr(ax, 'plot')",
        "rows.a.map(lambda one: getattr(one, 'x'))", "ax.plot.__globals__['os']", "vars(ax)",
        "try: pass\n    except* ValueError: pass",
    ],
)  # fmt: skip
def test_what_reaches_beyond_axes_and_rows_is_found(line: str) -> None:
    assert list(find_forbidden(read(line).node))


@pytest.mark.parametrize("head", ["def draw(ax)", "def draw(ax, rows, z=1)", "def draw(*a)", "@x\ndef draw(ax, rows)"])
def test_a_function_takes_axes_and_rows(head: str) -> None:
    assert list(find_forbidden(parse(f"{head}:\n    pass")))
