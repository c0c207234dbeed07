from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.charts.labels import Box, LabelBlock, Piece, Placer, Request, compose, make_box, spread, wrap
from dxlib.charts.theme import Color, measure_text

PAGE = Box(0, 0, 300, 200)


def ask(x: float, y: float, *, below: bool = False, needed: bool = True) -> Request:
    return Request(LabelBlock(((Piece("123%"),),)), x, y, below=below, needed=needed)


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
    placer = Placer(PAGE, lines=[(0, 112, 300, 112)])
    placed = placer.place(ask(150, 100))
    assert placed is not None
    assert placed.box.y1 < 100


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
    assert placed.leader[0] == 150


def test_a_label_that_is_not_needed_is_left_out_rather_than_moved_away() -> None:
    assert Placer(PAGE, boxes=[Box(0, 60, 300, 140)]).place(ask(150, 100, needed=False)) is None


def test_a_placed_label_keeps_its_place_free() -> None:
    placer = Placer(PAGE)
    first, second = placer.place(ask(150, 100)), placer.place(ask(152, 100))
    assert first is not None
    assert second is not None
    assert not first.box.overlaps(second.box)


@pytest.mark.parametrize(
    ("segment", "crosses"),
    [
        ((0, 5, 20, 5), True),
        ((0, 0, 20, 20), True),
        ((0, 11, 20, 11), False),
        ((0, 12, 3, 30), False),
        ((5, 20, 5, 11), False),
        ((8, -5, 18, 5), False),  # past the corner
        ((-5, 8, 5, 18), False),
        ((4, -2, 9, 8), True),
    ],
)
def test_a_box_knows_what_crosses_it(segment: tuple[float, float, float, float], crosses: bool) -> None:
    assert Box(0, 0, 10, 10).is_crossed_by(segment) is crosses


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
