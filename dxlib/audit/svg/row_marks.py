"""An analyst's picture: a mark for each row, where its figures stand, and nothing that stands for none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from dxlib.audit.charts.drawn import find_break
from dxlib.audit.fitted import find_median, fit
from dxlib.audit.periods import find_end
from dxlib.audit.svg.matching import NEAR
from dxlib.audit.svg.parsing import Shape, look_of_area, look_of_line
from dxlib.audit.svg.row_axes import (
    PERIODS,
    Rest,
    RowAxis,
    UnreadableAxisError,
    list_figures,
    make_rest,
    read_axes,
)
from dxlib.audit.svg.row_labels import check_labels
from dxlib.audit.svg.view import ReadScale, View
from dxlib.evidence.listing import FIT, MEDIAN

MarkPlace = tuple[float, float]
OWN, OTHERS = "1", "pale"
FOR_MARKS: Final = frozenset(("1", "2", "3", "4", "target", "pale"))
_THICK: Final = 3.0  # what is thicker is a bar
_PEN: Final = 2.0
_HALF: Final = 0.4
_SIDES: Final = 2
_ON_A_SIDE: Final = 10
_MOSTLY: Final = 0.9


def check_picture(view: View) -> Iterator[str]:
    """Check a drawing whose marks stand for rows of a table."""
    rest = make_rest(view.drawing)
    try:
        x, y = read_axes(view, rest)
    except UnreadableAxisError as error:
        yield str(error)
        return
    checker = _Checker(view, rest, x, y)
    yield from checker.check()


class _Checker:
    """Takes one kind of mark after the other; what is left stands for nothing."""

    def __init__(self, view: View, rest: Rest, x: RowAxis, y: RowAxis) -> None:
        self.view, self.rest, self.x, self.y = view, rest, x, y
        self.rows = view.drawn.rows
        assert view.drawn.added is not None  # pictures have it
        self.added = view.drawn.added
        self.places = [(x.locate(row), y.locate(row)) for row in self.rows]
        self.found: dict[int, MarkPlace] = {}
        self.pointed: set[int] = set()
        self.points: list[tuple[str, MarkPlace]] = []  # with their colours
        self.joined: set[tuple[int, int]] = set()

    def check(self) -> Iterator[str]:
        yield from self._check_medians(is_drawn=MEDIAN in self.added.formulas)
        yield from self._check_fit(self.added.columns, is_drawn=FIT in self.added.formulas)
        yield from self._match_points()
        yield from self._match_bars()
        yield from self._match_lines()
        yield from self._check_all()
        marks = {figure.key: place for at, place in self.found.items() for figure in list_figures(self.rows[at])}
        names = {figure.key: row.name for row in self.rows for figure in list_figures(row)}
        own = {figure.key for row in self.rows if row.is_own for figure in list_figures(row)}
        yield from check_labels(self.view, self.rest, self.added.labels, marks, names, own)
        for shape in self.rest.shapes:
            yield f"a line or an area ({shape.look}) at {shape.points[0]} stands for no row"
        for text in self.rest.texts:
            yield f"'{text.text}' stands there, which the picture does not say"

    # Rows --------------------------------------------------------------------------------------

    def _match_points(self) -> Iterator[str]:
        points = self.rest.take_shapes(_is_point)
        rooms = tuple(
            self._find_room(axis, [one.points[0][at] for one in points]) for at, axis in enumerate((self.x, self.y))
        )
        along = 1 if self.y.scale else 0  # of the axis on which places are narrow
        order = sorted(range(len(self.rows)), key=lambda at: self.places[at][along])
        heights = [self.places[at][along] for at in order]
        wanted: list[list[int]] = []
        for point in points:
            color, place = point.look.partition(" ")[0], point.points[0]
            near = order[bisect_left(heights, place[along] - NEAR) : bisect_right(heights, place[along] + NEAR)]
            wanted.append([at for at in near if _is_at(place, self.places[at], rooms) and self._is_colored(color, at)])
        matched = _pair(wanted)
        for index, point in enumerate(points):
            if index in matched:
                self.found[matched[index]] = point.points[0]
                self.pointed.add(matched[index])
                self.points.append((point.look.partition(" ")[0], point.points[0]))
            else:
                other = ", or for one that has its mark" if wanted[index] else ""
                yield f"a point at {point.points[0]} stands for no row{other}"

    def _is_colored(self, color: str, at: int) -> bool:
        return not self.added.is_emphasized or color == (OWN if self.rows[at].is_own else OTHERS)

    def _find_room(self, axis: RowAxis, places: Sequence[float]) -> float:
        """Give how far from its place a point may stand: on steps beside it, where points do so to be seen."""
        exact = sum(any(abs(place - own) <= NEAR for own in axis.places.values()) for place in places)
        return axis.step / 2 if axis.step and exact < _MOSTLY * len(places) else NEAR

    def _match_bars(self) -> Iterator[str]:
        bars = self.rest.take_shapes(lambda one: _is_line(one) and _width_of(one) > _THICK)
        is_upright = self.y.scale is not None
        axis = self.x if is_upright else self.y
        room = self._find_room(axis, [_find_middle(one)[0 if is_upright else 1] for one in bars])
        for bar in bars:
            color = bar.look.partition(" ")[0]
            fitting = (at for at in range(len(self.rows)) if at not in self.found and self._is_bar_of(bar, at, room))
            at = next((at for at in fitting if self._is_colored(color, at)), None)
            if at is None:
                yield f"a bar at {bar.points[0]} stands for no row, or does not begin at zero"
            else:
                self.found[at] = self.places[at]

    def _is_bar_of(self, bar: Shape, at: int, room: float) -> bool:
        """Say whether a bar goes from zero to the value of a row, no further beside its place than there is room."""
        (x0, height), (x1, _) = bar.points
        half, (x, y), (across, _) = _width_of(bar) / 2, self.places[at], _find_middle(bar)
        if self.y.scale:
            ends, own, beside = (height - half, height + half), (y, self.y.scale.locate(0)), across - x
        elif self.x.scale:
            ends, own, beside = (x0, x1), (x, self.x.scale.locate(0)), height - y
        else:
            return False
        return abs(beside) <= room and all(abs(a - b) <= NEAR for a, b in zip(sorted(ends), sorted(own), strict=True))

    def _match_lines(self) -> Iterator[str]:
        for line in self.rest.take_shapes(lambda one: _is_line(one) and _width_of(one) <= _THICK):
            for area in dict.fromkeys(next(list_figures(row)).area for row in self.rows):
                steps = self._follow(line, area)
                if steps is not None:
                    break
            else:
                yield f"a line from {line.points[0]} does not go through the figures of one area"
                continue
            self.found.update({at: self.found.get(at, self.places[at]) for at in steps})
            self.joined.update(pairwise(steps))
            color = line.look.partition(" ")[0]
            if not self._is_colored(color, steps[0]) or not all(self._is_of_line(color, at) for at in steps):
                yield f"the line of {self.rows[steps[0]].name} has the colour '{color}'"
            yield from self._check_breaks(steps)

    def _is_of_line(self, color: str, at: int) -> bool:
        """Say whether the point of a row, if it has one, has the colour of the line through it."""
        x, y = self.places[at]
        near = {own for own, place in self.points if abs(place[0] - x) <= NEAR and abs(place[1] - y) <= NEAR}
        return not near or color in near

    def _follow(self, line: Shape, area: str) -> list[int] | None:
        """Give the rows of an area that a line goes through, in the order of time; none where it does not."""
        mine = [at for at, row in enumerate(self.rows) if next(list_figures(row)).area == area]
        mine.sort(key=lambda at: find_end(self.rows[at].period))
        steps: list[int] = []
        for x, y in line.points:
            later = [at for at in mine if not steps or mine.index(at) > mine.index(steps[-1])]
            at = next(
                (at for at in later if abs(self.places[at][0] - x) <= NEAR and abs(self.places[at][1] - y) <= NEAR),
                None,
            )
            if at is None:
                return None
            steps.append(at)
        return steps

    def _check_breaks(self, steps: Sequence[int]) -> Iterator[str]:
        for before, after in pairwise(self.rows[at] for at in steps):
            for one, other in zip(list_figures(before), list_figures(after), strict=True):
                if day := find_break(before.breaks, one, other):
                    yield f"the line of {before.name} goes over the break of {day}"

    def _check_all(self) -> Iterator[str]:
        """See that each row has a mark, and that of points and lines there are all or none."""
        for at, row in enumerate(self.rows):
            if at not in self.found or (self.pointed and at not in self.pointed):
                yield f"{row.name}, {row.period} has no mark where its figure stands"
        for before, after in self._list_joints() if self.joined else ():
            if (before, after) not in self.joined:
                when = f"from {self.rows[before].period} to {self.rows[after].period}"
                yield f"{self.rows[before].name} has no line {when}"

    def _list_joints(self) -> Iterator[tuple[int, int]]:
        """Give which rows follow each other in one area without a break between."""
        order = sorted(range(len(self.rows)), key=lambda at: (self.rows[at].name, find_end(self.rows[at].period)))
        for before, after in pairwise(order):
            one, other = self.rows[before], self.rows[after]
            if one.name == other.name and not any(self._check_breaks([before, after])):
                yield before, after

    # What follows from rows --------------------------------------------------------------------

    def _check_medians(self, *, is_drawn: bool) -> Iterator[str]:
        if not is_drawn:
            return
        lines = self.rest.take_shapes(lambda one: one.look == look_of_line("ink", _PEN))
        if self.x.kind != PERIODS or self.y.scale is None:
            yield "medians are drawn, and no periods across"
            return
        wanted = [self._locate_median(period) for period in self.x.places]
        for ends in wanted:
            fitting = [one for one in lines if _is_near(one.points, ends)]
            if len(fitting) != 1:
                yield f"{len(fitting)} lines stand where the median is, at {ends[0][0]:g}, {ends[0][1]:g}"
            lines = [one for one in lines if one not in fitting]
        for one in lines:
            yield f"a line at {one.points[0]} stands for no median"

    def _locate_median(self, period: str) -> tuple[MarkPlace, MarkPlace]:
        assert self.y.scale is not None
        figures = [one for row in self.rows if row.period == period for one in list_figures(row)]
        height, x, half = self.y.scale.locate(float(find_median(figures))), self.x.places[period], _HALF * self.x.step
        return (x - half, height), (x + half, height)

    def _check_fit(self, columns: tuple[int, int], *, is_drawn: bool) -> Iterator[str]:
        if not is_drawn:
            return
        across, up = self.x.scale, self.y.scale
        if across is None or up is None or (self.x.index, self.y.index) != columns:
            yield "a line is fitted through other values than those of the axes"
            return
        points = [tuple(one.value for one in list_figures(row)) for row in self.rows]
        pairs = [(one[columns[0]], one[columns[1]]) for one in points]
        fitted, (low, high) = fit(pairs), (float(min(one[0] for one in pairs)), float(max(one[0] for one in pairs)))
        ends = [(across.locate(x), up.locate(fitted.locate(x))) for x in (low, high)]
        lines = self.rest.take_shapes(lambda one: one.look == look_of_line("muted", _PEN))
        if len(lines) != 1 or not _is_near(lines[0].points, ends):
            yield "the fitted line is not that of the rows"
        bands = self.rest.take_shapes(lambda one: one.look == look_of_area("k1"))
        corners = _list_xs(across, bands, ends)
        sides = [
            [(x, _cut(up, fitted.locate(value) + sign * fitted.reach(value))) for value, x in corners]
            for sign in (1, -1)
        ]
        if len(bands) != 1 or not _is_band(bands[0].points, sides):
            yield "the band is not that of the fitted line"


def _cut(up: ReadScale, value: float) -> float:
    """Give where a value stands; beyond the ends of the axis it is cut off there."""
    low, high = sorted((up.start, up.end))
    return min(max(up.locate(value), low), high)


def _list_xs(across: ReadScale, bands: Iterable[Shape], ends: Sequence[MarkPlace]) -> list[tuple[float, float]]:
    """Give the values, and the places, at which a band has corners, its ends among them."""
    places = sorted({x for band in bands for x, _ in band.points} | {x for x, _ in ends})
    size = (across.high - across.low) / (across.end - across.start)
    return [(across.low + (x - across.start) * size, x) for x in places]


def _is_band(points: Sequence[MarkPlace], sides: Sequence[Sequence[MarkPlace]]) -> bool:
    """Say whether each corner lies on a side of a band, and each side has corners all along."""
    upper, lower = (dict(side) for side in sides)
    on = [[x for x, y in points if abs(side[x] - y) <= NEAR] for side in (upper, lower)]
    are_all = all(abs(upper[x] - y) <= NEAR or abs(lower[x] - y) <= NEAR for x, y in points)
    ends = min(upper), max(upper)
    widest = (ends[1] - ends[0]) / _ON_A_SIDE
    return are_all and all(
        side and abs(min(side) - ends[0]) <= NEAR and abs(max(side) - ends[1]) <= NEAR
        and all(after - before <= widest for before, after in pairwise(sorted(side)))
        for side in on
    )  # fmt: skip


def _find_middle(bar: Shape) -> MarkPlace:
    (x0, y), (x1, _) = bar.points[:_SIDES]
    return (x0 + x1) / 2, y


def _is_at(place: MarkPlace, wanted: MarkPlace, rooms: Sequence[float]) -> bool:
    return all(abs(one - other) <= room for one, other, room in zip(place, wanted, rooms, strict=True))


def _is_point(one: Shape) -> bool:
    return one.look.partition(" ")[0] in FOR_MARKS and one.look.endswith((" round .", " square ."))


def _is_line(one: Shape) -> bool:
    color, *_, form = one.look.split(" ")
    return form == "" and color in FOR_MARKS and len(one.points) >= _SIDES


def _width_of(one: Shape) -> float:
    return float(one.look.split(" ")[1])


def _is_near(points: Sequence[MarkPlace], wanted: Sequence[MarkPlace]) -> bool:
    return len(points) == len(wanted) and all(
        abs(x - own_x) <= NEAR and abs(y - own_y) <= NEAR for (x, y), (own_x, own_y) in zip(points, wanted, strict=True)
    )


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
