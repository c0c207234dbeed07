"""What became of all the targets of an area: met, missed, unknown, to come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final

from dxlib.analysis import TargetStatus
from dxlib.data.quantities import Missing, Quantity
from dxlib.data.schema import end_of_period
from dxlib.figures.shelf import Figure, Shelf

TargetPair = tuple[Quantity, Figure]


class TargetOutcome(StrEnum):
    """What became of a target.

    Attributes
    ----------
    MET, MISSED
        The figures say so; what was reached after its deadline counts as met.
    UNKNOWN
        Its deadline has passed, and no figure that decides is known of that time or later.
    AHEAD
        Its deadline is to come, and it is not met yet.
    UNDATED
        It has no deadline and is not met, or no figure is known.
    """

    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"
    AHEAD = "ahead"
    UNDATED = "undated"


# Without NOT_ASSESSABLE: what became of such a target depends on whether its deadline has come (see _judge).
_OF_STATUS: Final[Mapping[TargetStatus, TargetOutcome]] = {
    TargetStatus.MET: TargetOutcome.MET,
    TargetStatus.REACHED_SINCE: TargetOutcome.MET,
    TargetStatus.MISSED: TargetOutcome.MISSED,
    TargetStatus.NO_FIGURE_YET: TargetOutcome.UNKNOWN,
    TargetStatus.ON_TRACK: TargetOutcome.AHEAD,
    TargetStatus.BEHIND: TargetOutcome.AHEAD,
    TargetStatus.UNDATED: TargetOutcome.UNDATED,
}


def sort_targets(
    shelf: Shelf, area: str, indicators: Iterable[str] | None = None
) -> Mapping[TargetOutcome, tuple[TargetPair, ...]]:
    """Sort the targets of an area by what became of them: all of them, or those of some indicators.

    Returns
    -------
    mapping of Outcome to tuple of pairs
        Each target with the figure that decides on it, in the order of systems and indicators of the catalogue.
    """
    return _sort_targets(shelf, area, None if indicators is None else frozenset(indicators))


# Judging all targets of an area takes up to two seconds, and a brief asks for their outcomes several times.
@lru_cache(maxsize=4)
def _sort_targets(
    shelf: Shelf, area: str, indicators: frozenset[str] | None
) -> Mapping[TargetOutcome, tuple[TargetPair, ...]]:
    found: dict[TargetOutcome, list[TargetPair]] = {outcome: [] for outcome in TargetOutcome}
    for name in _list_indicators(shelf, indicators):
        for target in shelf.list_targets(name, area):
            figure = shelf.find_figure_for(target)
            found[_judge(shelf, target, figure)].append((target, figure))
    return {outcome: tuple(pairs) for outcome, pairs in found.items()}


def is_due(target: Quantity, shelf: Shelf) -> bool:
    """Say whether the deadline of a target has come by the shelf's day."""
    return bool(target.period) and end_of_period(target.period) <= shelf.as_of


def _list_indicators(shelf: Shelf, wanted: frozenset[str] | None) -> list[str]:
    """List those of some indicators, or of all, that have figures or targets, by system."""
    systems = list(shelf.catalogue.systems)
    stored = set(shelf.store.indicators)
    names = [name for name in shelf.catalogue.indicators if name in stored and (wanted is None or name in wanted)]
    # The sort is stable: within a system indicators keep the order of the catalogue. A project may have no systems.
    return sorted(names, key=lambda name: systems.index(shelf.get_indicator(name).system) if systems else 0)


def _judge(shelf: Shelf, target: Quantity, figure: Figure) -> TargetOutcome:
    status = TargetStatus.NOT_ASSESSABLE if isinstance(figure, Missing) else shelf.assess(target, figure).status
    if status in _OF_STATUS:
        return _OF_STATUS[status]
    if not target.period:
        return TargetOutcome.UNDATED
    return TargetOutcome.UNKNOWN if is_due(target, shelf) else TargetOutcome.AHEAD
