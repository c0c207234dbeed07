"""Spreadsheets by mapping: merged headers, percentages, decimal commas as text, footnotes, formulas without result."""

import zipfile
from datetime import date

import pytest
import yaml
from openpyxl import Workbook

from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.ingest.layouts import find_reader
from dxlib.data.ingest.spreadsheet import read_spreadsheet
from dxlib.errors import DataError, SchemaError
from dxlib.paths import Project

MAPPING = {
    "sheet": "Bảng 1",
    "header": [3, 4],
    "decimal": ",",
    "notes": ["Nguồn:", "(*)"],
    "area": {"column": "Địa phương", "names": {"Cả nước": "VNM"}},
    "values": [
        {"column": "Tỷ lệ | 2023", "measure": "share", "period": "2023"},
        {"column": "Tỷ lệ | 2024", "measure": "share", "period": "2024"},
        {"column": "Tài khoản", "measure": "accounts", "period": "2024"},
    ],
}
SHARE = {"share": "online_share"}
INDICATORS = {"share": "online_share", "accounts": "accounts"}


def make_book(body):
    """Give a workbook as an office lays it out: a title, a header of two lines with merged cells, then the body."""
    book = Workbook()
    book.active.title = "Ghi chú"
    sheet = book.create_sheet("Bảng 1")
    for merged, text in {"A1:D1": "BẢNG 1", "A3:A4": "Địa phương", "B3:C3": "Tỷ lệ", "D3:D4": "Tài  khoản"}.items():
        sheet[merged.partition(":")[0]] = text
        sheet.merge_cells(merged)
    sheet["B4"], sheet["C4"] = 2023, 2024
    for line, cells in enumerate(body, start=5):
        for at, value in enumerate(cells, start=1):
            sheet.cell(line, at, value)
    return book, sheet


@pytest.fixture
def read(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)

    def write_and_read(*body, change=list, indicators=None, **mapping):
        book, sheet = make_book(body)
        change(sheet)
        path = toy.project.root / "book.xlsx"
        book.save(path)
        toy.write("map.yaml", yaml.safe_dump({**MAPPING, **mapping}, allow_unicode=True))
        reading = read_spreadsheet(
            path.relative_to(toy.project.root), catalogue=toy.catalogue, source="un-2024",
            indicators=INDICATORS if indicators is None else indicators,
            mapping=(toy.project.root / "map.yaml").relative_to(toy.project.root),
        )  # fmt: skip
        assert reading.adds_up
        return reading

    return write_and_read


def list_cells(reading, *names):
    return [tuple(row[name] for name in names) for row in reading.rows]


