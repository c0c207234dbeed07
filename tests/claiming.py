"""What a claim of a page gives: its text is read as a call, and asked of what the audit knows."""

from __future__ import annotations

import ast

from dxlib.audit.evaluate import FigureCalls
from dxlib.audit.figure import Fig


def evaluate(figures: FigureCalls, claim: str) -> object:
    """Give what a claim stands for."""
    return _evaluate(figures, ast.parse(claim, mode="eval").body)


def _evaluate(figures: FigureCalls, node: ast.expr) -> object:
    if not isinstance(node, ast.Call):
        return ast.literal_eval(node)
    assert isinstance(node.func, ast.Name)
    args = [_evaluate(figures, one) for one in node.args]
    options = {str(one.arg): _evaluate(figures, one.value) for one in node.keywords}
    name = node.func.id
    if name in ("latest", "at", "target", "shared"):
        *args, area = args
        day = str(options.pop("as_of", figures.known.day))
        figures = FigureCalls(figures.known.facts.known_on(day), str(area))
    if name == "inputs":
        return list(args[0].inputs) if isinstance(args[0], Fig) else []
    return getattr(figures, name)(*args, **options)
