"""What no figure of a publisher's file can be."""

from __future__ import annotations

import pytest

from dxlib.data.slips.fetched import find_slips
from tests.conftest import make_row

DAY = "2026-11-22"


def find(day: str = DAY, **cells: str) -> list[tuple[str, str]]:
    return [(column, what) for column, what, _ in find_slips(make_row(**cells), day)]


@pytest.mark.parametrize("value", ["7.5", "0", "-3", "0.9", f"1{'0' * 29}.5"])
def test_a_rank_is_a_whole_number_from_1_on(value: str) -> None:
    assert find(OBS_VALUE=value) == [("OBS_VALUE", f"'{value}' is no place in a ranking")]


@pytest.mark.parametrize("value", ["1", "71", "7.0", ""])
def test_a_place_or_none_is_no_slip(value: str) -> None:
    assert find(OBS_VALUE=value) == []


def test_what_is_no_rank_may_have_decimals() -> None:
    assert find(INDICATOR="online_share", UNIT_MEASURE="PERCENT", OBS_VALUE="0.5") == []


@pytest.mark.parametrize("period", ["2027", "2035", "2026-12", "2026-11-23", "2027/2030"])
def test_a_figure_is_of_no_time_after_its_file(period: str) -> None:
    assert find(TIME_PERIOD=period) == [("TIME_PERIOD", f"'{period}' begins after the day of the file ({DAY})")]


@pytest.mark.parametrize("period", ["2026", "2026-11", "2026-11-22", "2021/2030"])
def test_a_period_that_has_begun_may_not_have_ended(period: str) -> None:
    assert find(TIME_PERIOD=period) == []


def test_targets_forecasts_and_empty_cells_may_be_of_a_time_to_come() -> None:
    assert find(TIME_PERIOD="2035", KIND="target") == []
    assert find(TIME_PERIOD="2035", OBS_STATUS="F") == []
    assert find(TIME_PERIOD="2035", OBS_VALUE="", OBS_STATUS="M") == []


def test_of_a_file_of_a_year_the_whole_year_counts() -> None:
    assert find(day="2025", TIME_PERIOD="2025-12") == []
    assert len(find(day="2025", TIME_PERIOD="2026-01")) == 1
