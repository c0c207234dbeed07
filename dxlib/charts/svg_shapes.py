"""The shapes of a canvas as elements of SVG: few and short, each look written once."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from dxlib.charts.canvas import Canvas, Clip, Fill, Hatch, Marker, Pen, Point, Raster, Stroke
from dxlib.charts.paints import Paint
from dxlib.charts.theme import Color
from dxlib.evidence.parts import Part

ShapeAttributes = tuple[tuple[str, str], ...]  # attributes
_RIM: Final = 1.6
_CAPS: Final = {"o": "round", "s": "square"}
# A square with sides of 1.8 radii has about the area of the disc, so that neither sign seems to say more.
MARKER_OUTLINES: Final[Mapping[str, tuple[Point, ...]]] = {
    "D": ((0, -1), (1, 0), (0, 1), (-1, 0)),
    "s": ((-0.9, -0.9), (-0.9, 0.9), (0.9, 0.9), (0.9, -0.9)),
}
_STEPS: Final = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}


class _Key(NamedTuple):
    """What shapes share that stand in one element.

    Parameters
    ----------
    is_apart
        Whether each is an element of its own within a group: what is seen through, or has a rim, would look different
        as part of one path.
    """

    layer: float
    look: ShapeAttributes
    tag: str = "path"
    is_apart: bool = False


_Drawn = tuple[_Key, dict[str, str]]


@dataclass(slots=True)
class _Definitions:
    """What shapes refer to, with the ids by which they do."""

    name: str
    height: float
    ids: dict[Clip | Hatch, str] = field(default_factory=dict)

    def refer(self, what: Clip | Hatch) -> str:
        """Give the reference to a clip path or a pattern, which is written once."""
        return f"url(#{self.ids.setdefault(what, f'{self.name}-d{len(self.ids)}')})"

    def write(self) -> list[Part]:
        """Give the element of all definitions, if there are any."""
        parts = [self._write_one(what, name) for what, name in self.ids.items()]
        return [["defs", {}, *parts]] if parts else []

    def _write_one(self, what: Clip | Hatch, name: str) -> Part:
        if isinstance(what, Clip):
            return ["clipPath", {"id": name}, ["path", {"d": write_outline(what.points, self.height, what.codes)}]]
        size = write_number(what.size)
        look = _describe_pen(what.pen) if what.pen.width else describe_paint("fill", what.pen.color)
        box = {"width": size, "height": size, "patternUnits": "userSpaceOnUse"}
        return [
            "pattern",
            {"id": name, **box},
            ["path", {**dict(look), "d": write_outline(what.points, what.size, what.codes)}],
        ]


def draw_shapes(canvas: Canvas, name: str) -> list[Part]:
    """Give all but texts: within a layer, what looks the same becomes one path.

    Parameters
    ----------
    canvas
        What is drawn.
    name
        Of the drawing; ids of what shapes refer to begin with it.
    """
    height, defined = canvas.height, _Definitions(name, canvas.height)
    drawn = [shape for fill in canvas.fills for shape in _draw_fill(fill, defined)]
    drawn += [_draw_stroke(stroke, defined) for stroke in canvas.strokes]
    drawn += [shape for marker in canvas.markers for shape in _draw_marker(marker, height)]
    drawn += [_draw_picture(picture, defined) for picture in canvas.pictures]
    groups: dict[_Key, list[dict[str, str]]] = {}
    for key, own in drawn:
        groups.setdefault(key, []).append(own)
    # Sorting is stable: within a layer areas stay under lines, and these under markers.
    ordered = sorted(groups.items(), key=lambda entry: entry[0].layer)
    return [*defined.write(), *(_make_element(key, members) for key, members in ordered)]


def _make_element(key: _Key, members: list[dict[str, str]]) -> Part:
    if key.is_apart:
        return group_parts(key.look, [[key.tag, own] for own in members])
    return [key.tag, {**dict(key.look), "d": "".join(own["d"] for own in members)}]


def group_parts(look: ShapeAttributes, members: Sequence[list[Any]]) -> Part:
    """Give elements that look the same as a group with their attributes; one alone has these itself."""
    if len(members) > 1:
        return ["g", dict(look), *members]
    tag, own, *inside = members[0]
    return [tag, {**dict(look), **own}, *inside]


def _draw_fill(fill: Fill, defined: _Definitions) -> Iterator[_Drawn]:
    """Draw an area, and its hatching over it."""
    outline = write_outline(fill.outline, defined.height, fill.codes) + ("" if fill.codes else "z")
    if fill.opacity:
        yield _draw_area(fill, outline, defined)
    if fill.hatch:
        look = (("fill", defined.refer(fill.hatch)), *_describe_clip(fill.clip, defined))
        yield _Key(fill.layer, look, is_apart=True), {"d": outline}


def _draw_area(fill: Fill, outline: str, defined: _Definitions) -> _Drawn:
    """Draw an area; an upright rectangle as a thick line, half as long as its outline."""
    more = _describe_clip(fill.clip, defined)
    more += (("shape-rendering", "crispEdges"),) if fill.crisp else ()
    if fill.is_upright:
        (x0, y0), (x1, y1) = fill.points
        middle = ((x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2))
        look = (*_describe_pen(Pen(fill.color, y1 - y0, opacity=fill.opacity)), *more)
        return _Key(fill.layer, look, is_apart=fill.opacity < 1), {"d": write_outline(middle, defined.height)}
    opacity = (("fill-opacity", write_share(fill.opacity)),) if fill.opacity < 1 else ()
    look = (*describe_paint("fill", fill.color), *opacity, *more)
    return _Key(fill.layer, look, is_apart=bool(opacity or fill.codes)), {"d": outline}


def _draw_stroke(stroke: Stroke, defined: _Definitions) -> _Drawn:
    look = (*_describe_pen(stroke.pen), *_describe_clip(stroke.clip, defined))
    outline = write_outline(stroke.points, defined.height, stroke.codes)
    return _Key(stroke.layer, look, is_apart=stroke.pen.opacity < 1), {"d": outline}


def _draw_picture(picture: Raster, defined: _Definitions) -> _Drawn:
    own = {
        "x": write_number(picture.x0),
        "y": write_number(defined.height - picture.y1),
        "width": write_number(picture.x1 - picture.x0),
        "height": write_number(picture.y1 - picture.y0),
        # matplotlib says exactly where an image lies; SVG would else keep its shape and leave a margin.
        "preserveAspectRatio": "none",
        # Inside the page, whose policy lets nothing be loaded.
        "href": f"data:image/png;base64,{base64.b64encode(picture.png).decode()}",
    }
    return _Key(picture.layer, _describe_clip(picture.clip, defined), "image", is_apart=True), own


def _draw_marker(marker: Marker, height: float) -> Iterator[_Drawn]:
    """Draw a marker; a hollow one without a rim is drawn larger and then smaller in the page's colour."""
    if marker.rim or marker.opacity < 1 or marker.outline:
        yield _draw_apart(marker, height)
    elif marker.hollow:
        rim = _RIM / 2
        yield _draw_solid(marker, marker.radius + rim, marker.color, marker.layer, height)
        # A hundredth of a layer lies over its own rim, and under all of the next layer.
        yield _draw_solid(marker, marker.radius - rim, Color.PAPER, marker.layer + 0.01, height)
    else:
        yield _draw_solid(marker, marker.radius, marker.color, marker.layer, height)


