"""What the sources state, in the order in which contradictions are looked for."""

from __future__ import annotations

import pytest

from dxlib.audit.contradictions.stated import count_passed
from dxlib.errors import DataError
from tests.audit.contradictions.stating import find, read, state


def test_an_indicator_that_the_catalogue_does_not_know_is_named() -> None:
    with pytest.raises(DataError, match=r"Unknown indicator 'levle'\. Did you mean 'level'\?"):
        find([{**state("level", "2024", 1), "INDICATOR": "levle"}])


@pytest.mark.parametrize(("status", "number"), [("A", 1), ("E", 1), ("P", 1), ("B", 1), ("U", 0), ("F", 0)])
def test_forecasts_and_what_is_unreliable_are_not_asked(status: str, number: int) -> None:
    assert len(find([state("share", "2024", 157, OBS_STATUS=status)])) == number


def test_rows_of_a_period_stand_in_order_of_its_end_and_of_their_sources() -> None:
    rows = [
        state("level", "2024", 1, source="b"), state("level", "2020/2023", 2), state("level", "2024", 3, source="a"),
        state("level", "2021", 4),
    ]  # fmt: skip
    periods = read(rows).read("level", "VNM")
    assert list(periods) == ["2021", "2020/2023", "2024"]
    assert [row["SOURCE"] for row in periods["2024"]] == ["a", "b"]
    assert read(rows).read("level", "SGP") == read(rows).read("score", "VNM") == {}


def test_areas_are_walked_in_order_and_indicators_as_they_are_asked() -> None:
    rows = [state("share", "2024", 1), state("level", "2024", 1), state("level", "2024", 1, area="CHL")]
    walked = [(name, area) for name, area, _ in read(rows).walk(["share", "score", "level"])]
    assert walked == [("share", "VNM"), ("level", "CHL"), ("level", "VNM")]
    assert read(rows).units == {"level": "COUNT", "share": "PERCENT"}


def test_the_catalogue_says_unit_direction_and_breaks() -> None:
    stated = read([state("rank", "2024", 1), state("rank", "2023", 2, OBS_STATUS="B")], breaks=["2020-01-01"])
    assert stated.get_unit("score") == "SCORE"
    assert stated.list_breaks("rank", "VNM") == ("2020-01-01", "2023-12-31")
    assert stated.list_breaks("rank", "SGP") == stated.list_breaks("score", "VNM") == ("2020-01-01",)
    assert [stated.is_lower_better(name) for name in ("rank", "wait", "score")] == [True, True, False]


@pytest.mark.parametrize(
    ("period", "number"), [("2019", 0), ("2020", 1), ("2020-05", 0), ("2020-06", 1), ("2021-Q1", 1), ("2022", 2)]
)
def test_a_day_has_come_by_the_end_of_a_period(period: str, number: int) -> None:
    assert count_passed(("2020-06-30", "2022-01-01"), period) == number
    assert count_passed((), period) == 0
