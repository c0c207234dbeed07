"""Noting down the evidence of everything that a brief shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dxlib.analysis.targets import Verdict
from dxlib.data.quantities import Formula, Quantity
from dxlib.evidence.claims import is_implied
from dxlib.evidence.format import Evidence, FigureRecord, Measure, SetRecord, VerdictRecord, make_measure
from dxlib.evidence.parts import Part


@dataclass(frozen=True, slots=True)
class FigureSet:
    """A set of figures that a picture shows.

    Parameters
    ----------
    record
        As the page's evidence names it.
    name
        Of the picture.
    stated
        By source and indicator the periods of the figures stated, in the order of time.
    """

    record: SetRecord
    name: Part
    stated: Mapping[tuple[str, str], Sequence[str]]


class EvidenceCollector:
    """Notes down the evidence of everything that is shown."""

    def __init__(self) -> None:
        self._quantities: dict[str, Quantity] = {}
        self._verdicts: dict[str, Verdict] = {}
        self._earlier: dict[str, str] = {}
        self._claims: dict[str, set[str]] = {}
        self._given: set[str] = set()
        self._sets: dict[str, FigureSet] = {}

    def add_figure(self, quantity: Quantity) -> str:
        """Note down a quantity with all that it stems from; give its key."""
        key = quantity.key
        # Before the key is looked up: one figure may be asked for in several ways, and each must hold.
        if quantity.claim and not is_implied(quantity.claim):
            self._claims.setdefault(key, set()).add(quantity.claim)
        if key not in self._quantities:
            # Inputs come before what is computed of them, so that evidence can be read from the beginning.
            for part in quantity.inputs:
                self.add_figure(part)
            self._quantities[key] = quantity
        return key

    def add_verdict(self, verdict: Verdict) -> str:
        """Note down a conclusion with the figures it rests on; give its key."""
        for part in verdict.inputs:
            self.add_figure(part)
        self._verdicts[verdict.key] = verdict
        return verdict.key

    def add_earlier(self, quantity: Quantity, day: str) -> str:
        """Note down a quantity that is shown as known on an earlier day, as an ISO date; give its key."""
        # Beside the figure itself, since the same number may be shown as of then and as of now.
        self._earlier[quantity.key] = day
        return self.add_figure(quantity)

    def add_given(self, claim: str) -> None:
        """Note down what a sentence rests on."""
        self._given.add(claim)

    def add_set(self, stem: str, shown: FigureSet) -> None:
        """Note down the set of figures that a picture shows, by the name of the picture on the page."""
        self._sets[stem] = shown

    def absorb(self, other: EvidenceCollector) -> None:
        """Note down all that another collector has."""
        self._quantities.update(other._quantities)
        self._verdicts.update(other._verdicts)
        self._earlier.update(other._earlier)
        self._given.update(other._given)
        self._sets.update(other._sets)
        for key, claims in other._claims.items():
            self._claims.setdefault(key, set()).update(claims)

    def quantities(self) -> tuple[Quantity, ...]:
        """Give every quantity noted down, in the order in which they first appeared."""
        return tuple(self._quantities.values())

    def sets(self) -> Mapping[str, FigureSet]:
        """Give every set noted down, by the name of its picture."""
        return dict(self._sets)

    def take(self) -> Evidence:
        """Give what was noted down so far."""
        figures = self._quantities
        return Evidence(
            measures={key: measure_quantity(one) for key, one in figures.items()},
            stated={key: str(one.observation.id) for key, one in figures.items() if one.observation},
            computed=dict(_record_computed(figures.items())),
            verdicts={key: _record_verdict(verdict) for key, verdict in self._verdicts.items()},
            earlier=dict(self._earlier),
            # Sets have no order, and the same page must have the same bytes.
            claims={key: tuple(sorted(claims)) for key, claims in self._claims.items()},
            given=tuple(sorted(self._given)),
            sets={stem: one.record for stem, one in self._sets.items()},
        )


def measure_quantity(one: Quantity) -> Measure:
    """Give the number of a quantity as evidence carries it."""
    return make_measure(one.value, one.unit, one.unit_mult, one.decimals, one.qualifier)


def _record_computed(figures: Iterable[tuple[str, Quantity]]) -> Iterable[tuple[str, FigureRecord]]:
    for key, one in figures:
        # An N stands in the row of its rank, by whose id the page states it.
        if not one.observation and one.formula is not Formula.OUT_OF:
            inputs = tuple(part.key for part in one.inputs)
            yield key, FigureRecord(formula=one.formula, inputs=inputs, options=one.options)


def _record_verdict(verdict: Verdict) -> VerdictRecord:
    return VerdictRecord(
        status=verdict.status,
        target=verdict.target.key,
        latest=verdict.latest.key,
        first=verdict.first.key if verdict.first else "",
    )
