from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from dxlib.charts import marks
from dxlib.charts.canvas import Canvas
from dxlib.charts.entries import (
    break_names,
    compute_places,
    describe_ends,
    draw_name,
    name_absent,
    show_entry,
    sort_entries,
    validate_entries,
)
from dxlib.charts.theme import ROW_HEIGHT, Color, Width, measure_text
from dxlib.data.schema import Qualifier
from dxlib.errors import DataError
from dxlib.evidence.parts import list_all
from dxlib.language import Speaker

Make = Callable[..., Any]


def test_the_best_stands_first_and_equal_ones_by_name(make_entries: Make) -> None:
    entries = make_entries([5, 9, 5])
    highest = sort_entries(entries, lower_is_better=False)
    assert [entry.figure.value for entry in highest] == [9, 5, 5]
    assert highest[1].name < highest[2].name
    assert [entry.figure.value for entry in sort_entries(entries, lower_is_better=True)] == [5, 5, 9]


def test_equal_figures_share_the_better_place(make_entries: Make) -> None:
    entries = sort_entries(make_entries([9, 7, 7, 3]), lower_is_better=False)
    assert compute_places(entries) == (1, 2, 2, 4)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([9, 7, 5], "First is Thành phố Hồ Chí Minh with 9, last is Thừa Thiên Huế with 5."),
        ([9, 5, 5], "First is Thành phố Hồ Chí Minh with 9."),
        ([9, 9, 5], "First: 9 (Bà Rịa - Vũng Tàu, Thành phố Hồ Chí Minh); last: 5 (Thừa Thiên Huế)."),
        ([9, 9, 5, 5], "First: 9 (Bà Rịa - Vũng Tàu, Thành phố Hồ Chí Minh)."),
        ([5, 5], "First: 5 (Bà Rịa - Vũng Tàu, Thành phố Hồ Chí Minh)."),
        # Both are shown as 9.000, so that a reader sees no first one.
        ([9.0001, 9.0004, 5], "First: 9.0004 (Bà Rịa - Vũng Tàu, Thành phố Hồ Chí Minh); last: 5 (Thừa Thiên Huế)."),
        ([9.001, 9.002, 5], "First is Bà Rịa - Vũng Tàu with 9.002, last is Thừa Thiên Huế with 5."),
        ([9] * 6, "First: 9 (Brunéi Darussalam, Bà Rịa - Vũng Tàu, Quảng Ngãi, République de Corée, …)."),
    ],
)
def test_no_area_is_named_first_or_last_alone_where_others_share_its_figure(
    values: list[float], said: str, make_entries: Make, list_said: Make
) -> None:
    assert list_said(describe_ends(sort_entries(make_entries(values), lower_is_better=False))) == [said]


def test_a_bound_and_a_figure_that_look_alike_leave_the_first_open(make_entries: Make, list_said: Make) -> None:
    exact, bound = make_entries([50, 50, 9]), make_entries([50, 50, 9], qualifier=Qualifier.MORE_THAN)
    assert list_said(describe_ends((exact[0], bound[1], exact[2]))) == []
    assert list_said(describe_ends(bound)) == ["First: 50 (Thành phố Hồ Chí Minh, Bà Rịa - Vũng Tàu)."]


def test_figures_of_two_periods_are_not_compared(make_entries: Make, make_quantity: Make) -> None:
    one, other = make_entries([1, 2])
    entries = (one, replace(other, figure=make_quantity("2023", 2, area="A1")))
    with pytest.raises(DataError, match="A comparison of areas was given figures of 2023, 2024"):
        validate_entries(entries, "PERCENT")


def test_figures_of_two_units_are_not_compared(make_entries: Make) -> None:
    with pytest.raises(DataError, match="A chart in PERCENT was given figures in RANK"):
        validate_entries((*make_entries([1]), *make_entries([2], "RANK")), "PERCENT")


def test_nothing_is_no_chart() -> None:
    with pytest.raises(DataError, match="A chart has no figure to draw"):
        validate_entries((), "PERCENT")


def test_a_long_name_is_broken_where_the_chart_is_narrow() -> None:
    names = [("République de Corée", False), ("Lào", True)]
    wide, _ = break_names(names, Width.WIDE)
    narrow, column = break_names(names, Width.NARROW)
    assert wide == [("République de Corée",), ("Lào",)]
    assert narrow[0] == ("République de", "Corée")
    assert column < 112


def test_areas_without_a_figure_are_listed_as_parts_so_that_the_comma_is_translated() -> None:
    (said,) = name_absent(["Lào", "Myanmar"])
    assert said.values == {"names": list_all(["Lào", "Myanmar"])}
    assert list(name_absent([])) == []


@pytest.mark.parametrize("rows", [("Lào",), ("République de", "Corée"), ("a", "b", "c")])
def test_a_name_has_its_middle_at_the_height_of_its_row(rows: tuple[str, ...], read: Any) -> None:
    canvas, mark = Canvas(330, 290), marks.for_period("2024")
    draw_name(canvas, rows, 100, emphasis=True, x=20, mark=mark)
    assert [(text.text, text.x, text.bold, text.mark) for text in canvas.texts] == [
        (row, 20, True, mark) for row in rows
    ]
    assert read.find_text_middle(canvas.texts) == 100
    assert [one.y - other.y for one, other in pairwise(canvas.texts)] == [ROW_HEIGHT] * (len(rows) - 1)
    draw_name(canvas, rows, 100, emphasis=False)
    assert (canvas.texts[0].color, canvas.texts[-1].color, canvas.texts[-1].x) == (Color.FIRST, Color.INK, 0)


def test_a_column_is_as_wide_as_its_widest_name() -> None:
    for bold in (True, False):
        names, column = break_names([("Lào", False), ("Đồng bằng sông", bold)], Width.WIDE)
        assert column == measure_text(*names[1], bold=bold)


def test_the_figure_of_the_area_that_the_chart_is_about_stands_out(make_entries: Make, english: Speaker) -> None:
    own, other = (show_entry(english, entry) for entry in make_entries([5, 7]))
    assert [(one.text, one.color, one.bold) for one in (own, other)] == [
        ("5%", Color.FIRST, True), ("7%", Color.INK, False),
    ]  # fmt: skip
    assert own.mark == marks.for_figure(make_entries([5])[0].figure)