def test_columns_are_named_by_all_lines_of_the_header_and_text_has_its_decimal_comma(read):
    reading = read(["Cả nước", "17,6", 45.2, "1.234"], ["Singapore", 90, "n/a", None], ["Chile", 1, 2, 3])
    kept = ("INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "AS_WRITTEN", "LOCATOR")
    assert list_cells(reading, *kept) == [
        ("online_share", "VNM", "2023", "17.6", "17,6", "Cả nước: share: Tỷ lệ | 2023"),
        ("online_share", "VNM", "2024", "45.2", "45.2", "Cả nước: share: Tỷ lệ | 2024"),
        ("accounts", "VNM", "2024", "1234", "1.234", "Cả nước: accounts: Tài khoản"),
        ("online_share", "SGP", "2023", "90", "90", "Singapore: share: Tỷ lệ | 2023"),
    ]
    outside = "no area of the catalogue: an aggregate, or a country it does not hold"
    assert dict(reading.reasons) == {"written as 'n/a', which means missing": 1, "empty cell": 1, outside: 3}


def test_a_percentage_is_read_as_it_is_shown_and_a_computed_number_too(read):
    def change(sheet):
        sheet["B5"].number_format = "0.0%"

    reading = read(["Cả nước", 0.452, 0.1 + 0.2, "12,5 %"], change=change, indicators={"share": "online_share"})
    assert list_cells(reading, "OBS_VALUE", "AS_WRITTEN") == [("45.2", "45.2%"), ("0.3", "0.3")]
    assert dict(reading.reasons) == {"no indicator is given for 'accounts'": 1}


def test_a_sign_of_per_cent_that_is_only_shown_scales_nothing(read):
    def change(sheet):
        for cell, shown in {"B5": r"0.0\%", "C5": '0.0" %"', "B6": '0%;-0" %"', "C6": '0%;-0" %"'}.items():
            sheet[cell].number_format = shown

    reading = read(["Cả nước", 12.5, 12.5], ["Singapore", 0.125, -12.5], change=change, indicators=SHARE)
    assert list_cells(reading, "OBS_VALUE", "AS_WRITTEN") == [
        ("12.5", "12.5%"), ("12.5", "12.5%"), ("12.5", "12.5%"), ("-12.5", "-12.5%"),
    ]  # fmt: skip


def test_a_text_that_may_be_thousands_is_a_problem_until_the_mapping_says_which_mark_is_the_decimal_one(read):
    (problem,) = read(["Cả nước", 1, 2, "2.345"], decimal=None).problems
    assert str(problem) == (
        "'2.345' is not a number in book.xlsx, line 5, Tài khoản.\n  Fix: write digits with a point as decimal mark; "
        "where thousands may be meant, as in '1,234' or '1.234', say which mark is the decimal one."
    )
    assert [read(["Cả nước", 1, 2, "2.345"], decimal=mark).rows[2]["OBS_VALUE"] for mark in ".,"] == ["2.345", "2345"]


def test_a_workbook_that_cannot_be_opened_is_named_with_its_sheet_and_a_cure(read, toy):
    read(["Cả nước", 1, 2, 3])
    path = toy.project.root / "book.xlsx"
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content.replace(b"<cellXfs", b"<cellXfz") if name == "xl/styles.xml" else content)
    with pytest.raises(SchemaError) as caught:
        read_spreadsheet(
            path.relative_to(toy.project.root), catalogue=toy.catalogue, source="un-2024", indicators=INDICATORS,
            mapping=toy.project.root / "map.yaml",
        )  # fmt: skip
    what, fix = str(caught.value).split("\n")
    assert what.startswith("book.xlsx is a workbook that openpyxl cannot read, so sheet 'Bảng 1' is not read: ")
    assert fix == (
        "Fix: open it in a spreadsheet program and save it anew as .xlsx, or save the sheet as CSV in UTF-8."
    )


def test_headings_footnotes_and_columns_that_the_mapping_does_not_name_are_left_out(read):
    reading = read(
        ["I. Miền Bắc"], ["Cả nước", 1, 2, 3, "x"], [None], ["Nguồn:", "Bộ", "KH&CN"], ["Lào", 1, 2], last=8,
    )  # fmt: skip
    assert (len(reading.rows), reading.cells_in) == (3, 6)
    assert dict(reading.reasons) == {
        "a heading or a note, no figures": 2, "the mapping does not name this column": 1,
    }  # fmt: skip


def test_every_problem_is_found_at_once_with_its_cell(read):
    def change(sheet):
        sheet.merge_cells("C5:C6")
        sheet["B8"].number_format = "0%"

    values = [*MAPPING["values"][:2], {"column": "Tài khoản", "measure": "accounts", "period": "2024"}]
    reading = read(
        ["Cả nước", "=1+1", 45.2, "45.2"], ["Singapore", "nhiều", None, True], ["Cả nước", 1, 2, 3],
        ["Singapore", 0.5, 1, "12%"], change=change, values=values,
    )  # fmt: skip
    comma = "write digits with a comma as decimal mark."
    assert [str(problem) for problem in reading.problems] == [
        "A formula without its result: '=1+1' in book.xlsx, line 5, Tỷ lệ | 2023.\n"
        "  Fix: open the file in a spreadsheet program and save it.",
        "'45.2' stands in the merged cell C5:C6 in book.xlsx, line 5, Tỷ lệ | 2024.\n"
        "  Fix: ask the publisher which line it belongs to.",
        f"'45.2' is not a number in book.xlsx, line 5, Tài khoản.\n  Fix: {comma}",
        f"'nhiều' is not a number in book.xlsx, line 6, Tỷ lệ | 2023.\n  Fix: {comma}",
        f"'True' is not a number in book.xlsx, line 6, Tài khoản.\n  Fix: {comma}",
        "'12%' is a percentage, 'accounts' is not in book.xlsx, line 8, Tài khoản.\n"
        "  Fix: correct the mapping of indicators.",
    ]
    assert reading.reasons["part of the merged cell C5:C6"] == 1


