"""Lines over time: the trend and the change of ranks."""

from __future__ import annotations

import pytest

from dxlib.audit.charts.over_time import make_ranking, make_trend
from dxlib.audit.evaluate import NotEvaluatedError
from dxlib.audit.figure import Gap
from tests.audit.small import Small


def test_a_trend_has_its_line_what_others_state_and_its_targets(small: Small) -> None:
    made = small.make(make_trend, "users")
    (line,) = made.chart.drawn.lines
    assert (line.name, line.is_own, len(line.figures), len(line.rivals), len(line.doubtful)) == (
        "Viet Nam",
        True,
        7,
        2,
        1,
    )
    assert [one.period for one in made.chart.drawn.marked] == ["2026", "2030"]
    assert made.subtitle == "users name, Viet Nam, per cent, 2018 to 2024"
    assert made.table[:3] == ["Period | Viet Nam", "2018 | 15% estimate", "2019 | 20.5%"]
    assert made.table[-1] == "Target for 2030 | 95%"
    assert len(made.chart.figures) == 9


def test_other_areas_follow_the_own_one_without_what_others_state(small: Small) -> None:
    made = small.make(make_trend, "users", areas=("SGP", "P-01"), targets=False, zero=True)
    assert [(line.name, line.is_own, len(line.rivals)) for line in made.chart.drawn.lines] == [
        ("Viet Nam", True, 2), ("Singapore", False, 0),
    ]  # fmt: skip
    assert made.subtitle == "users name, Viet Nam and others, per cent, 2018 to 2024"
    assert made.table[-1] == "2024 | 66.5%another source: 61.5% | 94%"
    assert (made.chart.drawn.marked, made.chart.drawn.zero) == ((), True)


def test_several_indicators_are_named_by_their_short_names(small: Small) -> None:
    made = small.make(make_trend, "users", "online_share")
    assert made.table[0] == "Period | users label | share label"
    assert made.subtitle == "Viet Nam, per cent, 2018 to 2024"
    assert made.notes == ["Break in the series, 24 June 2022: Levels three and four became one."]


def test_a_gap_between_periods_of_different_lengths_is_noted(small: Small) -> None:
    made = small.make(make_trend, "decrees")
    assert made.notes == ["Periods of different lengths are not compared: over a longer time more is counted."]
    assert [len(run) for run in made.chart.drawn.lines[0].segments] == [2, 2]


def test_a_trend_shows_no_ranks_and_nothing_without_the_own_line(small: Small) -> None:
    with pytest.raises(NotEvaluatedError, match=r"^a trend shows no ranks$"):
        small.make(make_trend, "users", "egdi_rank")
    assert small.make(make_trend, "users", areas=("VNM",), area="P-01").chart == Gap("users", "P-01")
    assert small.make(make_ranking, "gci_rank", areas=("VNM",), area="LAO").chart == Gap("gci_rank", "LAO")


def test_a_ranking_has_each_area_once(small: Small) -> None:
    made = small.make(make_ranking, "egdi_rank", areas=("VNM", "SGP"))
    assert [line.name for line in made.chart.drawn.lines] == ["Viet Nam", "Singapore"]
    assert made.table[-1] == "2024 | 71 of 193 | 3"


def test_a_ranking_shows_ranks_alone_and_several_indicators_are_of_one_area(small: Small) -> None:
    with pytest.raises(NotEvaluatedError, match=r"^a ranking shows ranks alone$"):
        small.make(make_ranking, "users")
    with pytest.raises(NotEvaluatedError, match=r"^a trend of several indicators is of one area$"):
        small.make(make_trend, "users", "online_share", areas=("VNM", "SGP"))
    assert len(small.make(make_trend, "users", "online_share", areas=("VNM",)).chart.drawn.lines) == 2
