"""Parts and their wholes."""

from __future__ import annotations

import pytest

from dxlib.audit.contradictions import wholes
from dxlib.audit.contradictions.wholes import list_same_source
from tests.audit.contradictions.stating import assert_seen, find, make_id, name_shortly, state


@pytest.mark.parametrize(
    ("relation", "value", "found"),
    [("mean", "0.70", False), ("mean", "0.79", False), ("mean", "0.81", True), ("mean", "0.84", True),
     ("total", "1.4", False), ("total", "1.5", False), ("total", "1.6", True), ("total", "0.7", True)],
)  # fmt: skip
def test_an_index_is_held_against_its_parts(relation: str, value: str, *, found: bool) -> None:
    rows = [state("whole", "2024", value), state("one", "2024", "0.8"), state("other", "2024", "0.6")]
    if relation == "mean":
        rows[1:] = [state("one", "2024", "0.8"), state("other", "2024", "0.7")]
    expected = ["parts: whole 2024, one 2024, other 2024"] if found else []
    assert name_shortly(find(rows, **{relation: {"whole": ("one", "other")}})) == expected


@pytest.mark.parametrize(
    ("period", "value", "found"),
    [("2010", "0.651", False), ("2010", "0.701", True), ("2012", "0.651", True), ("2012", "0.701", False),
     ("2024", "0.72", False), ("2024", "0.73", True)],
)  # fmt: skip
def test_an_index_is_held_against_the_weights_and_the_tolerance_of_its_publisher(
    period: str, value: str, *, found: bool
) -> None:
    rows = [state("whole", period, value), state("one", period, "0.8"), state("other", period, "0.6")]
    parts = [dict(row, OBS_VALUE=row["OBS_VALUE"] + "01") for row in rows[1:]]  # 0.801 and 0.601, exact to 0.0005
    relation = {"mean": {"whole": ("one", "other")}, "weights": {"whole": {"2010": ("0.25", "0.75")}},
                "within": {"whole": {"2024": "0.02"}}}  # fmt: skip
    expected = [f"parts: whole {period}, one {period}, other {period}"] if found else []
    assert name_shortly(find([rows[0], *parts], **relation)) == expected


@pytest.mark.parametrize(("value", "number"), [("1.4", 0), ("1.9", 1)])
def test_a_total_and_its_parts_are_compared_in_single_units(value: str, number: int) -> None:
    parts = [state("one", "2024", 800, UNIT_MULT=6), state("other", "2024", 600, UNIT_MULT=6)]
    rows = [state("whole", "2024", value, UNIT_MULT=9), *parts]
    assert len(find(rows, total={"whole": ("one", "other")})) == number


def test_parts_of_another_source_or_a_part_that_is_missing_decide_nothing() -> None:
    rows = [state("whole", "2024", "0.9"), state("one", "2024", "0.1"), state("other", "2024", "0.1", source="un")]
    assert find(rows, mean={"whole": ("one", "other")}) == []
    assert find(rows[:2], mean={"whole": ("one", "other")}) == []


def test_a_share_lies_between_nothing_and_all_unless_it_is_none() -> None:
    rows = [state("share", "2024", value, source=str(value)) for value in ("100.2", "-1", "0", "100")]
    assert [names[0].rpartition("@")[2] for _, _, names in find(rows)] == ["-1", "100.2"]
    assert find([state("growth", "2024", value, source=str(value)) for value in (157, -3)]) == []


def test_a_part_is_not_more_than_its_whole() -> None:
    assert name_shortly(find([state("level", "2024", 64, OUT_OF=63)])) == ["shares: level 2024"]
    assert find([state("level", "2024", 63, OUT_OF=63)]) == []


def test_a_share_is_held_against_x_of_y() -> None:
    count = state("level", "2024", 44, OUT_OF=63)
    relation = {"share": {"share": "level"}}
    assert find([state("share", "2024", "69.8"), count], **relation) == []
    assert name_shortly(find([state("share", "2024", "75.0"), count], **relation)) == ["shares: share 2024, level 2024"]
    assert find([state("share", "2024", "75.0"), state("level", "2024", 44)], **relation) == []


@pytest.mark.parametrize(("value", "names"), [("0.044", []), ("0.064", ["level 2024", "share 2024, level 2024"])])
def test_x_in_thousands_is_compared_with_its_total_in_ones(value: str, names: list[str]) -> None:
    rows = [state("level", "2024", value, UNIT_MULT=3, OUT_OF=63), state("share", "2024", "69.8")]
    assert name_shortly(find(rows, share={"share": "level"})) == [f"shares: {name}" for name in names]


def test_of_several_x_of_y_the_nearest_is_shown_and_one_that_fits_is_enough() -> None:
    counts = [state("level", "2024", value, source=source, OUT_OF=63) for value, source in ((30, "a"), (44, "b"))]
    share = state("share", "2024", "75.0")
    relation = {"share": {"share": "level"}}
    assert find([share, *counts], **relation) == [
        ("shares", "contradiction", (make_id(share), make_id(counts[1]))),
    ]  # fmt: skip
    assert find([share, *counts, state("level", "2024", 47, source="c", OUT_OF=63)], **relation) == []


def test_the_first_row_of_a_source_stands_for_it() -> None:
    rows = [state("one", "2024", value, source=source) for value, source in ((1, "a"), (2, "b"), (3, "b"))]
    assert list_same_source(state("whole", "2024", 5, source="b"), rows) == rows[1:2]
    assert list_same_source(state("whole", "2024", 5, source="c"), rows) == []


@pytest.mark.parametrize(("value", "share", "number"), [(99, 100, 0), (101, 101, 1)])
def test_all_is_a_hundred_per_cent(monkeypatch: pytest.MonkeyPatch, value: int, share: int, number: int) -> None:
    assert_seen(monkeypatch, (wholes, "ALL", value), [state("share", "2024", share)], number)
