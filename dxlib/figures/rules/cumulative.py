"""Counts that can only grow, and a later one that is lower."""

from __future__ import annotations

from collections.abc import Iterator

from dxlib.data.observations import Observation
from dxlib.figures.findings import FigureFinding, Statements, Weight, show_figure
from dxlib.figures.intervals import read_interval
from dxlib.figures.levels import crosses_break


def find(statements: Statements) -> Iterator[FigureFinding]:
    """Find counts that are lower than one of an earlier period after the last break, however either was rounded."""
    for indicator, area, periods in statements.walk(statements.relations.cumulative):
        breaks = statements.list_breaks(indicator, area)
        highest: Observation | None = None
        for period, stated in periods.items():
            if highest and crosses_break(breaks, period, highest.period):
                highest = None
            for row in stated:
                gap = read_interval(highest, row.unit_mult).measure_above(read_interval(row)) if highest else 0.0
                if highest and gap:
                    message = (
                        f"{indicator} of {area} can only grow, "
                        f"but is {show_figure(highest)} and later {show_figure(row)}"
                    )
                    yield FigureFinding("cumulative", Weight.CONTRADICTION, (row, highest), gap, row.unit, message)
            # By what is certain of each: "more than 60" is at least that, however much more it may be.
            highest = max([*([highest] if highest else []), *stated], key=lambda row: read_interval(row, 0).low)
