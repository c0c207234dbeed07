"""What a mapping can say: units, flags, signs, encodings; with it, any office's table needs no reader of its own."""

import gzip
import zipfile

import pytest
import yaml
from openpyxl import Workbook

from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.ingest.spreadsheet import read_spreadsheet
from dxlib.errors import DataError, SchemaError
from dxlib.paths import Project

LONG = {"header": [1], "area": {"column": "geo"}, "period": {"column": "time"}, "decimal": "."}
KEPT = ("REF_AREA", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "QUALIFIER", "AS_WRITTEN", "COMMENT")


@pytest.fixture
def read(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)

    def write_and_read(content, *, values=None, name="table.csv", **mapping):
        path = toy.project.root / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        plan = {**LONG, "values": values or [{"column": "x"}], **mapping}
        toy.write("map.yaml", yaml.safe_dump(plan, allow_unicode=True))
        reading = read_spreadsheet(
            path.relative_to(toy.project.root), catalogue=toy.catalogue, source="un-2024",
            indicators={"x": "accounts"}, mapping=(toy.project.root / "map.yaml").relative_to(toy.project.root),
        )  # fmt: skip
        assert reading.adds_up
        return reading

    return write_and_read


def list_cells(reading, *names):
    return [tuple(row[name] for name in names or KEPT) for row in reading.rows]


def test_a_table_in_thousands_is_read_in_ones_and_says_so(read):
    reading = read("geo,time,x\nVNM,2024,31549\nSGP,2024,31.5\n", multiplier=1000)
    assert list_cells(reading, "OBS_VALUE", "AS_WRITTEN", "COMMENT") == [
        ("31549000", "31549", "The publisher counts in units of 1000."),
        ("31500", "31.5", "The publisher counts in units of 1000."),
    ]


def test_a_column_may_have_a_multiplier_of_its_own(read):
    values = [{"column": "x", "multiplier": 0.01}]
    assert list_cells(read("geo,time,x\nVNM,2024,150\n", values=values, multiplier=1000), "OBS_VALUE") == [("1.50",)]


WORDS = {"(Nghìn người)": 1000, "Thousands": 1000, "Millions": 1_000_000}


def test_the_unit_may_stand_in_a_cell(read, toy):
    book = Workbook()
    for cells in (["Dân số", None, "(Nghìn  người)"], ["geo", "time", "x"], ["VNM", 2024, 31549]):
        book.active.append(cells)
    book.save(toy.project.root / "book.xlsx")
    content = (toy.project.root / "book.xlsx").read_bytes()
    mapping = {"name": "book.xlsx", "header": [2], "multiplier": {"cell": "C1", "words": WORDS}}
    assert list_cells(read(content, **mapping), "OBS_VALUE") == [("31549000",)]
    with pytest.raises(DataError) as caught:
        read(content, **{**mapping, "multiplier": {"cell": "C1", "words": {"Thousands": 1000}}})
    assert str(caught.value) == (
        "Cell C1 of book.xlsx says '(Nghìn người)', which is no known unit.\nAllowed: 'Thousands'.\n"
        "Fix: say under 'words' of the multiplier what it stands for."
    )


def test_the_unit_may_stand_in_a_column(read):
    reading = read(
        "geo,time,x,unit\nVNM,2024,2,Thousands\nSGP,2024,2,Millions\nSGP,2023,2,1\nSGP,2022,2,Dozens\n",
        multiplier={"column": "unit", "words": WORDS},
    )
    assert list_cells(reading, "OBS_VALUE") == [("2000",), ("2000000",), ("2",)]
    assert [str(problem) for problem in reading.problems] == [
        "'Dozens' is no known unit in table.csv, line 5, unit.\n"
        "  Fix: say under 'words' of the multiplier what it stands for."
    ]


def test_a_column_of_flags_gives_status_and_comment_by_sdmx_s_list_and_by_the_publisher_s_own(read):
    reading = read(
        "geo,time,x,flag\nVNM,2024,1,b\nVNM,2023,2,\nVNM,2022,3,be\nVNM,2021,4,e; r\nVNM,2020,5,(1)\nVNM,2019,6,q\n",
        values=[{"column": "x", "flags": "flag"}],
        signs={"r": {"comment": "Revised."}, "(1)": {"status": "P", "comment": "First count."}},
    )
    assert list_cells(reading, "TIME_PERIOD", "OBS_STATUS", "COMMENT") == [
        ("2024", "B", ""), ("2023", "A", ""), ("2022", "B", "The publisher's flag E."), ("2021", "E", "Revised."),
        ("2020", "P", "First count."),
    ]  # fmt: skip
    assert [str(problem) for problem in reading.problems] == [
        "Unknown flag 'Q' of a value in table.csv, line 7, flag.\n"
        "  Fix: say under 'signs' of the mapping what it means; known are "
        "'A', 'B', 'E', 'F', 'P', 'U', 'D', 'G', 'I', 'N', 'S', 'T', 'V', 'W'."
    ]


