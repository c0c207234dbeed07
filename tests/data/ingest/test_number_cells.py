"""Numbers in doubt are none, unless the file's decimal mark is known; signs for no value are no numbers."""

import pytest

from dxlib.data.ingest.number_cells import MISSING_SIGNS, is_missing, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.69030", "0.69030"), (" 71 ", "71"), ("-1.5", "-1.5"), ("1,234.5", "1234.5"), ("1,234,567", "1234567"),
        ("6.38E-05", "0.0000638"), ("1,234", None), ("1.234,5", None), ("12,34.5", None), ("45%", None),
        ("2.345", None), ("-12.345", None), ("0.345", "0.345"), ("-0.345", "-0.345"), ("2345.678", "2345.678"),
        ("1,234.567", "1234.567"), ("\u22121.5", "-1.5"), ("[18]", None), ("inf", None),
        ("1 234", None), ("１２", None), (".", None), ("1e999", None), ("1E-999", None), ("9" * 61, None),
        ("9" * 60, "9" * 60),
    ],
)  # fmt: skip
def test_a_number_that_may_be_read_in_two_ways_is_none(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1,234", ".", "1234"), ("1,234", ",", "1.234"), ("1.234", ",", "1234"), ("8.718.000", ",", "8718000"),
        ("3.359,80", ",", "3359.80"), ("1 234,5", ",", "1234.5"), ("1\u00a0234\u202f567", ".", "1234567"),
        ("45.2", ",", None), ("45,2", ".", None), ("12 34", ",", None), ("1.234 567", ",", "1234567"),
    ],
)  # fmt: skip
def test_a_known_decimal_mark_leaves_no_doubt(text, decimal, number):
    assert parse_number(text, decimal=decimal) == number


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1,234", ".", None), ("1.234", ".", "1.234"), ("1,234", ",", "1.234"), ("1.234", ",", None),
        ("1 234", ".", None), ("1e3", ".", "1000"),
    ],
)  # fmt: skip
def test_a_machine_writes_nothing_between_thousands(text, decimal, number):
    assert parse_number(text, decimal=decimal, thousands=False) == number


@pytest.mark.parametrize("sign", [*MISSING_SIGNS, " ", "N/A", "#N/A", "NaN"])
def test_signs_for_no_value_are_known_and_are_no_numbers(sign):
    assert is_missing(sign)
    assert parse_number(sign) is None


@pytest.mark.parametrize("text", ["0", "-1", "none of these", "*"])
def test_other_signs_are_not_taken_for_no_value(text):
    assert not is_missing(text)
