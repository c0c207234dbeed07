from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxlib.charts.multiples import Multiples, describe_multiples, draw_multiples
from dxlib.charts.series import Line
from dxlib.charts.theme import Color, Width
from dxlib.errors import DataError
from dxlib.language import Speaker
from tests.charts.conftest import LONG_NAMES

Make = Callable[..., Any]


def make_lines(make_series: Make, values: list[list[int]], unit: str = "PERCENT", **facts: Any) -> tuple[Line, ...]:
    return tuple(
        Line(name, make_series({str(2018 + 2 * n): v for n, v in enumerate(run)}, unit, area=name, **facts), index == 0)
        for index, (name, run) in enumerate(zip(LONG_NAMES, values, strict=False))
    )


@pytest.fixture
def chart(make_series: Make, english: Speaker) -> Multiples:
    return Multiples(make_lines(make_series, [[20, 30, 50], [30, 28, 25], [40, 41, 40]]), english, "PERCENT")


@pytest.mark.parametrize("width", Width)
def test_each_panel_has_a_name_a_line_and_its_last_figure(chart: Multiples, width: Width, read: Any) -> None:
    canvas = draw_multiples(chart, width)
    read.check_legible(canvas)
    assert read.list_marked(canvas, "data-q") == ["50%", "25%", "40%"]
    assert [line.name for line in read.list_lines(canvas)] == [line.name for line in chart.lines]
    assert len(canvas.spots) == 9


def test_a_last_figure_that_nobody_confirms_is_not_held_out(chart: Multiples, read: Any) -> None:
    doubtful = replace(chart.lines[0], doubtful=frozenset({chart.lines[0].points[-1].key}))
    canvas = draw_multiples(replace(chart, lines=(doubtful, *chart.lines[1:])), Width.WIDE)
    assert read.list_marked(canvas, "data-q") == ["25%", "40%"]


def test_all_panels_have_the_same_scale(chart: Multiples, read: Any) -> None:
    lines = read.list_lines(draw_multiples(chart, Width.WIDE))
    steps = [
        (line.points[-1][1] - line.points[0][1]) / change for line, change in zip(lines[:2], (30, -5), strict=True)
    ]
    assert steps[0] == pytest.approx(steps[1])
    spans = {round(line.points[-1][0] - line.points[0][0], 6) for line in lines}
    assert len(spans) == 1


def test_a_better_rank_stands_higher(make_series: Make, english: Speaker, read: Any) -> None:
    canvas = draw_multiples(Multiples(make_lines(make_series, [[90, 70], [3, 5]], "RANK"), english, "RANK"), Width.WIDE)
    own, other = ([y for _, y in line.points] for line in read.list_lines(canvas))
    assert own[0] < own[1] < other[1] < other[0]


def test_a_line_is_cut_where_meaning_breaks(chart: Multiples, read: Any) -> None:
    lines = tuple(replace(line, breaks=("2021-01-01",)) for line in chart.lines[:1])
    canvas = draw_multiples(replace(chart, lines=lines), Width.WIDE)
    assert [len(line.points) for line in read.list_lines(canvas)] == [2, 1]


def test_a_figure_leaves_the_unit_of_the_axis_clear(make_series: Make, english: Speaker, read: Any) -> None:
    lines = make_lines(make_series, [[2], [1, 1]], "USD", unit_mult=9)
    read.check_legible(draw_multiples(Multiples(lines, english, "USD", 9), Width.WIDE))


def test_a_long_unit_is_left_to_the_subtitle(make_series: Make, english: Speaker, read: Any) -> None:
    lines = make_lines(make_series, [[20, 173], [60, 64]], "PER_100")
    canvas = draw_multiples(Multiples(lines, english, "PER_100"), Width.NARROW)
    read.check_legible(canvas)
    assert read.list_marked(canvas, "data-tick") == ["0", "100", "200"]


def test_the_emphasised_panel_has_colour(chart: Multiples, read: Any) -> None:
    colors = [line.pen.color for line in read.list_lines(draw_multiples(chart, Width.WIDE))]
    assert colors == [Color.FIRST, Color.FAINT, Color.FAINT]


def test_a_panel_of_another_unit_is_refused(chart: Multiples) -> None:
    with pytest.raises(DataError, match="A chart in INDEX was given figures in PERCENT"):
        draw_multiples(replace(chart, unit="INDEX"), Width.WIDE)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.lists(st.integers(1, 400), min_size=1, max_size=5), min_size=1, max_size=12),
    unit=st.sampled_from(["PERCENT", "USD", "RANK", "PER_100"]),
    width=st.sampled_from(Width),
)
def test_whatever_the_figures_every_text_is_legible(
    values: list[list[int]], unit: str, width: Width, make_series: Make, vietnamese: Speaker, read: Any
) -> None:
    lines = make_lines(make_series, values, unit, unit_mult=9 if unit == "USD" else 0)
    read.check_legible(draw_multiples(Multiples(lines, vietnamese, unit, 9 if unit == "USD" else 0), width))


def test_the_description_says_first_and_last(chart: Multiples, list_said: Make) -> None:
    broken = replace(chart.lines[2], breaks=("2021-01-01",))
    assert list_said(describe_multiples(replace(chart, lines=(*chart.lines[:2], broken)), name="Share")) == [
        "The chart shows small line charts on the same scale: Share.",
        "Thành phố Hồ Chí Minh rose from 20 (2018) to 50 (2022).",
        "Bà Rịa - Vũng Tàu fell from 30 (2018) to 25 (2022).",
        "Thừa Thiên Huế: 40 (2018), then 40 (2022); what is measured changed between.",
    ]
