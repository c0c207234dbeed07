from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.charts.labels import Box, LabelBlock, Piece, Placer, Request, Segment, compose, make_box, spread, wrap
from dxlib.charts.theme import ROW_HEIGHT, Color, measure_text

PAGE = Box(0, 0, 300, 200)


def ask(
    x: float,
    y: float,
    *,
    below: bool = False,
    needed: bool = True,
    rivals: tuple[tuple[float, float], ...] | None = None,
) -> Request:
    return Request(LabelBlock(((Piece("123%"),),)), x, y, below=below, needed=needed, rivals=rivals)


def test_a_label_stands_centred_above_its_point() -> None:
    placed = Placer(PAGE).place(ask(150, 100))
    assert placed is not None
    assert (placed.box.x0 + placed.box.x1) / 2 == pytest.approx(150)
    assert 100 < placed.box.y0 < 110
    assert placed.leader is None


def test_a_label_of_a_low_point_stands_below_it() -> None:
    placed = Placer(PAGE).place(ask(150, 100, below=True))
    assert placed is not None
    assert placed.box.y1 < 100


def test_a_label_avoids_what_stands_there() -> None:
    placer = Placer(PAGE, boxes=[make_box(150, 115, 8)])
    placed = placer.place(ask(150, 100))
    assert placed is not None
    assert not placed.box.overlaps(make_box(150, 115, 8))


def test_a_label_would_rather_not_cover_a_line() -> None:
    placer = Placer(PAGE, lines=[((0, 112), (300, 112))])
    placed = placer.place(ask(150, 100))
    assert placed is not None
    assert placed.box.y1 < 100


def test_a_label_rather_stands_far_off_than_on_a_line_of_figures() -> None:
    steep = ((0.0, 0.0), (300.0, 200.0))
    ask_there = ask(260, 175, below=True)
    wall = Box(0, 176, 300, 200)  # above, as that of a target, there is no room either
    on_mark = Placer(PAGE, [wall], lines=[steep]).place(ask_there)
    on_data = Placer(PAGE, [wall], lines=[steep], data_lines=[steep]).place(ask_there)
    assert on_mark is not None
    assert on_data is not None
    assert not on_data.box.is_crossed_by(steep)
    assert on_mark.box.y1 >= on_data.box.y1


def test_a_leader_goes_over_no_label_and_no_sign_but_its_own() -> None:
    line = ((0.0, 60.0), (150.0, 100.0))
    own, rival, other = make_box(150, 100, 4), make_box(150, 125, 3), Box(100, 130, 200, 146)
    placer = Placer(PAGE, [own, rival, other], lines=[line], data_lines=[line])
    placed = placer.place(ask(150, 100))
    assert placed is not None
    assert not placed.box.is_crossed_by(line)
    leader = placed.leader
    assert leader is None or not any(box.is_crossed_by(leader) for box in (rival, other))


def test_a_label_never_leaves_the_chart() -> None:
    placed = Placer(PAGE).place(ask(299, 199))
    assert placed is not None
    assert PAGE.contains(placed.box)


def test_a_needed_label_moves_away_and_keeps_a_leader() -> None:
    wall = Box(0, 60, 300, 140)
    placed = Placer(PAGE, boxes=[wall]).place(ask(150, 100))
    assert placed is not None
    assert not placed.box.overlaps(wall)
    assert placed.leader is not None
    assert placed.leader[0][0] == 150


def test_a_label_that_is_not_needed_is_left_out_rather_than_moved_away() -> None:
    assert Placer(PAGE, boxes=[Box(0, 60, 300, 140)]).place(ask(150, 100, needed=False)) is None


WALLS = st.lists(st.tuples(st.floats(0, 250), st.floats(0, 180), st.floats(5, 80), st.floats(5, 40)), max_size=9)
PLACES = st.tuples(st.floats(0, 300), st.floats(0, 200), st.booleans(), st.booleans())


