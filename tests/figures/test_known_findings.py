"""What the figures of a day say against each other."""

from datetime import date

import pytest

from dxlib.figures.known_findings import list_findings
from dxlib.figures.shelf import Shelf
from tests.conftest import list_fillers, make_row, make_share


@pytest.fixture
def store(toy):
    """A rank that two areas share, known since September 2024; and a share beyond all, stated in January 2025."""
    same = make_row(REF_AREA="SGP", OBS_VALUE="71", AS_WRITTEN="71st")
    toy.write_ledger([make_row(), same, make_share("2024", "145.2", AS_WRITTEN="145,2%"), *list_fillers()])
    return toy.open_store()


@pytest.mark.parametrize(
    ("day", "rules"), [("2024-08-31", []), ("2024-12-31", ["ranks"]), ("2026-12-31", ["ranks", "shares"])]
)
def test_only_figures_that_are_known_on_the_day_are_held_against_each_other(store, day, rules):
    assert [one.rule for one in list_findings(Shelf(store.known_on(date.fromisoformat(day))))] == rules


def test_what_must_agree_is_read_from_the_project(toy, store):
    found = {one.rule for one in list_findings(Shelf(store))}
    toy.write_catalogue("relations.yaml", {"total": {"egdi_rank": ["egdi_rank", "egdi_rank"]}})
    assert {one.rule for one in list_findings(Shelf(store))} - found == {"parts"}