def test_area_period_and_measure_may_stand_in_columns_and_dates_are_read_as_shown(read):
    def change(sheet):
        for at, text in enumerate(("Nước", "Khi nào", "Chỉ tiêu", "Giá trị"), start=1):
            sheet.cell(11, at, text)
        for line, (shown, value) in enumerate(
            (("yyyy", date(2024, 1, 1)), ("mm/yyyy", date(2024, 6, 1)), ("dd/mm/yyyy", date(2024, 6, 5)), ("0", 2023)),
            12,
        ):
            for at, cell in enumerate(("VNM", value, "share", line), start=1):
                sheet.cell(line, at, cell)
            sheet.cell(line, 2).number_format = shown

    reading = read(
        change=change, header=[11], area={"column": "Nước"}, period={"column": "Khi nào"}, measure={"column": "C"},
        values=[{"column": "Giá trị"}], indicators={"share": "online_share"},
    )  # fmt: skip
    assert list_cells(reading, "TIME_PERIOD", "OBS_VALUE") == [
        ("2024", "12"), ("2024-06", "13"), ("2024-06-05", "14"), ("2023", "15"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "period"),
    [
        ("[$-de-DE]mmmm yyyy", "2024-06"),
        (r"[$-de-DE]d\.\ mmmm yyyy", "2024-06-05"),
        ('"ende "yyyy', "2024"),
        (r'"mid "mm\dyyyy', "2024-06"),
    ],
)
def test_letters_of_a_language_or_a_quotation_in_the_format_of_a_date_are_no_parts_of_it(read, shown, period):
    def change(sheet):
        for at, given in enumerate(("VNM", date(2024, 6, 5), "share", 12), start=1):
            sheet.cell(12, at, given)
        sheet["B12"].number_format = shown

    reading = read(
        change=change, header=[11], area={"column": "A"}, period={"column": "B"}, measure={"column": "C"},
        values=[{"column": "D"}], indicators={"share": "online_share"},
    )  # fmt: skip
    assert list_cells(reading, "TIME_PERIOD", "OBS_VALUE") == [(period, "12")]


def test_a_period_that_is_none_is_a_problem_of_each_value(read):
    reading = read(
        ["Cả nước", 1, 2, "năm nay"], period={"column": "Tài khoản"}, values=[{"column": "B", "measure": "share"}],
        indicators={"share": "online_share"},
    )  # fmt: skip
    assert [str(problem) for problem in reading.problems] == [
        "'năm nay' is not a time period in book.xlsx, line 5, Tài khoản.\n  Fix: correct the cell or the mapping."
    ]


def test_a_csv_is_read_by_the_same_mapping(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)
    path = toy.write("table.csv", "where;population\nViet Nam;101.343.800\nChile;1\n").relative_to(toy.project.root)
    mapping = {
        "header": [1], "delimiter": ";", "decimal": ",", "area": {"column": "where"}, "period": {"always": "2024"},
        "values": [{"column": "population"}],
    }  # fmt: skip
    toy.write("map.yaml", yaml.safe_dump(mapping))
    reading = read_spreadsheet(
        path, catalogue=toy.catalogue, source="un-2024", indicators={"population": "accounts"},
        mapping=toy.project.root / "map.yaml",
    )  # fmt: skip
    assert (reading.adds_up, list_cells(reading, "REF_AREA", "OBS_VALUE")) == (True, [("VNM", "101343800")])


