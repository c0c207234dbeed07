"""What weighs more among the indicators of a system: those with a target and a recent figure come first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from dxlib.data.catalogue import MILESTONE
from dxlib.data.quantities import Missing, Quantity, read_out_of
from dxlib.data.schema import Kind, end_of_period
from dxlib.figures.shelf import Shelf

_RECENT_YEARS: Final = 2  # before the year of the shelf's day; a figure of an earlier one is old
_FEWEST_DRAWN: Final = 3  # comparable figures, so that a line says more than a sentence
_MOST_CONTESTED: Final = 8  # periods: a chart labels every figure of another source, and has no room for more


def find_last_old_year(shelf: Shelf) -> int:
    """Give the last year whose figures are old on the shelf's day."""
    return shelf.as_of.year - _RECENT_YEARS - 1


def is_old(figure: Quantity, shelf: Shelf) -> bool:
    """Say whether a figure is of a year that is long over."""
    return end_of_period(figure.period).year <= find_last_old_year(shelf)


# What a page says of a system asks for this order a dozen times.
@lru_cache(maxsize=64)
def order_by_weight(shelf: Shelf, area: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Give the indicators of which something is known in an area, the weightiest first.

    Old figures stand after recent ones, and indicators without any after them. Among equals, indicators with targets
    stand first, then those that are a part of a stated total, then the latest years, then the longest series, then the
    latest figures, then the parts of larger totals, then all by their ids.
    """
    known = [(_weigh(shelf, area, name), name) for name in names if is_known(shelf, area, name)]
    return tuple(name for _, name in sorted(known))


def is_known(shelf: Shelf, area: str, name: str) -> bool:
    """Say whether a figure or a target of an indicator is known in an area."""
    return any(shelf.read_series(name, area, kind=kind).figures for kind in Kind)


def _weigh(shelf: Shelf, area: str, name: str) -> tuple[object, ...]:
    latest = shelf.find_latest(name, area)
    has_target = bool(shelf.list_targets(name, area))
    # Compared only with its like, since no other begins with 2, so that it may have fewer entries.
    if isinstance(latest, Missing):
        return 2, not has_target
    end, total = end_of_period(latest.period), read_out_of(latest)
    whole = total.value if isinstance(total, Quantity) else 0
    length = len(shelf.read_series(name, area).sure)
    # The year before the length, and the day only after it: a month's lead does not outweigh a longer series.
    return int(is_old(latest, shelf)), not has_target, not whole, -end.year, -length, -end.toordinal(), -whole


def choose_leading(shelf: Shelf, area: str, names: Iterable[str]) -> tuple[str, ...]:
    """Give the indicators that may lead: they have a figure beyond doubt, and are no milestones."""
    sure = (name for name in names if isinstance(shelf.find_latest(name, area), Quantity))
    return tuple(name for name in sure if shelf.get_indicator(name).unit != MILESTONE)


def choose_drawn(shelf: Shelf, area: str, names: Iterable[str]) -> tuple[str, ...]:
    """Give the indicators that a line shows well: enough figures compare, and sources contest not too many of them."""
    return tuple(name for name in choose_leading(shelf, area, names) if _is_drawn(shelf, area, name))


def _is_drawn(shelf: Shelf, area: str, name: str) -> bool:
    latest, rivals = shelf.find_latest(name, area), shelf.read_series(name, area).rivals
    is_clear = len({one.period for one in rivals}) <= _MOST_CONTESTED
    return is_clear and isinstance(latest, Quantity) and len(shelf.list_before(latest)) >= _FEWEST_DRAWN - 1
