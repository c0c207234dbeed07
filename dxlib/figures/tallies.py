"""Counts over the whole data: how many figures, indicators, areas and sources are known on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final

from dxlib.analysis import compute_tally
from dxlib.data.observations import Observation
from dxlib.data.quantities import Missing, Quantity, read_quantity
from dxlib.data.schema import end_of_period
from dxlib.errors import ConfigError
from dxlib.figures.shelf import Figure, Shelf

_COUNTED: Final[Mapping[str, Callable[[Observation], str]]] = {
    "figures": lambda row: str(row.id),
    "indicators": lambda row: row.indicator,
    "areas": lambda row: row.area,
    "sources": lambda row: row.source,
}


def list_known(shelf: Shelf, system: str = "") -> tuple[Observation, ...]:
    """List every figure, or every one on a system, that states a value for a time until the shelf's day."""
    # lru_cache keeps a call with a default apart from the same call that names it; here both have one entry.
    return _list_known(shelf, system)


@lru_cache(maxsize=2)
def _list_known(shelf: Shelf, system: str) -> tuple[Observation, ...]:
    names = (name for name in shelf.store.indicators if not system or shelf.get_indicator(name).system == system)
    return tuple(row for name in names for row in shelf.read_stated(name) if row.value is not None)


def tally(shelf: Shelf, rows: Iterable[Observation], what: str, *, system: str = "", status: str = "") -> Figure:
    """Count figures, or the indicators, areas or sources that they speak of.

    Parameters
    ----------
    rows
        From :func:`list_known`, of ``system`` where one is named.
    what
        ``figures``, ``indicators``, ``areas`` or ``sources``.
    status
        Only figures of this status (``E`` for estimates).

    Raises
    ------
    ConfigError
        For anything else to be counted.
    """
    if what not in _COUNTED:
        raise ConfigError(f"'{what}' cannot be counted.", allowed=list(_COUNTED), fix="count one of these.")
    counted = [row for row in rows if not status or row.status == status]
    if not counted:
        return Missing("", "", "nothing to count")
    number = len({_COUNTED[what](row) for row in counted})
    # By id where several end on one day, so that the audit finds the same example.
    example = max(counted, key=lambda row: (end_of_period(row.period), row.id))
    figure = read_quantity(example, decimals=shelf.get_indicator(example.indicator).decimals)
    # Rows without a value were left out by list_known.
    assert isinstance(figure, Quantity)
    return compute_tally(figure, number, what=what, system=system, status=status, as_of=shelf.day)
