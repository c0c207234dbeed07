"""Noting down the evidence of everything that a brief shows."""

from __future__ import annotations

from decimal import Decimal

from dxlib.analysis.targets import Verdict
from dxlib.brief.evidence import Evidence, FigureRecord, VerdictRecord
from dxlib.data.quantities import Formula, Quantity


class EvidenceCollector:
    """Notes down the evidence of everything that is shown."""

    def __init__(self) -> None:
        self._quantities: dict[str, Quantity] = {}
        self._verdicts: dict[str, Verdict] = {}
        self._earlier: dict[str, str] = {}

    def add_figure(self, quantity: Quantity) -> str:
        """Note down a quantity with all that it stems from; give its key."""
        key = quantity.key
        if key not in self._quantities:
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
        self._earlier[quantity.key] = day
        return self.add_figure(quantity)

    def absorb(self, other: EvidenceCollector) -> None:
        """Note down all that another collector has."""
        self._quantities.update(other._quantities)
        self._verdicts.update(other._verdicts)
        self._earlier.update(other._earlier)

    def quantities(self) -> tuple[Quantity, ...]:
        """Give every quantity noted down, in the order in which they first appeared."""
        return tuple(self._quantities.values())

    def take(self) -> Evidence:
        """Give what was noted down so far."""
        figures = self._quantities.items()
        totals = {key: one.inputs[0].key for key, one in figures if one.formula is Formula.OUT_OF}
        return Evidence(
            stated={key: one.observation.id for key, one in figures if one.observation},
            values={key: _write_scaled(one) for key, one in figures if one.observation},
            totals=totals,
            computed={key: _record_figure(one) for key, one in figures if not one.observation and key not in totals},
            verdicts={key: _record_verdict(verdict) for key, verdict in self._verdicts.items()},
            earlier=dict(self._earlier),
        )


def _record_figure(quantity: Quantity) -> FigureRecord:
    return FigureRecord(
        value=_write(quantity.value),
        unit=quantity.unit,
        unit_mult=quantity.unit_mult,
        decimals=quantity.decimals,
        formula=quantity.formula,
        inputs=tuple(part.key for part in quantity.inputs),
        options=dict(quantity.options),
    )


def _record_verdict(verdict: Verdict) -> VerdictRecord:
    return VerdictRecord(
        status=verdict.status,
        target=verdict.target.key,
        latest=verdict.latest.key,
        first=verdict.first.key if verdict.first else "",
        direction="lower" if verdict.lower_is_better else "higher",
        as_of=verdict.as_of.isoformat(),
    )


def _write_scaled(quantity: Quantity) -> str:
    """Write a value in single units: 25e9 for 25 billion."""
    return _write(quantity.value) + (f"e{quantity.unit_mult}" if quantity.unit_mult else "")


def _write(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")
