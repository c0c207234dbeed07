"""What charts of areas say in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxlib.audit.charts.area_words import (
    choose_rows,
    describe_dots,
    describe_rank_table,
    describe_tiles,
    explain_doubts,
    explain_signs,
)
from dxlib.audit.charts.drawn import Drawn, DrawnRow
from dxlib.brief.markup import Writer
from dxlib.charts import rank_table, tiles
from dxlib.charts.entries import ComparedArea, sort_entries
from dxlib.data import schema
from dxlib.data.observations import ObservationStore, make_observation
from dxlib.data.quantities import read_quantity
from dxlib.evidence.render import Renderer
from dxlib.figures.shelf import Shelf
from dxlib.language import Speaker
from tests.audit.small import PATTERNS, Small, make_fig


def put(name: str, value: object, *, unit: str = "PERCENT", own: bool = False, **more: Any) -> DrawnRow:
    cells = {key: more.pop(key) for key in ("QUALIFIER", "OUT_OF", "UPPER_VALUE") if key in more}
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
    assert tell(small, describe_rank_table, *rows, absent=(), place=place)[2] == "Viet Nam has 66.5%: 2 of 3."
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
        "Singapore is placed best, at rank 3; Viet Nam is last, at rank 71.",
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


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((94, 60, 33.5, 33.5), "First is A0 with 94%."),
        ((94, 94, 33.5), "First: 94% (A0, A1); last: 33.5% (A2)."),
        ((94, 94, 33.5, 33.5), "First: 94% (A0, A1)."),
        ((94.04, 93.98, 33.5), "First: 94.0% (A0, A1); last: 33.5% (A2)."),  # a page shows one decimal
        ((94.1, 94, 33.5), "First is A0 with 94.1%, last is A2 with 33.5%."),
        ((94,) * 5, "First: 94% (A0, A1, A2, A3, A4)."),
        ((94,) * 6, "First: 94% (A0, A1, A2, A3, …)."),
    ],
)
@pytest.mark.parametrize("describe", [describe_rank_table, describe_dots])
def test_areas_that_share_the_first_figure_are_named_together(
    small: Small, describe: Callable[..., Iterator[Any]], values: tuple[float, ...], said: str
) -> None:
    rows = [put(f"A{at}", value) for at, value in enumerate(values)]
    assert tell(small, describe, *rows, absent=())[1:] == [said]


def test_a_bound_that_looks_like_a_figure_leaves_open_which_is_the_first_or_the_last(small: Small) -> None:
    more, exact, low = put("A", 94, QUALIFIER=">"), put("B", 94), put("C", 3)
    assert tell(small, describe_rank_table, more, exact, low, absent=())[1:] == []
    assert tell(small, describe_rank_table, exact, put("D", 3, UPPER_VALUE="4"), absent=())[1:] == [
        "First is B with 94%."
    ]
    (_, *said) = tell(small, describe_tiles, more, exact, low)
    assert said == []


def test_areas_that_share_a_rank_are_named_together(small: Small) -> None:
    ranks = [put(f"A{at}", value, unit="RANK") for at, value in enumerate((3, 3, 71, 90, 90))]
    said = tell(small, describe_rank_table, *ranks, absent=(), unit="RANK")
    assert said[1:] == ["Best rank: 3 (A0, A1); last rank: 90 (A3, A4)."]
    bound = put("A5", 90, unit="RANK", QUALIFIER="<=")
    assert tell(small, describe_rank_table, *ranks, bound, absent=(), unit="RANK")[1:] == []


def test_tiles_name_all_that_share_an_end(small: Small) -> None:
    rows = [put(f"A{at}", value) for at, value in enumerate((3, 94.04, 94, 20, 3))]
    assert tell(small, describe_tiles, *rows)[1] == "The highest figure is 94.0% (A1, A2), the lowest 3% (A0, A4)."
    assert len(tell(small, describe_tiles, *rows[1:3])) == 1  # both look alike, and none is the highest


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    given_=st.lists(
        st.tuples(
            st.sampled_from(["1", "3", "3.04", "3.96", "4", "9"]),
            st.sampled_from(["", "", "", ">", "<=", "~"]),
            st.sampled_from(["", "", "", "12"]),
            st.booleans(),
        ),
        min_size=2,
        max_size=8,
    ),
    unit=st.sampled_from(["PERCENT", "RANK"]),
)
def test_whatever_the_figures_the_library_names_the_same_areas(
    given_: list[tuple[str, str, str, bool]], unit: str, small: Small
) -> None:
    figures = [
        make_fig(value, area=f"A{at}", unit=unit, QUALIFIER=hedge, UPPER_VALUE=upper)
        for at, (value, hedge, upper, _) in enumerate(given_)
    ]
    quantities = [
        read_quantity(make_observation([one.row[name] for name in schema.CLEAN_COLUMNS]), decimals=1) for one in figures
    ]
    doubtful = [one for *_, one in given_]
    entries = tuple(
        ComparedArea(f"A{at}", one, doubtful=is_doubtful)
        for at, (one, is_doubtful) in enumerate(zip(quantities, doubtful, strict=True))
    )
    is_lower = unit == "RANK"
    order = [int(entry.name[1:]) for entry in sort_entries(entries, lower_is_better=is_lower)]
    rows = [DrawnRow(f"A{at}", (figures[at],), is_doubtful=doubtful[at], full=f"A{at}") for at in order]
    speaker = Speaker("en", PATTERNS)
    shelf = Shelf(ObservationStore(small.facts.project, small.facts.catalogue, date(2026, 12, 31)))

    def write(sentences: Any) -> list[str]:
        writer = Writer(speaker, shelf)
        parts = [writer.fill(one) for one in sentences]
        renderer = Renderer(speaker, writer.collector.take().measures)
        return [renderer.render(part).striptags() for part in parts]

    table = rank_table.RankTable(entries, speaker, unit, lower_is_better=is_lower)
    told = tell(small, describe_rank_table, *rows, absent=(), unit=unit, is_lower_better=is_lower)
    assert told == write(rank_table.describe_rank_table(table, name="the measure"))
    tile_map = tiles.TileMap(
        tuple(tiles.Tile(1, 1 + at, f"A{at}", entry) for at, entry in enumerate(entries)), speaker, unit
    )
    assert tell(small, describe_tiles, *rows, unit=unit) == write(tiles.describe_tiles(tile_map, name="the measure"))


def test_two_areas_of_one_name_may_be_the_highest_and_the_lowest(small: Small) -> None:
    rows = put("Quang Tri", 94), replace(put("Former", 3), name="Quang Tri", full="Quang Tri")
    assert tell(small, describe_tiles, *rows)[1:] == [
        "The highest figure is 94% (Quang Tri), the lowest 3% (Quang Tri)."
    ]
