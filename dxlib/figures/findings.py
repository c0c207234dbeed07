"""Findings: what the figures say against each other, by rules that stand one a file in ``rules/``."""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from dxlib.data.catalogue import Catalogue, Indicator
from dxlib.data.observations import Observation
from dxlib.data.relations import Relations
from dxlib.data.schema import Kind, ObsStatus, last_day_of
from dxlib.figures import rules


class Weight(StrEnum):
    """What a finding means.

    Attributes
    ----------
    CONTRADICTION
        Two figures cannot both be right.
    SUSPICION
        A figure is unlike its series, and may be right.
    EXPLANATION
        Why two sources disagree.
    """

    CONTRADICTION = "contradiction"
    SUSPICION = "suspicion"
    EXPLANATION = "explanation"


@dataclass(frozen=True, slots=True)
class FigureFinding:
    """One thing that the figures say against each other.

    Parameters
    ----------
    rule
        The rule's file name.
    weight
        What it means.
    figures
        The observations it rests on; it is the first one that it speaks of.
    off, unit
        How far off, in the unit of the first figure or of what the rule compares.
    message
        One English sentence with the values and what they imply.
    """

    rule: str
    weight: Weight
    figures: tuple[Observation, ...]
    off: float
    unit: str
    message: str

    @property
    def subject(self) -> Observation:
        """The observation that it speaks of."""
        return self.figures[0]

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of its figures, each once."""
        return tuple(dict.fromkeys(row.source for row in self.figures))


class Statements:
    """What all sources state, doubtful figures left out, as the rules read it.

    Parameters
    ----------
    observations
        By indicator, each in order of area and time.
    catalogue
        What the ids mean.
    relations
        What must agree with what.
    """

    def __init__(
        self, observations: Mapping[str, Sequence[Observation]], catalogue: Catalogue, relations: Relations
    ) -> None:
        self.relations = relations
        self._observations = observations
        self._catalogue = catalogue
        self._series: dict[str, dict[str, dict[str, list[Observation]]]] = {}  # by indicator, area, period

    @property
    def indicators(self) -> tuple[str, ...]:
        """The ids of all indicators with figures."""
        return tuple(self._observations)

    def get_entry(self, indicator: str) -> Indicator:
        """Give an indicator's entry in the catalogue."""
        return self._catalogue.get_indicator(indicator)

    def list_breaks(self, indicator: str, area: str) -> tuple[str, ...]:
        """Give the days across which figures of an indicator in an area do not compare.

        They are those of the catalogue, and the ends of the periods for which any source marks its figure so (status
        B): what a rule compares may be of two sources.
        """
        marked = (
            last_day_of(period)
            for period, stated in self.read(indicator, area).items()
            if any(row.status is ObsStatus.BREAK for row in stated)
        )
        return tuple(sorted({*(entry.at for entry in self.get_entry(indicator).breaks), *marked}))

    def read(self, indicator: str, area: str) -> dict[str, list[Observation]]:
        """Give what is stated by period, in order of time; of every source, without the unreliable."""
        return self._read(indicator).get(area, {})

    def find_beside(self, row: Observation, indicator: str) -> Observation | None:
        """Give what the source of a row states of another indicator for the same area and period."""
        stated = self.read(indicator, row.area).get(row.period, ())
        return next((other for other in stated if other.source == row.source), None)

    def walk(self, indicators: Iterable[str]) -> Iterator[tuple[str, str, dict[str, list[Observation]]]]:
        """Give indicator, area and what is stated by period, of indicators that have figures."""
        # Relations name indicators of which nothing may be known on the day: these have no areas.
        return ((indicator, area, stated) for indicator in indicators for area, stated in self._read(indicator).items())

    def walk_rows(self, indicators: Iterable[str]) -> Iterator[Observation]:
        """Give every row of :meth:`walk`."""
        return (row for *_, periods in self.walk(indicators) for stated in periods.values() for row in stated)

    def _read(self, indicator: str) -> dict[str, dict[str, list[Observation]]]:
        if indicator not in self._series:
            areas = self._series[indicator] = {}
            for row in self._observations.get(indicator, ()):
                # What a source calls unreliable contradicts nobody, and a forecast need not agree with what turned out.
                is_sure = row.status not in (ObsStatus.UNRELIABLE, ObsStatus.FORECAST)
                if row.kind is Kind.ACTUAL and row.period and row.value is not None and is_sure:
                    areas.setdefault(row.area, {}).setdefault(row.period, []).append(row)
        return self._series[indicator]


@cache
def list_rules() -> tuple[str, ...]:
    """Give the names of all rules: the modules of ``rules/``."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(rules.__path__)))


def find_findings(
    observations: Mapping[str, Sequence[Observation]],
    catalogue: Catalogue,
    relations: Relations,
) -> tuple[FigureFinding, ...]:
    """Reason over all figures.

    Parameters
    ----------
    observations
        By indicator, each in order of area and time.
    catalogue
        What the ids mean.
    relations
        What must agree with what.

    Returns
    -------
    tuple of FigureFinding
        In the order of rules, and of indicators, areas and periods within one.
    """
    statements = Statements(observations, catalogue, relations)
    found: list[FigureFinding] = []
    for name in list_rules():
        found.extend(importlib.import_module(f"{rules.__name__}.{name}").find(statements))
    return tuple(found)


def show_number(value: float) -> str:
    """Give a number for a message: at least five digits that count, no exponent."""
    # A bound leaves one end of what follows from it open; between two open ends there is no middle, which is NaN.
    if not math.isfinite(value):
        return "any number"
    # Fewer digits would show two numbers alike that a rule holds apart.
    digits = max(0, 4 - math.floor(math.log10(abs(value)))) if value else 0
    return f"{value:.{min(digits, 6)}f}"


def show_value(row: Observation) -> str:
    """Give the value of an observation for a message, with its hedge, its power of ten and its unit."""
    power = f" x 10^{row.unit_mult}" if row.unit_mult else ""
    return f"{row.qualifier}{row.value}{power} {row.unit}"


def show_figure(row: Observation) -> str:
    """Give an observation for a message: value, unit, period, source."""
    return f"{show_value(row)} in {row.period} [{row.source}]"
