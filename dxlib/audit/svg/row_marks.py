"""An analyst's picture: a mark for each row, where its figures stand, and nothing that stands for none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Final

from dxlib.audit.charts.drawn import number_runs
from dxlib.audit.fitted import find_median, fit
from dxlib.audit.periods import find_end
from dxlib.audit.svg.matching import NEAR, ReadMark
from dxlib.audit.svg.parsing import Shape, look_of_area, look_of_line
from dxlib.audit.svg.row_axes import RowAxis, read_axes
from dxlib.audit.svg.row_labels import check_labels
from dxlib.audit.svg.view import View
from dxlib.evidence.listing import FIT, MEDIAN

MarkPlace = tuple[float, float]
OWN, OTHERS = "1", "pale"
# In these colours a mark stands for something; in others, such as those of the grid, it cannot.
FOR_MARKS: Final = frozenset(("1", "2", "3", "4", "target", "pale"))
_THICK: Final = 3.0  # what is thicker is a bar
_PEN: Final = 2.0
_HALF: Final = 0.4
_SIDES: Final = 2
# A band has corners at least at each tenth of its width: with fewer it could cut its curve off.
_ON_A_SIDE: Final = 10
_ALONG: Final = 100
_BAND: Final = "k1"
# A swarm moves many points aside; a plot without one has nearly all at their places.
_MOSTLY: Final = 0.9
# Of the width of a mark: points no further apart are moved aside. On phones marks are drawn smaller afterwards.
_TOUCHING: Final = 1.5


def check_picture(view: View) -> None:
    """See that marks stand for the rows of a table, and all else for what follows from these."""
    _Picture(view, *read_axes(view)).check()


class _Picture:
    """Takes one kind of mark after the other; what is left stands for nothing."""

    def __init__(self, view: View, x: RowAxis, y: RowAxis) -> None:
        assert view.drawn.added is not None  # pictures have it
        self.view, self.x, self.y, self.rows, self.added = view, x, y, view.drawn.rows, view.drawn.added
        self.places = [(x.locate(row), y.locate(row)) for row in self.rows]
        self.found: dict[int, MarkPlace] = {}
        self.pointed: set[int] = set()
        self.points: list[tuple[str, MarkPlace]] = []  # with their colours

    def check(self) -> None:
        if MEDIAN in self.added.formulas:
            self._draw_medians()
        if FIT in self.added.formulas:
            self._check_fit(*self.added.columns)
        # Points before bars and lines: lines may go through rows that have a point already.
        self._match_points()
        self._match_bars()
        self._match_lines()
        self._check_all()
        has_names = any(axis.scale is None and not axis.has_periods for axis in (self.x, self.y))
        own = [] if has_names else [(one, False) for one in self.added.own]
        labels = [*self.added.labels, *own]
        # Marks that may be those of a row are looked for among all others: only for the few rows that have a label.
        keys = {one.key for one, _ in labels}
        known = [(at, one.key) for at in self.found for one in self.rows[at].known]
        check_labels(self.view, labels, {key: self._list_alike(at) for at, key in known if key in keys})

    # Rows --------------------------------------------------------------------------------------

    def _match_points(self) -> None:
        points = self.view.take_shapes(_is_point)
        axes = enumerate((self.x, self.y))
        rooms = [self._find_room(axis, [one.points[0][at] for one in points]) for at, axis in axes]
        along = 1 if self.y.scale else 0  # of the axis on which places are narrow
        order = sorted(range(len(self.rows)), key=lambda at: self.places[at][along])
        heights = [self.places[at][along] for at in order]
        wanted: list[list[int]] = []
        for point in points:
            place = point.points[0]
            # The axis along which places are narrow sorts out nearly all rows of a swarm.
            near = order[bisect_left(heights, place[along] - NEAR) : bisect_right(heights, place[along] + NEAR)]
            is_at = _near(place, self._widen_beside(rooms, 1 - along, point, points))
            wanted.append([at for at in near if is_at(self.places[at]) and self._is_colored(point, at)])
        # A point may be near several rows, so who takes which row is settled for all together.
        matched = _pair(wanted)
        for index, point in enumerate(points):
            if index in matched:
                self.found[matched[index]] = point.points[0]
                self.pointed.add(matched[index])
                self.points.append((_color_of(point), point.points[0]))
            else:
                other = ", or for one that has its mark" if wanted[index] else ""
                self.view.wrong.append(f"a point at {point.points[0]} stands for no row{other}")

    def _list_alike(self, at: int) -> tuple[MarkPlace, ...]:
        """Give where the mark of a row may be: marks of one look and one place stand for their rows in any order."""
        is_near, is_own = _near(self.places[at]), self.rows[at].is_own
        return tuple(
            place for other, place in self.found.items()
            if is_near(self.places[other]) and self.rows[other].is_own == is_own
        )  # fmt: skip

    def _is_colored(self, mark: Shape, at: int) -> bool:
        return not self.added.is_emphasized or _color_of(mark) == (OWN if self.rows[at].is_own else OTHERS)

    def _find_room(self, axis: RowAxis, places: Sequence[float]) -> float:
        """Give how far from its place a point may stand: on steps beside it, where points do so to be seen."""
        exact = sum(any(abs(place - own) <= NEAR for own in axis.places.values()) for place in places)
        return axis.step / 2 if axis.step and exact < _MOSTLY * len(places) else NEAR

    def _widen_beside(
        self, rooms: Sequence[float], beside: int, point: Shape, points: Sequence[Shape]
    ) -> Sequence[float]:
        """Give the room of a point: half a step aside for one of a small swarm that would lie on another point."""
        step, own, width = (self.x, self.y)[beside].step, point.points[0], _width_of(point)
        # Points that a line goes through stand at their places: a line moves nothing aside.
        if not step or rooms[beside] > NEAR or self._is_at_step(own, beside) or any(map(_is_line, self.view.shapes)):
            return rooms
        for other in points:
            apart = [abs(a - b) for a, b in zip(own, other.points[0], strict=True)]
            touching = _TOUCHING * max(width, _width_of(other))
            if other is not point and apart[beside] <= step / 2 and apart[1 - beside] <= touching:
                return (step / 2, NEAR) if beside == 0 else (NEAR, step / 2)
        return rooms

    def _is_at_step(self, place: MarkPlace, beside: int) -> bool:
        return any(abs(place[beside] - own) <= NEAR for own in (self.x, self.y)[beside].places.values())

    def _match_bars(self) -> None:
        bars = self.view.take_shapes(lambda one: _is_line(one) and _width_of(one) > _THICK)
        beside = 0 if self.y.scale else 1  # of the axis on which rows have their bars
        middles = [sum(point[beside] for point in one.points) / len(one.points) for one in bars]
        room = self._find_room((self.x, self.y)[beside], middles)
        for bar, middle in zip(bars, middles, strict=True):
            fitting = (at for at in range(len(self.rows)) if at not in self.found and self._is_colored(bar, at))
            at = next((at for at in fitting if abs(middle - self.places[at][beside]) <= room
                       and self._goes_from_zero(bar, at)), None)  # fmt: skip
            if at is None:
                self.view.wrong.append(f"a bar at {bar.points[0]} stands for no row, or does not begin at zero")
            else:
                self.found[at] = self.places[at]

    def _goes_from_zero(self, bar: Shape, at: int) -> bool:
        """Say whether a bar, which is a thick line from left to right, goes from zero to the value of a row."""
        if len(bar.points) != _SIDES:
            return False
        (x0, y), (x1, _) = bar.points
        if self.y.scale:
            half = _width_of(bar) / 2
            ends, own = (y - half, y + half), (self.places[at][1], self.y.scale.locate(0))
        elif self.x.scale:
            ends, own = (x0, x1), (self.places[at][0], self.x.scale.locate(0))
        else:
            return False
        return all(abs(a - b) <= NEAR for a, b in zip(sorted(ends), sorted(own), strict=True))

    def _match_lines(self) -> None:
        """See that lines go from each figure of an area to its next one, but over no break; all of them or none."""
        lines = self.view.take_shapes(_is_line)
        steps = [Shape(one.look, step) for one in lines for step in pairwise(one.points)]
        steps.sort(key=lambda step: step.points)  # as the joints, so that the next one is among the first
        for before, after in sorted(self._list_joints(), key=self._find_place) if steps else ():
            joint, name = ReadMark("", self._find_place((before, after))), self.rows[before].name
            step = next((one for one in steps if joint.fits(one)), None)
            if step is None:
                when = f"from {self.rows[before].period} to {self.rows[after].period}"
                self.view.wrong.append(f"{name} has no line {when}")
                continue
            steps.remove(step)
            for at in (before, after):
                self.found.setdefault(at, self.places[at])
                if not self._is_colored(step, at) or not self._is_of_line(step, at):
                    self.view.wrong.append(f"the line of {name} has the colour '{_color_of(step)}'")
        for step in steps:
            self.view.wrong.append(f"a line from {step.points[0]} joins no figures that follow each other")

    def _find_place(self, joint: tuple[int, int]) -> tuple[MarkPlace, MarkPlace]:
        return self.places[joint[0]], self.places[joint[1]]

    def _list_joints(self) -> Iterator[tuple[int, int]]:
        """Give which rows follow each other in one run of an area."""
        order = sorted(range(len(self.rows)), key=lambda at: (self.rows[at].name, find_end(self.rows[at].period)))
        for _, group in groupby(order, key=lambda at: self.rows[at].name):
            places = list(group)
            rows = [self.rows[at] for at in places]
            numbers = number_runs([row.known for row in rows], rows[0].breaks)
            for (before, number), (after, other) in pairwise(zip(places, numbers, strict=True)):
                if number == other:
                    yield before, after

    def _is_of_line(self, line: Shape, at: int) -> bool:
        """Say whether the point of a row, if it has one, has the colour of the line through it."""
        is_near = _near(self.places[at])
        near = {own for own, place in self.points if is_near(place)}
        return not near or _color_of(line) in near

    def _check_all(self) -> None:
        """See that each row has a mark, and that of points there are all or none."""
        for at, row in enumerate(self.rows):
            # A line through the place of a point that was left out would hide that it is missing.
            if at not in self.found or (self.pointed and at not in self.pointed):
                self.view.wrong.append(f"{row.name}, {row.period} has no mark where its figure stands")

    # What follows from rows --------------------------------------------------------------------

    def _draw_medians(self) -> None:
        if not self.x.has_periods or self.y.scale is None:
            self.view.wrong.append("medians are drawn, and no periods across")
            return
        # As far as dxlib/charts/additions.py draws a median to both sides of its period.
        half = _HALF * self.x.step
        for period, x in self.x.places.items():
            y = self.y.scale.locate(float(find_median([row.known[0] for row in self.rows if row.period == period])))
            self.view.marks.line("ink", (x - half, y), (x + half, y), width=_PEN, name="the median")

    def _check_fit(self, first: int, second: int) -> None:
        across, up = self.x.scale, self.y.scale
        if across is None or up is None or (self.x.index, self.y.index) != (first, second):
            self.view.wrong.append("a line is fitted through other values than those of the axes")
            return
        pairs = [(row.known[first].value, row.known[second].value) for row in self.rows]
        fitted = fit(pairs)
        ends = [(across.locate(float(x)), up.locate(fitted.locate(float(x)))) for x in (min(pairs)[0], max(pairs)[0])]
        lines = self.view.take_shapes(lambda one: one.look == look_of_line("muted", _PEN))
        if [ReadMark(one.look, tuple(ends)).fits(one) for one in lines] != [True]:
            self.view.wrong.append("the fitted line is not that of the rows")
        bands = [_outline(one) for one in self.view.take_shapes(lambda one: _color_of(one) == _BAND)]
        low, high = sorted((up.start, up.end))
        sides: list[dict[float, float]] = [{}, {}]
        # At the corners that are drawn, and all along the line, whose ends the band must reach: where one side has few
        # corners, the other may have few there too.
        drawn = {x for band in bands for x, _ in band}
        along = {ends[0][0] + part / _ALONG * (ends[1][0] - ends[0][0]) for part in range(_ALONG + 1)}
        for x in sorted(drawn | along):
            value = across.low + (x - across.start) * (across.high - across.low) / (across.end - across.start)
            for side, sign in zip(sides, (1, -1), strict=True):  # cut off at the ends of the axis
                y = up.locate(fitted.locate(value) + sign * fitted.reach(value))
                side[x] = min(max(y, low), high)
        if len(bands) != 1 or not _is_band(bands[0], sides):
            self.view.wrong.append("the band is not that of the fitted line")


def _outline(band: Shape) -> Sequence[MarkPlace]:
    """Give the corners of a band; one that is cut off at both ends of the axis all along is drawn as a bar."""
    if band.look == look_of_area(_BAND):
        return band.points
    half = _width_of(band) / 2
    return [(x, y + side) for x, y in band.points for side in (-half, half)]


def _is_band(points: Sequence[MarkPlace], sides: Sequence[Mapping[float, float]]) -> bool:
    """Say whether each corner lies on a side of a band, and each side has corners all along."""
    on = [[x for x, y in points if abs(side[x] - y) <= NEAR] for side in sides]
    ends = min(sides[0]), max(sides[0])
    widest = (ends[1] - ends[0]) / _ON_A_SIDE
    are_all = all(any(abs(side[x] - y) <= NEAR for side in sides) for x, y in points)
    return are_all and all(
        xs and abs(min(xs) - ends[0]) <= NEAR and abs(max(xs) - ends[1]) <= NEAR
        and all(after - before <= widest or _is_straight(side, before, after) for before, after in pairwise(sorted(xs)))
        for side, xs in zip(sides, on, strict=True)
    )  # fmt: skip


def _is_straight(side: Mapping[float, float], before: float, after: float) -> bool:
    """Say whether a side is straight between two corners, as where it is cut off at the end of the axis."""
    slope = (side[after] - side[before]) / (after - before)
    return all(abs(side[before] + slope * (x - before) - y) <= NEAR for x, y in side.items() if before <= x <= after)


def _near(place: MarkPlace, rooms: Sequence[float] = (NEAR, NEAR)) -> Callable[[MarkPlace], bool]:
    """Give what says whether another place is near."""
    return lambda other: all(abs(a - b) <= room for a, b, room in zip(place, other, rooms, strict=True))


def _is_point(one: Shape) -> bool:
    return _color_of(one) in FOR_MARKS and one.look.endswith((" round .", " square ."))


def _is_line(one: Shape) -> bool:
    color, *_, form = one.look.split(" ")
    return form == "" and color in FOR_MARKS and len(one.points) >= _SIDES


def _color_of(one: Shape) -> str:
    return one.look.partition(" ")[0]


def _width_of(one: Shape) -> float:
    return float(one.look.split(" ")[1])


def _pair(wanted: Sequence[Sequence[int]]) -> Mapping[int, int]:
    """Give as many marks a row of their own as can have one (augmenting paths)."""
    owner: dict[int, int] = {}

    def find(mark: int, seen: set[int]) -> bool:
        for row in wanted[mark]:
            if row not in seen:
                seen.add(row)
                if row not in owner or find(owner[row], seen):
                    owner[row] = mark
                    return True
        return False

    for mark in range(len(wanted)):
        find(mark, set())
    return {mark: row for row, mark in owner.items()}
