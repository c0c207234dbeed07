"""Direct labels: what they say, how large they are, and where they stand without covering anything."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Final

from dxlib.charts.marks import Mark
from dxlib.charts.theme import FONT_SIZE, ROW_HEIGHT, Color, measure_text
from dxlib.language.sentences import list_from_left

_GAP: Final = 7.0
_STEP: Final = 9.0
_STEPS: Final = 16  # after which a label looks for room all over the chart
_CROSSING_COST: Final = 20.0  # a line is crossed only where the next free place comes that much later
_TANGLE_COST: Final = 100.0  # of a leader through another label, by which a reader may take one for the other
_DATA_COST: Final = 110.0  # more for what the chart is about: rather a place a dozen steps away
_FAR: Final = 15.0
_AIR: Final = 4.0
_SIGN_REACH: Final = 11.0  # from the tip of the sign of a bound to its point

Segment = tuple[tuple[float, float], tuple[float, float]]  # its two ends


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a label that says one thing.

    Parameters
    ----------
    text
        As shown, with the spaces that part it from its neighbours.
    color, bold
        How it looks.
    mark
        What it says, where it holds a numeral.
    size
        Of its letters, in CSS pixels.
    """

    text: str
    color: Color = Color.INK
    bold: bool = False
    mark: Mark | None = None
    size: int = FONT_SIZE

    @property
    def width(self) -> float:
        """How wide it is, in CSS pixels."""
        return measure_text(self.text, bold=self.bold, size=self.size)


PieceRow = tuple[Piece, ...]


@dataclass(frozen=True)
class LabelBlock:
    """Rows of pieces that stand together as one label."""

    rows: tuple[PieceRow, ...]

    @cached_property
    def width(self) -> float:
        """How wide it is, in CSS pixels."""
        return max(sum(piece.width for piece in row) for row in self.rows)

    @property
    def height(self) -> float:
        """How high it is, in CSS pixels."""
        return float(ROW_HEIGHT * len(self.rows))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in CSS pixels, y upwards from the bottom of the chart."""

    x0: float
    y0: float
    x1: float
    y1: float

    def inset(self, by: float) -> Box:
        """Give a box whose sides lie further in."""
        return Box(self.x0 + by, self.y0 + by, self.x1 - by, self.y1 - by)

    def overlaps(self, other: Box) -> bool:
        """Say whether two boxes share more than an edge."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def contains(self, other: Box) -> bool:
        """Say whether another box lies within this one."""
        return self.x0 <= other.x0 and self.x1 >= other.x1 and self.y0 <= other.y0 and self.y1 >= other.y1

    def measure_gap(self, x: float, y: float) -> float:
        """Give how far the box is from a point, across and upwards together; 0 around the point."""
        return max(self.x0 - x, x - self.x1, 0.0) + max(self.y0 - y, y - self.y1, 0.0)

    def is_crossed_by(self, segment: Segment) -> bool:
        """Say whether a straight line enters the box."""
        (x0, y0), (x1, y1) = segment
        if max(x0, x1) < self.x0 or min(x0, x1) > self.x1 or max(y0, y1) < self.y0 or min(y0, y1) > self.y1:
            return False  # most lines are far off
        # Then the two lie apart only where all corners of the box are on one side of the line.
        corners = ((x, y) for x in (self.x0, self.x1) for y in (self.y0, self.y1))
        sides = [(x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) for x, y in corners]
        return min(sides) <= 0 <= max(sides)


def make_box(x: float, y: float, radius: float) -> Box:
    """Give the square around a point."""
    return Box(x - radius, y - radius, x + radius, y + radius)


def compose(text: str, pieces: Mapping[str, Piece | PieceRow], *, like: Piece, direction: str = "ltr") -> PieceRow:
    """Cut a translated text at its places and fill these with pieces, in their order from left to right.

    Parameters
    ----------
    text
        Such as ``target {value}``.
    pieces
        What stands in the places, each a piece or several beside each other.
    like
        How the words between look.
    direction
        Which way the language of the text is written.

    Examples
    --------
    >>> [p.text for p in compose("target {value}", {"value": Piece("80%")}, like=Piece(""))]
    ['target ', '80%']
    >>> [p.text for p in compose("المستهدف {value}", {"value": Piece("80%")}, like=Piece(""), direction="rtl")]
    ['80%', ' المستهدف']
    """
    row: list[Piece] = []
    for part, is_place in list_from_left(text, direction):
        found = pieces[part] if is_place else Piece(part, like.color, bold=like.bold)
        row += found if isinstance(found, tuple) else (found,)
    return tuple(piece for piece in row if piece.text)


