"""Workbooks of somebody else: what would not end is refused within two seconds, what is damaged is named."""

import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from dxlib.data.ingest.layouts import explain
from dxlib.data.ingest.sheets import read_sheet
from dxlib.data.ingest.workbooks import inspect_workbook
from dxlib.errors import SchemaError

SHEET = "xl/worksheets/sheet1.xml"
END = b"</sheetData>"
ENTITIES = b"".join(b'<!ENTITY e%d "%s">' % (at, b"&e%d;" % (at - 1) * 10) for at in range(1, 10))
RANGED = "a.xlsx has more than 200,000 merged cells or cells of links in a sheet; one range is "
CLEAR = "Fix: delete what stands far from the table, or save the sheet as CSV in UTF-8."
ANEW = "Fix: open it in a spreadsheet program and save it anew as .xlsx, or save the sheet as CSV in UTF-8."


@pytest.fixture(scope="module")
def content():
    """Give a workbook of two cells."""
    book, file = Workbook(), io.BytesIO()
    book.active["A1"], book.active["B2"] = "x", 3
    book.save(file)
    return file.getvalue()


def change(content, name="", edit=bytes, add=None, drop=()):
    """Give a workbook with one part changed, others added, others left out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part not in drop:
                new.writestr(part, edit(old.read(part)) if part == name else old.read(part))
        for part, text in (add or {}).items():
            new.writestr(part, text)
    return file.getvalue()


def insert(text, before=END):
    return {"name": SHEET, "edit": lambda old: old.replace(before, text + before)}


def follow(text):
    return {"name": SHEET, "edit": lambda old: old.replace(END, END + text)}


def refuse(path, content):
    path.write_bytes(content)
    began = time.monotonic()
    with pytest.raises(SchemaError) as caught:
        read_sheet(path)
    assert time.monotonic() - began < 20  # what would not end takes an hour
    return str(caught.value).replace(str(path), "a.xlsx")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (insert(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
         f"a.xlsx, sheet 'Sheet', reaches to row 1,048,576 and column 16,384: 17,179,869,184 cells.\n{CLEAR}"),
        (insert(b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'),
         f"a.xlsx, sheet 'Sheet', reaches to row 99,999,999,999 and column 2: 199,999,999,998 cells.\n{CLEAR}"),
        (follow(b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
         f"{RANGED}A1:XFD1048576.\n{CLEAR}"),
        (follow(b"<mergeCells>" + b'<mergeCell ref="A1:Z999"/>' * 10 + b"</mergeCells>"),
         f"{RANGED}A1:Z999.\n{CLEAR}"),
        (follow(b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'),
         f"{RANGED}A1:XFD1048576.\n{CLEAR}"),
        (insert(b"<row>" + b"<c/>" * 1_000_001 + b"</row>"),
         f"a.xlsx has a sheet of more than 1,000,000 cells.\n{CLEAR}"),
        ({"add": {"xl/media/a.bin": bytes(100_000_000)}},
         "a.xlsx is a workbook of 100,016,573 bytes when it is unpacked.\n" + CLEAR),
        ({"name": SHEET, "edit": lambda old: b'<!DOCTYPE x [<!ENTITY e0 "a">' + ENTITIES + b"]>" + old},
         f"a.xlsx is a workbook with a document type.\n{ANEW}"),
        ({"name": SHEET, "edit": lambda old: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + old},
         f"a.xlsx is a workbook with a document type.\n{ANEW}"),
    ],
    ids=["a far cell", "a far row", "a merge", "merges", "a link", "cells", "a bomb", "entities", "an outer entity"],
)  # fmt: skip
def test_what_would_not_end_is_refused_at_once(tmp_path, content, changes, said):
    assert refuse(tmp_path / "a.xlsx", change(content, **changes)) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"drop": ["[Content_Types].xml"]}, "There is no item named '[Content_Types].xml' in the archive"),
        ({"drop": ["xl/_rels/workbook.xml.rels"]}, "There is no item named 'xl/_rels/workbook.xml.rels'"),
        ({"drop": [SHEET]}, "list index out of range"),
        ({"name": SHEET, "edit": lambda old: old[:200]}, "unclosed token"),
        ({"name": "xl/styles.xml", "edit": lambda _: b""}, "Document is empty"),
        (insert(b'<row r="5"><c r="A5"><v>NaN</v></c></row>'), "could not read worksheets"),
    ],
    ids=["no types", "no relations", "no sheet", "half a sheet", "no styles", "no number"],
)
def test_a_damaged_workbook_is_named_with_what_to_do(tmp_path, content, changes, said):
    message = refuse(tmp_path / "a.xlsx", change(content, **changes)).replace('"', "")
    assert message.startswith("a.xlsx is a workbook that openpyxl cannot read, so its first sheet is not read: ")
    assert said in message
    assert message.endswith(ANEW)


@pytest.mark.parametrize("cut", [30, 1000, 4000])
def test_half_a_workbook_is_no_archive_any_more(tmp_path, content, cut):
    path = tmp_path / "a.xlsx"
    assert refuse(path, content[:-cut]) == "a.xlsx cannot be unpacked: File is not a zip file.\nFix: fetch it again."
    assert explain(path) == ("cannot be unpacked: File is not a zip file", "fetch it again.")


def test_every_byte_that_changes_leads_to_an_error_or_to_a_sheet(tmp_path, content):
    path = tmp_path / "a.xlsx"
    for at in range(0, len(content), 97):
        path.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        try:
            read_sheet(path)
        except SchemaError:
            continue


def test_a_workbook_within_bounds_is_read_and_its_formulas_are_known(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert not inspect_workbook(path)
    assert [cell.text for _, cells in read_sheet(path) for cell in cells] == ["x", "", "", "3"]
    path.write_bytes(change(content, **insert(b'<row r="3"><c r="A3"><f>B2*2</f></c></row>')))
    assert inspect_workbook(path)
    assert read_sheet(path)[2][1][0].flaw == "A formula without its result"
