from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxlib.charts.dots import DotPlot, describe_dots, draw_dots
from dxlib.charts.theme import Color, Width
from dxlib.data.schema import Qualifier
from dxlib.errors import DataError
from dxlib.language import Speaker

Make = Callable[..., Any]


@pytest.fixture
def plot(make_entries: Make, make_quantity: Make, english: Speaker) -> DotPlot:
    """Four areas: the first emphasised with a rival, the second only a bound, the third a range."""
    one, two, three, four = make_entries([44, 46, 42, 40])
    bound = make_quantity("2024", 46, area="A1", qualifier=Qualifier.MORE_THAN)
    span = make_quantity("2024", 42, area="A2", upper=Decimal(45))
    rival = make_quantity("2024", 43, area="A0", source="other")
    entries = (replace(one, rivals=(rival,)), replace(two, figure=bound), replace(three, figure=span), four)
    return DotPlot(entries, english, "PERCENT")


def read_value(canvas: Any, x: float) -> float:
    ticks = [
        (float(text.mark.value), text.x) for text in canvas.texts if text.mark and text.mark.attribute == "data-tick"
    ]
    (low, start), (high, end) = ticks[0], ticks[-1]
    return round(low + (x - start) / (end - start) * (high - low), 6)


@pytest.mark.parametrize("width", Width)
def test_every_area_has_a_dot_at_its_figure(plot: DotPlot, width: Width, read: Any) -> None:
    canvas = draw_dots(plot, width)
    read.check_legible(canvas)
    dots = {marker.name: read_value(canvas, marker.x) for marker in canvas.markers if not marker.hollow}
    assert dots == {entry.name: float(entry.figure.value) for entry in plot.entries}
    assert read.list_marked(canvas, "data-q") == ["> 46%", "44%", "≥ 42%", "40%"]


@pytest.mark.parametrize("width", Width)
def test_the_signs_of_an_area_its_name_and_its_figure_stand_in_one_row(plot: DotPlot, width: Width, read: Any) -> None:
    canvas = draw_dots(plot, width)
    dots = {marker.name: marker for marker in canvas.markers if marker.role == "point"}
    for entry in plot.entries:
        read.check_row(canvas, entry.name, [entry.figure.key], ("point", "rival", "range", "tie"))
        (text,) = [one for one in canvas.texts if one.mark and one.mark.value == entry.figure.key]
        dot = dots[entry.name]
        signs = [shape for shape in canvas.strokes if shape.role in ("bound", "range", "tie")]
        ends = [x for shape in signs for x, y in shape.points if abs(y - dot.y) < 5]
        assert text.x > max([dot.x + dot.radius, *ends]) + 2
        assert (dot.x, dot.y) == canvas.spots[entry.figure.key]
        assert dot.color == (Color.FIRST if entry.emphasis else Color.FAINT)


@pytest.mark.parametrize("width", Width)
def test_each_value_of_the_axis_stands_under_its_line(plot: DotPlot, width: Width, read: Any) -> None:
    canvas = draw_dots(plot, width)
    lines = read.list_role(canvas, "grid")
    ticks = [text for text in canvas.texts if text.mark and text.mark.attribute == "data-tick"]
    places = [stroke.points[0][0] for stroke in lines]
    assert {text.x for text in ticks} <= set(places)
    names = [text.ends[1] for text in canvas.texts if text.x == 0]
    assert min(places) > max(names)
    heights = [box.y1 for text, (_, box) in zip(canvas.texts, read.measure_texts(canvas), strict=True) if text in ticks]
    lowest_row = min(marker.y for marker in canvas.markers) - 11
    for (x, low), (other, high) in (stroke.points for stroke in lines):
        assert x == other
        assert max(heights) < low <= lowest_row
        assert high == canvas.height
    assert max(marker.x for marker in canvas.markers) <= max(places) <= width


def test_the_arrow_of_a_bound_is_a_head_at_the_end_of_its_shaft(plot: DotPlot, make_quantity: Make, read: Any) -> None:
    for qualifier, side in ((Qualifier.MORE_THAN, 1), (Qualifier.LESS_THAN, -1)):
        bound = make_quantity("2024", 44, area="A1", qualifier=qualifier)
        canvas = draw_dots(replace(plot, entries=(replace(plot.entries[1], figure=bound), plot.entries[3])), Width.WIDE)
        dot = next(marker for marker in canvas.markers if marker.name == plot.entries[1].name)
        shaft, head = read.list_role(canvas, "bound")
        assert shaft.points[0] == (dot.x, dot.y)
        (upper, y0), tip, (lower, y1) = head.points
        assert tip == shaft.points[1]
        assert upper == lower
        # Beyond the dot, or it would cover the head.
        assert dot.radius < side * (upper - dot.x) < side * (tip[0] - dot.x)
        assert y0 - dot.y == dot.y - y1 > 2
        assert head.pen == shaft.pen


