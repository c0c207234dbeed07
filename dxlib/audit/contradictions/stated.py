"""What the sources state, in the order in which contradictions are looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dxlib.audit.periods import find_end
from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.relations import Relations
from dxlib.data.schema import Row

CONTRADICTION: Final = "contradiction"
SUSPICION: Final = "suspicion"
EXPLANATION: Final = "explanation"
RANK: Final = "RANK"

Periods = Mapping[str, list[Row]]  # what is stated of one indicator and area by period, in order of time and source
_NONE: Final[Mapping[str, Periods]] = {}
# A source that doubts its figure contradicts nobody, and a forecast need not agree with what turned out.
_LEFT_OUT: Final = frozenset({schema.ObsStatus.UNRELIABLE.value, schema.ObsStatus.FORECAST.value})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Figures that do not fit together.

    Parameters
    ----------
    rule
        The name of the rule that they break.
    weight
        ``contradiction``, ``suspicion``, or ``explanation`` (of why two sources disagree).
    figures
        The rows it rests on; the first is the one that it speaks of.
    """

    rule: str
    weight: str
    figures: tuple[Row, ...]


class Stated:
    """The figures of a day by indicator, area and period, without forecasts and what its source calls unreliable.

    Parameters
    ----------
    rows
        The actual values that were known on the day, in any order.
    catalogue
        What the ids mean.
    relations
        What must agree with what.

    Raises
    ------
    DataError
        When a row is of an indicator that is not in the catalogue: correct it, or add its entry.
    """

    def __init__(self, rows: Iterable[Row], catalogue: Catalogue, relations: Relations) -> None:
        self.relations = relations
        self._catalogue = catalogue
        self._series = _sort(rows)
        self._marked = _find_marked(self._series)
        self.units: Mapping[str, str] = {name: catalogue.get_indicator(name).unit for name in self._series}

    def list_breaks(self, indicator: str, area: str) -> tuple[str, ...]:
        """Give the days across which an indicator does not compare, for everybody or as some source says of an area."""
        days = [change.at for change in self._catalogue.get_indicator(indicator).breaks]
        return (*days, *self._marked.get((indicator, area), ()))

    def get_unit(self, indicator: str) -> str:
        """Give the unit of an indicator, also of one without figures."""
        return self._catalogue.get_indicator(indicator).unit

    def is_lower_better(self, indicator: str) -> bool:
        """Say whether less is better."""
        return self._catalogue.get_indicator(indicator).direction == "lower_is_better"

    def read(self, indicator: str, area: str) -> Periods:
        """Give what is stated of an indicator in an area."""
        return self._series.get(indicator, _NONE).get(area, {})

    def walk(self, indicators: Iterable[str]) -> Iterator[tuple[str, str, Periods]]:
        """Give each indicator that has figures with its areas, in order, and what is stated there."""
        for indicator in indicators:
            for area, periods in self._series.get(indicator, _NONE).items():
                yield indicator, area, periods


StatedRule = Callable[[Stated], Iterator[Contradiction]]


@lru_cache(maxsize=4096)
def count_passed(breaks: tuple[str, ...], period: str) -> int:
    """Give how many of some days have come by the end of a period; equal counts lie on one side of all breaks."""
    return sum(day <= find_end(period).isoformat() for day in breaks) if breaks else 0


def _sort(rows: Iterable[Row]) -> Mapping[str, Mapping[str, Periods]]:
    series: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row[schema.OBS_STATUS] not in _LEFT_OUT:
            series.setdefault((row[schema.INDICATOR], row[schema.REF_AREA]), []).append(row)
    sorted_series: dict[str, dict[str, Periods]] = {}
    # Sorted, so that findings have one order, whatever the order of the rows.
    for (indicator, area), stated in sorted(series.items()):
        sorted_series.setdefault(indicator, {})[area] = _sort_by_period(stated)
    return sorted_series


def _find_marked(series: Mapping[str, Mapping[str, Periods]]) -> Mapping[tuple[str, str], list[str]]:
    """Give the ends of the periods in which a source marks its figure as a break, by indicator and area."""
    marked: dict[tuple[str, str], list[str]] = {}
    for indicator, areas in series.items():
        for area, periods in areas.items():
            for period, rows in periods.items():
                if any(row[schema.OBS_STATUS] == schema.ObsStatus.BREAK.value for row in rows):
                    marked.setdefault((indicator, area), []).append(find_end(period).isoformat())
    return marked


def _sort_by_period(rows: list[Row]) -> Periods:
    periods: dict[str, list[Row]] = {}
    for row in sorted(rows, key=_get_place):
        periods.setdefault(row[schema.TIME_PERIOD], []).append(row)
    return periods


def _get_place(row: Row) -> tuple[object, ...]:
    period = row[schema.TIME_PERIOD]
    return find_end(period), period, row[schema.SOURCE]
