"""Where periods stand on an axis of time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dxlib.audit.charts.drawn import DrawnLine
from dxlib.audit.svg.time_scale import lay_out_time
from tests.audit.small import make_fig


def day(text: str) -> float:
    return float(date.fromisoformat(text).toordinal())


def test_years_stand_at_their_middles_and_are_written_there() -> None:
    axis = lay_out_time(["2024", "2022", "2024"])
    assert (axis.start, axis.end) == (day("2022-07-02") + 0.5, day("2024-07-02"))
    assert axis.labels == ((axis.start, "2022"), (axis.end, "2024"))
    assert axis.marks == (axis.start, axis.end)
    assert axis.locate("2023") == day("2023-07-02") + 0.5


def test_a_single_period_stands_in_the_middle_of_a_year() -> None:
    axis = lay_out_time(["2024"])
    assert axis.end - axis.start == 365.25
    assert (axis.start + axis.end) / 2 == axis.locate("2024")


def test_periods_that_overlap_stand_at_their_ends() -> None:
    axis = lay_out_time(["2023", "2024-01/2024-06", "2024"])
    assert axis.stands_at_end
    assert axis.locate("2024") == day("2025-01-01")
    assert axis.locate("2024-01/2024-06") == day("2024-07-01")
    assert not lay_out_time(["2023", "2024-01/2024-06"]).stands_at_end


def test_months_of_more_than_a_year_have_a_mark_at_each_new_year() -> None:
    axis = lay_out_time(["2023-03", "2024-10"])
    assert axis.marks == (day("2023-01-01"), day("2024-01-01"))
    assert [text for _, text in axis.labels] == ["2023", "2024"]
    assert axis.labels[0][0] == (day("2023-01-01") + day("2024-01-01")) / 2
    assert axis.labels[1][0] == (day("2024-01-01") + axis.end) / 2


def test_an_axis_begins_at_most_half_a_year_before_its_first_period() -> None:
    axis = lay_out_time(["2022-12", "2024-10"])
    assert axis.start == axis.locate("2022-12") - 365.25 / 2


def test_months_of_no_more_than_a_year_are_written_themselves() -> None:
    axis = lay_out_time(["2024-03", "2024-10"])
    assert [text for _, text in axis.labels] == ["2024-03", "2024-10"]


@pytest.mark.parametrize(
    ("broken", "at"),
    [
        ("2023-01-01", [day("2023-01-01")]),  # between the two figures
        ("2024-12-01", [(day("2022-07-02") + 0.5 + day("2024-07-02")) / 2]),  # after both: midway
        ("2025-01-01", []),
    ],
)
def test_a_break_stands_on_its_day_where_that_lies_between_two_figures(broken: str, at: list[float]) -> None:
    figures = (make_fig(1, "2022"), make_fig(2, "2024"))
    line = DrawnLine("x", figures, is_own=True, doubtful=frozenset(), breaks=(broken,))
    assert lay_out_time(["2022", "2024"]).list_breaks([line, line]) == [(place, True) for place in at]


def test_a_break_on_the_very_place_of_a_figure_stands_midway() -> None:
    axis = lay_out_time(["2023", "2024-01/2024-06", "2024"])
    figures = (make_fig(1, "2023"), make_fig(2, "2024"))
    line = DrawnLine("x", figures, is_own=True, doubtful=frozenset(), breaks=("2024-01-01",))
    assert axis.list_breaks([line]) == [((day("2024-01-01") + day("2025-01-01")) / 2, True)]


def test_a_gap_of_other_lengths_stands_midway_and_a_change_of_meaning_goes_before_it() -> None:
    figures = tuple(make_fig(1, period, unit="COUNT") for period in ("2024", "2026-01/2026-02"))
    line = DrawnLine("x", figures, is_own=True, doubtful=frozenset())
    midway = (day("2024-07-02") + day("2026-01-30") + 0.5) / 2
    axis = lay_out_time(["2024", "2026-01/2026-02"])
    assert axis.list_breaks([line]) == [(midway, False)]
    changed = replace(line, breaks=("2026-02-28",))
    assert axis.list_breaks([line, changed]) == axis.list_breaks([changed, line]) == [(midway, True)]