def test_a_headline_lies_over_what_other_sources_state_and_over_lines(plot: DotPlot, read: Any) -> None:
    canvas = draw_dots(plot, Width.WIDE)
    (rival,), (tie,) = read.list_role(canvas, "rival"), read.list_role(canvas, "tie")
    dots = read.list_role(canvas, "point")
    lines = [stroke.layer for stroke in canvas.strokes]
    assert min(dot.layer for dot in dots) > rival.layer > max(lines)
    assert all(rival.radius < dot.radius for dot in dots)
    assert tie.layer > max(stroke.layer for stroke in read.list_role(canvas, "grid"))
    assert [dot.hollow for dot in dots] == [False] * 4


def test_ranks_of_dots_begin_at_the_first_and_have_a_tick_beyond_the_last(
    make_entries: Make, english: Speaker, read: Any
) -> None:
    for values in ([1, 9], [3, 112], [1], [1, 1], [99, 100]):
        canvas = draw_dots(DotPlot(make_entries(values, "RANK"), english, "RANK", 0, True), Width.WIDE)
        read.check_legible(canvas)
        ticks = [float(t.mark.value) for t in canvas.texts if t.mark and t.mark.attribute == "data-tick"]
        assert (ticks[0], ticks[-1] >= max(values)) == (1, True)
        # A tick at the edge may be moved into the picture, so that values are read off the lines.
        first, *_, last = [stroke.points[0][0] for stroke in read.list_role(canvas, "grid")]
        shares = [(dot.x - first) / (last - first) for dot in canvas.markers]
        assert [ticks[0] + share * (ticks[-1] - ticks[0]) for share in shares] == pytest.approx(sorted(values))


def test_another_source_s_figure_is_hollow_and_tied(plot: DotPlot, read: Any) -> None:
    canvas = draw_dots(plot, Width.WIDE)
    (rival,) = read.list_role(canvas, "rival")
    assert rival.hollow
    assert read_value(canvas, rival.x) == 43
    assert len(read.list_role(canvas, "tie")) == 1


def test_a_bound_has_an_arrow_to_its_open_side(plot: DotPlot, make_quantity: Make, read: Any) -> None:
    shaft, _ = read.list_role(draw_dots(plot, Width.WIDE), "bound")
    assert shaft.points[1][0] > shaft.points[0][0]
    below = make_quantity("2024", 46, area="A1", qualifier=Qualifier.LESS_THAN)
    entries = (plot.entries[0], replace(plot.entries[1], figure=below))
    shaft, _ = read.list_role(draw_dots(replace(plot, entries=entries), Width.WIDE), "bound")
    assert shaft.points[1][0] < shaft.points[0][0]


def test_a_range_is_drawn_to_its_end(plot: DotPlot, read: Any) -> None:
    canvas = draw_dots(plot, Width.WIDE)
    (line,) = read.list_role(canvas, "range")
    assert [read_value(canvas, x) for x, _ in line.points] == [42, 45]


def test_a_doubtful_figure_is_hollow(plot: DotPlot) -> None:
    entries = (replace(plot.entries[3], doubtful=True),)
    (dot,) = draw_dots(replace(plot, entries=entries), Width.WIDE).markers
    assert dot.hollow


def test_no_area_is_no_plot(plot: DotPlot) -> None:
    with pytest.raises(DataError, match="no figure to draw"):
        draw_dots(replace(plot, entries=()), Width.WIDE)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 60)), min_size=1, max_size=14),
    qualifier=st.sampled_from(Qualifier),
    unit=st.sampled_from(["PERCENT", "USD", "RANK", "PER_100"]),
    width=st.sampled_from(Width),
)
def test_whatever_the_figures_every_text_is_legible(
    values: list[tuple[int, int]], qualifier: Qualifier, unit: str, width: Width, make_entries: Make,
    vietnamese: Speaker, read: Any,
) -> None:  # fmt: skip
    mult = 9 if unit == "USD" else 0
    figures = [value + 1 for value, _ in values]
    rivals = make_entries([value + 1 + more for value, more in values], unit, unit_mult=mult, source="other")
    entries = [
        replace(entry, rivals=(rival.figure,))
        for entry, rival in zip(make_entries(figures, unit, unit_mult=mult, qualifier=qualifier), rivals, strict=True)
    ]
    read.check_legible(draw_dots(DotPlot(tuple(entries), vietnamese, unit, mult, unit == "RANK"), width))


def test_the_description_says_range_own_rivals_and_bounds(plot: DotPlot, list_said: Make) -> None:
    assert list_said(describe_dots(plot, name="Share", absent=["Lào"])) == [
        "The chart shows a dot for each area (2024): Share.",
        "First is Bà Rịa - Vũng Tàu with 46, last is Quảng Ngãi with 40.",
        "For Bà Rịa - Vũng Tàu, an arrow shows that the source gives only a bound: 46.",
        "Thành phố Hồ Chí Minh has 44.",
        "For Thành phố Hồ Chí Minh, a hollow dot stands for 43, which another source states.",
        "No figure is known for: Lào.",
    ]