@given(WALLS, PLACES)
def test_a_label_covers_nothing_and_stands_at_its_point_or_leads_to_it(
    walls: list[tuple[float, ...]], place: tuple[float, float, bool, bool]
) -> None:
    x, y, below, needed = place
    boxes = [Box(left, low, left + width, low + height) for left, low, width, height in walls]
    placed = Placer(PAGE, boxes=[*boxes]).place(ask(x, y, below=below, needed=needed))
    if placed is None:
        assert not needed
        return
    box = placed.box
    assert PAGE.contains(box)
    assert not any(box.overlaps(wall) for wall in boxes)
    assert (box.x1 - box.x0, box.y1 - box.y0) == pytest.approx((placed.block.width, placed.block.height))
    near_y, near_x = min(max(y, box.y0), box.y1), min(max(x, box.x0), box.x1)
    if not needed:
        # Close above or below its point, about centred.
        assert 5 < abs(near_y - y) < 8
        assert abs((box.x0 + box.x1) / 2 - x) < 6
    if placed.leader is None:
        assert abs(near_y - y) <= 15
        return
    (start_x, start_y), (end_x, end_y) = placed.leader
    # It begins beyond the marker of the point, on the side of the label, and ends at the label.
    assert (start_x, abs(start_y - y), (start_y - y) * (near_y - y) > 0) == (x, pytest.approx(4), True)
    assert end_y == near_y
    assert box.x0 + 4 <= end_x <= box.x1 - 4
    assert abs(end_x - near_x) <= 4


def test_a_label_finds_the_nearest_room_wherever_it_is() -> None:
    # All is taken but for two holes, of which the right one is nearer.
    walls = [Box(0, 0, 300, 170), Box(0, 170, 20, 200), Box(80, 170, 230, 200), Box(290, 170, 300, 200)]
    for x, hole in ((200, Box(230, 170, 290, 200)), (100, Box(20, 170, 80, 200))):
        placed = Placer(PAGE, boxes=[*walls]).place(ask(x, 20))
        assert placed is not None
        assert hole.contains(placed.box)
        assert placed.leader is not None


def test_of_two_holes_the_one_whose_middle_is_nearer_is_taken() -> None:
    under, over = Box(230, 52, 290, 72), Box(230, 133, 290, 153)
    walls = [
        Box(0, 0, 230, 200),
        Box(290, 0, 300, 200),
        Box(230, 0, 290, 52),
        Box(230, 72, 290, 133),
        Box(230, 153, 290, 200),
    ]
    placed = Placer(PAGE, boxes=walls).place(ask(150, 100))
    assert placed is not None
    assert (under.contains(placed.box), over.contains(placed.box)) == (True, False)


@pytest.mark.parametrize("below", [True, False])
def test_a_label_that_must_stand_further_off_stays_centred_on_its_side(below: bool) -> None:
    placed = Placer(PAGE, boxes=[Box(0, 85, 300, 115)]).place(ask(150, 100, below=below))
    assert placed is not None
    assert (placed.box.x0 + placed.box.x1) / 2 == pytest.approx(150)
    assert (placed.box.y1 <= 85, placed.box.y0 >= 115) == (below, not below)
    assert min(abs(placed.box.y0 - 115), abs(placed.box.y1 - 85)) < 9


@given(st.lists(st.floats(0, 200), min_size=1, max_size=4), st.booleans())
def test_a_label_covers_a_line_only_where_it_would_else_stand_far_off(heights: list[float], below: bool) -> None:
    lines = [((0.0, y), (300.0, y)) for y in heights]
    placed = Placer(PAGE, lines=lines).place(ask(150, 100, below=below))
    assert placed is not None
    crossed = [line for line in lines if placed.box.is_crossed_by(line)]
    free = Placer(PAGE).place(ask(150, 100, below=below))
    assert free is not None
    if not any(free.box.is_crossed_by(line) for line in lines):
        assert placed.box == free.box
    assert len(crossed) <= sum(free.box.is_crossed_by(line) for line in lines)


