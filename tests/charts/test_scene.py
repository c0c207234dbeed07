"""What charts share: the plot, its axes, its lines, its breaks, and the labels at the ends of lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import accumulate, pairwise
from typing import Any

import pytest

from dxlib.charts.canvas import Align, Canvas, Pen
from dxlib.charts.labels import Box, LabelBlock, Piece, PlacedLabel, make_box
from dxlib.charts.scene import (
    BOTTOM,
    END_GAP,
    MARKER_RADIUS,
    TOP,
    Scale,
    Scene,
    draw_block,
    draw_breaks,
    draw_end_labels,
    draw_line,
    draw_row,
    draw_time_axis,
    draw_value_axis,
    lay_out_plot,
    make_scene,
    plan_lines,
)
from dxlib.charts.series import Line
from dxlib.charts.theme import BASELINE, ROW_HEIGHT, Color, Width, measure_text
from dxlib.language import Speaker
from tests.charts.conftest import make_quantity, make_series

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


@pytest.mark.parametrize("align", ["left", "center"])
@pytest.mark.parametrize("rows", [("Việt Nam",), ("Bà Rịa –", "Vũng Tàu", "1,234")])
def test_each_row_of_a_label_stands_in_its_line_of_the_box(align: Align, rows: tuple[str, ...], read: Any) -> None:
    block = LabelBlock(tuple((Piece(row),) for row in rows))
    box = Box(100, 60, 100 + block.width, 60 + block.height)
    canvas = Canvas(Width.WIDE, 200)
    draw_block(canvas, PlacedLabel(block, box), align=align)
    assert read.list_texts(canvas) == list(rows)
    for index, (_, letters) in enumerate(read.measure_texts(canvas)):
        line = Box(box.x0, box.y1 - ROW_HEIGHT * (index + 1), box.x1, box.y1 - ROW_HEIGHT * index)
        assert line.contains(letters)
        assert letters.x0 == pytest.approx(box.x0 if align == "left" else box.x0 + box.x1 - letters.x1)


def test_a_label_that_stands_apart_is_tied_to_its_point_by_a_thin_line() -> None:
    canvas, block = Canvas(Width.WIDE, 200), make_label("71")
    leader = ((20.0, 20.0), (50.0, 60.0))
    draw_block(canvas, PlacedLabel(block, Box(50, 60, 50 + block.width, 76), leader))
    (line,) = canvas.strokes
    assert (line.points, line.role) == (leader, "leader")
    assert line.pen.width < 1


def test_pieces_stand_beside_each_other_with_room_for_their_spaces() -> None:
    canvas = Canvas(Width.WIDE, 200)
    row = (Piece("rank "), Piece("71", bold=True), Piece(" "), Piece("  of 193", size=11), Piece("."))
    draw_row(canvas, row, 10, 20, halo=True)
    starts = [10, *(10 + end for end in accumulate(piece.width for piece in row))]
    spaces = measure_text("  ", size=11)
    assert [text.text for text in canvas.texts] == ["rank", "71", "of 193", "."]
    places = [starts[0], starts[1], starts[3] + spaces, starts[4]]
    assert [text.x for text in canvas.texts] == pytest.approx(places)
    assert {(text.y, text.halo, text.align) for text in canvas.texts} == {(20, True, "left")}


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


def test_lines_of_values_reach_the_edge_or_end_between_the_last_point_and_its_label() -> None:
    line = make_line()
    scene = set_scene(line)
    draw_value_axis(scene, (0, 50), ("0", "50"), base=None)
    assert {one.points[1][0] for one in scene.canvas.strokes} == {scene.width}
    plot = lay_out_plot(Width.WIDE, scene.plan, ("0", "50"), (make_label("Việt Nam"),))
    narrower = make_scene(Width.WIDE, plot, scene.plan, LIMITS)
    draw_value_axis(narrower, (0, 50), ("0", "50"), base=None)
    draw_end_labels(narrower, (make_label("Việt Nam"),))
    label = narrower.canvas.texts[-1]
    last = narrower.locate(line.points[-1])[0]
    assert {one.points[0][0] for one in narrower.canvas.strokes} == {0}
    assert all(last + MARKER_RADIUS < one.points[1][0] < label.x for one in narrower.canvas.strokes)
    assert label.ends[1] <= Width.WIDE


def test_lines_of_data_lie_over_breaks_and_these_over_the_base_and_the_other_values() -> None:
    own, other = make_line(breaks=("2023-06-30",)), make_line(emphasis=False)
    scene = set_scene(own, other)
    draw_value_axis(scene, (0, 50), ("0", "50"), base=0)
    draw_breaks(scene)
    draw_line(scene, other)
    draw_line(scene, own)
    base, value, cut, faint, *strong = (stroke.layer for stroke in scene.canvas.strokes)
    assert value < base < cut < faint < strong[0]
    assert all(marker.layer > max(strong) for marker in scene.canvas.markers)


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
    places = {period: scene.across.locate(place) for place, period in axis.labels}
    for text in texts:
        half = measure_text(text.text) / 2
        assert text.mark is not None
        # The first and the last may be moved into the picture.
        assert text.x == pytest.approx(min(max(places[text.mark.value], half), width - half))
    lowest = min(y for one in ticks for _, y in one.points)
    assert {y for one in ticks for _, y in one.points} == {scene.plot.y0, lowest}
    assert [one.points[0][0] for one in ticks] == [scene.across.locate(mark) for mark in axis.marks]
    assert 0 < min(text.y for text in texts) < max(text.y for text in texts) + 0.7 * 13 < lowest + 1


def test_the_line_of_times_is_drawn_on_demand_and_reaches_the_last_marker() -> None:
    plain, ruled = set_scene(make_line()), set_scene(make_line())
    draw_time_axis(plain)
    draw_time_axis(ruled, ruled=True)
    assert len(ruled.canvas.strokes) == len(plain.canvas.strokes) + 1
    (start, _), (end, _) = ruled.canvas.strokes[0].points
    assert (start, ruled.plot.x1 + MARKER_RADIUS < end <= Width.WIDE) == (0, True)


def test_a_line_of_many_points_has_no_markers_and_labels_avoid_those_of_few() -> None:
    for count, seen in ((20, True), (30, False)):
        line = Line("a", make_series({str(1990 + at): at for at in range(count)}), True)
        scene = set_scene(line)
        draw_line(scene, line)
        assert [bool(scene.canvas.markers), len(scene.canvas.markers) in (0, count)] == [seen, True]
        signs = [make_box(one.x, one.y, one.radius) for one in scene.canvas.markers]
        assert all(any(box.contains(sign) for box in scene.placer.boxes) for sign in signs)


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


def test_a_break_whose_day_lies_beyond_one_of_its_points_is_marked_midway() -> None:
    # The figures stand at the middles of 2020 and 2021, and what is measured changed after both.
    line = make_line(breaks=("2021-12-31",))
    scene = set_scene(line)
    draw_breaks(scene)
    (mark,) = scene.canvas.strokes
    before, after = (scene.locate(point)[0] for point in line.points[:2])
    assert mark.points[0][0] == pytest.approx((before + after) / 2)
    assert mark.points in scene.placer.lines


def test_a_gap_of_other_lengths_is_marked_midway_and_a_definition_that_changed_goes_before_it() -> None:
    figures = [make_quantity(period, 1, "COUNT") for period in ("2020", "2021", "2023-01/2023-02")]
    line = Line("x", tuple(figures), True)
    scene = set_scene(line)
    draw_breaks(scene)
    (mark,) = scene.canvas.strokes
    before, after = (scene.locate(point)[0] for point in figures[1:])
    assert mark.points[0][0] == pytest.approx((before + after) / 2)
    assert [text.text for text in scene.canvas.texts] == ["other length of period"]
    # Another line in the same chart, whose definition changes at the same place.
    both = set_scene(line, replace(line, breaks=("2023-02-28",)))
    draw_breaks(both)
    assert [text.text for text in both.canvas.texts] == ["definition changed"]


def test_words_of_two_breaks_beside_each_other_are_two(read: Any) -> None:
    scene = set_scene(make_line(breaks=("2023-06-30",)))
    across = scene.across.locate(float(date(2023, 6, 30).toordinal()))
    width = measure_text("definition changed")
    before = Box(0, scene.plot.y1, across - width / 2, scene.plot.y1 + ROW_HEIGHT)
    scene.placer.boxes.append(before)  # it ends where this one would begin
    draw_breaks(scene)
    ((_, word),) = read.measure_texts(scene.canvas)
    assert before.x1 + 5 < word.x0 < across < word.x1


def test_the_word_of_a_break_makes_room_for_a_unit_and_stays_in_the_picture(read: Any) -> None:
    scene = set_scene(make_line(breaks=("2023-06-30",)))
    x = scene.across.locate(float(date(2023, 6, 30).toordinal()))
    unit = Box(0, scene.plot.y1, x - 20, scene.plot.y1 + ROW_HEIGHT)
    scene.placer.boxes.append(unit)
    draw_breaks(scene)
    ((_, word),) = read.measure_texts(scene.canvas)
    assert unit.x1 < word.x0 < x < word.x1
    assert any(box.contains(Box(word.x0, word.y0, word.x1, word.y1)) for box in scene.placer.boxes)
    for day in ("2021-01-01", "2024-06-30"):  # near the left and near the right end
        edge = set_scene(make_line(breaks=(day,)), width=Width.NARROW)
        draw_breaks(edge)
        assert [read.list_texts(edge.canvas), read.list_outside(edge.canvas)] == [["definition changed"], []]


def test_a_break_whose_word_would_leave_the_picture_has_none() -> None:
    scene = set_scene(make_line(breaks=("2024-06-01",)), width=Width.NARROW)
    x = scene.across.locate(float(date(2024, 6, 1).toordinal()))
    scene.placer.boxes.append(Box(0, scene.plot.y1, x - 10, scene.plot.y1 + ROW_HEIGHT))
    draw_breaks(scene)
    assert scene.canvas.texts == []
    assert len(scene.canvas.strokes) == 1


def test_labels_at_ends_are_moved_apart_and_lead_to_their_points() -> None:
    lines = [Line(name, make_series(YEARS | {"2024": 50 - at})) for at, name in enumerate(("one", "two", "three"))]
    scene = set_scene(*lines)
    draw_end_labels(scene, [make_label(line.name) for line in lines])
    texts = {text.text: text for text in scene.canvas.texts}
    assert list(texts) == ["one", "two", "three"]
    assert len({text.x for text in texts.values()}) == 1
    assert texts["one"].y - texts["two"].y > 10
    assert texts["two"].y - texts["three"].y > 10
    leaders = {one.points[0][1]: one.points for one in scene.canvas.strokes if one.role == "leader"}
    for line in (lines[0], lines[2]):  # the one moved up, the other down
        x, y = scene.locate(line.points[-1])
        (start, _), (end, middle) = leaders[y]
        label = texts[line.name]
        assert x + MARKER_RADIUS < start < end < label.x
        assert middle == pytest.approx(label.y - BASELINE + ROW_HEIGHT / 2)


def test_a_line_that_ends_before_the_others_leads_to_its_label() -> None:
    lines = (Line("long", make_series(YEARS)), Line("short", make_series({"2020": 10, "2022": 5})))
    scene = set_scene(*lines)
    draw_end_labels(scene, [make_label(line.name) for line in lines])
    (leader,) = scene.canvas.strokes
    assert leader.points[0][1] == leader.points[1][1] == scene.locate(lines[1].points[-1])[1]


def test_labels_at_ends_stay_below_a_unit_that_reaches_as_far() -> None:
    line = make_line()
    block = LabelBlock(((Piece("Việt Nam"),), (Piece("50 thousand"),)))
    plan = plan_lines((line,), line.points, Speaker("en", {}))
    tops = []
    for reach in (0, Width.WIDE):
        scene = make_scene(Width.WIDE, lay_out_plot(Width.WIDE, plan, ("0", "50"), (block,)), plan, LIMITS)
        scene.placer.boxes.append(Box(0, scene.plot.y1, reach, scene.plot.y1 + ROW_HEIGHT))
        draw_end_labels(scene, (block,))
        tops.append(scene.canvas.texts[0].y - BASELINE + ROW_HEIGHT)
        assert len(scene.placer.boxes) == 2
    assert scene.plot.y1 >= tops[1]
    assert Width.WIDE.height >= tops[0] > tops[1]


@pytest.mark.parametrize("above", [6, -6])
def test_a_label_at_an_end_leaves_a_sign_beyond_it_free(above: int) -> None:
    line = Line("one", make_series({"2020": 10, "2021": 20}))
    scene = set_scene(line)
    x, y = scene.locate(line.points[-1])
    sign = make_box(x + END_GAP + 10, y + above, 5)
    scene.placer.boxes.append(sign)
    draw_end_labels(scene, [make_label("one")])
    label = scene.placer.boxes[-1]
    assert not label.overlaps(sign)
    assert label.y1 <= sign.y0 if above > 0 else label.y0 >= sign.y1
    # It is led to, as each that stands away from its line.
    assert [one.role for one in scene.canvas.strokes] == ["leader"]


def test_a_label_at_an_end_that_finds_no_free_place_stays() -> None:
    line = Line("one", make_series({"2020": 10, "2021": 20}))
    scene = set_scene(line)
    x, y = scene.locate(line.points[-1])
    scene.placer.boxes += [make_box(x + END_GAP + 10, y + above, 5) for above in range(-36, 48, 12)]
    draw_end_labels(scene, [make_label("one")])
    assert scene.canvas.texts[0].y - BASELINE + ROW_HEIGHT / 2 == pytest.approx(y)


def test_one_label_stands_at_its_point_without_a_leader_and_none_is_none() -> None:
    line = Line("one", make_series({"2020": 10, "2021": 20}))
    scene = set_scene(line)
    draw_end_labels(scene, [])
    assert scene.canvas.texts == []
    draw_end_labels(scene, [make_label("one")])
    (text,) = scene.canvas.texts
    assert text.x == pytest.approx(scene.locate(line.points[-1])[0] + END_GAP)
    # No other label may come to stand there.
    (kept,) = scene.placer.boxes
    assert (kept.y1 - kept.y0, kept.y0) == pytest.approx((ROW_HEIGHT, text.y - BASELINE))
    assert scene.canvas.strokes == []
