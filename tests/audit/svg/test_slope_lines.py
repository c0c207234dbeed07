"""The slope: each area's line from its figure to its figure, its labels at its ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dxlib.audit.svg.slope_lines import check_slope
from dxlib.audit.svg.view import View
from tests.audit.small import NARROW, WIDE, Small, alter, change_text, drop_text, move_shape, move_spot

OTHERS = ("SGP", "LAO")


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("indicator", "options"),
    [("users", {"areas": OTHERS}), ("egdi_rank", {"areas": OTHERS}), ("waste", {"areas": ("SGP",)}),
     ("online_share", {"areas": ("SGP",), "first": "2021", "last": "2024"}), ("users", {"areas": (), "first": "2023"})],
)  # fmt: skip
def test_a_true_slope_passes(small: Small, indicator: str, options: dict[str, Any], width: int) -> None:
    assert list(check_slope(small.draw("slope", indicator, width=width, **options))) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda view: change_text(view, "48.2%", by=(3, 0)),
            "'48.2%' stands at 3, 216.3, not where what it says stands",
        ),
        (lambda view: change_text(view, "94%", by=(3, 0)), "'94%' stands at 595.4, 36, not where what it says stands"),
        (lambda view: change_text(view, "Singapore", by=(0, 3)), "'Singapore' does not stand beside the figure of"),
        (
            lambda view: change_text(view, "Lao PDR", by=(-3, 0)),
            "'Lao PDR' does not stand beside the figure of 'Lao PDR'",
        ),
        (lambda view: change_text(view, "2022", by=(3, 0)), "'2022' stands at 50.8, 14, not where what it says stands"),
        (
            lambda view: change_text(view, "2024", by=(0, 3)),
            "'2024' stands at 579.1, 17, not where what it says stands",
        ),
        (lambda view: drop_text(view, "30%"), "'94%' 2pay2zdt stands where '30%'"),
        (lambda view: move_shape(view, "grid"), "its two columns do not stand between their labels"),
        (lambda view: alter(view, shapes=view.drawing.shapes[1:]), "its two columns do not stand between their labels"),
        (lambda view: move_shape(view, "1 2.4", by=(0, 4)), "a line or an area (1 2.4 - round ) stands at"),
        (lambda view: move_shape(view, "faint 6.6"), "a line or an area (faint 6.6 - round .) stands at"),
        (move_spot, "data-at has 'ds6xua4e' at 53, 212, where its value does not stand"),
    ],
)
def test_what_stands_elsewhere_or_is_missing_is_named(
    small: Small, change: Callable[[View], View], message: str
) -> None:
    found = list(check_slope(change(small.draw("slope", "users", areas=OTHERS))))
    assert any(one.startswith(message) for one in found), found


def test_ranks_stand_upside_down(small: Small) -> None:
    view = small.draw("slope", "egdi_rank", areas=OTHERS)
    assert view.drawing.spots[4][2] > view.drawing.spots[0][2] > view.drawing.spots[2][2]
    assert list(check_slope(replace(view, drawn=replace(view.drawn, unit="PERCENT")))) != []


def test_a_break_between_the_ends_leaves_out_the_line(small: Small) -> None:
    broken = small.draw("slope", "online_share", areas=("SGP",), first="2021", last="2024")
    assert [one.look for one in broken.drawing.shapes if " 2.4 " in one.look] == []
    lines = tuple(replace(line, breaks=()) for line in broken.drawn.lines)
    found = list(check_slope(replace(broken, drawn=replace(broken.drawn, lines=lines))))
    assert next(one for one in found if "2.4" in one).startswith("a line or an area (1 2.4 - round ) does not stand at")


def test_several_own_areas_differ_in_colour_dash_and_sign(small: Small) -> None:
    from dxlib.audit.svg.slope_lines import _list_areas, _list_marks
    from dxlib.audit.svg.view import Scale

    view = small.draw("slope", "users", areas=OTHERS)
    lines = tuple(replace(line, is_own=True) for line in view.drawn.lines)
    view = replace(view, drawn=replace(view.drawn, lines=lines))
    areas = list(_list_areas(view, 13))
    for area in areas:
        area.left.found = area.right.found = [view.drawing.texts[0]]
    looks = [mark.look for mark in _list_marks(view, areas, (50, 500), Scale(0, 100, 280, 30), is_tight=True)]
    assert [look for look in looks if " 2.4 " in look] == ["1 2.4 - round ", "2 2.4 17 6 - ", "3 2.4 6 4.8 - "]
    assert [area.color for area in areas] == ["1", "2", "3"]
    assert "2 5.9 - square ." in looks
    assert "3 filled" in looks
