"""SDMX-CSV of any provider: series by their dimensions, labels dropped, flags and powers of ten honoured."""

import pytest

from dxlib.data import schema
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.clean import clean
from dxlib.data.formats.sdmx_csv_text import render_sdmx_csv
from dxlib.data.formats.selection import read_selection
from dxlib.data.ingest.sdmx_csv import read_sdmx_csv, recognises
from dxlib.errors import DataError, SchemaError
from dxlib.paths import Project, write_file

ONE = "DATAFLOW,FREQ,REF_AREA,SEX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT"
TWO = "STRUCTURE;STRUCTURE_ID;ACTION;FREQ;REF_AREA;TIME_PERIOD;OBS_VALUE"
EUROSTAT = "DATAFLOW,LAST UPDATE,freq,indic_is,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG"
TOTAL = {"FREQ=A,SEX=_T": "online_share"}


@pytest.fixture
def read(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)

    def write_and_read(*lines, header=ONE, indicators=None, **more):
        path = toy.write("sdmx.csv", "\n".join([header, *lines]) + "\n").relative_to(toy.project.root)
        given = TOTAL if indicators is None else indicators
        reading = read_sdmx_csv(path, catalogue=toy.catalogue, source="un-2024", indicators=given, **more)
        assert recognises(path)
        assert reading.adds_up
        return reading

    return write_and_read


