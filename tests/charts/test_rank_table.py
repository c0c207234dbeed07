from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxlib import analysis
from dxlib.charts.rank_table import RankTable, choose_rows, describe_rank_table, draw_rank_table
from dxlib.charts.theme import Color, Width
from dxlib.data.schema import Qualifier
from dxlib.errors import DataError
from dxlib.language import Speaker

Make = Callable[..., Any]


@pytest.fixture
def table(make_entries: Make, english: Speaker) -> RankTable:
    """Twelve areas, the fourth best of them emphasised, with its place."""
    entries = make_entries([62, 90, 77, 71, 55, 40, 38, 31, 22, 10, 4, 1], own=0)
    own, *others = (entry.figure for entry in entries)
    place = analysis.compute_place(own, others, lower_is_better=False)
    return RankTable(entries, english, "PERCENT", place=(place, analysis.compute_count([own, *others])))


@pytest.mark.parametrize("width", Width)
def test_every_area_is_named_with_its_place_and_figure(table: RankTable, width: Width, read: Any) -> None:
    canvas = draw_rank_table(table, width)
    read.check_legible(canvas)
    assert read.list_marked(canvas, "data-tick") == ["1", "2", "3", *map(str, range(5, 13))]
    assert len(read.list_marked(canvas, "data-q")) == 13


def test_the_place_of_the_emphasised_area_is_a_figure(table: RankTable, read: Any) -> None:
    canvas = draw_rank_table(table, Width.WIDE)
    assert table.place is not None
    assert read.read_marks(canvas, "4") == [table.place[0].key]
    assert {text.color for text in canvas.texts if text.bold} == {Color.FIRST}


def test_bars_begin_at_zero_and_are_as_long_as_their_figures(table: RankTable, read: Any) -> None:
    bars = {fill.name: fill.points for fill in read.list_role(draw_rank_table(table, Width.WIDE), "bar")}
    lengths = {entry.figure.value: bars[entry.name][1][0] - bars[entry.name][0][0] for entry in table.entries}
    assert len({points[0][0] for points in bars.values()}) == 1
    assert lengths[90] / lengths[10] == pytest.approx(9)


def test_the_best_stands_at_the_top(table: RankTable, read: Any) -> None:
    heights = [read.find_text(draw_rank_table(table, Width.WIDE), words).y for words in ("90%", "62%", "1%")]
    assert heights == sorted(heights, reverse=True)


def test_of_many_the_first_the_last_and_the_neighbours_are_shown(make_entries: Make) -> None:
    entries = make_entries(list(range(63, 0, -1)), own=30)
    assert choose_rows(entries, 0) == [*range(5), *range(28, 33), *range(58, 63)]
    assert choose_rows(entries[:20], 0) == list(range(20))
    assert choose_rows(make_entries(list(range(63, 0, -1)), own=1), 2) == [0, 1, 2, 3, 61, 62]


def test_a_single_area_is_not_left_out_for_a_gap(make_entries: Make) -> None:
    assert choose_rows(make_entries(list(range(9, 0, -1)), own=4), 1) == list(range(9))


def test_what_is_left_out_is_marked(make_entries: Make, english: Speaker, read: Any) -> None:
    entries = make_entries(list(range(63, 0, -1)), own=30)
    canvas = draw_rank_table(RankTable(entries, english, "PERCENT"), Width.NARROW)
    assert len(read.list_role(canvas, "gap")) == 2
    assert canvas.height < 450


def test_a_rank_is_a_dot_with_its_n(make_entries: Make, english: Speaker, read: Any) -> None:
    entries = make_entries([71, 3, 52], "RANK", out_of=Decimal(193))
    canvas = draw_rank_table(RankTable(entries, english, "RANK", lower_is_better=True), Width.WIDE)
    assert read.list_marked(canvas, "data-q") == ["3", "52", "71", "193"]
    assert read.list_marked(canvas, "data-tick") == []
    assert read.list_role(canvas, "bar") == []
    (line, *_) = (stroke.points for stroke in canvas.strokes)
    shares = [(marker.x - line[0][0]) / (line[1][0] - line[0][0]) for marker in canvas.markers]
    assert shares == pytest.approx([2 / 192, 51 / 192, 70 / 192])


def test_negative_figures_stand_left_of_zero(make_entries: Make, english: Speaker, read: Any) -> None:
    canvas = draw_rank_table(RankTable(make_entries([5, -5]), english, "PERCENT"), Width.WIDE)
    (base,) = read.list_role(canvas, "base")
    fall = min(read.list_role(canvas, "bar"), key=lambda bar: bar.points[0][0])
    assert fall.points[1][0] == base.points[0][0]
    read.check_legible(canvas)


