"""A matplotlib backend that draws on the canvas of the house."""

from dxlib.charts.backend.rendering import list_foreign_colors, render_figure

__all__ = ["list_foreign_colors", "render_figure"]
