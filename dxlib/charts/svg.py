r"""Canvases as the parts of compact inline SVG for a page with a strict content security policy.

What stands in the SVG:

- One user unit is one CSS pixel; ``viewBox`` only, so that the page's style sheet sets the width; class
  ``chart-svg``.
- No ``style`` attribute, no ``<style>``, no link, nothing that takes the focus, no clock, no random id: the same
  drawing gives the same bytes. Ids begin with the chart's name; the only one is that of the title.
- Text stays text, in the page's font (:data:`dxlib.charts.theme.FONT_FAMILY`), 13 pixels high unless it says another
  size.
- A text that says a figure, a period, the value of a tick or a status carries ``data-q``, ``data-period``,
  ``data-tick`` or ``data-verdict``; see :mod:`dxlib.charts.marks`.
- Colours carry a class besides their value on a light page: ``s-<color>`` for the stroke and ``f-<color>`` for the
  fill, where ``<color>`` is a :class:`dxlib.charts.theme.Color`. :func:`render_css` sets both from the custom
  properties ``--c-<color>``, light and dark, and light again in print, and lets the chart inherit the page's font. A
  page with another background than the theme's paper sets ``--c-paper`` of ``.chart-svg``.
- ``data-at`` of the ``<svg>`` says where figures stand that have no text: key, x and y of each, with commas between
  them, and blanks between figures.
- Discs and squares are points of one path with round or square ends, a third as long as elements of their own.
- What only the matplotlib backend draws adds ``<circle>``, ``<image>`` (a PNG inside), and in ``<defs>`` clip paths and
  patterns, whose ids begin with the chart's name. Mixed colours have no class: their attribute is a ``color-mix()`` of
  the custom properties, which a browser reads there as in a style sheet.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

from dxlib.charts.canvas import Canvas, CanvasText
from dxlib.charts.svg_shapes import ShapeAttributes, describe_paint, draw_shapes, group_parts, write_number
from dxlib.charts.theme import DARK, FONT_FAMILY, FONT_SIZE, LIGHT, SEMIBOLD, Color
from dxlib.evidence.parts import Part

__all__ = ["make_svg", "render_css", "render_direction_css", "render_properties"]

_ANCHORS: Final = {"left": "", "center": "middle", "right": "end"}
_TO_THE_LEFT: Final = ("R", "AL")  # how Unicode calls letters of Hebrew and the like, and of Arabic
# paint-order draws the stroke under the fill: over it, the halo would eat the letters.
_HALO: Final = {"class": "s-paper", "stroke": Color.PAPER.light, "stroke-width": "3", "paint-order": "stroke"}


def make_svg(canvas: Canvas, *, name: str, title: Part, about: str = "") -> Part:
    """Give a drawing as inline SVG.

    Parameters
    ----------
    canvas
        Drawn by a function of :mod:`dxlib.charts`.
    name
        Unique on the page; ids begin with it.
    title
        What an assistive device reads out.
    about
        The id of the long description, which stands as text outside.

    Returns
    -------
    Part
        One ``<svg>`` element; see the module's description.
    """
    attributes = {
        **({"aria-describedby": about} if about else {}),
        "class": "chart-svg",
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {canvas.width} {canvas.height}",
        "role": "img",
        "aria-labelledby": f"{name}-t",
        # For programs that know no style sheet; on a page the sheet has the drawing inherit the page's font.
        "font-family": f"{FONT_FAMILY}, sans-serif",
        "font-size": str(FONT_SIZE),
        # SVG fills every path with black unless told otherwise, an open line too.
        "fill": "none",
        "stroke-linejoin": "round",
        **_write_spots(canvas),
    }
    shapes = draw_shapes(canvas, name)
    return ["svg", attributes, ["title", {"id": f"{name}-t"}, title], *shapes, *_list_texts(canvas)]


def render_css() -> str:
    """Give the rules that colour charts: light, dark where the reader prefers it, light again in print."""
    dark = "@media (prefers-color-scheme:dark){" + render_properties(DARK) + "}"
    light_print = "@media print{" + render_properties(LIGHT) + "}"
    rules = [render_properties(LIGHT), dark, light_print, ".chart-svg{font-family:inherit}"]
    rules += [f".chart-svg .s-{color}{{stroke:var(--c-{color})}}" for color in Color]
    rules += [f".chart-svg .f-{color}{{fill:var(--c-{color})}}" for color in Color]
    return "\n".join(rules) + "\n"


def render_direction_css(canvas: Canvas) -> tuple[str, ...]:
    """Give the rule by which each text of a drawing runs the way of its first letter; none where all run to the right.

    A page has such a rule of its own. Without one, "5 million" in Arabic is read as "million 5".
    """
    letters = {letter for text in canvas.texts for letter in text.text}
    runs_to_the_left = any(unicodedata.bidirectional(letter) in _TO_THE_LEFT for letter in letters)
    return (".chart-svg text{unicode-bidi:plaintext}",) if runs_to_the_left else ()


def render_properties(values: Mapping[Color, str]) -> str:
    """Give the rule that sets the custom properties of charts, for light or for dark pages."""
    return ".chart-svg{" + ";".join(f"--c-{color}:{value}" for color, value in values.items()) + "}"


def _write_spots(canvas: Canvas) -> dict[str, str]:
    """Write where figures stand as ``data-at``: key, x and y in whole pixels, separated by commas, of each figure."""
    spots = " ".join(f"{key},{x:.0f},{canvas.height - y:.0f}" for key, (x, y) in canvas.spots.items())
    return {"data-at": spots} if spots else {}


def _list_texts(canvas: Canvas) -> list[Part]:
    """Give the texts: those that look the same in one group, those with a halo in one around it."""
    plain = _group_texts([text for text in canvas.texts if not text.halo], canvas.height)
    clear = _group_texts([text for text in canvas.texts if text.halo], canvas.height)
    return [*plain, *([["g", dict(_HALO), *clear]] if clear else [])]


def _group_texts(texts: Iterable[CanvasText], height: float) -> list[Part]:
    groups: dict[ShapeAttributes, list[list[Any]]] = {}
    for text in texts:
        mark = {text.mark.attribute: text.mark.value} if text.mark else {}
        # Canvases count upwards and anticlockwise, SVG downwards and clockwise.
        own = {"x": write_number(text.x), "y": write_number(height - text.y), **mark}
        if text.angle:
            own["transform"] = f"rotate({write_number(-text.angle)} {own['x']} {own['y']})"
        # Texts of one look share a group: their attributes would be longer than the words.
        groups.setdefault(_describe_text(text), []).append(["text", own, text.text])
    return [group_parts(look, members) for look, members in groups.items()]


def _describe_text(text: CanvasText) -> ShapeAttributes:
    look = list(describe_paint("fill", text.color))
    look += [("font-weight", str(SEMIBOLD))] if text.bold else []
    look += [("font-size", write_number(text.size))] if text.size != FONT_SIZE else []
    look += [("text-anchor", _ANCHORS[text.align])] if _ANCHORS[text.align] else []
    return tuple(look)
