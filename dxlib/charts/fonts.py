"""The font of pages and charts, reduced to the letters that they use."""

from __future__ import annotations

import base64
from functools import lru_cache
from pathlib import Path
from typing import Final

from dxlib.charts.theme import FONT_FAMILY, FONT_FILES

_FOLDER: Final = Path(__file__).parent / "webfonts"
_WEIGHTS: Final = {False: 400, True: 600}


def get_webfont_path(*, bold: bool) -> Path:
    """Give the file of the regular or the semibold font, as :mod:`dxlib.charts.subsetting` has reduced it."""
    return (_FOLDER / FONT_FILES[bold]).with_suffix(".woff2")


@lru_cache(maxsize=1)
def render_font_css() -> str:
    """Give the ``@font-face`` rules of the theme's font, with the font inside; the same bytes at every call."""
    return "\n".join(
        f"@font-face{{font-family:'{FONT_FAMILY}';font-style:normal;font-weight:"
        f"{weight};font-display:block;src:url(data:font/woff2;base64,{_encode(bold=bold)}) format('woff2')}}"
        for bold, weight in _WEIGHTS.items()
    )


def _encode(*, bold: bool) -> str:
    return base64.b64encode(get_webfont_path(bold=bold).read_bytes()).decode()
