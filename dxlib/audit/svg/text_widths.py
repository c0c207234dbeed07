"""How wide texts are in the font of pages and charts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

_DIRECTIONS: Final = "\u200e\u200f\u061c"  # which way letters run: nobody sees them
_FILES: Final = {False: "SourceSansPro-Regular.ttf", True: "SourceSansPro-Semibold.ttf"}


@lru_cache(maxsize=8192)
def measure(text: str, *, bold: bool = False, size: int = 13) -> float:
    """Give the width of a text in CSS pixels: the sum of the advances of its letters."""
    advances = _read_advances(bold=bold)
    # A letter that the font lacks is drawn in another font, and taken to be as wide as an M.
    widest = advances["M"]
    return sum(advances.get(letter, widest) for letter in text) * size


@lru_cache(maxsize=2)
def _read_advances(*, bold: bool) -> Mapping[str, float]:
    import font_source_sans_pro  # noqa: PLC0415  (these two are slow to load, and needed once)
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    path = Path(font_source_sans_pro.__file__).parent / "files" / _FILES[bold]
    with TTFont(path) as font:
        scale, metrics = font["head"].unitsPerEm, font["hmtx"]
        advances = {chr(code): metrics[name][0] / scale for code, name in font.getBestCmap().items()}
    return {**advances, **dict.fromkeys(_DIRECTIONS, 0.0)}
