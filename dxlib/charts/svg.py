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
- ``data-at`` of the whole says where each figure of a line stands: key, x and y, separated by commas.
- ``data-at`` of the ``<svg>`` says where figures stand that have no text: key, x and y of each.
- Discs and squares are points of one path with round or square ends, a third as long as elements of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from dxlib.charts.canvas import Canvas, Fill, Marker, Pen, Point, Stroke, Text
from dxlib.charts.theme import DARK, FONT_FAMILY, FONT_SIZE, LIGHT, SEMIBOLD, Color
from dxlib.evidence.parts import Part

__all__ = ["make_svg", "render_css"]

_ANCHORS: Final = {"left": "", "center": "middle", "right": "end"}
_HALO: Final = {"class": "s-paper", "stroke": Color.PAPER.light, "stroke-width": "3", "paint-order": "stroke"}
_RIM: Final = 1.6
_CAPS: Final = {"o": "round", "s": "square"}
_OUTLINES: Final[Mapping[str, tuple[Point, ...]]] = {
    "^": ((-1, -0.8), (0, 1), (1, -0.8)),
    "v": ((-1, 0.8), (0, -1), (1, 0.8)),
    "D": ((0, -1), (1, 0), (0, 1), (-1, 0)),
}

_Look = tuple[tuple[str, str], ...]  # attributes
_Shape = tuple[float, _Look, str]  # layer, look, outline


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
        "font-family": f"{FONT_FAMILY}, sans-serif",
        "font-size": str(FONT_SIZE),
        "fill": "none",
        "stroke-linejoin": "round",
        **_write_spots(canvas),
    }
    return ["svg", attributes, ["title", {"id": f"{name}-t"}, title], *_list_paths(canvas), *_list_texts(canvas)]


def render_css() -> str:
    """Give the rules that colour charts: light, dark where the reader prefers it, light again in print."""
    dark = "@media (prefers-color-scheme:dark){" + _write_properties(DARK) + "}"
    light_print = "@media print{" + _write_properties(LIGHT) + "}"
    rules = [_write_properties(LIGHT), dark, light_print, ".chart-svg{font-family:inherit}"]
    rules += [f".chart-svg .s-{color}{{stroke:var(--c-{color})}}" for color in Color]
    rules += [f".chart-svg .f-{color}{{fill:var(--c-{color})}}" for color in Color]
    return "\n".join(rules) + "\n"


def _write_properties(values: Mapping[Color, str]) -> str:
    return ".chart-svg{" + ";".join(f"--c-{color}:{value}" for color, value in values.items()) + "}"


def _write_spots(canvas: Canvas) -> dict[str, str]:
    """Write where figures stand as ``data-at``: key, x and y in whole pixels, parted by spaces."""
    spots = " ".join(f"{key},{x:.0f},{canvas.height - y:.0f}" for key, (x, y) in canvas.spots.items())
    return {"data-at": spots} if spots else {}


def _list_paths(canvas: Canvas) -> list[Part]:
    """Give all but texts: within a layer, what looks the same becomes one path."""
    height = canvas.height
    shapes: list[_Shape] = [_draw_fill(fill, height) for fill in canvas.fills]
    shapes += [_draw_stroke(stroke, height) for stroke in canvas.strokes]
    shapes += [shape for marker in canvas.markers for shape in _draw_marker(marker, height)]
    paths: dict[tuple[float, _Look], list[str]] = {}
    for layer, look, outline in shapes:
        paths.setdefault((layer, look), []).append(outline)
    ordered = sorted(paths.items(), key=lambda entry: entry[0][0])
    return [["path", {**dict(look), "d": "".join(outlines)}] for (_, look), outlines in ordered]


def _draw_fill(fill: Fill, height: float) -> _Shape:
    """Draw an area; an upright rectangle as a thick line, half as long as its outline."""
    if fill.is_upright:
        (x0, y0), (x1, y1) = fill.points
        middle = ((x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2))
        return fill.layer, _describe_pen(Pen(fill.color, y1 - y0)), _write_outline(middle, height)
    return fill.layer, _describe_fill(fill.color), _write_outline(fill.points, height) + "z"


