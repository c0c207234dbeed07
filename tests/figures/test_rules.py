"""What each rule finds, and what it lets pass."""

import math
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.data.schema import ObsStatus, Qualifier
from dxlib.figures.findings import Weight, list_rules, show_number
from dxlib.figures.intervals import Interval, read_interval

GROWTH = {"growth": {"growth": "level"}}
FINITE = st.floats(1, 1e6)


def get_messages(found):
    return [finding.message for finding in found]


def test_every_rule_is_tested_here_and_finds_nothing_in_nothing(find):
    assert list_rules() == (
        "bases", "change", "cumulative", "growth", "jumps", "multiple", "parts", "ranks", "shares",
    )  # fmt: skip
    assert [find(rule, []) for rule in list_rules()] == [()] * 9


# What a number can mean ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "more", "low", "high"),
    [
        ("45.2", {}, 45.15, 45.25),
        ("120", {}, 119.5, 120.5),
        ("510000", {}, 505_000, 515_000),
        ("40", {"qualifier": Qualifier.ABOUT}, 39, 41),
        ("40", {"qualifier": Qualifier.NEARLY}, 39, 40),
        ("62", {"qualifier": Qualifier.MORE_THAN}, 62, math.inf),
        ("10", {"qualifier": Qualifier.LESS_THAN}, -math.inf, 10),
        ("8", {"upper": Decimal(10)}, 8, 10),
    ],
)
def test_a_number_means_all_that_round_to_it(state, value, more, low, high):
    found = read_interval(state("level", "2024", value, **more))
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


@given(FINITE, FINITE, FINITE, FINITE)
def test_an_interval_holds_what_its_members_give(a, b, c, d):
    one, other = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    for result, value in (((one + other), a + c), ((one - other), a - c), ((one / other), a / c)):
        assert result.measure_gap(Interval(value, value)) == 0


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((4, 6), (2, 3), 4 / 3, 3),
        ((-6, 6), (2, 3), -3, 3),
        ((-6, -4), (2, 3), -3, -4 / 3),
        ((4, 6), (-1, 2), 2, math.inf),
        ((-6, 6), (0, 2), -math.inf, math.inf),
        ((4, 6), (-5, 0), -math.inf, math.inf),
        ((0, 0), (0, 2), 0, 0),
        ((4, 6), (2, math.inf), 0, 3),
        ((-math.inf, 0), (-1, 2), -math.inf, 0),
        ((4, math.inf), (2, 3), 4 / 3, math.inf),
    ],
)
def test_a_quotient_holds_what_divisors_above_zero_give(one, other, low, high):
    assert Interval(*one) / Interval(*other) == Interval(low, high)


@pytest.mark.parametrize(("stated", "number"), [("-150", 0), ("-146", 0), ("-156", 0), ("-160", 1), ("-140", 1)])
def test_growth_to_a_level_below_zero_is_held_against_all_that_it_can_be(state, find, stated, number):
    rows = [state("level", "2023", 10), state("level", "2024", -5), state("growth", "2024", stated)]
    assert len(find("growth", rows, **GROWTH)) == number


def test_growth_from_levels_that_are_not_above_zero_contradicts_nothing(state, find):
    rows = [state("level", "2023", -5, upper=Decimal(0)), state("level", "2024", 10), state("growth", "2024", 50)]
    assert find("growth", rows, **GROWTH) == ()


def test_growth_that_leaves_nothing_implies_no_base(state, find):
    rows = [
        state(indicator, "2024", value, source=source)
        for source, level in (("mic-2024", 90), ("un-2024", 50))
        for indicator, value in (("level", level), ("growth", -130))
    ]
    (finding,) = find("bases", rows, **GROWTH)
    assert finding.weight is Weight.EXPLANATION
    assert "2023 was about any number in both" in finding.message


