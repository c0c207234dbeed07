"""Areas and years that locators name."""

from __future__ import annotations

import pytest

from dxlib.data.catalogue import Catalogue
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.slips.locators import Locators
from dxlib.paths import Project
from tests.building import ROOT
from tests.data.slips.conftest import Make


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(Project(ROOT))


@pytest.mark.parametrize(
    ("locator", "cells", "found"),
    [
        ("Viet Nam: rank", {}, {}),
        ("Vietnam, 2024: IT.NET.USER.ZS", {}, {}),
        ("Hà Nội", {"REF_AREA": "VN34-01"}, {}),
        ("excerpt", {"REF_AREA": "SGP"}, {}),
        ("Japan: rank", {}, {"REF_AREA": "'VNM', but LOCATOR 'Japan: rank' means JPN"}),
        ("Hà Nội", {}, {"REF_AREA": "'VNM', but LOCATOR 'Hà Nội' means VN34-01 or VN63-01"}),
        ("Viet Nam, 2023: x", {}, {"TIME_PERIOD": "'2024', but LOCATOR says 'Viet Nam, 2023: x'"}),
    ],
)
def test_a_locator_that_names_another_area_or_year_is_a_slip(
    catalogue: Catalogue, make: Make, locator: str, cells: dict[str, str], found: dict[str, str]
) -> None:
    row = make(LOCATOR=locator, **cells)
    assert {column: what for column, what, _ in Locators(catalogue, [row]).find_slips(row)} == found


def test_a_code_stands_for_one_area_in_a_source(catalogue: Catalogue, make: Make) -> None:
    rows = [make(REF_AREA="VN63-06", LOCATOR=f"P04: SC5{number}") for number in (1, 2)]
    other = [make(REF_AREA="VN63-04", LOCATOR="P04: SC51", SOURCE="papi-2012")]
    slip = make(REF_AREA="VN63-08", LOCATOR="P04: SC53")
    locators = Locators(catalogue, [*rows, *other, slip])
    assert not [found for row in (*rows, *other) for found in locators.find_slips(row)]
    ((column, what, _),) = locators.find_slips(slip)
    assert (column, what) == ("REF_AREA", "'VN63-08', but LOCATOR 'P04: SC53' means VN63-06")


def test_a_column_that_no_other_row_of_the_source_names_is_of_another_source(catalogue: Catalogue, make: Make) -> None:
    rows = [make(REF_AREA=area, LOCATOR=f"{name}: rank") for area, name in
            (("VNM", "Viet Nam"), ("SGP", "Singapore"), ("JPN", "Japan"))]  # fmt: skip
    slip = make(LOCATOR="Viet Nam: SP.POP.TOTL")
    ((column, what, _),) = Locators(catalogue, [*rows, slip]).find_slips(slip)
    assert (column, what) == ("SOURCE", "No other row of source 'un-2024' is of 'SP.POP.TOTL'")
    assert not list(Locators(catalogue, [slip]).find_slips(slip))
