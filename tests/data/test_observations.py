"""Observations as of a day, and the published rule for sources that disagree."""

from decimal import Decimal

import pytest

from dxlib.data import schema
from dxlib.data.schema import Kind, ObsStatus, Qualifier
from dxlib.errors import DataError


def list_values(frame):
    return list(zip(frame["TIME_PERIOD"], frame["OBS_VALUE"], strict=True))


def test_all_rows_of_an_indicator_are_loaded_in_order_of_area_and_time(toy):
    frame = toy.open_store().load("egdi_rank")
    assert list(zip(frame["REF_AREA"], frame["TIME_PERIOD"], frame["OBS_VALUE"], strict=True)) == [
        ("SGP", "2024", 3), ("VNM", "2022", 86), ("VNM", "2024", 71),
    ]  # fmt: skip
    assert tuple(frame.columns) == schema.CLEAN_COLUMNS


def test_numbers_are_floats_also_in_a_column_of_whole_numbers(toy):
    frame = toy.open_store().load("egdi_rank")
    assert {str(frame[name].dtype) for name in schema.NUMBERS} == {"float64"}


def test_an_empty_cell_is_a_missing_number_and_an_empty_text_stays_empty(toy):
    frame = toy.open_store().load("egdi_rank", areas=["SGP"])
    assert frame["OUT_OF"].isna().all()
    assert list(frame["COMMENT"]) == [""]


def test_only_the_areas_that_are_asked_for_are_loaded(toy):
    assert list_values(toy.open_store().load("egdi_rank", areas=["SGP"])) == [("2024", 3)]


def test_many_areas_one_by_one_give_what_each_gives_by_itself(toy):
    store = toy.open_store()
    areas = ["FRA", "DEU", "KOR", "SGP", "JPN", "VNM"]  # the first few are read apart, then all at once
    found = {area: store.read("egdi_rank", areas=[area]) for area in areas}
    assert found == {area: toy.open_store().read("egdi_rank", areas=[area]) for area in areas}
    assert [len(found[area]) for area in areas] == [0, 0, 0, 1, 0, 2]
    assert list(store.reads) == [("egdi_rank", area, Kind.ACTUAL.value) for area in areas]


def test_targets_are_not_among_the_actual_values(toy):
    store = toy.open_store()
    assert list_values(store.load("online_share", kind=Kind.TARGET)) == [("", 90), ("2025", 80)]
    assert 80 not in set(store.load("online_share")["OBS_VALUE"])


def test_periods_are_compared_by_their_last_days_both_included(toy, share):
    toy.write_ledger([share("2023-Q4", "17.6"), share("2024-01/2024-11", "44")], name="more.csv")
    store = toy.open_store()
    assert [period for period, _ in list_values(store.load("online_share", periods=("2023", "2024-11")))] == [
        "2023", "2023-Q4", "2024-01/2024-11",
    ]  # fmt: skip
    assert store.load("online_share", periods=("2010", "2011")).empty


def test_an_undated_target_lies_in_no_range_of_periods(toy):
    frame = toy.open_store().load("online_share", kind=Kind.TARGET, periods=("2000", "2050"))
    assert list_values(frame) == [("2025", 80)]


@pytest.mark.parametrize(
    ("as_of", "known"),
    [
        ("2024-09-29", [("2022", 86)]),
        ("2024-09-30", [("2022", 86), ("2024", 71)]),
        ("2022-12-30", []),
    ],
)
def test_a_figure_that_was_published_later_is_not_there(toy, as_of, known):
    assert list_values(toy.open_store(as_of).load("egdi_rank", areas=["VNM"])) == known


def test_an_unknown_indicator_is_answered_with_the_nearest(toy):
    with pytest.raises(DataError, match=r"^Unknown indicator 'egdi_rnak'\. Did you mean 'egdi_rank'\?\nFix: "):
        toy.open_store().load("egdi_rnak")


def test_an_indicator_without_rows_says_how_to_get_some(toy):
    with pytest.raises(DataError) as caught:
        toy.open_store().load("egdi_value")
    assert str(caught.value) == (
        "No clean data for indicator 'egdi_value'. Did you mean 'egdi_rank'?\n"
        "Fix: run 'dxlib clean', or add rows for it to a ledger in data/raw/ledgers/."
    )


def test_loading_leaves_what_was_loaded_before_unchanged(toy):
    store = toy.open_store()
    first = store.load("egdi_rank")
    first["OBS_VALUE"] = 0
    assert list(store.load("egdi_rank")["OBS_VALUE"]) == [3, 86, 71]


def test_a_row_becomes_an_observation_with_exact_decimals(toy):
    one, other = (row for row in toy.open_store().read("online_share", areas=["VNM"]) if row.period == "2024")
    assert str(one.id) == "online_share/VNM/2024/actual@mic-2024"
    assert (one.value, one.out_of, one.upper) == (Decimal("45.2"), None, None)
    assert (one.unit, one.unit_mult, one.status) == ("PERCENT", 0, ObsStatus.NORMAL)
    assert (one.published, one.known_since) == ("2025-01-15", "2025-01-15")
    assert other.qualifier is Qualifier.ABOUT


def test_a_row_without_a_value_becomes_an_observation_without_one(toy, row):
    toy.write_ledger([row(TIME_PERIOD="2020", OBS_VALUE="", OBS_STATUS="M")], name="more.csv")
    (found,) = (row for row in toy.open_store().read("egdi_rank") if row.period == "2020")
    assert found.value is None


def test_what_is_read_is_what_is_loaded(toy):
    store = toy.open_store()
    frame = store.load("online_share", kind=Kind.TARGET)
    rows = store.read("online_share", kind=Kind.TARGET)
    assert [(row.area, row.period, float(row.value), row.source) for row in rows] == list(
        zip(frame["REF_AREA"], frame["TIME_PERIOD"], frame["OBS_VALUE"], frame["SOURCE"], strict=True)
    )
