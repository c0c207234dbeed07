"""The look of the house for matplotlib and seaborn."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import pairwise
from typing import Any, Final

import matplotlib as mpl
from cycler import cycler
from matplotlib.colors import ListedColormap

from dxlib.charts.backend.known_font import register_fonts
from dxlib.charts.backend.mathematics import SETTINGS as MATHEMATICS
from dxlib.charts.paints import Mix
from dxlib.charts.theme import FONT_FAMILY, FONT_SIZE, LIGHT, SERIES, STEPS, Color, Width

__all__ = ["COLORMAP", "reset_theme", "use_theme"]

COLORMAP: Final = "dxlib"
_DPI: Final = 96
_LINE_PX: Final = 2.4
_PARTS: Final = 10  # of the way from one class of values to the next
_SAVED: Final[dict[Any, Any]] = {}


def use_theme(families: Sequence[str] = (FONT_FAMILY,)) -> None:
    """Give the figures of matplotlib and seaborn the look of the house's charts, until :func:`reset_theme`.

    Parameters
    ----------
    families
        Fonts, the theme's first; where it lacks a letter, matplotlib takes the next one that has it.
    """
    from dxlib.charts.in_lab import show_figures_in_house_style  # noqa: PLC0415  (used in notebooks only)

    register_fonts()
    # A second call would save the settings of the house as those to go back to.
    if not _SAVED:
        _SAVED.update(mpl.rcParams.copy())
    for name, colors in ((COLORMAP, _list_colors()), (f"{COLORMAP}_r", _list_colors()[::-1])):
        # matplotlib refuses to register a name that is taken.
        if name not in mpl.colormaps:
            mpl.colormaps.register(ListedColormap(colors, name=name))
    settings = {**list_settings(), "font.family": list(families)}
    mpl.rcParams.update(settings)
    _update_objects(settings)
    show_figures_in_house_style()


def reset_theme() -> None:
    """Give matplotlib, ``seaborn.objects`` and the notebook back what they had before :func:`dxlib.set_theme`.

    Examples
    --------
    >>> import dxlib as dx, matplotlib as mpl
    >>> before = mpl.rcParams["font.size"]
    >>> dx.set_theme()
    >>> dx.reset_theme()
    >>> mpl.rcParams["font.size"] == before
    True
    """
    from dxlib.charts.in_lab import show_figures_as_images  # noqa: PLC0415

    if not _SAVED:
        return
    names = list_settings()
    # Only what use_theme() sets: what an analyst set otherwise in between stays.
    mpl.rcParams.update({name: value for name, value in _SAVED.items() if name in names})
    _SAVED.clear()
    for name in (COLORMAP, f"{COLORMAP}_r"):
        mpl.colormaps.unregister(name)
    _update_objects({})
    show_figures_as_images()


def _list_colors() -> list[str]:
    """Give the colours between the classes of values, each a mixture of two neighbours that dark pages follow."""
    between = [
        Mix(high, round(100 * part / _PARTS), low).light for low, high in pairwise(STEPS) for part in range(_PARTS)
    ]
    return [*between, LIGHT[STEPS[-1]]]


def _update_objects(settings: dict[Any, Any]) -> None:
    """Give ``seaborn.objects``, which does not look at matplotlib's settings, the same; without any, its own."""
    # To take back what seaborn was never given, seaborn need not be loaded.
    if find_spec("seaborn") is None or not (settings or "seaborn" in sys.modules):
        return
    from seaborn.objects import Plot  # noqa: PLC0415  (slow to load)

    # What an earlier call set and this one does not would stay otherwise.
    Plot.config.theme.reset()
    Plot.config.theme.update({name: value for name, value in settings.items() if name in Plot.config.theme})


def list_settings() -> dict[Any, Any]:
    """Give matplotlib's settings in the look of the house; lengths are in points, as matplotlib has them."""
    return {**_TEXT, **_AXES, **_MARKS, **_FIGURE, **MATHEMATICS}


def _points(pixels: float) -> float:
    return pixels * 72 / _DPI


