"""Drawings and figures in JupyterLab: SVG that follows Lab's theme, light or dark."""

from __future__ import annotations

import importlib
import sys
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from dxlib.charts.fonts import render_font_css
from dxlib.charts.svg import make_svg, render_css, render_direction_css, render_properties
from dxlib.charts.theme import DARK, LIGHT
from dxlib.evidence.render import write_markup

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from dxlib.charts.canvas import Canvas

__all__ = [
    "is_notebook", "make_lab_rules", "render_lab_css", "render_output", "show_figure", "show_figures_as_images",
    "show_figures_in_house_style",
]  # fmt: skip

_LAB_LIGHT: Final = '[data-jp-theme-light="true"]'
_LAB_DARK: Final = '[data-jp-theme-light="false"]'
# Lab's own background, whatever theme it has.
_LAB_PAPER: Final = ".chart-svg{--c-paper:var(--jp-layout-color0)}"
_SIZES: Final = """\
.dxlib-drawing .chart-svg{font-family:'Source Sans Pro','Segoe UI',Arial,sans-serif;max-width:100%;height:auto}"""
_IMAGES: Final = ("image/png", "image/jpeg", "image/svg+xml", "application/pdf")
_KEPT: Final[dict[str, Any]] = {}


def make_lab_rules(light: str, dark: str) -> str:
    """Give rules that hold in JupyterLab while its theme is light or dark, whatever the reader's system prefers.

    Parameters
    ----------
    light, dark
        Each a rule: a selector and its declarations. Printed notebooks keep what other rules say.

    Examples
    --------
    >>> print(make_lab_rules(".a{color:black}", ".a{color:white}"))
    @media screen{
    [data-jp-theme-light="true"] .a{color:black}
    [data-jp-theme-light="false"] .a{color:white}
    }
    """
    return f"@media screen{{\n{_LAB_LIGHT} {light}\n{_LAB_DARK} {dark}\n}}"


def render_lab_css() -> str:
    """Give the rules by which charts follow Lab's theme; they stand after :func:`dxlib.charts.svg.render_css`."""
    colors = make_lab_rules(render_properties(LIGHT), render_properties(DARK))
    return f"{colors}\n{make_lab_rules(_LAB_PAPER, _LAB_PAPER)}\n"


def render_output(canvas: Canvas) -> str:
    """Give what a notebook shows of a drawing: SVG with its style and its font, as HTML.

    Parameters
    ----------
    canvas
        What is drawn.

    Notes
    -----
    Lab shows an output of the type SVG as an image, which knows neither Lab's theme nor the page's fonts.
    """
    drawn = write_markup(make_svg(canvas, name="drawing", title=""))
    name = f"dx{zlib.crc32(drawn.encode()):08x}"  # unique among the outputs of a notebook, and the same each time
    markup = str(write_markup(make_svg(canvas, name=name, title="")))
    # A drawing has a viewBox only, and would fill the whole width of the notebook.
    sized = markup.replace("<svg ", f'<svg width="{canvas.width}" height="{canvas.height}" ', 1)
    style = "\n".join((render_font_css(), render_css(), render_lab_css(), _SIZES, *render_direction_css(canvas)))
    return f'<style>{style}</style><div class="dxlib-drawing">{sized}</div>'


def is_notebook() -> bool:
    """Say whether this process runs a notebook, or another shell of IPython."""
    return _find_shell() is not None


def show_figure(figure: Figure) -> None:
    """Show a matplotlib figure in a notebook, in the house's font and colours; elsewhere nothing happens."""
    if not is_notebook():
        return
    from IPython.display import HTML, display  # noqa: PLC0415  (only where there is a notebook)

    display(HTML(_render_figure_output(figure)))  # type: ignore[no-untyped-call]


def show_figures_in_house_style() -> None:
    """Let a notebook show every matplotlib figure as small SVG that follows Lab's theme, instead of as an image.

    Elsewhere nothing changes. :func:`show_figures_as_images` takes it back.
    """
    import matplotlib as mpl  # noqa: PLC0415  (slow to load)
    from matplotlib.figure import Figure  # noqa: PLC0415

    formatters = _find_formatters()
    if formatters and "matplotlib_inline" in mpl.get_backend():
        # It attaches itself to the notebook when it is loaded, and would then take our way of showing figures off.
        importlib.import_module("matplotlib_inline.backend_inline")
    if formatters and not _KEPT:
        # Taken away: an output with an image beside the HTML would hold the picture twice.
        _KEPT.update({name: formatters[name].pop(Figure, None) for name in _IMAGES if name in formatters})
        formatters["text/html"].for_type(Figure, _render_figure_output)


def show_figures_as_images() -> None:
    """Let a notebook show matplotlib figures as it did before :func:`show_figures_in_house_style`."""
    from matplotlib.figure import Figure  # noqa: PLC0415  (slow to load)

    formatters = _find_formatters()
    if formatters and _KEPT:
        formatters["text/html"].pop(Figure, None)
        for name, formatter in _KEPT.items():
            if formatter is not None:
                formatters[name].for_type(Figure, formatter)
    _KEPT.clear()


def _render_figure_output(figure: Figure) -> str:
    from dxlib.charts.backend import render_figure  # noqa: PLC0415  (loads matplotlib)

    return render_output(render_figure(figure))


def _find_shell() -> Any:
    """Give the shell of the notebook that this process runs, if it runs one; IPython is not loaded for that."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def _find_formatters() -> Mapping[str, Any]:
    shell = _find_shell()
    return shell.display_formatter.formatters if shell else {}
