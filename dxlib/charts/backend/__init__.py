"""A matplotlib backend that draws on the canvas of the house; ``matplotlib.use("module://dxlib.charts.backend")``."""

from dxlib.charts.backend.figure_canvas import FigureCanvas, FigureManager
from dxlib.charts.backend.legibility import list_unreadable_texts
from dxlib.charts.backend.rendering import list_foreign_colors, render_figure

__all__ = ["FigureCanvas", "FigureManager", "list_foreign_colors", "list_unreadable_texts", "render_figure"]
