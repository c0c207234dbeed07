"""Parts and their wholes: an index and its parts, a share and what it is a share of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import add
from typing import Final

from dxlib.audit.contradictions.spans import End, read_span, read_value
from dxlib.audit.contradictions.stated import CONTRADICTION, Contradiction, Stated
from dxlib.data import schema
from dxlib.data.schema import Row

ALL: Final = 100
_PERCENT: Final = "PERCENT"
_COUNT: Final = "COUNT"


def find_parts(stated: Stated) -> Iterator[Contradiction]:
    """Find indices that are not the mean, then those that are not the sum, of their parts in the same source."""
    relations = stated.relations
    for row, parts in _read_wholes(stated, relations.mean):
        index, period = row[schema.INDICATOR], row[schema.TIME_PERIOD]
        # Publishers weight unevenly: in 2010 the UN took 0.34, 0.33 and 0.33.
        weights = relations.weights.get(index, {}).get(period) or (Fraction(1, len(parts)),) * len(parts)
        if _measure(row, parts, map(Fraction, weights)) > Fraction(relations.within.get(index, {}).get(period, 0)):
            yield Contradiction("parts", CONTRADICTION, (row, *parts))
    for row, parts in _read_wholes(stated, relations.total):
        if _measure(row, parts, [Fraction(1)] * len(parts)):
            yield Contradiction("parts", CONTRADICTION, (row, *parts))


def _read_wholes(stated: Stated, wholes: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[Row, list[Row]]]:
    """Give each whole with its parts, where one source states them all."""
    for whole, area, periods in stated.walk(wholes):
        series = [stated.read(part, area) for part in wholes[whole]]
        for period, rows in periods.items():
            for row in rows:
                parts = [part for one in series for part in list_same_source(row, one.get(period, []))]
                # Parts of another source are of another index.
                if len(parts) == len(series):
                    yield row, parts


def list_same_source(row: Row, others: list[Row]) -> list[Row]:
    """Give the first of some rows that has the source of another one, or none."""
    return [other for other in others if other[schema.SOURCE] == row[schema.SOURCE]][:1]


def _measure(whole: Row, parts: list[Row], factors: Iterable[Fraction]) -> End:
    """Give how far a whole lies from its parts, each times its factor, put together."""
    weighted = [read_span(part).scale(factor) for part, factor in zip(parts, factors, strict=True)]
    return read_span(whole).measure_distance(reduce(add, weighted))


def find_shares(stated: Stated) -> Iterator[Contradiction]:
    """Find shares that are none, parts larger than their whole, then shares that "x of y" does not give."""
    for indicator, unit in stated.units.items():
        if unit in (_COUNT, _PERCENT):
            breaks_whole = _is_no_share if unit == _PERCENT else _is_above_whole
            for _, _, periods in stated.walk([indicator]):
                bad = (row for rows in periods.values() for row in rows if breaks_whole(row))
                yield from (Contradiction("shares", CONTRADICTION, (row,)) for row in bad)
    yield from _find_unlike_counts(stated)


def _is_no_share(row: Row) -> bool:
    return not 0 <= read_value(row) <= ALL


def _is_above_whole(row: Row) -> bool:
    return bool(row[schema.OUT_OF]) and read_value(row) > Decimal(row[schema.OUT_OF])


def _find_unlike_counts(stated: Stated) -> Iterator[Contradiction]:
    pairs = stated.relations.share
    for share, area, periods in stated.walk(pairs):
        counts = stated.read(pairs[share], area)
        for period, rows in periods.items():
            # A count "of 0" has no share.
            of_whole = [count for count in counts.get(period, []) if Decimal(count[schema.OUT_OF] or 0)]
            for row in rows if of_whole else ():
                yield from _hold(row, of_whole)


def _hold(row: Row, counts: list[Row]) -> Iterator[Contradiction]:
    """Find a share that no count gives; the count that comes nearest is shown."""
    said = read_span(row)
    factors = [Fraction(ALL) / Fraction(Decimal(count[schema.OUT_OF])) for count in counts]
    spans = [read_span(count).scale(factor) for count, factor in zip(counts, factors, strict=True)]
    distances = [said.measure_distance(span) for span in spans]
    nearest = min(distances)
    if nearest > 0:
        yield Contradiction("shares", CONTRADICTION, (row, counts[distances.index(nearest)]))
