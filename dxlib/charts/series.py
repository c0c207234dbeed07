"""Lines of quantities: checked, cut where meaning breaks, and placed in time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from dxlib.analysis.comparability import differ_in_length, overlaps, read_as_shown, split_runs
from dxlib.charts.theme import Color
from dxlib.data.quantities import Quantity
from dxlib.data.schema import LOWER_BOUNDS, UPPER_BOUNDS, Qualifier, end_of_period, start_of_period
from dxlib.errors import DataError
from dxlib.evidence.parts import Part
from dxlib.language import Sentence, sentence


@dataclass(frozen=True, slots=True)
class Line:
    """What is drawn as one line.

    Parameters
    ----------
    name
        In the language of the page; stands at the line's end.
    points
        Headline figures in the order of time, each in its own period.
    emphasis
        Whether the chart is about this line.
    doubtful
        Keys of the points that are an estimate, a forecast or unreliable and that nobody confirms.
    rivals
        What other sources state for periods of this line.
    breaks
        ISO dates from which something else is measured under the same name.
    """

    name: str
    points: tuple[Quantity, ...]
    emphasis: bool = False
    doubtful: frozenset[str] = frozenset()
    rivals: tuple[Quantity, ...] = ()
    breaks: tuple[str, ...] = ()

    @property
    def color(self) -> Color:
        """The colour of the line that the chart is about, or of those that stand back."""
        return Color.FIRST if self.emphasis else Color.FAINT

    @property
    def text_color(self) -> Color:
        """The colour of its name."""
        return Color.FIRST if self.emphasis else Color.MUTED

    @property
    def last_sure(self) -> Quantity | None:
        """The last point that somebody confirms or that is no estimate: the one that a label may hold out."""
        return next((point for point in reversed(self.points) if point.key not in self.doubtful), None)

    @property
    def segments(self) -> tuple[tuple[Quantity, ...], ...]:
        """The runs of points that can be compared: cut at the breaks and where periods differ in length, none empty."""
        return tuple(tuple(run) for run in split_runs(self.points, self.are_parted))

    @property
    def has_other_length(self) -> bool:
        """Whether the line has a gap for no other reason than that periods differ in length."""
        return any(not self.find_break(before[-1], after[0]) for before, after in pairwise(self.segments))

    def keep_sure(self, points: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
        """Keep the points beyond doubt, which words rest on; all of them where each is in doubt."""
        return tuple(point for point in points if point.key not in self.doubtful) or points

    def find_break(self, before: Quantity, after: Quantity) -> str:
        """Give the break between two points: after the end of one, not after that of the other."""
        start, end = end_of_period(before.period), end_of_period(after.period)
        return next((day for day in self.breaks if start < date.fromisoformat(day) <= end), "")

    def are_parted(self, before: Quantity, after: Quantity) -> bool:
        """Say whether a line may not join two points: a break lies between them, or their periods differ in length."""
        return bool(self.find_break(before, after)) or differ_in_length(after, before)


def validate_lines(lines: Iterable[Line], unit: str, *, others: Iterable[Quantity] = ()) -> None:
    """Check that there is something to draw, and that all of it is in one unit.

    Raises
    ------
    DataError
        For no figure at all, or for a figure in another unit: give lines of one unit to one chart.
    """
    drawn = tuple(lines)
    figures = [figure for line in drawn for figure in (*line.points, *line.rivals)]
    refuse_nothing([point for line in drawn for point in line.points], fix="give at least one line with a point.")
    refuse_other_units((*figures, *others), unit, fix="draw lines of different units in different charts.")


def refuse_nothing(drawn: Collection[object], *, fix: str) -> None:
    """Check that a chart has something to draw.

    Raises
    ------
    DataError
        When there is nothing; ``fix`` says what to give.
    """
    if not drawn:
        raise DataError("A chart has no figure to draw.", fix=fix)


def refuse_other_units(figures: Iterable[Quantity], unit: str, *, fix: str) -> None:
    """Check that all figures of a chart are in its unit.

    Raises
    ------
    DataError
        For a figure in another unit; ``fix`` says what to do with it.
    """
    strangers = sorted({figure.unit for figure in figures} - {unit})
    if strangers:
        raise DataError(f"A chart in {unit} was given figures in {', '.join(strangers)}.", allowed=(unit,), fix=fix)


def scale_value(quantity: Quantity, unit_mult: int = 0) -> float:
    """Give a quantity's value in its unit times ten to the power ``unit_mult``."""
    return float(quantity.value.scaleb(quantity.unit_mult - unit_mult))


@dataclass(frozen=True, slots=True)
class Placement:
    """Where periods stand in time.

    Parameters
    ----------
    at_end
        Whether a figure stands at the end of its period instead of its middle.
    """

    at_end: bool

    def locate(self, period: str) -> float:
        """Give a period's place as the ordinal number of a day."""
        # The moment after the last day, at which the next period begins.
        end = end_of_period(period).toordinal() + 1.0
        return end if self.at_end else (start_of_period(period).toordinal() + end) / 2


