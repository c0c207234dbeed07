from __future__ import annotations

import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont

from dxlib.charts.fonts import get_webfont_path, render_font_css, render_part_css
from dxlib.charts.subsetting import list_more, subset_font
from dxlib.charts.theme import get_font_path
from dxlib.language.languages import FontPart, read_language


@pytest.mark.parametrize("bold", [False, True])
def test_the_fonts_that_pages_carry_are_what_the_letters_of_pages_need(bold: bool) -> None:
    kept = get_webfont_path(bold=bold).read_bytes()
    assert kept == subset_font(get_font_path(bold=bold)), "run 'make fonts' and commit what it writes"


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("part", FontPart)
def test_parts_for_further_languages_are_what_their_letters_need(part: FontPart, bold: bool) -> None:
    kept = get_webfont_path(part, bold=bold).read_bytes()
    assert kept == subset_font(get_font_path(bold=bold), list_more(part)), "run 'make fonts' and commit what it writes"


def list_letters(css: str) -> set[str]:
    """Give the letters that the fonts in a style sheet have, as long as each weight has them."""
    found = re.findall(r"base64,([^)]+)\)", css)
    fonts = [TTFont(io.BytesIO(base64.b64decode(one))) for one in found]
    return set.intersection(*({chr(code) for code in font.getBestCmap()} for font in fonts))


@pytest.mark.parametrize(
    ("language", "letters"),
    [
        ("en", "café"), ("vi", "Đường ở ễ"), ("fr", "œuvre Ÿ"), ("et", "õäöüšž ŠŽ"), ("ro", "șț ăâî"),
        ("de", "Straße ÄÖÜ"),
        ("pl", "ąćęłńóśźż"), ("cs", "řžčďťňů"), ("lt", "ąčęėįšųūž"), ("tr", "ğışİ"), ("hu", "őű"), ("ru", "Щёлк"),
        ("uk", "їєґ"), ("el", "Ελλάδα ώϋ"), ("sr-Latn", "đšćž"),
    ],
)  # fmt: skip
def test_a_page_has_the_letters_of_its_language(language: str, letters: str) -> None:
    parts = read_language(language).fonts
    had = list_letters(render_font_css()).union(*(list_letters(render_part_css(part)) for part in parts))
    assert set(letters) <= had


def test_the_languages_of_the_library_need_no_part_and_other_scripts_have_none() -> None:
    assert [read_language(code).fonts for code in ("en", "vi", "fr", "ar", "ja")] == [()] * 5
    assert read_language("sr").fonts == (FontPart.CYRILLIC,)
    assert read_language("zh-Hant").fonts == ()
