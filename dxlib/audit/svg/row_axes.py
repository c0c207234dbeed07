"""The axes of an analyst's picture, read off its ticks: where periods, areas and values stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from dxlib.audit.charts.drawn import DrawnRow
from dxlib.audit.figure import Fig
from dxlib.audit.periods import find_end
from dxlib.audit.svg.matching import NEAR, Word
from dxlib.audit.svg.parsing import Drawing, ReadText, Shape, look_of_line, look_of_text
from dxlib.audit.svg.view import BASELINE, ROW, ReadScale, View, check_ticks, fit_scale, measure_text, read_tick
from dxlib.evidence.parts import Part
from dxlib.evidence.render import Names, Renderer, strip_tags

_EXACT: Final = 0.6  # pixels; a tick stands where its value does, but for rounding
_FEWEST: Final = 2
_EDGE: Final = 8.0
_TICK: Final = 5.0
_UNDER: Final = 14.0  # from the end of a tick's line to the baseline of its text
_LAST: Final = 3.0  # from the baseline of names under a picture to its lower edge
PERIODS, AREAS, VALUES = "periods", "areas", "values"


class UnreadableAxisError(ValueError):
    """An axis from which no place can be read."""


@dataclass(slots=True)
class Rest:
    """What of a drawing nothing has accounted for yet."""

    shapes: list[Shape]
    texts: list[ReadText]

    def take_texts(self, is_wanted: Callable[[ReadText], bool]) -> list[ReadText]:
        """Take the texts that are wanted."""
        taken = [one for one in self.texts if is_wanted(one)]
        self.texts = [one for one in self.texts if not is_wanted(one)]
        return taken

    def take_shapes(self, is_wanted: Callable[[Shape], bool]) -> list[Shape]:
        """Take the shapes that are wanted."""
        taken = [one for one in self.shapes if is_wanted(one)]
        self.shapes = [one for one in self.shapes if not is_wanted(one)]
        return taken


@dataclass(frozen=True, slots=True)
class RowAxis:
    """An axis: what it shows, which figure of a row, and where each stands.

    Parameters
    ----------
    kind
        ``periods``, ``areas`` or ``values``.
    index
        Of values: of which figure of a row.
    places
        Of periods and areas: the place of each.
    scale
        Of values.
    step
        How far apart periods or areas stand; 0 for a scale.
    """

    kind: str
    index: int
    places: Mapping[str, float]
    scale: ReadScale | None
    step: float

    def locate(self, row: DrawnRow) -> float:
        """Give where a row stands."""
        if self.scale is None:
            return self.places[row.period if self.kind == PERIODS else row.name]
        figure = row.figures[self.index]
        assert figure is not None  # rows of pictures have all their figures
        return self.scale.locate(float(figure.value))


def read_axes(view: View, rest: Rest) -> tuple[RowAxis, RowAxis]:
    """Read both axes, and take what they are drawn with.

    Raises
    ------
    UnreadableAxisError
        For ticks that do not stand where their values do, or are not those of the rows.
    """
    titles = _take_titles(view, rest)
    rows = view.drawn.rows
    up, across = look_of_text("muted"), look_of_text("muted", anchor="middle")
    values_up = rest.take_texts(lambda one: one.attribute == "data-tick" and one.look == up and one.x == 0)
    values_across = rest.take_texts(lambda one: one.attribute == "data-tick" and one.look == across)
    y = _read_values(view, rest, values_up, titles[1], up=True) if values_up else _read_names_up(rest, rows)
    if values_across:
        x = _read_values(view, rest, values_across, titles[0], up=False)
    else:
        periods = rest.take_texts(lambda one: one.attribute == "data-period" and one.look == across)
        x = _read_periods(view, rest, periods) if periods else _read_names_across(view, rest)
    return x, y


def _take_titles(view: View, rest: Rest) -> tuple[int, int]:
    """Take the titles of two axes of values; give which figure of a row each names."""
    added = view.drawn.added
    if added is None or len(view.drawn.rows[0].figures) < _FEWEST:
        return 0, 0
    renderer = Renderer(view.speaker, {}, Names(view.names, {}))
    names = [_flatten(one, renderer) for one in added.titles]
    plain, right = look_of_text("muted"), look_of_text("muted", anchor="end")
    upper = rest.take_texts(lambda one: one.look == plain and not one.attribute and one.x == 0)
    lower = rest.take_texts(lambda one: one.look == right and not one.attribute and one.x == view.width)
    ends = [ROW * (at + 1) - BASELINE for at in range(len(upper))]
    ends += [view.drawing.height - ROW * (len(lower) - at - 1) - BASELINE for at in range(len(lower))]
    if any(abs(one.y - end) > _EXACT for one, end in zip([*upper, *lower], ends, strict=True)):
        raise UnreadableAxisError("the title of an axis does not stand at its end")
    said = [" ".join(one.text for one in some) for some in (lower, upper)]
    for across, upwards in ((0, 1), (1, 0)):
        if said == [names[across], names[upwards]]:
            return across, upwards
    raise UnreadableAxisError(f"its axes are called '{said[0]}' and '{said[1]}', not '{names[0]}' and '{names[1]}'")


def _flatten(part: Part, renderer: Renderer) -> str:
    return strip_tags(renderer.render(part))


def _read_values(view: View, rest: Rest, ticks: Sequence[ReadText], index: int, *, up: bool) -> RowAxis:
    figure = view.drawn.rows[0].figures[index]
    assert figure is not None
    own = replace(view, drawn=replace(view.drawn, unit=figure.unit, mult=figure.mult))
    values = [read_tick(one) for one in ticks]
    if any(before >= after for before, after in pairwise(values)):
        raise UnreadableAxisError(f"the ticks {values} do not rise")
    word = Word("ticks", ticks[0].look, is_ticks=True, found=list(ticks))
    for message in check_ticks(own, word, without_unit=True):
        raise UnreadableAxisError(message)
    lines = {value: _take_line(view, rest, one, up=up) for value, one in zip(values, ticks, strict=True)}
    scale = fit_scale(lines.items())
    if scale is None:
        raise UnreadableAxisError("an axis of values has fewer than two ticks")
    for value, place in lines.items():
        if abs(scale.locate(value) - place) > _EXACT:
            raise UnreadableAxisError(f"the tick of {value:g} does not stand where its value does")
    if up != (scale.end < scale.start) and figure.unit != "RANK":
        raise UnreadableAxisError("an axis of values runs backwards")
    return RowAxis(VALUES, index, {}, scale, 0.0)


def _take_line(view: View, rest: Rest, tick: ReadText, *, up: bool) -> float:
    """Take the line of the grid that a tick stands on; give its place."""

    def is_line(one: Shape) -> bool:
        color = "muted" if up and read_tick(tick) == 0 else "grid"
        if one.look != look_of_line(color) or len(one.points) != 2:  # noqa: PLR2004
            return False
        (x0, y0), (x1, y1) = one.points
        if up:
            return y0 == y1 and (x0, x1) == (0, view.width) and abs(y0 - tick.y - BASELINE) <= _EXACT
        middle = min(max(x0, measure_text(tick) / 2), view.width - measure_text(tick) / 2)
        return x0 == x1 and y1 < y0 and abs(middle - tick.x) <= _EXACT and abs(y0 + _UNDER - tick.y) <= _EXACT

    found = rest.take_shapes(is_line)
    if len(found) != 1:
        raise UnreadableAxisError(f"the tick '{tick.text}' has {len(found)} lines of the grid")
    return found[0].points[0][1 if up else 0]


def _read_periods(view: View, rest: Rest, texts: Sequence[ReadText]) -> RowAxis:
    """Read an axis of periods from the small marks under it, one a period; texts may be missing for want of room."""
    marks = rest.take_shapes(_is_small_mark)
    periods = sorted({row.period for row in view.drawn.rows}, key=lambda one: (find_end(one), one))
    xs = sorted(one.points[0][0] for one in marks)
    if len(xs) != len(periods):
        raise UnreadableAxisError(f"{len(xs)} marks stand for {len(periods)} periods")
    places = dict(zip(periods, xs, strict=True))
    for one in texts:
        width = measure_text(one) / 2
        place = min(max(places.get(one.mark, -1), width), view.width - width)
        under = max((mark.points[0][1] for mark in marks), default=0.0) + _UNDER
        if one.mark not in places or abs(one.x - place) > _EXACT or abs(one.y - under) > _EXACT:
            raise UnreadableAxisError(f"the period '{one.text}' does not stand where it is")
        if one.text != view.speaker.format_period(one.mark):
            raise UnreadableAxisError(f"'{one.text}' is not how {one.mark} is written")
    written = [one.mark for one in texts]
    if periods[-1] not in written or written != [one for one in periods if one in written]:
        raise UnreadableAxisError(f"the periods {written} are not those of the rows in their order, with the last")
    return RowAxis(PERIODS, 0, places, None, _find_step(view, periods, xs))


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
        return 2 * (view.width - _EDGE - xs[0])
    gaps = [after - before for before, after in pairwise(xs)]
    if max(gaps) - min(gaps) <= 2 * _EXACT:
        return gaps[0]
    days = [find_end(one).toordinal() for one in periods]
    scale = ReadScale(days[0], days[-1], xs[0], xs[-1])
    if any(abs(scale.locate(day) - x) > _EXACT for day, x in zip(days, xs, strict=True)):
        raise UnreadableAxisError("the periods stand neither in equal steps nor by their days")
    return 0.0


def _read_names_up(rest: Rest, rows: Iterable[DrawnRow]) -> RowAxis:
    """Read an axis of areas from their names, which may be broken into rows."""
    texts = rest.take_texts(lambda one: one.look == look_of_text("ink") and not one.attribute and one.x == 0)
    wanted = {row.name for row in rows}
    places: dict[str, float] = {}
    parts: list[ReadText] = []
    below = sorted(texts, key=lambda one: one.y)
    for one in below:
        parts.append(one)
        said = " ".join(part.text for part in parts)
        if said in wanted and said not in places and not _goes_on(said, wanted - {said}, texts, one):
            places[said] = sum(part.y for part in parts) / len(parts) - BASELINE
            parts = []
    return _make_names(places, wanted, parts)


def _goes_on(said: str, others: Iterable[str], texts: Iterable[ReadText], last: ReadText) -> bool:
    """Say whether the row below belongs to the same, longer name."""
    below = [one.text for one in texts if 0 < one.y - last.y <= ROW + _EXACT]
    return any(name.startswith(f"{said} {text}") for name in others for text in below)


def _read_names_across(view: View, rest: Rest) -> RowAxis:
    look, last = look_of_text("muted", anchor="middle"), view.drawing.height - _LAST
    texts = rest.take_texts(lambda one: one.look == look and not one.attribute and abs(one.y - last) <= _EXACT)
    return _make_names({one.text: one.x for one in texts}, {row.name for row in view.drawn.rows}, [])


def _make_names(places: Mapping[str, float], wanted: set[str], left: Sequence[ReadText]) -> RowAxis:
    if places.keys() != wanted or left:
        strange = ", ".join([*sorted(places.keys() ^ wanted)[:3], *(one.text for one in left[:3])])
        raise UnreadableAxisError(f"the names of areas on an axis are not those of the rows: {strange}")
    xs = sorted(places.values())
    step = min((after - before for before, after in pairwise(xs)), default=2 * NEAR)
    return RowAxis(AREAS, 0, places, None, step)


def list_figures(row: DrawnRow) -> Iterator[Fig]:
    """Give the figures of a row."""
    yield from (one for one in row.figures if one)


def make_rest(drawing: Drawing) -> Rest:
    """Give all of a drawing as not accounted for."""
    return Rest(list(drawing.shapes), list(drawing.texts))
