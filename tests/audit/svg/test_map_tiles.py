"""The map of tiles: each province where it belongs, in the colour of its class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dxlib.audit.svg.map_tiles import _check_legend, _check_side, _lay_out
from dxlib.audit.svg.parsing import ReadText, Shape
from dxlib.audit.svg.view import UnreadableError, View
from tests.audit.small import NARROW, WIDE, Small, alter, change_text, check, drop_text, make_view, move_shape, stretch


def draw(small: Small, width: int = WIDE, area: str = "P-01") -> View:
    return small.draw("tiles", "accounts", group="provinces_63", area=area, width=width)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("area", ["P-01", "P-08"])
def test_a_true_map_passes(small: Small, area: str, width: int) -> None:
    assert check(draw(small, width, area)) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda view: change_text(view, "P4", by=(3, 0)), "'P4' stands at"),
        (lambda view: change_text(view, "P8", by=(0, 3)), "'P8' stands at"),
        (lambda view: change_text(view, "40", nth=1, by=(0, 3)), "'40' stands at"),
        (lambda view: drop_text(view, "P4"), "'40'"),
        (lambda view: change_text(view, "P4", look="ink 400 11 middle"), "'40' 7w2rwndq stands where 'P4'"),
        (lambda view: change_text(view, "Province 7", by=(3, 0)), "'Province 7' stands at 249, 76, not at"),
        (lambda view: change_text(view, "70", nth=1, by=(3, 0)), "'70' stands at 330.9, 76, not at"),
        (
            lambda view: change_text(view, "Lowest figures", by=(0, 3)),
            "'Lowest figures' stands at 246, 147, not at 246, 144",
        ),
        (lambda view: change_text(view, "Province 2", text="Province 4"), "'Province 4'"),
        (
            lambda view: change_text(view, "no figure", by=(3, 0)),
            "'no figure' stands at 175, 10, not at",
        ),
        (lambda view: change_text(view, "20", by=(3, 0)), "'20' stands at"),
        (lambda view: move_shape(view, "k5 30"), "a line or an area (k5 30.4 - - ) stands at"),
        (lambda view: move_shape(view, "ink 2.4"), "a line or an area (ink 2.4 - - ) stands at"),
        (lambda view: move_shape(view, "paper 1.6"), "a line or an area (paper 1.6 - - ) stands at"),
        (lambda view: move_shape(view, "faint 0.8", nth=12), "a line or an area (faint 0.8 - - ) stands at"),
        (lambda view: alter(view, spots=(("q", 0.0, 0.0),)), "data-at does not name the figures of the chart"),
        (stretch, "its height is "),
    ],
)
def test_what_stands_elsewhere_or_is_missing_is_named(
    small: Small, change: Callable[[View], View], message: str
) -> None:
    found = check(change(draw(small)))
    assert any(one.startswith(message) for one in found), found


def test_a_map_without_figures_in_its_tiles_has_spots(small: Small) -> None:
    view = draw(small)
    known = [row for row in view.drawn.rows if row.figures[0]]
    grid = _lay_out(view, known, 0)
    assert (grid.is_written, grid.height, grid.width) == (True, 32, 70)
    wide = tuple(replace(row, name="A rather long name") for row in view.drawn.rows)
    grid = _lay_out(replace(view, drawn=replace(view.drawn, rows=wide)), known, 0)
    assert (grid.is_written, grid.height, grid.width) == (False, 30, 70)


def test_lists_of_the_highest_and_lowest_need_six_figures_and_room(small: Small) -> None:
    view = draw(small)
    known = [row for row in view.drawn.rows if row.figures[0]]
    grid = _lay_out(view, known, 0)
    with pytest.raises(UnreadableError, match="stands where 'Highest figures'"):
        _check_side(make_view(view.drawn), known, grid)
    _check_side(make_view(view.drawn), known[:5], grid)
    with pytest.raises(UnreadableError, match="stands where 'Highest figures'"):
        _check_side(make_view(view.drawn), known[:6], grid)
    _check_side(make_view(view.drawn, width=320), known, grid)


# The legend ------------------------------------------------------------------------------------
TICK, MUTED = "muted 400 13 middle", "muted 400 13 start"
PLACES = ((31, 25), (62, 25), (93, 25))
LOWER = ((31, 25), (62, 41), (93, 25))


def read_legend(
    places: tuple[tuple[float, float], ...],
    key: tuple[float, float] = (176, 10),
    bounds: tuple[float, ...] = (20, 40, 60),
) -> tuple[float, View]:
    """Read a legend with bounds at 20, 40 and 60, whose words are found at some places; give its height."""
    marks = zip(places, ("20", "40", "60"), strict=True)
    texts = [ReadText(f"{mark}%", x, y, TICK, "data-tick", mark) for (x, y), mark in marks]
    view = make_view(
        shapes=[Shape("k1 11.0 - - ", ((0, 5.5), (31, 5.5)))], texts=[*texts, ReadText("no figure", *key, MUTED)]
    )
    return _check_legend(view, bounds, ("k1", "k2", "k4", "k5"), has_gaps=True), view


def test_the_legend_says_bounds_between_classes_and_what_is_not_known_after_them() -> None:
    height, view = read_legend(PLACES)
    assert (height, view.wrong) == (32, [])
    boxes, outline = [(one.look, one.points) for one in view.marks[:4]], view.marks[4]
    assert boxes[1] == ("k2 11.0 - - ", ((31, 5.5), (62, 5.5)))
    assert [look[:2] for look, _ in boxes] == ["k1", "k2", "k4", "k5"]
    assert outline.points[0] == (140.5, 10.5)


@pytest.mark.parametrize(
    ("places", "key", "message"),
    [
        (((33, 25), (62, 25), (93, 25)), (176, 10), "'20%' stands at 33, 25, not at 31, 25"),
        (((31, 25), (62, 23), (93, 25)), (176, 10), "'40%' stands at 62, 23, not at 62, 25"),
        (PLACES, (178, 10), "'no figure' stands at 178, 10, not at 176, 10"),
    ],
)
def test_words_of_the_legend_that_stand_elsewhere_are_named(
    places: tuple[tuple[float, float], ...], key: tuple[float, float], message: str
) -> None:
    assert read_legend(places, key)[1].wrong == [message]


@pytest.mark.parametrize(("places", "key"), [(LOWER, (176, 10)), (PLACES, (36, 42))])
def test_every_second_bound_may_stand_lower_and_the_sign_may_begin_a_row(
    places: tuple[tuple[float, float], ...], key: tuple[float, float]
) -> None:
    height, view = read_legend(places, key)
    assert (height, view.wrong) == (48, [])


def test_other_bounds_are_named() -> None:
    with pytest.raises(UnreadableError, match="the ticks of its axis are"):
        read_legend(PLACES, bounds=(20, 40, 50))


def test_one_class_has_no_box_and_its_sign_stands_first() -> None:
    view = make_view(texts=[ReadText("no figure", 36, 10, MUTED)])
    assert _check_legend(view, (), ("k3",), has_gaps=True) == 32
    assert (view.wrong, view.marks[0].points[0]) == ([], (0.5, 10.5))
    assert _check_legend(make_view(), (), ("k3",), has_gaps=False) == 32
