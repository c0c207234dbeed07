"""What a page carries inside: style, script, fonts, and the policy that allows nothing else."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from markupsafe import Markup

from dxlib.bounds import MOST_TILES
from dxlib.brief.style import read_fragment_css
from dxlib.charts.fonts import render_part_css
from dxlib.evidence.page import Assets

_TEMPLATES: Final = Path(__file__).parent / "templates"
# A quotation mark, a template or a slash (of a regular expression) may hold blanks that mean something.
_HOLDS_TEXT: Final = re.compile("['\"`/]")
# Without plus and minus: "a - -b" without blanks is "a--b", which is no expression.
_AROUND_SIGNS: Final = re.compile(r"\s*([{}()\[\],;:=<>?|&*])\s*")
# Colours begin with %23, since "#" in an address begins its fragment.
ICON: Final = Markup(
    "<link rel=\"icon\" href=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Crect width='16' height='16' rx='3' fill='%23a3182c'/%3E"
    "%3Cpath d='M3 12l3.5-4 2.5 2 4-6' stroke='white' stroke-width='2' fill='none'/%3E%3C/svg%3E\">"
)


@lru_cache(maxsize=1)
def render_page_css() -> str:
    """Give the style sheet of a page, fonts inside; the same bytes at every call."""
    return f"{read_fragment_css()}\n{(_TEMPLATES / 'brief' / 'page.css').read_text('utf-8')}"


@lru_cache(maxsize=1)
def render_index_css() -> str:
    """Give the style sheet of an index; rows and columns of tiles are classes, since a page has no style attributes."""
    places = "".join(f".r{n}{{grid-row:{n}}}.c{n}{{grid-column:{n}}}" for n in range(1, MOST_TILES + 1))
    return f"{render_page_css()}\n{(_TEMPLATES / 'index' / 'index.css').read_text('utf-8')}{places}"


@lru_cache(maxsize=1)
def read_script() -> str:
    """Give what a page does by script: evidence beside figures, downloads, charts by key; it works without.

    The lines are joined: what a page carries some thousands of times carries no indents.
    """
    return "".join(_read_script(f"brief/{name}.js") for name in ("evidence", "tools", "steps"))


@lru_cache(maxsize=1)
def read_index_script() -> str:
    """Give what an index does by script: finding by words, area, topic, edition and brief."""
    return _read_script("index/index.js")


def _read_script(name: str) -> str:
    """Read a script without indents and comments, and without blanks around signs in lines that hold no text."""
    lines = (line.strip() for line in (_TEMPLATES / name).read_text("utf-8").splitlines())
    # Line breaks stay: in JavaScript one may stand for a semicolon.
    return "".join(f"{_tighten(line)}\n" for line in lines if line and not line.startswith("//"))


def _tighten(line: str) -> str:
    """Leave out blanks that mean nothing to JavaScript.

    Examples
    --------
    >>> _tighten("const a = b ? [c, d] : e;"), _tighten("say('a , b', c);")
    ('const a=b?[c,d]:e;', "say('a , b', c);")
    """
    return line if _HOLDS_TEXT.search(line) else _AROUND_SIGNS.sub(r"\1", line)


@lru_cache(maxsize=1)
def read_assets() -> Assets:
    """Give what every page carries beside what it says."""
    return Assets(render_page_css(), read_script(), ICON, render_part_css)


@lru_cache(maxsize=1)
def read_index_assets() -> Assets:
    """Give what every index carries beside what it says."""
    return Assets(render_index_css(), read_index_script(), ICON, render_part_css)
