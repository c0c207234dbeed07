"""Observations as of a day, and the published rule for sources that disagree."""

from decimal import Decimal

import pytest

from dxlib.data.schema import Kind, ObsStatus, Qualifier
from dxlib.errors import DataError


def list_values(rows):
    return [(row.period, row.value) for row in rows]


def test_all_rows_of_an_indicator_are_loaded_in_order_of_area_and_time(toy):
    assert [(row.area, row.period, row.value) for row in toy.open_store().read("egdi_rank")] == [
        ("SGP", "2024", 3), ("VNM", "2022", 86), ("VNM", "2024", 71),
    ]  # fmt: skip


def test_only_the_areas_that_are_asked_for_are_loaded(toy):
    assert list_values(toy.open_store().read("egdi_rank", areas=["SGP"])) == [("2024", 3)]


def test_many_areas_one_by_one_give_what_each_gives_by_itself(toy):
    store = toy.open_store()
    areas = ["FRA", "DEU", "KOR", "SGP", "JPN", "VNM"]  # the first few are read apart, then all at once
    found = {area: store.read("egdi_rank", areas=[area]) for area in areas}
    assert found == {area: toy.open_store().read("egdi_rank", areas=[area]) for area in areas}
    assert [len(found[area]) for area in areas] == [0, 0, 0, 1, 0, 2]
    assert list(store.reads) == [("egdi_rank", area, Kind.ACTUAL.value) for area in areas]


def test_targets_are_not_among_the_actual_values(toy):
    store = toy.open_store()
    assert list_values(store.read("online_share", kind=Kind.TARGET)) == [("", 90), ("2025", 80)]
    assert 80 not in {row.value for row in store.read("online_share")}


@pytest.mark.parametrize(
    ("as_of", "known"),
    [
        ("2024-09-29", [("2022", 86)]),
        ("2024-09-30", [("2022", 86), ("2024", 71)]),
        ("2022-12-30", []),
    ],
)
def test_a_figure_that_was_published_later_is_not_there(toy, as_of, known):
    assert list_values(toy.open_store(as_of).read("egdi_rank", areas=["VNM"])) == known


def test_an_unknown_indicator_is_answered_with_the_nearest(toy):
    with pytest.raises(DataError, match=r"^Unknown indicator 'egdi_rnak'\. Did you mean 'egdi_rank'\?\nFix: "):
        toy.open_store().read("egdi_rnak")


def test_an_indicator_without_rows_says_how_to_get_some(toy):
    with pytest.raises(DataError) as caught:
        toy.open_store().read("egdi_value")
    assert str(caught.value) == (
        "No clean data for indicator 'egdi_value'. Did you mean 'egdi_rank'?\n"
        "Fix: run 'dxlib clean', or add rows for it to a ledger in data/raw/ledgers/."
    )


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
