"""Two sources that disagree on a level, and the year before that follows from each one's own growth."""

from dataclasses import replace

import pytest

from dxlib.figures.findings import Weight

GROWTH = {"growth": {"growth": "level"}}


def state_twice(state, growth):
    return [
        state("level", "2024", 25, source="quangbinh"), state("growth", "2024", 20, source="quangbinh"),
        state("level", "2024", 28, source="tnmt"), state("growth", "2024", growth, source="tnmt"),
    ]  # fmt: skip


def test_two_levels_that_share_their_base_are_explained(state, find):
    (finding,) = find("bases", state_twice(state, 36), **GROWTH)
    assert (finding.weight, finding.off) == (Weight.EXPLANATION, 2)  # as the levels, 25.5 and 27.5
    assert finding.message == (
        "level of VNM is 25 COUNT in 2024 [quangbinh] and 28 COUNT in 2024 [tnmt]; with the growth each states (20 % "
        "and 36 %), 2023 was about 20.683 in both, so they disagree on the last step only"
    )


def test_two_levels_with_other_bases_contradict_each_other_twice(state, find):
    (finding,) = find("bases", state_twice(state, 10), **GROWTH)
    assert (finding.weight, finding.off) == (Weight.CONTRADICTION, pytest.approx(24.887 - 21.339, abs=1e-3))
    assert finding.message.endswith("2023 was 20.332 to 21.339 and 24.887 to 26.027, so they disagree on that year too")


def test_levels_that_agree_and_growth_of_another_source_say_nothing(state, find):
    rows = state_twice(state, 36)
    assert find("bases", [*rows[:2], state("level", "2024", 25, source="tnmt"), rows[3]], **GROWTH) == ()
    assert find("bases", rows[:3], **GROWTH) == ()


def test_growth_that_leaves_nothing_implies_no_base(state, find):
    rows = [
        state(indicator, "2024", value, source=source)
        for source, level in (("mic-2024", 90), ("un-2024", 50))
        for indicator, value in (("level", level), ("growth", -130))
    ]
    (finding,) = find("bases", rows, **GROWTH)
    assert finding.weight is Weight.EXPLANATION
    assert "2023 was about any number in both" in finding.message


def test_levels_of_two_sources_in_two_powers_of_ten_are_compared_in_one(state, find):
    rows = state_twice(state, 36)
    thousands = [replace(row, value=row.value / 1000, unit_mult=3) if row.indicator == "level" else row for row in rows]
    (plain,) = find("bases", rows, **GROWTH)
    (mixed,) = find("bases", [*rows[:2], *thousands[2:]], **GROWTH)
    assert (mixed.weight, mixed.off) == (plain.weight, pytest.approx(plain.off))
    assert find("bases", [*rows[:2], *(replace(row, source="tnmt") for row in thousands[:2])], **GROWTH) == ()