def test_provinces_are_known_by_name_on_their_map_never_by_number(toy, repository, monkeypatch):
    monkeypatch.chdir(toy.project.root)
    catalogue = read_catalogue(Project(repository))
    path = toy.write("p.csv", "name,x\nThành phố Hà Nội,1\ntỉnh Cao Bằng,2\n14,3\n").relative_to(toy.project.root)
    mapping = {
        "header": [1], "area": {"column": "name", "map": "VN34"}, "values": [{"column": "x", "period": "2024"}],
    }  # fmt: skip
    toy.write("map.yaml", yaml.safe_dump(mapping))
    reading = read_spreadsheet(
        path, catalogue=catalogue, source="un-egovkb-2022", indicators={"x": "egdi_value"},
        mapping=toy.project.root / "map.yaml",
    )  # fmt: skip
    assert list_cells(reading, "REF_AREA", "OBS_VALUE") == [("VN34-01", "1"), ("VN34-04", "2")]
    assert [str(problem) for problem in reading.problems] == [
        "'14' is no area of VN34 in p.csv, line 4, name.\n"
        "  Fix: add it to 'names' of the mapping, or its line to 'notes'."
    ]


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"values": [{"column": "Tỷ lệ | 2025", "period": "2024"}]},
         "book.xlsx has no column 'Tỷ lệ | 2025'. Did you mean 'Tỷ lệ | 2024'?\n"
         "Allowed: 'Địa phương', 'Tỷ lệ | 2023', 'Tỷ lệ | 2024', 'Tài khoản'.\n"
         "Fix: correct the mapping, or the lines of its header."),
        ({"header": [3]}, "book.xlsx has no column 'Tỷ lệ | 2023'.\n"
         "Allowed: 'Địa phương', 'Tỷ lệ', 'Tỷ lệ', 'Tài khoản'.\n"
         "Fix: correct the mapping, or the lines of its header."),
        ({"header": [3], "values": [{"column": "Tỷ lệ", "period": "2024"}]},
         "book.xlsx has more than one column 'Tỷ lệ'.\nFix: name it by its letter in the mapping."),
        ({"header": [300]}, "book.xlsx has no line 300 for its header.\nFix: correct 'header' in the mapping."),
        ({"sheet": "Bảng 2"}, "book.xlsx has no sheet 'Bảng 2'.\nAllowed: 'Ghi chú', 'Bảng 1'.\nFix: correct 'sheet'."),
    ],
)  # fmt: skip
def test_what_the_mapping_names_must_exist(read, mapping, said):
    with pytest.raises(DataError) as caught:
        read(["Cả nước", 1, 2, 3], **mapping)
    assert str(caught.value) == said


def test_every_problem_of_a_mapping_is_found_at_once_with_its_line(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)
    text = (
        "header: [1, 3]\narea: {always: VNN, names: {x: SGB}}\nperiod: {column: a, always: '2024'}\n"
        "values:\n- {column: b}\n- {column: c, period: 20x4}\n"
    )
    path = toy.write("map.yaml", text.replace("period: {column: a, always: '2024'}\n", "")).relative_to(
        toy.project.root
    )
    with pytest.raises(SchemaError) as caught:
        read_spreadsheet(path, catalogue=toy.catalogue, source="un-2024", indicators={}, mapping=path)
    where = "  Fix: correct it, or add it to data/catalogue/areas.yaml."
    assert str(caught.value) == (
        "5 problems found:\n"
        "- Lines that do not follow one another in map.yaml, line 1, character 1, header.\n"
        "  Fix: write them as [3, 4].\n"
        "- '20x4' is not a time period in map.yaml, line 5, character 15, values.1.period.\n  Allowed: '2024'.\n"
        "  Fix: write it as SDMX does.\n"
        "- No period of the column 'b' in map.yaml, line 4, character 3, values.0.\n"
        "  Fix: give its 'period', or say under 'period' which column holds it.\n"
        f"- Unknown area 'SGB' in map.yaml, line 2, character 29, area.names.x. Did you mean 'SGP'?\n{where}\n"
        f"- Unknown area 'VNN' in map.yaml, line 2, character 8, area.always. Did you mean 'VNM'?\n{where}"
    )


