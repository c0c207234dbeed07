"""Figures for the rules, and how a rule is asked."""

from collections import defaultdict
from decimal import Decimal

import pytest

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue, Indicator
from dxlib.data.observations import Observation
from dxlib.data.relations import Relations
from dxlib.data.words import Words
from dxlib.figures.findings import find_findings

UNITS = {
    "level": "COUNT", "growth": "PERCENT_CHANGE", "share": "PERCENT", "rank": "RANK", "score": "SCORE",
    "moved": "PLACES", "whole": "INDEX", "one": "INDEX", "other": "INDEX", "times": "TIMES", "points": "POINTS",
}  # fmt: skip


@pytest.fixture
def state():
    """Makes an observation: indicator, period, value, and whatever else it states."""

    def make(indicator, period, value, *, area="VNM", source="mic-2024", **more):
        cells = {
            "kind": schema.Kind.ACTUAL, "unit": UNITS[indicator], "unit_mult": 0, "status": schema.ObsStatus.NORMAL,
            "qualifier": schema.Qualifier.EXACT, "upper": None, "out_of": None, "locator": "", "published": "",
            "known_since": "2025-01-01", "as_written": str(value), **more,
        }  # fmt: skip
        return Observation(
            indicator=indicator, area=area, period=period, value=Decimal(str(value)), source=source, **cells
        )

    return make


@pytest.fixture
def find():
    """Asks one rule what it finds in some figures."""

    def find_in(rule, rows, breaks=(), **relations):
        words = Words(en="x", vi="x", fr="x")
        entries = {
            name: Indicator(
                name=words, label=words, definition=words, topic="t", unit=unit, decimals=1, publishers=("MIC",),
                direction="lower_is_better" if unit == "RANK" else "higher_is_better",
                breaks=[{"at": day, "why": words} for day in breaks],
            )
            for name, unit in UNITS.items()
        }  # fmt: skip
        catalogue = Catalogue.model_construct(indicators=entries)
        by_indicator = defaultdict(list)
        for row in rows:
            by_indicator[row.indicator].append(row)
        found = find_findings(by_indicator, catalogue, Relations(**relations))
        return tuple(one for one in found if one.rule == rule)

    return find_in
