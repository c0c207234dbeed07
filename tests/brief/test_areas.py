"""Areas side by side on a page: which ones, and of which period."""

from __future__ import annotations

from dxlib.brief.fragments import Fragment
from tests.brief.pictures import list_texts, open_brief, read
from tests.rendering import render


def test_areas_are_compared_for_the_last_period_that_most_of_them_have() -> None:
    said = read(open_brief("VN63-01").rank_table("dti_provincial_rank", group="provinces_63", title="Indicator"))
    assert said.xpath("string(.//p[@class='subtitle'])").endswith("2022")  # of 2023 and 2024 a few are known


def test_a_period_of_the_brief_s_own_area_goes_before_a_later_one_without_it() -> None:
    own = read(open_brief("VN63-26").rank_table("papi_total", group="provinces_63", title="Indicator"))
    other = read(open_brief("VN63-01").rank_table("papi_total", group="provinces_63", title="Indicator"))
    assert own.xpath("string(.//p[@class='subtitle'])").endswith("2023")  # withheld for 2024
    assert other.xpath("string(.//p[@class='subtitle'])").endswith("2024")


def test_the_brief_s_own_area_joins_those_of_its_kind_only() -> None:
    country = read(open_brief("KOR").rank_table("egdi_value", group="asean", title="Indicator"))
    assert "Republic of Korea" in list_texts(country, ".//tbody/tr/th")
    nation = read(open_brief("VNM").rank_table("papi_total", group="provinces_63", title="Indicator"))
    assert "Viet Nam" not in list_texts(nation, ".//tbody/tr/th")


def test_an_area_without_a_figure_is_named_and_stays_in_the_table(drawn: dict[str, Fragment]) -> None:
    table = read(drawn["rank_table of many"])
    assert "No figure is known for: Vinh Phuc, Tien Giang." in table.xpath(
        "string(.//p[contains(@class, 'alternative')])"
    )
    assert len(table.xpath(".//tbody/tr")) == 63
    assert list_texts(table, ".//tbody/tr[last()]/*") == ["Tien Giang", "–"]


def test_a_chart_of_an_earlier_period_than_the_latest_figure_of_its_area_says_so() -> None:
    brief = open_brief("VNM", edition=2025)
    latest, shared = brief.latest("internet_users_share"), brief.shared("internet_users_share", "asean")
    assert (latest.period, shared.period) == ("2024", "2023")
    said = "The latest figure of Viet Nam is 84.2% (2024); the chart shows the areas in 2023, the latest period for"
    for draw in (brief.rank_table, brief.dots):
        (note, *_) = list_texts(
            read(draw("internet_users_share", group="asean", title="Indicator")), ".//p[@class='note']"
        )
        assert note.startswith(said)
    own = brief.dots("internet_users_share", group="asean", period="2023", title="Indicator")
    assert "The latest figure" not in render(own)
