"""How wide texts are in the font of pages and charts."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

_DIRECTIONS: Final = "\u200e\u200f\u061c"  # which way letters run: nobody sees them
_SLIM: Final = (("\u0590", "\u077f"), ("\u0900", "\u097f"), ("\u0e00", "\u0e7f"))  # Hebrew, Arabic; Hindi; Thai
_SLIM_WIDTH: Final = 0.65
_FILES: Final = {False: "SourceSansPro-Regular.ttf", True: "SourceSansPro-Semibold.ttf"}


@lru_cache(maxsize=8192)
def measure(text: str, *, bold: bool = False, size: int = 13) -> float:
    """Give the width of a text in CSS pixels: the sum of the advances of its letters."""
    advances = _read_advances(bold=bold)
    return sum(advances[letter] if letter in advances else _estimate(letter, advances["M"]) for letter in text) * size


def _estimate(letter: str, widest: float) -> float:
    """Estimate the advance of a letter of another font: a mark has none, a character of East Asia is a square."""
    if unicodedata.category(letter) == "Mn":
        return 0.0
    if any(first <= letter <= last for first, last in _SLIM):
        return _SLIM_WIDTH
    return {"W": 1.0, "F": 1.0}.get(unicodedata.east_asian_width(letter), widest)


@lru_cache(maxsize=2)
def _read_advances(*, bold: bool) -> Mapping[str, float]:
    import font_source_sans_pro  # noqa: PLC0415  (these two are slow to load, and needed once)
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    path = Path(font_source_sans_pro.__file__).parent / "files" / _FILES[bold]
    with TTFont(path) as font:
        scale, metrics = font["head"].unitsPerEm, font["hmtx"]
        advances = {chr(code): metrics[name][0] / scale for code, name in font.getBestCmap().items()}
    return {**advances, **dict.fromkeys(_DIRECTIONS, 0.0)}
