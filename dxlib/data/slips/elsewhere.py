"""What other sources say of the same: two figures of one source that changed places, and what a rank is out of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from dxlib.data import schema
from dxlib.data.schema import Row
from dxlib.data.slips.locators import YEAR
from dxlib.data.slips.quotations import Slip

_RANK: Final = "RANK"
_SOME: Final = 2  # sources that must agree on a total before a third one is held against them
Key = tuple[str, ...]


class Elsewhere:
    """Holds figures against those of other sources.

    Parameters
    ----------
    rows
        Of all ledgers.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._stated: dict[Key, list[Row]] = defaultdict(list)
        self._by_source: dict[str, list[Row]] = defaultdict(list)
        self._siblings: dict[str, dict[tuple[int, Key], list[int]]] = {}
        self._totals: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in rows:
            if row[schema.OBS_VALUE]:
                self._stated[schema.get_key(row)].append(row)
                self._by_source[row[schema.SOURCE]].append(row)
            if row[schema.OUT_OF] and row[schema.UNIT_MEASURE] == _RANK:
                self._totals[_make_total_key(row)][row[schema.OUT_OF]].add(row[schema.SOURCE])

    def find_slips(self, row: Row) -> Iterator[Slip]:
        """Give what other sources say otherwise than a row, so that the row itself must be wrong.

        Notes
        -----
        Sources may disagree. A row is a slip where its value is none that another source gives, but that of another
        row of its own source is, and the two differ in one cell only: period, indicator, area or kind.
        """
        if row[schema.OUT_OF] and row[schema.UNIT_MEASURE] == _RANK:
            yield from self._check_total(row)
        others = self._list_others(row)
        if not others or _is_among(row, others):
            return
        for column, sibling in self._list_siblings(row):
            if _is_among(sibling, others) and self._have_changed_places(row, sibling, others):
                other = others[0]
                what = (
                    f"{row[schema.OBS_VALUE]} for {row[column]} and {sibling[schema.OBS_VALUE]} for {sibling[column]}, "
                    f"but source '{other[schema.SOURCE]}' says {other[schema.OBS_VALUE]} for {row[column]}"
                )
                yield column, what, f"compare both rows with the source: {column} or OBS_VALUE may have changed places."
                return

    def _list_siblings(self, row: Row) -> list[tuple[str, Row]]:
        """Give the rows of the same source whose key differs in one cell, with its column, as they follow there."""
        source = row[schema.SOURCE]
        rows = self._by_source[source]
        # Comparing each row with each other one of its source takes time that grows with the square of their number.
        if source not in self._siblings:
            index = self._siblings[source] = defaultdict(list)
            for number, other in enumerate(rows):
                for alike in _list_alike(other):
                    index[alike].append(number)
        found = [(number, place) for place, rest in _list_alike(row) for number in self._siblings[source][place, rest]]
        columns = [(schema.KEY[place], rows[number]) for number, place in sorted(found)]
        return [(column, other) for column, other in columns if other[column] != row[column]]

    def _have_changed_places(self, row: Row, sibling: Row, others: Iterable[Row]) -> bool:
        """Say whether the value of a row belongs to its sibling.

        Where nobody else tells, only a period is doubted, and only if LOCATOR does not name it.
        """
        others_of_sibling = self._list_others(sibling)
        if others_of_sibling:
            return _is_among(row, others_of_sibling) and not _is_among(sibling, others_of_sibling)
        is_exact = any(sibling[schema.OBS_VALUE] == other[schema.OBS_VALUE] for other in others)
        is_other_period = row[schema.TIME_PERIOD] != sibling[schema.TIME_PERIOD]
        return is_exact and is_other_period and not YEAR.search(row[schema.LOCATOR])

    def _list_others(self, row: Row) -> list[Row]:
        stated = self._stated.get(schema.get_key(row), ())
        return [other for other in stated if other[schema.SOURCE] != row[schema.SOURCE]] if len(stated) > 1 else []

    def _check_total(self, row: Row) -> Iterator[Slip]:
        """Say where more sources, two at least, have another total, and COMMENT does not name it."""
        totals = self._totals[_make_total_key(row)]
        if len(totals) == 1:
            return
        counts = Counter({total: len(sources) for total, sources in totals.items()})
        (most, count), (_, next_count) = counts.most_common(2)
        own = row[schema.OUT_OF]
        # With as many sources for another total, nobody can say which one is right.
        if own == most or count < _SOME or count == next_count or re.search(rf"\b{most}\b", row[schema.COMMENT]):
            return
        what = f"'{own}', but {count} sources say {most} of {row[schema.INDICATOR]} in {row[schema.TIME_PERIOD]}"
        yield schema.OUT_OF, what, f"correct OUT_OF or TIME_PERIOD, or say in COMMENT why it is not {most}."


def _list_alike(row: Row) -> list[tuple[int, Key]]:
    """Give the key of a row without each of its cells in turn, and the place of that cell."""
    key = schema.get_key(row)
    return [(place, key[:place] + key[place + 1 :]) for place in range(len(key))]


def _make_total_key(row: Row) -> Key:
    """Give what has one total: an indicator, a period, and countries or the provinces of one map."""
    # Areas of one map have keys that begin alike: VN63-01, VN63-02.
    drawn_on = row[schema.REF_AREA].rpartition("-")[0]
    return row[schema.INDICATOR], row[schema.TIME_PERIOD], row[schema.KIND], drawn_on


def _is_among(row: Row, others: Iterable[Row]) -> bool:
    return any(_agree(row[schema.OBS_VALUE], other[schema.OBS_VALUE]) for other in others)


def _agree(one: str, other: str) -> bool:
    """Say whether two values are one, rounded to the decimals of the shorter; halves were rounded either way."""
    if one == other:
        return True
    (value, decimals), (other_value, other_decimals) = _measure(one), _measure(other)
    return 2 * abs(value - other_value) <= Decimal(1).scaleb(-min(decimals, other_decimals))


@lru_cache(maxsize=65536)  # a figure is held against many others
def _measure(text: str) -> tuple[Decimal, int]:
    """Give a number and how many decimals it is written with."""
    return Decimal(text), len(text.partition(".")[2])
