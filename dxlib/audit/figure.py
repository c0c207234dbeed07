"""Figures as the audit derives them: exact, with their row or their formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final

from dxlib.data import schema
from dxlib.data.ids import ObservationId, name_computed, name_stated, name_total
from dxlib.data.schema import Row
from dxlib.evidence.format import Measure, make_measure

BOUNDS: Final = frozenset((">", ">=", "<", "<="))
OUT_OF: Final = "out_of"
# To twelve decimals, as make_measure of evidence cuts the writer's quotients.
_DIGITS: Final = Decimal(1).scaleb(-12)


@dataclass(frozen=True, eq=False)  # two figures are the same when their keys are
class Fig:
    """A figure.

    Parameters
    ----------
    value
        In ``unit`` times ten to the power ``mult``.
    row
        The row that states it; of what was computed that of its first input.
    formula, inputs, options
        How it was computed; no formula for what a row states.
    claim
        As what it was asked for.
    home
        The key that its area has today, with the borders it had; empty where it has no other.
    """

    value: Fraction
    unit: str
    mult: int
    decimals: int
    row: Row
    qualifier: str = ""
    formula: str = ""
    inputs: tuple[Fig, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    claim: str = ""
    home: str = ""

    @cached_property
    def key(self) -> str:
        """Its name in evidence."""
        if not self.formula:
            return name_stated(str(self.id))
        inputs = [one.key for one in self.inputs]
        return name_total(inputs[0]) if self.formula == OUT_OF else name_computed(self.formula, inputs, self.options)

    @cached_property
    def id(self) -> ObservationId:
        """The identity of its row."""
        return ObservationId.of(self.row)

    @cached_property
    def measure(self) -> Measure:
        """What its text is made of."""
        exact = Decimal(self.value.numerator) / Decimal(self.value.denominator)
        # A whole number keeps its digits; only a quotient may have no end.
        if self.value.denominator != 1:
            exact = exact.quantize(_DIGITS, ROUND_HALF_UP)
        return make_measure(exact, self.unit, self.mult, self.decimals, self.qualifier)

    @cached_property
    def scaled(self) -> Fraction:
        """The value in single units."""
        return self.value * Fraction(10) ** self.mult if self.mult else self.value

    @property
    def indicator(self) -> str:
        """Of its row."""
        return self.row[schema.INDICATOR]

    @property
    def area(self) -> str:
        """Of its row."""
        return self.row[schema.REF_AREA]

    @property
    def territory(self) -> str:
        """The key that its area has today."""
        return self.home or self.area

    @property
    def period(self) -> str:
        """Of its row."""
        return self.row[schema.TIME_PERIOD]

    @property
    def kind(self) -> str:
        """Of its row: ``actual`` or ``target``."""
        return self.row[schema.KIND]

    @property
    def source(self) -> str:
        """Of its row."""
        return self.row[schema.SOURCE]

    @property
    def status(self) -> str:
        """The code by which its source marks it; empty for what was computed."""
        # A computed figure carries the row of its first input, whose status says nothing of the result.
        return "" if self.formula else self.row[schema.OBS_STATUS]

    @property
    def is_bound(self) -> bool:
        """Whether its source gives only a bound."""
        return self.qualifier in BOUNDS

    @cached_property
    def total(self) -> Fig | None:
        """The N of the "n of N" that its source states."""
        # The N of a first input is none of what was computed from it.
        if self.formula or not self.row[schema.OUT_OF]:
            return None
        number = Fraction(Decimal(self.row[schema.OUT_OF]))
        claim = f"{OUT_OF}({self.claim})" if self.claim else ""
        return Fig(number, "COUNT", 0, 0, self.row, formula=OUT_OF, inputs=(self,), claim=claim)

    def walk_rows(self) -> Iterator[Row]:
        """Give the row that states it, or those of its inputs."""
        if not self.formula:
            yield self.row
        for one in self.inputs:
            yield from one.walk_rows()

    def claimed(self, claim: str) -> Fig:
        """Give the same figure as what it was asked for."""
        return replace(self, claim=claim)


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure that is not known; the indicator is empty where none in particular is missing."""

    indicator: str
    area: str


Found = Fig | Gap


def read_figure(row: Row, decimals: int, home: str = "") -> Fig:
    """Give what a row with a value states; ``home`` is the key that its area has today."""
    # Fractions: the audit shares no rounding with the floats and Decimals of the writer.
    value = Fraction(Decimal(row[schema.OBS_VALUE]))
    unit, mult = row[schema.UNIT_MEASURE], int(row[schema.UNIT_MULT])
    hedge = row[schema.QUALIFIER]
    # Of a range the lower end is shown, also of one that is "about" so much.
    if row[schema.UPPER_VALUE] and hedge not in BOUNDS:
        hedge = ">="
    return Fig(value, unit, mult, decimals, row, hedge, home=home)
