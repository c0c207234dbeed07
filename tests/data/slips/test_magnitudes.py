"""Figures a hundred or a thousand times another of the same thing."""

from __future__ import annotations

import pytest

from dxlib.data.slips.magnitudes import find_leaps
from tests.data.slips.conftest import Make


def tell(make: Make, *stated: tuple[str, str, str]) -> list[str]:
    rows = [make(TIME_PERIOD=period, OBS_VALUE=value, SOURCE=source) for period, value, source in stated]
    return [leap.tell() for leap in find_leaps(rows)]


def test_a_vintage_that_is_a_hundredth_of_the_last_is_a_leap(make: Make) -> None:
    assert tell(make, ("2023", "70", "wdi@2024-01-01"), ("2023", "0.7", "wdi@2025-01-01")) == [
        "0.7 is 1/100 of the 70 of wdi@2024-01-01"
    ]


def test_a_source_that_counts_in_millions_is_a_leap(make: Make) -> None:
    assert tell(make, ("2024", "100987686", "wdi"), ("2024", "98.859", "un")) == [
        "98.859 is 1/1021533 of the 100987686 of wdi"
    ]


@pytest.mark.parametrize(
    "stated",
    [
        [("2023", "9.344", "a"), ("2023", "93.42", "b")],  # another figure, perhaps, but no unit
        [("2019-12", "8", "a"), ("2020-06", "725", "a")],  # a service that began small
        [("2020", "46", "a"), ("2025", "7300", "a")],  # years between
        [("2023", "0", "a"), ("2024", "100", "a")],
        [("2023", "", "a"), ("2023", "70", "b"), ("2024", "", "b")],  # what is not known is no figure
    ],
)
def test_what_spreads_or_is_disputed_is_no_leap(make: Make, stated: list[tuple[str, str, str]]) -> None:
    assert tell(make, *stated) == []


@pytest.mark.parametrize(
    ("one", "other", "is_leap"),
    [("90", "3", True), ("90", "3.1", False), ("100", "3000", True), ("100", "2999", False)],
)
def test_thirty_times_as_much_or_as_little_is_too_far(make: Make, one: str, other: str, *, is_leap: bool) -> None:
    assert bool(tell(make, ("2023", one, "a"), ("2023", other, "b"))) is is_leap


def test_a_year_that_lies_far_from_both_beside_it_is_a_leap(make: Make) -> None:
    assert tell(make, ("2021", "80", "a"), ("2022", "8100", "a"), ("2023", "83", "a")) == [
        "8100 is 101 times the 80 in 2021 of a"
    ]


def test_the_first_year_is_judged_by_the_second(make: Make) -> None:
    assert tell(make, ("2021", "80000", "a"), ("2022", "81", "a"), ("2023", "83", "a")) == [
        "80000 is 988 times the 81 in 2022 of a"
    ]


def test_the_last_year_is_a_leap_when_it_is_a_hundred_times_the_one_before(make: Make) -> None:
    assert tell(make, ("2022", "80", "a"), ("2023", "81000", "a")) == ["81000 is 1012 times the 80 in 2022 of a"]
