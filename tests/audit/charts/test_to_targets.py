"""Latest figures beside targets."""

from __future__ import annotations

from dxlib.audit.charts.to_targets import make_bullets
from dxlib.audit.figure import Gap
from tests.audit.small import Small

SCALES = "Each row has a scale of its own."


def test_each_target_has_a_row_with_its_figure_and_where_it_stands(small: Small) -> None:
    made = small.make(make_bullets, "users", "egdi_rank")
    assert made.table == [
        "Indicator | Latest figure | Target | Status",
        "users label | 66.5% (2024) | 80% by 2026 | no confirmed figure for the deadline",
        "users label | 66.5% (2024) | 95% by 2030 | on track",
        "rank label | 71 of 193 (2024) | 60 by 2025 | no confirmed figure for the deadline",
    ]
    assert made.subtitle == "Latest figures and targets, Viet Nam, as known on 31 December 2026"
    assert (made.notes, made.chart.drawn.unit) == ([SCALES], "")
    assert len(made.chart.figures) == 5


def test_the_next_target_is_judged_and_the_last_one_where_none_is_left(small: Small) -> None:
    made = small.make(make_bullets, "users", day="2025-06-30")
    (one,) = made.chart.drawn.targets
    assert [target.period for target in one.targets] == ["2026", "2030"]
    assert one.verdict.status == "on_track"
    assert made.words == [
        "The chart compares latest figures with targets.",
        "users label: 66.5% (2024); target 80% by 2026: on track.",
    ]
    (share,) = small.make(make_bullets, "online_share").chart.drawn.targets
    assert [target.period for target in share.targets] == ["2021", "2020"]
    assert (share.latest.period, share.verdict.status) == ("2021", "missed")


def test_rows_of_one_unit_share_a_scale(small: Small) -> None:
    made = small.make(make_bullets, "users", "online_share")
    assert (made.notes, made.chart.drawn.unit) == ([], "PERCENT")


def test_indicators_without_a_dated_target_or_a_figure_are_left_out(small: Small) -> None:
    assert small.make(make_bullets, "waste").chart == Gap("waste", "VNM")
    assert small.make(make_bullets, "users", day="2010-01-01").chart == Gap("users", "VNM")
    assert len(small.make(make_bullets, "waste", "users").chart.drawn.targets) == 1
