from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.charts.axes import compute_rank_ticks, compute_time_axis, compute_value_ticks, thin_labels, write_ticks
from dxlib.charts.series import choose_placement
from dxlib.language import Speaker


@given(st.floats(-1e6, 1e9), st.floats(1e-3, 1e9), st.booleans())
def test_ticks_enclose_the_data_and_are_at_most_five(low: float, size: float, zero: bool) -> None:
    ticks = compute_value_ticks(low, low + size, zero=zero)
    assert 2 <= len(ticks) <= 5
    assert ticks[0] <= low
    assert ticks[-1] >= low + size


def test_an_axis_from_zero_has_zero() -> None:
    assert compute_value_ticks(40, 55, zero=True)[0] == 0
    assert compute_value_ticks(40, 55, zero=False)[0] == 40


def test_ticks_are_round_to_the_last_digit() -> None:
    assert compute_value_ticks(0.31, 0.69, zero=False) == (0.3, 0.4, 0.5, 0.6, 0.7)


@pytest.mark.parametrize("value", [0.0, 18.0, -3.0])
def test_one_value_has_an_axis_too(value: float) -> None:
    ticks = compute_value_ticks(value, value, zero=False)
    assert ticks[0] < ticks[-1]
    assert ticks[0] <= value <= ticks[-1]


@pytest.mark.parametrize("value", [18.0, -3.0, 0.004])
def test_one_value_stands_between_the_ends_of_its_axis(value: float) -> None:
    ticks = compute_value_ticks(value, value, zero=False)
    assert ticks[0] < value < ticks[-1]
    assert abs(ticks[-1] - ticks[0]) <= 2 * abs(value)


def test_an_axis_of_nothing_but_zero_ends_at_one() -> None:
    assert compute_value_ticks(0, 0, zero=True) == (0, 0.25, 0.5, 0.75, 1)


@given(st.integers(1, 190), st.integers(0, 190))
def test_ticks_of_ranks_are_few_and_between_best_and_worst(best: int, size: int) -> None:
    ticks = compute_rank_ticks(best, best + size)
    assert 1 <= len(ticks) <= 5
    assert all(best <= tick <= best + size or tick == 1 for tick in ticks)


def test_the_first_place_is_a_tick_when_it_is_near() -> None:
    assert compute_rank_ticks(3, 112)[0] == 1
    assert compute_rank_ticks(71, 112)[0] == 80
    # Near is a fifth of the distance between ticks, here 25.
    assert [compute_rank_ticks(best, 112)[0] for best in (6, 7)] == [1, 25]


def test_a_round_rank_at_either_end_is_a_tick() -> None:
    assert compute_rank_ticks(60, 100) == (60, 80, 100)


@pytest.mark.parametrize(
    ("ticks", "unit", "unit_mult", "texts"),
    [
        ((0, 50, 100), "PERCENT", 0, ("0%", "50%", "100%")),
        ((0, 20, 40), "USD", 9, ("0", "20", "40\xa0billion USD")),
        ((0, 500, 1000), "USD", 6, ("0 USD", "500\xa0million USD", "1\xa0billion USD")),
        ((0, 0.5, 1), "INDEX", 0, ("0", "0.5", "1")),
    ],
)
def test_a_long_unit_stands_at_the_last_tick_only(
    english: Speaker, ticks: tuple[float, ...], unit: str, unit_mult: int, texts: tuple[str, ...]
) -> None:
    assert write_ticks(english, ticks, unit, unit_mult) == texts


def test_ticks_are_written_in_the_language_of_the_page(vietnamese: Speaker) -> None:
    assert write_ticks(vietnamese, (0, 0.5), "INDEX", 0) == ("0", "0,5")


def test_whole_years_have_marks_only_where_there_are_data() -> None:
    periods = ["2008", "2003", "2004"]
    axis = compute_time_axis(periods, choose_placement(periods))
    assert [period for _, period in axis.labels] == ["2003", "2004", "2008"]
    assert axis.marks == tuple(place for place, _ in axis.labels)
    assert axis.marks[2] - axis.marks[1] == pytest.approx(4 * (axis.marks[1] - axis.marks[0]), abs=2)


def test_parts_of_years_have_marks_between_the_years() -> None:
    periods = ["2022", "2024-07", "2024", "2025-06"]
    axis = compute_time_axis(periods, choose_placement(periods))
    assert {date.fromordinal(int(mark)).strftime("%m-%d") for mark in axis.marks} == {"01-01"}
    assert [period for _, period in axis.labels] == ["2022", "2023", "2024", "2025"]


@given(st.integers(2000, 2020), st.integers(1, 12), st.integers(14, 80))
def test_a_year_s_label_is_in_the_middle_of_what_is_seen_of_it(year: int, month: int, count: int) -> None:
    months = [(year + (month - 1 + at) // 12, (month - 1 + at) % 12 + 1) for at in range(count)]
    periods = [f"{one}-{two:02}" for one, two in months]
    placement = choose_placement(periods)
    axis = compute_time_axis(periods, placement)
    first, last = placement.locate(periods[0]), placement.locate(periods[-1])
    assert first - 366 / 2 <= axis.start <= first
    assert axis.end == last
    assert [date.fromordinal(int(mark)).year for mark in axis.marks] == [
        one for one in range(year, months[-1][0] + 2) if axis.start <= date(one, 1, 1).toordinal() <= axis.end
    ]
    edges = [axis.start, *(mark for mark in axis.marks if axis.start < mark < axis.end), axis.end]
    assert [place for place, _ in axis.labels] == [(one + other) / 2 for one, other in pairwise(edges)]
    assert [period for _, period in axis.labels] == [str(one) for one in range(year, months[-1][0] + 1)]


def test_periods_within_a_year_are_labels_themselves() -> None:
    periods = ["2025-01", "2025-04", "2025-09"]
    axis = compute_time_axis(periods, choose_placement(periods))
    assert [period for _, period in axis.labels] == periods


def test_one_period_stands_in_the_middle() -> None:
    axis = compute_time_axis(["2024"], choose_placement(["2024"]))
    assert axis.start < axis.marks[0] < axis.end
    assert axis.marks[0] == (axis.start + axis.end) / 2
    assert 365 <= axis.end - axis.start <= 366


def test_thinned_labels_keep_the_ends_and_never_touch() -> None:
    middles = [index * 20.0 for index in range(10)]
    chosen = thin_labels(middles, [26.0] * 10)
    assert chosen[0] == 0
    assert chosen[-1] == 9
    assert all(middles[other] - middles[one] >= 34 for one, other in pairwise(chosen))


@pytest.mark.parametrize(("gap", "chosen"), [(8, [0, 1]), (7.9, [1])])
def test_labels_of_different_widths_keep_a_gap_between_their_ends(gap: float, chosen: list[int]) -> None:
    assert thin_labels([10, 20 + gap + 15], [20, 30]) == chosen


def test_no_label_is_none() -> None:
    assert thin_labels([], []) == []
