"""Areas among their peers, and what became of targets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import dxlib as dx
from dxlib.errors import ConfigError
from tests.conftest import Toy, make_share

Read = Callable[..., list[dict[str, str]]]


@pytest.mark.usefixtures("here")
def test_my_province_among_the_others(clean_rows: Read) -> None:
    table = dx.peers("papi_dim8_e_governance", area="VN63-44")
    values = {
        row["REF_AREA"]: float(row["OBS_VALUE"])
        for row in clean_rows("papi_dim8_e_governance", KIND="actual", TIME_PERIOD="2024", SOURCE="papi-2024")
        if row["OBS_VALUE"]
    }
    assert table.set_index("REF_AREA").OBS_VALUE.to_dict() == values
    own = table[table.IS_OWN].iloc[0]
    assert 1 + sum(value > values["VN63-44"] for value in values.values()) == own.PLACE
    assert list(table.OBS_VALUE) == sorted(values.values(), reverse=True)
    assert table.set_index("REF_AREA").GAP["VN63-01"] == values["VN63-01"] - values["VN63-44"]


@pytest.mark.usefixtures("here")
def test_the_best_rank_stands_first_and_ties_share_a_place() -> None:
    table = dx.peers("egdi_rank", group="asean_six")
    assert list(table.REF_AREA) == ["SGP", "THA", "MYS", "IDN", "VNM", "PHL"]
    assert list(table.PLACE) == [1, 2, 3, 4, 5, 6]


def test_an_area_without_a_figure_of_the_period_is_an_error_that_names_periods(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share("2024", "45.2"), make_share("2023", "9", REF_AREA="SGP")])
    with pytest.raises(ConfigError, match="'VNM' has no figure of 'online_share' for 2023") as caught:
        dx.peers("online_share", area="VNM", period=2023)
    assert caught.value.allowed == ("2024",)


def test_what_became_of_targets_says_the_figure_what_is_left_or_why_none_is_known(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([
        make_share("2024", "45.2"), make_share("2024", "40", KIND="target", source="mic-2022"),
        make_share("2024", "50", KIND="target", source="mic-2022", REF_AREA="SGP"),
        make_share("2030", "80", KIND="target"), make_share("", "90", KIND="target"),
    ])  # fmt: skip
    table = dx.targets().set_index(["REF_AREA", "DEADLINE"])
    assert table.OUTCOME.to_dict() == {
        ("VNM", ""): "undated", ("VNM", "2024"): "met", ("VNM", "2030"): "ahead", ("SGP", "2024"): "unknown",
    }  # fmt: skip
    assert table.LEFT["VNM", "2030"] == pytest.approx(34.8)
    assert table.REASON["SGP", "2024"] == "nothing known by then"
    assert list(dx.targets(2024, areas="VNM").TARGET) == [40.0]
    with pytest.raises(ConfigError, match="year='soon' is not a period"):
        dx.targets("soon")


def test_targets_of_a_period_within_a_year_are_those_of_that_deadline_alone(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share(period, "80", KIND="target") for period in ("2025", "2025-06", "2026-06")])
    assert list(dx.targets("2025-06", areas="VNM").DEADLINE) == ["2025-06"]
    assert set(dx.targets(2025, areas="VNM").DEADLINE) == {"2025", "2025-06"}


@pytest.mark.usefixtures("here")
def test_what_is_left_is_the_difference_of_the_two_values_of_the_row() -> None:
    table = dx.targets()
    known = table[table.LEFT.notna()]
    assert len(known) > 10
    assert known.LEFT.to_list() == pytest.approx((known.TARGET - known.VALUE).abs().to_list(), abs=1e-9)
    assert not (known.OUTCOME == "met").any()


def test_a_bound_among_peers_is_marked(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share("2024", "45.2"), make_share("2024", "40", QUALIFIER=">=", REF_AREA="SGP")])
    table = dx.peers("online_share", area="VNM").set_index("REF_AREA")
    assert table.QUALIFIER.to_dict() == {"VNM": "", "SGP": ">="}


@pytest.mark.usefixtures("here")
def test_targets_of_2025_are_those_of_the_clean_files(clean_rows: Read, repository) -> None:  # type: ignore[no-untyped-def]
    stated = {
        (row["INDICATOR"], row["TIME_PERIOD"])
        for path in (repository / "data/clean").glob("*.csv")
        for row in clean_rows(path.stem, KIND="target", REF_AREA="VNM")
        if row["TIME_PERIOD"].startswith("2025") and row["OBS_STATUS"] not in "EFU"
    }
    found = set(zip((table := dx.targets(2025)).INDICATOR, table.DEADLINE, strict=True))
    assert found >= stated
    assert len(stated) > 30
