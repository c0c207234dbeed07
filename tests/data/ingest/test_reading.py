"""What readers share: numbers in doubt are none, encodings are named, each layout has exactly one reader."""

import pytest

from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest import papi, un_egovkb, world_bank_api, world_bank_wide
from dxlib.data.ingest.reading import (
    MISSING_SIGNS,
    Kept,
    LeftOut,
    collect,
    find_reader,
    is_missing,
    parse_number,
    prepare,
    read_records,
    read_text,
    refuse,
)  # fmt: skip
from dxlib.errors import DataError, Problem, SchemaError, SourceError

LAYOUTS = {
    "un_egovkb": (un_egovkb, ",".join(un_egovkb.HEADER) + "\n"),
    "papi": (papi, "Province,SC11\nP01,1\n"),
    "world_bank_wide": (
        world_bank_wide,
        '\ufeff"Data Source","World Development Indicators",\n\n"Last Updated Date","2023-03-01",\n\n'
        '"Country Name","Country Code","Indicator Name","Indicator Code","2020",\n',
    ),
    "world_bank_api": (world_bank_api, '[{"page":1,"pages":1},[]]'),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_is_recognised_by_its_own_reader_only_whatever_the_file_is_called(tmp_path, name):
    path = tmp_path / "download.bin"
    path.write_text(LAYOUTS[name][1], "utf-8")
    assert [key for key, (module, _) in LAYOUTS.items() if module.recognises(path)] == [name]
    assert find_reader(path) is getattr(LAYOUTS[name][0], f"read_{name}")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'a,"b\nc', b"\x00\x01\r\n\x80"])
def test_a_file_of_no_layout_has_no_reader(tmp_path, content):
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    assert find_reader(path) is None


def test_a_refusal_names_the_reader_that_does_recognise_the_file(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text(LAYOUTS["papi"][1], "utf-8")
    assert str(refuse(path, "un_egovkb", 1, ("Province", "SC11"), ("Survey Year",))) == (
        f"{path} is not of the layout 'un_egovkb': line 1 is 'Province', 'SC11'.\n"
        "Allowed: 'Survey Year'.\nFix: use read_papi()."
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.69030", "0.69030"), (" 71 ", "71"), ("-1.5", "-1.5"), ("1,234.5", "1234.5"), ("1,234,567", "1234567"),
        ("6.38E-05", "0.0000638"), ("1,234", None), ("1.234,5", None), ("12,34.5", None), ("45%", None),
        ("[18]", None), ("inf", None), ("1 234", None), ("１２", None), (".", None),
    ],
)  # fmt: skip
def test_a_number_that_may_be_read_in_two_ways_is_none(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize("sign", [*MISSING_SIGNS, " ", "N/A", "#N/A", "NaN"])
def test_signs_for_no_value_are_known_and_are_no_numbers(sign):
    assert is_missing(sign)
    assert parse_number(sign) is None


@pytest.mark.parametrize("text", ["0", "-1", "none of these", "*"])
def test_other_signs_are_not_taken_for_no_value(text):
    assert not is_missing(text)


def test_every_line_that_is_not_utf_8_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = (tmp_path / "old.csv").relative_to(tmp_path)
    path.write_bytes("a\nCôte\nb\nTürkiye\n".encode("cp1252"))
    fix = "find the file's encoding (often Windows-1252) and save as UTF-8."
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


def test_a_quotation_mark_that_is_not_closed_is_refused_with_its_line(tmp_path):
    with pytest.raises(SchemaError, match=r"Not CSV \(unexpected end of data\) in .*, line 2\."):
        read_records(tmp_path / "a.csv", 'a,b\n"x,1\nc,d\n')


def test_the_law_of_a_reading_can_fail(tmp_path, row):
    found = (Kept(2, "x", row()), LeftOut(3, "a", "why"), LeftOut(4, "b", "why"), Problem(tmp_path, 5, "", "Wrong"))
    assert collect(tmp_path, 4, found).adds_up
    assert not collect(tmp_path, 5, found).adds_up
    assert collect(tmp_path, 4, found).reasons == {"why": 2}


def test_a_source_and_an_indicator_must_be_in_the_catalogue(toy_shared, tmp_path):
    catalogue: Catalogue = toy_shared.catalogue
    with pytest.raises(SourceError, match=r"Unknown source 'un2024'\. Did you mean 'un-2024'\?"):
        prepare(tmp_path, catalogue, "un2024", [])
    with pytest.raises(DataError, match="Unknown indicator 'egdi'"):
        prepare(tmp_path, catalogue, "un-2024", ["egdi"])
    millions = catalogue.indicators["accounts"].model_copy(update={"unit_mult": 6})
    changed = catalogue.model_copy(update={"indicators": {"accounts": millions}})
    with pytest.raises(DataError, match=r"'accounts' is counted in 10\^6, the values of a.csv in ones"):
        prepare(tmp_path.relative_to(tmp_path) / "a.csv", changed, "un-2024", ["accounts"])
