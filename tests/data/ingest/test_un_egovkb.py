"""The UN's survey: names become areas, 0 of a member not assessed is no figure, nothing is lost."""

import csv
from decimal import Decimal

import pytest

from dxlib.data import schema
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.ingest.ledger import read_ledger
from dxlib.data.ingest.un_egovkb import HEADER, MEASURES, read_un_egovkb, recognises
from dxlib.errors import SchemaError
from dxlib.paths import Project

SOURCE = "un-egovkb-2022"
INDICATORS = dict(
    zip(MEASURES, ("egdi_rank", "egdi_value", "egdi_epi", "egdi_osi", "egdi_hci", "egdi_tii"), strict=True)
)
VIET_NAM = '2022,"Viet Nam ",2,0.67870,0.53410,0.64840,0.69030,0.69730'
LAO = '2022,"Lao People\'s Democratic Republic ",3,0.37640,0.00000,0.30050,0.54680,0.28200'
IRAQ = '2022,"Iraq ",1,0.7,0.1,0.2,0.3,0.4'
YEARS = ("2003", "2004", "2005", "2008", "2010", "2012", "2014", "2016", "2020", "2022")


@pytest.fixture
def read(tmp_path, monkeypatch, repository):
    catalogue = read_catalogue(Project(repository))
    monkeypatch.chdir(tmp_path)

    def write_and_read(*lines, header=HEADER):
        path = tmp_path / "survey.csv"
        path.write_text("\n".join([",".join(header), *lines]) + "\n", "utf-8")
        reading = read_un_egovkb(path.relative_to(tmp_path), catalogue=catalogue, source=SOURCE, indicators=INDICATORS)
        assert reading.adds_up
        return reading

    return write_and_read


def test_a_member_of_the_catalogue_gives_six_rows_and_others_are_left_out(read):
    reading = read(IRAQ, VIET_NAM)
    assert (reading.cells_in, len(reading.rows), len(reading.left_out)) == (12, 6, 6)
    usual = {"REF_AREA": "VNM", "TIME_PERIOD": "2022", "OBS_STATUS": "A", "KIND": "actual", "SOURCE": SOURCE}
    comment = "OUT_OF computed: members with a non-zero index in the same file; not printed in it."
    rank = {"INDICATOR": "egdi_rank", "OBS_VALUE": "2", "UNIT_MEASURE": "RANK", "AS_WRITTEN": "2", "OUT_OF": "2"}
    locator = {"LOCATOR": "Viet Nam: E-Government Rank", "COMMENT": comment}
    assert reading.rows[0] == dict.fromkeys(schema.COLUMNS, "") | usual | rank | locator
    assert {row["INDICATOR"]: row["OBS_VALUE"] for row in reading.rows[1:]} == {
        "egdi_value": "0.67870", "egdi_epi": "0.53410", "egdi_osi": "0.64840", "egdi_hci": "0.69030",
        "egdi_tii": "0.69730",
    }  # fmt: skip
    assert reading.left_out[0].what == "Iraq: E-Government Rank"
    assert reading.left_out[0].reason == "no area of the catalogue: an aggregate, or a country it does not hold"


def test_the_un_name_of_a_country_is_known_and_zero_of_a_member_assessed_is_a_figure(read):
    rows = {row["INDICATOR"]: row for row in read(LAO).rows}
    assert {row["REF_AREA"] for row in rows.values()} == {"LAO"}
    assert (rows["egdi_epi"]["OBS_VALUE"], rows["egdi_epi"]["OBS_STATUS"]) == ("0.00000", "A")


@pytest.mark.parametrize("rank", ["4", "0", ""])
def test_a_member_that_was_not_assessed_has_no_value_but_keeps_the_parts_that_are_stated(read, rank):
    missing = f'2022,"Viet Nam ",{rank},0.00000,0.00000,0.00000,0.69030,0.00000'
    reading = read(LAO, missing)
    rows = {row["INDICATOR"]: row for row in reading.rows if row["REF_AREA"] == "VNM"}
    stated = {name: row["OBS_VALUE"] for name, row in rows.items() if row["OBS_STATUS"] == "A"}
    assert stated == {"egdi_hci": "0.69030"}
    assert {row["OBS_VALUE"] for row in rows.values() if row["OBS_STATUS"] == "M"} == {""}
    assert rows["egdi_rank"]["AS_WRITTEN"] == rank
    assert rows["egdi_value"]["COMMENT"].startswith("Not assessed")
    assert next(row for row in reading.rows if row["OUT_OF"])["OUT_OF"] == "1"


