"""What may be compared, and the full text of each refusal."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.analysis import are_comparable, check_comparable, is_bound, lies_between
from dxlib.analysis.comparability import (
    count_years,
    differ_in_length,
    find_nesting,
    find_side,
    look_alike,
    overlaps,
    refuse_bounds,
    split_runs,
    state_the_same,
)
from dxlib.errors import DataError

BREAK = "2022-06-24"
INF = float("inf")
FIX = "\nFix: compare two figures of one series on the same side of every break."
DAYS = st.dates(date(1990, 1, 1), date(2050, 1, 1))


def refuse(later, earlier, *breaks):
    with pytest.raises(DataError) as caught:
        check_comparable(later, earlier, breaks=breaks)
    assert not are_comparable(later, earlier, breaks=breaks)
    return str(caught.value)


def test_two_figures_of_one_series_may_be_compared(figure):
    check_comparable(figure(45, "2024"), figure(17, "2023"), breaks=[BREAK])
    assert are_comparable(figure(45, "2024"), figure(17, "2023"), breaks=[BREAK])


def test_a_comparison_across_a_break_is_refused(figure):
    assert refuse(figure(45, "2024"), figure(30, "2021"), "2010-01-01", BREAK) == (
        "online_share/VNM/2024/actual@mic-2024 and online_share/VNM/2021/actual@mic-2024 may not be compared: "
        "the meaning of online_share changed on 2022-06-24." + FIX
    )


def test_mixed_units_are_refused(figure):
    assert refuse(figure(45), figure(30, "2021", unit="PERSON")) == (
        "online_share/VNM/2024/actual@mic-2024 and online_share/VNM/2021/actual@mic-2024 may not be compared: "
        "their units differ (PERCENT and PERSON)." + FIX
    )


def test_mixed_powers_of_ten_are_refused(figure):
    assert "their units differ" in refuse(figure(45, unit_mult=6), figure(30, "2021", unit_mult=9))


def test_mixed_definitions_are_refused(figure):
    assert refuse(figure(45), figure(30, "2021", indicator="cash_share")) == (
        "online_share/VNM/2024/actual@mic-2024 and cash_share/VNM/2021/actual@mic-2024 may not be compared: "
        "their definitions differ (online_share and cash_share)." + FIX
    )


def test_two_areas_are_refused(figure):
    assert refuse(figure(45), figure(30, area="SGP")) == (
        "online_share/VNM/2024/actual@mic-2024 and online_share/SGP/2024/actual@mic-2024 may not be compared: "
        "they speak of two areas (VNM and SGP)." + FIX
    )


def test_a_figure_without_a_date_is_refused(figure):
    assert refuse(figure(45), figure(30, "", kind="target"), BREAK) == (
        "online_share/VNM/2024/actual@mic-2024 and online_share/VNM//target@mic-2024 may not be compared: "
        "one of them has no date." + FIX
    )


LENGTHS = [
    ("2026-01/2026-02", "2024", False), ("2025-01/2025-09", "2024-01/2024-11", False),
    ("2021/2025", "2020", False), ("2025-01/2025-09", "2024-09", False),
    ("2025-01/2025-09", "2024-01/2024-09", True), ("2025-01/2025-12", "2024", True), ("2021/2025", "2016/2020", True),
    ("2025-09", "2024", True), ("2025-S1", "2024", True),
]  # fmt: skip


@pytest.mark.parametrize(("later", "earlier", "compare"), LENGTHS)
def test_what_was_counted_over_an_interval_compares_with_one_of_the_same_length(figure, later, earlier, compare):
    # A count of nine months, and growth of nine months on nine months, are not those of a year. A count may be of a
    # moment, which a growth never is.
    for unit, wanted in (("COUNT", compare), ("PERCENT_CHANGE", compare and "/" in later + earlier)):
        pair = figure(12, later, unit=unit), figure(14, earlier, unit=unit)
        assert are_comparable(*pair, breaks=()) is are_comparable(*pair[::-1], breaks=()) is wanted
    # Neither a share nor a rank grows with the time that it is of.
    assert all(are_comparable(figure(1, later, unit=unit), figure(2, earlier, unit=unit), breaks=())
               for unit in ("PERCENT", "POINTS", "RANK", "PLACES"))  # fmt: skip


def test_a_run_ends_before_a_point_that_does_not_compare_with_any_of_it(figure):
    periods = ("2024", "2025-06", "2025-07-01/2025-07-31", "2025-08")
    points = [figure(1, period, unit="COUNT") for period in periods]
    runs = split_runs(points, differ_in_length)
    # June, as a moment, compares with the interval; the year does not.
    assert [[point.period for point in run] for run in runs] == [list(periods[:2]), list(periods[2:])]
    assert split_runs([figure(1, period) for period in periods], differ_in_length)[1:] == []
    assert split_runs([], differ_in_length) == []


def test_two_months_are_not_compared_with_a_year(figure):
    assert refuse(figure(12, "2026-01/2026-02", unit="COUNT"), figure(14, "2024", unit="COUNT")) == (
        "online_share/VNM/2026-01/2026-02/actual@mic-2024 and online_share/VNM/2024/actual@mic-2024 may not be "
        "compared: their periods are of different lengths (2026-01/2026-02 and 2024)." + FIX
    )


@pytest.mark.parametrize("qualifier", [">", ">=", "<", "<="])
def test_bounds_are_refused_on_either_side(figure, qualifier):
    bound, exact = figure(18, "2023", qualifier=qualifier), figure(45)
    for pair in ((bound, exact), (exact, bound)):
        with pytest.raises(DataError) as caught:
            check_comparable(*pair, breaks=[])
        assert str(caught.value) == (
            f"online_share/VNM/2023/actual@mic-2024 is only a bound ({qualifier} 18): nothing can be computed from it."
            "\nFix: show the bound as it is, or use a figure that is stated exactly."
        )


@pytest.mark.parametrize(
    ("qualifier", "low", "high", "lies"),
    [
        ("", 45, 45, True), ("", 46, INF, False), ("~", 40, 50, True),
        (">", 0, 80, None), (">", 40, INF, True), (">=", -INF, 44, False), (">", 50, INF, None),
        ("<", 0, 80, None), ("<=", -INF, 45, True), ("<", 46, INF, False), ("<", -INF, 40, None),
    ],
)  # fmt: skip
def test_a_bound_lies_between_two_numbers_where_all_that_it_leaves_open_does(figure, qualifier, low, high, lies):
    assert lies_between(figure(45, qualifier=qualifier), low, high) is lies


def test_an_approximate_figure_is_no_bound(figure):
    assert not is_bound(figure(45, qualifier="~"))
    assert refuse_bounds(figure(45, qualifier="~"), figure(45)) is None


@pytest.mark.parametrize(
    ("period", "new"),
    [("2021", False), ("2022", True), ("2022-06", True), ("2022-05", False), ("2022-06-23", False),
     ("2022-06-24", True), ("2020/2023", True)],
)  # fmt: skip
def test_a_period_that_ends_on_the_day_of_a_break_or_later_is_new(period, new):
    assert find_side(period, BREAK) is new


@given(DAYS, DAYS)
def test_years_between_two_days_are_counted_with_their_sign(one, other):
    years = count_years(one.isoformat(), other.isoformat())
    assert years == -count_years(other.isoformat(), one.isoformat())
    assert (years > 0) is (one > other)
    assert round(years * 365.25) == (one - other).days


@given(DAYS, st.integers(0, 400), DAYS, st.integers(0, 400))
def test_spans_overlap_when_they_share_a_day(one, length, other, width):
    first = f"{one}/{one + timedelta(length)}"
    second = f"{other}/{other + timedelta(width)}"
    shared = {one + timedelta(day) for day in range(length + 1)} & {other + timedelta(day) for day in range(width + 1)}
    assert overlaps(first, second) is overlaps(second, first) is bool(shared)


@pytest.mark.parametrize(
    ("one", "other", "is_within"),
    [("2024", "2021/2025", True), ("2024", "2024-10", True), ("2023", "2024", False), ("2024", "2024", False)],
)
def test_figures_of_which_one_time_holds_the_other_are_of_no_two_moments(figure, one, other, is_within):
    said = f"one of their periods holds the other ({one} and {other})" if is_within else ""
    assert find_nesting(figure(45, one), figure(17, other)) == said
    assert not find_nesting(figure(45, one), figure(17, other, kind="target"))
    # A page says how a figure of a month differs from that of its year.
    assert are_comparable(figure(45, one), figure(17, other), breaks=())


def test_figures_look_alike_where_a_reader_sees_one_number(figure):
    thousand, million = figure(value=1_234_000), figure(value="1.234", unit_mult=6)
    assert look_alike(thousand, million)
    assert look_alike(figure(value="66.04", qualifier=">"), figure(value="66"))
    assert not look_alike(figure(value="66"), figure(value="67"))


def test_figures_state_the_same_where_a_reader_sees_one_number_and_one_hedge(figure):
    assert state_the_same(figure(value="66.04"), figure(value="66"))
    assert not state_the_same(figure(value="66.04", qualifier=">"), figure(value="66"))
    assert not state_the_same(figure(value="66"), figure(value="67"))
