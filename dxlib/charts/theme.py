"""The one theme of all charts: widths, colours, and the font with its measures."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from enum import IntEnum, StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

FONT_FAMILY: Final = "Source Sans Pro"
FONT_SIZE: Final = 13
ROW_HEIGHT: Final = 16  # of a line of text: Vietnamese capitals carry two marks, as in "Ễ"
BASELINE: Final = 4.0  # how far the letters of a line stand over its lower edge
FONT_FILES: Final = {False: "SourceSansPro-Regular.ttf", True: "SourceSansPro-Semibold.ttf"}
SEMIBOLD: Final = 600
_WIDE: Final = ("W", "F")  # East Asian widths of letters that fill a square
_NARROW: Final = (range(0x590, 0x780), range(0x900, 0x980), range(0xE00, 0xE80))  # Hebrew, Arabic; Devanagari; Thai
_NARROW_ADVANCE: Final = 0.65  # words of them take 0.4 to 0.65 a letter
_DIRECTIONS: Final = "\u200e\u200f\u061c"  # which way letters run: nobody sees them


class Width(IntEnum):
    """How wide a chart is drawn, in CSS pixels; a page holds both and shows the one that fits."""

    WIDE = 680
    NARROW = 330

    @property
    def height(self) -> int:
        """How high a chart of this width is, in CSS pixels."""
        # Not half of the width on a phone: 165 pixels would hold hardly any label.
        return 340 if self is Width.WIDE else 290


class Color(StrEnum):
    """The parts that colours play; each has a value for light and for dark pages.

    Attributes
    ----------
    PAPER, INK, MUTED, FAINT, GRID
        The page behind the chart, its text, text that stands back, lines that stand back, and the few lines
        that help reading.
    FIRST, SECOND, THIRD, FOURTH
        Emphasised lines in their order.
    TARGET
        What shall be reached.
    PALE
        Bars that stand back; their values are written beside them.
    STEP_1 to STEP_5
        Classes of values, from the least to the most; each lighter than the next on paper, darker on a dark page.
    """

    PAPER = "paper"
    INK = "ink"
    MUTED = "muted"
    FAINT = "faint"
    GRID = "grid"
    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    FOURTH = "4"
    TARGET = "target"
    PALE = "pale"
    STEP_1 = "k1"
    STEP_2 = "k2"
    STEP_3 = "k3"
    STEP_4 = "k4"
    STEP_5 = "k5"

    @property
    def light(self) -> str:
        """The value on a light page, on paper, and wherever no style sheet says otherwise."""
        return LIGHT[self]


# Colours of text have a contrast of 4.5 with paper and FAINT one of 3, as WCAG 2 asks, in both schemes; classes of
# values differ in lightness too, so that they are told apart in print without colours.
_VALUES: Final = {  # on a light and on a dark page
    Color.PAPER: ("#ffffff", "#14191e"),
    Color.INK: ("#1d252c", "#e9edf0"),
    Color.MUTED: ("#59646e", "#a6b1bb"),
    Color.FAINT: ("#88939c", "#75818c"),
    Color.GRID: ("#d3d9de", "#3b454e"),
    Color.FIRST: ("#0f5499", "#73b4f5"),
    Color.SECOND: ("#a85100", "#f3a95c"),
    Color.THIRD: ("#00695f", "#52c9bc"),
    Color.FOURTH: ("#75388c", "#d0a3e6"),
    Color.TARGET: ("#990f3d", "#ff8db0"),
    Color.PALE: ("#b0bac3", "#566370"),
    Color.STEP_1: ("#e2edf8", "#1e3145"),
    Color.STEP_2: ("#b3d1ee", "#284a6d"),
    Color.STEP_3: ("#7baedd", "#366595"),
    Color.STEP_4: ("#3274b2", "#78afe4"),
    Color.STEP_5: ("#0a3f78", "#c3e0fb"),
}
LIGHT: Final[Mapping[Color, str]] = {color: light for color, (light, _) in _VALUES.items()}
DARK: Final[Mapping[Color, str]] = {color: dark for color, (_, dark) in _VALUES.items()}
SERIES: Final = (Color.FIRST, Color.SECOND, Color.THIRD, Color.FOURTH)
STEPS: Final = (Color.STEP_1, Color.STEP_2, Color.STEP_3, Color.STEP_4, Color.STEP_5)


def get_font_path(*, bold: bool) -> Path:
    """Give the file of the regular or the semibold font."""
    import font_source_sans_pro  # noqa: PLC0415

    return Path(font_source_sans_pro.__file__).parent / "files" / FONT_FILES[bold]


def measure_text(text: str, *, bold: bool = False, size: float = FONT_SIZE) -> float:
    """Give how wide a text is, in CSS pixels, with the spaces at its ends.

    Notes
    -----
    The sum of the letters' advances: kerning, which makes a text up to two per cent narrower, is left out, since to set
    each text takes fifty times as long. Letters that the font lacks come from a font of the reader's system: those of
    Chinese, Japanese and Korean are as wide as high, marks above or below a letter take no room, those of Arabic,
    Hebrew, Hindi and Thai are narrow in all of six fonts, and others count as an M.

    Examples
    --------
    >>> round(measure_text("2024")), round(measure_text("2024", bold=True))
    (26, 27)
    """
    advances = _read_advances(bold=bold)
    return sum(advances[letter] if letter in advances else _guess_advance(letter, advances) for letter in text) * size


def has_letter(letter: str) -> bool:
    """Say whether the theme's font has a letter."""
    return letter in _read_advances(bold=False)


def _guess_advance(letter: str, advances: Mapping[str, float]) -> float:
    """Give how wide a letter is that the font lacks."""
    if unicodedata.category(letter) == "Mn":
        return 0.0
    if unicodedata.east_asian_width(letter) in _WIDE:
        return 1.0
    return _NARROW_ADVANCE if any(ord(letter) in block for block in _NARROW) else advances["M"]


@lru_cache(maxsize=2)
def _read_advances(*, bold: bool) -> Mapping[str, float]:
    """Give how wide each letter of the font is, as a part of the font's size."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  (slow to load, and needed once)

    with TTFont(get_font_path(bold=bold)) as font:
        scale, metrics = font["head"].unitsPerEm, font["hmtx"]
        advances = {chr(code): metrics[name][0] / scale for code, name in font.getBestCmap().items()}
    return {**advances, **dict.fromkeys(_DIRECTIONS, 0.0)}
