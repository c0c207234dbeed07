"""Shares between nothing and all, and those that "x of y" gives."""

from decimal import Decimal

import pytest


def test_a_share_lies_between_nothing_and_all(state, find):
    rows = [state("share", "2024", value) for value in ("100.2", "-1", "0", "100")]
    assert [float(finding.off) for finding in find("shares", rows)] == pytest.approx([0.2, 1])
    assert find("shares", [state("growth", "2024", 157), state("growth", "2023", -3)]) == ()


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


def test_a_part_may_be_its_whole_and_a_count_without_a_whole_may_be_anything(state, find):
    assert find("shares", [state("level", "2024", 63, out_of=Decimal(63)), state("level", "2023", 500)]) == ()


def test_a_share_is_held_against_the_count_that_fits_best_and_against_none_of_another_period(state, find):
    share, relation = state("share", "2024", "75.0"), {"share": {"share": "level"}}
    far = state("level", "2024", 10, out_of=Decimal(63))
    near = state("level", "2024", 44, out_of=Decimal(63), source="un-2024")
    (finding,) = find("shares", [share, far, near], **relation)
    assert finding.figures == (share, near)
    assert find("shares", [share, state("level", "2023", 10, out_of=Decimal(63))], **relation) == ()
    assert find("shares", [share, state("level", "2024", 10)], **relation) == ()


@pytest.mark.parametrize(("value", "number"), [("0.044", 0), ("0.064", 2)])
def test_x_in_thousands_is_compared_with_its_total_in_ones(state, find, value, number):
    rows = [state("level", "2024", value, unit_mult=3, out_of=Decimal(63)), state("share", "2024", "69.8")]
    found = find("shares", rows, share={"share": "level"})
    assert len(found) == number
    if found:
        assert (float(found[0].off), found[0].message.rpartition(", ")[2]) == (0.001, "which is not between 0 and 63")
        assert "but 64 of 63 [mic-2024] is" in found[1].message
