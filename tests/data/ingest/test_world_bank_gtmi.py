"""GovTech maturity: three editions in one table, letters are no figures."""

import pytest

from dxlib.data.ingest.world_bank_gtmi import HEADER, read_world_bank_gtmi
from dxlib.errors import DataError, SchemaError

LINES = (
    "2020,VNM,Vietnam,B,0.69,0.65,0.62,0.65,0.85",
    "2022,VNM,Vietnam,,0.68,,0.76,0.4,0.76",
    "2022,CHL,Chile,A,1,1,1,1,1",
)


@pytest.fixture
def read(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)

    def write_and_read(*lines, header=HEADER, indicators=None):
        path = toy.write("gtmi.csv", "\n".join([",".join(header), *lines]) + "\n").relative_to(toy.project.root)
        given = {"gtmi": "egdi_value", "cgsi": "online_share"} if indicators is None else indicators
        reading = read_world_bank_gtmi(path, catalogue=toy.catalogue, source="un-2024", indicators=given)
        assert reading.adds_up
        return reading

    return write_and_read


def test_each_edition_of_a_country_gives_its_rows_and_the_group_is_no_figure(read):
    reading = read(*LINES)
    kept = ("INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "LOCATOR")
    assert [tuple(row[name] for name in kept) for row in reading.rows] == [
        ("egdi_value", "VNM", "2020", "0.69", "Vietnam: gtmi, 2020"),
        ("online_share", "VNM", "2020", "0.65", "Vietnam: cgsi, 2020"),
        ("egdi_value", "VNM", "2022", "0.68", "Vietnam: gtmi, 2022"),
    ]
    outside = "no area of the catalogue: an aggregate, or a country it does not hold"
    assert (reading.cells_in, reading.reasons["empty cell"], reading.reasons[outside]) == (18, 1, 2)
    assert reading.reasons["no indicator is given for 'grp'"] == 3


def test_every_problem_is_found_at_once_with_its_line(read):
    reading = read(LINES[0].replace("0.69", "high"), "2020,VNM", LINES[1].replace("2022", "22"), LINES[0])
    number = "write digits with a point as decimal mark."
    end = "is not kept, in gtmi.csv, line 4.\n  Allowed: '2024'.\n  Fix: compare the line with the publisher's."
    assert [str(problem) for problem in reading.problems] == [
        f"'high' is not a number in gtmi.csv, line 2, gtmi.\n  Fix: {number}",
        "2 cells where 9 are due in gtmi.csv, line 3.\n  Fix: compare the line with the file as the publisher has it.",
        f"'22' is not a time period, so 'gtmi' {end}",
        f"'22' is not a time period, so 'cgsi' {end}",
        "online_share VNM 2020 actual un-2024 stands already in line 2 in gtmi.csv, line 5, cgsi.\n"
        "  Fix: ask the publisher which one holds.",
    ]


def test_another_header_is_refused_with_the_one_expected(read):
    with pytest.raises(SchemaError) as caught:
        read(header=("year", "country"))
    assert str(caught.value) == (
        "gtmi.csv is not of the layout 'world_bank_gtmi': line 1 is 'year', 'country'.\n"
        "Allowed: 'year', 'country_code', 'country_name', 'grp', 'gtmi', 'cgsi', 'psdi', 'dcei', 'gtei'.\n"
        "Fix: no reader in dxlib/data/ingest/ knows this layout: check the file."
    )


def test_a_column_that_is_no_index_is_refused(read):
    with pytest.raises(DataError, match=r"gtmi.csv does not hold 'gtm'\. Did you mean 'gtmi'\?"):
        read(*LINES, indicators={"gtm": "egdi_value"})


def test_the_publisher_s_own_table_has_three_editions(repository, toy):
    path = repository.parent / "shared" / "raw" / "wb_gtmi" / "gtmi_2020_2022_2025__converted_from_rda.csv"
    if not path.is_file():
        pytest.skip(f"the publisher's file {path} is not there")
    reading = read_world_bank_gtmi(path, catalogue=toy.catalogue, source="un-2024", indicators={"gtmi": "egdi_value"})
    assert (reading.adds_up, reading.problems, reading.cells_in) == (True, (), 598 * 6)
    assert [(row["TIME_PERIOD"], row["OBS_VALUE"]) for row in reading.rows if row["REF_AREA"] == "VNM"] == [
        ("2020", "0.6926741628782661"), ("2022", "0.6817878360696814"), ("2025", "0.7361118812289351"),
    ]  # fmt: skip
