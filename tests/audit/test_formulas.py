"""The audit's formulas: exact, refused where figures do not compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest

from dxlib.audit import formulas
from dxlib.audit.figure import Fig, Found, Gap, read_figure
from dxlib.audit.formulas import NotComputableError
from tests.conftest import make_row

BREAK = ("2022-06-24",)
INF = float("inf")


def fig(value: str, period: str = "2024", **cells: str) -> Fig:
    row = {
        **make_row(INDICATOR="online_share", UNIT_MEASURE="PERCENT", UNIT_MULT="0", KNOWN_SINCE="", OBS_VALUE=value),
        "TIME_PERIOD": period, **cells,
    }  # fmt: skip
    return read_figure(row, 1)


def value(found: Found) -> Fraction:
    assert isinstance(found, Fig)
    return found.value


def test_each_comparison_of_two_figures() -> None:
    later, earlier = fig("45.2"), fig("40", "2022")
    assert value(formulas.compare("change", later, earlier, ())) == Fraction("5.2")
    assert value(formulas.compare("growth", later, earlier, ())) == 13
    ranks = fig("71", UNIT_MEASURE="RANK"), fig("86", "2022", UNIT_MEASURE="RANK")
    assert value(formulas.compare("rank_change", *ranks, ())) == 15
    grown = formulas.compare("compound_growth", fig("48.4"), earlier, ())
    assert value(grown) == 10


@pytest.mark.parametrize(
    ("qualifier", "low", "high", "lies"),
    [
        ("", 45, 45, True), ("", 46, INF, False), ("<~", 40, 50, True),
        (">", 0, 80, None), (">=", 40, INF, True), (">", -INF, 44, False), (">", 50, INF, None),
        ("<", 0, 80, None), ("<=", -INF, 45, True), ("<", 46, INF, False), ("<", -INF, 40, None),
    ],
)  # fmt: skip
def test_a_bound_lies_between_two_numbers_where_all_that_it_leaves_open_does(
    qualifier: str, low: float, high: float, lies: bool | None
) -> None:
    assert formulas.lies_between(fig("45", QUALIFIER=qualifier), low, high) is lies


@pytest.mark.parametrize(
    ("later", "earlier", "compare"),
    [
        ("2026-01/2026-02", "2024", False), ("2025-01/2025-09", "2024-01/2024-11", False), ("2021/2025", "2020", False),
        ("2025-01/2025-09", "2024-01/2024-09", True), ("2025-01/2025-12", "2024", True),
        ("2021/2025", "2016/2020", True), ("2025-09", "2024", True),
    ],
)  # fmt: skip
def test_counts_of_intervals_of_different_lengths_do_not_compare_but_shares_and_ranks_do(
    later: str, earlier: str, compare: bool
) -> None:
    def find(unit: str) -> str:
        pair = fig("12", later, UNIT_MEASURE=unit), fig("14", earlier, UNIT_MEASURE=unit)
        assert formulas.find_obstacle(*pair, ()) == formulas.find_obstacle(*reversed(pair), ())
        return formulas.find_obstacle(*pair, ())

    assert find("COUNT") == ("" if compare else "their periods are of different lengths")
    # No growth is of a moment.
    is_other = not compare or "/" not in later + earlier
    assert find("PERCENT_CHANGE") == ("their periods are of different lengths" if is_other else "")
    assert [find(unit) for unit in ("PERCENT", "POINTS", "RANK", "PLACES")] == [""] * 4


@pytest.mark.parametrize(
    ("unit", "wanted"), [("PERCENT", "POINTS"), ("PERCENT_CHANGE", "POINTS"), ("RANK", "PLACES"), ("USD", "USD")]
)
def test_a_difference_has_the_unit_of_differences(unit: str, wanted: str) -> None:
    found = formulas.compare("change", fig("45", UNIT_MEASURE=unit), fig("40", "2022", UNIT_MEASURE=unit), ())
    assert isinstance(found, Fig)
    assert found.unit == wanted


@pytest.mark.parametrize("name", ["change", "growth", "compound_growth"])
def test_nothing_is_compared_across_a_break(name: str) -> None:
    with pytest.raises(NotComputableError, match="the meaning changed on 2022-06-24"):
        formulas.compare(name, fig("45"), fig("40", "2021"), BREAK)
    assert isinstance(formulas.compare(name, fig("45"), fig("40", "2022"), BREAK), Fig)  # 2022 ends after it


@pytest.mark.parametrize(
    "cells", [{"UNIT_MEASURE": "USD"}, {"REF_AREA": "SGP"}, {"INDICATOR": "egdi_rank"}, {"UNIT_MULT": "3"}]
)
def test_figures_of_two_series_are_not_compared(cells: dict[str, str]) -> None:
    with pytest.raises(NotComputableError):
        formulas.compare("change", fig("45"), fig("40", "2022", **cells), ())


def test_no_growth_from_nothing_and_no_annual_growth_within_a_year() -> None:
    with pytest.raises(NotComputableError, match="not above zero"):
        formulas.compare("growth", fig("45"), fig("0", "2022"), ())
    assert isinstance(formulas.compare("compound_growth", fig("45"), fig("40", "2024-06"), ()), Gap)


def test_nothing_is_computed_from_a_bound_but_a_target_may_be_one() -> None:
    bound = fig("40", "2022", QUALIFIER=">")
    assert isinstance(formulas.compare("change", fig("45"), bound, ()), Gap)
    target = fig("50", "2025", KIND="target", QUALIFIER=">")
    assert value(formulas.compute_distance(target, fig("45"), lower=False)) == 5
    assert value(formulas.compute_distance(target, fig("45"), lower=True)) == -5


@pytest.mark.parametrize(("one", "other"), [("2024", "2024-06"), ("2024", "2024-12"), ("2024-01/2024-09", "2024-03")])
def test_a_figure_of_a_part_of_the_other_s_time_is_refused_among_figures_of_one_kind(one: str, other: str) -> None:
    for later, earlier in ((one, other), (other, one)):
        with pytest.raises(NotComputableError, match=f"of {later} and {earlier} one holds the other"):
            formulas.refuse_nesting(fig("45", later), fig("40", earlier))
        formulas.refuse_nesting(fig("45", later, KIND="target"), fig("40", earlier))
    formulas.refuse_nesting(fig("45", one), fig("40", one))
    formulas.refuse_nesting(fig("45", "2024-06/2025-06"), fig("40", "2024-01/2024-09"))


@pytest.mark.parametrize("name", ["change", "growth", "compound_growth"])
def test_nothing_is_compared_with_a_target_without_a_deadline(name: str) -> None:
    with pytest.raises(NotComputableError, match="one has no date"):
        formulas.compare(name, fig("45", "", KIND="target"), fig("40"), ())


@pytest.mark.parametrize("qualifier", [">", ">=", "<", "<="])
def test_of_a_target_that_is_a_bound_nothing_is_computed_but_what_is_left_to_it(qualifier: str) -> None:
    bound = fig("95", "2025", KIND="target", QUALIFIER=qualifier)
    figure, later = fig("45"), fig("99", "2027", KIND="target")
    refused: list[Callable[[], Found]] = [
        lambda: formulas.compare("compound_growth", bound, figure, ()),
        lambda: formulas.compare("pace", bound, figure, ()),
        lambda: formulas.compare("pace", later, bound, ()),
        lambda: formulas.compute_needed_pace(later, bound),
        lambda: formulas.compute_distance(later, bound, lower=False),
    ]
    for one, other in ((bound, figure), (figure, bound)):
        refused += [partial(formulas.compare, name, one, other, ()) for name in ("change", "growth", "rank_change")]
        refused += [
            partial(compute, one, other)
            for compute in (formulas.compute_difference, formulas.compute_ratio, formulas.compute_share)
        ]
    for compute_it in refused:
        with pytest.raises(NotComputableError, match="one is only a bound"):
            compute_it()
    assert value(formulas.compute_distance(bound, figure, lower=False)) == 50
    assert value(formulas.compute_needed_pace(bound, figure)) == 50


def test_a_gap_stays_a_gap() -> None:
    gap = Gap("online_share", "VNM")
    assert formulas.compare("change", gap, fig("1"), ()) is gap
    assert formulas.compute_ratio(fig("1"), gap) is gap
    assert formulas.compute_share(gap, fig("1")) is gap
    assert formulas.compare("pace", gap, fig("1"), ()) is gap


def test_a_difference_is_of_one_indicator_in_one_period_or_of_a_target_and_a_figure_of_one_area() -> None:
    assert value(formulas.compute_difference(fig("45"), fig("30", REF_AREA="SGP"))) == 15
    assert value(formulas.compute_difference(fig("50", "2025", KIND="target"), fig("45"))) == 5
    for other, what in (
        (fig("30", "2022"), "period"),
        (fig("30", INDICATOR="egdi_rank"), "indicator"),
        (fig("30", "2025", KIND="target", REF_AREA="SGP"), "area"),
        (fig("30", OBS_STATUS="F"), "one is a forecast"),
    ):
        with pytest.raises(NotComputableError, match=what):
            formulas.compute_difference(fig("45"), other)
    assert isinstance(formulas.compute_difference(fig("45"), fig("40", QUALIFIER=">")), Gap)


def test_ratio_and_share() -> None:
    assert value(formulas.compute_ratio(fig("45"), fig("30", "2022"))) == Fraction(3, 2)
    assert value(formulas.compute_share(fig("45"), fig("90"))) == 50
    for part, whole in ((fig("90"), fig("45")), (fig("45"), fig("90", "2022"))):
        with pytest.raises(NotComputableError, match="no part of the whole"):
            formulas.compute_share(part, whole)


def test_pace_counts_whole_years_between_ends_of_months() -> None:
    assert value(formulas.compare("pace", fig("45"), fig("40", "2022"), ())) == Fraction("2.5")
    assert value(formulas.compute_needed_pace(fig("50", "2025-06"), fig("45"))) == 10
    with pytest.raises(NotComputableError, match="no time lies between"):
        formulas.compare("pace", fig("45"), fig("40"), ())


def test_equal_figures_share_the_better_place() -> None:
    others = [fig("50", REF_AREA="A"), fig("45", REF_AREA="B"), fig("40", REF_AREA="C")]
    assert value(formulas.compute_place(fig("45"), others, lower=False)) == 2
    assert value(formulas.compute_place(fig("45"), others, lower=True)) == 2
    assert value(formulas.compute_place(fig("40"), others, lower=True)) == 1


def test_annual_growth_is_known_from_exactly_one_year_on() -> None:
    assert value(formulas.compare("compound_growth", fig("44"), fig("40", "2023"), ())) == 10


def test_what_has_no_date_is_not_compared() -> None:
    with pytest.raises(NotComputableError, match="one has no date"):
        formulas.compare("change", fig("45"), fig("40", ""), ())


def with_decimals(figure: Fig, decimals: int) -> Fig:
    return replace(figure, decimals=decimals)


def test_a_comparison_has_the_decimals_of_the_more_exact_figure_and_a_pace_at_least_one() -> None:
    exact, rough = with_decimals(fig("45.25"), 2), with_decimals(fig("40", "2022"), 0)
    for later, earlier in ((exact, rough), (with_decimals(exact, 0), with_decimals(rough, 2))):
        found = formulas.compare("change", later, earlier, ())
        assert isinstance(found, Fig)
        assert found.decimals == 2
    pace = formulas.compare("pace", with_decimals(fig("45"), 0), rough, ())
    assert isinstance(pace, Fig)
    assert pace.decimals == 1


def test_growth_needs_values_above_zero_and_places_need_ranks() -> None:
    with pytest.raises(NotComputableError, match="not above zero"):
        formulas.compare("compound_growth", fig("0"), fig("40", "2022"), ())
    with pytest.raises(NotComputableError, match="no rank"):
        formulas.compare("rank_change", fig("45"), fig("40", "2022"), ())
    with pytest.raises(NotComputableError, match="not above zero"):
        formulas.compute_ratio(fig("45"), fig("0", "2022"))


def test_paces_and_distances_are_of_one_indicator() -> None:
    other = fig("40", "2022", INDICATOR="accounts")
    with pytest.raises(NotComputableError, match="their indicator differs"):
        formulas.compare("pace", fig("45"), other, ())
    target = fig("50", "2025", KIND="target")
    with pytest.raises(NotComputableError, match="does not measure the target"):
        formulas.compute_distance(target, other, lower=False)
    left = formulas.compute_distance(target, other, lower=False, measure="accounts")
    assert isinstance(left, Fig)
    assert left.value == 10
    with pytest.raises(NotComputableError, match="does not measure the target"):
        formulas.compute_distance(target, fig("45"), lower=False, measure="accounts")
    needed = formulas.compute_needed_pace(target, other, measure="accounts")
    assert isinstance(needed, Fig)
    assert needed.value == Fraction("3.333333")
    with pytest.raises(NotComputableError, match="does not measure the target"):
        formulas.compute_needed_pace(target, other)


def test_a_pace_is_of_one_area() -> None:
    with pytest.raises(NotComputableError, match="their territory differs"):
        formulas.compare("pace", fig("45"), fig("40", "2022", REF_AREA="SGP"), ())


def test_figures_look_alike_where_a_page_shows_one_number() -> None:
    assert formulas.look_alike(fig("1234"), fig("1.234", UNIT_MULT="3"))
    assert formulas.look_alike(fig("66.04"), fig("66", QUALIFIER=">"))
    assert not formulas.look_alike(fig("66"), fig("67"))
    assert formulas.state_alike(fig("66.04"), fig("66"))
    assert not formulas.state_alike(fig("66.04"), fig("66", QUALIFIER=">"))
