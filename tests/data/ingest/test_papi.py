"""PAPI's scores: provinces by code and map, withheld figures as such, parts not measured left out."""

import csv

import pytest

from dxlib.data.catalogue import Catalogue
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.ingest.papi import read_papi, recognises
from dxlib.errors import DataError, SchemaError
from dxlib.paths import Project

HEADER = "Province,SC11,SC52,SC81"
GIVEN = {"SC81": "portals", "SC52": "permits"}
WITHHELD_YEARS = {"2014": 0, "2018": 0, "2021": 3, "2022": 1, "2023": 2, "2024": 2}


@pytest.fixture
def catalogue(repository) -> Catalogue:
    real = read_catalogue(Project(repository))
    indicators = dict.fromkeys(GIVEN.values(), real.indicators["egdi_value"])
    return real.model_copy(update={"indicators": indicators})


@pytest.fixture
def read(tmp_path, monkeypatch, catalogue):
    monkeypatch.chdir(tmp_path)

    def write_and_read(*lines, header=HEADER, indicators=None, period="2024", vintage="VN63"):
        path = tmp_path / "scores.csv"
        path.write_text("\n".join([header, *lines]) + "\n", "utf-8")
        reading = read_papi(
            path.relative_to(tmp_path), catalogue=catalogue, source="un-egovkb-2024", period=period, vintage=vintage,
            indicators=GIVEN if indicators is None else indicators,
        )  # fmt: skip
        assert reading.adds_up
        return reading

    return write_and_read


def test_a_province_is_its_code_on_its_map(read):
    reading = read("P01,1.4,0.5,0.3416", "P63,1.1,0.25,0.2")
    kept = ("INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "LOCATOR")
    assert [tuple(row[name] for name in kept) for row in reading.rows] == [
        ("permits", "VN63-01", "2024", "0.5", "A", "P01: SC52"),
        ("portals", "VN63-01", "2024", "0.3416", "A", "P01: SC81"),
        ("permits", "VN63-96", "2024", "0.25", "A", "P63: SC52"),
        ("portals", "VN63-96", "2024", "0.2", "A", "P63: SC81"),
    ]
    assert dict(reading.reasons) == {"no indicator is given for 'SC11'": 2}


@pytest.mark.parametrize(
    ("province", "vintage", "area"),
    [
        ("Hanoi", "VN63", "VN63-01"),
        ("Đắk Nông", "VN63", "VN63-67"),
        ("44", "VN63", "VN63-44"),
        ("44", "VN34", "VN34-44"),
    ],
)
def test_a_province_is_also_known_by_name_or_official_code(read, province, vintage, area):
    assert {row["REF_AREA"] for row in read(f"{province},1,2,3", vintage=vintage).rows} == {area}


def test_withheld_is_a_row_without_value_and_not_measured_is_left_out(read):
    reading = read("P01,1.4,,0.3", "P02,,,", "P03,1.2,,")
    assert [(row["REF_AREA"], row["OBS_VALUE"], row["OBS_STATUS"]) for row in reading.rows] == [
        ("VN63-01", "0.3", "A"), ("VN63-02", "", "M"), ("VN63-04", "", "M"),
    ]  # fmt: skip
    assert [row["COMMENT"].partition(":")[0] for row in reading.rows] == ["", "Withheld", "Withheld in part"]
    assert reading.reasons["no province has a value: this part was not measured in this year"] == 3


def test_every_problem_is_found_at_once_with_its_line(read):
    reading = read("P01,1.4,high,0.3", "P64,1,2,3", "P02,1", "P01,1,2,3")
    assert [str(problem) for problem in reading.problems] == [
        "'high' is not a number in scores.csv, line 2, SC52.\n  Fix: write digits with a point as decimal mark.",
        *(
            f"'P64' is no province of the given map, so {name} is not kept, in scores.csv, line 3, Province.\n"
            "  Fix: correct the province, or give its map."
            for name in ("SC11", "SC52", "SC81")
        ),
        "2 cells where 4 are due in scores.csv, line 4.\n"
        "  Fix: compare the line with the file as the publisher has it.",
        "portals VN63-01 2024 actual un-egovkb-2024 stands already in line 2 in scores.csv, line 5, SC81.\n"
        "  Fix: ask the publisher which one holds.",
    ]


def test_papi_s_own_codes_are_of_the_old_map_only(read):
    assert len(read("P01,1,2,3", vintage="VN34").problems) == 3


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"vintage": "63"}, "No province of the map '63' in the catalogue.\n"
         "Allowed: 'VN34', 'VN63'.\nFix: correct vintage."),
        ({"period": "scores"}, "'scores' is not a time period.\nAllowed: '2024'.\n"
         "Fix: give the year of scores.csv: it has none."),
        ({"indicators": {"SC83": "portals"}}, "scores.csv does not hold 'SC83'. Did you mean 'SC81'?\n"
         "Allowed: 'SC11', 'SC52', 'SC81'.\nFix: correct the key in the mapping of indicators."),
    ],
)  # fmt: skip
def test_what_is_asked_for_must_exist(read, asked, said):
    with pytest.raises(DataError) as caught:
        read("P01,1,2,3", **asked)
    assert str(caught.value) == said


def test_another_header_is_refused_with_the_one_expected(read):
    with pytest.raises(SchemaError) as caught:
        read("P01,1", header="Province,Score")
    assert str(caught.value) == (
        "scores.csv is not of the layout 'papi': line 1 is 'Province', 'Score'.\n"
        "Allowed: 'Province', 'SC11', 'SC12', '…'.\n"
        "Fix: no reader in dxlib/data/ingest/ knows this layout: check the file."
    )


def _find(repository, name):
    path = repository.parent / "shared" / "raw" / "papi" / name
    if not path.is_file():
        pytest.skip(f"the publisher's file {path} is not there")
    return path


@pytest.mark.parametrize("year", WITHHELD_YEARS)
def test_the_publisher_s_own_files_are_read_without_a_problem(repository, catalogue, year):
    path = _find(repository, f"scores/{year}.csv")
    reading = read_papi(
        path, catalogue=catalogue, source="un-egovkb-2024", indicators=GIVEN, period=year, vintage="VN63"
    )
    assert recognises(path)
    assert (reading.adds_up, reading.problems, reading.cells_in) == (True, (), 63 * 29)
    withheld = [row for row in reading.rows if row["INDICATOR"] == "portals" and row["OBS_STATUS"] == "M"]
    assert len(withheld) == WITHHELD_YEARS[year]


def test_papi_s_codes_mean_the_provinces_that_its_codebook_names(repository, read):
    with _find(repository, "codebook/codebook_provinces.csv").open(encoding="utf-8", newline="") as file:
        names = {row["Variable_Code"]: row["Variable_Name"] for row in csv.DictReader(file)}
    by_code = read(*(f"{code},1,2,3" for code in names))
    by_name = read(*(f"{name},1,2,3" for name in names.values()))
    assert [row["REF_AREA"] for row in by_code.rows] == [row["REF_AREA"] for row in by_name.rows]
    assert len(by_code.rows) == 63 * 2
