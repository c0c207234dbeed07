"""Areas of one period side by side."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from dxlib.audit.charts.saying import Charting
from dxlib.audit.charts.side_by_side import make_dots, make_rank_table, make_tiles, read_standing
from dxlib.audit.evaluate import NotEvaluatedError
from dxlib.audit.figure import Gap
from tests.audit.small import Small


def read(
    small: Small, indicator: str, *, areas: tuple[str, ...] = (), group: str = "", when: str = "", area: str = "VNM"
):
    return read_standing(Charting(small.figures(area), small.collector()), indicator, areas, group, when)


@pytest.mark.parametrize(
    ("indicator", "options", "period"),
    [
        ("users", {"group": "asean"}, "2024"),
        ("users", {"group": "asean", "when": "2022"}, "2022"),
        ("users", {"areas": ("SGP",)}, "2024"),
        ("online_share", {"areas": ("SGP",)}, "2024"),
        ("gci_rank", {"areas": ("VNM",), "area": "LAO"}, "2024"),
        ("accounts", {"areas": ("THA",)}, ""),
    ],
)
def test_the_last_period_that_suits_is_compared(
    small: Small, indicator: str, options: dict[str, object], period: str
) -> None:
    assert read(small, indicator, **options).period == period


def test_areas_stand_the_best_first_equal_ones_by_name_and_others_are_absent(small: Small) -> None:
    standing = read(small, "users", group="asean", when="2022")
    assert [row.name for _, row in standing.rows] == ["Singapore", "Viet Nam", "Lao PDR"]
    assert standing.name_absent() == ("Thailand", "Indonesia")
    assert len(standing.shown) == 4  # another source states one of them
    assert [row.is_own for _, row in standing.rows] == [False, True, False]
    assert [row.name for _, row in read(small, "waste", areas=("SGP",)).rows] == ["Viet Nam", "Singapore"]
    assert [row.is_doubtful for _, row in read(small, "users", areas=("IDN",)).rows] == [False, True]


def test_a_ranking_table_finds_the_place_of_its_own_area_but_among_ranks(small: Small) -> None:
    made = small.make(make_rank_table, "users", group="asean", top=2)
    assert [one.value for one in made.chart.drawn.place] == [3, 5]
    assert made.chart.drawn.top == 2
    assert made.subtitle == "users name, per cent, 2024"
    assert made.table[0::5] == ["Area | users name", "Lao PDR | 33.5%"]
    assert made.notes == [
        "Outlined signs stand for estimates, forecasts or doubtful figures that no second source confirms."
    ]
    assert [one.value for one in small.make(make_rank_table, "waste", areas=("SGP",)).chart.drawn.place] == [1, 2]
    assert small.make(make_rank_table, "egdi_rank", group="asean").chart.drawn.place is None
    assert small.make(make_rank_table, "users", areas=("SGP", "THA"), area="P-01").chart.drawn.place is None


def test_areas_without_a_figure_stand_last_in_the_table(small: Small) -> None:
    made = small.make(make_rank_table, "egdi_rank", group="asean")
    assert made.table[1:] == ["Singapore | 3", "Viet Nam | 71 of 193", "Lao PDR | 152", "Thailand | –", "Indonesia | –"]
    assert made.words[-1] == "No figure is known for: Thailand, Indonesia."


def test_dots_explain_their_signs(compose: Callable[..., list[str]], share: Callable[..., dict[str, str]]) -> None:
    arrows = "Arrows: the source says only that the figure is higher or lower."
    for cells, is_open in (({"QUALIFIER": ">"}, True), ({"UPPER_VALUE": "65"}, False), ({}, False)):
        rows = [share("2023", "60", **cells), share("2023", "50", REF_AREA="SGP")]
        said = read_plain(compose(rows, "brief.dots('online_share', areas=['SGP'], title='t')")[0])
        assert (arrows in said) is is_open


def test_tiles_stand_in_the_order_of_the_group_with_short_and_full_names(small: Small) -> None:
    made = small.make(make_tiles, "accounts", area="P-01", group="provinces_63")
    first, last = made.chart.drawn.rows[0], made.chart.drawn.rows[-1]
    assert (first.name, first.full, first.tile, first.is_own) == ("P1", "Province 1", (1, 2), True)
    assert (last.name, last.figures, last.tile) == ("P8", (None,), (8, 3))
    with pytest.raises(NotEvaluatedError, match=r"^'VNM' has no place on a map$"):
        small.make(make_tiles, "users", group="asean")


@pytest.mark.parametrize("make", [make_rank_table, make_dots])
def test_where_nothing_is_known_the_chart_is_a_gap(small: Small, make: object) -> None:
    assert small.make(make, "accounts", areas=("THA",)).chart == Gap("accounts", "VNM")
    assert small.make(make_tiles, "users", area="P-01", group="provinces_63").chart == Gap("users", "P-01")


def test_a_chart_of_an_earlier_period_than_the_latest_figure_of_its_area_says_so(
    compose: Callable[..., list[str]], share: Callable[..., dict[str, str]]
) -> None:
    rows = [share("2023", "40"), share("2024", "45"), share("2023", "50", REF_AREA="SGP")]
    said = "The latest figure of Viet Nam is 45% (2024); the chart shows the areas in 2023, the latest period for"
    for call in ("rank_table", "dots"):
        cell = f"brief.{call}('online_share', areas=['SGP'], title='t'%s)"
        assert said in read_plain(compose(rows, cell % "")[0])
        assert "The latest figure" not in compose([rows[0], rows[2]], cell % "")[0]
    assert (
        "The latest figure"
        not in compose(rows, "brief.dots('online_share', areas=['SGP'], period='2023', title='t')")[0]
    )


def read_plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", markup).split())


@pytest.mark.parametrize("make", [make_rank_table, make_dots])
def test_an_area_that_stands_alone_is_compared_with_nothing(small: Small, make: object) -> None:
    assert small.make(make, "online_share", areas=("THA",)).chart == Gap("online_share", "VNM")


@pytest.mark.parametrize("top", ["5", -3, True])
def test_how_many_are_shown_is_a_whole_number(small: Small, top: object) -> None:
    with pytest.raises(NotEvaluatedError, match=f"top={top!r} counts no areas"):
        small.make(make_rank_table, "users", group="asean", top=top)