@pytest.mark.parametrize(
    ("value", "shown"), [(20.64321, "20.643"), (0.76212, "0.76212"), (28e9, "28000000000"), (0, "0"),
                         (math.inf, "any number")]
)  # fmt: skip
def test_a_number_is_shown_with_the_digits_that_count(value, shown):
    assert show_number(value) == shown


# Changes against levels ------------------------------------------------------------------------
def test_growth_that_two_levels_do_not_give_is_found_with_how_far_off(state, find):
    rows = [state("growth", "2025", 26), state("level", "2025", 198), state("level", "2024", 152)]
    (finding,) = find("growth", rows, **GROWTH)
    assert finding.weight is Weight.CONTRADICTION
    assert finding.figures == tuple(rows)
    assert finding.off == pytest.approx((197.5 / 152.5 - 1) * 100 - 26.5)
    assert finding.message == (
        "growth of VNM is stated as 26 PERCENT in 2025 [mic-2024], but 198 COUNT in 2025 [mic-2024] and "
        "152 COUNT in 2024 [mic-2024] give 29.508 to 31.023"
    )


@pytest.mark.parametrize(
    ("stated", "more"),
    [(30, {}), (31, {}), (20, {"qualifier": Qualifier.MORE_THAN}), (26, {"status": ObsStatus.UNRELIABLE})],
)
def test_growth_that_rounds_to_what_the_levels_give_passes_and_the_unreliable_is_not_asked(state, find, stated, more):
    rows = [state("growth", "2025", stated, **more), state("level", "2025", 198), state("level", "2024", 152)]
    assert find("growth", rows, **GROWTH) == ()


def test_one_pair_of_levels_of_any_sources_is_enough(state, find):
    rows = [
        state("growth", "2025", 26), state("level", "2025", 198), state("level", "2024", 152),
        state("level", "2024", 157, source="un-2024"),
    ]  # fmt: skip
    assert find("growth", rows, **GROWTH) == ()


def test_growth_is_only_held_against_the_year_before_and_not_across_a_break(state, find):
    rows = [state("growth", "2025", 26), state("level", "2025", 198), state("level", "2023", 10)]
    assert find("growth", rows, **GROWTH) == ()
    rows = [state("growth", "2025", 26), state("level", "2025", 198), state("level", "2024", 10)]
    assert find("growth", rows, breaks=["2025-01-01"], **GROWTH) == ()
    assert len(find("growth", rows, **GROWTH)) == 1


@pytest.mark.parametrize(("year", "number"), [("2023", 1), ("2024", 1), ("2025", 0)])
@pytest.mark.parametrize("source", ["mic-2024", "un-2024"])
def test_growth_is_not_asked_across_a_figure_that_any_source_marks_as_a_break(state, find, year, number, source):
    rows = [state("growth", "2025", 26), state("level", "2025", 198), state("level", "2024", 10)]
    marked = state("level", year, 150, source=source, status=ObsStatus.BREAK)
    rows = [row for row in rows if (row.period, row.source) != (year, source) or row.indicator == "growth"]
    assert len(find("growth", sorted([*rows, marked], key=lambda row: row.period), **GROWTH)) == number


def test_growth_of_a_part_of_a_year_is_held_against_the_same_part(state, find):
    rows = [
        state("growth", "2024-01/2024-11", 50), state("level", "2024-01/2024-11", 150),
        state("level", "2023-01/2023-11", 50), state("level", "2023", 100),
    ]  # fmt: skip
    assert [finding.figures[2].period for finding in find("growth", rows, **GROWTH)] == ["2023-01/2023-11"]


def test_a_multiple_that_two_levels_do_not_give_is_found(state, find):
    rows = [state("times", "2024", "2.5"), state("level", "2024", 45), state("level", "2023", 40)]
    assert get_messages(find("multiple", rows, multiple={"times": "level"})) == [
        "times of VNM is stated as 2.5 TIMES in 2024 [mic-2024], but 45 COUNT in 2024 [mic-2024] and 40 COUNT in 2023 "
        "[mic-2024] give 1.0988 to 1.1519"
    ]
    assert find("multiple", [*rows[:2], state("level", "2023", 18)], multiple={"times": "level"}) == ()


