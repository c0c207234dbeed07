"""Files as text and records: encodings are named, lines are known, what does not fit the header is a problem."""

import pytest

from dxlib.data.ingest.records import describe_page, match_records, read_header, read_records, read_text
from dxlib.errors import SchemaError


def test_every_line_that_is_not_utf_8_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = (tmp_path / "old.csv").relative_to(tmp_path)
    path.write_bytes("a\nCôte\nb\nTürkiye\n".encode("cp1252"))
    fix = "find the file's encoding (often Windows-1252) and declare it, or save the file as UTF-8."
    with pytest.raises(SchemaError) as caught:
        read_text(path)
    assert str(caught.value) == (
        f"2 problems found:\n- Not UTF-8 (byte 0xF4 at position 2) in old.csv, line 2.\n  Fix: {fix}\n"
        f"- Not UTF-8 (byte 0xFC at position 2) in old.csv, line 4.\n  Fix: {fix}"
    )


def test_utf_16_is_named_and_a_byte_order_mark_of_utf_8_is_dropped(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a", "utf-16")
    with pytest.raises(SchemaError, match="is UTF-16, not UTF-8"):
        read_text(path)
    path.write_text("a", "utf-8-sig")
    assert read_text(path) == "a"


def test_records_carry_the_line_they_begin_in(tmp_path):
    assert read_records(tmp_path, 'a,b\r\n"x\r\ny",1\r\n\r\nc,d') == [
        (1, ["a", "b"]), (2, ["x\r\ny", "1"]), (4, []), (5, ["c", "d"]),
    ]  # fmt: skip
    assert read_records(tmp_path, "a\tb,c", delimiter="\t") == [(1, ["a", "b,c"])]


def test_a_quotation_mark_that_is_not_closed_is_refused_with_its_line(tmp_path):
    with pytest.raises(SchemaError, match=r"Not CSV \(unexpected end of data\) in .*, line 2\."):
        read_records(tmp_path / "a.csv", 'a,b\n"x,1\nc,d\n')


def test_what_is_not_csv_has_a_bounded_header(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"a" * 200_000)
    assert read_header(path) == ("a" * 65_536,)
    path.write_bytes(b'"' + b"a" * 140_000)
    assert len(read_header(path)) == 1


def test_a_record_too_short_or_too_long_is_one_problem_and_an_empty_line_none(tmp_path):
    records = [(2, ["VNM", "1", "2"]), (3, []), (4, ["VNM"]), (5, ["VNM", "1", "2", "3"])]
    lines, problems = match_records(tmp_path / "a.csv", ["Area", "x", "y"], records)
    assert lines == [(2, {"Area": "VNM", "x": "1", "y": "2"})]
    assert [(problem.line, problem.what) for problem in problems] == [
        (4, "1 cells where 3 are due"), (5, "4 cells where 3 are due"),
    ]  # fmt: skip


def test_a_header_that_names_a_column_twice_is_refused_because_one_would_be_lost(tmp_path):
    with pytest.raises(SchemaError) as caught:
        match_records(tmp_path.relative_to(tmp_path) / "a.csv", ["Area", "x", "x"], [])
    assert str(caught.value) == "a.csv has more than one column 'x'.\nFix: compare it with the publisher's file."


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<html><TITLE>\n502 Bad &amp; Gateway</title>", "502 Bad & Gateway"),
        ("<p>Not   <b>here</b></p>", "Not here"),
        ("<p>" + "long " * 100, ("long " * 24).strip()[:120]),
    ],
)
def test_a_web_page_is_described_by_its_title_or_its_first_words(page, said):
    assert describe_page(page).strip() == said
