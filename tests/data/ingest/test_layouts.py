"""Each layout has exactly one reader; a file without one is refused with what it is and what to do."""

import gzip
import inspect
import json
import zipfile
from collections import Counter

import pytest

from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.ingest import un_egovkb
from dxlib.data.ingest.layouts import explain, find_reader, get_reader, list_layouts, refuse
from dxlib.paths import Project

LAYOUTS = {
    "un_egovkb": ",".join(un_egovkb.HEADER) + "\n",
    "world_bank_wide": (
        '\ufeff"Data Source","World Development Indicators",\n\n"Last Updated Date","2023-03-01",\n\n'
        '"Country Name","Country Code","Indicator Name","Indicator Code","2020",\n'
    ),
    "world_bank_api": '[{"page":1,"pages":1},[]]',
    "wipo_gii": "Country\tYear\tRank\tScore\nVNM\t2024\t44\t36.2\n",
    "sdmx_csv": "DATAFLOW,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE\nX:Y(1.0),A,VNM,2024,1\n",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_is_recognised_by_its_own_reader_only_whatever_the_file_is_called(tmp_path, name):
    path = tmp_path / "download.bin"
    path.write_text(LAYOUTS[name], "utf-8")
    recognising = [layout for layout in list_layouts() if inspect.getmodule(get_reader(layout)).recognises(path)]
    assert recognising == [name]
    assert find_reader(path) is get_reader(name)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_recognised_in_a_packed_file_too(tmp_path, name):
    path = tmp_path / "download"
    path.write_bytes(gzip.compress(LAYOUTS[name].encode()))
    assert find_reader(path) is get_reader(name)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Metadata_Country.csv", "Country Code,Region\n")
        archive.writestr("data/figures.csv", LAYOUTS[name])
    assert find_reader(path) is get_reader(name)


def test_every_layout_but_the_workbook_is_tried_here():
    assert {*LAYOUTS, "spreadsheet"} == set(list_layouts())


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'a,"b\nc', b"\x00\x01\r\n\x80", b'"' + b"a" * 140_000])
def test_a_file_of_no_layout_has_no_reader(tmp_path, content):
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    assert find_reader(path) is None


def test_a_refusal_names_the_reader_that_does_recognise_the_file(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text(LAYOUTS["wipo_gii"], "utf-8")
    assert str(refuse(path, "un_egovkb", 1, ("Country", "Year"), ("Survey Year",))) == (
        f"{path} is not of the layout 'un_egovkb': line 1 is 'Country', 'Year'.\n"
        "Allowed: 'Survey Year'.\nFix: use read_wipo_gii()."
    )


MAPPING = (
    "if it is a table, say in a mapping what its columns mean (header, area, period, values; see "
    "dxlib/data/ingest/mapping.py), and read it as layout 'spreadsheet'."
)
ARCHIVED = "take the CSV from the World Bank's archive as it is, with 'Last Updated Date' in line 3."


@pytest.mark.parametrize(
    ("content", "what", "fix"),
    [
        ("", "it is empty", "download it again."),
        ("<html><title>Sign in</title>", "it is a web page, no data: 'Sign in'",
         "open its address in a browser, and correct it."),
        ("PK\x03\x04...", "cannot be unpacked: File is not a zip file", "fetch it again."),
        ("a,b\n1,2\n", "line 1 is 'a', 'b'", MAPPING),
        ("Survey Year,Country,Rank\n", "its header is not the one of the UN's data centre: someone changed it",
         "download the survey again from publicadministration.un.org/egovkb and leave it as it is."),
        ("Country Name,Country Code,Indicator Name,Indicator Code,1960\n",
         "the four lines before the header are gone, and with them the day the World Bank published it", ARCHIVED),
        ("Country,Country Code,Indicator Name,Indicator Code,1960\n",
         "it is a download of the World Bank whose header was changed and whose first four lines are gone", ARCHIVED),
        ("Country Code,Region,IncomeGroup,SpecialNotes,TableName\n",
         "it describes the countries of a download and holds no figures",
         "read the file of the same archive whose name begins with 'API_'."),
    ],
)  # fmt: skip
def test_a_file_without_a_reader_is_refused_with_what_it_is_and_what_to_do(tmp_path, content, what, fix):
    path = tmp_path / "file.csv"
    path.write_text(content, "utf-8")
    assert find_reader(path) is None
    assert explain(path) == (what, fix)


REFUSED = {  # the others have a reader, or are read by a mapping
    "EGOV_DATA_2024__header_altered.csv",
    "API_IT.NET.USER.ZS_DS2_en_csv_v2_2160__header_lines_removed.csv", "IT.NET.USER.ZS__wdi_2026__header_altered.csv",
    "Metadata_Country_API_IT.NET.USER.ZS_DS2_en_csv_v2_2160.csv", "Metadata_Country__IT.NET.USER.ZS__2022-12-22.csv",
}  # fmt: skip
WRONG = {  # the one cell of each file that the publisher's own report contradicts
    "GII_2011_2024_long_format.tsv": "Rank 4 is also SGP's, and by its score of 32.6 CHL is in place 51 of 133",
    "GII_2011_2024_wide_format.tsv": "Rank 4 is also SGP's, and by its score of 32.6 CHL is in place 51 of 133",
}
OPTIONS = {
    "un_egovkb": {"indicators": {"E-Government Rank": "egdi_rank"}},
    "wipo_gii.tsv": {"indicators": {"Rank": "gii_rank", "Score": "gii_score"}},
    "wipo_gii.csv": {
        "indicators": {"Rank: Global Innovation Index": "gii_rank", "Score: Global Innovation Index": "gii_score"},
        "period": "2019",
    },
    **{f"world_bank_wide.{code}": {"indicators": {code: "egdi_value"}} for code in (
        "IT.CEL.SETS.P2", "SP.POP.TOTL", "IT.NET.USER.ZS")},
}  # fmt: skip


def test_every_file_that_publishers_gave_is_read_without_loss_or_wants_a_mapping_or_is_refused_with_advice(repository):
    folder = repository.parent / "shared" / "raw"
    if not folder.is_dir():
        pytest.skip(f"the publishers' files in {folder} are not there")
    catalogue, became = read_catalogue(Project(repository)), Counter()
    for path in sorted(file for file in folder.rglob("*") if file.suffix in (".csv", ".tsv", ".json", ".xlsx")):
        reader = find_reader(path)
        if reader is None:
            became["refused" if path.name in REFUSED else "mapped"] += 1
            assert (explain(path)[1] == MAPPING) is (path.name not in REFUSED), path.name
            continue
        reading = reader(path, catalogue=catalogue, source="un-egovkb-2022", **_find_options(path, reader))
        assert reading.adds_up, path.name
        assert reading.rows, path.name
        expected = [WRONG[path.name]] if path.name in WRONG else []
        assert [problem.what.partition(", so")[0] for problem in reading.problems] == expected, path.name
        became["read"] += 1
    assert became["refused"] == len(REFUSED)
    assert became["read"] >= 15


def _find_options(path, reader):
    """Give the options of the layout, or of the layout and a part of the file's name."""
    layout = reader.__name__.removeprefix("read_")
    for key, options in OPTIONS.items():
        name, _, part = key.partition(".")
        if name == layout and part in path.name:
            return options
    raise AssertionError(f"no options for {path.name}")


def test_the_content_of_json_is_not_taken_for_csv(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"a": 1}))
    assert find_reader(path) is None
