"""Quantities: values that carry their unit, their observations and their formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from dxlib.data.ids import name_computed, name_stated, name_total
from dxlib.data.observations import Observation
from dxlib.data.schema import Qualifier


class Formula(StrEnum):
    """The named formulas; each is defined in :mod:`dxlib.analysis` and again, apart, in the audit.

    Attributes
    ----------
    OBSERVED
        The value of one observation.
    OUT_OF
        The N of "n of N" of one observation.
    """

    OBSERVED = "observed"
    OUT_OF = "out_of"
    CHANGE = "change"
    GROWTH = "growth"
    COMPOUND_GROWTH = "compound_growth"
    RANK_CHANGE = "rank_change"
    SHARE = "share"
    RATIO = "ratio"
    MEAN = "mean"
    MEDIAN = "median"
    SUM = "sum"
    WEIGHTED_MEAN = "weighted_mean"
    COUNT = "count"
    TALLY = "tally"
    PLACE = "place"
    DISTANCE = "distance"
    PACE = "pace"
    NEEDED_PACE = "needed_pace"


@dataclass(frozen=True)  # no slots: its key is asked for thousands of times on a page, and kept
class Quantity:
    """A value that carries its unit, its observations and its formula; nothing else is a figure.

    Parameters
    ----------
    value
        Exact, in ``unit`` times ten to the power ``unit_mult``.
    unit
        Code of ``data/catalogue/units.yaml``.
    decimals
        How many decimals a text shows at most.
    formula
        How the value follows from ``inputs``, or from ``observation``.
    inputs
        What it was computed from; empty for what was read off an observation.
    observation
        What it was read off; none for what was computed.
    options
        Further arguments of the formula, as name and text.
    qualifier
        How the source hedges it.
    claim
        As what it was asked for: an expression of :mod:`dxlib.evidence.claims`. Two figures that differ in nothing
        else are equal and share a key.
    """

    value: Decimal
    unit: str
    unit_mult: int
    decimals: int
    formula: Formula
    inputs: tuple[Quantity, ...] = ()
    observation: Observation | None = None
    options: tuple[tuple[str, str], ...] = ()
    qualifier: Qualifier = Qualifier.EXACT
    claim: str = field(default="", compare=False)

    @cached_property
    def key(self) -> str:
        """Eight letters and digits that stand for the observation, or for the formula and all inputs."""
        if self.observation:
            return name_stated(str(self.observation.id))
        inputs = [part.key for part in self.inputs]
        return (
            name_total(inputs[0])
            if self.formula is Formula.OUT_OF
            else name_computed(self.formula, inputs, self.options)
        )

    def claimed(self, claim: str) -> Quantity:
        """Give the same figure as what it was asked for."""
        return replace(self, claim=claim)

    @property
    def scaled(self) -> Decimal:
        """The value in single units: 25 times ten to the ninth for 25 billion."""
        return self.value.scaleb(self.unit_mult)

    @property
    def period(self) -> str:
        """The period of the observation, or of the first input."""
        return self.first_observation.period

    @property
    def first_observation(self) -> Observation:
        """The observation it was read off, or that of the first input."""
        return self.observation if self.observation else self.inputs[0].first_observation

    def walk_observations(self) -> Iterator[Observation]:
        """Give every observation it stems from, in the order of its inputs."""
        if self.observation:
            yield self.observation
        for part in self.inputs:
            yield from part.walk_observations()


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that is not known: says of what, and why, and takes the place of a quantity.

    Parameters
    ----------
    indicator, area
        What was asked for.
    reason
        Why there is none, for analysts.
    """

    indicator: str
    area: str
    reason: str


def read_quantity(observation: Observation, *, decimals: int) -> Quantity | Missing:
    """Give what an observation states as a quantity; of a range its lower end, as "at least"."""
    if observation.value is None:
        return Missing(observation.indicator, observation.area, "the source states no number")
    is_range = observation.upper is not None and observation.qualifier is Qualifier.EXACT
    return Quantity(
        observation.value, observation.unit, observation.unit_mult, decimals, Formula.OBSERVED,
        observation=observation, qualifier=Qualifier.AT_LEAST if is_range else observation.qualifier,
    )  # fmt: skip


def read_out_of(quantity: Quantity) -> Quantity | Missing:
    """Give the N of the "n of N" that an observed quantity's source states."""
    observation = quantity.first_observation
    if quantity.observation is None or observation.out_of is None:
        return Missing(observation.indicator, observation.area, "the source states no total")
    claim = f"out_of({quantity.claim})" if quantity.claim else ""
    return Quantity(observation.out_of, "COUNT", 0, 0, Formula.OUT_OF, inputs=(quantity,), claim=claim)
