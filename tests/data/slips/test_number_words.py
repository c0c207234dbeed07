"""The words with which each language writes numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dxlib.data.schema import Qualifier
from dxlib.data.slips.number_words import make_choice, read_words


@pytest.mark.parametrize("language", ["en", "fr", "vi", "es", "id", "zh"])
def test_every_language_has_words_for_every_hedge(language: str) -> None:
    assert set(read_words(language).hedges.values()) == {*Qualifier} - {Qualifier.EXACT}


def test_longer_words_come_first_so_that_no_more_than_is_not_more_than() -> None:
    hedges = list(read_words("en").hedges)
    assert hedges.index("no more than") < hedges.index("more than")
    assert make_choice(["on", "on the"]) == r"on\ the|on"
    assert make_choice([]) == "(?!)"


def test_a_language_that_is_not_listed_is_read_as_english() -> None:
    assert read_words("ko").decimal == "."
    assert read_words("ko").months["july"] == 7


@pytest.mark.parametrize(("language", "mark"), [("de", ","), ("pt", ","), ("ja", "."), ("zz", ".")])
def test_a_language_that_is_not_listed_keeps_its_own_decimal_mark(language: str, mark: str) -> None:
    assert read_words(language).decimal == mark


@pytest.mark.parametrize(
    ("language", "word", "power"),
    [
        ("pl", "mln", 6), ("pl", "miliardów", 9), ("de", "mio", 6), ("de", "billionen", 12), ("tr", "milyar", 9),
        ("ja", "億", 8), ("th", "หมื่นล้าน", 10), ("ar", "ملايين", 6), ("hi", "करोड़", 7), ("sw", "million", 6),
    ],
)  # fmt: skip
def test_a_language_that_is_not_listed_has_the_words_for_large_numbers_of_cldr(
    language: str, word: str, power: int
) -> None:
    assert read_words(language).scale[word] == power
    assert not {"k", "m", "क"} & read_words(language).scale.keys()


def test_months_and_numbers_are_known_by_name() -> None:
    assert (read_words("fr").months["février"], read_words("vi").numbers["bốn"]) == (2, Decimal(4))
