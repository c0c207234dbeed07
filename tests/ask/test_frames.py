"""Tables of figures: held against what csv alone finds in the clean files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import dxlib as dx
from dxlib.errors import ConfigError
from dxlib.figures.framing import COLUMNS
from tests.conftest import make_row, make_share

Read = Callable[..., list[dict[str, str]]]
SIX = ("IDN", "MYS", "PHL", "SGP", "THA", "VNM")


@pytest.mark.usefixtures("here")
def test_ranks_of_the_asean_six_since_2010_as_a_wide_table(clean_rows: Read) -> None:
    table = dx.frame("egdi_rank", areas="asean_six", since=2010, columns="area")
    stated = {
        (row["TIME_PERIOD"], row["REF_AREA"]): float(row["OBS_VALUE"])
        for row in clean_rows("egdi_rank", KIND="actual")
        if row["SOURCE"].startswith("un-egovkb") and row["TIME_PERIOD"] >= "2010" and row["REF_AREA"] in SIX
    }
    assert sorted(table.columns) == list(SIX)
    assert list(table.index) == sorted({period for period, _ in stated})
    assert {(period, area): table.loc[period, area] for period, area in stated} == stated


@pytest.mark.usefixtures("here")
def test_a_table_has_a_row_a_period_chosen_by_the_rule_and_says_which_day_it_is_of() -> None:
    table = dx.frame("ecommerce_retail_revenue", areas="VNM", as_of="2025-03-01")
    assert tuple(table.columns) == COLUMNS
    assert list(table.TIME_PERIOD) == sorted(set(table.TIME_PERIOD))
    assert table.IS_HEADLINE.all()
    assert table.set_index("TIME_PERIOD").OBS_VALUE["2024"] == 25
    assert set(table.UNIT_MULT) == {9}
    assert table.DATE.iloc[-1] == pd.Timestamp("2024-12-31")
    assert table.attrs["as_of"] == "2025-03-01"
    forecast = table[table.TIME_PERIOD == "2023"].iloc[0]
    assert (forecast.OBS_STATUS, bool(forecast.IS_DOUBTFUL)) == ("F", True)


@pytest.mark.usefixtures("here")
def test_every_statement_of_every_source_is_there_when_asked_for(clean_rows: Read) -> None:
    table = dx.frame("vneid_accounts_activated", areas="VNM", sources="all")
    stated = clean_rows("vneid_accounts_activated", REF_AREA="VNM", KIND="actual")
    assert sorted(zip(table.TIME_PERIOD, table.SOURCE, strict=True)) == sorted(
        (row["TIME_PERIOD"], row["SOURCE"]) for row in stated
    )
    heads = table[table.IS_HEADLINE]
    assert not heads.TIME_PERIOD.duplicated().any()
    assert heads.set_index("TIME_PERIOD").RIVALS["2024"] > 0


@pytest.mark.usefixtures("here")
def test_indicators_meet_where_their_periods_are_the_same_text(clean_rows: Read) -> None:
    pair = ["egdi_value", "internet_users_share"]
    table = dx.frame(pair, areas="countries", columns="indicator")
    assert list(table.index.names) == ["REF_AREA", "TIME_PERIOD"]
    assert ("VNM", "2022") in table.index
    both = table.dropna()
    periods = [{row["TIME_PERIOD"] for row in clean_rows(name, REF_AREA="VNM", KIND="actual")} for name in pair]
    assert {period for area, period in both.index if area == "VNM"} == periods[0] & periods[1]


@pytest.mark.usefixtures("here")
def test_what_a_publisher_has_published_since_a_month(clean_rows: Read) -> None:
    table = dx.frame(publisher="MOH", published_since="2025-07", sources="all")
    assert set(table.PUBLISHER) == {"MOH"}
    assert (table.PUBLISHED >= "2025").all()
    late = dx.frame("emr_hospitals_private", publisher="MOH", published_since="2025-10")
    stated = clean_rows("emr_hospitals_private", KIND="actual")
    assert len(late) == sum(row["PUBLISHED"] >= "2025-10" for row in stated if "moh" in row["SOURCE"])


@pytest.mark.usefixtures("here")
def test_provinces_that_fell_most_in_four_years(clean_rows: Read) -> None:
    table = dx.frame("papi_dim8_e_governance", areas="provinces_63", columns="period")
    moved = (table["2024"] - table["2020"]).dropna().sort_values()
    years = [
        {row["REF_AREA"]: float(row["OBS_VALUE"]) for row in clean_rows("papi_dim8_e_governance", TIME_PERIOD=year)
         if row["OBS_VALUE"] and row["REF_AREA"].startswith("VN63")}
        for year in ("2020", "2024")
    ]  # fmt: skip
    by_hand = {area: years[1][area] - years[0][area] for area in years[0].keys() & years[1].keys()}
    assert moved.to_dict() == pytest.approx(by_hand)
    assert moved.index[0] == min(by_hand, key=by_hand.__getitem__)


def test_times_are_compared_by_their_last_days_and_a_year_may_be_a_number(ask_toy: Callable[..., object]) -> None:
    ask_toy([make_share(period, "20") for period in ("2022", "2023-06", "2023", "2024-Q1")])

    def ask(**bounds: object) -> list[str]:
        return list(dx.frame("online_share", areas="VNM", **bounds).TIME_PERIOD)  # type: ignore[arg-type]

    assert ask(since=2023) == ["2023", "2024-Q1"]
    assert ask(since="2023-01", until=2023) == ["2023-06", "2023"]
    assert ask(period="2023-06") == ["2023-06"]
    assert ask(period=2024) == []


def test_a_wide_table_runs_in_time_whichever_area_or_indicator_has_which_periods(
    ask_toy: Callable[..., object],
) -> None:
    ask_toy([
        make_share("2021", "10", REF_AREA="SGP"), make_share("2023", "30", REF_AREA="SGP"),
        make_share("2022", "20"), make_share("2022-Q1", "15"), make_share("2024", "40"),
        make_row(TIME_PERIOD="2023", OBS_VALUE="71"),
    ])  # fmt: skip
    assert list(dx.frame("online_share", columns="area").index) == ["2021", "2022-Q1", "2022", "2023", "2024"]
    pair = dx.frame(["online_share", "egdi_rank"], areas="VNM", columns="indicator")
    assert list(pair.index) == ["2022-Q1", "2022", "2023", "2024"]
    assert pair.egdi_rank.dropna().to_dict() == {"2023": 71.0}
    both = dx.frame(["online_share", "egdi_rank"], columns="indicator")
    assert list(both.index)[:2] == [("SGP", "2021"), ("SGP", "2023")]
    assert list(dx.frame("online_share", columns="period").columns) == ["2021", "2022-Q1", "2022", "2023", "2024"]


def test_only_a_headline_is_marked_as_doubtful(ask_toy: Callable[..., object]) -> None:
    estimates = [make_share("2022", "40", "mic-2022"), make_share("2022", "45", "un-undated")]
    ask_toy([{**row, "OBS_STATUS": "E"} for row in estimates])
    table = dx.frame("online_share", areas="VNM", sources="all")
    assert sorted(zip(table.IS_HEADLINE, table.IS_DOUBTFUL, strict=True)) == [(False, False), (True, True)]


def test_targets_are_asked_for_by_their_kind(ask_toy: Callable[..., object]) -> None:
    ask_toy([make_share("2030", "80", KIND="target"), make_share("2024", "45")])
    assert list(dx.frame("online_share", kind="target").TIME_PERIOD) == ["2030"]
    assert list(dx.frame("online_share", as_of="2029-01-01").TIME_PERIOD) == ["2024"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"indicators": "egdi_rnk"}, "Unknown indicator 'egdi_rnk'. Did you mean 'egdi_rank'?"),
        ({"areas": "Singapore"}, "Unknown area 'Singapore'. Did you mean 'SGP'?"),
        ({"areas": ("SG", "MY")}, "Unknown area 'SG'. Did you mean 'SGP'? Unknown area 'MY'. Did you mean 'MYS'?"),
        ({"areas": "asian"}, "Unknown area 'asian'. Did you mean 'asean'?"),
        ({"areas": "VN-44"}, "Unknown area 'VN-44'. Did you mean 'VN63-44' or 'VN34-44'?"),
        ({"areas": "Hà Nội"}, "Unknown area 'Hà Nội'. Did you mean 'VN34-01'?"),
        ({"since": "last year"}, "since='last year' is not a period."),
        ({"kind": "forecast"}, "kind='forecast' cannot be used."),
        ({"columns": "area", "sources": "all"}, "sources='all' cannot be used: a wide table has one figure a cell."),
        ({"publisher": "MOHE"}, "Unknown publisher 'MOHE'. Did you mean 'MOH'?"),
        ({"published_since": "July"}, "published_since='July' is not a day."),
        ({"as_of": "yesterday"}, "'yesterday' is not a day."),
        ({"as_of": pd.NaT}, "'NaT' is not a day."),
        ({"as_of": 2024}, "'2024' is not a day."),
        ({"indicators": 5}, "5 cannot name an indicator."),
        ({"indicators": []}, "The list names no indicator."),
        ({"areas": []}, "The list names no area."),
        ({"areas": ["VNM", None]}, "None cannot name an area."),
        ({"language": "json"}, "language='json' cannot be used."),
        ({"language": None}, "language=None cannot be used."),
        ({"publisher": ["MOH"]}, "Unknown publisher '['MOH']'. Did you mean 'MOH'?"),
        ({"published_since": True}, "published_since=True is not a day."),
        ({"kind": pd.NA}, "kind=<NA> cannot be used."),
    ],
)
@pytest.mark.usefixtures("here")
def test_what_cannot_be_used_is_an_error_with_what_is_near(words: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        dx.frame(**{"indicators": "egdi_rank", **words})  # type: ignore[arg-type]
    assert str(caught.value).splitlines()[0] == said
    assert "Fix: " in str(caught.value)


@pytest.mark.usefixtures("here")
def test_names_and_days_may_come_from_numpy_and_pandas() -> None:
    table = dx.frame("egdi_rank", areas=["VNM", "SGP"], since=2022)
    names, keys, year = pd.Series(["egdi_rank"]), np.array(["VNM", "SGP"]), np.int64(2022)
    pd.testing.assert_frame_equal(dx.frame(names, areas=keys, since=year), table)
    pd.testing.assert_frame_equal(dx.frame("egdi_rank", areas=iter(("VNM", "SGP")), since=2022), table)
    pd.testing.assert_frame_equal(dx.frame("egdi_rank", areas=["VNM", "SGP"], since=2022, publisher=None), table)
    early = dx.frame("egdi_rank", areas="VNM", as_of=pd.Timestamp("2024-01-31 17:00"))
    pd.testing.assert_frame_equal(early, dx.frame("egdi_rank", areas="VNM", as_of="2024-01-31"))
    assert len(dx.frame("egdi_rank", areas="VNM", published_since=2024)) == 1


@pytest.mark.usefixtures("here")
def test_an_unknown_area_is_answered_with_all_groups() -> None:
    with pytest.raises(ConfigError) as caught:
        dx.frame("egdi_rank", areas="all")
    assert "or by a group (asean, asean_six, countries, comparators, provinces_63, " in caught.value.fix


def test_outside_a_project_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match="No dxlib project in"):
        dx.frame("egdi_rank")


@pytest.mark.usefixtures("here")
def test_a_publisher_s_name_is_answered_with_its_id() -> None:
    for name, key in (("World Bank", "WB"), ("Bộ Y tế", "MOH"), ("mohh", "MOH")):
        with pytest.raises(ConfigError, match=f"Did you mean '{key}'"):
            dx.frame(publisher=name)


@pytest.mark.usefixtures("here")
def test_the_columns_of_indicators_stand_as_they_were_asked_for() -> None:
    asked = ["egdi_value", "egdi_osi", "egdi_hci"]
    assert list(dx.frame(asked, areas="VNM", since=2020, columns="indicator").columns) == asked
