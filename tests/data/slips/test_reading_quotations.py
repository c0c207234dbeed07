"""What quotations say, in the languages of the sources."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxlib.data.slips.reading_quotations import Moment, read_quotation


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("82,4 %", "fr", "82.4"),
        ("82.4%", "en", "82.4"),
        ("57.000", "vi", "57000"),
        ("57.000", "en", "57"),
        ("3,552", "en", "3552"),
        ("3.552 services en ligne", "fr", "3552"),
        ("0.7709", "vi", "0.7709"),  # a zero leads no thousands
        ("12,87%", "en", "12.87"),  # two digits are no thousands
        ("1.497.360", "vi", "1497360"),
        ("3.359,80", "vi", "3359.80"),
        ("1,117,999", "en", "1117999"),
        ("116 000 milliards de VND", "fr", "116000000000000"),
        ("6 000 ingénieurs", "fr", "6000"),
        ("69 ,55%", "en", "69.55"),
        ("6.38e-05", "en", "0.0000638"),
        ("-0.47", "en", "-0.47"),
        ("−0,47", "fr", "-0.47"),
        ("gần 18 triệu", "vi", "18000000"),
        ("1 millón", "es", "1000000"),
        ("2,4 mil millones de euros", "es", "2400000000"),
        ("1,5 billones", "es", "1500000000000"),
        ("13 tỷ USD", "vi", "13000000000"),
        ("5 nghìn tỷ", "vi", "5000000000000"),
        ("US$20 bln", "en", "20000000000"),
        ("2 lakh", "en", "200000"),
        ("VND4.222 trillion ($183.5 million)", "en", "4222000000000"),
        ("No.725", "en", "725"),
        ("71e place", "fr", "71"),
        ("71st", "en", "71"),
        ("thứ 71", "vi", "71"),
        ("ke-63", "id", "63"),
        ("deuxième session", "fr", "2"),
        ("kelima", "id", "5"),
        ("twenty services", "en", "20"),
        ("tăng gấp bốn lần", "vi", "4"),
        ("nearly ninefold since 2019", "en", "9"),
        ("two thirds of communes", "en", "66.7"),
        ("half of all", "en", "50"),
        ("2016", "en", "2016"),
    ],
)
def test_a_number_is_read_by_the_marks_and_words_of_its_language(text: str, language: str, value: str) -> None:
    assert read_quotation(text, language).statements[0].value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "is_share"),
    [
        ("two thirds of communes", True),
        ("half of all", True),
        ("82.4%", True),
        ("twenty services", False),
        ("71", False),
    ],
)
def test_fractions_and_per_cents_are_told_from_numbers(text: str, *, is_share: bool) -> None:
    assert read_quotation(text, "en").statements[0].per_cent is is_share


@pytest.mark.parametrize(
    ("text", "language", "hedge"),
    [
        ("dưới 10%", "vi", "<"), ("gần 10%", "vi", "<~"), ("hơn 98,5 triệu", "vi", ">"), ("trên 50%", "vi", ">"),
        ("khoảng 20%", "vi", "~"), ("ít nhất 3", "vi", ">="), ("gấp hơn 4 lần", "vi", ">"),
        ("plus de 55,25 millions", "fr", ">"), ("près de 40 %", "fr", "<~"), ("au moins 8%", "fr", ">="),
        ("environ 20 %", "fr", "~"), ("à peine plus de 1 %", "fr", ">"), ("parmi les 10 pays", "fr", "<="),
        ("supérieur à 97%", "fr", ">"), ("moins de 3", "fr", "<"),
        ("more than 50%", "en", ">"), ("no more than 50", "en", "<="), ("over US$136 billion", "en", ">"),
        ("nearly 80%", "en", "<~"), ("almost 87%", "en", "<~"), ("below five minutes", "en", "<"),
        ("up to 69%", "en", "<="), ("top 50", "en", "<="), ("at least 10", "en", ">="), ("only 26%", "en", ""),
        ("30 or more", "en", ">="), ("5 million people or more", "en", ">="), ("từ 10%/năm trở lên", "vi", ">="),
        ("30 of the provinces had it or more", "en", ""), ("a score of ≥ 800", "en", ">="), ("> 5 %", "fr", ">"),
        ("to surpass the 91-point mark", "en", ">"), ("more than VNĐ2.5 trillion", "en", ">"), ("~ 40%", "ar", "~"),
        ("más del 60 %", "es", ">"), ("por lo menos 60", "es", ">="), ("alrededor de 30", "es", "~"),
        ("menos del 5 %", "es", "<"), ("entre los primeros 15", "es", "<="), ("60 o más", "es", ">="),
        ("among the first 15", "en", "<="),
        ("exceeding 25%", "en", ">"), ("more than half", "en", ">"), ("28%", "en", ""),
    ],
)  # fmt: skip
def test_words_before_or_after_a_number_hedge_it(text: str, language: str, hedge: str) -> None:
    assert read_quotation(text, language).statements[0].hedge == hedge


@pytest.mark.parametrize(
    ("text", "language", "value", "upper", "total"),
    [
        ("8-10%", "en", 8, 10, None),
        ("57-60 million", "en", 57000000, 60000000, None),
        ("between 57 and 60 million people", "en", 57000000, 60000000, None),
        ("between US$30 billion and US$35 billion", "en", 30000000000, 35000000000, None),
        ("between 2020 and 2024, 30 or so and 40", "en", 30, None, None),
        ("entre 30 et 40,5 %", "fr", 30, "40.5", None),
        ("entre 30 y 40 millones", "es", 30000000, 40000000, None),
        ("0,8 à 10 %", "fr", "0.8", 10, None),
        ("trois à cinq plateformes", "fr", 3, 5, None),
        ("de plus de 90% à 96,47%", "fr", 90, "96.47", None),
        ("54/76", "en", 54, None, 76),
        ("898/1 084", "fr", 898, None, 1084),
        ("3.º de 193 países", "es", 3, None, 193),
        ("17 des 22 ministères", "fr", 17, None, 22),
        ("71e place sur 193 pays", "fr", 71, None, 193),
        ("71st place out of 193 countries", "en", 71, None, 193),
        ("55th … 181 countries", "en", 55, None, 181),
        ("third out of 63", "en", 3, None, 63),
        ("six out of eleven", "en", 6, None, 11),
        ("thứ 21/63", "vi", 21, None, 63),
        ("18 ministries and 63 localities", "en", 18, None, None),
    ],
)
def test_ranges_and_totals_belong_to_their_number(
    text: str, language: str, value: object, upper: object, total: object
) -> None:
    found = read_quotation(text, language).statements[0]
    wanted = [None if one is None else Decimal(str(one)) for one in (value, upper, total)]
    assert [found.value, found.upper, found.total] == wanted


@pytest.mark.parametrize(
    ("text", "language", "moments"),
    [
        ("30% fin 2021", "fr", [Moment(2021)]),
        ("19 décembre 2024", "fr", [Moment(2024, 12, 19)]),
        ("July 18, 2022", "en", [Moment(2022, 7, 18)]),
        ("launched on December 9", "en", [Moment(0, 12, 9)]),
        ("trước ngày 30/9/2022", "vi", [Moment(2022, 9, 30)]),
        ("100% ... trước 1/7", "vi", [Moment(0, 7, 1)]),
        ("tháng 6/2025", "vi", [Moment(2025, 6)]),
        ("septembre 2025", "fr", [Moment(2025, 9)]),
        ("up 2.5 times compared to 2023", "en", []),
        ("2,5 fois par rapport à 2023", "fr", []),
        ("tăng 1 hạng so với năm 2021", "vi", []),
        ("may be 20", "en", []),
        ("82.4%", "en", []),
        ("in 2021-2025 the share reached 50%", "en", [Moment(2021), Moment(2025)]),
        ("năm học 2023/2024: 50%", "vi", [Moment(2023), Moment(2024)]),
    ],
)
def test_times_are_read_without_those_of_comparisons(text: str, language: str, moments: list[Moment]) -> None:
    assert list(read_quotation(text, language).moments) == moments


def test_no_year_and_no_day_is_taken_for_a_number() -> None:
    assert [one.value for one in read_quotation("over 50% ... by 2024", "en").statements] == [50]
    assert not read_quotation("from September 30", "en").statements


def test_all_and_the_last_place_are_said_in_words() -> None:
    assert read_quotation("D'ici juin 2025, tous les dirigeants", "fr").says_all
    assert read_quotation("đứng cuối bảng", "vi").says_last
    assert not read_quotation("71st", "en").says_all


@given(
    st.text(st.sampled_from("0123456789.,-/ %e…àđtoofnăm<>$\u00a0"), max_size=30),
    st.sampled_from(["en", "fr", "vi", "zh"]),
)
def test_no_text_stops_the_reader(text: str, language: str) -> None:
    assert all(isinstance(one.value, Decimal) for one in read_quotation(text, language).statements)


@given(st.integers(0, 10**12), st.sampled_from([("en", ","), ("fr", "."), ("fr", " "), ("vi", ".")]))
def test_a_number_with_its_thousands_set_off_is_read_as_the_same(number: int, written: tuple[str, str]) -> None:
    language, mark = written
    text = f"{number:,}".replace(",", mark)
    assert [one.value for one in read_quotation(f"x {text} x", language).statements] == [number]
