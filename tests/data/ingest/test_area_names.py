"""Areas by name and code: what publishers write is found, what looks like a known name is noticed."""

import pytest

from dxlib.data.catalogue import Area
from dxlib.data.catalogue_files import inspect_catalogue, read_catalogue
from dxlib.data.ingest.area_names import list_codes, list_names
from dxlib.data.spellings import Spellings
from dxlib.errors import DataError
from dxlib.paths import Project


@pytest.fixture(scope="module")
def catalogue(repository):
    return read_catalogue(Project(repository))


def name_countries(toy_shared, **names):
    """Give the names of a catalogue of these countries."""
    texts = {key: dict.fromkeys(("en", "vi", "fr"), name) for key, name in names.items()}
    areas = {key: Area.model_validate({"name": name, "kind": "country"}) for key, name in texts.items()}
    return list_names(toy_shared.catalogue.model_copy(update={"areas": areas}))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Korea (Republic of)", "KOR"), ("Korea, Rep.", "KOR"), ("Republic of Korea (the)", "KOR"),
        ("South Korea", "KOR"), ("Korea", "KOR"), ("VIET NAM", "VNM"), ("Vietnam", "VNM"), ("Việt Nam", "VNM"),
        ("Viet Nam (Socialist Republic of)", "VNM"), ("Lao People's Democratic Republic (the)", "LAO"),
        ("Laos", "LAO"), ("Brunei", "BRN"), ("East Timor", "TLS"), ("Timor Leste", "TLS"), ("Philippines (the)", "PHL"),
        ("vnm", "VNM"), ("Myanmar (Burma)", "MMR"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_the_names_that_publishers_give_it(catalogue, name, key):
    assert list_names(catalogue).find(name) == key


@pytest.mark.parametrize(
    ("key", "known", "name"),
    [
        ("BOL", "Bolivia", "Bolivia (Plurinational State of)"), ("IRN", "Iran", "Iran (Islamic Republic of)"),
        ("VEN", "Venezuela", "Venezuela (Bolivarian Republic of)"), ("MDA", "Moldova", "Republic of Moldova"),
        ("TZA", "Tanzania", "United Republic of Tanzania"), ("FSM", "Micronesia", "Micronesia (Federated States of)"),
        ("COD", "Democratic Republic of the Congo", "Congo (Democratic Republic of the)"),
        ("HKG", "Hong Kong", "Hong Kong, China (SAR)"), ("MMR", "Birmanie", "Myanmar"),
    ],
)  # fmt: skip
def test_the_names_that_bodies_of_the_un_use_are_known_in_any_project(toy_shared, key, known, name):
    assert name_countries(toy_shared, **{key: known}).find(name) == key


@pytest.mark.parametrize(
    ("key", "known", "name"),
    [
        ("KOR", "South Korea", "Korea (Republic of)"), ("USA", "United States", "United States of America"),
        ("RUS", "Russia", "Russian Federation"), ("SYR", "Syria", "Syrian Arab Republic"),
        ("KGZ", "Kyrgyzstan", "Kyrgyz Republic"), ("SVK", "Slovakia", "Slovak Republic"),
        ("CZE", "Czechia", "Czech Republic"), ("CPV", "Cape Verde", "Cabo Verde"), ("LAO", "Laos", "Lao PDR"),
        ("GBR", "United Kingdom", "United Kingdom of Great Britain and Northern Ireland"),
        ("BRN", "Brunei", "Brunei Darussalam"), ("COG", "Congo-Brazzaville", "Congo, Rep."),
    ],
)  # fmt: skip
def test_where_the_catalogue_has_other_words_a_name_is_a_problem_never_dropped(toy_shared, key, known, name):
    names = name_countries(toy_shared, **{key: known})
    assert (names.find(name), names.explain(name)) == (None, f"looks like a name of '{key}'")


@pytest.mark.parametrize(
    ("name", "doubt"),
    [
        ("Viet Nan", "is nearly a name of 'VNM'"), ("Lao PRD", "looks like a name of 'LAO'"),
        ("Japan (incl. Okinawa)", "looks like a name of 'JPN'"), ("Chile", ""), ("Viet Nam", ""),
        ("Democratic People's Republic of Korea", ""), ("Korea, Dem. People's Rep.", ""), ("North Korea", ""),
        ("Taiwan, Province of China", ""), ("Hong Kong (China)", ""), ("China, Macao SAR", ""), ("Niger", ""),
        ("South Asia", ""), ("East Asia & Pacific", ""), ("World", ""), ("Small states", ""), ("Total", ""),
    ],
)  # fmt: skip
def test_what_looks_like_a_known_name_is_noticed_and_another_country_is_none(catalogue, name, doubt):
    assert list_names(catalogue).explain(name) == doubt


def test_a_name_of_another_country_is_not_taken_for_one_of_the_catalogue(toy_shared):
    names = name_countries(toy_shared, GIN="Guinea", DMA="Dominica", ZAF="South Africa", USA="United States")
    for other in (
        "Papua New Guinea",
        "Guinea-Bissau",
        "Equatorial Guinea",
        "Dominican Republic",
        "South Sudan",
        "Small states",
    ):
        assert (names.find(other), names.explain(other)) == (None, "")
    assert name_countries(toy_shared, COG="Congo").find("Democratic Republic of the Congo") is None


SPELLINGS = {
    "VN63-66": ("Đắk Lắk", "Đắc Lắc", "Đăk Lăk", "Dak Lak", "Daklak", "ĐẮK LẮK", "Tỉnh Đắk Lắk", "Đắk-Lắk"),
    "VN63-67": ("Đắk Nông", "Đắc Nông", "Đăk Nông", "Dak Nong"),
    "VN63-06": ("Bắc Kạn", "Bắc Cạn", "Bac Kan"),
    "VN63-79": ("Tp.HCM", "TP. HCM", "TP HCM", "TPHCM", "TP. Hồ Chí Minh", "Hồ Chí Minh", "Thành phố Hồ Chí Minh",
                "HCMC", "Ho Chi Minh City", "Sài Gòn"),
    "VN63-77": ("Bà Rịa - Vũng Tàu", "Bà Rịa – Vũng Tàu", "Bà Rịa-Vũng Tàu", "Vũng Tàu", "BR-VT", "Ba Ria Vung Tau"),
    "VN63-46": ("Thừa Thiên Huế", "Thừa Thiên - Huế", "Thừa Thiên-Huế", "TT Huế", "TT-Huế", "Huế"),
    "VN63-17": ("Hòa Bình", "Hoà Bình"),
    "VN63-62": ("Kon Tum", "KonTum"),
    "VN63-01": ("TP Hà Nội", "Thủ đô Hà Nội", "Ha Noi", "Hanoi"),
}  # fmt: skip


@pytest.mark.parametrize("key", SPELLINGS)
def test_an_area_is_known_by_the_spellings_of_the_catalogue_on_its_map(catalogue, key):
    names = list_names(catalogue, map_="VN63")
    assert {name: names.find(name) for name in SPELLINGS[key]} == dict.fromkeys(SPELLINGS[key], key)
    assert list_names(catalogue).find(SPELLINGS[key][0]) is None


def test_a_map_must_be_in_the_catalogue_and_numbers_are_no_names(catalogue):
    assert list_names(catalogue, map_="VN34").find("14") is None
    with pytest.raises(DataError) as caught:
        list_names(catalogue, map_="VN")
    assert str(caught.value) == (
        "No area of the map 'VN' in the catalogue.\nAllowed: 'VN34', 'VN63'.\nFix: correct 'map'."
    )


def test_a_country_is_known_by_each_of_its_iso_codes_and_every_area_by_its_key(toy_shared, catalogue):
    expected = {"VNM": "VNM", "VN": "VNM", "704": "VNM", "SGP": "SGP", "SG": "SGP", "702": "SGP"}
    assert list_codes(toy_shared.catalogue) == expected
    assert list_codes(catalogue)["VN63-01"] == "VN63-01"


def test_greece_and_the_united_kingdom_are_known_by_the_codes_of_the_eu(toy_shared):
    names = {"GRC": "Greece", "GBR": "United Kingdom", "VNM": "Viet Nam"}
    areas = {
        key: Area.model_validate({"name": dict.fromkeys(("en", "vi", "fr"), name), "kind": "country"})
        for key, name in names.items()
    }
    codes = list_codes(toy_shared.catalogue.model_copy(update={"areas": areas}))
    assert (codes["EL"], codes["GR"], codes["UK"], codes["GB"]) == ("GRC", "GRC", "GBR", "GBR")
    # An area of the catalogue keeps its own key.
    codes = list_codes(toy_shared.catalogue.model_copy(update={"areas": {**areas, "EL": areas["VNM"]}}))
    assert (codes["EL"], codes["GR"]) == ("EL", "GRC")


def test_a_project_may_do_without_spellings_and_one_of_no_area_is_a_problem(toy):
    assert toy.catalogue.spellings == Spellings()
    path = toy.write("data/catalogue/spellings.yaml", "kinds: [county]\nareas:\n  VNN: [Annam]\n")
    catalogue, problems = inspect_catalogue(toy.project)
    assert catalogue.spellings.kinds == ("county",)
    assert [str(problem) for problem in problems] == [
        f"Unknown area 'VNN' in {path}, line 3, character 3, areas.VNN. Did you mean 'VNM'?\n"
        "  Fix: correct it, or add it to data/catalogue/areas.yaml."
    ]
