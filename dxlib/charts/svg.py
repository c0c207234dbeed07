r"""Figures of matplotlib as compact inline SVG for a page with a strict content security policy.

What stands in the SVG:

- One user unit is one CSS pixel; ``viewBox`` only, so that the page's style sheet sets the width; class
  ``chart-svg``.
- No ``style`` attribute, no ``<style>``, no link, nothing that takes the focus, no clock, no random id: the same
  figure gives the same bytes. Ids begin with the chart's name; the only one is usually that of the title.
- Text stays text, in the page's font (:data:`dxlib.charts.theme.FONT_FAMILY`), 13 pixels high.
- A text that says a figure, a period or the value of a tick carries ``data-q``, ``data-period`` or ``data-tick``;
  see :mod:`dxlib.charts.marks`.
- Colours of the theme carry a class besides their value on a light page: ``s-<color>`` for the stroke and ``f-<color>``
  for the fill, where ``<color>`` is one of ``paper ink muted faint grid 1 2 3 4 target``
  (:class:`dxlib.charts.theme.Color`). :func:`render_css` sets both from the custom properties ``--c-<color>``,
  light and dark, and light again in print, and lets the chart inherit the page's font. A page with another
  background than the theme's paper sets ``--c-paper`` of ``.chart-svg``.

The figure is drawn by a renderer of its own rather than by matplotlib's, whose SVG carries a style attribute on every
element, a clip path for every axes and ids that differ with a salt: taking all that out again is more code than this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from markupsafe import escape
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_hex
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, Transform

from dxlib.charts.marks import mark_figure, mark_period, mark_tick, read_mark
from dxlib.charts.theme import DARK, FONT_FAMILY, FONT_SIZE, LIGHT, POINTS_PER_INCH, Color, theme_in_force

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text

__all__ = ["mark_figure", "mark_period", "mark_tick", "render_css", "render_svg"]

_COLORS: Final = {value: color for color, value in LIGHT.items()}
_ANCHORS: Final = {"left": "", "center": "middle", "right": "end"}
_HALO_WIDTH: Final = 3
_JOIN: Final = "round"  # said once for the whole picture; what joins otherwise says so
_BOLD_FROM: Final = 600
_NAMED_WEIGHTS: Final = {
    "semibold": 600,
    "demibold": 600,
    "demi": 600,
    "bold": 700,
    "heavy": 800,
    "extra bold": 800,
    "black": 900,
}
_CLIP_TOLERANCE: Final = 8.0
_LETTERS: Final = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}


def render_svg(figure: Figure, *, name: str, title: str) -> str:
    """Give a figure as inline SVG.

    Parameters
    ----------
    figure
        Drawn by a function of :mod:`dxlib.charts`, or any other without images and hatching.
    name
        Unique on the page; ids begin with it.
    title
        What an assistive device reads out; the long description stands as text outside.

    Returns
    -------
    str
        One ``<svg>`` element; see the module's description.
    """
    dpi = figure.dpi
    with theme_in_force():
        figure.dpi = POINTS_PER_INCH
        width, height = (float(size) * POINTS_PER_INCH for size in figure.get_size_inches())
        renderer = _Renderer(width, height, name)
        try:
            figure.draw(renderer)
        finally:
            figure.dpi = dpi
    size = f"{_number(width)} {_number(height)}"
    return (
        f'<svg class="chart-svg" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img" '
        f'aria-labelledby="{escape(name)}-t" font-family="{FONT_FAMILY}, sans-serif" '
        f'font-size="{FONT_SIZE}" fill="none" stroke-linejoin="{_JOIN}">'
        f'<title id="{escape(name)}-t">{escape(title)}</title>{_write_elements(renderer.elements)}</svg>'
    )


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


@dataclass(frozen=True, slots=True)
class _Element:
    """One element: what it shares with its neighbours, and what is its own."""

    tag: str
    shared: tuple[tuple[str, str], ...]
    own: tuple[tuple[str, str], ...]
    content: str = ""


def _write_elements(elements: Iterable[_Element]) -> str:
    """Write elements; neighbours that look the same become one path or one group."""
    parts = []
    for shared, run in groupby(elements, key=lambda element: element.shared):
        written = [_write_element(element) for element in _merge_paths(list(run))]
        outer = _write_attributes(shared)
        if len(written) == 1:
            tag, rest = written[0]
            parts.append(f"<{tag}{outer}{rest}")
        else:
            parts.append(f"<g{outer}>" + "".join(f"<{tag}{rest}" for tag, rest in written) + "</g>")
    return "".join(parts)


def _merge_paths(run: list[_Element]) -> list[_Element]:
    merged = []
    for tag, group in groupby(run, key=lambda element: element.tag):
        members = list(group)
        if tag == "path" and not any(name.endswith("opacity") for name, _ in members[0].shared):
            outline = "".join(dict(member.own)["d"] for member in members)
            merged.append(_Element(tag, members[0].shared, (("d", outline),)))
        else:
            merged += members
    return merged


def _write_element(element: _Element) -> tuple[str, str]:
    attributes = _write_attributes(element.own)
    ending = f">{element.content}</{element.tag}>" if element.content else "/>"
    return element.tag, attributes + ending


def _write_attributes(attributes: Iterable[tuple[str, str]]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes)


def _number(value: float) -> str:
    """Write a coordinate with at most one decimal.

    Examples
    --------
    >>> [_number(value) for value in (12.0, -0.04, 3.14159)]
    ['12', '0', '3.1']
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


