"""What charts share: the plot, its axes, its lines, its breaks, and the labels at the ends of lines."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from dxlib.charts.canvas import Pen
from dxlib.charts.labels import Box, LabelBlock, Piece
from dxlib.charts.scene import (
    BOTTOM,
    END_GAP,
    MARKER_RADIUS,
    TOP,
    Scale,
    Scene,
    draw_breaks,
    draw_end_labels,
    draw_line,
    draw_time_axis,
    draw_value_axis,
    lay_out_plot,
    make_scene,
    plan_lines,
)
from dxlib.charts.series import Line
from dxlib.charts.theme import ROW_HEIGHT, Color, Width, measure_text
from dxlib.language import Speaker
from tests.charts.conftest import make_series

YEARS = {"2020": 10, "2021": 20, "2022": 30, "2024": 50}
LIMITS = (0.0, 50.0)


def set_scene(*lines: Line, width: Width = Width.WIDE) -> Scene:
    """Give an empty plot for lines; its axis of time is that of the first one and of all years."""
    plan = plan_lines(lines, [*lines[0].points, *make_series(YEARS)], Speaker("en", {}))
    return make_scene(width, lay_out_plot(width, plan, ("0", "50"), ()), plan, LIMITS)


def make_line(**more: object) -> Line:
    return Line("Viet Nam", make_series(YEARS), **{"emphasis": True, **more})  # type: ignore[arg-type]


def make_label(words: str) -> LabelBlock:
    return LabelBlock(((Piece(words),),))


def test_a_scale_is_straight_and_may_turn_round() -> None:
    scale = Scale(0, 50, 300, 100)
    assert [scale.locate(value) for value in (0, 25, 50, 75)] == [300, 200, 100, 0]


def test_the_emphasised_line_lies_over_the_others_in_its_colour() -> None:
    own, other = make_line(), make_line(emphasis=False)
    scene = set_scene(own, other)
    for line in (own, other):
        draw_line(scene, line)
    first, second = scene.canvas.strokes
    assert (first.pen.color, second.pen.color) == (Color.FIRST, Color.FAINT)
    assert (first.pen.width > second.pen.width, first.layer > second.layer) == (True, True)
    assert {(marker.shape, marker.color) for marker in scene.canvas.markers} == {("o", Color.FIRST)}


def test_the_plot_leaves_room_for_ticks_and_for_labels_at_the_last_points() -> None:
    scene = set_scene(make_line())
    assert (scene.plot.y0, scene.plot.y1) == (BOTTOM, Width.WIDE.height - TOP)
    line = Line("Viet Nam", make_series({"2020": 10, "2022": 30}))
    plan = plan_lines((line,), make_series(YEARS), Speaker("en", {}))
    block = make_label("Việt Nam 50 %")
    plot = lay_out_plot(Width.WIDE, plan, ("0", "50", "100 thousand million"), (block,))
    place = Scale(plan.axis.start, plan.axis.end, plot.x0, plot.x1).locate(plan.last)
    assert plan.last < plan.axis.end
    assert place + END_GAP + block.width <= Width.WIDE
    assert plot.x0 < 60  # the last tick, which has the unit, may reach into the head
    assert lay_out_plot(Width.WIDE, plan, ("1,000 thousand million US dollars",), ()).x0 == Width.WIDE / 5 + 12


def test_values_have_few_lines_and_the_base_is_darker() -> None:
    scene = set_scene(make_line())
    draw_value_axis(scene, (0, 25, 50), ("0", "25", "50"), base=0)
    base, *others = scene.canvas.strokes
    assert [base.pen.color, *(one.pen.color for one in others)] == [Color.MUTED, Color.GRID, Color.GRID]
    assert [one.points[0][1] for one in scene.canvas.strokes] == [scene.up.locate(tick) for tick in (0, 25, 50)]
    assert [one.text for one in scene.canvas.texts] == ["0", "25", "50"]
    y = scene.up.locate(25)
    assert scene.placer.boxes[1] == Box(0, y, measure_text("25") + 2, y + ROW_HEIGHT)


@pytest.mark.parametrize("width", list(Width))
def test_times_stand_under_their_marks_and_within_the_chart(width: Width) -> None:
    line = Line("Viet Nam", make_series({str(year): year - 1990 for year in range(1991, 2025)}))
    scene = set_scene(line, width=width)
    axis = scene.plan.axis
    draw_time_axis(scene, ruled=True)
    ruler, *ticks = scene.canvas.strokes
    assert ruler.points[0][1] == ruler.points[1][1] == scene.plot.y0
    assert len(ticks) == len(axis.marks)
    texts = scene.canvas.texts
    assert 2 <= len(texts) <= len(axis.labels)
    assert all(0 < text.x < width for text in texts)
    assert all(other.x - one.x > 20 for one, other in pairwise(texts))


def test_a_line_is_cut_at_its_breaks_and_its_points_are_known_to_labels() -> None:
    line = make_line(breaks=("2021-06-30",))
    scene = set_scene(line)
    draw_line(scene, line)
    assert [len(one.points) for one in scene.canvas.strokes] == [len(segment) for segment in line.segments]
    assert len(line.segments) == 2
    assert scene.canvas.spots == {one.key: scene.locate(one) for one in line.points}
    assert len(scene.canvas.markers) == len(line.points)
    assert len(scene.placer.lines) == sum(len(segment) - 1 for segment in line.segments)


def test_a_line_that_stands_back_has_markers_only_where_a_point_would_not_be_seen_or_is_doubtful() -> None:
    doubtful = make_series(YEARS)[2].key
    line = make_line(emphasis=False, breaks=("2020-12-31",), doubtful=frozenset({doubtful}))
    scene = set_scene(line)
    draw_line(scene, line)
    places = {(marker.x, marker.y): marker for marker in scene.canvas.markers}
    alone = [segment[0].key for segment in line.segments if len(segment) == 1]
    assert set(places) == {scene.canvas.spots[key] for key in (*alone, doubtful)}
    assert [marker.hollow for marker in places.values()].count(True) == 1
    assert places[scene.canvas.spots[doubtful]].hollow
    assert {marker.radius for marker in places.values()} == {MARKER_RADIUS - 1}
    assert (scene.placer.lines, len(scene.placer.faint_lines)) == ([], sum(len(one) - 1 for one in line.segments))


def test_a_break_is_a_mark_on_its_day_with_a_word_where_there_is_room() -> None:
    line = make_line(breaks=("2023-06-30",))
    scene = set_scene(line)
    draw_breaks(scene)
    (mark,) = scene.canvas.strokes
    (x, low), (other, high) = mark.points
    assert x == other
    assert (low, high) == (scene.plot.y0, scene.plot.y1 + 3)
    assert x == pytest.approx(scene.across.locate(float(date(2023, 6, 30).toordinal())))
    assert mark.pen == Pen(Color.MUTED, dash=(2, 2.5))
    assert [(text.text, text.x) for text in scene.canvas.texts] == [("definition changed", pytest.approx(x))]
    scene.canvas.texts.clear()
    scene.placer.boxes.append(Box(0, scene.plot.y1, scene.width - 20, scene.plot.y1 + 40))
    draw_breaks(scene)
    assert scene.canvas.texts == []


def test_labels_at_ends_are_moved_apart_and_lead_to_their_points() -> None:
    lines = [Line(name, make_series(YEARS | {"2024": 50 - at})) for at, name in enumerate(("one", "two", "three"))]
    scene = set_scene(*lines)
    draw_end_labels(scene, [make_label(line.name) for line in lines])
    texts = {text.text: text for text in scene.canvas.texts}
    assert list(texts) == ["one", "two", "three"]
    assert len({text.x for text in texts.values()}) == 1
    assert texts["one"].y - texts["two"].y > 10
    assert texts["two"].y - texts["three"].y > 10
    assert any(one.role == "leader" for one in scene.canvas.strokes)


def test_one_label_stands_at_its_point_without_a_leader_and_none_is_none() -> None:
    line = Line("one", make_series({"2020": 10, "2021": 20}))
    scene = set_scene(line)
    draw_end_labels(scene, [])
    assert scene.canvas.texts == []
    draw_end_labels(scene, [make_label("one")])
    (text,) = scene.canvas.texts
    assert text.x == pytest.approx(scene.locate(line.points[-1])[0] + END_GAP)
    assert scene.canvas.strokes == []
