"""What must be drawn: each shape at its place, in its look, over and under the others; and what is drawn besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dxlib.audit.svg.parsing import Shape, look_of_area, look_of_line

# Pixels by which a place may differ: two true pictures differ by rounding and by widths of letters.
NEAR: Final = 1.5
Point = tuple[float | None, float | None]
ReadBox = tuple[float, float, float, float]  # left, top, right, bottom
# Half the thickness of a hollow dot's edge.
_RIM: Final = 0.8
# Between the slanting lines, as dxlib/charts/canvas.py draws them.
_HATCH: Final = 5.0


@dataclass(frozen=True, slots=True)
class ReadMark:
    """A shape that a drawing must hold; a coordinate that is not known is None.

    Parameters
    ----------
    look, points
        As :class:`dxlib.audit.svg.parsing.Shape` has them.
    layer
        Shapes of one look stand in the order of their layers.
    is_optional
        Whether it may be missing.
    name
        What it is called where it is missing.
    """

    look: str
    points: tuple[Point, ...]
    layer: float = 1
    is_optional: bool = False
    name: str = "a line or an area"

    def fits(self, shape: Shape) -> bool:
        """Say whether a shape is this one."""
        return len(shape.points) == len(self.points) and all(
            (x is None or abs(x - own_x) <= NEAR) and (y is None or abs(y - own_y) <= NEAR)
            for (x, y), (own_x, own_y) in zip(self.points, shape.points, strict=True)
        )


class Marks(list[ReadMark]):
    """The shapes that a drawing must hold, as a chart names them."""

    def line(
        self, color: str, *points: Point, width: float = 1, dash: str = "", cap: str = "", layer: float = 1,
        is_optional: bool = False, name: str = "a line or an area",
    ) -> None:  # fmt: skip
        """Add a line."""
        self.append(ReadMark(look_of_line(color, width, dash, cap), points, layer, is_optional, name))

    def bar(self, color: str, box: ReadBox, layer: float) -> None:
        """Add a filled rectangle, which is drawn as a thick line."""
        x0, y0, x1, y1 = box
        middle = (y0 + y1) / 2
        self.line(color, (x0, middle), (x1, middle), width=y1 - y0, layer=layer)

    def frame(self, color: str, box: ReadBox, width: float, layer: float) -> None:
        """Add the outline of a rectangle, from its lower left corner to the right and round."""
        x0, y0, x1, y1 = box
        self.line(color, (x0, y1), (x1, y1), (x1, y0), (x0, y0), (x0, y1), width=width, layer=layer)

    def dot(
        self, x: float, y: float, color: str, radius: float, *, is_hollow: bool = False, layer: float = 5
    ) -> None:  # fmt: skip
        """Add a dot at a point; a hollow one is a larger one with a smaller one in the page's colour on it."""
        # The inner dot a hundredth of a layer higher: it must lie over the outer one and under all else.
        parts = ((radius + _RIM, color, 0.0), (radius - _RIM, "paper", 0.01)) if is_hollow else ((radius, color, 0.0),)
        for size, paint, over in parts:
            self.append(ReadMark(look_of_line(paint, 2 * size, "", "round", "."), ((x, y),), layer + over))

    def diamond(self, x: float, y: float, color: str, radius: float) -> None:
        """Add a diamond around a point."""
        corners = ((x, y + radius), (x + radius, y), (x, y - radius), (x - radius, y))
        self.append(ReadMark(look_of_area(color), corners, 5))

    def hatch(self, box: ReadBox) -> None:
        """Add the sign of what is not known: an outline with slanting lines."""
        x0, y0, x1, y1 = box
        self.frame("faint", (x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5), 0.8, 1)
        height = y1 - y0
        start = x0 - height + _HATCH
        while start < x1:
            left, right = max(start, x0), min(start + height, x1)
            self.line("faint", (left, y1 - left + start), (right, y1 - right + start), width=0.8)
            start += _HATCH


def match_shapes(marks: Iterable[ReadMark], shapes: Sequence[Shape]) -> Iterator[str]:
    """Give what is drawn and must not be, what is not and must, and what lies over what it must lie under."""
    wanted: dict[str, list[ReadMark]] = {}
    # Shapes of one look stand in the order of their layers, in which they are painted.
    for one in sorted(marks, key=lambda mark: mark.layer):
        wanted.setdefault(one.look, []).append(one)
    given: dict[str, list[int]] = {}
    for at, shape in enumerate(shapes):
        given.setdefault(shape.look, []).append(at)
    layers = [0.0] * len(shapes)
    for look in dict.fromkeys((*wanted, *given)):
        places = given.get(look, [])
        found = _find_marks(wanted.get(look, []), [shapes[at] for at in places])
        for at, mark in zip(places, found, strict=False):
            if mark is None:
                yield f"a line or an area ({look}) stands at {shapes[at].points[0]}, where the chart has none"
            else:
                layers[at] = mark.layer
        for mark in found[len(places) :]:
            if mark and not mark.is_optional:
                yield f"{mark.name} ({look}) does not stand at {mark.points[0]}"
    # Zero is the layer of what the chart does not know, which was named already.
    if any(before > after > 0 for before, after in pairwise(layers)):
        yield "lines and areas lie over others that they must lie under"


def _find_marks(marks: Sequence[ReadMark], shapes: Sequence[Shape]) -> list[ReadMark | None]:
    """Give for each shape what it is, none for what must not be there; then what is not there."""
    # Nearly always all stand in order; searching for each would take the product of both.
    if len(marks) == len(shapes) and all(map(ReadMark.fits, marks, shapes)):
        return list(marks)
    rest, found = list(marks), list[ReadMark | None]()
    for shape in shapes:
        fitting = next((one for one in rest if one.fits(shape)), None)
        found.append(fitting)
        if fitting:
            rest.remove(fitting)
    return [*found, *rest]


def pick(shapes: Iterable[Shape], look: str) -> list[Shape]:
    """Give the shapes of a look."""
    return [one for one in shapes if one.look == look]