def test_lines_that_stand_back_are_covered_sooner_than_the_one_that_the_chart_is_about() -> None:
    above, below = ((0.0, 112.0), (300.0, 112.0)), ((0.0, 88.0), (300.0, 88.0))
    # There is room close above and close below only.
    walls = [Box(0, 124, 300, 200), Box(0, 0, 300, 76), Box(0, 95, 148, 105), Box(152, 95, 300, 105)]
    placed = Placer(PAGE, boxes=[*walls], lines=[above], faint_lines=[below]).place(ask(150, 100))
    assert placed is not None
    assert placed.box.y1 < 100
    # Three of them count as one, over which no label is written that a reader can do without.
    for count, is_written in ((2, True), (4, False)):
        placer = Placer(PAGE, boxes=[*walls], lines=[above], faint_lines=[below] * count)
        assert (placer.place(ask(150, 100, needed=False)) is not None) == is_written


def test_a_label_whose_sides_are_taken_stands_beside_its_point() -> None:
    walls = [Box(0, 110, 300, 200), Box(0, 0, 300, 90)]
    for taken, is_right in ((None, True), (Box(151, 92, 300, 108), False)):
        placed = Placer(PAGE, boxes=[*walls, *([taken] if taken else [])]).place(ask(150, 100))
        assert placed is not None
        assert (placed.box.y0 + placed.box.y1) / 2 == 100
        assert 3 < (placed.box.x0 - 150 if is_right else 150 - placed.box.x1) < 10


@pytest.mark.parametrize(("rival", "has_leader"), [((150.0, 118.0), True), ((150.0, 170.0), False)])
def test_a_label_has_a_leader_where_it_could_be_taken_for_that_of_a_rival(
    rival: tuple[float, float], has_leader: bool
) -> None:
    # It has no room but right above its point, and the rival stands within it or further above.
    room = [Box(0, 0, 300, 105), Box(0, 124, 300, 200)]
    placed = Placer(PAGE, boxes=room).place(ask(150, 100, rivals=(rival,)))
    assert placed is not None
    assert placed.box.contains(make_box(150, 114, 2))
    assert (placed.leader is not None) is has_leader


def test_a_label_that_finds_room_far_aside_alone_is_tied_to_its_point() -> None:
    placed = Placer(PAGE, boxes=[Box(0, 0, 200, 200), Box(200, 0, 300, 90), Box(200, 110, 300, 200)]).place(
        ask(100, 100, rivals=())
    )
    assert placed is not None
    assert placed.leader is not None
    (x0, y0), (x1, y1) = placed.leader
    assert (x0, y0) == (104, 100)
    assert placed.box.x0 - 8 <= x1 <= placed.box.x0
    assert placed.box.y0 <= y1 <= placed.box.y1


def test_a_leader_goes_through_no_other_label_and_no_rival() -> None:
    crowd = [make_box(150, y, 12) for y in range(60, 150, 6)]
    points = [(150.0, 130.0), (150.0, 118.0), (150.0, 106.0), (150.0, 90.0)]
    placer = Placer(PAGE, boxes=crowd)
    placed = [placer.place(ask(*one, rivals=tuple(set(points) - {one}))) for one in points]
    for one, own in zip(placed, points, strict=True):
        assert one is not None
        assert one.leader is not None
        assert not any(other.box.is_crossed_by(one.leader) for other in placed if other and other is not one)
        assert not any(make_box(*other, 3).is_crossed_by(one.leader) for other in points if other != own)


def test_labels_beside_each_other_have_air_between_them() -> None:
    placer = Placer(PAGE)
    placer.reserve(Box(100, 100, 140, 116))
    assert [(box.x0, box.y0, box.x1, box.y1) for box in placer.boxes] == [(96, 100, 144, 116)]


def test_a_placed_label_keeps_its_place_free() -> None:
    placer = Placer(PAGE)
    first, second = placer.place(ask(150, 100)), placer.place(ask(152, 100))
    assert first is not None
    assert second is not None
    assert not first.box.overlaps(second.box)


@pytest.mark.parametrize(
    ("segment", "crosses"),
    [
        (((0, 5), (20, 5)), True),
        (((0, 0), (20, 20)), True),
        (((0, 11), (20, 11)), False),
        (((0, 12), (3, 30)), False),
        (((5, 20), (5, 11)), False),
        (((8, -5), (18, 5)), False),  # past the corner
        (((-5, 8), (5, 18)), False),
        (((4, -2), (9, 8)), True),
    ],
)
def test_a_box_knows_what_crosses_it(segment: Segment, crosses: bool) -> None:
    assert Box(0, 0, 10, 10).is_crossed_by(segment) is crosses


