from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dxlib.charts.series import (
    Line,
    Movement,
    choose_placement,
    compare,
    describe_line,
    find_extremes,
    scale_value,
    validate_lines,
)
from dxlib.charts.theme import Color
from dxlib.data.quantities import Quantity
from dxlib.data.schema import Qualifier, end_of_period, start_of_period
from dxlib.errors import DataError
from dxlib.language import Sentence

Make = Callable[..., Any]


def test_a_line_is_cut_where_meaning_breaks(make_series: Make) -> None:
    line = Line("a", make_series({"2020": 1, "2021": 2, "2022": 3, "2023": 4}), breaks=("2022-01-01",))
    assert [[point.period for point in segment] for segment in line.segments] == [["2020", "2021"], ["2022", "2023"]]


@pytest.mark.parametrize("day", ["2019-06-01", "2020-12-31", "2022-01-01"])
def test_a_break_outside_of_two_points_does_not_part_them(make_series: Make, day: str) -> None:
    assert len(Line("a", make_series({"2020": 1, "2021": 2}), breaks=(day,)).segments) == 1


def test_a_period_that_straddles_a_break_counts_as_new(make_series: Make) -> None:
    line = Line("a", make_series({"2020": 1, "2021": 2}), breaks=("2021-07-01",))
    assert len(line.segments) == 2


LENGTHS = {"2023": 9, "2024": 14, "2026-01/2026-02": 12, "2026-03/2026-04": 15}


def test_a_line_of_counts_is_cut_where_periods_differ_in_length(make_series: Make) -> None:
    line = Line("a", make_series(LENGTHS, "COUNT"))
    assert [[point.period for point in run] for run in line.segments] == [
        ["2023", "2024"], ["2026-01/2026-02", "2026-03/2026-04"],
    ]  # fmt: skip
    assert line.has_other_length
    assert not replace(line, breaks=("2025-12-31",)).has_other_length  # what is measured changed there as well
    shares = Line("a", make_series(LENGTHS))
    assert (len(shares.segments), shares.has_other_length) == (1, False)


def test_a_gap_is_told_between_the_points_that_do_not_compare(make_series: Make) -> None:
    def tell(**periods: int) -> list[str]:
        points = make_series({period.removeprefix("p"): value for period, value in periods.items()}, "COUNT")
        words = {key: Sentence(key, {}) for key in ("way", "other length")}
        said = describe_line(Line("a", points), "a", words, lambda _: "way", extremes=())
        return [f"{one.values['before'].period} {one.values['after'].period}" for one in said if "after" in one.values]

    assert tell(**{f"p{period}": value for period, value in LENGTHS.items()}) == ["2024 2026-01/2026-02"]
    # June as a moment compares with the interval of July, and the year before does not.
    assert tell(**{"p2024": 1, "p2025-06": 2, "p2025-07-01/2025-07-31": 3}) == ["2024 2025-07-01/2025-07-31"]


def test_a_chart_without_a_figure_is_refused() -> None:
    with pytest.raises(DataError) as caught:
        validate_lines([Line("a", ())], "PERCENT")
    assert str(caught.value) == "A chart has no figure to draw.\nFix: give at least one line with a point."


def test_figures_of_another_unit_are_refused(make_series: Make) -> None:
    lines = [Line("a", make_series({"2020": 1})), Line("b", make_series({"2020": 1}, "USD"))]
    with pytest.raises(DataError) as caught:
        validate_lines(lines, "PERCENT", others=make_series({"2021": 1}, "INDEX"))
    assert str(caught.value) == (
        "A chart in PERCENT was given figures in INDEX, USD.\nAllowed: 'PERCENT'.\n"
        "Fix: draw lines of different units in different charts."
    )


def test_values_are_scaled_to_the_multiple_of_the_axis(make_quantity: Make) -> None:
    assert scale_value(make_quantity("2024", 500, "USD", unit_mult=6), 9) == 0.5


def test_a_period_stands_at_its_middle() -> None:
    placement = choose_placement(["2023", "2024-Q1"])
    assert placement.locate("2023") - end_of_period("2022").toordinal() == pytest.approx(183.5)


