"""Where labels of points may stand, and whether one that is missing would have had room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from dxlib.audit.svg.matching import ReadBox

Segment = tuple[float, float, float, float]
# Coordinates are rounded to tenths, and widths of texts differ a little.
_NEAR: Final = 0.6
# The places at which dxlib/charts/labels.py tries a label, in CSS pixels.
_GAP: Final = 7.0
_STEP: Final = 9.0
_STEPS: Final = 16
_HEIGHT: Final = 16.0
_MARGIN: Final = 0.15  # coordinates are rounded
_MOST_FAINT: Final = 2
_FAR: Final = 15.0
_AIR: Final = 4.0


@dataclass(slots=True)
class Room:
    """What stands in a plot: boxes that no label may cover, lines that none should cross, faint ones that it may.

    Of the lines ``own`` has those through the figures that the chart is about.
    """

    width: float
    bottom: float
    boxes: list[ReadBox] = field(default_factory=list)
    lines: list[Segment] = field(default_factory=list)
    faint: list[Segment] = field(default_factory=list)
    own: list[Segment] = field(default_factory=list)

    def add_point(self, x: float, y: float, radius: float) -> None:
        """Note down a sign."""
        self.boxes.append((x - radius, y - radius, x + radius, y + radius))

    def add_label(self, box: ReadBox) -> None:
        """Note down a label, beside which none may stand close."""
        self.boxes.append((box[0] - _AIR, box[1], box[2] + _AIR, box[3]))

    def has_room(self, x: float, y: float, width: float, *, is_needed: bool = False) -> bool:
        """Say whether a label of a width would have found a place close to a point: one that is needed also beside."""
        places = _list_places(width, is_needed=is_needed, steps=1)
        return any(self._is_free(x + left, y + top, width) for left, top in places)

    def covers_line(self, box: ReadBox) -> bool:
        """Say whether a label lies on a line through the figures that the chart is about."""
        inside = (box[0] + _NEAR, box[1] + _NEAR, box[2] - _NEAR, box[3] - _NEAR)
        return any(_crosses(one, inside) for one in self.own)

    def _is_free(self, left: float, top: float, width: float) -> bool:
        x0, y0, x1, y1 = left - _MARGIN, top - _MARGIN, left + width + _MARGIN, top + _HEIGHT + _MARGIN
        if x0 < 0 or y0 < 0 or x1 > self.width or y1 > self.bottom:
            return False
        if any(x0 < right and left < x1 and y0 < low and high < y1 for left, high, right, low in self.boxes):
            return False
        wide = (x0, y0, x1, y1)
        if any(_crosses(one, wide) for one in self.lines):
            return False
        return sum(_crosses(one, wide) for one in self.faint) <= _MOST_FAINT


def _list_places(width: float, *, is_needed: bool, steps: int = _STEPS) -> Iterator[tuple[float, float]]:
    """Give where the left upper corner of a label may stand from its point; one that is needed also further off."""
    shifts = (-width / 2, 6 - width, -6.0, 2 - width - _GAP, _GAP - 2)
    for step in range(steps if is_needed else 1):
        gap = _GAP - 1 + step * _STEP
        for shift in shifts if is_needed else (-width / 2, -width / 2 + 5, -width / 2 - 5):
            yield shift, -gap - _HEIGHT
            yield shift, gap
    if is_needed:
        yield _GAP, -_HEIGHT / 2
        yield -_GAP - width, -_HEIGHT / 2


def _crosses(segment: Segment, box: ReadBox) -> bool:
    """Say whether a straight line enters a box."""
    x0, y0, x1, y1 = segment
    # Most lines are far off.
    if max(x0, x1) < box[0] or min(x0, x1) > box[2] or max(y0, y1) < box[1] or min(y0, y1) > box[3]:
        return False
    # Clipping by Liang and Barsky.
    start, end = 0.0, 1.0
    for delta, low, high in ((x1 - x0, box[0] - x0, box[2] - x0), (y1 - y0, box[1] - y0, box[3] - y0)):
        if delta:
            near, far = sorted((low / delta, high / delta))
            start, end = max(start, near), min(end, far)
    return start <= end


def stands_near(box: ReadBox, x: float, y: float, bottom: float, *, is_needed: bool) -> bool:
    """Say whether a label stands where one of a point may: close to it, or for want of room further off."""
    places = _list_places(box[2] - box[0], is_needed=is_needed)
    if any(abs(box[0] - x - left) <= _NEAR and abs(box[1] - y - top) <= _NEAR for left, top in places):
        return True
    # A label that must stand somewhere is tried on a grid over the whole plot at last.
    return is_needed and _is_on_grid(box[0]) and _is_on_grid(bottom - box[3])


def _is_on_grid(place: float) -> bool:
    return abs(place / _STEP - round(place / _STEP)) * _STEP <= _NEAR


def find_leader(box: ReadBox, x: float, y: float) -> tuple[Segment, bool] | None:
    """Give the thin line from a point to a label that stands apart from it, and whether rounding decides on it."""
    to_x, to_y = min(max(x, box[0] + 4), box[2] - 4), min(max(y, box[1]), box[3])
    distance = abs(to_y - y)
    # Within rounding of the limit a leader may be there or not.
    if distance <= _FAR - _NEAR / 2:
        return None
    return (x, y + (4 if to_y > y else -4), to_x, to_y), distance < _FAR + _NEAR / 2
