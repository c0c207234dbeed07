"""Where labels of points may stand, and whether one that is missing would have had room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from dxlib.audit.svg.matching import ReadBox

Segment = tuple[float, float, float, float]
_NEAR: Final = 0.6
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
    """What stands in a plot: boxes that no label may cover, lines that none should cross, faint ones that it may."""

    width: float
    bottom: float
    boxes: list[ReadBox] = field(default_factory=list)
    lines: list[Segment] = field(default_factory=list)
    faint: list[Segment] = field(default_factory=list)

    def add_point(self, x: float, y: float, radius: float) -> None:
        """Note down a sign."""
        self.boxes.append((x - radius, y - radius, x + radius, y + radius))

    def add_label(self, box: ReadBox) -> None:
        """Note down a label, beside which none may stand close."""
        self.boxes.append((box[0] - _AIR, box[1], box[2] + _AIR, box[3]))

    def has_room(self, x: float, y: float, width: float) -> bool:
        """Say whether a label of a width would have found a place close above or below a point."""
        return any(self._is_free(box) for box in _list_close(x, y, width))

    def _is_free(self, box: ReadBox) -> bool:
        x0, y0, x1, y1 = box[0] - _MARGIN, box[1] - _MARGIN, box[2] + _MARGIN, box[3] + _MARGIN
        if x0 < 0 or y0 < 0 or x1 > self.width or y1 > self.bottom:
            return False
        if any(x0 < right and left < x1 and y0 < low and high < y1 for left, high, right, low in self.boxes):
            return False
        wide = (x0, y0, x1, y1)
        if any(_crosses(one, wide) for one in self.lines):
            return False
        return sum(_crosses(one, wide) for one in self.faint) <= _MOST_FAINT


def _list_close(x: float, y: float, width: float) -> Iterator[ReadBox]:
    for shift in (-width / 2, -width / 2 + 5, -width / 2 - 5):
        yield x + shift, y - _GAP + 1 - _HEIGHT, x + shift + width, y - _GAP + 1
        yield x + shift, y + _GAP - 1, x + shift + width, y + _GAP - 1 + _HEIGHT


def _crosses(segment: Segment, box: ReadBox) -> bool:
    """Say whether a straight line enters a box."""
    x0, y0, x1, y1 = segment
    if max(x0, x1) < box[0] or min(x0, x1) > box[2] or max(y0, y1) < box[1] or min(y0, y1) > box[3]:
        return False
    start, end = 0.0, 1.0
    for delta, low, high in ((x1 - x0, box[0] - x0, box[2] - x0), (y1 - y0, box[1] - y0, box[3] - y0)):
        if delta:
            near, far = sorted((low / delta, high / delta))
            start, end = max(start, near), min(end, far)
    return start <= end


def stands_near(box: ReadBox, x: float, y: float, bottom: float, *, is_needed: bool) -> bool:
    """Say whether a label stands where one of a point may: close to it, or for want of room further off."""
    width, shift = box[2] - box[0], box[0] - x
    close = (-width / 2, -width / 2 + 5, -width / 2 - 5)
    shifts = (-width / 2, 6 - width, -6.0, 2 - width - _GAP, _GAP - 2) if is_needed else close
    if any(abs(shift - one) <= _NEAR for one in shifts):
        steps = [(gap - _GAP + 1) / _STEP for gap in (y - box[3], box[1] - y)]
        most = _STEPS if is_needed else 1
        if any(abs(step - round(step)) * _STEP <= _NEAR and 0 <= round(step) < most for step in steps):
            return True
    is_beside = abs((box[1] + box[3]) / 2 - y) <= _NEAR
    if is_beside and is_needed and min(abs(shift - _GAP), abs(shift + _GAP + width)) <= _NEAR:
        return True
    return is_needed and _is_on_grid(box[0]) and _is_on_grid(bottom - box[3])


def _is_on_grid(place: float) -> bool:
    return abs(place / _STEP - round(place / _STEP)) * _STEP <= _NEAR


def find_leader(box: ReadBox, x: float, y: float) -> tuple[Segment, bool] | None:
    """Give the thin line from a point to a label that stands apart from it, and whether rounding decides on it."""
    to_x, to_y = min(max(x, box[0] + 4), box[2] - 4), min(max(y, box[1]), box[3])
    distance = abs(to_y - y)
    if distance <= _FAR - _NEAR / 2:
        return None
    return (x, y + (4 if to_y > y else -4), to_x, to_y), distance < _FAR + _NEAR / 2
