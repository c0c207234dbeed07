"""The map of tiles: each province where it belongs, in the colour of its class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dxlib.audit.svg.map_tiles import check_tiles
from dxlib.audit.svg.view import View
from tests.audit.small import NARROW, WIDE, Small, alter, change_text, drop_text, move_shape, stretch


def draw(small: Small, width: int = WIDE, area: str = "P-01") -> View:
    return small.draw("tiles", "accounts", group="provinces_63", area=area, width=width)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("area", ["P-01", "P-08"])
def test_a_true_map_passes(small: Small, area: str, width: int) -> None:
    assert list(check_tiles(draw(small, width, area))) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda view: change_text(view, "P4", by=(3, 0)), "'P4' does not stand on the tile of 'Province 4'"),
        (lambda view: change_text(view, "P8", by=(0, 3)), "'P8' does not stand on the tile of 'Province 8'"),
        (lambda view: change_text(view, "40", nth=1, by=(0, 3)), "'40' does not stand on the tile of 'Province 4'"),
        (lambda view: drop_text(view, "P4"), "'40'"),
        (lambda view: change_text(view, "P4", look="ink 400 11 middle"), "'P4'"),
        (lambda view: change_text(view, "Province 7", by=(3, 0)), "'Province 7' stands at 249, 76, not where what it"),
        (lambda view: change_text(view, "70", nth=1, by=(3, 0)), "'70' stands at 330.9, 76, not where what it says"),
        (lambda view: change_text(view, "Lowest figures", by=(0, 3)), "'Lowest figures' stands at 246, 147, not where"),
        (lambda view: change_text(view, "Province 2", text="Province 4"), "'Province 4'"),
        (
            lambda view: change_text(view, "no figure", by=(3, 0)),
            "'no figure' stands at 175, 10, not where what it says",
        ),
        (lambda view: change_text(view, "20", by=(3, 0)), "'20' does not stand between its classes"),
        (lambda view: move_shape(view, "k5 30"), "a line or an area (k5 30.4 - - ) stands at"),
        (lambda view: move_shape(view, "ink 2.4"), "a line or an area (ink 2.4 - - ) stands at"),
        (lambda view: move_shape(view, "paper 1.6"), "a line or an area (paper 1.6 - - ) stands at"),
        (lambda view: move_shape(view, "faint 0.8", nth=12), "a line or an area (faint 0.8 - - ) stands at"),
        (lambda view: alter(view, spots=(("q", 0.0, 0.0),)), "data-at does not name the figures of the chart"),
        (stretch, "its height is not that of its tiles"),
    ],
)
def test_what_stands_elsewhere_or_is_missing_is_named(
    small: Small, change: Callable[[View], View], message: str
) -> None:
    found = list(check_tiles(change(draw(small))))
    assert any(one.startswith(message) for one in found), found


def test_a_map_without_figures_in_its_tiles_has_spots(small: Small) -> None:
    view = draw(small)
    wide = tuple(replace(row, name="A rather long name") for row in view.drawn.rows)
    from dxlib.audit.svg.map_tiles import _lay_out

    known = [row for row in view.drawn.rows if row.figures[0]]
    assert (_lay_out(view, known).is_written, _lay_out(view, known).height) == (True, 32)
    grid = _lay_out(replace(view, drawn=replace(view.drawn, rows=wide)), known)
    assert (grid.is_written, grid.height, grid.width) == (False, 30, 70)


def test_lists_of_the_highest_and_lowest_need_six_figures_and_room(small: Small) -> None:
    from dxlib.audit.svg.map_tiles import _lay_out, _list_side

    view = draw(small)
    known = [row for row in view.drawn.rows if row.figures[0]]
    listed = [word.text for word, _, _ in _list_side(view, known, _lay_out(view, known))]
    assert listed[:3] == ["Highest figures", "Province 7", "70"]
    assert listed[-2:] == ["Province 1", "10"]
    assert list(_list_side(view, known[:5], _lay_out(view, known))) == []
    assert len(list(_list_side(view, known[:6], _lay_out(view, known)))) == 14
    narrow = replace(view, drawing=replace(view.drawing, width=320))
    assert list(_list_side(narrow, known, _lay_out(view, known))) == []
