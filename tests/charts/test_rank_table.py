from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
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


@pytest.mark.parametrize("width", Width)
def test_place_name_bar_and_figure_of_an_area_stand_in_one_row_without_touching(
    table: RankTable, width: Width, read: Any
) -> None:
    canvas = draw_rank_table(table, width)
    places = [text for text in canvas.texts if text.align == "right"]
    figures = {text.mark.value: text for text in canvas.texts if text.mark}
    assert len({text.x for text in places}) == 1
    assert all(text.ends[0] >= 0 for text in places)
    heights = [read.find_text_middle([text]) for text in places]
    assert heights == sorted(heights, reverse=True)
    for entry, height in zip(table.sorted, heights, strict=True):
        read.check_row(canvas, entry.name, [entry.figure.key], ["bar"])
        (bar,) = (one for one in read.list_role(canvas, "bar") if one.name == entry.name)
        assert read.find_middle(bar) == pytest.approx(height)
        names = [text for text in canvas.texts if set(text.text.split(" ")) <= set(entry.name.split(" "))]
        assert {text.x - places[0].x for text in names} == {8}
        assert max(text.ends[1] for text in names) < bar.points[0][0]
        assert 2 < figures[entry.figure.key].x - bar.points[1][0] < 10
        assert bar.color == (Color.FIRST if entry.emphasis else Color.PALE)
    assert max(text.ends[1] for text in figures.values()) <= width


def test_rows_begin_under_the_head_and_end_over_the_foot(table: RankTable, read: Any) -> None:
    canvas = draw_rank_table(table, Width.WIDE)
    middles = [read.find_middle(bar) for bar in read.list_role(canvas, "bar")]
    steps = {round(one - other, 6) for one, other in pairwise(middles)}
    (step,) = steps
    assert step > 16
    assert canvas.height - middles[0] == pytest.approx(step / 2)
    assert 0 < middles[-1] - step / 2 < 8


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
    gaps = read.list_role(canvas, "gap")
    assert len(gaps) == 2
    bars = [read.find_middle(bar) for bar in read.list_role(canvas, "bar")]
    for gap in gaps:
        (left, y), (right, other) = gap.points
        assert (left, right, y) == (0, Width.NARROW, other)
        above, below = min(one for one in bars if one > y), max(one for one in bars if one < y)
        assert above - y == y - below
        assert gap.pen.dash
    assert [bars[4] > gaps[0].points[0][1] > bars[5], bars[9] > gaps[1].points[0][1] > bars[10]] == [True, True]
    read.check_legible(canvas)
    assert canvas.height < 450


def test_a_rank_is_a_dot_with_its_n(make_entries: Make, english: Speaker, read: Any) -> None:
    entries = make_entries([71, 3, 52], "RANK", out_of=Decimal(193))
    canvas = draw_rank_table(RankTable(entries, english, "RANK", lower_is_better=True), Width.WIDE)
    assert read.list_marked(canvas, "data-q") == ["3", "52", "71", "193"]
    assert read.list_marked(canvas, "data-tick") == []
    assert read.list_role(canvas, "bar") == []
    (line, *_) = (stroke.points for stroke in canvas.strokes)
    for marker in canvas.markers:
        (own,) = (one for one in canvas.strokes if one.points[0][1] == marker.y)
        assert own.points == ((line[0][0], marker.y), (line[1][0], marker.y))
        assert own.layer < marker.layer
    figures = {text.text: text for text in canvas.texts if text.mark}
    for entry in entries:
        (dot,) = (one for one in canvas.markers if one.name == entry.name)
        text = figures[str(entry.figure.value)]
        assert dot.radius < text.x - dot.x < dot.radius + 10
        assert (text.halo, read.find_text_middle([text])) == (True, pytest.approx(dot.y))
        assert dot.color == (Color.FIRST if entry.emphasis else Color.FAINT)
    assert max(text.ends[1] for text in canvas.texts) <= Width.WIDE
    shares = [(marker.x - line[0][0]) / (line[1][0] - line[0][0]) for marker in canvas.markers]
    assert shares == pytest.approx([2 / 192, 51 / 192, 70 / 192])


