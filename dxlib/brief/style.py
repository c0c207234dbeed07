"""The style of fragments, in JupyterLab as on the page."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from dxlib.charts.fonts import render_font_css
from dxlib.charts.svg import render_css

_FILE = Path(__file__).parent / "fragment.css"


@lru_cache(maxsize=1)
def read_fragment_css() -> str:
    """Give the style sheet of fragments and of the charts in them, the font inside."""
    return f"{render_font_css()}\n{render_css()}\n{_FILE.read_text('utf-8')}"
