"""Each layout has exactly one reader; a file without one is refused with what it is and what to do."""

import gzip
import inspect
import json
import zipfile

import pytest

from dxlib.data.ingest.layouts import explain, find_reader, get_reader, list_layouts, refuse

LAYOUTS = {
    "world_bank_api": '[{"page":1,"pages":1},[]]',
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
    path.write_text(LAYOUTS["sdmx_csv"], "utf-8")
    assert str(refuse(path, "world_bank_api", 1, ("DATAFLOW", "FREQ"), ("[{",))) == (
        f"{path} is not of the layout 'world_bank_api': line 1 is 'DATAFLOW', 'FREQ'.\n"
        "Allowed: '[{'.\nFix: use read_sdmx_csv()."
    )


MAPPING = (
    "if it is a table, say in a mapping what its columns mean (header, area, period, values; see "
    "dxlib/data/ingest/mapping.py), and read it as layout 'spreadsheet'."
)


@pytest.mark.parametrize(
    ("content", "what", "fix"),
    [
        ("", "it is empty", "download it again."),
        ("<html><title>Sign in</title>", "it is a web page, no data: 'Sign in'",
         "open its address in a browser, and correct it."),
        ("PK\x03\x04...", "cannot be unpacked: File is not a zip file", "fetch it again."),
        ("a,b\n1,2\n", "line 1 is 'a', 'b'", MAPPING),
        ("\n\na,b\n", "line 1 is empty", MAPPING),
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


def test_every_table_that_publishers_gave_wants_a_mapping_or_is_refused_with_advice(repository):
    folder = repository.parent / "shared" / "raw"
    if not folder.is_dir():
        pytest.skip(f"the publishers' files in {folder} are not there")
    advice = {path.name: explain(path)[1] for path in folder.rglob("*.[ct]sv") if find_reader(path) is None}
    assert len(advice) > 30
    refused = {name for name, fix in advice.items() if fix != MAPPING}
    assert refused == {
        "Metadata_Country_API_IT.NET.USER.ZS_DS2_en_csv_v2_2160.csv",
        "Metadata_Country__IT.NET.USER.ZS__2022-12-22.csv",
    }  # fmt: skip


def test_the_content_of_json_is_not_taken_for_csv(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"a": 1}))
    assert find_reader(path) is None