def test_places_gained_are_held_against_the_ranking_before_even_years_ago(state, find):
    ranks = [state("rank", "2022", 86), state("rank", "2024", 71)]
    relation = {"change": {"moved": "rank"}}
    assert find("change", [*ranks, state("moved", "2024", 15)], **relation) == ()
    (finding,) = find("change", [*ranks, state("moved", "2024", 17)], **relation)
    assert finding.message.endswith("give 14.000 to 16.000")


def test_a_difference_of_shares_is_held_against_the_year_before(state, find):
    shares = [state("share", "2023", "17.6"), state("share", "2024", "45.2")]
    relation = {"change": {"points": "share"}}
    assert find("change", [*shares, state("points", "2024", "27.6")], **relation) == ()
    assert len(find("change", [*shares, state("points", "2024", "30.0")], **relation)) == 1


# Wholes, ranks, shares -------------------------------------------------------------------------
def test_an_index_that_is_not_the_mean_of_its_parts_is_found(state, find):
    parts = [state("one", "2024", "0.8"), state("other", "2024", "0.6")]
    relation = {"mean": {"whole": ("one", "other")}}
    assert find("parts", [state("whole", "2024", "0.70"), *parts], **relation) == ()
    (finding,) = find("parts", [state("whole", "2024", "0.79"), *parts], **relation)
    assert finding.message == (
        "whole of VNM is 0.79 INDEX in 2024 [mic-2024], but the mean of one, other is 0.65000 to 0.75000"
    )
    assert finding.off == pytest.approx(0.035)


@pytest.mark.parametrize(
    ("period", "value", "says"),
    [("2010", "0.651", ""), ("2010", "0.701", "the weighted mean of one, other is 0.65050 to 0.65150"),
     ("2012", "0.701", ""), ("2012", "0.651", "the mean of one, other is 0.70050 to 0.70150"),
     ("2024", "0.72", ""), ("2024", "0.73", "the mean of one, other is 0.70050 to 0.70150")],
)  # fmt: skip
def test_an_index_is_held_against_the_weights_and_the_tolerance_of_its_publisher(state, find, period, value, says):
    rows = [state("whole", period, value), state("one", period, "0.801"), state("other", period, "0.601")]
    weights, within = {"2010": ("0.25", "0.75")}, {"2024": "0.02"}
    found = find("parts", rows, mean={"whole": ("one", "other")}, weights={"whole": weights}, within={"whole": within})
    assert [one.message.partition(", but ")[2] for one in found] == ([says] if says else [])


def test_a_total_that_is_not_the_sum_of_its_parts_is_found(state, find):
    rows = [state("whole", "2024", "1.9"), state("one", "2024", "0.8"), state("other", "2024", "0.6")]
    assert len(find("parts", rows, total={"whole": ("one", "other")})) == 1


@pytest.mark.parametrize(("value", "number"), [("1.4", 0), ("1.9", 1)])
def test_a_total_and_its_parts_are_compared_in_one_power_of_ten(state, find, value, number):
    parts = [state("one", "2024", 800, unit_mult=6), state("other", "2024", 600, unit_mult=6)]
    rows = [state("whole", "2024", value, unit_mult=9), *parts]
    found = find("parts", rows, total={"whole": ("one", "other")})
    assert [finding.off for finding in found] == [pytest.approx(0.449)] * number


def test_parts_of_another_source_or_a_part_that_is_missing_decide_nothing(state, find):
    rows = [state("whole", "2024", "0.9"), state("one", "2024", "0.1"), state("other", "2024", "0.1", source="un-2024")]
    assert find("parts", rows, mean={"whole": ("one", "other")}) == ()


