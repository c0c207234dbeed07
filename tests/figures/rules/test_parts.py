"""An index against its parts: their mean, their weighted mean, their sum."""

import pytest


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
