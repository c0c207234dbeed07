"""What a page carries inside: style, script, fonts, and the policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from dxlib.brief.style import read_fragment_css

HERE: Final = Path(__file__).parent / "templates" / "brief"
LANGUAGE_NAMES: Final = {"en": "English", "vi": "Tiếng Việt", "fr": "Français"}


@lru_cache(maxsize=1)
def render_page_css() -> str:
    """Give the style sheet of a page, fonts inside; the same bytes at every call."""
    return f"{read_fragment_css()}\n{(HERE / 'page.css').read_text('utf-8')}"


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
