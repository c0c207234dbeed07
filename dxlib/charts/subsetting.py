"""Makes the fonts of pages: Source Sans Pro, reduced to the letters that pages use; ``make fonts`` runs it.

What it makes lies in ``webfonts/``, since to reduce a font takes half a second and every process that shows a brief
needs it. A test sees that what lies there is what this gives.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Final

from fontTools import subset

from dxlib.charts.fonts import CHARACTERS, RANGES, get_webfont_path
from dxlib.charts.theme import get_font_path
from dxlib.language.languages import FontPart

# tnum and lnum give figures of one width in tables, mark and mkmk place the marks of Vietnamese that stand apart.
_FEATURES: Final = ["ccmp", "kern", "lnum", "locl", "mark", "mkmk", "tnum"]


def subset_font(path: Path, characters: Collection[str] = CHARACTERS) -> bytes:
    """Give a font, reduced to some letters, as WOFF2; the same bytes at every call.

    Parameters
    ----------
    path
        Of the whole font.
    characters
        By default those that every page has.
    """
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = _FEATURES
    # Hints are for screens of few pixels, and would make every page larger.
    options.hinting = False
    # A time in the font would give other bytes on every run.
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    buffer = io.BytesIO()
    with closing(subset.load_font(str(path), options)) as font:
        subsetter.subset(font)
        subset.save_font(font, buffer, options)
    return buffer.getvalue()


def list_more(part: FontPart) -> frozenset[str]:
    """Give the letters of a part that not every page has."""
    listed = {chr(code) for first, last in RANGES[part] for code in range(first, last + 1)}
    return frozenset(listed - CHARACTERS)


def main() -> None:
    """Make both weights anew, and of each the parts for further languages."""
    for bold in (False, True):
        font = get_font_path(bold=bold)
        get_webfont_path(bold=bold).write_bytes(subset_font(font))
        for part in FontPart:
            get_webfont_path(part, bold=bold).write_bytes(subset_font(font, list_more(part)))


if __name__ == "__main__":
    main()