class _Renderer(RendererBase):
    """Collects elements; matplotlib calls its methods."""

    def __init__(self, width: float, height: float, name: str) -> None:
        super().__init__()
        self.width = width
        self.height = height
        self.elements: list[_Element] = []
        self._flip = Affine2D().scale(1, -1).translate(0, height)
        self._name = name
        self._clips: dict[tuple[str, ...], str] = {}

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        shared = _describe_paint(gc, rgbFace)
        outline = _write_path(path, transform + self._flip)
        if shared and outline:
            clip = self._clip(gc, path.get_extents(transform))
            self.elements.append(_Element("path", (*shared, *clip), (("d", outline),)))

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        shared = _describe_paint(gc, rgbFace)
        radius = _find_radius(marker_path, marker_trans)
        for vertices, _code in path.iter_segments(trans, simplify=False):
            x, y = float(vertices[-2]), float(vertices[-1])
            if radius:
                own = (("cx", _number(x)), ("cy", _number(self.height - y)), ("r", _number(radius)))
                self.elements.append(_Element("circle", shared, own))
            else:
                outline = _write_path(marker_path, marker_trans + Affine2D().translate(x, y) + self._flip)
                self.elements.append(_Element("path", shared, (("d", outline),)))

    def draw_text(  # noqa: PLR0913, PLR0917  (matplotlib calls it so)
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Text | None = None,
    ) -> None:
        if ismath:
            self._draw_text_as_path(gc, x, y, s, prop, angle, ismath)  # type: ignore[attr-defined]
            return
        mark, halo = read_mark(str(mtext.get_gid()) if mtext and mtext.get_gid() else None)
        x, anchor = _find_anchor(x, s, mtext)
        shared = [*_describe_text(gc, prop, halo=halo), *([("text-anchor", anchor)] if anchor else [])]
        own = [("x", _number(x)), ("y", _number(y))]
        if angle:
            own.append(("transform", f"rotate({_number(-angle)} {_number(x)} {_number(y)})"))
        if mark:
            own.append((mark.attribute, mark.value))
        self.elements.append(_Element("text", tuple(shared), tuple(own), str(escape(s))))

    def _clip(self, gc: GraphicsContextBase, extents: Bbox | None) -> tuple[tuple[str, str], ...]:
        """Give the reference to a clip path where something reaches out of its axes."""
        area = gc.get_clip_rectangle()
        if area is None or extents is None or _is_inside(extents, area):
            return ()
        box = (area.x0, self.height - area.y1, area.width, area.height)
        attributes = tuple(zip(("x", "y", "width", "height"), map(_number, box), strict=True))
        key = tuple(value for _, value in attributes)
        if key not in self._clips:
            self._clips[key] = f"{self._name}-c{len(self._clips)}"
            content = f"<rect{_write_attributes(attributes)}/>"
            self.elements.append(_Element("clipPath", (), (("id", self._clips[key]),), content))
        return (("clip-path", f"url(#{self._clips[key]})"),)


def _is_inside(inner: Bbox, outer: Bbox) -> bool:
    slack = _CLIP_TOLERANCE
    return bool(
        inner.x0 >= outer.x0 - slack and inner.x1 <= outer.x1 + slack
        and inner.y0 >= outer.y0 - slack and inner.y1 <= outer.y1 + slack
    )  # fmt: skip