PLACE = st.tuples(st.floats(-30, 40), st.floats(-30, 40))


@given(PLACE, PLACE)
def test_a_box_is_crossed_where_a_point_of_the_line_lies_in_it(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    steps = [at / 2000 for at in range(2001)]
    points = [(start[0] + step * (end[0] - start[0]), start[1] + step * (end[1] - start[1])) for step in steps]
    # A line that only touches the box by less than a tenth of a pixel may count as either.
    if any(0.1 < x < 9.9 and 0.1 < y < 9.9 for x, y in points):
        assert Box(0, 0, 10, 10).is_crossed_by((start, end))
    if not any(-0.1 <= x <= 10.1 and -0.1 <= y <= 10.1 for x, y in points):
        assert not Box(0, 0, 10, 10).is_crossed_by((start, end))


def test_a_translated_text_is_cut_at_its_places() -> None:
    row = compose("mục tiêu {value} đặt ra", {"value": Piece("80%", bold=True)}, like=Piece("", Color.TARGET))
    assert [(piece.text, piece.bold, piece.color) for piece in row] == [
        ("mục tiêu ", False, Color.TARGET), ("80%", True, Color.INK), (" đặt ra", False, Color.TARGET),
    ]  # fmt: skip


def test_a_text_from_right_to_left_has_its_first_part_at_the_right() -> None:
    pieces = {"rank": Piece("9", bold=True), "total": Piece("193")}
    row = compose("{rank} من {total}", pieces, like=Piece("", Color.FIRST), direction="rtl")
    assert [piece.text for piece in row] == ["193", " من ", "9"]


def test_signs_of_direction_take_no_room() -> None:
    assert measure_text("\u200e-7") == measure_text("-7")


def test_a_label_is_as_wide_as_its_widest_row_and_as_high_as_all() -> None:
    rows = ((Piece("71", bold=True), Piece(" of all the "), Piece("193")), (Piece("Việt Nam"),), ())
    widths = [sum(piece.width for piece in row) for row in rows]
    assert widths[0] > widths[1] > widths[2] == 0
    assert (LabelBlock(rows).width, LabelBlock(rows).height) == (widths[0], 3 * ROW_HEIGHT)
    assert LabelBlock(rows[1:]).width == widths[1]


def test_a_long_name_is_wrapped_at_its_spaces() -> None:
    rows = wrap("Tỷ lệ người trưởng thành có chữ ký số", 90)
    assert " ".join(rows) == "Tỷ lệ người trưởng thành có chữ ký số"
    assert len(rows) > 1
    assert all(measure_text(row) <= 90 for row in rows)


def test_a_word_that_is_too_long_has_a_row_of_its_own() -> None:
    assert wrap("a Donaudampfschifffahrt b", 40) == ("a", "Donaudampfschifffahrt", "b")


def test_labels_that_do_not_touch_stay_where_they_are() -> None:
    assert spread([20, 50, 80], [10, 10, 10], low=0, high=100) == [20, 50, 80]


@given(st.lists(st.floats(0, 200), min_size=1, max_size=8))
def test_labels_of_a_column_never_overlap_keep_their_order_and_stay_inside(wanted: list[float]) -> None:
    heights = [16.0 + 16 * (index % 2) for index in range(len(wanted))]
    middles = spread(wanted, heights, low=0, high=200)
    order = sorted(range(len(wanted)), key=lambda index: middles[index])
    assert [wanted[index] for index in order] == sorted(wanted)
    for one, other in pairwise(order):
        assert middles[other] - middles[one] >= (heights[one] + heights[other]) / 2 - 1e-6
    assert middles[order[0]] - heights[order[0]] / 2 >= -1e-6
    assert middles[order[-1]] + heights[order[-1]] / 2 <= 200 + 1e-6
