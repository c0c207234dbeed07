"""Ranks: whole numbers within N, one area each, in the order of the scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from dxlib.data.catalogue import Direction
from dxlib.data.observations import Observation
from dxlib.figures.findings import FigureFinding, Statements, Weight, show_figure
from dxlib.figures.intervals import read_interval


def find(statements: Statements) -> Iterator[FigureFinding]:
    """Find ranks beyond N, shared without a tie, or against the order of the scores of the same source."""
    for indicator in statements.indicators:
        if statements.get_entry(indicator).unit != "RANK":
            continue
        tables: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        for row in statements.walk_rows([indicator]):
            # Each source ranks for itself: the same place in two sources is no tie.
            tables[row.period, row.source].append(row)
            yield from _check_bounds(row)
        score = statements.relations.rank.get(indicator, "")
        for table in tables.values():
            yield from _check_order(statements, table, score)


def _check_bounds(row: Observation) -> Iterator[FigureFinding]:
    assert row.value is not None
    # Not by a remainder: Decimal computes none of a number with more digits than its context has, 28.
    if row.value < 1 or row.value != row.value.to_integral_value():
        message = f"{row.indicator} of {row.area} is {show_figure(row)}: no place"
        yield FigureFinding("ranks", Weight.CONTRADICTION, (row,), float(abs(1 - row.value)), row.unit, message)
    elif row.out_of is not None and row.value > row.out_of:
        message = f"{row.indicator} of {row.area} is {show_figure(row)}, among only {row.out_of}"
        yield FigureFinding("ranks", Weight.CONTRADICTION, (row,), float(row.value - row.out_of), row.unit, message)


def _check_order(statements: Statements, table: list[Observation], score: str) -> Iterator[FigureFinding]:
    higher = not score or statements.get_entry(score).direction is not Direction.LOWER_IS_BETTER
    # Sorted, so that the first of a pair is never placed behind the second.
    for one, other in combinations(sorted(table, key=lambda row: (row.value or 0, row.area)), 2):
        scores = [statements.find_beside(row, score) for row in (one, other)]
        if scores[0] is None or scores[1] is None:
            # Without scores a true tie and a slip look alike, so it is a suspicion only.
            if one.value == other.value:
                message = (
                    f"{one.indicator} is {show_figure(one)} for {one.area} and for {other.area}: a tie, or a mistake"
                )
                yield FigureFinding("ranks", Weight.SUSPICION, (one, other), 0.0, one.unit, message)
            continue
        better, worse = (read_interval(row, scores[0].unit_mult) for row in (scores[0], scores[1]))
        gap = worse.measure_above(better) if higher else better.measure_above(worse)
        # Scores that round to one number may well be tied.
        tied = one.value == other.value and better.measure_gap(worse)
        if gap or tied:
            message = (
                f"{one.indicator}: {one.area} is {show_figure(one)} and {other.area} is {show_figure(other)}, "
                f"but their scores are {scores[0].value} and {scores[1].value}"
            )
            figures = (one, other, scores[0], scores[1])
            yield FigureFinding("ranks", Weight.CONTRADICTION, figures, float(gap or tied), scores[0].unit, message)
