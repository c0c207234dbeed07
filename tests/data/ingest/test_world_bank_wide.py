"""The World Bank's download by indicator: countries by code, years as columns, the day of publication in line 3."""

import pytest

from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.ingest.world_bank_wide import read_world_bank_wide, recognises
from dxlib.errors import DataError, SchemaError
from dxlib.paths import Project

BEFORE = '\ufeff"Data Source","World Development Indicators",\r\n\r\n"Last Updated Date","2023-03-01",\r\n\r\n'
HEADER = '"Country Name","Country Code","Indicator Name","Indicator Code","2019","2020","2021",'
VIET_NAM = '"Viet Nam","VNM","Share","IT.X","68.7","6.38E-05","",'
WORLD = '"Arab World","ARB","Share","IT.X","60","","61",'


@pytest.fixture
def read(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)

    def write_and_read(*lines, before=BEFORE, header=HEADER, indicators=None):
        path = toy.write("wide.csv", before + "\r\n".join([header, *lines]) + "\r\n").relative_to(toy.project.root)
        given = {"IT.X": "online_share"} if indicators is None else indicators
        reading = read_world_bank_wide(path, catalogue=toy.catalogue, source="un-2024", indicators=given)
        assert reading.adds_up
        return reading

    return write_and_read


def test_each_year_of_a_country_is_a_row_published_on_the_day_of_the_file(read):
    reading = read(VIET_NAM, WORLD)
    kept = ("REF_AREA", "TIME_PERIOD", "OBS_VALUE", "AS_WRITTEN", "PUBLISHED", "LOCATOR", "INDICATOR", "UNIT_MEASURE")
    assert [tuple(row[name] for name in kept) for row in reading.rows] == [
        ("VNM", "2019", "68.7", "68.7", "2023-03-01", "Viet Nam: IT.X, 2019", "online_share", "PERCENT"),
        ("VNM", "2020", "0.0000638", "6.38E-05", "2023-03-01", "Viet Nam: IT.X, 2020", "online_share", "PERCENT"),
    ]
    outside = "no area of the catalogue: an aggregate, or a country it does not hold"
    assert (reading.cells_in, dict(reading.reasons)) == (6, {"empty cell": 1, outside: 3})
    assert (reading.left_out[0].line, reading.left_out[0].what) == (6, "Viet Nam: IT.X, 2021")


def test_another_indicator_and_a_note_are_left_out(read):
    reading = read(VIET_NAM, VIET_NAM.replace("IT.X", "IT.Y"), "Downloaded by hand")
    assert (reading.cells_in, len(reading.rows)) == (7, 2)
    assert dict(reading.reasons) == {"empty cell": 1, "no indicator is given for 'IT.Y'": 3, "a note, no country": 1}


def test_every_problem_is_found_at_once_with_its_line(read):
    reading = read(
        VIET_NAM.replace("68.7", "1,234"), '"Viet Nam","VNM"', VIET_NAM + "7", VIET_NAM.replace("VNM", "VMN")
    )
    said = [str(problem) for problem in reading.problems]
    compare = "Fix: compare the line with the file as the publisher has it."
    assert said[:3] == [
        "'1,234' is not a number in wide.csv, line 6, 2019.\n  Fix: write digits with a point as decimal mark.",
        f"2 cells where 8 are due in wide.csv, line 7.\n  {compare}",
        f"'7' stands in the column without a name in wide.csv, line 8.\n  {compare}",
    ]
    assert said[3:] == [
        f"'VMN' is not the code of 'Viet Nam', so {year} is not kept, in wide.csv, line 9, Country Code.\n"
        "  Allowed: 'VNM'.\n  Fix: correct the code."
        for year in (2019, 2020, 2021)
    ]


def test_a_file_without_the_lines_before_the_header_is_refused(read):
    with pytest.raises(SchemaError) as caught:
        read(VIET_NAM, before="")
    assert str(caught.value) == (
        "wide.csv is not of the layout 'world_bank_wide': line 1 is 'Country Name', 'Country Code', 'Indicator Name', "
        "'Indicator Code', '2019', '2020', '2021', ''.\n"
        "Allowed: 'line 1: Data Source,World Development Indicators,', 'line 3: Last Updated Date,2024-12-16,', "
        "'line 5: Country Name,Country Code,Indicator Name,Indicator Code,1960,1961,…,'.\n"
        "Fix: take the CSV from the World Bank's archive as it is, with 'Last Updated Date' in line 3."
    )


@pytest.mark.parametrize("header", [HEADER.replace("Country Name", "Country"), HEADER[:-1], HEADER.replace("19", "x")])
def test_another_header_is_refused(read, header):
    with pytest.raises(SchemaError, match="line 5 is 'Country"):
        read(VIET_NAM, header=header)


def test_a_day_that_is_none_is_refused(read):
    with pytest.raises(SchemaError, match=r"'01/03/2023' is not a date in wide.csv, line 3, Last Updated Date"):
        read(VIET_NAM, before=BEFORE.replace("2023-03-01", "01/03/2023"))


def test_a_code_that_the_file_does_not_hold_is_refused(read):
    with pytest.raises(DataError) as caught:
        read(VIET_NAM, indicators={"IT.Z": "online_share"})
    assert str(caught.value) == (
        "wide.csv does not hold 'IT.Z'. Did you mean 'IT.X'?\nAllowed: 'IT.X'.\n"
        "Fix: correct the key in the mapping of indicators."
    )


@pytest.mark.parametrize(
    ("name", "code", "rows", "empty"),
    [
        ("API_IT.CEL.SETS.P2_DS2_en_csv_v2_4903391.csv", "IT.CEL.SETS.P2", 762, 230),
        ("API_SP.POP.TOTL_DS2_en_csv_v2_4770387.csv", "SP.POP.TOTL", 992, 0),
        ("IT.NET.USER.ZS__wdi_2022-12-22__4_header_lines.csv", "IT.NET.USER.ZS", 507, 485),
    ],
)
def test_the_publisher_s_own_files_are_read_without_a_problem(repository, name, code, rows, empty):
    path = repository.parent / "shared" / "raw" / "wb_wdi" / name
    if not path.is_file():
        pytest.skip(f"the publisher's file {path} is not there")
    catalogue = read_catalogue(Project(repository))
    reading = read_world_bank_wide(path, catalogue=catalogue, source="un-egovkb-2022", indicators={code: "egdi_value"})
    assert recognises(path)
    assert (reading.adds_up, reading.problems, reading.cells_in) == (True, (), 266 * 62)
    assert (len(reading.rows), reading.reasons["empty cell"]) == (rows, empty)
