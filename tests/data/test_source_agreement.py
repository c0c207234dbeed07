"""Which statements of two sources can both be true: every pair of hedges, in the library and in the audit."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.audit.agreement import confirms, opposes
from dxlib.data.observations import make_observation
from dxlib.data.source_agreement import numbers_agree, values_agree
from tests.audit.contradictions.stating import state

PRICES = st.decimals(Decimal(-1000), Decimal(1000), places=4, allow_nan=False)


def read(text):
    """Give the row that "<~ 18000000" or "8-10" states."""
    hedge, _, rest = text.rpartition(" ")
    value, _, upper = rest.partition("-")
    return state("level", "2024", value, QUALIFIER=hedge, UPPER_VALUE=upper, KNOWN_SINCE="2025-01-01")


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("57", "> 50", True),
        ("45", "> 50", False),
        ("50", "> 50", True),  # the 50 may be 50.4
        ("49.4", "> 50", False),
        ("50", ">= 50", True),
        ("45", "< 50", True),
        ("57", "< 50", False),
        ("50", "<= 50", True),
        ("8", "< 10", True),
        ("10", "<~ 10", True),  # rounded up
        ("9.6", "<~ 10", True),
        ("10.2", "<~ 10", False),
        ("7", "<~ 10", False),
        ("20.4", "~ 20", True),
        ("21", "~ 20", True),
        ("23", "~ 20", False),
        ("> 50", "> 50", True),
        ("> 55250000", "> 60000000", False),  # each source states the number that it knows
        (">= 50", "> 50", True),
        ("< 10", "<= 10", True),
        ("< 10", "< 12", False),
        ("> 50", "< 60", True),
        ("> 50", "< 50", False),
        (">= 50", "< 50", False),
        (">= 50", "<= 50", True),
        ("> 50", "<= 50", False),
        ("> 50", "~ 57", True),
        ("> 50", "~ 48", False),
        ("> 18000000", "<~ 18000000", False),
        (">= 18000000", "<~ 18000000", False),
        ("> 17500000", "<~ 18000000", True),
        ("< 10", "<~ 10", True),
        ("<= 10", "<~ 10", True),
        ("< 10", "<~ 20", False),
        ("~ 20", "<~ 20", True),
        ("~ 20", "~ 20.2", True),
        ("~ 20", "~ 21", False),
        ("<~ 20", "<~ 21", False),
        ("8-10", "9", True),
        ("8-10", "12", False),
        ("8-10", "8-10", True),
        ("8-10", "8-12", False),
        ("8-10", ">= 8", True),
        ("8-10", "> 10", False),
        ("8-10", "< 8", False),
        ("8-10", "<= 8", True),
    ],
)
def test_two_statements_agree_when_both_can_be_true(one, other, agree):
    rows = read(one), read(other)
    for first, second in (rows, rows[::-1]):
        assert values_agree(*(make_observation(tuple(row.values())) for row in (first, second))) is agree
        assert opposes(first, second) is not agree


@pytest.mark.parametrize(
    ("one", "other", "confirmed"),
    [("57", "57.2", True), ("57", "> 50", False), ("50", "> 50", True), ("45", "> 50", False), ("< 10", "<~ 10", True)],
)
def test_a_bound_of_another_number_confirms_nothing(one, other, confirmed):
    assert confirms(read(one), read(other)) is confirmed


HEDGES = st.sampled_from(["", ">", ">=", "<", "<=", "~", "<~"])


@given(HEDGES, st.integers(1, 3000), HEDGES, st.integers(1, 3000))
def test_library_and_audit_say_the_same_of_any_pair(hedge, number, other_hedge, other_number):
    rows = read(f"{hedge} {number}"), read(f"{other_hedge} {other_number}")
    agree = values_agree(*(make_observation(tuple(row.values())) for row in rows))
    assert opposes(*rows) is not agree


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("71", "71", True),
        ("0.77092", "0.7709", True),
        ("45.2", "45", True),
        ("45.25", "45.3", True),  # a half goes up, as readers round
        ("45.25", "45.2", False),
        ("44.5", "45", True),
        ("44.4", "45", False),
        ("25", "28", False),
        ("-2.5", "-3", True),
        (None, None, True),
        (None, "0", False),
    ],
)
def test_numbers_agree_when_one_is_the_others_rounding(one, other, agree):
    first, second = (None if text is None else Decimal(text) for text in (one, other))
    assert numbers_agree(first, second) is agree
    assert numbers_agree(second, first) is agree


@given(PRICES, st.integers(0, 4))
def test_every_value_agrees_with_its_own_rounding(value, places):
    assert numbers_agree(value, value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
