"""Figures of areas put together: counts are summed, rates weighted, ranks never."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dxlib.analysis.comparability import refuse_bounds
from dxlib.data.quantities import Formula, Quantity
from dxlib.data.schema import Aggregation
from dxlib.errors import DataError


def compute_aggregate(parts: Sequence[Quantity], weights: Sequence[Quantity] = (), *, rule: Aggregation) -> Quantity:
    """Give the figure of an area from those of the areas it consists of.

    Parameters
    ----------
    parts
        One figure an area, of one indicator and one period.
    weights
        For a rate: one figure an area, in the order of ``parts``, of what the rate is a rate of (people,
        dossiers); without meaning for a sum.
    rule
        What the catalogue says of the indicator's unit.

    Returns
    -------
    Quantity
        In the unit of ``parts``.

    Raises
    ------
    DataError
        For ranks and other units that cannot be aggregated; for a rate without weights; for bounds; for
        figures of several indicators or periods, or of one area twice; for weights of other areas, or not
        above zero.

    Notes
    -----
    A sum is ``sum(parts)``; a weighted mean is ``sum(part * weight) / sum(weights)``, exact to 28 digits.
    """
    _check_parts(parts)
    first = parts[0]
    if rule is Aggregation.SUM:
        total = sum((part.value for part in parts), Decimal())
        return Quantity(total, first.unit, first.unit_mult, first.decimals, Formula.SUM, inputs=tuple(parts))
    if rule is Aggregation.NEVER:
        raise DataError(
            f"{first.first_observation.indicator} is not aggregated: "
            f"areas put together have no {first.unit} that follows from theirs.",
            fix="show the figure of each area, or aggregate the values that the ranks order.",
        )
    _check_weights(parts, weights)
    weighted = sum((part.value * weight.value for part, weight in zip(parts, weights, strict=True)), Decimal())
    value = weighted / sum(weight.value for weight in weights)
    inputs = (*parts, *weights)
    return Quantity(value, first.unit, first.unit_mult, first.decimals, Formula.WEIGHTED_MEAN, inputs=inputs)


def _check_parts(parts: Sequence[Quantity]) -> None:
    refuse_bounds(*parts)
    if not parts:
        raise DataError("Nothing to aggregate.", fix="give one figure an area.")
    _check_one("indicator", [part.first_observation.indicator for part in parts])
    _check_one("period", [part.period for part in parts])
    _check_one("unit", [f"{part.unit} (ten to the {part.unit_mult})" for part in parts])
    areas = [part.first_observation.area for part in parts]
    twice = sorted({area for area in areas if areas.count(area) > 1})
    if twice:
        raise DataError(f"Not aggregated: {', '.join(twice)} counted twice.", fix="give one figure an area.")


def _check_weights(parts: Sequence[Quantity], weights: Sequence[Quantity]) -> None:
    indicator = parts[0].first_observation.indicator
    if not weights:
        raise DataError(
            f"{indicator} is a rate: areas put together need a stated weight.",
            fix="name the indicator of what it is a rate of, such as the population.",
        )
    refuse_bounds(*weights)
    _check_one("indicator of the weights", [weight.first_observation.indicator for weight in weights])
    _check_one("unit of the weights", [f"{weight.unit} (ten to the {weight.unit_mult})" for weight in weights])
    mine, theirs = ([figure.first_observation.area for figure in figures] for figures in (parts, weights))
    if mine != theirs:
        raise DataError(
            f"{indicator} is of {', '.join(mine)}, its weights of {', '.join(theirs)}.",
            fix="give one weight for each figure, in the same order.",
        )
    if any(weight.value <= 0 for weight in weights):
        raise DataError(f"A weight of {indicator} is not above zero.", fix="check the figures that weigh.")


def _check_one(what: str, found: Sequence[str]) -> None:
    different = sorted(set(found))
    if len(different) > 1:
        raise DataError(f"Not aggregated: more than one {what} ({', '.join(different)}).", fix="give figures of one.")
