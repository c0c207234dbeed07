"""What a chart has around its drawing, and what its drawing must show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final

from dxlib.audit.figure import Fig
from dxlib.audit.formulas import differ_in_length
from dxlib.audit.gathering import FigSet
from dxlib.audit.known import Judgement
from dxlib.audit.periods import find_end
from dxlib.data import schema
from dxlib.evidence.parts import Part

LOWER_BOUNDS: Final = frozenset((">", ">="))
UPPER_BOUNDS: Final = frozenset(("<", "<="))


@dataclass(frozen=True)  # no slots: its segments are asked for again and again, and kept
class DrawnLine:
    """A line that a drawing shows over time.

    Parameters
    ----------
    name
        In the language of the page.
    figures
        In the order of time.
    is_own
        Whether the chart is about it.
    doubtful
        Keys of figures that no second source confirms.
    rivals
        What other sources state.
    breaks
        Days on which the meaning of its indicator changed.
    """

    name: str
    figures: tuple[Fig, ...]
    is_own: bool
    doubtful: frozenset[str]
    rivals: tuple[Fig, ...] = ()
    breaks: tuple[str, ...] = ()

    @property
    def held_out(self) -> Fig | None:
        """The figure that a label at the line's end may show: the last one that is not doubtful."""
        sure = [one for one in self.figures if one.key not in self.doubtful]
        return sure[-1] if sure else None

    @cached_property
    def segments(self) -> tuple[tuple[Fig, ...], ...]:
        """The runs of figures that a line joins: no meaning changed between them, and no length of their periods."""
        numbers = number_runs([(one,) for one in self.figures], self.breaks)
        runs = groupby(zip(numbers, self.figures, strict=True), key=itemgetter(0))
        return tuple(tuple(one for _, one in run) for _, run in runs)

    @property
    def has_other_length(self) -> bool:
        """Whether the line has a gap between figures whose meaning is the same."""
        return any(not find_break(self.breaks, before[-1], after[0]) for before, after in pairwise(self.segments))


def open_side(figure: Fig) -> int:
    """Give 1 for a figure of which only a lower bound is stated, -1 for an upper one, 0 for others and for a range."""
    # A range is shown as "at least" its lower end, and is open to no side all the same.
    is_range = not figure.formula and bool(figure.row[schema.UPPER_VALUE])
    return 0 if is_range else (figure.qualifier in LOWER_BOUNDS) - (figure.qualifier in UPPER_BOUNDS)


def choose_told(line: DrawnLine, figures: tuple[Fig, ...]) -> tuple[Fig, ...]:
    """Choose the figures of a line that words tell of: those beyond doubt if there are any."""
    beyond_doubt = [one for one in figures if one.key not in line.doubtful]
    return tuple(beyond_doubt or figures)


def find_break(breaks: Sequence[str], before: Fig, after: Fig) -> str:
    """Give the day between the ends of two periods on which the meaning changed; empty where there is none."""
    start, end = find_end(before.period).isoformat(), find_end(after.period).isoformat()
    # After the end of one and by the end of the other: a period that straddles a break counts as new.
    return next((day for day in breaks if start < day <= end), "")


def are_parted(breaks: Sequence[str], before: Fig, after: Fig) -> bool:
    """Say whether no line joins two figures: the meaning changed between them, or their periods differ in length."""
    return differ_in_length(after, before) or bool(find_break(breaks, before, after))