@pytest.mark.parametrize(
    ("value", "out_of", "end"),
    [(0, None, ": no place"), ("2.5", None, ": no place"), (47, 32, ", among only 32"), (32, 32, ""), (1, None, "")],
)
def test_a_rank_is_a_whole_number_from_one_to_n(state, find, value, out_of, end):
    found = find("ranks", [state("rank", "2024", value, out_of=Decimal(out_of) if out_of else None)])
    expected = [f"rank of VNM is {value} RANK in 2024 [mic-2024]{end}"] if end else []
    assert get_messages(found) == expected


def test_a_rank_against_the_order_of_the_scores_is_found_and_a_tie_passes(state, find):
    def rank_two(rank, score):
        first = [state("rank", "2024", 4), state("score", "2024", "63.6")]
        second = [state("rank", "2024", rank, area="CHL"), state("score", "2024", score, area="CHL")]
        return find("ranks", [*first, *second], rank={"rank": "score"})

    (finding,) = rank_two(4, "32.6")
    assert finding.message == (
        "rank: CHL is 4 RANK in 2024 [mic-2024] and VNM is 4 RANK in 2024 [mic-2024], "
        "but their scores are 32.6 and 63.6"
    )
    assert len(rank_two(3, "32.6")) == 1
    assert rank_two(51, "32.6") == rank_two(4, "63.6") == ()


def test_a_rank_that_two_areas_share_without_scores_is_suspicious(state, find):
    (finding,) = find("ranks", [state("rank", "2024", 15), state("rank", "2024", 15, area="SGP")])
    assert (finding.weight, finding.off) == (Weight.SUSPICION, 0)
    other = [state("rank", "2024", 15), state("rank", "2024", 15, area="SGP", source="un-2024")]
    assert find("ranks", other) == ()


def test_a_share_lies_between_nothing_and_all(state, find):
    rows = [state("share", "2024", value) for value in ("100.2", "-1", "0", "100")]
    assert [float(finding.off) for finding in find("shares", rows)] == pytest.approx([0.2, 1])
    assert find("shares", [state("growth", "2024", 157)], **GROWTH) == ()
    assert find("shares", [state("share", "2024", 157)], unbounded=["share"]) == ()


def test_a_part_is_not_more_than_its_whole(state, find):
    (finding,) = find("shares", [state("level", "2024", 64, out_of=Decimal(63))])
    assert finding.message == "level of VNM is 64 COUNT in 2024 [mic-2024], which is not between 0 and 63"


def test_x_of_y_that_does_not_give_the_stated_share_is_found(state, find):
    counts = [state("level", "2024", 44, out_of=Decimal(63))]
    relation = {"share": {"share": "level"}}
    assert find("shares", [state("share", "2024", "69.8"), *counts], **relation) == ()
    (finding,) = find("shares", [state("share", "2024", "75.0"), *counts], **relation)
    assert finding.message == (
        "share of VNM is stated as 75.0 PERCENT in 2024 [mic-2024], but 44 of 63 [mic-2024] is 69.048 to 70.635"
    )


# Series ----------------------------------------------------------------------------------------
def test_a_count_that_can_only_grow_and_fell_is_found(state, find):
    rows = [state("level", "2023", 70), state("level", "2024", 60), state("level", "2025", 80)]
    (finding,) = find("cumulative", rows, cumulative=["level"])
    assert (finding.subject.period, finding.figures[1].period, finding.off) == ("2024", "2023", 9)
    assert find("cumulative", rows) == ()


@pytest.mark.parametrize(("status", "number"), [(ObsStatus.NORMAL, 2), (ObsStatus.BREAK, 1)])
def test_a_count_begins_anew_after_a_break(state, find, status, number):
    rows = [state("level", "2022", 70), state("level", "2023", 60, status=status), state("level", "2024", 55)]
    assert len(find("cumulative", rows, cumulative=["level"])) == number
    plain = [state("level", "2022", 70), state("level", "2023", 60), state("level", "2024", 55)]
    found = find("cumulative", plain, breaks=["2023-07-01"], cumulative=["level"])
    assert [[row.period for row in one.figures] for one in found] == [["2024", "2023"]]


