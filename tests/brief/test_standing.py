"""Areas of one period on a page: the ranking table and the dot plot."""

from __future__ import annotations

from tests.brief.pictures import list_texts, open_brief, read
from tests.rendering import render


def test_outlined_bars_are_explained_under_the_picture() -> None:
    figure = read(open_brief("VNM").rank_table("digital_economy_share_grdp", group="provinces_63", title="Indicator"))
    assert [text.split(" ")[0] for text in list_texts(figure, ".//p[@class='note']")] == ["Outlined"]


def test_an_area_that_stands_alone_has_no_place() -> None:
    brief = open_brief("VNM", edition=2025)
    alone = render(brief.rank_table("population_database_records", areas=["SGP"], title="Indicator"))
    beside = render(brief.rank_table("internet_users_share", areas=["SGP"], title="Indicator"))
    assert (">2nd</a> of " in alone, ">2nd</a> of " in beside) == (False, True)


def test_an_area_that_stands_alone_is_compared_with_nothing() -> None:
    brief = open_brief("VNM")
    for draw in (brief.rank_table, brief.dots):
        assert "<svg" not in render(draw("digital_signature_adult_share", group="asean", title="Indicator"))
        assert "<svg" in render(draw("egdi_rank", group="asean", title="Indicator"))
