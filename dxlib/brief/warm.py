"""What every brief needs, loaded and computed once: what kernels and cells are forked from has imported this module."""

from __future__ import annotations

import matplotlib.backends.backend_svg
import matplotlib.figure

import dxlib.brief.opening
from dxlib.brief.style import read_fragment_css

__all__ = ["dxlib", "matplotlib"]

read_fragment_css()  # reduces the font to the letters of pages, which takes half a second
