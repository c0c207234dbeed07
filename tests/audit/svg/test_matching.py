"""The shapes that must be drawn, and what is drawn."""

from __future__ import annotations

import pytest

from dxlib.audit.svg.matching import Marks, ReadMark, match_shapes, pick
from dxlib.audit.svg.parsing import Shape

# What must be drawn ----------------------------------------------------------------------------------------
MARK = ReadMark("grid", ((0, 10), (100, 10)))
SHAPE = Shape("grid", ((0, 10), (100, 10)))


@pytest.mark.parametrize(
    ("points", "fits"),
    [
        (((0, 10), (100, 10)), True),
        (((1.5, 10), (100, 8.5)), True),
        (((1.6, 10), (100, 10)), False),
        (((0, 10), (100, 11.6)), False),
        (((0, 10),), False),
    ],
)
def test_a_shape_fits_where_each_corner_is_near(points: tuple[tuple[float, float], ...], *, fits: bool) -> None:
    assert MARK.fits(Shape("grid", points)) is fits


def test_a_coordinate_that_is_not_known_fits_any() -> None:
    assert ReadMark("grid", ((None, 10), (100, None))).fits(Shape("grid", ((50, 10), (100, 99))))
    assert not ReadMark("grid", ((None, 10),)).fits(Shape("grid", ((50, 13),)))


@pytest.mark.parametrize(
    ("marks", "shapes", "messages"),
    [
        ([MARK], [SHAPE], []),
        ([MARK], [], ["a line or an area (grid) does not stand at (0, 10)"]),
        ([], [SHAPE], ["a line or an area (grid) stands at (0, 10), where the chart has none"]),
        ([MARK], [SHAPE, SHAPE], ["a line or an area (grid) stands at (0, 10), where the chart has none"]),
        ([ReadMark("grid", MARK.points, is_optional=True)], [], []),
        ([MARK, ReadMark("grid", ((0, 50),))], [Shape("grid", ((0, 50),)), SHAPE], []),
    ],
)
def test_shapes_that_are_too_much_or_missing_are_named(
    marks: list[ReadMark], shapes: list[Shape], messages: list[str]
) -> None:
    assert list(match_shapes(marks, shapes)) == messages


def test_what_lies_under_others_does_not_lie_over_them() -> None:
    marks, bar = [MARK, ReadMark("1", ((0, 10),), layer=2)], Shape("1", ((0, 10),))
    assert list(match_shapes(marks, [SHAPE, bar])) == []
    assert list(match_shapes(marks, [bar, SHAPE])) == ["lines and areas lie over others that they must lie under"]


def test_shapes_are_picked_by_their_look() -> None:
    assert pick([SHAPE, Shape("1", ((0, 0),))], "grid") == [SHAPE]


def draw(name: str, *args: object, **options: object) -> Marks:
    marks = Marks()
    getattr(marks, name)(*args, **options)
    return marks


def test_rectangles_are_drawn_as_outlines_or_thick_lines() -> None:
    assert draw("frame", "ink", (0, 10, 50, 30), 2.4, 4)[0].points == ((0, 30), (50, 30), (50, 10), (0, 10), (0, 30))
    (mark,) = draw("bar", "k1", (0, 10, 50, 30), 1)
    assert (mark.look, mark.points) == ("k1 20.0 - - ", ((0, 20), (50, 20)))


def test_a_line_has_its_look_and_its_layer() -> None:
    (mark,) = draw("line", "grid", (0, 1), (None, 2), width=2, dash="2 2", cap="round", layer=3, is_optional=True)
    assert (mark.look, mark.points, mark.layer, mark.is_optional) == (
        "grid 2.0 2 2 round ",
        ((0, 1), (None, 2)),
        3,
        True,
    )


@pytest.mark.parametrize(
    ("is_hollow", "drawn"),
    [
        (False, [("1 6.0 - round .", ((5, 7),), 5)]),
        (True, [("1 7.6 - round .", ((5, 7),), 5), ("paper 4.4 - round .", ((5, 7),), 5.01)]),
    ],
)
def test_a_dot_is_a_point_and_a_hollow_one_is_two(drawn: list[object], *, is_hollow: bool) -> None:
    marks = draw("dot", 5, 7, "1", 3, is_hollow=is_hollow)
    assert [(mark.look, mark.points, mark.layer) for mark in marks] == drawn


def test_a_diamond_is_an_area_around_its_point() -> None:
    (mark,) = draw("diamond", 5, 7, "1", 3)
    assert (mark.look, mark.points, mark.layer) == ("1 filled", ((5, 10), (8, 7), (5, 4), (2, 7)), 5)


def test_hatching_is_an_outline_with_slanting_lines_within_it() -> None:
    outline, *lines = draw("hatch", (0, 0, 12, 10))
    assert (outline.look, outline.points[0]) == ("faint 0.8 - - ", (0.5, 9.5))
    assert [one.points for one in lines] == [
        ((0, 5), (5, 0)), ((0, 10), (10, 0)), ((5, 10), (12, 3)), ((10, 10), (12, 8)),
    ]  # fmt: skip