def test_a_doubtful_bar_is_an_outline(make_entries: Make, english: Speaker, read: Any) -> None:
    one, other = make_entries([5, 3])
    canvas = draw_rank_table(RankTable((replace(one, doubtful=True), other), english, "PERCENT"), Width.WIDE)
    assert [type(bar).__name__ for bar in read.list_role(canvas, "bar")] == ["Stroke", "Fill"]


def test_the_description_explains_outlined_bars(make_entries: Make, english: Speaker, list_said: Make) -> None:
    one, other = make_entries([5, 3])
    sure, doubtful = (RankTable((first, other), english, "PERCENT") for first in (one, replace(one, doubtful=True)))
    words = "Outlined signs stand for estimates, forecasts or doubtful figures that no second source confirms."
    assert words not in list_said(describe_rank_table(sure, name="x"))
    assert list_said(describe_rank_table(doubtful, name="x"))[-1] == words


def test_no_area_is_no_table(english: Speaker) -> None:
    with pytest.raises(DataError, match="no figure to draw"):
        draw_rank_table(RankTable((), english, "PERCENT"), Width.WIDE)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.integers(-50, 900), min_size=1, max_size=30),
    own=st.integers(0, 29),
    unit=st.sampled_from(["PERCENT", "USD", "RANK", "PER_100"]),
    width=st.sampled_from(Width),
)
def test_whatever_the_figures_every_text_is_legible(
    values: list[int], own: int, unit: str, width: Width, make_entries: Make, vietnamese: Speaker, read: Any
) -> None:
    values = [abs(value) + 1 for value in values] if unit == "RANK" else values
    entries = make_entries(values, unit, own=own, unit_mult=9 if unit == "USD" else 0, qualifier=Qualifier.MORE_THAN)
    table = RankTable(entries, vietnamese, unit, 9 if unit == "USD" else 0, unit == "RANK", top=own % 5)
    read.check_legible(draw_rank_table(table, width))


def test_the_description_says_first_last_and_own(table: RankTable, list_said: Make) -> None:
    assert list_said(describe_rank_table(table, name="Share", absent=["Lào", "Myanmar"])) == [
        "The chart compares areas (2024), the highest at the top: Share.",
        "First is Bà Rịa - Vũng Tàu with 90, last is Việt Nam with 1.",
        "Thành phố Hồ Chí Minh has 62: {place:ordinal} of 12.",
        "No figure is known for: Lào, Myanmar.",
    ]


def test_the_description_says_that_areas_are_left_out(make_entries: Make, english: Speaker, list_said: Make) -> None:
    table = RankTable(make_entries(list(range(40))), english, "PERCENT", lower_is_better=True)
    said = list_said(describe_rank_table(table, name="x"))
    assert said[0] == "The chart compares areas (2024), the lowest at the top: x."
    assert said[-1] == "Dotted lines stand for areas that are left out; the table has them all."


def test_the_description_of_ranks_says_rank_and_n(make_entries: Make, english: Speaker, list_said: Make) -> None:
    entries = make_entries([71, 3, 159], "RANK", out_of=Decimal(193))
    said = list_said(describe_rank_table(RankTable(entries, english, "RANK", lower_is_better=True), name="EGDI"))
    assert said == [
        "The chart compares ranks (2024), the best at the top: EGDI.",
        "Bà Rịa - Vũng Tàu is placed best, at rank 3; Thừa Thiên Huế is last, at rank 159.",
        "Thành phố Hồ Chí Minh stands at rank 71 of {own_of}.",
    ]
    plain = RankTable(make_entries([71], "RANK"), english, "RANK", lower_is_better=True)
    assert list_said(describe_rank_table(plain, name="EGDI"))[1:] == ["Thành phố Hồ Chí Minh stands at rank 71."]


def test_the_description_names_all_that_share_the_best_or_the_last_rank(
    make_entries: Make, english: Speaker, list_said: Make
) -> None:
    entries = make_entries([3, 3, 159, 34, 159], "RANK", own=-1)
    said = list_said(describe_rank_table(RankTable(entries, english, "RANK", lower_is_better=True), name="EGDI"))
    assert said[1:] == [
        "Best rank: 3 (Bà Rịa - Vũng Tàu, Thành phố Hồ Chí Minh); "
        "last rank: 159 (Brunéi Darussalam, Thừa Thiên Huế)."
    ]  # fmt: skip
    mixed = (*entries[:2], *make_entries([3], "RANK", own=-1, qualifier=Qualifier.AT_MOST))
    assert list_said(describe_rank_table(RankTable(mixed, english, "RANK"), name="EGDI"))[1:] == []
