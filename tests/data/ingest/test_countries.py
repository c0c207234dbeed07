"""Countries by name and code: what publishers write is found, what is nearly a name is noticed."""

from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.ingest.countries import find_intended, list_codes, list_names
from dxlib.paths import Project


def test_a_country_is_known_by_its_name_and_by_those_that_publishers_give_it(repository):
    names = list_names(read_catalogue(Project(repository)))
    assert {names[name] for name in ("Viet Nam", "Vietnam")} == {"VNM"}
    assert {names[name] for name in ("Lao PDR", "Laos", "Lao People's Democratic Republic")} == {"LAO"}
    assert not any(key.startswith("VN63") for key in names.values())


def test_an_alias_of_a_country_outside_the_catalogue_is_none(toy_shared):
    assert list_names(toy_shared.catalogue) == {"Viet Nam": "VNM", "Vietnam": "VNM", "Singapore": "SGP"}


def test_a_country_is_known_by_each_of_its_iso_codes(toy_shared):
    expected = {"VNM": "VNM", "VN": "VNM", "704": "VNM", "SGP": "SGP", "SG": "SGP", "702": "SGP"}
    assert list_codes(toy_shared.catalogue) == expected


def test_a_typing_error_is_noticed_and_another_country_is_none():
    assert find_intended("Viet Nan", ["Viet Nam", "Singapore"]) == "Viet Nam"
    assert find_intended("Viet Nam", ["Viet Nam"]) == ""
    assert find_intended("Chile", ["Viet Nam", "Singapore"]) == ""
