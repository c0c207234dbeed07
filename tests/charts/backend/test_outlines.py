"""Paths of matplotlib as outlines: clipped, split, thinned, and recognised as signs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, IdentityTransform

from dxlib.charts.backend.outlines import MarkerShape, Run, recognise_sign, trace
from dxlib.charts.labels import Box

HERE = IdentityTransform()
WINDOW = Bbox([[0, 0], [10, 10]])
SQUARE = Path([(-5, 2), (5, 2), (5, 8), (-5, 8), (-5, 2)], closed=True)


def test_a_path_without_curves_is_its_points() -> None:
    assert trace(Path([(0, 0), (3, 4), (5, 1)]), HERE, None, filled=False) == [Run(((0, 0), (3, 4), (5, 1)), "MLL")]


def test_a_path_that_begins_anew_is_two() -> None:
    path = Path([(0, 0), (1, 1), (2, 2), (3, 3)], [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO])
    assert [run.points for run in trace(path, HERE, None, filled=False)] == [((0, 0), (1, 1)), ((2, 2), (3, 3))]


def test_an_area_is_cut_at_the_window_and_stays_closed() -> None:
    (run,) = trace(SQUARE, HERE, WINDOW, filled=True)
    assert run.is_closed
    box = run.find_rectangle()
    assert box
    assert (box.x0, box.y0, box.x1, box.y1) == (0, 2, 5, 8)


def test_an_outline_is_cut_at_the_window_and_stays_open_there() -> None:
    runs = trace(SQUARE, HERE, WINDOW, filled=False)
    assert all(x >= 0 for run in runs for x, _ in run.points)
    assert not [run for run in runs if run.is_closed]
    assert {point for run in runs for point in run.points} >= {(0, 2), (5, 2), (5, 8), (0, 8)}


def test_what_lies_wholly_outside_is_gone() -> None:
    assert trace(Path([(20, 20), (30, 30), (20, 30)], closed=False), HERE, WINDOW, filled=True) == []
    assert trace(Path([(20, 20), (30, 30)]), HERE, WINDOW, filled=False) == []


def test_a_curve_keeps_its_letters() -> None:
    (run,) = trace(Path.unit_circle(), Affine2D().scale(5), None, filled=True)
    assert not run.is_straight
    assert set(run.codes) == {"M", "C", "Z"}


@pytest.mark.parametrize("radius", [3, 20, 100, 400])
@pytest.mark.parametrize("filled", [True, False])
def test_a_long_outline_loses_points_that_nobody_sees_and_keeps_its_shape(radius: float, filled: bool) -> None:
    angles = np.linspace(0, 2 * np.pi, 2000)
    circle = Path(np.column_stack((radius * np.cos(angles), radius * np.sin(angles))), closed=True)
    (run,) = trace(circle, HERE, None, filled=filled)
    assert len(run.points) < 400
    assert (run.is_closed, run.points[0] != run.points[-1]) == (True, True)
    assert all(abs(np.hypot(*point) - radius) < 0.12 for point in run.points)
    middles = [np.hypot((x0 + x1) / 2, (y0 + y1) / 2) for (x0, y0), (x1, y1) in pairwise([*run.points, run.points[0]])]
    assert min(middles) > radius - 0.12


def test_each_of_several_long_outlines_keeps_its_shape() -> None:
    angles = np.linspace(0, 2 * np.pi, 80)
    circles = [np.column_stack((at + 4 * np.cos(angles), 4 * np.sin(angles))) for at in (0, 50)]
    runs = trace(Path.make_compound_path(*(Path(one, closed=True) for one in circles)), HERE, None, filled=True)
    boxes = [run.box for run in runs]
    assert [run.is_closed for run in runs] == [True, True]
    assert [(box.x0 + box.x1) / 2 for box in boxes] == pytest.approx([0, 50], abs=0.1)
    assert [box.x1 - box.x0 for box in boxes] == pytest.approx([8, 8], abs=0.1)


@pytest.mark.parametrize(
    ("marker", "shape", "is_open"),
    [("o", "o", False), (".", "o", False), ("s", "s", False), ("^", "", False), ("D", "", False), ("x", "", True),
     ("+", "", True), ("*", "", False), ("$f$", "", False)],
)  # fmt: skip
def test_signs_are_recognised(marker: str, shape: str, is_open: bool) -> None:
    style = MarkerStyle(marker)
    sign = recognise_sign(style.get_path(), style.get_transform() + Affine2D().scale(8))
    assert (sign.shape, sign.is_open, bool(sign.outline)) == (shape, is_open, not shape)


def test_a_disc_has_its_radius() -> None:
    style = MarkerStyle("o")
    assert recognise_sign(style.get_path(), style.get_transform() + Affine2D().scale(8)).radius == pytest.approx(4)


def test_a_turned_square_is_no_upright_one() -> None:
    assert Run(((0, 1), (1, 0), (0, -1), (-1, 0)), "MLLLZ").find_rectangle() is None
    assert Run(((0, 0), (1, 1), (1, 0), (0, 1)), "MLLLZ").find_rectangle() is None


def test_an_outline_that_leaves_on_all_sides_is_cut_at_all_four() -> None:
    star = Path([(5, -5), (15, 5), (5, 15), (-5, 5), (5, -5)], closed=True)
    wide = Affine2D().scale(0.9).translate(0.5, 0.5)
    for filled in (True, False):
        runs = trace(star, wide, WINDOW, filled=filled)
        xs, ys = zip(*(point for run in runs for point in run.points), strict=True)
        assert (min(xs), min(ys), max(xs), max(ys)) == pytest.approx((0, 0, 10, 10))
        assert [run.is_closed for run in runs] == ([True] if filled else [False] * 4)


def test_what_lies_within_the_window_keeps_its_curves_and_what_is_cut_has_straight_pieces() -> None:
    circle = Path.unit_circle()
    (inside,) = trace(circle, Affine2D().scale(4).translate(5, 5), WINDOW, filled=False)
    assert not inside.is_straight
    for run in trace(circle, Affine2D().scale(6).translate(5, 5), WINDOW, filled=False):
        assert run.is_straight
        assert all(abs(np.hypot(x - 5, y - 5) - 6) < 0.05 for x, y in run.points)


def test_a_point_just_over_the_edge_cuts_nothing() -> None:
    for beyond, count in ((0.05, 2), (0.5, 1)):
        line = Path([(2, 2), (10 + beyond, 5), (2, 8)])
        (first, *_) = runs = trace(line, HERE, WINDOW, filled=False)
        assert max(x for run in runs for x, _ in run.points) == pytest.approx(10 + beyond if count == 2 else 10)
        assert first.points[0] == (2, 2)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(("beyond", "is_cut"), [(0.05, False), (0.5, True)])
def test_on_each_side_only_what_is_seen_to_leave_the_window_is_cut(turn: int, beyond: float, is_cut: bool) -> None:
    place = Affine2D().rotate_deg_around(5, 5, turn)
    runs = trace(Path([(2, 2), (10 + beyond, 5), (2, 8)]), place, WINDOW, filled=False)
    reach = max(max(abs(x - 5), abs(y - 5)) for run in runs for x, y in run.points)
    assert reach == pytest.approx(5 if is_cut else 5 + beyond, abs=1e-3)


def test_a_closed_outline_does_not_repeat_its_first_point_and_an_open_one_may_come_back() -> None:
    (closed,) = trace(SQUARE, HERE, None, filled=False)
    assert (closed.codes, len(closed.points)) == ("MLLLZ", 4)
    (back,) = trace(Path([(0, 0), (5, 0), (5, 5), (0, 0)]), HERE, None, filled=False)
    assert (back.codes, back.points[-1]) == ("MLLL", (0, 0))


@pytest.mark.parametrize(("height", "is_kept"), [(0.3, True), (0.05, False)])
def test_a_corner_that_can_be_seen_is_kept_and_a_short_outline_keeps_all(height: float, is_kept: bool) -> None:
    points = [(at / 20, height if at == 100 else 0.0) for at in range(201)]
    (run,) = trace(Path(points), HERE, None, filled=True)
    assert ((5, height) in run.points) == is_kept
    assert (run.points[0], run.points[-1], len(run.points) < 20) == (points[0], points[-1], True)
    assert run.codes == "M" + "L" * (len(run.points) - 1)
    short = [(at / 20, 0.0) for at in range(50)]
    assert trace(Path(short), HERE, None, filled=True)[0].points == tuple(short)


def test_a_sign_has_its_size_and_one_without_points_has_none() -> None:
    for marker in ("s", "D", "x"):
        style = MarkerStyle(marker)
        sign = recognise_sign(style.get_path(), style.get_transform() + Affine2D().scale(8))
        box = style.get_path().get_extents(style.get_transform() + Affine2D().scale(8))
        # The canvas draws a square with nine tenths of its radius.
        assert sign.radius * (0.9 if marker == "s" else 1) == pytest.approx(box.width / 2, abs=1e-3)
    assert recognise_sign(Path(np.empty((0, 2))), HERE) == MarkerShape("o", 0)
    tall = recognise_sign(Path.unit_circle(), Affine2D().scale(3, 5))
    assert (tall.shape, tall.radius, set(tall.codes)) == ("", pytest.approx(3), {"M", "C", "Z"})


def test_an_upright_rectangle_is_known_whichever_corner_comes_first() -> None:
    corners = ((1.0, 2.0), (5.0, 2.0), (5.0, 8.0), (1.0, 8.0))
    for first in range(4):
        turned = corners[first:] + corners[:first]
        for points in (turned, turned[::-1], (*turned, turned[0])):
            assert Run(points, "M" + "L" * (len(points) - 1) + "Z").find_rectangle() == Box(1, 2, 5, 8)
    assert Run(corners[:3], "MLLZ").find_rectangle() is None
    assert Run((*corners[:3], (1.0, 7.9)), "MLLLZ").find_rectangle() is None
    assert Run(corners, "MQQLZ").find_rectangle() is None
