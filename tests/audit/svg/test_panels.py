"""The parts of an index: each panel with its head, each row with its name, its bars and its figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dxlib.audit.svg.view import View
from tests.audit.small import NARROW, WIDE, Small, alter, change_text, check, drop_text, move_shape, stretch

ARGS = ("whole", "one", "two")


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("options", [{}, {"areas": ("SGP",)}, {"area": "SGP"}])
@pytest.mark.parametrize("args", [ARGS, ("users", "waste"), ("whole",)])
def test_true_panels_pass(small: Small, args: tuple[str, ...], options: dict[str, Any], width: int) -> None:
    assert check(small.draw("parts", *args, width=width, **options)) == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda view: change_text(view, "two label", by=(3, 0)), "'two label' stands at"),
        (lambda view: change_text(view, "two label", by=(0, 3)), "'two label' stands at"),
        (lambda view: change_text(view, "0.95", by=(3, 0)), "'0.95' stands at"),
        (lambda view: change_text(view, "0.95", by=(0, 3)), "'0.95' stands at"),
        (lambda view: change_text(view, "2022", by=(3, 0)), "'2022' stands at 3, 34.5, not at 0, 34.5"),
        (lambda view: change_text(view, "2022", by=(0, 3)), "'2022' stands at 0, 37.5, not at 0, 34.5"),
        (lambda view: drop_text(view, "0.95"), "'2024' 2024 stands where '0.95'"),
        (lambda view: move_shape(view, "1 11.0"), "a line or an area (1 11.0 - - ) stands at"),
        (lambda view: move_shape(view, "pale 11.0", by=(0, 4)), "a line or an area (pale 11.0 - - ) stands at"),
        (lambda view: move_shape(view, "faint 0.8"), "a line or an area (faint 0.8 - - ) stands at"),
        (lambda view: move_shape(view, "muted", by=(0, 4)), "a line or an area (muted 1.0 - - ) stands at"),
        (lambda view: alter(view, shapes=view.drawing.shapes[:-1]), "it has 2 panels"),
        (stretch, "its height is "),
    ],
)
def test_what_stands_elsewhere_or_is_missing_is_named(
    small: Small, change: Callable[[View], View], message: str, width: int
) -> None:
    found = check(change(small.draw("parts", *ARGS, area="SGP", width=width)))
    assert any(one.startswith(message) for one in found), found


def test_a_bar_is_at_least_a_pixel_and_one_that_is_longer_is_named(small: Small) -> None:
    view = small.draw("parts", *ARGS)
    at, bar = next((at, one) for at, one in enumerate(view.drawing.shapes) if one.look.startswith("1 11"))
    (x, y), (end, _) = bar.points
    longer = type(bar)(bar.look, ((x, y), (end + 2, y)))
    shapes = (*view.drawing.shapes[:at], longer, *view.drawing.shapes[at + 1 :])
    assert len(check(alter(view, shapes=shapes))) == 2
