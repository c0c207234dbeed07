"""Where periods stand on an axis of time, worked out a second time; in ordinal numbers of days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from dxlib.audit.charts.drawn import DrawnLine, find_break
from dxlib.audit.periods import find_end, find_start

_YEAR: Final = re.compile(r"\d{4}")
_DAYS: Final = 365.25


@dataclass(frozen=True, slots=True)
class ReadTimeAxis:
    """What an axis of time spans, where its small marks are, and which periods may be written under it."""

    start: float
    end: float
    marks: tuple[float, ...]
    labels: tuple[tuple[float, str], ...]
    stands_at_end: bool

    def locate(self, period: str) -> float:
        """Give where a period's figure stands: at its middle, or at its end where periods overlap."""
        return _locate(period, at_end=self.stands_at_end)

    def list_breaks(self, lines: Iterable[DrawnLine]) -> list[tuple[float, bool]]:
        """Give where lines have gaps, and whether a meaning changes there; else periods change their length.

        On the day of the change where that lies between two figures, else midway between them.
        """
        found: dict[float, bool] = {}
        for line in lines:
            for before, after in pairwise(line.segments):
                left, right = self.locate(before[-1].period), self.locate(after[0].period)
                changed = find_break(line.breaks, before[-1], after[0])
                day = float(date.fromisoformat(changed).toordinal()) if changed else right
                # A figure stands in the middle of its period, so the day of a break may lie beyond its place.
                place = day if left < day < right else (left + right) / 2
                found[place] = found.get(place, False) or bool(changed)
        return sorted(found.items())


def _locate(period: str, *, at_end: bool) -> float:
    # A period lasts to the end of its last day, where the next one begins.
    end = find_end(period).toordinal() + 1.0
    return end if at_end else (find_start(period).toordinal() + end) / 2


def lay_out_time(periods: Iterable[str]) -> ReadTimeAxis:
    """Lay out an axis for some periods.

    Notes
    -----
    Years are written where they stand. Shorter periods of more than a year have a mark at each new year, and each year
    is written in its middle; of no more than a year, the periods themselves are written.
    """
    shown = set(periods)
    spans = sorted({(find_start(one), find_end(one)) for one in shown})
    # A half-year within a year: figures are then states at the end, and their middles would be out of order.
    at_end = any(later[0] <= earlier[1] for earlier, later in pairwise(spans))
    ordered = sorted(shown, key=lambda one: (_locate(one, at_end=at_end), one))
    places = tuple(_locate(one, at_end=at_end) for one in ordered)
    start, end = places[0], places[-1]
    # A single period stands in the middle of a year.
    if start == end:
        start, end = start - _DAYS / 2, end + _DAYS / 2
    is_yearly = not at_end and all(map(_YEAR.fullmatch, ordered))
    if is_yearly or end - start < _DAYS:
        labels = tuple(zip(places, ordered, strict=True))
        return ReadTimeAxis(start, end, tuple(dict.fromkeys(places)), labels, at_end)
    return _lay_out_years(start, end, at_end=at_end)


def _lay_out_years(start: float, end: float, *, at_end: bool) -> ReadTimeAxis:
    # At most half a year of empty axis before the first figure.
    begin = max(_find_new_year(date.fromordinal(int(start) - 1).year), start - _DAYS / 2)
    years = range(date.fromordinal(int(begin)).year, date.fromordinal(int(end) - 1).year + 1)
    marks = map(_find_new_year, range(years[0], years[-1] + 2))
    labels = tuple(
        ((max(_find_new_year(year), begin) + min(_find_new_year(year + 1), end)) / 2, str(year)) for year in years
    )
    return ReadTimeAxis(begin, end, tuple(one for one in marks if begin <= one <= end), labels, at_end)


def _find_new_year(year: int) -> float:
    return float(date(year, 1, 1).toordinal())