def _draw_stroke(stroke: Stroke, height: float) -> _Shape:
    return stroke.layer, _describe_pen(stroke.pen), _write_outline(stroke.points, height)


def _draw_marker(marker: Marker, height: float) -> Iterator[_Shape]:
    """Draw a marker; a hollow one is drawn larger and then smaller in the page's colour."""
    if not marker.hollow:
        yield _draw_solid(marker, marker.radius, marker.color, marker.layer, height)
        return
    rim = _RIM / 2
    yield _draw_solid(marker, marker.radius + rim, marker.color, marker.layer, height)
    yield _draw_solid(marker, marker.radius - rim, Color.PAPER, marker.layer + 0.01, height)


def _draw_solid(marker: Marker, radius: float, color: Color, layer: float, height: float) -> _Shape:
    x, y = marker.x, marker.y
    if marker.shape in _CAPS:
        side = radius * (2.0 if marker.shape == "o" else 1.8)
        look = _describe_pen(Pen(color, side, cap=_CAPS[marker.shape]))
        # Programs that leave out lines without length would leave out the point.
        return layer, look, f"M{_number(x)} {_number(height - y)}h.01"
    outline = [(x + radius * dx, y + radius * dy) for dx, dy in _OUTLINES[marker.shape]]
    return layer, _describe_fill(color), _write_outline(outline, height) + "z"


def _describe_fill(color: Color) -> _Look:
    return (("class", f"f-{color}"), ("fill", color.light))


def _describe_pen(pen: Pen) -> _Look:
    look = [("class", f"s-{pen.color}"), ("stroke", pen.color.light)]
    look += [("stroke-width", _number(pen.width))] if pen.width != 1 else []
    look += [("stroke-dasharray", " ".join(map(_number, pen.dash)))] if pen.dash else []
    look += [("stroke-linecap", pen.cap)] if pen.cap else []
    return tuple(look)


def _write_outline(points: Iterable[Point], height: float) -> str:
    """Write a line through points, rounded, with short forms for horizontal and vertical ones."""
    parts: list[str] = []
    last = ("", "")
    for x, y in points:
        point = (_number(x), _number(height - y))
        if not parts:
            parts.append(f"M{point[0]} {point[1]}")
        elif point[1] == last[1]:
            parts.append(f"H{point[0]}")
        elif point[0] == last[0]:
            parts.append(f"V{point[1]}")
        else:
            parts.append(f"L{point[0]} {point[1]}")
        last = point
    return "".join(parts)


def _list_texts(canvas: Canvas) -> list[Part]:
    """Give the texts: those that look the same in one group, those with a halo in one around it."""
    plain = _group_texts([text for text in canvas.texts if not text.halo], canvas.height)
    clear = _group_texts([text for text in canvas.texts if text.halo], canvas.height)
    return [*plain, *([["g", dict(_HALO), *clear]] if clear else [])]


def _group_texts(texts: Iterable[Text], height: float) -> list[Part]:
    groups: dict[_Look, list[tuple[dict[str, str], str]]] = {}
    for text in texts:
        mark = {text.mark.attribute: text.mark.value} if text.mark else {}
        own = {"x": _number(text.x), "y": _number(height - text.y), **mark}
        groups.setdefault(_describe_text(text), []).append((own, text.text))
    return [_make_group(dict(look), members) for look, members in groups.items()]


def _make_group(look: dict[str, str], members: list[tuple[dict[str, str], str]]) -> Part:
    if len(members) == 1:
        ((own, text),) = members
        return ["text", {**look, **own}, text]
    return ["g", look, *(["text", own, text] for own, text in members)]


def _describe_text(text: Text) -> _Look:
    look = list(_describe_fill(text.color))
    look += [("font-weight", str(SEMIBOLD))] if text.bold else []
    look += [("font-size", str(text.size))] if text.size != FONT_SIZE else []
    look += [("text-anchor", _ANCHORS[text.align])] if _ANCHORS[text.align] else []
    return tuple(look)


def _number(value: float) -> str:
    """Write a coordinate with at most one decimal.

    Examples
    --------
    >>> [_number(value) for value in (12.0, -0.04, 3.14159)]
    ['12', '0', '3.1']
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