def test_numbers_whose_roundings_touch_contradict_nothing(state, find):
    # As floats 2.5 - 0.05 is above 2.4 + 0.05.
    assert (
        find("cumulative", [state("level", "2023", "2.5"), state("level", "2024", "2.4")], cumulative=["level"]) == ()
    )
    scores = [state("score", "2024", "2.4"), state("score", "2024", "2.5", area="SGP")]
    ranks = [state("rank", "2024", 3), state("rank", "2024", 4, area="SGP")]
    assert find("ranks", [*ranks, *scores], rank={"rank": "score"}) == ()


def test_a_bound_is_above_a_number_that_is_below_all_of_it(state, find):
    rows = [state("level", "2023", 70, qualifier=Qualifier.MORE_THAN), state("level", "2024", 60)]
    (finding,) = find("cumulative", rows, cumulative=["level"])
    assert finding.off == 9.5
    more, less = (Interval(60, math.inf), Interval(-math.inf, 50))
    assert more.measure_gap(less) == less.measure_gap(more) == more.measure_above(less) == 10
    assert less.measure_above(more) == more.measure_above(more) == 0


def test_more_than_a_number_may_well_be_more_than_an_earlier_one(state, find):
    rows = [state("level", "2023", 70), state("level", "2024", 60, qualifier=Qualifier.MORE_THAN)]
    assert find("cumulative", rows, cumulative=["level"]) == ()


def test_a_step_beyond_all_steps_before_is_suspicious(state, find):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 110, 115, 125, 130, 200))]
    (finding,) = find("jumps", rows)
    assert (finding.weight, finding.subject.period, finding.off) == (Weight.SUSPICION, "2020", 60)
    assert find("jumps", rows[:-2] + rows[-1:]) == ()  # of three steps before, none says what is usual
    assert find("jumps", rows, breaks=["2020-06-30"]) == ()
    assert find("jumps", [*rows[:-1], state("level", "2020", 155)]) == ()  # under a quarter of the value


@pytest.mark.parametrize(("year", "number"), [(2015, 1), (2016, 0), (2019, 0), (2020, 0)])
def test_no_step_leads_to_a_figure_that_its_source_marks_as_a_break(state, find, year, number):
    rows = [state("level", str(2015 + years), value) for years, value in enumerate((100, 110, 115, 125, 130, 200))]
    marked = [replace(row, status=ObsStatus.BREAK) if row.period == str(year) else row for row in rows]
    assert len(find("jumps", marked)) == number
    elsewhere = [replace(row, area="SGP", status=ObsStatus.BREAK) for row in rows]
    assert len(find("jumps", [*elsewhere, *rows])) == 1  # the break of one area is none of another


def test_what_spreads_by_a_share_of_itself_does_not_jump(state, find):
    values = (0.1, 0.4, 0.5, 0.55, 0.6, 2.2)
    rows = [state("share", str(2015 + year), value) for year, value in enumerate(values)]
    assert find("jumps", rows) == ()
    assert len(find("jumps", [*rows[:-1], state("share", "2020", 2.5)])) == 1


@pytest.mark.parametrize(
    ("values", "number"),
    [
        ((0, 0, 0, 0, 0, 9), 1),
        ((-7, -7, -7, -7, -7, 9), 1),
        ((0, 0, 0, 0, 0, 0), 0),
        ((7, 7, 7, 7, 7, 0), 1),
        # The step from or to nothing is the longest share that there is.
        ((0, 1, 2, 3, 4, 60), 0),
        ((5, 4, 3, 2, 1, 0, 60), 0),
        ((3, 2, 1, 2, 1, -40), 1),
    ],
)
def test_a_step_from_nothing_is_more_than_any_share_and_years_without_a_step_are_none(state, find, values, number):
    found = find("jumps", [state("score", str(2015 + year), value) for year, value in enumerate(values)])
    assert len(found) == number
    if values[:2] == (0, 0) and number:
        assert found[0].message == (
            "score of VNM goes from 0 SCORE in 2019 [mic-2024] to 9 SCORE in 2020 [mic-2024], 9.0000 a year; "
            "no step before was longer than 0"
        )


