"""The rows of an analyst's picture: the table that a brief gives, and what a table may not be."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import dxlib as dx
from dxlib.brief.pictures.rows import TableRow, have_other_length, number_runs
from dxlib.data.quantities import Quantity
from dxlib.errors import ConfigError, DataError
from tests.brief.analysts import (
    EGOV,
    draw_points,
    show,
)
from tests.brief.pictures import open_brief
from tests.charts.conftest import make_quantity


def test_a_table_holds_the_headline_figures_known_on_the_day(brief: dx.Brief, scores: pd.DataFrame) -> None:
    assert set(scores["TIME_PERIOD"]) == {"2021", "2022", "2023", "2024"}
    hanoi = scores[scores["REF_AREA"] == "VN63-01"].set_index("TIME_PERIOD")["OBS_VALUE"]
    latest = brief.latest(EGOV)
    assert isinstance(latest, Quantity)
    assert hanoi["2024"] == float(latest.value)
    assert set(scores.loc[scores["IS_OWN"], "REF_AREA"]) == {"VN63-01"}
    earlier = open_brief("VN63-01", edition=2023).frame(EGOV, areas="gso_red_river_delta", since="2021")
    assert set(earlier["TIME_PERIOD"]) == {"2021", "2022"}


def test_names_are_in_the_language_of_the_brief() -> None:
    frame = open_brief("VNM", language="vi").frame("egdi_value", areas="asean", period="2022")
    assert "Thái Lan" in set(frame["AREA_NAME"])


def test_a_year_may_be_a_number(brief: dx.Brief) -> None:
    pd.testing.assert_frame_equal(brief.frame(EGOV, since=2022), brief.frame(EGOV, since="2022"))


def test_the_segment_changes_where_meanings_change(brief: dx.Brief) -> None:
    rows = brief.frame(EGOV).set_index("TIME_PERIOD")["SEGMENT"]
    assert rows["2018"] != rows["2019"] != rows["2020"]
    assert rows["2020"] == rows["2024"]


def test_the_segment_changes_where_counts_are_over_other_lengths() -> None:
    rows = open_brief("VNM", edition=2026).frame("cashless_payment_value").set_index("TIME_PERIOD")["SEGMENT"]
    assert list(rows.index) == ["2024", "2025-01/2025-09"]
    assert rows["2024"] != rows["2025-01/2025-09"]


def test_rows_are_numbered_by_run_in_each_area(make_count: Callable[..., TableRow]) -> None:
    periods = ("2026-01/2026-02", "2024", "2023", "2026-03/2026-04")
    rows = [make_count(period, area) for area in ("VNM", "SGP") for period in periods]
    numbers = number_runs(rows, {"SGP": ["2024-06-30"]})
    assert [numbers["VNM", period] for period in sorted(periods)] == [0, 0, 1, 1]
    assert [numbers["SGP", period] for period in sorted(periods)] == [0, 1, 2, 2]
    assert have_other_length(rows, {})
    assert not have_other_length(rows[:4], {"VNM": ["2026-01-01"]})
    assert not have_other_length(rows[1:3], {})


def test_a_table_by_indicators_has_the_rows_in_which_all_are_known(countries: tuple[dx.Brief, pd.DataFrame]) -> None:
    table = countries[1]
    assert list(table.columns[-2:]) == ["gtmi_value", "egdi_value"]
    assert len(table) == 16
    assert not table.isna().any(axis=None)


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"indicators": "egdi"}, "Did you mean"),
        ({"indicators": "egdi_rank", "areas": "provinces_64"}, "provinces_63"),
        ({"indicators": "egdi_rank", "since": "last year"}, "since='last year' is not a period."),
        ({"indicators": "egdi_rank", "columns": "area"}, "columns='area' cannot be used."),
    ],
)
def test_what_no_table_has_is_refused(brief: dx.Brief, asked: dict[str, Any], what: str) -> None:
    with pytest.raises((ConfigError, DataError), match=re.escape(what)):
        brief.frame(**asked)


@pytest.fixture
def make_count() -> Callable[..., TableRow]:
    def make(period: str, area: str) -> TableRow:
        return TableRow((make_quantity(period, 12, "COUNT", area=area),), area, is_own=True)

    return make


ALTERED: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], str]] = {
    "values": (lambda rows: rows.assign(OBS_VALUE=rows["OBS_VALUE"] * 1.01), "is not the value stated"),
    "areas": (lambda rows: rows.assign(REF_AREA="VN63-99"), "VN63-99, 2021: no area of the catalogue"),
    "periods": (lambda rows: rows.assign(TIME_PERIOD="1999"), "1999: nothing is known for this period"),
    "indicators": (lambda rows: rows.assign(INDICATOR="dim8"), "dim8, VN63-01, 2021: no indicator of the catalogue"),
    "a mean": (lambda rows: rows.groupby("TIME_PERIOD")[["OBS_VALUE"]].mean(), "has no REF_AREA"),
    "a pivot": (lambda rows: rows.pivot_table("OBS_VALUE", "REF_AREA", "TIME_PERIOD"), "has no REF_AREA"),
    "a row twice": (lambda rows: pd.concat([rows, rows.head(2)]), "there more than once: VN63-01, 2021; VN63-01, 2022"),
    "no value": (lambda rows: rows.assign(OBS_VALUE=np.nan), "nan is not the value stated"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALTERED)
def test_rows_that_are_no_observations_are_refused(brief: dx.Brief, scores: pd.DataFrame, name: str) -> None:
    alter, reason = ALTERED[name]
    with pytest.raises(DataError) as refused:
        show(brief, draw_points, alter(scores))
    assert reason in str(refused.value)
    assert refused.value.fix


def test_of_many_wrong_rows_the_first_are_named(brief: dx.Brief, scores: pd.DataFrame) -> None:
    with pytest.raises(DataError, match=rf"; and {len(scores) - 5} more\."):
        show(brief, draw_points, scores.assign(OBS_VALUE=9.99))


def test_an_indicator_that_is_named_twice_is_one_column() -> None:
    brief = open_brief("VNM")
    table = brief.frame(["egdi_value", "egdi_value"], areas="asean_six", period=2024, columns="indicator")
    assert "egdi_value" in table.columns
    assert len(brief.frame(["egdi_value", "egdi_value"], period=2024)) == 1
