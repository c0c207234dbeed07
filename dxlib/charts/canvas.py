"""A canvas: the shapes of a chart in CSS pixels, y upwards from the bottom; :mod:`dxlib.charts.svg` writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from dxlib.charts.labels import Box
from dxlib.charts.marks import Mark
from dxlib.charts.theme import FONT_SIZE, Color

Point = tuple[float, float]
Align = Literal["left", "center", "right"]
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
    """

    color: Color
    width: float = 1.0
    dash: tuple[float, ...] = ()
    cap: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points; ``role`` and ``name`` say what it stands for."""

    points: tuple[Point, ...]
    pen: Pen
    layer: float = 1.0
    role: str = "rule"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fill:
    """An area within points."""

    points: tuple[Point, ...]
    color: Color
    layer: float = 1.0
    role: str = "area"
    name: str = ""

    @property
    def is_upright(self) -> bool:
        """Whether it is a rectangle with upright sides, given by its lower left and its upper right corner."""
        return len(self.points) == 2  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Marker:
    """A sign at a point.

    Parameters
    ----------
    shape
        ``o`` disc, ``s`` square, ``^`` and ``v`` triangles, ``D`` diamond.
    hollow
        Whether only its outline is drawn, with the page's colour inside.
    """

    x: float
    y: float
    shape: str
    radius: float
    color: Color
    hollow: bool = False
    layer: float = 5.0
    role: str = "point"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its baseline at a point.

    Parameters
    ----------
    mark
        What it says, where it holds a numeral or the status of a target.
    halo
        Whether the page's colour is kept clear around its letters.
    """

    text: str
    x: float
    y: float
    color: Color
    bold: bool = False
    align: Align = "left"
    mark: Mark | None = None
    halo: bool = False
    size: int = FONT_SIZE


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
    texts: list[Text] = field(default_factory=list)
    spots: dict[str, Point] = field(default_factory=dict)

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
        self.add_frame(box.inset(0.5), pen, layer=1.0, role="hatching", name=name)
        height = box.y1 - box.y0
        start = box.x0 - height + _HATCH_STEP
        while start < box.x1:
            left, right = max(start, box.x0), min(start + height, box.x1)
            line = ((left, box.y0 + left - start), (right, box.y0 + right - start))
            self.strokes.append(Stroke(line, pen, 1.0, "hatch", name))
            start += _HATCH_STEP

    def _repr_svg_(self) -> str:
        """Show in JupyterLab what was drawn."""
        from dxlib.charts.svg import make_svg  # noqa: PLC0415  (which needs the shapes)
        from dxlib.evidence.render import write_markup  # noqa: PLC0415

        return write_markup(make_svg(self, name="drawing", title=""))