def _draw_apart(marker: Marker, height: float) -> _Drawn:
    """Draw a marker as an element of its own."""
    look = () if marker.hollow else describe_paint("fill", marker.color)
    look += (("fill-opacity", write_share(marker.opacity)),) if marker.opacity < 1 and not marker.hollow else ()
    look = _join_classes(look, _describe_pen(marker.rim)) if marker.rim else look
    if marker.shape == "o":
        own = {
            "cx": write_number(marker.x),
            "cy": write_number(height - marker.y),
            "r": write_number(marker.radius, decimals=2),
        }
        return _Key(marker.layer, look, "circle", is_apart=True), own
    outline = marker.outline or tuple((marker.radius * x, marker.radius * y) for x, y in MARKER_OUTLINES[marker.shape])
    points = tuple((marker.x + x, marker.y + y) for x, y in outline)
    own = {"d": write_outline(points, height, marker.codes) + ("" if marker.codes else "z")}
    return _Key(marker.layer, look, is_apart=True), own


def _join_classes(fill: ShapeAttributes, stroke: ShapeAttributes) -> ShapeAttributes:
    """Give the attributes of a shape that is filled and has an outline, with one class for both."""
    classes = " ".join(value for name, value in (*fill, *stroke) if name == "class")
    others = tuple((name, value) for name, value in (*fill, *stroke) if name != "class")
    return (("class", classes), *others) if classes else others


