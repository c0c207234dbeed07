"""The fonts of pages are made of whole ones: what lies there is what is made."""

from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont

from dxlib.charts.fonts import CHARACTERS, get_webfont_path
from dxlib.charts.subsetting import list_more, subset_font
from dxlib.charts.theme import get_font_path
from dxlib.language.languages import FontPart


@pytest.mark.parametrize("bold", [False, True])
def test_the_fonts_that_pages_carry_are_what_the_letters_of_pages_need(bold: bool) -> None:
    kept = get_webfont_path(bold=bold).read_bytes()
    assert kept == subset_font(get_font_path(bold=bold)), "run 'make fonts' and commit what it writes"


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("part", FontPart)
def test_parts_for_further_languages_are_what_their_letters_need(part: FontPart, bold: bool) -> None:
    kept = get_webfont_path(part, bold=bold).read_bytes()
    assert kept == subset_font(get_font_path(bold=bold), list_more(part)), "run 'make fonts' and commit what it writes"


def test_a_part_has_the_letters_that_not_every_page_has() -> None:
    assert {"Щ", "ї"} <= list_more(FontPart.CYRILLIC)
    assert not list_more(FontPart.CYRILLIC) & CHARACTERS


def test_a_font_has_the_letters_that_are_asked_for_and_no_other() -> None:
    with TTFont(io.BytesIO(subset_font(get_font_path(bold=False), "Việt"))) as font:
        assert {chr(code) for code in font.getBestCmap()} == set("Việt")
        assert font.flavor == "woff2"
