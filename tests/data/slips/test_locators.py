"""Areas, years and columns that locators name."""

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


def test_a_column_holds_one_indicator_in_all_sources(catalogue: Catalogue, make: Make) -> None:
    rows = [
        make(INDICATOR=f"egdi_{name}", LOCATOR=f"Viet Nam: {column}", SOURCE=f"un-egovkb-{year}")
        for name, column in (("osi", "Online Service Index"), ("tii", "Telecommunication Infrastructure Index"))
        for year in (2020, 2022, 2024)
    ]
    assert not [slip for row in rows for slip in Locators(catalogue, rows).find_slips(row)]
    rows[0]["INDICATOR"], rows[3]["INDICATOR"] = "egdi_tii", "egdi_osi"
    found = [list(Locators(catalogue, rows).find_slips(row)) for row in rows]
    assert [[(column, what) for column, what, _ in slips] for slips in found] == [
        [("INDICATOR", "'egdi_tii', but in other rows column 'Online Service Index' of LOCATOR is egdi_osi")], [], [],
        [("INDICATOR", "'egdi_osi', but in other rows column 'Telecommunication Infrastructure Index' of LOCATOR is "
          "egdi_tii")], [], [],
    ]  # fmt: skip
