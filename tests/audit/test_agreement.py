"""Figures of other sources beside a headline, by the audit: which contradict it, and which confirm it."""

from __future__ import annotations

import pytest

from dxlib.audit.agreement import confirms, count_decimals, opposes
from tests.conftest import make_row

Row = dict[str, str]


def read(text: str) -> Row:
    """Give a clean row as a source hedges its number: ``>=50``, ``57-60`` or ``45.2``."""
    number = text.lstrip("<>=~")
    value, _, upper = number.partition("-")
    return make_row(OBS_VALUE=value, UPPER_VALUE=upper, QUALIFIER=text.removesuffix(number), UNIT_MULT="0")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("45.2", "45.2"),
        ("45.2", "45"),  # one rounded
        ("0.77092", "0.7709"),
        ("45.25", "45.3"),  # a half goes up
        ("45.20", "45.2"),
        (">50", ">=50"),  # sources use both for the same
        ("57-60", "57-60"),
    ],
)
def test_one_number_in_one_way_confirms_and_opposes_nothing(one: str, other: str) -> None:
    for row, head in ((one, other), (other, one)):
        assert not opposes(read(row), read(head))
        assert confirms(read(row), read(head))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("57", ">50"),
        ("57-60", ">50"),
        ("57-60", ">=60"),
        ("57-60", "<=57"),
        ("50", ">=50"),
        ("50", "<=50"),
        ("18", "<~18"),
        ("59", "~60"),
    ],
)
def test_what_fits_another_hedge_does_not_oppose_it(one: str, other: str) -> None:
    assert not opposes(read(one), read(other))
    assert not opposes(read(other), read(one))


def test_a_bound_that_fits_confirms_no_number() -> None:
    assert not confirms(read(">50"), read("57"))
    assert not confirms(read("57"), read(">50"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("45.2", "45.3"),
        ("45.24", "45.3"),
        ("45", ">50"),
        ("55", "<50"),
        ("57", "~60"),
        (">55", ">60"),  # two statements, though 61 would fit both
        ("57-60", "57-61"),
        ("57-60", "58-60"),
        ("<18", ">18"),  # nothing lies below and above one number
        ("<~18", ">18"),
        ("57-60", ">60"),
        ("<57", "57-60"),
    ],
)
def test_what_cannot_both_be_true_opposes_each_other(one: str, other: str) -> None:
    for row, head in ((one, other), (other, one)):
        assert opposes(read(row), read(head))
        assert not confirms(read(row), read(head))


@pytest.mark.parametrize(
    ("one", "other", "oppose"), [("", "", False), ("5", "", True), ("", "5", True), ("", ">5", True)]
)
def test_a_row_without_a_number_opposes_one_with_a_number(one: str, other: str, oppose: bool) -> None:
    assert opposes(read(one), read(other)) is oppose


@pytest.mark.parametrize(
    ("text", "count"), [("45.2", 1), ("45.20", 1), ("45", 0), ("45.0", 0), ("0.77092", 5), ("1.5E6", 0), ("", 0)]
)
def test_decimals_are_those_without_zeros_at_the_end(text: str, count: int) -> None:
    assert count_decimals(text) == count
