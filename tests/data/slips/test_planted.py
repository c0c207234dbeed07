"""Fourteen kinds of slips, sixty of each, planted by seed in the repository's own ledgers: how many are found.

Rows are drawn among all 10,731, whatever evidence there is. Of 500 of each kind (seeds 1 to 5, 100 each) are found:
unit, status, bound, year and source all; scale, decimal mark, area and kind 499. Of 200 (seeds 1 and 2): indicator,
form of period and publication all; total 196. Nearly all are found in their own line. What is missed: rows whose source
does not write the figure itself; an area or a kind that the source has beside the right one; a total that is lost where
the source has none of other rows. Of values 372 of 500 are found: all 343 whose quotation states the value, and 29
others that other figures contradict. Seven rows of ten have such a quotation; the rest are mostly sums of columns of a
file of PAPI, which no second cell repeats, so that a digit changed there is by nature invisible.

Two rows of one source whose cells changed places contradict nothing that is counted. Of 200 pairs are found: indicators
132, areas 183, periods 66 of 101 (there are no more such pairs): all whose LOCATOR names the cell, and those of which
other sources state the figures.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.slips.quotations import DERIVED, NOT_AS_WRITTEN
from dxlib.paths import Project
from tests.building import ROOT
from tests.data.slips.planting import KINDS, Ledgers, Place, Row, copy_ledgers, draw_slips, find
from tests.data.slips.swapping import draw_swaps, join_slips

COUNT = 60
SEED = 1
Plant = Callable[[str], tuple[dict[Place, Row], dict[Place, str]]]


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Ledgers:
    return copy_ledgers(ROOT, tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(Project(ROOT))


@pytest.fixture(scope="module")
def plant(ledgers: Ledgers, catalogue: Catalogue) -> Plant:
    """Gives, of each kind, the slips that are planted and what is found; once for all tests."""

    @cache
    def plant(kind: str) -> tuple[dict[Place, Row], dict[Place, str]]:
        planted = draw_slips(ledgers, catalogue, kind, count=COUNT, seed=SEED)
        return planted, find(ledgers, planted)

    return plant


def is_quoted(row: Row) -> bool:
    """Say whether a row has words of its source that state its value."""
    comment = row[schema.COMMENT]
    is_explained = comment.startswith(DERIVED) or NOT_AS_WRITTEN.casefold() in comment.casefold()
    return bool(row[schema.AS_WRITTEN]) and not is_explained


def test_there_are_fourteen_kinds() -> None:
    assert len(KINDS) == 14


def test_no_slip_is_found_where_none_was_planted(ledgers: Ledgers) -> None:
    assert find(ledgers, {}) == {}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("value", "total")])
def test_every_slip_is_found_with_its_place_and_its_cure(plant: Plant, kind: str) -> None:
    planted, found = plant(kind)
    assert len(planted) == COUNT
    missed = {place: row for place, row in planted.items() if place not in found}
    assert not missed
    assert all("Fix: " in said and ".csv" in said for said in found.values())


def test_every_total_is_found_but_where_one_source_states_it_of_some_rows_only(plant: Plant) -> None:
    planted, found = plant("total")
    assert len(planted) == COUNT
    assert all(not planted[place][schema.OUT_OF] for place in planted.keys() - found.keys())
    assert len(found) >= COUNT - 2


@pytest.mark.parametrize(
    ("column", "least"), [(schema.INDICATOR, 0.5), (schema.TIME_PERIOD, 0.5), (schema.REF_AREA, 0.85)]
)
def test_cells_that_changed_places_are_found_where_anything_else_tells(
    ledgers: Ledgers, column: str, least: float
) -> None:
    pairs = draw_swaps(ledgers, column, count=COUNT, seed=SEED)
    found = find(ledgers, join_slips(pairs))
    assert len(pairs) >= 40
    assert sum(bool({*pair} & found.keys()) for pair in pairs) >= least * len(pairs)
    if column != schema.TIME_PERIOD:
        named = {pair for pair in pairs if all(": " in ledgers.rows[place][schema.LOCATOR] for place in pair)}
        assert named
        assert all(found.keys() >= {*pair} for pair in named)


def test_every_changed_value_is_found_where_a_quotation_states_it(ledgers: Ledgers, plant: Plant) -> None:
    planted, found = plant("value")
    quoted = {place for place in planted if is_quoted(ledgers.rows[place])}
    assert quoted <= found.keys()
    assert len(quoted) >= 0.6 * COUNT
    lines = [said for place, said in found.items() if f"{place[0]}, line {place[1]}, OBS_VALUE" in said]
    assert len(lines) >= len(quoted)


def test_seven_rows_of_ten_have_a_quotation_that_states_their_value(ledgers: Ledgers) -> None:
    share = sum(map(is_quoted, ledgers.rows.values())) / len(ledgers.rows)
    assert 0.69 < share < 0.75


def test_most_slips_are_found_in_their_own_line(plant: Plant) -> None:
    for kind in ("year", "area", "source", "kind", "indicator", "form of period", "publication"):
        _, found = plant(kind)
        own = [place for place, said in found.items() if f"{place[0]}, line {place[1]}" in said]
        assert len(own) >= 0.9 * COUNT, kind


def test_what_was_planted_is_a_copy(ledgers: Ledgers) -> None:
    assert ledgers.project.root != Path(ROOT)
