"""What graphics contexts and fonts of matplotlib say."""

from __future__ import annotations

import pytest
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform, TransformedPath

from dxlib.charts.backend.graphics import (
    find_align,
    find_clip,
    make_hatch,
    read_face,
    read_font,
    read_pen,
    read_text_paint,
)
from dxlib.charts.canvas import Pen
from dxlib.charts.labels import Box
from dxlib.charts.paints import Mix
from dxlib.charts.theme import Color


@pytest.fixture
def gc() -> GraphicsContextBase:
    """A context that draws in the first colour."""
    gc = GraphicsContextBase()
    gc.set_foreground(Color.FIRST.light)
    gc.set_linewidth(1.5)
    return gc


def test_lengths_become_css_pixels(gc: GraphicsContextBase) -> None:
    gc.set_dashes(0, [3, 1.5])
    assert read_pen(gc) == Pen(Color.FIRST, 2, (4, 2))


def test_a_line_that_nobody_sees_has_no_pen(gc: GraphicsContextBase) -> None:
    gc.set_linewidth(0)
    assert read_pen(gc) is None
    gc.set_linewidth(1)
    gc.set_alpha(0)
    assert read_pen(gc) is None


def test_an_opacity_that_is_asked_for_counts_before_that_of_the_colour(gc: GraphicsContextBase) -> None:
    assert read_face(gc, (1, 1, 1, 0.5)) == (Color.PAPER, 0.5)
    gc.set_alpha(0.25)
    assert read_face(gc, (1, 1, 1, 0.5)) == (Color.PAPER, 0.25)
    assert read_face(gc, None) is None


def test_a_text_that_is_seen_through_is_mixed_with_paper(gc: GraphicsContextBase) -> None:
    gc.set_alpha(0.4)
    assert read_text_paint(gc) == Mix(Color.FIRST, 40, Color.PAPER)


def test_a_clip_path_counts_only_for_what_may_reach_out_of_it(gc: GraphicsContextBase) -> None:
    gc.set_clip_path(TransformedPath(Path.unit_circle(), IdentityTransform()))
    assert find_clip(gc, Box(-0.1, -0.1, 0.1, 0.1)) is None
    clip = find_clip(gc, Box(-2, -0.1, 0.1, 0.1))
    assert clip
    assert set(clip.codes) == {"M", "C", "Z"}


def test_a_hatch_has_its_colour_and_its_lines_in_one_tile(gc: GraphicsContextBase) -> None:
    assert make_hatch(gc) is None
    gc.set_hatch("/")
    gc.set_hatch_color(Color.SECOND.light)
    hatch = make_hatch(gc)
    assert hatch
    assert hatch.pen.color is Color.SECOND
    assert hatch.codes.count("M") >= 3


@pytest.mark.parametrize(("weight", "bold"), [("normal", False), (500, False), ("semibold", True), (700, True)])
def test_weights_from_semibold_on_are_semibold(weight: str | int, bold: bool) -> None:
    assert read_font(FontProperties(size=9.75, weight=weight)) == (13, bold)


def test_a_text_without_an_artist_stands_at_its_left() -> None:
    assert find_align(None) == "left"


def test_a_pen_has_the_opacity_that_is_asked_for_or_that_of_its_colour(gc: GraphicsContextBase) -> None:
    gc.set_foreground((0.0, 0.0, 0.0, 0.25), isRGBA=True)
    pen = read_pen(gc)
    assert pen is not None
    assert pen.opacity == 0.25
    gc.set_alpha(0.75)
    pen = read_pen(gc)
    assert pen is not None
    assert pen.opacity == 0.75


def test_a_thin_line_is_seen_and_has_the_ends_of_its_context(gc: GraphicsContextBase) -> None:
    gc.set_linewidth(0.045)
    gc.set_capstyle("projecting")
    assert read_pen(gc) == Pen(Color.FIRST, 0.1, cap="square")
    gc.set_linewidth(0.03)
    assert read_pen(gc) is None


def test_a_text_of_several_rows_stays_where_its_rows_are_aligned() -> None:
    one = Text(0, 0, "a", ha="right", multialignment="center")
    several = Text(0, 0, "a\nb", ha="right", multialignment="center")
    assert (find_align(one), find_align(several)) == ("right", "center")
