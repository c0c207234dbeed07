"""Quantities: values that carry their unit, their observations and their formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from dxlib.data.ids import name_computed, name_stated, name_total
from dxlib.data.observations import Observation
from dxlib.data.plain_numbers import PlainNumber
from dxlib.data.schema import BOUNDS, Qualifier
from dxlib.errors import DataError


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
    DIFFERENCE = "difference"
    GROWTH = "growth"
    COMPOUND_GROWTH = "compound_growth"
    RANK_CHANGE = "rank_change"
    SHARE = "share"
    RATIO = "ratio"
    MEDIAN = "median"
    COUNT = "count"
    TALLY = "tally"
    PLACE = "place"
    DISTANCE = "distance"
    PACE = "pace"
    NEEDED_PACE = "needed_pace"


class Origin(Protocol):
    """Where a figure was read: what knows the breaks of its series, and so what may be subtracted from it."""

    def subtract(self, one: Quantity, other: Quantity) -> Quantity:
        """Give ``one - other`` with its evidence, or refuse."""


@dataclass(frozen=True, repr=False)  # no slots: its key is asked for thousands of times on a page, and kept
class Quantity(PlainNumber):  # noqa: PLW1641  (the dataclass makes its hash)
    """A value that carries its unit, its observations and its formula; nothing else is a figure.

    ``a - b`` of two figures is a quantity: a change (same indicator and area) or a difference (same indicator and
    period); anything else is refused with the reason. All other arithmetic gives plain numbers in single units.

    Parameters
    ----------
    value
        Exact, in ``unit`` times ten to the power ``unit_mult``.
    unit
        Code of ``data/catalogue/units.yaml``.
    unit_mult
        Power of ten by which the value is multiplied: 6 for millions.
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
    origin
        Where it was read.
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
    origin: Origin | None = field(default=None, compare=False)

    @cached_property
    def key(self) -> str:
        """Eight letters and digits that stand for the observation, or for the formula and all inputs."""
        if self.observation:
            return name_stated(str(self.observation.id))
        inputs = [part.key for part in self.inputs]
        if self.formula is Formula.OUT_OF:
            return name_total(inputs[0])
        return name_computed(self.formula, inputs, self.options)

    def claimed(self, claim: str) -> Quantity:
        """Give the same figure as what it was asked for."""
        return replace(self, claim=claim)

    def __eq__(self, other: object) -> bool:
        """Compare with a figure by all that it is, and with a plain number by that number."""
        if isinstance(other, Quantity):
            return self._list_parts() == other._list_parts()
        return float(self) == float(other) if isinstance(other, (int, float, Decimal)) else NotImplemented

    def _list_parts(self) -> tuple[object, ...]:
        return tuple(getattr(self, one.name) for one in fields(self) if one.compare)

    def __repr__(self) -> str:
        power = f" x 10^{self.unit_mult}" if self.unit_mult else ""
        of = self.observation.id if self.observation else f"{self.formula} of {self.first_observation.id}"
        return f"Quantity({self.qualifier}{self.value}{power} {self.unit}: {of})"

    def __float__(self) -> float:
        if self.formula in (Formula.CHANGE, Formula.DIFFERENCE):  # exactly what the numbers of the two give
            return float(self.inputs[0]) - float(self.inputs[1])
        return float(self.scaled)

    def __sub__(self, other: object) -> Quantity | float:
        if isinstance(other, Missing):
            # The left operand is asked first, so __rsub__ of Missing has no turn.
            raise other.refuse()
        if isinstance(other, Quantity):
            origin = self.find_origin()
            if origin is None:
                raise DataError(
                    f"Nothing is known of the series of {self.first_observation.id}.",
                    fix="take both figures by dx.latest or dx.at, or compute with float(a) - float(b).",
                )
            return origin.subtract(self, other)
        return float(self) - float(other) if isinstance(other, (int, float, Decimal)) else NotImplemented

    def find_origin(self) -> Origin | None:
        """Give where it was read; of what was computed, where its inputs were."""
        return self.origin or next((found for one in self.inputs if (found := one.find_origin())), None)

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
    origin
        Where it was looked for.
    """

    indicator: str
    area: str
    reason: str
    origin: Origin | None = field(default=None, compare=False, repr=False)

    @classmethod
    def beside(cls, figure: Quantity, reason: str) -> Missing:
        """Give what is missing of the series of a figure that is known."""
        own = figure.first_observation
        return cls(own.indicator, own.area, reason)

    def refuse(self) -> DataError:
        """Give the error of whoever computes with it."""
        of = f" of {self.area}" if self.area else ""
        return DataError(
            f"{self.indicator or 'The figure'}{of} is not known: {self.reason}.",
            fix="ask dx.frame(...) which periods and areas are known.",
        )

    def _refuse_to_compute(self, *_others: object) -> float:
        raise self.refuse()

    # Each by its name: Python looks for such methods in the class and does not ask __getattr__.
    __float__ = __int__ = __abs__ = __neg__ = __pos__ = __round__ = _refuse_to_compute
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse_to_compute
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _refuse_to_compute
    __pow__ = __rpow__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse_to_compute

    def __format__(self, spec: str) -> str:
        # Without a form nothing is computed, so a sentence may show what is missing.
        if spec:
            raise self.refuse()
        return str(self)


def read_quantity(observation: Observation, *, decimals: int, origin: Origin | None = None) -> Quantity | Missing:
    """Give what an observation states as a quantity; of a range its lower end, as "at least"."""
    if observation.value is None:
        return Missing(observation.indicator, observation.area, "the source states no number")
    # "About 57 to 60" is a range as well: shown as "about 57", it would lose what it may be at most.
    is_range = observation.upper is not None and observation.qualifier not in BOUNDS
    return Quantity(
        observation.value, observation.unit, observation.unit_mult, decimals, Formula.OBSERVED,
        observation=observation, qualifier=Qualifier.AT_LEAST if is_range else observation.qualifier, origin=origin,
    )  # fmt: skip


def read_out_of(quantity: Quantity) -> Quantity | Missing:
    """Give the N of the "n of N" that an observed quantity's source states."""
    observation = quantity.first_observation
    if quantity.observation is None or observation.out_of is None:
        return Missing(observation.indicator, observation.area, "the source states no total")
    claim = f"out_of({quantity.claim})" if quantity.claim else ""
    return Quantity(observation.out_of, "COUNT", 0, 0, Formula.OUT_OF, inputs=(quantity,), claim=claim)
