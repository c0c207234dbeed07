"""A stated multiple against the two levels that it compares."""

from __future__ import annotations

from collections.abc import Iterator

from dxlib.figures.findings import FigureFinding, Statements
from dxlib.figures.levels import compare_with_levels


def find(statements: Statements) -> Iterator[FigureFinding]:
    """Find multiples that differ from ``later / earlier``."""
    yield from compare_with_levels(
        statements, "multiple", statements.relations.multiple, lambda later, earlier: later / earlier
    )