def test_keys_that_a_mapping_does_not_know_or_lacks_are_named(toy, monkeypatch):
    monkeypatch.chdir(toy.project.root)
    path = toy.write("map.yaml", "header: []\narea: {colum: a}\nvalues: [{period: '2024'}]\n").relative_to(
        toy.project.root
    )
    with pytest.raises(SchemaError) as caught:
        read_spreadsheet(path, catalogue=toy.catalogue, source="un-2024", indicators={}, mapping=path)
    assert str(caught.value) == (
        "2 problems found:\n"
        "- An empty list in map.yaml, line 1, character 1, header.\n  Fix: write an entry.\n"
        "- Unknown key 'colum' in map.yaml, line 2, character 8, area.colum. Did you mean 'column'?\n"
        "  Allowed: 'column', 'always', 'map', 'names'.\n  Fix: correct or remove it."
    )


@pytest.mark.parametrize("values", ["{period: '2024'}", "{column: a, each: period}"])
def test_values_stand_in_one_column_or_in_each_that_a_period_names(toy, monkeypatch, values):
    monkeypatch.chdir(toy.project.root)
    path = toy.write("map.yaml", f"header: [1]\narea: {{column: a}}\nvalues: [{values}]\n").relative_to(
        toy.project.root
    )
    with pytest.raises(SchemaError) as caught:
        read_spreadsheet(path, catalogue=toy.catalogue, source="un-2024", indicators={}, mapping=path)
    assert str(caught.value) == (
        "1 problem found:\n- Not one of 'column' and 'each' in map.yaml, line 3, character 10, values.0.\n"
        "  Fix: name the column, or write 'each: period' for all columns that are named by a period."
    )


def test_a_workbook_is_recognised_by_its_content_not_its_name(tmp_path):
    make_book([])[0].save(tmp_path / "download.bin")
    assert find_reader(tmp_path / "download.bin") is read_spreadsheet


