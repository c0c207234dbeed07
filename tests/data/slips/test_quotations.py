"""A row against its own quotation."""

from __future__ import annotations

import pytest

from dxlib.data.slips import quotations
from tests.data.slips.conftest import Find, Make


@pytest.mark.parametrize(
    ("text", "value", "language", "cells"),
    [
        ("71e place sur 193 pays", "71", "fr", {"OUT_OF": "193", "UNIT_MEASURE": "RANK"}),
        ("plus de 55,25 millions", "55250000", "fr", {"QUALIFIER": ">"}),
        ("25 milliards de dollars", "25", "fr", {"UNIT_MULT": "9", "UNIT_MEASURE": "USD"}),
        ("8-10%", "8", "en", {"UPPER_VALUE": "10", "UNIT_MEASURE": "PERCENT"}),
        ("0.599759", "0.5998", "en", {"UNIT_MEASURE": "SCORE"}),
        ("2.44425", "2.4442", "en", {"UNIT_MEASURE": "SCORE"}),  # a half, rounded down in the file
        ("tous les hôpitaux en septembre 2025", "100", "fr", {"UNIT_MEASURE": "PERCENT", "TIME_PERIOD": "2025-09"}),
        ("xếp cuối cùng", "63", "vi", {"UNIT_MEASURE": "RANK", "OUT_OF": "63"}),
        ("B", "2", "en", {"UNIT_MEASURE": "TIER"}),
        ("octobre 2024", "1", "fr", {"UNIT_MEASURE": "MILESTONE", "TIME_PERIOD": "2024-10"}),
        ("30% fin 2021", "30", "fr", {"UNIT_MEASURE": "PERCENT", "TIME_PERIOD": "2021"}),
        ("", "71", "en", {}),
    ],
)
def test_a_row_that_states_what_its_source_writes_is_right(
    find: Find, text: str, value: str, language: str, cells: dict[str, str]
) -> None:
    assert find(text, value, language=language, **cells) == {}


@pytest.mark.parametrize(
    ("text", "value", "language", "cells", "column", "what"),
    [
        ("71e place", "17", "fr", {}, "OBS_VALUE", "17, but AS_WRITTEN says '71e place'"),
        ("54/76", "45", "fr", {"OUT_OF": "76"}, "OBS_VALUE", "45, but AS_WRITTEN says '54/76'"),
        ("57.000", "57", "vi", {}, "OBS_VALUE", "57, but AS_WRITTEN says '57.000'"),
        ("25 milliards", "25", "fr", {"UNIT_MULT": "6"}, "OBS_VALUE", "25 x 10^6, but AS_WRITTEN says '25 milliards'"),
        ("82.4%", "82", "en", {"UNIT_MEASURE": "PERCENT"}, "OBS_VALUE", "82, but AS_WRITTEN says '82.4%'"),
        ("order of listing", "3", "en", {}, "AS_WRITTEN", "No number can be read in 'order of listing'"),
        ("dưới 10%", "10", "vi", {"QUALIFIER": "<~", "UNIT_MEASURE": "PERCENT"}, "QUALIFIER",
         "'<~', but AS_WRITTEN 'dưới 10%' means '<'"),
        ("55.25 million", "55250000", "en", {"QUALIFIER": ">"}, "QUALIFIER",
         "'>', but AS_WRITTEN '55.25 million' means ''"),
        ("", "71", "en", {"QUALIFIER": ">"}, "QUALIFIER", "'>', but AS_WRITTEN does not say so"),
        ("65-70%", "65", "en", {"UNIT_MEASURE": "PERCENT"}, "UPPER_VALUE", "'', but AS_WRITTEN says '65-70%'"),
        ("12 out of 63", "12", "en", {}, "OUT_OF", "'', but AS_WRITTEN says '12 out of 63'"),
        ("12 out of 63", "12", "en", {"OUT_OF": "64"}, "OUT_OF", "'64', but AS_WRITTEN says '12 out of 63'"),
        ("50%", "50", "en", {}, "UNIT_MEASURE", "COUNT, but AS_WRITTEN says '50%'"),
        ("30% fin 2021", "30", "fr", {"UNIT_MEASURE": "PERCENT"}, "TIME_PERIOD",
         "2024, but AS_WRITTEN says '30% fin 2021'"),
        ("82% in September 2025", "82", "en", {"UNIT_MEASURE": "PERCENT", "TIME_PERIOD": "2025-03"}, "TIME_PERIOD",
         "2025-03, but AS_WRITTEN says '82% in September 2025'"),
        ("$35 billion by 2025", "35", "en", {"UNIT_MULT": "9", "TIME_PERIOD": ""}, "TIME_PERIOD",
         "No period, but AS_WRITTEN says '$35 billion by 2025'"),
        ("A", "2", "en", {"UNIT_MEASURE": "TIER"}, "OBS_VALUE", "2, but 'A' is 1"),
        ("octobre 2024", "10", "fr", {"UNIT_MEASURE": "MILESTONE"}, "OBS_VALUE", "10, but 'octobre 2024' is 1"),
    ],
)  # fmt: skip
def test_what_contradicts_the_quotation_is_named_by_its_column(
    find: Find, text: str, value: str, language: str, cells: dict[str, str], column: str, what: str
) -> None:
    assert find(text, value, language=language, **cells) == {column: what}


