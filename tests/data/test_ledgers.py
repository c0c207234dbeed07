"""The figures of this repository are all there: rows by ledger, and the list of those in none, each with its reason."""

from collections import Counter

import pytest

from dxlib.data.clean import inspect_raw
from dxlib.data.left_out import REASON, read_left_out
from dxlib.paths import Project

ROWS = {
    "egdi.csv": 1_203,
    "govtech.csv": 365,
    "national.csv": 627,
    "provinces.csv": 1_011,
    "provinces_papi.csv": 4_283,
    "rankings.csv": 997,
    "readiness.csv": 115,
    "seeds.csv": 145,
    "world_bank.csv": 3_022,
}
LEFT_OUT = 60
REUSED_CODES = ("15", "24", "44", "52", "80", "82", "91")


@pytest.fixture(scope="module")
def project(repository):
    return Project(repository)


@pytest.fixture(scope="module")
def rows(project):
    ledgers, _, _ = inspect_raw(project)
    return [row for ledger in ledgers for row in ledger.rows]


def test_no_ledger_has_lost_or_gained_a_row_unnoticed(project):
    ledgers, _, _ = inspect_raw(project)
    assert {ledger.path.name: len(ledger.rows) for ledger in ledgers} == ROWS
    assert sum(ROWS.values()) == 11_768


def test_what_is_left_out_is_counted_and_has_a_reason(project):
    left_out = read_left_out(project)
    assert left_out.problems == []
    assert len(left_out.rows) == LEFT_OUT
    assert all(len(row[REASON]) > len("undated") for row in left_out.rows)


def test_every_indicator_has_a_system_and_a_row(project, rows):
    _, catalogue, _ = inspect_raw(project)
    assert [name for name, entry in catalogue.indicators.items() if not entry.system] == []
    assert set(catalogue.indicators) - {row["INDICATOR"] for row in rows} == set()
    assert set(catalogue.systems) - {entry.system for entry in catalogue.indicators.values()} == set()


def test_figures_of_provinces_stand_under_the_map_they_belong_to(rows):
    areas = {row["REF_AREA"] for row in rows if row["REF_AREA"].startswith("VN63-")}
    assert len(areas) == 63
    assert {f"VN63-{code}" for code in REUSED_CODES} <= areas
    new = {row["REF_AREA"] for row in rows if row["INDICATOR"] == "population_of_new_unit"}
    assert len(new) == 34
    assert all(area.startswith("VN34-") for area in new)


def test_the_sum_of_the_areas_of_the_new_provinces_is_the_one_that_is_known(rows):
    def total(indicator):
        found = [row for row in rows if row["INDICATOR"] == indicator and row["REF_AREA"].startswith("VN34-")]
        return sum(float(row["OBS_VALUE"]) for row in found)

    assert round(total("area_of_province")) == 331_334
    assert round(total("population_of_new_unit") / 1e4) == 11_209


def test_an_index_of_a_new_province_is_the_mean_of_those_it_was_formed_from(rows):
    found = {row["REF_AREA"]: row["OBS_VALUE"] for row in rows if is_index(row, "2024")}
    mean = (float(found["VN63-48"]) + float(found["VN63-49"])) / 2
    assert abs(mean - float(found["VN34-48"])) < 0.00005 + 1e-9


def is_index(row, year):
    return (row["INDICATOR"], row["TIME_PERIOD"]) == ("dti_provincial", year)


@pytest.mark.parametrize("year", ["2019", "2020", "2021", "2022", "2023", "2024"])
def test_the_dimension_of_e_governance_is_the_sum_of_its_parts(rows, year):
    parts = ("papi_sub81_access_egov_portals", "papi_sub82_access_internet", "papi_sub83_e_responsiveness")
    found = {(row["INDICATOR"], row["REF_AREA"]): row for row in rows if row["SOURCE"] == f"papi-{year}"}
    whole = {area: row for (name, area), row in found.items() if name == "papi_dim8_e_governance"}
    assert len(whole) >= 60
    for area, row in whole.items():
        added = sum(float(found[part, area]["OBS_VALUE"]) for part in parts)
        assert abs(added - float(row["OBS_VALUE"])) < 0.0002, area


def test_a_figure_that_contradicts_its_own_source_is_not_normal(rows):
    doubtful = {(row["INDICATOR"], row["SOURCE"], row["REF_AREA"]) for row in rows if row["OBS_STATUS"] == "U"}
    assert ("papi_total", "papi-vns-2021-04-15", "VN63-22") in doubtful
    assert ("gii_rank", "wipo-sggp-2023", "VNM") in doubtful
    assert ("nri_rank", "portulans-vietnamvn-2024", "VNM") in doubtful
    assert ("speedtest_fixed_mbps", "ookla-baomoi-2023-06", "VNM") in doubtful
    zeros = [row for row in rows if row["INDICATOR"] == "internet_users_share" and float(row["OBS_VALUE"]) == 0]
    assert Counter(row["OBS_STATUS"] for row in zeros) == {"U": 5}
