from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxlib.charts.heatmap import Heatmap, HeatRow, describe_heatmap, draw_heatmap
from dxlib.charts.theme import STEPS, Width
from dxlib.errors import DataError
from dxlib.language import Speaker
from tests.charts.conftest import LONG_NAMES

Make = Callable[..., Any]
YEARS = ("2020", "2021", "2022", "2023")


@pytest.fixture
def heatmap(make_quantity: Make, english: Speaker) -> Heatmap:
    """Three areas over four years, one cell unknown, the last area emphasised."""
    values = {"Hà Nội": (30, 35, 41, 46), "Bắc Ninh": (31, None, 36, 38), "Vĩnh Phúc": (29, 28, 33, 34)}
    rows = tuple(
        HeatRow(
            name,
            tuple(
                make_quantity(year, cell, area=name) if cell else None for year, cell in zip(YEARS, cells, strict=True)
            ),
            name == "Vĩnh Phúc",
        )
        for name, cells in values.items()
    )
    return Heatmap(rows, YEARS, english, "PERCENT")


@pytest.mark.parametrize("width", Width)
def test_every_figure_is_written_into_its_cell(heatmap: Heatmap, width: Width, read: Any) -> None:
    canvas = draw_heatmap(heatmap, width)
    read.check_legible(canvas)
    assert len(read.list_marked(canvas, "data-q")) == 11
    assert read.list_marked(canvas, "data-period") == list(YEARS)


def test_figures_that_are_wider_than_their_cells_are_not_written(
    english: Speaker, make_quantity: Make, read: Any
) -> None:
    for count, written in ((17, True), (20, False)):
        years = tuple(str(2000 + n) for n in range(count))
        row = HeatRow("x", tuple(make_quantity(year, 99_999, "PERSON") for year in years))
        canvas = draw_heatmap(Heatmap((row,), years, english, "PERSON"), Width.WIDE)
        read.check_legible(canvas)
        assert bool(read.list_marked(canvas, "data-q")) is written
        assert bool(canvas.spots) is not written


def test_what_is_not_known_is_hatched_and_not_low(heatmap: Heatmap, read: Any) -> None:
    canvas = draw_heatmap(heatmap, Width.WIDE)
    assert len(read.list_role(canvas, "cell")) == 11
    assert {line.name for line in read.list_role(canvas, "hatch") if line.name} == {"Bắc Ninh"}
    assert "no figure" in read.list_texts(canvas)


def test_where_all_is_known_the_legend_does_not_speak_of_gaps(heatmap: Heatmap, read: Any) -> None:
    canvas = draw_heatmap(replace(heatmap, rows=heatmap.rows[:1]), Width.WIDE)
    assert "no figure" not in read.list_texts(canvas)
    assert read.list_role(canvas, "hatch") == []


def test_a_higher_figure_has_a_stronger_colour(heatmap: Heatmap, read: Any) -> None:
    cells = [fill for fill in read.list_role(draw_heatmap(heatmap, Width.WIDE), "cell") if fill.name == "Hà Nội"]
    strength = [STEPS.index(cell.color) for cell in cells]
    assert strength == sorted(strength)
    assert strength[0] < strength[-1]


def test_columns_stand_apart_where_meaning_breaks(heatmap: Heatmap, read: Any) -> None:
    broken = replace(heatmap, breaks=("2022-01-01", "1990-01-01"))
    canvas = draw_heatmap(broken, Width.WIDE)
    lefts = sorted({fill.points[0][0] for fill in read.list_role(canvas, "cell")})
    steps = [later - earlier for earlier, later in itertools.pairwise(lefts)]
    assert steps[1] > steps[0] + 5
    assert steps[0] == pytest.approx(steps[2])
    assert len(read.list_role(canvas, "break")) == 1
    assert read.list_role(draw_heatmap(heatmap, Width.WIDE), "break") == []


def test_the_emphasised_row_is_framed(heatmap: Heatmap, read: Any) -> None:
    canvas = draw_heatmap(heatmap, Width.WIDE)
    (frame,) = read.list_role(canvas, "own")
    cells = [fill for fill in read.list_role(canvas, "cell") if fill.name == "Vĩnh Phúc"]
    bottom, top = min(y for _, y in frame.points), max(y for _, y in frame.points)
    assert all(bottom < y < top for cell in cells for _, y in cell.points)


def test_a_heat_map_of_two_units_is_refused(heatmap: Heatmap) -> None:
    with pytest.raises(DataError, match="A chart in INDEX was given figures in PERCENT"):
        draw_heatmap(replace(heatmap, unit="INDEX"), Width.WIDE)
    with pytest.raises(DataError, match="no figure to draw"):
        draw_heatmap(replace(heatmap, rows=(HeatRow("a", (None,) * 4),)), Width.WIDE)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 99_000)), min_size=5, max_size=5), min_size=1, max_size=30
    ),
    width=st.sampled_from(Width),
    unit=st.sampled_from(["PERSON", "PER_100"]),
)
def test_whatever_the_figures_every_text_is_legible(
    cells: list[list[int | None]], width: Width, unit: str, vietnamese: Speaker, make_quantity: Make, read: Any
) -> None:
    years = ("2010", "2012", "2014", "2016", "2018")
    breaks = ("2011-06-01", "2013-01-01", "2015-01-01")[: len(cells) % 4]
    rows = [
        HeatRow(
            LONG_NAMES[n % len(LONG_NAMES)],
            tuple(
                None if v is None else make_quantity(y, v, unit, area=str(n)) for y, v in zip(years, row, strict=True)
            ),
            n == 0,
        )
        for n, row in enumerate([[5, 1, 2, 3, 4], *cells])
    ]
    read.check_legible(draw_heatmap(Heatmap(tuple(rows), years, vietnamese, unit, breaks=breaks), width))


def test_the_description_says_range_own_breaks_and_gaps(heatmap: Heatmap, list_said: Make) -> None:
    assert list_said(describe_heatmap(replace(heatmap, breaks=("2022-01-01",)), name="Share")) == [
        "The chart shows areas by periods, from 2020 to 2023; the stronger the colour, the higher the figure: Share.",
        "The highest figure is 46 (Hà Nội, 2023), the lowest 33 (Vĩnh Phúc, 2022).",
        "Vĩnh Phúc: 33 (2022), then 34 (2023).",
        "What is measured changed between 2021 and 2022: the columns stand apart there, and figures on the two sides "
        "cannot be compared.",
        "Hatched cells stand for periods without a figure.",
    ]


def test_without_a_break_the_description_spans_all_periods(heatmap: Heatmap, list_said: Make) -> None:
    assert list_said(describe_heatmap(heatmap, name="Share"))[1:3] == [
        "The highest figure is 46 (Hà Nội, 2023), the lowest 28 (Vĩnh Phúc, 2021).",
        "Vĩnh Phúc: 29 (2020), then 34 (2023).",
    ]


def test_the_description_of_ranks_says_that_the_lowest_is_strongest(heatmap: Heatmap, list_said: Make) -> None:
    assert "the lower the figure" in list_said(describe_heatmap(replace(heatmap, lower_is_better=True), name="x"))[0]
