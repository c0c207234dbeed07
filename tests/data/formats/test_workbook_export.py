"""The spreadsheet, read back by openpyxl."""

import io
import os
import subprocess
import sys
import zipfile

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from dxlib.data.clean import clean
from dxlib.data.formats.selection import Selection, read_selection
from dxlib.data.formats.workbook_export import render_spreadsheet
from dxlib.errors import MissingDependencyError
from tests.data.formats.conftest import COPY

# gptables 2.0 calls pandas in ways that pandas 4 will not have, and leaves its theme's file to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning"),
    pytest.mark.filterwarnings("ignore:Exception ignored in.*gptheme:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file.*gptheme:ResourceWarning"),
]


def open_book(selection):
    return openpyxl.load_workbook(io.BytesIO(render_spreadsheet(selection)))


def read_table(sheet):
    """Give the rows of the only table of a sheet, by heading."""
    (table,) = sheet.tables.values()
    head, *rows = [[cell.value for cell in line] for line in sheet[table.ref]]
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_there_is_a_cover_and_one_table_a_sheet(store):
    book = open_book(store)
    assert book.sheetnames == ["Cover", "Contents", "Notes", "Table_1", "Table_2", "Sources"]
    assert [len(sheet.tables) for sheet in book] == [0, 1, 1, 1, 1, 1]
    assert [sheet["A1"].value for sheet in book] == [
        "Toy briefs: indicators, each figure with its source", "Table of contents",
        "Notes: shorthand in the tables", "rank name", "share name", "Sources, with their terms",
    ]  # fmt: skip
    cover = [cell.value for cell in book["Cover"]["A"]]
    assert "Indicators: 2. Figures: 10. Sources: 5, read by 2026-11-22." in cover


def test_headers_are_marked_and_no_cell_is_merged_empty_or_a_formula(store, hard):
    for book in (open_book(store), open_book(hard)):
        for sheet in book:
            assert not sheet.merged_cells.ranges
            for table in sheet.tables.values():
                assert table.headerRowCount == 1
                assert all(cell.value not in (None, "") for line in sheet[table.ref] for cell in line)
            assert [cell.coordinate for line in sheet.iter_rows() for cell in line if cell.data_type == "f"] == []


def test_the_contents_lead_to_every_sheet(store):
    sheet = open_book(store)["Contents"]
    links = {cell.value: cell.hyperlink.location for cell in sheet["A"] if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in ("Notes", "Table_1", "Table_2", "Sources")}


def test_a_figure_is_a_number_with_its_unit_in_the_heading(store):
    book = open_book(store)
    rows = read_table(book["Table_2"])
    assert [row["Value\n(per cent)"] for row in rows if row["Period"] == "2024"] == [45.2, 45]
    assert {row["Value\n(per cent)"] for row in rows} == {
        float(row["OBS_VALUE"]) for row in store.tables["online_share"]
    }
    assert {row["Status"] for row in rows} == {"normal", "[e]"}
    assert {row["Period"] for row in rows if row["Kind"] == "target"} == {"2025", "[z]"}
    formats = {cell.number_format for line in book["Table_2"].iter_rows() for cell in line if cell.data_type == "n"}
    assert "#,##0.0" in formats


def test_a_missing_value_is_explained_shorthand(hard):
    rows = read_table(open_book(hard)["Table_1"])
    (row,) = [row for row in rows if row["Period"] == "2009"]
    assert (row["Value\n(per cent)"], row["Status"]) == ("[x]", "[x]")
    shorthand = {row["Shorthand"]: row["Meaning"] for row in read_table(open_book(hard)["Notes"])}
    assert shorthand["[x]"] == "not available: the source states no value"


def test_hard_texts_stay_texts_as_they_are_also_after_an_edit(hard):
    sheet = open_book(hard)["Table_1"]
    assert {unescape(row["Comment"]) for row in read_table(sheet)} == {row["COMMENT"] for row in hard.walk_rows()}
    (table,) = sheet.tables.values()
    comments = [line[-2] for line in sheet[table.ref][1:]]
    assert [cell.data_type for cell in comments] == ["s"] * len(comments)
    assert all(cell.quotePrefix for cell in comments)


def test_no_column_is_wider_than_a_page_and_long_texts_wrap(store):
    url = "https://example.org/" + "a" * 300
    sources = {key: source.model_copy(update={"url": url}) for key, source in store.sources.items()}
    book = open_book(Selection(store.catalogue.model_copy(update={"sources": sources}), store.tables))
    widths = [column.width for sheet in book for column in sheet.column_dimensions.values()]
    assert max(widths) < 90
    (cell,) = {cell.value: cell for line in book["Sources"].iter_rows() for cell in line if cell.value == url}.values()
    assert cell.alignment.wrap_text


def test_columns_that_say_nothing_are_left_out(store):
    rows = read_table(open_book(store)["Table_2"])
    assert {"Upper value", "Out of", "Withdrawn on"}.isdisjoint(rows[0])
    assert "Out of" in read_table(open_book(store)["Table_1"])[0]


def test_sources_are_listed_with_their_terms(store):
    rows = {row["Id"]: row for row in read_table(open_book(store)["Sources"])}
    assert rows["un-2024"]["Terms"] == "CC BY"
    assert rows["un-undated"]["Address"] == "[z]"
    assert set(rows) == set(store.sources)


def test_the_same_data_give_the_same_bytes_in_any_process_and_at_any_time(toy):
    clean(toy.project)
    code = (
        "import sys, pathlib\nfrom dxlib.paths import Project\n"
        "from dxlib.data.formats.selection import read_selection\n"
        "from dxlib.data.formats.workbook_export import render_spreadsheet\n"
        "project = Project(pathlib.Path(sys.argv[1]))\n"
        "sys.stdout.buffer.write(render_spreadsheet(read_selection(project)))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Ho_Chi_Minh"}
    command = [sys.executable, "-c", code, str(toy.project.root)]
    apart = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
    here = render_spreadsheet(read_selection(toy.project))
    assert apart == here
    with zipfile.ZipFile(io.BytesIO(here)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-11-22T00:00:00Z</dcterms:created>" in archive.read("docProps/core.xml")


def test_without_the_library_the_message_names_the_extra(store, without):
    without("gptables")
    with pytest.raises(MissingDependencyError) as caught:
        render_spreadsheet(store)
    assert str(caught.value) == (
        "The spreadsheet needs 'gptables', which is not installed.\nFix: pip install 'dxlib[export]'."
    )


def test_a_source_that_was_read_in_a_copy_has_a_column_for_it_which_others_do_without(store, copied):
    rows = {row["Id"]: row for row in read_table(open_book(copied)["Sources"])}
    assert rows["un-2024"]["As copied in"] == COPY
    assert rows["un-2024"]["Address"] == "https://example.org/un"
    assert rows["un-2024"]["Source"].endswith("; as copied in github.com/somebody/copies")
    assert {row["As copied in"] for name, row in rows.items() if name != "un-2024"} == {"[z]"}
    assert "As copied in" not in read_table(open_book(store)["Sources"])[0]
