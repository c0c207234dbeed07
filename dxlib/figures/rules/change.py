"""A stated change against the two levels that it compares."""

from __future__ import annotations

from collections.abc import Iterator

from dxlib.figures.findings import FigureFinding, Statements
from dxlib.figures.levels import compare_with_levels

_SURVEY_GAP_YEARS = 3  # rankings do not appear every year


def find(statements: Statements) -> Iterator[FigureFinding]:
    """Find differences that are not ``later - earlier``, and places gained that are not ``earlier - later``."""
    pairs = statements.relations.change
    # Ranks apart: places gained are earlier less later, and the ranking before may lie years back.
    ranks = {change: level for change, level in pairs.items() if statements.get_entry(level).unit == "RANK"}
    others = {change: level for change, level in pairs.items() if change not in ranks}
    yield from compare_with_levels(statements, "change", others, lambda later, earlier: later - earlier)
    yield from compare_with_levels(
        statements, "change", ranks, lambda later, earlier: earlier - later, longest_gap_years=_SURVEY_GAP_YEARS
    )