@pytest.mark.parametrize(
    ("indicator", "values"),
    [
        ("score", ("60", "137.7", "120", "118", "116.6", "349.7")),
        ("share", ("0.1", "0.4", "0.5", "0.55", "0.6", "2.4")),
        ("share", ("0.1", "0.3", "0.4", "0.5", "0.7", "2.1")),
    ],
)
def test_equal_steps_and_shares_are_no_longer_ones(state, find, indicator, values):
    """In floating point 349.7 - 116.6 is above three times 137.7 - 60, and 2.1 / 0.7 above 0.3 / 0.1."""
    assert (349.7 - 116.6 > 3 * (137.7 - 60), 2.1 / 0.7 > 0.3 / 0.1) == (True, True)
    assert find("jumps", [state(indicator, str(2015 + year), value) for year, value in enumerate(values)]) == ()


def test_a_share_over_three_years_is_compared_by_the_year(state, find):
    """Five times in a year is 125 times in three; in floating point a third of log(125) is above log(5)."""
    assert math.log(125) / 3 > math.log(5)
    rows = [state("score", str(2014 + year), value) for year, value in enumerate((1, 5, 5, 5, 6))]
    assert [len(find("jumps", [*rows, state("score", "2021", value)])) for value in (750, 751)] == [0, 1]


def test_where_sources_disagree_the_value_nearest_to_the_year_before_stands(state, find):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 110, 115, 125, 130, 200))]
    assert find("jumps", [*rows, state("level", "2020", 140, source="un-2024")]) == ()


@pytest.mark.parametrize(("value", "number"), [("0.14", 0), ("0.2", 1)])
def test_steps_of_years_in_ones_and_in_thousands_are_compared_in_one_power_of_ten(state, find, value, number):
    rows = [state("level", str(2015 + year), value) for year, value in enumerate((100, 110, 115, 125, 130))]
    found = find("jumps", [*rows, state("level", "2020", value, unit_mult=3)])
    said = "0.070000 a year; no step before was longer than 0.010000"
    assert [(one.off, one.message.rpartition(", ")[2]) for one in found] == [(0.06, said)] * number


@pytest.mark.parametrize(("value", "off"), [("0.14", [3.5]), ("0.05", [0.0745])])
def test_counts_in_ones_and_in_thousands_are_compared_in_one_power_of_ten(state, find, value, off):
    rows = [state("level", "2023", 130), state("level", "2024", value, unit_mult=3), state("level", "2025", 131)]
    assert [one.off for one in find("cumulative", rows, cumulative=["level"])] == pytest.approx(off)


def test_of_equal_counts_in_two_powers_of_ten_the_earlier_one_is_named(state, find):
    """In floating point 0.007 - 0.0005, times a thousand, is above 7 - 0.5."""
    rows = [state("level", "2022", 7), state("level", "2023", "0.007", unit_mult=3), state("level", "2024", 5)]
    (finding,) = find("cumulative", rows, cumulative=["level"])
    assert [row.period for row in finding.figures] == ["2024", "2022"]


@pytest.mark.parametrize(("stated", "number"), [("100", 0), ("90", 1)])
@pytest.mark.parametrize("powers", [(0, 3), (3, 0)])
def test_growth_of_levels_in_ones_and_in_thousands_is_that_of_what_they_stand_for(state, find, powers, stated, number):
    rows = [
        state("level", year, Decimal(value).scaleb(-power), unit_mult=power)
        for year, value, power in zip(("2023", "2024"), (101, 202), powers, strict=True)
    ]
    assert len(find("growth", [*rows, state("growth", "2024", stated)], **GROWTH)) == number


