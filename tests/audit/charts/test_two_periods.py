"""Areas at two periods: the slope."""

from __future__ import annotations

import pytest

from dxlib.audit.charts.two_periods import make_slope
from dxlib.audit.figure import Gap
from tests.audit.small import Small


@pytest.mark.parametrize(
    ("indicator", "areas", "options", "columns"),
    [
        ("users", ("SGP", "LAO", "THA"), {}, ("2022", "2024")),
        ("users", (), {}, ("2018", "2024")),
        ("online_share", ("SGP",), {}, ("2023", "2024")),  # since the break
        ("online_share", ("SGP",), {"first": "2021"}, ("2021", "2024")),
        ("online_share", (), {"last": "2021"}, ("2020", "2021")),
        ("egdi_rank", ("SGP",), {"first": "2020", "last": "2022"}, ("2020", "2022")),
    ],
)
def test_periods_that_many_have_are_chosen_since_the_last_break(
    small: Small, indicator: str, areas: tuple[str, ...], options: dict[str, str], columns: tuple[str, str]
) -> None:
    assert small.make(make_slope, indicator, areas=areas, **options).chart.drawn.columns == columns


def test_only_areas_with_both_figures_are_shown(small: Small) -> None:
    made = small.make(make_slope, "users", areas=("SGP", "THA"))
    assert made.table == [
        "Area | 2022 | 2024", "Viet Nam | 48.2%another source: 52% | 66.5%another source: 61.5%",
        "Singapore | 88% | 94%",
    ]  # fmt: skip
    assert made.subtitle == "users name, per cent, 2022 and 2024"
    assert [line.is_own for line in made.chart.drawn.lines] == [True, False]
    assert made.words == [
        "The chart compares areas at two periods, 2022 and 2024: users name.",
        "Viet Nam rose from 48.2% to 66.5%.",
        "Singapore rose from 88% to 94%.",
    ]


def test_a_change_across_a_break_is_not_called_one(small: Small) -> None:
    made = small.make(make_slope, "online_share", areas=("SGP",), first="2021", last="2024")
    assert made.words[1:] == [
        "Viet Nam: 30%, then 45.2%; what is measured changed between, so they are not joined.",
        "Singapore: 40%, then 60%; what is measured changed between, so they are not joined.",
    ]
    assert made.notes == ["Break in the series, 24 June 2022: Levels three and four became one."]
    assert small.make(make_slope, "online_share", areas=()).notes == []


def test_ranks_and_open_changes_are_only_told_and_a_fall_is_one(small: Small) -> None:
    assert small.make(make_slope, "egdi_rank", areas=()).words[1] == "Viet Nam: 88, then 71."
    assert small.make(make_slope, "users", areas=(), first="2023").words[1] == "Viet Nam: more than 60%, then 66.5%."
    assert small.make(make_slope, "waste", areas=()).words[1] == "Viet Nam fell from 12% to 7%."


@pytest.mark.parametrize(
    ("indicator", "options"), [("accounts", {}), ("users", {"first": "2024"}), ("users", {"first": "2010"})]
)
def test_where_no_area_has_two_figures_the_chart_is_a_gap(
    small: Small, indicator: str, options: dict[str, str]
) -> None:
    assert small.make(make_slope, indicator, areas=(), **options).chart == Gap(indicator, "VNM")
