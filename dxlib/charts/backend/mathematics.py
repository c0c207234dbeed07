r"""Formulas (``$x^2$``) as texts in the page's font; signs that it lacks, such as the root, are drawn as outlines."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import matplotlib as mpl
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from dxlib.charts.backend.known_font import register_fonts
from dxlib.charts.theme import FONT_FAMILY, FONT_FILES, measure_text

PX_PER_POINT: Final = 96 / 72
_NEAR: Final = 0.6  # of a pixel: matplotlib sets pairs of letters closer, which the sum of their widths does not
# The page's font has no italics: variables stand upright, as the text around them.
SETTINGS: Final[dict[Any, Any]] = {
    "mathtext.fontset": "custom",
    "mathtext.rm": FONT_FAMILY,
    "mathtext.it": FONT_FAMILY,
    "mathtext.bf": f"{FONT_FAMILY}:semibold",
    "mathtext.bfit": f"{FONT_FAMILY}:semibold",
    "mathtext.sf": FONT_FAMILY,
    "mathtext.tt": FONT_FAMILY,
    "mathtext.cal": FONT_FAMILY,
    "mathtext.default": "regular",
    "mathtext.fallback": "cm",
}


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters of a formula that stand beside each other: the left end of their baseline, in CSS pixels."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class SetFormula:
    """A formula that has been set, in CSS pixels from the left end of its baseline."""

    width: float
    height: float
    depth: float
    letters: tuple[Letters, ...]
    outlines: tuple[Path, ...]


@lru_cache(maxsize=512)  # a figure is measured several times before it is drawn
def set_formula(text: str, size: float, *, bold: bool) -> SetFormula:
    """Set a formula.

    Parameters
    ----------
    text
        In matplotlib's mathtext, with its dollar signs.
    size
        Of its letters, in CSS pixels.
    bold
        Whether its text is semibold.
    """
    register_fonts()
    with mpl.rc_context(SETTINGS), _silence():
        properties = FontProperties(
            family=FONT_FAMILY,
            size=size / PX_PER_POINT,
            weight="semibold" if bold else "normal",
            math_fontfamily="custom",
        )
        width, height, depth, glyphs, boxes = MathTextParser("path").parse(text, 96, properties)
    letters = [entry for entry in map(_read_letter, glyphs) if entry]
    outlines = [_draw_sign(*glyph) for glyph in glyphs if not _read_letter(glyph)]
    # matplotlib gives bars of fractions and roots as boxes, apart from the signs.
    outlines += [Path([(x, y), (x, y + h), (x + w, y + h), (x + w, y), (x, y)], closed=True) for x, y, w, h in boxes]
    return SetFormula(float(width), float(height), float(depth), tuple(_join(letters)), tuple(outlines))


@contextmanager
def _silence() -> Iterator[None]:
    """Keep matplotlib from reporting each sign, such as the root, that it takes from another font."""
    log = logging.getLogger("matplotlib.mathtext")
    log.addFilter(_is_news)
    try:
        yield
    finally:
        log.removeFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("No TeX to Unicode mapping")


def _read_letter(glyph: tuple[Any, ...]) -> Letters | None:
    """Give a letter of the page's font; none for one of another font, and for accents, which need a letter before."""
    font, size, code, *_, x, y = glyph
    # Known by its file: a sign of the fallback comes from another one, which pages do not carry.
    bold = str(font.fname).endswith(FONT_FILES[True])
    if unicodedata.combining(chr(code)) or not (bold or str(font.fname).endswith(FONT_FILES[False])):
        return None
    return Letters(chr(code), float(x), float(y), float(size) * PX_PER_POINT, bold)


def _join(letters: list[Letters]) -> Iterator[Letters]:
    """Join letters that stand where the font would set them one after the other."""
    run: Letters | None = None
    for letter in letters:
        if run and (run.y, run.size, run.bold) == (letter.y, letter.size, letter.bold):
            gap = letter.x - run.x - measure_text(run.text, bold=run.bold, size=run.size)
            if abs(gap) < _NEAR:
                # Joined, so that a search in the page finds "log" and a screen reader says it as one word.
                run = Letters(run.text + letter.text, run.x, run.y, run.size, run.bold)
                continue
        if run:
            yield run
        run = letter
    if run:
        yield run


def _draw_sign(font: Any, size: float, code: int, *rest: Any) -> Path:
    """Give the outline of a sign; matplotlib tells its place in the font since version 3.11."""
    *index, x, y = rest
    font.clear()
    font.set_size(size, 96)
    font.load_glyph(index[0] if index else font.get_char_index(code))
    vertices, codes = font.get_path()
    return Affine2D().translate(float(x), float(y)).transform_path(Path(vertices, codes))
