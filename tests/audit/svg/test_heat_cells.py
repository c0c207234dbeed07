"""The heat map: each cell in the row of its area and under its period, in the colour of its class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dxlib.audit.svg.heat_cells import check_heatmap
from dxlib.audit.svg.view import View
from tests.audit.small import (
    NARROW,
    WIDE,
    Small,
    alter,
    change_text,
    drop_text,
    move_shape,
    move_spot,
    stretch,
)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("indicator", "options"),
    [("waste", {"areas": ("SGP",)}), ("online_share", {"areas": ("SGP",)}), ("users", {"group": "asean"}),
     ("accounts", {"group": "provinces_63"})],
)  # fmt: skip
def test_a_true_map_passes(small: Small, indicator: str, options: dict[str, object], width: int) -> None:
    area = "P-01" if indicator == "accounts" else "VNM"
    assert list(check_heatmap(small.draw("heatmap", indicator, area=area, width=width, **options))) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda view: change_text(view, "12%", by=(3, 0)),
            "'12%' stands at 220.7, 66.2, not where what it says stands",
        ),
        (
            lambda view: change_text(view, "12%", by=(0, 3)),
            "'12%' stands at 217.7, 69.2, not where what it says stands",
        ),
        (
            lambda view: change_text(view, "2022", by=(3, 0)),
            "'2022' stands at 220.7, 47, not where what it says stands",
        ),
        (
            lambda view: change_text(view, "Singapore", by=(3, 0)),
            "'Singapore' does not stand in the row of 'Singapore'",
        ),
        (
            lambda view: change_text(view, "Singapore", by=(0, 3)),
            "'Singapore' does not stand in the row of 'Singapore'",
        ),
        (lambda view: change_text(view, "3%", look="ink 400 11 middle"), "nothing stands where '3%'"),
        (lambda view: drop_text(view, "2024"), "nothing stands where '2024' 2024 must stand"),
        (lambda view: drop_text(view, "12%"), "'9%'"),
        (lambda view: change_text(view, "7.5%", by=(3, 0)), "'7.5%' does not stand between its classes"),
        (lambda view: move_shape(view, "k5 20"), "a line or an area (k5 20.0 - - ) stands at"),
        (lambda view: move_shape(view, "ink 1.6"), "a line or an area (ink 1.6 - - ) stands at"),
        (lambda view: alter(view, spots=(("q1", 0.0, 0.0),)), "data-at does not name the figures of the chart"),
        (stretch, "its height is not that of its rows"),
    ],
)
def test_what_stands_elsewhere_or_is_missing_is_named(
    small: Small, change: Callable[[View], View], message: str
) -> None:
    found = list(check_heatmap(change(small.draw("heatmap", "waste", areas=("SGP",)))))
    assert any(one.startswith(message) for one in found), found


def test_the_first_periods_may_go_without_a_head_for_want_of_room(small: Small) -> None:
    assert list(check_heatmap(drop_text(small.draw("heatmap", "waste", areas=("SGP",)), "2022"))) == []


def test_figures_that_have_room_must_be_written(small: Small) -> None:
    view = small.draw("heatmap", "waste", areas=("SGP",))
    bare = alter(view, texts=tuple(one for one in view.drawing.texts if " 11 " not in one.look))
    assert "its figures are not written where they have room" in list(check_heatmap(bare))


def test_what_is_not_known_is_hatched_and_a_break_is_a_dashed_line(small: Small) -> None:
    view = small.draw("heatmap", "online_share", areas=("SGP",))
    assert next(check_heatmap(move_shape(view, "muted 1.0 2 2.5"))).startswith("a line or an area (muted 1.0 2 2.5")
    assert list(check_heatmap(move_shape(view, "faint 0.8", nth=20))) != []
    whole = replace(view, drawn=replace(view.drawn, breaks=()))
    assert list(check_heatmap(whole)) != []


def test_a_map_of_many_areas_is_small_and_has_neither_figures_nor_spots(small: Small) -> None:
    view = small.draw("heatmap", "waste", areas=("SGP",))
    many = replace(view.drawn, rows=view.drawn.rows * 11)
    from dxlib.audit.svg.heat_cells import _are_written, _make_grid

    grid = _make_grid(replace(view, drawn=many))
    assert (grid.size, {name.look for name in grid.names}) == (11, {"1 600 11 start", "ink 400 11 start"})
    assert [_are_written(replace(view, drawn=replace(many, rows=many.rows[:count])), 90) for count in (14, 15)] == [
        True, False,
    ]  # fmt: skip


def test_where_no_figure_is_written_spots_say_where_cells_are(small: Small) -> None:
    view = small.draw("heatmap", "users", group="asean", width=NARROW)
    assert view.drawing.spots
    assert next(check_heatmap(move_spot(view))).startswith("data-at has")
