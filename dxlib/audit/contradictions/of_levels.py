"""What is stated of a change, held against the levels that it compares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations, product
from typing import Final

from dxlib.audit.contradictions.spans import Span, read_span
from dxlib.audit.contradictions.stated import (
    CONTRADICTION,
    EXPLANATION,
    RANK,
    Contradiction,
    Periods,
    Stated,
    count_passed,
)
from dxlib.audit.periods import go_back
from dxlib.data import schema
from dxlib.data.schema import Row

YEARS_BETWEEN_RANKINGS: Final = 3  # a ranking does not appear every year
_HUNDRED: Final = Fraction(100)
_ALL: Final = Span(_HUNDRED, _HUNDRED)
_Imply = Callable[[Span, Span], Span]


def find_growth(stated: Stated) -> Iterator[Contradiction]:
    """Find growth in per cent that is not ``(later / earlier - 1) * 100`` of any two levels."""
    pairs = stated.relations.growth
    return _find_unlike(stated, "growth", pairs, lambda later, earlier: (later / earlier).scale(_HUNDRED) - _ALL)


def find_multiple(stated: Stated) -> Iterator[Contradiction]:
    """Find multiples that are not ``later / earlier`` of any two levels."""
    return _find_unlike(stated, "multiple", stated.relations.multiple, lambda later, earlier: later / earlier)


def find_change(stated: Stated) -> Iterator[Contradiction]:
    """Find differences that are not ``later - earlier``, then places gained that are not ``earlier - later``."""
    pairs = stated.relations.change
    ranks = {change: level for change, level in pairs.items() if stated.get_unit(level) == RANK}
    others = {change: level for change, level in pairs.items() if change not in ranks}
    yield from _find_unlike(stated, "change", others, lambda later, earlier: later - earlier)
    back = YEARS_BETWEEN_RANKINGS
    yield from _find_unlike(stated, "change", ranks, lambda later, earlier: earlier - later, years_back=back)


def _find_unlike(
    stated: Stated, rule: str, pairs: Mapping[str, str], imply: _Imply, *, years_back: int = 1
) -> Iterator[Contradiction]:
    for change, area, periods in stated.walk(pairs):
        level = pairs[change]
        levels, breaks = stated.read(level, area), stated.list_breaks(level, area)
        for period, rows in periods.items():
            before = _find_before(levels, period, years_back)
            # Equal counts of passed breaks mean that both periods lie on the same side of every break.
            if period not in levels or not before or count_passed(breaks, before) != count_passed(breaks, period):
                continue
            for row in rows:
                yield from _hold(rule, row, list(product(levels[period], levels[before])), imply)


def _find_before(levels: Periods, period: str, years_back: int) -> str:
    """Give the same part of the nearest year before that has a level; empty where none has."""
    earlier = (go_back(period, years) for years in range(1, years_back + 1))
    return next((candidate for candidate in earlier if candidate in levels), "")


def _hold(rule: str, row: Row, pairs: list[tuple[Row, Row]], imply: _Imply) -> Iterator[Contradiction]:
    """Find a stated change that no pair of levels gives; the pair that comes nearest is shown."""
    said = read_span(row)
    distances = [said.measure_distance(imply(read_span(later), read_span(earlier))) for later, earlier in pairs]
    nearest = min(distances)
    if nearest > 0:
        yield Contradiction(rule, CONTRADICTION, (row, *pairs[distances.index(nearest)]))


def find_bases(stated: Stated) -> Iterator[Contradiction]:
    """Find levels of one time that disagree, and say whether the years before that their growth implies agree.

    Only sources that state both level and growth are asked.
    """
    pairs = stated.relations.growth
    for growth, area, periods in stated.walk(pairs):
        levels = stated.read(pairs[growth], area)
        for period, rates in periods.items():
            both = [pair for pair in product(levels.get(period, ()), rates) if _is_of_one_source(*pair)]
            for one, other in combinations(both, 2):
                # Levels that agree need no explanation.
                if not read_span(one[0]).meets(read_span(other[0])):
                    weight = EXPLANATION if _imply_base(*one).meets(_imply_base(*other)) else CONTRADICTION
                    yield Contradiction("bases", weight, (one[0], other[0], one[1], other[1]))


def _is_of_one_source(level: Row, rate: Row) -> bool:
    return level[schema.SOURCE] == rate[schema.SOURCE]


def _imply_base(level: Row, rate: Row) -> Span:
    """Give the level of the year before."""
    # A growth of 25 per cent makes 125 of each 100.
    return read_span(level) / (read_span(rate) + _ALL).scale(1 / _HUNDRED)
