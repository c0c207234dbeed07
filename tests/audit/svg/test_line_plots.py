"""Lines over time: each through its figures, its labels at theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dxlib.audit.svg.line_plots import check_ranking, check_trend
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

OTHERS = {"areas": ("SGP", "THA", "LAO")}


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("args", "options"),
    [(("users",), {}), (("users",), OTHERS), (("users", "waste"), {"zero": True}), (("online_share",), {}),
     (("users",), {"targets": False}), (("accounts",), {"area": "P-03"})],
)  # fmt: skip
def test_a_true_trend_passes(small: Small, args: tuple[str, ...], options: dict[str, Any], width: int) -> None:
    assert list(check_trend(small.draw("trend", *args, width=width, **options))) == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("areas", [(), ("SGP", "LAO")])
@pytest.mark.parametrize("indicator", ["egdi_rank", "gci_rank"])
def test_a_true_ranking_passes(small: Small, indicator: str, areas: tuple[str, ...], width: int) -> None:
    assert list(check_ranking(small.draw("ranking", indicator, areas=areas, width=width))) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (stretch, "its height is another"),
        (lambda view: change_text(view, "25%", by=(0, 3)), "the tick '25%' does not stand where the others put it"),
        (lambda view: change_text(view, "25%", text="30%"), "the ticks ['0%', '30%', '50%', '75%', '100%'] do not say"),
        (lambda view: change_text(view, "25%", text="30%", mark="30"), "the ticks of its axis are others"),
        (lambda view: change_text(view, "2021", by=(3, 0)), "'2021' stands at 196, 333, not where what it says stands"),
        (
            lambda view: change_text(view, "Viet Nam", by=(3, 0)),
            "'Viet Nam' does not stand with the label of 'Viet Nam'",
        ),
        (lambda view: change_text(view, "66.5%", by=(0, 3)), "'66.5%' does not stand with the label of 'Viet Nam'"),
        (lambda view: change_text(view, "52%", by=(8, 0)), "'52%' stands away from its point"),
        (lambda view: change_text(view, "80%", by=(9, 0)), "'80%' does not stand beside 'target'"),
        (lambda view: drop_text(view, "52%"), "'61.5%'"),
        (lambda view: alter(view, spots=()), "data-at does not name the figures of the chart"),
        (lambda view: alter(view, spots=view.drawing.spots[1:]), "data-at does not name the figures of the chart"),
        (lambda view: move_spot(view, nth=3), "data-at has 'db2kxy2w' at 198, 153, where its value does not stand"),
        (lambda view: move_shape(view, "1 2.4", by=(0, 4)), "a line or an area (1 2.4 - round ) stands at"),
        (lambda view: move_shape(view, "target"), "a line or an area (target filled) stands at"),
    ],
)
def test_what_stands_elsewhere_or_is_missing_is_named(
    small: Small, change: Callable[[View], View], message: str
) -> None:
    found = list(check_trend(change(small.draw("trend", "users", **OTHERS))))
    assert any(one.startswith(message) for one in found), found


def test_labels_at_ends_do_not_cover_each_other(small: Small) -> None:
    view = small.draw("trend", "users", **OTHERS)
    for text in ("Thailand", "\u2248 71.5%"):
        view = change_text(view, text, by=(0, 20))
    assert "labels at the ends of lines cover each other" in list(check_trend(view))


def test_a_label_that_has_room_is_not_left_out(small: Small) -> None:
    view = drop_text(small.draw("ranking", "egdi_rank", areas=("SGP", "LAO")), "86")
    assert list(check_ranking(view)) == ["'86' is missing, and there is room for it"]


def test_words_over_a_break_stand_over_it(small: Small) -> None:
    view = small.draw("trend", "online_share")
    words = "definition changed"
    assert next(check_trend(change_text(view, words, by=(0, 3)))).startswith(f"'{words}' stands at 346.7, 18")
    assert list(check_trend(change_text(view, words, by=(90, 0)))) == [f"'{words}' stands over no break"]
    assert list(check_trend(drop_text(view, words))) == []


def test_ranks_stand_beside_names_and_upside_down(small: Small) -> None:
    view = small.draw("ranking", "egdi_rank", areas=("SGP", "LAO"))
    assert list(check_ranking(change_text(view, "152", by=(9, 0)))) == ["'152' does not stand beside 'Lao PDR'"]
    ys = [y for _, _, y in view.drawing.spots]
    assert ys[8] > ys[0] > ys[4]  # Lao PDR below Viet Nam below Singapore
