"""Citations: of a figure, of a table or a row of one, of a source."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import dxlib as dx
from dxlib.errors import ConfigError, DataError
from tests.conftest import SOURCES, Toy, make_row, make_share

COPY = "https://github.com/somebody/some/blob/a1b2c3/data.csv"


@pytest.mark.usefixtures("here")
def test_a_citation_names_publisher_title_place_date_address_and_terms() -> None:
    text = dx.cite(dx.at("egdi_rank", 2024) - dx.at("egdi_rank", 2022))
    first, second = text.splitlines()
    assert first.startswith(
        "United Nations, UN E-Government Survey 2024: country data (EGOVKB), Viet Nam: Rank, 2024-09-17"
    )
    assert "https://" in first
    assert "UN E-Government Survey 2022" in second
    table = dx.frame("egdi_rank", areas="VNM", since=2022)
    assert len(dx.cite(table).splitlines()) == 2
    assert dx.cite(table.iloc[0]) == dx.cite(table.SOURCE.iloc[0])


@pytest.mark.usefixtures("here")
def test_a_row_of_two_figures_is_cited_with_the_source_of_each() -> None:
    grown = dx.growth("ecommerce_retail_revenue", areas="VNM").query("HOW == 'computed'").iloc[0]
    assert dx.cite(grown).splitlines() == [dx.cite(one) for one in dict.fromkeys((grown.FROM_SOURCE, grown.TO_SOURCE))]
    contested = dx.disagreements("internet_users_share", areas="VNM").iloc[0]
    assert dx.cite(contested).splitlines() == [dx.cite(contested.HEADLINE_SOURCE), dx.cite(contested.RIVAL_SOURCE)]
    targets = dx.targets()
    row = targets[(targets.SOURCE != targets.VALUE_SOURCE) & (targets.VALUE_SOURCE != "")].iloc[0]
    assert dx.cite(row) == dx.cite(targets.loc[[row.name]])
    assert len(dx.cite(row).splitlines()) == 2
    with pytest.raises(ConfigError, match="Series has no column SOURCE"):
        dx.cite(targets.SOURCE)


@pytest.mark.usefixtures("here")
def test_a_source_that_was_read_in_a_copy_is_cited_with_both_addresses() -> None:
    own = "https://publicadministration.un.org/egovkb"
    place = "github.com/MaryliaCruzS/Estadistica1CienciaPolitica"
    copy = f"https://{place}/blob/a1f17e3a3090/EGOV_DATA_2024.csv"
    assert f"2024-09-17, {own}, as copied in {copy}, read 2026-11-22, " in dx.cite("un-egovkb-2024")


@pytest.mark.usefixtures("here")
def test_what_cannot_be_cited_is_an_error_with_what_is_near() -> None:
    with pytest.raises(ConfigError, match="Unknown source 'mine'"):
        dx.cite(pd.DataFrame({"SOURCE": ["un-egovkb-2024", "mine"]}))
    with pytest.raises(ConfigError, match="Unknown source 'un-egovkb-2023'"):
        dx.cite("un-egovkb-2023")
    with pytest.raises(ConfigError, match="DataFrame has no column SOURCE"):
        dx.cite(dx.frame("egdi_rank", columns="area"))
    with pytest.raises(DataError, match="is not known"):
        dx.cite(dx.at("egdi_rank", 2023))


def test_what_is_not_known_of_a_source_is_left_out_and_lacking_terms_are_said(ask_toy: Callable[..., Toy]) -> None:
    toy = ask_toy([make_row(), make_share("2024", "45", source="mic-news-2025", LOCATOR="p. 4")])
    assert dx.cite("un-undated") == "United Nations, read 2026-11-22, terms not stated."
    assert dx.cite(dx.latest("online_share", area="VNM")) == (
        "Ministry, as reported by Newspaper, p. 4, 2025, https://example.org/news, read 2026-11-22, terms not stated."
    )
    toy.write_sources(SOURCES, {"un-2024": COPY})
    assert dx.cite("un-2024") == (
        f"United Nations, Survey, 2024-09, https://example.org/un, as copied in {COPY}, read 2026-11-22, CC BY."
    )


def test_of_several_figures_of_one_source_the_place_of_the_first_is_given(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share("2024", "45", LOCATOR="p. 4"), make_share("2023", "40", LOCATOR="p. 9")])
    (line,) = dx.cite(dx.at("online_share", 2024) - dx.at("online_share", 2023)).splitlines()
    assert "p. 4" in line
    assert "p. 9" not in line


def test_a_table_is_cited_once_for_each_source_and_cells_without_one_are_passed_over(
    ask_toy: Callable[..., Toy],
) -> None:
    ask_toy([make_row()])
    table = pd.DataFrame(
        {"SOURCE": ["un-2024", "un-2024", "", None], "SOURCE_OF": ["x"] * 4, "TO_SOURCE": ["mic-2022"] * 4}
    )
    assert dx.cite(table).splitlines() == [dx.cite("un-2024"), dx.cite("mic-2022")]
    assert dx.cite(table.iloc[0]).splitlines() == [dx.cite("un-2024"), dx.cite("mic-2022")]
    assert dx.cite(table[["SOURCE"]].iloc[2:]) == ""
    with pytest.raises(ConfigError, match="int has no column SOURCE"):
        dx.cite(5)  # type: ignore[arg-type]
