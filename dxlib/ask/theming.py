"""The look of the house for figures that analysts draw themselves, in the letters of their project."""

from __future__ import annotations

from dxlib.ask.desk import open_desk
from dxlib.charts.machine_fonts import list_families, list_lacking
from dxlib.charts.matplotlib_theme import use_theme
from dxlib.errors import DxError


def set_theme() -> None:
    """Give the figures of matplotlib and seaborn the look of the house's charts, until :func:`reset_theme`.

    Font (Source Sans Pro, from its wheel), colours, grid, spines, the colour map ``dxlib`` from the least to the most
    (and ``dxlib_r``), and figures of 680 by 340 pixels that make room for labels. In a notebook, figures are shown as
    small SVG that follows Lab's light or dark theme. ``seaborn.objects`` follows too. Where names of the project have
    letters that the font lacks, as in Japanese or Arabic, a font of the machine is taken for these.

    Examples
    --------
    >>> import dxlib as dx, matplotlib as mpl
    >>> dx.set_theme()
    >>> mpl.rcParams["font.family"], mpl.rcParams["axes.prop_cycle"].by_key()["color"][0]
    (['Source Sans Pro'], '#0f5499')
    >>> dx.reset_theme()
    """
    use_theme(list_families(list_lacking(_read_names())))


def _read_names() -> str:
    """Give the names that tables of the project hold, in all of its languages; none outside of a project."""
    try:
        catalogue = open_desk().catalogue
    except DxError:
        return ""  # figures may be drawn of anything
    areas = (text for area in catalogue.areas.values() for text in area.name.list_texts())
    indicators = (
        text for one in catalogue.indicators.values() for text in (*one.name.list_texts(), *one.label.list_texts())
    )
    return "".join((*areas, *indicators))
