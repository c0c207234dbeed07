"""The font of pages and charts, reduced to the letters that they use."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from dxlib.charts.theme import FONT_FAMILY, FONT_FILES
from dxlib.language.languages import FontPart

_FOLDER: Final = Path(__file__).parent / "webfonts"
_WEIGHTS: Final = {False: 400, True: 600}


# ASCII, the letters of French and of Vietnamese, punctuation, and the signs that figures and arrows need.
_LETTERS: Final = "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸÁÃÌÍÒÓÕÚÝĂĐĨŨƠƯÄÖẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
# The last two are the spaces that do not break, wide and narrow: French writes them before marks and within numbers.
_SIGNS: Final = " ©«»·¶×°–—‘’“”…→−≈≤≥▲▼\u00a0\u202f"
CHARACTERS: Final = frozenset((*map(chr, range(0x20, 0x7F)), *_LETTERS, *_LETTERS.lower(), *_SIGNS))
# The first and the last letter of blocks of Unicode; a face with a range is asked for the letters in it before the one
# that every page has.
RANGES: Final[Mapping[FontPart, tuple[tuple[int, int], ...]]] = {
    FontPart.LATIN: ((0xA1, 0x24F), (0x1E00, 0x1EFF), (0x2018, 0x201E)),
    FontPart.CYRILLIC: ((0x400, 0x52F),),
    FontPart.GREEK: ((0x370, 0x3FF),),
}


def find_parts(text: str) -> tuple[FontPart, ...]:
    """Give the parts that have a letter of a text which not every page has.

    Examples
    --------
    >>> find_parts("Žižek, Ελλάδα"), find_parts("Hanoi")
    ((<FontPart.LATIN: 'latin'>, <FontPart.GREEK: 'greek'>), ())
    """
    # Letters that every page has lie within the ranges too, and ask for no further part.
    letters = set(text) - CHARACTERS
    return tuple(
        part
        for part, ranges in RANGES.items()
        if any(first <= ord(letter) <= last for letter in letters for first, last in ranges)
    )


def get_webfont_path(part: FontPart | None = None, *, bold: bool) -> Path:
    """Give the file of the regular or the semibold font, as :mod:`dxlib.charts.subsetting` has reduced it.

    Parameters
    ----------
    part
        For further letters; by default those that every page has.
    """
    suffix = f".{part}.woff2" if part else ".woff2"
    return (_FOLDER / FONT_FILES[bold]).with_suffix(suffix)


@lru_cache(maxsize=1)
def render_font_css() -> str:
    """Give the ``@font-face`` rules of the theme's font, with the font inside; the same bytes at every call."""
    return _render_faces(None)


@lru_cache(maxsize=8)
def render_part_css(part: FontPart) -> str:
    """Give the ``@font-face`` rules of a part of the font, with the letters inside; the same bytes at every call."""
    return _render_faces(part, ";unicode-range:" + ",".join(f"U+{first:X}-{last:X}" for first, last in RANGES[part]))


def _render_faces(part: FontPart | None, ranges: str = "") -> str:
    rules = []
    for bold, weight in _WEIGHTS.items():
        font = base64.b64encode(get_webfont_path(part, bold=bold).read_bytes()).decode()
        rules.append(
            # "block" never shows another font first: the font is in the page, and labels are placed by its widths.
            f"@font-face{{font-family:'{FONT_FAMILY}';font-style:normal;font-weight:{weight};font-display:block;"
            f"src:url(data:font/woff2;base64,{font}) format('woff2'){ranges}}}"
        )
    return "\n".join(rules)
