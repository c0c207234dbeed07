"""What a figure shows of itself in a notebook: value, change, flags, rivals, target, source and age."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from IPython.core.interactiveshell import InteractiveShell

import dxlib as dx
from dxlib.ask.desk import open_desk
from dxlib.ask.figure_cards import judge_change, show_missing, show_quantity
from dxlib.data.catalogue_files import forget_catalogue
from dxlib.data.quantities import Missing, Quantity
from dxlib.figures.shelf import Shelf
from tests.ask.conftest import show
from tests.conftest import Toy, make_catalogue_files, make_row, make_share

Ask = Callable[..., Toy]


def card(name: str, period: str | int, *, area: str = "VNM", as_of: str = "2025-06-30") -> dict[str, str]:
    """Give what a figure shows on a day, by label; under ``head`` and ``of`` what stands above."""
    found = dx.at(name, period, area=area, as_of=as_of)
    shelf = open_desk(as_of)
    answer = show_quantity(found, shelf) if isinstance(found, Quantity) else show_missing(found, shelf)
    told = {one.label: one.text.replace("\u00a0", " ") for one in answer.lines}
    return {"head": answer.head, "of": answer.of, **told}


@pytest.mark.usefixtures("here")
def test_a_figure_shows_value_change_target_source_and_age(shell: InteractiveShell) -> None:
    shown = show(shell, "rank")
    for said in ("71 of 193", "Viet Nam", "15 places gained", "behind", "United Nations", "ended", "as of"):
        assert said in shown["text/plain"]
        assert said in shown["text/html"]
    assert 'href="https://publicadministration.un.org/egovkb"' in shown["text/html"]
    assert "as copied in: github.com/MaryliaCruzS/Estadistica1CienciaPolitica\n" in shown["text/plain"]
    assert 'href="https://github.com/MaryliaCruzS/Estadistica1CienciaPolitica/blob/' in shown["text/html"]


@pytest.mark.usefixtures("here")
def test_a_figure_that_is_not_known_or_in_doubt_says_so(shell: InteractiveShell) -> None:
    assert "why: nothing known by then for 2023" in show(shell, "dx.at('egdi_rank', 2023)")["text/plain"]
    year = show(shell, "dx.at('digital_signature_adult_share', 2025, as_of='2025-12-31')")["text/plain"]
    assert "known: 2022, 2024-07, 2024-11, 2024, 2025-06\n" in year
    assert "targets: 2024, 2025, 2030\n" in year
    undated = show(shell, "dx.target('egdi_rank')")["text/plain"]
    assert "why: no target known by then without a deadline\n" in undated
    assert "targets: " in undated
    forecast = show(shell, "dx.at('ecommerce_retail_revenue', 2023)")["text/plain"]
    assert "flag: forecast, which no second source confirms" in forecast
    assert "change: none. " in forecast
    contested = show(shell, "dx.at('vneid_accounts_activated', 2024)")["text/plain"]
    assert "another source: more than 60\xa0million" in contested


@pytest.mark.usefixtures("here")
def test_a_difference_shows_its_verdict_and_its_two_figures(shell: InteractiveShell) -> None:
    shown = show(shell, "rank - dx.at('egdi_rank', 2024, area='SGP')")["text/plain"]
    assert "verdict: 68 places behind" in shown
    assert shown.count("  from: ") == 2


def test_a_stated_figure_says_what_it_is_of_who_states_it_and_how_old_it_is(ask_toy: Ask) -> None:
    ask_toy([make_row(OUT_OF="193", LOCATOR="p3", AS_WRITTEN="71st"), make_row(TIME_PERIOD="2022", OBS_VALUE="86")])
    assert card("egdi_rank", 2024) == {
        "head": "71 of 193",
        "of": "rank name (egdi_rank) · Viet Nam · 2024",
        "change": "-15 places on 2022 (86), 15 places gained",
        "source": "United Nations, Survey [un-2024], published 2024-09",
        "as written": "“71st” (p3)",
        "age": "its period ended 5 months ago; known since 2024-09-30; as of 2025-06-30",
    }


def test_what_is_not_quoted_not_dated_or_older_is_said(ask_toy: Ask) -> None:
    ask_toy([make_share("2021", "30", source="un-undated", LOCATOR="", AS_WRITTEN="")])
    told = card("online_share", 2021, as_of="2026-12-31")
    assert (told["source"], told["as written"]) == ("United Nations [un-undated]", "not quoted")
    assert told["age"].startswith("its period ended 5 years ago; known since ")


@pytest.mark.parametrize(
    ("as_of", "age"),
    [("2025-01-30", "less than a month ago"), ("2025-01-31", "1 month ago"), ("2025-02-28", "1 month ago"),
     ("2025-03-31", "3 months ago"), ("2026-12-30", "23 months ago"), ("2026-12-31", "2 years ago")],
)  # fmt: skip
def test_an_age_counts_whole_months_and_from_two_years_on_whole_years(ask_toy: Ask, as_of: str, age: str) -> None:
    ask_toy([make_row()])
    assert card("egdi_rank", 2024, as_of=as_of)["age"].startswith(f"its period ended {age}; ")


def test_a_change_is_refused_across_a_break_with_the_reason_and_none_is_said_of_a_first_figure(ask_toy: Ask) -> None:
    ask_toy([make_share("2021", "30"), make_share("2022", "40"), make_share("2023", "40")])
    assert "change" not in card("online_share", 2021)
    assert card("online_share", 2022)["change"].startswith("none. ")
    assert "2022-06-24" in card("online_share", 2022)["change"]
    assert card("online_share", 2023)["change"] == "none on 2022 (40%)"


def test_a_change_that_is_shown_as_nothing_is_none_and_no_difference(ask_toy: Ask) -> None:
    ask_toy([make_share("2024", "45.21"), make_share("2023", "45.2")])
    assert card("online_share", 2024)["change"] == "none on 2023 (45.2%)"
    later, before = (dx.at("online_share", year, as_of="2025-06-30") for year in (2024, 2023))
    assert isinstance(later, Quantity)
    assert isinstance(before, Quantity)
    shelf = open_desk("2025-06-30")
    told = show_quantity(shelf.subtract(later, before), shelf).lines
    assert ("verdict", "no difference") in [(one.label, one.text) for one in told]
    assert "0 percentage points, no difference" in str(dx.compare(later, before))


def test_flags_ranges_and_bounds_are_said(ask_toy: Ask) -> None:
    ask_toy([make_share("2024", "45", OBS_STATUS="E"), make_share("2023", "40", UPPER_VALUE="50"),
             make_share("2022", "30", QUALIFIER=">")])  # fmt: skip
    assert card("online_share", 2024)["flag"] == "estimate, which no second source confirms"
    assert card("online_share", 2023)["range"] == "up to 50"
    assert card("online_share", 2022)["flag"] == "only a bound: nothing can be computed from it"


def test_another_source_and_the_next_target_stand_beside_a_figure_and_none_beside_a_target(ask_toy: Ask) -> None:
    target = make_share("2030", "80", KIND="target")
    ask_toy([make_share("2024", "45"), make_share("2024", "17", source="mic-news-2025"), target])
    told = card("online_share", 2024, as_of="2026-06-30")
    assert told["another source"] == "17% (Viet Nam, 2024; Ministry [mic-news-2025])"
    assert told["target"].startswith("80% by 2030: ")
    shelf = open_desk("2025-06-30")
    shown = show_quantity(dx.target("online_share", 2030, as_of="2025-06-30"), shelf)
    assert shown.of == "share name (online_share) · Viet Nam · 2030 · target"
    assert {one.label for one in shown.lines}.isdisjoint({"change", "target"})
    assert "its period ended" not in str(shown)


@pytest.mark.parametrize(("first", "earlier"), [(2011, "2 earlier, "), (2013, "")])
def test_a_figure_that_is_not_known_names_the_last_eight_periods_and_the_targets(
    ask_toy: Ask, first: int, earlier: str
) -> None:
    rows = [make_share(str(year), "40") for year in range(first, 2021)]
    ask_toy([*rows, make_share("2030", "80", KIND="target"), make_share("", "90", KIND="target")])
    told = card("online_share", 2010)
    assert told["head"] == "not known"
    assert told["known"] == f"{earlier}2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020"
    assert set(told["targets"].split(", ")) == {"2030", "no date"}
    assert "known" not in card("online_share", 2010, area="SGP")
    for indicator, area, of in (("x", "Y", "x · Y"), ("x", "VNM", "x · Viet Nam")):
        strange = show_missing(Missing(indicator, area, "nobody asked"), open_desk("2025-06-30"))
        assert (strange.of, [one.label for one in strange.lines]) == (of, ["why", "as of"])


def test_a_computed_figure_names_its_formula_and_at_most_twelve_inputs(ask_toy: Ask) -> None:
    from dxlib.analysis import compute_count

    ask_toy([make_share(str(year), "40") for year in range(2008, 2022)])
    shelf = open_desk("2025-06-30")
    inputs = [dx.at("online_share", year, as_of="2025-06-30") for year in range(2008, 2022)]
    told = [(one.label, one.text) for one in show_quantity(compute_count(inputs), shelf).lines]
    assert told[0] == ("formula", "count")
    assert [label for label, _ in told].count("from") == 13
    assert ("from", "and 2 others") in told
    twelve = show_quantity(compute_count(inputs[:12]), shelf)
    assert [one.label for one in twelve.lines].count("from") == 12


@pytest.fixture
def shelf(ask_toy: Ask) -> Shelf:
    """Ranks and shares of two years and two areas."""
    rows = [make_row(), make_row(TIME_PERIOD="2022", OBS_VALUE="72"), make_row(REF_AREA="SGP", OBS_VALUE="3")]
    shares = [make_share("2024", "45"), make_share("2023", "40"), make_share("2024", "45", REF_AREA="SGP")]
    ask_toy([*rows, *shares])
    return open_desk("2025-06-30")


def test_a_change_of_ranks_is_places_gained_or_lost_in_whichever_order_it_was_subtracted(shelf: Shelf) -> None:
    later, earlier = (shelf.find_at("egdi_rank", "VNM", period) for period in ("2024", "2022"))
    assert judge_change(later - earlier, shelf) == judge_change(earlier - later, shelf) == "1 place gained"


def test_a_difference_between_areas_is_places_ahead_or_behind(shelf: Shelf) -> None:
    own, other = (shelf.find_at("egdi_rank", area, "2024") for area in ("VNM", "SGP"))
    assert judge_change(own - other, shelf) == "68 places behind"
    assert judge_change(other - own, shelf) == "68 places ahead"


@pytest.mark.parametrize(
    ("direction", "words"),
    [("higher_is_better", "better"), ("lower_is_better", "worse"), ("neutral", "higher")],
)
def test_a_change_is_better_or_worse_by_the_direction_of_its_indicator(
    ask_toy: Ask, toy: Toy, direction: str, words: str
) -> None:
    services = make_catalogue_files()["indicators/services.yaml"]
    services["online_share"]["direction"] = direction
    toy.write_catalogue("indicators/services.yaml", services)
    forget_catalogue()
    ask_toy([make_share("2024", "45"), make_share("2023", "40"), make_share("2024", "45", REF_AREA="SGP")])
    shelf = open_desk("2025-06-30")
    later, earlier = (shelf.find_at("online_share", "VNM", period) for period in ("2024", "2023"))
    assert judge_change(later - earlier, shelf) == judge_change(earlier - later, shelf) == words
    assert judge_change(later - shelf.find_at("online_share", "SGP", "2024"), shelf) == "no difference"
