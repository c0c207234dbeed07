from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxlib.charts.series import Line
from dxlib.charts.slope import SlopeChart, describe_slope, draw_slope
from dxlib.charts.theme import Color, Width
from dxlib.errors import DataError
from dxlib.language import Speaker
from tests.charts.conftest import LONG_NAMES

Make = Callable[..., Any]


def make_lines(
    make_series: Make, values: list[tuple[int, int]], unit: str = "PERCENT", **facts: Any
) -> tuple[Line, ...]:
    return tuple(
        Line(name, make_series({"2020": first, "2024": last}, unit, area=name, **facts), emphasis=n == 0)
        for n, (name, (first, last)) in enumerate(zip(LONG_NAMES, values, strict=False))
    )


@pytest.fixture
def chart(make_series: Make, english: Speaker) -> SlopeChart:
    return SlopeChart(make_lines(make_series, [(20, 50), (30, 25), (40, 40)]), english, "PERCENT")


@pytest.mark.parametrize("width", Width)
def test_each_area_has_both_its_figures(chart: SlopeChart, width: Width, read: Any) -> None:
    canvas = draw_slope(chart, width)
    read.check_legible(canvas)
    assert sorted(read.list_marked(canvas, "data-q")) == ["20%", "25%", "30%", "40%", "40%", "50%"]
    assert read.list_marked(canvas, "data-period") == ["2020", "2024"]


def test_a_line_joins_the_two_figures(chart: SlopeChart, read: Any) -> None:
    canvas = draw_slope(chart, Width.WIDE)
    rise, fall, flat = ([y for _, y in line.points] for line in read.list_lines(canvas))
    assert rise[0] < rise[1]
    assert fall[0] > fall[1]
    assert flat[0] == flat[1]
    assert [line.pen.color for line in read.list_lines(canvas)] == [Color.FIRST, Color.FAINT, Color.FAINT]


def test_a_better_rank_stands_higher(make_series: Make, english: Speaker, read: Any) -> None:
    canvas = draw_slope(SlopeChart(make_lines(make_series, [(90, 70), (3, 5)], "RANK"), english, "RANK"), Width.WIDE)
    own, other = ([y for _, y in line.points] for line in read.list_lines(canvas))
    assert own[0] < own[1] < other[1] < other[0]


def test_what_cannot_be_compared_is_not_joined(chart: SlopeChart, read: Any) -> None:
    lines = tuple(replace(line, breaks=("2022-01-01",)) for line in chart.lines)
    canvas = draw_slope(replace(chart, lines=lines), Width.WIDE)
    assert read.list_lines(canvas) == []
    assert len(canvas.markers) == 6


def test_long_units_leave_the_two_columns_apart(make_series: Make, english: Speaker, read: Any) -> None:
    lines = make_lines(make_series, [(1734, 1682), (684, 1421)], "PER_100")
    canvas = draw_slope(SlopeChart(lines, english, "PER_100"), Width.NARROW)
    read.check_legible(canvas)
    assert {text.size for text in canvas.texts if text.mark and text.mark.attribute == "data-q"} == {11}
    first, last = (text.x for text in canvas.texts if text.mark and text.mark.attribute == "data-period")
    assert last - first > 30


def test_a_line_of_other_periods_is_refused(chart: SlopeChart, make_series: Make) -> None:
    other = Line("x", make_series({"2019": 1, "2024": 2}))
    with pytest.raises(DataError, match="other than the same two periods"):
        draw_slope(replace(chart, lines=(*chart.lines, other)), Width.WIDE)
    with pytest.raises(DataError, match="A chart in RANK was given figures in PERCENT"):
        draw_slope(replace(chart, unit="RANK"), Width.WIDE)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300)), min_size=1, max_size=12),
    unit=st.sampled_from(["PERCENT", "USD", "RANK", "PER_100"]),
    width=st.sampled_from(Width),
)
def test_whatever_the_figures_every_text_is_legible(
    values: list[tuple[int, int]], unit: str, width: Width, make_series: Make, vietnamese: Speaker, read: Any
) -> None:
    lines = make_lines(make_series, values, unit, unit_mult=9 if unit == "USD" else 0)
    read.check_legible(draw_slope(SlopeChart(lines, vietnamese, unit, 9 if unit == "USD" else 0), width))


def test_the_description_says_what_each_area_did(chart: SlopeChart, list_said: Make) -> None:
    assert list_said(describe_slope(chart, name="Share")) == [
        "The chart compares areas at two periods, 2020 and 2024: Share.",
        "Thành phố Hồ Chí Minh rose from 20 to 50.",
        "Bà Rịa - Vũng Tàu fell from 30 to 25.",
        "Thừa Thiên Huế stayed at 40.",
    ]


def test_the_description_compares_nothing_across_a_break(chart: SlopeChart, list_said: Make) -> None:
    lines = tuple(replace(line, breaks=("2022-01-01",)) for line in chart.lines[:1])
    said = list_said(describe_slope(replace(chart, lines=lines), name="x"))[1]
    assert said == "Thành phố Hồ Chí Minh: 20, then 50; what is measured changed between, so they are not joined."


def test_the_description_of_ranks_says_neither_rise_nor_fall(
    make_series: Make, english: Speaker, list_said: Make
) -> None:
    chart = SlopeChart(make_lines(make_series, [(90, 70)], "RANK"), english, "RANK")
    assert list_said(describe_slope(chart, name="x"))[1] == "Thành phố Hồ Chí Minh: 90, then 70."
