"""The theme's font is known to matplotlib under its own name."""

from __future__ import annotations

from pathlib import Path

from matplotlib import font_manager

from dxlib.charts.backend.known_font import register_fonts
from dxlib.charts.theme import FONT_FAMILY, get_font_path


def test_each_weight_is_found_in_its_own_file() -> None:
    register_fonts()
    for bold, weight in ((False, "normal"), (True, "semibold")):
        found = font_manager.findfont(
            font_manager.FontProperties(family=FONT_FAMILY, weight=weight), fallback_to_default=False
        )
        assert Path(found).samefile(get_font_path(bold=bold))


def test_registering_again_adds_nothing() -> None:
    register_fonts()
    before = len(font_manager.fontManager.ttflist)
    register_fonts()
    assert len(font_manager.fontManager.ttflist) == before
