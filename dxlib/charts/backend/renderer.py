"""The renderer: what matplotlib draws becomes shapes and texts of a canvas."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from typing import Any, Final

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text as Label
from matplotlib.transforms import Affine2D, Transform
from PIL import Image

from dxlib.charts.backend.graphics import (
    Face,
    find_align,
    find_clip,
    make_hatch,
    read_face,
    read_font,
    read_pen,
    read_text_paint,
)  # fmt: skip
from dxlib.charts.backend.mathematics import PX_PER_POINT, set_formula
from dxlib.charts.backend.outlines import MarkerShape, Run, recognise_sign, trace
from dxlib.charts.backend.painter import Painter
from dxlib.charts.backend.roles import BACKGROUND, KEY, POINT, Cast, Role
from dxlib.charts.canvas import SHIFTS, Canvas, CanvasText, Point
from dxlib.charts.labels import Box
from dxlib.charts.theme import Color, measure_text

_ASCENT: Final = 0.72  # from the baseline to the top of a d, as a part of the size of the letters
_DESCENT: Final = 0.21
_TICKS: Final = frozenset(("xtick", "ytick"))
_SIGNS: Final = frozenset(("line", POINT, KEY))  # what has markers


class CanvasRenderer(RendererBase):
    """Draws on a canvas; a pixel of matplotlib, at 96 dots an inch, is a CSS pixel.

    Parameters
    ----------
    width, height
        In CSS pixels.
    cast
        What the artists of the figure stand for.

    Attributes
    ----------
    canvas
        What is drawn so far.
    labels
        The identity of the artist behind each text of the canvas; 0 where there is none.
    """

    def __init__(self, width: int, height: int, cast: Cast) -> None:
        super().__init__()
        self.canvas = Canvas(width, height)
        self.labels: list[int] = []
        self._painter = Painter(self.canvas)
        self._cast = cast
        self._groups: list[tuple[str, str]] = []
        self._signs: dict[tuple[int, bytes], tuple[Path, MarkerShape]] = {}

    def flipy(self) -> bool:
        """Say that y grows upwards."""
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Give the size in pixels."""
        return self.canvas.width, self.canvas.height

    def points_to_pixels(self, points: Any) -> Any:
        """Give pixels for points."""
        return points * PX_PER_POINT

    def get_image_magnification(self) -> float:
        """Say that images have two pixels for one of CSS, so that they stay sharp on fine screens."""
        return 2.0

    def option_image_nocomposite(self) -> bool:
        """Say that images are drawn one by one."""
        return True

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Note what is drawn from here on."""
        self._groups.append((s, gid or ""))

    def close_group(self, s: str) -> None:  # noqa: ARG002  (groups end in the order in which they begin)
        """Note that the last group has ended."""
        self._groups.pop()

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:  # fmt: skip
        """Measure a text as the page sets it."""
        size, bold = read_font(prop)
        if ismath:
            formula = set_formula(s, size, bold=bold)
            return formula.width, max(formula.height, (_ASCENT + _DESCENT) * size), max(formula.depth, _DESCENT * size)
        return measure_text(s, bold=bold, size=size), (_ASCENT + _DESCENT) * size, _DESCENT * size

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Face = None) -> None:
        """Draw a path: one marker of many, or an area, its hatching and its outline."""
        role = self._find_role()
        if role.role == POINT:
            x, y = (float(at) for at in transform.transform((0.0, 0.0)))
            # The place is taken out of the transform: signs that look the same then share one outline.
            self._add_markers(gc, path, transform + Affine2D().translate(-x, -y), [(x, y)], rgbFace)
            return
        cut, face, hatch, pen = gc.get_clip_rectangle(), read_face(gc, rgbFace), make_hatch(gc), read_pen(gc)
        if role.role == BACKGROUND and face == (Color.PAPER, 1.0):
            face = None  # the page is as white
        areas = trace(path, transform, cut, filled=True) if face or hatch else []
        if areas:
            clip = find_clip(gc, Run(tuple(point for run in areas for point in run.points), "").box)
            self._painter.add_area(areas, face or (Color.PAPER, 0.0), role, hatch, clip)
        if pen:
            for run in trace(path, transform, cut, filled=False):
                self._painter.add_lines([run], pen, role, find_clip(gc, run.box))

    def draw_markers(
        self, gc: GraphicsContextBase, marker_path: Path, marker_trans: Transform, path: Path, trans: Transform,
        rgbFace: Face = None,
    ) -> None:  # fmt: skip
        """Draw the same sign at each point of a path."""
        points = [(float(x), float(y)) for x, y in trans.transform(path.vertices) if np.isfinite(x) and np.isfinite(y)]
        if self._find_role().role in _SIGNS or self._is_in(_TICKS):
            self._add_markers(gc, marker_path, marker_trans, points, rgbFace)
            return
        for x, y in points:  # matplotlib draws a collection of one path as a marker at the origin
            self.draw_path(gc, marker_path, marker_trans + Affine2D().translate(x, y), rgbFace)

    def draw_gouraud_triangles(
        self, gc: GraphicsContextBase, triangles_array: Any, colors_array: Any, transform: Transform
    ) -> None:  # fmt: skip
        """Draw triangles in the mean of the colours of their corners: SVG has no shading between three points."""
        plain = GraphicsContextBase()
        plain.copy_properties(gc)
        plain.set_linewidth(0)  # triangles beside each other are one area, without an outline
        for corners, colors in zip(np.asarray(triangles_array), np.asarray(colors_array), strict=True):
            # The last point of a closed path only closes it: without the first one again a corner would be lost.
            closed = Path([*corners, corners[0]], closed=True)
            self.draw_path(plain, closed, transform, tuple(colors.mean(axis=0)))

    def draw_image(
        self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Transform | None = None
    ) -> None:  # fmt: skip
        """Draw an image; its colours stay as they are on dark pages."""
        scale = self.get_image_magnification()
        size = (im.shape[1] / scale, im.shape[0] / scale)
        if transform is not None:
            size = tuple(transform.transform((1, 1)) - transform.transform((0, 0)))
        box = Box(float(x), float(y), float(x + size[0]), float(y + size[1]))
        buffer = io.BytesIO()
        # matplotlib gives the rows from the bottom, as y grows upwards; a PNG begins at the top.
        Image.fromarray(im[::-1]).save(buffer, format="PNG")
        self._painter.add_picture(box, buffer.getvalue(), Role("picture", self._find_role().name), find_clip(gc, box))

    def draw_text(
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: FontProperties, angle: float,
        ismath: bool | str = False, mtext: Label | None = None,
    ) -> None:  # fmt: skip
        """Write a text; the left end of its baseline is at a point."""
        size, bold = read_font(prop)
        halo = id(mtext) in self._cast.halos
        text = CanvasText(s, float(x), float(y), read_text_paint(gc), bold, "left", None, halo, size, float(angle))
        if ismath:
            self._add_formula(text)
        elif s.strip() and _is_within(gc, (x, y)):
            align = find_align(mtext)
            # A browser sets texts a little narrower; the end that was aligned must stay where it is.
            x, y = _move(text, SHIFTS[align] * measure_text(s, bold=bold, size=size), 0)
            self._add_text(replace(text, x=x, y=y, align=align), id(mtext) if mtext else 0)

    def _add_markers(
        self, gc: GraphicsContextBase, path: Path, transform: Transform, points: list[Point], face: Face
    ) -> None:  # fmt: skip
        """Draw a sign at those of the points that lie within what is shown; ticks of an axis are lines."""
        role, pen, sign = self._find_role(), read_pen(gc), self._recognise(path, transform)
        shown = [point for point in points if _is_within(gc, point)]
        if self._is_in(_TICKS):
            runs = [Run(tuple((x + dx, y + dy) for dx, dy in sign.outline), sign.codes) for x, y in shown]
            if pen:
                self._painter.add_lines(runs, pen, Role("tick"))
            return
        own = Role(POINT, role.name) if role.role in ("line", POINT) else role
        self._painter.add_markers(sign, shown, read_face(gc, face), pen, own)

    def _recognise(self, path: Path, transform: Transform) -> MarkerShape:
        """Give what a marker looks like; the points of a scatter share a path, which is looked at once."""
        key = (id(path), np.asarray(transform.get_matrix()).round(4).tobytes())
        if key not in self._signs:
            self._signs[key] = (path, recognise_sign(path, transform))  # the path is kept, and so is its identity
        return self._signs[key][1]

    def _add_formula(self, text: CanvasText) -> None:
        """Write a formula: its letters as texts, its other signs as areas."""
        formula = set_formula(text.text, text.size, bold=text.bold)
        for letters in formula.letters:
            x, y = _move(text, letters.x, letters.y)
            piece = replace(text, text=letters.text, x=x, y=y, bold=letters.bold, size=round(letters.size, 1))
            self._add_text(piece, 0)
        place = Affine2D().rotate_deg(text.angle).translate(text.x, text.y)
        for outline in formula.outlines:
            runs = trace(outline, place, None, filled=True)
            if runs:
                self._painter.add_area(runs, (text.color, 1.0), Role("sign"), None, None)

    def _add_text(self, text: CanvasText, identity: int) -> None:
        self.canvas.texts.append(text)
        self.labels.append(identity)

    def _is_in(self, groups: frozenset[str]) -> bool:
        return any(name in groups for name, _ in self._groups)

    def _find_role(self) -> Role:
        """Give what is drawn now: what the innermost group that has a role stands for."""
        if self._is_in(frozenset(("legend",))):
            return Role(KEY)
        found = (self._cast.roles[gid] for _, gid in reversed(self._groups) if gid in self._cast.roles)
        return next(found, Role("grid" if self._is_in(_TICKS) else "rule"))


def _move(text: CanvasText, along: float, up: float) -> Point:
    """Give the point that lies further along the baseline of a text, and over it."""
    turn = math.radians(text.angle)
    x = text.x + along * math.cos(turn) - up * math.sin(turn)
    return x, text.y + along * math.sin(turn) + up * math.cos(turn)


def _is_within(gc: GraphicsContextBase, point: Point) -> bool:
    """Say whether a point lies within the rectangle that is shown."""
    cut = gc.get_clip_rectangle()
    air = 1.0
    return cut is None or (
        cut.x0 - air <= point[0] <= cut.x1 + air and cut.y0 - air <= point[1] <= cut.y1 + air
    )  # fmt: skip
