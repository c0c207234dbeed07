"""Paths of matplotlib as outlines of a canvas: in CSS pixels, clipped, apart where they begin anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Bbox, Transform

from dxlib.charts.canvas import Point
from dxlib.charts.labels import Box

_LETTERS: Final = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C", Path.CLOSEPOLY: "Z"}
_CIRCLE: Final = len(np.asarray(Path.unit_circle().vertices))
_CORNERS: Final = 4
_EXACT: Final = 0.02  # of a pixel
_LONG: Final = 100  # points: shorter outlines gain nothing
_CURVES: Final = (Path.CURVE3, Path.CURVE4)


@dataclass(frozen=True, slots=True)
class Run:
    """One piece of a path: points, and a letter for each step, as :mod:`dxlib.charts.canvas` has them."""

    points: tuple[Point, ...]
    codes: str

    @property
    def is_closed(self) -> bool:
        """Whether it ends where it began."""
        return self.codes.endswith("Z")

    @property
    def is_straight(self) -> bool:
        """Whether it has no curves."""
        return "Q" not in self.codes and "C" not in self.codes

    @property
    def box(self) -> Box:
        """The rectangle around all points, also those that only bend curves."""
        xs, ys = zip(*self.points, strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))

    def find_rectangle(self) -> Box | None:
        """Give the rectangle that it is, if it is an upright one."""
        corners = self.points[:-1] if self.points[0] == self.points[-1] else self.points
        if len(corners) != _CORNERS or not self.is_straight:
            return None
        box = self.box
        xs, ys = (box.x0, box.x1), (box.y0, box.y1)
        is_on = all(min(abs(x - end) for end in xs) < _EXACT for x, _ in corners) and all(
            min(abs(y - end) for end in ys) < _EXACT for _, y in corners
        )
        turns = [a[0] == b[0] or a[1] == b[1] for a, b in zip(corners, corners[1:] + corners[:1], strict=True)]
        return box if is_on and all(turns) else None


def trace(path: Path, transform: Transform, clip: Bbox | None, *, filled: bool) -> list[Run]:
    """Give the pieces of a path in CSS pixels.

    Parameters
    ----------
    path, transform
        What is drawn, and how its points become pixels.
    clip
        What lies outside is cut off.
    filled
        Whether the area within is meant: its pieces are closed where it is cut, an outline stays open there.
    """
    # Points that nobody sees are left out; matplotlib would do so only for lines that are not closed.
    codes = [] if path.codes is None else np.asarray(path.codes).tolist()
    is_dense = len(np.asarray(path.vertices)) >= _LONG and not {*_CURVES} & {*codes}
    is_closed = Path.CLOSEPOLY in codes
    whole = path.cleaned(transform, remove_nans=True, curves=True, simplify=is_dense)
    if clip is None or not _is_outside(whole, clip):
        return list(_split(whole, is_closed=is_closed))
    if not filled:
        corners = (clip.x0 + 1, clip.y0 + 1, clip.x1 - 1, clip.y1 - 1)  # matplotlib leaves a pixel around it
        # matplotlib cuts straight pieces only, so that curves are straightened before.
        seen = path.cleaned(transform, remove_nans=True, clip=corners, curves=False, simplify=is_dense)
        return list(_split(seen, is_closed=is_closed))
    polygons = whole.to_polygons(closed_only=True)
    cut = [Path(polygon, closed=True).clip_to_bbox(clip).vertices for polygon in polygons]
    return [run for piece in cut if np.size(piece) for run in _split(Path(piece, closed=True).cleaned())]


def _is_outside(path: Path, clip: Bbox) -> bool:
    """Say whether any point lies outside of a rectangle; a tenth of a pixel is nothing."""
    codes = np.asarray(path.codes)
    points = np.asarray(path.vertices)[(codes != Path.STOP) & (codes != Path.CLOSEPOLY)]  # which have no place
    if not len(points):
        return False
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    air = 0.1
    return bool(x0 < clip.x0 - air or y0 < clip.y0 - air or x1 > clip.x1 + air or y1 > clip.y1 + air)


def _split(path: Path, *, is_closed: bool = False) -> Iterator[Run]:
    """Give the pieces of a path that has been cleaned; where it was closed, those that come back to their start are."""
    points: list[Point] = []
    letters: list[str] = []
    # Rounded, so that corners which are the same compare as equal.
    vertices = [(round(x, 3), round(y, 3)) for x, y in np.asarray(path.vertices).tolist()]
    codes: list[Any] = np.asarray(path.codes).tolist()
    for vertex, code in zip(vertices, codes, strict=True):
        if code == Path.STOP:
            break
        letter = _LETTERS[code]
        if letter == "M":
            yield from _finish(points, letters, is_closed=is_closed)
            points, letters = [], []
        elif letter == "Z" and letters[-1:] == ["Z"]:
            continue
        letters.append(letter)
        points += [] if letter == "Z" else [vertex]
    yield from _finish(points, letters, is_closed=is_closed)


def _finish(points: list[Point], letters: list[str], *, is_closed: bool) -> Iterator[Run]:
    """Give a piece, unless it is a point only."""
    if len(points) > 1:
        # matplotlib leaves out the letter that closes where it leaves out points.
        if is_closed and letters[-1] == "L" and points[-1] == points[0]:
            letters = [*letters, "Z"]
        while letters[-1] == "Z" and points[-1] == points[0] and letters[-2] == "L":
            points, letters = points[:-1], [*letters[:-2], "Z"]
        yield Run(tuple(points), "".join(letters))


@dataclass(frozen=True, slots=True)
class MarkerShape:
    """What a marker looks like: a shape that the canvas knows, or an outline around its point."""

    shape: str
    radius: float
    outline: tuple[Point, ...] = ()
    codes: str = ""
    is_open: bool = False


def recognise_sign(path: Path, transform: Transform) -> MarkerShape:
    """Give what a marker's path looks like; ``transform`` makes pixels around the marker's point of it."""
    runs = trace(path, transform, None, filled=False)
    points = tuple(point for run in runs for point in run.points)
    if not points:
        return MarkerShape("o", 0.0)
    box = Run(points, "").box
    radius = (box.x1 - box.x0) / 2
    is_even = abs((box.y1 - box.y0) / 2 - radius) < _EXACT
    if is_even and len(np.asarray(path.vertices)) == _CIRCLE and not runs[0].is_straight:
        return MarkerShape("o", radius)
    if is_even and len(runs) == 1 and runs[0].find_rectangle():
        # The canvas draws squares with 0.9 of their radius; see MARKER_OUTLINES.
        return MarkerShape("s", radius / 0.9)
    is_open = not any(run.is_closed for run in runs)
    return MarkerShape("", radius, points, "".join(run.codes for run in runs), is_open)
