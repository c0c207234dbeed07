"""The heat map: areas by periods."""

from __future__ import annotations

import pytest

from dxlib.audit.charts.drawn import Drawn
from dxlib.audit.charts.in_classes import list_broken, make_heatmap
from dxlib.audit.figure import Gap
from tests.audit.small import Small


def test_areas_stand_by_their_last_figures_with_every_period_as_a_column(small: Small) -> None:
    made = small.make(make_heatmap, "online_share", areas=("SGP",))
    assert made.table == [
        "Area | 2020 | 2021 | 2023 | 2024", "Singapore | – | 40% | – | 60%", "Viet Nam | 20% | 30% | 17.6% | 45.2%",
    ]  # fmt: skip
    assert made.subtitle == "share name, per cent, 2020 to 2024"
    assert made.notes == ["Break in the series, 24 June 2022: Levels three and four became one."]


def test_words_are_of_what_may_be_compared_since_the_last_break(small: Small) -> None:
    assert small.make(make_heatmap, "online_share", areas=("SGP",)).words == [
        "The chart shows areas by periods, from 2020 to 2024; the stronger the colour, the higher the figure: share "
        "name.",
        "The highest figure is 60% (Singapore, 2024), the lowest 17.6% (Viet Nam, 2023).",
        "Viet Nam: 17.6% (2023), then 45.2% (2024).",
        "What is measured changed between 2021 and 2023: the columns stand apart there, and figures on the two sides "
        "cannot be compared.",
        "Hatched cells stand for periods without a figure.",
    ]


def test_the_lowest_stands_first_where_lower_is_better(small: Small) -> None:
    made = small.make(make_heatmap, "waste", areas=("SGP",))
    assert [row.name for row in made.chart.drawn.rows] == ["Viet Nam", "Singapore"]
    assert "the stronger the colour, the lower the figure" in made.words[0]
    assert made.notes == []


def test_areas_without_a_figure_of_the_last_period_stand_last(small: Small) -> None:
    made = small.make(make_heatmap, "waste", areas=("SGP", "VNM"), area="LAO")
    assert [row.name for row in made.chart.drawn.rows] == ["Viet Nam", "Singapore", "Lao PDR"]


def test_a_single_figure_is_told_as_the_only_one_and_nothing_is_a_gap(small: Small) -> None:
    words = small.make(make_heatmap, "accounts", area="P-02").words
    assert words[1:] == ["Province 2: 20 (2024)."]
    assert small.make(make_heatmap, "accounts", area="THA").chart == Gap("accounts", "THA")


@pytest.mark.parametrize(
    ("day", "columns"),
    [("2020-12-31", []), ("2021-01-01", [1]), ("2023-12-31", [2]), ("2024-01-01", []), ("2019-05-05", [])],
)
def test_a_column_is_broken_where_the_meaning_changed_before_it(day: str, columns: list[int]) -> None:
    drawn = Drawn("heatmap", "x", "PERCENT", 0, columns=("2020", "2021", "2023"), breaks=(day,))
    assert list_broken(drawn) == columns
