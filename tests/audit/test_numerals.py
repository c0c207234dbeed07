"""Numbers as a page writes them, read back; numerals of any script are seen."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.audit import formulas
from dxlib.audit.figure import Fig, read_figure
from dxlib.audit.numerals import (
    count_places,
    find_loose_numerals,
    find_numerals,
    has_numeral,
    list_frames,
    list_numbered_words,
    read_number,
    read_off,
    round_as_shown,
)
from dxlib.language import Speaker
from dxlib.language.numbers import choose_decimals, find_shown
from tests.conftest import make_row


@pytest.mark.parametrize(
    ("text", "language", "mantissa", "scale", "frame"),
    [
        ("51.7%", "en", "51.7", 0, "{n}%"),
        ("> 62\u00a0million", "en", "62", 6, "> {n}"),
        ("−3,4\u202f%", "fr", "-3.4", 0, "{n}\u202f%"),
        ("1\u202f234,5", "fr", "1234.5", 0, "{n}"),
        ("25 tỷ USD", "vi", "25", 9, "{n} USD"),
        ("1.234,5", "vi", "1234.5", 0, "{n}"),
        ("+15 places", "en", "15", 0, "{n} places"),
    ],
)
def test_a_figure_is_read_as_a_reader_reads_it(text: str, language: str, mantissa: str, scale: int, frame: str) -> None:
    number = read_number(text, language)
    assert number is not None
    assert (number.mantissa, number.scale, number.frame) == (Decimal(mantissa), scale, frame)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("120.6 per 100 people", "{n} per 100 people"),
        ("100\u00a0per\u00a0100 people", "{n}\u00a0per\u00a0100 people"),
        ("> 5 Per 100 people", "> {n} Per 100 people"),
    ],
)
def test_a_numeral_of_the_unit_is_no_second_number(text: str, frame: str) -> None:
    words = list_numbered_words(("{n} per 100 people", "{n}%"))
    number = read_number(text, "en", words)
    assert number is not None
    assert number.frame == frame
    assert read_number(text, "en") is None
    assert read_number(text.replace("100 p", "1000 p"), "en", words) is None


@pytest.mark.parametrize("text", ["none", "3 of 5", ""])
def test_what_is_not_one_number_is_none(text: str) -> None:
    assert read_number(text, "en") is None


@pytest.mark.parametrize("text", ["5", "m²", "½", "٣", "Ⅳ", "①"])
def test_numerals_of_any_script_superscripts_and_fractions_are_seen(text: str) -> None:
    assert has_numeral(text)
    assert find_loose_numerals(f"covers {text} parts", ()) == f"covers {text} parts"


def test_listed_names_may_hold_numerals_as_whole_words() -> None:
    assert find_loose_numerals("Project 06 and 5G", ("Project 06", "5G")) == ""
    assert find_loose_numerals("Project 061", ("Project 06",)) == "Project 061"
    assert not has_numeral("two")


def test_a_half_is_rounded_away_from_zero() -> None:
    assert round_as_shown(Fraction("2.45"), 1) == Decimal("2.5")
    assert round_as_shown(Fraction("-2.45"), 1) == Decimal("-2.5")
    assert round_as_shown(Fraction(1, 3), 2) == Decimal("0.33")


def test_runs_of_digits_and_frames() -> None:
    assert find_numerals("31/12/2025") == ["31", "12", "2025"]
    frames = list_frames(["{n}%", "{n} Per Cent"], "PERCENT", str)
    assert (frames["{n}%"], frames["> {n}%"], frames["more than {n} per cent"], frames["at most {n}%"]) == (
        "",
        ">",
        ">",
        "<=",
    )
    ranks = list_frames(["{n}"], "RANK", str)
    assert (ranks["among the first {n}"], "at most {n}" in ranks) == ("<=", False)


def test_a_listed_name_that_only_ends_like_a_word_of_the_text_does_not_excuse_it() -> None:
    assert find_loose_numerals("A25G network", ("5G",)) == "A25G network"


def test_a_word_that_only_begins_like_a_scale_is_none_and_the_longest_scale_is_read() -> None:
    number = read_number("25 millionaires", "en")
    assert number is not None
    assert (number.scale, number.frame) == (0, "{n} millionaires")
    many = read_number("3 nghìn tỷ đồng", "vi")
    assert many is not None
    assert (many.scale, many.frame) == (12, "{n} đồng")


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "places"),
    [
        ("45.23", 1, "PERCENT", 1), ("0.043", 1, "PERCENT", 3), ("-0.043", 1, "POINTS", 3), ("0.31", 1, "COUNT", 2),
        ("0.5", 0, "COUNT", 2), ("0.7754", 4, "INDEX", 4), ("0.0000001", 1, "COUNT", 6), ("0", 1, "PERCENT", 1),
        ("99.97", 1, "PERCENT", 2), ("100.04", 1, "PERCENT", 2), ("99.97", 1, "INDEX", 1), ("100", 1, "PERCENT", 1),
        ("99.9999999", 1, "PERCENT", 6),
    ],
)  # fmt: skip
def test_a_number_has_more_decimals_where_its_own_would_hide_what_it_is(
    value: str, decimals: int, unit: str, places: int
) -> None:
    assert count_places(Fraction(Decimal(value)), decimals, unit) == places
    assert choose_decimals(Decimal(value), decimals, unit) == places


@given(
    st.decimals(-(10**14), 10**14, places=7, allow_nan=False) | st.decimals(-101, 101, places=7, allow_nan=False),
    st.integers(0, 4), st.sampled_from(["PERCENT", "COUNT"]),
)  # fmt: skip
def test_library_and_audit_take_the_same_number_from_a_text(value: Decimal, decimals: int, unit: str) -> None:
    shown = read_off(Fraction(value), decimals, unit)
    assert Fraction(find_shown(value, 0, decimals, unit)) == shown
    assert Fraction(find_shown(value.scaleb(-3), 3, decimals, unit)) * 1000 == shown


@given(
    st.decimals(0, 120, places=3, allow_nan=False), st.decimals(0, 120, places=3, allow_nan=False),
    st.sampled_from(["en", "vi", "fr"]),
)  # fmt: skip
def test_a_reader_who_subtracts_two_figures_finds_the_change_that_is_stated(
    later: Decimal, earlier: Decimal, language: str
) -> None:
    one, other = (fig(value, period) for value, period in ((later, "2024"), (earlier, "2023")))
    change = formulas.compare("change", one, other, ())
    assert isinstance(change, Fig)
    seen = [read(figure, language) for figure in (one, other, change)]
    places = max(-number.as_tuple().exponent for number in seen)
    assert abs(seen[0] - seen[1] - seen[2]) <= (0 if places <= 1 else Decimal("0.5").scaleb(-1))
    assert (change.value == 0) == (seen[0] == seen[1])


def fig(value: Decimal, period: str) -> Fig:
    return read_figure(
        {**make_row(OBS_VALUE=str(value), TIME_PERIOD=period, UNIT_MEASURE="PERCENT"), "UNIT_MULT": "0"}, 1
    )


def read(figure: Fig, language: str) -> Decimal:
    number = read_number(Speaker(language, {}).format_bare(figure.measure), language)
    assert number is not None
    return number.mantissa.normalize() + 0
