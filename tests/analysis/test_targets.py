"""Distance, pace and status of targets, with the edges of the rule."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.analysis import TargetStatus, assess_target, compute_distance, compute_needed_pace, compute_pace
from dxlib.data.ids import name_verdict
from dxlib.data.quantities import Formula
from dxlib.errors import DataError

DAY = date(2025, 6, 30)
NUMBERS = st.decimals(Decimal(0), Decimal(100), places=1, allow_nan=False)


@pytest.fixture(scope="module")
def assess(figure):
    """Gives the status of a target of 80 per cent for 2025, but for what is given."""

    def get_status(latest, period="2024", first=None, *, target=80, deadline="2025", lower=False, day=DAY):
        start = None if first is None else figure(first[0], first[1])
        goal = figure(target, deadline, kind="target")
        verdict = assess_target(goal, figure(latest, period), start, lower_is_better=lower, as_of=day)
        return verdict.status

    return get_status


@pytest.mark.parametrize(("latest", "status"), [(81, "met"), (80, "met"), ("79.9", "not_assessable")])
def test_a_target_is_met_when_the_latest_figure_reaches_it(assess, latest, status):
    assert assess(latest) == status


@pytest.mark.parametrize(("latest", "status"), [(50, "met"), (49, "met"), (51, "not_assessable")])
def test_where_lower_is_better_it_is_met_at_or_below(assess, latest, status):
    assert assess(latest, target=50, lower=True) == status


@pytest.mark.parametrize(
    ("period", "status"),
    [("2024", "met"), ("2025", "met"), ("2025-12", "met"), ("2026-01", "reached_since"), ("2026", "reached_since")],
)
def test_a_target_that_only_a_figure_after_its_deadline_reaches_was_reached_since(assess, period, status):
    assert assess(80, period, day=date(2026, 12, 31)) == status


def test_a_target_without_a_deadline_is_never_reached_too_late(assess):
    assert assess(80, "2026", deadline="") is TargetStatus.MET


@pytest.mark.parametrize("period", ["2025", "2025-12", "2026"])
def test_a_target_is_missed_when_the_figure_for_the_deadline_or_later_falls_short(assess, period):
    assert assess(79, period, day=date(2026, 12, 31)) is TargetStatus.MISSED


def test_a_target_whose_deadline_has_passed_without_a_figure_for_it_has_no_figure_yet(assess):
    assert assess(79, "2024", (70, "2023"), day=date(2026, 1, 1)) is TargetStatus.NO_FIGURE_YET


def test_the_deadline_has_passed_on_its_last_day_and_not_the_day_before(assess):
    assert assess(79, "2024", (70, "2023"), day=date(2025, 12, 31)) is TargetStatus.NO_FIGURE_YET
    assert assess(79, "2024", (70, "2023"), day=date(2025, 12, 30)) is TargetStatus.ON_TRACK


# From 60 at the end of 2023 to 80 at the end of 2025: 366 of 731 days are gone at the end of 2024.
@pytest.mark.parametrize(
    ("latest", "status"),
    [("70.02", "on_track"), ("70.0", "behind"), ("75", "on_track"), ("60", "behind"), ("50", "behind")],
)
def test_a_target_is_on_track_on_or_beyond_the_straight_way_and_else_behind(assess, latest, status):
    assert assess(latest, "2024", (60, "2023")) == status


@pytest.mark.parametrize(("latest", "status"), [("69.98", "on_track"), ("70", "behind"), ("65", "on_track")])
def test_the_straight_way_goes_down_where_lower_is_better(assess, latest, status):
    assert assess(latest, "2024", (80, "2023"), target=60, lower=True) == status


@given(NUMBERS, st.integers(1, 30), st.integers(1, 30), st.booleans())
def test_a_figure_that_lies_exactly_on_the_way_is_on_track(assess, first, gone, left, lower):
    step = Decimal("-0.7") if lower else Decimal("0.7")
    periods = [f"2025-01-{1:02}", f"2025-01-{1 + gone:02}", f"2025-02-{1:02}"]
    total = 31
    latest, target = first + step * gone, first + step * total
    if gone < total:
        given_status = assess(latest, periods[1], (first, periods[0]), target=target, deadline=periods[2], lower=lower,
                              day=date(2025, 1, 15))  # fmt: skip
        assert given_status is TargetStatus.ON_TRACK
        short = latest + (Decimal("0.0001") if lower else Decimal("-0.0001")) * left
        assert assess(short, periods[1], (first, periods[0]), target=target, deadline=periods[2], lower=lower,
                      day=date(2025, 1, 15)) is TargetStatus.BEHIND  # fmt: skip


def test_a_target_without_a_deadline_is_undated_until_it_is_met(assess):
    assert assess(79, deadline="") is TargetStatus.UNDATED


def test_one_comparable_figure_is_not_enough_to_assess(assess):
    assert assess(79, "2024") is TargetStatus.NOT_ASSESSABLE
    assert assess(79, "2024", (79, "2024")) is TargetStatus.NOT_ASSESSABLE


def test_a_bound_counts_as_the_number_that_its_source_states(figure):
    goal = figure(50, "2025", kind="target", qualifier=">")
    latest = figure(50, qualifier=">=")
    assert assess_target(goal, latest, None, lower_is_better=False, as_of=DAY).status is TargetStatus.MET


OPEN = "not_assessable"


@pytest.mark.parametrize(
    ("value", "qualifier", "higher", "lower"),  # what is better, by which a target of 50 is judged
    [
        (50, "", "met", "met"), (51, "", "met", "missed"), (49, "", "missed", "met"),
        (50, "<", "missed", "met"), (60, "<", OPEN, OPEN), (40, "<", "missed", "met"),
        (50, "<=", OPEN, "met"), (50, ">", "met", "missed"), (40, ">", OPEN, OPEN), (60, ">", "met", "missed"),
        (50, ">=", "met", OPEN), (50, "<~", "missed", "met"), (60, "<~", "met", "missed"),
        (50, "~", OPEN, OPEN), (55, "~", "met", "missed"), (40, "~", "missed", "met"),
    ],
)  # fmt: skip
def test_a_figure_decides_where_all_that_is_stated_lies_on_one_side(figure, value, qualifier, higher, lower):
    goal, latest = figure(50, "2024", kind="target"), figure(value, qualifier=qualifier)
    for status, is_lower in ((higher, False), (lower, True)):
        assert assess_target(goal, latest, None, lower_is_better=is_lower, as_of=DAY).status == status


# From 40 at the end of 2023 to 90 at the end of 2030 the way is at 47.2 at the end of 2024; downwards, it is at 82.8.
@pytest.mark.parametrize(
    ("first", "latest", "lower", "status"),
    [
        ("40", "<50", False, OPEN), ("40", "<45", False, "behind"), ("40", ">50", False, OPEN),
        ("40", ">45", False, OPEN), (">40", "44", False, "behind"), ("<45", "47", False, OPEN),
        ("40", "~50", False, "on_track"),
        ("90", "<85", True, OPEN), ("90", "<80", True, OPEN), ("90", ">85", True, "behind"),
        ("90", ">80", True, OPEN), ("<90", "84", True, "behind"), (">85", "83", True, OPEN),
    ],
)  # fmt: skip
def test_a_bound_that_lies_on_both_sides_of_the_way_is_neither_on_track_nor_behind(
    figure, first, latest, lower, status
):
    goal = figure(40 if lower else 90, "2030", kind="target")
    began, stated = (
        figure(one.strip("<>~"), period, qualifier=one.rstrip("0123456789"))
        for one, period in ((first, "2023"), (latest, "2024"))
    )
    verdict = assess_target(goal, stated, began, lower_is_better=lower, as_of=DAY)
    assert verdict.status == status
    assert (verdict.first is None) == (status == OPEN)


def test_what_is_left_to_more_than_a_number_is_more_than_what_is_left_to_it(figure):
    for qualifier, hedge in ((">", ">"), (">=", ""), ("", "")):
        goal = figure(85, "2027", kind="target", qualifier=qualifier)
        assert compute_distance(goal, figure(80), lower_is_better=False).qualifier == hedge
        assert compute_needed_pace(goal, figure(80)).qualifier == hedge


def test_a_verdict_names_the_first_figure_only_where_it_rests_on_it(figure):
    goal, first = figure(80, "2025", kind="target"), figure(60, "2023")
    behind = assess_target(goal, figure(65), first, lower_is_better=False, as_of=DAY)
    met = assess_target(goal, figure(85), first, lower_is_better=False, as_of=DAY)
    assert behind.inputs == (goal, figure(65), first)
    assert met.inputs == (goal, figure(85))


def test_the_key_of_a_verdict_stands_for_the_target_and_the_figure_that_decides(figure):
    """On one page both day and direction follow from these, and the note keeps its address when the status changes."""
    goal, latest = figure(80, "2025", kind="target"), figure(80)
    verdicts = [
        assess_target(goal, latest, first, lower_is_better=lower, as_of=day)
        for lower in (True, False)
        for day in (DAY, date(2025, 7, 1))
        for first in (None, figure(60, "2023"))
    ]
    assert {verdict.key for verdict in verdicts} == {name_verdict(goal.key, latest.key)}
    other = assess_target(goal, figure(80, "2023"), None, lower_is_better=False, as_of=DAY)
    later = assess_target(figure(80, "2030", kind="target"), latest, None, lower_is_better=False, as_of=DAY)
    assert len({verdicts[0].key, other.key, later.key}) == 3


def test_every_status_has_an_example_above():
    assert {status.value for status in TargetStatus} == {
        "met", "reached_since", "missed", "no_figure_yet", "on_track", "behind", "undated", "not_assessable",
    }  # fmt: skip


@pytest.mark.parametrize(("lower", "left"), [(False, 35), (True, -35)])
def test_the_distance_is_above_zero_while_the_target_is_not_reached(figure, lower, left):
    result = compute_distance(figure(80, "2025", kind="target"), figure(45), lower_is_better=lower)
    assert (result.value, result.unit, result.formula) == (left, "POINTS", Formula.DISTANCE)
    assert result.options == (("direction", "lower" if lower else "higher"),)


def test_the_distance_of_ranks_is_in_places(figure):
    goal, latest = figure(50, "2025", unit="RANK", kind="target", decimals=0), figure(71, unit="RANK", decimals=0)
    result = compute_distance(goal, latest, lower_is_better=True)
    assert (result.value, result.unit, result.decimals) == (21, "PLACES", 0)


def test_the_pace_is_the_change_a_year(figure):
    result = compute_pace(figure(48, "2024"), figure(40, "2020"), breaks=())
    assert (result.value, result.unit, result.formula) == (2, "POINTS", Formula.PACE)


def test_the_needed_pace_reaches_the_target_at_its_deadline(figure):
    latest, goal = figure(48, "2024"), figure(80, "2028", kind="target")
    result = compute_needed_pace(goal, latest)
    assert (result.value, result.unit, result.formula) == (8, "POINTS", Formula.NEEDED_PACE)


def test_a_pace_shows_at_least_one_decimal(figure):
    assert compute_pace(figure(48, "2024", decimals=0), figure(40, "2020", decimals=0), breaks=()).decimals == 1


def test_a_pace_between_figures_of_one_time_is_refused(figure):
    with pytest.raises(DataError) as caught:
        compute_pace(figure(48), figure(40), breaks=())
    assert str(caught.value) == (
        "No pace from online_share/VNM/2024/actual@mic-2024 to online_share/VNM/2024/actual@mic-2024: "
        "no time lies between.\n"
        "Fix: give a later and an earlier figure, or a target with a deadline to come."
    )


@pytest.mark.parametrize("deadline", ["", "2023", "2024"])
def test_no_pace_reaches_a_target_without_a_deadline_to_come(figure, deadline):
    with pytest.raises(DataError, match="no time lies between"):
        compute_needed_pace(figure(80, deadline, kind="target"), figure(48))


def test_targets_of_another_indicator_or_unit_are_refused(figure):
    latest = figure(45)
    others = [figure(80, "2025", kind="target", indicator="cash_share"), figure(80, "2025", kind="target", unit="USD"),
              figure(80, "2025", kind="target", unit_mult=3)]  # fmt: skip
    for goal in others:
        for compute in (
            lambda goal: compute_distance(goal, latest, lower_is_better=False),
            lambda goal: compute_needed_pace(goal, latest),
            lambda goal: assess_target(goal, latest, None, lower_is_better=False, as_of=DAY),
        ):
            with pytest.raises(DataError, match="are not one indicator in one unit"):
                compute(goal)


def test_a_milestone_is_reached_by_what_measures_it_or_by_its_own_figure(figure):
    goal = figure(1, "2025", kind="target", unit="MILESTONE")
    counted = figure(700, "2024", indicator="accounts", unit="COUNT")
    verdict = assess_target(goal, counted, None, lower_is_better=False, as_of=DAY, measured_by="accounts")
    own = assess_target(goal, figure(1, "2024", unit="MILESTONE"), None, lower_is_better=False, as_of=DAY)
    assert (verdict.status, own.status) == (TargetStatus.MET, TargetStatus.MET)
    share = figure(80, "2025", kind="target")
    with pytest.raises(DataError, match="are not one indicator in one unit"):
        assess_target(share, counted, None, lower_is_better=False, as_of=DAY, measured_by="accounts")


def test_the_refusal_of_another_indicator_names_both(figure):
    with pytest.raises(DataError) as caught:
        compute_distance(
            figure(80, "2025", kind="target", indicator="cash_share", unit="USD"), figure(45), lower_is_better=False
        )
    assert str(caught.value) == (
        "cash_share/VNM/2025/target@mic-2024 (USD) and online_share/VNM/2024/actual@mic-2024 (PERCENT) "
        "are not one indicator in one unit.\nFix: use the target and the figure of the same indicator."
    )


def test_distance_and_pace_refuse_a_figure_that_is_only_a_bound(figure):
    bound, goal = figure(45, qualifier=">"), figure(80, "2025", kind="target")
    with pytest.raises(DataError, match="is only a bound"):
        compute_distance(goal, bound, lower_is_better=False)
    with pytest.raises(DataError, match="is only a bound"):
        compute_needed_pace(goal, bound)
    with pytest.raises(DataError, match="is only a bound"):
        compute_pace(bound, figure(17, "2023"), breaks=())


def test_a_target_that_is_a_bound_has_a_distance(figure):
    goal = figure(50, "2025", kind="target", qualifier=">")
    assert compute_distance(goal, figure(45), lower_is_better=False).value == 5


def test_a_pace_between_figures_of_two_areas_is_refused(figure):
    with pytest.raises(DataError, match="they speak of two areas"):
        compute_pace(figure(48, "2024"), figure(40, "2020", area="SGP"), breaks=())
