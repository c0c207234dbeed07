"""A canvas: the shapes of a chart in CSS pixels, y upwards from the bottom; :mod:`dxlib.charts.svg` writes them.

The charts of the house use lines, areas, markers and upright texts in colours of the theme. What the matplotlib backend
draws may also be curved, translucent, hatched, clipped or turned; fields for that have defaults that change nothing.

Where a shape has ``codes``, these are one letter for each point of its outline: ``M`` begins anew, ``L`` ends a
straight line, ``Q`` and ``C`` are each control point and end of a quadratic or cubic curve, as in matplotlib's paths;
and ``Z``, which takes no point, closes. Without codes an outline is one straight line from point to point.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from dxlib.charts.labels import Box
from dxlib.charts.marks import Mark
from dxlib.charts.paints import Paint
from dxlib.charts.theme import FONT_SIZE, Color, measure_text

Point = tuple[float, float]
Align = Literal["left", "center", "right"]
SHIFTS: Final[Mapping[Align, float]] = {"left": 0.0, "center": 0.5, "right": 1.0}  # parts of a text before its point
_HATCH_STEP: Final = 5.0


@dataclass(frozen=True, slots=True)
class Pen:
    """How an outline looks.

    Parameters
    ----------
    color
        Of the theme.
    width
        In CSS pixels.
    dash
        Lengths of dashes and gaps; solid when empty.
    cap
        How lines end, as SVG calls it; butt when empty.
    opacity
        From 0 to 1.
    """

    color: Paint
    width: float = 1.0
    dash: tuple[float, ...] = ()
    cap: str = ""
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Clip:
    """An outline; what lies outside of it is not seen."""

    points: tuple[Point, ...]
    codes: str


@dataclass(frozen=True, slots=True)
class Hatch:
    """A square tile of lines, repeated over an area.

    Parameters
    ----------
    size
        The side of the tile, in CSS pixels.
    points, codes
        The lines in it, y upwards from its bottom.
    pen
        What they are drawn with; a width of 0 fills the outlines instead.
    """

    size: float
    points: tuple[Point, ...]
    codes: str
    pen: Pen


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points; ``role`` and ``name`` say what it stands for."""

    points: tuple[Point, ...]
    pen: Pen
    layer: float = 1.0
    role: str = "rule"
    name: str = ""
    codes: str = ""
    clip: Clip | None = None


@dataclass(frozen=True, slots=True)
class Fill:
    """An area within points.

    Parameters
    ----------
    hatch
        Lines over it; the area itself is not painted when ``opacity`` is 0.
    crisp
        Whether its sides lie on whole pixels of the screen, so that no gap shows beside its neighbours.
    """

    points: tuple[Point, ...]
    color: Paint
    layer: float = 1.0
    role: str = "area"
    name: str = ""
    opacity: float = 1.0
    codes: str = ""
    hatch: Hatch | None = None
    clip: Clip | None = None
    crisp: bool = False

    @property
    def is_upright(self) -> bool:
        """Whether it is a rectangle with upright sides, given by its lower left and its upper right corner."""
        return len(self.points) == 2  # noqa: PLR2004

    @property
    def outline(self) -> tuple[Point, ...]:
        """Its points, of a rectangle all four."""
        if not self.is_upright:
            return self.points
        (x0, y0), (x1, y1) = self.points
        return (x0, y0), (x1, y0), (x1, y1), (x0, y1)


@dataclass(frozen=True, slots=True)
class Marker:
    """A sign at a point.

    Parameters
    ----------
    shape
        ``o`` disc, ``s`` square, ``D`` diamond; empty for ``outline``.
    hollow
        Whether only its outline is drawn, with the page's colour inside, or with nothing inside where it has a rim.
    rim
        What its outline is drawn with, over its colour.
    outline, codes
        Of a sign of another shape, around its point.
    """

    x: float
    y: float
    shape: str
    radius: float
    color: Paint
    hollow: bool = False
    layer: float = 5.0
    role: str = "point"
    name: str = ""
    opacity: float = 1.0
    rim: Pen | None = None
    outline: tuple[Point, ...] = ()
    codes: str = ""