def test_a_series_is_found_by_its_dimensions_and_digits_stay_as_written(read):
    reading = read("X:Y(1.0),A,VNM,_T,2024,0.690,A,", "X:Y(1.0),A,VNM,F,2024,0.7,A,", "X:Y(1.0),A,WLD,_T,2024,0.5,A,")
    kept = ("INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "LOCATOR", "COMMENT")
    assert [tuple(row[name] for name in kept) for row in reading.rows] == [
        ("online_share", "VNM", "2024", "0.690", "A", "X:Y(1.0): FREQ=A,SEX=_T, VNM, 2024", "")
    ]
    assert dict(reading.reasons) == {
        "no indicator is given for its series": 1,
        "no area of the catalogue: an aggregate, or a country it does not hold": 1,
    }


def test_labels_are_dropped_from_names_and_codes(read):
    header = "DATAFLOW: Flow,FREQ: Frequency,REF_AREA: Area,SEX: Sex,TIME_PERIOD: Period,OBS_VALUE: Value,OBS_STATUS: S"
    line = 'X:Y(1.0): Name,A: Annual,"VNM: Viet Nam, Socialist Republic",_T: Total,2024,0.690,E: Estimate'
    row = read(line, header=header).rows[0]
    assert (row["REF_AREA"], row["OBS_VALUE"], row["OBS_STATUS"]) == ("VNM", "0.690", "E")


def test_version_two_has_a_delimiter_and_actions_of_its_own(read):
    reading = read(
        "dataflow;X:Y(1.0);I;A;VNM;2024;1.5", "dataflow;X:Y(1.0);D;A;VNM;2023;1.4", "dataflow;X:Y(1.0);R;A;704;2022;1",
        header=TWO, indicators={"FREQ=A": "online_share"},
    )  # fmt: skip
    assert [(row["REF_AREA"], row["TIME_PERIOD"]) for row in reading.rows] == [("VNM", "2024"), ("VNM", "2022")]
    assert dict(reading.reasons) == {"withdrawn by the publisher (ACTION D)": 1}


def act(read, *lines):
    """Give periods and values of what is left of some observations, and why the others are not."""
    header = "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS"
    reading = read(
        *(f"dataflow,X:Y(1.0),{line}" for line in lines), header=header, indicators={"FREQ=A": "online_share"}
    )
    return [(row["TIME_PERIOD"], row["OBS_VALUE"]) for row in reading.rows], [one.reason for one in reading.left_out]


BEFORE, AFTER = "withdrawn by a later line (ACTION D)", "withdrawn by the publisher (ACTION D)"


@pytest.mark.parametrize("deletes", ["D,A,VNM,2024,,", "D,A,VNM,2024,-,", "D,,VNM,2024,,", "D,A,,2024,,", "D,,,2024,,"])
def test_an_observation_that_a_later_line_deletes_is_no_figure_wildcards_too(read, deletes):
    rows, reasons = act(read, "I,A,VNM,2024,1,", "I,A,VNM,2023,2,", deletes)
    assert (rows, reasons) == ([("2023", "2")], [BEFORE, AFTER])


def test_a_line_deletes_what_stands_before_it_and_nothing_else(read):
    assert act(read, "I,A,VNM,2024,1,", "D,,,,,") == ([], [BEFORE, AFTER])
    assert act(read, "D,,,,,", "I,A,VNM,2024,1,") == ([("2024", "1")], [AFTER])
    only = "takes back attributes, no figure (ACTION D)"
    assert act(read, "I,A,VNM,2024,1,E", "D,A,VNM,2024,,-") == ([("2024", "1")], [only])


@pytest.mark.parametrize("action", ["A", "M", "R"])
def test_an_observation_that_a_later_line_replaces_has_the_later_figure(read, action):
    assert act(read, "I,A,VNM,2024,1,", f"{action},A,VNM,2024,2,") == (
        [("2024", "2")], ["replaced by a later line (ACTION A, M or R)"],
    )  # fmt: skip


def test_the_decimal_comma_is_read_where_it_is_declared(read):
    lines = ["dataflow;X:Y(1.0);I;A;VNM;2024;1,5"]
    given = {"header": TWO, "indicators": {"FREQ=A": "online_share"}}
    assert [row["OBS_VALUE"] for row in read(*lines, decimal=",", **given).rows] == ["1.5"]
    assert [problem.what for problem in read(*lines, **given).problems] == ["'1,5' is not a number"]
    with pytest.raises(DataError) as caught:
        read(*lines, decimal=";", **given)
    assert str(caught.value) == "';' is no decimal mark.\nAllowed: '.', ','.\nFix: correct the option 'decimal'."


def test_a_duration_is_a_range_of_periods(read):
    lines = (f"X:Y(1.0),A,VNM,_T,{period},1,A," for period in ("2024-01-01/P11M", "2022-01-01/P2Y", "2024-02-28/P3D"))
    assert [row["TIME_PERIOD"] for row in read(*lines).rows] == [
        "2024-01/2024-11", "2022/2023", "2024-02-28/2024-03-01",
    ]  # fmt: skip


def test_our_own_export_is_read_back_whole(repository, tmp_path):
    project = Project(repository)
    catalogue = read_catalogue(project)
    selection = read_selection(project)
    path = write_file(tmp_path / "own.csv", render_sdmx_csv(selection))
    rows = list(selection.walk_rows())
    given = {f"INDICATOR={name}": name for name in {row["INDICATOR"] for row in rows}}
    reading = read_sdmx_csv(path, catalogue=catalogue, source=rows[0]["SOURCE"], indicators=given)
    assert (reading.adds_up, reading.problems, reading.left_out) == (True, (), ())
    assert list(reading.rows) == [{name: row[name] for name in schema.COLUMNS} for row in rows]


def test_a_row_of_our_own_export_that_was_spoilt_is_a_problem(toy, tmp_path):
    clean(toy.project)
    selection = read_selection(toy.project)
    text = render_sdmx_csv(selection).decode().replace(",mic-2022,", ",mic-2202,", 1)
    (tmp_path / "own.csv").write_text(text, "utf-8")
    given = {f"INDICATOR={name}": name for name in ("egdi_rank", "online_share")}
    reading = read_sdmx_csv(tmp_path / "own.csv", catalogue=toy.catalogue, source="un-2024", indicators=given)
    assert [problem.what for problem in reading.problems] == ["Unknown SOURCE 'mic-2202'"]


def test_arrays_and_a_sub_delimiter_are_part_of_the_names(read):
    header = "STRUCTURE[;],STRUCTURE_ID,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,NOTE[]"
    assert (
        len(read("dataflow,X:Y(1.0),A,VNM,2024,1,a;b", header=header, indicators={"FREQ=A": "online_share"}).rows) == 1
    )


def test_eurostat_has_names_in_small_letters_codes_of_two_and_the_day_of_its_update(read):
    line = "ESTAT:ISOC(1.0),11/12/24 23:00:00,A,I_IU3,VN,2023,78.1,"
    row = read(line, header=EUROSTAT, indicators={"freq=A,indic_is=I_IU3": "online_share"}).rows[0]
    assert (row["REF_AREA"], row["PUBLISHED"]) == ("VNM", "2024-12-11")


@pytest.mark.parametrize(
    ("flags", "status", "comment"),
    [
        ("", "A", ""), ("e", "E", ""), ("bu", "B", "The publisher's flag U."), ("ub", "B", "The publisher's flag U."),
        ("I", "E", "The publisher's flag I: it is imputed."), ("P", "P", ""),
        ("eu", "U", "The publisher's flag E."),
        ("d", "A", "The publisher's flag D: its definition differs."),
    ],
)  # fmt: skip
def test_flags_become_a_status_and_what_else_they_say_a_comment(read, flags, status, comment):
    row = read(f"X:Y(1.0),A,VNM,_T,2024,1,{flags},").rows[0]
    assert (row["OBS_STATUS"], row["COMMENT"]) == (status, comment)


def test_values_are_given_in_ones(read):
    reading = read("X:Y(1.0),A,VNM,_T,2024,55.25,A,6", "X:Y(1.0),A,VNM,_T,2023,5,A,0")
    assert [(row["OBS_VALUE"], row["AS_WRITTEN"], row["COMMENT"]) for row in reading.rows] == [
        ("55250000", "55.25", "The publisher counts in 10^6."), ("5", "5", ""),
    ]  # fmt: skip


def test_an_empty_value_is_left_out_whatever_its_status(read):
    reading = read("X:Y(1.0),A,VNM,_T,2024,,M,", "X:Y(1.0),A,VNM,_T,2023,NaN,,")
    assert dict(reading.reasons) == {"empty cell": 1, "written as 'NaN', which means missing": 1}


def test_every_problem_is_found_at_once_with_its_line(read):
    reading = read(
        "X:Y(1.0),A,VNM,_T,2024,high,A,", "X:Y(1.0),A,VNM,_T,2024-W05,1,A,", "X:Y(1.0),A,VNM,_T,2022,1,M,",
        "X:Y(1.0),A,VNM,_T,2021,1,A,six", "X:Y(1.0),A,VNM", "X:Y(1.0),A,VNM,_T,2020,1,A,", "X:Y(1.0),A,VN,_T,2020,1,A,",
    )  # fmt: skip
    statuses = "'A', 'B', 'E', 'F', 'P', 'U', 'D', 'G', 'I', 'N', 'S', 'T', 'V', 'W'"
    periods = "'2024', '2024-Q1', '2024-S1', '2024-04', '2024-M04', '2024-04-01'"
    assert [str(problem) for problem in reading.problems] == [
        "'high' is not a number in sdmx.csv, line 2, OBS_VALUE.\n  Fix: write digits with a point as decimal mark.",
        "'2024-W05' is not a time period in sdmx.csv, line 3, TIME_PERIOD.\n"
        f"  Allowed: {periods}.\n  Fix: ask the provider for these.",
        "Unknown status 'M' of a value in sdmx.csv, line 4, OBS_STATUS.\n"
        f"  Allowed: {statuses}.\n  Fix: ask what it means.",
        "'six' is not a power of ten in sdmx.csv, line 5, UNIT_MULT.\n"
        "  Allowed: '0', '3', '6', '9'.\n  Fix: ask the provider.",
        "3 cells where 8 are due in sdmx.csv, line 6.\n  Fix: compare the line with the file as the publisher has it.",
        "online_share VNM 2020 actual un-2024 stands already in line 7 in sdmx.csv, line 8, OBS_VALUE.\n"
        "  Fix: ask the publisher which one holds.",
    ]


def test_an_observation_that_two_series_claim_is_a_problem(read):
    reading = read("X:Y(1.0),A,VNM,_T,2024,1,A,", indicators={"FREQ=A": "online_share", "SEX=_T": "egdi_value"})
    assert [str(problem) for problem in reading.problems] == [
        "It fits 'FREQ=A', 'SEX=_T' in sdmx.csv, line 2.\n  Fix: tell the series apart by more dimensions."
    ]


LINE = "X:Y(1.0),A,VNM,_T,2024,1,A,"


@pytest.mark.parametrize(
    ("lines", "options", "said"),
    [
        ([LINE], {"indicators": {"FREK=A": "online_share"}},
         "sdmx.csv has no dimension 'FREK' of the series 'FREK=A'. Did you mean 'FREQ'?\n"
         "Allowed: 'DATAFLOW', 'FREQ', 'REF_AREA', 'SEX', 'TIME_PERIOD', 'OBS_VALUE', 'OBS_STATUS', 'UNIT_MULT'.\n"
         "Fix: write a series as 'freq=A,unit=PC'."),
        ([LINE], {"indicators": {"SEX=T": "online_share"}},
         "sdmx.csv has no 'SEX' of 'T', which the series 'SEX=T' names. Did you mean '_T'?\n"
         "Allowed: '_T'.\nFix: correct the key in the mapping of indicators."),
        ([LINE], {"area_column": "COUNTERPART"},
         "sdmx.csv has no column 'COUNTERPART'.\n"
         "Allowed: 'DATAFLOW', 'FREQ', 'REF_AREA', 'SEX', 'TIME_PERIOD', 'OBS_VALUE', 'OBS_STATUS', 'UNIT_MULT'.\n"
         "Fix: name the column of areas as area_column."),
        ([], {}, "sdmx.csv holds no line with figures.\nFix: see what it holds; its header may have moved."),
        ([LINE, LINE.replace("_T", "F")], {"indicators": {"FREQ=A": "online_share"}},
         "Several series of sdmx.csv become 'online_share': they differ in 'SEX' ('_T', 'F').\n"
         "Fix: say which, as 'SEX=_T', in the mapping of indicators."),
    ],
)  # fmt: skip
def test_what_is_asked_for_must_exist_and_tell_series_apart(read, lines, options, said):
    with pytest.raises(DataError) as caught:
        read(*lines, **options)
    assert str(caught.value) == said


def test_a_file_whose_areas_stand_nowhere_known_wants_their_column(read):
    header = ONE.replace("REF_AREA", "REPORTER")
    with pytest.raises(DataError, match=r"No column of sdmx.csv is known to hold areas\."):
        read(LINE, header=header)
    assert len(read(LINE, header=header, area_column="REPORTER").rows) == 1


def test_another_header_is_refused_with_those_expected(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)
    path = toy.write("sdmx.csv", "DATAFLOW,TIME_PERIOD\n").relative_to(toy.project.root)
    assert not recognises(path)
    with pytest.raises(SchemaError) as caught:
        read_sdmx_csv(path, catalogue=toy.catalogue, source="un-2024", indicators={})
    assert str(caught.value) == (
        "sdmx.csv is not of the layout 'sdmx_csv': line 1 is 'DATAFLOW', 'TIME_PERIOD'.\n"
        "Allowed: 'DATAFLOW,…,TIME_PERIOD,OBS_VALUE,…', 'STRUCTURE,STRUCTURE_ID,ACTION,…,TIME_PERIOD,OBS_VALUE,…'.\n"
        "Fix: if it is a table, say in a mapping what its columns mean (header, area, period, values; see "
        "dxlib/data/ingest/mapping.py), and read it as layout 'spreadsheet'."
    )