UN_SURVEY = {
    "header": [1], "decimal": ".", "area": {"column": "Country Name"}, "period": {"column": "Survey Year"},
    "values": [
        {"column": "E-Government Rank", "out_of": 193},
        {"column": "E-Government Index", "signs": {"0.00000": {"status": "M", "comment": "Not assessed."}}},
    ],
}  # fmt: skip
WORLD_BANK = {
    "header": [5],
    "decimal": ".",
    "area": {"column": "Country Code"},
    "values": [{"each": "period", "measure": "p"}],
}
WIPO = {
    "header": [1], "delimiter": "\t", "decimal": ".", "missing": ["-1", "-1.0"],
    "area": {"column": "Country"}, "period": {"column": "Year"}, "values": [{"column": "Rank", "out_of": 133}],
}  # fmt: skip
PROVINCES = {
    "header": [1], "decimal": ",", "area": {"column": "tentinh", "map": "VN34"}, "period": {"always": "2025-07"},
    "values": [{"column": "dansonguoi"}, {"column": "dientichkm2"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "mapping", "indicators", "kept"),
    [
        ("un_egovkb/EGOV_DATA_2022.csv", UN_SURVEY,
         {"E-Government Rank": "egdi_rank", "E-Government Index": "egdi_value"},
         {("egdi_rank", "VNM", "2022", "86", "193"), ("egdi_value", "VNM", "2022", "0.67870", "")}),
        ("wb_wdi/API_SP.POP.TOTL_DS2_en_csv_v2_4770387.csv", WORLD_BANK, {"p": "egdi_value"},
         {("egdi_value", "VNM", "1960", "32718461", ""), ("egdi_value", "SGP", "2021", "5453566", "")}),
        ("wipo_gii/GII_2011_2024_long_format.tsv", WIPO, {"Rank": "gii_rank"},
         {("gii_rank", "VNM", "2024", "44", "133")}),
        ("concordance/sapnhap.bando.com.vn_province_2025-07-17.csv", PROVINCES,
         {"dansonguoi": "egdi_value", "dientichkm2": "egdi_osi"},
         {("egdi_osi", "VN34-01", "2025-07", "3359.80", ""), ("egdi_value", "VN34-01", "2025-07", "8718000", "")}),
    ],
)  # fmt: skip
def test_a_table_of_a_publisher_is_read_by_a_mapping_of_a_few_lines(toy, repository, name, mapping, indicators, kept):
    path = repository.parent / "shared" / "raw" / name
    if not path.is_file():
        pytest.skip(f"the publisher's file {path} is not there")
    toy.write("map.yaml", yaml.safe_dump(mapping))
    reading = read_spreadsheet(
        path, catalogue=read_catalogue(Project(repository)), source="un-egovkb-2022", indicators=indicators,
        mapping=toy.project.root / "map.yaml",
    )  # fmt: skip
    assert (reading.adds_up, reading.problems) == (True, ())
    assert kept <= set(list_cells(reading, "INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "OUT_OF"))


def test_all_columns_that_are_named_by_a_period_are_values_of_it_and_others_are_not(toy):
    path = toy.write("wide.csv", "Area,Code,2023,2024,2024-Q1,Note\nSingapore,x,1,,3,n\nViet Nam,y,4,5,6,n\n")
    mapping = {"header": [1], "area": {"column": "Area"}, "values": [{"each": "period", "measure": "share"}]}
    toy.write("map.yaml", yaml.safe_dump(mapping))
    reading = read_spreadsheet(
        path, catalogue=toy.catalogue, source="un-2024", indicators=SHARE, mapping=toy.project.root / "map.yaml"
    )
    assert list_cells(reading, "REF_AREA", "TIME_PERIOD", "OBS_VALUE") == [
        ("SGP", "2023", "1"), ("SGP", "2024-Q1", "3"),
        ("VNM", "2023", "4"), ("VNM", "2024", "5"), ("VNM", "2024-Q1", "6"),
    ]  # fmt: skip
    assert (reading.adds_up, len(reading.left_out)) == (True, 5)


def test_a_sign_of_one_column_means_nothing_in_the_others(read):
    values = [dict(one) for one in MAPPING["values"]]
    values[0]["signs"] = {"0": {"status": "M", "comment": "Not assessed."}}
    reading = read(["Cả nước", 0, 0, 7], values=values)
    assert list_cells(reading, "OBS_VALUE", "OBS_STATUS", "COMMENT") == [
        ("", "M", "Not assessed."), ("0", "A", ""), ("7", "A", ""),
    ]  # fmt: skip


def test_a_column_may_say_in_which_unit_each_row_counts_and_a_word_that_is_unknown_is_a_problem(read):
    counted = {"values": MAPPING["values"][2:], "multiplier": {"column": "Tỷ lệ | 2024", "words": {"nghìn": 1000}}}
    rows = (["Cả nước", None, "nghìn", 45], ["Singapore", None, "tá", 7])
    reading = read(*rows, indicators={"accounts": "accounts"}, **counted)
    assert list_cells(reading, "REF_AREA", "OBS_VALUE") == [("VNM", "45000")]
    assert [str(problem) for problem in reading.problems] == [
        "'tá' is no known unit in book.xlsx, line 6, Tỷ lệ | 2024.\n"
        "  Fix: say under 'words' of the multiplier what it stands for."
    ]


def test_a_row_with_a_character_that_nobody_sees_is_a_problem_and_the_others_are_kept(read):
    reading = read(["Cả nước", 0.5, 0.6, 10], ["Singa\u202epore", 0.4, 0.5, 11], ["SGP", "\u200b", 0.5, 12])
    assert all("\u202e" not in "".join(row.values()) for row in reading.rows)
