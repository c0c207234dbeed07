"""Lines over time on a page: of what a trend and a change of ranks are drawn."""

from __future__ import annotations

import pytest

from dxlib.errors import ConfigError
from tests.brief.pictures import open_brief, read


def test_a_rank_is_not_drawn_as_a_trend() -> None:
    with pytest.raises(ConfigError, match="'egdi_rank' is a rank"):
        open_brief("VNM").trend("egdi_rank", title="Indicator")


def test_only_ranks_are_drawn_as_a_ranking() -> None:
    with pytest.raises(ConfigError, match="'internet_users_share' is no rank"):
        open_brief("VNM").ranking("internet_users_share", title="Indicator")


def test_several_indicators_are_drawn_of_the_brief_s_area_alone() -> None:
    brief = open_brief("VNM")
    with pytest.raises(ConfigError, match="Several indicators are drawn of one area"):
        brief.trend("egdi_value", "egdi_osi", areas="asean_six", title="Indicator")
    assert brief.trend("egdi_value", "egdi_osi", areas=["VNM"], title="Indicator").kind == "chart"


def test_names_that_hold_commas_are_told_apart() -> None:
    drawn = open_brief("VNM").trend(
        "digital_economy_share_gdp_gso", "digital_economy_share_gdp_mic", title="Two measures"
    )
    assert "Share of GDP, statistics office; Share of GDP, science ministry" in read(drawn).text_content()
