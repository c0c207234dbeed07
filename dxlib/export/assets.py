"""What a page carries inside: style, script, fonts, and the policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
import io
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from dxlib.brief.style import read_fragment_css

HERE: Final = Path(__file__).parent / "templates" / "brief"
LANGUAGE_NAMES: Final = {"en": "English", "vi": "Tiếng Việt", "fr": "Français"}
_WEIGHTS: Final = {"Regular": 400, "Semibold": 600}
_FEATURES: Final = ["ccmp", "kern", "lnum", "locl", "mark", "mkmk", "tnum"]
# ASCII, the letters of French and of Vietnamese, punctuation, and the signs that figures and arrows need.
_LETTERS: Final = "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸÁÃÌÍÒÓÕÚÝĂĐĨŨƠƯÄÖẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_SIGNS: Final = " ©«»·¶×°–—‘’“”…→−≈≤≥▲▼\u00a0\u202f"
_CHARACTERS: Final = frozenset((*map(chr, range(0x20, 0x7F)), *_LETTERS, *_LETTERS.lower(), *_SIGNS))


@lru_cache(maxsize=1)
def render_page_css() -> str:
    """Give the style sheet of a page, fonts inside; the same bytes at every call."""
    return "\n".join((*_render_font_faces(), read_fragment_css(), (HERE / "page.css").read_text("utf-8")))


@lru_cache(maxsize=1)
def read_script() -> str:
    """Give the script that opens evidence beside a figure; a page works without it."""
    return (HERE / "evidence.js").read_text("utf-8")


def make_policy(*, style: str, script: str) -> str:
    """Give the Content-Security-Policy that allows this style, this script, the fonts inside, no request."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _render_font_faces() -> list[str]:
    return [
        "@font-face{font-family:'Source Sans Pro';font-style:normal;font-weight:"
        f"{weight};font-display:block;src:url(data:font/woff2;base64,{_subset_font(name)}) format('woff2')}}"
        for name, weight in _WEIGHTS.items()
    ]


def _subset_font(name: str) -> str:
    """Give one weight of Source Sans Pro, reduced to the letters that pages use, as base64 of WOFF2."""
    from fontTools import subset  # noqa: PLC0415  (slow to load, and needed once)

    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = _FEATURES
    options.hinting = False
    options.recalc_timestamp = False
    path = files("font_source_sans_pro") / "files" / f"SourceSansPro-{name}.ttf"
    font = subset.load_font(str(path), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(_CHARACTERS)))
    subsetter.subset(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    return base64.b64encode(buffer.getvalue()).decode()
