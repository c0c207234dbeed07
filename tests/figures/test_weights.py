"""Which indicators of a system come first."""

from __future__ import annotations

import pytest

from dxlib.data.quantities import Quantity
from dxlib.figures.shelf import Shelf
from dxlib.figures.weights import (
    choose_drawn,
    choose_leading,
    find_last_old_year,
    is_old,
    order_by_weight,
)
from tests.conftest import link_indicators, make_row

NAMES = ("accounts", "egdi_rank", "online_share")


@pytest.fixture
def open_shelf(toy):
    """Opens the small project with more rows in its ledger, on a day."""

    def open_with(*rows, as_of="2026-06-30"):
        link_indicators(toy)
        toy.write_ledger(rows, name="more.csv")
        return Shelf(toy.open_store(as_of))

    return open_with


def state(indicator, period, value="5", unit="PERSON", **cells):
    return make_row(INDICATOR=indicator, TIME_PERIOD=period, OBS_VALUE=value, UNIT_MEASURE=unit, **cells)


def test_what_has_a_target_stands_first_then_what_is_a_part_of_a_total(open_shelf):
    shelf = open_shelf(state("accounts", "2025-06"))
    assert order_by_weight(shelf, "VNM", NAMES) == ("online_share", "egdi_rank", "accounts")


def test_of_equals_the_latest_year_then_the_longest_series_then_the_latest_day_stands_first(open_shelf):
    rows = [state("accounts", "2025-06"), state("users", "2025-01"), state("users", "2024", "4")]
    shelf = open_shelf(*rows, state("records", "2024", unit="COUNT"))
    assert order_by_weight(shelf, "VNM", ("accounts", "records", "users")) == ("users", "accounts", "records")


def test_a_figure_that_is_old_stands_after_recent_ones_even_with_a_target(open_shelf):
    shelf = open_shelf(state("accounts", "2029-06"), as_of="2029-12-31")
    assert order_by_weight(shelf, "VNM", NAMES) == ("accounts", "online_share", "egdi_rank")
    assert find_last_old_year(shelf) == 2026


def test_a_figure_of_the_last_old_year_is_old_and_one_of_the_next_is_not(open_shelf):
    shelf = open_shelf(state("accounts", "2024-12"), as_of="2027-01-01")
    found = shelf.find_latest("accounts", "VNM")
    assert isinstance(found, Quantity)
    assert is_old(found, shelf)
    assert not is_old(found, open_shelf(state("accounts", "2024-12"), as_of="2026-12-31"))


def test_an_indicator_of_which_nothing_is_known_in_an_area_is_not_named(open_shelf):
    assert order_by_weight(open_shelf(), "SGP", ("egdi_rank", "online_share")) == ("egdi_rank",)


def test_an_indicator_that_has_only_a_target_is_named_and_leads_nothing(open_shelf):
    shelf = open_shelf(state("users", "2025", KIND="target"))
    assert order_by_weight(shelf, "VNM", ("users",)) == ("users",)
    assert choose_leading(shelf, "VNM", ("users",)) == ()


def test_a_milestone_leads_nothing(open_shelf):
    shelf = open_shelf(state("register", "2025-02", "1", "MILESTONE"))
    assert choose_leading(shelf, "VNM", ("register", "egdi_rank")) == ("egdi_rank",)


def test_only_what_has_three_comparable_figures_is_drawn(open_shelf):
    rows = [state("accounts", str(year), str(year)) for year in (2023, 2024, 2025)]
    rows += [state("users", str(year), str(year)) for year in (2024, 2025)]
    shelf = open_shelf(*rows)
    assert choose_drawn(shelf, "VNM", ("accounts", "users")) == ("accounts",)
    latest = shelf.find_latest("accounts", "VNM")
    assert isinstance(latest, Quantity)
    assert [one.period for one in (*shelf.list_before(latest), latest)] == ["2023", "2024", "2025"]


@pytest.mark.parametrize(("contested", "drawn"), [(8, ("accounts",)), (9, ())])
def test_what_sources_contest_too_often_is_not_drawn(open_shelf, contested, drawn):
    years = range(2010, 2010 + contested)
    rows = [state("accounts", str(year), str(year)) for year in years]
    rows += [state("accounts", str(year), "7", SOURCE="mic-2024") for year in years]
    assert choose_drawn(open_shelf(*rows), "VNM", ("accounts",)) == drawn
