"""The first and the last of areas of another kind than a page's own, such as the provinces of a country."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from dxlib.analysis import is_bound
from dxlib.analysis.comparability import look_alike
from dxlib.data.catalogue import Area, Direction
from dxlib.data.quantities import Quantity
from dxlib.data.schema import end_of_period
from dxlib.figures.shelf import Shelf

_FEWEST: Final = 3  # areas, so that there is something between the first and the last
_LEAST_SHARE: Final = 3  # one in so many areas has a figure, where the last of them says something
Alike = tuple[str, str, str]  # of an area: its kind, and the days between which it exists


def find_ends(shelf: Shelf, area: str, name: str) -> tuple[Sequence[Quantity], Sequence[Quantity]] | None:
    """Give the best and the worst figures of an indicator among areas of another kind than a page's own.

    Areas are compared that are of one kind and existed at the same time, for the latest period for which at least a
    third of them have a figure that is no bound. Where there is none, the best of the latest period for which three
    have one; the worst of so few says nothing. None at all where no direction is better. At either end stand all that a
    reader cannot tell from the first or the last of them.
    """
    entry = shelf.get_indicator(name)
    if entry.direction is Direction.NEUTRAL:
        return None
    sizes = Counter(map(_describe, shelf.catalogue.areas.values()))
    # Multiplied instead of divided, so that exactly a third counts as a third.
    sets = [(_LEAST_SHARE * len(found) >= sizes[alike], found)
            for (alike, _), found in _sort_others(shelf, area, name).items() if len(found) >= _FEWEST]  # fmt: skip
    if not sets:
        return None
    # A period with a third of the areas goes before a later one with three areas.
    is_wide, chosen = max(
        sets, key=lambda one: (one[0], end_of_period(one[1][0].period), one[1][0].period, len(one[1]))
    )
    sign = 1 if entry.direction is Direction.LOWER_IS_BETTER else -1
    ranked = sorted(chosen, key=lambda one: (sign * one.scaled, one.first_observation.area))
    first, last = ([one for one in ranked if look_alike(one, end)] for end in (ranked[0], ranked[-1]))
    return first, last if is_wide else []


def _sort_others(shelf: Shelf, area: str, name: str) -> dict[tuple[Alike, str], list[Quantity]]:
    """Give the figures of areas of other kinds, those of areas alike and of one period together."""
    areas = shelf.catalogue.areas
    found: dict[tuple[Alike, str], list[Quantity]] = defaultdict(list)
    for key in dict.fromkeys(row.area for row in shelf.store.read(name)):
        if areas[key].kind != areas[area].kind:
            # What stands under an earlier key would be ranked twice, once under each key of its area.
            for one in shelf.read_series(name, key).keep(key).sure:
                if not is_bound(one):
                    found[_describe(areas[key]), one.period].append(one)
    return found


def _describe(area: Area) -> Alike:
    # Areas before and after the map changed are of one kind; the days between which they exist tell them apart.
    return area.kind, area.exists.from_, area.exists.until
