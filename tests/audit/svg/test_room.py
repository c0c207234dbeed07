"""Where labels may stand, and whether one that is missing would have had room."""

from __future__ import annotations

import pytest

from dxlib.audit.svg.room import Room, find_leader, stands_near


def test_a_label_has_room_in_an_empty_plot_but_not_beyond_its_edges() -> None:
    room = Room(200, 100)
    assert room.has_room(100, 50, 40)
    assert not room.has_room(4, 50, 40)
    assert not room.has_room(196, 50, 40)
    assert not Room(200, 20).has_room(100, 10, 40)
    assert Room(200, 22.5).has_room(100, 0, 40)


def test_a_sign_on_both_sides_takes_the_room_and_one_on_a_side_does_not() -> None:
    room = Room(200, 100)
    room.add_point(100, 36, 3)
    assert room.has_room(100, 50, 40)
    room.add_point(100, 64, 3)
    assert not room.has_room(100, 50, 40)
    assert room.boxes == [(97, 33, 103, 39), (97, 61, 103, 67)]


@pytest.mark.parametrize(
    ("lines", "faint", "has_room"),
    [
        ([(0, 36, 200, 36)], [], True),
        ([(0, 36, 200, 36), (0, 64, 200, 64)], [], False),
        ([(0, 0, 60, 100), (140, 0, 200, 100)], [], True),
        ([(100, 0, 100, 100)], [], False),
        ([], [(100, 0, 100, 100)] * 2, True),
        ([], [(100, 0, 100, 100)] * 3, False),
        ([(70, 20, 130, 50)], [(0, 64, 200, 64)] * 3, False),
        ([(10, 90, 190, 95)], [], True),
    ],
)
def test_own_lines_take_room_and_more_than_two_faint_ones_do(
    lines: list[tuple[float, float, float, float]],
    faint: list[tuple[float, float, float, float]],
    *,
    has_room: bool,
) -> None:
    assert Room(200, 100, lines=lines, faint=faint).has_room(100, 50, 40) is has_room


def test_a_label_that_is_needed_has_room_beside_its_point_too() -> None:
    room = Room(200, 100, lines=[(0, 36, 200, 36), (0, 64, 200, 64)])
    assert not room.has_room(100, 50, 40)
    assert room.has_room(100, 50, 40, is_needed=True)


def test_a_label_covers_a_line_of_figures_that_enters_it() -> None:
    room = Room(200, 100, lines=[(0, 50, 200, 50)], own=[(0, 20, 200, 80)])
    assert room.covers_line((90, 40, 110, 60))
    assert not room.covers_line((0, 45, 40, 55))  # a line that marks a break, or ties what sources state
    assert not room.covers_line((90, 53.2, 110, 60))  # by less than coordinates are rounded


@pytest.mark.parametrize(
    ("box", "is_needed", "stands"),
    [
        ((80, 28, 120, 44), False, True),  # over the point, in its middle
        ((80, 56, 120, 72), False, True),
        ((85, 28, 125, 44), False, True),  # five pixels aside
        ((88, 28, 128, 44), False, False),
        ((80, 26, 120, 42), False, False),
        ((80, 19, 120, 35), False, False),  # a step further off
        ((80, 19, 120, 35), True, True),
        ((107, 42, 147, 58), True, True),  # beside it
        ((107, 42, 147, 58), False, False),
        ((53, 42, 93, 58), True, True),
        ((66, 28, 106, 44), True, True),  # over it, and most of it on one side
        ((94, 28, 134, 44), True, True),
        ((55, 28, 95, 44), True, True),
        ((105, 28, 145, 44), True, True),
        ((94, 28, 134, 44), False, False),
        ((9, 3, 49, 19), True, True),  # on the grid
        ((9, 3, 49, 19), False, False),
        ((13, 7, 53, 23), True, False),
    ],
)
def test_a_label_stands_close_to_its_point_and_one_that_is_needed_further_off(
    box: tuple[float, float, float, float], *, is_needed: bool, stands: bool
) -> None:
    assert stands_near(box, 100, 50, 100, is_needed=is_needed) is stands


@pytest.mark.parametrize(
    ("top", "leader"),
    [
        (20, None),
        (19.2, ((100, 46, 100, 35.2), True)),  # rounding decides
        (10, ((100, 46, 100, 26), False)),
        (80, ((100, 54, 100, 80), False)),
    ],
)
def test_a_thin_line_leads_to_a_label_that_stands_apart(top: float, leader: object) -> None:
    assert find_leader((80, top, 120, top + 16), 100, 50) == leader


def test_a_thin_line_ends_within_its_label() -> None:
    assert find_leader((120, 80, 160, 96), 100, 50) == ((100, 54, 124, 80), False)
    assert find_leader((20, 80, 60, 96), 100, 50) == ((100, 54, 56, 80), False)