def wrap(text: str, width: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into rows that are no wider than a width, where its spaces allow.

    Examples
    --------
    >>> wrap("share of adults", 60)
    ('share of', 'adults')
    """
    rows: list[str] = []
    for word in text.split(" "):
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and measure_text(longer, bold=bold) <= width:
            rows[-1] = longer
        else:
            rows.append(word)
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Request:
    """A label that asks for a place near a point.

    Parameters
    ----------
    block
        The label.
    x, y
        The point, in CSS pixels.
    below
        Whether it would rather stand below than above.
    needed
        Whether it is drawn even far from its point, with a leader; else left out where it finds no place.
    rivals
        Points of other labels for which it could be taken: it keeps out of their way, and has a leader where it stands
        as near to one of them, or far aside of its own. None in a chart whose labels stand above or below their points.
    """

    block: LabelBlock
    x: float
    y: float
    below: bool = False
    needed: bool = True
    rivals: tuple[tuple[float, float], ...] | None = None


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label in its place; ``leader`` ties it to its point where it stands apart."""

    block: LabelBlock
    box: Box
    leader: Segment | None = None


@dataclass
class Placer:
    """Finds places for labels, one after the other; what was placed first keeps its place.

    Parameters
    ----------
    bounds
        No label leaves it.
    boxes
        What no label may cover: markers, ticks, other labels.
    lines, faint_lines
        What a label should not cover, and what it may cover when need be.
    data_lines
        Those of the lines that join figures.
    """

    bounds: Box
    boxes: list[Box] = field(default_factory=list)
    lines: list[Segment] = field(default_factory=list)
    faint_lines: list[Segment] = field(default_factory=list)
    data_lines: list[Segment] = field(default_factory=list)
    _placed: list[PlacedLabel] = field(default_factory=list, init=False)

    def place(self, request: Request) -> PlacedLabel | None:
        """Find the best free place near a label's point, or none when a label that is not needed finds none."""
        most = math.inf if request.needed else _CROSSING_COST
        box, cost = self._find_best(request, enumerate(_list_candidates(request)), most=most)
        if request.needed and (box is None or (request.rivals and self._count_tangles(request, box))):
            box = self._find_best(request, _list_far_candidates(request, self.bounds), most=cost)[0] or box
        if box is None:
            return None
        self.reserve(box)
        self._placed.append(PlacedLabel(request.block, box, _find_leader(request, box)))
        return self._placed[-1]

    def reserve(self, box: Box) -> None:
        """Keep the place of a label free, with some air at its sides."""
        self.boxes.append(Box(box.x0 - _AIR, box.y0, box.x1 + _AIR, box.y1))

    def _find_best(
        self, request: Request, candidates: Iterable[tuple[float, Box]], *, most: float
    ) -> tuple[Box | None, float]:
        """Give the free place of the least cost, below a limit, and its cost.

        Candidates come with the cost of their distance, the nearest first.
        """
        best, least = None, most
        for distance, box in candidates:
            if distance >= least:
                break
            if not self.bounds.contains(box) or any(box.overlaps(other) for other in self.boxes):
                continue
            cost = distance + self._count_crossings(box)
            cost += _TANGLE_COST * self._count_tangles(request, box)
            if cost < least:
                best, least = box, cost
        return best, least

    def _count_tangles(self, request: Request, box: Box) -> int:
        """Count the labels, signs and rivals that the leader of a place would cross, and the leaders it would cover."""
        leader = _find_leader(request, box)
        if request.rivals is None:
            crossed = [one for one in self.boxes if one.is_crossed_by(leader)] if leader else []
            return sum(not _is_own_sign(request, one) for one in crossed)
        others = [*(one.box for one in self._placed), *(make_box(*rival, _AIR) for rival in request.rivals)]
        tangled = sum(other.is_crossed_by(leader) for other in others) if leader else 0
        return tangled + sum(box.is_crossed_by(one.leader) for one in self._placed if one.leader)

    def _count_crossings(self, box: Box) -> float:
        strong = sum(box.is_crossed_by(segment) for segment in self.lines)
        faint = sum(box.is_crossed_by(segment) for segment in self.faint_lines)
        data = sum(box.is_crossed_by(segment) for segment in self.data_lines)
        # A line that stands back may rather be covered: three of them count as one that is emphasised.
        return _CROSSING_COST * strong + _CROSSING_COST / 3 * faint + _DATA_COST * data


def _is_own_sign(request: Request, box: Box) -> bool:
    """Say whether a box is that of the sign at a label's own point, or of the sign of a bound beside it."""
    across, up = (box.x0 + box.x1) / 2 - request.x, (box.y0 + box.y1) / 2 - request.y
    return abs(across) < 1 and abs(up) <= _SIGN_REACH


def _list_candidates(request: Request) -> Iterable[Box]:
    """Give places from the best to the worst: above or below, beside, then ever further away.

    A label that can be done without stands close above or below, or nowhere: there are others near.
    """
    width, height = request.block.width, request.block.height
    near = (-width / 2, -width / 2 + 5, -width / 2 - 5)
    wide = (-width / 2, 6 - width, -6.0, 2 - width - _GAP, _GAP - 2)
    signs = (-1, 1) if request.below else (1, -1)
    for step in range(_STEPS if request.needed else 1):
        distance = _GAP - 1 + step * _STEP
        for sign in signs:
            bottom = request.y + distance if sign > 0 else request.y - distance - height
            for shift in wide if request.needed else near:
                yield Box(request.x + shift, bottom, request.x + shift + width, bottom + height)
        if step == 0 and request.needed:
            for left in (request.x + _GAP, request.x - _GAP - width):
                yield Box(left, request.y - height / 2, left + width, request.y + height / 2)


def _list_far_candidates(request: Request, bounds: Box) -> list[tuple[float, Box]]:
    """Give places all over the chart with their distances, the nearest first, for a label that must stand somewhere."""
    width, height = request.block.width, request.block.height
    columns, rows = int((bounds.x1 - bounds.x0 - width) // _STEP), int((bounds.y1 - bounds.y0 - height) // _STEP)
    boxes = (
        Box(x, y, x + width, y + height)
        for x in (bounds.x0 + column * _STEP for column in range(columns + 1))
        for y in (bounds.y0 + row * _STEP for row in range(rows + 1))
    )
    found = [(box.measure_gap(request.x, request.y), box) for box in boxes]
    return sorted(found, key=itemgetter(0))


def _find_leader(request: Request, box: Box) -> Segment | None:
    """Give the thin line from a point to a label that stands apart from it."""
    x = min(max(request.x, box.x0 + 4), box.x1 - 4)
    y = min(max(request.y, box.y0), box.y1)
    across, upwards = x - request.x, y - request.y
    own = box.measure_gap(request.x, request.y)
    is_clear = all(box.measure_gap(*rival) > own for rival in request.rivals or ())
    if is_clear and abs(upwards) <= _FAR and (abs(across) <= _FAR or request.rivals is None):
        return None
    # The line begins beyond the marker, which has a radius of less than 4, and ends beside a label that stands aside.
    if abs(upwards) > min(abs(across), _FAR):
        return (request.x, request.y + math.copysign(4, upwards)), (x, y)
    return (request.x + math.copysign(4, across), request.y), (x - math.copysign(6, across), y)


def spread(wanted: Sequence[float], heights: Sequence[float], *, low: float, high: float) -> list[float]:
    """Move labels of one column vertically until none overlaps, as little as possible.

    Parameters
    ----------
    wanted
        Where their middles would be.
    heights
        How high they are.
    low, high
        Between what they stay, if there is room.

    Returns
    -------
    list of float
        The middles, in the order given.

    Notes
    -----
    Least squares under order: after taking off the room that the labels above need, the middles only have to
    be in order, which pooling adjacent violators solves.

    Examples
    --------
    >>> spread([10, 11, 40], [10, 10, 10], low=0, high=50)
    [5.5, 15.5, 40.0]
    """
    # Of two that want the same place the first stands higher.
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], -index))
    offsets, total = [], 0.0
    for place, index in enumerate(order):
        total += (heights[order[place - 1]] + heights[index]) / 2 if place else 0.0
        offsets.append(total)
    pooled = _pool([wanted[index] - offset for index, offset in zip(order, offsets, strict=True)])
    floor = low + heights[order[0]] / 2 if order else low
    ceiling = max(high - total - heights[order[-1]] / 2, floor) if order else high
    middles = [0.0] * len(order)
    for index, value, offset in zip(order, pooled, offsets, strict=True):
        middles[index] = min(max(value, floor), ceiling) + offset
    return middles


def _pool(values: Iterable[float]) -> list[float]:
    """Give the nearest sequence that never falls."""
    pools: list[tuple[float, int]] = []
    for value in values:
        mean, count = value, 1
        while pools and pools[-1][0] > mean:
            other, others = pools.pop()
            mean = (mean * count + other * others) / (count + others)
            count += others
        pools.append((mean, count))
    return [float(mean) for mean, count in pools for _ in range(count)]
