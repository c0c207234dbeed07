from __future__ import annotations

import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont

from dxlib.charts.fonts import render_font_css, render_part_css
from dxlib.language.languages import FontPart, read_language


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
