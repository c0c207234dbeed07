"""Drawings and figures in JupyterLab: SVG that follows Lab's theme, light or dark."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from dxlib.charts.fonts import render_font_css
from dxlib.charts.svg import make_svg, render_css, render_properties
from dxlib.charts.theme import DARK, LIGHT
from dxlib.evidence.render import write_markup

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from dxlib.charts.canvas import Canvas

# What Lab's theme is called on the body of its page; elsewhere the reader's own preference counts.
LAB_LIGHT: Final = '[data-jp-theme-light="true"]'
LAB_DARK: Final = '[data-jp-theme-light="false"]'
_SPAN: Final = "max-width:100%;height:auto"


def render_lab_css() -> str:
    """Give the rules by which charts follow Lab's theme; they stand after :func:`dxlib.charts.svg.render_css`."""
    light, dark = render_properties(LIGHT), render_properties(DARK)
    return f"{LAB_LIGHT} {light}\n{LAB_DARK} {dark}\n"


def render_output(canvas: Canvas, *, title: str = "") -> str:
    """Give what a notebook shows of a drawing: SVG with its style and its font, as HTML.

    Parameters
    ----------
    canvas
        What is drawn.
    title
        What an assistive device reads out.

    Notes
    -----
    Lab shows an output of the type SVG as an image, which knows neither Lab's theme nor the page's fonts.
    """
    drawn = write_markup(make_svg(canvas, name="drawing", title=title))
    name = f"dx{zlib.crc32(drawn.encode()):08x}"  # unique among the outputs of a notebook, and the same each time
    markup = write_markup(make_svg(canvas, name=name, title=title))
    size = f".chart-svg{{{_SPAN}}}"
    style = "\n".join((render_font_css(), render_css(), render_lab_css(), size, _FAMILY))
    sized = str(markup).replace("<svg ", f'<svg width="{canvas.width}" height="{canvas.height}" ', 1)
    return f"<style>{style}</style><div class='dxlib-drawing'>{sized}</div>"


_FAMILY: Final = ".dxlib-drawing .chart-svg{font-family:'Source Sans Pro','Segoe UI',Arial,sans-serif}"


def render_figure_output(figure: Figure) -> str:
    """Give what a notebook shows of a matplotlib figure, in the house's font and colours."""
    from dxlib.charts.backend import render_figure  # noqa: PLC0415  (loads matplotlib)

    return render_output(render_figure(figure))


def show_figure(figure: Figure) -> None:
    """Show a matplotlib figure in a notebook; where there is none, nothing happens."""
    if _find_shell() is None:
        return
    from IPython.display import HTML, display  # noqa: PLC0415  (only where there is a notebook)

    display(HTML(render_figure_output(figure)))  # type: ignore[no-untyped-call]


def show_figures_in_house_style() -> None:
    """Let a notebook show every matplotlib figure as small SVG that follows Lab's theme, instead of as an image.

    Outside of a notebook nothing changes. :func:`show_figures_as_images` takes it back.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415

    formatters = _find_formatters()
    if formatters and Figure not in _KEPT:
        _KEPT[Figure] = {name: formatters[name].pop(Figure, None) for name in _IMAGES if name in formatters}
        formatters["text/html"].for_type(Figure, render_figure_output)


def show_figures_as_images() -> None:
    """Let a notebook show matplotlib figures as it did before :func:`show_figures_in_house_style`."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    formatters = _find_formatters()
    for name, formatter in _KEPT.pop(Figure, {}).items() if formatters else ():
        formatters["text/html"].pop(Figure, None)
        if formatter is not None:
            formatters[name].for_type(Figure, formatter)


_IMAGES: Final = ("image/png", "image/jpeg", "image/svg+xml", "application/pdf")
_KEPT: Final[dict[type, Mapping[str, Any]]] = {}


def _find_shell() -> Any:
    """Give the shell of the notebook that this process runs, if it runs one; IPython is not loaded for that."""
    import sys  # noqa: PLC0415

    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def _find_formatters() -> Mapping[str, Any]:
    shell = _find_shell()
    return shell.display_formatter.formatters if shell else {}
