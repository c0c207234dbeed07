"""What is contested, odd, covered and revised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

import dxlib as dx
from dxlib.errors import ConfigError
from tests.conftest import Toy, make_row, make_share

Read = Callable[..., list[dict[str, str]]]


def test_what_is_contested_has_a_row_for_each_rival(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share("2024", "45.2"), make_share("2024", "17", source="mic-news-2025"), make_share("2023", "9")])
    (row,) = dx.disagreements().to_dict("records")
    assert (row["INDICATOR"], row["TIME_PERIOD"], row["HEADLINE"], row["RIVAL"]) == ("online_share", "2024", 45.2, 17.0)
    assert (row["RIVAL_SOURCE"], row["DIFFERENCE"]) == ("mic-news-2025", pytest.approx(-28.2))
    assert dx.disagreements("egdi_rank").empty
    assert dx.disagreements(as_of="2024-12-31").empty


@pytest.mark.usefixtures("here")
def test_every_contested_figure_has_another_statement_in_the_clean_files(clean_rows: Read) -> None:
    table = dx.disagreements(areas="VNM")
    assert len(table) > 40
    for row in table.sample(25, random_state=1).to_dict("records"):
        cells = {name: row[name] for name in ("REF_AREA", "TIME_PERIOD", "KIND")}
        values = {one["SOURCE"]: one["OBS_VALUE"] for one in clean_rows(row["INDICATOR"], **cells)}
        assert float(values[row["HEADLINE_SOURCE"]]) == row["HEADLINE"]
        assert float(values[row["RIVAL_SOURCE"]]) == row["RIVAL"]


@pytest.mark.usefixtures("here")
def test_findings_are_those_of_the_check_and_name_their_sources() -> None:
    table = dx.findings()
    assert {"contradiction", "suspicion"} <= set(table.WEIGHT)
    assert table.MESSAGE.str.len().min() > 20
    assert table.SOURCES.str.len().min() > 0


@pytest.mark.usefixtures("here")
def test_coverage_counts_no_forecast_of_a_period_that_has_not_ended() -> None:
    row = dx.coverage("digital_economy_gmv", as_of="2024-06-30").iloc[0]
    table = dx.frame("digital_economy_gmv", as_of="2024-06-30")
    assert row.LAST == table.TIME_PERIOD.iloc[-1] == "2022"


@pytest.mark.usefixtures("here")
def test_coverage_counts_what_the_clean_files_hold(clean_rows: Read) -> None:
    row = dx.coverage("egdi_rank").iloc[0]
    stated = [one for one in clean_rows("egdi_rank", KIND="actual") if one["OBS_VALUE"]]
    assert (len(stated), len({one["REF_AREA"] for one in stated})) == (row.FIGURES, row.AREAS)
    assert (min(one["TIME_PERIOD"] for one in stated), "2024") == (row.FIRST, row.LAST)
    assert len(clean_rows("egdi_rank", KIND="target")) == row.TARGETS


def test_revisions_tell_new_revised_and_moved(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([
        make_row(TIME_PERIOD="2022", OBS_VALUE="86", SOURCE="mic-2022"), make_row(TIME_PERIOD="2024", OBS_VALUE="71"),
        make_share("2021", "30", source="mic-2022"), make_share("2021", "31"),
    ])  # fmt: skip
    table = dx.revisions("2023-06-30", date(2025, 12, 31), areas="VNM").set_index(["EVENT", "INDICATOR"])
    assert table.AFTER["new", "egdi_rank"] == 71
    assert (table.BEFORE["revised", "online_share"], table.AFTER["revised", "online_share"]) == (30, 31)
    assert table.WHAT["rank", "egdi_rank"] == "15 places better"
    assert (table.BEFORE_PERIOD["rank", "egdi_rank"], table.TIME_PERIOD["rank", "egdi_rank"]) == ("2022", "2024")
    with pytest.raises(ConfigError, match="2025-12-31 lies after 2023-06-30"):
        dx.revisions("2025-12-31", "2023-06-30")


def test_one_place_is_a_place(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_row(TIME_PERIOD="2022", OBS_VALUE="70", SOURCE="mic-2022"), make_row(TIME_PERIOD="2024")])
    table = dx.revisions("2023-06-30", "2025-12-31", areas="VNM").set_index("EVENT")
    assert table.WHAT["rank"] == "1 place worse"
