"""Which figures of other sources contradict a headline, and which confirm it: docs/decisions/0003."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from dxlib.audit.contradictions.spans import read_span
from dxlib.data import schema
from dxlib.data.schema import Row

# By how a figure is hedged, which way: two that are hedged in one way state two numbers of one kind.
# "More than" and "at least" are one way: sources use them for the same thing.
_WAYS: Final = {"": "", ">": "more", ">=": "more", "<": "less", "<=": "less", "~": "about", "<~": "nearly"}
_ABOVE: Final = frozenset((">",))  # stand for no value that is the written one, but for all above it
# "Nearly 18 million" is below 18 million, so it shares no value with "more than 18 million".
_UNDER: Final = frozenset(("<", "<~"))


def opposes(row: Row, head: Row) -> bool:
    """Say whether a row that states a value cannot be true beside another one."""
    # A row without a value opposes one with a value; two without a value say the same.
    if not (row[schema.OBS_VALUE] and head[schema.OBS_VALUE]):
        return bool(row[schema.OBS_VALUE] or head[schema.OBS_VALUE])
    # "More than 55 million" and "more than 60 million" are two statements, though 61 would fit both.
    if _find_way(row) == _find_way(head):
        return not (_is_rounding(row, head, schema.OBS_VALUE) and _is_rounding(row, head, schema.UPPER_VALUE))
    # Hedged in two ways, both can be true where one value fits both: 57 fits "more than 50", 45 does not.
    one, other = read_span(row), read_span(head)
    return not one.meets(other) or _touch_in_vain(row, head) or _touch_in_vain(head, row)


def confirms(row: Row, head: Row) -> bool:
    """Say whether a row states the number of another one and does not contradict it."""
    # A bound that fits says nothing of the number itself, and so confirms nothing.
    return not opposes(row, head) and _is_rounding(row, head, schema.OBS_VALUE)


def _find_way(row: Row) -> tuple[str, bool]:
    return _WAYS[row[schema.QUALIFIER]], bool(row[schema.UPPER_VALUE])


def _touch_in_vain(lower: Row, upper: Row) -> bool:
    """Say whether all that two rows have in common is an end that one of them leaves out."""
    if read_span(lower).high != read_span(upper).low:
        return False
    return (lower[schema.QUALIFIER] in _UNDER and not lower[schema.UPPER_VALUE]) or (
        upper[schema.QUALIFIER] in _ABOVE and not upper[schema.UPPER_VALUE]
    )


def _is_rounding(one: Row, other: Row, column: str) -> bool:
    """Say whether two numbers are equal, or one is the other's rounding; what neither states is equal."""
    mine, theirs = one[column], other[column]
    if not mine or not theirs:
        return mine == theirs
    # The coarser of the two decides how far they must agree: 0.77092 is 0.7709 with four decimals.
    step = Decimal(1).scaleb(-min(count_decimals(mine), count_decimals(theirs)))
    return Decimal(mine).quantize(step, ROUND_HALF_UP) == Decimal(theirs).quantize(step, ROUND_HALF_UP)


def count_decimals(text: str) -> int:
    """Give how many decimals a written number has, without zeros at its end."""
    # Of a number with an exponent no decimals count: "1.5E6" is written for its size.
    return len(text.partition(".")[2].rstrip("0")) if text and "E" not in text.upper() else 0
