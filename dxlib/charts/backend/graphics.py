"""What matplotlib's graphics contexts and fonts say, in the words of a canvas."""

from __future__ import annotations

from typing import Any, Final

from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties, weight_dict
from matplotlib.text import Text as Label
from matplotlib.transforms import IdentityTransform

from dxlib.charts.backend.colors import find_paint
from dxlib.charts.backend.mathematics import PX_PER_POINT
from dxlib.charts.backend.outlines import trace
from dxlib.charts.canvas import Align, Clip, Hatch, Pen
from dxlib.charts.labels import Box
from dxlib.charts.paints import Foreign, Mix, Paint
from dxlib.charts.theme import SEMIBOLD, Color

Face = Any  # red, green, blue and perhaps opacity; or none
_THINNEST: Final = 0.05
_TILE: Final = 48.0  # CSS pixels: the side of a tile that is repeated
_DENSITY: Final = 3.0
_CAPS: Final = {"butt": "", "projecting": "square", "round": "round"}


def read_pen(gc: GraphicsContextBase) -> Pen | None:
    """Give what outlines are drawn with; none where they would not be seen."""
    red, green, blue, alpha = gc.get_rgb()
    opacity = round(float(gc.get_alpha() if gc.get_forced_alpha() else alpha), 2)
    width = float(gc.get_linewidth()) * PX_PER_POINT
    if width < _THINNEST or opacity == 0:
        return None
    lengths: Any = gc.get_dashes()[1]
    dash = () if lengths is None else tuple(round(float(length) * PX_PER_POINT, 1) for length in lengths)
    # Round ends would close the gaps between dashes.
    cap = "" if dash else _CAPS[str(gc.get_capstyle())]
    # A width that is rounded to 0 would draw nothing.
    return Pen(find_paint((red, green, blue)), max(round(width, 1), 0.1), dash, cap, opacity)


def read_face(gc: GraphicsContextBase, face: Face) -> tuple[Paint, float] | None:
    """Give what an area is painted with and how opaque it is; none where it would not be seen."""
    if face is None:
        return None
    red, green, blue, *alpha = (float(channel) for channel in face)
    opacity = gc.get_alpha() if gc.get_forced_alpha() else (alpha or [1.0])[0]
    return (find_paint((red, green, blue)), round(float(opacity), 2)) if round(float(opacity), 2) else None


def read_text_paint(gc: GraphicsContextBase) -> Paint:
    """Give the paint of a text; one that is seen through is mixed with paper instead."""
    red, green, blue, alpha = gc.get_rgb()
    paint = find_paint((red, green, blue))
    opacity = gc.get_alpha() if gc.get_forced_alpha() else alpha
    if opacity >= 1 or isinstance(paint, Foreign):
        return paint
    if isinstance(paint, Color):
        return Mix(paint, round(100 * opacity), Color.PAPER)
    return Mix(paint.color, round(paint.share_pct * opacity), Color.PAPER)


def find_clip(gc: GraphicsContextBase, box: Box) -> Clip | None:
    """Give the outline outside of which nothing is seen, where a shape in a box may reach out of it.

    Upright rectangles are not meant: what they cut off is cut off before.
    """
    path: Any
    path, transform = gc.get_clip_path()
    if path is None or transform is None:
        return None
    corners = [(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)]
    if path.contains_points(corners, transform).all():
        return None
    runs = trace(path, transform, None, filled=True)
    return Clip(tuple(point for run in runs for point in run.points), "".join(run.codes for run in runs))


def make_hatch(gc: GraphicsContextBase) -> Hatch | None:
    """Give the lines that are drawn over an area; none where there are none."""
    if gc.get_hatch() is None:
        return None
    path = gc.get_hatch_path(_DENSITY)
    red, green, blue, alpha = to_rgba(gc.get_hatch_color())
    width = round(float(gc.get_hatch_linewidth()) * PX_PER_POINT, 1)
    pen = Pen(find_paint((red, green, blue)), width, opacity=round(float(alpha), 2))
    runs = trace(path, IdentityTransform(), None, filled=True)
    points = tuple((x * _TILE, y * _TILE) for run in runs for x, y in run.points)
    return Hatch(_TILE, points, "".join(run.codes for run in runs), pen)


def read_font(properties: FontProperties) -> tuple[float, bool]:
    """Give the size of a font in CSS pixels, and whether it is semibold; the family is always that of the page."""
    weight = properties.get_weight()
    number = weight_dict[weight] if isinstance(weight, str) else weight
    return round(float(properties.get_size_in_points()) * PX_PER_POINT, 1), number >= SEMIBOLD


def find_align(label: Label | None) -> Align:
    """Give which end of a text stays where it is when a browser sets it a little narrower or wider."""
    if label is None:
        return "left"
    aligns: dict[str, Align] = {"left": "left", "center": "center", "right": "right"}
    asked = label._get_multialignment() if "\n" in label.get_text() else label.get_ha()  # type: ignore[attr-defined]
    return aligns[asked]
