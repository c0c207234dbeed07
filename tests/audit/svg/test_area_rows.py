"""The ranking table and the dot plot: each area with its name, its bar or dot, and its figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dxlib.audit.charts.drawn import Drawn, DrawnRow
from dxlib.audit.svg.area_rows import _draw_signs
from dxlib.audit.svg.view import ReadScale, View
from tests.audit.small import (
    NARROW,
    WIDE,
    Small,
    alter,
    change_text,
    check,
    drop_text,
    make_fig,
    make_view,
    move_shape,
    move_spot,
    stretch,
    write_small_project,
)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("options", [{"group": "asean"}, {"areas": ("SGP", "LAO"), "top": 1}])
@pytest.mark.parametrize("indicator", ["users", "egdi_rank", "waste"])
def test_a_true_table_passes(small: Small, indicator: str, options: dict[str, object], width: int) -> None:
    assert check(small.draw("rank_table", indicator, width=width, **options)) == []


@pytest.mark.parametrize("words", ["{rank} ({total} in all)", "of {total}: {rank}", "{rank}/{total}"])
def test_a_true_table_passes_wherever_a_language_puts_the_words_around_a_rank(tmp_path: Path, words: str) -> None:
    toy = write_small_project(tmp_path)
    own = toy.project.locales / "en/messages.po"
    own.parent.mkdir(parents=True)
    own.write_text(f'msgid "{{rank}} of {{total}}"\nmsgstr "{words}"\n', "utf-8")
    assert check(Small(toy).draw("rank_table", "egdi_rank", areas=("SGP", "LAO"))) == []


@pytest.mark.parametrize(
    ("indicator", "change", "messages"),
    [
        ("users", lambda view: change_text(view, "94%", by=(3, 0)), ["'94%' stands at 638.6, 15, not at 635.6, 15"]),
        ("users", lambda view: change_text(view, "94%", by=(0, 3)), ["'94%' stands at 635.6, 18, not at 635.6, 15"]),
        ("users", lambda view: change_text(view, "Lao PDR", by=(3, 0)),
         ["'Lao PDR' stands at 17.7, 103, not at 14.67, 103"]),
        ("users", lambda view: change_text(view, "Lao PDR", by=(0, 3)),
         ["'Lao PDR' stands at 14.7, 106, not at 14.67, 103"]),
        ("users", lambda view: change_text(view, "4", by=(3, 0)), ["'4' stands at 9.7, 81, not at 6.669, 81"]),
        ("users", lambda view: change_text(view, "4", text="3"),
         ["'3' 4 stands where '4' 4 must stand (muted 400 13 end)"]),
        ("users", lambda view: drop_text(view, "Lao PDR"),
         ["'33.5%' sgdhgwxy stands where 'Lao PDR'  must stand (ink 400 13 start)"]),
        ("users", stretch, ["its height is 118, not 114"]),
        ("users", lambda view: move_shape(view, "pale 12"),
         ["a line or an area (pale 12.0 - - ) stands at (82.2, 11.0), where the chart has none",
          "a line or an area (pale 12.0 - - ) does not stand at (78.2"]),
        ("egdi_rank", lambda view: move_shape(view, "faint 9.0"), ["a line or an area (faint 9.0 - round .)"]),
        ("egdi_rank", lambda view: change_text(view, "193", by=(3, 0)), ["'193' stands at "]),
    ],
)  # fmt: skip
def test_what_stands_elsewhere_or_is_missing_in_a_table_is_named(
    small: Small, indicator: str, change: Callable[[View], View], messages: list[str]
) -> None:
    found = check(change(small.draw("rank_table", indicator, group="asean")))
    assert [one[: len(message)] for one, message in zip(found, messages, strict=False)] == messages


def test_a_doubtful_figure_is_an_outline_and_none_else_is(small: Small) -> None:
    view = small.draw("rank_table", "users", group="asean")
    found = check(view, rows=tuple(replace(row, is_doubtful=not row.is_doubtful) for row in view.drawn.rows))
    assert len([one for one in found if "where the chart has none" in one]) == 5


def test_places_of_equal_figures_are_equal(small: Small) -> None:
    view = small.draw("rank_table", "users", areas=("SGP",))
    first, second = view.drawn.rows
    equal = replace(second, figures=(replace(second.figure, value=first.figure.value),))
    (message,) = check(view, rows=(first, equal), place=None)
    assert message.endswith("stands where '1' 1 must stand (1 600 13 end)")


def test_what_lies_over_others_must(small: Small) -> None:
    view = small.draw("rank_table", "egdi_rank", group="asean")
    shapes = view.drawing.shapes
    turned = alter(view, shapes=(*shapes[3:], *shapes[:3]))
    assert check(turned) == ["lines and areas lie over others that they must lie under"]


# The dot plot ----------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("period", ["", "2022", "2023"])
@pytest.mark.parametrize("indicator", ["users", "egdi_rank"])
def test_a_true_plot_passes(small: Small, indicator: str, period: str, width: int) -> None:
    if (indicator, period) != ("egdi_rank", "2023"):
        assert check(small.draw("dots", indicator, group="asean", period=period, width=width)) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda view: change_text(view, "94%", by=(3, 0)), "'94%' stands at 642.8, 15, not at 639.8, 15"),
        (lambda view: drop_text(view, "94%"), "'≈ 71.5%'"),
        (lambda view: change_text(view, "40%", by=(3, 0)), "'40%' stands at"),
        (lambda view: change_text(view, "40%", by=(0, 3)), "'40%' stands at"),
        (
            lambda view: change_text(view, "40%", text="50%"),
            "the ticks ['20%', '50%', '60%', '80%', '100%'] do not say",
        ),
        (lambda view: change_text(view, "40%", text="30%", mark="30"), "the ticks of its axis are [20.0, 30.0"),
        (lambda view: drop_text(view, "100%"), "the ticks of its axis are [20.0, 40.0, 60.0, 80.0], not"),
        (lambda view: move_shape(view, "grid", nth=2), "a line or an area (grid 1.0 - - ) stands at"),
        (lambda view: move_shape(view, "1 9.0", nth=1), "a line or an area (1 9.0 - round .) stands at (426.2, 55.0)"),
        (lambda view: move_shape(view, "paper 5.8"), "a line or an area (paper 5.8 - round .) stands at"),
        (move_spot, "data-at has '2pay2zdt' at 632, 11, not at 627.3, 11"),
        (lambda view: alter(view, spots=()), "data-at does not name the figures of the chart"),
        (lambda view: alter(view, shapes=view.drawing.shapes[1:]), "a line or an area (grid 1.0 - - ) stands at"),
        (stretch, "its height is 136, not 132"),
    ],
)
def test_what_stands_elsewhere_or_is_missing_in_a_plot_is_named(
    small: Small, change: Callable[[View], View], message: str
) -> None:
    found = check(change(small.draw("dots", "users", group="asean")))
    assert any(one.startswith(message) for one in found), found


def test_a_tick_without_room_may_be_missing(small: Small) -> None:
    assert check(drop_text(small.draw("dots", "users", group="asean"), "40%")) == []


@pytest.mark.parametrize(
    ("cells", "drawn", "end"),
    [
        ({"QUALIFIER": ">"}, [(50, 66), (62, 66, 62)], 66),
        ({"QUALIFIER": "<="}, [(50, 34), (38, 34, 38)], 54.5),
        ({"UPPER_VALUE": "70"}, [(50, 70)], 74.5),
        ({}, [], 54.5),
    ],
)
def test_a_bound_has_an_arrow_to_its_side_and_a_range_a_thick_line(
    cells: dict[str, str], drawn: list[tuple[float, ...]], end: float
) -> None:
    view, row = make_view(Drawn("dots", "x", "PERCENT", 0)), DrawnRow("x", (make_fig(50, **cells),))
    assert _draw_signs(view, row, 10, ReadScale(0, 100, 0, 100)) == end
    assert [tuple(x for x, _ in mark.points) for mark in view.marks if len(mark.points) > 1] == drawn
