"""Paths of matplotlib as outlines: clipped, split, thinned, and recognised as signs."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, IdentityTransform

from dxlib.charts.backend.outlines import Run, recognise_sign, trace

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


def test_a_long_outline_loses_points_that_nobody_sees() -> None:
    angles = np.linspace(0, 2 * np.pi, 2000)
    circle = Path(np.column_stack((100 * np.cos(angles), 100 * np.sin(angles))), closed=True)
    (run,) = trace(circle, HERE, None, filled=True)
    assert len(run.points) < 400
    assert all(abs(np.hypot(*point) - 100) < 0.01 for point in run.points)
    middles = [
        np.hypot((x0 + x1) / 2, (y0 + y1) / 2) for (x0, y0), (x1, y1) in zip(run.points, run.points[1:], strict=False)
    ]
    assert min(middles) > 99.7


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
