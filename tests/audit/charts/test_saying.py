"""What the charts say alike."""

from __future__ import annotations

import pytest

from dxlib.audit.charts.saying import (
    Charting,
    count_periods,
    drop_repeats,
    find_extremes,
    list_rivals,
    name_absent,
    sort_periods,
    tell_direction,
)
from tests.audit.small import Small, make_fig


def chart(small: Small, language: str = "en", area: str = "VNM") -> Charting:
    return Charting(small.figures(area), small.collector(language))


def test_names_are_in_the_language_of_the_page(small: Small) -> None:
    french, on = chart(small, "fr"), chart(small)
    assert french.name_area("SGP") == "Singapore (français)"
    assert (on.name_area(), on.label("users"), on.name("users")) == ("Viet Nam", "users label", "users name")
    assert french.name_unit("users") == "per cent (français)"
    assert small.say([on.name_measure("users")], on.collector) == ["users name, per cent"]
    assert on.name_measure("egdi_rank") == "rank name"


@pytest.mark.parametrize(
    ("periods", "notes"),
    [(("2020", "2021"), 0), (("2021", "2022-06-23"), 0), (("2021", "2022-06-24"), 1), (("2022", "2024"), 0),
     (("2021", "2022", "2024"), 1)],
)  # fmt: skip
def test_a_change_of_meaning_is_told_once_where_figures_lie_on_both_sides(
    small: Small, periods: tuple[str, ...], notes: int
) -> None:
    shown = [make_fig("1", INDICATOR="online_share", TIME_PERIOD=period) for period in periods]
    others = [make_fig("1", INDICATOR="users", TIME_PERIOD=period) for period in ("2020", "2025")]
    assert len(chart(small).explain_breaks([None, *shown, *others])) == notes


def test_periods_are_sorted_by_their_ends() -> None:
    assert sort_periods(["2024", "2023/2024-06", "2023", "2024"]) == ["2023", "2023/2024-06", "2024"]


def test_rivals_are_listed_in_time_and_equal_ones_once(small: Small) -> None:
    line = small.figures().known.read_line("users", "VNM")
    assert [one.period for one in list_rivals(line)] == ["2022", "2024"]
    same = make_fig(52, "2022", SOURCE="mic-2024"), make_fig(52, "2022", SOURCE="un-2024"), make_fig(52, "2023")
    assert drop_repeats(same) == same[1:]


def test_a_cell_has_its_figure_its_flag_and_what_others_state(small: Small) -> None:
    on, line = chart(small), chart(small).read_line("users")
    cells = [on.make_cell(one, line) for one in (line.find("2018"), line.find("2022"), line.find("2017"))]
    assert small.say(cells, on.collector) == ["15% estimate", "48.2%another source: 52%", "–"]


def test_a_rank_is_shown_with_its_n(small: Small) -> None:
    on = chart(small)
    ranks, users = on.read_line("egdi_rank").figures, on.read_line("users").figures
    assert small.say([on.show_rank(ranks[-1]), on.show_rank(users[1])], on.collector) == [
        "71 of 193", "20.5%",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "direction"),
    [
        ((50, ""), (60, ""), "up"), ((60, ""), (50, ""), "down"), ((50, ""), (50, ""), "same"),
        ((50, "~"), (50, ""), "open"), ((50, ""), (60, "<"), "open"), ((50, ">"), (60, ""), "open"),
        ((50, "<"), (60, ">"), "up"), ((60, ""), (50, ">="), "open"), ((60, "<="), (50, ""), "open"),
        ((60, ">"), (50, "<"), "down"),
    ],
)  # fmt: skip
def test_a_direction_is_open_where_bounds_leave_it_open(
    first: tuple[int, str], last: tuple[int, str], direction: str
) -> None:
    ends = [make_fig(value, QUALIFIER=qualifier) for value, qualifier in (first, last)]
    assert tell_direction(*ends) == direction


@pytest.mark.parametrize(
    ("values", "extremes"),
    [
        ((1, 5, 3), (5, None)),
        ((3, 1, 2), (None, 1)),
        ((1, 2, 3), (None, None)),
        ((3, 9, 0, 5), (9, 0)),
        ((3, 3, 3), (None, None)),
    ],
)
def test_extremes_lie_beyond_the_ends(values: tuple[int, ...], extremes: tuple[int | None, int | None]) -> None:
    found = find_extremes(tuple(map(make_fig, values)))
    assert tuple(one and one.value for one in found) == extremes


def test_what_is_shown_alike_is_neither_a_change_nor_an_extreme() -> None:
    alike = [make_fig(value) for value in ("40.02", "40.04", "40.01")]
    assert tell_direction(*alike[:2]) == "same"
    assert find_extremes(tuple(alike)) == (None, None)
    scaled = make_fig("0.05", UNIT_MULT="3"), make_fig("49")
    assert tell_direction(*scaled) == "down"
    assert find_extremes((scaled[1], scaled[0], scaled[1])) == (scaled[0], None)


def test_the_own_area_is_compared_first_where_it_is_of_the_kind(small: Small) -> None:
    assert chart(small).list_own() == {"VNM"}
    assert chart(small, area="").list_own() == frozenset()
    on = chart(small, area="SGP")
    assert on.list_areas(("LAO", "SGP"), "") == ("SGP", "LAO")
    assert on.list_areas((), "") == ("SGP",)
    assert on.list_areas((), "provinces_63")[0] == "P-01"
    assert on.list_areas(("P-03",), "asean") == ("SGP", "P-03", "VNM", "LAO", "THA", "IDN")


def test_periods_are_counted_over_areas(small: Small) -> None:
    known = small.figures().known
    lines = {area: known.read_line("waste", area) for area in ("VNM", "SGP", "THA")}
    assert count_periods(lines) == {"2022": 2, "2024": 2}


def test_what_is_absent_is_named_in_one_sentence(small: Small) -> None:
    collector = small.collector()
    assert small.say(name_absent(collector, ["Lao PDR", "Thailand"]), collector) == [
        "No figure is known for: Lao PDR, Thailand.",
    ]  # fmt: skip
    assert list(name_absent(collector, [])) == []
