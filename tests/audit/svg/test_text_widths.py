"""How wide texts are."""

from __future__ import annotations

import pytest

from dxlib.audit.svg.text_widths import measure


def test_a_text_is_as_wide_as_its_letters_together() -> None:
    assert (measure(""), measure("0")) == (0, pytest.approx(0.497 * 13))
    assert measure("42%") == pytest.approx(measure("4") + measure("2") + measure("%"))


def test_width_grows_with_the_size_and_with_the_weight() -> None:
    assert measure("Việt Nam", size=26) == pytest.approx(2 * measure("Việt Nam"))
    assert measure("Việt Nam", bold=True) > measure("Việt Nam")


def test_a_letter_that_the_font_lacks_is_as_wide_as_the_widest() -> None:
    assert measure("Պ") == measure("M")


def test_characters_of_east_asia_are_squares_and_marks_have_no_width() -> None:
    assert measure("ドイツ（字）한") == pytest.approx(7 * 13)
    assert measure("ที่") == measure("ท")


def test_letters_of_arabic_hebrew_hindi_and_thai_are_slim() -> None:
    assert [measure(letter) for letter in "بגकท"] == [pytest.approx(0.65 * 13)] * 4


def test_figures_are_as_wide_as_each_other() -> None:
    assert {measure(figure) for figure in "0123456789"} == {measure("0")}
    assert measure("i") < measure("M")