def number_runs(rows: Sequence[tuple[Fig, ...]], breaks: Sequence[str]) -> list[int]:
    """Give for each of some rows of an area, in the order of time, the number of the run that a line joins.

    Examples
    --------
    >>> number_runs([], ["2024-01-01"])
    []
    """
    numbers: list[int] = []
    for row in rows:
        now = numbers[-1] if numbers else 0
        # Every row of the run: a year and a month compare, and an interval of a month with the month alone.
        run = [earlier for earlier, number in zip(rows, numbers, strict=False) if number == now]
        pairs = [pair for earlier in run for pair in zip(earlier, row, strict=True)]
        numbers.append(now + any(are_parted(breaks, before, after) for before, after in pairs))
    return numbers


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """An area, or a period of one, with its figures.

    Parameters
    ----------
    name
        In the language of the page; of a tile as short as the catalogue has it.
    figures
        One a column; none where it is not known.
    is_own
        Whether the chart is about it.
    is_doubtful
        Whether no second source confirms its figure.
    rivals
        What other sources state.
    period
        Where the row is one of a period.
    tile
        Row and column on a map, from 1.
    full
        The name of the area of a tile in full.
    breaks
        Days on which the meaning of its figures changed.
    """

    name: str
    figures: tuple[Fig | None, ...]
    is_own: bool = False
    is_doubtful: bool = False
    rivals: tuple[Fig, ...] = ()
    period: str = ""
    tile: tuple[int, int] = (0, 0)
    full: str = ""
    breaks: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[Fig, ...]:
        """The figures that are known."""
        return tuple(one for one in self.figures if one)

    @property
    def figure(self) -> Fig:
        """Its one figure."""
        (only,) = self.known
        return only


@dataclass(frozen=True, slots=True)
class DrawnTarget:
    """An indicator's figure, its targets (the one judged first) and where that one stands."""

    name: str
    latest: Fig
    targets: tuple[Fig, ...]
    verdict: Judgement


@dataclass(frozen=True, slots=True)
class Added:
    """What an analyst's picture shows besides its rows.

    Parameters
    ----------
    formulas
        ``median``, ``fit``.
    labels
        Figures whose area is named at their mark, and whether the figure stands beside the name.
    own
        The latest figures of several areas that stand out: where no axis names areas, their marks have names, too.
    columns
        Which figure of a row stands across and which upwards where a line is fitted.
    titles
        What each figure of a row is called at an axis.
    is_emphasized
        Whether the marks of the brief's own area stand out.
    """

    formulas: tuple[str, ...]
    labels: tuple[tuple[Fig, bool], ...]
    own: tuple[Fig, ...]
    columns: tuple[int, int]
    titles: tuple[Part, ...]
    is_emphasized: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the drawings of a chart must show.

    Parameters
    ----------
    kind
        The name of the chart in a notebook.
    title
        Of the drawing, in the language of the page.
    unit, mult
        Of all figures; of targets each has its own.
    is_lower_better
        Which figure stands first.
    lines, rows, targets
        What is drawn, in its order.
    columns
        Names of the panels of parts, or periods of the columns.
    marked
        Targets of a trend.
    place
        The place of the chart's own area and the count of all.
    top
        How many areas at either end the notebook asks for.
    zero
        Whether the axis begins at zero.
    added
        Of an analyst's picture what it shows besides its rows.
    stem
        The name of the chart on the page.
    """

    kind: str
    title: Part
    unit: str
    mult: int
    is_lower_better: bool = False
    lines: tuple[DrawnLine, ...] = ()
    rows: tuple[DrawnRow, ...] = ()
    targets: tuple[DrawnTarget, ...] = ()
    columns: tuple[str, ...] = ()
    marked: tuple[Fig, ...] = ()
    place: tuple[Fig, Fig] | None = None
    top: int = 0
    zero: bool = False
    added: Added | None = None
    stem: str = ""

    def named(self, stem: str) -> Drawn:
        """Give the same under its name on the page."""
        return replace(self, stem=stem)

    def scale(self, figure: Fig) -> float:
        """Give a figure's value in the unit of the chart."""
        value, power = figure.value, figure.mult - self.mult
        # Scaled as a fraction and turned into a float once, so that both sides draw the same value.
        exact = value if not power else value * Fraction(10) ** power
        return exact.numerator / exact.denominator


@dataclass(frozen=True, slots=True)
class ComposedChart:
    """A chart with all that stands around its drawings.

    Parameters
    ----------
    subtitle
        Measure, place, unit and period.
    words
        Its alternative.
    figures
        Whose sources are named under it.
    heads, rows
        Its table.
    notes
        What a reader must know to read it.
    drawn
        What its drawings must show.
    listed
        The set of figures that it shows, where these have no notes of their own.
    """

    subtitle: Part
    words: tuple[Part, ...]
    figures: tuple[Fig, ...]
    heads: tuple[Part, ...]
    rows: tuple[tuple[Part, ...], ...]
    notes: tuple[Part, ...]
    drawn: Drawn
    listed: FigSet | None = None