def _draw_solid(marker: Marker, radius: float, color: Paint, layer: float, height: float) -> _Drawn:
    x, y = marker.x, marker.y
    if marker.shape in _CAPS:
        side = radius * (2.0 if marker.shape == "o" else 1.8)
        look = _describe_pen(Pen(color, side, cap=_CAPS[marker.shape]))
        # Programs that leave out lines without length would leave out the point.
        return _Key(layer, look), {"d": f"M{write_number(x)} {write_number(height - y)}h.01"}
    outline = [(x + radius * dx, y + radius * dy) for dx, dy in MARKER_OUTLINES[marker.shape]]
    return _Key(layer, describe_paint("fill", color)), {"d": write_outline(outline, height) + "z"}


def describe_paint(use: str, paint: Paint) -> ShapeAttributes:
    """Give the attributes of a paint; ``use`` is ``fill`` or ``stroke``."""
    if isinstance(paint, Color):
        return (("class", f"{use[0]}-{paint}"), (use, paint.light))
    return ((use, paint.css),)


def _describe_pen(pen: Pen) -> ShapeAttributes:
    look = [*describe_paint("stroke", pen.color)]
    look += [("stroke-width", write_number(pen.width))] if pen.width != 1 else []
    look += [("stroke-dasharray", " ".join(map(write_number, pen.dash)))] if pen.dash else []
    look += [("stroke-linecap", pen.cap)] if pen.cap else []
    look += [("stroke-opacity", write_share(pen.opacity))] if pen.opacity < 1 else []
    return tuple(look)


def _describe_clip(clip: Clip | None, defined: _Definitions) -> ShapeAttributes:
    return (("clip-path", defined.refer(clip)),) if clip else ()


def write_outline(points: Iterable[Point], height: float, codes: str = "") -> str:
    """Write a line through points, rounded, with short forms for horizontal and vertical ones; codes may bend it."""
    parts: list[str] = []
    written = [(write_number(x), write_number(height - y)) for x, y in points]
    letters = codes or "M" + "L" * (len(written) - 1)
    at = step = 0
    while step < len(letters):
        letter = letters[step]
        taken = written[at : at + _STEPS[letter]]
        if letter == "L":
            parts.append(_write_line(written[at - 1], taken[0]))
        else:
            parts.append(letter + " ".join(f"{x} {y}" for x, y in taken))
        # A curve has as many letters as points; "Z" has no point.
        at, step = at + len(taken), step + max(len(taken), 1)
    return "".join(parts)


def _write_line(before: tuple[str, str], point: tuple[str, str]) -> str:
    if point[1] == before[1]:
        return f"H{point[0]}"
    return f"V{point[1]}" if point[0] == before[0] else f"L{point[0]} {point[1]}"


def write_share(value: float) -> str:
    """Write a share of one with at most two decimals.

    Examples
    --------
    >>> write_share(0.2), write_share(0.333)
    ('.2', '.33')
    """
    return f"{value:.2f}".rstrip("0").removeprefix("0") or "0"


def write_number(value: float, decimals: int = 1) -> str:
    """Write a coordinate with at most one decimal, or as many as asked for.

    Examples
    --------
    >>> [write_number(value) for value in (12.0, -0.04, 3.14159)]
    ['12', '0', '3.1']
    """
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".") if decimals != 1 else f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
