"""The dot plot: each area with its name, its dot where the axis has its value, and its figure."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dxlib.audit.charts.drawn import Drawn, DrawnRow
from dxlib.audit.svg.dot_rows import check_dots
from dxlib.audit.svg.view import View
from tests.audit.small import (
    NARROW,
    WIDE,
    Small,
    alter,
    change_text,
    drop_text,
    make_fig,
    make_view,
    move_shape,
    move_spot,
    stretch,
)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("period", ["", "2022", "2023"])
@pytest.mark.parametrize("indicator", ["users", "egdi_rank"])
def test_a_true_plot_passes(small: Small, indicator: str, period: str, width: int) -> None:
    if (indicator, period) != ("egdi_rank", "2023"):
        assert list(check_dots(small.draw("dots", indicator, group="asean", period=period, width=width))) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda view: change_text(view, "94%", by=(9, 0)), "'94%' does not stand at the end of its sign"),
        (lambda view: drop_text(view, "94%"), "'≈ 71.5%'"),
        (lambda view: change_text(view, "40%", by=(3, 0)), "the tick '40%' does not stand where the others put it"),
        (lambda view: change_text(view, "40%", by=(0, 3)), "the tick '40%' does not stand where the others put it"),
        (
            lambda view: change_text(view, "40%", text="50%"),
            "the ticks ['20%', '50%', '60%', '80%', '100%'] do not say",
        ),
        (lambda view: change_text(view, "40%", text="30%", mark="30"), "the ticks of its axis are others"),
        (lambda view: drop_text(view, "100%"), "the ticks of its axis are others"),
        (lambda view: move_shape(view, "grid", nth=2), "the lines of its axis do not stand where their values are"),
        (lambda view: move_shape(view, "1 9.0", nth=1), "a line or an area (1 9.0 - round .) stands at (426.2, 55.0)"),
        (lambda view: move_shape(view, "paper 5.8"), "a line or an area (paper 5.8 - round .) stands at"),
        (move_spot, "data-at has '2pay2zdt' at 632, 11, where its value does not stand"),
        (lambda view: alter(view, spots=()), "data-at does not name the figures of the chart"),
        (lambda view: alter(view, shapes=view.drawing.shapes[1:]), "its axis has other lines"),
        (stretch, "its height is not that of its rows"),
    ],
)
def test_what_stands_elsewhere_or_is_missing_is_named(
    small: Small, change: Callable[[View], View], message: str
) -> None:
    found = list(check_dots(change(small.draw("dots", "users", group="asean"))))
    assert any(one.startswith(message) for one in found), found


def test_a_tick_without_room_may_be_missing(small: Small) -> None:
    assert list(check_dots(drop_text(small.draw("dots", "users", group="asean"), "40%"))) == []


@pytest.mark.parametrize(
    ("cells", "drawn"),
    [
        ({"QUALIFIER": ">"}, [(50, 66), (62, 66, 62)]),
        ({"QUALIFIER": "<="}, [(50, 34), (38, 34, 38)]),
        ({"UPPER_VALUE": "70"}, [(50, 70)]),
        ({}, []),
    ],
)
def test_a_bound_has_an_arrow_to_its_side_and_a_range_a_thick_line(
    cells: dict[str, str], drawn: list[tuple[float, ...]]
) -> None:
    from dxlib.audit.svg.area_rows import AreaRow, make_name
    from dxlib.audit.svg.dot_rows import _list_signs
    from dxlib.audit.svg.view import ReadScale

    row = DrawnRow("x", (make_fig(50, **cells),))
    one = AreaRow(row, make_name(row), [])
    marks = list(_list_signs(make_view(Drawn("dots", "x", "PERCENT", 0)), one, ReadScale(0, 100, 0, 100)))
    assert [tuple(x for x, _ in mark.points) for mark in marks if len(mark.points) > 1] == drawn
    assert one.end == {">": 66, "<=": 54.5}.get(cells.get("QUALIFIER", ""), 74.5 if cells else 54.5)