@pytest.mark.parametrize(("value", "number"), [("0.101", 0), ("0.301", 1)])
def test_a_change_of_levels_in_several_powers_of_ten_is_that_of_what_they_stand_for(state, find, value, number):
    rows = [state("score", "2023", 100), state("score", "2024", "0.201", unit_mult=3)]
    found = find("change", [*rows, state("level", "2024", value, unit_mult=3)], change={"level": "score"})
    assert [one.off for one in found] == pytest.approx([0.1985] * number)


def test_levels_of_two_sources_in_two_powers_of_ten_are_compared_in_one(state, find):
    rows = state_twice(state, 36)
    thousands = [replace(row, value=row.value / 1000, unit_mult=3) if row.indicator == "level" else row for row in rows]
    (plain,) = find("bases", rows, **GROWTH)
    (mixed,) = find("bases", [*rows[:2], *thousands[2:]], **GROWTH)
    assert (mixed.weight, mixed.off) == (plain.weight, pytest.approx(plain.off))
    assert find("bases", [*rows[:2], *(replace(row, source="tnmt") for row in thousands[:2])], **GROWTH) == ()


def test_scores_in_two_powers_of_ten_are_compared_in_one(state, find):
    ranks = [state("rank", "2024", 3), state("rank", "2024", 4, area="SGP")]
    scores = [state("score", "2024", 63), state("score", "2024", "0.032", area="SGP", unit_mult=3)]
    assert find("ranks", [*ranks, *scores], rank={"rank": "score"}) == ()
    other = state("score", "2024", "0.066", area="SGP", unit_mult=3)
    assert len(find("ranks", [*ranks, scores[0], other], rank={"rank": "score"})) == 1


@pytest.mark.parametrize(("value", "number"), [("0.044", 0), ("0.064", 2)])
def test_x_in_thousands_is_compared_with_its_total_in_ones(state, find, value, number):
    rows = [state("level", "2024", value, unit_mult=3, out_of=Decimal(63)), state("share", "2024", "69.8")]
    found = find("shares", rows, share={"share": "level"})
    assert len(found) == number
    if found:
        assert (float(found[0].off), found[0].message.rpartition(", ")[2]) == (0.001, "which is not between 0 and 63")
        assert "but 64 of 63 [mic-2024] is" in found[1].message


# Two sources -----------------------------------------------------------------------------------
def state_twice(state, growth):
    return [
        state("level", "2024", 25, source="quangbinh"), state("growth", "2024", 20, source="quangbinh"),
        state("level", "2024", 28, source="tnmt"), state("growth", "2024", growth, source="tnmt"),
    ]  # fmt: skip


def test_two_levels_that_share_their_base_are_explained(state, find):
    (finding,) = find("bases", state_twice(state, 36), **GROWTH)
    assert finding.weight is Weight.EXPLANATION
    assert finding.message == (
        "level of VNM is 25 COUNT in 2024 [quangbinh] and 28 COUNT in 2024 [tnmt]; with the growth each states (20 % "
        "and 36 %), 2023 was about 20.683 in both, so they disagree on the last step only"
    )


def test_two_levels_with_other_bases_contradict_each_other_twice(state, find):
    (finding,) = find("bases", state_twice(state, 10), **GROWTH)
    assert finding.weight is Weight.CONTRADICTION
    assert finding.message.endswith("2023 was 20.332 to 21.339 and 24.887 to 26.027, so they disagree on that year too")


def test_levels_that_agree_and_growth_of_another_source_say_nothing(state, find):
    rows = state_twice(state, 36)
    assert find("bases", [*rows[:2], state("level", "2024", 25, source="tnmt"), rows[3]], **GROWTH) == ()
    assert find("bases", rows[:3], **GROWTH) == ()
