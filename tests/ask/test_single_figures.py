"""Single figures, asked for without a brief."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import dxlib as dx
from dxlib.errors import ConfigError
from tests.conftest import Toy, make_share


def test_the_latest_is_the_last_beyond_doubt_known_on_the_day(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share("2023", "17.6"), make_share("2024", "45", OBS_STATUS="E")])
    latest = dx.latest("online_share", area="VNM")
    assert isinstance(latest, dx.Quantity)
    assert (latest.period, latest.claim) == ("2023", 'latest("online_share", "VNM")')
    assert isinstance(dx.latest("online_share", area="VNM", as_of="2024-01-01"), dx.Missing)
    estimate = dx.at("online_share", 2024, area="VNM")
    assert isinstance(estimate, dx.Quantity)
    assert float(estimate.value) == 45


def test_a_target_is_asked_for_by_its_deadline(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share("2030", "80", KIND="target")])
    found = dx.target("online_share", 2030)
    assert isinstance(found, dx.Quantity)
    assert float(found.value) == 80
    assert isinstance(dx.target("online_share"), dx.Missing)


def test_an_area_may_be_left_out_where_only_one_has_the_indicator(ask_toy: Callable[..., Toy]) -> None:
    toy = ask_toy([make_share("2023", "17.6")])
    assert isinstance(dx.latest("online_share"), dx.Quantity)
    toy.write_ledger([make_share("2023", "9", REF_AREA="SGP")], "more.csv")
    toy.open_store()
    with pytest.raises(ConfigError, match="'online_share' is known of 2 areas") as caught:
        dx.latest("online_share")
    assert caught.value.allowed == ("SGP", "VNM")
    with pytest.raises(ConfigError, match="'asean' is a group of 2 areas"):
        dx.latest("online_share", area="asean")


def test_data_that_have_changed_are_read_again(ask_toy: Callable[..., Toy]) -> None:
    ask_toy([make_share("2023", "17.6")])
    assert dx.latest("online_share").period == "2023"  # type: ignore[union-attr]
    ask_toy([make_share("2023", "17.6"), make_share("2024", "45.2")])
    assert dx.latest("online_share").period == "2024"  # type: ignore[union-attr]


@pytest.mark.usefixtures("here")
def test_what_is_no_period_no_area_and_no_indicator_is_an_error_not_an_unknown_figure() -> None:
    for ask in (
        lambda: dx.at("egdi_rank", "2024 "),
        lambda: dx.at("egdi_rank", ""),
        lambda: dx.at("egdi_rank", True),
        lambda: dx.target("egdi_rank", "next year"),
    ):
        with pytest.raises(ConfigError, match="is not a period"):
            ask()
    with pytest.raises(ConfigError, match="False cannot name an area"):
        dx.latest("egdi_rank", area=False)
    with pytest.raises(ConfigError, match="None does not name one indicator"):
        dx.latest(None)
    with pytest.raises(ConfigError, match="does not name one indicator"):
        dx.latest(["egdi_rank", "gii_rank"])


@pytest.mark.usefixtures("here")
def test_an_unknown_name_is_an_error_with_what_is_near() -> None:
    with pytest.raises(ConfigError, match="Did you mean 'egdi_rank'"):
        dx.latest("egdi_rnak", area="VNM")
    with pytest.raises(ConfigError, match=r"Unknown area 'Vietnam'\. Did you mean 'VNM'"):
        dx.at("egdi_rank", 2024, area="Vietnam")
