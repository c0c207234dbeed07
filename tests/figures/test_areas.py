"""Provinces before and after 2025-07-01: keys, lifetimes, and figures put together."""

from datetime import date

import pytest

from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.observations import ObservationStore
from dxlib.errors import DataError
from dxlib.figures.shelf import Shelf
from dxlib.paths import Project

REUSED = {"15": "Lao Cai", "24": "Bac Ninh", "44": "Quang Tri", "52": "Gia Lai", "80": "Tay Ninh", "82": "Dong Thap",
          "91": "An Giang"}  # fmt: skip


@pytest.fixture(scope="module")
def project(repository):
    return Project(repository)


@pytest.fixture(scope="module")
def catalogue(project):
    return read_catalogue(project)


@pytest.fixture(scope="module")
def shelf(project, catalogue):
    return Shelf(ObservationStore(project, catalogue, date(2026, 12, 31)))


@pytest.mark.parametrize(("day", "count"), [(date(2025, 6, 30), 63), (date(2025, 7, 1), 34), (date(2012, 1, 1), 63)])
def test_there_are_63_provinces_until_june_2025_and_34_since(catalogue, day, count):
    assert len(catalogue.list_areas("province", on=day)) == count


def test_every_old_province_went_whole_into_one_that_exists_since(catalogue):
    new = catalogue.list_areas("province", on=date(2025, 7, 1))
    parts = [part for key in new for part in catalogue.list_predecessors(key)]
    assert sorted(parts) == sorted(catalogue.list_areas("province", on=date(2025, 6, 30)))


@pytest.mark.parametrize(("code", "new_name"), REUSED.items())
def test_a_code_that_was_given_to_another_province_means_two_areas(catalogue, code, new_name):
    old, new = catalogue.get_area(f"VN63-{code}"), catalogue.get_area(f"VN34-{code}")
    assert new.name["en"] == new_name != old.name["en"]
    assert f"VN63-{code}" in catalogue.list_predecessors(f"VN34-{code}") or old.successor != f"VN34-{code}"


def test_a_code_alone_is_no_area_and_is_answered_with_what_it_may_mean(catalogue):
    with pytest.raises(DataError) as caught:
        catalogue.get_area("44")
    assert str(caught.value) == (
        "Unknown area '44'.\nAllowed: 'VN63-44', 'VN34-44'.\nFix: name an area by its key in data/catalogue/areas.yaml."
    )


def test_no_row_of_any_clean_csv_names_a_province_by_its_code_alone(project, catalogue):
    found = {
        line.split(",")[1] for path in project.clean.glob("*.csv") for line in path.read_text("utf-8").splitlines()[1:]
    }
    assert found <= set(catalogue.areas)