def test_negative_figures_stand_left_of_zero(make_entries: Make, english: Speaker, read: Any) -> None:
    canvas = draw_rank_table(RankTable(make_entries([5, -5]), english, "PERCENT"), Width.WIDE)
    (base,) = read.list_role(canvas, "base")
    fall = min(read.list_role(canvas, "bar"), key=lambda bar: bar.points[0][0])
    assert fall.points[1][0] == base.points[0][0]
    assert base.points == ((base.points[0][0], 0), (base.points[0][0], canvas.height))
    rise = max(read.list_role(canvas, "bar"), key=lambda bar: bar.points[0][0])
    assert rise.points[1][0] - rise.points[0][0] == pytest.approx(fall.points[1][0] - fall.points[0][0])
    assert base.layer < rise.layer
    figures = {text.text: text.x for text in canvas.texts if text.mark and text.mark.attribute == "data-q"}
    assert fall.points[1][0] < figures["-5%"] < rise.points[1][0] < figures["5%"]
    read.check_legible(canvas)


def test_a_figure_of_nothing_keeps_a_pixel_and_where_all_are_nothing_too(
    make_entries: Make, english: Speaker, read: Any
) -> None:
    for values in ([5, 0], [0, 0]):
        bars = read.list_role(draw_rank_table(RankTable(make_entries(values), english, "PERCENT"), Width.WIDE), "bar")
        assert [bar.points[1][0] - bar.points[0][0] >= 1 for bar in bars] == [True, True]
        assert bars[1].points[1][0] - bars[1].points[0][0] == 1


def test_a_single_rank_stands_at_the_first_or_where_it_is_among_all(make_entries: Make, english: Speaker) -> None:
    def draw_share(rank: int, **facts: Any) -> float:
        entries = make_entries([rank], "RANK", **facts)
        canvas = draw_rank_table(RankTable(entries, english, "RANK", lower_is_better=True), Width.WIDE)
        ((left, _), (right, _)) = canvas.strokes[0].points
        return float((canvas.markers[0].x - left) / (right - left))

    assert draw_share(1) == pytest.approx(0)
    assert draw_share(7) == pytest.approx(1)
    assert draw_share(7, out_of=Decimal(13)) == pytest.approx(0.5)


def test_equal_figures_have_one_place_and_only_the_own_one_has_evidence(
    make_entries: Make, english: Speaker, read: Any
) -> None:
    entries = make_entries([9, 9, 5], own=1)
    own, *others = entries[1].figure, entries[0].figure, entries[2].figure
    place = analysis.compute_place(own, others, lower_is_better=False)
    table = RankTable(entries, english, "PERCENT", place=(place, analysis.compute_count([own, *others])))
    canvas = draw_rank_table(table, Width.WIDE)
    marked = [(text.text, text.mark.attribute, text.bold) for text in canvas.texts if text.align == "right"]
    assert sorted(marked) == [("1", "data-q", True), ("1", "data-tick", False), ("3", "data-tick", False)]
    # Without its place, the own area has a tick as the others.
    plain = draw_rank_table(replace(table, place=None), Width.WIDE)
    assert read.list_marked(plain, "data-tick") == ["1", "1", "3"]


def test_a_doubtful_bar_is_an_outline(make_entries: Make, english: Speaker, read: Any) -> None:
    one, other = make_entries([5, 3])
    canvas = draw_rank_table(RankTable((replace(one, doubtful=True), other), english, "PERCENT"), Width.WIDE)
    outline, bar = read.list_role(canvas, "bar")
    assert [type(outline).__name__, type(bar).__name__] == ["Stroke", "Fill"]
    # As high as the others, with its line.
    heights = [y for _, y in outline.points]
    height = max(heights) - min(heights) + outline.pen.width
    assert height == pytest.approx(bar.points[1][1] - bar.points[0][1])
    assert min(x for x, _ in outline.points) - outline.pen.width / 2 == pytest.approx(bar.points[0][0])
    assert [outline.layer, outline.pen.color] == [bar.layer, Color.FIRST]


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