def test_figures_of_periods_that_overlap_stand_in_the_order_of_their_ends() -> None:
    periods = ["2022", "2024-07", "2024-11", "2024", "2025-01/2025-09", "2025"]
    placement = choose_placement(periods)
    places = [placement.locate(period) for period in periods]
    assert placement.at_end
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("first", "last", "bound", "direction"),
    [
        (1, 2, Qualifier.EXACT, Movement.UP),
        (2, 1, Qualifier.EXACT, Movement.DOWN),
        (2, 2, Qualifier.EXACT, Movement.SAME),
        (1, 2, Qualifier.MORE_THAN, Movement.UP),
        (2, 1, Qualifier.MORE_THAN, Movement.OPEN),
        (1, 2, Qualifier.AT_MOST, Movement.OPEN),
        (2, 1, Qualifier.LESS_THAN, Movement.DOWN),
        (2, 2, Qualifier.ABOUT, Movement.OPEN),
    ],
)
def test_a_bound_leaves_the_direction_open_where_it_does(
    make_quantity: Make, first: int, last: int, bound: Qualifier, direction: Movement
) -> None:
    assert compare(make_quantity("2020", first), make_quantity("2024", last, qualifier=bound)) is direction


def test_what_is_shown_alike_is_neither_a_change_nor_an_extreme(make_series: Make) -> None:
    alike = make_series({"2020": "40.0002", "2021": "40.0004", "2022": "40.0001"})  # shown with three decimals
    assert compare(alike[0], alike[1]) is Movement.SAME
    assert find_extremes(alike) == (None, None)
    (more,), (less,) = make_series({"2021": 50}, unit_mult=3), make_series({"2020": 49_000})
    assert compare(less, more) is Movement.UP
    assert find_extremes((less, more, less)) == (more, None)


def test_extremes_lie_beyond_both_ends(make_series: Make) -> None:
    segment = make_series({"2020": 3, "2021": 9, "2022": 1, "2023": 5})
    assert find_extremes(segment) == (segment[1], segment[2])
    assert find_extremes(segment[:2]) == (None, None)


def test_a_line_without_emphasis_stands_back(make_series: Make) -> None:
    own, other = (Line("a", make_series({"2020": 1}), emphasis) for emphasis in (True, False))
    assert (own.color, own.text_color) == (Color.FIRST, Color.FIRST)
    assert (other.color, other.text_color) == (Color.FAINT, Color.MUTED)


def test_words_rest_on_points_beyond_doubt(make_series: Make) -> None:
    points = make_series({"2020": 1, "2021": 2, "2022": 3})
    line = Line("a", points, doubtful=frozenset({points[2].key}))
    assert (line.last_sure, line.keep_sure(points)) == (points[1], points[:2])
    every = Line("a", points, doubtful=frozenset(point.key for point in points))
    assert (every.last_sure, every.keep_sure(points)) == (None, points)


def test_each_part_of_a_line_is_told_with_the_break_before_it_and_its_extremes(make_series: Make) -> None:
    points = make_series({"2018": 3, "2019": 9, "2020": 1, "2021": 5, "2022": 7, "2023": 2, "2024": 4})
    words = {key: Sentence(key, {}) for key in ("way", "changed", "high", "low")}

    def tell(*, emphasis: bool, extremes: tuple[tuple[str, int], ...]) -> list[tuple[str, list[str]]]:
        line = Line("a", points, emphasis, breaks=("2022-01-01",))
        said = describe_line(line, "a", words, lambda _: "way", extremes=extremes)
        return [
            (one.text, [value.period for value in one.values.values() if isinstance(value, Quantity)]) for one in said
        ]

    assert tell(emphasis=True, extremes=(("low", 1), ("high", 0))) == [
        ("way", ["2018", "2018", "2021"]), ("low", ["2020"]), ("high", ["2019"]),
        ("changed", ["2021", "2022"]), ("way", ["2022", "2022", "2024"]), ("low", ["2023"]),
    ]  # fmt: skip
    assert [text for text, _ in tell(emphasis=False, extremes=(("low", 1),))] == ["way", "changed", "way"]


@pytest.mark.parametrize(
    ("qualifier", "extremes"), [(Qualifier.MORE_THAN, (False, True)), (Qualifier.AT_MOST, (True, False))]
)
def test_a_bound_leaves_open_what_is_the_highest_or_the_lowest(
    make_series: Make, qualifier: Qualifier, extremes: tuple[bool, bool]
) -> None:
    segment = (*make_series({"2020": 3, "2021": 9, "2022": 1}), *make_series({"2023": 5}, qualifier=qualifier))
    found = find_extremes(segment)
    assert tuple(one is not None for one in found) == extremes


def test_a_period_at_its_end_stands_where_the_next_one_begins() -> None:
    placement = choose_placement(["2024-S1", "2024"])
    assert placement.at_end
    assert placement.locate("2024") == start_of_period("2025").toordinal()
    assert not choose_placement(["2024-Q1", "2024-Q2"]).at_end
