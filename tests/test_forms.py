"""The forms of a figure: which classes carry a value on its way from ledger to audit; at most seven."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOST = 7
# In the order in which a figure passes them.
FORMS = {
    "Observation": "dxlib/data/observations.py",  # a row of data/clean
    "Quantity": "dxlib/data/quantities.py",  # what notebooks, charts and tables take and give
    "Measure": "dxlib/evidence/format.py",  # what the text of a figure is made of, on the page
    "IndexEntry": "dxlib/export/entry.py",  # the first figure of a page, in the index
    "Fig": "dxlib/audit/figure.py",  # the audit's own quantity, exact
    "PageFigure": "dxlib/audit/edition/agreeing.py",  # a figure of a page beside those of other pages
    "KeyFigure": "dxlib/audit/edition/told.py",  # the first figure of a page, by the audit
}
# Carries no value of its own, or none of a ledger on its way to a page.
OTHERS = {
    "Measured": "a protocol: what a speaker reads of a quantity, a measure or the audit's figure",
    "Range": "the interval that a statement leaves open, while two sources are compared",
    "WrittenNumber": "a number as a text writes it, while the audit reads a page back",
    "Correction": "a figure that was published wrongly, from its own file",
    "Own": "a parameter of a brief",
    "Mark": "an attribute of a text in a drawing, with the key of what it says",
}
BEFORE_THE_LEDGER = ("dxlib/data/ingest/", "dxlib/data/slips/")  # publishers' files and quotations
_NUMBERS = {"Decimal", "Fraction"}


def list_fields(node: ast.ClassDef) -> dict[str, str]:
    """Give the annotated fields and the properties of a class, with their types."""
    fields = [one for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]
    found = {one.target.id: ast.unparse(one.annotation) for one in fields if isinstance(one.target, ast.Name)}
    for one in node.body:
        if isinstance(one, ast.FunctionDef) and one.returns and any(
            ast.unparse(decorator).endswith("property") for decorator in one.decorator_list
        ):  # fmt: skip
            found[one.name] = ast.unparse(one.returns)
    return found


def carries_value(node: ast.ClassDef) -> bool:
    """Say whether a class has an exact number, or a value as text, among its fields."""
    fields = list_fields(node)
    return "value" in fields or any(_NUMBERS & set(re.findall(r"\w+", kind)) for kind in fields.values())


def list_carriers(tree: ast.Module) -> list[str]:
    classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and not node.name.startswith("_"))
    return [node.name for node in classes if carries_value(node)]


def test_a_figure_has_at_most_seven_forms_from_ledger_to_audit() -> None:
    found = {}
    for path in sorted((ROOT / "dxlib").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(BEFORE_THE_LEDGER):
            found |= dict.fromkeys(list_carriers(ast.parse(path.read_text("utf-8"))), name)
    assert {name: path for name, path in found.items() if name not in OTHERS} == FORMS
    assert OTHERS.keys() <= found.keys()
    assert len(FORMS) <= MOST


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("class A:\n    x: Decimal | None", ["A"]),
        ("class A:\n    value: str", ["A"]),
        ("class A:\n    @cached_property\n    def x(self) -> Fraction: ...", ["A"]),
        ("class A:\n    name: str\n\n    def x(self) -> Fraction: ...", []),
        ("class _A:\n    value: str", []),
    ],
)
def test_one_more_form_would_be_found(code: str, found: list[str]) -> None:
    assert list_carriers(ast.parse(code)) == found
