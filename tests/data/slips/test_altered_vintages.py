"""Vintages whose figures are a hundred or a thousand times the last, or a part of it, drawn by seed: each is found."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import cache

import pytest

from dxlib.data import schema
from dxlib.data.clean import inspect_raw
from dxlib.data.ingest.ledger import RawRow
from dxlib.data.slips.magnitudes import find_leaps
from dxlib.paths import Project
from tests.building import ROOT

SEEDS = range(40)
FACTORS = ("100", "1000", "1000000", "0.01", "0.001")
SERIES = (schema.INDICATOR, schema.REF_AREA, schema.KIND)


@cache
def list_series() -> tuple[list[RawRow], ...]:
    """Give the rows of each series that is no rank, year for year, and has a value that is not zero."""
    ledgers, _, problems = inspect_raw(Project(ROOT))
    assert problems == []
    series: dict[tuple[str, ...], list[RawRow]] = {}
    for row in (row for ledger in ledgers for row in ledger.rows):
        if row[schema.UNIT_MEASURE] != "RANK" and row[schema.TIME_PERIOD]:
            series.setdefault(tuple(row[name] for name in SERIES), []).append(row)
    return tuple(rows for rows in series.values() if any(Decimal(row[schema.OBS_VALUE] or 0) for row in rows))


def draw_vintage(chance: random.Random, factor: str) -> tuple[list[RawRow], RawRow]:
    """Give the rows of a series with one more: what a later vintage of one of its sources says."""
    rows = chance.choice(list_series())
    row = chance.choice([row for row in rows if Decimal(row[schema.OBS_VALUE] or 0)])
    value = f"{Decimal(row[schema.OBS_VALUE]) * Decimal(factor):f}"
    later = {**row, schema.OBS_VALUE: value, schema.SOURCE: f"{row[schema.SOURCE]}@2027-01-01", schema.AS_WRITTEN: ""}
    return rows, later


@pytest.mark.parametrize("factor", FACTORS)
def test_a_vintage_that_lies_so_far_from_the_last_is_found(factor: str) -> None:
    missed = []
    for seed in SEEDS:
        rows, later = draw_vintage(random.Random(f"{factor} {seed}"), factor)
        if not any(leap.row is later for leap in find_leaps([*rows, later])):
            missed.append((later[schema.INDICATOR], later[schema.REF_AREA], later[schema.TIME_PERIOD]))
    assert missed == []


def test_a_vintage_that_says_the_same_is_no_leap() -> None:
    for seed in SEEDS:
        rows, later = draw_vintage(random.Random(f"same {seed}"), "1.02")
        assert not any(leap.row is later for leap in find_leaps([*rows, later]))
