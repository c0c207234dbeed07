from __future__ import annotations

import subprocess
import sys

import pytest
from fontTools.ttLib import TTFont

from dxlib.charts.theme import DARK, LIGHT, Color, get_font_path, measure_text

VIETNAMESE = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
TEXT_COLORS = (Color.INK, Color.MUTED, Color.FIRST, Color.SECOND, Color.THIRD, Color.FOURTH, Color.TARGET)


def read_luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def read_contrast(one: str, other: str) -> float:
    light, dark = sorted((read_luminance(one), read_luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("color", TEXT_COLORS)
def test_text_colours_have_the_contrast_that_wcag_asks_of_text(scheme: dict[Color, str], color: Color) -> None:
    assert read_contrast(scheme[color], scheme[Color.PAPER]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_that_stand_back_have_the_contrast_that_wcag_asks_of_graphics(scheme: dict[Color, str]) -> None:
    assert read_contrast(scheme[Color.FAINT], scheme[Color.PAPER]) >= 3


def test_every_colour_has_one_value_of_its_own_in_each_scheme() -> None:
    assert len(set(LIGHT.values())) == len(set(DARK.values())) == len(Color)


@pytest.mark.parametrize("bold", [False, True])
def test_the_font_has_every_letter_of_vietnamese(bold: bool) -> None:
    letters = TTFont(get_font_path(bold=bold)).getBestCmap()
    assert not [letter for letter in VIETNAMESE + VIETNAMESE.upper() if ord(letter) not in letters]


def test_a_text_is_as_wide_as_the_advances_of_its_letters() -> None:
    font = TTFont(get_font_path(bold=False))
    names = [font.getBestCmap()[ord(letter)] for letter in "2024 "]
    expected = sum(font["hmtx"][name][0] for name in names) * 13 / font["head"].unitsPerEm
    assert measure_text("2024 ") == pytest.approx(expected, abs=0.5)


def test_a_letter_that_the_font_lacks_is_taken_for_a_wide_one() -> None:
    assert measure_text("Պ") == pytest.approx(measure_text("M"))


def test_a_letter_of_east_asia_fills_a_square_and_a_mark_takes_no_room() -> None:
    assert measure_text("ドイツ、中국") == pytest.approx(6 * 13)
    assert measure_text("ที่") == measure_text("ท")


@pytest.mark.parametrize("word", ["ألمانيا", "גרמניה", "जर्मनी", "เยอรมนี"])
def test_a_word_of_a_narrow_script_takes_less_room_than_as_many_letters_m(word: str) -> None:
    assert measure_text("x" * len(word)) < measure_text(f"{word}xx") < 0.9 * measure_text("M" * (len(word) + 2))


def test_drawing_loads_nothing_of_matplotlib() -> None:
    code = """
import sys
from dxlib.charts import rank_table, svg, tiles, trend
from dxlib.charts.theme import measure_text
assert measure_text("2024") > 20
assert "matplotlib" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
