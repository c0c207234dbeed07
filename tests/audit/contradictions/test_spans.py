"""Everything that a written number can mean."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from dxlib.audit.contradictions import spans
from dxlib.audit.contradictions.spans import Span
from tests.audit.contradictions.stating import GROWTH, assert_seen, state


@pytest.mark.parametrize(
    ("value", "more", "low", "high"),
    [
        ("45.2", {}, "45.15", "45.25"),
        ("45.20", {}, "45.15", "45.25"),
        ("45.0", {}, "44.5", "45.5"),
        ("-0.5", {}, "-0.55", "-0.45"),
        ("120", {}, "119.5", "120.5"),
        ("999", {}, "998.5", "999.5"),
        ("1000", {}, "500", "1500"),
        ("510000", {}, "505000", "515000"),
        ("25", {"UNIT_MULT": 9}, "24500000000", "25500000000"),
        ("40", {"QUALIFIER": "~"}, "39", "41"),
        ("40", {"QUALIFIER": "<~"}, "39", "40"),
        ("18000000", {"QUALIFIER": "<~"}, "17000000", "18000000"),
        ("8", {"UPPER_VALUE": 10}, "8", "10"),
        ("8", {"UPPER_VALUE": 10, "QUALIFIER": "~"}, "8", "10"),
        ("62", {"QUALIFIER": ">"}, "62", "inf"),
        ("62", {"QUALIFIER": ">="}, "62", "inf"),
        ("10", {"QUALIFIER": "<"}, "-inf", "10"),
        ("10", {"QUALIFIER": "<="}, "-inf", "10"),
    ],
)
def test_a_number_means_all_that_round_to_it(value: str, more: dict[str, object], low: str, high: str) -> None:
    ends = [float(end) if "inf" in end else spans.Fraction(end) for end in (low, high)]
    assert spans.read_span(state("level", "2024", value, **more)) == spans.Span(*ends)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((4, 6), (2, 3), "4/3", "3"),
        ((-6, 6), (2, 3), "-3", "3"),
        ((-6, -4), (2, 3), "-3", "-4/3"),
        ((4, 6), (-1, 2), "2", "inf"),
        ((-6, 6), (0, 2), "-inf", "inf"),
        ((4, 6), (-2, 0), "-inf", "inf"),
        ((4, 6), (2, spans.math.inf), "0", "3"),
        ((-spans.math.inf, 0), (-1, 2), "-inf", "0"),
        ((4, spans.math.inf), (2, 3), "4/3", "inf"),
    ],
)
def test_a_quotient_holds_what_the_members_give_for_divisors_above_zero(
    one: tuple[int, int], other: tuple[int, int], low: str, high: str
) -> None:
    ends = [[spans.Fraction(end) if abs(end) < spans.math.inf else end for end in pair] for pair in (one, other)]
    quotient = spans.Span(*ends[0]) / spans.Span(*ends[1])
    assert [str(quotient.low), str(quotient.high)] == [low, high]


def test_spans_are_added_subtracted_and_scaled_by_their_ends() -> None:
    one, other = Span(Fraction(1), Fraction(3)), Span(Fraction(10), Fraction(20))
    assert one + other == Span(Fraction(11), Fraction(23))
    assert other - one == Span(Fraction(7), Fraction(19))
    assert one.scale(Fraction(5)) == Span(Fraction(5), Fraction(15))


@pytest.mark.parametrize(("low", "high", "distance"), [(3, 9, 0), (4, 9, 1), (-5, 0, 1), (-5, 1, 0), (-5, 9, 0)])
def test_spans_meet_where_no_distance_is_between_them(low: int, high: int, distance: int) -> None:
    one, other = Span(Fraction(1), Fraction(3)), Span(Fraction(low), Fraction(high))
    assert one.measure_distance(other) == other.measure_distance(one) == distance
    assert one.meets(other) is other.meets(one) is (distance == 0)


def test_a_number_of_several_words_of_ten_is_exact() -> None:
    assert spans.read_span(state("level", "2024", "1E+3", QUALIFIER=">")) == Span(Fraction(1000), math.inf)
    assert spans.read_span(state("level", "2024", "4.5", UNIT_MULT=-2)) == Span(
        Fraction(445, 10000), Fraction(455, 10000)
    )


@pytest.mark.parametrize(
    ("name", "value", "stated", "number"),
    [
        ("PARTS", 4, (31, 198, 152), 0),
        ("PARTS", 1, (29, 198, 152), 1),
        ("LEAST_ROUNDED", 1001, (150, 1000, 500), 0),
        ("LEAST_ROUNDED", 990, (99, 990, 500), 1),
    ],
)
def test_a_threshold_that_is_off_would_be_seen(
    monkeypatch: pytest.MonkeyPatch, name: str, value: int, stated: tuple[int, int, int], number: int
) -> None:
    growth, later, earlier = stated
    rows = [state("growth", "2025", growth), state("level", "2025", later), state("level", "2024", earlier)]
    assert_seen(monkeypatch, (spans, name, value), rows, number, **GROWTH)