_TEXT: Final[dict[Any, Any]] = {
    "font.family": [FONT_FAMILY],
    "font.size": _points(FONT_SIZE),
    "text.color": Color.INK.light,
    "axes.titlelocation": "left",
    "axes.titlesize": _points(15),
    "axes.titleweight": "semibold",
    "axes.titlecolor": Color.INK.light,
    "axes.titlepad": _points(12),
    "axes.labelsize": _points(FONT_SIZE),
    "axes.labelcolor": Color.MUTED.light,
    "figure.titlesize": _points(17),
    "figure.titleweight": "semibold",
    "xtick.labelsize": _points(FONT_SIZE),
    "ytick.labelsize": _points(FONT_SIZE),
    "legend.fontsize": _points(FONT_SIZE),
    "legend.title_fontsize": _points(FONT_SIZE),
    "legend.labelcolor": Color.INK.light,
    "axes.unicode_minus": True,
    # An offset at the end of an axis ("+1e6") is overlooked, and its ticks are read as they stand.
    "axes.formatter.useoffset": False,
}
_AXES: Final[dict[Any, Any]] = {
    "axes.facecolor": Color.PAPER.light,
    "axes.edgecolor": Color.MUTED.light,
    "axes.linewidth": _points(1),
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "grid.color": Color.GRID.light,
    "grid.linewidth": _points(1),
    "grid.linestyle": "-",
    "xtick.color": Color.MUTED.light,
    "ytick.color": Color.MUTED.light,
    "xtick.labelcolor": Color.MUTED.light,
    "ytick.labelcolor": Color.MUTED.light,
    "xtick.major.size": _points(5),
    "xtick.minor.size": _points(3),
    "xtick.major.width": _points(1),
    "xtick.minor.width": _points(1),
    # Values stand at lines of the grid, which need no mark beside them.
    "ytick.major.size": 0,
    "ytick.minor.size": 0,
    "ytick.major.pad": _points(6),
    "legend.frameon": True,
    "legend.framealpha": 0.85,
    "legend.facecolor": Color.PAPER.light,
    "legend.edgecolor": "none",
    "legend.fancybox": False,
    "legend.borderpad": 0.2,
    "legend.handlelength": 2.6,  # long enough to show the dashes of a line
    "axes.xmargin": 0.03,
    "axes.ymargin": 0.05,
}
_MARKS: Final[dict[Any, Any]] = {
    # Dashes are not part of the cycle: seaborn would draw error bars and fitted lines with them. Our backend adds them.
    "axes.prop_cycle": cycler(color=[color.light for color in SERIES]),
    "lines.linewidth": _points(_LINE_PX),
    "lines.markersize": _points(6.6),
    "lines.markeredgewidth": 0,
    "lines.solid_capstyle": "round",
    "lines.solid_joinstyle": "round",
    "patch.facecolor": Color.FIRST.light,
    "patch.edgecolor": Color.PAPER.light,
    # Without it matplotlib draws no edges, and bars that touch have no line of paper between them.
    "patch.force_edgecolor": True,
    "patch.linewidth": _points(1),
    # Since 3.11 a hatching can take the colour of the edge; before, it has one colour for all.
    "hatch.color": "edge" if mpl.__version_info__ >= (3, 11) else Color.PAPER.light,
    "hatch.linewidth": _points(1),
    "image.cmap": COLORMAP,
    "boxplot.medianprops.color": Color.INK.light,
    "boxplot.boxprops.color": Color.MUTED.light,
    "boxplot.whiskerprops.color": Color.MUTED.light,
    "boxplot.capprops.color": Color.MUTED.light,
    "boxplot.flierprops.markeredgecolor": Color.MUTED.light,
    "scatter.edgecolors": "none",
    "errorbar.capsize": _points(4),
}
_FIGURE: Final[dict[Any, Any]] = {
    "figure.figsize": (Width.WIDE / _DPI, Width.WIDE.height / _DPI),
    "figure.dpi": _DPI,
    "figure.facecolor": Color.PAPER.light,
    "figure.constrained_layout.use": True,
    "savefig.dpi": 2 * _DPI,
    "savefig.facecolor": Color.PAPER.light,
    "pdf.fonttype": 42,
    "svg.fonttype": "none",  # texts stay texts
}
