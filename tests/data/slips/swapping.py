"""Cells of two rows of one source that changed places, planted by seed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping

from dxlib.data import schema
from tests.data.slips.planting import Ledgers, Place, Row, list_keys

Pair = tuple[Place, Place]
_ALIKE = (*schema.UNIQUE, schema.UNIT_MEASURE)


def draw_swaps(ledgers: Ledgers, column: str, *, count: int, seed: int) -> dict[Pair, dict[Place, Row]]:
    """Draw pairs of rows of one source by seed that are alike but for a column and the value, and swap the column."""
    rng = random.Random(f"{column} {seed}")
    groups: dict[tuple[str, ...], list[Place]] = defaultdict(list)
    for place, row in sorted(ledgers.rows.items()):
        if row[schema.OBS_VALUE]:
            groups[_name_group(row, column)].append(place)
    places = sorted(ledgers.rows)
    rng.shuffle(places)
    pairs: dict[Pair, dict[Place, Row]] = {}
    taken: set[tuple[str, str]] = set()
    for place in places:
        row = ledgers.rows[place]
        others = [other for other in groups[_name_group(row, column)] if _differ(row, ledgers.rows[other], column)]
        if not others or not row[schema.OBS_VALUE]:
            continue
        place_of_other = rng.choice(others)
        other = ledgers.rows[place_of_other]
        keys = list_keys(row) | list_keys(other)
        if not keys & taken:
            taken |= keys
            swapped = {place: row | {column: other[column]}, place_of_other: other | {column: row[column]}}
            pairs[place, place_of_other] = swapped
        if len(pairs) == count:
            break
    return pairs


def join_slips(pairs: Mapping[Pair, Mapping[Place, Row]]) -> dict[Place, Row]:
    """Give all rows of all pairs."""
    return {place: row for swapped in pairs.values() for place, row in swapped.items()}


def _name_group(row: Row, column: str) -> tuple[str, ...]:
    return tuple(row[name] for name in _ALIKE if name != column)


def _differ(row: Row, other: Row, column: str) -> bool:
    return "" not in (row[column], other[column]) and all(
        row[name] != other[name] for name in (column, schema.OBS_VALUE)
    )
