"""Figures that a notebook asks for beyond a single observation: shares, paces, places, counts."""

from __future__ import annotations

import pytest

import dxlib as dx
from dxlib.data.quantities import Missing, Quantity
from tests.building import ROOT


def open_brief(area: str = "VNM", *, brief: str = "01-national-overview", as_of: str = "2025-12-31") -> dx.Brief:
    return dx.open_brief(brief, area=area, edition=2025, language="en", as_of=as_of, root=ROOT)


@pytest.fixture(scope="module")
def brief() -> dx.Brief:
    return open_brief()


def test_a_share_is_of_the_total_that_the_source_itself_states(brief: dx.Brief) -> None:
    tasks = brief.latest("project06_tasks_completed")
    assert brief.out_of(tasks).value == 276
    assert float(brief.share(tasks).value) == pytest.approx(244 / 276 * 100)


def test_without_a_total_there_is_no_share(brief: dx.Brief) -> None:
    assert isinstance(brief.share(brief.latest("gii_score")), Missing)


def test_no_annual_growth_is_said_of_less_than_a_year(brief: dx.Brief) -> None:
    retail = brief.at("ecommerce_retail_revenue", "2017")
    growth = brief.compound_growth(retail, retail)
    assert (type(growth), growth.reason) == (Missing, "less than a year apart")


def test_a_pace_is_needed_only_while_there_is_time_and_something_left(brief: dx.Brief) -> None:
    share = brief.latest("digital_signature_adult_share")
    needed = brief.needed_pace(brief.target("digital_signature_adult_share", "2030"), share)
    assert float(needed.value) == pytest.approx((70 - 28.42) / 5.5, abs=1e-4)
    assert brief.needed_pace(brief.target("digital_signature_adult_share", "2025"), share).reason.endswith(
        "no_figure_yet"
    )
    assert isinstance(brief.needed_pace(brief.target("gci_rank", "2030"), brief.latest("gci_rank")), Missing)


def test_a_country_has_a_standing_only_among_its_own() -> None:
    singapore, estonia = (open_brief(area, brief="08-country-profile") for area in ("SGP", "EST"))
    assert singapore.standing(singapore.latest("egdi_rank"), "asean").value == 1
    rank = estonia.latest("egdi_rank")
    assert isinstance(estonia.standing(rank, "asean"), Missing)
    assert estonia.place(rank, "asean").value == 1


def test_the_last_figure_is_not_shared_where_few_others_have_one_of_its_year(brief: dx.Brief) -> None:
    shared = brief.shared("internet_users_share", "asean")
    assert (brief.latest("internet_users_share").period, shared.period) == ("2024", "2023")
    assert len(brief.place(shared, "asean").inputs) == 11
    assert isinstance(brief.shared("population_database_records", "asean"), Quantity)  # no other has any
    assert isinstance(brief.shared("npsp_launch", "provinces_63"), Quantity)


def test_a_province_has_the_neighbours_of_its_region_and_one_without_a_region_none() -> None:
    brief = open_brief("VN63-79", brief="07-province-profile")
    assert brief.own_group("gso_") == "gso_southeast"
    assert brief.neighbours("gso_") == ("VN63-70", "VN63-72", "VN63-74", "VN63-75", "VN63-77")
    merged = open_brief("VN34-79", brief="07-province-profile")
    assert (merged.own_group("gso_"), merged.neighbours("gso_")) == ("", ())
    assert merged.predecessors() == ("VN63-74", "VN63-77", "VN63-79")


def test_counts_of_targets_add_up(brief: dx.Brief) -> None:
    whole = brief.count_targets().value
    parts = [brief.count_targets(name).value for name in ("met", "missed", "unknown", "ahead", "undated")]
    assert whole == sum(parts)
    due = [brief.count_targets(name, due=True).value for name in ("met", "missed", "unknown")]
    assert brief.count_targets(due=True).value == sum(due) < whole


def test_of_what_nobody_contradicts_nothing_is_contested(brief: dx.Brief) -> None:
    (contested,) = brief.contested("vneid_accounts_activated")
    assert contested.period == "2024"
    assert brief.contested("population_database_records") == []


def test_the_indicators_of_a_system_can_be_left_out(brief: dx.Brief) -> None:
    assert {"population", "egdi_rank"} <= set(brief.indicators())
    left = brief.indicators(without="context")
    assert "egdi_rank" in left
    assert "population" not in left


def test_a_change_that_is_only_mentioned_is_silent_where_it_is_not_known(brief: dx.Brief) -> None:
    words = {"rise": "more", "fall": "less", "same": "equal"}
    unknown = brief.change(brief.latest("egdi_value"), Missing("egdi_value", "VNM", "asked for"))
    assert brief.mention_change(unknown, **words).kind == "empty"
    known = brief.change(brief.at("egdi_value", "2024"), brief.at("egdi_value", "2022"))
    assert isinstance(known, Quantity)
    assert ">more</p>" in brief.mention_change(known, **words).html


def test_a_gap_is_not_named_where_the_page_shows_a_figure_of_the_indicator() -> None:
    brief = open_brief()
    later = Missing("egdi_rank", "VNM", "asked for")
    assert brief.say("{x}", x=later).kind == "gap"
    shown = open_brief()
    shown.say("{x}", x=shown.latest("egdi_rank"))
    assert shown.say("{x}", x=later).kind == "empty"
