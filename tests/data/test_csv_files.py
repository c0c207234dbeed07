"""Tables that people write as CSV: whatever is wrong with one is named, in two seconds, and no row is silently lost."""

import csv
import os
import time

import pytest

from dxlib.bounds import MOST_PROBLEMS, TABLE_BYTES
from dxlib.data.csv_files import list_lines, read_table

HEADER = ("A", "B")
REST = ", rows from here on are not read, in a.csv, line "


def say(path):
    began = time.monotonic()
    table = read_table(path, HEADER)
    assert time.monotonic() - began < 20  # what would not end takes an hour
    return [str(problem).partition("\n")[0].replace(str(path), "a.csv") for problem in table.problems]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_keep_their_ends_and_may_be_as_long_as_is_allowed(end):
    lines = [f"abc{end}", f"{end}", "ab"]
    assert list(list_lines("".join(lines), 3 + len(end))) == lines
    if end != "\r":  # where csv itself counts
        with pytest.raises(csv.Error, match="line 1 has more than"):
            list(list_lines("".join(lines), 2 + len(end)))


def test_rows_have_the_line_they_end_in(tmp_path):
    (tmp_path / "a.csv").write_bytes('\ufeffA,B\r\n1,"x, ""y"""\r\n2,"x\r\ny"\r\n3,\r\n'.encode())
    table = read_table(tmp_path / "a.csv", HEADER)
    assert table.lines == [
        (2, {"A": "1", "B": 'x, "y"'}), (4, {"A": "2", "B": "x\r\ny"}), (5, {"A": "3", "B": ""}),
    ]  # fmt: skip
    assert (table.problems, table.has_breaks) == ([], True)


@pytest.mark.parametrize(("text", "has_breaks"), [("1,2\n", False), ('1,"2\n"\n', True), ("1,\t2\n", True)])
def test_it_is_known_whether_a_cell_is_broken(tmp_path, text, has_breaks):
    (tmp_path / "a.csv").write_text(f"A,B\n{text}3,4\n", "utf-8")
    assert read_table(tmp_path / "a.csv", HEADER).has_breaks is has_breaks


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ["Wrong header (missing: A, B) in a.csv, line 1."]),
        (b"A;B\n1;2\n", ["Cells parted by semicolons, not by commas, in a.csv, line 1."]),
        (b"A\tB\n1\t2\n", ["Cells parted by tabs, not by commas, in a.csv, line 1."]),
        (b"B,A\n", ["Wrong header (missing: none) in a.csv, line 1."]),
        (b'A,"B\n1,2\n', ["Not CSV (unexpected end of data)" + REST + "2."]),
        (b'A,B\n1,2\n3,"4\n5,6\n', ["Not CSV (unexpected end of data)" + REST + "4."]),
        (b"A,B\n1\n1,2,3\n\n", [f"{count} cells where 2 are due in a.csv, line {line}."
                                for count, line in ((1, 2), (3, 3), (0, 4))]),
        ("A,B\n1,2\n".encode("utf-16"), ["UTF-16, not UTF-8, in a.csv."]),
        (b"A,B\n1,\xe9\n", ["Not UTF-8 (byte 0xE9) in a.csv, line 2, character 3."]),
        (b"A,B\n1,\0\n", ["Hidden character U+0000 (a control character) in a.csv, line 2, character 3."]),
        (b"A,B\n1," + b"x" * 900_000 + b"\n",
         ["Not CSV (line 2 has more than 131,072 characters)" + REST + "1."]),
        (b"A,B\n" + b"1," * 40_000_000 + b"\n", ["Not CSV (line 2 has more than 131,072 characters)" + REST + "1."]),
    ],
    ids=["empty", "semicolons", "tabs", "order",
         "quote in the header", "quote", "cells", "UTF-16", "stray byte", "NUL", "field", "line"],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_named_with_its_place(tmp_path, content, said):
    (tmp_path / "a.csv").write_bytes(content)
    assert say(tmp_path / "a.csv") == said


def test_a_cell_of_many_lines_has_its_bound_too(tmp_path):
    (tmp_path / "a.csv").write_text('A,B\n1,"' + "xxxxxx\n" * 100_000 + '"\n3,4\n', "utf-8")
    (said,) = say(tmp_path / "a.csv")  # a library that raises the csv module's own bound may be loaded, or not
    assert said.startswith(
        ("Not CSV (field larger than field limit", "Not CSV (a cell of more than 131,072 characters)")
    )


def test_a_file_of_200_megabytes_is_not_read(tmp_path):
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(200_000_000)
    assert say(tmp_path / "a.csv") == [f"More than {TABLE_BYTES:,} bytes in a.csv."]


def test_what_is_no_file_is_named(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    said = {name: say(tmp_path / name) for name in ("missing", "folder", "link", "pipe")}
    assert said == {
        "missing": ["Missing file in a.csv."], "folder": ["A folder, not a file, in a.csv."],
        "link": ["A link to 'nowhere', which is not there, in a.csv."], "pipe": ["A pipe, not a file, in a.csv."],
    }  # fmt: skip


def test_a_file_of_nothing_but_slips_is_not_read_to_its_end(tmp_path):
    (tmp_path / "a.csv").write_text("A,B\n" + "x\n" * 1_000_000, "utf-8")
    said = say(tmp_path / "a.csv")
    assert len(said) == MOST_PROBLEMS + 1
    assert said[-1] == "1,000 problems and more, rows from here on are not read, in a.csv, line 1001."
