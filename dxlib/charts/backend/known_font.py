"""The theme's font, known to matplotlib."""

from __future__ import annotations

from functools import lru_cache

from dxlib.charts.theme import get_font_path


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make the theme's font known to matplotlib under its own name; without effect when called again."""
    from matplotlib import font_manager  # noqa: PLC0415  (slow to load: reads the list of all fonts)

    # addfont() takes a file in again each time that it is called; so it is called once a process.
    for bold in (False, True):
        font_manager.fontManager.addfont(get_font_path(bold=bold))