def test_a_flag_of_a_value_that_is_missing_is_not_asked_about(read):
    values = [{"column": "x", "flags": "flag"}]
    reading = read("geo,time,x,flag\nVNM,2024,,M\nVNM,2023,:,q\nSGP,2023,: c,\n", values=values, missing=[":"],
                   signs={"c": {"comment": "Confidential."}})  # fmt: skip
    assert (reading.rows, reading.problems) == ((), ())
    assert dict(reading.reasons) == {"empty cell": 1, "written as ':', which means missing": 2}


SIGNS = {
    "-": {"value": 0},
    "[low]": {"value": 0.5, "qualifier": "<", "comment": "Below half a unit."},
    "[x]": {"status": "M", "comment": "Not available."},
    "[e]": {"status": "E"},
    "*": {"status": "B", "comment": "New method."},
    ">": {"qualifier": ">"},
}


@pytest.mark.parametrize(
    ("cell", "row"),
    [
        ("-", ("0", "A", "", "-", "")),
        ("[low]", ("0.5", "A", "<", "[low]", "Below half a unit.")),
        ("[x]", ("", "M", "", "[x]", "Not available.")),
        ("12.5 [e]", ("12.5", "E", "", "12.5 [e]", "")),
        ("12.5*", ("12.5", "B", "", "12.5*", "New method.")),
        (">5", ("5", "A", ">", ">5", "")),
        ("\u22125", ("-5", "A", "", "\u22125", "")),
        ("-5", ("-5", "A", "", "-5", "")),
    ],
)
def test_signs_stand_for_what_the_mapping_says(read, cell, row):
    reading = read(f"geo,time,x\nVNM,2024,{cell}\n", signs=SIGNS)
    assert list_cells(reading, *KEPT[2:]) == [row]


def test_a_sign_that_the_mapping_does_not_know_is_a_problem_and_a_dash_alone_is_no_value(read):
    reading = read("geo,time,x\nVNM,2024,[low]\nVNM,2023,-\nVNM,2022,0\n", missing=["0"])
    assert [problem.what for problem in reading.problems] == ["'[low]' is not a number"]
    assert dict(reading.reasons) == {
        "written as '-', which means missing": 1, "written as '0', which means missing": 1,
    }  # fmt: skip


def test_periods_and_codes_of_statistical_programs_are_known(read):
    reading = read("geo,time,x\nVN,2024Q1,1\nsgp,2024M03,2\n704,2024,3\n")
    assert list_cells(reading, "REF_AREA", "TIME_PERIOD") == [("VNM", "2024-Q1"), ("SGP", "2024-03")]
    assert len(reading.left_out) == 1


def test_a_name_that_looks_like_a_country_of_the_catalogue_is_a_problem_not_dropped(read):
    reading = read("geo,time,x\nSingapore (city),2024,1\nChile,2024,1\n")
    assert [str(problem) for problem in reading.problems] == [
        "'Singapore (city)' looks like a name of 'SGP' in table.csv, line 2, geo.\n"
        "  Fix: add it to 'names' of the mapping, or add the name to 'areas' in data/catalogue/spellings.yaml, "
        "under the key of its area, or to 'others' there."
    ]
    assert len(reading.left_out) == 1


def test_a_packed_csv_is_read_and_one_in_a_declared_encoding(read, toy):
    plain = "geo,time,x,note\nVNM,2024,7,Côte\n"
    archive = toy.project.root / "made.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("API_X.csv", plain)
        file.writestr("Metadata_Country_API_X.csv", "Country Code,Region\n")
    assert list_cells(read(gzip.compress(plain.encode()), name="t.csv.gz"), "OBS_VALUE") == [("7",)]
    assert list_cells(read(archive.read_bytes(), name="t.zip"), "OBS_VALUE") == [("7",)]
    for encoding in ("windows-1252", "utf-16"):
        content = plain.encode(encoding)
        with pytest.raises(SchemaError, match="UTF-8"):
            read(content)
        assert list_cells(read(content, encoding=encoding), "OBS_VALUE") == [("7",)]
    with pytest.raises(SchemaError, match=r"table\.csv is not in the declared encoding 'ascii': byte 0xC3 at 29"):
        read(plain.encode(), encoding="ascii")


