"""What became of all targets of an area, on a day."""

from __future__ import annotations

import pytest

from dxlib.figures.outcomes import TargetOutcome, is_due, sort_targets
from dxlib.figures.shelf import Shelf
from tests.conftest import make_row, make_share


@pytest.fixture
def sort(toy):
    """Gives the deadlines of Viet Nam's targets by outcome, with more rows in the ledger, on a day."""

    def sort_with(*rows, as_of="2030-01-01"):
        toy.write_ledger(rows, name="more.csv")
        shelf = Shelf(toy.open_store(as_of))
        found = sort_targets(shelf, "VNM")
        return {outcome: [target.period for target, _ in pairs] for outcome, pairs in found.items() if pairs}

    return sort_with


def aim(period, value, **cells):
    return make_share(period, value, KIND="target", source="mic-2022", **cells)


def test_a_deadline_that_has_passed_without_a_figure_of_its_time_is_unknown(sort):
    assert sort() == {TargetOutcome.UNKNOWN: ["2025"], TargetOutcome.UNDATED: [""]}


def test_before_its_deadline_the_same_target_is_ahead(sort):
    assert sort(as_of="2025-06-30") == {TargetOutcome.AHEAD: ["2025"], TargetOutcome.UNDATED: [""]}


def test_the_figure_of_the_deadline_decides_between_met_and_missed(sort):
    found = sort(aim("2023", "17"), aim("2024", "50"))
    assert found[TargetOutcome.MET] == ["2023"]
    assert found[TargetOutcome.MISSED] == ["2024"]


def test_what_was_reached_after_its_deadline_counts_as_met(sort):
    assert sort(aim("2022-06", "45"))[TargetOutcome.MET] == ["2022-06"]


def test_a_target_of_which_there_is_no_figure_at_all_is_unknown_once_its_deadline_has_come(sort):
    row = make_row(INDICATOR="accounts", UNIT_MEASURE="PERSON", TIME_PERIOD="2024", KIND="target", SOURCE="mic-2022")
    assert "2024" in sort(row)[TargetOutcome.UNKNOWN]
    assert sort(row, as_of="2023-12-31")[TargetOutcome.AHEAD] == ["2024"]


def test_a_target_of_another_area_is_not_counted(toy):
    assert not any(sort_targets(Shelf(toy.open_store()), "SGP").values())


def test_a_target_is_due_from_the_last_day_of_its_deadline_on_and_an_undated_one_never(toy):
    on_the_day, before = Shelf(toy.open_store("2025-12-31")), Shelf(toy.open_store("2025-12-30"))
    dated, undated = on_the_day.list_targets("online_share", "VNM")
    assert (is_due(dated, on_the_day), is_due(dated, before), is_due(undated, on_the_day)) == (True, False, False)


def test_only_the_targets_of_the_indicators_that_are_asked_for_are_sorted(toy):
    row = make_row(INDICATOR="accounts", UNIT_MEASURE="PERSON", TIME_PERIOD="2024", KIND="target", SOURCE="mic-2022")
    toy.write_ledger([row], name="more.csv")
    pairs = sort_targets(Shelf(toy.open_store("2030-01-01")), "VNM", frozenset({"accounts"})).values()
    assert [target.first_observation.indicator for some in pairs for target, _ in some] == ["accounts"]