@dataclass(frozen=True, slots=True)
class CanvasText:
    """A text with its baseline at a point.

    Parameters
    ----------
    mark
        What it says, where it holds a numeral or the status of a target.
    halo
        Whether the page's colour is kept clear around its letters.
    size
        Of its letters, in CSS pixels.
    angle
        By how many degrees it is turned around its point, counter-clockwise.
    """

    text: str
    x: float
    y: float
    color: Paint
    bold: bool = False
    align: Align = "left"
    mark: Mark | None = None
    halo: bool = False
    size: float = FONT_SIZE
    angle: float = 0.0

    @property
    def ends(self) -> tuple[float, float]:
        """Where it begins and ends, while it is not turned."""
        width = measure_text(self.text, bold=self.bold, size=self.size)
        left = self.x - SHIFTS[self.align] * width
        return left, left + width


@dataclass(frozen=True, slots=True)
class Raster:
    """An image between its lower left and its upper right corner; ``png`` are its bytes."""

    x0: float
    y0: float
    x1: float
    y1: float
    png: bytes
    layer: float = 1.0
    role: str = "picture"
    name: str = ""
    clip: Clip | None = None


@dataclass(slots=True)
class Canvas:
    """What is drawn so far, in the order drawn.

    Parameters
    ----------
    width, height
        In CSS pixels.
    spots
        Where figures stand that need not be written there, by key.
    """

    width: int
    height: int
    strokes: list[Stroke] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    texts: list[CanvasText] = field(default_factory=list)
    spots: dict[str, Point] = field(default_factory=dict)
    pictures: list[Raster] = field(default_factory=list)

    def add_box(self, box: Box, fill: Color, *, layer: float = 1.0, role: str = "area", name: str = "") -> None:
        """Draw a rectangle."""
        self.fills.append(Fill(((box.x0, box.y0), (box.x1, box.y1)), fill, layer, role, name))

    def add_frame(self, box: Box, pen: Pen, *, layer: float, role: str, name: str = "") -> None:
        """Draw the outline of a rectangle."""
        corners = ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1), (box.x0, box.y0))
        self.strokes.append(Stroke(corners, pen, layer, role, name))

    def add_hatching(self, box: Box, *, name: str = "") -> None:
        """Draw the sign of what is not known: a rectangle of thin slanting lines with an outline."""
        pen = Pen(Color.FAINT, 0.8)
        # Hatched and never pale: a pale colour would be read as a small value.
        self.add_frame(box.inset(0.5), pen, layer=1.0, role="hatching", name=name)
        height = box.y1 - box.y0
        # Lines lean by 45 degrees, so the first ones begin as far to the left as the box is high.
        start = box.x0 - height + _HATCH_STEP
        while start < box.x1:
            left, right = max(start, box.x0), min(start + height, box.x1)
            line = ((left, box.y0 + left - start), (right, box.y0 + right - start))
            self.strokes.append(Stroke(line, pen, 1.0, "hatch", name))
            start += _HATCH_STEP

    def list_paints(self) -> Iterator[Paint]:
        """Give the paint of everything that is drawn, in the order of fills, strokes, markers and texts."""
        for fill in self.fills:
            # A colour that is not seen is no colour of the drawing, such as that under a hatching.
            yield from (fill.color,) if fill.opacity else ()
            yield from (fill.hatch.pen.color,) if fill.hatch else ()
        yield from (stroke.pen.color for stroke in self.strokes)
        for marker in self.markers:
            yield from () if marker.hollow and marker.rim else (marker.color,)
            yield from (marker.rim.color,) if marker.rim else ()
        yield from (text.color for text in self.texts)

    def _repr_html_(self) -> str:
        """Show in JupyterLab what was drawn, in the colours of Lab's theme."""
        from dxlib.charts.in_lab import render_output  # noqa: PLC0415  (which needs the shapes)

        return render_output(self)

    def _repr_svg_(self) -> str:
        """Show what was drawn where a notebook is read without JupyterLab."""
        from dxlib.charts.svg import make_svg  # noqa: PLC0415  (which needs the shapes)
        from dxlib.evidence.render import write_markup  # noqa: PLC0415

        return write_markup(make_svg(self, name="drawing", title=""))
