"""Numbers and days as each language writes them, and read back."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.audit.numerals import read_number
from dxlib.language.languages import read_language
from dxlib.language.numbers import (
    COMPACT_DECIMALS,
    Form,
    choose_decimals,
    format_compact,
    format_day,
    format_month,
    format_number,
    get_plural_category,
    needs_compact,
    round_half_up,
)

LANGUAGES = ("en", "vi", "fr")
NARROW, WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
VALUES = st.decimals(Decimal(-10_000_000), Decimal(10_000_000), places=6, allow_nan=False)
LARGE = st.decimals(Decimal(10**6), Decimal(10**15), places=3, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "decimals", "texts"),
    [
        ("82.4", 1, ("82.4", "82,4", "82,4")),
        ("82.40", 1, ("82.4", "82,4", "82,4")),
        ("3552", 0, ("3,552", "3.552", f"3{NARROW}552")),
        ("1234567.5", 1, ("1,234,567.5", "1.234.567,5", f"1{NARROW}234{NARROW}567,5")),
        ("0.7709", 4, ("0.7709", "0,7709", "0,7709")),
        ("-15", 0, ("-15", "-15", "-15")),
        ("999", 0, ("999", "999", "999")),
        ("0", 1, ("0", "0", "0")),
    ],
)
def test_each_language_has_its_decimal_mark_and_groups(value, decimals, texts):
    assert tuple(format_number(Decimal(value), decimals, code) for code in LANGUAGES) == texts


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [("0.84000", 4, "0.84"), ("0.87797", 4, "0.8780"), ("45.0", 1, "45"), ("44.96", 1, "45.0"), ("44.96", 0, "45")],
)
def test_a_rounded_number_has_all_its_decimals_and_an_exact_one_no_zeros(value, decimals, text):
    assert format_number(Decimal(value), decimals, "en") == text


@pytest.mark.parametrize(
    ("value", "decimals", "shown"), [("0.043", 1, 3), ("-0.5", 0, 2), ("1", 0, 0), ("1.5", 0, 0), ("-1.5", 0, 0)]
)
def test_only_below_one_a_number_gets_more_decimals(value, decimals, shown):
    assert choose_decimals(Decimal(value), decimals, "COUNT") == shown


@pytest.mark.parametrize(("value", "shown"), [("99.97", 2), ("99.94", 1), ("99.9999997", 6), ("100", 1), ("45.23", 1)])
def test_a_share_just_below_the_whole_is_not_shown_as_the_whole(value, shown):
    assert choose_decimals(Decimal(value), 1, "PERCENT") == shown
    assert choose_decimals(Decimal(value), 1, "COUNT") == 1


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("2.45", 1, "2.5"),
        ("2.35", 1, "2.4"),
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("2.4499", 1, "2.4"),
        ("7", 2, "7.00"),
    ],
)
def test_a_half_goes_away_from_zero(value, decimals, rounded):
    assert round_half_up(Decimal(value), decimals) == Decimal(rounded)


@given(VALUES, st.integers(0, 5))
def test_rounding_moves_a_number_by_half_a_step_at_most(value, decimals):
    assert abs(round_half_up(value, decimals) - value) <= Decimal("0.5").scaleb(-decimals)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("form", Form)
def test_there_is_no_negative_zero(code, form):
    text = format_number(Decimal("-0.04"), 1, code, form=form)
    assert text == ("0.0" if code == "en" else "0,0")


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        ("2.5", Form.SIGNED, "+2.5"), ("-2.5", Form.SIGNED, "-2.5"), ("0", Form.SIGNED, "0"),
        ("2.5", Form.SIZE, "2.5"), ("-2.5", Form.SIZE, "2.5"), ("-2.5", Form.PLAIN, "-2.5"),
    ],
)  # fmt: skip
def test_a_form_decides_about_the_sign(value, form, text):
    assert format_number(Decimal(value), 1, "en", form=form) == text


def test_signs_are_those_of_the_language_and_keep_their_side_from_right_to_left():
    minus = {code: format_number(Decimal(-7), 0, code) for code in ("en", "vi", "fr", "et", "lt", "ar", "he")}
    assert minus == {
        "en": "-7", "vi": "-7", "fr": "-7", "et": "\u22127", "lt": "\u22127", "ar": "\u200e-7", "he": "\u200e-7",
    }  # fmt: skip
    assert format_number(Decimal(7), 0, "ar", form=Form.SIGNED) == "\u200e+7"
    assert read_number(minus["ar"], "ar").mantissa == Decimal(-7)


@given(VALUES, st.integers(0, 6), st.sampled_from(LANGUAGES))
def test_a_written_number_is_read_back_as_the_rounded_value(value, decimals, code):
    read = read_number(format_number(value, decimals, code), code)
    assert read.mantissa == value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert (read.scale, read.frame) == (0, "{n}")


@given(LARGE, st.sampled_from([1, -1]), st.sampled_from(LANGUAGES))
def test_a_large_number_is_read_back_from_its_words_as_the_rounded_value(size, sign, code):
    value = size * sign
    read = read_number(format_compact(value, read_language(code)), code)
    assert read.frame == "{n}"
    assert read.scale in {6, 9, 12}
    assert read.mantissa == value.scaleb(-read.scale).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert 1 <= abs(read.mantissa) < 1000 or read.scale == {"fr": 9}.get(code, 12)


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (55_250_000, (f"55.25{WIDE}million", f"55,25{WIDE}triệu", f"55,25{WIDE}millions")),
        (1_000_000, (f"1{WIDE}million", f"1{WIDE}triệu", f"1{WIDE}million")),
        (1_500_000, (f"1.5{WIDE}million", f"1,5{WIDE}triệu", f"1,5{WIDE}million")),
        (25_000_000_000, (f"25{WIDE}billion", f"25{WIDE}tỷ", f"25{WIDE}milliards")),
        (999_996_000, (f"1{WIDE}billion", f"1{WIDE}tỷ", f"1{WIDE}milliard")),
        (2_500_000_000_000, (f"2.5{WIDE}trillion", f"2,5{WIDE}nghìn{WIDE}tỷ", f"2{NARROW}500{WIDE}milliards")),
        (116 * 10**12, (f"116{WIDE}trillion", f"116{WIDE}nghìn{WIDE}tỷ", f"116{NARROW}000{WIDE}milliards")),
    ],
)
def test_large_numbers_have_the_word_of_their_scale(value, texts):
    shown = tuple(format_compact(Decimal(value), read_language(code)) for code in LANGUAGES)
    assert tuple(text.replace(" ", WIDE) for text in shown) == texts


def test_swahili_writes_the_word_before_the_number_and_the_minus_between_them():
    # CLDR has a second pattern for numbers below zero there: "bilioni 0;bilioni -0".
    texts = {
        "55250000": "milioni 55.25", "2571400000000": "trilioni 2.57", "123456789012": "bilioni 123.46",
        "-1200000000": "bilioni -1.2",
    }  # fmt: skip
    shown = {value: format_compact(Decimal(value), read_language("sw")).replace(WIDE, " ") for value in texts}
    assert shown == texts
    assert {read_number(text, "sw").frame for text in texts.values()} == {"{n}"}
    assert [read_number(text, "sw").scale for text in texts.values()] == [6, 12, 9, 9]


@pytest.mark.parametrize(("value", "compact"), [(999_999, False), (1_000_000, True), (-1_000_000, True), (0, False)])
def test_only_numbers_from_a_million_get_a_word(value, compact):
    assert needs_compact(Decimal(value)) is compact


def test_at_most_two_decimals_stand_before_a_word():
    assert COMPACT_DECIMALS == 2
    assert format_compact(Decimal(1_234_567), read_language("en")) == f"1.23{WIDE}million"


def test_signs_stand_before_large_numbers_too():
    assert format_compact(Decimal(2_000_000), read_language("en"), form=Form.SIGNED) == f"+2{WIDE}million"
    assert format_compact(Decimal(-2_000_000), read_language("en"), form=Form.SIZE) == f"2{WIDE}million"


@pytest.mark.parametrize(
    ("code", "categories"),
    [("en", ["other", "one", "other", "other"]), ("vi", ["other"] * 4), ("fr", ["one", "one", "one", "other"])],
)
def test_each_language_has_its_plurals(code, categories):
    values = ("0", "1", "1.5", "2")
    assert [get_plural_category(Decimal(value), code) for value in values] == categories


@pytest.mark.parametrize(("code", "text"), [("en", "6 February 2025"), ("vi", "6/2/2025"), ("fr", "6 février 2025")])
def test_a_day_is_written_day_before_month(code, text):
    assert format_day(date(2025, 2, 6), read_language(code)) == text


@pytest.mark.parametrize(
    ("code", "text"), [("en", "October 2024"), ("vi", "tháng 10 năm 2024"), ("fr", "octobre 2024")]
)
def test_a_month_is_written_with_its_year(code, text):
    assert format_month(2024, 10, code) == text
