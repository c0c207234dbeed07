"""Figures that a notebook takes: the latest, one of a period, as known on the day."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import dxlib as dx
from dxlib.data.quantities import Quantity
from dxlib.errors import ConfigError
from tests.brief.opened import open_overview
from tests.rendering import read_text


@pytest.fixture(scope="module")
def brief() -> dx.Brief:
    return open_overview()


def test_a_figure_carries_its_observation(brief: dx.Brief) -> None:
    rank = brief.latest("egdi_rank")
    assert isinstance(rank, Quantity)
    assert (rank.value, rank.period, rank.unit) == (71, "2024", "RANK")
    assert str(rank.observation.id) == "egdi_rank/VNM/2024/actual@un-egovkb-2024"


def test_the_furthest_rival_is_given(brief: dx.Brief) -> None:
    accounts = brief.at("vneid_accounts_activated", "2024")
    rival = brief.rival(accounts)
    assert (accounts.value, rival.value) == (55250000, 60000000)
    assert rival.observation.source == "baotainguyenmoitruong-2025-02"


def test_a_brief_as_of_an_earlier_day_shows_the_vintage_of_that_day() -> None:
    now, then = open_overview(), open_overview(as_of="2024-06-30")
    assert float(now.at("digital_economy_share_gdp_gso", "2022").value) == 12.83
    assert float(then.at("digital_economy_share_gdp_gso", "2022").value) == 12.63


@pytest.mark.parametrize("period", ["end 2024", "2024Q1", "2025-02-31", ""])
def test_a_text_that_is_no_period_is_refused_with_those_that_are(brief: dx.Brief, period: str) -> None:
    with pytest.raises(ConfigError, match=f"^period='{period}' is not a period") as caught:
        brief.at("egdi_rank", period)
    assert "2022-Q1" in str(caught.value)
    with pytest.raises(ConfigError, match="deadline='soon' is not a period"):
        brief.target("egdi_rank", "soon")


def test_an_area_or_a_group_that_does_not_exist_is_an_error_never_a_gap(brief: dx.Brief) -> None:
    for area in ("Singapore", "SGA"):
        with pytest.raises(ConfigError, match=rf"Unknown area '{area}'\. Did you mean 'SGP'"):
            brief.latest("egdi_rank", area=area)
        with pytest.raises(ConfigError, match=rf"Unknown area '{area}'\. Did you mean 'SGP'"):
            brief.ranking("egdi_rank", areas=area, title="Ranks")
    with pytest.raises(ConfigError, match="Did you mean 'asean'"):
        brief.trend("egdi_value", areas="asaen", title="Values")


def test_a_year_may_be_a_number_and_a_group_stands_for_its_areas(brief: dx.Brief) -> None:
    assert brief.at("egdi_rank", 2022) == brief.at("egdi_rank", "2022")
    by_group = brief.ranking("egdi_rank", areas="asean_six", title="Ranks")
    assert by_group == brief.ranking("egdi_rank", areas=brief.areas("asean_six"), title="Ranks")
    by_year = brief.dots("egdi_value", areas=["asean_six", "KOR"], period=2022, title="Values")
    assert by_year == brief.dots("egdi_value", areas=(*brief.areas("asean_six"), "KOR"), period="2022", title="Values")


def test_a_place_is_taken_among_the_others_each_once(open_toy: Callable[..., dx.Brief]) -> None:
    brief = open_toy()
    place = brief.place(brief.latest("egdi_rank"), "asean")
    assert isinstance(place, Quantity)
    assert [one.first_observation.area for one in place.inputs] == ["VNM", "SGP"]


def test_a_figure_that_nobody_confirms_is_no_headline(open_toy: Callable[..., dx.Brief]) -> None:
    brief = open_toy()
    values = {"x": brief.at("online_share", "2022"), "y": brief.latest("online_share")}
    assert isinstance(values["x"], Quantity)
    for call in (brief.answer, brief.headline):
        assert read_text(call("Then {x}.", otherwise="Now {y}.", **values)).startswith("Now ")
    assert read_text(brief.say("Then {x}.", otherwise="Now {y}.", **values)).startswith("Then ")
    assert brief.trend("online_share", title="Then {x}", **values).kind == "empty"
    assert brief.trend("online_share", title="Now {y}", **values).kind == "chart"
    ratio = brief.ratio(values["y"], values["x"])
    assert brief.headline("Times {x}.", x=ratio).kind == "empty"
    assert read_text(brief.headline("Known: {x}.", x=brief.count([values["x"]]))) == "Known: 1."
