"""The axes of an analyst's picture, read off its ticks: where periods, areas and values stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from dxlib.audit.charts.drawn import DrawnRow
from dxlib.audit.periods import find_end
from dxlib.audit.svg.matching import NEAR
from dxlib.audit.svg.parsing import ReadText, Shape, look_of_line, look_of_text
from dxlib.audit.svg.view import BASELINE, ROW, ReadScale, UnreadableError, View, measure_text
from dxlib.evidence.render import Names, Renderer, strip_tags

_EXACT: Final = 0.6  # pixels; a tick stands where its value does, but for rounding
# From the plot to the right edge, and the length of a tick's line: dxlib/charts/settling.py.
_EDGE: Final = 8.0
_TICK: Final = 5.0
_UNDER: Final = 14.0  # from the end of a tick's line to the baseline of its text
_LAST: Final = 3.0  # from the baseline of names under a picture to its lower edge


@dataclass(frozen=True, slots=True)
class RowAxis:
    """An axis: what it shows, and where each row stands.

    Parameters
    ----------
    scale, index
        Of values: their scale, and of which figure of a row they are.
    places
        Of periods and areas: the place of each.
    step
        How far apart periods or areas stand; 0 for a scale.
    has_periods
        Whether the places are those of periods.
    """

    scale: ReadScale | None = None
    index: int = 0
    places: Mapping[str, float] = field(default_factory=dict)
    step: float = 0.0
    has_periods: bool = False

    def locate(self, row: DrawnRow) -> float:
        """Give where a row stands."""
        if self.scale is None:
            return self.places[row.period if self.has_periods else row.name]
        return self.scale.locate(float(row.known[self.index].value))


def read_axes(view: View) -> tuple[RowAxis, RowAxis]:
    """Read both axes, and take what they are drawn with.

    Raises
    ------
    UnreadableError
        For ticks that do not stand where their values do, or are not those of the rows.
    """
    across, up = _take_titles(view)
    y = _read_values(view, up, up=True) or _read_names_up(view)
    x = _read_values(view, across, up=False) or _read_periods(view) or _read_names_across(view)
    return x, y


def _take_titles(view: View) -> tuple[int, int]:
    """Take the titles of two axes of values; give which figure of a row each names."""
    assert view.drawn.added is not None  # pictures have it
    if len(view.drawn.rows[0].figures) == 1:
        return 0, 0
    renderer = Renderer(view.speaker, {}, Names(view.names, {}))
    # Which figure stands across is the analyst's choice; the titles say it.
    names = [strip_tags(renderer.render(one)) for one in view.drawn.added.titles]
    plain, right = look_of_text("muted"), look_of_text("muted", anchor="end")
    upper = view.take_texts(lambda one: one.look == plain and not one.attribute and one.x == 0)
    lower = view.take_texts(lambda one: one.look == right and not one.attribute and one.x == view.width)
    ends = [ROW * (at + 1) - BASELINE for at in range(len(upper))]
    ends += [view.drawing.height - ROW * (len(lower) - at - 1) - BASELINE for at in range(len(lower))]
    if any(abs(one.y - end) > _EXACT for one, end in zip([*upper, *lower], ends, strict=True)):
        raise UnreadableError("the title of an axis does not stand at its end")
    said = [" ".join(one.text for one in some) for some in (lower, upper)]
    for across, upwards in ((0, 1), (1, 0)):
        if said == [names[across], names[upwards]]:
            return across, upwards
    raise UnreadableError(f"its axes are called '{said[0]}' and '{said[1]}', not '{names[0]}' and '{names[1]}'")


def _read_values(view: View, index: int, *, up: bool) -> RowAxis | None:
    """Read an axis of values from its ticks and the lines of the grid on which they stand; none where it has none."""
    figure = view.drawn.rows[0].known[index]
    units = [(figure.unit, figure.mult), ("", figure.mult)]
    ticks = view.take_ticks(look_of_text("muted", anchor="" if up else "middle"), units=units)
    if not ticks:
        return None
    lines = [(value, _take_line(view, value, one, up=up)) for value, one in ticks]
    scale = ReadScale.fit(lines)
    if scale is None:
        raise UnreadableError("an axis of values has fewer than two ticks")
    if any(before >= after for (before, _), (after, _) in pairwise(lines)):
        raise UnreadableError(f"the ticks {[value for value, _ in lines]} do not rise")
    for value, place in lines:
        if abs(scale.locate(value) - place) > _EXACT:
            raise UnreadableError(f"the tick of {value:g} does not stand where its value does")
    # Only ranks run backwards: the best place is at the top, and the right.
    if up != (scale.end < scale.start) and figure.unit != "RANK":
        raise UnreadableError("an axis of values runs backwards")
    return RowAxis(scale, index)


def _take_line(view: View, value: float, tick: ReadText, *, up: bool) -> float:
    """Take the line of the grid that a tick stands on; give its place."""
    look = look_of_line("muted" if up and value == 0 else "grid")

    def is_line(one: Shape) -> bool:
        if one.look != look or len(one.points) != 2:  # noqa: PLR2004
            return False
        (x0, y0), (x1, y1) = one.points
        if up:
            return tick.x == 0 and y0 == y1 and (x0, x1) == (0, view.width) and abs(y0 - tick.y - BASELINE) <= _EXACT
        return x0 == x1 and y1 < y0 and _is_under(view, tick, (x0, y0))

    found = view.take_shapes(is_line)
    if len(found) != 1:
        raise UnreadableError(f"the tick '{tick.text}' has {len(found)} lines of the grid")
    return found[0].points[0][1 if up else 0]


def _is_under(view: View, one: ReadText, foot: tuple[float, float]) -> bool:
    """Say whether a text has its middle under a foot, as far as the drawing has room."""
    half = measure_text(one) / 2
    return abs(min(max(foot[0], half), view.width - half) - one.x) <= _EXACT and abs(foot[1] + _UNDER - one.y) <= _EXACT


def _read_periods(view: View) -> RowAxis | None:
    """Read an axis of periods from the small marks under it, one a period; texts may be missing for want of room."""
    look = look_of_text("muted", anchor="middle")
    texts = view.take_texts(lambda one: one.attribute == "data-period" and one.look == look)
    if not texts:
        return None
    marks = view.take_shapes(_is_small_mark)
    periods = sorted({row.period for row in view.drawn.rows}, key=lambda one: (find_end(one), one))
    feet = sorted(one.points[0] for one in marks)
    if len(feet) != len(periods):
        raise UnreadableError(f"{len(feet)} marks stand for {len(periods)} periods")
    places = dict(zip(periods, feet, strict=True))
    for one in texts:
        if one.mark not in places or not _is_under(view, one, places[one.mark]):
            raise UnreadableError(f"the period '{one.text}' does not stand where it is")
        if one.text != view.speaker.format_period(one.mark):
            raise UnreadableError(f"'{one.text}' is not how {one.mark} is written")
    written = [one.mark for one in texts]
    if periods[-1] not in written or written != [one for one in periods if one in written]:
        raise UnreadableError(f"the periods {written} are not those of the rows in their order, with the last")
    xs = [x for x, _ in feet]
    return RowAxis(places=dict(zip(periods, xs, strict=True)), step=_find_step(view, periods, xs), has_periods=True)


def _is_small_mark(one: Shape) -> bool:
    if one.look != look_of_line("muted") or len(one.points) != 2:  # noqa: PLR2004
        return False
    (x0, y0), (x1, y1) = one.points
    return x0 == x1 and abs(y0 - y1 - _TICK) <= _EXACT


def _find_step(view: View, periods: Sequence[str], xs: Sequence[float]) -> float:
    """Give how far periods stand from each other where they are steps; 0 where they stand by their days.

    A single one has the whole plot, and stands in its middle.
    """
    if len(xs) == 1:
        # The only period stands half a step from the right edge.
        return 2 * (view.width - _EDGE - xs[0])
    gaps = [after - before for before, after in pairwise(xs)]
    # Equal steps are those of categories; else periods must stand by their days.
    if max(gaps) - min(gaps) <= 2 * _EXACT:
        return gaps[0]
    days = [find_end(one).toordinal() for one in periods]
    scale = ReadScale(days[0], days[-1], xs[0], xs[-1])
    if any(abs(scale.locate(day) - x) > _EXACT for day, x in zip(days, xs, strict=True)):
        raise UnreadableError("the periods stand neither in equal steps nor by their days")
    return 0.0


def _read_names_up(view: View) -> RowAxis:
    """Read an axis of areas from their names, which may be broken into rows."""
    look = look_of_text("ink")
    texts = view.take_texts(lambda one: one.look == look and not one.attribute and one.x == 0)
    wanted = {row.name for row in view.drawn.rows}
    places: dict[str, float] = {}
    parts: list[ReadText] = []
    for one in sorted(texts, key=lambda one: one.y):
        parts.append(one)
        said = " ".join(part.text for part in parts)
        # "Central" may be a whole name, or the first row of "Central Highlands".
        if said in wanted and said not in places and not _goes_on(said, wanted - {said}, texts, one):
            places[said] = sum(part.y for part in parts) / len(parts) - BASELINE
            parts = []
    return _make_names(places, wanted, parts)


def _goes_on(said: str, others: Iterable[str], texts: Iterable[ReadText], last: ReadText) -> bool:
    """Say whether the row below belongs to the same, longer name."""
    below = [one.text for one in texts if 0 < one.y - last.y <= ROW + _EXACT]
    return any(name.startswith(f"{said} {text}") for name in others for text in below)


def _read_names_across(view: View) -> RowAxis:
    look, last = look_of_text("muted", anchor="middle"), view.drawing.height - _LAST
    texts = view.take_texts(lambda one: one.look == look and not one.attribute and abs(one.y - last) <= _EXACT)
    return _make_names({one.text: one.x for one in texts}, {row.name for row in view.drawn.rows}, [])


def _make_names(places: Mapping[str, float], wanted: set[str], left: Sequence[ReadText]) -> RowAxis:
    if places.keys() != wanted or left:
        strange = ", ".join([*sorted(places.keys() ^ wanted)[:3], *(one.text for one in left[:3])])
        raise UnreadableError(f"the names of areas on an axis are not those of the rows: {strange}")
    xs = sorted(places.values())
    # The least distance: points may stand half of it beside their place.
    step = min((after - before for before, after in pairwise(xs)), default=2 * NEAR)
    return RowAxis(places=places, step=step)
