"""Text has one encoding and one line end wherever dxlib reads or writes it: nothing depends on the system."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.building import ROOT

TEXT = {"read_text": 0, "write_text": 1}


def find_unnamed(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Give each call that opens a text file without saying its encoding, or writes one without its line end."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            named = {one.arg for one in node.keywords}
            if name in TEXT:
                if "encoding" not in named and len(node.args) <= TEXT[name]:
                    yield node.lineno, f"{name} without encoding"
                if name == "write_text" and "newline" not in named:
                    yield node.lineno, f"{name} without newline"
            elif name in ("open", "fdopen") and takes_text(node) and "b" not in (mode := read_mode(node)):
                if "encoding" not in named:
                    yield node.lineno, f"{name} without encoding"
                if set(mode) & set("wax") and "newline" not in named:
                    yield node.lineno, f"{name} without newline"


def read_mode(call: ast.Call) -> str:
    """Give the mode that a call of ``open`` names."""
    given = [one.value for one in call.keywords if one.arg == "mode"] + call.args
    texts = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return next((text for text in texts if set(text) <= set("rwaxbt+") and text), "")


def takes_text(call: ast.Call) -> bool:
    """Say whether a call opens a file: ``os.open`` and methods of that name of other things do not."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    names = {one.id for one in ast.walk(owner) if isinstance(one, ast.Name)} if owner else set()
    return not names & {"os", "webbrowser", "fsspec", "opener", "Image", "tarfile", "zipfile", "archive"} or (
        getattr(call.func, "attr", "") == "fdopen"
    )


def test_no_text_is_read_or_written_as_the_system_likes():
    trees = {path: ast.parse(path.read_text("utf-8")) for path in (ROOT / "dxlib").rglob("*.py")}
    assert {path: found for path, tree in trees.items() if (found := list(find_unnamed(tree)))} == {}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("path.read_text()", ["read_text without encoding"]),
        ("path.read_text('utf-8')", []),
        ("path.write_text(x, 'utf-8')", ["write_text without newline"]),
        ("path.write_text(x)", ["write_text without encoding", "write_text without newline"]),
        ("path.open()", ["open without encoding"]),
        ("path.open('rb')", []),
        ("open(path, 'w', encoding='utf-8')", ["open without newline"]),
        ("os.fdopen(3)", ["fdopen without encoding"]),
        ("os.open(path, os.O_RDONLY)", []),
    ],
)
def test_what_is_looked_for_is_found(code: str, found: list[str]):
    assert [what for _, what in find_unnamed(ast.parse(code))] == found
