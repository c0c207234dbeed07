from __future__ import annotations

import pytest

from dxlib.charts.fonts import get_webfont_path
from dxlib.charts.subsetting import subset_font
from dxlib.charts.theme import get_font_path


@pytest.mark.parametrize("bold", [False, True])
def test_the_fonts_that_pages_carry_are_what_the_letters_of_pages_need(bold: bool) -> None:
    kept = get_webfont_path(bold=bold).read_bytes()
    assert kept == subset_font(get_font_path(bold=bold)), "run 'make fonts' and commit what it writes"
