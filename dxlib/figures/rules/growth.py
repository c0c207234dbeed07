"""A stated growth rate against the two levels that it compares."""

from __future__ import annotations

from collections.abc import Iterator

from dxlib.figures.findings import FigureFinding, Statements
from dxlib.figures.levels import compare_with_levels


def find(statements: Statements) -> Iterator[FigureFinding]:
    """Find growth in per cent that differs from ``(later / earlier - 1) * 100``."""
    yield from compare_with_levels(
        statements, "growth", statements.relations.growth, lambda later, earlier: (later / earlier).scale(100, -100)
    )
