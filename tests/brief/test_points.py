"""The first screen of a brief: which figures are its main points, and beside what each stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest

import dxlib as dx
from dxlib.data.catalogue_files import forget_catalogue
from tests.conftest import (
    Toy,
    link_indicators,
    list_fillers,
    make_catalogue_files,
    make_indicator,
    make_row,
    make_share,
    make_words,
)
from tests.rendering import read_text, render

Open = Callable[..., dx.Brief]
PEERS = {"peers": "asean", "among": "members of ASEAN"}


@pytest.fixture
def write(toy: Toy) -> Open:
    """Opens a brief of 2025 on some rows."""

    def open_brief(rows: Iterable[dict[str, str]]) -> dx.Brief:
        toy.write_ledger([*rows, *list_fillers()])
        toy.open_store()
        return dx.open_brief("01-toy", area="VNM", edition=2025, language="en", as_of="2025-12-31",
                             root=toy.project.root)  # fmt: skip

    return open_brief


@pytest.fixture
def seven(toy: Toy) -> list[str]:
    """Lets the catalogue have seven indexes, and gives their ids."""
    names = [f"index_{letter}" for letter in "abcdefg"]
    files = make_catalogue_files()
    indexes = {name: make_indicator(name, "INDEX", decimals=1, publishers=["UN"]) for name in names}
    toy.write_catalogue("indicators/rankings.yaml", {**files["indicators/rankings.yaml"], **indexes})
    forget_catalogue()
    return names


def state(name: str, period: str = "2024", value: str = "0.5", **cells: str) -> dict[str, str]:
    return make_row(INDICATOR=name, TIME_PERIOD=period, OBS_VALUE=value, UNIT_MEASURE="INDEX", **cells)


def list_names(brief: dx.Brief, indicators: list[str]) -> list[str]:
    return re.findall(r"index_\w(?= name)", read_text(brief.main_points(*indicators)))


def test_at_most_six_figures_are_points_in_the_order_given_once_each(write: Open, seven: list[str]) -> None:
    brief = write([state(name) for name in seven])
    assert list_names(brief, [seven[1], seven[1], *seven]) == [seven[1], seven[0], *seven[2:6]]


@pytest.mark.parametrize(("old", "shown"), [("2022", 4), ("2021", 3)])
def test_a_figure_of_more_than_three_years_ago_is_a_point_only_where_few_are_newer(
    write: Open, seven: list[str], old: str, shown: int
) -> None:
    four = seven[:4]
    brief = write([state(four[0], old), *(state(name) for name in four[1:])])
    assert list_names(brief, four) == four[4 - shown :]
    assert list_names(brief, four[:3]) == four[:3]


def test_where_nothing_is_known_there_are_no_points(write: Open) -> None:
    assert write([make_row(REF_AREA="SGP")]).main_points("egdi_rank").kind == "empty"


def test_a_change_is_on_the_figure_before_and_is_marked_by_its_direction(write: Open) -> None:
    brief = write([make_share("2024", "45.2"), make_share("2023", "17.6"), make_share("2022", "20")])
    said = brief.main_points("online_share")
    assert "45.2% (2024), up 27.6 percentage points on 2023." in read_text(said).replace("\u00a0", " ")
    (change,) = (key for key, record in said.evidence.computed.items() if record.formula == "change")
    assert f'data-direction="rise" data-of="{change}"' in render(said)


def test_across_a_break_nothing_is_said_of_a_change(write: Open) -> None:
    brief = write([make_share("2022", "45.2"), make_share("2021", "17.6")])
    assert "45.2% (2022)." in read_text(brief.main_points("online_share"))


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({"SGP": "3", "LAO": "99"}, "2nd of 3 members of ASEAN with a figure"),
        ({"SGP": "3"}, ""),  # a field of two is none
    ],
)
def test_a_rank_stands_beside_peers_where_enough_of_them_have_one(
    write: Open, toy: Toy, others: dict[str, str], said: str
) -> None:
    areas = make_catalogue_files()["areas.yaml"]
    toy.write_catalogue("areas.yaml", {**areas, "LAO": {**areas["SGP"], "name": make_words("Lao PDR")}})
    forget_catalogue()
    brief = write([make_row(), *(make_row(REF_AREA=area, OBS_VALUE=rank) for area, rank in others.items())])
    text = read_text(brief.main_points("egdi_rank", **PEERS))
    assert (said in text) if said else ("members" not in text)


def test_among_less_than_half_of_the_peers_no_place_is_said(write: Open, toy: Toy) -> None:
    areas = make_catalogue_files()["areas.yaml"]
    codes = ("LAO", "THA", "IDN", "MYS", "PHL")
    toy.write_catalogue("areas.yaml", {**areas, **{one: {**areas["SGP"], "name": make_words(one)} for one in codes}})
    forget_catalogue()
    three = [make_row(), make_row(REF_AREA="SGP", OBS_VALUE="3"), make_row(REF_AREA="LAO", OBS_VALUE="99")]
    assert "members" not in read_text(write(three).main_points("egdi_rank", **PEERS))
    four = [*three, make_row(REF_AREA="THA", OBS_VALUE="50")]
    assert "3rd of 4 members of ASEAN" in read_text(write(four).main_points("egdi_rank", **PEERS))


def test_a_target_is_named_beside_the_figure_that_decides_on_it(write: Open) -> None:
    brief = write([make_share("2024", "45.2"), make_share("2025", "80", KIND="target")])
    assert "45.2% (2024); target for 2025: 80%" in read_text(brief.main_points("online_share")).replace("\u00a0", " ")


def test_no_target_is_named_beside_a_figure_that_does_not_decide_on_it(write: Open, toy: Toy) -> None:
    link_indicators(toy)  # accounts measure the target of users
    common = {"UNIT_MEASURE": "PERSON", "SOURCE": "mic-2024"}
    users = [
        make_row(INDICATOR="users", OBS_VALUE="50", **common),
        make_row(INDICATOR="users", TIME_PERIOD="2030", OBS_VALUE="70", KIND="target", **common),
    ]
    brief = write([make_row(INDICATOR="accounts", OBS_VALUE="60", **common), *users])
    assert "users name: 50 (2024)." in read_text(brief.main_points("users"))


@pytest.mark.parametrize(
    ("direction", "is_best"), [("higher_is_better", True), ("neutral", False), ("lower_is_better", False)]
)
def test_a_figure_that_rose_above_all_before_is_the_best_only_where_higher_is_better(
    write: Open, toy: Toy, direction: str, is_best: bool
) -> None:
    rankings = make_catalogue_files()["indicators/rankings.yaml"]
    rankings["egdi_value"]["direction"] = direction
    toy.write_catalogue("indicators/rankings.yaml", rankings)
    forget_catalogue()
    brief = write([state("egdi_value", str(2021 + at), f"0.{at + 5}") for at in range(4)])
    said = "index name: 0.8 (2024), up 0.1 on 2023; the best since the first figure (2021)."
    assert (said in read_text(brief.main_points("egdi_value")).replace("\u00a0", " ")) is is_best


def test_a_verdict_counts_the_targets_of_the_indicators_that_are_named(write: Open) -> None:
    brief = write([make_share("2024", "45.2"), make_share("2024", "40", KIND="target")])
    assert read_text(brief.verdict()) == "Targets for Viet Nam, as of 31 December 20251 met"
    assert "Targets on this subject for Viet Nam" in read_text(brief.verdict("online_share"))
    assert read_text(brief.verdict("egdi_rank")).startswith("No target on this subject")


@pytest.mark.parametrize(
    ("ranks", "followed"),
    [
        ({"2022": "90", "2023": "88", "2024": "86"}, "same direction as in the last edition"),
        ({"2022": "86", "2023": "88", "2024": "71"}, "direction reversed since the last edition"),
        ({"2022": "88", "2023": "88", "2024": "71"}, "newer figure than in the last edition"),
        ({"2022": "90", "2023": "88"}, "no new figure since the last edition"),
        ({"2024": "88"}, "new since the last edition"),
    ],
)
def test_a_point_says_what_became_of_it_since_the_edition_before(
    write: Open, ranks: dict[str, str], followed: str
) -> None:
    sources = {year: "mic-2024" if year == "2024" else "mic-2022" for year in ranks}
    brief = write([make_row(TIME_PERIOD=year, OBS_VALUE=rank, SOURCE=sources[year]) for year, rank in ranks.items()])
    assert read_text(brief.main_points("egdi_rank")).endswith(f"({followed})")


@pytest.mark.parametrize(("again", "followed"), [("88", "no new figure"), ("87", "same direction as")])
def test_what_another_source_repeats_is_no_new_figure(write: Open, again: str, followed: str) -> None:
    stated = (("2022", "90", "mic-2022"), ("2023", "88", "mic-2022"), ("2023", again, "mic-2024"))
    brief = write([make_row(TIME_PERIOD=year, OBS_VALUE=rank, SOURCE=source) for year, rank, source in stated])
    assert f"({followed}" in read_text(brief.main_points("egdi_rank"))
