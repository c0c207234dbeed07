"""Small multiples: each panel with its name, its line on the common scale, its last figure and its periods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dxlib.audit.svg.small_plots import check_multiples
from dxlib.audit.svg.view import View
from tests.audit.small import NARROW, WIDE, Small, change_text, drop_text, move_shape, move_spot, stretch

OTHERS = ("SGP", "LAO", "THA", "IDN")


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("args", "options"),
    [(("users",), {"areas": OTHERS}), (("egdi_rank",), {"areas": ("SGP", "LAO")}), (("users", "waste"), {"zero": True}),
     (("online_share",), {"areas": ("SGP",)}), (("one",), {})],
)  # fmt: skip
def test_true_panels_pass(small: Small, args: tuple[str, ...], options: dict[str, Any], width: int) -> None:
    assert list(check_multiples(small.draw("multiples", *args, width=width, **options))) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda view: change_text(view, "Lao PDR", by=(3, 0)), "'Lao PDR' does not stand over its panel"),
        (lambda view: change_text(view, "Lao PDR", by=(0, 3)), "'Lao PDR' does not stand over its panel"),
        (lambda view: change_text(view, "50%", by=(0, 3)), "the tick '50%' does not stand at its line"),
        (lambda view: change_text(view, "50%", by=(3, 0)), "the tick '50%' does not stand at its line"),
        (lambda view: change_text(view, "50%", text="60%"), "the ticks ['0%', '60%', '100%'] do not say their values"),
        (lambda view: change_text(view, "50%", text="60%", mark="60"), "the ticks of its axis are others"),
        (lambda view: change_text(view, "66.5%", by=(3, 0)), "'66.5%' stands at"),
        (lambda view: change_text(view, "66.5%", by=(0, 3)), "'66.5%' stands at"),
        (lambda view: drop_text(view, "94%"), "'94%' stands where it has no room, or does not where it has"),
        (lambda view: change_text(view, "2024", by=(3, 0)), "'2024' stands at"),
        (lambda view: drop_text(view, "2018"), "'2018' stands where it has no room, or does not where it has"),
        (lambda view: drop_text(view, "2024"), "'2022' 2022 stands where '2024' 2024 must stand"),
        (lambda view: move_shape(view, "1 2.2", by=(0, 4)), "a line or an area (1 2.2 - round ) stands at"),
        (lambda view: move_shape(view, "faint 6.4"), "a line or an area (faint 6.4 - round .) stands at"),
        (lambda view: move_shape(view, "grid", by=(0, 4)), "a line or an area (grid 1.0 - - ) stands at"),
        (move_spot, "data-at has 'pbfmrc23' at"),
        (stretch, "its height is not that of its panels"),
    ],
)
def test_what_stands_elsewhere_or_is_missing_is_named(
    small: Small, change: Callable[[View], View], message: str
) -> None:
    found = list(check_multiples(change(small.draw("multiples", "users", areas=("SGP", "LAO")))))
    assert any(one.startswith(message) for one in found), found


def test_the_first_panels_of_all_rows_have_ticks(small: Small) -> None:
    view = small.draw("multiples", "users", areas=OTHERS, width=NARROW)
    assert len([one for one in view.drawing.texts if one.attribute == "data-tick"]) == 9
    assert "the ticks of its axis are others" in list(check_multiples(drop_text(view, "50%")))


def test_ranks_stand_upside_down(small: Small) -> None:
    view = small.draw("multiples", "egdi_rank", areas=("SGP", "LAO"))
    ys = [y for _, _, y in view.drawing.spots]
    assert ys[8] > ys[0] > ys[4]
    assert next(check_multiples(change_text(view, "71", by=(0, 8)))).startswith("'71' stands at")


def test_a_last_figure_that_nobody_confirms_must_not_stand(small: Small) -> None:
    view = small.draw("multiples", "users", areas=("IDN",))
    assert not any(one.text == "64%" for one in view.drawing.texts)
    sure = tuple(replace(line, doubtful=frozenset()) for line in view.drawn.lines)
    found = list(check_multiples(replace(view, drawn=replace(view.drawn, lines=sure))))
    assert "'64%' stands where it has no room, or does not where it has" in found
