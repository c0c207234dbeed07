"""The first and the last of areas of another kind than a page's own."""

from __future__ import annotations

import pytest

from dxlib.figures.other_areas import find_ends
from dxlib.figures.shelf import Shelf
from tests.conftest import make_catalogue_files, make_row, make_words

NORTH = [f"N{number}" for number in range(9)]


@pytest.fixture
def find(toy):
    """Finds the ends among nine provinces of the small project, with more rows in its ledger."""
    areas = make_catalogue_files()["areas.yaml"]
    provinces = {key: {"name": make_words(key), "kind": "province"} for key in NORTH}
    toy.write_catalogue("areas.yaml", {**areas, **provinces})

    def find_with(*rows, name="egdi_rank", area="VNM"):
        toy.write_ledger(rows, name="more.csv")
        found = find_ends(Shelf(toy.open_store()), area, name)
        return found and [[(one.first_observation.area, one.period) for one in ones] for ones in found]

    return find_with


def rank(area, value, period="2023", **cells):
    return make_row(REF_AREA=area, OBS_VALUE=str(value), TIME_PERIOD=period, **cells)


def test_a_third_of_the_areas_have_a_first_and_a_last(find):
    assert find(rank("N4", 8), rank("N2", 2), rank("N7", 5)) == [[("N2", "2023")], [("N4", "2023")]]


def test_a_period_for_which_too_few_areas_have_a_figure_does_not_count_even_if_it_is_later(find):
    rows = [rank(area, place) for place, area in enumerate(NORTH[:3], start=1)]
    later = [rank(area, 9 - place, "2024") for place, area in enumerate(NORTH[:2])]
    assert find(*rows, *later) == [[("N0", "2023")], [("N2", "2023")]]
    assert find(*rows, *later, rank("N8", 1, "2024")) == [[("N8", "2024")], [("N0", "2024")]]


def test_a_figure_that_is_only_a_bound_has_no_place(find):
    rows = [rank("N0", 1), rank("N1", 2), rank("N2", 3, QUALIFIER="<=")]
    assert find(*rows) is None


def test_areas_of_the_pages_own_kind_are_not_elsewhere(find):
    rows = [rank(area, place) for place, area in enumerate(NORTH[:3], start=1)]
    assert find(*rows, area="N8") is None


def test_where_less_than_a_third_have_a_figure_only_the_first_is_named(find, toy):
    more = {f"M{number}": {"name": make_words(f"M{number}"), "kind": "province"} for number in range(9)}
    areas = make_catalogue_files()["areas.yaml"]
    provinces = {key: {"name": make_words(key), "kind": "province"} for key in NORTH}
    toy.write_catalogue("areas.yaml", {**areas, **provinces, **more})
    assert find(rank("N4", 8), rank("N2", 2), rank("N7", 5)) == [[("N2", "2023")], []]


def test_where_no_direction_is_better_there_is_no_first(find, toy):
    files = make_catalogue_files()
    rankings = files["indicators/rankings.yaml"]
    toy.write_catalogue("indicators/rankings.yaml", {
        **rankings, "egdi_rank": {**rankings["egdi_rank"], "direction": "neutral"},
    })  # fmt: skip
    assert find(rank("N4", 8), rank("N2", 2), rank("N7", 5)) is None


def test_all_that_share_the_first_or_the_last_figure_are_named(find):
    rows = [rank("N0", 1), rank("N1", 1), rank("N2", 2), rank("N3", 9), rank("N4", 9), rank("N5", 9)]
    assert find(*rows) == [
        [("N0", "2023"), ("N1", "2023")], [("N3", "2023"), ("N4", "2023"), ("N5", "2023")]
    ]  # fmt: skip
