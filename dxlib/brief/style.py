"""The style of fragments, in JupyterLab as on the page."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from dxlib.brief.popovers import CSS
from dxlib.charts.fonts import render_font_css
from dxlib.charts.in_lab import make_lab_rules, render_lab_css
from dxlib.charts.svg import render_css

_FILE = Path(__file__).parent / "fragment.css"
_PALETTE: Final = re.compile(r":root,\.dxlib(\{[^}]*\})")  # light, dark, and light in print
# Lab puts all paragraphs to the left.
_IN_LAB: Final = (
    "[data-jp-theme-light] .dxlib{--paper:var(--jp-layout-color0);color:var(--ink)}"
    "[data-jp-theme-light] .dxlib p{text-align:start}"
)


@lru_cache(maxsize=1)
def read_fragment_css() -> str:
    """Give the style sheet of fragments and of the charts in them, the font inside."""
    return f"{render_font_css()}\n{render_css()}\n{_FILE.read_text('utf-8')}"


@lru_cache(maxsize=1)
def render_notebook_css() -> str:
    """Give the style sheet for outputs in a notebook: in Lab's theme, light or dark, and of nothing else there."""
    own = _FILE.read_text("utf-8")
    # The palettes are given once more by Lab's own attribute: Lab may be dark where the reader's system is light.
    light, dark = _PALETTE.findall(own)[:2]
    themes = make_lab_rules(f".dxlib{light}", f".dxlib{dark}")
    # Within @scope an output is the root of its style, which can then alter nothing else of the notebook.
    scoped = f"{render_css()}\n{own}".replace(":root,.dxlib", ":scope").replace(".dxlib", ":scope")
    return "\n".join((render_font_css(), f"@scope (.dxlib){{{scoped}}}", themes, render_lab_css(), _IN_LAB, CSS))
