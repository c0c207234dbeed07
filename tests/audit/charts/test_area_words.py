"""What charts of areas say in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dxlib.audit.charts.area_words import (
    choose_rows,
    describe_dots,
    describe_rank_table,
    describe_tiles,
    explain_doubts,
    explain_signs,
)
from dxlib.audit.charts.drawn import Drawn, DrawnRow
from tests.audit.small import Small, make_fig


def put(name: str, value: object, *, unit: str = "PERCENT", own: bool = False, **more: Any) -> DrawnRow:
    cells = {key: more.pop(key) for key in ("QUALIFIER", "OUT_OF") if key in more}
    figure = None if value is None else make_fig(value, area=name[:3].upper(), unit=unit, **cells)
    return DrawnRow(name, (figure,), is_own=own, full=name, **more)


def tell(
    small: Small, describe: Callable[..., Iterator[Any]], *rows: DrawnRow, absent: Any = None, **more: Any
) -> list[str]:
    collector, unit = small.collector(), more.pop("unit", "PERCENT")
    drawn = Drawn("dots", "x", unit, 0, rows=rows, **more)
    given = () if absent is None else (absent,)
    return small.say(describe(collector, drawn, "the measure", *given), collector)


@pytest.mark.parametrize(
    ("count", "own", "top", "chosen"),
    [
        (5, (), 0, [0, 1, 2, 3, 4]),
        (20, (), 0, list(range(20))),
        (21, (), 0, [0, 1, 2, 3, 4, 16, 17, 18, 19, 20]),
        (21, (10,), 0, [0, 1, 2, 3, 4, 8, 9, 10, 11, 12, 16, 17, 18, 19, 20]),
        (9, (), 2, [0, 1, 7, 8]),
        (9, (5,), 1, [0, 3, 4, 5, 6, 7, 8]),
        (5, (), 2, [0, 1, 2, 3, 4]),  # one alone is not left out
        (6, (), 2, [0, 1, 4, 5]),
    ],
)
def test_the_ends_and_the_neighbours_of_the_own_area_are_drawn(
    count: int, own: tuple[int, ...], top: int, chosen: list[int]
) -> None:
    rows = [put("x", 1, own=at in own) for at in range(count)]
    assert choose_rows(rows, top) == chosen


def test_signs_are_explained_as_far_as_there_are_any() -> None:
    plain, hollow = put("A", 1), put("A", 1, rivals=(make_fig(2),))
    bound, doubtful = put("A", 1, QUALIFIER=">"), put("A", 1, is_doubtful=True)
    counts = [
        (len(list(explain_signs(drawn))), len(list(explain_doubts(drawn))))
        for row in (plain, hollow, bound, doubtful)
        for drawn in [Drawn("dots", "x", "PERCENT", 0, rows=(plain, row))]
    ]
    assert counts == [(0, 0), (1, 0), (1, 0), (1, 1)]


def test_a_table_of_values_says_its_ends_its_own_place_and_what_is_missing(small: Small) -> None:
    rows = put("Singapore", 94), put("Viet Nam", 66.5, own=True), put("Lao PDR", 33.5, is_doubtful=True)
    assert tell(small, describe_rank_table, *rows, absent=["Thailand"]) == [
        "The chart compares areas (2024), the highest at the top: the measure.",
        "First is Singapore with 94%, last is Viet Nam with 66.5%.",
        "Viet Nam has 66.5%.",
        "Outlined signs stand for estimates, forecasts or doubtful figures that no second source confirms.",
        "No figure is known for: Thailand.",
    ]
    place = make_fig(2, unit="COUNT"), make_fig(3, "2023", unit="COUNT")
    assert tell(small, describe_rank_table, *rows, absent=(), place=place)[2] == "Viet Nam has 66.5%: place 2 of 3."
    assert "the lowest at the top" in tell(small, describe_rank_table, *rows, absent=(), is_lower_better=True)[0]


def test_a_table_of_one_area_has_no_ends_and_one_that_leaves_out_says_so(small: Small) -> None:
    assert len(tell(small, describe_rank_table, put("Singapore", 94), absent=())) == 1
    rows = [put(f"A{at}", at) for at in range(9)]
    left = "Dotted lines stand for areas that are left out; the table has them all."
    assert tell(small, describe_rank_table, *rows, absent=(), top=2)[-1] == left
    assert left not in tell(small, describe_rank_table, *rows, absent=())


@pytest.mark.parametrize(("total", "own"), [("193", "rank 71 of 193."), ("", "rank 71.")])
def test_a_table_of_ranks_says_who_stands_best(small: Small, total: str, own: str) -> None:
    rows = put("Singapore", 3, unit="RANK"), put("Viet Nam", 71, unit="RANK", own=True, OUT_OF=total)
    assert tell(small, describe_rank_table, *rows, absent=(), unit="RANK") == [
        "The chart compares ranks (2024), the best at the top: the measure.",
        "Singapore stands best at rank 3, Viet Nam last at rank 71.",
        f"Viet Nam stands at {own}",
    ]


def test_dots_say_disagreements_and_bounds(small: Small) -> None:
    rival = make_fig(61.5, SOURCE="mic-2024")
    rows = put("Singapore", 94, rivals=(rival,)), put("Viet Nam", 60, own=True, QUALIFIER="<=")
    assert tell(small, describe_dots, *rows, absent=())[2:] == [
        "For Singapore, a hollow dot stands for 61.5%, which another source states.",
        "Viet Nam has at most 60%.",
        "For Viet Nam, an arrow shows that the source gives only a bound: at most 60%.",
    ]
    assert len(tell(small, describe_dots, put("Viet Nam", 60, QUALIFIER="~"), absent=())) == 1


def test_tiles_say_the_range_the_own_area_and_gaps(small: Small) -> None:
    rows = put("Hue", 20), put("Ca Mau", 70), put("Ha Noi", 10, own=True), put("An Giang", None)
    assert tell(small, describe_tiles, *rows) == [
        "The map shows a tile for each area (2024); the stronger the colour, the higher the figure: the measure.",
        "The highest figure is 70% (Ca Mau), the lowest 10% (Ha Noi).",
        "Ha Noi has 10%.",
        "Hatched tiles stand for areas without a figure.",
    ]
    assert len(tell(small, describe_tiles, rows[0])) == 1
    assert "the stronger the colour, the lower" in tell(small, describe_tiles, rows[0], is_lower_better=True)[0]