def choose_placement(periods: Iterable[str]) -> Placement:
    """Choose where the periods of a chart stand in time.

    Notes
    -----
    A figure stands at the middle of its period. Where periods overlap, such as a half-year within a year, figures are
    cumulative or states at the end, and their middles would be out of order; then all stand at the end.

    Examples
    --------
    >>> choose_placement(["2023", "2024"]).at_end, choose_placement(["2024-S1", "2024"]).at_end
    (False, True)
    """
    # Sorted by their beginnings, so that any two that overlap have neighbours that do.
    spans = sorted({(start_of_period(period), end_of_period(period)) for period in periods})
    return Placement(any(later[0] <= earlier[1] for earlier, later in pairwise(spans)))


class Movement(StrEnum):
    """How the last of two figures stands to the first; a bound may leave it open."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    OPEN = "open"


def compare(first: Quantity, last: Quantity) -> Movement:
    """Say how a figure changed, as far as the sources' bounds allow and its digits show."""
    change = _read_shown(last) - _read_shown(first)
    if change == 0:
        return Movement.SAME if first.qualifier == last.qualifier == Qualifier.EXACT else Movement.OPEN
    if change > 0:
        # After "more than 50", 60 need not be a rise: the first may have been 70.
        is_open = last.qualifier in UPPER_BOUNDS or first.qualifier in LOWER_BOUNDS
        return Movement.OPEN if is_open else Movement.UP
    is_open = last.qualifier in LOWER_BOUNDS or first.qualifier in UPPER_BOUNDS
    return Movement.OPEN if is_open else Movement.DOWN


def find_extremes(segment: tuple[Quantity, ...]) -> tuple[Quantity | None, Quantity | None]:
    """Give highest and lowest point of a segment where they are seen to lie beyond both its ends.

    Where a source gives only a lower bound nobody knows which point is the highest; likewise of upper bounds.
    """
    if not segment:
        return None, None
    qualifiers = {point.qualifier for point in segment}
    ends = (_read_shown(segment[0]), _read_shown(segment[-1]))
    # Chosen by exact values, judged by those that are shown: what looks alike is no extreme.
    highest = max(segment, key=lambda point: point.scaled)
    lowest = min(segment, key=lambda point: point.scaled)
    is_high, is_low = _read_shown(highest) > max(ends), _read_shown(lowest) < min(ends)
    is_high &= not qualifiers & LOWER_BOUNDS
    is_low &= not qualifiers & UPPER_BOUNDS
    return (highest if is_high else None, lowest if is_low else None)


def _read_shown(quantity: Quantity) -> Decimal:
    """Give in single units what a reader sees of a figure."""
    return read_as_shown(quantity).scaleb(quantity.unit_mult)


def describe_line(
    line: Line,
    name: Part,
    words: Mapping[str, Sentence],
    find_way: Callable[[tuple[Quantity, ...]], str],
    *,
    extremes: Sequence[tuple[str, int]],
) -> Iterator[Sentence]:
    """Tell of each part of a line between its breaks, of figures beyond doubt.

    Parameters
    ----------
    line
        What is drawn.
    name
        Of the line, in the language of the page.
    words
        What is said by what happened: each way that ``find_way`` gives, each name in ``extremes``, and for gaps of the
        line ``changed``, ``changed within`` of periods that share a day, and ``other length``.
    find_way
        Gives what happened between the first and the last of some points.
    extremes
        What an emphasised line's highest point (0) and lowest one (1) are called, in the order in which they are told.
    """
    segments = line.segments
    for index, segment in enumerate(segments):
        if index:
            yield _explain_gap(line, words, segments[index - 1], segment[0])
        sure = line.keep_sure(segment)
        yield Sentence(words[find_way(sure)].text, {"name": name, "only": sure[0], "first": sure[0], "last": sure[-1]})
        found = find_extremes(sure) if line.emphasis else (None, None)
        for end, at in extremes:
            if found[at]:
                yield Sentence(words[end].text, {"name": name, end: found[at]})


def _explain_gap(line: Line, words: Mapping[str, Sentence], segment: tuple[Quantity, ...], after: Quantity) -> Sentence:
    """Say why a line ends with a segment and begins anew."""
    # Where lengths differ, the last point of the segment need not be the one that does not compare.
    before = next(point for point in reversed(segment) if line.are_parted(point, after))
    why = "other length"
    if line.find_break(before, after):
        # "Between November 2024 and 2024" would name no time.
        why = "changed within" if overlaps(before.period, after.period) else "changed"
    return Sentence(words[why].text, {"before": before, "after": after})


def describe_doubts(line: Line) -> Iterator[Sentence]:
    """Say which points of a line are hollow, and what that means."""
    for point in line.points:
        if point.key in line.doubtful:
            yield sentence(
                "A hollow marker stands for {value} ({value_when}): "
                "an estimate, a forecast or a doubtful figure that no second source confirms.",
                value=point,
            )