@pytest.mark.parametrize(
    ("text", "value", "language", "power", "wanted"),
    [
        ("1650.5", "1650.5", "en", "9", "1650.5 billion"),
        ("1 650,5", "1650.5", "fr", "6", "1 650,5 millions"),
        ("1650.5", "1650.5", "en", "10", ""),  # no word for it
        ("1650.5", "1650.4", "en", "9", ""),  # another number
        ("USD 1650.5", "1650.5", "en", "9", ""),
        ("1650,5", "1650.5", "de", "9", ""),  # a language whose words nobody listed
    ],
)
def test_of_a_quotation_without_its_multiple_it_is_said_that_the_multiple_is_wanted(
    make: Make, text: str, value: str, language: str, power: str, wanted: str
) -> None:
    row = make(AS_WRITTEN=text, OBS_VALUE=value, UNIT_MULT=power)
    ((column, what, fix),) = quotations.find_slips(row, language)
    assert (column, what) == ("OBS_VALUE", f"{value} x 10^{power}, but AS_WRITTEN says '{text}'")
    ask = f"quote the multiple in AS_WRITTEN too, as '{wanted}', or correct UNIT_MULT; else " if wanted else ""
    assert fix == ask + quotations._FIX
    if wanted:
        assert list(quotations.find_slips({**row, "AS_WRITTEN": wanted}, language)) == []


def test_a_derived_figure_is_not_held_against_its_quotation(find: Find) -> None:
    assert find("tăng 3 bậc", "15", language="vi", COMMENT="Derived: rank 12, three places up.") == {}


@pytest.mark.parametrize("comment", ["Not as written: printed divided by 100.", "Doubtful: not as written: garbled."])
def test_a_reason_stands_for_a_difference(find: Find, comment: str) -> None:
    assert find("0.820", "82", COMMENT=comment) == {}


def test_a_reason_that_nothing_needs_is_a_problem(find: Find) -> None:
    assert find("82", "82", COMMENT="Not as written: x.") == {
        "COMMENT": "'Not as written:', but AS_WRITTEN states just this"
    }


@pytest.mark.parametrize(
    ("language", "quotation"),
    [
        ("pl", "8,25 mln osób"),
        ("de", "8,25 Mio. Nutzer"),
        ("ja", "825万人"),
        ("th", "8.25 ล้านคน"),
        ("ar", "8.25 مليون"),
    ],
)
def test_a_large_number_is_read_in_the_language_of_its_source(find: Find, language: str, quotation: str) -> None:
    assert find(quotation, "8.25", language=language, UNIT_MULT="6") == {}
    assert "OBS_VALUE" in find(quotation, "82.5", language=language, UNIT_MULT="6")


def test_a_row_without_a_value_has_no_bound_that_its_quotation_lacks(find: Find) -> None:
    assert find("à l'échelle nationale", "", language="fr") == {}
    assert find("à l'échelle nationale", "", language="fr", QUALIFIER=">") == {
        "QUALIFIER": "'>', but AS_WRITTEN does not say so"
    }


def test_a_decimal_mark_is_read_in_a_language_whose_words_nobody_listed(find: Find) -> None:
    assert find("3,125 %", "3.125", language="de", UNIT_MEASURE="PERCENT") == {}
    assert "OBS_VALUE" in find("3,125 %", "3125", language="de", UNIT_MEASURE="PERCENT")


def test_a_hedge_in_a_language_whose_words_nobody_listed_is_vouched_for_by_the_comment(find: Find) -> None:
    cells = {"UNIT_MEASURE": "PERCENT", "QUALIFIER": ">"}
    comment = "Not as written: 'mehr als' is German for 'more than'."
    hedged = ("mehr als 50 %", "50")
    assert list(find(*hedged, language="de", **cells)) == ["QUALIFIER"]
    assert find(*hedged, language="de", COMMENT=comment, **cells) == {}
    # Where hedges can be read, the quotation must have the one of the row.
    assert list(find("50 %", "50", language="en", COMMENT=comment, **cells)) == ["QUALIFIER"]
    # Words that are not needed are still a slip.
    assert list(find("50 %", "50", language="de", UNIT_MEASURE="PERCENT", COMMENT=comment)) == ["COMMENT"]


@pytest.mark.parametrize("power", ["", "0"])
def test_a_number_of_many_digits_is_read_whole(make: Make, power: str) -> None:
    number = "1234567890" * 4
    other = f"{number[:-1]}1"
    assert list(quotations.find_slips(make(AS_WRITTEN=number, OBS_VALUE=number, UNIT_MULT=power), "en")) == []
    ((column, _, fix),) = quotations.find_slips(make(AS_WRITTEN=number, OBS_VALUE=other, UNIT_MULT=power), "en")
    assert (column, fix) == ("OBS_VALUE", quotations._FIX)
