"""The font of pages and charts, reduced to the letters that they use."""

from __future__ import annotations

import base64
import io
from contextlib import closing
from functools import lru_cache
from importlib.resources import files
from typing import Final

from dxlib.charts.theme import FONT_FAMILY

_WEIGHTS: Final = {"Regular": 400, "Semibold": 600}
_FEATURES: Final = ["ccmp", "kern", "lnum", "locl", "mark", "mkmk", "tnum"]
# ASCII, the letters of French and of Vietnamese, punctuation, and the signs that figures and arrows need.
_LETTERS: Final = "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸÁÃÌÍÒÓÕÚÝĂĐĨŨƠƯÄÖẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_SIGNS: Final = " ©«»·¶×°–—‘’“”…→−≈≤≥▲▼\u00a0\u202f"
_CHARACTERS: Final = frozenset((*map(chr, range(0x20, 0x7F)), *_LETTERS, *_LETTERS.lower(), *_SIGNS))


@lru_cache(maxsize=1)
def render_font_css() -> str:
    """Give the ``@font-face`` rules of the theme's font, with the font inside; the same bytes at every call."""
    return "\n".join(
        f"@font-face{{font-family:'{FONT_FAMILY}';font-style:normal;font-weight:"
        f"{weight};font-display:block;src:url(data:font/woff2;base64,{_subset_font(name)}) format('woff2')}}"
        for name, weight in _WEIGHTS.items()
    )


def _subset_font(name: str) -> str:
    """Give one weight of Source Sans Pro, reduced to the letters that pages use, as base64 of WOFF2."""
    from fontTools import subset  # noqa: PLC0415  (slow to load, and needed once)

    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = _FEATURES
    options.hinting = False
    options.recalc_timestamp = False
    path = files("font_source_sans_pro") / "files" / f"SourceSansPro-{name}.ttf"
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(_CHARACTERS)))
    buffer = io.BytesIO()
    with closing(subset.load_font(str(path), options)) as font:
        subsetter.subset(font)
        subset.save_font(font, buffer, options)
    return base64.b64encode(buffer.getvalue()).decode()
