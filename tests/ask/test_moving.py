"""Changes and growth as tables, held against what csv alone finds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import dxlib as dx
from dxlib.errors import ConfigError, DataError
from tests.conftest import Toy, make_row, make_share

Read = Callable[..., list[dict[str, str]]]


@pytest.mark.usefixtures("here")
def test_which_provinces_fell_most_is_the_head_of_the_table(clean_rows: Read) -> None:
    table = dx.changes("papi_dim8_e_governance", areas="provinces_63", since=2020, until=2024)
    values = {
        (row["REF_AREA"], row["TIME_PERIOD"]): float(row["OBS_VALUE"])
        for row in clean_rows("papi_dim8_e_governance", KIND="actual")
        if row["SOURCE"] in ("papi-2020", "papi-2024")
    }
    expected = {area: values[area, "2024"] - value for (area, period), value in values.items()
                if period == "2020" and (area, "2024") in values}  # fmt: skip
    found = table.query("FROM_PERIOD == '2020' and TO_PERIOD == '2024'").set_index("REF_AREA").CHANGE
    assert found.to_dict() == pytest.approx(expected, abs=1e-12)
    assert found.is_monotonic_increasing
    assert set(table.VERDICT[:2]) == {"worse"}


def test_a_change_that_may_not_be_computed_keeps_its_row_and_says_why(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([
        make_share("2021", "30"), make_share("2024", "45.2"), make_share("2024", "9", REF_AREA="SGP"),
        make_row(TIME_PERIOD="2022", OBS_VALUE="86"), make_row(TIME_PERIOD="2024", OBS_VALUE="71"),
    ])  # fmt: skip
    table = dx.changes("online_share").set_index("REF_AREA")
    assert table.REFUSED.all()
    assert table.CHANGE.isna().all()
    assert table.REASON["SGP"] == "only one figure lies in these years"
    assert "the meaning of online_share changed on 2022-06-24" in table.REASON["VNM"]
    gained = dx.changes("egdi_rank").iloc[0]
    assert (gained.CHANGE, gained.CHANGE_UNIT, gained.VERDICT) == (-15.0, "PLACES", "15 places gained")


@pytest.mark.usefixtures("here")
def test_growth_says_who_says_so_and_what_is_refused() -> None:
    table = dx.growth("ecommerce_retail_revenue", areas="VNM").set_index(["TO_PERIOD", "HOW"])
    computed = table.xs("computed", level="HOW")
    assert computed.GROWTH["2021"] == pytest.approx((13.7 / 11.8 - 1) * 100)
    assert computed.PUBLISHER["2021"] == "MOIT"
    assert computed.GROWTH_A_YEAR["2020"] == pytest.approx(((11.8 / 6.2) ** (1 / 3) - 1) * 100, abs=1e-6)
    assert bool(computed.REFUSED["2023"])
    assert "is a forecast" in computed.REASON["2023"]
    assert table.GROWTH["2024", "stated"] == 20.0


@pytest.mark.usefixtures("here")
def test_growth_from_every_source_has_a_row_for_each_pair_of_statements() -> None:
    one = dx.growth("digital_economy_share_gdp_gso", areas="VNM")
    every = dx.growth("digital_economy_share_gdp_gso", areas="VNM", sources="all")
    assert len(every) > len(one)
    assert set(one.TO_SOURCE) <= set(every.TO_SOURCE)


@pytest.mark.usefixtures("here")
def test_ranks_do_not_grow_and_wrong_input_is_an_error() -> None:
    with pytest.raises(ConfigError, match="'egdi_rank' is a rank, and ranks do not grow"):
        dx.growth("egdi_rank")
    with pytest.raises(ConfigError, match="since='20x' is not a period"):
        dx.changes("egdi_rank", since="20x")
    with pytest.raises(ConfigError, match="sources='some' cannot be used"):
        dx.growth("population", sources="some")


@pytest.mark.usefixtures("here")
def test_a_territory_has_one_row_where_no_area_is_named_and_its_former_key_may_be() -> None:
    keys = set(dx.changes("dti_provincial").REF_AREA)
    assert {"VN34-46", "VN34-48", "VN63-48"} <= keys
    assert "VN63-46" not in keys | set(dx.growth("dti_provincial").REF_AREA)
    assert set(dx.changes("dti_provincial", areas="VN63-46").REF_AREA) == {"VN63-46"}


def test_figures_of_a_year_and_of_years_that_hold_it_are_not_compared(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share("2023", "40"), make_share("2024", "45"), make_share("2023/2025", "50")])
    what = "may not be compared: one of their periods holds the other (2024 and 2023/2025)"
    growth = dx.growth("online_share", as_of="2026-06-30").set_index("TO_PERIOD")
    assert growth.REFUSED.to_dict() == {"2024": False, "2023/2025": True}
    assert what in growth.REASON["2023/2025"].replace("2023/2025 and 2024)", "2024 and 2023/2025)")
    (row,) = dx.changes("online_share", since=2024, as_of="2026-06-30").to_dict("records")
    assert row["REFUSED"]
    assert "one of their periods holds the other" in row["REASON"]
    whole, year = (dx.at("online_share", when, area="VNM", as_of="2026-06-30") for when in ("2023/2025", "2024"))
    with pytest.raises(DataError, match="one of their periods holds the other"):
        whole - year
    assert dx.compare(whole, year).reasons == ("one of their periods holds the other (2023/2025 and 2024)",)
