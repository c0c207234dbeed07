"""Shapes that matplotlib draws one after the other, put on a canvas in few layers."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from dxlib.charts.backend.outlines import MarkerShape, Run
from dxlib.charts.backend.roles import CELL, Role
from dxlib.charts.canvas import Canvas, Clip, Fill, Hatch, Marker, Pen, Point, Raster, Stroke
from dxlib.charts.labels import Box
from dxlib.charts.paints import Paint

_Corners = tuple[float, float, float, float]
_MOST_COMPARED: Final = 1500  # shapes of a layer: to compare more takes longer than one layer more


@dataclass(slots=True)
class _Layer:
    """Shapes that look the same; ``box`` is around all of them."""

    look: Hashable
    box: _Corners
    boxes: list[_Corners] = field(default_factory=list)

    def is_under(self, box: _Corners) -> bool:
        """Say whether a shape within a box would lie over one of these."""
        if not _overlap(self.box, box):
            return False
        return len(self.boxes) > _MOST_COMPARED or any(_overlap(other, box) for other in self.boxes)

    def add(self, box: _Corners) -> None:
        """Take in a shape."""
        self.boxes.append(box)
        (a, b, c, d), (e, f, g, h) = self.box, box
        self.box = (min(a, e), min(b, f), max(c, g), max(d, h))


def _overlap(one: _Corners, other: _Corners) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class Painter:
    """Puts shapes on a canvas so that those drawn later lie over those drawn before.

    Shapes of one look that do not lie over anything drawn between them share a layer, and so an element of the page.

    Parameters
    ----------
    canvas
        What is drawn on.
    """

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self._layers: list[_Layer] = []

    def add_lines(self, runs: Iterable[Run], pen: Pen, role: Role, clip: Clip | None = None) -> None:
        """Draw outlines."""
        for run in runs:
            # Without codes an outline is a line from point to point, which takes fewer bytes; "Z" would be lost.
            codes = run.codes if run.is_closed or not run.is_straight else ""
            layer = self._choose_layer((pen, clip), run.box, pen.width / 2)
            self.canvas.strokes.append(Stroke(run.points, pen, layer, role.role, role.name, codes, clip))

    def add_area(
        self, runs: Sequence[Run], face: tuple[Paint, float], role: Role, hatch: Hatch | None, clip: Clip | None
    ) -> None:
        """Draw the area within outlines, and its hatching; an opacity of 0 is an area of which only that is seen."""
        paint, opacity = face
        points = tuple(point for run in runs for point in run.points)
        codes = "".join(run.codes for run in runs)
        rectangle = runs[0].find_rectangle() if len(runs) == 1 else None
        if rectangle:
            points, codes = ((rectangle.x0, rectangle.y0), (rectangle.x1, rectangle.y1)), ""
        elif len(runs) == 1 and runs[0].is_straight:
            codes = ""
        is_cell = role.is_mesh
        look: Hashable = Role(CELL) if is_cell else (paint, opacity, hatch, clip, _measure_height(rectangle))
        layer = self._choose_layer(look, Run(points, codes).box, 0, is_apart=is_cell)
        fill = Fill(points, paint, layer, role.role, role.name, opacity, codes, hatch, clip, is_cell)
        self.canvas.fills.append(fill)

    def add_markers(
        self, sign: MarkerShape, points: Iterable[Point], face: tuple[Paint, float] | None, pen: Pen | None, role: Role
    ) -> None:
        """Draw a sign at points; one whose outline looks as its inside is one disc or square, a little larger."""
        marker = _make_marker(sign, face, pen, role)
        if marker is None:
            return
        # The name of a series is not seen; points of several series may share a layer.
        look = replace(marker, name="")
        reach = sign.radius + (pen.width / 2 if pen else 0)
        for x, y in points:
            layer = self._choose_layer(look, Box(x, y, x, y), reach)
            self.canvas.markers.append(replace(marker, x=x, y=y, layer=layer))

    def add_picture(self, box: Box, png: bytes, role: Role, clip: Clip | None) -> None:
        """Draw an image."""
        # A fresh object equals nothing, so that an image has a layer of its own.
        layer = self._choose_layer(object(), box, 0)
        self.canvas.pictures.append(Raster(box.x0, box.y0, box.x1, box.y1, png, layer, role.role, role.name, clip))

    def _choose_layer(self, look: Hashable, box: Box, reach: float, *, is_apart: bool = False) -> int:
        """Give the layer of a shape: that of others of its look, unless it lies over something drawn since.

        Cells of one mesh lie beside each other, whatever they look like: nothing needs to be compared.
        """
        corners = (box.x0 - reach, box.y0 - reach, box.x1 + reach, box.y1 + reach)
        # From the top downwards: a shape may sink only as far as nothing lies between that it covers.
        for index in range(len(self._layers) - 1, -1, -1):
            layer = self._layers[index]
            if layer.look == look:
                layer.add(corners)
                return index
            if is_apart or layer.is_under(corners):
                break
        self._layers.append(_Layer(look, corners, [corners]))
        return len(self._layers) - 1


def _measure_height(rectangle: Box | None) -> float:
    """Give what tells rectangles apart that are drawn as thick lines."""
    return round(rectangle.y1 - rectangle.y0, 1) if rectangle else 0.0


def _make_marker(sign: MarkerShape, face: tuple[Paint, float] | None, pen: Pen | None, role: Role) -> Marker | None:
    """Give a marker that stands nowhere yet; none where it would not be seen."""

    def make(paint: Paint, opacity: float = 1.0) -> Marker:
        return Marker(
            0, 0, sign.shape, sign.radius, paint, role=role.role, name=role.name, opacity=opacity,
            outline=sign.outline, codes=sign.codes,
        )  # fmt: skip

    if face is None or sign.is_open:
        return replace(make(pen.color), hollow=True, rim=pen) if pen else None
    paint, opacity = face
    filled = make(paint, opacity)
    if pen is None:
        return filled
    if sign.shape == "o" and (pen.color, pen.opacity, opacity) == (paint, 1, 1):
        return replace(filled, radius=sign.radius + pen.width / 2)
    return replace(filled, rim=pen)
