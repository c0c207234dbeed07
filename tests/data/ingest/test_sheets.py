"""Cells of a sheet as a reader sees them: numbers, percentages, days, merged cells, formulas."""

from datetime import date, datetime

import pytest
from openpyxl import Workbook

from dxlib.data.ingest.sheets import SheetCell, name_columns, name_letter, read_sheet
from dxlib.errors import SchemaError


@pytest.fixture
def read(tmp_path):
    """Gives the lines of a workbook whose sheet somebody filled."""

    def save_and_read(fill, **how):
        book = Workbook()
        book.active.title = "Data"
        fill(book.active)
        book.save(tmp_path / "a.xlsx")
        return read_sheet(tmp_path / "a.xlsx", **how)

    return save_and_read


@pytest.fixture
def show(read):
    """Gives the cell that a value with a number format makes."""

    def show_one(value, number_format="General"):
        def fill(sheet):
            sheet["A1"] = value
            sheet["A1"].number_format = number_format

        ((_, (cell,)),) = read(fill)
        return cell

    return show_one


def test_a_csv_is_read_with_the_numbers_of_its_lines_and_all_lines_are_of_one_length(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("Năm;Số\n\n2024;1,5;x\n".encode())
    lines = read_sheet(path, delimiter=";")
    assert [(line, [cell.text for cell in cells]) for line, cells in lines if any(cell.text for cell in cells)] == [
        (1, ["Năm", "Số", ""]), (3, ["2024", "1,5", "x"]),
    ]  # fmt: skip
    assert {len(cells) for _, cells in lines} == {3}
    assert not any(cell.is_number for _, cells in lines for cell in cells)


def test_a_csv_in_another_encoding_is_read_where_it_is_named_and_an_empty_one_has_no_lines(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("é".encode("cp1252"))
    assert read_sheet(path, encoding="cp1252") == [(1, [SheetCell("é")])]
    path.write_bytes(b"")
    assert read_sheet(path) == []


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (12, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),  # as a spreadsheet keeps it
        (123456789012345, "#,##0", "123456789012345"),
        (0.125, "0%", "12.5%"),
        (0.125, "0.0%;[Red]-0.0%", "12.5%"),
        (-0.125, "0;-0%", "-12.5%"),
        (0.0, "0%;-0%;0", "0"),
        (12.5, r"0.0\%", "12.5%"),  # the sign is only shown
        (12.5, '0.0" of 100%"', "12.5%"),
    ],
)
def test_a_number_is_written_as_it_is_shown_in_full(show, value, number_format, text):
    assert show(value, number_format) == SheetCell(text, is_number=True)


@pytest.mark.parametrize(
    ("value", "text"), [(" two  words\n", "two words"), (True, "True"), ("12", "12"), ("=1+1", "=1+1")]
)
def test_texts_and_truth_values_are_no_numbers(show, value, text):
    cell = show(value)
    assert (cell.text, cell.is_number) == (text, False)


@pytest.mark.parametrize(
    ("number_format", "text"),
    [("yyyy", "2024"), ("mmm yyyy", "2024-06"), ("d.m.yyyy", "2024-06-30"), ('"day "yyyy', "2024"),
     (r"[$-de-DE]mmmm\ yyyy", "2024-06")],
)  # fmt: skip
def test_a_day_is_written_as_far_as_the_sheet_shows_it(show, number_format, text):
    assert show(datetime(2024, 6, 30), number_format).text == text  # noqa: DTZ001  (a sheet knows no zone)
    assert show(date(2024, 6, 30), number_format).text == text


def test_each_cell_of_a_merged_one_has_its_text_and_the_first_one_is_the_anchor(read):
    def fill(sheet):
        sheet["A1"], sheet["C1"] = 2024, "x"
        sheet.merge_cells("A1:B2")

    (_, first), (_, second) = read(fill)
    anchor, part = SheetCell("2024", is_number=True, merged="A1:B2"), SheetCell("2024", True, "A1:B2", False)
    assert first == [anchor, part, SheetCell("x")]
    assert second == [part, part, SheetCell("")]


def test_a_formula_whose_result_was_not_saved_is_a_flaw(read):
    def fill(sheet):
        sheet["A1"], sheet["B1"] = 2, "=A1*2"

    ((_, cells),) = read(fill)
    assert cells == [SheetCell("2", is_number=True), SheetCell("=A1*2", flaw="A formula without its result")]


def test_a_sheet_is_found_by_its_name_and_the_first_is_read_where_none_is_named(read):
    def fill(sheet):
        sheet["A1"] = "first"
        sheet.parent.create_sheet("More")["A1"] = "second"

    assert read(fill)[0][1][0].text == read(fill, name="Data")[0][1][0].text == "first"
    assert read(fill, name="More")[0][1][0].text == "second"
    with pytest.raises(SchemaError) as caught:
        read(fill, name="Other")
    assert str(caught.value).endswith("a.xlsx has no sheet 'Other'.\nAllowed: 'Data', 'More'.\nFix: correct 'sheet'.")


def test_columns_are_named_by_the_lines_of_the_header_once_each_and_else_by_their_letter():
    lines = [(at, [SheetCell(text) for text in row]) for at, row in enumerate(["xab ", "xcb "], start=4)]
    lines = [(line, [SheetCell(cell.text.strip()) for cell in cells]) for line, cells in lines]
    assert name_columns(lines, header=[4, 5]) == ["x", "a | c", "b", "D"]
    assert name_columns(lines, header=[5]) == ["x", "c", "b", "D"]


@pytest.mark.parametrize(
    ("at", "letters"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")],
)
def test_a_column_has_the_letters_that_a_spreadsheet_shows(at, letters):
    assert name_letter(at) == letters
