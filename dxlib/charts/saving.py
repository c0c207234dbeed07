"""Drawings as files: SVG that stands alone, PNG and PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import matplotlib as mpl
from markupsafe import escape

from dxlib.charts.as_figures import DPI, draw_as_figure
from dxlib.charts.canvas import Canvas
from dxlib.charts.fonts import find_parts, render_font_css, render_part_css
from dxlib.charts.machine_fonts import list_lacking
from dxlib.charts.paints import Mix
from dxlib.charts.svg import make_svg, render_css, render_direction_css
from dxlib.charts.theme import FONT_FAMILY, Color
from dxlib.errors import ConfigError, did_you_mean
from dxlib.evidence.render import write_markup

_NAME: Final = "drawing"
_DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>'


def save_canvas(canvas: Canvas, path: Path | str, *, title: str, language: str = "") -> None:
    """Save a drawing as a file.

    Parameters
    ----------
    canvas
        Drawn by a function of :mod:`dxlib.charts`, or by :func:`dxlib.charts.backend.render_figure`.
    path
        Its suffix says what is written: ``.svg`` stands alone, with its font inside, and follows the reader's choice of
        light or dark; ``.png`` has two pixels for one of CSS; ``.pdf`` has its font inside.
    title
        What an assistive device reads out, and what the file says of itself.
    language
        Code of the language of its texts.

    Raises
    ------
    ConfigError
        For a suffix that is none of these.
    MissingDependencyError
        For ``.png`` and ``.pdf`` where neither the theme's font nor one of the machine has a letter of a text.
    """
    path = Path(path)
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        what = f"A drawing cannot be saved as '{path.name}'.{did_you_mean(path.suffix.lower(), _WRITERS)}"
        raise ConfigError(what, allowed=_WRITERS, fix="give the file one of these suffixes.")
    write(canvas, path, title, language)


def render_document(canvas: Canvas, *, title: str, language: str = "") -> str:
    """Give a drawing as the text of an SVG file that stands alone.

    Parameters
    ----------
    canvas
        What is drawn.
    title
        What an assistive device reads out.
    language
        Code of the language of its texts, by which the reader's program chooses a font for letters that the theme's
        font lacks: the same letter has another form in Chinese than in Japanese.

    Notes
    -----
    Few programs that draw SVG know ``color-mix()``: mixtures have their light value, and a rule of their own for dark.
    """
    markup = str(write_markup(make_svg(canvas, name=_NAME, title=title)))
    mixtures = dict.fromkeys(paint for paint in canvas.list_paints() if isinstance(paint, Mix))
    for mix in mixtures:
        markup = markup.replace(f'="{mix.css}"', f'="{mix.light}"')
    rules = [f'.chart-svg [{use}="{mix.light}"]{{{use}:{mix.dark}}}' for mix in mixtures for use in ("fill", "stroke")]
    family = f".chart-svg{{font-family:'{FONT_FAMILY}',sans-serif}}"  # where there is no page to inherit it from
    fonts = (render_font_css(), *map(render_part_css, find_parts("".join(text.text for text in canvas.texts))))
    directions = render_direction_css(canvas)
    style = "\n".join((*fonts, render_css(), family, *directions, "@media (prefers-color-scheme:dark){", *rules, "}"))
    size = f'width="{canvas.width}" height="{canvas.height}"'
    if language and list_lacking("".join(text.text for text in canvas.texts)):
        size += f' xml:lang="{language}"'
    head, _, rest = markup.partition(">")
    # Else the drawing would lie on whatever the program that opens it has behind it.
    paper = f'<path class="f-paper" fill="{Color.PAPER.light}" d="M0 0H{canvas.width}V{canvas.height}H0z"/>'
    # The style is escaped, because in a file of XML, other than in HTML, "&" and "<" count within <style> too.
    return f"{_DECLARATION}\n{head} {size}><style>{escape(style)}</style>{paper}{rest}\n"


def _write_svg(canvas: Canvas, path: Path, title: str, language: str) -> None:
    # newline keeps the bytes the same on Windows, which writes two characters for each end of a line.
    path.write_text(render_document(canvas, title=title, language=language), "utf-8", newline="\n")


def _write_png(canvas: Canvas, path: Path, title: str, language: str) -> None:
    # Without "Software" matplotlib writes its version, and an update would change the bytes of every file.
    draw_as_figure(canvas, language=language).savefig(path, dpi=2 * DPI, metadata={"Title": title, "Software": None})


def _write_pdf(canvas: Canvas, path: Path, title: str, language: str) -> None:
    """Write a PDF; its font is inside as the font that it is, and no clock is."""
    with mpl.rc_context({"pdf.fonttype": 42}):
        draw_as_figure(canvas, language=language).savefig(path, metadata={"Title": title, "CreationDate": None})


_WRITERS: Final[Mapping[str, Callable[[Canvas, Path, str, str], None]]] = {
    ".svg": _write_svg,
    ".png": _write_png,
    ".pdf": _write_pdf,
}
