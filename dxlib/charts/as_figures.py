"""A drawing of the house as an ordinary matplotlib figure, to edit and to save."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Affine2D
from PIL import Image

from dxlib.charts.canvas import Canvas, CanvasText, Clip, Fill, Hatch, Marker, Pen, Point, Raster, Stroke
from dxlib.charts.machine_fonts import find_families, list_lacking
from dxlib.charts.svg_shapes import MARKER_OUTLINES
from dxlib.charts.theme import Color, get_font_path

DPI: Final = 96
_PT_PER_PX: Final = 72 / DPI
_CODES: Final = {"M": Path.MOVETO, "L": Path.LINETO, "Q": Path.CURVE3, "C": Path.CURVE4, "Z": Path.CLOSEPOLY}
_CAPS: Final = {"": "butt", "butt": "butt", "round": "round", "square": "projecting"}
_HALO_PX: Final = 3
_RIM: Final = 1.6
_TEXT_ORDER: Final = 1e6  # over all shapes, as on the page


def draw_as_figure(canvas: Canvas, *, language: str = "") -> Figure:
    """Draw a canvas with matplotlib, in the colours of light pages.

    Parameters
    ----------
    canvas
        Drawn by a function of :mod:`dxlib.charts`, or by :func:`dxlib.charts.backend.render_figure`.
    language
        Code of the language of its texts: in a font of the machine some letters have another form in Chinese than in
        Japanese.

    Returns
    -------
    matplotlib.figure.Figure
        One Axes without frame over the whole figure, whose data are CSS pixels from the lower left corner. Every shape
        is an artist, and every text a text in the theme's font, or, where that lacks letters, in one of the machine.
        What a shape stands for is its ``gid``, and the name of its series its label.

    Raises
    ------
    MissingDependencyError
        Where no font of the machine has a letter of a text.

    Examples
    --------
    >>> from dxlib.charts.canvas import Canvas, CanvasText
    >>> from dxlib.charts.theme import Color
    >>> canvas = Canvas(330, 290)
    >>> canvas.texts.append(CanvasText("Việt Nam", 10, 20, Color.INK))
    >>> axes, = draw_as_figure(canvas).axes
    >>> axes.get_xlim(), [text.get_text() for text in axes.texts]
    ((np.float64(0.0), np.float64(330.0)), ['Việt Nam'])
    """
    figure = Figure((canvas.width / DPI, canvas.height / DPI), dpi=DPI, facecolor=Color.PAPER.light)
    figure.set_layout_engine("none")  # whatever the settings say: places are those of the canvas
    axes = figure.add_axes((0, 0, 1, 1), frameon=False, xlim=(0, canvas.width), ylim=(0, canvas.height))
    axes.set_axis_off()
    for fill in canvas.fills:
        _add_fill(axes, fill)
    for stroke in canvas.strokes:
        _add_stroke(axes, stroke)
    for marker in canvas.markers:
        _add_marker(axes, marker)
    for picture in canvas.pictures:
        _add_picture(axes, picture)
    lacking = list_lacking("".join(text.text for text in canvas.texts))
    for number, text in enumerate(canvas.texts):
        # In the theme's font every letter has one form, whatever the language.
        in_theme = lacking.isdisjoint(text.text)
        font = {"fname": get_font_path(bold=text.bold)} if in_theme else {"family": find_families(lacking)}
        order = _TEXT_ORDER + number + text.halo * _TEXT_ORDER
        _add_text(axes, text, order, font, "" if in_theme else language)
    return figure


def _make_path(points: Sequence[Point], codes: str, *, closed: bool) -> Path:
    if not codes:
        return Path([*points, points[0]], closed=True) if closed else Path(points)
    left = list(points)
    # matplotlib wants a point for each code, also for the one that closes and has none.
    vertices = [(0.0, 0.0) if code == "Z" else left.pop(0) for code in codes]
    return Path(vertices, [_CODES[code] for code in codes])


def _read_pen(pen: Pen) -> dict[str, Any]:
    """Give the properties of an outline; what is dashed has lengths of its own in matplotlib too."""
    # matplotlib counts dashes in widths of the line, the canvas in pixels.
    dash = (0, tuple(length / pen.width for length in pen.dash)) if pen.dash else "solid"
    return {
        "edgecolor": pen.color.light,
        "linewidth": pen.width * _PT_PER_PX,
        "linestyle": dash,
        "alpha": pen.opacity if pen.opacity < 1 else None,
        "capstyle": _CAPS[pen.cap],
        "joinstyle": "round",
    }


def _add_patch(axes: Axes, patch: PathPatch | Rectangle | Circle, clip: Clip | None = None) -> None:
    axes.add_artist(patch)
    if clip:
        patch.set_clip_path(_make_path(clip.points, clip.codes, closed=True), axes.transData)


def _add_fill(axes: Axes, fill: Fill) -> None:
    look: dict[str, Any] = {"zorder": fill.layer, "gid": fill.role, "label": fill.name, "alpha": fill.opacity}
    face: dict[str, Any] = {
        "facecolor": fill.color.light if fill.opacity else "none",
        "linewidth": 0,
        # Smoothed edges of neighbouring cells would let the ground shine through between them.
        "antialiased": not fill.crisp,
    }
    outline = _make_path(fill.outline, fill.codes, closed=True)
    if fill.is_upright:
        (x0, y0), (x1, y1) = fill.points
        _add_patch(axes, Rectangle((x0, y0), x1 - x0, y1 - y0, **look, **face), fill.clip)
    else:
        _add_patch(axes, PathPatch(outline, **look, **face), fill.clip)
    if fill.hatch:
        _add_hatch(axes, outline, fill.layer, fill.hatch)


def _add_hatch(axes: Axes, outline: Path, layer: float, hatch: Hatch) -> None:
    """Draw the tiles of a hatching over an area, cut off at its outline; they begin at the upper left corner."""
    (x0, y0), (x1, y1) = outline.get_extents().get_points()
    tile = _make_path(hatch.points, hatch.codes, closed=False)
    top = axes.get_ylim()[1]
    columns = range(int(x0 // hatch.size), int(x1 // hatch.size) + 1)
    rows = range(int((top - y1) // hatch.size), int((top - y0) // hatch.size) + 1)
    places = [
        Affine2D().translate(column * hatch.size, top - (row + 1) * hatch.size) for column in columns for row in rows
    ]
    path = Path.make_compound_path(*(place.transform_path(tile) for place in places))
    patch = PathPatch(path, fill=False, zorder=layer + 0.5, gid="hatch", **_read_pen(hatch.pen))
    axes.add_artist(patch)
    patch.set_clip_path(outline, axes.transData)


def _add_stroke(axes: Axes, stroke: Stroke) -> None:
    look: dict[str, Any] = {"zorder": stroke.layer, "gid": stroke.role, "label": stroke.name}
    if stroke.codes or stroke.clip:
        patch = PathPatch(
            _make_path(stroke.points, stroke.codes, closed=False), fill=False, **look, **_read_pen(stroke.pen)
        )
        _add_patch(axes, patch, stroke.clip)
        return
    pen = _read_pen(stroke.pen)
    cap, join = pen.pop("capstyle"), pen.pop("joinstyle")
    ends = {
        f"{kind}_{what}style": value for kind in ("solid", "dash") for what, value in (("cap", cap), ("join", join))
    }
    xs, ys = zip(*stroke.points, strict=True)
    axes.add_artist(Line2D(xs, ys, color=pen.pop("edgecolor"), **look, **pen, **ends))


def _add_marker(axes: Axes, marker: Marker) -> None:
    """Draw a marker as a patch; a hollow one without a rim has one in its colour, and the page's colour inside."""
    rim = marker.rim or (Pen(marker.color, _RIM) if marker.hollow else None)
    inside = ("none" if marker.rim else Color.PAPER.light) if marker.hollow else marker.color.light
    look: dict[str, Any] = {"zorder": marker.layer, "gid": marker.role, "label": marker.name, "facecolor": inside}
    look |= _read_pen(rim) if rim else {"linewidth": 0}
    look["alpha"] = None if marker.opacity == 1 else marker.opacity
    if marker.shape == "o":
        _add_patch(axes, Circle((marker.x, marker.y), marker.radius, **look))
        return
    outline = marker.outline or [(marker.radius * x, marker.radius * y) for x, y in MARKER_OUTLINES[marker.shape]]
    points = [(marker.x + x, marker.y + y) for x, y in outline]
    _add_patch(axes, PathPatch(_make_path(points, marker.codes, closed=True), **look))


def _add_picture(axes: Axes, picture: Raster) -> None:
    pixels = np.asarray(Image.open(io.BytesIO(picture.png)))
    extent = (picture.x0, picture.x1, picture.y0, picture.y1)
    image = axes.imshow(
        pixels, extent=extent, aspect="auto", zorder=picture.layer, gid=picture.role, label=picture.name
    )
    if picture.clip:
        image.set_clip_path(_make_path(picture.clip.points, picture.clip.codes, closed=True), axes.transData)


def _add_text(axes: Axes, text: CanvasText, order: float, font: Mapping[str, Any], language: str) -> None:
    weight = "semibold" if text.bold else "normal"
    properties = FontProperties(**font, weight=weight, size=text.size * _PT_PER_PX)
    halo = [withStroke(linewidth=_HALO_PX * _PT_PER_PX, foreground=Color.PAPER.light)] if text.halo else None
    # A "$" in a name begins no formula, and a turned text turns around its point, as in SVG.
    axes.text(
        text.x, text.y, text.text, color=text.color.light, fontproperties=properties, ha=text.align, va="baseline",
        rotation=text.angle, rotation_mode="anchor", path_effects=halo, zorder=order, parse_math=False,
        language=language or None,
    )  # fmt: skip