def test_every_problem_is_found_at_once_with_its_line(read):
    reading = read(
        '2022,"Viet Nam ",2,high,"0,5",0.64840,..,0.69730', "2022,Singapore,1,0.9", VIET_NAM.replace("Nam", "Nan"), ""
    )
    ends = (
        "is not kept, in survey.csv, line 4, Country Name.\n  Fix: add the name to 'areas' in "
        "data/catalogue/spellings.yaml, under the key of its area, or to 'others' there."
    )
    columns = HEADER[2:]
    number = "write digits with a point as decimal mark."
    assert [str(problem) for problem in reading.problems] == [
        f"'high' is not a number in survey.csv, line 2, E-Government Index.\n  Fix: {number}",
        f"'0,5' is not a number in survey.csv, line 2, E-Participation Index.\n  Fix: {number}",
        "4 cells where 8 are due in survey.csv, line 3.\n"
        "  Fix: compare the line with the file as the publisher has it.",
        *(f"'Viet Nan' is nearly a name of 'VNM', so '{name}' {ends}" for name in columns),
    ]
    assert [entry.reason for entry in reading.left_out] == ["written as '..', which means missing"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (VIET_NAM.replace("2022", "22"), "'22' is not a year"),
        (VIET_NAM.replace(",2,", ",,"), "'Viet Nam' has an index of 0.67870 but no rank"),
    ],
)
def test_what_spoils_a_line_is_a_problem_of_each_of_its_cells(read, line, said):
    reading = read(line)
    assert len(reading.problems) == 6
    assert all(problem.what.startswith(said) for problem in reading.problems)


def test_a_member_that_stands_twice_is_a_problem_the_second_time(read):
    reading = read(VIET_NAM, VIET_NAM.replace("0.67870", "0.7"))
    assert len(reading.rows) == len(reading.problems) == 6
    assert str(reading.problems[1]) == (
        f"egdi_value VNM 2022 actual {SOURCE} stands already in line 2 in survey.csv, line 3, E-Government Index.\n"
        "  Fix: ask the publisher which one holds."
    )


def test_another_header_is_refused_with_the_one_expected(read):
    with pytest.raises(SchemaError) as caught:
        read("2022,VNM", header=("Survey Year", "Country"))
    assert str(caught.value) == (
        "survey.csv is not of the layout 'un_egovkb': line 1 is 'Survey Year', 'Country'.\n"
        "Allowed: 'Survey Year', 'Country Name', 'E-Government Rank', 'E-Government Index', 'E-Participation Index', "
        "'Online Service Index', 'Human Capital Index', 'Telecommunication Infrastructure Index'.\n"
        "Fix: download the survey again from publicadministration.un.org/egovkb and leave it as it is."
    )


def test_a_file_with_regions_is_read_and_its_regions_are_not_kept(read):
    with_region = read(f"{VIET_NAM},Europe", header=(*HEADER, "Region"))
    assert with_region.rows == read(VIET_NAM).rows


def _find(repository, name):
    path = repository.parent / "shared" / "raw" / "un_egovkb" / name
    if not path.is_file():
        pytest.skip(f"the publisher's file {path} is not there")
    return path


@pytest.mark.parametrize("year", YEARS)
def test_the_publisher_s_own_file_gives_exactly_the_rows_of_the_ledger(repository, tmp_path, year):
    path, project = _find(repository, f"EGOV_DATA_{year}.csv"), Project(repository)
    reading = read_un_egovkb(path, catalogue=read_catalogue(project), source=f"un-egovkb-{year}", indicators=INDICATORS)
    assert (reading.adds_up, reading.problems, reading.cells_in) == (True, (), 193 * 6)
    with (project.ledgers / "egdi.csv").open(encoding="utf-8", newline="") as file:
        ledger = [row for row in csv.DictReader(file) if row["SOURCE"] == f"un-egovkb-{year}"]
    same = [name for name in schema.COLUMNS if name not in (schema.COMMENT, schema.PUBLISHED)]
    assert {tuple(row[name] for name in same) for row in reading.rows} == {
        tuple(row[name] for name in same) for row in ledger
    }
    written = tmp_path / "ledger.csv"
    with written.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, schema.COLUMNS)
        writer.writeheader()
        writer.writerows(reading.rows)
    assert read_ledger(written, read_catalogue(project)).problems == []


def test_the_file_with_regions_agrees_with_the_one_without(repository):
    catalogue = read_catalogue(Project(repository))
    names = ("EGOV_WITH_REGIONS_DATA_2022.csv", "EGOV_DATA_2022.csv")
    short, long = (
        read_un_egovkb(_find(repository, name), catalogue=catalogue, source=SOURCE, indicators=INDICATORS)
        for name in names
    )
    values = [{(r["INDICATOR"], r["REF_AREA"]): Decimal(r["OBS_VALUE"]) for r in each.rows} for each in (short, long)]
    assert values[0] == values[1]


def test_the_file_with_an_altered_header_is_not_recognised(repository):
    path = _find(repository, "EGOV_DATA_2024__header_altered.csv")
    assert not recognises(path)
    with pytest.raises(SchemaError, match="line 1 is 'Survey Year', 'Country', 'Rank'"):
        read_un_egovkb(path, catalogue=read_catalogue(Project(repository)), source="un-egovkb-2024", indicators={})
