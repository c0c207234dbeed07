"""What stands on the two axes: few round values, and periods where they are in time."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from dxlib.charts.marks import Mark
from dxlib.charts.series import Placement
from dxlib.charts.theme import measure_text
from dxlib.language import Speaker

MAX_TICKS: Final = 5
# Decimals, since three steps of 0.1 in binary fractions are 0.30000000000000004.
_STEPS: Final = tuple(Decimal(text) for text in ("1", "2", "2.5", "5"))
_RANK_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100)
_YEAR: Final = re.compile(r"\d{4}")
_DAYS_OF_YEAR: Final = 365.25
_SHORT_UNIT: Final = 42.0  # pixels: "100 %" is short enough to stand at each tick
_LABEL_GAP_PX: Final = 8.0


def compute_value_ticks(low: float, high: float, *, zero: bool, limit: int = MAX_TICKS) -> tuple[float, ...]:
    """Give at least two round values, usually up to five, of equal distance that enclose the data.

    Examples
    --------
    >>> compute_value_ticks(4, 35, zero=True)
    (0.0, 10.0, 20.0, 30.0, 40.0)
    >>> compute_value_ticks(0.338, 0.771, zero=False)
    (0.2, 0.4, 0.6, 0.8)
    """
    least, most = (min(low, 0.0), max(high, 0.0)) if zero else (low, high)
    if least == most:
        # A single value has no span; half of it on each side makes one.
        least, most = (least - abs(least) / 2, most + abs(most) / 2) if least else (0.0, 1.0)
    # Begins with steps that are too fine, and takes the first that gives few enough ticks.
    power = math.floor(math.log10(most - least)) - 1
    for exponent in range(power, power + 4):
        for step in _STEPS:
            ticks = _enclose(Decimal(repr(least)), Decimal(repr(most)), step.scaleb(exponent))
            if len(ticks) <= limit:
                return tuple(float(tick) for tick in ticks)
    return (least, most)


def _enclose(low: Decimal, high: Decimal, step: Decimal) -> list[Decimal]:
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * index for index in range(first, last + 1)]


def compute_rank_ticks(best: float, worst: float) -> tuple[float, ...]:
    """Give at most five round ranks between the best and the worst, the first place among them when it is near.

    Examples
    --------
    >>> compute_rank_ticks(3, 112), compute_rank_ticks(71, 112)
    ((1.0, 25.0, 50.0, 75.0, 100.0), (80.0, 90.0, 100.0, 110.0))
    """
    room = MAX_TICKS - 1
    step = next((step for step in _RANK_STEPS if worst // step - (best - 1) // step <= room), _RANK_STEPS[-1])
    ticks = [float(rank) for rank in range(step, int(worst) + 1, step) if rank >= best]
    return tuple(([1.0] if best <= 1 + step / 5 and step > 1 else []) + ticks) or (best,)


def write_ticks(speaker: Speaker, ticks: Sequence[float], unit: str, unit_mult: int) -> tuple[str, ...]:
    """Write the values of an axis: the unit at each when it is short, else at the last only.

    Where the scale words differ ("500 million", "1 billion"), all are written in full.
    """
    full = [speaker.format_tick(tick, unit, unit_mult) for tick in ticks]
    bare = [speaker.format_tick(tick, "", 0) for tick in ticks]
    is_short = max(measure_text(text) for text in full) <= _SHORT_UNIT
    if is_short or not all(_holds(whole, number) for whole, number in zip(full, bare, strict=True)):
        return tuple(full)
    return (*bare[:-1], full[-1])


def _holds(full: str, bare: str) -> bool:
    # The number as a whole: "5" does not stand in "0.5 million".
    return re.search(rf"(?<![\d.,]){re.escape(bare)}(?![\d.,])", full) is not None


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick: its place in the units of the axis, its text, and what that says."""

    place: float
    text: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """What stands on the axis of time, in ordinal numbers of days.

    Parameters
    ----------
    start, end
        What the axis spans.
    marks
        Where its small marks are.
    labels
        Periods and the middles of their labels, in the order of time.
    """

    start: float
    end: float
    marks: tuple[float, ...]
    labels: tuple[tuple[float, str], ...]


def compute_time_axis(periods: Iterable[str], placement: Placement) -> TimeAxis:
    """Lay out the axis of time.

    Parameters
    ----------
    periods
        Of all that is drawn.
    placement
        Where periods stand.

    Notes
    -----
    Whole years have a mark and a label where they stand, and only those that have data. Shorter periods over more
    than a year have marks between the years and each year's label in its middle. Within a year, the periods
    themselves are the labels.
    """
    shown = sorted(set(periods), key=lambda period: (placement.locate(period), period))
    places = [placement.locate(period) for period in shown]
    start, end = places[0], places[-1]
    if start == end:
        start, end = start - _DAYS_OF_YEAR / 2, end + _DAYS_OF_YEAR / 2
    is_yearly = not placement.at_end and all(_YEAR.fullmatch(period) for period in shown)
    if is_yearly or end - start < _DAYS_OF_YEAR:
        return TimeAxis(start, end, tuple(dict.fromkeys(places)), tuple(zip(places, shown, strict=True)))
    return _lay_out_years(start, end)


def _lay_out_years(start: float, end: float) -> TimeAxis:
    # Places are the moments after a last day: the year is that of the day before.
    begin = _find_new_year(date.fromordinal(int(start) - 1).year)
    begin = max(begin, start - _DAYS_OF_YEAR / 2)
    years = range(date.fromordinal(int(begin)).year, date.fromordinal(int(end) - 1).year + 1)
    marks = [_find_new_year(year) for year in (*years, years[-1] + 1)]
    labels = []
    for year in years:
        left, right = max(_find_new_year(year), begin), min(_find_new_year(year + 1), end)
        labels.append(((left + right) / 2, str(year)))
    return TimeAxis(begin, end, tuple(mark for mark in marks if begin <= mark <= end), tuple(labels))


def _find_new_year(year: int) -> float:
    return float(date(year, 1, 1).toordinal())


def thin_labels(middles: Sequence[float], widths: Sequence[float]) -> list[int]:
    """Choose which labels of a row are drawn so that none touches another: the last, the first, then from the end.

    Examples
    --------
    >>> thin_labels([0, 10, 30, 60], [25, 25, 25, 25])
    [0, 3]
    """
    if not middles:
        return []
    # The ends are what a reader looks for; the latest is the more important of the two.
    order = [len(middles) - 1, 0, *range(len(middles) - 2, 0, -1)]
    chosen: list[int] = []
    for index in order:
        clear = (abs(middles[index] - middles[other]) - (widths[index] + widths[other]) / 2 for other in chosen)
        if index not in chosen and all(distance >= _LABEL_GAP_PX for distance in clear):
            chosen.append(index)
    return sorted(chosen)