def _find_anchor(x: float, text: str, mtext: Text | None) -> tuple[float, str]:
    """Anchor a text where it was meant to be, so that another font does not move its middle or its end."""
    if mtext is None or mtext.get_text() != text or mtext.get_rotation():
        return x, ""
    anchored = mtext.get_transform().transform(mtext.get_unitless_position())
    return float(anchored[0]), _ANCHORS[mtext.get_horizontalalignment()]


def _find_radius(path: Path, transform: Transform) -> float:
    """Give the radius of a marker that is a circle, else 0."""
    outline, circle = np.asarray(path.vertices), np.asarray(Path.unit_circle().vertices)
    if outline.shape != circle.shape or not np.allclose(outline, circle):
        return 0.0
    return float(abs(np.linalg.det(transform.get_matrix()[:2, :2])) ** 0.5)


def _describe_paint(gc: GraphicsContextBase, face: Any) -> tuple[tuple[str, str], ...]:
    """Give the attributes of stroke and fill; none when nothing is painted."""
    red, green, blue, alpha = gc.get_rgb()
    stroke = to_hex((red, green, blue)) if gc.get_linewidth() > 0 and alpha > 0 else ""
    face_alpha = 0.0 if face is None else float([*face, 1.0][3])
    fill = to_hex(face[:3]) if face_alpha > 0 else ""
    attributes = _describe_colors(stroke, fill)
    if stroke:
        attributes += _describe_pen(gc) + _describe_opacity("stroke", alpha)
    if fill:
        attributes += _describe_opacity("fill", face_alpha)
    return tuple(attributes)


def _describe_opacity(what: str, alpha: float) -> list[tuple[str, str]]:
    return [(f"{what}-opacity", f"{alpha:.2g}")] if alpha < 1 else []


def _describe_colors(stroke: str, fill: str) -> list[tuple[str, str]]:
    classes = [f"s-{_COLORS[stroke]}"] if stroke in _COLORS else []
    classes += [f"f-{_COLORS[fill]}"] if fill in _COLORS else []
    attributes = [("class", " ".join(classes))] if classes else []
    attributes += [("stroke", stroke)] if stroke else []
    return attributes + ([("fill", fill)] if fill else [])


def _describe_pen(gc: GraphicsContextBase) -> list[tuple[str, str]]:
    width, dashes = gc.get_linewidth(), gc.get_dashes()[1]
    attributes = [("stroke-width", _number(width))] if width != 1 else []
    if dashes is not None:
        attributes.append(("stroke-dasharray", " ".join(_number(dash) for dash in np.asarray(dashes, dtype=float))))
    cap = {"projecting": "square", "butt": ""}.get(gc.get_capstyle(), gc.get_capstyle())
    join = {_JOIN: ""}.get(gc.get_joinstyle(), gc.get_joinstyle())  # the picture as a whole has the usual one
    attributes += [("stroke-linecap", cap)] if cap else []
    return attributes + ([("stroke-linejoin", join)] if join else [])


def _describe_text(gc: GraphicsContextBase, prop: FontProperties, *, halo: bool) -> list[tuple[str, str]]:
    attributes = _describe_colors(LIGHT[Color.PAPER] if halo else "", to_hex(gc.get_rgb()[:3]))
    if halo:
        attributes += [("stroke-width", str(_HALO_WIDTH)), ("paint-order", "stroke")]
    given = prop.get_weight()
    weight = _NAMED_WEIGHTS.get(given, 400) if isinstance(given, str) else int(given)
    if weight >= _BOLD_FROM:
        attributes.append(("font-weight", str(weight)))
    size = float(prop.get_size_in_points())
    if size != FONT_SIZE:
        attributes.append(("font-size", _number(size)))
    return attributes


def _write_path(path: Path, transform: Transform) -> str:
    """Write a path's outline, rounded, with short forms for horizontal and vertical lines."""
    parts: list[str] = []
    last = ("", "")
    for raw, code in path.iter_segments(transform, simplify=False, snap=False):
        if code == Path.CLOSEPOLY:
            parts.append("Z")
            continue
        numbers = [_number(value) for value in np.asarray(raw, dtype=float)]
        point = (numbers[-2], numbers[-1])
        parts.append(_write_step(int(code), numbers, last))
        last = point
    return "".join(parts)


def _write_step(code: int, numbers: list[str], last: tuple[str, str]) -> str:
    if code == Path.LINETO and numbers[1] == last[1]:
        return f"H{numbers[0]}"
    if code == Path.LINETO and numbers[0] == last[0]:
        return f"V{numbers[1]}"
    return _LETTERS[code] + " ".join(numbers)  # type: ignore[index]