def test_an_archive_of_several_tables_says_which(read, toy):
    with zipfile.ZipFile(toy.project.root / "two.zip", "w") as file:
        file.writestr("a.csv", "geo\n")
        file.writestr("b.csv", "geo\n")
    with pytest.raises(SchemaError) as caught:
        read((toy.project.root / "two.zip").read_bytes(), name="two.zip")
    assert str(caught.value) == (
        "two.zip is an archive of 2 tables, not of one.\nAllowed: 'a.csv', 'b.csv'.\n"
        "Fix: unpack it and read the file with the figures."
    )
    with pytest.raises(SchemaError, match=r"t.gz cannot be unpacked"):
        read(gzip.compress(b"geo,time,x\n" * 99)[:-30], name="t.gz")
    with pytest.raises(SchemaError, match=r"old.xls is a workbook of before 2007, or one with a password\."):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, name="old.xls")


def test_every_problem_of_the_new_keys_is_found_at_once_with_its_line(read):
    with pytest.raises(SchemaError) as caught:
        read(
            "geo,time,x\n",
            multiplier={"words": {"k": 1000}},
            encoding="utf8x",
            signs={"-": {"value": 0, "status": "M"}},
        )
    assert [line for line in str(caught.value).split("\n") if line.startswith("- ")] == [
        "- Not one of 'cell' and 'column' in map.yaml, line 7, character 1, multiplier.",
        "- A value with status M in map.yaml, line 13, character 3, signs.-.",
        "- Unknown encoding 'utf8x' in map.yaml, line 4, character 1, encoding.",
    ]


RAW = {
    "papi": ("papi/scores/2024.csv", {
        "header": [1], "decimal": ".", "area": {"column": "Province", "names": {"P01": "VN63-01", "P02": "VN63-02"}},
        "values": [{"column": "SC81", "period": "2024"}], "signs": {"": {"status": "M", "comment": "Withheld."}},
    }, {"SC81": "egdi_value"}, 2),
    "itu": ("itu_gci/Cyber_security.csv", {
        "header": [1], "decimal": ".", "area": {"column": "Country"}, "missing": ["0"],
        "values": [{"column": "GCI (The Global Cyber Security Index)", "measure": "GCI", "period": "2020"}],
    }, {"GCI": "gci_score_0_100"}, 15),
    "gapminder": ("gapminder_ddf/ddf--datapoints--internet_users--by--geo--time.csv", {
        "header": [1], "decimal": ".", "area": {"column": "geo"}, "period": {"column": "time"},
        "values": [{"column": "internet_users"}],
    }, {"internet_users": "internet_users_share"}, 400),
    "gtmi": ("wb_gtmi/gtmi_2020_2022_2025__converted_from_rda.csv", {
        "header": [1], "decimal": ".", "area": {"column": "country_code"}, "period": {"column": "year"},
        "values": [{"column": "gtmi"}],
    }, {"gtmi": "egdi_value"}, 40),
}  # fmt: skip


@pytest.mark.parametrize("name", RAW)
def test_files_of_publishers_without_a_reader_of_their_own_are_read_by_a_mapping(name, toy, repository):
    part, mapping, indicators, least = RAW[name]
    path = repository.parent / "shared" / "raw" / part
    if not path.is_file():
        pytest.skip(f"the publisher's file {path} is not there")
    toy.write("map.yaml", yaml.safe_dump(mapping))
    reading = read_spreadsheet(
        path, catalogue=read_catalogue(Project(repository)), source="un-egovkb-2022", indicators=indicators,
        mapping=toy.project.root / "map.yaml",
    )  # fmt: skip
    assert (reading.adds_up, reading.problems) == (True, ())
    assert len(reading.rows) >= least


def test_the_example_of_the_guide_is_read_as_it_says(read, repository):
    guide = (repository / "docs" / "mappings.md").read_text("utf-8")
    table, mapping = (guide.split(f"```{kind}\n")[1].split("```")[0] for kind in ("csv", "yaml"))
    plan = yaml.safe_load(mapping)
    plan["values"][0]["measure"] = "x"
    reading = read(table, **plan)
    assert list_cells(reading, "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "QUALIFIER") == [
        ("VNM", "2024", "31549500", "E", ""), ("VNM", "2023", "", "M", ""), ("SGP", "2024", "0", "A", ""),
        ("SGP", "2023", "500", "A", "<"),
    ]  # fmt: skip
    assert (reading.problems, len(reading.left_out)) == ((), 1)
